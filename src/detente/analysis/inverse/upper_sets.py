"""What a decision maker may rank above a state, and what it must not rank above it together (theory D4).

The good upper sets are closed under taking subsets, so the largest of them say everything; so do the smallest sets that
are not good. Both lists can be exponentially long, so both are cut, and say so.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import islice, product
from math import prod

from detente.analysis.inverse.conditions import Block, Condition, smallest
from detente.analysis.inverse.counting import parts

MOST_AT_A_TIME = 600
MOST_LISTED = 500


@dataclass(frozen=True, slots=True)
class UpperSets:
    """The condition on what ranks above a state, told by its extremes.

    Attributes
    ----------
    kept_down : tuple of frozenset
        The smallest sets of states of which it is enough that none ranks above; the complements of the largest good
        upper sets, the target left out.
    count : int or None
        How many of these there are; None if that is not known.
    forbidden : tuple of frozenset
        The smallest sets that must not all rank above.
    complete, forbidden_complete : bool
        Whether the lists are whole.
    """

    kept_down: tuple[Block, ...]
    count: int | None
    forbidden: tuple[Block, ...]
    complete: bool
    forbidden_complete: bool


def upper_sets(condition: Condition) -> UpperSets:
    """Return the largest good upper sets of a condition, by their complements, and the smallest forbidden sets.

    Examples
    --------
    >>> found = upper_sets(Condition(0, ((frozenset({1}), frozenset({2})), (frozenset({3}),))))
    >>> [sorted(s) for s in found.kept_down], [sorted(s) for s in found.forbidden]
    ([[1, 3], [2, 3]], [[3], [1, 2]])
    """
    forbidden, all_forbidden = _forbidden(condition)
    by_part = [_met_together(part) for part in parts(condition.clauses)]
    if any(found is None for found in by_part):
        return UpperSets((), None, forbidden, complete=False, forbidden_complete=all_forbidden)
    found = [sets for sets in by_part if sets is not None]
    count = prod(map(len, found))
    chosen = (frozenset().union(*picked) for picked in islice(product(*found), MOST_LISTED))
    return UpperSets(tuple(chosen), count, forbidden, count <= MOST_LISTED, all_forbidden)


def _met_together(clauses: Iterable[Sequence[Block]]) -> tuple[Block, ...] | None:
    """Return the smallest unions of one block of each clause; None if there are too many on the way."""
    found: tuple[Block, ...] = (frozenset(),)
    for clause in sorted(clauses, key=len):
        if len(found) * len(clause) > 4 * MOST_AT_A_TIME:
            return None
        found = smallest(kept | block for kept in found for block in clause)
        if len(found) > MOST_AT_A_TIME:
            return None
    return found


def _forbidden(condition: Condition) -> tuple[tuple[Block, ...], bool]:
    """Return the smallest sets that leave no block of some clause whole, and whether these are all."""
    found: list[Block] = []
    complete = True
    for clause in condition.clauses:
        each = [[frozenset([q]) for q in sorted(block)] for block in clause]
        sets = _met_together(each)
        complete = complete and sets is not None
        found += sets or ()
    kept = smallest(found) if condition.clauses else ()
    return kept[:MOST_LISTED], complete and len(kept) <= MOST_LISTED
