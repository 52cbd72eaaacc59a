"""``detente explain``: why a state is stable or not, for whom."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from detente.cli import arguments

if TYPE_CHECKING:
    from detente.analysis.witness import Witness
    from detente.cli.asking import Question

State = Annotated[str, typer.Argument(metavar="STATE", help="A pattern such as NNYY, a state's name, or status_quo.")]


def command(  # noqa: PLR0913
    source: arguments.Source,
    state: State,
    *,
    variant: arguments.Variant = None,
    reading: arguments.Reading = None,
    world: arguments.World = "actual",
    dm: arguments.Dm = None,
    concept: arguments.Concept = None,
    json: arguments.Json = False,
) -> int:
    """Tell why a state is stable or not: every improvement, and the sanction that deters it, if any."""
    from detente.analysis import plain
    from detente.cli.asking import question
    from detente.cli.state import pattern
    from detente.cli.streams import show, write_json
    from detente.cli.views.explain import parts

    asked = question(source, variant, reading=reading, world=world)
    pattern(asked.case.conflict(asked.readings, world), state)
    found, left_out = _witnesses(asked, state, dm, concept)
    if json:
        told = [plain.witness(w) for w in found]
        write_json({**asked.header(), "state": _pattern(asked, state), "witnesses": told, "left_out": left_out})
    else:
        show(lambda width: parts(asked, _pattern(asked, state), found, left_out, width))
    return 3 if left_out and not found else 0


def _witnesses(
    asked: Question, state: str, dms: list[str] | None, concepts: list[str] | None
) -> tuple[list[Witness], dict[str, str]]:
    """Return the witnesses that were asked for, and why some do not exist here."""
    from detente.analysis.witness import witness
    from detente.concepts import all_concepts
    from detente.concepts import concept as named
    from detente.errors import NotAnswered

    conflict = asked.case.conflict(asked.readings, asked.world)
    players = [conflict.structure.player(s) for s in dms or conflict.structure.slugs]
    place = conflict.states.index(_pattern(asked, state))
    found: list[Witness] = []
    left_out: dict[str, str] = {}
    for chosen in dict.fromkeys(named(name) for name in concepts or all_concepts()):
        try:
            found += [witness(conflict, chosen, i, place) for i in dict.fromkeys(players)]
        except NotAnswered as error:
            left_out[chosen.name] = str(error)
    return found, left_out


def _pattern(asked: Question, state: str) -> str:
    from detente.cli.state import place

    conflict = asked.case.conflict(asked.readings, asked.world)
    return conflict.states.pattern(place(conflict, state))
