"""What was put in: verdicts that only restate what a decision maker is assumed to want most."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from detente.analysis.reach import can_reach
from detente.case.build import Case, Readings
from detente.case.schema import Attainable, Ranks, Strict, Unattainable
from detente.errors import ModelError
from detente.model.conflict import Conflict
from detente.model.formula import Mask
from detente.model.moves import Coalition
from detente.model.preferences import Prioritised


def is_put_in(case: Case, test: Strict, readings: Readings) -> bool:
    """Return whether the verdict on a test restates the first statement of somebody's preferences.

    A test of attainability is put in if its formula, or the negation, is the first statement of some decision makers
    (on the states of the test's world, in whatever words), and nobody else can change its truth without a move of
    theirs. A ranking is put in if the decision maker's first statement holds in every state that is ranked above and in
    none that is ranked below (or the other way round), since then the first statement alone decides it.
    """
    return count_put_in(case, test, [readings]) == 1


def count_put_in(case: Case, test: Strict, combinations: Sequence[Readings]) -> int:
    """Return in how many combinations of readings the verdict on a test is put in; see :func:`is_put_in`."""
    match test:
        case Attainable(attainable=goal, world=world) | Unattainable(unattainable=goal, world=world):
            asked = _Attainment(case, goal, world)
            return sum(map(asked.is_put_in, combinations))
        case Ranks(ranks=dm, every=upper, above=lower, world=world):
            made = {
                name: _ranking_is_put_in(case, case.conflict({dm: name}, world), dm, upper, lower)
                for name in dict.fromkeys(readings[dm] for readings in combinations)
            }
            return sum(made[readings[dm]] for readings in combinations)
    return 0


class _Attainment:
    """A test of attainability; what depends on one reading, or on whose first statement it is, is found once."""

    def __init__(self, case: Case, goal: str, world: str) -> None:
        self.case, self.world = case, world
        self.wanted = case.structure_in(world).states.truth(case.formula(goal))
        self._first: dict[tuple[str, str], bool] = {}
        self._decided: dict[Coalition, bool] = {}

    def is_put_in(self, readings: Readings) -> bool:
        slugs = tuple(readings)
        owners = tuple(i for i, slug in enumerate(slugs) if self._is_first(i, slug, readings[slug]))
        if owners not in self._decided:
            others = tuple(i for i in range(len(slugs)) if i not in owners)
            self._decided[owners] = bool(owners) and not self._can_change(others)
        return self._decided[owners]

    def _is_first(self, player: int, slug: str, reading: str) -> bool:
        key = (slug, reading)
        if key not in self._first:
            statement = first_statement(self.case.conflict({slug: reading}, self.world), player)
            self._first[key] = _is(statement, self.wanted)
        return self._first[key]

    def _can_change(self, players: Coalition) -> bool:
        conflict = self.case.conflict(world=self.world)
        try:
            return can_reach(conflict, players, self.wanted != self.wanted[conflict.status_quo])
        except ModelError:
            return True


def _ranking_is_put_in(case: Case, conflict: Conflict, dm: str, upper: str, lower: str) -> bool:
    first = first_statement(conflict, conflict.structure.player(dm))
    above, below = (conflict.states.truth(case.formula(text)) for text in (upper, lower))
    if first is None or not above.any() or not below.any():
        return False
    decides = bool(first[above].all() and not first[below].any())
    return decides or bool(first[below].all() and not first[above].any())


def first_statement(conflict: Conflict, player: int) -> Mask | None:
    """Return ``(states,) bool``: where a decision maker's most important statement holds; None if it has none."""
    preference = conflict.preferences[player]
    if isinstance(preference, Prioritised) and preference.statements:
        return conflict.states.truth(preference.statements[0].formula)
    return None


def _is(statement: Mask | None, formula: Mask) -> bool:
    return statement is not None and (np.array_equal(statement, formula) or np.array_equal(statement, ~formula))
