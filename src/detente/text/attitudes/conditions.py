"""What an attitude depends on: if, unless, on condition that, in return for, as long as, until."""

from __future__ import annotations

from detente.text.attitudes.clause import Clause
from detente.text.attitudes.extents import thing_end
from detente.text.attitudes.words import BOUNDARIES, Words
from detente.text.span import Span

Range = tuple[int, int]
"""Words from one up to, not including, another."""

_PHRASES = tuple(
    tuple(phrase.split())
    for phrase in (
        "on the condition that", "on condition that", "on the understanding that", "on condition of", "provided that",
        "providing that", "only if", "only when", "only after", "only once", "but only if", "if and only if", "as long as",
        "so long as", "in return for", "in exchange for", "in return", "in exchange", "for as long as", "unless", "until", "if",
        "not until", "assuming that", "in the event of", "in the event that", "contingent on", "conditional on", "without",
        "as soon as", "once", "should", "were", "but not until",
    )
)  # fmt: skip
_BY_FIRST: dict[str, list[tuple[str, ...]]] = {}
for _phrase in sorted(_PHRASES, key=len, reverse=True):
    _BY_FIRST.setdefault(_phrase[0], []).append(_phrase)
_NO_CONDITION_BEFORE = frozenset({"even", "as", "what", "ask", "asked", "wonder", "wondered", "see", "know", "knew", "asks"})
_NEVER_BEHIND = frozenset({"if", "not"})


def conditions(clause: Clause) -> list[Range]:
    """Return the conditions of a unit, in order, each with its marker; the cost is linear in the number of words."""
    found: list[Range] = []
    k = 0
    words = clause.words
    while k < len(words):
        width = _marker(words, k)
        after = _end(clause, k, width) if width else 0
        if after > k + width or (width and words.at(k) in ("in",)):
            found.append((k, max(after, k + width)))
            k = found[-1][1]
        else:
            k += 1
    return found


def _marker(words: Words, k: int) -> int:
    for phrase in _BY_FIRST.get(words.low[k], ()):
        if tuple(words.low[k : k + len(phrase)]) == phrase and _conditional(words, k, phrase):
            return len(phrase)
    if words.low[k] in ("provided", "providing") and words.at(k - 1) in (",", "") | _ends_of_clause(words, k):
        return 1
    return 0


def _ends_of_clause(words: Words, k: int) -> set[str]:
    """Return the word before "provided" as a fitting one where a subject follows it, as in "ready, provided they go"."""
    return {words.at(k - 1)} if words.at(k + 1) in ("the", "they", "it", "both", "all", "its", "there") else set()


def _conditional(words: Words, k: int, phrase: tuple[str, ...]) -> bool:
    if words.at(k - 1) in _NO_CONDITION_BEFORE:
        return False
    if phrase in (("should",), ("were",)):
        return k == 0 and words.at(1)[:1].isalpha()
    if phrase == ("once",):
        return words.at(k + 1) in ("the", "it", "they", "all", "its", "both", "sanctions") and words.at(k - 1) != "at"
    if phrase == ("without",):
        return words.at(k + 1) in ("a", "an", "the", "guarantees", "assurances", "security", "its", "firm", "first", "prior")
    return not (phrase[0] == "if" and words.at(k + 1) in ("not", "any", "anything", "only", "ever"))


def _end(clause: Clause, first: int, width: int) -> int:
    words = clause.words
    leads = first == 0 or words.at(first - 1) in ("that", ",", "and", "but", ":") or words.at(first - 1) in BOUNDARIES
    if leads:
        for k in range(first + width + 1, min(first + 45, len(words))):
            if words.low[k] == "," or words.low[k] in BOUNDARIES:
                return k
    return thing_end(clause, first + width)


class Conditions:
    """The conditions of a unit, to ask which one an attitude depends on."""

    def __init__(self, clause: Clause) -> None:
        self.clause, self.ranges = clause, conditions(clause)
        self.starts = frozenset(first for first, _ in self.ranges)

    def inside(self, word: int) -> bool:
        """Return whether a word is part of a condition: nothing is asserted there."""
        return any(first <= word < after for first, after in self.ranges)

    def on(self, subject: int, cue: int, thing_after: int) -> Span | None:
        """Return the words of the condition on an attitude: behind its thing, inside it, or before its subject."""
        words = self.clause.words
        for first, after in self.ranges:
            behind = thing_after <= first <= thing_after + 1 and not self._broken(thing_after, first)
            between = subject < first and after <= cue
            before = after <= subject and words.at(after) in (",", "then") and self._leads(after, subject)
            if behind or between or before:
                return words.span(first, after)
        return None

    def _broken(self, first: int, after: int) -> bool:
        return any(low in BOUNDARIES for low in self.clause.words.low[first:after])

    def _leads(self, after: int, subject: int) -> bool:
        """Return whether the main clause follows a condition straight away, or behind who says it."""
        between = self.clause.words.low[after:subject]
        return len(between) <= 8 and not any(low in BOUNDARIES for low in between) and between.count(",") != 3
