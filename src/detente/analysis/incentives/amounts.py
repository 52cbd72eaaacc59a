"""What states are worth to decision makers, in whole numbers: payoffs and weights that somebody gave, or places.

A price needs numbers, and only payoffs and weights are numbers. An order has places: how many classes of ties a state
would have to rise to come level with another one.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from math import lcm
from typing import Any

import numpy as np
import numpy.typing as npt

from detente.model.conflict import Conflict
from detente.model.preferences import Payoffs, Preference, WeakOrder, Weighted, dense, dense_exact
from detente.model.states import States

Values = npt.NDArray[Any]
SAFE = 1 << 60


@dataclass(frozen=True, eq=False)
class Amounts:
    """What each state is worth to each decision maker.

    Attributes
    ----------
    values : tuple of ndarray or None
        For each decision maker ``(states,)`` whole numbers, higher is better; None where the reading gives no numbers.
    scale : int
        What one unit of the case is in these numbers.
    """

    values: tuple[Values | None, ...]
    scale: int = 1

    def written(self, amount: int) -> Fraction:
        """Return an amount in the units of the case."""
        return Fraction(amount, self.scale)

    def raised(self, player: int, state: int, amount: int, *, more: bool = False) -> WeakOrder:
        """Return a decision maker's order after one state has become worth so much more to it.

        Parameters
        ----------
        player, state, amount : int
        more : bool
            Whether it is worth a little more than that: above the states that it would be level with.
        """
        return self.changed(player, {state: (amount, int(more))})

    def changed(self, player: int, changes: dict[int, tuple[int, int]]) -> WeakOrder:
        """Return a decision maker's order after some states have changed their worth.

        Parameters
        ----------
        player : int
        changes : dict
            From a state to how much more it is worth, and 1, 0 or -1 for a little more, exactly so much, a little less.
        """
        values = self.values[player]
        assert values is not None  # noqa: S101 - only those with numbers are asked
        doubled = 2 * values
        for state, (amount, little) in changes.items():
            doubled[state] += 2 * amount + little
        return order_of(doubled)


def order_of(values: Values) -> WeakOrder:
    """Return the order that whole numbers of any size give."""
    return WeakOrder(dense_exact(values) if values.dtype == object else dense(values))


def places(conflict: Conflict) -> Amounts:
    """Return the places of all states in everybody's order; every order has them.

    Examples
    --------
    >>> import detente
    >>> places(detente.load("chicken").conflict()).values[0].tolist()
    [0, 1, 3, 2]
    """
    return Amounts(tuple(np.asarray(order.ranks, dtype=np.int64) for order in conflict.orders))


def numbers(conflict: Conflict) -> Amounts:
    """Return what the states are worth in the numbers that the readings give: payoffs, or weights of options.

    Returns
    -------
    Amounts
        With None for each decision maker whose reading gives an order only.

    Raises
    ------
    ModelError
        If payoffs leave out a state, or a merged state leaves a weight open.

    Examples
    --------
    >>> import detente
    >>> [v.tolist() for v in numbers(detente.load("assurance").conflict()).values]
    [[3, 1, 2, 4], [3, 2, 1, 4]]
    """
    exact = [_fractions(preference, conflict) for preference in conflict.preferences]
    scale = lcm(*(value.denominator for given in exact for value in set(given or ())))
    return Amounts(tuple(None if given is None else _whole(given, scale) for given in exact), scale)


def _whole(given: Sequence[Fraction], scale: int) -> Values:
    whole = [int(value * scale) for value in given]
    kind: type = np.int64 if max(map(abs, whole), default=0) < SAFE else object
    return np.array(whole, dtype=kind)


def _fractions(preference: Preference, conflict: Conflict) -> list[Fraction] | None:
    if isinstance(preference, Payoffs):
        conflict.structure.order(preference)  # says which state is left out
        return _payoffs(preference, conflict.states)
    if isinstance(preference, Weighted):
        conflict.structure.order(preference)  # says which weight is left open
        return _weights(preference, conflict.states)
    return None


def _payoffs(preference: Payoffs, states: States) -> list[Fraction]:
    known = dict(preference.values)
    slugs = states.slugs or ("",) * len(states)
    return [known[slug] if slug in known else known[p] for p, slug in zip(states.patterns, slugs, strict=True)]


def _weights(preference: Weighted, states: States) -> list[Fraction]:
    made = [Fraction(0)] * len(states)
    for option, weight in preference.weights:
        for state in np.flatnonzero(states.column(option)[0]).tolist():
            made[state] += weight
    return made
