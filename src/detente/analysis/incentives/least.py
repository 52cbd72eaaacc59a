"""The smallest change that works, found exactly: best-first search over sets and over amounts.

Both searches ask a function what is still wrong. It answers with *clauses*: of each clause every change that works must
contain one of the alternatives. So whatever is cut off cannot work, and the first change that comes up and works is a
cheapest one.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from heapq import heappop, heappush
from itertools import count
from typing import TYPE_CHECKING, Generic, TypeVar

from detente.engines import Progress

if TYPE_CHECKING:
    from _typeshed import SupportsRichComparison

MOST_WORK = 1_000_000
MOST_FOUND = 64


E = TypeVar("E", bound="SupportsRichComparison")
Level = tuple[int, int]
Vector = tuple[Level, ...]
Clause = frozenset[frozenset[E]]
Clauses = Callable[[frozenset[E]], list[Clause[E]]]
Choices = Callable[[Vector], Iterable[tuple[int, Level]] | None]
NOTHING: Level = (0, 0)


@dataclass(frozen=True, slots=True)
class Smallest(Generic[E]):
    """The smallest sets that work.

    Attributes
    ----------
    sets : tuple of frozenset
        All of the least size that were found; empty if none works, or none was found.
    at_least : int
        No smaller set works.
    exact : bool
        Whether the least size is known, or it is known that no set works.
    complete : bool
        Whether all sets of the least size are there.
    """

    sets: tuple[frozenset[E], ...]
    at_least: int
    exact: bool
    complete: bool

    @property
    def size(self) -> int | None:
        """The least size; None if no set works or none was found."""
        return len(self.sets[0]) if self.sets else None


def smallest_sets(
    clauses: Clauses[E],
    *,
    works: frozenset[E] | None = None,
    most_found: int = MOST_FOUND,
    each: int = 1,
    most_work: int = MOST_WORK,
    progress: Progress | None = None,
) -> Smallest[E]:
    """Return the smallest sets that work.

    Parameters
    ----------
    clauses : callable
        From a set to what it lacks: clauses, of each of which every larger set that works contains at least one
        alternative, which is a set of new elements. No clause: the set works. An empty clause: no larger set works.
    works : frozenset, optional
        A set that is known to work, so that no larger one is looked for.
    most_found : int
        How many sets are listed; beyond that the answer says that it is not whole.
    each, most_work : int
        What it takes to look at one set, beside what its clauses hold, and how much is taken on in all; beyond that the
        search is given up, and the answer says so. The same question always gets as far.
    progress : callable, optional

    Notes
    -----
    Best-first search. The clauses that have no element in common tell how many more elements are needed at least, so a
    problem that falls apart into many small ones is not searched through.

    Examples
    --------
    >>> wanted = [{1, 2}, {2, 3}, {4}]
    >>> found = smallest_sets(lambda made: [one_of(w) for w in wanted if not made & w])
    >>> [sorted(s) for s in found.sets], found.complete
    ([[2, 4]], True)
    """
    return _Sets(clauses, works, most_found, each, most_work, progress).found()


@dataclass(eq=False)
class _Sets(Generic[E]):
    clauses: Clauses[E]
    working: frozenset[E] | None
    most_found: int
    each: int
    most_work: int
    progress: Progress | None
    work: int = 0
    heap: list[tuple[int, int, int, frozenset[E]]] = field(default_factory=list)
    known: dict[frozenset[E], list[Clause[E]]] = field(default_factory=dict)
    seen: set[frozenset[E]] = field(default_factory=set)
    number: count[int] = field(default_factory=count)

    def found(self) -> Smallest[E]:
        """Search until everything that is left is larger than what was found."""
        self._push(0, frozenset())
        sets: list[frozenset[E]] = []
        while self.heap and (not sets or self.heap[0][0] <= len(sets[0])):
            if self.work >= self.most_work or len(sets) >= self.most_found:
                return self._cut(sets)
            bound, _, _, made = heappop(self.heap)
            if self.progress is not None:
                self.progress(self.work, self.most_work)
            if self._works(bound, made):
                sets.append(made)
        return Smallest(tuple(sets), len(sets[0]) if sets else 0, exact=True, complete=True)

    def _cut(self, sets: list[frozenset[E]]) -> Smallest[E]:
        """Return what was found when the search was given up; a set that was found is of the least size already."""
        if not sets and self.working is not None and len(self.working) <= self.heap[0][0]:
            sets = [self.working]
        return Smallest(tuple(sets), len(sets[0]) if sets else self.heap[0][0], exact=bool(sets), complete=False)

    def _works(self, bound: int, made: frozenset[E]) -> bool:
        if made not in self.known:
            self.known[made] = self.clauses(made)
            self.work += self.each + sum(len(some) for clause in self.known[made] for some in clause)
        lacks = self.known[made]
        if not lacks:
            return True
        if all(lacks):
            self._go_on(bound, made, lacks)
        return False

    def _go_on(self, bound: int, made: frozenset[E], lacks: list[Clause[E]]) -> None:
        """Look at larger sets, or at this one again later if it turned out to lack more than was thought."""
        better = len(made) + _apart(lacks)
        if better > bound:
            self._push(better, made)
            return
        shortest: Clause[E] = min(lacks, key=len)
        for some in sorted(shortest, key=lambda one: (len(one), sorted(one))):
            larger = made | some
            if larger not in self.seen:
                self.seen.add(larger)
                self._push(max(bound, len(larger)), larger)

    def _push(self, bound: int, made: frozenset[E]) -> None:
        heappush(self.heap, (bound, -len(made), next(self.number), made))


def one_of(elements: Iterable[E]) -> Clause[E]:
    """Return the clause that wants any one of some elements."""
    return frozenset(frozenset([element]) for element in elements)


def _apart(clauses: list[Clause[E]]) -> int:
    """Return how many elements are needed at least, by clauses without a common element that are easily found."""
    taken: set[E] = set()
    number = 0
    for clause in sorted(clauses, key=len):
        used = frozenset().union(*clause)
        if taken.isdisjoint(used):
            taken |= used
            number += min(map(len, clause))
    return number


@dataclass(frozen=True, slots=True)
class Cheapest:
    """The amounts of least sum that work.

    Attributes
    ----------
    vectors : tuple of tuple
        All of the least sum that were found, each with a level for each component: an amount, and whether it takes
        more than the amount. Of two with the same sum the one with fewer "more than" is cheaper.
    exact : bool
        Whether the least sum is known, or it is known that no amounts work.
    complete : bool
        Whether all vectors of the least sum are there.
    """

    vectors: tuple[Vector, ...]
    exact: bool
    complete: bool

    @property
    def total(self) -> Level | None:
        """The least sum, and how many components take more than their amount; None if nothing works."""
        return cost(self.vectors[0]) if self.vectors else None


def cost(vector: Vector) -> Level:
    """Return the sum of the amounts, and how many take more than that."""
    return sum(amount for amount, _ in vector), sum(more for _, more in vector)


def cheapest(
    choices: Choices,
    size: int,
    *,
    most_found: int = MOST_FOUND,
    each: int = 1,
    most_work: int = MOST_WORK,
    progress: Progress | None = None,
) -> Cheapest:
    """Return the amounts of least sum that work.

    Parameters
    ----------
    choices : callable
        From a vector of levels to None if it works; otherwise to pairs of a component and a level: every larger vector
        that works has at least one of these components at that level or above.
    size : int
        How many components there are; the search begins where all are ``(0, 0)``.
    most_found, each, most_work : int
        As for :func:`smallest_sets`.
    progress : callable, optional

    Examples
    --------
    >>> def choices(vector):
    ...     return None if vector[0] >= (3, 0) or vector[1] >= (2, 1) else [(0, (3, 0)), (1, (2, 1))]
    >>> cheapest(choices, 2).vectors
    (((0, 0), (2, 1)),)
    """
    start: Vector = (NOTHING,) * size
    heap, seen, found = [(cost(start), start)], {start}, list[Vector]()
    work = 0
    while heap and (not found or heap[0][0] == cost(found[0])):
        if work >= most_work or len(found) >= most_found:
            return Cheapest(tuple(found), exact=bool(found), complete=False)
        _, vector = heappop(heap)
        work += each
        if progress is not None:
            progress(work, most_work)
        ahead = choices(vector)
        if ahead is None:
            found.append(vector)
            continue
        for component, level in ahead:
            larger = (*vector[:component], level, *vector[component + 1 :])
            if larger not in seen:
                seen.add(larger)
                heappush(heap, (cost(larger), larger))
    return Cheapest(tuple(found), exact=True, complete=True)
