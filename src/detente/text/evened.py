"""A text with its white space evened out, and the way back: the rules see one plain space between two words.

Lines that a width broke, two spaces, tabs and spaces that do not break say nothing about who says what. What is found
in the evened text is put back to the places of the untouched one.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass, fields, replace
from typing import Any, TypeVar

from detente.text.ledger import Paragraph
from detente.text.span import Span

_UNEVEN = re.compile(r"((?<=\w-)[\r\n]\s*(?=[a-z]))|[^\S ]\s*| \s+")
_NO_SPACE = re.compile(r"[^\S ]")
Found = TypeVar("Found")


@dataclass(frozen=True, slots=True)
class Evened:
    """A text with evened white space in its paragraphs.

    Attributes
    ----------
    text : str
    paragraphs : tuple of Paragraph
        With their places in it.
    """

    text: str
    paragraphs: tuple[Paragraph, ...]
    _starts: tuple[int, ...] = ()
    _shifts: tuple[int, ...] = ()

    def place(self, at: int) -> int:
        """Return where a character of this text stands in the untouched one."""
        number = bisect_right(self._starts, at) - 1
        return at + self._shifts[number] if number >= 0 else at

    def back(self, found: Found) -> Found:
        """Return what was found, spans and all that holds some, with its places in the untouched text."""
        return self._back(found) if self._starts else found

    def _back(self, found: Any) -> Any:
        if isinstance(found, Span):
            return Span(self.place(found.start), self.place(found.end - 1) + 1) if found.length else self._empty(found)
        if isinstance(found, tuple):
            return tuple(self._back(each) for each in found)
        if not hasattr(found, "__dataclass_fields__"):
            return found
        held = {f.name: getattr(found, f.name) for f in fields(found)}
        moved = {name: self._back(value) for name, value in held.items() if not isinstance(value, str)}
        return replace(found, **{name: value for name, value in moved.items() if value is not held[name]})

    def _empty(self, span: Span) -> Span:
        return Span(self.place(span.start), self.place(span.start))


def evened(text: str, paragraphs: Sequence[Paragraph]) -> Evened:
    r"""Return a text with evened white space inside its paragraphs; the cost is linear in its length.

    Examples
    --------
    >>> made = evened("Ana  Belo\nsaid no.", [Paragraph(Span(0, 18), "body", "", 1.0)])
    >>> made.text, made.back(Span(4, 8)).of("Ana  Belo\nsaid no.")
    ('Ana Belo said no.', 'Belo')
    """
    pieces: list[str] = []
    starts: list[int] = []
    shifts: list[int] = []
    moved: list[Paragraph] = []
    done = shift = 0
    for each in paragraphs:
        start = each.span.start - shift
        for run in _UNEVEN.finditer(text, each.span.start, each.span.end):
            put = " " if run[1] is None else ""
            pieces += [text[done : run.start()], put]
            done = run.end()
            shift += done - run.start() - len(put)
            starts.append(done - shift)
            shifts.append(shift)
        moved.append(replace(each, span=Span(start, each.span.end - shift)))
    if not starts:
        return Evened(text, tuple(paragraphs))
    return Evened("".join([*pieces, text[done:]]), tuple(moved), tuple(starts), tuple(shifts))


def spaced(text: str, paragraphs: Sequence[Paragraph]) -> str:
    """Return a text of the same length, in whose paragraphs all white space is plain spaces; linear in its length."""
    pieces: list[str] = []
    done = 0
    for each in paragraphs:
        pieces += [text[done : each.span.start], _NO_SPACE.sub(" ", each.span.of(text))]
        done = each.span.end
    return "".join([*pieces, text[done:]])
