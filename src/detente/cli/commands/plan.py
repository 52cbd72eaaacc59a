"""``detente plan``: what the equilibria of a case take before they are computed."""

from __future__ import annotations

from detente.cli import arguments


def command(  # noqa: PLR0913
    source: arguments.Source,
    *,
    variant: arguments.Variant = None,
    reading: arguments.Reading = None,
    world: arguments.World = "actual",
    concept: arguments.Concept = None,
    engine: arguments.Engine = "auto",
    json: arguments.Json = False,
) -> int:
    """Tell how many states a case has, which engine finds the equilibria, and about what time and memory that takes."""
    from detente.analysis.plain_large import plan as as_plain
    from detente.cli.asking import question
    from detente.cli.streams import show, write_json
    from detente.cli.views.plan import parts
    from detente.concepts import all_concepts
    from detente.concepts import concept as named
    from detente.engines.planner import plan

    asked = question(source, variant, reading=reading, world=world)
    concepts = [named(name) for name in concept or all_concepts()]
    made = plan(asked.case.conflict(asked.readings, world), concepts, engine)
    if json:
        write_json({**asked.header(), **as_plain(made)})
    else:
        show(lambda width: parts(asked, made, width))
    return 3 if made.refused else 0
