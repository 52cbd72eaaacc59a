"""The cohesion of a coalition: what its members would bring about together, what each gains, who gains least (F4)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction

import numpy as np

from detente.analysis.incentives.amounts import Amounts
from detente.analysis.incentives.prices import Pressure
from detente.model.formula import Mask, somewhere
from detente.model.moves import legal_reach


@dataclass(frozen=True, slots=True)
class Feared:
    """A joint improvement of the coalition.

    Attributes
    ----------
    state : int
        Where it leads.
    needed : bool
        Whether it takes all members: no smaller coalition within it can go there.
    steps : mapping
        From a member to how many places the state is above the start in its order.
    gains : mapping
        From a member to its gain in the numbers of the case; None where it has none.
    """

    state: int
    needed: bool
    steps: Mapping[int, int]
    gains: Mapping[int, Fraction | None]

    @property
    def weakest(self) -> tuple[int, ...]:
        """The members who gain least, by places."""
        least = min(self.steps.values())
        return tuple(i for i, steps in self.steps.items() if steps == least)


def cohesion(pressure: Pressure, numbers: Amounts) -> tuple[Feared, ...]:
    """Return the joint improvements that are feared, each with what it gives the members.

    Parameters
    ----------
    pressure : Pressure
    numbers : Amounts
        What states are worth in the numbers of the case, if it has any.
    """
    needed = ~_by_fewer(pressure)
    return tuple(
        Feared(
            state,
            bool(needed[state]),
            {i: _steps(pressure, i, state) for i in pressure.coalition},
            {i: _gain(pressure, numbers, i, state) for i in pressure.coalition},
        )
        for state in pressure.improvements.tolist()
    )


def _by_fewer(pressure: Pressure) -> Mask:
    """Return where all members but one can go; smaller coalitions go nowhere else."""
    walk, size = pressure.conflict.structure.walk, len(pressure.feared)
    smaller = [tuple(i for i in pressure.coalition if i != one) for one in pressure.coalition]
    return somewhere([np.zeros(size, dtype=bool), *(legal_reach(walk, k, pressure.state, size) for k in smaller)])


def _steps(pressure: Pressure, member: int, state: int) -> int:
    ranks = pressure.conflict.orders[member].ranks
    return int(ranks[state]) - int(ranks[pressure.state])


def _gain(pressure: Pressure, numbers: Amounts, member: int, state: int) -> Fraction | None:
    values = numbers.values[member]
    return None if values is None else numbers.written(int(values[state]) - int(values[pressure.state]))
