"""How ``detente blame`` and ``detente ways-out`` get their answers: what was asked, the search, and its progress."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from detente.cli.asking import Question
from detente.cli.ending import WrongUsage
from detente.cli.factoring import factors, weights
from detente.cli.progress import working

if TYPE_CHECKING:
    from detente.analysis.causes.blame import Blame
    from detente.analysis.causes.effects import Effect
    from detente.analysis.causes.rivals import Rivals
    from detente.analysis.causes.ways_out import WaysOut
    from detente.case.build import Case
    from detente.engines import Progress


@dataclass(frozen=True)
class Search:
    """What both commands take: the question, the factors that are named, and how far to look."""

    asked: Question
    factors: Sequence[str] | None
    size: int | None
    monotone: bool


@dataclass(frozen=True)
class Sharing:
    """What blame takes besides: when the effect holds, the readings that count, and how shares are found."""

    at: str | None
    weights: Sequence[str] | None
    every: bool
    over: str
    samples: int | None
    seed: int


def blamed(search: Search, effect: Effect, how: Sharing) -> tuple[Blame, Rivals | None]:
    """Return the causes of an effect, and blame over rival readings."""
    from detente.analysis.causes.blame import blame

    asked, given = search.asked, factors(search.factors)
    with working("causes") as meter:
        found = blame(
            asked.case,
            readings=asked.readings,
            world=asked.world,
            effect=effect,
            factors=given,
            at=how.at,
            most_size=search.size,
            samples=how.samples,
            seed=how.seed,
            monotone=search.monotone,
            rules=asked.rules,
            progress=meter.steps,
        )
        rivals = _over(search, effect, how, lambda done, of: meter.stage("rival readings", done, of))
    return found, rivals


def _over(search: Search, effect: Effect, how: Sharing, progress: Progress) -> Rivals | None:
    """Return blame over rival readings, or over all completions of what is known of the preferences."""
    from detente.analysis.causes.completed import over_completions
    from detente.analysis.causes.rivals import over_rivals

    asked, given, of_readings = search.asked, factors(search.factors), weights(how.weights)
    about = {"fixed": asked.fixed, "world": asked.world, "effect": effect, "factors": given, "at": how.at}
    if how.over == "completions":
        if of_readings is not None or how.every:
            raise WrongUsage("--weight and --every are about rival readings, and do not go with --over completions")
        return over_completions(asked.case, **about, seed=how.seed, rules=asked.rules, progress=progress)  # type: ignore[arg-type]
    return over_rivals(
        asked.case,
        **about,  # type: ignore[arg-type]
        weights=of_readings,
        every=how.every,
        most_size=search.size,
        rules=asked.rules,
        progress=progress,
    )


def settled(search: Search, aim: str, goal: str | None, concept: str) -> WaysOut:
    """Return the smallest sets of changes that settle it, with the goal and the concept checked first."""
    from detente.analysis.causes.ways_out import ways_out
    from detente.cli.asking import formula
    from detente.concepts import concept as named

    asked = search.asked
    if goal is not None:
        formula(asked.case, "--goal", goal)
    by, given = named(concept).name, factors(search.factors)
    with working("ways out") as meter:
        return ways_out(
            asked.case,
            readings=asked.readings,
            world=asked.world,
            aim=aim,
            goal=goal,
            concept=by,
            levers=given,
            most_size=search.size,
            monotone=search.monotone,
            rules=asked.rules,
            progress=meter.steps,
        )


def draw(case: Case, found: WaysOut, file: str, *, by_cost: bool) -> None:
    """Write the picture of ways out.

    Raises
    ------
    WrongUsage
        If there is nothing to draw, or the file is there already.
    """
    from detente.cli.ending import WrongUsage
    from detente.cli.writing import write
    from detente.figures.svg import svg
    from detente.figures.ways_out import ways_out as picture

    if not found.ways:
        raise WrongUsage("there is no way out to draw; leave out --figure to see why")
    write(file, svg(picture(case, found.by_cost() if by_cost else found.ways)))
