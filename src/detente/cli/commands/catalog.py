"""``detente catalog``: the cases that come with the program."""

from __future__ import annotations

from typing import Annotated

import typer

from detente.cli import arguments

app = typer.Typer(help="List, show and copy the cases that come with the program.", add_completion=False)

Slug = Annotated[
    str, typer.Argument(metavar="SLUG", help="The name of a case of the catalogue.", autocompletion=arguments.slugs)
]
File = Annotated[str | None, typer.Argument(metavar="FILE", help="The file to write; SLUG.yaml if not given.")]
Raw = Annotated[bool, typer.Option("--file", help="Print the case file itself.")]


@app.callback(invoke_without_command=True)
def start(context: typer.Context) -> None:
    """List, show and copy the cases that come with the program."""
    if context.invoked_subcommand is None:
        typer.echo(context.get_help())


@app.command("list")
def list_cases(*, json: arguments.Json = False) -> int:
    """List the cases."""
    from detente import catalog
    from detente.cli.streams import show, write_json
    from detente.cli.views.catalog import listing, summary_line

    found = [summary_line(slug) for slug in catalog.slugs()]
    if json:
        write_json({"cases": found})
    else:
        show(lambda width: [listing(found, width)])
    return 0


@app.command("show")
def show_case(slug: Slug, *, file: Raw = False, json: arguments.Json = False) -> int:
    """Show what a case is about: parties, options, readings, worlds, claims and sources."""
    from detente import catalog
    from detente.cli.streams import show, write_json, write_text
    from detente.cli.views.catalog import parts, summary
    from detente.formats import load

    text = catalog.case_bytes(slug).decode()
    if file:
        write_text(text)
    elif json:
        write_json(summary(load(slug)))
    else:
        show(lambda width: parts(load(slug), width))
    return 0


@app.command("copy")
def copy(slug: Slug, file: File = None) -> int:
    """Copy a case into a file of your own; never overwrites one."""
    from detente import catalog
    from detente.cli.streams import say
    from detente.cli.writing import refuse, write

    name = file or f"{slug}.yaml"
    text = catalog.case_bytes(slug).decode()
    refuse(name)
    write(name, text)
    say(f"written: {name}")
    return 0
