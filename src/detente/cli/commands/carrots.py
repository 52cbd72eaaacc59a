"""``detente carrots``: what each party would have to be given, or threatened with, for a state to hold."""

from __future__ import annotations

from typing import Annotated

import typer

from detente.cli import arguments

State = Annotated[
    str, typer.Option("--state", metavar="STATE", help="The state that is to hold: a pattern, a name, or status_quo.")
]
Strict = Annotated[bool, typer.Option("--strict", help="A tie does not suffice: payments must make the state better.")]
Budget = Annotated[
    str | None, typer.Option("--budget", metavar="AMOUNT", help="What can be paid in all, in the numbers of the case.")
]


def command(  # noqa: PLR0913
    source: arguments.Source,
    *,
    state: State = "status_quo",
    concept: arguments.Concept = None,
    vary: arguments.Vary = None,
    strict: Strict = False,
    budget: Budget = None,
    variant: arguments.Variant = None,
    reading: arguments.Reading = None,
    world: arguments.World = "actual",
    limit: arguments.Limit = None,
    json: arguments.Json = False,
) -> int:
    """Price what each party would have to be given, or threatened with, for a state to hold."""
    from detente.analysis.incentives import plain_carrots as plain
    from detente.analysis.incentives.carrots import carrots
    from detente.cli.amount import budget_of
    from detente.cli.asking import MOST_STATES, question
    from detente.cli.progress import working
    from detente.cli.state import place
    from detente.cli.streams import show, write_json
    from detente.cli.views.carrots import parts

    asked = question(source, variant, reading=reading, world=world)
    conflict = asked.case.conflict(asked.readings, world)
    can_pay = budget_of(budget, conflict)
    with working("carrots") as meter:
        target = place(conflict, state)
        found = carrots(conflict, target, concept, vary=vary, strict=strict, progress=meter.steps)
    if json:
        data = plain.carrots(found, MOST_STATES if limit is None else limit, can_pay)
        write_json({**asked.header(), **data})
    else:
        show(lambda width: parts(asked, found, can_pay, limit, width))
    return 0 if found.exact else 3
