"""Hinges by brute force: every change is written out and judged on its own, by the definitions and not by the package.

On random cases a verdict is what plain loops over names of states say (``literal``). On the cases of the catalogue the
loops go over states and moves one by one (``one_by_one``; in the large case the search in a single conflict); the
package judges all changes of all readings at once.
"""

from __future__ import annotations

import random
from collections.abc import Iterator
from functools import cache
from itertools import combinations
from typing import Any

import pytest
from hypothesis import given, settings

import detente
from detente.analysis.attain import Search
from detente.analysis.claims import Verdict, verdicts
from detente.analysis.hinge import HingeSearch, changed_preferences
from detente.analysis.judging import Judge
from detente.analysis.many import Preferences
from detente.case.build import Case
from detente.case.schema import Attainable, NotTestable, Ranks, Reachable, Stable, Unattainable
from detente.errors import ModelError
from detente.model.conflict import Conflict
from tests.analysis.literal import Literal
from tests.analysis.one_by_one import OneByOne
from tests.analysis.small import cases
from tests.analysis.test_hinge import STATED, single_changes
from tests.analysis.test_judging import ranks_above, where
from tests.build import equilibria

MANY = 1 << 10
Told = tuple[int, frozenset[tuple[Any, ...]]]


class ByLoops:
    """Judges tests of a case by loops; attainability over names of states, or state by state where there are many."""

    def __init__(self, case: Case, *, literally: bool) -> None:
        self.case, self.literally = case, literally
        self.known: dict[object, bool] = {}

    def holds(self, test: Any, preferences: Preferences) -> bool:
        """Return whether a test holds; ``ModelError`` where the changed preferences leave out a state."""
        conflict = self.conflict(test.world, preferences)
        match test:
            case Ranks():
                return ranks_above(self.case, conflict, test)
            case Attainable(attainable=goal, world=world, not_in=other):
                here = self.attainable(goal, world, preferences)
                return here and not (other is not None and self.attainable(goal, other, preferences))
            case Unattainable(unattainable=goal, world=world):
                return not self.attainable(goal, world, preferences)
            case Stable():
                return conflict.states.pattern(conflict.status_quo) in equilibria(conflict, test.concept, "reference")
            case Reachable():
                literal, here = Literal(conflict), conflict.states.pattern(conflict.status_quo)
                movers = tuple(conflict.structure.player(s) for s in test.by) or literal.players
                ends = literal.sequences(movers, here, improving=test.moves == "improving") | {here}
                return bool(ends & where(literal, self.case.formula(test.reachable), conflict.states.options))
        raise AssertionError(test)

    def conflict(self, world: str, preferences: Preferences) -> Conflict:
        """Return a conflict that nothing else has touched."""
        return Conflict(self.case.structure_in(world), preferences, self.case.start)

    def attainable(self, goal: str, world: str, preferences: Preferences) -> bool:
        """Return whether a formula can be attained."""
        conflict = self.conflict(world, preferences)
        key = (goal, world, *(order.ranks.tobytes() for order in conflict.orders))
        if key not in self.known:
            self.known[key] = self._attainable(conflict, goal)
        return self.known[key]

    def _attainable(self, conflict: Conflict, goal: str) -> bool:
        if not self.literally:
            wanted = conflict.states.truth(self.case.formula(goal))
            looked = OneByOne if len(wanted) <= MANY else Search
            return looked(conflict, self.case.coalitions).attain(wanted).attainable
        literal = Literal(conflict, allowed=self.case.coalitions)
        ends = where(literal, self.case.formula(goal), conflict.states.options)
        return literal.distance(conflict.states.pattern(conflict.status_quo), ends) is not None


def hinge_by_force(loops: ByLoops, test: Any, readings: dict[str, str]) -> tuple[bool, Told]:
    """Return the verdict, the first level at which a change flips it (3 if none does), and all that do."""
    preferences = tuple(loops.case.preferences[dm][name] for dm, name in readings.items())
    usual = loops.holds(test, preferences)
    found: dict[int, set[tuple[Any, ...]]] = {1: set(), 2: set(), 3: set()}
    for player, (dm, reading) in enumerate(readings.items()):
        for level, change, preference in single_changes(loops.case, dm, reading):
            changed = (*preferences[:player], preference, *preferences[player + 1 :])
            try:
                if loops.holds(test, changed) != usual:
                    found[level].add(_said(change))
            except ModelError:
                continue
    level = next((n for n in found if found[n]), 3)
    return usual, (level, frozenset(found[level]))


def _said(change: Any) -> tuple[Any, ...]:
    what = [" = ".join(w) if isinstance(w, tuple) else w for w in (change.what, change.passed)]
    return (change.dm, change.kind, *what, change.upwards)


def told(hinge: Any) -> Told:
    """Return what the package found, in the same shape."""
    return hinge.level, frozenset(_said(change) for (change,) in hinge.flips)


@settings(max_examples=60)
@given(cases(most=3))
def test_the_hinges_of_all_readings_of_a_random_case_are_those_of_the_definitions(case: Case) -> None:
    loops, readings = ByLoops(case, literally=True), list(case.combinations())
    for slug, claim in case.file.claims.items():
        try:
            expected = [hinge_by_force(loops, claim.test, r) for r in readings]
        except ModelError:
            continue
        found = next(v for v in verdicts(case) if v.slug == slug)
        assert found.hinges_complete
        assert [holds for _, holds in found.cells] == [usual for usual, _ in expected]
        assert [told(h) for h in found.hinges] == [told_ for _, told_ in expected]


@pytest.mark.slow
@settings(max_examples=40)
@given(cases(most=2, kinds=STATED))
def test_two_changes_of_two_parties_are_found_where_and_only_where_they_flip_the_verdict(case: Case) -> None:
    loops, judge = ByLoops(case, literally=True), Judge(case)
    for claim in case.file.claims.values():
        for readings in case.combinations():
            try:
                _, (_, single) = hinge_by_force(loops, claim.test, readings)
            except ModelError:
                continue
            if not single:
                deep = HingeSearch(judge, deep=True).hinge(claim.test, readings)
                apart = {frozenset(map(_said, pair)) for pair in deep.flips if pair[0].dm != pair[1].dm}
                assert apart == set(pairs_by_force(loops, claim.test, readings))
                assert bool(deep.flips) == (bool(apart) or any(twice_by_force(loops, claim.test, readings)))


def pairs_by_force(loops: ByLoops, test: Any, readings: dict[str, str]) -> Iterator[frozenset[tuple[Any, ...]]]:
    """Yield every two changes, of two parties, that flip a verdict together; a ranking concerns one party only."""
    if isinstance(test, Ranks):
        return
    slugs = tuple(readings)
    start = tuple(loops.case.preferences[dm][name] for dm, name in readings.items())
    every = [(k, c, p) for k, dm in enumerate(slugs) for _, c, p in single_changes(loops.case, dm, readings[dm])]
    for (i, a, p), (j, b, q) in combinations(every, 2):
        changed = tuple(p if k == i else q if k == j else old for k, old in enumerate(start))
        if i != j and loops.holds(test, changed) != loops.holds(test, start):
            yield frozenset((_said(a), _said(b)))


def twice_by_force(loops: ByLoops, test: Any, readings: dict[str, str]) -> Iterator[bool]:
    """Yield for every change of a change of one party whether it flips the verdict."""
    start = tuple(loops.case.preferences[dm][name] for dm, name in readings.items())
    for k, (dm, reading) in enumerate(readings.items()):
        for _, _, once in single_changes(loops.case, dm, reading):
            for _, _, twice in changed_preferences(dm, once):
                yield loops.holds(test, (*start[:k], twice, *start[k + 1 :])) != loops.holds(test, start)


# --------------------------------------------------------------------------------------- cases of the catalogue


@cache
def judged(slug: str) -> dict[str, Verdict]:
    """Return the verdicts on the claims of a case, in all readings at once."""
    return {v.slug: v for v in verdicts(detente.load(slug))}


@pytest.mark.long
@pytest.mark.parametrize(
    ("slug", "most"), [("peace-treaty", 48), ("peace-treaty-large", 1)], ids=["all readings", "one reading"]
)
def test_the_hinges_of_the_catalogue_are_those_of_one_change_after_the_other(slug: str, most: int) -> None:
    """In the large case of one reading for each claim, drawn with a fixed seed."""
    case, looked_at = detente.load(slug), 0
    loops, draw = ByLoops(case, literally=False), random.Random(4)  # noqa: S311 - a sample, no secret
    for claim, found in judged(slug).items():
        test = case.file.claims[claim].test
        if isinstance(test, NotTestable):
            continue
        for hinge in draw.sample(found.hinges, min(most, len(found.hinges))):
            usual, expected = hinge_by_force(loops, test, dict(hinge.readings))
            assert (hinge.holds, told(hinge)) == (usual, expected), (claim, hinge.readings)
            looked_at += 1
    assert looked_at >= 4 * min(most, 48)
