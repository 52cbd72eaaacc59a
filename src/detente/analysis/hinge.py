"""The hinge of a verdict: the smallest changes of preference that flip it.

Changes are tried level by level, and the search ends at the first level that has any that flip: a swap of neighbouring
statements; one statement moved, dropped or negated; one decision maker read in another of its readings; and, on
request, two of these. Where states are ranked directly (or by payoffs or weights), tie classes stand in
for statements.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from itertools import chain, combinations, islice
from typing import Literal, TypeVar

from detente.analysis.judging import Judge, concerned
from detente.analysis.many import Outcome, Preferences
from detente.case.build import Case, Readings
from detente.case.schema import Strict
from detente.engines import Progress
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
Replaced = tuple[int, Change, Preference]
Trial = tuple[int, tuple[Change, ...], Preferences]
BLOCK = 1 << 13
MOST_CHANGES_KEPT = 1 << 12


@dataclass(eq=False)
class HingeSearch:
    """Searches hinges of one case; changed preferences are made once, unless there are very many of them."""

    judge: Judge
    deep: bool = False
    _changes: dict[tuple[str, str], list[Known]] = field(default_factory=dict, init=False, repr=False)
    _rankings: dict[int, tuple[Preference, Ranking]] = field(default_factory=dict, init=False, repr=False)

    def hinge(self, test: Strict, readings: Readings) -> Hinge:
        """Return the smallest changes that flip a test in one combination of readings."""
        return self.hinges(test, [readings])[0]

    def hinges(
        self, test: Strict, combinations: Sequence[Readings], progress: Progress | None = None
    ) -> tuple[Hinge, ...]:
        """Return the smallest changes that flip a test, for each of some combinations of readings.

        Parameters
        ----------
        test : schema test
        combinations : sequence of mapping
        progress : callable, optional
            Called with the changes tried and those to try in all, as far as is known.

        Notes
        -----
        All combinations are searched level by level together, so that the batch engine has much to do at once.
        """
        usual = [_certain(o) for o in self.judge.each(test, [self.judge.preferences(r) for r in combinations])]
        made: dict[int, Hinge] = {}
        last = 4 if self.deep else 3
        for level in range(1, last + 1):
            left = [k for k in range(len(combinations)) if k not in made]
            trials = self._trials(test, combinations, left, level)
            count = self._count(test, [combinations[k] for k in left], level)
            flips = self._flips(test, trials, usual, _share(progress, level - 1, last, count))
            for k in left:
                if k in flips or level == last:
                    made[k] = Hinge(combinations[k], usual[k], level, tuple(flips.get(k, ())))
        return tuple(made[k] for k in range(len(combinations)))

    def _flips(
        self, test: Strict, trials: Iterator[Trial], usual: Sequence[bool], step: Callable[[int], None]
    ) -> dict[int, list[tuple[Change, ...]]]:
        """Return for each combination the trials that turn its verdict round; those that rank too few states do not."""
        flips: dict[int, list[tuple[Change, ...]]] = {}
        done = 0
        while block := list(islice(trials, BLOCK)):
            outcomes = self.judge.each(test, [profile for _, _, profile in block], _within(step, done, len(block)))
            for (k, changes, _), outcome in zip(block, outcomes, strict=True):
                if _is_flip(outcome, usual[k]):
                    flips.setdefault(k, []).append(changes)
            done += len(block)
            step(done)
        return flips

    def _trials(
        self, test: Strict, combinations: Sequence[Readings], places: Sequence[int], level: int
    ) -> Iterator[Trial]:
        """Yield the changed preferences to try at one level."""
        for k in places:
            preferences = self.judge.preferences(combinations[k])
            if level == 4:
                yield from ((k, changes, p) for changes, p in self._pairs(test, combinations[k], preferences))
            else:
                for i, change, preference in self._singles(test, combinations[k], level):
                    yield k, (change,), _with(preferences, (i, preference))

    def _singles(self, test: Strict, readings: Readings, level: int | None = None) -> Iterator[Replaced]:
        slugs = tuple(readings)
        for i in concerned(test, slugs):
            for at, change, preference in self.changes(slugs[i], readings[slugs[i]], level):
                if level in (None, at):
                    yield i, change, preference

    def _pairs(
        self, test: Strict, readings: Readings, preferences: Preferences
    ) -> Iterator[tuple[tuple[Change, ...], Preferences]]:
        for (i, a, p), (j, b, q) in combinations_of(self._singles(test, readings)):
            if i != j:
                yield (a, b), _with(preferences, (i, p), (j, q))
        seen: set[object] = set()
        for i, a, p in self._singles(test, readings):
            stated = self._ranked(p) if a.kind == "reading" else p
            for _, b, q in changes_of(a.dm, stated):
                said = (i, _said(q))
                if said not in seen:
                    seen.add(said)
                    yield (a, b), _with(preferences, (i, q))

    def work(self, test: Strict, combinations: Sequence[Readings]) -> int:
        """Return how many single changes there are to try in all."""
        return sum(self._count(test, combinations, level) for level in (1, 2, 3))

    def _count(self, test: Strict, combinations: Sequence[Readings], level: int) -> int:
        """Return how many changes there are at one level; of two changes no more than can be."""
        if level == 4:
            return sum(self.work(test, [r]) ** 2 for r in combinations)
        of_dm = self.judge.case.preferences
        total = 0
        for readings in combinations:
            slugs = tuple(readings)
            for slug in (slugs[i] for i in concerned(test, slugs)):
                others = len(of_dm[slug]) - 1
                total += others if level == 3 else self._changes_at(slug, readings[slug])[level - 1]
        return total

    def _changes_at(self, dm: str, reading: str) -> tuple[int, int]:
        """Return how many changes of one reading there are at the first two levels."""
        stated = self._ranked(self.judge.case.preferences[dm][reading])
        n = len(stated.statements) if isinstance(stated, Prioritised) else len(stated.classes)
        swaps = max(0, n - 1)
        return swaps, max(0, (n - 1) * (n - 2)) + (2 * n if isinstance(stated, Prioritised) else 0)

    def changes(self, dm: str, reading: str, level: int | None = None) -> Iterable[Known]:
        """Return the single changes of one reading, with their levels; all of them, or at least one level."""
        key = (dm, reading)
        if key in self._changes:
            return self._changes[key]
        of_dm = self.judge.case.preferences[dm]
        others = [(3, Change(dm, "reading", name), p) for name, p in of_dm.items() if name != reading]
        if level == 3:
            return others
        within = changes_of(dm, self._ranked(of_dm[reading]), level)
        if sum(self._changes_at(dm, reading)) > MOST_CHANGES_KEPT:
            return chain(within, others)
        self._changes[key] = [*changed_preferences(dm, self._ranked(of_dm[reading])), *others]
        return self._changes[key]

    def _ranked(self, stated: Preference) -> Prioritised | Ranking:
        """Return a preference as statements or as tie classes; made once for each that has neither."""
        if isinstance(stated, Prioritised | Ranking):
            return stated
        if id(stated) not in self._rankings:
            self._rankings[id(stated)] = (stated, _as_ranking(self.judge.case, stated))
        return self._rankings[id(stated)][1]


def _certain(outcome: Outcome) -> bool:
    if isinstance(outcome, DetenteError):
        raise outcome
    return outcome


def _is_flip(outcome: Outcome, usual: bool) -> bool:  # noqa: FBT001 - the verdict to compare with
    if isinstance(outcome, ModelError):
        return False
    return _certain(outcome) != usual


def _with(preferences: Preferences, *replaced: tuple[int, Preference]) -> Preferences:
    changed = list(preferences)
    for player, preference in replaced:
        changed[player] = preference
    return tuple(changed)


def _share(progress: Progress | None, part: int, parts: int, count: int) -> Callable[[int], None]:
    """Return what takes note of the trials done in one of equal parts of a work."""

    def step(done: int) -> None:
        if progress is not None:
            progress(part * count + min(done, count), parts * count)

    return step


def _within(step: Callable[[int], None], before: int, count: int) -> Progress:
    return lambda done, of: step(before + count * done // max(1, of))


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
    return list(changes_of(dm, preference))


def changes_of(dm: str, preference: Preference, level: int | None = None) -> Iterator[Known]:
    """Yield the same one after the other; all of them, or of one level."""
    made: Iterator[Known] = iter(())
    if isinstance(preference, Prioritised):
        made = _of_statements(dm, preference.statements)
    elif isinstance(preference, Ranking):
        made = _of_classes(dm, preference.classes, level)
    return (known for known in made if level in (None, known[0]))


def combinations_of(singles: Iterable[T]) -> Iterator[tuple[T, T]]:
    """Yield every pair, in the order of the first and then of the second."""
    return combinations(singles, 2)


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


def _of_classes(dm: str, classes: tuple[tuple[str, ...], ...], level: int | None = None) -> Iterator[Known]:
    for start, end, new in _moved(classes, neighbours=level == 1):
        at, kind = (1, "swap") if abs(start - end) == 1 else (2, "move")
        change = Change(dm, kind, _tied(classes[start]), _tied(classes[end]), end < start)  # type: ignore[arg-type]
        yield at, change, Ranking(new)


def _tied(states: tuple[str, ...]) -> str:
    shown = " = ".join(states[:4])
    return shown if len(states) <= 4 else f"{shown} and {len(states) - 4} more"


def _moved(items: tuple[T, ...], *, neighbours: bool = False) -> Iterator[tuple[int, int, tuple[T, ...]]]:
    """Yield every way to move one item (or to swap neighbours); a swap once, told as the lower one moving up."""
    for start in range(len(items)):
        for end in range(max(0, start - 1), start) if neighbours else range(len(items)):
            if start == end or end == start + 1:
                continue
            rest = [*items[:start], *items[start + 1 :]]
            rest.insert(end, items[start])
            yield start, end, tuple(rest)
