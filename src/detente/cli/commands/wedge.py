"""``detente wedge``: what splits a coalition, what that costs, and what binds it again."""

from __future__ import annotations

from typing import Annotated

import typer

from detente.cli import arguments

Coalition = Annotated[
    str, typer.Option("--coalition", metavar="DM,DM", help="The decision makers who act together, two or more.")
]
State = Annotated[
    str, typer.Option("--state", metavar="STATE", help="Where they are: a pattern, a name, or status_quo.")
]
Divider = Annotated[
    str | None, typer.Option("--divider", metavar="DM", help="The decision maker who would split them.")
]
Against = Annotated[
    str | None,
    typer.Option(
        "--against", metavar="FORMULA", help="What is feared: only joint moves to states where this holds count."
    ),
]
Budget = Annotated[
    str | None,
    typer.Option("--budget", metavar="AMOUNT", help="What can be paid to split them, in numbers of the case."),
]
Patron = Annotated[
    str | None,
    typer.Option("--patron-budget", metavar="AMOUNT", help="What somebody can pay to bind them again."),
]


def command(  # noqa: PLR0913
    source: arguments.Source,
    *,
    coalition: Coalition,
    state: State = "status_quo",
    divider: Divider = None,
    against: Against = None,
    budget: Budget = None,
    patron_budget: Patron = None,
    variant: arguments.Variant = None,
    reading: arguments.Reading = None,
    world: arguments.World = "actual",
    limit: arguments.Limit = None,
    json: arguments.Json = False,
) -> int:
    """Say what splits a coalition, at what price, and what binds it again."""
    from detente.analysis.attain import Rules
    from detente.analysis.incentives import plain_wedge as plain
    from detente.analysis.incentives.wedge import wedge
    from detente.cli.amount import budget_of
    from detente.cli.asking import MOST_STATES, formula, question
    from detente.cli.progress import working
    from detente.cli.state import place
    from detente.cli.streams import show, write_json
    from detente.cli.views.wedge import parts

    asked = question(source, variant, reading=reading, world=world, rules=Rules(joint="sequences"))
    conflict = asked.case.conflict(asked.readings, world)
    can_pay = budget_of(budget, conflict)
    patron = budget_of(patron_budget, conflict, "--patron-budget")
    members = _members(coalition)
    goal = None if against is None else formula(asked.case, "--against", against)
    with working("wedge") as meter:
        target = place(conflict, state)
        feared = None if goal is None else conflict.states.truth(goal)
        found = wedge(
            conflict,
            members,
            target,
            feared=feared,
            divider=divider,
            patron=patron,
            family=asked.case.coalitions,
            progress=meter.steps,
        )
    if json:
        data = plain.wedge(found, MOST_STATES if limit is None else limit, against=against, budget=can_pay)
        write_json({**asked.header(), **data})
    else:
        show(lambda width: parts(asked, found, against, can_pay, limit, width))
    return 0 if found.exact else 3


def _members(text: str) -> list[str]:
    """Return the members of a ``DM,DM`` argument."""
    from detente.cli.ending import WrongUsage

    members = [slug.strip() for slug in text.replace("+", ",").split(",")]
    if any(not slug for slug in members):
        raise WrongUsage("--coalition wants decision makers with commas between them, such as a,b")
    return members
