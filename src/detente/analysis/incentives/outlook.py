"""What it would take for the outcome to hold, and which coalitions could be split, in short: for the whole answer."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from detente.analysis.incentives.carrots import Carrots, carrots
from detente.analysis.incentives.wedge import Wedge, wedge
from detente.analysis.inverse.answer import Inverse, inverse
from detente.case.build import Case, Readings
from detente.errors import DetenteError
from detente.model.conflict import Conflict

MOST_STATES = 64
MOST_OUTCOMES = 3
MOST_COALITIONS = 16
COUNTED = ("Nash", "GMR", "SMR")


@dataclass(frozen=True, eq=False)
class Price:
    """What it takes for one state to hold.

    Attributes
    ----------
    state : int
    carrots : Carrots
    rankings : tuple of Inverse
        How many rankings of all decision makers make it an equilibrium, for concepts that need no search.
    """

    state: int
    carrots: Carrots
    rankings: tuple[Inverse, ...]


@dataclass(frozen=True, eq=False)
class Outlook:
    """What the outcome would take, and what would split whom.

    Attributes
    ----------
    conflict : Conflict
    outcomes : int
        In how many states the outcome holds.
    prices : tuple of Price
        For each of them, where they are few and the case is small.
    wedges : tuple of Wedge
        For each coalition that can act and would do something together at the status quo.
    asked : int
        How many coalitions were asked about, and answered for.
    coalitions : int
        How many of two members or more there are.
    """

    conflict: Conflict
    outcomes: int
    prices: tuple[Price, ...]
    wedges: tuple[Wedge, ...]
    asked: int
    coalitions: int


def outlook(case: Case, readings: Readings) -> Outlook | None:
    """Return what the outcome would take; None if the case has no outcome or no status quo.

    Notes
    -----
    Only what takes a moment: states of the outcome where they are at most three of at most 64, and at most 16
    coalitions.
    """
    if case.outcome is None or case.start is None:
        return None
    conflict = case.conflict(readings)
    states = np.flatnonzero(conflict.states.truth(case.outcome)).tolist()
    few = len(states) <= MOST_OUTCOMES and len(conflict.states) <= MOST_STATES
    groups = [group for group in case.coalitions if len(group) > 1]
    wedges = [w for group in groups[:MOST_COALITIONS] if (w := _wedge(case, conflict, group)) is not None]
    return Outlook(
        conflict,
        len(states),
        tuple(_price(conflict, state) for state in states) if few else (),
        tuple(w for w in wedges if w.active),
        len(wedges),
        len(groups),
    )


def _price(conflict: Conflict, state: int) -> Price:
    rankings = tuple(inverse(conflict, by, state=state) for by in COUNTED)
    return Price(state, carrots(conflict, state), rankings)


def _wedge(case: Case, conflict: Conflict, group: tuple[int, ...]) -> Wedge | None:
    slugs = conflict.structure.slugs
    try:
        return wedge(conflict, [slugs[i] for i in group], conflict.status_quo, family=case.coalitions)
    except DetenteError:
        return None
