"""Where quote marks open and close: double, single in the British way, guillemets, over several paragraphs, nested.

Only the outermost quote of a place is reported, since what stands within it belongs to what somebody said. An
apostrophe never opens a quote, and a single mark opens one only where a closing one follows in the same paragraph, or
where the next paragraph opens again. A quote that is not closed runs to the end of its paragraph: the convention of
print, when the next paragraph opens again.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from detente.text.span import Span

CLOSING: dict[str, tuple[str, ...]] = {
    "“": ("”", '"'),
    "„": ("”", "“", '"'),
    "‟": ("”", '"'),
    '"': ('"', "”"),
    "«": ("»",),
    "»": ("«",),
    "``": ("''", "``"),
    "''": ("''",),
}
MARKS = "“”\"„‟«»‘’'`"
SCARE_WORDS = 4

_MARK = re.compile(r"``|''|[“”\"„‟«»‘’'`]")
_CLIPPED = re.compile(r"(?:em|til|tis|twas|cause|round|bout)\b|\d\ds?\b", re.IGNORECASE)
_BEFORE_OPEN = frozenset("([{—–-―/:;,…")
_AFTER_CLOSE = frozenset(".,;:!?)]}—–-―…/")


@dataclass(frozen=True, slots=True)
class Quote:
    """An outermost quote.

    Attributes
    ----------
    span, inner : Span
        With its marks, and without.
    closed : bool
        False where the paragraph ends before the quote does.
    scare : bool
        A word or few inside a clause: no statement of its own.
    """

    span: Span
    inner: Span
    closed: bool
    scare: bool


def _opens(text: str, at: int, width: int, start: int, end: int) -> bool:
    if text[at] == "«":
        return True
    before = text[at - 1] if at > start else " "
    after = text[at + width] if at + width < end else " "
    return (before.isspace() or before in _BEFORE_OPEN or before in MARKS) and not after.isspace()


def _letter(text: str, at: int, start: int, end: int) -> bool:
    return start <= at < end and text[at].isalnum()


def _single_close(text: str, at: int, start: int, end: int) -> int:
    """Return how well a single mark closes: 0 not at all (an apostrophe), 1 perhaps (a possessive), 2 surely."""
    if _letter(text, at + 1, start, end) or at == start or text[at - 1].isspace():
        return 0
    if text[at - 1] in ".,!?…" or at + 1 >= end or text[at + 1] in _AFTER_CLOSE:
        return 2
    return 1 if text[at - 1] in "sS" else 2


class _Paragraph:
    """The marks of one paragraph, so that no mark is looked at twice."""

    def __init__(self, text: str, span: Span, *, goes_on: bool) -> None:
        self.text, self.start, self.end = text, span.start, span.end
        self.marks = [(found.start(), found.group()) for found in _MARK.finditer(text, span.start, span.end)]
        self.singles = self._closings()
        self.last = self._last_opening() if goes_on else -1

    def _last_opening(self) -> int:
        """Return the number of the last single mark that may open a quote, -1 where none does."""
        opening = (n for n in range(len(self.marks) - 1, -1, -1) if self.marks[n][1] in "‘'" and self._may_open(n))
        return next(opening, -1)

    def _may_open(self, number: int) -> bool:
        at = self.marks[number][0]
        return _opens(self.text, at, 1, self.start, self.end) and not _CLIPPED.match(self.text, at + 1, self.end)

    def _closings(self) -> list[tuple[int, int]]:
        """For each mark the numbers of the next sure and the next possible single close, before the next opening."""
        sure = maybe = -1
        found = [(-1, -1)] * len(self.marks)
        for number in range(len(self.marks) - 1, -1, -1):
            found[number] = (sure, maybe)
            at, mark = self.marks[number]
            if mark == "‘":
                sure = maybe = -1
            elif mark in "’'":
                grade = _single_close(self.text, at, self.start, self.end)
                sure = number if grade == 2 else sure
                maybe = number if grade else maybe
        return found

    def quotes(self) -> list[Quote]:
        found: list[Quote] = []
        number = 0
        while number < len(self.marks):
            at, mark = self.marks[number]
            closing = self._closing(number, at, mark)
            if closing is None:
                number += 1
                continue
            found.append(self._quote(at, len(mark), closing))
            number = closing + 1 if closing >= 0 else len(self.marks)
        return found

    def _closing(self, number: int, at: int, mark: str) -> int | None:
        """Return the number of the mark that closes this one, -1 for the paragraph's end, None if it opens nothing."""
        if mark in ("‘", "'"):
            return self._single(number, at)
        if mark not in CLOSING or not (mark in "“„‟" or _opens(self.text, at, len(mark), self.start, self.end)):
            return None
        return self._double(number, mark)

    def _double(self, number: int, mark: str) -> int:
        wanted = CLOSING[mark]
        for later in range(number + 1, len(self.marks)):
            at, sign = self.marks[later]
            if sign in wanted and not (sign in ('"', "''") and self._reopens(at)):
                return later
        return -1

    def _reopens(self, at: int) -> bool:
        return _opens(self.text, at, 1, self.start, self.end) and at > self.start and self.text[at - 1].isspace()

    def _single(self, number: int, at: int) -> int | None:
        if not _opens(self.text, at, 1, self.start, self.end) or not self.text[at + 1 : at + 2].strip():
            return None
        sure, maybe = self.singles[number]
        if number == self.last and sure < 0:
            return -1
        closing = sure if sure >= 0 else maybe
        if closing < 0 or self.marks[closing][0] - at <= 2 or self._years(at):
            return None
        return closing

    def _years(self, at: int) -> bool:
        return self.text[at + 1 : at + 3].isdigit() and self.text[at + 3 : at + 4] in ("s", " ", ",", ".")

    def _quote(self, at: int, width: int, closing: int) -> Quote:
        if closing < 0:
            return Quote(Span(at, self.end), Span(at + width, self.end), closed=False, scare=False)
        last, sign = self.marks[closing]
        inner = Span(at + width, last)
        return Quote(Span(at, last + len(sign)), inner, closed=True, scare=_scare(inner.of(self.text)))


def _scare(words: str) -> bool:
    return (
        len(words[:80].split()) <= SCARE_WORDS
        and len(words) <= 80
        and not words.rstrip().endswith((",", ".", "!", "?"))
    )


def quotes(text: str, span: Span, *, goes_on: bool = False) -> list[Quote]:
    """Return the outermost quotes of a paragraph, in order; the cost is linear in its length.

    ``goes_on`` says that the next paragraph opens with a single mark, so that a single quote may go on in it.

    Examples
    --------
    >>> words = "‘It’s the diplomats’ last offer,’ she said."
    >>> [quote.inner.of(words) for quote in quotes(words, Span(0, len(words)))]
    ['It’s the diplomats’ last offer,']
    """
    return _Paragraph(text, span, goes_on=goes_on).quotes()
