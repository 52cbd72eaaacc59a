"""``detente diff``: what is different between two cases."""

from __future__ import annotations

from typing import Annotated

import typer

from detente.cli import arguments

First = Annotated[str | None, typer.Option("--variant-a", metavar="NAME", help="A variant of the first case.")]
Second = Annotated[str | None, typer.Option("--variant-b", metavar="NAME", help="A variant of the second case.")]
Other = Annotated[str, typer.Argument(metavar="OTHER", help="The case to compare it with.")]


def command(
    source: arguments.Source,
    other: Other,
    *,
    variant_a: First = None,
    variant_b: Second = None,
    json: arguments.Json = False,
) -> int:
    """Show what two cases say differently, and what follows from it: states, cells, equilibria."""
    from detente.analysis import plain
    from detente.analysis.difference import difference
    from detente.cli.ending import WrongUsage
    from detente.cli.progress import working
    from detente.cli.streams import show, write_json
    from detente.cli.views.difference import parts
    from detente.formats import load

    if source == other == "-":
        raise WrongUsage("only one of the two cases can come from the standard input")
    a, b = load(source, variant=variant_a), load(other, variant=variant_b)
    with working("comparing") as meter:
        found = difference(a, b, progress=meter.steps)
    if json:
        sides = [{"case": plain.short_name(c.name), "variant": c.variant, "sha256": c.sha256} for c in (a, b)]
        write_json({"a": sides[0], "b": sides[1], **plain.difference(found)})
    else:
        show(lambda width: parts(b, found, width))
    return 0 if found.complete else 3
