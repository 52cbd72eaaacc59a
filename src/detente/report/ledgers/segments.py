"""An article's paragraphs cut into stretches, each with all that is marked there, however marks overlap."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Literal

from detente.text.ledger import Ledger
from detente.text.span import Span

Layer = Literal["content", "cue", "speaker", "thing", "mention", "date"]


@dataclass(frozen=True, slots=True)
class Mark:
    """A span with what is marked there: the layer, and which item of it (a statement's id, a code, a value)."""

    span: Span
    layer: Layer
    item: str
    opens: bool = False
    """Whether the statement begins here."""


@dataclass(frozen=True, slots=True)
class Segment:
    """A stretch with the marks that cover all of it, the widest first."""

    text: str
    start: int
    marks: tuple[Mark, ...]


def marks(ledger: Ledger) -> Iterator[Mark]:
    """Yield everything that is marked in an article."""
    for s in ledger.statements:
        pieces = sorted(span for span in s.content if span.length)
        yield from (Mark(span, "content", s.id, n == 0) for n, span in enumerate(pieces))
        if s.cue is not None:
            yield Mark(s.cue, "cue", s.id)
        if s.speaker.span is not None:
            yield Mark(s.speaker.span, "speaker", s.id)
    yield from (Mark(a.thing, "thing", str(n)) for n, a in enumerate(ledger.attitudes))
    yield from (Mark(m.span, "mention", f"{m.entity} {m.use}") for m in ledger.mentions)
    yield from (Mark(d.span, "date", d.value or "?") for d in ledger.dates)


def by_paragraph(ledger: Ledger) -> list[list[Mark]]:
    """Return the marks of every paragraph; one that reaches over several stands in each of them."""
    starts = [p.span.start for p in ledger.paragraphs]
    ends = [p.span.end for p in ledger.paragraphs]
    found: list[list[Mark]] = [[] for _ in starts]
    for mark in marks(ledger):
        if mark.span.length:
            for n in range(bisect_right(ends, mark.span.start), bisect_left(starts, mark.span.end)):
                found[n].append(mark)
    return found


def segments(text: str, span: Span, found: Sequence[Mark]) -> Iterator[Segment]:
    """Yield the stretches of a paragraph between the places where any mark begins or ends.

    Examples
    --------
    >>> word, letter = Mark(Span(0, 2), "content", "s1"), Mark(Span(1, 3), "date", "2024")
    >>> [(s.text, [m.item for m in s.marks]) for s in segments("abcd", Span(0, 4), [word, letter])]
    [('a', ['s1']), ('b', ['s1', '2024']), ('c', ['2024']), ('d', [])]
    """
    begins: dict[int, list[Mark]] = {}
    cuts = {span.start, span.end}
    for mark in found:
        start, end = max(mark.span.start, span.start), min(mark.span.end, span.end)
        begins.setdefault(start, []).append(mark)
        cuts |= {start, end}
    active: list[Mark] = []
    at, *rest = sorted(cuts)
    for until in rest:
        active = [m for m in active if m.span.end > at] + begins.get(at, [])
        active.sort(key=lambda m: (-m.span.length, m.span.start))
        yield Segment(text[at:until], at, tuple(active))
        at = until
