"""The smallest sets of changes that turn an outcome over, found exactly, the smallest first (theory E3).

Two levels, and they differ where a factor has several alternatives. A set of *changes* is minimal if it turns the
outcome over and no part of it does. A set of *factors* is minimal if some change of exactly these turns it over and
no change of fewer of them does: these are the actual causes by the modified definition of Halpern and Pearl.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import groupby

from detente.analysis.causes.outcomes import AT_ONCE, Outcomes, SpentError, Switch, Switches, counts_by_size, in_batches
from detente.errors import ModelError

Factors = tuple[int, ...]


@dataclass(frozen=True)
class Flips:
    """The minimal sets of changes.

    Attributes
    ----------
    sets : tuple of Switches
        Each is a tuple of ``(factor, alternative)``; the smallest sets first. Every one turns the outcome over, and
        no part of it does.
    searched : int
        Every minimal set of up to so many changes is there.
    complete : bool
        Whether every minimal set of any size is there.
    evaluated : int
        How many assignments had been evaluated when the search ended.
    why : str
        Why the search is not complete; empty if it is.
    """

    sets: tuple[Switches, ...]
    searched: int
    complete: bool
    evaluated: int
    why: str = ""

    @cached_property
    def factors(self) -> tuple[Factors, ...]:
        """The minimal sets of factors among those of the sets: causes by the modified definition (theory E3)."""
        return minimal({tuple(f for f, _ in changes) for changes in self.sets})


def minimal(sets: Iterable[Factors]) -> tuple[Factors, ...]:
    """Return the sets that contain no other one, the smallest first.

    Examples
    --------
    >>> minimal([(0, 1, 2), (1, 2), (0,)])
    ((0,), (1, 2))
    """
    kept: list[Factors] = []
    smaller: list[frozenset[int]] = []  # sets of one size do not contain each other
    for _, same in groupby(sorted(set(sets), key=lambda s: (len(s), s)), key=len):
        new = [one for one in same if not any(k.issubset(one) for k in smaller)]
        kept += new
        smaller += map(frozenset, new)
    return tuple(kept)


def minimal_changes(outcomes: Outcomes, *, most_size: int | None = None) -> Flips:
    """Return every minimal set of changes that turns the outcome over.

    Parameters
    ----------
    outcomes : Outcomes
    most_size : int, optional
        The size up to which to search; up to all factors if not given.

    Raises
    ------
    ModelError
        If the outcome cannot be evaluated as things are, or ``most_size`` is less than 1.

    Notes
    -----
    Exact for every outcome, monotone or not: all sets of a size that contain no smaller minimal set are evaluated
    before any larger one. The number of evaluations grows as the product of ``alternatives + 1`` where few sets turn
    it over; for a monotone outcome ``duality.dual_changes`` needs far fewer.

    Examples
    --------
    Turned over by the second alternative of factor 0, or by its first one together with factor 1:

    >>> def holds(asked):
    ...     return [not (a.get(0) == 1 or (a.get(0) == 0 and 1 in a)) for a in asked]
    >>> found = minimal_changes(Outcomes(holds, [2, 1]))
    >>> found.sets
    (((0, 1),), ((0, 0), (1, 0)))
    >>> found.factors, found.complete
    (((0,),), True)
    """
    return _search(outcomes, most_size, lambda change: change)


def minimal_factors(outcomes: Outcomes, *, most_size: int | None = None) -> Flips:
    """Return every minimal set of factors, each by the changes that turn the outcome over.

    As :func:`minimal_changes`, but sets of changes whose factors contain a smaller cause are not looked at: ``sets``
    holds all changes of exactly the factors of each minimal set that turn the outcome over.

    Examples
    --------
    >>> def holds(asked):
    ...     return [not (a.get(0) == 1 or (a.get(0) == 0 and 1 in a)) for a in asked]
    >>> minimal_factors(Outcomes(holds, [2, 1])).sets
    (((0, 1),),)
    """
    return _search(outcomes, most_size, lambda change: change[0])


def _search(outcomes: Outcomes, most_size: int | None, what: Callable[[Switch], Hashable]) -> Flips:
    top = checked_size(outcomes, most_size)
    found: list[Switches] = []
    _ = outcomes.actual  # an outcome that cannot be evaluated is an error before any search
    outcomes.expect(sum(counts_by_size(outcomes.alternatives)[: top + 1]))
    for size in range(1, top + 1):
        level = candidates(outcomes.alternatives, size, [frozenset(map(what, c)) for c in found], what)
        try:
            some, looked = _turning(outcomes, level)
        except _PartlyError as partly:
            return Flips(
                (*found, *partly.found), size - 1, complete=False, evaluated=outcomes.evaluated, why=spent(outcomes)
            )
        found += some
        if not looked:
            return Flips(tuple(found), len(outcomes.factors), complete=True, evaluated=outcomes.evaluated)
    whole = top == len(outcomes.factors)
    why = "" if whole else f"sets of more than {top} were not looked for"
    return Flips(tuple(found), top, complete=whole, evaluated=outcomes.evaluated, why=why)


def checked_size(outcomes: Outcomes, most_size: int | None) -> int:
    """Return the size up to which to search, or say what is wrong with it."""
    if most_size is not None and most_size < 1:
        raise ModelError(f"sets of at most {most_size} changes cannot change anything; allow one change at least")
    return min(len(outcomes.factors), most_size if most_size is not None else len(outcomes.factors))


class _PartlyError(Exception):
    """The budget ended within a size; what was found of it is minimal all the same."""

    def __init__(self, found: list[Switches]) -> None:
        self.found = found


def _turning(outcomes: Outcomes, level: Iterable[Switches]) -> tuple[list[Switches], int]:
    """Return which of some sets turn the outcome over, and how many were looked at."""
    found: list[Switches] = []
    looked = 0
    for some in in_batches(level, AT_ONCE):
        looked += len(some)
        try:
            found += [c for c, flips in zip(some, outcomes.flips(some), strict=True) if flips]
        except SpentError:
            raise _PartlyError([*found, *(c for c in some if outcomes.known(c))]) from None
    return found, looked


def spent(outcomes: Outcomes) -> str:
    """Say that the budget is used up."""
    return f"the budget of {outcomes.most_evaluations:,} evaluations was used up"


def candidates(
    alternatives: Sequence[int],
    size: int,
    found: Iterable[frozenset[Hashable]] = (),
    what: Callable[[Switch], Hashable] = lambda change: change,
) -> Iterator[Switches]:
    """Yield in order every set of changes of a size that contains none of those found.

    ``what`` says what of a change is compared with the sets found: the change itself, or its factor.

    Examples
    --------
    >>> list(candidates([1, 2], 2, [frozenset([(1, 0)])]))
    [((0, 0), (1, 1))]
    """
    within: dict[Hashable, list[frozenset[Hashable]]] = {}
    for one in found:
        for part in one:
            within.setdefault(part, []).append(one)

    def grown(chosen: Switches, kept: frozenset[Hashable], first: int) -> Iterator[Switches]:
        if len(chosen) == size:
            yield chosen
            return
        for factor in range(first, len(alternatives) - (size - len(chosen)) + 1):
            for alternative in range(alternatives[factor]):
                change = (factor, alternative)
                part = what(change)
                now = kept | {part}
                if not any(one <= now for one in within.get(part, ())):
                    yield from grown((*chosen, change), now, factor + 1)

    return grown((), frozenset(), 0)
