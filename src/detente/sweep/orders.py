"""Orders of a reading's statements (or tie classes): numbered, and made ranks of the states, many at a time."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from math import factorial
from typing import Literal, Protocol

import numpy as np
import numpy.typing as npt

from detente.errors import ModelError
from detente.model.preferences import Preference, Prioritised, Ranking
from detente.model.states import States
from detente.sweep.vary import WrongPlan

Numbers = npt.NDArray[np.int64]
Orders = npt.NDArray[np.int8]
Ranks = npt.NDArray[np.unsignedinteger]
How = Literal["written", "orders", "swaps"]
MOST_ORDERED = 20
MOST_STATEMENTS = 52


class Arrangement(Protocol):
    """A reading as it is written, or in several orders of what it is made of, each with a number from 0."""

    @property
    def reading(self) -> str:
        """The name of the reading."""

    @property
    def size(self) -> int:
        """How many there are."""

    def ranks(self, states: States, numbers: Numbers) -> Ranks:
        """Return ``(numbers, states)``: the ranks that some of them give, higher is better."""


@dataclass(frozen=True, eq=False)
class Written:
    """A reading as it is written."""

    reading: str
    preference: Preference
    size: int = 1

    def ranks(self, states: States, numbers: Numbers) -> Ranks:
        """Return ``(numbers, states)``, all rows the same."""
        order = self.preference.order(states).ranks
        kind = np.dtype(f"u{order.itemsize}")
        return np.asarray(np.broadcast_to(order.astype(kind), (len(numbers), len(order))))


@dataclass(frozen=True, eq=False)
class Reordered:
    """A reading in other orders of its statements, or of its tie classes.

    Parameters
    ----------
    reading : str
    preference : Prioritised or Ranking
    how : str
        ``orders``: every order, the written one first, in lexicographic order; ``swaps``: the written one and those
        with one swap of neighbours, the most important places first.

    Examples
    --------
    >>> wants = Ranking((("a",), ("b",), ("c",)))
    >>> Reordered("default", wants, "orders").written(np.arange(3)).tolist()
    ['1 2 3', '1 3 2', '2 1 3']
    >>> Reordered("default", wants, "swaps").written(np.arange(3)).tolist()
    ['1 2 3', '2 1 3', '1 3 2']
    """

    reading: str
    preference: Prioritised | Ranking
    how: How

    def __post_init__(self) -> None:
        most, words = (MOST_ORDERED, "orders") if self.how == "orders" else (MOST_STATEMENTS, "swaps")
        if self.items > most:
            advice = "vary readings or swaps instead" if self.how == "orders" else "vary readings instead"
            raise WrongPlan(
                f"{words} of {self.items} statements (reading {self.reading}) are not numbered, only of {most}; "
                f"{advice}"
            )

    @cached_property
    def items(self) -> int:
        """How many statements or classes there are."""
        return len(self.preference.statements if isinstance(self.preference, Prioritised) else self.preference.classes)

    @property
    def size(self) -> int:
        """How many orders there are."""
        return factorial(self.items) if self.how == "orders" else max(1, self.items)

    def orders(self, numbers: Numbers) -> Orders:
        """Return ``(numbers, items) int8``: which statement, from 0, comes first, second, and so on."""
        return _permutations(numbers, self.items) if self.how == "orders" else _swapped(numbers, self.items)

    def written(self, numbers: Numbers) -> npt.NDArray[np.str_]:
        """Return ``(numbers,)`` texts: the numbers of the statements from 1, the most important first."""
        texts = [" ".join(map(str, row)) for row in (self.orders(numbers).astype(np.int64) + 1).tolist()]
        return np.array(texts, dtype=np.str_)

    def ranks(self, states: States, numbers: Numbers) -> Ranks:
        """Return ``(numbers, states)``: a rank for each state, as :meth:`Prioritised.order` would give, with gaps.

        Raises
        ------
        ModelError
            If a statement is left open by a merged state, or a ranking leaves out a feasible state.
        """
        orders = self.orders(numbers)
        if isinstance(self.preference, Ranking):
            ranks: Ranks = _weights(orders, np.arange(self.items, 0, -1)).astype(np.uint8)
            return ranks[:, _classes(self.preference, states)]
        held = np.array([states.truth(s.formula) for s in self.preference.statements], dtype=np.float64)
        if not self.items:
            return np.zeros((len(numbers), len(states)), dtype=np.uint8)
        kinds, place = np.unique(held, axis=1, return_inverse=True)
        scores = _weights(orders, 2.0 ** np.arange(self.items - 1, -1, -1)) @ kinds
        return _narrow(scores)[:, place.reshape(-1)]


def _weights(orders: Orders, of_places: npt.NDArray[np.generic]) -> npt.NDArray[np.float64]:
    """Return ``(orders, items)``: what each item weighs at the place that it has in each order."""
    weights = np.empty(orders.shape, dtype=np.float64)
    np.put_along_axis(weights, orders.astype(np.intp), np.broadcast_to(of_places, orders.shape), axis=1)
    return weights


def _narrow(scores: npt.NDArray[np.float64]) -> Ranks:
    """Return scores, ``(orders, kinds)`` and all different in a row, as ranks of a narrow type."""
    if scores.max(initial=0) < 255:
        return scores.astype(np.uint8)
    places = scores.argsort(axis=1, kind="stable")
    ranks: Ranks = np.empty(scores.shape, dtype=np.min_scalar_type(scores.shape[1]))
    np.put_along_axis(ranks, places, np.arange(scores.shape[1], dtype=ranks.dtype)[None, :], axis=1)
    return ranks


def _classes(ranking: Ranking, states: States) -> npt.NDArray[np.intp]:
    """Return ``(states,)``: the tie class of each state."""
    of = {state: place for place, tied in enumerate(ranking.classes) for state in tied}
    slugs = states.slugs or states.patterns
    found = [of.get(pattern, of.get(slug, -1)) for pattern, slug in zip(states.patterns, slugs, strict=True)]
    if -1 in found:
        raise ModelError(f"the ranking leaves out the feasible state {slugs[found.index(-1)]}")
    return np.array(found, dtype=np.intp)


def _permutations(numbers: Numbers, items: int) -> Orders:
    """Return permutations by their lexicographic numbers."""
    left = numbers.astype(np.int64)
    made = np.empty((len(numbers), items), dtype=np.int8)
    for place in range(items):
        share = factorial(items - 1 - place)
        made[:, place] = left // share
        left = left % share
    for place in range(items - 2, -1, -1):
        made[:, place + 1 :] += made[:, place + 1 :] >= made[:, place : place + 1]
    return made


def _swapped(numbers: Numbers, items: int) -> Orders:
    """Return the written order with places ``k - 1`` and ``k`` swapped for each number ``k``; 0 swaps nothing."""
    made = np.tile(np.arange(items, dtype=np.int8), (len(numbers), 1))
    (rows,) = np.nonzero(numbers)
    made[rows, numbers[rows]], made[rows, numbers[rows] - 1] = numbers[rows] - 1, numbers[rows]
    return made
