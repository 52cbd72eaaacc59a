"""The page of results in the documentation, made from the recorded run and nothing else."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

from benchmarks import tables
from benchmarks.parts import start
from benchmarks.tables import Run, Table
from benchmarks.trials import GIB

ROOT = Path(__file__).parents[1]
RECORD = ROOT / "benchmarks" / "results.json"
PAGE = ROOT / "docs" / "reference" / "benchmarks.md"

READ = """\
Every figure is the median of repeated rounds within one run on a shared machine, the first round left out; each row has
a process of its own. Compare rows with each other rather than with another machine: ratios hold up better than
milliseconds, and a neighbour's work can move any row by a third. *Times the roof* is the measured time over the time
that it would take to touch every rank and every answer once at the measured bandwidth, so 1 could not be beaten; *times
the matrix* is how often a row's time fits into that of the textbook matrix method. All ways of answering a model gave
the same answers in this run."""


def page(run: Run) -> str:
    """Return the page of a run.

    Raises
    ------
    ValueError
        If the run is not whole, or its answers differ.
    """
    if not run["whole"]:
        raise ValueError("this run is not whole, and the page shows whole runs only")
    if wrong := [*tables.disagreements(run)]:
        raise ValueError("; ".join(wrong))
    return "\n\n".join([*_parts(run)]) + "\n"


def _parts(run: Run) -> Iterator[str]:
    yield "<!-- Made by `python benchmarks --page` from benchmarks/results.json. -->\n\n# Benchmarks"
    yield f"What `make bench` measured on {_machine(run)}."
    yield READ
    yield "## What must hold"
    yield markdown(tables.must_hold(run))
    for module in tables.PARTS:
        if any(row["part"] == module.__name__.rsplit(".", 1)[1] for row in run["rows"]):
            yield f"## {module.TITLE}"
            yield module.WORDS
            yield markdown(tables.part(run, module))
            yield from _imports(run) if module.TITLE == start.TITLE else ()


def _machine(run: Run) -> str:
    e = run["environment"]
    return (
        f"{e['date']}: {e['processor']}, {e['cores']} cores, {e['memory'] / GIB:.0f} GiB, {e['system']}, "
        f"Python {e['python']}, numpy {e['numpy']}, Détente {e['detente']} ({e['kernel']}){_busy(e)}"
    )


def _busy(environment: Run) -> str:
    """Return a warning where others were at work when the run began."""
    load = environment["load"]
    return f"; other programs kept {load:.1f} processors busy when it began" if load is not None and load >= 0.5 else ""


def _imports(run: Run) -> Iterator[str]:
    for row in run["rows"]:
        for spent in [row["imports"]] if "imports" in row else []:
            named = ", ".join(f"{name} {1000 * seconds:.0f} ms" for name, seconds in spent.items())
            yield f"Where the import's time goes, as Python's own profile tells: {named}."


def markdown(table: Table) -> str:
    """Return a table of Markdown; columns that are empty throughout are left out."""
    head, lines = table
    kept = [k for k in range(len(head)) if any(line[k] for line in lines)]
    rows = [[head[k] for k in kept], ["---"] * len(kept), *([line[k] for k in kept] for line in lines)]
    return "\n".join("| " + " | ".join(cell.replace("|", "\\|") for cell in row) + " |" for row in rows)


def recorded() -> Run:
    """Return the recorded run."""
    run: Run = json.loads(RECORD.read_text("utf-8"))
    return run
