"""A sentence as one line of words in lower case, and where a phrase or clause in it begins and ends."""

from __future__ import annotations

from bisect import bisect_right
from dataclasses import dataclass, field

from detente.text.attitudes.words import Words
from detente.text.causes.patterns import listed
from detente.text.page import FILLER
from detente.text.span import Span
from detente.text.syntax.words import PREPOSITIONS, is_verb

MARKS = frozenset(",;:.!?…()[]{}")
_DASHES = frozenset({"–", "—", "―", "--", "---", "-"})
_NOT_BEFORE = frozenset({"that", "which", "who"})
_LONGEST, _CLAUSE = 40, 70
_LOOK = 8


@dataclass
class Row:
    """The words of a unit, and the line that patterns run over."""

    words: Words
    line: str = field(init=False)
    _at: list[int] = field(init=False)

    def __post_init__(self) -> None:
        self.line = " ".join(self.words.low)
        self._at = []
        position = 0
        for word in self.words.low:
            self._at.append(position)
            position += len(word) + 1

    def number(self, position: int) -> int:
        """Return the number of the word at a place of the line."""
        return max(0, bisect_right(self._at, position) - 1)

    def after(self, position: int) -> int:
        """Return the number of the first word that begins at or behind a place of the line."""
        return bisect_right(self._at, position - 1)

    def part(self, first: int, after: int) -> str:
        """Return a stretch of the line."""
        return " ".join(self.words.low[first:after])

    def span(self, first: int, after: int) -> Span | None:
        """Return the place of words, without the marks at either end; None where nothing is left."""
        while first < after and self.is_mark(first):
            first += 1
        while after > first and self.is_mark(after - 1):
            after -= 1
        return self.words.span(first, after) if first < after else None

    def is_mark(self, at: int) -> bool:
        """Return whether a word is a mark, a dash, or a masked quote."""
        word = self.words.at(at)
        return word in MARKS or word in _DASHES or word[:1] == FILLER

    def subject(self, least: int, end: int) -> tuple[int, int]:
        """Return the noun phrase that ends right before a word; empty where there is none.

        ``which`` and an insertion between commas before it are stepped over.
        """
        if end > least and self.words.at(end - 1) == "that" and self._stands_alone(least, end - 1):
            return end - 1, end
        if end > least and self.words.at(end - 1) in _NOT_BEFORE:
            end -= 1 + (end - 1 > least and self.words.at(end - 2) == ",")
        end = self._before_insertion(least, end)
        start = end
        while start > least and end - start < _LONGEST and not self._opens(least, start - 1, end):
            start -= 1
        while start < end and self.words.at(start) in {"and", "but", "or", "yet", "also", "then"}:
            start += 1
        return self._from_list(least, start, end), end

    def _from_list(self, least: int, start: int, end: int) -> int:
        """Take in the first members of a list: sanctions, tolls and mistrust."""
        while "and" in self.words.low[start:end] and start - 2 >= least and self.words.at(start - 1) == ",":
            first = start - 1
            while first > least and start - first < _LOOK and not self._opens(least, first - 1, start):
                first -= 1
            if first > least and self.words.at(first - 1) != ",":
                break
            start = first
        return start

    def _stands_alone(self, least: int, at: int) -> bool:
        """Return whether "that" is a subject of its own: they threatened us, and that ended it."""
        return at == least or self.words.at(at - 1) in {"and", "but", "so", "because"}

    def _before_insertion(self, least: int, end: int) -> int:
        if end - 1 > least and self.words.at(end - 1) in {",", "–", "—"}:
            mark = self.words.at(end - 1)
            return next((at for at in range(end - 3, max(least, end - 16), -1) if self.words.at(at) == mark), end - 1)
        return end

    def _opens(self, least: int, at: int, end: int) -> bool:
        """Return whether the noun phrase begins right behind this word."""
        word = self.words.at(at)
        if self.is_mark(at) or word in listed("parts") or word in {"but", "yet", "not"}:
            return True
        if word == "and":
            return self._has_verb(least, at)
        is_finite = is_verb(word, self.words.at(at - 1)) and not self._describes(at)
        return is_finite and at + 1 < end

    def _describes(self, at: int) -> bool:
        """Return whether a word in -ed belongs to a noun: troops stationed there, the disputed islands."""
        word, follows, before = self.words.at(at), self.words.at(at + 1), self.words.at(at - 1)
        if self.words.capital[at] and word.endswith("s"):
            return True
        return word.endswith("ed") and (follows in PREPOSITIONS or before in {"the", "a", "an", "its", "their", "his"})

    def _has_verb(self, first: int, after: int) -> bool:
        at = after - 1
        while at >= first and not self.is_mark(at):
            if is_verb(self.words.at(at), self.words.at(at - 1)) and not self._describes(at):
                return True
            at -= 1
        return False

    def clause_before(self, least: int, end: int) -> tuple[int, int]:
        """Return the clause that ends right before a word: from the last mark that parts clauses."""
        if end > least and self.words.at(end - 1) == ",":
            end -= 1
        start = end
        while start > max(least, end - _CLAUSE) and not self._parts_left(start - 1):
            start -= 1
        while start < end and self.words.at(start) in {"and", "but", "or", "yet", "that", "so", "given"}:
            start += 1
        return start, end

    def _parts_left(self, at: int) -> bool:
        word, follows = self.words.at(at), self.words.at(at + 1)
        return (
            word in {".", ";", ":", "!", "?", "(", ")", "but"}
            or word in _DASHES
            or (word == "," and follows in {"and", "but", "so", "which", "while", "yet", "because", "given"})
        )

    def rest(self, first: int, most: int) -> int:
        """Return where the phrase or clause that begins at a word ends."""
        at, most = first, min(most, first + _CLAUSE)
        while at < most and not self._closes(first, at, most):
            at += 1
        return at

    def _closes(self, first: int, at: int, most: int) -> bool:
        word = self.words.at(at)
        if self.is_mark(at):
            return word != "," or not self._lists(at, most)
        if at == first:
            return False
        if word in {"but", "rather", "instead", "while", "whereas", "although", "though", "because", "unless", "if"}:
            return True
        return word == "and" and self._clause_follows(at + 1, most)

    def _lists(self, comma: int, most: int) -> bool:
        """Return whether a comma stands in a list: the law, the bases and the sanctions."""
        for at in range(comma + 1, min(most, comma + _LOOK)):
            word = self.words.at(at)
            if word in {"and", "or"}:
                return at > comma + 1 and not self._clause_follows(at + 1, most)
            if word != "," and (self.is_mark(at) or word in listed("parts") or is_verb(word, self.words.at(at - 1))):
                return False
        return False

    def _clause_follows(self, first: int, most: int) -> bool:
        for at in range(first, min(most, first + _LOOK)):
            if self.is_mark(at) or self.words.at(at) in listed("parts"):
                return False
            if is_verb(self.words.at(at), self.words.at(at - 1)) and not self._describes(at):
                return True
        return False
