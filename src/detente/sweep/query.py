"""Questions in SQL about a sweep's rows, answered in place by DuckDB; nothing can be written, no other file be read."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

from detente.errors import Cancelled, NotAnswered
from detente.sweep.extras import library
from detente.sweep.manifest import job_of
from detente.sweep.store import PARTS, Store
from detente.sweep.table import arrow_schema
from detente.sweep.vary import WrongPlan

VIEW = "sweep"
EXAMPLE = "select count(*) from sweep"
READS = {"SELECT", "EXPLAIN", "MULTI"}
AT_ONCE = 10_000


class WrongQuery(WrongPlan):
    """A question in SQL cannot be answered; the message says why and which columns there are."""


@dataclass(frozen=True)
class Found:
    """The answer to a question in SQL.

    Attributes
    ----------
    columns : tuple of str
    rows : iterator of tuple
        Comes as it is read, so that a long answer takes no memory.
    """

    columns: tuple[str, ...]
    rows: Iterator[tuple[Any, ...]]


Ask = Callable[[str], Found]


@contextmanager
def session(store: Store) -> Iterator[Ask]:
    """Open a sweep for several questions; each is asked by a call, and its answer read before the next.

    Raises
    ------
    WrongQuery
        If a question is no single statement that reads from the view ``sweep``, or a name in it is unknown.
    """
    duckdb = library("duckdb")
    with _connected(store) as connection:

        def ask(sql: str) -> Found:
            _check(connection, sql)
            answer = connection.execute(sql)
            return Found(tuple(column[0] for column in answer.description), _fetched(answer))

        try:
            yield ask
        except duckdb.Error as error:
            raise _said(error, store) from None
        except RuntimeError as error:
            if "interrupt" not in str(error).casefold():
                raise
            raise Cancelled("stopped") from None


@contextmanager
def asked(store: Store, sql: str) -> Iterator[Found]:
    """Ask one question; the answer can be read inside the ``with``. See :func:`session`."""
    with session(store) as ask:
        yield ask(sql)


@contextmanager
def _connected(store: Store) -> Iterator[Any]:
    """Open an empty database with the one view, and close everything else to it."""
    connection = library("duckdb").connect(":memory:", config={"temp_directory": ""})
    try:
        connection.execute("SET python_enable_replacements=false")
        if files := [str(path.resolve()) for path in store.stored()]:
            folder = str((store.path / PARTS).resolve())
            connection.execute(f"SET allowed_directories=[{_quoted(folder)}]")
            listed = ", ".join(map(_quoted, files))
            connection.execute(f"CREATE VIEW {VIEW} AS FROM read_parquet([{listed}])")
        else:
            connection.register(VIEW, arrow_schema(job_of(store.manifest, store.text)).empty_table())
        connection.execute("SET enable_external_access=false")
        connection.execute("SET lock_configuration=true")
        yield connection
    finally:
        connection.close()


def _quoted(text: str) -> str:
    return "'" + text.replace("'", "''") + "'"


def _check(connection: Any, sql: str) -> None:
    statements = connection.extract_statements(sql)
    kinds = [statement.type.name for statement in statements]
    if len(kinds) != 1:
        raise WrongQuery(f"a query is one statement, such as {EXAMPLE}; this holds {len(kinds) or 'none'}")
    if kinds[0] not in READS:
        raise WrongQuery(f"a query only reads, such as {EXAMPLE}; this is {kinds[0]}")


def _fetched(answer: Any) -> Iterator[tuple[Any, ...]]:
    while rows := answer.fetchmany(AT_ONCE):
        yield from rows


def _said(error: Exception, store: Store) -> NotAnswered | WrongQuery:
    """Return what DuckDB says, in one line, with the columns that there are."""
    lines = [line.strip() for line in str(error).splitlines() if line.strip()]
    kind, colon, words = lines[0].partition(": ")
    first = words if colon else kind
    if type(error).__name__ == "OutOfMemoryException":
        return NotAnswered(f"the query takes more memory than there is: {first}")
    return WrongQuery(f"{first[:1].lower()}{first[1:].rstrip('.!')}; {VIEW} has {', '.join(store.manifest.columns)}")


def plain(value: Any) -> Any:
    r"""Return a value as JSON has it: numbers, text, truth values, null, and lists and mappings of these.

    Examples
    --------
    >>> from decimal import Decimal
    >>> plain(Decimal("1.5")), plain(float("nan")), plain(b"\x0a")
    (1.5, None, '0a')
    """
    if value is None or isinstance(value, bool | int | str):
        return value
    if isinstance(value, float):
        return value if math.isfinite(value) else None
    if isinstance(value, bytes):
        return value.hex()
    if isinstance(value, dict):
        return {str(key): plain(each) for key, each in value.items()}
    if isinstance(value, Sequence):
        return [plain(each) for each in value]
    return float(value) if type(value).__name__ == "Decimal" else str(value)
