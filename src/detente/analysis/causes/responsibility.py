"""How much each factor is responsible for an outcome, and the contingency in which all hangs on it (theory E1, E3)."""

from __future__ import annotations

from dataclasses import dataclass, replace
from fractions import Fraction

from detente.analysis.causes.flips import Flips, candidates, checked_size
from detente.analysis.causes.outcomes import (
    AT_ONCE,
    Outcomes,
    SpentError,
    Switches,
    counts_by_size,
    in_batches,
    without,
)


@dataclass(frozen=True, slots=True)
class Responsibility:
    """The responsibility of one factor, after Chockler and Halpern.

    Attributes
    ----------
    factor : int
    degree : Fraction
        ``1 / n``, where *n* is the least number of changes, one of this factor among them, that turn the outcome over
        while the others alone do not. 1: but for this factor the outcome would be another one. 0: it never matters,
        or nothing was found as far as was searched.
    at_most : Fraction
        The degree is no greater than this; equal to ``degree`` if the search was exact.
    alternative : int or None
        What the factor is changed to; None for degree 0.
    contingency : Switches
        The other changes that make the factor critical; the first in the order of the menu of those that are equally
        few.
    stays : bool or None
        Whether the outcome stays as it is after the contingency alone; None if that was not or cannot be evaluated,
        or for degree 0. Contingencies after which it stays are preferred.
    """

    factor: int
    degree: Fraction
    at_most: Fraction
    alternative: int | None = None
    contingency: Switches = ()
    stays: bool | None = None

    @property
    def exact(self) -> bool:
        """Whether the degree is final."""
        return self.degree == self.at_most

    @property
    def but_for(self) -> bool:
        """Whether a change of this factor alone turns the outcome over."""
        return self.degree == 1


def responsibilities(outcomes: Outcomes, *, most_size: int | None = None) -> tuple[Responsibility, ...]:
    """Return the responsibility of every factor.

    Parameters
    ----------
    outcomes : Outcomes
    most_size : int, optional
        The most changes, the factor's own included, that are looked at together; no limit if not given.

    Raises
    ------
    ModelError
        If the outcome cannot be evaluated as things are, or ``most_size`` is less than 1.

    Notes
    -----
    Exact for every outcome. A factor that never matters is known to be so only when all assignments have been looked
    at; where the budget or ``most_size`` forbids that, ``at_most`` says how great its degree could still be. For a
    monotone outcome :func:`by_minimal_sets` needs no evaluations beyond those of the minimal sets.

    Examples
    --------
    Eleven voters who all said yes (Chockler and Halpern 2004); 6 have to change for a no:

    >>> found = responsibilities(Outcomes(lambda asked: [11 - len(a) > 5 for a in asked], [1] * 11))
    >>> found[0].degree, found[0].contingency
    (Fraction(1, 6), ((1, 0), (2, 0), (3, 0), (4, 0), (5, 0)))
    """
    top = checked_size(outcomes, most_size)
    _ = outcomes.actual
    outcomes.expect(sum(counts_by_size(outcomes.alternatives)[: top + 1]))
    found: dict[int, Responsibility] = {}
    for size in range(1, top + 1):
        try:
            _add_critical(outcomes, size, found)
        except SpentError:
            return _with_rest(outcomes, found, Fraction(1, size))
        if len(found) == len(outcomes.factors):
            break
    whole = top == len(outcomes.factors)
    return _with_rest(outcomes, found, Fraction(0) if whole else Fraction(1, top + 1))


def _with_rest(outcomes: Outcomes, found: dict[int, Responsibility], at_most: Fraction) -> tuple[Responsibility, ...]:
    return tuple(found.get(f) or Responsibility(f, Fraction(0), at_most) for f in outcomes.factors)


def _add_critical(outcomes: Outcomes, size: int, found: dict[int, Responsibility]) -> None:
    """Add every factor that is critical first among so many changes."""
    still = frozenset(f for f in outcomes.factors if f not in found)
    now: dict[int, list[tuple[bool, Switches]]] = {}
    level = (c for c in candidates(outcomes.alternatives, size) if _hopeful(outcomes, c, still))
    for some in in_batches(level, AT_ONCE):
        turned = [c for c, flips in zip(some, outcomes.flips(some), strict=True) if flips]
        pairs = [(f, c) for c in turned for f, _ in c if f in still]
        rests = [without(c, f) for f, c in pairs]
        for (f, c), rest, flips in zip(pairs, rests, outcomes.flips(rests), strict=True):
            if not flips:
                now.setdefault(f, []).append((outcomes.values([rest])[0] is None, c))
    found.update((f, _of(outcomes, f, min(some)[1])) for f, some in now.items())


def _hopeful(outcomes: Outcomes, switches: Switches, still: frozenset[int]) -> bool:
    """Return whether some factor that is still sought may be critical here."""
    return any(f in still and outcomes.known(without(switches, f)) is not True for f, _ in switches)


def _of(outcomes: Outcomes, factor: int, switches: Switches) -> Responsibility:
    degree = Fraction(1, len(switches))
    contingency = without(switches, factor)
    value = _value(outcomes, contingency)
    return Responsibility(
        factor, degree, degree, dict(switches)[factor], contingency, None if value is None else value is outcomes.actual
    )


def by_minimal_sets(outcomes: Outcomes, flips: Flips) -> tuple[Responsibility, ...]:
    """Return the responsibility of every factor of a *monotone* outcome from its minimal sets of changes.

    There a factor's degree is 1 over the size of the smallest minimal set that it belongs to (theory E3), and 0 if it
    belongs to none. Where the sets are not complete, ``at_most`` says how great a degree could still be.

    Examples
    --------
    >>> from detente.analysis.causes.duality import dual_changes
    >>> outcomes = Outcomes(lambda asked: [not (0 in a and (1 in a or 2 in a)) for a in asked], [1, 1, 1, 1])
    >>> [str(r.degree) for r in by_minimal_sets(outcomes, dual_changes(outcomes))]
    ['1/2', '1/2', '1/2', '0']
    """
    at_most = Fraction(0) if flips.complete else Fraction(1, flips.searched + 1)
    found: dict[int, Responsibility] = {}
    for f in outcomes.factors:
        sets = [c for c in flips.sets if f in dict(c)]
        if sets:
            fewest = [c for c in sets if len(c) == len(sets[0])]
            told = _of(outcomes, f, min((_value(outcomes, without(c, f)) is None, c) for c in fewest)[1])
            found[f] = replace(told, at_most=max(told.degree, at_most))
    return _with_rest(outcomes, found, at_most)


def _value(outcomes: Outcomes, switches: Switches) -> bool | None:
    """Return whether the outcome holds; None where that cannot be evaluated, or is past the budget."""
    try:
        return outcomes.values([switches])[0]
    except SpentError:
        return None
