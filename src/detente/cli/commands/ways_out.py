"""``detente ways-out``: the smallest sets of changes after which the outcome can be attained."""

from __future__ import annotations

from typing import Annotated, Literal

import typer

from detente.cli import arguments

Aim = Annotated[
    Literal["attainable", "equilibrium"],
    typer.Option("--aim", help="Aim at what can be attained, or at what would be an equilibrium if one were there."),
]
Goal = Annotated[
    str | None, typer.Option("--goal", metavar="FORMULA", help="A formula to aim at instead of the outcome.")
]
Concept = Annotated[
    str,
    typer.Option("--concept", metavar="NAME", help="The solution concept for equilibria, such as Nash or SEQ."),
]
Factors = Annotated[
    list[str] | None,
    typer.Option(
        "--factor",
        metavar="FACTOR",
        help="What could be changed, such as option:us.station=N or reading:japan, instead of the levers of the case; "
        "can be repeated.",
    ),
]
By = Annotated[Literal["size", "cost"], typer.Option("--by", help="List the fewest changes first, or the cheapest.")]

Figure = Annotated[
    str | None,
    typer.Option("--figure", metavar="FILE", help="Draw which changes each way out needs, as an SVG picture."),
]


def command(  # noqa: PLR0913
    source: arguments.Source,
    *,
    variant: arguments.Variant = None,
    reading: arguments.Reading = None,
    world: arguments.World = "actual",
    aim: Aim = "attainable",
    goal: Goal = None,
    concept: Concept = "Nash",
    factor: Factors = None,
    size: arguments.Size = None,
    monotone: arguments.Monotone = False,
    by: By = "size",
    figure: Figure = None,
    joint: arguments.Joint = "both",
    answers: arguments.Answers = "credible",
    improvement: arguments.Improvement = "strict",
    limit: arguments.Limit = None,
    json: arguments.Json = False,
) -> int:
    """List the smallest sets of changes that settle it: what, whose, at what cost, and who then gets there."""
    from detente.analysis.attain import Rules
    from detente.analysis.causes import plain
    from detente.cli.asking import question
    from detente.cli.causing import Search, draw, settled
    from detente.cli.streams import show, write_json
    from detente.cli.views.ways_out import parts

    rules = Rules(joint, answers, improvement)
    asked = question(source, variant, reading=reading, world=world, rules=rules)
    found = settled(Search(asked, factor, size, monotone), aim, goal, concept)
    if figure is not None:
        draw(asked.case, found, figure, by_cost=by == "cost")
    if json:
        write_json({**asked.header(), **plain.ways_out(found)})
    else:
        show(lambda width: parts(asked.case, found, limit, width, by_cost=by == "cost"))
    return 0 if found.complete else 3
