"""Blame over all completions of what is known of the preferences: each counted once, or drawn uniformly (theory E6).

Only factors that leave preferences alone can be asked about: what the parties want is what varies.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from fractions import Fraction
from itertools import product

import numpy as np

from detente.analysis.attain import Rules
from detente.analysis.causes.blame import timely
from detente.analysis.causes.changes import Models
from detente.analysis.causes.effects import Effect, effect_of
from detente.analysis.causes.expectation import blame as expected
from detente.analysis.causes.expectation import sampled_blame
from detente.analysis.causes.factors import Factor
from detente.analysis.causes.outcomes import Outcomes, Switches
from detente.analysis.causes.responsibility import responsibilities
from detente.analysis.causes.rivals import Rivals, Share
from detente.analysis.causes.ways_out import changes_of
from detente.analysis.robust.completions import Drawn, Every, completions
from detente.analysis.robust.spread import spreads
from detente.case.build import ACTUAL, Case, Readings
from detente.case.menu import Factor as Written
from detente.engines import Progress
from detente.errors import ModelError, TooLarge
from detente.model.formula import Mask

MOST_SETS = 1 << 12


def over_completions(  # noqa: PLR0913 - the question has as many parts
    case: Case,
    *,
    fixed: Readings | None = None,
    world: str = ACTUAL,
    effect: Effect | None = None,
    factors: Sequence[Written] | None = None,
    at: str | None = None,
    most: int | None = None,
    seed: int = 0,
    rules: Rules | None = None,
    progress: Progress | None = None,
) -> Rivals:
    """Return the responsibility of every structural factor over all completions of the preferences.

    Parameters
    ----------
    case : Case
        With comparisons of classes, or priorities among statements (see :mod:`detente.analysis.robust`).
    fixed : mapping, optional
        Decision makers that are read in a named reading, and not by their comparisons.
    world, effect, factors, at, rules
        As for :func:`detente.analysis.causes.blame.blame`.
    most : int, optional
        Go through all profiles if there are at most so many, and otherwise draw so many completions.
    seed : int
        For what is drawn.
    progress : callable, optional
        Called with the sets of changes done and in all.

    Raises
    ------
    ModelError
        If nothing is open of the preferences, or every factor is about preferences.
    TooLarge
        If the menu has more than 4,096 sets of changes.

    Examples
    --------
    With troops and ban on the menu, the ban is a but-for cause in 864 of 1,728 completions of the flagship:

    >>> import detente
    >>> found = over_completions(detente.load("peace-treaty"))
    >>> found.of, found.share("option:russia.ban").counts[Fraction(1)]
    (1728, 864)
    """
    wanted, read = effect or effect_of(case), dict(fixed or {})
    kept, left_out = _structural(case, read, world, wanted, (factors, at))
    models = Models(case, case.reading(**read), world, rules or Rules())
    sets = _sets(kept)
    structures = [models.judge(frozenset(changes_of(kept, dict(s)))).structure(world) for s in sets]
    found = completions(spreads(case, readings=read), structures, most=most, seed=seed)
    table = []
    for done, switches in enumerate(sets):
        table.append(_column(models, wanted, changes_of(kept, dict(switches)), found))
        if progress is not None:
            progress(done + 1, len(sets))
    return _counted(found, kept, sets, np.stack(table, axis=1), left_out)


def _structural(
    case: Case,
    readings: Readings,
    world: str,
    effect: Effect,
    asked: tuple[Sequence[Written] | None, str | None],
) -> tuple[tuple[Factor, ...], dict[str, str]]:
    """Return the factors that leave preferences alone, and why the others are left out."""
    listed, late, _ = timely(case, case.reading(**readings), world, effect, *asked)
    wishes = [f for f in listed.factors if not all(c.change.is_structural for c in f.choices)]
    left_out = {**listed.left_out, **late}
    left_out |= {f.slug: "it is about preferences, and those are what varies here" for f in wishes}
    kept = tuple(f for f in listed.factors if f not in wishes)
    if not kept:
        raise ModelError("every factor of the menu is about preferences, and those are what varies here; name others")
    return kept, left_out


def _sets(factors: Sequence[Factor]) -> list[Switches]:
    n_sets = int(np.prod([len(f.choices) + 1 for f in factors]))
    if n_sets > MOST_SETS:
        raise TooLarge(f"the menu has {n_sets:,} sets of changes, and {MOST_SETS:,} is the limit here; name fewer")
    ways = product(*([None, *range(len(f.choices))] for f in factors))
    return [tuple((k, a) for k, a in enumerate(way) if a is not None) for way in ways]


def _column(models: Models, effect: Effect, changes: Sequence[object], found: Every | Drawn) -> np.ndarray:
    """Return ``(profiles,) int8``: whether the effect is there (1), not there (0), or cannot be evaluated (-1)."""
    judge = models.judge(frozenset(changes))  # type: ignore[arg-type]
    outcomes = effect.outcomes(judge, models.world, found.profiles)
    told = [-1 if isinstance(o, ModelError) else int(_settled(o)) for o in outcomes]
    return np.array(told, dtype=np.int8)


def _settled(outcome: object) -> bool:
    if isinstance(outcome, Exception):
        raise outcome
    return bool(outcome)


def _counted(
    found: Every | Drawn,
    factors: Sequence[Factor],
    sets: Sequence[Switches],
    table: np.ndarray,
    left_out: Mapping[str, str],
) -> Rivals:
    """Count degrees: profiles with the same outcomes throughout are judged once."""
    patterns, which = np.unique(table, axis=0, return_inverse=True)
    counts: list[Counter[Fraction]] = [Counter() for _ in factors]
    n_explained = 0
    for k, pattern in enumerate(patterns.tolist()):
        weight = found.count(_is(which, k))
        degrees = _degrees(factors, dict(zip(sets, pattern, strict=True)))
        n_explained += weight if degrees is not None else 0
        for place, count in enumerate(counts):
            count[degrees[place] if degrees is not None else Fraction(0)] += weight
    shares = tuple(_share(f.slug, count, is_sampled=found.sampled) for f, count in zip(factors, counts, strict=True))
    return Rivals(
        found.of,
        n_explained,
        sourced_only=False,
        weights=None,
        shares=shares,
        complete=not found.sampled,
        over="completions",
        left_out=dict(left_out),
    )


def _is(which: np.ndarray, k: int) -> Mask:
    return np.asarray(which.reshape(-1) == k)


def _degrees(factors: Sequence[Factor], known: Mapping[Switches, int]) -> list[Fraction] | None:
    """Return each factor's responsibility where the outcomes of all sets are known; None without the effect."""

    def evaluate(asked: list[Mapping[int, int]]) -> list[bool | None]:
        told = [known[tuple(sorted(a.items()))] for a in asked]
        return [None if t < 0 else bool(t) for t in told]

    if known[()] != 1:
        return None
    return [r.degree for r in responsibilities(Outcomes(evaluate, [len(f.choices) for f in factors]))]


def _share(slug: str, counts: Counter[Fraction], *, is_sampled: bool) -> Share:
    degrees = list(counts.elements()) if is_sampled else list(counts)
    if is_sampled:
        told = sampled_blame(degrees)
        return Share(slug, told.mean, counts, told.interval)
    return Share(slug, expected(degrees, [counts[d] for d in degrees]).mean, counts)
