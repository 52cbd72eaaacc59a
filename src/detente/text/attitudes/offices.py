"""For which state an official acts whose state is not named: that of the story just before."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from detente.text.attitudes.grammar import word_class
from detente.text.attitudes.scene import Scene
from detente.text.ledger import Statement
from detente.text.span import Span

BACK = 4
"""How many units before a statement may tell."""

LABEL = 3
"""How many characters stand between the label of a speaker and the words at most."""

OPENING = 20
"""In how many characters a sentence names what it is about."""


class Offices:
    """The statements of officials without a state, in order, while the article is read on."""

    def __init__(self, statements: Sequence[Statement], scene: Scene) -> None:
        self._scene = scene
        self._units: list[Span] = []
        self._labelled = {s.speaker.name for s in statements if _labelled(s)}
        self._open = sorted(filter(_official, statements), key=_start, reverse=True)

    def until(self, unit: Span) -> None:
        """Guess for all statements that start before the end of a unit, from the units before it."""
        while self._open and _start(self._open[-1]) < unit.end:
            statement = self._open.pop()
            state = next(self._candidates(statement), None)
            if state is not None:
                self._scene.guessed[statement.id] = state
                self._tell(statement, state)
        self._units.append(unit)

    def _tell(self, statement: Statement, state: str) -> None:
        name = (statement.speaker.name or "").split()
        if len(name) > 1 and name[-1][:1].isupper():
            key = name[-1].lower()
            self._scene.people[key] = self._scene.people.get(key) or state

    def _candidates(self, statement: Statement) -> Iterator[str]:
        scene, place = self._scene, _start(statement)
        span = statement.speaker.span
        if span is not None and (inside := scene.nearest(span.end, span.length)):
            yield inside
        if statement.speaker.name in self._labelled:
            return
        for number in range(scene.number - 1, max(-1, scene.number - 1 - BACK), -1):
            states = [
                a for n, s in scene.recent if n == number and not s.person and len(s.actors) == 1 for a in s.actors
            ]
            opening = scene.nearest(self._units[number].start + OPENING, OPENING)
            if states or opening:
                yield states[0] if states else str(opening)
        if near := scene.nearest(place):
            yield near


def _labelled(statement: Statement) -> bool:
    """Return whether the speaker's name stands as a label before the words, as in a transcript."""
    span = statement.speaker.span
    return span is not None and 0 <= statement.content[0].start - span.end <= LABEL and statement.cue is None


def _start(statement: Statement) -> int:
    start = statement.content[0].start
    return min(start, statement.speaker.span.start) if statement.speaker.span else start


def _official(statement: Statement) -> bool:
    """Return whether one official speaks for a state that is not known."""
    speaker = statement.speaker
    if speaker.standing != "party" or speaker.entity is not None or not speaker.name:
        return False
    words = f"{speaker.name} {speaker.role or ''}".lower().split()
    return bool(speaker.role) or not word_class("offices").isdisjoint(words)
