"""Minimal hitting sets: the smallest sets that have something in common with every set of a family."""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Iterator, Sequence
from itertools import islice
from typing import TypeVar

T = TypeVar("T", bound=Hashable)


def minimal_hitting_sets(family: Iterable[Iterable[T]], *, most: int | None = None) -> tuple[frozenset[T], ...]:
    """Return the minimal sets that have something in common with every set of a family, the smallest first.

    Nothing meets an empty set, so a family with one has no hitting set; the empty set meets all of no sets.

    Parameters
    ----------
    family : iterable of iterable
    most : int, optional
        How many to return at most; they are then some of them, not the smallest.

    Notes
    -----
    Depth first, keeping for every element that was chosen the sets that it alone meets (Murakami and Uno 2014). Their
    number can grow exponentially; the memory does not.

    Examples
    --------
    >>> [sorted(s) for s in minimal_hitting_sets([{0, 1}, {1, 2}])]
    [[1], [0, 2]]
    """
    sets = sorted({frozenset(one) for one in family}, key=len)
    elements = list(dict.fromkeys(x for one in sets for x in one))
    found = _Hitting(sets, elements).found((), (1 << len(elements)) - 1, (), (1 << len(sets)) - 1)
    return tuple(sorted((frozenset(elements[k] for k in h) for h in islice(found, most)), key=len))


class _Hitting:
    """The search; elements and sets are numbered, sets of either are the bits of a number."""

    def __init__(self, sets: Sequence[frozenset[T]], elements: Sequence[T]) -> None:
        number = {x: k for k, x in enumerate(elements)}
        self.sets = [sum(1 << number[x] for x in one) for one in sets]
        self.met_by = [sum(1 << n for n, one in enumerate(sets) if x in one) for x in elements]

    def found(
        self, chosen: tuple[int, ...], left: int, alone: tuple[int, ...], unmet: int
    ) -> Iterator[tuple[int, ...]]:
        """Yield the minimal hitting sets that hold what is chosen and otherwise only what is left.

        ``alone`` says for each chosen element which sets it alone meets; it is needless once there is none.
        """
        if not unmet:
            yield chosen
            return
        first = self.sets[(unmet & -unmet).bit_length() - 1]
        options = left & first
        left &= ~options
        for k in _bits(options):
            others = tuple(a & ~self.met_by[k] for a in alone)
            if all(others):
                yield from self.found((*chosen, k), left, (*others, unmet & self.met_by[k]), unmet & ~self.met_by[k])
                left |= 1 << k


def _bits(number: int) -> Iterator[int]:
    while number:
        low = number & -number
        yield low.bit_length() - 1
        number ^= low


def met(hitting: Sequence[frozenset[T]], one: frozenset[T]) -> list[frozenset[T]]:
    """Return the minimal hitting sets of a family with one more set, from those without it (Berge 1989).

    Examples
    --------
    >>> [sorted(h) for h in met([frozenset({0}), frozenset({1})], frozenset({1, 2}))]
    [[1], [0, 2]]
    """
    kept = [h for h in hitting if h & one]
    missed = [h for h in hitting if not h & one]
    made = []
    for part in one:
        rivals = [k - {part} for k in kept if part in k]  # no two of the made ones contain each other
        made += [h | {part} for h in missed if not any(r <= h for r in rivals)]
    return sorted([*kept, *made], key=len)
