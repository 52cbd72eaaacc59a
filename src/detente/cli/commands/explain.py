"""``detente explain``: why a state is stable or not, for whom."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Annotated, TypeVar

import typer

from detente.cli import arguments

if TYPE_CHECKING:
    from collections.abc import Callable

    from detente.analysis.causes.sanctions import DeterredBy
    from detente.analysis.witness import Witness
    from detente.cli.asking import Question
    from detente.concepts import Concept
    from detente.model.conflict import Conflict

    T = TypeVar("T", Witness, DeterredBy)

Sanctions = Annotated[
    bool,
    typer.Option("--sanctions", help="Tell all answers that deter, whose they are, and how much hangs on each."),
]
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
    sanctions: Sanctions = False,
    json: arguments.Json = False,
) -> int:
    """Tell why a state is stable or not: every improvement, and the sanction that deters it, if any."""
    from detente.cli.asking import question
    from detente.cli.state import pattern

    asked = question(source, variant, reading=reading, world=world)
    pattern(asked.case.conflict(asked.readings, world), state)
    return (_tell_sanctions if sanctions else _tell)(asked, state, dm, concept, json)


def _tell(asked: Question, state: str, dms: list[str] | None, concepts: list[str] | None, json: bool) -> int:  # noqa: FBT001
    from detente.analysis import plain
    from detente.analysis.witness import witness
    from detente.cli.streams import show, write_json
    from detente.cli.views.explain import parts

    found, left_out = _each(asked, state, dms, concepts, witness)
    if json:
        told = [plain.witness(w) for w in found]
        write_json({**asked.header(), "state": _pattern(asked, state), "witnesses": told, "left_out": left_out})
    else:
        show(lambda width: parts(asked, _pattern(asked, state), found, left_out, width))
    return 3 if left_out and not found else 0


def _tell_sanctions(asked: Question, state: str, dms: list[str] | None, concepts: list[str] | None, json: bool) -> int:  # noqa: FBT001
    from detente.analysis.causes.sanctions import deterred_by
    from detente.analysis.plain_moves import deterred
    from detente.cli.progress import working
    from detente.cli.streams import show, write_json
    from detente.cli.views.explain import deterrence_parts

    with working("answers that deter") as meter:
        found, left_out = _each(asked, state, dms, concepts, partial(deterred_by, progress=meter.steps))
    if json:
        told = [deterred(d) for d in found]
        write_json({**asked.header(), "state": _pattern(asked, state), "deterrence": told, "left_out": left_out})
    else:
        show(lambda width: deterrence_parts(asked, _pattern(asked, state), found, left_out, width))
    return 3 if (left_out and not found) or not all(d.complete for d in found) else 0


def _each(
    asked: Question,
    state: str,
    dms: list[str] | None,
    concepts: list[str] | None,
    ask: Callable[[Conflict, Concept, int, int], T],
) -> tuple[list[T], dict[str, str]]:
    """Return the answer for every concept and decision maker, and why some do not exist here."""
    from detente.concepts import all_concepts
    from detente.concepts import concept as named
    from detente.errors import NotAnswered

    conflict = asked.case.conflict(asked.readings, asked.world)
    players = [conflict.structure.player(s) for s in dms or conflict.structure.slugs]
    place = conflict.states.index(_pattern(asked, state))
    found: list[T] = []
    left_out: dict[str, str] = {}
    for chosen in dict.fromkeys(named(name) for name in concepts or all_concepts()):
        try:
            found += [ask(conflict, chosen, i, place) for i in dict.fromkeys(players)]
        except NotAnswered as error:
            left_out[chosen.name] = str(error)
    return found, left_out


def _pattern(asked: Question, state: str) -> str:
    from detente.cli.state import place

    conflict = asked.case.conflict(asked.readings, asked.world)
    return conflict.states.pattern(place(conflict, state))
