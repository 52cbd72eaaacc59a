"""How the effect is shared out among factors, and among those whose they are (theory E5).

The shares are Shapley values against a baseline: the first alternative of every factor. The degrees of those who own
factors come in three readings, which are not the same.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction

import numpy as np

from detente.analysis.causes.changes import Models
from detente.analysis.causes.effects import Effect
from detente.analysis.causes.factors import Factor
from detente.analysis.causes.outcomes import Outcomes
from detente.analysis.causes.owners import attribution, critical_change
from detente.analysis.causes.owners import owners as as_players
from detente.analysis.causes.responsibility import Responsibility, responsibilities
from detente.analysis.causes.shapley import MOST_EXACT, Masks, Shares, sampled_shapley, shapley
from detente.engines import Progress
from detente.errors import TooLarge

MOST_WORK = 1 << 31
USUAL_SAMPLES = 500


@dataclass(frozen=True, slots=True)
class SharedOut:
    """The shares of factors.

    Attributes
    ----------
    shares : Shares
        One for each factor, in the order of the menu.
    baseline : mapping
        From the slug of a factor to the alternative that it is compared with.
    not_evaluated : int
        How many sets of factors make no model; the effect counts as unchanged there.
    is_baseline_a_model : bool
        Whether the baseline itself makes one; where it does not, the shares add up to 0 and say little.
    """

    shares: Shares
    baseline: dict[str, str]
    not_evaluated: int
    is_baseline_a_model: bool = True


@dataclass(frozen=True, slots=True)
class OwnerDegree:
    """What those who own some factors contribute, in three readings.

    Attributes
    ----------
    owners : tuple of str
        The decision makers; empty for factors that are nobody's.
    critical_change : Fraction
        The greatest responsibility among their factors.
    as_variable : Fraction or None
        Their responsibility if everything that is theirs counts as one factor; None if that is too much to look at.
    critical_at_most, as_variable_at_most : Fraction
        The two are no greater than these; equal to them if the search was exact.
    share : Fraction or float or None
        Their Shapley value; None as before.
    """

    owners: tuple[str, ...]
    critical_change: Fraction
    critical_at_most: Fraction
    as_variable: Fraction | None
    as_variable_at_most: Fraction
    share: Fraction | float | None


def shared_out(
    models: Models,
    effect: Effect,
    factors: Sequence[Factor],
    *,
    samples: int | None = None,
    seed: int = 0,
    progress: Progress | None = None,
) -> SharedOut:
    """Return the Shapley value of every factor, against the first alternative of each.

    Parameters
    ----------
    models : Models
    effect : Effect
    factors : sequence of Factor
    samples : int, optional
        Draw so many random orders instead of counting all; if not given, all orders count where there are at most 20
        factors and their models are not too many, and 500 are drawn elsewhere.
    seed : int
    progress : callable, optional

    Notes
    -----
    A set of factors is worth 1 if the effect is there while they are as they are and all others at the baseline.
    Factors that do not change the structure are the lowest bits, so that few structures are at work at a time.
    """
    order = sorted(range(len(factors)), key=lambda k: factors[k].choices[0].change.is_structural)
    was, at_baseline = models.each(effect.outcomes, [(), [f.choices[0].change for f in factors]])
    n_missing = 0

    def value(sets: Masks) -> list[bool]:
        nonlocal n_missing
        asked = [[factors[k].choices[0].change for b, k in enumerate(order) if not s >> b & 1] for s in sets.tolist()]
        told = models.each(effect.outcomes, asked)
        n_missing += sum(1 for v in told if v is None)
        return [v is None or v is was for v in told]

    if samples is None and len(factors) <= MOST_EXACT and _work(models, factors) <= MOST_WORK:
        found = shapley(len(factors), value, progress=progress)
    else:
        drawn = USUAL_SAMPLES if samples is None else samples
        found = sampled_shapley(len(factors), value, samples=drawn, seed=seed, progress=progress)
    baseline = {f.slug: f.choices[0].name for f in factors}
    return SharedOut(_in_order(found, order), baseline, n_missing, at_baseline is not None)


def _work(models: Models, factors: Sequence[Factor]) -> int:
    n_structural = sum(1 for f in factors if f.choices[0].change.is_structural)
    return len(models.case.structure_in(models.world).states) << n_structural


def _in_order(found: Shares, order: Sequence[int]) -> Shares:
    """Return shares of players in the order of the menu."""
    back = np.argsort(order).tolist()

    def sorted_back(values: tuple) -> tuple:  # type: ignore[type-arg]
        return tuple(values[k] for k in back) if values else ()

    return Shares(
        sorted_back(found.values),
        found.whole,
        found.nothing,
        found.samples,
        sorted_back(found.standard_errors),
        sorted_back(found.intervals),
        found.confidence,
        found.seed,
    )


def by_owner(
    outcomes: Outcomes, factors: Sequence[Factor], found: Sequence[Responsibility], most_size: int | None
) -> tuple[OwnerDegree, ...]:
    """Return what those who own the factors contribute; a factor of several counts for them together."""
    named = tuple(dict.fromkeys(f.owners for f in factors))
    groups = [[k for k, f in enumerate(factors) if f.owners == owner] for owner in named]
    critical = critical_change(found, groups)
    variables = _as_variables(outcomes, groups, most_size)
    shares = _owner_shares(outcomes, factors, groups)
    return tuple(
        OwnerDegree(
            owner,
            critical[k],
            max(found[f].at_most for f in groups[k]),
            None if variables is None else variables[k].degree,
            Fraction(1) if variables is None else variables[k].at_most,
            None if shares is None else shares.values[k],
        )
        for k, owner in enumerate(named)
    )


def _as_variables(
    outcomes: Outcomes, groups: list[list[int]], most_size: int | None
) -> tuple[Responsibility, ...] | None:
    try:
        players = as_players(outcomes, groups).outcomes
    except TooLarge:
        return None
    if players.size > outcomes.most_evaluations - outcomes.evaluated:
        return None
    top = None if most_size is None else min(most_size, len(groups))
    return responsibilities(players, most_size=top)


def _owner_shares(outcomes: Outcomes, factors: Sequence[Factor], groups: list[list[int]]) -> Shares | None:
    if len(groups) > MOST_EXACT or 1 << len(groups) > outcomes.most_evaluations - outcomes.evaluated:
        return None
    try:
        return attribution(outcomes, tuple((k, 0) for k in range(len(factors))), groups).shares
    except TooLarge:
        return None
