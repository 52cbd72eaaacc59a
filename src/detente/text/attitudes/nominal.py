"""Attitudes by nouns: "Moscow's willingness to", "its refusal to", "has no intention of"."""

from __future__ import annotations

from detente.text.attitudes.antecedents import PRONOUNS
from detente.text.attitudes.clause import Clause
from detente.text.attitudes.extents import complement
from detente.text.attitudes.finding import Finding
from detente.text.attitudes.grammar import Cue, attitude_cues, word_class
from detente.text.attitudes.scene import Subject
from detente.text.attitudes.verbal import matches
from detente.text.attitudes.verbgroup import VerbGroup, subject_of, verb_group

_LINKS = frozenset({"to", "that", "of", "for", "in", "on"})
_OPENERS = frozenset({",", "and", "but", "that", "the", "a", "an", "because", "while"})
_NEARBY = 4
_ARTICLES = frozenset({"a", "an", "the", "no", "any", "another", "some", "every", "little"})


def nominal(clause: Clause, first: int) -> Finding | None:
    """Return the attitude whose noun starts at a word; None where there is none."""
    for after, cue in matches(clause.words, first, attitude_cues()):
        if cue.is_ != "noun" or cue.stance is None:
            continue
        thing = complement(clause, after, cue.frames)
        if thing is not None and clause.words.at(thing - 1) in _LINKS:
            return _owned(clause, first, after, cue, thing)
    return None


def _owned(clause: Clause, first: int, after: int, cue: Cue, thing: int) -> Finding | None:
    words = clause.words
    owned = cue.stance != "can"
    for k in range(first - 1, max(-1, first - 1 - _NEARBY), -1):
        low = words.low[k]
        if low in PRONOUNS and words.at(k - 1) in word_class("dropping"):
            return None
        if low == "'s" and owned:
            owner = clause.owner(k - 1)
            return _made(owner, cue, (first, after), thing, until=_verb(clause, owner, thing))
        if low in PRONOUNS and clause.marks[k] is None and owned:
            owner = clause.ending_at(k)
            return _made(owner, cue, (first, after), thing, until=_verb(clause, owner, thing))
        if low in _ARTICLES:
            given = _given(clause, k, cue, (first, after), thing)
            return given or _lightly(clause, k, cue, (first, after), thing)
        if clause.marks[k] is not None:
            return _described(clause, k, cue, (first, after), thing)
        if low in word_class("light"):
            return _lightly(clause, k + 1, cue, (first, after), thing)
        acting = low in word_class("hedges") or low in word_class("offices")
        if acting or not low[0].isalpha() or low in word_class("prepositions") or low in word_class("auxiliaries"):
            return None
    return None


def _made(
    owner: Subject | None,
    cue: Cue,
    place: tuple[int, int],
    thing: int,
    group: VerbGroup | None = None,
    *,
    until: int = -1,
) -> Finding | None:
    if owner is None or not owner.actors or cue.stance is None:
        return None
    negated = cue.negates != bool(group and group.negated)
    return Finding(owner, cue.stance, place, thing, negated, bool(group and group.hedged), until=until)


def _verb(clause: Clause, owner: Subject | None, thing: int) -> int:
    """Return the verb that ends a thing whose noun begins its clause ("its refusal to go angered"); -1 for none."""
    words = clause.words
    for k in range(thing + 1, min(thing + 12, len(words))):
        if words.low[k] in word_class("subordinators") or words.at(thing - 1) != "to" or words.low[k] in (",", "and"):
            break
        if words.low[k] in ("will", "would", "is", "was", "has", "had", "are", "were"):
            return k
    if owner is None or not (owner.first == 0 or words.at(owner.first - 1) in _OPENERS):
        return -1
    for k in range(thing + 1, min(thing + 20, len(words))):
        before = words.low[k - 1]
        free = before not in word_class("auxiliaries") | word_class("prepositions") | word_class("determiners")
        if words.low[k] in word_class("common") or (free and words.low[k].endswith("ed") and k > thing):
            return k
    return -1


def _given(clause: Clause, article: int, cue: Cue, place: tuple[int, int], thing: int) -> Finding | None:
    """Return what somebody is given: "the treaty gives them the right to"."""
    owner = clause.ending_at(article - 1) if cue.stance == "can" and article > 1 else None
    if owner is None or clause.words.at(owner.first - 1) not in word_class("giving"):
        return None
    return _made(owner, cue, place, thing, verb_group(clause.words, owner.first - 1))


def _described(clause: Clause, k: int, cue: Cue, place: tuple[int, int], thing: int) -> Finding | None:
    """Return the attitude of a state that describes the noun: "a British offer to"."""
    mention = clause.marks[k]
    describes = mention is not None and (mention.kind == "demonym" or mention.use == "modifier")
    if mention is None or not describes or clause.words.at(k - 1) in word_class("prepositions"):
        return None
    owner = Subject((mention.entity,), k, k + 1)
    begins = k <= 1  # a Dutch request to inspect the tanker was turned down
    return _made(owner, cue, place, thing, until=_verb(clause, owner, thing) if begins else -1)


def _lightly(clause: Clause, article: int, cue: Cue, place: tuple[int, int], thing: int) -> Finding | None:
    """Return the attitude of who has, voices or repeats it: "has no intention of"."""
    words, verb = clause.words, article - 1
    if verb < 0 or words.low[verb] not in word_class("light"):
        return None
    group = verb_group(words, verb)
    if group.passive:
        return None
    owner = subject_of(clause, group)
    if owner is not None and owner.negated:
        group.negated = not group.negated
    group.negated = group.negated != (words.low[article] in ("no", "little"))
    return _made(owner, cue, place, thing, group)
