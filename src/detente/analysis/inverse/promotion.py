"""The nearest order that meets a condition on what ranks above one state: the state itself moves up (theory F1).

The distance from one order to another is the number of pairs that the first ranks strictly and the second the other way
round; pairs that are tied can be ranked freely. Let ``d`` be the best state that has to be kept down. For every state
``u`` between it and the target, either ``u`` ends below the target or ``d`` ends below ``u``, which turns a pair round
in either case; so moving the target up past all of them, and past ``d``, is as near as can be. Only among the states
tied with ``d`` is there something to choose.
"""

from __future__ import annotations

from dataclasses import dataclass
from heapq import heappop, heappush

import numpy as np

from detente.analysis.inverse.conditions import Block, Clause, Condition, smallest
from detente.model.preferences import Ranks, WeakOrder, dense

MOST_NODES = 50_000


@dataclass(frozen=True, eq=False, slots=True)
class Promotion:
    """The nearest order of one decision maker.

    Attributes
    ----------
    order : WeakOrder
    distance : int
        How many strict pairs of the old order are turned round; 0 if the old order will do.
    optimal : bool
        Whether it is proved that no nearer order will do.
    """

    order: WeakOrder
    distance: int
    optimal: bool


def promotion(order: WeakOrder, condition: Condition) -> Promotion:
    """Return the nearest order that meets a condition.

    Notes
    -----
    Cost: linear in the states and the blocks, and a small exact search where several states tie at the level that the
    target has to pass.

    Examples
    --------
    >>> ranks = np.array([0, 1, 2, 3])
    >>> found = promotion(WeakOrder(ranks), Condition(0, ((frozenset({2}), frozenset({3})),)))
    >>> found.distance, found.order.ranks.tolist()
    (2, [2, 0, 1, 3])
    """
    ranks = order.ranks.astype(np.int64)
    here = int(ranks[condition.state])
    heights = [min(_height(block, ranks, here) for block in clause) for clause in condition.clauses]
    level = max([here, *heights])
    if level == here:
        return Promotion(order, 0, optimal=True)
    binding = [clause for clause, height in zip(condition.clauses, heights, strict=True) if height == level]
    down, optimal = _fewest([_tied(clause, ranks, here, level) for clause in binding])
    between = int(((ranks > here) & (ranks < level)).sum())
    return Promotion(_raised(ranks, condition.state, level, down), between + len(down), optimal)


def _height(block: Block, ranks: Ranks, here: int) -> int:
    """Return how far the target has to rise so that a whole block is kept down."""
    return max((int(ranks[q]) for q in block), default=here) if block else here


def _tied(clause: Clause, ranks: Ranks, here: int, level: int) -> tuple[Block, ...]:
    """Return of the blocks that need no higher level the states that stand on it."""
    low = [block for block in clause if _height(block, ranks, here) == level]
    return smallest(frozenset(q for q in block if ranks[q] == level) for block in low)


def _raised(ranks: Ranks, state: int, level: int, down: Block) -> WeakOrder:
    """Return the order in which a state stands right above some states of a level, and below the others of it."""
    raised = 4 * ranks
    raised[list(down)] -= 2
    raised[state] = 4 * level - 1
    return WeakOrder(dense(raised))


def _fewest(clauses: list[tuple[Block, ...]]) -> tuple[Block, bool]:
    """Return the smallest union of one block of each clause, and whether it is proved to be that."""
    tick = 0
    todo: list[tuple[int, int, Block]] = [(_least(clauses, frozenset()), tick, frozenset())]
    seen = {frozenset[int]()}
    while todo:
        _, _, chosen = heappop(todo)
        unmet = [clause for clause in clauses if not any(block <= chosen for block in clause)]
        if not unmet:
            return chosen, True
        if len(seen) > MOST_NODES:
            return _greedy(clauses, chosen), False
        for block in min(unmet, key=lambda clause: (len(clause), sorted(map(sorted, clause)))):
            if (more := chosen | block) not in seen:
                seen.add(more)
                heappush(todo, (_least(clauses, more), tick := tick + 1, more))
    raise AssertionError(clauses)


def _least(clauses: list[tuple[Block, ...]], chosen: Block) -> int:
    """Return a number of states that no union is smaller than: clauses without a common state add up."""
    least, used = len(chosen), set[int]()
    for clause in clauses:
        states = frozenset().union(*clause)
        if not any(block <= chosen for block in clause) and not states & used:
            used |= states
            least += min(len(block - chosen) for block in clause)
    return least


def _greedy(clauses: list[tuple[Block, ...]], chosen: Block) -> Block:
    for clause in clauses:
        if not any(block <= chosen for block in clause):
            chosen |= min(clause, key=lambda block: len(block - chosen))
    return chosen
