"""What is different between two cases, on a terminal."""

from __future__ import annotations

from rich.text import Text

from detente.analysis.difference import Cell, Change, Counts, Difference
from detente.case.build import Case
from detente.cli.views.layout import bullets, heading, joined, paragraph
from detente.explain.words import readings

MOST_CELLS = 24
LONGEST = 100
CELL = {True: "attainable", False: "not attainable", None: "not evaluated"}


def parts(case: Case, found: Difference, width: int) -> list[Text]:
    """Return what the second case says differently, and what follows from it."""
    if found.is_empty:
        return [paragraph("Nothing is different.", width)]
    said = [_changed(c) for c in found.changes]
    made = [joined([heading("What is said differently", width), *bullets(said, width)])] if said else []
    made.append(joined([heading("What follows", width), *bullets(_follows(case, found), width)]))
    made += [paragraph(f"Not compared: {why}.", width, hanging=2) for why in found.why_not]
    return made


def _changed(change: Change) -> str:
    name = f"{change.kind} {change.name}".strip()
    before, after = (f"`{_short(t)}`" if t is not None else "nothing" for t in (change.before, change.after))
    if change.how == "added":
        return f"{name} added: {after}"
    if change.how == "dropped":
        return f"{name} dropped: {before}"
    return f"{name} {change.how}: {before} becomes {after}" if before != after else f"{name} {change.how}"


def _short(text: str) -> str:
    return text if len(text) <= LONGEST else text[: LONGEST - 3].rstrip() + "..."


def _follows(case: Case, found: Difference) -> list[str]:
    lines = [f"states: {_counts(found.states)}"]
    lines += [f"{name} equilibria: {_counts(c)}" for name, c in found.equilibria.items()]
    if found.compared:
        lines.append(f"cells of the cross table that differ: {len(found.cells)} of {found.compared} compared")
    lines += [_cell(case, cell) for cell in found.cells[:MOST_CELLS]]
    if len(found.cells) > MOST_CELLS:
        lines.append(f"{len(found.cells) - MOST_CELLS} more cells; --json lists them all")
    return lines


def _counts(counts: Counts) -> str:
    before, after = ("unknown" if n is None else f"{n:,}" for n in (counts.before, counts.after))
    return f"{before} becomes {after}" if counts.differ else f"{before} in both"


def _cell(case: Case, cell: Cell) -> str:
    where = "as things are" if cell.world == "actual" else f"with {case.world_label(cell.world)}"
    return f"{where}, {readings(case, cell.readings, short=True)}: {CELL[cell.before]} becomes {CELL[cell.after]}"
