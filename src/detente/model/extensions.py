"""Partial orders and their linear extensions: how many complete orders agree with what is known, and which.

A partial order says of some pairs of items which comes first; a *linear extension* is an order of all items that agrees
with it. Sets of items are bits of a number. Counting goes through the sets that can still be left when some items have
been put first. Parts that have nothing to do with each other, and parts of which one comes before the other as a whole,
are counted apart, which keeps those sets few.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from math import comb, prod

import numpy as np
import numpy.typing as npt

from detente.errors import ModelError, TooLarge

Pair = tuple[int, int]
MOST_SETS = 1 << 18


class Contradiction(ModelError):
    """Pairs lead round in a circle; ``links`` are the places of the pairs of a shortest one, in its order."""

    def __init__(self, links: Sequence[int]) -> None:
        self.links = tuple(links)
        super().__init__("the pairs contradict each other")


@dataclass(frozen=True)
class PartialOrder:
    """What is known of an order of items.

    Attributes
    ----------
    size : int
        How many items there are; they are numbered from 0.
    before : tuple of int
        For each item the set of those that come before it, as bits; transitively closed.

    Examples
    --------
    >>> known = PartialOrder.of(4, [(0, 1), (2, 3)])
    >>> known.count, next(known.each()), known.open_pairs
    (6, (0, 1, 2, 3), ((0, 2), (0, 3), (1, 2), (1, 3)))
    """

    size: int
    before: tuple[int, ...]
    _counts: dict[int, int] = field(default_factory=dict, init=False, repr=False, compare=False)
    _parted: dict[int, tuple[str, tuple[int, ...]]] = field(default_factory=dict, init=False, repr=False, compare=False)

    @classmethod
    def of(cls, size: int, pairs: Iterable[Pair]) -> PartialOrder:
        """Return the partial order in which the first item of each pair comes before the second.

        Raises
        ------
        Contradiction
            If the pairs lead round in a circle.

        Notes
        -----
        Cost: linear in the pairs times the size, in words of bits.
        """
        known = list(pairs)
        direct = [0] * size
        for a, b in known:
            direct[b] |= 1 << a
        before, left = [0] * size, (1 << size) - 1
        while left:
            ready = [i for i in _items(left) if not direct[i] & left]
            if not ready:
                raise Contradiction(shortest_circle(size, known))
            for i in ready:
                before[i] = direct[i]
                for a in _items(direct[i]):
                    before[i] |= before[a]
                left &= ~(1 << i)
        return cls(size, tuple(before))

    def comes_before(self, a: int, b: int) -> bool:
        """Return whether ``a`` is known to come before ``b``."""
        return bool(self.before[b] >> a & 1)

    @cached_property
    def open_pairs(self) -> tuple[Pair, ...]:
        """The pairs of items of which nothing is known, the lower number first."""
        pairs = ((a, b) for a in range(self.size) for b in range(a + 1, self.size))
        return tuple((a, b) for a, b in pairs if not self.comes_before(a, b) and not self.comes_before(b, a))

    @cached_property
    def count(self) -> int:
        """How many linear extensions there are, exactly.

        Raises
        ------
        TooLarge
            If more than 262,144 sets of items would have to be gone through.
        """
        return self._count((1 << self.size) - 1)

    def each(self) -> Iterator[tuple[int, ...]]:
        """Yield every linear extension once, in lexicographic order."""
        made: list[int] = []
        trail = [_items(self._first((1 << self.size) - 1))]
        left = (1 << self.size) - 1
        while trail:
            item = next(trail[-1], None)
            if item is None:
                trail.pop()
                if made:
                    left |= 1 << made.pop()
                continue
            made.append(item)
            left &= ~(1 << item)
            if not left:
                yield tuple(made)
            trail.append(_items(self._first(left)))
        if not self.size:
            yield ()

    def number(self, place: int) -> tuple[int, ...]:
        """Return the linear extension of a number from 0 to ``count - 1``; each has one number.

        Examples
        --------
        >>> known = PartialOrder.of(3, [(0, 2)])
        >>> [known.number(k) for k in range(known.count)]
        [(0, 2, 1), (0, 1, 2), (1, 0, 2)]
        """
        return tuple(self._number((1 << self.size) - 1, place))

    def sample(self, rng: np.random.Generator, draws: int) -> npt.NDArray[np.int64]:
        """Return ``(draws, size) int64``: linear extensions drawn independently, each as likely as any other.

        Notes
        -----
        Exactly uniform: numbers below ``count`` are drawn without bias, and each stands for one linear extension.
        """
        drawn = [self.number(_below(rng, self.count)) for _ in range(draws)]
        return np.array(drawn, dtype=np.int64).reshape(draws, self.size)

    # ------------------------------------------------------------------------------------------- sets of items left

    def _first(self, left: int) -> int:
        """Return the items of a set that can come first among those left."""
        return sum(1 << i for i in _items(left) if not self.before[i] & left)

    def _count(self, left: int) -> int:
        if left & (left - 1) == 0:
            return 1
        if left not in self._counts:
            if len(self._counts) >= MOST_SETS:
                raise TooLarge(
                    f"the orders that agree with what is known of {self.size} items cannot be counted: more than "
                    f"{MOST_SETS:,} sets of items would have to be gone through; give more comparisons, or fewer items"
                )
            self._counts[left] = 0
            self._counts[left] = self._counted(left)
        return self._counts[left]

    def _counted(self, left: int) -> int:
        how, parts = self._parts(left)
        if how == "first":
            return sum(self._count(left & ~part) for part in parts)
        orders = prod(map(self._count, parts))
        if how == "one after the other":
            return orders
        total = 0
        for part in parts:
            total += part.bit_count()
            orders *= comb(total, part.bit_count())
        return orders

    def _parts(self, left: int) -> tuple[str, tuple[int, ...]]:
        """Return how a set falls apart: side by side, one after the other, or by what comes first."""
        if left not in self._parted:
            self._parted[left] = self._fallen_apart(left)
        return self._parted[left]

    def _fallen_apart(self, left: int) -> tuple[str, tuple[int, ...]]:
        below, above = {i: self.before[i] & left for i in _items(left)}, dict.fromkeys(_items(left), 0)
        for i, items in below.items():
            for a in _items(items):
                above[a] |= 1 << i
        linked = {i: below[i] | above[i] for i in below}
        side_by_side = _components(left, linked)
        if len(side_by_side) > 1:
            return "side by side", tuple(side_by_side)
        apart = _components(left, {i: left & ~linked[i] & ~(1 << i) for i in linked})
        if len(apart) > 1:
            height = {part: below[next(_items(part))] & ~part for part in apart}
            return "one after the other", tuple(sorted(apart, key=lambda part: height[part].bit_count()))
        return "first", tuple(1 << i for i in below if not below[i])

    def _number(self, left: int, place: int) -> list[int]:
        if left & (left - 1) == 0:
            return list(_items(left))
        how, parts = self._parts(left)
        if how == "first":
            for part in parts:
                count = self._count(left & ~part)
                if place < count:
                    return [*_items(part), *self._number(left & ~part, place)]
                place -= count
        made: list[int] = []
        for part in parts:
            place, own = divmod(place, self._count(part))
            order = self._number(part, own)
            if how == "one after the other":
                made += order
            else:
                place, merging = divmod(place, comb(len(made) + len(order), len(order)))
                made = _merged(made, order, merging)
        return made


def shortest_circle(size: int, pairs: Sequence[Pair]) -> tuple[int, ...]:
    """Return the places of the fewest pairs that lead round in a circle, each going on where the last one ends.

    Of several shortest ones, one that begins with the first pair possible; empty if there is none.

    Examples
    --------
    >>> shortest_circle(4, [(0, 1), (1, 2), (2, 3), (3, 0), (2, 0)])
    (0, 1, 4)
    """
    leaving: list[list[int]] = [[] for _ in range(size)]
    for place, (a, _) in enumerate(pairs):
        leaving[a].append(place)
    best: tuple[int, ...] = ()
    for place, (a, b) in enumerate(pairs):
        if best and len(best) == 1:
            break
        way = _shortest_way(leaving, pairs, b, a)
        if way is not None and (not best or len(way) + 1 < len(best)):
            best = (place, *way)
    return best


def _shortest_way(leaving: list[list[int]], pairs: Sequence[Pair], start: int, end: int) -> list[int] | None:
    """Return the places of the fewest pairs that lead from one item to another, or None."""
    came: dict[int, int] = {start: -1}
    waiting = deque([start])
    while waiting and end not in came:
        here = waiting.popleft()
        for place in leaving[here]:
            if pairs[place][1] not in came:
                came[pairs[place][1]] = place
                waiting.append(pairs[place][1])
    if end not in came:
        return None
    way: list[int] = []
    while came[end] >= 0:
        way.append(came[end])
        end = pairs[came[end]][0]
    return way[::-1]


def _items(items: int) -> Iterator[int]:
    """Yield the items of a set, the lowest first."""
    while items:
        low = items & -items
        yield low.bit_length() - 1
        items ^= low


def _components(items: int, linked: dict[int, int]) -> list[int]:
    """Return the parts of a set that links hold together."""
    parts = []
    while items:
        part, fresh = 0, items & -items
        while fresh:
            part |= fresh
            reached = 0
            for i in _items(fresh):
                reached |= linked[i]
            fresh = reached & items & ~part
        parts.append(part)
        items &= ~part
    return parts


def _merged(a: list[int], b: list[int], number: int) -> list[int]:
    """Return two orders merged in the way of that number, one of as many as there are ways."""
    made: list[int] = []
    i = j = 0
    while i < len(a) and j < len(b):
        ways = comb(len(a) - i - 1 + len(b) - j, len(b) - j)
        if number < ways:
            made.append(a[i])
            i += 1
        else:
            number -= ways
            made.append(b[j])
            j += 1
    return [*made, *a[i:], *b[j:]]


def _below(rng: np.random.Generator, most: int) -> int:
    """Return a number from 0 to ``most - 1``, each as likely as any other, however large they are."""
    bits = (most - 1).bit_length()
    while True:
        drawn = int.from_bytes(rng.bytes((bits + 7) // 8), "little") & ((1 << bits) - 1)
        if drawn < most:
            return drawn
