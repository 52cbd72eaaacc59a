"""Rows of a sweep on a terminal, and what its columns mean."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from typing import Any

from rich.cells import cell_len
from rich.text import Text

from detente.cli.views.layout import columns, heading, joined, paragraph
from detente.explain.words import capital, counted
from detente.sweep.store import Store
from detente.sweep.table import DRAW, DROPPED, VARIANT, WHY_NOT, WORLD

MEANINGS = {
    VARIANT: "the number of the variant, from 0",
    DRAW: "which draw of rankings it has",
    WORLD: "the world",
    DROPPED: "the constraints that are dropped, with + between them; empty if none is",
    "attainable": "whether the outcome can be attained from the status quo",
    "stays": "whether nobody has an unanswered improvement from the status quo",
    WHY_NOT: "why something was not answered; null if everything was",
}
OF_A_PARTY = {
    "reading": "the reading of {}",
    "order": "the order of the statements of {}, the most important first",
}
OF_A_CONCEPT = {
    "equilibria": "how many equilibria there are under {}",
    "status_quo": "whether the status quo is an equilibrium under {}",
    "outcome": "in how many equilibria under {} the outcome holds",
    "states": "the equilibria under {}, a bit for each state of the manifest",
}


def parts(names: Sequence[str], rows: Sequence[Sequence[Any]], more: int, width: int) -> list[Text]:
    """Return rows in columns, numbers flush right, and how many more there are."""
    if not rows:
        return [paragraph(f"No row. The columns are {', '.join(names)}.", width)]
    numbers = {k for k in range(len(names)) if all(_is_number(row[k]) for row in rows)}
    cells = [list(names), *([_cell(value) for value in row] for row in rows)]
    across = sum(max(cell_len(row[k]) + 2 for row in cells) for k in range(len(names)))
    shown = [columns(cells, width, right=numbers)] if across <= width else _records(cells, width)
    if more:
        shown.append(paragraph(f"{more:,} more are not shown; --limit N shows N of them, --csv all.", width))
    return shown


def _records(cells: Sequence[Sequence[str]], width: int) -> list[Text]:
    """Return rows that are too wide one below the other, each as a list of its values."""
    names, *rows = cells
    return [columns(list(zip(names, row, strict=True)), width) for row in rows]


def _is_number(value: Any) -> bool:
    return value is None or (isinstance(value, int | float | Decimal) and not isinstance(value, bool))


def _cell(value: Any) -> str:
    if value is None:
        return "-"
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, int):
        return f"{value:,}"
    if isinstance(value, float | Decimal):
        return f"{float(value):,.6g}"
    return value.hex() if isinstance(value, bytes) else str(value)


def column_parts(store: Store, present: int, width: int) -> list[Text]:
    """Return what there is to ask about: the columns with their types and meanings, and how much is there."""
    manifest = store.manifest
    rows = [[name, kind, meaning(name)] for name, kind in manifest.columns.items()]
    is_whole = present == manifest.blocks
    some = "All of it is there." if is_whole else f"{present:,} of {manifest.blocks:,} blocks are there."
    return [
        heading(f"Sweep of {manifest.case['name']}: {', '.join(manifest.asked.vary)}", width),
        paragraph(f"{capital(counted(manifest.variants, 'variant'))}. {some}", width),
        joined([paragraph("The table sweep has these columns:", width), columns(rows, width)]),
    ]


def meaning(column: str) -> str:
    """Return what a column means."""
    if column in MEANINGS:
        return MEANINGS[column]
    front, _, back = column.partition("_")
    return OF_A_PARTY[front].format(back) if front in OF_A_PARTY else OF_A_CONCEPT[back].format(front)
