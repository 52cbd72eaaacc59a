"""For which state an official acts whose state is not named: that of the story just before."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator, Sequence

from detente.text.attitudes.grammar import word_class
from detente.text.attitudes.scene import Scene, is_state
from detente.text.attitudes.units import Unit
from detente.text.gazetteer import gazetteer
from detente.text.ledger import Mention, Statement
from detente.text.page import Page

BACK = 4
"""How many units before a statement may tell."""

LABEL = 3
"""How many characters stand between the label of a speaker and the words at most."""

OPENING = 20
"""In how many characters a sentence names what it is about."""


_BRIEFING = re.compile(
    r"\b(?:briefing|press conference|news conference|took questions|questions and answers|remarks to the press"
    r")\b",
    re.IGNORECASE,
)
_PAPERS = (["statement"], ["letter"], ["note"], ["declaration"], ["decree"], ["reply"], ["memorandum"], ["message"])
_TOOK = re.compile(r"\b(?:took questions|met reporters|spoke to reporters|briefed reporters|questions in)\b")
_HEARING = frozenset(
    {
        "reporters",
        "journalists",
        "lawmakers",
        "parliament",
        "deputies",
        "mps",
        "cameras",
        "cabinet",
        "briefing",
        "crowd",
    }
)
_HEARERS = 4
_LINES = 4
_FIRST = 6
_HEAD = 600
"""In how many characters a transcript says that it is one of a briefing, where one side speaks."""


class Offices:
    """The statements of officials without a state, in order, while the article is read on."""

    def __init__(
        self, statements: Sequence[Statement], scene: Scene, page: Page, introduced: dict[str, str] | None = None
    ) -> None:
        self._scene = scene
        self._units: list[Unit] = []
        self._states: list[str | None] = []
        self._main: str | None = None
        self._labelled = {s.speaker.name for s in statements if _labelled(s)}
        self._home = _briefed(page)
        self._place = _dateline(page, scene)
        self._introduced = introduced or {}
        self._open = sorted(filter(self._may_act, statements), key=_start, reverse=True)
        self._roles: dict[str, str] = {}

    def _may_act(self, statement: Statement) -> bool:
        """Return whether somebody may speak for a state: by role, or on the panel of a briefing."""
        speaker = statement.speaker
        panel = self._home is not None and speaker.standing == "unknown" and speaker.name in self._labelled
        return bool(speaker.name) and (
            panel or speaker.standing == "party" or speaker.name in self._introduced or _printed(speaker.name)
        )

    def until(self, unit: Unit) -> None:
        """Guess for all statements that start before the end of a unit, from the units before it."""
        self._note_last()
        while self._open and _start(self._open[-1]) < unit.span.end:
            statement = self._open.pop()
            known = statement.speaker.entity
            state = known or (next(self._candidates(statement, unit), None) if _official(statement) else None)
            if state is None:
                continue
            self._roles.update(dict.fromkeys(_roles(statement), state))
            if not known:
                self._scene.guessed[statement.id] = state
                self._tell(statement, state)
        self._units.append(unit)

    def _note_last(self) -> None:
        """Remember what the unit that was read last is about."""
        if self._units:
            self._states.append(self._state(len(self._units) - 1))
            self._main = self._main or self._states[-1]

    def _state(self, number: int) -> str | None:
        """Return the state a unit is about: its first subject, or what it names first."""
        acting = (s for n, s in self._scene.recent if n == number and not s.person and len(s.actors) == 1)
        first = next(acting, None)
        return (
            first.actors[0]
            if first and is_state(first.actors[0])
            else self._scene.nearest(self._units[number].span.start + OPENING, OPENING)
        )

    def _tell(self, statement: Statement, state: str) -> None:
        name = (statement.speaker.name or "").split()
        if len(name) > 1 and name[-1][:1].isupper():
            key = name[-1].lower()
            if not self._scene.people.get(key):
                self._scene.people[key] = state
                self._scene.guesses.add(key)

    def _candidates(self, statement: Statement, unit: Unit) -> Iterator[str]:
        """Yield who it may be: named with the speaker or before ("In Warsaw"), in this paragraph, in the article."""
        scene, span = self._scene, statement.speaker.span
        yield from filter(None, [self._introduced.get(statement.speaker.name or "")])
        if statement.rule == "printed" or (statement.rule == "label" and _roles(statement)):
            yield from filter(None, [self._place])
        if span is not None and (inside := scene.nearest(span.end, span.length)):
            yield inside
        if statement.speaker.name in self._labelled:
            yield from filter(None, [self._home])
            return
        yield from self._body(statement)
        yield from self._told_in(unit)
        yield from self._opening(statement, unit)
        for earlier, state in zip(self._units[: -1 - BACK : -1], self._states[: -1 - BACK : -1], strict=False):
            if earlier.paragraph == unit.paragraph and state:
                yield state
        if self._main:
            yield self._main

    def _body(self, statement: Statement) -> Iterator[str]:
        """Yield the organisation that a spokesman for "the bloc" speaks for."""
        words = (statement.speaker.name or "").lower().split()
        body = self._scene.nearest_body(_start(statement)) if not word_class("bodies").isdisjoint(words) else None
        yield from filter(None, [body])

    def _told_in(self, unit: Unit) -> Iterator[str]:
        """Yield the state in whose capital somebody tells lawmakers or reporters something, if it is in dispute."""
        for mention in self._scene.named(unit.span):
            before = unit.words.low[max(0, _word(unit, mention) - _HEARERS) : _word(unit, mention)]
            heard = before[-1:] == ["in"] and not _HEARING.isdisjoint(before)
            if mention.kind == "capital" and heard and mention.entity in self._scene.pair:
                yield mention.entity

    def _opening(self, statement: Statement, unit: Unit) -> Iterator[str]:
        """Yield the state that the sentence opens with, and those that "the minister" stood for before."""
        span, opening = statement.speaker.span, self._scene.nearest(unit.span.start + OPENING, OPENING)
        behind = span is not None and statement.kind == "indirect" and statement.content[0].start < span.start
        if span is not None and opening and (behind or unit.words.word_at(span.start) in ("its", "their")):
            yield opening
        if (statement.speaker.name or "").lower().startswith("the "):
            yield from (self._roles[role] for role in _roles(statement) if role in self._roles)
        if unit.words.low[0] == "in" and opening:
            yield opening


def _word(unit: Unit, mention: Mention) -> int:
    return bisect_left(unit.words.starts, mention.span.start)


def _dateline(page: Page, scene: Scene) -> str | None:
    """Return the state that the place of the article lies in: Tbilisi, 22 April."""
    for part in page.paragraphs[:_FIRST]:
        if part.label in ("dateline", "body"):
            state = scene.nearest(part.span.start + OPENING, OPENING)
            if state is not None or part.label == "body":
                return state
    return None


def _briefed(page: Page) -> str | None:
    """Return the state that gives a briefing, by the place and the head of its transcript; None where it is none."""
    if _BRIEFING.search(page.text[:_HEAD]) is None:
        return None
    head = [part.span.of(page.text) for part in page.paragraphs if part.label == "dateline"][:1]
    head += [part.span.of(page.text) for part in page.paragraphs if part.label == "headline"][:1]
    head += [part.span.of(page.text) for part in page.paragraphs[:_LINES] if _TOOK.search(part.span.of(page.text))]
    found = (place.name.actor for words in head for place in gazetteer().find(words))
    return next(filter(is_state, found), None)


def _labelled(statement: Statement) -> bool:
    """Return whether the speaker's name stands as a label before the words, as in a transcript."""
    span = statement.speaker.span
    return span is not None and 0 <= statement.content[0].start - span.end <= LABEL and statement.cue is None


def _start(statement: Statement) -> int:
    start = statement.content[0].start
    return min(start, statement.speaker.span.start) if statement.speaker.span else start


def _roles(statement: Statement) -> list[str]:
    """Return the offices in the name and role of a speaker."""
    words = f"{statement.speaker.name} {statement.speaker.role or ''}".lower().split()
    return [word for word in words if word in word_class("offices")]


def _official(statement: Statement) -> bool:
    """Return whether one official speaks for a state that is not known."""
    speaker = statement.speaker
    words = (speaker.name or "").split()
    named = len(words) > 1 and words[0][:1].isupper() and words[-1][:1].isupper() and words[0].lower() != "the"
    return speaker.entity is None and (named or bool(speaker.role) or bool(_roles(statement)) or _printed(speaker.name))


def _printed(name: str | None) -> bool:
    """Return whether a statement, a letter or a note speaks, for the state that issued it."""
    return (name or "").lower().split()[-1:] in _PAPERS
