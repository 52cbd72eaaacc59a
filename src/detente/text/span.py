"""A stretch of the untouched text: code points from ``start`` up to, not including, ``end``."""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple


class Span(NamedTuple):
    """A half-open stretch of a text, in code points; ``text[start:end]`` gives back the exact words.

    Examples
    --------
    >>> Span(4, 9).of("who: Japan")
    ' Japa'
    >>> Span(0, 4).overlap(Span(2, 9))
    2
    """

    start: int
    end: int

    @property
    def length(self) -> int:
        """How many code points it covers."""
        return self.end - self.start

    def of(self, text: str) -> str:
        """Return the exact words."""
        return text[self.start : self.end]

    def overlap(self, other: Span) -> int:
        """Return how many code points both cover; 0 when they are apart."""
        return max(0, min(self.end, other.end) - max(self.start, other.start))

    def holds(self, other: Span) -> bool:
        """Return whether the other lies within this one."""
        return self.start <= other.start and other.end <= self.end


def hull(spans: Iterable[Span]) -> Span:
    """Return the smallest span that covers all of them; there has to be one.

    Examples
    --------
    >>> hull([Span(5, 9), Span(1, 3)])
    Span(start=1, end=9)
    """
    found = tuple(spans)
    return Span(min(span.start for span in found), max(span.end for span in found))


def trimmed(text: str, span: Span, unwanted: str = "") -> Span:
    """Return the span without white space, and without the characters of ``unwanted``, at either end.

    Examples
    --------
    >>> trimmed("  well, ", Span(0, 8), ",")
    Span(start=2, end=6)
    """
    start, end = span
    while start < end and (text[start].isspace() or text[start] in unwanted):
        start += 1
    while end > start and (text[end - 1].isspace() or text[end - 1] in unwanted):
        end -= 1
    return Span(start, end)
