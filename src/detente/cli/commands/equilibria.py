"""``detente equilibria``: which states are stable for whom, and for all."""

from __future__ import annotations

from detente.cli import arguments


def command(  # noqa: PLR0913
    source: arguments.Source,
    *,
    variant: arguments.Variant = None,
    reading: arguments.Reading = None,
    world: arguments.World = "actual",
    concept: arguments.Concept = None,
    limit: arguments.Limit = None,
    json: arguments.Json = False,
) -> int:
    """List the equilibria by solution concept, beside the answers that were published about the case."""
    from detente.analysis import plain
    from detente.analysis.equilibria import equilibria
    from detente.cli.asking import MOST_STATES, question
    from detente.cli.progress import working
    from detente.cli.streams import show, write_json
    from detente.cli.views.equilibria import parts

    asked = question(source, variant, reading=reading, world=world)
    conflict = asked.case.conflict(asked.readings, world)
    with working("equilibria"):
        found = equilibria(conflict, concept)
    if json:
        data = plain.equilibria(found, conflict.states, MOST_STATES if limit is None else limit)
        write_json({**asked.header(), **data})
    else:
        show(lambda width: parts(asked, conflict, found, limit, width))
    return 3 if found.left_out and not found.concepts else 0
