"""Attitudes whose owner stands neither before a verb nor before a noun of its own: "the onus is on Ankara to prove"."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
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
    """

    stance: Stance
    negates: bool
    before: bool
    parts: tuple[frozenset[str], ...]
    thing: str
    by_thing: bool


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
    owner = clause.owner(first - 1) if each.before and first else None
    if each.before and owner is None:
        return None
    for other, after in _matched(clause, first, each.parts):
        subject = other or owner
        if subject is None or not subject.actors:
            continue
        made = _made(clause, (first, after), each, subject)
        if made is not None:
            return made
    return None


def _made(clause: Clause, place: tuple[int, int], each: Construction, subject: Subject) -> Finding | None:
    words, (first, after) = clause.words, place
    group = verb_group(words, first)
    ordered = words.low[first] == "let" and not group.words
    if each.by_thing and (ordered or group.passive or group.infinitive or _acted(clause, first)):
        return None
    if each.thing == "before":
        start = _start(clause, first)
        return Finding(subject, each.stance, place, start, until=first) if start < first else None
    low = words.at(after)
    if not low[:1].isalnum() or (each.thing == "ing" and not low.endswith("ing")):
        return None
    negated = each.negates != (group.negated and each.by_thing)
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


def _describes(clause: Clause, last: int) -> bool:
    """Return whether a name belongs to the noun behind it: "let Ukrainian ships out"."""
    mention = clause.marks[last]
    return mention is not None and mention.use == "modifier" and clause.inner(last + 1)


def _start(clause: Clause, first: int) -> int:
    k = first - 1
    while k >= max(0, first - _FAR) and clause.words.low[k] not in BOUNDARIES | {",", "that", "and", "but"}:
        k -= 1
    return k + 1


def _matched(clause: Clause, first: int, parts: tuple[frozenset[str], ...]) -> Iterator[tuple[Subject | None, int]]:
    """Yield the owner inside the words, if it stands there, with the word after them, for each way that they fit."""
    if not parts:
        yield None, first
        return
    part, rest, words = parts[0], parts[1:], clause.words
    if _THING in part:
        yield None, first
        return
    if _OWNER in part:
        for last in range(first, min(first + _LONGEST, len(words))):
            subject = clause.owner(last)
            if subject is not None and subject.actors and subject.first <= first and not _describes(clause, last):
                for _, after in _matched(clause, last + 1, rest):
                    yield subject, after
        return
    if words.at(first) in part:
        yield from _matched(clause, first + 1, rest)
    elif is_adverb(words.at(first)) or words.at(first) in word_class("negations"):
        yield from _matched(clause, first + 1, parts)
    if "?" in part:
        yield from _matched(clause, first, rest)
