"""The same questions by force: every set of demotions, every vector of amounts, judged by the definitions as loops."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import combinations, product

import numpy as np
from hypothesis import strategies as st

from detente.concepts import concept
from detente.concepts.coalitional import coalition_concept
from detente.engines.reference import Coalitions, is_stable
from detente.model.conflict import Conflict, Structure
from detente.model.preferences import WeakOrder, dense
from tests.build import conflicts, named_graphs

PRICED = ("Nash", "GMR", "SMR", "SEQ", "SSEQ")
Set = frozenset[tuple[int, int]]


def small() -> st.SearchStrategy[Conflict]:
    """Return conflicts small enough for everything to be tried."""
    return st.one_of(conflicts(most=3), named_graphs(most_states=5))


def values_of(conflict: Conflict) -> list[list[int]]:
    """Return everybody's ranks as numbers that somebody gave."""
    return [order.ranks.tolist() for order in conflict.orders]


def with_values(structure: Structure, values: list[list[int]]) -> Conflict:
    """Return the conflict in which states are worth so much."""
    return Conflict.of_orders(structure, [WeakOrder(dense(np.array(v, dtype=np.int64))) for v in values])


def is_equilibrium(conflict: Conflict, name: str, state: int) -> bool:
    """Is a state stable for everybody?"""
    return all(is_stable(conflict, concept(name), i, state) for i in range(len(conflict.orders)))


def demote(conflict: Conflict, target: int, made: Set) -> Conflict:
    """Return the conflict after demotions: each state just below the target, in the old order among themselves."""
    orders = []
    for player, order in enumerate(conflict.orders):
        ranks = order.ranks.tolist()
        down = {s for i, s in made if i == player}
        places = []
        for state, rank in enumerate(ranks):
            group = 1 if state in down else 3 if rank > ranks[target] else 2 if rank == ranks[target] else 0
            places.append((group, rank))
        ladder = sorted(set(places))
        orders.append(WeakOrder(np.array([ladder.index(p) for p in places])))
    return Conflict.of_orders(conflict.structure, orders)


def upper(conflict: Conflict, target: int) -> list[tuple[int, int]]:
    """Return all pairs of a decision maker and a state that it prefers to the target."""
    ranks = [order.ranks for order in conflict.orders]
    return [(i, s) for i, r in enumerate(ranks) for s in range(len(r)) if r[s] > r[target]]


def smallest_demotions(conflict: Conflict, name: str, target: int) -> set[Set]:
    """Return all smallest sets of demotions that make the target an equilibrium."""
    pairs = upper(conflict, target)
    for size in range(len(pairs) + 1):
        sets = [frozenset(c) for c in combinations(pairs, size)]
        found = {made for made in sets if is_equilibrium(demote(conflict, target, made), name, target)}
        if found:
            return found
    raise AssertionError(conflict)


def amounts_tried(values: list[int], target: int) -> list[tuple[int, int]]:
    """Return every amount where an order changes, and just above it."""
    above = {0, *(v - values[target] for v in values if v > values[target])}
    return [(a, more) for a in sorted(above) for more in (0, 1)]


def raised(values: list[int], target: int, level: tuple[int, int]) -> list[int]:
    """Return worths after the target has become worth more; everything doubled."""
    made = [2 * v for v in values]
    made[target] += 2 * level[0] + level[1]
    return made


def vectors(conflict: Conflict, target: int) -> Iterator[tuple[tuple[int, int], ...]]:
    """Yield all vectors of amounts, the least sum first."""
    each = [amounts_tried(v, target) for v in values_of(conflict)]
    yield from sorted(product(*each), key=lambda v: (sum(a for a, _ in v), sum(m for _, m in v)))


def least_transfers(conflict: Conflict, name: str, target: int) -> tuple[int, int]:
    """Return the least sum of amounts that makes the target an equilibrium, and how many are more than that."""
    values = values_of(conflict)
    for vector in vectors(conflict, target):
        paid = [raised(v, target, level) for v, level in zip(values, vector, strict=True)]
        if is_equilibrium(with_values(conflict.structure, paid), name, target):
            return sum(a for a, _ in vector), sum(m for _, m in vector)
    raise AssertionError(conflict)


# ------------------------------------------------------------------------------------------------------ wedges


def joint_improvements(conflict: Conflict, group: tuple[int, ...], state: int) -> set[int]:
    """Return where a coalition would go together."""
    return set(Coalitions(conflict, "strict", None).improvements(group, state))


def gains(conflict: Conflict, group: tuple[int, ...], state: int) -> dict[int, list[int]]:
    """Return for each member how many places above a state the others are."""
    ranks = [order.ranks.tolist() for order in conflict.orders]
    return {i: [r - ranks[i][state] for r in ranks[i]] for i in group}


def raised_for(conflict: Conflict, state: int, given: dict[int, int]) -> Conflict:
    """Return the conflict in which a state has risen so many places for some."""
    values = values_of(conflict)
    made = [raised(v, state, (given.get(i, 0), 0)) for i, v in enumerate(values)]
    return with_values(conflict.structure, made)


def is_split(
    conflict: Conflict, name: str, group: tuple[int, ...], state: int, feared: list[bool], given: dict[int, int]
) -> bool:
    """Is each feared joint improvement gone or answered after a state has risen for some members?"""
    after = raised_for(conflict, state, given)
    words, concept_ = Coalitions(after, "strict", None), coalition_concept(name)
    return all(
        any(words.is_sanction(concept_, group, state, k) for k in words.replies(concept_, group, x))
        for x in words.improvements(group, state)
        if feared[x]
    )


def least_split(
    conflict: Conflict, name: str, group: tuple[int, ...], state: int, feared: list[bool], some: tuple[int, ...]
) -> int | None:
    """Return the least number of places that a state has to rise for some members; None if that is not enough."""
    each = [sorted({0, *(g for g in gains(conflict, group, state)[i] if g > 0)}) for i in some]
    costs = [
        sum(amounts)
        for amounts in product(*each)
        if is_split(conflict, name, group, state, feared, dict(zip(some, amounts, strict=True)))
    ]
    return min(costs, default=None)
