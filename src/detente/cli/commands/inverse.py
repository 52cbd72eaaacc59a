"""``detente inverse``: which preferences would make a state an equilibrium, how many, and which are nearest."""

from __future__ import annotations

from typing import Annotated, Literal

import typer

from detente.cli import arguments

State = Annotated[
    str | None,
    typer.Option("--state", metavar="STATE", help="A pattern such as NNYY, a state's name, or status_quo."),
]
Where = Annotated[
    str | None, typer.Option("--where", metavar="FORMULA", help="Ask about the states of a formula instead.")
]
Goal = Annotated[
    Literal["some", "all", "only"] | None,
    typer.Option("--goal", help="With --where: some, all, or only these states are to be equilibria."),
]
Concept = Annotated[
    str, typer.Option("--concept", metavar="NAME", help="The solution concept: Nash, GMR, SMR, SEQ or SSEQ.")
]
Vary = Annotated[
    list[str] | None,
    typer.Option(
        "--vary", metavar="DM", help="Whose preferences may change; can be repeated. Those of all if left out."
    ),
]
Weight = Annotated[
    list[str] | None,
    typer.Option("--weight", metavar="DM=N", help="What one changed pair of this ranking costs; 1 if left out."),
]
Seconds = Annotated[
    float | None,
    typer.Option("--seconds", metavar="N", help="Search for the nearest rankings no longer than N seconds (60)."),
]


def command(  # noqa: PLR0913
    source: arguments.Source,
    *,
    state: State = None,
    concept: Concept = "SEQ",
    vary: Vary = None,
    where: Where = None,
    goal: Goal = None,
    weight: Weight = None,
    variant: arguments.Variant = None,
    reading: arguments.Reading = None,
    world: arguments.World = "actual",
    seconds: Seconds = None,
    json: arguments.Json = False,
) -> int:
    """Find which preferences would make a state an equilibrium, how many they are, and which are nearest."""
    from detente.analysis.inverse import SECONDS, inverse, plain
    from detente.cli.asking import MOST_STATES, checked_seconds, formula, question
    from detente.cli.progress import working
    from detente.cli.state import place
    from detente.cli.streams import show, write_json
    from detente.cli.views.inverse import parts

    _check(state, where, goal)
    checked_seconds(seconds)
    weights = _weights(weight)
    asked = question(source, variant, reading=reading, world=world)
    conflict = asked.case.conflict(asked.readings, world)
    with working("rankings") as meter:
        found = inverse(
            conflict,
            concept,
            state=None if state is None else place(conflict, state),
            where=None if where is None else formula(asked.case, "--where", where),
            how=goal or "some",
            vary=vary,
            weights=weights,
            seconds=seconds or SECONDS,
            progress=meter.steps,
        )
    said = plain.published_about(asked.case, found, conflict.states) if world == "actual" else []
    if json:
        write_json({**asked.header(), **plain.inverse(found, conflict.states, MOST_STATES, where, said)})
    else:
        show(lambda width: parts(asked, conflict, found, where, said, width))
    return 0 if found.complete and found.is_writable else 3


def _check(state: str | None, where: str | None, goal: str | None) -> None:
    """Refuse arguments that do not say what is asked.

    Raises
    ------
    WrongUsage
        With what to give instead.
    """
    from detente.cli.ending import WrongUsage

    if (state is None) == (where is None):
        raise WrongUsage("give one of --state, a state that is to be an equilibrium, and --where, a formula")
    if goal is not None and where is None:
        raise WrongUsage(f"--goal {goal} says what is to hold of the states of a formula; give --where too")


def _weights(given: list[str] | None) -> dict[str, int]:
    """Return the weights of ``DM=N`` arguments."""
    from detente.cli.ending import WrongUsage

    found: dict[str, int] = {}
    for text in given or ():
        slug, _, number = text.partition("=")
        if not slug or not number.isascii() or not number.isdecimal() or int(number) < 1:
            raise WrongUsage(f"--weight wants DM=N with a whole number from 1, such as russia=2, and not {text}")
        if found.get(slug, int(number)) != int(number):
            raise WrongUsage(f"--weight gives {slug} two weights: {found[slug]} and {int(number)}")
        found[slug] = int(number)
    return found
