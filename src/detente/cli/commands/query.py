"""``detente query``: questions in SQL about the rows of a sweep."""

from __future__ import annotations

from typing import Annotated

import typer

from detente.cli import arguments

Folder = Annotated[str, typer.Argument(metavar="DIR", help="The folder of a sweep.")]
Sql = Annotated[
    str | None,
    typer.Argument(
        metavar="SQL",
        help='A question such as "select count(*) from sweep where attainable"; without one the columns are listed.',
    ),
]
Csv = Annotated[bool, typer.Option("--csv", help="Answer as comma-separated values.")]
Limit = Annotated[
    int | None,
    typer.Option("--limit", metavar="N", min=0, help="Show at most N rows on the terminal (100); --csv has them all."),
]


def command(
    folder: Folder, sql: Sql = None, *, limit: Limit = None, csv: Csv = False, json: arguments.Json = False
) -> int:
    """Ask about the rows of a sweep in SQL; the table is called sweep, and nothing is ever changed."""
    from pathlib import Path

    from detente.cli.ending import WrongUsage
    from detente.cli.querying import as_csv, as_json, as_table, columns
    from detente.sweep.store import opened

    if csv and json:
        raise WrongUsage("--csv and --json exclude each other")
    store = opened(Path(folder))
    if sql is None:
        return columns(store, json=json)
    if json:
        return as_json(store, sql)
    return as_csv(store, sql) if csv else as_table(store, sql, 100 if limit is None else limit)
