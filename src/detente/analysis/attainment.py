"""Can the outcome be attained, for one reading of each decision maker and one world? The answer with its evidence."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import numpy as np

from detente.analysis.attain import Rules, Search, Step, attempts
from detente.analysis.told import ToldAttempt, ToldStep, told_attempt, told_move, told_step
from detente.case.build import ACTUAL, Case, Readings
from detente.errors import NotAnswered, TooLarge
from detente.model.conflict import Conflict
from detente.model.formula import Formula, Mask
from detente.model.moves import Joint
from detente.model.preferences import Prioritised

if TYPE_CHECKING:
    from detente.engines.symbolic import Move

Stage = Callable[[str, int, int], None]


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
    listed : bool
        Whether the states were listed. Where they are too many for that, the engine ``symbolic`` finds the chain, and
        neither the answers of outsiders nor what stops an outcome are told.
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
    listed: bool = True

    @property
    def attainable(self) -> bool:
        """Whether there is a chain."""
        return self.path is not None

    def _repr_html_(self) -> str:
        """Show in a notebook."""
        from detente.analysis.notebook import attainment_html

        return attainment_html(self)


def attainment(  # noqa: PLR0913 - the question has as many parts
    case: Case,
    readings: Readings | None = None,
    world: str = ACTUAL,
    *,
    rules: Rules | None = None,
    goal: str | None = None,
    seconds: float | None = None,
    stage: Stage | None = None,
) -> AttainAnswer:
    """Return whether the outcome (or another formula) can be attained, with the evidence.

    Parameters
    ----------
    case : Case
    readings : mapping, optional
        The first reading of each decision maker if not given.
    world : str
    rules : Rules, optional
    goal : str, optional
        A formula to ask for instead of the outcome.
    seconds : float, optional
        When to give up a case whose states cannot be listed; 300 if not given.
    stage : callable, optional
        Called by such a search with what is being done, how much of it is done and how much there is (0: unknown).

    Raises
    ------
    NotAnswered
        If the case has no outcome and no other formula is given, or if the time is over.
    ModelError
        If there is no feasible status quo in that world.
    TooLarge
        If the states cannot be listed, and sets of them cannot be kept as formulas either.

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
    chosen, asked_of = rules or Rules(), case.conflict(full, world)
    if not is_listed(asked_of):
        return _unlisted(
            AttainAnswer(full, world, chosen, "", None, goal=asked), case, asked_of, wanted, seconds, stage
        )
    search = Search(asked_of, case.coalitions, chosen)
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


def is_listed(conflict: Conflict) -> bool:
    """Return whether the states can be listed; only where sets of them can be kept as formulas is that no error.

    Raises
    ------
    TooLarge
        If they cannot be listed, and sets of them cannot be kept as formulas.
    """
    from detente.engines.planner import why_not_symbolic

    try:
        return len(conflict.states) > 0
    except TooLarge:
        if why_not_symbolic(conflict) or not all(isinstance(p, Prioritised) for p in conflict.preferences):
            raise
        return False


def _unlisted(
    blank: AttainAnswer,
    case: Case,
    conflict: Conflict,
    wanted: Formula,
    seconds: float | None,
    stage: Stage | None,
) -> AttainAnswer:
    """Return the answer of the engine that keeps sets of states as formulas."""
    from detente.analysis.large import SECONDS, attained, start_of

    found = attained(conflict, wanted, case.coalitions, blank.rules, seconds or SECONDS, stage)
    here = replace(blank, status_quo=start_of(conflict), listed=False)
    if found is None:
        return replace(here, obstacle="no_state")
    chain = None if found.path is None else told_chain(conflict, found.path, blank.rules.joint)
    return replace(here, path=chain, visited=found.visited)


def told_chain(conflict: Conflict, path: Sequence[Move], joint: Joint) -> tuple[ToldStep, ...]:
    """Tell a chain among states that are not listed: its own states are listed, and nothing else."""
    ends = [path[0].start, *(move.end for move in path)] if path else []
    small = replace(conflict.structure, listing={pattern: pattern for pattern in dict.fromkeys(ends)})
    among = Conflict(small, conflict.preferences)
    steps = [Step(tuple(map(small.player, m.by)), small.states.index(m.start), small.states.index(m.end)) for m in path]
    return tuple(ToldStep(told_move(among, step, joint), (), None) for step in steps)


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
