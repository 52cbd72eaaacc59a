"""The inverse question answered by trying every ranking, and small conflicts to ask it of."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from itertools import permutations, product
from math import factorial

import numpy as np
from hypothesis import strategies as st

from detente.analysis.inverse import Goal
from detente.concepts import concept
from detente.engines.batch import Batch
from detente.model.conflict import Conflict
from detente.model.formula import Mask
from detente.model.preferences import WeakOrder
from tests.build import conflicts, named_graphs, option_graphs

NAMES = ("Nash", "GMR", "SMR", "SEQ", "SSEQ")
MOST_PROFILES = 15_000


@dataclass(frozen=True)
class Forced:
    """What trying every ranking found: how many meet the goal, of how many, and the least distance."""

    satisfying: int
    of: int
    least: int | None


def turned(new: Sequence[int], old: WeakOrder) -> int:
    """Return how many strict pairs of an order a ranking turns round, pair by pair."""
    ranks = old.ranks.tolist()
    pairs = product(range(len(ranks)), repeat=2)
    return sum(ranks[a] > ranks[b] and new[a] < new[b] for a, b in pairs)


def by_force(conflict: Conflict, name: str, goal: Goal, weights: Mapping[int, int], *, weak: bool = False) -> Forced:
    """Return what trying every strict ranking finds; with ``weak`` every ranking in which only tied pairs may tie."""
    orders = [
        list(_weak(conflict.orders[i]) if weak else permutations(range(len(conflict.states)))) if i in weights else None
        for i in range(len(conflict.decision_makers))
    ]
    kept = [o.ranks[None, :].astype(np.int64) for o in conflict.orders]
    ranks = [np.array(given) if given is not None else kept[i] for i, given in enumerate(orders)]
    batch = Batch(conflict.structure, tuple(ranks))
    profiles = batch.all_profiles()
    met = _met(batch.equilibria(profiles, concept(name)), goal)
    prices = [
        np.array([weights[i] * turned(r, conflict.orders[i]) for r in given]) if given is not None else np.zeros(1, int)
        for i, given in enumerate(orders)
    ]
    costs = sum(price[profiles[:, i]] for i, price in enumerate(prices))
    return Forced(int(met.sum()), len(profiles), int(costs[met].min()) if met.any() else None)


def _met(equilibria: Mask, goal: Goal) -> Mask:
    """Return which profiles meet a goal, word for word."""
    found = []
    for row in equilibria:
        wanted = [bool(row[s]) for s in range(len(row)) if goal.wanted[s]]
        others = [bool(row[s]) for s in range(len(row)) if not goal.wanted[s]]
        found.append({"some": any(wanted), "all": all(wanted), "only": any(wanted) and not any(others)}[goal.how])
    return np.array(found)


def _weak(old: WeakOrder) -> Iterator[tuple[int, ...]]:
    """Yield every weak order, without gaps, in which no two states tie that the old one ranks strictly."""
    size = len(old.ranks)
    for ranks in product(range(size), repeat=size):
        tied = [(a, b) for a in range(size) for b in range(a) if ranks[a] == ranks[b]]
        if set(ranks) == set(range(max(ranks) + 1)) and all(old.ranks[a] == old.ranks[b] for a, b in tied):
            yield ranks


def only(size: int, state: int) -> Goal:
    """Return the goal that one state is an equilibrium."""
    return Goal(np.arange(size) == state)


@dataclass(frozen=True)
class Case:
    """A conflict, a concept, a state, and whose rankings are varied at which weight."""

    conflict: Conflict
    name: str
    state: int
    weights: dict[int, int]

    @property
    def slugs(self) -> tuple[str, ...]:
        return tuple(self.conflict.structure.slugs[i] for i in self.weights)

    @property
    def by_slug(self) -> dict[str, int]:
        return {self.conflict.structure.slugs[i]: w for i, w in self.weights.items()}

    @property
    def goal(self) -> Goal:
        return only(len(self.conflict.states), self.state)


@st.composite
def cases(draw: st.DrawFn, names: Sequence[str] = NAMES, most: int = MOST_PROFILES) -> Case:
    """Draw a case whose rankings can all be tried."""
    conflict = draw(st.one_of(named_graphs(most_states=5), conflicts(most=3), option_graphs()))
    size, n = len(conflict.states), len(conflict.decision_makers)
    while factorial(size) > most:
        conflict = draw(named_graphs(most_states=4))
        size, n = len(conflict.states), len(conflict.decision_makers)
    able = max(k for k in range(1, n + 1) if factorial(size) ** k <= most)
    varied = draw(st.sets(st.integers(0, n - 1), min_size=1, max_size=able))
    weights = {i: draw(st.sampled_from([1, 1, 2, 3])) for i in sorted(varied)}
    return Case(conflict, draw(st.sampled_from(names)), draw(st.integers(0, size - 1)), weights)


@st.composite
def larger_cases(draw: st.DrawFn) -> Case:
    """Draw a case of up to eight states for SEQ or SSEQ, too large to try every ranking."""
    conflict = draw(st.one_of(named_graphs(most_states=7), conflicts(most=4), option_graphs()))
    while len(conflict.states) > 8:
        conflict = draw(named_graphs(most_states=7))
    n = len(conflict.decision_makers)
    varied = draw(st.sets(st.integers(0, n - 1), min_size=1))
    weights = {i: draw(st.sampled_from([1, 1, 2])) for i in sorted(varied)}
    state = draw(st.integers(0, len(conflict.states) - 1))
    return Case(conflict, draw(st.sampled_from(["SEQ", "SSEQ"])), state, weights)


def share_of(found: Forced) -> Fraction:
    """Return the share of rankings that meet the goal."""
    return Fraction(found.satisfying, found.of)
