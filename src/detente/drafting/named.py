"""Who is named within a stretch of the article, found without going through the whole of it."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from detente.text.ledger import Mention
from detente.text.span import Span


@dataclass(slots=True)
class Named:
    """The mentions of a ledger in the order of the text."""

    mentions: Sequence[Mention]
    _starts: list[int] = field(init=False)

    def __post_init__(self) -> None:
        self.mentions = sorted(self.mentions, key=lambda m: (m.span, m.entity))
        self._starts = [m.span.start for m in self.mentions]

    def within(self, span: Span) -> Iterator[Mention]:
        """Yield the mentions that lie within a span, from left to right.

        Examples
        --------
        >>> named = Named([Mention(Span(9, 15), "NOR", "actor"), Mention(Span(0, 7), "ISL", "actor")])
        >>> [m.entity for m in named.within(Span(0, 9))]
        ['ISL']
        """
        for at in range(bisect_left(self._starts, span.start), len(self._starts)):
            mention = self.mentions[at]
            if mention.span.start >= span.end:
                return
            if span.holds(mention.span):
                yield mention
