"""Which rankings make a state an equilibrium, how many they are, and which is nearest (theory D4, D5, F1)."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from fractions import Fraction
from functools import cached_property
from math import factorial, lgamma, log

import numpy as np

from detente.analysis.inverse.conditions import Condition
from detente.analysis.inverse.counted import Asked, Counted, counted
from detente.analysis.inverse.counting import MOST_BY_SIZE
from detente.analysis.inverse.goal import Goal, How
from detente.analysis.inverse.nearest import Nearest, nearest
from detente.analysis.inverse.rankings import distance
from detente.analysis.inverse.upper_sets import UpperSets, upper_sets
from detente.concepts import Concept, Replies, all_concepts, concept
from detente.engines import Progress
from detente.errors import MissingExtra, ModelError, NotAnswered, UnknownName, did_you_mean
from detente.model.conflict import Conflict
from detente.model.formula import Formula, Mask
from detente.model.preferences import WeakOrder

SECONDS = 60.0
MOST_DIGITS = 4_000


@dataclass(frozen=True, eq=False)
class Change:
    """The nearest rankings.

    Attributes
    ----------
    orders : mapping
        From each varied decision maker to its order of the states.
    distances : mapping
        From each of them to the strict pairs of its actual order that are turned round.
    distance : int
        The distances together, each times its weight.
    optimal : bool
        Whether it is proved that no ranking is nearer.
    bound : int
        A distance that no ranking which meets the goal falls below.
    """

    orders: Mapping[str, WeakOrder]
    distances: Mapping[str, int]
    distance: int
    optimal: bool
    bound: int


@dataclass(frozen=True, eq=False)
class Inverse:
    """Which preferences meet a goal.

    Attributes
    ----------
    concept : str
    goal : Goal
    vary : tuple of str
        Whose preferences are varied; the others keep theirs.
    weights : mapping
        From each of them to what a turned pair of its order costs.
    holds : bool
        Whether the goal is met as things are.
    share : Fraction or None
        The exact share of all strict rankings that meet it.
    about : float or None
        The share as a number; also where the exact one is out of reach, then to about ten digits.
    possible : bool or None
        Whether any ranking meets it; None if that is not known.
    change : Change or None
        The nearest rankings, where there are any.
    state : int or None
        The state that is asked about, or of several the one that the nearest rankings make an equilibrium.
    upper_sets : mapping
        From a varied decision maker to what it may rank above the state and what not, where that alone decides.
    blocked_by : tuple of str
        Decision makers that are not varied and leave the state whatever the varied ones want.
    why_not : mapping
        From ``satisfying`` and ``minimum_change`` to the reason why they are not known, or not proved.
    """

    concept: str
    goal: Goal
    vary: tuple[str, ...]
    weights: Mapping[str, int]
    holds: bool
    share: Fraction | None
    about: float | None
    possible: bool | None
    change: Change | None
    state: int | None = None
    upper_sets: Mapping[str, UpperSets] = field(default_factory=dict)
    blocked_by: tuple[str, ...] = ()
    why_not: Mapping[str, str] = field(default_factory=dict)

    @cached_property
    def of(self) -> int:
        """How many profiles of strict rankings there are."""
        return int(factorial(len(self.goal.wanted)) ** len(self.vary))

    @property
    def satisfying(self) -> int | None:
        """How many of them meet the goal; None if that is not known."""
        return None if self.share is None else int(self.share * self.of)

    @property
    def is_writable(self) -> bool:
        """Whether these numbers are short enough to be written; beyond 4,000 digits they are not."""
        return len(self.vary) * lgamma(len(self.goal.wanted) + 1) / log(10) < MOST_DIGITS

    @property
    def complete(self) -> bool:
        """Whether the number is known and the nearest rankings are proved to be that, or that there are none."""
        settled = self.possible is False or (self.change is not None and self.change.optimal)
        return self.share is not None and settled


def inverse(  # noqa: PLR0913 - the question has as many parts
    conflict: Conflict,
    by: str,
    *,
    state: int | None = None,
    where: Formula | None = None,
    how: How = "some",
    vary: Iterable[str] | None = None,
    weights: Mapping[str, int] | None = None,
    seconds: float = SECONDS,
    progress: Progress | None = None,
) -> Inverse:
    """Return which preferences make a state an equilibrium, how many these are, and the nearest of them.

    Parameters
    ----------
    conflict : Conflict
        Its preferences are the actual ones, from which distances count.
    by : str
        The solution concept: Nash, GMR, SMR, SEQ or SSEQ.
    state : int, optional
        The state that is to be an equilibrium; this or ``where`` is given.
    where : Formula, optional
        The states that it is about instead.
    how : str
        With ``where``: ``some`` of these states is to be an equilibrium, ``all`` of them, or ``only`` these (one at
        least, and no other state).
    vary : iterable of str, optional
        Whose preferences may change; those of all if not given.
    weights : mapping, optional
        What one turned pair of a decision maker's ranking costs, a whole number from 1; 1 if not given.
    seconds : float
        How long to search for the nearest rankings where a search is needed (SEQ, SSEQ, and goals about several
        states); what was found by then is told, and that it is not proved.
    progress : callable, optional
        Called now and then with how much of how much is done; an exception that it raises ends the work.

    Raises
    ------
    UnknownName
        If there is no such concept or decision maker.
    NotAnswered
        For simultaneous stability.
    ModelError
        If the formula holds in no state, or a weight is no whole number from 1.
    MissingExtra
        If a search is needed and the solver is not installed.

    Notes
    -----
    For Nash, GMR and SMR nothing is enumerated: 30 states take seconds at most. For SEQ and SSEQ the same holds where
    one decision maker is varied whose answers nobody relies on; else rankings are counted one by one, up to a million
    profiles of different kinds, and beyond that they are not counted.

    Examples
    --------
    >>> import detente
    >>> conflict = detente.load("syria-iraq-1975").conflict()
    >>> found = inverse(conflict, "SEQ", state=conflict.states.index("YNN"), vary=["syria"])
    >>> found.satisfying, found.of, found.change.distance
    (384, 720, 1)
    """
    asked = Asked(conflict, named(by), _goal(conflict, state, where, how), _weights(conflict, vary, weights))
    count = counted(asked, progress)
    found = _nearest(asked, count, seconds, progress)
    slugs = conflict.structure.slugs
    return Inverse(
        concept=asked.concept.name,
        goal=asked.goal,
        vary=tuple(slugs[i] for i in asked.weights),
        weights={slugs[i]: weight for i, weight in asked.weights.items()},
        holds=found.cost == 0 and _is_actual(asked, found),
        share=Fraction(0) if found.possible is False else count.share,
        about=0.0 if found.possible is False else count.about,
        possible=found.possible,
        change=_change(asked, found),
        state=found.state if asked.goal.state is None else asked.goal.state,
        upper_sets={slugs[i]: _sets(one) for i, one in count.conditions.items()},
        blocked_by=tuple(slugs[i] for i in count.blocked_by),
        why_not=_why_not(count, found),
    )


def _nearest(asked: Asked, count: Counted, seconds: float, progress: Progress | None) -> Nearest:
    """Return the nearest rankings; where the solver is missing but the number is known, the word that they are not."""
    try:
        return nearest(asked, count, seconds, progress)
    except MissingExtra as error:
        if count.share is None:
            raise
        return Nearest(None, None, 0, possible=count.share > 0, why_not=str(error))


def named(name: str) -> Concept:
    """Return the concept that the inverse question is asked of.

    Raises
    ------
    UnknownName
        If there is none of that name.
    NotAnswered
        For simultaneous stability.
    """
    known = [c.name for c in all_concepts().values() if c.replies is not Replies.JOINT]
    if name.casefold() not in {c.casefold() for c in all_concepts()}:
        raise UnknownName(f"the inverse question is asked of one of {', '.join(known)}, and not of {name}")
    found = concept(name)
    if found.replies is Replies.JOINT:
        raise NotAnswered(
            f"the inverse question is not answered for {found.name}, whose sanctions depend on moves at the same time; "
            f"ask it of one of {', '.join(known)}"
        )
    return found


def _goal(conflict: Conflict, state: int | None, where: Formula | None, how: How) -> Goal:
    if (state is None) == (where is None):
        raise ModelError("the inverse question is about one state or the states of a formula; give one of the two")
    if state is not None:
        wanted: Mask = np.arange(len(conflict.states)) == state
        return Goal(wanted)
    wanted = conflict.states.truth(where) if where is not None else np.zeros(0, dtype=bool)
    if not wanted.any():
        raise ModelError("the formula holds in no feasible state, so none of its states can be an equilibrium")
    return Goal(wanted, how)


def _weights(conflict: Conflict, vary: Iterable[str] | None, weights: Mapping[str, int] | None) -> dict[int, int]:
    slugs = conflict.structure.slugs
    varied = list(dict.fromkeys(slugs if vary is None else vary))
    if not varied:
        raise ModelError(f"somebody's preferences must vary; name one of {', '.join(slugs)}")
    for slug, weight in (weights or {}).items():
        conflict.structure.player(slug)
        if slug not in varied:
            raise UnknownName(f"{slug} has a weight but is not varied; {did_you_mean(slug, varied)}")
        if weight < 1:
            raise ModelError(f"the weight of {slug} must be a whole number from 1, and not {weight}")
    found = {conflict.structure.player(slug): (weights or {}).get(slug, 1) for slug in varied}
    return dict(sorted(found.items()))


def _sets(one: Condition) -> UpperSets:
    if len(one.matters) > MOST_BY_SIZE:
        return UpperSets((), None, (), complete=False, forbidden_complete=False)
    return upper_sets(one)


def _change(asked: Asked, found: Nearest) -> Change | None:
    if found.orders is None or found.cost is None:
        return None
    slugs = asked.conflict.structure.slugs
    return Change(
        {slugs[i]: order for i, order in found.orders.items()},
        {slugs[i]: distance(order, asked.conflict.orders[i]) for i, order in found.orders.items()},
        found.cost,
        found.optimal,
        found.bound,
    )


def _is_actual(asked: Asked, found: Nearest) -> bool:
    orders = found.orders or {}
    return all(np.array_equal(order.ranks, asked.conflict.orders[i].ranks) for i, order in orders.items())


def _why_not(count: Counted, found: Nearest) -> dict[str, str]:
    reasons = {"satisfying": count.why_not if found.possible is not False else "", "minimum_change": found.why_not}
    return {part: reason for part, reason in reasons.items() if reason}
