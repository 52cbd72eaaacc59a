"""The responsibility of those who own factors, in three readings that must not be mixed up (theory E5).

*Critical change*: the greatest responsibility among an owner's factors. *Owner as variable*: everything that an owner
has counts as one factor, whose alternatives are all that the owner could change at once. *Shapley*: the outcome is
shared out among factors or owners against a baseline.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from itertools import product
from math import prod

from detente.analysis.causes.outcomes import Outcomes, Switches
from detente.analysis.causes.responsibility import Responsibility
from detente.analysis.causes.shapley import MOST_EXACT, Masks, Shares, sampled_shapley, shapley
from detente.engines import Progress
from detente.errors import ModelError, TooLarge

Groups = Sequence[Sequence[int]]
MOST_CHOICES = 1 << 16


def critical_change(degrees: Sequence[Responsibility], groups: Groups) -> tuple[Fraction, ...]:
    """Return for each owner the greatest responsibility among its factors; 0 for an owner without factors.

    Examples
    --------
    >>> half = [Responsibility(f, Fraction(1, n), Fraction(1, n)) for f, n in enumerate((2, 3, 3))]
    >>> [str(d) for d in critical_change(half, [[0, 1], [2]])]
    ['1/2', '1/3']
    """
    by_factor = {r.factor: r.degree for r in degrees}
    return tuple(max((by_factor[f] for f in group), default=Fraction(0)) for group in groups)


@dataclass(frozen=True)
class Owners:
    """Owners as factors.

    Attributes
    ----------
    outcomes : Outcomes
        Of sets of changes of owners; what is evaluated counts in the budget of the outcomes of the factors too.
    choices : tuple of tuple of Switches
        For each owner, what each of its alternatives changes of its factors.
    """

    outcomes: Outcomes
    choices: tuple[tuple[Switches, ...], ...]

    def spelled(self, switches: Switches) -> Switches:
        """Return changes of owners as changes of their factors."""
        return tuple(sorted(c for owner, choice in switches for c in self.choices[owner][choice]))


def owners(outcomes: Outcomes, groups: Groups) -> Owners:
    """Return the outcome as a function of owners: theory E3 applies to it as to factors.

    Parameters
    ----------
    outcomes : Outcomes
    groups : sequence of sequence of int
        The factors of each owner. A factor that belongs to no group keeps its actual value.

    Raises
    ------
    ModelError
        If an owner has no factor, or a factor two owners.
    TooLarge
        If an owner could change its factors in more than 65,536 ways.

    Examples
    --------
    Both factors of the first owner, or the one of the second, have to change:

    >>> from detente.analysis.causes.flips import minimal_changes
    >>> base = Outcomes(lambda asked: [not ((0 in a and 1 in a) or 2 in a) for a in asked], [1, 1, 1])
    >>> both = owners(base, [[0, 1], [2]])
    >>> [both.spelled(c) for c in minimal_changes(both.outcomes).sets]
    [((0, 0), (1, 0)), ((2, 0),)]
    """
    _check_groups(outcomes, groups)
    choices = tuple(_choices(outcomes, group) for group in groups)
    made = Owners(outcomes, choices)

    def evaluate(asked: list[Mapping[int, int]]) -> list[bool | None]:
        return outcomes.values([made.spelled(tuple(a.items())) for a in asked])

    merged = Outcomes(evaluate, list(map(len, choices)), most_evaluations=outcomes.most_evaluations)
    return Owners(merged, choices)


def _check_groups(outcomes: Outcomes, groups: Groups) -> None:
    named = [f for group in groups for f in group]
    if len(named) != len(set(named)):
        twice = next(f for f in named if named.count(f) > 1)
        raise ModelError(f"factor {twice} belongs to two owners; every factor has one owner at most")
    if any(f not in outcomes.factors for f in named):
        raise ModelError(f"owners have factors that are not there: there are {len(outcomes.factors)} factors")
    for k, group in enumerate(groups):
        if not group:
            raise ModelError(f"owner {k} has no factor: leave it out")
        ways = prod(outcomes.alternatives[f] + 1 for f in group)
        if ways > MOST_CHOICES:
            raise TooLarge(
                f"owner {k} could change its {len(group)} factors in {ways:,} ways, more than {MOST_CHOICES:,}; "
                "ask about fewer of them"
            )


def _choices(outcomes: Outcomes, group: Sequence[int]) -> tuple[Switches, ...]:
    """Return all that an owner could change, the fewest changes first."""
    ways = product(*([None, *range(outcomes.alternatives[f])] for f in group))
    made = [tuple((f, a) for f, a in zip(group, way, strict=True) if a is not None) for way in ways]
    return tuple(sorted((m for m in made if m), key=lambda m: (len(m), m)))


@dataclass(frozen=True)
class Attribution:
    """The outcome shared out among players against a baseline.

    Attributes
    ----------
    shares : Shares
        One for each group; together 1 if the outcome is another one at the baseline, and 0 if it is not.
    baseline : Switches
        The baseline, as changes of what is actual.
    not_evaluated : int
        How many sets of players could not be evaluated; the outcome counts as unchanged there.
    """

    shares: Shares
    baseline: Switches
    not_evaluated: int


def attribution(
    outcomes: Outcomes,
    baseline: Switches,
    groups: Groups | None = None,
    *,
    samples: int = 1000,
    seed: int = 0,
    progress: Progress | None = None,
) -> Attribution:
    """Return the Shapley attribution of the outcome (theory E5 c).

    Parameters
    ----------
    outcomes : Outcomes
    baseline : Switches
        What is compared with: an alternative for each factor that differs from what is actual. A set of players is
        worth 1 if the outcome is as it is while their factors are actual and all others at the baseline, and 0
        otherwise.
    groups : sequence of sequence of int, optional
        The factors of each player; each factor is a player if not given.
    samples, seed : int
        For more than 20 players, whose values are sampled.
    progress : callable, optional

    Examples
    --------
    >>> base = Outcomes(lambda asked: [not (0 in a and 1 in a) for a in asked], [1, 1, 1])
    >>> [str(v) for v in attribution(base, ((0, 0), (1, 0), (2, 0))).shares.values]
    ['1/2', '1/2', '0']
    """
    players = [(f,) for f in outcomes.factors] if groups is None else [tuple(g) for g in groups]
    _check_groups(outcomes, players)
    was, missing = outcomes.actual, set[int]()

    def value(sets: Masks) -> list[bool]:
        asked = [_away(baseline, players, s) for s in sets.tolist()]
        told = outcomes.values(asked)
        missing.update(s for s, v in zip(sets.tolist(), told, strict=True) if v is None)
        return [v is None or v is was for v in told]

    if len(players) <= MOST_EXACT:
        shares = shapley(len(players), value, progress=progress)
    else:
        shares = sampled_shapley(len(players), value, samples=samples, seed=seed, progress=progress)
    return Attribution(shares, baseline, len(missing))


def _away(baseline: Switches, players: Sequence[Sequence[int]], actual: int) -> Switches:
    """Return the baseline of all factors but those of the players in a set."""
    kept = {f for k, group in enumerate(players) if actual >> k & 1 for f in group}
    return tuple(c for c in baseline if c[0] not in kept)
