"""Where what is wanted, refused or offered begins and ends, in words of its unit."""

from __future__ import annotations

from detente.text.attitudes.clause import Clause, is_adverb
from detente.text.attitudes.grammar import verbs, word_class
from detente.text.attitudes.words import BOUNDARIES, Words
from detente.text.page import FILLER

_BREAKS = frozenset("because although though whereas lest when".split())
_ADJUNCTS = frozenset({"before", "after", "since"})
_AFTER_COMMA = frozenset(
    "but so yet which who whom whose where while as after when since before despite with according saying adding citing "
    "including referring calling following amid though although because given even unlike for instead rather he she they it "
    "we there not".split()
)
_TIME_LINKS = frozenset("on last this yesterday today tonight earlier late at again in".split())
_LINKS = frozenset({"to", "that"})
_DASH = frozenset({"–", "—", "―", "--", "---"})
_SHOULD = frozenset("must should be have stop end leave withdraw return pay".split())


def complement(clause: Clause, after: int, frames: frozenset[str]) -> int | None:
    """Return the first word of what a cue speaks of; None where nothing in its frames follows.

    Parameters
    ----------
    clause : Clause
        The unit.
    after : int
        The word after the cue.
    frames : frozenset of str
        What may follow the cue.
    """
    words = clause.words
    k = after
    while is_adverb(words.at(k)) and words.at(k) not in ("all", "both", "not", "never", "yet"):
        k += 1
    if words.at(k) in _TIME_LINKS and frames & _LINKS:
        k = _behind_time(words, k)
    low = words.at(k)
    if low in ("not", "never") and words.at(k + 1) == "to" and "to" in frames:
        return k
    if low == "to":
        return k + 1 if "to" in frames and words.at(k + 1)[:1].isalpha() else None
    if low == "that" and "that" in frames:
        return k + 1 if k + 1 < len(words) else None
    return _other(clause, k, frames)


def _other(clause: Clause, k: int, frames: frozenset[str]) -> int | None:
    words, low = clause.words, clause.words.at(k)
    for link in ("of", "for", "in", "on", "against"):
        if low == link and link in frames:
            return k + 1 if words.at(k + 1)[:1].isalnum() else None
    if not low[:1].isalnum() or low in word_class("prepositions") or low in word_class("conjunctions"):
        return None
    if low in word_class("subordinators") - {"that"} or (low in word_class("auxiliaries") and not low.endswith("ing")):
        return None
    if "np" in frames:
        return k
    if "obj" in frames and _later(words, k, "to"):
        return k
    if "as" in frames and _later(words, k, "as"):
        return k
    return k if "that" in frames and _bare_clause(clause, k) else None


def _later(words: Words, first: int, wanted: str) -> bool:
    """Return whether the word follows within the clause, behind a noun phrase."""
    for k in range(first + 1, min(first + 16, len(words))):
        low = words.low[k]
        if low == wanted:
            return wanted != "to" or words.at(k + 1)[:1].isalpha()
        if low in BOUNDARIES or low in (",", "that"):
            return False
    return False


def _bare_clause(clause: Clause, first: int) -> bool:
    """Return whether a clause without "that" begins here: a noun phrase and a verb soon."""
    stretch = clause.words.low[first + 1 : first + 7]
    return any(low in verbs() for low in stretch) and not any(low in BOUNDARIES or low == "," for low in stretch[:2])


def _behind_time(words: Words, first: int) -> int:
    """Return the "to" or "that" behind a time or place between a cue and it ("demanded on Monday that"), or the place."""
    for k in range(first, min(first + 6, len(words))):
        if words.low[k] in _LINKS:
            return k
        if not words.low[k][:1].isalnum():
            break
    return first


def demanding(words: Words, first: int, after: int) -> bool:
    """Return whether a clause says what ought to be, not what is: "insisted that troops leave"."""
    return not _SHOULD.isdisjoint(words.low[first:after])


def thing_end(clause: Clause, first: int, stops: frozenset[int] = frozenset()) -> int:
    """Return the word after the last one of a thing that begins at a word.

    Parameters
    ----------
    clause : Clause
        The unit.
    first : int
        The first word of the thing.
    stops : frozenset of int
        Words at which conditions begin.
    """
    words = clause.words
    for k in range(first + 1, len(words)):
        if k in stops or _ends(clause, first, k):
            return k - 1 if words.low[k - 1] == "," and k - 1 > first else k
    return len(words)


def _ends(clause: Clause, first: int, k: int) -> bool:
    words, low = clause.words, clause.words.low[k]
    if low in BOUNDARIES or low in _BREAKS or low in _DASH or low in "()[]":
        return not (low == "." and k + 1 < len(words) and not words.capital[k + 1])
    if low[0] == FILLER:
        return True
    if low == ",":
        return _comma_ends(clause, k)
    if low in ("and", "or", "but", "nor"):
        return _another_clause(clause, first, k + 1)
    if low == "by":
        return words.at(k + 1).endswith("ing")
    return low in _ADJUNCTS or (low == "while" and words.at(k + 1)[:1].isalpha())


def _comma_ends(clause: Clause, comma: int) -> bool:
    words = clause.words
    low = words.at(comma + 1)
    if low in ("and", "or", "nor"):
        return _another_clause(clause, comma, comma + 2)
    if not low[:1].isalnum() or low in _AFTER_COMMA or low in verbs() or low.endswith("ing"):
        return True
    for k in range(comma + 1, min(comma + 7, len(words))):
        if words.low[k] in ("and", "or") or (words.low[k] == "," and k > comma + 1):
            return any(w in verbs() for w in words.low[comma + 1 : k])
    return True


def _another_clause(clause: Clause, first: int, k: int) -> bool:
    """Return whether what follows "and" is a clause with a verb of its own, not one more thing."""
    words, low = clause.words, clause.words.at(k)
    if low in ("it", "they", "he", "she", "we", "i", "there", "so") or low in word_class("auxiliaries"):
        return True
    if low == "that":
        return False
    if low in verbs() and not low.endswith("ing") and (low.endswith(("s", "ed")) or low in word_class("speech")):
        return True
    if low.endswith("ed") and not words.at(k + 1).endswith("s") and "ed" not in words.at(first)[-2:]:
        return True
    if is_adverb(low) or low == "'s":
        return _another_clause(clause, first, k + 1) if k + 1 < len(words) else False
    return _noun_and_verb(clause, k)


def _noun_and_verb(clause: Clause, first: int) -> bool:
    """Return whether a noun phrase begins here with its verb behind it."""
    k = first
    while k < min(first + 7, len(clause.words)) and clause.inner(k):
        k += 1
    while k > first and is_adverb(clause.words.at(k)):
        k += 1
    return k > first and clause.words.at(k) in verbs() and not clause.words.at(k).endswith("ing")
