"""Which characters of a text stand inside quote marks, and so of which kind a statement is."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import accumulate

from detente.text.ledger import Kind
from detente.text.span import Span

OPENING, CLOSING, EITHER = "“„«", "”»", '"'
MARKS = OPENING + CLOSING + EITHER
BEFORE_OPENING = " \t\xa0([{—–-‘'/"
TWO_SINGLES = re.compile(r"(?P<before>(?<![^\s(\[{—–-]))?(?:\'\'|``)")
"""Two single marks for a double one, as some archives write it; before a space they close."""


class Quoted:
    """A text with its double quote marks read paragraph by paragraph.

    A quote that is not closed ends with its paragraph. Single quote marks do not count: in the articles that this is
    made for they stand inside double ones, or are apostrophes.
    """

    def __init__(self, text: str) -> None:
        self._text = text
        inside = list(_inside(TWO_SINGLES.sub(_as_double, text)))
        self._counts = [0, *accumulate(map(str.isalnum, text))]
        self._quoted = [0, *accumulate(q and c.isalnum() for q, c in zip(inside, text, strict=True))]

    def kind(self, pieces: Sequence[Span]) -> Kind:
        """Return ``direct`` when all letters and digits stand in quote marks, ``indirect`` when none do.

        Examples
        --------
        >>> text = 'He said "no" to "it".'
        >>> Quoted(text).kind([Span(8, 12)]), Quoted(text).kind([Span(8, 20)]), Quoted(text).kind([Span(0, 7)])
        ('direct', 'mixed', 'indirect')
        """
        of = sum(self._counts[end] - self._counts[start] for start, end in pieces)
        quoted = sum(self._quoted[end] - self._quoted[start] for start, end in pieces)
        if quoted == 0:
            return "indirect"
        return "direct" if quoted == of else "mixed"


def _as_double(marks: re.Match[str]) -> str:
    """Return a double mark and a blank, so that the text keeps its length."""
    return '" ' if marks["before"] is None else ' "'


def _inside(text: str) -> Iterator[bool]:
    """Say of each character whether a quote is open there; curly marks in a straight quote are quotes within it."""
    straight = curly = False
    before = "\n"
    for at, letter in enumerate(text):
        if letter in "\r\n":
            straight = curly = False
        elif letter in OPENING:
            curly = True
        elif letter in CLOSING:
            straight, curly = straight and curly, False
        elif letter in EITHER:
            straight, curly = _opens(before, text[at + 1 : at + 2], now=straight or curly), False
        yield straight or curly
        before = letter


def _opens(before: str, after: str, *, now: bool) -> bool:
    """Say whether a straight mark opens a quote; where its neighbours do not tell, it turns things round."""
    if (before in BEFORE_OPENING or before in "\r\n") and after.strip():
        return True
    return not now and after.isalnum()
