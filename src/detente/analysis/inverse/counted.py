"""How many rankings meet a goal: by conditions on upper sets where these say everything, else by going through all."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from fractions import Fraction
from math import prod

import numpy as np

from detente.analysis.inverse.conditions import Condition, condition
from detente.analysis.inverse.counting import share, share_about
from detente.analysis.inverse.enumeration import Enumerated, enumerated
from detente.analysis.inverse.goal import Goal
from detente.concepts import Concept, Replies
from detente.engines import Progress
from detente.errors import TooLarge
from detente.model.conflict import Conflict
from detente.model.moves import Arcs, Walk


@dataclass(frozen=True, eq=False)
class Asked:
    """What is asked of a conflict.

    Attributes
    ----------
    conflict : Conflict
    concept : Concept
    goal : Goal
    weights : mapping
        From each varied decision maker, by its number, to what a turned pair of its order costs.
    """

    conflict: Conflict
    concept: Concept
    goal: Goal
    weights: Mapping[int, int]

    @property
    def fixed(self) -> list[int]:
        """The decision makers that are not varied."""
        return [i for i in range(len(self.conflict.decision_makers)) if i not in self.weights]

    @property
    def is_credible(self) -> bool:
        """Whether answers must be improvements, so that the varied decision makers depend on each other."""
        return self.concept.replies is Replies.CREDIBLE

    def at(self, state: int) -> Asked:
        """Return the same question about one state."""
        wanted = np.zeros(len(self.goal.wanted), dtype=bool)
        wanted[state] = True
        return Asked(self.conflict, self.concept, Goal(wanted), self.weights)


@dataclass(frozen=True, eq=False)
class Counted:
    """How many rankings meet a goal.

    Attributes
    ----------
    share : Fraction or None
        The exact share of all profiles of strict rankings of the varied decision makers.
    about : float or None
        The share to about ten digits, where the exact one is out of reach.
    why_not : str
        Why there is no exact share; empty if there is one.
    conditions : mapping
        From a varied decision maker to its condition, where each has one of its own.
    blocked_by : tuple of int
        Decision makers that are not varied and would leave the state whatever the varied ones want.
    enumerated : Enumerated or None
        What going through all rankings found, where that was done.
    """

    share: Fraction | None
    about: float | None = None
    why_not: str = ""
    conditions: Mapping[int, Condition] = field(default_factory=dict)
    blocked_by: tuple[int, ...] = ()
    enumerated: Enumerated | None = None


def counted(asked: Asked, progress: Progress | None = None) -> Counted:
    """Return how many rankings meet a goal."""
    if asked.goal.state is None:
        return _one_by_one(asked, progress)
    blocked = blocked_by(asked)
    if blocked:
        return Counted(Fraction(0), 0.0, blocked_by=blocked)
    conditions = own_conditions(asked)
    if conditions is None:
        return _one_by_one(asked, progress)
    return _by_conditions(conditions, progress)


def blocked_by(asked: Asked) -> tuple[int, ...]:
    """Return the decision makers that are not varied and leave the one wanted state whatever the others want.

    The varied ones are given every answer that they could make; more answers never harm stability (theory C8).
    """
    generous = _walk(asked, generous=True)
    return tuple(i for i in asked.fixed if not _holds(asked, i, generous))


def own_conditions(asked: Asked) -> dict[int, Condition] | None:
    """Return the condition of each varied decision maker, if these are all that matters; None if they are not.

    For Nash, GMR and SMR they are. For SEQ and SSEQ they are if no answer that a varied decision maker may or may not
    want to give makes a difference.
    """
    state = asked.goal.states[0]
    if not asked.is_credible:
        return {i: condition(asked.conflict, asked.concept, i, state) for i in asked.weights}
    generous, stingy = _walk(asked, generous=True), _walk(asked, generous=False)
    if not all(_holds(asked, i, stingy) for i in asked.fixed):
        return None
    found = {}
    for i in asked.weights:
        found[i] = condition(asked.conflict, asked.concept, i, state, stingy)
        if set(found[i].clauses) != set(condition(asked.conflict, asked.concept, i, state, generous).clauses):
            return None
    return found


def _holds(asked: Asked, player: int, walk: Walk | None) -> bool:
    state = asked.goal.states[0]
    ranks = asked.conflict.orders[player].ranks
    return condition(asked.conflict, asked.concept, player, state, walk).holds(ranks > ranks[state])


def _walk(asked: Asked, *, generous: bool) -> Walk | None:
    """Return the answers if the varied make every move that they can, or none; None where orders do not matter."""
    if not asked.is_credible:
        return None
    size = len(asked.conflict.states)
    nothing = Arcs(np.zeros(size + 1, dtype=np.int64), np.zeros(0, dtype=np.int64))
    lists = list(asked.conflict.improving.lists)
    for i in asked.weights:
        lists[i] = asked.conflict.moves.arcs(i) if generous else nothing
    return Walk(tuple(lists))


def _by_conditions(conditions: Mapping[int, Condition], progress: Progress | None) -> Counted:
    try:
        found = Fraction(1)
        for one in conditions.values():
            found *= share(one, progress)
        return Counted(found, float(found), conditions=conditions)
    except TooLarge as error:
        return Counted(None, _about(conditions.values(), progress), str(error), conditions)


def _about(conditions: Iterable[Condition], progress: Progress | None) -> float | None:
    try:
        return prod(share_about(one, progress) for one in conditions)
    except TooLarge:
        return None


def _one_by_one(asked: Asked, progress: Progress | None) -> Counted:
    try:
        found = enumerated(asked.conflict, asked.concept, asked.goal, asked.weights, progress)
    except TooLarge as error:
        return Counted(None, None, f"{_coupled(asked)}, and {error}")
    return Counted(found.share, float(found.share), enumerated=found)


def _coupled(asked: Asked) -> str:
    if asked.goal.state is None:
        return "a goal about several states is counted ranking by ranking"
    return "what one decision maker wants decides how it answers another, so rankings are counted one by one"
