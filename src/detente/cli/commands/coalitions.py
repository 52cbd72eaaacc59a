"""``detente coalitions``: which states are stable for which coalition, and which equilibria they would leave."""

from __future__ import annotations

from typing import Annotated, Literal

import typer

from detente.cli import arguments


def _concepts(incomplete: str) -> list[str]:
    from detente.concepts.coalitional import coalition_concepts

    return [name for name in coalition_concepts() if name.casefold().startswith(incomplete.casefold())]


Concept = Annotated[
    list[str] | None,
    typer.Option(
        "--concept",
        metavar="NAME",
        help="A solution concept for coalitions: CNash, CGMR, CSMR or CSEQ; can be repeated.",
        autocompletion=_concepts,
    ),
]
Coalition = Annotated[
    list[str] | None,
    typer.Option(
        "--coalition",
        metavar="DM,DM",
        help="For these decision makers together, and for those of them who can act; can be repeated.",
    ),
]
Engine = Annotated[
    Literal["auto", "kernel", "edges", "reference"],
    typer.Option("--engine", help="What computes it; auto takes the fastest that is there."),
]


def command(  # noqa: PLR0913
    source: arguments.Source,
    *,
    variant: arguments.Variant = None,
    reading: arguments.Reading = None,
    world: arguments.World = "actual",
    concept: Concept = None,
    coalition: Coalition = None,
    improvement: arguments.Improvement = "strict",
    engine: Engine = "auto",
    limit: arguments.Limit = None,
    json: arguments.Json = False,
) -> int:
    """List what is stable for decision makers who act together, and the equilibria that they would leave together."""
    from detente.analysis import plain_coalitions as plain
    from detente.analysis.attain import Rules
    from detente.analysis.coalitions import coalitions
    from detente.cli.asking import MOST_STATES, question
    from detente.cli.progress import working
    from detente.cli.streams import show, write_json
    from detente.cli.views.coalitions import parts

    rules = Rules(joint="sequences", improvement=improvement)
    asked = question(source, variant, reading=reading, world=world, rules=rules)
    conflict = asked.case.conflict(asked.readings, world)
    with working("coalitions") as meter:
        found = coalitions(
            conflict,
            concept,
            _groups(coalition),
            family=asked.case.coalitions,
            improvement=improvement,
            engine_name=engine,
            progress=meter.steps,
        )
    if json:
        data = plain.coalitions(found, conflict.states, MOST_STATES if limit is None else limit)
        write_json({**asked.header(), **data})
    else:
        show(lambda width: parts(asked, conflict, found, limit, width))
    return 0


def _groups(given: list[str] | None) -> list[list[str]] | None:
    """Return the coalitions of ``DM,DM`` arguments."""
    from detente.cli.ending import WrongUsage

    groups = [[slug.strip() for slug in text.replace("+", ",").split(",")] for text in given or ()]
    if any(not slug for group in groups for slug in group):
        raise WrongUsage("--coalition wants decision makers with commas between them, such as a,b")
    return groups or None
