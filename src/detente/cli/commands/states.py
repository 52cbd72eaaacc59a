"""``detente states``: the feasible states of a case."""

from __future__ import annotations

from detente.cli import arguments

MOST_SHOWN = 200


def command(
    source: arguments.Source,
    *,
    variant: arguments.Variant = None,
    world: arguments.World = "actual",
    limit: arguments.Limit = None,
    json: arguments.Json = False,
) -> int:
    """List the feasible states, each as Y and N in the order of the options."""
    from detente.analysis import plain
    from detente.cli.asking import MOST_STATES, question
    from detente.cli.streams import show, write_json
    from detente.cli.views.states import parts

    asked = question(source, variant, world=world)
    most = MOST_STATES if json else MOST_SHOWN
    data = plain.states(asked.case, world, most if limit is None else limit)
    if json:
        write_json({**asked.header(), **data})
    else:
        show(lambda width: parts(asked.case, data, width))
    return 0
