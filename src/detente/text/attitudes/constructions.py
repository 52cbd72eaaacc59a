"""Attitudes whose owner stands neither before a verb nor before a noun of its own: "the onus is on Ankara to prove"."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import cache
from typing import Any

from detente.text.attitudes.clause import Clause, is_adverb
from detente.text.attitudes.finding import Finding
from detente.text.attitudes.grammar import word_class
from detente.text.attitudes.scene import Subject
from detente.text.attitudes.verbgroup import subject_of, verb_group
from detente.text.attitudes.words import BOUNDARIES
from detente.text.ledger import Stance
from detente.text.wordlists import data_of

_OWNER, _THING = "{X}", "{T}"
_LONGEST = 9
_FAR = 24
_BY = 7


@dataclass(frozen=True, slots=True)
class Construction:
    """A row of words, each one of several, with the places of the owner and of the thing.

    Attributes
    ----------
    stance, negates : str, bool
        What it makes.
    before : bool
        Whether the owner stands in front of the words.
    parts : tuple of frozenset of str
        The words from the first one on; the owner's place holds ``{X}``, that of the thing ``{T}``; ``?`` may lack.
    thing : str
        ``after``, ``before`` or ``ing``: where the thing stands and what it begins with.
    by_thing : bool
        Whether the verb at its start may have no state for its subject.
    owner : str
        ``subject`` of the verb at the start, or ``speaker`` of the sentence, where no place for the owner is given.
    """

    stance: Stance
    negates: bool
    before: bool
    parts: tuple[frozenset[str], ...]
    thing: str
    by_thing: bool
    owner: str


@cache
def constructions() -> dict[str, list[Construction]]:
    """Return the constructions by the words that they begin with."""
    found: dict[str, list[Construction]] = {}
    for entry in data_of(__package__, "constructions.yaml")["constructions"]:
        made = _construction(entry)
        for word in made.parts[0]:
            found.setdefault(word, []).append(made)
    return found


def _construction(entry: dict[str, Any]) -> Construction:
    parts = [frozenset(_alternatives(part)) for part in entry["words"].split()]
    before = _OWNER in parts[0]
    return Construction(
        entry["stance"],
        entry.get("negates", False),
        before,
        tuple(parts[1:] if before else parts),
        entry.get("thing", "after"),
        entry.get("by") == "thing",
        entry.get("owner", ""),
    )


def _alternatives(part: str) -> list[str]:
    may_lack = part.endswith("?")
    return [*part.removesuffix("?").split("|"), *(["?"] if may_lack else [])]


def construction(clause: Clause, first: int) -> Finding | None:
    """Return the attitude of the construction whose words begin at a word; None where there is none."""
    for each in constructions().get(clause.words.low[first], ()):
        found = _found(clause, first, each)
        if found is not None:
            return found
    return None


def _found(clause: Clause, first: int, each: Construction) -> Finding | None:
    owner = _owner(clause, first, each)
    if owner is None and (each.before or each.owner):
        return None
    for match in _matched(clause, first, each.parts):
        subject = match.owner or owner
        if subject is None or not subject.actors:
            continue
        made = _made(clause, first, match, each, subject)
        if made is not None:
            return made
    return None


def _owner(clause: Clause, first: int, each: Construction) -> Subject | None:
    """Return whose a construction is that has no place for its owner."""
    if each.owner == "subject":
        return subject_of(clause, verb_group(clause.words, first))
    if each.owner == "speaker":
        entity = clause.scene.speaker(clause.words.starts[first])
        return Subject((entity,), first, first + 1) if entity else None
    return clause.owner(first - 1) if each.before and first else None


def _made(clause: Clause, first: int, match: Match, each: Construction, subject: Subject) -> Finding | None:
    words, after = clause.words, match.after
    place = (first, after)
    group = verb_group(words, first)
    ordered = words.low[first] == "let" and not group.words
    if each.by_thing and (ordered or group.passive or group.infinitive or _acted(clause, first)):
        return None
    if match.thing is not None:
        start, end = match.thing
        negated = group.negated != (each.negates or subject.negated)
        return Finding(subject, each.stance, (first, first + 1), start, negated, group.hedged, until=end)
    if each.thing == "before":
        start = _start(clause, first)
        return Finding(subject, each.stance, place, start, until=first) if start < first else None
    low = words.at(after)
    if not low[:1].isalnum() or (each.thing == "ing" and not low.endswith("ing")):
        return None
    nothing = each.by_thing and "nothing" in words.low[max(0, group.first - _BY) : group.first]
    negated = each.negates != ((group.negated and each.by_thing) != nothing)
    until = _verb(clause, after) if words.at(after - 1) in ("to", "for") and not each.before else -1
    return Finding(subject, each.stance, place, after, negated, group.hedged, until=until)


def _verb(clause: Clause, thing: int) -> int:
    """Return the verb whose subject the noun and its thing are ("the offer to pay was refused"); -1 for none."""
    words = clause.words
    for k in range(thing + 1, min(thing + _FAR, len(words))):
        if words.low[k] in BOUNDARIES | word_class("subordinators") | {",", "and"}:
            return -1
        if words.low[k] in ("was", "were", "is", "has", "had", "will", "would"):
            return k
    return -1


def _acted(clause: Clause, verb: int) -> bool:
    subject = subject_of(clause, verb_group(clause.words, verb))
    return subject is not None and bool(subject.actors)


def _around(clause: Clause, first: int, rest: tuple[frozenset[str], ...]) -> Iterator[Match]:
    """Yield the ways in which the rest of the words stands behind a thing: "put a loan on the table"."""
    for last in range(first, min(first + _LONGEST, len(clause.words))):
        if clause.words.low[last] in BOUNDARIES | {",", "and"} or clause.words.low[first] in word_class("prepositions"):
            return
        for match in _matched(clause, last + 1, rest):
            yield replace(match, thing=(first, last + 1))


def _describes(clause: Clause, last: int) -> bool:
    """Return whether a name belongs to the noun behind it: "let Ukrainian ships out"."""
    mention = clause.marks[last]
    return mention is not None and mention.use == "modifier" and clause.inner(last + 1)


def _start(clause: Clause, first: int) -> int:
    k = first - 1
    while k >= max(0, first - _FAR) and clause.words.low[k] not in BOUNDARIES | {",", "that", "and", "but"}:
        k -= 1
    return k + 1


@dataclass(frozen=True, slots=True)
class Match:
    """A way in which the words of a construction fit: its owner and its thing where they stand inside, its end."""

    owner: Subject | None
    after: int
    thing: tuple[int, int] | None = None


def _matched(clause: Clause, first: int, parts: tuple[frozenset[str], ...]) -> Iterator[Match]:
    """Yield each way in which the words fit from a word on."""
    if not parts:
        yield Match(None, first)
        return
    part, rest, words = parts[0], parts[1:], clause.words
    if _THING in part:
        yield from _around(clause, first, rest) if rest else [Match(None, first)]
        return
    if _OWNER in part:
        for last in range(first, min(first + _LONGEST, len(words))):
            subject = clause.owner(last)
            if subject is not None and subject.actors and subject.first <= first and not _describes(clause, last):
                for match in _matched(clause, last + 1, rest):
                    yield replace(match, owner=subject)
        return
    if words.at(first) in part:
        yield from _matched(clause, first + 1, rest)
    elif is_adverb(words.at(first)) or words.at(first) in word_class("negations"):
        yield from _matched(clause, first + 1, parts)
    if "?" in part:
        yield from _matched(clause, first, rest)
