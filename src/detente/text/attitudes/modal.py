"""Attitudes by modal verbs: "will not sign", "would retaliate", "must", "cannot", and "there will be no"."""

from __future__ import annotations

from dataclasses import replace
from typing import cast

from detente.text.attitudes.clause import Clause, is_adverb
from detente.text.attitudes.finding import Finding
from detente.text.attitudes.grammar import attitude_cues, listed, word_class
from detente.text.attitudes.scene import Subject
from detente.text.attitudes.verbgroup import subject_of, verb_group
from detente.text.attitudes.words import Words
from detente.text.ledger import Stance

_WILL = frozenset({"will", "would", "'ll", "'d", "shall", "wo"})
_MAYBE = frozenset({"may", "might", "could"})
_RULED = 24
"""How many words back a rule is named that allows something."""
_OPENING = 8
_INSET = 18
_GLADLY = frozenset({"gladly", "happily", "willingly", "readily"})
_OWNER = 7
_MAIN = frozenset({"must", "can", "cannot", "ca", "could"}) | _WILL | _MAYBE


def modal(clause: Clause, first: int) -> Finding | None:
    """Return the attitude whose modal verb stands at a word; None where there is none."""
    words, low = clause.words, clause.words.low[first]
    if low == "going":
        return _going(clause, first)
    if low not in _MAIN:
        return None
    if low in ("will", "would") and words.at(first - 1) == "there":
        return _there(clause, first)
    inverted = _inverted(clause, first)
    if inverted is not None:
        return inverted
    verb, negated = _verb(words, first)
    if verb is None:
        return None
    if low in _MAYBE and permitted(clause, first, verb):
        return _made(clause, first, verb, Finding(_NOBODY, "can", (first, verb), verb, negated))
    if low == "shall" and not negated and words.at(first - 1) not in ("we", "i"):
        return _made(clause, first, verb, Finding(_NOBODY, "must", (first, verb), verb))
    if low in _WILL and not negated and _nobody_will(clause, first):
        refused = _will_not(clause, first, verb)
        return replace(refused, negated=not refused.negated) if refused else None
    if low in _WILL | {"may", "might"} or (low == "could" and not negated and not _nobody_will(clause, first)):
        return None if negated and low in _MAYBE else _will(clause, first, verb, negated=negated)
    return _able(clause, first, verb, negated=negated or low == "cannot")


def _nobody_will(clause: Clause, first: int) -> bool:
    """Return whether the subject says no itself: "neither will admit it", "no government will"."""
    subject = subject_of(clause, verb_group(clause.words, first))
    return subject is not None and subject.negated


def _able(clause: Clause, first: int, verb: int, *, negated: bool) -> Finding | None:
    """Return the attitude of "can", "cannot", "could not" and "must"."""
    words, low = clause.words, clause.words.low[first]
    refused = negated or _nobody_will(clause, first)
    if low == "can" and not refused and words.low[verb] in word_class("no_ability"):
        return None
    owns = words.low[verb] == "have" and words.at(verb + 1) in word_class("determiners")
    if words.low[verb] in ("have", "know") and low in ("could", "can", "cannot") and not owns:
        return None
    if low == "must" and words.low[verb] == "be" and words.at(verb + 1).endswith(("ed", "en", "paid")):
        return None
    stance: Stance = "must" if low == "must" else "can"
    return _made(clause, first, verb, Finding(_NOBODY, stance, (first, verb), verb, negated))


def permitted(clause: Clause, first: int, verb: int) -> bool:
    """Return whether "may" tells what is allowed: under a treaty, for either side, or not even the one of them."""
    words = clause.words
    if words.low[first] != "may" or words.low[verb] in word_class("be") | {"have"}:
        return False
    subject = subject_of(clause, verb_group(words, first))
    if subject is None or not subject.actors:
        return False
    ruled = not word_class("rules").isdisjoint(words.low[max(0, first - _RULED) : first])
    either = words.low[subject.first] in ("neither", "either", "each", "both")
    held = clause.scene.said.holding(words.starts[first])
    ruled = ruled or (held is not None and held[1].rule == "printed")
    return either or ruled or words.at(first + 1) == "only" or words.at(verb + 1) == "only"


def _inverted(clause: Clause, first: int) -> Finding | None:
    """Return the attitude of "under no circumstances would Oslo pay" and "nor will Denmark take it back"."""
    words, low = clause.words, clause.words.low[first]
    opening = words.low[max(0, first - _OPENING) : first]
    none = [k for k, each in enumerate(opening) if each in ("nor", "never", "neither") or _no_way(opening, k)]
    only = bool(opening) and opening[-1] not in ("that", ",") and "only" in opening[:2]
    before = clause.ending_at(first - 1)
    if not (none or only) or low not in _WILL | {"can", "may", "must"} or (before is not None and before.actors):
        return None
    for last in range(first + 1, min(first + _OWNER, len(words) - 1)):
        subject = clause.owner(last)
        if subject is None or not subject.actors or subject.first > first + 1 or not words.at(last + 1)[:1].isalpha():
            continue
        return _of_inverted(low, subject, (first, last + 1), negated=bool(none) and "only" not in opening)
    return None


def _no_way(opening: list[str], k: int) -> bool:
    return opening[k] == "no" and any(each in word_class("ways") for each in opening[k + 1 : k + 3])


def _of_inverted(low: str, subject: Subject, place: tuple[int, int], *, negated: bool) -> Finding | None:
    if low in _WILL:
        return Finding(subject, "refuses", place, place[1]) if negated else None
    stance: Stance = "must" if low == "must" else "can"
    return Finding(subject, stance, place, place[1], negated)


_NOBODY = Subject((), 0, 0)


def _verb(words: Words, first: int) -> tuple[int | None, bool]:
    """Return the verb that a modal goes with, and whether a negation stands between."""
    negated, k = False, first
    while k + 1 < min(first + _INSET, len(words)):
        k += 1
        low = words.low[k]
        behind = _behind_inset(words, k)
        if behind > k:
            negated, k = negated or "no" in words.low[k:behind], behind - 1
            continue
        if low in word_class("negations") or (low == "no" and words.at(k + 1) == "longer"):
            negated = True
        elif not is_adverb(low) and low != "no":
            return (k if low[0].isalpha() and low not in _MAIN else None), negated
    return None, negated


def _behind_inset(words: Words, k: int) -> int:
    """Return the word behind what stands between a modal verb and its verb: on no account; , it says, ."""
    if (
        words.low[k] in ("on", "under", "in", "at")
        and words.at(k + 1) == "no"
        and words.at(k + 2) in word_class("ways")
    ):
        return k + 3
    if words.low[k : k + 3] == ["at", "any", "time"]:
        return k + 3
    comma = words.find(frozenset({","}), k + 1, k + _INSET) if words.low[k] == "," else -1
    put_in = word_class("speech") | word_class("inset_adverbs")
    opens = words.at(k + 1) in ("and", "as", "under", "so", "by", "for", "in", "like", "if", "at")
    return comma + 1 if comma > 0 and (opens or not put_in.isdisjoint(words.low[k:comma])) else k


def _made(clause: Clause, first: int, verb: int, found: Finding) -> Finding | None:
    """Return the finding with its subject, where there is one that acts."""
    group = verb_group(clause.words, first)
    subject = _of_fact(clause, group.first - 1, verb) or subject_of(clause, group)
    if subject is None or not subject.actors:
        return None
    hedged, negated = group.hedged or found.hedged, found.negated != subject.negated
    made = replace(found, subject=subject, cue=(first, verb), negated=negated, hedged=hedged)
    return _cleft(clause, verb, made) if clause.words.at(subject.first - 1) == "what" else made


def _of_fact(clause: Clause, last: int, verb: int) -> Subject | None:
    """Return for whom "that cannot happen" is said: who wants it, in the clause before."""
    words = clause.words
    fact = words.at(last) in ("that", "this") and words.at(last - 1) in ("but", "and", ",")
    return clause.last_subject(last - 1) if fact and words.low[verb] in ("happen", "succeed") else None


def _cleft(clause: Clause, verb: int, found: Finding) -> Finding | None:
    """Return the attitude of "what it cannot do is hide them" and "what we cannot allow is cement"."""
    be = clause.words.find(word_class("be"), verb + 1, verb + 8)
    if be < 0 or not clause.words.at(be + 1)[:1].isalnum():
        return None
    return replace(found, thing=be + 1) if clause.words.low[verb] == "do" else replace(found, until=be)


def _will(clause: Clause, first: int, verb: int, *, negated: bool) -> Finding | None:
    low = clause.words.low[verb]
    if negated:
        return _will_not(clause, first, verb)
    hedged = clause.words.low[first] in _MAYBE
    plain = _plainly(clause, first, verb, hedged=hedged)
    if plain is not None:
        return _made(clause, first, verb, replace(plain, hedged=hedged)) if plain.subject is _NOBODY else None
    if low not in listed("concessions") and low in listed("unwilled") | word_class("be") | {"want", "like", "prefer"}:
        return None
    able = clause.words.low[first] == "could"
    stance: Stance = "can" if able else "threatens" if low in _plain_harm() else "offers"
    found = Finding(_NOBODY, stance, (first, verb), verb, needs_condition=True, own_words=True)
    return _made(clause, first, verb, replace(found, hedged=hedged and not able, otherwise="can" if able else None))


def _plainly(clause: Clause, first: int, verb: int, *, hedged: bool) -> Finding | None:
    """Return what needs no condition: gladly would, will retaliate, would accept, will ignore, is warned to.

    Where the verb is a cue of its own, its subject is somebody else than nobody, and nothing is to be made of it.
    """
    low, modal_verb = clause.words.low[verb], clause.words.low[first]
    found = Finding(_NOBODY, "offers", (first, verb), verb)
    if not _GLADLY.isdisjoint(clause.words.low[first + 1 : verb]):
        return found
    if low in _plain_harm() and not hedged:
        return replace(found, stance="threatens", own_words=not _warned(clause, first))
    cues = (cue for phrase, cue in attitude_cues().get(low, ()) if len(phrase) == 1)
    if any(cue.is_ == "verb" and not cue.only_negated for cue in cues):
        return replace(found, subject=Subject((), verb, verb))
    if low in listed("willingness") and modal_verb in ("would", "'d", "might", "may"):
        return replace(found, stance="wants")
    if low in listed("spurned") and not hedged:
        return replace(found, stance="refuses", own_words=True)
    if modal_verb != "could" and _warned(clause, first):
        return replace(found, stance="threatens")
    told = _told(clause, first) if modal_verb != "could" and low not in listed("unwilled") else None
    return replace(found, stance=told, own_words=True) if told else None


def _plain_harm() -> frozenset[str]:
    return listed("harm") - listed("concessions")


def _warned(clause: Clause, first: int) -> bool:
    """Return whether the clause is what its own subject warns of: "it has warned that it will act"."""
    words, group = clause.words, verb_group(clause.words, first)
    pronoun = group.first - 1
    if words.at(pronoun) not in ("it", "they", "he", "she", "we"):
        return False
    before = words.low[max(0, pronoun - 3) : pronoun]
    return any(low in ("warn", "warns", "warned", "warning") for low in before)


def _told(clause: Clause, first: int) -> Stance | None:
    """Return what the word that attributes the clause makes of it: warned is a threat, promised an offer."""
    held = clause.scene.said.holding(clause.words.starts[first])
    cue = held[1].cue.of(clause.text).lower() if held and held[1].cue and held[1].kind != "direct" else ""
    for stance, name in (("threatens", "warned_by"), ("offers", "promised_by")):
        if cue in word_class(name):
            return cast("Stance", stance)
    return None


def _will_not(clause: Clause, first: int, verb: int) -> Finding | None:
    words, low = clause.words, clause.words.low[verb]
    if low == "hesitate" and words.at(verb + 1) == "to":
        return _made(clause, first, verb, Finding(_NOBODY, "threatens", (first, verb + 1), verb + 2))
    if low == "be" and words.at(verb + 1) == "able":
        return _made(clause, first, verb, Finding(_NOBODY, "can", (first, verb), verb + 3, negated=True))
    if (low == "be" and not _borne(words, verb + 1)) or words.low[verb : verb + 2] == ["rule", "out"]:
        return None
    if low in listed("unwilled") - {"be", "give"} or low in word_class("refusing"):
        return None
    meant = low == "be" and words.at(verb + 1) not in listed("borne") and words.at(first - 1) != "we"
    return _made(clause, first, verb, Finding(_NOBODY, "refuses", (first, verb), verb, own_words=meant))


def _borne(words: Words, participle: int) -> bool:
    """Return whether "will not be" goes on with what is put up with; in "we will not be" any participle is."""
    low = words.at(participle)
    if words.low[participle : participle + 3] in (["the", "first", "to"], ["the", "last", "to"]):
        return True
    feels = low in word_class("feelings") or low == "drawn"
    return low in listed("borne") or (not feels and (low.endswith(("ed", "ing")) or low in listed("suffered")))


def _going(clause: Clause, first: int) -> Finding | None:
    """Return the refusal in "is not going to pay"."""
    words, group = clause.words, verb_group(clause.words, first)
    if not (group.negated and group.passive and words.at(first + 1) == "to" and words.at(first + 2)[:1].isalpha()):
        return None
    return _will_not(clause, first, first + 2)


def _there(clause: Clause, first: int) -> Finding | None:
    """Return the refusal in "there will be no talks", which is that of who says it."""
    words = clause.words
    if words.at(first + 1) != "be" or words.at(first + 2) != "no" or words.at(first + 3) in listed("no_refusal"):
        return None
    entity = clause.scene.speaker(words.starts[first])
    subject = Subject((entity,), first - 1, first) if entity else None
    if subject is None:
        return None
    after = words.find(
        word_class("prepositions") | {"until", "unless", "while", "as", ",", ".", "either"}, first + 4, len(words)
    )
    return Finding(
        subject, "refuses", (first - 1, first + 2), first + 3, own_words=True, until=after if after > 0 else len(words)
    )
