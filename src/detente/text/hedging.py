"""Whether somebody is only supposed to have said it: "reportedly offered", "may have threatened", "it is rumoured"."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import replace

from detente.text.ledger import Attitude, Statement
from detente.text.page import Page
from detente.text.span import Span

FARTHEST = 48
_ADVERB = r"(?:reportedly|allegedly|apparently|supposedly|purportedly|seemingly|possibly|perhaps|probably)"
_BEFORE = re.compile(
    rf"\b(?:{_ADVERB},?(?: \w+)?|(?:may|might|could)(?: well)? have|"
    r"(?:said|thought|believed|understood|reported|rumou?red|alleged) to have) $",
    re.IGNORECASE,
)
_FIRST = re.compile(rf"{_ADVERB}\b", re.IGNORECASE)


def hedged(page: Page, statements: Sequence[Statement]) -> tuple[Statement, ...]:
    """Return the statements, each hedged where its cue is, or where it stands in a reading that nobody draws by name.

    The cost is linear in the number of statements, since a few words before each cue are looked at.
    """
    starts = [sentence.span.start for sentence in page.sentences]
    read_in = _Places([s.content for s in statements if s.level == "inference"])
    return tuple(_marked(page, s, starts, read_in) for s in statements)


def guessed(statements: Sequence[Statement], attitudes: Sequence[Attitude]) -> tuple[Attitude, ...]:
    """Return the attitudes, each hedged where it stands in a reading that nobody draws by name."""
    read_in = _Places([s.content for s in statements if s.level == "inference"])
    return tuple(a if a.hedged or not read_in.hold(a.thing) else replace(a, hedged=True) for a in attitudes)


def _marked(page: Page, statement: Statement, starts: Sequence[int], read_in: _Places) -> Statement:
    cue = statement.cue
    if cue is None or statement.hedged or statement.level == "inference":
        return statement
    number = bisect_right(starts, cue.start) - 1
    first = starts[number] if number >= 0 else 0
    before = page.masked[max(first, cue.start - FARTHEST) : cue.start]
    is_so = _BEFORE.search(before) or _FIRST.match(page.masked, first, cue.start) or read_in.hold(cue)
    return replace(statement, hedged=True) if is_so else statement


class _Places:
    """Stretches of a text, none of which begins before the one before it ends."""

    def __init__(self, contents: Sequence[Sequence[Span]]) -> None:
        self._spans = sorted(piece for content in contents for piece in content)
        self._starts = [span.start for span in self._spans]

    def hold(self, span: Span) -> bool:
        """Return whether a span lies within one of them."""
        at = bisect_right(self._starts, span.start) - 1
        return at >= 0 and self._spans[at].holds(span)
