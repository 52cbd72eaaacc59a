"""What an attitude depends on: if, unless, on condition that, in return for, as long as, until."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from functools import cache
from itertools import takewhile

from detente.text.attitudes.clause import Clause
from detente.text.attitudes.extents import TIMES, thing_end
from detente.text.attitudes.grammar import condition_markers, verbs, word_class
from detente.text.attitudes.words import BOUNDARIES, Words
from detente.text.span import Span

_FAR = 60
_TIME = 6
_NOT = frozenset({"not", "n't", "never", "no", "cannot", "refuse", "refuses", "refused"})
_JOINING = frozenset({"and", "but", "which"})
Range = tuple[int, int]
"""Words from one up to, not including, another."""


@cache
def _markers() -> dict[str, list[tuple[str, ...]]]:
    found: dict[str, list[tuple[str, ...]]] = {}
    for phrase in sorted((tuple(phrase.split()) for phrase in condition_markers()), key=len, reverse=True):
        found.setdefault(phrase[0], []).append(phrase)
    return found


def conditions(clause: Clause) -> list[Range]:
    """Return the conditions of a unit, in order, each with its marker; the cost is linear in the number of words."""
    found: list[Range] = []
    k = 0
    words = clause.words
    while k < len(words):
        width = _marker(words, k)
        after = _end(clause, k, width) if width else 0
        if after > k + width or (width and words.at(k) == "in"):
            found.append((k, max(after, k + width)))
            k = found[-1][1]
        else:
            k += 1
    return found


def _marker(words: Words, k: int) -> int:
    """Return how many words the marker of a condition that starts here has; 0 where none does."""
    for phrase in _markers().get(words.low[k], ()):
        if tuple(words.low[k : k + len(phrase)]) == phrase and _conditional(words, k, phrase):
            return len(phrase)
    return int(words.low[k] in ("provided", "providing") and words.at(k + 1) in word_class("provided"))


def _conditional(words: Words, k: int, phrase: tuple[str, ...]) -> bool:
    """Return whether a marker begins a condition here, and not a question, a time or a phrase of another kind."""
    following = words.at(k + len(phrase))
    if words.at(k - 1) in word_class("no_condition_after"):
        return False
    if phrase in (("should",), ("were",)):
        return k == 0 and following[:1].isalpha()
    if phrase == ("without",):
        return following in word_class("without") and (k == 0 or not _NOT.isdisjoint(words.low[max(0, k - 20) : k]))
    if phrase == ("while",):
        refused = not _NOT.isdisjoint(words.low[max(0, k - 8) : k])
        return (
            refused and words.at(k - 1) not in (",", "by") and following[:1].isalpha() and not following.endswith("ing")
        )
    if phrase == ("once",):
        return following in word_class("once") and words.at(k - 1) != "at"
    if following == "anonymity":
        return False
    if phrase[-1] == "until":
        clause = list(
            takewhile(lambda low: low not in word_class("conditionals") and low != ",", words.low[k + 1 : k + 9])
        )
        verbal = any(low in verbs() or low.endswith("ed") for low in clause)
        return verbal and following not in word_class("times_after_until")
    return not (phrase == ("if",) and following in word_class("no_condition_if"))


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
        self._firsts = [first for first, _ in self.ranges]
        self.starts = frozenset(first for first, _ in self.ranges)

    def inside(self, word: int) -> bool:
        """Return whether a word is part of a condition: nothing is asserted there."""
        number = bisect_right(self._firsts, word) - 1
        return number >= 0 and word < self.ranges[number][1]

    def on(self, subject: int, cue: int, thing_after: int) -> Span | None:
        """Return the words of the condition on an attitude: behind its thing, inside it, or before its subject."""
        words = self.clause.words
        near = bisect_left(self._firsts, subject - _FAR), bisect_right(self._firsts, thing_after + 2)
        for first, after in self.ranges[slice(*near)]:
            behind = thing_after <= first and self._follows(thing_after, first)
            between = subject < first and after <= cue
            before = after <= subject and words.at(after) in (",", "then") and self._leads(after, subject)
            if behind or between or before:
                return words.span(first, after)
        return None

    def _follows(self, first: int, after: int) -> bool:
        """Return whether nothing but a comma, "but" or a time stands between a thing and a condition."""
        between = self.clause.words.low[first:after]
        timed = bool(between) and between[0] in TIMES and len(between) <= _TIME and BOUNDARIES.isdisjoint(between)
        return timed or (len(between) <= 2 and all(low in (",", "but") for low in between))

    def _leads(self, after: int, subject: int) -> bool:
        """Return whether the main clause follows a condition straight away, or behind who says it."""
        between = self.clause.words.low[after:subject]
        if not _JOINING.isdisjoint(between):  # once they were in the grid, and added that Madrid was ready
            return False
        return len(between) <= 8 and not any(low in BOUNDARIES for low in between) and between.count(",") != 3
