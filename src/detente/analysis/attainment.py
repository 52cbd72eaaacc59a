"""Can the outcome be attained, for one reading of each decision maker and one world? The answer with its evidence."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from detente.analysis.attain import Rules, Search, attempts
from detente.analysis.told import ToldAttempt, ToldStep, told_attempt, told_step
from detente.case.build import ACTUAL, Case, Readings
from detente.errors import NotAnswered
from detente.model.formula import Mask


@dataclass(frozen=True, slots=True)
class AttainAnswer:
    """Whether the outcome can be attained, how, or what stops it.

    Attributes
    ----------
    readings : mapping
    world : str
    rules : Rules
    status_quo : str
    path : tuple of ToldStep or None
        A shortest chain; empty if the outcome holds already, None if there is none.
    attempts : tuple of ToldAttempt
        If there is no chain: the joint moves to the outcome that come nearest, and what stops each.
    obstacle : str
        If there is no chain and no attempt: ``no_state`` (the outcome holds in no feasible state), ``out_of_reach`` (no
        joint move from any state on the way leads to it); else empty.
    halfway : tuple of str
        States between the status quo and an outcome that a joint move *at once* would reach, which are infeasible and
        so keep sequences from reaching it; patterns. Only where joint moves are sequences alone.
    goal : str
        The formula that was asked for instead of the outcome; empty if it was the outcome.
    visited : int
        How many states unanswered improvements reach from the status quo.
    """

    readings: Mapping[str, str]
    world: str
    rules: Rules
    status_quo: str
    path: tuple[ToldStep, ...] | None
    attempts: tuple[ToldAttempt, ...] = ()
    obstacle: str = ""
    halfway: tuple[str, ...] = ()
    visited: int = 1
    goal: str = ""

    @property
    def attainable(self) -> bool:
        """Whether there is a chain."""
        return self.path is not None

    def _repr_html_(self) -> str:
        """Show in a notebook."""
        from detente.analysis.notebook import attainment_html

        return attainment_html(self)


def attainment(
    case: Case,
    readings: Readings | None = None,
    world: str = ACTUAL,
    *,
    rules: Rules | None = None,
    goal: str | None = None,
) -> AttainAnswer:
    """Return whether the outcome (or another formula) can be attained, with the evidence.

    Raises
    ------
    NotAnswered
        If the case has no outcome and no other formula is given.
    ModelError
        If there is no feasible status quo in that world.

    Examples
    --------
    >>> import detente
    >>> answer = attainment(detente.load("peace-treaty"))
    >>> answer.attainable, [a.vetoes for a in answer.attempts]
    (False, [('japan',)])
    """
    wanted = case.formula(goal) if goal is not None else case.outcome
    if wanted is None:
        raise NotAnswered("the case has no outcome to attain")
    asked = goal or ""
    full = case.reading(**dict(readings or {}))
    search = Search(case.conflict(full, world), case.coalitions, rules or Rules())
    found = search.attain(wanted)
    conflict = search.conflict
    here = conflict.states.pattern(conflict.status_quo)
    if found.path is not None:
        told = tuple(told_step(search, s) for s in found.path)
        return AttainAnswer(full, world, search.rules, here, told, visited=len(found.visited), goal=asked)
    tried = tuple(told_attempt(search, a) for a in attempts(search, wanted, found))
    truth = conflict.states.truth(wanted)
    obstacle = "" if tried else "out_of_reach" if truth.any() else "no_state"
    between = _halfway(search, truth) if search.rules.joint == "sequences" else ()
    return AttainAnswer(full, world, search.rules, here, None, tried, obstacle, between, len(found.visited), asked)


def _halfway(search: Search, wanted: Mask) -> tuple[str, ...]:
    """Return the infeasible patterns that keep sequences from an outcome which a joint move at once would reach."""
    conflict, here = search.conflict, search.conflict.status_quo
    together = tuple(range(len(conflict.decision_makers)))
    at_once = conflict.moves.at_once(together, here)
    if at_once is None:
        return ()
    missed = wanted & at_once & ~conflict.structure.joint_reach(together, here, "sequences")
    found: dict[str, None] = {}
    start, feasible = conflict.states.pattern(here), set(conflict.states.patterns)
    for end in np.flatnonzero(missed).tolist():
        for dm in conflict.decision_makers:
            letters = list(start)
            for option in dm.options:
                letters[option.bit] = conflict.states.pattern(end)[option.bit]
            pattern = "".join(letters)
            if pattern != start and pattern not in feasible:
                found.setdefault(pattern)
    return tuple(found)
