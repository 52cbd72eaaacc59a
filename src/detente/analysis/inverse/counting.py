"""How many strict rankings meet a condition on what ranks above one state, counted without listing them.

A random strict ranking puts each state above the target, or not; whether the condition holds depends on the states
that matter only. So it is enough to know how many good upper sets there are of each size: ``k`` states above and
``r - k`` below come in ``k! (r - k)!`` of the ``(r + 1)!`` orders of the ``r`` states that matter and the target. The
good sets are counted by going through these states one after the other and keeping, for each way in which the clauses
can stand so far, how many sets lead there by size.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from fractions import Fraction
from heapq import heappop, heappush
from math import factorial
from sys import getsizeof
from typing import TypeVar

import numpy as np
import numpy.typing as npt

from detente.analysis.inverse.conditions import Block, Clause, Condition
from detente.engines import Progress
from detente.errors import TooLarge

Value = TypeVar("Value", int, npt.NDArray[np.float64])
MOST_STANDINGS = 2_000_000
MOST_ABOUT = 50_000
MOST_BYTES = 1 << 27
MOST_BY_SIZE = 1_500
QUADRATURE = 64


def share(condition: Condition, progress: Progress | None = None) -> Fraction:
    """Return the exact share of all strict rankings that meet a condition.

    Parameters
    ----------
    condition : Condition
    progress : callable, optional
        Called now and then with how many of the states that matter are done; an exception that it raises ends the work.

    Raises
    ------
    TooLarge
        If the clauses can stand in too many ways at a time, or if there are too many states that matter to count sets
        of them by size.

    Notes
    -----
    Cost: linear in the states that matter times the ways in which the clauses can stand; that is small where few
    clauses overlap, as in the option form. 30 states take well under a second, at worst some seconds.

    Examples
    --------
    >>> share(Condition(0, ((frozenset({1}), frozenset({2})), (frozenset({3}), frozenset({4})))))
    Fraction(8, 15)
    """
    if (r := len(condition.matters)) > MOST_BY_SIZE:
        raise TooLarge(f"{r:,} states matter; sets of more than {MOST_BY_SIZE:,} are not counted by size")
    by_size = [1]
    for part in parts(condition.clauses):
        by_size = _product(by_size, _sizes(part, progress))
    whole = sum(n * factorial(k) * factorial(r - k) for k, n in enumerate(by_size))
    return Fraction(whole, factorial(r + 1))


def share_about(condition: Condition, progress: Progress | None = None) -> float:
    """Return the share of all strict rankings that meet a condition, to about ten digits.

    Notes
    -----
    Where there are too many states to count sets by size. A ranking drawn at random is the same as a random height for
    every state; so the share is an integral over the height of the target, of a polynomial.

    Raises
    ------
    TooLarge
        If the clauses can stand in too many ways at a time.

    Examples
    --------
    >>> round(share_about(Condition(0, ((frozenset({1}), frozenset({2})), (frozenset({3}), frozenset({4}))))), 9)
    0.533333333
    """
    heights, weights = _quadrature()
    found = np.ones_like(heights)
    for part in parts(condition.clauses):
        one = np.ones_like(heights)
        found *= _swept(part, one, lambda v: v * (1 - heights), lambda v: v * heights, MOST_ABOUT, progress)
    return float((found * weights).sum())


def _quadrature() -> tuple[npt.NDArray[np.float64], npt.NDArray[np.float64]]:
    """Return points between 0 and 1 and their weights, dense at both ends, where such polynomials are steep."""
    nodes, weights = np.polynomial.legendre.leggauss(QUADRATURE)
    halves = 2.0 ** -np.arange(20)
    edges = np.concatenate([[0], halves[::-1] / 2, 1 - halves[1:] / 2, [1]])
    width, start = np.diff(edges)[:, None], edges[:-1, None]
    return (start + width * (nodes + 1) / 2).reshape(-1), (width * weights / 2).reshape(-1)


def parts(clauses: Sequence[Clause]) -> list[list[Clause]]:
    """Return groups of clauses that have no state in common.

    Examples
    --------
    >>> [len(part) for part in parts([(frozenset({1}),), (frozenset({1, 2}),), (frozenset({3}),)])]
    [2, 1]
    """
    groups: list[tuple[set[int], list[Clause]]] = []
    for clause in clauses:
        states = set().union(*clause)
        touched = [g for g in groups if g[0] & states]
        groups = [g for g in groups if not g[0] & states]
        merged = [c for g in touched for c in g[1]]
        groups.append((states.union(*(g[0] for g in touched)), [*merged, clause]))
    return [group for _, group in groups]


def _sizes(clauses: Sequence[Clause], progress: Progress | None) -> list[int]:
    """Return how many good sets there are of each size, of the states that some clauses are about.

    The numbers are kept as the digits of one long number, so that adding is adding, and one more state above a shift.
    """
    size = len(set().union(*(block for clause in clauses for block in clause)))
    slot = size + 1
    packed = _swept(clauses, 1, lambda v: v, lambda v: v << slot, MOST_STANDINGS, progress)
    digit = (1 << slot) - 1
    return [packed >> slot * k & digit for k in range(size + 1)]


def _product(a: list[int], b: list[int]) -> list[int]:
    slot = len(a) + len(b)
    left, right = (sum(n << slot * k for k, n in enumerate(numbers)) for numbers in (a, b))
    product, digit = left * right, (1 << slot) - 1
    return [product >> slot * k & digit for k in range(len(a) + len(b) - 1)]


def _swept(
    clauses: Sequence[Clause],
    one: Value,
    below: Callable[[Value], Value],
    above: Callable[[Value], Value],
    most: int,
    progress: Progress | None,
) -> Value:
    """Return the sum over all good sets of a product with one factor for each state: above the target, or not."""
    sweep = _Sweep.over(clauses)
    standings: dict[tuple[int, int], Value] = {sweep.start: one}
    passed = 0
    for done, state in enumerate(sweep.order):
        after: dict[tuple[int, int], Value] = {}
        for standing, value in standings.items():
            for then, worth in ((sweep.below(standing, state), below), (sweep.above(standing, state), above)):
                if then is not None:
                    after[then] = after[then] + worth(value) if then in after else worth(value)
        standings = after
        passed += len(standings)
        if passed > most or _size(standings) > MOST_BYTES:
            raise TooLarge(
                f"the conditions on {len(sweep.order):,} states overlap too much to count what meets them all"
            )
        if progress is not None:
            progress(done, len(sweep.order))
    found = one * 0
    for value in standings.values():
        found = found + value
    return found


def _size(standings: dict[tuple[int, int], Value]) -> int:
    """Return about how many bytes these take; one long number for each is more than a count of them would say."""
    each = (getsizeof(whole) + getsizeof(met) + getsizeof(value) for (whole, met), value in standings.items())
    return getsizeof(standings) + sum(each)


@dataclass(frozen=True, slots=True)
class _Sweep:
    """How clauses stand while the states are gone through: which blocks are whole so far, which clauses are met.

    A standing is two sets as bits: the blocks that still matter and of which no state ranks above the target, and the
    clauses that are met.
    """

    order: list[int]
    holds: dict[int, int]
    ends: dict[int, int]
    clauses_of: list[int]
    blocks_of: list[int]
    useful: dict[int, int]

    @classmethod
    def over(cls, clauses: Sequence[Clause]) -> _Sweep:
        """Prepare to go through the states of some clauses."""
        blocks = list(dict.fromkeys(block for clause in clauses for block in clause))
        number = {block: k for k, block in enumerate(blocks)}
        order = _order(blocks)
        place = {q: k for k, q in enumerate(order)}
        holds, ends = dict.fromkeys(order, 0), dict.fromkeys(order, 0)
        for block, k in number.items():
            ends[max(block, key=place.__getitem__)] |= 1 << k
            for q in block:
                holds[q] |= 1 << k
        clauses_of = [0] * len(blocks)
        for c, clause in enumerate(clauses):
            for block in clause:
                clauses_of[number[block]] |= 1 << c
        return cls(order, holds, ends, clauses_of, [_bits(number[b] for b in clause) for clause in clauses], {})

    @property
    def start(self) -> tuple[int, int]:
        """The standing before the first state."""
        return (1 << len(self.clauses_of)) - 1, 0

    def below(self, standing: tuple[int, int], state: int) -> tuple[int, int] | None:
        """Return the standing after a state is kept down."""
        whole, met = standing
        for block in _ones(whole & self.ends[state]):
            met |= self.clauses_of[block]
        return whole & self._useful(met), met

    def above(self, standing: tuple[int, int], state: int) -> tuple[int, int] | None:
        """Return the standing after a state is ranked above the target; None if a clause can then not be met."""
        whole, met = standing
        lost = whole & self.holds[state]
        if not lost:
            return standing
        whole &= ~lost
        for c, blocks in enumerate(self.blocks_of):
            if lost & blocks and not met >> c & 1 and not whole & blocks:
                return None
        return whole, met

    def _useful(self, met: int) -> int:
        """Return the blocks of the clauses that are not met yet."""
        if met not in self.useful:
            found = 0
            for c, blocks in enumerate(self.blocks_of):
                if not met >> c & 1:
                    found |= blocks
            self.useful[met] = found
        return self.useful[met]


def _order(blocks: Sequence[Block]) -> list[int]:
    """Return the states in an order in which few blocks are open at a time.

    The largest block comes first; then, as long as some block shares a state with those before, the one with the fewest
    new states.
    """
    around: dict[int, list[int]] = {}
    for k, block in enumerate(blocks):
        for q in block:
            around.setdefault(q, []).append(k)
    new = [len(block) for block in blocks]
    placed: dict[int, None] = {}
    for first in sorted(range(len(blocks)), key=lambda k: (-len(blocks[k]), sorted(blocks[k]))):
        todo = [(0, first)]
        while todo:
            count, k = heappop(todo)
            if count > new[k] or not new[k]:
                continue  # it has fewer new states by now, and stands in the list again
            for q in sorted(blocks[k] - placed.keys()):
                placed[q] = None
                for other in around[q]:
                    new[other] -= 1
                    heappush(todo, (new[other], other))
    return list(placed)


def _bits(places: Iterable[int]) -> int:
    found = 0
    for place in places:
        found |= 1 << place
    return found


def _ones(bits: int) -> Iterable[int]:
    while bits:
        low = bits & -bits
        yield low.bit_length() - 1
        bits ^= low
