"""The lines of a text that are not blank, each a paragraph, with what the rules ask of it."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import NamedTuple

from detente.text.ledger import ParagraphClass
from detente.text.span import Span, trimmed

INVISIBLE = "\ufeff\u200b\u200c\u200d\u200e\u200f\u2060\u00ad"
TERMINAL = re.compile(r"[.!?…。][\"'”’»)\]*]{0,3}$")
LEAD_IN = re.compile(r"[:,;—–-][\"'”’»)\]]{0,2}$")
CLOSING_QUOTE = '”"»'
BULLET = re.compile(r"(?:[•·‣◦▪▫●■○◆►*–—-]|\(?\d{1,3}[.)])\s+(?=\S)")
SENTENCES = re.compile(r"[a-z]{3}[.!][\"'”’)]? [A-Z]")
SPEECH = re.compile(r"\b(?:said|says|told|tells|asked|added|according to|warned|replied|wrote)\b")
LONGEST_KEY = 300
LONGEST_TITLE = 30
FEWEST_PROSE = 12
_NUMBER = re.compile(r"\d[\d.,:]*")
_SEPARATOR = re.compile(r"\s[·|•—–-]\s|[()\[\]]")
_EDGES = re.compile(r"^\W+|\W+$")


class Verdict(NamedTuple):
    """A class, the reason for it, and how sure it is."""

    label: ParagraphClass
    reason: str
    score: float


@dataclass(frozen=True, slots=True)
class Line:
    """A line that is not blank.

    Attributes
    ----------
    span : Span
        The line without the white space around it.
    text : str
        Its words, with one space between two.
    size : int
        How many words.
    key : str
        Its words in small letters, numbers as ``~``, without signs at either end; empty for a long line.
    gap : int
        How many blank lines stand before it.
    """

    span: Span
    text: str
    size: int
    key: str
    gap: int

    @property
    def is_bullet(self) -> bool:
        """Whether it is an item of a list."""
        return BULLET.match(self.text) is not None

    @property
    def is_ended(self) -> bool:
        """Whether it ends like a sentence."""
        return TERMINAL.search(self.text, max(0, len(self.text) - 6)) is not None

    @property
    def leads_on(self) -> bool:
        """Whether what follows belongs to it: it ends with a colon, a comma or a dash."""
        return LEAD_IN.search(self.text, max(0, len(self.text) - 4)) is not None

    @property
    def is_prose(self) -> bool:
        """Whether it is a sentence of some length, as paragraphs of an article are."""
        closed = self.is_ended or self.text[-1] in CLOSING_QUOTE
        return self.size >= FEWEST_PROSE and closed and not self.is_bullet

    @property
    def is_title_like(self) -> bool:
        """Whether it may be a title: a few words that end like no sentence, hold none, and lead to none."""
        if not 1 <= self.size <= LONGEST_TITLE or self.is_ended or self.leads_on:
            return False
        return has_letter(self.text) and not SENTENCES.search(self.text)

    @property
    def speaks(self) -> bool:
        """Whether somebody says something in it."""
        return SPEECH.search(self.text[:400]) is not None


def has_letter(text: str) -> bool:
    """Return whether there is a letter in it."""
    return any(map(str.isalpha, text))


def key_of(text: str) -> str:
    """Return the words as the tables of phrases have them.

    Examples
    --------
    >>> key_of("» 12 Comments ")
    '~ comments'
    """
    if len(text) > LONGEST_KEY:
        return ""
    plain = " ".join(_SEPARATOR.sub(" ", text.casefold().replace("’", "'")).split())
    return _NUMBER.sub("~", _EDGES.sub("", plain))


def lines_of(text: str) -> tuple[Line, ...]:
    r"""Return the lines that are not blank, in order; every kind of line end that Unicode knows ends a line.

    Examples
    --------
    >>> [line.text for line in lines_of("One. \r\n\r\n Two.\rThree.")]
    ['One.', 'Two.', 'Three.']
    """
    found: list[Line] = []
    at = gap = 0
    for raw in text.splitlines(keepends=True):
        span = trimmed(text, Span(at, at + len(raw)), INVISIBLE)
        at += len(raw)
        if not span.length:
            gap += 1
            continue
        words = span.of(text).split()
        plain = " ".join(words)
        found.append(Line(span, plain, len(words), key_of(plain), gap))
        gap = 0
    return tuple(found)
