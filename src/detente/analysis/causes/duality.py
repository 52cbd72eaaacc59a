"""Minimal sets of changes and minimal sufficient reasons, each found from the other (theory E3, P33; Reiter 1987).

A set of factors is a *sufficient reason* if the outcome stays whatever is made of all other factors. Every minimal
sufficient reason meets every minimal set of factors that turns the outcome over, and each family consists of the
minimal sets that meet all of the other one. That holds for every outcome, monotone or not; monotone ones can be
searched by it.
"""

from __future__ import annotations

from collections.abc import Iterable
from itertools import product

from detente.analysis.causes.flips import Factors, Flips, candidates, checked_size, spent
from detente.analysis.causes.hitting import met, minimal_hitting_sets
from detente.analysis.causes.outcomes import (
    AT_ONCE,
    Outcomes,
    SpentError,
    Switch,
    Switches,
    in_batches,
)

LARGEST_TABLE = 1 << 16
MOST_REASONS = 100_000
MOST_CANDIDATES = 1 << 12


def sufficient_reasons(flips: Flips, *, most: int = MOST_REASONS) -> tuple[Factors, ...] | None:
    """Return the minimal sets of factors that alone keep the outcome as it is.

    An assignment that cannot be evaluated does not count against a reason. If nothing turns the outcome over, nothing
    is needed to keep it: the empty set is the only minimal reason.

    Parameters
    ----------
    flips : Flips
    most : int
        How many reasons are listed at most.

    Returns
    -------
    tuple of tuple of int or None
        The smallest first; None if the minimal sets of changes are not complete, or there are more reasons than
        listed.

    Examples
    --------
    >>> sufficient_reasons(Flips((((0, 0), (1, 0)), ((2, 0),)), searched=3, complete=True, evaluated=8))
    ((0, 2), (1, 2))
    """
    if not flips.complete:
        return None
    found = minimal_hitting_sets(flips.factors, most=most + 1)
    if len(found) > most:
        return None
    return tuple(sorted((tuple(sorted(r)) for r in found), key=lambda r: (len(r), r)))


def is_monotone(outcomes: Outcomes, *, largest: int = LARGEST_TABLE) -> bool | None:
    """Return whether further changes never undo what some changes turned over; None if that is too much to look at.

    Parameters
    ----------
    outcomes : Outcomes
    largest : int
        The largest whole table of assignments that is looked at.

    Notes
    -----
    Exact: every assignment is evaluated, and every one that turns the outcome over is compared with all that have one
    change more. A larger assignment that cannot be evaluated does not turn it over, so the outcome is then not
    monotone.

    Examples
    --------
    >>> is_monotone(Outcomes(lambda asked: [len(a) < 2 for a in asked], [1, 1, 1]))
    True
    >>> is_monotone(Outcomes(lambda asked: [len(a) != 1 for a in asked], [1, 1]))
    False
    """
    if outcomes.size > min(largest, outcomes.most_evaluations):
        return None
    sizes = range(len(outcomes.factors) + 1)
    table = [a for size in sizes for a in candidates(outcomes.alternatives, size)]
    outcomes.expect(len(table))
    try:
        turned = dict(zip(table, outcomes.flips(table), strict=True))
    except SpentError:
        return None
    return all(turned[longer] for a in table if turned[a] for longer in _with_one_more(outcomes, a))


def _with_one_more(outcomes: Outcomes, switches: Switches) -> list[Switches]:
    taken = {f for f, _ in switches}
    free = [(f, a) for f in outcomes.factors if f not in taken for a in range(outcomes.alternatives[f])]
    return [tuple(sorted((*switches, one))) for one in free]


def dual_changes(outcomes: Outcomes, *, most_size: int | None = None) -> Flips:
    """Return every minimal set of changes of a *monotone* outcome, with few evaluations.

    Parameters
    ----------
    outcomes : Outcomes
        Further changes must never undo what some changes turned over; see :func:`is_monotone`. Otherwise the answer
        may be wrong.
    most_size : int, optional
        The size up to which to search; up to all factors if not given.

    Notes
    -----
    Candidates are the minimal hitting sets of what is known to be needed. One that does not turn the outcome over is
    grown as long as it does not; some change that was left out is then needed too (Reiter 1987; Liffiton et al.
    2016). Evaluations: one for each candidate, and for each family of changes of which one is needed about its size
    times the logarithm of the number of changes; times the number of combinations where several alternatives of a
    factor are open.

    Examples
    --------
    Twenty obstacles, of which any one of the first three and the last one have to go:

    >>> def holds(asked):
    ...     return [not ((0 in a or 1 in a or 2 in a) and 19 in a) for a in asked]
    >>> found = dual_changes(Outcomes(holds, [1] * 20))
    >>> found.factors, found.complete, found.evaluated < 100
    (((0, 19), (1, 19), (2, 19)), True, True)
    """
    search = _Dual(outcomes, checked_size(outcomes, most_size))
    _ = outcomes.actual
    try:
        search.run()
    except SpentError:
        return search.flips(spent(outcomes))
    except _TooManyError:
        return search.flips(f"more than {MOST_CANDIDATES:,} candidates were left to tell apart")
    return search.flips("")


class _TooManyError(Exception):
    """The candidates have become too many to be kept up."""


class _Dual:
    """The search: hitting sets of the needs known so far, each tested once, the smallest first."""

    def __init__(self, outcomes: Outcomes, top: int) -> None:
        self.outcomes, self.top = outcomes, top
        self.all = [(f, a) for f in outcomes.factors for a in range(outcomes.alternatives[f])]
        self.hitting: list[frozenset[Switch]] = [frozenset()]
        self.tested: dict[frozenset[Switch], bool] = {}
        outcomes.expect(len(self.all))

    def run(self) -> None:
        """Test hitting sets until all of up to the size that was asked for turn the outcome over."""
        while wanted := self._next():
            flips = self.outcomes.flips([tuple(sorted(h)) for h in wanted])
            self.tested.update(zip(wanted, flips, strict=True))
            for h, turned in zip(wanted, flips, strict=True):
                if not turned and h in self.hitting:
                    self.hitting = met(self.hitting, frozenset(self.all) - self._grown(h))
                    if len(self.hitting) > MOST_CANDIDATES:
                        raise _TooManyError

    def _next(self) -> list[frozenset[Switch]]:
        """Return the untested candidates of the smallest size."""
        left = [h for h in self.hitting if h not in self.tested and _consistent(h) and len(h) <= self.top]
        return sorted((h for h in left if len(h) == len(left[0])), key=sorted) if left else []

    def _grown(self, start: frozenset[Switch]) -> frozenset[Switch]:
        """Return a largest set of changes around one that does not turn the outcome over and does not do so either."""
        kept, left = set(start), [c for c in self.all if c not in start]
        while left:
            low, high = 0, len(left) + 1  # the first ``low`` can be added, the first ``high`` cannot
            while high - low > 1:
                middle = len(left) if high > len(left) else (low + high) // 2
                low, high = (low, middle) if self._turns({*kept, *left[:middle]}) else (middle, high)
            kept |= set(left[:low])
            left = left[low + 1 :]
        return frozenset(kept)

    def _turns(self, some: set[Switch]) -> bool:
        """Return whether some choice of one alternative for each factor, as far as it has one, does it."""
        by_factor: dict[int, list[Switch]] = {}
        for c in sorted(some):
            by_factor.setdefault(c[0], []).append(c)
        choices = in_batches(product(*by_factor.values()), AT_ONCE)
        return any(any(self.outcomes.flips(batch)) for batch in choices)

    def flips(self, why: str) -> Flips:
        """Return what was found, and how far it reaches."""
        found = [tuple(sorted(h)) for h in self.hitting if self.tested.get(h)]
        open_sizes = [len(h) for h in self.hitting if not self.tested.get(h) and _consistent(h)]
        searched = min((n - 1 for n in open_sizes), default=len(self.outcomes.factors))
        complete = not open_sizes
        told = why or ("" if complete else f"sets of more than {self.top} were not looked for")
        sets = tuple(sorted(found, key=lambda s: (len(s), s)))
        return Flips(sets, max(0, searched), complete, self.outcomes.evaluated, "" if complete else told)


def _consistent(switches: Iterable[Switch]) -> bool:
    """Return whether no factor has two alternatives at once."""
    factors = [f for f, _ in switches]
    return len(factors) == len(set(factors))
