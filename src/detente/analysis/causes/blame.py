"""Blame: which factors cause what is missing, in what degree, and over rival readings (theory E).

Causal responsibility says how much an outcome depends on a factor, given a menu of factors and their alternatives. It
is no judgement of fault.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction

from detente.analysis.attain import Rules
from detente.analysis.causes.changes import Models
from detente.analysis.causes.duality import sufficient_reasons
from detente.analysis.causes.effects import Effect, effect_of
from detente.analysis.causes.factors import Factor
from detente.analysis.causes.flips import Flips
from detente.analysis.causes.menus import Listed, menu
from detente.analysis.causes.outcomes import MOST_EVALUATIONS, Outcomes, SpentError, Switches
from detente.analysis.causes.responsibility import Responsibility, by_minimal_sets, responsibilities
from detente.analysis.causes.shares import OwnerDegree, SharedOut, by_owner, shared_out
from detente.analysis.causes.timing import is_later, span
from detente.analysis.causes.ways_out import asked, place, smallest, usual_size
from detente.case.build import ACTUAL, Case, Readings
from detente.case.menu import Factor as Written
from detente.engines import Progress
from detente.errors import ModelError


@dataclass(frozen=True, slots=True)
class Degree:
    """What one factor contributes.

    Attributes
    ----------
    factor : Factor
    responsibility : Fraction
        After Chockler and Halpern: ``1 / n``, *n* being the fewest changes, its own among them, that turn the outcome
        over while the others alone do not. 1: but for this factor; 0: it never matters.
    at_most : Fraction
        The responsibility is no greater than this; equal to it if the search was exact.
    alternative : str or None
        What the factor is changed to in that contingency.
    contingency : tuple of (str, str)
        The other changes that make it critical: slugs of factors and names of alternatives.
    makes_models : bool
        Whether some change of it alone can be evaluated at all.
    """

    factor: Factor
    responsibility: Fraction
    at_most: Fraction
    alternative: str | None
    contingency: tuple[tuple[str, str], ...]
    makes_models: bool = True

    @property
    def is_but_for(self) -> bool:
        """Whether changing this factor alone turns the outcome over."""
        return self.responsibility == 1


@dataclass(frozen=True, eq=False)
class Blame:
    """Which factors cause an effect, in what degree.

    Attributes
    ----------
    readings : mapping
    world : str
    effect : Effect
        What is to be explained; it holds as things are.
    at : str or None
        When it holds; factors that are certainly younger are refused.
    listed : Listed
        The factors asked about.
    refused : mapping
        From a factor that is younger than the effect to the reason.
    degrees : tuple of Degree
    causes : tuple of tuple of (str, str)
        The minimal sets of changes that turn the effect over.
    sets : tuple of tuple of str
        The minimal sets of factors among them: causes by the modified definition of Halpern and Pearl.
    reasons : tuple of tuple of str or None
        The minimal sets of factors that alone keep the effect, whatever is made of the others; None if not known.
    shared : SharedOut
        The Shapley value of every factor.
    owners : tuple of OwnerDegree
    searched : int
        All causes of up to so many changes are there.
    complete : bool
        Whether everything was searched.
    why : str
        Why not, if so.
    evaluated : int
        How many models were solved.
    is_monotone : bool
        Whether it was taken that further changes never undo what some changes turned over.
    not_evaluated : int
        How many sets of changes make no model; they count as no change.
    """

    readings: Readings
    world: str
    effect: Effect
    at: str | None
    listed: Listed
    refused: Mapping[str, str]
    degrees: tuple[Degree, ...]
    causes: tuple[tuple[tuple[str, str], ...], ...]
    sets: tuple[tuple[str, ...], ...]
    reasons: tuple[tuple[str, ...], ...] | None
    shared: SharedOut
    owners: tuple[OwnerDegree, ...]
    searched: int
    complete: bool
    why: str
    evaluated: int
    is_monotone: bool = False
    not_evaluated: int = 0

    def degree(self, slug: str) -> Degree:
        """Return what a factor contributes."""
        return next(d for d in self.degrees if d.factor.slug == slug)

    def share(self, slug: str) -> float:
        """Return the Shapley value of a factor."""
        place = next(k for k, d in enumerate(self.degrees) if d.factor.slug == slug)
        return float(self.shared.shares.values[place])


def blame(  # noqa: PLR0913 - the question has as many parts
    case: Case,
    *,
    readings: Readings | None = None,
    world: str = ACTUAL,
    effect: Effect | None = None,
    factors: Sequence[Written] | None = None,
    at: str | None = None,
    most_size: int | None = None,
    most_evaluations: int = MOST_EVALUATIONS,
    samples: int | None = None,
    seed: int = 0,
    monotone: bool = False,
    rules: Rules | None = None,
    progress: Progress | None = None,
) -> Blame:
    """Return which factors cause an effect, in what degree, under one reading of each decision maker.

    Parameters
    ----------
    case : Case
    readings : mapping, optional
        The first reading of each decision maker where none is given.
    world : str
    effect : Effect, optional
        What is to be explained; that the outcome cannot be attained, if not given.
    factors : sequence of case.menu.Factor, optional
        What may be blamed, instead of the menu of the case.
    at : str, optional
        When the effect holds, a day, month or year; the date of the case if not given. Younger factors are refused.
    most_size : int, optional
        How many changes at once are looked at; all where there are few models, otherwise 3.
    most_evaluations : int
        How many models are solved at most for the degrees.
    samples, seed : int, optional
        Shapley values from so many random orders; exact where they can be, if not given.
    monotone : bool
        Take it that further changes never undo what some changes turned over: far fewer models are then solved.
    rules : Rules, optional
    progress : callable, optional
        Called with the models solved and those to solve.

    Raises
    ------
    NotAnswered
        If there is no outcome to explain, or what was solved shows that it is not monotone.
    ModelError
        If the effect does not hold as things are, no factor is left, ``at`` is no date, or a budget is zero.

    Notes
    -----
    Exact within ``most_size``. Cost: a model for each set of changes; those of one structure are solved together.

    Examples
    --------
    >>> import detente
    >>> found = blame(detente.load("peace-treaty"))
    >>> [(d.factor.label, str(d.responsibility)) for d in found.degrees][:2]
    [('US troops in Japan', '1/2'), ('the ban on ceding territory', '1/2')]
    >>> found.sets
    (('preference:japan:2',), ('option:us.station', 'option:russia.ban'))
    """
    wanted = effect or effect_of(case)
    full = case.reading(**dict(readings or {}))
    listed, refused, when = timely(case, full, world, wanted, factors, at)
    models = Models(case, full, world, rules or Rules())
    outcomes = asked(models, wanted, listed.factors, most_evaluations, progress)
    if not outcomes.actual:
        raise ModelError(f"there is nothing to explain: {wanted.denied(case)} {place(case, world)}")
    flips, found, size = _degrees(outcomes, most_size, monotone=monotone)
    reasons = sufficient_reasons(flips)
    return Blame(
        full,
        world,
        wanted,
        when,
        listed,
        refused,
        tuple(_degree(listed.factors, r, makes_models=_makes_models(outcomes, r.factor)) for r in found),
        tuple(_named(listed.factors, switches) for switches in flips.sets),
        tuple(tuple(listed.factors[k].slug for k in members) for members in flips.factors),
        None if reasons is None else tuple(tuple(listed.factors[k].slug for k in members) for members in reasons),
        shared_out(models, wanted, listed.factors, samples=samples, seed=seed, progress=progress),
        by_owner(outcomes, listed.factors, found, size),
        flips.searched,
        flips.complete and all(r.exact for r in found),
        flips.why,
        outcomes.evaluated,
        monotone,
        outcomes.not_evaluated,
    )


def _degrees(
    outcomes: Outcomes, most_size: int | None, *, monotone: bool
) -> tuple[Flips, tuple[Responsibility, ...], int | None]:
    """Return the minimal sets of changes, the responsibilities, and how many changes at once were looked at."""
    flips = smallest(outcomes, most_size, monotone=monotone)
    if monotone:
        return flips, by_minimal_sets(outcomes, flips), most_size
    size = usual_size(outcomes, most_size)
    return flips, responsibilities(outcomes, most_size=size), size


def timely(
    case: Case, readings: Readings, world: str, effect: Effect, factors: Sequence[Written] | None, at: str | None
) -> tuple[Listed, dict[str, str], str | None]:
    """Return the menu without factors that are younger than the effect, why those are refused, and the effect's date.

    Raises
    ------
    ModelError
        If no factor is left, or the date that was asked about is none.
    """
    if at is not None and span(at) is None:
        raise ModelError(f"{at} is no date; write a day, a month or a year, such as 1956-08-13, 1956-08 or 1956")
    when = at if at is not None else None if case.file.as_of is None else str(case.file.as_of)
    listed = menu(case, readings, world, which="factors", given=factors, effect=effect)
    late = {f.slug: f"it dates from {f.since}, after {when}" for f in listed.factors if is_later(f.since, when)}
    kept = tuple(f for f in listed.factors if f.slug not in late)
    if not kept:
        told = "; ".join(f"{slug}: {why}" for slug, why in late.items())
        raise ModelError(f"no factor is as old as the effect ({told}), and a cause comes before its effect")
    return Listed(kept, listed.left_out, listed.origin), late, when


def _degree(factors: Sequence[Factor], found: Responsibility, *, makes_models: bool) -> Degree:
    factor = factors[found.factor]
    alternative = None if found.alternative is None else factor.choices[found.alternative].name
    return Degree(factor, found.degree, found.at_most, alternative, _named(factors, found.contingency), makes_models)


def _makes_models(outcomes: Outcomes, factor: int) -> bool:
    """Return whether some change of a factor alone can be evaluated; taken so where the budget is used up."""
    try:
        values = outcomes.values([((factor, choice),) for choice in range(outcomes.alternatives[factor])])
    except SpentError:
        return True
    return any(value is not None for value in values)


def _named(factors: Sequence[Factor], switches: Switches) -> tuple[tuple[str, str], ...]:
    return tuple((factors[k].slug, factors[k].choices[choice].name) for k, choice in switches)
