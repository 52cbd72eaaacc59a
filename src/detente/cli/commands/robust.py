"""``detente robust``: how every verdict fares over all preference orders that the citations allow."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from detente.cli import arguments

if TYPE_CHECKING:
    from detente.analysis.robust.verdicts import Robust

World = Annotated[
    list[str] | None,
    typer.Option("--world", metavar="NAME", help="A world to ask about; can be repeated. All of them if left out."),
]
Orders = Annotated[
    bool, typer.Option("--orders", help="Go through the orders of the statements, not through those of classes.")
]
Vary = Annotated[
    list[str] | None,
    typer.Option(
        "--vary", metavar="DM", help="Vary this decision maker only, the others keep a reading; can be repeated."
    ),
]
Sample = Annotated[
    int | None,
    typer.Option(
        "--sample",
        metavar="N",
        min=1,
        max=1_000_000,
        help="Draw N completions if there are more than N different ones; without it up to 200,000 are gone through.",
    ),
]
Seed = Annotated[int, typer.Option("--seed", metavar="N", min=0, help="For what is drawn.")]
Goal = Annotated[
    str | None, typer.Option("--goal", metavar="FORMULA", help="A formula to attain instead of the outcome.")
]


def command(  # noqa: PLR0913
    source: arguments.Source,
    *,
    variant: arguments.Variant = None,
    reading: arguments.Reading = None,
    world: World = None,
    goal: Goal = None,
    orders: Orders = False,
    vary: Vary = None,
    sample: Sample = None,
    seed: Seed = 0,
    joint: arguments.Joint = "both",
    answers: arguments.Answers = "credible",
    improvement: arguments.Improvement = "strict",
    limit: arguments.Limit = None,
    json: arguments.Json = False,
) -> int:
    """Tell how every verdict fares over all preference orders that the citations allow: always, never, or k of n."""
    from detente.analysis.attain import Rules
    from detente.analysis.plain import asked
    from detente.analysis.plain_robust import robust as plain
    from detente.analysis.robust.verdicts import robust
    from detente.cli.asking import formula, readings
    from detente.cli.progress import working
    from detente.cli.streams import show, write_json
    from detente.cli.views.robust import parts
    from detente.formats import load

    rules = Rules(joint, answers, improvement)
    case = load(source, variant=variant)
    if goal is not None:
        formula(case, "--goal", goal)
    with working("robust") as meter:
        found = robust(
            case,
            goal=goal,
            worlds=world,
            readings=readings(reading),
            vary=vary,
            orders=orders,
            most=sample,
            seed=seed,
            rules=rules,
            citations=True,
            progress=meter.steps,
        )
    if json:
        write_json({**asked(case, _readings(found), None, rules), **plain(case, found)})
    else:
        show(lambda width: parts(case, found, limit, width))
    return 0 if found.complete else 3


def _readings(found: Robust) -> dict[str, str]:
    """Return the readings that are used, in whole or for their statements."""
    return {s.dm: s.reading for s in found.spreads if s.reading is not None}
