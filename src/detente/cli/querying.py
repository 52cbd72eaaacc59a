"""Answers to questions in SQL: a table, JSON, or comma-separated values."""

from __future__ import annotations

import csv
import io
from itertools import islice
from typing import TYPE_CHECKING, Any

from detente.cli.progress import working
from detente.cli.streams import say, show, write_json, write_text

if TYPE_CHECKING:
    from detente.sweep.store import Store

AT_ONCE = 5_000


def columns(store: Store, *, json: bool) -> int:
    """Show which columns there are."""
    present = len(store.present())
    if json:
        complete = present == store.manifest.blocks
        rows = [[name, kind] for name, kind in store.manifest.columns.items()]
        write_json({"columns": ["column", "type"], "rows": rows, "complete": complete})
    else:
        from detente.cli.views.query import column_parts

        show(lambda width: column_parts(store, present, width))
    return 0


def as_table(store: Store, sql: str, limit: int) -> int:
    """Show an answer in columns."""
    from detente.cli.views.query import parts
    from detente.sweep.query import asked

    with working("query"), asked(store, sql) as found:
        names, rows = found.columns, list(islice(found.rows, limit))
        more = sum(1 for _ in found.rows)
    show(lambda width: parts(names, rows, more, width))
    return _ended(store)


def as_json(store: Store, sql: str) -> int:
    """Write an answer as JSON."""
    from detente.sweep.query import asked, plain

    with working("query"), asked(store, sql) as found:
        rows = [[plain(value) for value in row] for row in found.rows]
    complete = len(store.present()) == store.manifest.blocks
    write_json({"columns": list(found.columns), "rows": rows, "complete": complete})
    return 0 if complete else 3


def as_csv(store: Store, sql: str) -> int:
    """Write an answer as comma-separated values, the names of the columns first; memory does not grow with it."""
    from detente.sweep.query import asked, plain

    with asked(store, sql) as found:
        rows = found.rows
        written = [found.columns]
        while written:
            write_text(_csv(written))
            written = [tuple(map(_cell, map(plain, row))) for row in islice(rows, AT_ONCE)]
    return _ended(store)


def _cell(value: Any) -> Any:
    return {True: "true", False: "false"}[value] if isinstance(value, bool) else value


def _csv(rows: list[Any]) -> str:
    text = io.StringIO()
    csv.writer(text, lineterminator="\n").writerows(rows)
    return text.getvalue()


def _ended(store: Store) -> int:
    """Say on the error stream if an answer is about a part of the variants only; return the exit code."""
    present = len(store.present())
    if present == store.manifest.blocks:
        return 0
    say(
        f"detente: the sweep is not complete: {present:,} of {store.manifest.blocks:,} blocks are there, and the "
        f"answer is about these only; detente sweep --resume {store.path} finishes it"
    )
    return 3
