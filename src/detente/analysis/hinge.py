"""The hinge of a verdict: the smallest changes of preference that flip it.

Changes are tried level by level, and the search ends at the first level that has any that flip: a swap of neighbouring
statements; one statement moved, dropped or negated; one decision maker read in another of its readings; and, on
request, two of these. Where states are ranked directly (or by payoffs or weights), tie classes stand in
for statements.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass, field
from itertools import combinations
from typing import Literal, TypeVar

from detente.analysis.judging import Judge, Preferences, concerned
from detente.case.build import Case, Readings
from detente.case.schema import Strict
from detente.errors import DetenteError, ModelError
from detente.model.formula import Not
from detente.model.preferences import Preference, Prioritised, Ranking, Statement, as_ranking

T = TypeVar("T")
Kind = Literal["swap", "move", "drop", "negate", "reading"]
LEVELS = {
    1: "one swap of neighbouring statements",
    2: "one statement moved, dropped or negated",
    3: "one decision maker read otherwise",
    4: "two changes",
}


@dataclass(frozen=True, slots=True)
class Change:
    """One change of one decision maker's preferences.

    Attributes
    ----------
    dm : str
    kind : str
    what : str
        The statement (or tie class) that is changed, or the other reading.
    passed : str
        For a swap or a move: the statement that it passes last.
    upwards : bool
        For a swap or a move: whether it becomes more important.
    """

    dm: str
    kind: Kind
    what: str
    passed: str = ""
    upwards: bool = True


@dataclass(frozen=True, slots=True)
class Hinge:
    """What flips a verdict in one combination of readings.

    Attributes
    ----------
    readings : mapping
    holds : bool
        The verdict that the changes flip.
    level : int
        The level at which flips were found; the deepest level searched if there are none.
    flips : tuple of tuple of Change
        All flips of that level; each is one change, or two at level 4.
    """

    readings: Readings
    holds: bool
    level: int
    flips: tuple[tuple[Change, ...], ...]


Known = tuple[int, Change, Preference]
Single = tuple[int, int, Change, Preference]


class _Asked:
    """A test, the preferences under which it is asked, and its verdict there."""

    def __init__(self, judge: Judge, test: Strict, preferences: Preferences) -> None:
        self.judge, self.test, self.preferences = judge, test, preferences
        self.holds = judge.holds(test, preferences)

    def is_flipped_by(self, *replaced: tuple[int, Preference]) -> bool:
        """Return whether other preferences of some decision makers turn the verdict round."""
        changed = list(self.preferences)
        for player, preference in replaced:
            changed[player] = preference
        try:
            return self.judge.holds(self.test, tuple(changed)) != self.holds
        except ModelError:
            return False


@dataclass(eq=False)
class HingeSearch:
    """Searches hinges of one case; the changed preferences are made once."""

    judge: Judge
    deep: bool = False
    _changes: dict[tuple[str, str], list[Known]] = field(default_factory=dict, init=False, repr=False)

    def hinge(self, test: Strict, readings: Readings) -> Hinge:
        """Return the smallest changes that flip a test in one combination of readings."""
        asked = _Asked(self.judge, test, self.judge.preferences(readings))
        singles = self._singles(test, readings)
        for level in (1, 2, 3):
            flips = [(c,) for lv, i, c, p in singles if lv == level and asked.is_flipped_by((i, p))]
            if flips:
                return Hinge(readings, asked.holds, level, tuple(flips))
        pairs = tuple(self._pairs(asked, singles)) if self.deep else ()
        return Hinge(readings, asked.holds, 4 if self.deep else 3, pairs)

    def _singles(self, test: Strict, readings: Readings) -> list[Single]:
        slugs = tuple(readings)
        players = concerned(test, slugs)
        return [(lv, i, c, p) for i in players for lv, c, p in self.changes(slugs[i], readings[slugs[i]])]

    def _pairs(self, asked: _Asked, singles: list[Single]) -> Iterator[tuple[Change, ...]]:
        for (_, i, a, p), (_, j, b, q) in combinations(singles, 2):
            if i != j and asked.is_flipped_by((i, p), (j, q)):
                yield a, b
        seen: set[object] = set()
        for _, i, a, p in singles:
            for _, b, q in changed_preferences(a.dm, p) if a.kind != "reading" else []:
                said = (i, _said(q))
                if said not in seen and asked.is_flipped_by((i, q)):
                    yield a, b
                seen.add(said)

    def changes(self, dm: str, reading: str) -> list[Known]:
        """Return the single changes of one decision maker's reading, with their levels."""
        key = (dm, reading)
        if key not in self._changes:
            of_dm = self.judge.case.preferences[dm]
            stated = of_dm[reading]
            if not isinstance(stated, Prioritised | Ranking):
                stated = _as_ranking(self.judge.case, stated)
            others = [(3, Change(dm, "reading", name), p) for name, p in of_dm.items() if name != reading]
            self._changes[key] = [*changed_preferences(dm, stated), *others]
        return self._changes[key]


def _as_ranking(case: Case, preference: Preference) -> Ranking:
    """Return a preference as tie classes of all the states that some world has, or of the actual ones."""
    widest = case.structure
    for name in {name for world in case.file.worlds.values() for name in world.lift}:
        widest = widest.lift(name)
    for structure in (widest, case.structure):
        with suppress(DetenteError):
            return as_ranking(preference.order(structure.states), structure.states)
    raise ModelError("these preferences do not rank the states")


def _said(preference: Preference) -> object:
    """Return what tells one changed preference from another."""
    if isinstance(preference, Prioritised):
        return tuple(s.wording for s in preference.statements)
    return preference


def changed_preferences(dm: str, preference: Preference) -> list[Known]:
    """Return every preference that one swap, or one move, drop or negation, makes of a preference."""
    if isinstance(preference, Prioritised):
        return list(_of_statements(dm, preference.statements))
    if isinstance(preference, Ranking):
        return list(_of_classes(dm, preference.classes))
    return []


def _of_statements(dm: str, said: tuple[Statement, ...]) -> Iterator[Known]:
    for start, end, new in _moved(said):
        level, kind = (1, "swap") if abs(start - end) == 1 else (2, "move")
        change = Change(dm, kind, said[start].wording, said[end].wording, end < start)  # type: ignore[arg-type]
        yield level, change, Prioritised(new)
    for place, statement in enumerate(said):
        rest = (*said[:place], *said[place + 1 :])
        yield 2, Change(dm, "drop", statement.wording), Prioritised(rest)
        negated = Statement(Not(statement.formula), f"!({statement.wording})")
        yield (
            2,
            Change(dm, "negate", statement.wording),
            Prioritised((*said[:place], negated, *said[place + 1 :])),
        )


def _of_classes(dm: str, classes: tuple[tuple[str, ...], ...]) -> Iterator[Known]:
    for start, end, new in _moved(classes):
        level, kind = (1, "swap") if abs(start - end) == 1 else (2, "move")
        change = Change(dm, kind, _tied(classes[start]), _tied(classes[end]), end < start)  # type: ignore[arg-type]
        yield level, change, Ranking(new)


def _tied(states: tuple[str, ...]) -> str:
    shown = " = ".join(states[:4])
    return shown if len(states) <= 4 else f"{shown} and {len(states) - 4} more"


def _moved(items: tuple[T, ...]) -> Iterator[tuple[int, int, tuple[T, ...]]]:
    """Yield every way to move one item; a swap of neighbours once, told as the lower one moving up."""
    for start in range(len(items)):
        for end in range(len(items)):
            if start == end or end == start + 1:
                continue
            rest = [*items[:start], *items[start + 1 :]]
            rest.insert(end, items[start])
            yield start, end, tuple(rest)
