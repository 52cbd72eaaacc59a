"""The cross table as a grid: one row for each combination of readings, one column for each world."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from detente.analysis.answer import Answer
from detente.analysis.crosstable import CrossTable, Row
from detente.case.build import Case
from detente.case.evidence import is_sourced
from detente.report.text import capital

MOST_ROWS = 240
WORDS = {True: "yes", False: "no", None: "not evaluated"}


@dataclass(frozen=True, slots=True)
class Count:
    """In how many combinations of readings the outcome can be attained."""

    yes: int
    of: int

    @property
    def share(self) -> int:
        """Per cent, for the length of a bar."""
        return round(100 * self.yes / self.of) if self.of else 0


@dataclass(frozen=True, slots=True)
class Column:
    """A world with its counts, and why its cells are empty if they are."""

    slug: str
    label: str
    changes: tuple[str, ...]
    every: Count
    sourced: Count
    why_not: str


@dataclass(frozen=True, slots=True)
class Head:
    """A reading at the left of one row or of several."""

    label: str
    slug: str
    rows: int
    sourced: bool


@dataclass(frozen=True, slots=True)
class GridRow:
    """A row: the readings that begin with it, and its cells ("yes", "no" or "not evaluated")."""

    heads: tuple[Head, ...]
    sourced: bool
    cells: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Grid:
    """The whole table, in groups of rows that share the first reading."""

    parties: tuple[str, ...]
    columns: tuple[Column, ...]
    groups: tuple[tuple[GridRow, ...], ...]
    rows: int
    shown: int
    n_sourced: int
    single: tuple[tuple[str, str], ...]


def grid(answer: Answer) -> Grid | None:
    """Return the cross table of an answer, or None where there is none."""
    table, case = answer.table, answer.case
    if table is None:
        return None
    varied = [s for s in case.preferences if len({r.readings[s] for r in table.rows}) > 1]
    sourced = set(answer.sourced_rows())
    shown = table.rows[:MOST_ROWS]
    rows = [
        GridRow(_heads(case, shown, k, varied), k in sourced, tuple(WORDS[c] for c in row.attainable.values()))
        for k, row in enumerate(shown)
    ]
    constant = [(s, r) for s, r in table.rows[0].readings.items() if s not in varied]
    return Grid(
        parties=tuple(case.dm_name(s) for s in varied),
        columns=tuple(_column(case, table, w, sorted(sourced)) for w in table.worlds),
        groups=_grouped(rows),
        rows=len(table.rows),
        shown=len(shown),
        n_sourced=len(sourced),
        single=tuple((case.dm_name(s), case.reading_label(s, r)) for s, r in constant),
    )


def _heads(case: Case, rows: Sequence[Row], place: int, varied: list[str]) -> tuple[Head, ...]:
    """Return the readings that begin in a row: those that differ, or stand right of one that differs, from above."""
    here = [rows[place].readings[s] for s in varied]
    above = [rows[place - 1].readings[s] for s in varied] if place else []
    heads = []
    for column, slug in enumerate(varied):
        prefix = here[: column + 1]
        if above[: column + 1] != prefix:
            span = _span(rows, place, varied[: column + 1])
            reading = case.file.decision_makers[slug].all_readings[here[column]]
            heads.append(Head(case.reading_label(slug, here[column]), here[column], span, is_sourced(reading)))
    return tuple(heads)


def _span(rows: Sequence[Row], place: int, slugs: list[str]) -> int:
    first = [rows[place].readings[s] for s in slugs]
    end = place
    while end < len(rows) and [rows[end].readings[s] for s in slugs] == first:
        end += 1
    return end - place


def _grouped(rows: list[GridRow]) -> tuple[tuple[GridRow, ...], ...]:
    """Cut the rows where the first reading changes."""
    width = max((len(r.heads) for r in rows), default=0)
    groups: list[list[GridRow]] = []
    for row in rows:
        if not groups or (width and len(row.heads) == width and width > 1):
            groups.append([])
        groups[-1].append(row)
    return tuple(tuple(g) for g in groups)


def _column(case: Case, table: CrossTable, world: str, sourced: list[int]) -> Column:
    return Column(
        slug=world,
        label=capital(case.world_label(world)),
        changes=world_changes(case, world),
        every=Count(*table.count(world)),
        sourced=Count(*table.count(world, [table.rows[k] for k in sourced])),
        why_not=table.why_not.get(world, ""),
    )


def world_changes(case: Case, world: str) -> tuple[str, ...]:
    """Say what a world changes; formulas and names stand in backquotes, and each line names its kind of change."""
    said = case.world(world)
    if said is None:
        return ()
    lines = [f"do: `{option}` is fixed at {value}" for option, value in said.do.items()]
    lines += [f"constraint lifted: `{name}`" for name in said.lift]
    return (*lines, *(f"direction opened: `{option}` can change both ways" for option in said.open))
