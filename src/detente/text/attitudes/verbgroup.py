"""What stands between a subject and its verb: negation, hedges, auxiliaries; and the subject before it."""

from __future__ import annotations

from dataclasses import dataclass, replace

from detente.text.attitudes.clause import POSSESSIVE, Clause, is_adverb
from detente.text.attitudes.grammar import word_class
from detente.text.attitudes.scene import Subject
from detente.text.attitudes.words import BOUNDARIES, Words

_LONGEST = 12
_BEGINS_ANEW = frozenset({"", "and", "but", ";", ":", "–", "—"})
_FAR = 40
_COUNTS = frozenset({"two", "three", "four", "five", "six", "several", "many"})
_OPENING = frozenset({"and", "but", "that", "because", "as", "while", "though", "although", "which", "since"})
_DASHES = frozenset({",", ")", "–", "—", "-", "--"})


@dataclass(slots=True)
class VerbGroup:
    """The words before a verb that belong to it, from ``first`` on.

    Attributes
    ----------
    first : int
        The first of them; the verb itself where there are none.
    negated, hedged : bool
        "not", "never", "no longer"; "may", "reportedly", "appears to".
    words : list of str
        The auxiliaries among them, the nearest to the verb first.
    verb : int
        The verb itself.
    infinitive : bool
        Whether "to" stands before the verb.
    """

    first: int
    negated: bool
    hedged: bool
    words: list[str]
    verb: int = 0
    infinitive: bool = False

    def has(self, name: str) -> bool:
        """Return whether a word of that class is among the auxiliaries."""
        return not word_class(name).isdisjoint(self.words)

    @property
    def passive(self) -> bool:
        """Whether a form of "be" stands nearest to the verb."""
        return bool(self.words) and self.words[0] in word_class("be")


def verb_group(words: Words, verb: int) -> VerbGroup:
    """Return what belongs to the verb at a word, read backwards from it."""
    group = VerbGroup(verb, negated=False, hedged=False, words=[], verb=verb)
    k = verb - 1
    while k >= max(0, verb - _LONGEST):
        step = _step(words, k, group)
        if not step:
            break
        k -= step
        group.first = k + 1
    return group


def _step(words: Words, k: int, group: VerbGroup) -> int:
    """Return how many words before the verb belong to its group here; 0 ends it."""
    low = words.low[k]
    if low == "to":
        return _raised(words, k, group)
    if (width := _put_in(words, k)) > 0:
        return width
    if low in ("kept", "keeps", "keep") and group.first == k + 1 and words.at(k + 1).endswith("ing"):
        group.words.append("is")
        return 1
    if low in ("neither", "both") and (k == 0 or words.low[k - 1] in _OPENING or not words.low[k - 1][0].isalnum()):
        return 0
    if low in word_class("negations") or (low == "no" and words.at(k + 1) == "longer"):
        group.negated = True
    elif low in word_class("hedges"):
        group.hedged = True
        group.words.append(low)
    elif low in word_class("auxiliaries"):
        group.words.append(low)
    elif not (is_adverb(low) or (low == "until" and words.at(k + 1) in ("now", "recently"))):
        return 0
    return 1


def _put_in(words: Words, k: int) -> int:
    """Return how many words up to this one are only put in: ", however,", "three times", "has since", "have each"."""
    low, before = words.low[k], words.at(k - 1)
    if low == "," and words.at(k - 2) == "," and before in word_class("inset_adverbs"):
        return 3
    if low == "times" and before in _COUNTS:
        return 2
    since = low == "since" and before in word_class("have")
    return int(since or (low == "each" and before in word_class("auxiliaries")))


def _raised(words: Words, k: int, group: VerbGroup) -> int:
    """Read "appears to", "is said to", "continues to" as part of the group; any other "to" makes an infinitive."""
    before = words.at(k - 1)
    reported = before in word_class("reported") and words.at(k - 2) in word_class("be")
    if before in word_class("raising") or reported:
        group.hedged = True
    elif before not in word_class("carrying"):
        group.infinitive = True
        return 0
    return 3 if words.at(k - 2) in word_class("be") else 2


def opened(clause: Clause, group: VerbGroup) -> Subject | None:
    """Return the subject of the main clause that an adjective or participle opens: "Keen to avoid a vote, Oslo ..."."""
    words = clause.words
    if group.first > 0 and words.at(group.first - 1) not in _BEGINS_ANEW:
        return None
    for comma in range(group.verb + 1, min(group.verb + _FAR, len(words) - 1)):
        if words.low[comma] in BOUNDARIES:
            return None
        if words.low[comma] == ",":
            later = next((s for s in clause.subjects if s.first in (comma + 1, comma + 2) and s.actors), None)
            if later is not None:
                return later
    return None


def subject_of(clause: Clause, group: VerbGroup, *, participle: bool = False) -> Subject | None:
    """Return who does what the verb of a group says; None where that is not plain.

    Parameters
    ----------
    clause : Clause
        The unit.
    group : VerbGroup
        What stands before the verb.
    participle : bool
        Whether the verb is a bare "-ing" form, whose subject is that of its clause.
    """
    found = _subject(clause, group, participle=participle)
    both = found is not None and "both" in clause.words.low[group.first : group.verb] and len(found.actors) == 1
    return replace(found, actors=clause.scene.pair) if found and both and clause.scene.pair else found


def _subject(clause: Clause, group: VerbGroup, *, participle: bool) -> Subject | None:
    before = group.first - 1
    if before < 0 or group.infinitive:
        return None
    low = clause.words.low[before]
    if low == "," and clause.unit.headline and clause.marks[group.verb - 2] is None:
        return clause.last_subject(before)
    if low in ("and", "but", "or", "then") or (low == "," and clause.words.at(before - 1) in ("and", "but")):
        return clause.last_subject(before)
    if participle:
        return clause.last_subject(before) if low in (",", "while", "by", "after", "before", "–", "—") else None
    if low in ("who", "which", "that"):
        return _antecedent(clause, before)
    if low in _DASHES:
        return _around(clause, before) or _listed(clause, group)
    return _plain(clause, before)


def _listed(clause: Clause, group: VerbGroup) -> Subject | None:
    """Return the subject of a row of verbs: "has accepted the apology, rejected the sum, and asked Berlin"."""
    words, verb = clause.words, group.verb
    joined = words.find(frozenset({"and"}), verb + 1, verb + _LONGEST)
    past = words.low[verb].endswith("ed") and joined > 0 and words.at(joined - 1) == ","
    return clause.last_subject(group.first - 1) if past and words.at(joined + 1).endswith("ed") else None


def _plain(clause: Clause, last: int) -> Subject | None:
    """Return the noun phrase that ends here, also behind a time ("on Monday") or a place ("in Geneva")."""
    if clause.words.low[last] in POSSESSIVE:
        return None
    found = clause.ending_at(last)
    if found is not None:
        return found
    if clause.words.low[last] in ("here", "there"):
        return clause.ending_at(last - 1)
    k = last
    while k > max(0, last - 6) and (clause.words.low[k] in word_class("times") or clause.words.low[k].isdigit()):
        k -= 1
    if k < last:
        return clause.ending_at(k) or (_around(clause, k) if clause.words.low[k] == "," else None)
    first = clause.phrase_start(last)
    if clause.words.at(first - 1) in word_class("prepositions"):
        return clause.ending_at(first - 2)
    return None


def _antecedent(clause: Clause, relative: int) -> Subject | None:
    if clause.words.at(relative - 1) == "," and (opening := clause.opening(relative - 1)) > 0:
        first = clause.phrase_start(opening - 1)
        if (
            clause.words.at(opening + 1) == "not" and clause.words.at(first - 2) == "it"
        ):  # it is Beirut, not Nicosia, that
            return clause.ending_at(opening - 1) or clause.owner(opening - 1)
    last = relative - 2 if clause.words.at(relative - 1) in _DASHES else relative - 1
    found = clause.ending_at(last)
    mention = clause.marks[last] if found is None and last >= 0 and clause.words.low[relative] == "which" else None
    return clause.owner(last) if mention is not None and mention.use != "place" else found


def _around(clause: Clause, closing: int) -> Subject | None:
    """Return the noun phrase before what commas, dashes or brackets put in."""
    opening = clause.opening(closing)
    for _ in range(3):
        if opening > 1 and clause.words.low[opening - 1] == ")":
            opening = clause.opening(opening - 1)
        found = clause.ending_at(opening - 1) if opening > 0 else None
        if opening <= 0 or (found is not None and found.actors):
            return found
        further = clause.opening(opening)
        if further <= 0 or clause.words.at(further + 1) not in word_class("speech"):
            return found
        opening = further
    return None


def for_whom(clause: Clause, to: int) -> Subject | None:
    """Return who is to do it in "for Moscow to identify"."""
    if clause.words.at(to) != "to":
        return None
    found = clause.ending_at(to - 1)
    if found is None:
        first = clause.phrase_start(to - 1) if to else 0
        if clause.words.at(first - 1) != "for" or first < 2:
            return None
        mention = clause.marks[to - 1]
        return Subject((mention.entity,), first, to) if mention else None
    return found if clause.words.at(found.first - 1) == "for" else None
