"""Where what is wanted, refused or offered begins and ends, in words of its unit."""

from __future__ import annotations

from itertools import pairwise

from detente.text.attitudes.clause import Clause, is_adverb
from detente.text.attitudes.grammar import stops_but_verbs, verbs, word_class
from detente.text.attitudes.words import BOUNDARIES, Words
from detente.text.page import FILLER

ADJUNCTS = frozenset({"after", "since"})
TIMES = frozenset({"before", "after", "since", "within"})
MOST = 90
"""How many words a thing or a nested statement may have."""
_LIST = 14
_SHORT = 3
_TRAILING = frozenset({"too", "either", "also", "outright"})
_LINKS = frozenset({"to", "that"})
_ACTS = frozenset({"to", "not", "n't", "never", "must", "can", "will", "would", "'ll", "now", "cannot"})
_BESIDE = frozenset({"however", "too", "therefore", "then", "moreover", "instead", "though"})
_GROUNDS = (["ground", "that"], ["grounds", "that"], ["ground", "of"], ["grounds", "of"])
_COUNTS = frozenset({"three", "four", "five", "six", "several", "many", "eleven", "ten", "seven", "eight", "nine"})
_PAST = frozenset({"made", "took", "went", "came", "gave", "held", "sent", "brought", "led", "left", "knew", "won"})
_POINTERS = frozenset({"this", "that", "it"})
_JOINS = frozenset({",", "and"})
_QUESTIONS = frozenset({"what", "whatever", "where", "why", "how"})
_DASH = frozenset({"–", "—", "―", "--", "---"})


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
    k = _behind_times(words, after, frames)
    low = words.at(k)
    if low in ("not", "never") and "to" in frames and words.at(k + 1 + (words.at(k + 1) == "again")) == "to":
        return k
    if low in ("and", "or", "nor") and words.at(k + 2) == "to" and "to" in frames and words.at(k + 3)[:1].isalpha():
        return k + 3
    if low == "to":
        return _infinitive(clause, k, frames)
    if low == "," and words.at(k + 1) in _BESIDE and words.at(k + 2) == ",":
        k, low = k + 3, words.at(k + 3)
    if low == "that" and "that" in frames and words.at(k + 3) and words.at(k + 3) not in BOUNDARIES:
        return k + 1
    return _other(clause, k, frames)


def _infinitive(clause: Clause, to: int, frames: frozenset[str]) -> int | None:
    verb = clause.words.at(to + 1)
    noun = verb in word_class("determiners") | word_class("pronouns") | {"him", "them", "us", "me"}
    fits = ("to" in frames and not noun) or "towards" in frames
    verbal = "towards" in frames or clause.marks[to + 1 : to + 2] == [None]
    return to + 1 if fits and verb[:1].isalpha() and verbal else None


def _behind_times(words: Words, after: int, frames: frozenset[str]) -> int:
    """Return where a complement begins behind adverbs, whom it is told, when, and for how long."""
    k = after
    while is_adverb(words.at(k)) and words.at(k) not in word_class("quantities"):
        k += 1
    if words.at(k) in word_class("told_to") and "that" in frames:
        k = max(k, words.find(frozenset({"that"}), k + 1, k + 6))
    timed = words.at(k) not in ("this", "last") or words.at(k + 1) in word_class("times") | word_class("periods")
    if frames & _LINKS and (words.at(k) in word_class("time_links") | word_class("insets") | {","}) and timed:
        k = _behind_inset(words, k, frames)
    years = words.find(word_class("periods"), k + 1, k + 5) if words.at(k) == "for" else -1
    if years > 0 and "to" in frames:
        k = max(k, words.find(frozenset({"to"}), k + 1, k + 6))
    if years > 0 and "that" in frames and words.at(years + 1) == "that":
        k = years + 1
    return k


def _other(clause: Clause, k: int, frames: frozenset[str]) -> int | None:
    words, low = clause.words, clause.words.at(k)
    for link in ("of", "for", "in", "on", "against"):
        if low == link and link in frames:
            return k + 1 if words.at(k + 1)[:1].isalnum() else None
    if not low[:1].isalnum() or low in word_class("prepositions") or low in word_class("conjunctions"):
        return None
    if "do" in frames:
        return k + 1 if low == "not" else k
    pointed = low in _POINTERS and "wh" in frames
    asked = low in _QUESTIONS and words.at(k + 1) != "to" and not frames.isdisjoint({"np", "wh"})
    return k if pointed or asked else _object(clause, k, frames)


def _object(clause: Clause, k: int, frames: frozenset[str]) -> int | None:
    words, low = clause.words, clause.words.low[k]
    if low in word_class("subordinators") - {"that"} or (low in word_class("auxiliaries") and not low.endswith("ing")):
        return None
    if "np" in frames:
        return k
    if "obj" in frames and low != "that" and (_later(words, k, "to") or ("for" in frames and _later(words, k, "for"))):
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
    cut = next((n for n, low in enumerate(stretch) if low in ("if", "unless", ",")), len(stretch))
    stretch = stretch[:cut]
    verbal = any(low in verbs() or low.endswith(("ed", "es")) for low in stretch)
    return (verbal or (len(stretch) > 2 and stretch[2].endswith("s"))) and not any(
        low in BOUNDARIES or low == "," for low in stretch[:2]
    )


def _behind_inset(words: Words, first: int, frames: frozenset[str]) -> int:
    """Return the "to" or "that" behind what stands between a cue and it: "demanded on Monday that"."""
    commas = 0
    for k in range(first, min(first + 14, len(words))):
        low = words.low[k]
        if low == "that" and words.low[first] not in word_class("time_links") and words.low[first] != ",":
            break
        if low in _LINKS and low in frames and (words.low[first] != "," or words.low[k - 1] == ","):
            return k
        commas += low == ","
        if low in BOUNDARIES or commas > 2 or (low == "," and words.low[first] != ","):
            break
    return first


def demanding(clause: Clause, first: int, after: int) -> bool:
    """Return whether a clause says what ought to be, not what is: "insisted that troops leave"."""
    low = clause.words.low[first:after]
    subjunctive = any(a == "be" and b not in word_class("auxiliaries") | {"to"} for b, a in pairwise(low))
    return subjunctive or not word_class("ought").isdisjoint(low) or _bare_verb(clause, first, after)


def _bare_verb(clause: Clause, first: int, after: int) -> bool:
    """Return whether a bare verb follows the name of a state that the clause begins with: "that Peru move first"."""
    last = next((k for k in range(first, min(first + 3, after)) if clause.marks[k] is not None), None)
    while last is not None and last + 1 < after and clause.marks[last + 1] is clause.marks[last]:
        last += 1
    mention = clause.marks[last] if last is not None else None
    if last is None or mention is None or mention.kind not in ("state", "capital", "organisation"):
        return False
    verb = clause.words.at(last + 1)
    ends = verb.endswith(("s", "ed", "ing", "ly")) or verb in stops_but_verbs() | word_class("auxiliaries")
    return mention.use != "modifier" and verb.isalpha() and not ends and last + 2 < after and verb not in _PAST


def said_end(clause: Clause, first: int) -> int:
    """Return the word after what is said from a word on: until somebody else speaks, or the sentence is over."""
    words = clause.words
    most = min(len(words), first + MOST)
    for k in range(first + 1, most):
        low = words.low[k]
        if low in BOUNDARIES or low in _DASH or low[0] == FILLER or _another_says(clause, first, k):
            return k - 1 if words.low[k - 1] == "," and k - 1 > first else k
        concludes = words.at(k + 1) == "so" and words.at(k + 2) == "i"
        if low == "," and (concludes or words.at(k + 1) in word_class("after_said") or _speaks(clause, k + 1)):
            return k
    return most


def _another_says(clause: Clause, first: int, k: int) -> bool:
    """Return whether "and" joins here what somebody else says, or one more "that"."""
    if clause.words.low[k] not in ("and", "but"):
        return False
    more = clause.words.at(k + 1) == "that" and clause.words.at(first - 1) in ("to", "never", "not")
    return more or _speaks(clause, k + 1)


def _speaks(clause: Clause, first: int) -> bool:
    """Return whether a noun phrase begins here, or none at all, and a verb of speech follows."""
    k = first
    while k < min(first + 7, len(clause.words)) and (
        clause.inner(k) or clause.words.low[k] in ("it", "they", "he", "she")
    ):
        k += 1
    while k > first and is_adverb(clause.words.at(k)):
        k += 1
    return clause.words.at(k) in word_class("speech")


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
    most = min(len(words), first + MOST)
    for k in range(first + 1, most):
        if words.low[k] in _TRAILING and _over(words, k + 1):
            return k
        if k == first + 1 and words.low[first] in _POINTERS and (is_adverb(words.low[k]) or words.low[k] in _JOINS):
            return k
        if k in stops or _ends(clause, first, k):
            return k - 1 if words.low[k - 1] == "," and k - 1 > first else k
    return most


def _over(words: Words, k: int) -> bool:
    return words.at(k)[:1] in ("", ".", ",", ";", "!", "?", ":")


def _ends(clause: Clause, first: int, k: int) -> bool:
    words, low = clause.words, clause.words.low[k]
    if low in BOUNDARIES or low in word_class("breaks") or low in _DASH or low in "()[]":
        return not (low == "." and k + 1 < len(words) and not words.capital[k + 1])
    twice = low == "twice" and not words.at(k + 1)[:1].isalnum() and words.low[k - 1] != "think"
    if low[0] == FILLER or twice or (low in _COUNTS and words.at(k + 1) == "times"):
        return True
    if low == ",":
        return not (words.at(k + 1) == words.at(first - 1) == "that") and _comma_ends(clause, k)
    if low in ("and", "or", "but", "nor"):
        return _another_clause(clause, first, k + 1)
    if low in ("before", "by", "even", "last", "as"):
        return _apposed(clause, k)
    if low in ("more", "rather") and words.at(k + 1) == "than":
        return True
    acts = words.at(first - 1) in _ACTS
    if low == "on" and words.at(k + 1) == "the" and words.low[k + 2 : k + 4] in _GROUNDS:
        return True
    if low == "within":
        return not acts
    long_enough = k - first >= (_SHORT if acts else 1)
    return long_enough and (low in ADJUNCTS or (low == "to" and acts and _purpose(clause, first, k)))


def _apposed(clause: Clause, k: int) -> bool:
    """Return whether a word begins what is added to a thing: "before it talks", "by closing", "even if"."""
    low, following = clause.words.low[k], clause.words.at(k + 1)
    if low == "before":
        return following in ("it", "they", "he", "she", "we")
    if low == "by":
        return following.endswith("ing")
    if low == "even":
        return following == "if"
    if low == "last":
        return following in word_class("times") and _over(clause.words, k + 2)
    return clause.unit.headline or following in ("much", "many", "well")


def _purpose(clause: Clause, first: int, to: int) -> bool:
    """Return whether "to" says what for, behind a verb and its object: "send ships to guard them"."""
    words = clause.words
    controls = any(low in word_class("controlling") for low in words.low[first:to])
    return not controls and words.at(to + 1) in word_class("purposes")


def _comma_ends(clause: Clause, comma: int) -> bool:
    words = clause.words
    low = words.at(comma + 1)
    if low in ("and", "or", "nor"):
        return _another_clause(clause, comma, comma + 2) or _said_of_another(clause, comma + 2)
    if low == "not" and words.at(comma + 2) in word_class("determiners"):
        return False
    if not low[:1].isalnum() or low in word_class("after_comma") or low in verbs() or low.endswith("ing"):
        return True
    if low.endswith("ed") and words.at(comma + 2) in word_class("prepositions"):
        return True
    for k in range(comma + 1, min(comma + _LIST, len(words))):
        if words.low[k] in ("and", "or"):
            return any(w in verbs() for w in words.low[comma + 1 : k])
        if words.low[k] in BOUNDARIES:
            break
    return True


def _verb_behind(clause: Clause, comma: int) -> bool:
    """Return whether a name before a comma has its verb behind what is put in: "and Brazil, having built it, will"."""
    closing = clause.closing(comma)
    low = clause.words.at(closing + 1)
    finite = low in word_class("auxiliaries") or low in word_class("speech") or (low in verbs() and low[-1:] in "sd")
    return closing > comma and finite


def _comma(words: Words, k: int) -> int:
    found = words.find(BOUNDARIES | {","}, k, len(words))
    return found if found >= 0 else len(words)


def _said_of_another(clause: Clause, first: int) -> bool:
    """Return whether a clause with a name between commas begins here: "and its prime minister, Ana Belo, urged"."""
    words = clause.words
    if words.low[first : first + 1] and words.low[first] in _COUNTS and words.at(first + 1) == "times":
        return True
    comma = words.find(frozenset({","}), first + 1, first + _LIST)
    if comma > 0 and clause.marks[comma - 1] is not None and _verb_behind(clause, comma):
        return True
    after = words.find(frozenset({","}), comma + 1, comma + _LIST) if comma > 0 else -1
    named = 0 < comma < after and words.capital[comma + 1] and BOUNDARIES.isdisjoint(words.low[first:after])
    return named and (words.at(after + 1) in verbs() or words.at(after + 1).endswith("ed"))


def _opens_clause(words: Words, k: int) -> bool:
    """Return whether a word begins a clause wherever it stands behind "and": it, until, will, nobody, no one's will."""
    low = words.at(k)
    if low in ("it", "they", "he", "she", "we", "i", "you", "there", "so", "until", "if", "unless", "when", "neither"):
        return True
    if low == "no" and 0 < words.find(word_class("modals"), k + 1, k + _LIST) < _comma(words, k):
        return True
    if low in word_class("only_verbs") or (low == "both" and words.at(k + 1) in verbs()):
        return True
    return low in word_class("auxiliaries") | word_class("nobody") | word_class("subordinators") - {"that"}


def _another_clause(clause: Clause, first: int, k: int) -> bool:
    """Return whether what follows "and" is a clause with a verb of its own, not one more thing."""
    words, low = clause.words, clause.words.at(k)
    if _opens_clause(words, k):
        return True
    if words.at(k - 1) == "but" and low.endswith("ing"):
        return True
    if low == "that":
        return words.at(k - 1) == "but" or words.at(first - 1) != "that"
    finite = low.endswith(("s", "ed")) or low in word_class("speech") | word_class("common")
    if (low in verbs() and not low.endswith("ing") and finite) or low in word_class("copulas"):
        return True
    if low.endswith("ed") and not words.at(k + 1).endswith("s") and "ed" not in words.at(first)[-2:]:
        return True
    if is_adverb(low) or low == "'s":
        return _another_clause(clause, first, k + 1) if k + 1 < len(words) else False
    if any(words.at(n) in ("it", "they", "he", "she", "we") and words.at(n + 1) in verbs() for n in (k + 1, k + 2)):
        return True
    return _noun_and_verb(clause, k)


def _noun_and_verb(clause: Clause, first: int) -> bool:
    """Return whether a noun phrase begins here with its verb behind it."""
    k = first
    while k < min(first + 7, len(clause.words)) and clause.inner(k):
        k += 1
    while k > first and is_adverb(clause.words.at(k)):
        k += 1
    if k > first and clause.words.at(k) in word_class("prepositions"):
        return any(
            clause.words.at(n) in ("is", "was", "are", "were", "will", "has", "had") for n in range(k + 2, k + 4)
        )
    named = k > first and clause.words.capital[k - 1] and clause.words.at(k).endswith("ed")
    return named or (k > first and clause.words.at(k) in verbs() and not clause.words.at(k).endswith("ing"))
