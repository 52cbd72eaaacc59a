"""Things that stand before whose they are: "an offer that Baghdad turned down", "a truce is what Sanaa is after"."""

from __future__ import annotations

from detente.text.attitudes.clause import Clause
from detente.text.attitudes.grammar import word_class
from detente.text.attitudes.words import BOUNDARIES

_RELATIVES = frozenset({"that", "which"})
_JOINING = frozenset({"of", "for", "on", "in", "at", "to", "with", "from", "over", "between", "by"})
_AT_ONCE = frozenset({"", ",", ";", "and", "but", "each", "every"})
_IS = frozenset({"is", "was", "are", "were"})
_FAR = 24


def fronted(clause: Clause, subject: int) -> tuple[int, int] | None:
    """Return the words of the thing before a clause whose verb has nothing behind it; None where there is none.

    Parameters
    ----------
    clause : Clause
        The unit.
    subject : int
        The first word of the subject of the clause.

    Returns
    -------
    tuple of (int, int) or None
        The first word of the thing, and the word after it.
    """
    words = clause.words
    last = subject - 1
    if words.at(last) == "what" and words.at(last - 1) in _IS:
        return _whole(clause, last - 1)
    if words.at(last) in _RELATIVES:
        last -= 1
        if words.at(last).endswith("ed") or words.at(last) in word_class("speech"):
            return None
        if words.at(last) == "all" and words.at(last - 1) in _IS:
            return _whole(clause, last - 1)
        if words.at(last) == ",":
            last -= 1
    elif not (clause.inner(last) and words.at(last)[:1].isalpha()) or _governed(clause, last):
        return None
    return _phrase(clause, last)


def _governed(clause: Clause, last: int) -> bool:
    """Return whether the noun phrase opens its sentence, behind a preposition or not: on its last page they propose."""
    first = clause.phrase_start(last)
    return first <= 1 or clause.words.low[last] in word_class("times") or clause.words.at(first - 1) in _AT_ONCE


def _whole(clause: Clause, verb: int) -> tuple[int, int] | None:
    k = verb - 1
    while k >= max(0, verb - _FAR) and clause.words.low[k] not in BOUNDARIES | {",", "that", "and", "but"}:
        k -= 1
    return (k + 1, verb) if k + 1 < verb else None


def _phrase(clause: Clause, last: int) -> tuple[int, int] | None:
    """Return the noun phrase that ends with a word, with the phrases that it goes on by: a post at the border."""
    if last < 0 or not clause.inner(last):
        return None
    first = clause.phrase_start(last)
    while first > 1 and clause.words.low[first - 1] in _JOINING and clause.inner(first - 2) and last - first < _FAR:
        first = clause.phrase_start(first - 2)
    opens = clause.words.low[first] in word_class("determiners") or clause.marks[first] is not None
    return (first, last + 1) if opens or first < last else None
