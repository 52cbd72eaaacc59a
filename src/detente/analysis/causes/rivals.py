"""Blame over rival readings: responsibility as an expectation over what the parties may want (theory E6).

Each combination of readings counts once, unless somebody gives weights. No weight is made up.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from fractions import Fraction
from typing import Literal

from detente.analysis.attain import Rules
from detente.analysis.causes.blame import timely
from detente.analysis.causes.changes import Models
from detente.analysis.causes.effects import Effect, effect_of
from detente.analysis.causes.expectation import blame as expected
from detente.analysis.causes.outcomes import MOST_EVALUATIONS, counts_by_size
from detente.analysis.causes.responsibility import responsibilities
from detente.analysis.causes.ways_out import asked, usual_size
from detente.analysis.claims import sourced
from detente.case.build import ACTUAL, Case, Readings
from detente.case.evidence import is_sourced
from detente.case.menu import Factor as Written
from detente.engines import Progress
from detente.errors import ModelError, UnknownName, did_you_mean

Weights = Mapping[str, Mapping[str, Fraction]]
ZERO = Fraction(0)
MOST_WORK = 60_000


@dataclass(frozen=True, slots=True)
class Share:
    """The responsibility of one factor over rival readings.

    Attributes
    ----------
    factor : str
    mean : Fraction
        The expectation, from 0 to 1.
    counts : mapping
        From a degree of responsibility to the number of combinations of readings that give it.
    interval : (float, float) or None
        Covers the mean over everything where only a sample was looked at, with 95 % confidence.
    off_menu : int
        In how many combinations it has no alternative, or is not there at all; its degree is 0 in these.
    """

    factor: str
    mean: Fraction
    counts: Mapping[Fraction, int]
    interval: tuple[float, float] | None = None
    off_menu: int = 0

    @property
    def least(self) -> Fraction:
        """The lowest degree in any combination."""
        return min(self.counts)

    @property
    def greatest(self) -> Fraction:
        """The highest degree in any combination."""
        return max(self.counts)


@dataclass(frozen=True, eq=False)
class Rivals:
    """Blame over combinations of readings.

    Attributes
    ----------
    of : int
        How many combinations were judged.
    explained : int
        In how many of them the effect holds; in the others nothing causes it.
    sourced_only : bool
        Whether the combinations are those in which somebody is cited for every reading.
    weights : mapping or None
        From decision makers to readings to the weights that somebody gave; None if each combination counts once.
    shares : tuple of Share
    complete : bool
        Whether the degrees are exact in every combination.
    over : str
        ``readings``, or ``completions`` of what is known of the preferences; then ``of`` counts completions.
    left_out : mapping
        Factors that cannot be asked about over these, with the reason.
    why_not : str
        Why no degrees were looked for, if so.
    """

    of: int
    explained: int
    sourced_only: bool
    weights: Weights | None
    shares: tuple[Share, ...]
    complete: bool
    over: Literal["readings", "completions"] = "readings"
    left_out: Mapping[str, str] = field(default_factory=dict)
    why_not: str = ""

    def share(self, slug: str) -> Share:
        """Return the share of a factor."""
        return next(s for s in self.shares if s.factor == slug)


def over_rivals(  # noqa: PLR0913 - the question has as many parts
    case: Case,
    *,
    fixed: Readings | None = None,
    world: str = ACTUAL,
    effect: Effect | None = None,
    factors: Sequence[Written] | None = None,
    at: str | None = None,
    weights: Weights | None = None,
    every: bool = False,
    most_size: int | None = None,
    most_evaluations: int = MOST_EVALUATIONS,
    rules: Rules | None = None,
    progress: Progress | None = None,
) -> Rivals | None:
    """Return the responsibility of every factor over the rival readings; None if there is only one combination.

    If the menu is so large that all combinations take over 60,000 models, the answer has no shares and says why, unless
    weights are given or every combination is asked for.

    Parameters
    ----------
    case : Case
    fixed : mapping, optional
        Decision makers whose reading is fixed.
    world, effect, factors, at, most_size, most_evaluations, rules
        As for :func:`detente.analysis.causes.blame.blame`.
    weights : mapping, optional
        From decision makers to readings to weights; readings without a weight then have none.
    every : bool
        Count every combination, not only those in which somebody is cited for every reading that has no weight.
    progress : callable, optional
        Called with the combinations done and in all.

    Raises
    ------
    UnknownName
        If a weight is given to a reading that is not there.
    ModelError
        If the weights of a decision maker are not positive in sum, or one is negative, or if weights are given and no
        combination has one, or all but one reading of everybody are fixed.

    Examples
    --------
    >>> import detente
    >>> found = over_rivals(detente.load("peace-treaty"))
    >>> found.of, {s.factor: str(s.mean) for s in found.shares}["option:us.station"]
    (24, '7/48')
    """
    wanted, given = effect or effect_of(case), checked(case, weights)
    combinations, sourced_only = _combinations(case, dict(fixed or {}), given, every=every)
    if len(combinations) < 2:
        return None
    models = Models(case, combinations[0], world, rules or Rules())
    budget = most_size, most_evaluations
    work = _work(models, wanted, factors, at, budget) * len(combinations)
    if given is None and not every and work > MOST_WORK:
        why = f"that could take {work:,} models, and more than {MOST_WORK:,} are solved only where --every asks for it"
        return Rivals(len(combinations), 0, sourced_only, None, (), complete=True, why_not=why)
    found: list[dict[str, Fraction] | None] = []
    n_explained, complete = 0, True
    for done, readings in enumerate(combinations):
        degrees = _degrees(models.read(readings), wanted, factors, at, budget)
        n_explained += degrees is not None
        complete = complete and (degrees is None or all(exact for _, exact in degrees.values()))
        found.append(None if degrees is None else {slug: degree for slug, (degree, _) in degrees.items()})
        if progress is not None:
            progress(done + 1, len(combinations))
    chances = [_weight(given, readings) for readings in combinations]
    slugs = dict.fromkeys(slug for degrees in found for slug in degrees or ())
    shares = tuple(_share(slug, found, chances) for slug in slugs)
    return Rivals(len(combinations), n_explained, sourced_only, given, shares, complete)


def _work(
    models: Models, effect: Effect, factors: Sequence[Written] | None, at: str | None, budget: tuple[int | None, int]
) -> int:
    """Return how many models one combination takes at most."""
    try:
        listed, _, _ = timely(models.case, models.readings, models.world, effect, factors, at)
    except ModelError:
        return 1
    outcomes = asked(models, effect, listed.factors, budget[1])
    size = usual_size(outcomes, budget[0])
    return sum(counts_by_size(outcomes.alternatives)[: None if size is None else size + 1])


def checked(case: Case, weights: Weights | None) -> Weights | None:
    """Return weights that are in order."""
    for dm, of_dm in (weights or {}).items():
        if dm not in case.preferences:
            raise UnknownName(f"there is no decision maker {dm}; {did_you_mean(dm, case.preferences)}")
        for reading in of_dm:
            if reading not in case.preferences[dm]:
                raise UnknownName(f"{dm} has no reading {reading}; {did_you_mean(reading, case.preferences[dm])}")
        if min(of_dm.values()) < 0 or sum(of_dm.values()) <= 0:
            raise ModelError(f"the weights of the readings of {dm} must not be negative, and one must be positive")
    return weights or None


def _combinations(case: Case, fixed: Readings, weights: Weights | None, *, every: bool) -> tuple[list[Readings], bool]:
    """Return the combinations that count, and whether somebody is cited for all that is in them.

    All of them count where nobody is cited for any. Weights decide about those whose readings they weigh.
    """
    weighed = weights or {}
    made: list[Readings] = [r for r in case.combinations(**dict(fixed)) if _weight(weights, r) > 0]
    cited = [r for r in made if _is_cited(case, {slug: name for slug, name in r.items() if slug not in weighed})]
    counted = made if every or not cited else cited
    if weighed and len(counted) < 2:
        raise ModelError(
            f"with these weights {len(counted)} combinations of readings count, and blame over rival readings needs "
            "two; give several readings of one decision maker a weight, and do not fix it"
        )
    return counted, all(sourced(case, r) for r in counted)


def _is_cited(case: Case, readings: Readings) -> bool:
    """Return whether somebody is cited for every reading of some decision makers."""
    parties = case.file.decision_makers
    return all(is_sourced(parties[slug].all_readings[name]) for slug, name in readings.items())


def _weight(weights: Weights | None, readings: Readings) -> Fraction:
    weight = Fraction(1)
    for dm, of_dm in (weights or {}).items():
        weight *= of_dm.get(readings[dm], ZERO)
    return weight


def _degrees(
    models: Models,
    effect: Effect,
    factors: Sequence[Written] | None,
    at: str | None,
    budget: tuple[int | None, int],
) -> dict[str, tuple[Fraction, bool]] | None:
    """Return each factor's responsibility under one combination, and whether it is exact; None without the effect."""
    try:
        listed, _, _ = timely(models.case, models.readings, models.world, effect, factors, at)
    except ModelError:
        return {} if models.each(effect.outcomes, [()]) == [True] else None
    outcomes = asked(models, effect, listed.factors, budget[1])
    if not outcomes.actual:
        return None
    found = responsibilities(outcomes, most_size=usual_size(outcomes, budget[0]))
    return {listed.factors[r.factor].slug: (r.degree, r.exact) for r in found}


def _share(slug: str, found: Sequence[Mapping[str, Fraction] | None], chances: Sequence[Fraction]) -> Share:
    degrees = [ZERO if of_factor is None else of_factor.get(slug, ZERO) for of_factor in found]
    off_menu = sum(1 for of_factor in found if of_factor is not None and slug not in of_factor)
    return Share(slug, expected(degrees, chances).mean, Counter(degrees), off_menu=off_menu)
