"""``detente blame``: which factors cause what is missing, in what degree, and over rival readings."""

from __future__ import annotations

from typing import Annotated, Literal

import typer

from detente.cli import arguments

Effect = Annotated[
    Literal["missing", "attainable", "stable", "unstable", "unsettled", "unreached", "avoided", "drift"],
    typer.Option(
        "--effect",
        help="What to explain: that the outcome cannot be attained, or can; that a state is stable, or not; that the "
        "outcome holds in no equilibrium, or in none that can be reached; that every one that can be reached is "
        "without it; that single improvements end in a state.",
    ),
]
Goal = Annotated[
    str | None, typer.Option("--goal", metavar="FORMULA", help="A formula to ask about instead of the outcome.")
]
State = Annotated[
    str | None,
    typer.Option(
        "--state", metavar="STATE", help="The state of --effect stable, unstable or drift; the status quo if not given."
    ),
]
Concept = Annotated[
    str, typer.Option("--concept", metavar="NAME", help="The solution concept of effects about equilibria.")
]
Dm = Annotated[
    str | None,
    typer.Option("--dm", metavar="DM", help="For whom the state of --effect stable is stable; for all if not given."),
]
Factors = Annotated[
    list[str] | None,
    typer.Option(
        "--factor",
        metavar="FACTOR",
        help="What may be blamed, such as option:us.station=N or constraint:cession_ban, instead of the menu of the "
        "case; can be repeated.",
    ),
]
At = Annotated[
    str | None,
    typer.Option(
        "--at",
        metavar="DATE",
        help="When the effect holds; younger factors are refused. The date of the case if not given.",
    ),
]
Weights = Annotated[
    list[str] | None,
    typer.Option(
        "--weight",
        metavar="DM.READING=N",
        help="The weight of a reading in the blame over rival readings; can be repeated.",
    ),
]
Every = Annotated[
    bool, typer.Option("--every", help="Count all combinations of readings, not only those that somebody is cited for.")
]
Over = Annotated[
    Literal["readings", "completions"],
    typer.Option(
        "--over",
        help="Blame over rival readings, or over all completions of what is known of the preferences (see robust).",
    ),
]
Samples = Annotated[
    int | None,
    typer.Option(
        "--samples", metavar="N", help="Shapley values from N random orders; exact for up to 20 factors if not given."
    ),
]
Seed = Annotated[int, typer.Option("--seed", metavar="N", help="The seed of those orders.")]


def command(  # noqa: PLR0913
    source: arguments.Source,
    *,
    variant: arguments.Variant = None,
    reading: arguments.Reading = None,
    world: arguments.World = "actual",
    effect: Effect = "missing",
    goal: Goal = None,
    state: State = None,
    concept: Concept = "Nash",
    dm: Dm = None,
    factor: Factors = None,
    at: At = None,
    size: arguments.Size = None,
    weight: Weights = None,
    every: Every = False,
    over: Over = "readings",
    samples: Samples = None,
    seed: Seed = 0,
    monotone: arguments.Monotone = False,
    joint: arguments.Joint = "both",
    answers: arguments.Answers = "credible",
    improvement: arguments.Improvement = "strict",
    json: arguments.Json = False,
) -> int:
    """Say who or what an outcome is down to: but-for causes, degrees of responsibility, shares, and rival readings."""
    from detente.analysis.attain import Rules
    from detente.analysis.causes import plain
    from detente.cli.asking import question
    from detente.cli.causing import Search, Sharing, blamed
    from detente.cli.factoring import effect_asked
    from detente.cli.streams import say, show, write_json
    from detente.cli.views.blame import parts
    from detente.explain.blame import refused

    rules = Rules(joint, answers, improvement)
    asked = question(source, variant, reading=reading, world=world, rules=rules)
    wanted = effect_asked(asked, effect, goal=goal, state=state, concept=concept, dm=dm)
    how = Sharing(at, weight, every, over, samples, seed)
    found, rivals = blamed(Search(asked, factor, size, monotone), wanted, how)
    for line in refused(found):
        say(f"detente: {line}")
    if json:
        write_json({**asked.header(), **plain.blame(found, rivals)})
    else:
        show(lambda width: parts(asked.case, found, rivals, width))
    return 0 if found.complete and (rivals is None or rivals.complete) else 3
