"""What was put in: verdicts that only restate what a decision maker is assumed to want most."""

from __future__ import annotations

import numpy as np

from detente.analysis.reach import can_reach
from detente.case.build import Case, Readings
from detente.case.schema import Attainable, Ranks, Strict, Unattainable
from detente.errors import ModelError
from detente.model.conflict import Conflict
from detente.model.formula import Mask
from detente.model.preferences import Prioritised


def is_put_in(case: Case, test: Strict, readings: Readings) -> bool:
    """Return whether the verdict on a test restates the first statement of somebody's preferences.

    A test of attainability is put in if its formula, or the negation, is the first statement of some decision makers
    (on the states of the test's world, in whatever words), and nobody else can change its truth without a move of
    theirs. A ranking is put in if the decision maker's first statement holds in every state that is ranked above and in
    none that is ranked below (or the other way round), since then the first statement alone decides it.
    """
    match test:
        case Attainable(attainable=goal, world=world) | Unattainable(unattainable=goal, world=world):
            return _attainment_is_put_in(case, case.conflict(readings, world), goal)
        case Ranks(ranks=dm, every=upper, above=lower, world=world):
            return _ranking_is_put_in(case, case.conflict(readings, world), dm, upper, lower)
    return False


def _attainment_is_put_in(case: Case, conflict: Conflict, goal: str) -> bool:
    wanted = conflict.states.truth(case.formula(goal))
    owners = [i for i in range(len(conflict.preferences)) if _is(first_statement(conflict, i), wanted)]
    if not owners:
        return False
    others = tuple(i for i in range(len(conflict.preferences)) if i not in owners)
    try:
        return not can_reach(conflict, others, wanted != wanted[conflict.status_quo])
    except ModelError:
        return False


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
