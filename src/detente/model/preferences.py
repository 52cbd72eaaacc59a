"""Preferences: what a decision maker wants, and the order that follows on the states (theory B1, B2, B11).

A *preference* is what the analyst wrote (statements, a ranking, weights, payoffs); ``order(states)`` makes it an
*order* of the states. Stability asks an order three questions only (theory B11): does a state tempt, is a sanctioning
move credible, does a state deter. For a weak order all three follow from the ranks; a higher rank is better.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from math import lcm
from typing import Protocol

import numpy as np
import numpy.typing as npt

from detente.errors import ModelError
from detente.model.formula import Formula, Mask, text
from detente.model.states import States

Ranks = npt.NDArray[np.int64]
Where = int | npt.NDArray[np.int64] | slice


class Order(Protocol):
    """The three predicates of theory B11, each on arrays of states."""

    def tempts(self, target: Where, start: int) -> Mask:
        """Would the decision maker move from ``start`` to ``target``?"""

    def credible(self, target: Where, start: int) -> Mask:
        """Would it really move so when it sanctions another?"""

    def deters(self, target: Where, start: int) -> Mask:
        """Is ``target`` a sanction for a decision maker that left ``start``? True of ``start`` itself."""


@dataclass(frozen=True, eq=False)
class WeakOrder:
    """A complete ranking with ties.

    Attributes
    ----------
    ranks : ndarray
        ``(states,) int64``; higher is better, equal is indifferent. Dense: 0, 1, 2, ... without gaps.
    """

    ranks: Ranks

    def tempts(self, target: Where, start: int) -> Mask:
        """Return whether ``target`` is strictly better than ``start``."""
        return np.asarray(self.ranks[target] > self.ranks[start])

    credible = tempts

    def deters(self, target: Where, start: int) -> Mask:
        """Return whether ``target`` is not strictly better than ``start``."""
        return np.asarray(self.ranks[target] <= self.ranks[start])


def dense(values: npt.NDArray[np.int64]) -> Ranks:
    """Return the dense ranks of values, the greatest last.

    Examples
    --------
    >>> dense(np.array([10, -3, 10])).tolist()
    [1, 0, 1]
    """
    return np.unique(values, return_inverse=True)[1].reshape(-1).astype(np.int64)


class Preference(Protocol):
    """What the analyst wrote of one decision maker's preferences."""

    def order(self, states: States) -> WeakOrder:
        """Return the order of the states that follows from it."""


@dataclass(frozen=True, slots=True)
class Statement:
    """One thing that is wanted: the formula, and the words of the file."""

    formula: Formula
    wording: str


@dataclass(frozen=True, slots=True)
class Prioritised:
    """Statements, the most important first; states compare lexicographically by what they fulfil (theory B2)."""

    statements: tuple[Statement, ...]

    def order(self, states: States) -> WeakOrder:
        """Rank the states by ``(first statement true, second statement true, ...)``, true being better.

        Notes
        -----
        Any number of statements: 30 at a time refine the dense ranks found so far, so nothing overflows.
        """
        ranks = np.zeros(len(states), dtype=np.int64)
        for first in range(0, len(self.statements), 30):
            for statement in self.statements[first : first + 30]:
                ranks = 2 * ranks + states.truth(statement.formula)
            ranks = dense(ranks)
        return WeakOrder(ranks)


@dataclass(frozen=True, slots=True)
class Ranking:
    """Tie classes of states, the best first, each state given by its pattern or name."""

    classes: tuple[tuple[str, ...], ...]

    def order(self, states: States) -> WeakOrder:
        """Rank the states.

        Raises
        ------
        ModelError
            If a feasible state is left out.
        """
        rank_of = {state: -place for place, tied in enumerate(self.classes) for state in tied}
        return WeakOrder(dense(np.array([_rank_of(rank_of, states, s) for s in range(len(states))], dtype=np.int64)))


def _rank_of(rank_of: dict[str, int], states: States, state: int) -> int:
    slug = states.slugs[state] if states.slugs else ""
    for key in (states.pattern(state), slug):
        if key in rank_of:
            return rank_of[key]
    raise ModelError(f"the ranking leaves out the feasible state {slug or states.pattern(state)}")


@dataclass(frozen=True, slots=True)
class Weighted:
    """A weight per option (theory B2): a state scores the sum of the weights of its Y options."""

    weights: tuple[tuple[str, Fraction], ...]

    def order(self, states: States) -> WeakOrder:
        """Rank the states by score, exactly: weights are fractions, brought to whole numbers."""
        common = lcm(*(w.denominator for _, w in self.weights))
        score = np.zeros(len(states), dtype=object)
        for option, weight in self.weights:
            holds, fails = states.column(option)
            if not (holds | fails).all():
                raise ModelError(f"the weight of {option} is left open by a merged state")
            score[holds] += int(weight * common)
        return WeakOrder(dense_exact(score))


@dataclass(frozen=True, slots=True)
class Payoffs:
    """A number per state, given by pattern or name; higher is better, only the order matters (theory B1)."""

    values: tuple[tuple[str, Fraction], ...]

    def order(self, states: States) -> WeakOrder:
        """Rank the states by payoff."""
        by_value: dict[Fraction, list[str]] = {}
        for state, value in self.values:
            by_value.setdefault(value, []).append(state)
        return Ranking(tuple(tuple(by_value[v]) for v in sorted(by_value, reverse=True))).order(states)


def dense_exact(values: npt.NDArray[np.object_]) -> Ranks:
    """Return dense ranks of Python numbers of any size, the greatest last."""
    place = {v: r for r, v in enumerate(sorted(set(values.tolist())))}
    return np.array([place[v] for v in values.tolist()], dtype=np.int64)


def as_ranking(order: WeakOrder, states: States) -> Ranking:
    """Return an order as tie classes of states, the best first."""
    classes: list[list[str]] = [[] for _ in range(int(order.ranks.max(initial=-1)) + 1)]
    for state, rank in enumerate(order.ranks.tolist()):
        classes[rank].append(states.slugs[state] if states.slugs else states.pattern(state))
    return Ranking(tuple(tuple(c) for c in reversed(classes) if c))


def wordings(statements: Sequence[Statement]) -> str:
    """Return statements in one line, best first."""
    return " > ".join(s.wording or text(s.formula) for s in statements)
