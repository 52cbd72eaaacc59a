"""Attitudes by verbs and adjectives: "Moscow wants", "Tokyo is not ready to", "the plan was rejected by Kyiv"."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from detente.text.attitudes.clause import Clause, is_adverb
from detente.text.attitudes.extents import complement, demanding, thing_end
from detente.text.attitudes.finding import Finding
from detente.text.attitudes.fronted import fronted
from detente.text.attitudes.grammar import Cue, attitude_cues, listed, word_class
from detente.text.attitudes.scene import Subject, is_state
from detente.text.attitudes.verbgroup import VerbGroup, for_whom, opened, subject_of, verb_group
from detente.text.attitudes.words import BOUNDARIES, Words
from detente.text.ledger import Stance

_CONTROLLED = frozenset({"must", "can", "should", "ca", "cannot"})
_OPENERS = frozenset({",", ";", ":", ".", "that", "and", "but", "which", "because", "–", "—", "said", "says"})
_LONGEST = 16
_SUBJECT = 4


def matches(
    words: Words, first: int, lexicon: dict[str, list[tuple[tuple[str, ...], Cue]]]
) -> Iterator[tuple[int, Cue]]:
    """Yield the word after each cue that starts at a word, with the cue, longest first."""
    second = words.at(first + 1)
    parted = is_adverb(second)
    for phrase, cue in lexicon.get(words.low[first], ()):
        if len(phrase) == 1:
            yield first + 1, cue
        elif (parted or phrase[1] == second) and (after := _phrase_end(words, first, phrase)):
            yield after, cue


def _phrase_end(words: Words, first: int, phrase: tuple[str, ...]) -> int:
    """Return the word after a phrase that starts here, also with adverbs in it ("would dearly like"); 0 for none."""
    k = first + 1
    for wanted in phrase[1:]:
        while words.at(k) != wanted and is_adverb(words.at(k)) and k - first < len(phrase) + 2:
            k += 1
        if words.at(k) != wanted:
            return 0
        k += 1
    return k


def verbal(clause: Clause, first: int) -> Finding | None:
    """Return the attitude whose verb or adjective starts at a word; None where there is none."""
    for after, cue in matches(clause.words, first, attitude_cues()):
        if cue.is_ == "noun":
            continue
        found = _adjective(clause, first, after, cue) if cue.is_ == "adjective" else _verb(clause, first, after, cue)
        if found is not None:
            return found
    return None


def _verb(clause: Clause, first: int, after: int, cue: Cue) -> Finding | None:
    group = verb_group(clause.words, first)
    if cue.form == "past" and group.passive:
        return _passive(clause, first, after, cue)
    if "as" in cue.frames and group.infinitive:
        return _for_to(clause, (first, after), cue, group)
    if not _finite(clause.words, first, cue, group):
        return None
    subject = subject_of(clause, group, participle=cue.form == "ing" and not group.passive)
    if cue.form in ("ing", "past") and (subject is None or not subject.actors) and _opens(cue, group):
        subject = opened(clause, group)
    subject = _minded(clause, subject, first, cue)
    if subject is None or not subject.actors:
        return None
    thing = _thing(clause, group, (first, after), cue)
    if thing is None:
        return _related(clause, cue, group, Finding(subject, cue.stance or "wants", (first, after), first))
    if _charge(clause, cue, thing) or _beside(clause, cue, subject, thing):
        return None
    if cue.form == "base" and not group.words and _shared(clause, group, subject):
        return None
    return _active(clause, cue, group, Finding(subject, "wants", (first, after), thing))


def _opens(cue: Cue, group: VerbGroup) -> bool:
    """Return whether a participle opens its sentence: "rejecting the offer, Colombo said", "having promised"."""
    return (cue.form == "ing" and group.first == group.verb) or "having" in group.words


def _minded(clause: Clause, subject: Subject | None, first: int, cue: Cue) -> Subject | None:
    """Return the subject of a cue; where a pronoun may mean a thing, whoever has a will if the cue needs one."""
    wills = cue.stance not in ("can", "must") and clause.words.low[first] not in word_class("unminded")
    return replace(subject, actors=subject.minded) if subject and subject.minded and wills else subject


def _thing(clause: Clause, group: VerbGroup, place: tuple[int, int], cue: Cue) -> int | None:
    """Return the first word of what a verb speaks of; None where nothing fitting follows."""
    words, (first, after) = clause.words, place
    agrees = words.low[first].startswith("agree") and words.at(after - 1) == "to"
    if agrees and words.at(after) not in word_class("determiners") | word_class("pronouns"):
        return None
    if "itself" in cue.frames:
        return first
    thing = _cleft(clause, group, after) or complement(clause, after, cue.frames)
    if thing is not None and cue.needs == "should" and not demanding(clause, thing, thing_end(clause, thing)):
        return None
    if cue.needs == "period" and (thing is None or not _within_time(words, thing)):
        return None
    return thing


def _active(clause: Clause, cue: Cue, group: VerbGroup, found: Finding) -> Finding | None:
    """Return the finding with its stance, weighed by negation and by what its thing is."""
    words, first, thing = clause.words, found.cue[0], found.thing
    negated = _says_no(words, cue, group, found)
    if cue.only_negated:
        bare = words.at(thing) in ("it", "this", "them") and not words.at(thing + 1)[:1].isalnum()
        refused = replace(found, stance="refuses", thing=thing if bare else first, hedged=group.hedged)
        return refused if negated else None
    if cue.stance == "must" and negated and "did" in group.words:
        return None
    stance, thing, negated = _weighed(words, first, cue, _what(clause, cue, thing), negated=negated)
    thing = _after_will(words, thing) if stance in ("offers", "threatens") and words.at(thing - 1) == "that" else thing
    agreed = words.low[first].startswith("agree")
    if stance == "wants" and (agreed or words.low[found.cue[1] - 1] == "consider"):
        thing = first if agreed else found.cue[1] - 1
    until = _manner(words, thing) if words.low[first].startswith("reject") else -1
    depends = stance == "offers" and agreed  # what is agreed is an offer only where it depends on something
    made = replace(found, stance=stance, thing=thing, needs_condition=depends, until=until)
    return replace(made, negated=negated, hedged=group.hedged)


def _says_no(words: Words, cue: Cue, group: VerbGroup, found: Finding) -> bool:
    nothing = cue.stance == "wants" and words.at(found.thing) == "nothing" and words.at(found.thing + 1) != "but"
    refused = group.negated or nothing or _negates(words, found.thing, group) or _nor(words, found.subject)
    return refused != (cue.negates or found.subject.negated)


def _what(clause: Clause, cue: Cue, thing: int) -> int:
    """Return the first word of what is offered or asked for, behind whom it is offered to or asked of."""
    words = clause.words
    if cue.stance == "demands" and "obj" in cue.frames:
        return _asked_for(words, thing, cue)
    if cue.stance != "offers":
        return thing
    thing = thing + 1 if _receiver(clause, thing) else thing
    told = "obj" in cue.frames and words.low[thing] not in word_class("determiners")
    return _asked_for(words, thing, cue) if told else thing


def _within_time(words: Words, thing: int) -> bool:
    """Return whether a time stands between the receiver and what is to be done: "ten days to leave"."""
    to = words.find(frozenset({"to"}), thing + 1, thing + _LONGEST)
    if words.find(BOUNDARIES | {",", "and", "but"}, thing, max(to, thing)) >= 0:
        return False
    return to > 0 and any(low in word_class("periods") | word_class("times") for low in words.low[thing:to])


def _after_will(words: Words, thing: int) -> int:
    """Return the verb of what somebody promises that they will do, the clause itself where there is none."""
    will = words.find(frozenset({"will", "would", "'ll", "'d", "shall"}), thing, thing + _SUBJECT)
    while will >= 0 and is_adverb(words.at(will + 1)):
        will += 1
    return will + 1 if will >= 0 and words.at(will + 1)[:1].isalpha() and words.at(will + 1) != "be" else thing


def _asked_for(words: Words, thing: int, cue: Cue) -> int:
    """Return the first word of what somebody is asked for: show restraint, not both sides to show restraint."""
    if words.at(thing - 1) in ("to", "that"):
        return thing
    if "for" in cue.frames:
        what = words.find(BOUNDARIES | {"for", "to", ","}, thing + 1, thing + _LONGEST)
        if words.at(what) == "for":
            return what + 1
    to = words.find(frozenset({"to"}), thing + 1, thing + _LONGEST)
    if to < 0 or words.find(BOUNDARIES | {",", "that"}, thing + 1, to) >= 0 or not words.at(to + 1)[:1].isalpha():
        return thing
    return to - 1 if words.at(to - 1) in ("not", "never") else to + 1  # urged them *not to fire*


def _cleft(clause: Clause, group: VerbGroup, after: int) -> int | None:
    """Return the thing of "what they need is a gauge"; None for any other clause."""
    words, subject = clause.words, group.first - 1
    if words.at(after) not in ("is", "was") or subject < 1 or not words.at(after + 1)[:1].isalnum():
        return None
    return after + 1 if words.at(clause.phrase_start(subject) - 1) == "what" else None


def _related(clause: Clause, cue: Cue, group: VerbGroup, found: Finding) -> Finding | None:
    """Return the attitude whose thing stands before its subject: "an offer that Baghdad turned down"."""
    place = fronted(clause, found.subject.first) if "np" in cue.frames else None
    if place is None or cue.only_negated or clause.words.low[found.subject.first] in word_class("who"):
        return None
    negated = group.negated != (cue.negates or found.subject.negated)
    return replace(found, thing=place[0], until=place[1], negated=negated, hedged=group.hedged)


def _shared(clause: Clause, group: VerbGroup, subject: Subject) -> bool:
    """Return whether a bare form shares the modal verb of another: "Panama should offer and demand"."""
    alone = len(subject.actors) == 1 and clause.words.low[subject.first] not in ("we", "they", "i")
    return alone and clause.words.at(group.first - 1) in ("and", "or", "but")


def _receiver(clause: Clause, k: int) -> bool:
    """Return whether a state stands there to whom something is offered: "offers Turkey a chair"."""
    mention, low = clause.marks[k], clause.words.at(k + 1)
    state = mention is not None and mention.kind in ("state", "capital") and clause.marks[k + 1 : k + 2] != [mention]
    return state and low in word_class("determiners") | {"more", "new"}


def _manner(words: Words, thing: int) -> int:
    """Return the "as" in "rejected the charge as absurd"; -1 where there is none."""
    end = words.find(BOUNDARIES | {",", "as"}, thing, thing + _LONGEST)
    return end if end > thing and words.low[end] == "as" else -1


def _nor(words: Words, subject: Subject) -> bool:
    """Return whether the subject stands behind a verb of its own: "nor does Togo intend"."""
    return words.at(subject.first - 2) == "nor" and words.at(subject.first - 1) in word_class("auxiliaries")


def _negates(words: Words, thing: int, group: VerbGroup) -> bool:
    at_once = words.at(thing - 1) not in ("that", "to", "for", "of")
    return at_once and words.at(thing) in ("no", "neither", "nobody") and not group.negated


def _finite(words: Words, first: int, cue: Cue, group: VerbGroup) -> bool:
    """Return whether a form is a verb with a subject of its own here, and not what another verb speaks of."""
    if group.infinitive or not _CONTROLLED.isdisjoint(group.words):
        return False
    if words.low[first] in ("consider", "look") and not {"will", "would", "could", "may", "might"}.isdisjoint(
        group.words
    ):
        return False
    if cue.stance not in ("wants", "believes") and "could" in group.words and group.negated:
        return False
    if cue.form == "ing":
        if cue.stance == "believes" and group.passive:
            return False
        return words.low[first - 1] != "of" or group.passive
    if group.passive or (cue.stance == "can" and group.has("have")):
        return False
    refused = group.negated and not {"will", "would", "wo", "shall"}.isdisjoint(group.words)
    return (
        not refused
        or cue.stance in ("wants", "believes")
        or words.low[first] in word_class("refusing")
        or words.low[first : first + 2] == ["rule", "out"]
    )


def _charge(clause: Clause, cue: Cue, thing: int) -> bool:
    """Return whether what is rejected is an accusation."""
    if cue.stance != "refuses":
        return False
    head = clause.words.low[thing : thing + 4]
    return not listed("denied").isdisjoint(head)


def _for_to(clause: Clause, place: tuple[int, int], cue: Cue, group: VerbGroup) -> Finding | None:
    """Return the belief in "for Moscow to identify Washington as the obstacle"."""
    subject, thing = for_whom(clause, group.first - 1), complement(clause, place[1], cue.frames)
    if subject is None or not subject.actors or thing is None or cue.stance is None:
        return None
    return Finding(subject, cue.stance, place, thing, group.negated, group.hedged)


def _beside(clause: Clause, cue: Cue, subject: Subject, thing: int) -> bool:
    """Return whether it is no attitude: a wish not to be named, "I believe", "they wanted it"."""
    words = clause.words
    unnamed = words.at(thing) == "be" and words.at(thing + 1) in ("named", "identified", "quoted")
    own_thought = cue.stance == "believes" and words.low[subject.first] == "i"
    alone = words.capital[subject.after - 1]
    org = (
        alone
        and cue.stance == "believes"
        and subject.person
        and len(subject.actors) == 1
        and not is_state(subject.actors[0])
    )
    bare = words.low[thing : thing + 2] == ["it", "since"]
    unnamed = unnamed or _to_the_press(words, cue, thing)
    return unnamed or own_thought or org or bare


def _to_the_press(words: Words, cue: Cue, thing: int) -> bool:
    """Return whether it is only somebody's reserve towards reporters: declined to comment, requested anonymity."""
    if cue.stance == "refuses" and words.low[thing] in ("comment", "elaborate", "say", "specify", "identify"):
        return True
    return cue.stance in ("demands", "wants") and words.low[thing] in ("anonymity", "comment")


def _weighed(words: Words, first: int, cue: Cue, thing: int, *, negated: bool) -> tuple[Stance, int, bool]:
    """Return stance, thing and negation of what is vowed or promised: harm is a threat, "not to" negates."""
    stance = cue.stance or "wants"
    if words.low[thing] in ("not", "never") and words.at(thing + 1) == "to":
        return (stance, thing, negated) if stance in ("demands", "offers") else (stance, thing + 2, not negated)
    if words.low[thing - 1] == "not" and "do" in cue.frames:
        return stance, thing, not negated
    if stance == "offers" and (
        (words.at(thing - 1) == "to" and words.low[thing] in _harm_by(words.low[first]))
        or (words.low[first].startswith("vow") and not word_class("recourse").isdisjoint(words.low[thing : thing + 6]))
    ):
        return "threatens", thing, negated
    return stance, thing, negated


def _harm_by(cue: str) -> frozenset[str]:
    """Return the verbs that make a threat of what is vowed, or of what is promised."""
    harm = listed("harm") - listed("concessions") - {"defend"}
    return harm if cue.startswith(("vow", "threat")) else harm - word_class("soft_harm")


def _passive(clause: Clause, first: int, after: int, cue: Cue) -> Finding | None:
    """Return the attitude of who stands after "by"; its thing is what stands before the verb."""
    words = clause.words
    if (
        cue.only_negated
        or cue.stance in ("can", "must")
        or not cue.frames & {"np", "that", "to"}
        or words.at(after) != "by"
    ):
        return None
    group = verb_group(words, first)
    last = after + 1
    while last < min(after + 8, len(words)):
        subject = clause.owner(last)
        if subject is not None and subject.actors and subject.first <= after + 1:
            break
        last += 1
    else:
        return None
    start = _clause_start(clause, group.first)
    if start >= group.first or cue.stance is None:
        return None
    return Finding(subject, cue.stance, (first, after), start, group.negated, group.hedged, until=group.first)


def _clause_start(clause: Clause, verb: int) -> int:
    """Return the first word of the clause whose verb is there, not too far back."""
    k = verb - 1
    while k >= max(0, verb - _LONGEST) and clause.words.low[k] not in _OPENERS:
        k -= 1
    return k + 1


def _adjective(clause: Clause, first: int, after: int, cue: Cue) -> Finding | None:
    words = clause.words
    group = verb_group(words, first)
    links = not word_class("copulas").isdisjoint(group.words) or words.at(group.first - 1) in word_class("copulas")
    appended = group.first == first and words.at(first - 1) == ","
    opening = opened(clause, group) if group.first == first and not links else None
    bare = clause.unit.headline and group.first == first and first > 0 and clause.marks[first - 1] is not None
    if not (links or appended or bare or opening) or not _CONTROLLED.isdisjoint(group.words):
        return None
    thing = complement(clause, after, cue.frames)
    if thing is None or cue.stance is None:
        return None
    if words.at(group.first - 1) in word_class("copulas"):
        inner = verb_group(words, group.first - 1)
        hedged = group.hedged or words.at(group.first - 1) in word_class("raising")
        group = VerbGroup(
            inner.first, group.negated or inner.negated, hedged or inner.hedged, inner.words, first, inner.infinitive
        )
    subject = opening or _minded(clause, subject_of(clause, group, participle=appended and not links), first, cue)
    if subject is None or not subject.actors:
        return None
    negated = group.negated != (cue.negates or subject.negated)
    if negated and cue.stance == "believes":
        return None
    stance: Stance = "wants" if negated and cue.stance == "offers" else cue.stance
    if words.low[first] in ("glad", "happy", "pleased") and words.low[thing] in word_class("favours"):
        stance = "offers"
    if stance == "offers" and words.low[thing] in _harm_by("vow") - listed("own_will"):
        stance = "threatens"
    if stance == "offers" and words.low[thing] in listed("own_will"):
        stance = "wants"
    if stance == "must" and not negated and not {"will", "would"}.isdisjoint(group.words):
        stance = "threatens" if words.low[first] in ("compelled", "forced", "obliged") else stance
    return Finding(subject, stance, (first, after), thing, negated, group.hedged)
