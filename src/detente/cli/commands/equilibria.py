"""``detente equilibria``: which states are stable for whom, and for all."""

from __future__ import annotations

from typing import Annotated

import typer

from detente.cli import arguments

Where = Annotated[
    str | None,
    typer.Option("--where", metavar="FORMULA", help="Ask only whether there is an equilibrium where this holds."),
]
State = Annotated[
    str | None,
    typer.Option("--state", metavar="STATE", help="Ask only whether this state is stable: a pattern, or status_quo."),
]


def command(  # noqa: PLR0913
    source: arguments.Source,
    *,
    variant: arguments.Variant = None,
    reading: arguments.Reading = None,
    world: arguments.World = "actual",
    concept: arguments.Concept = None,
    where: Where = None,
    state: State = None,
    engine: arguments.Engine = "auto",
    seconds: arguments.Seconds = None,
    limit: arguments.Limit = None,
    json: arguments.Json = False,
) -> int:
    """List the equilibria by solution concept, beside the answers that were published about the case."""
    from detente.cli.asking import checked_seconds, question
    from detente.cli.ending import WrongUsage
    from detente.cli.solving import Wish, solved

    if where is not None and state is not None:
        raise WrongUsage("--where and --state are two questions; ask one of them at a time")
    checked_seconds(seconds)
    asked = question(source, variant, reading=reading, world=world)
    wish = Wish(asked, tuple(concept or ()), where, state, engine, seconds, limit, as_json=json)
    return solved(wish)
