"""The tables of a run, as rows of text: the same for the terminal and for the page."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from types import ModuleType
from typing import Any

from benchmarks import targets
from benchmarks.measuring import Row
from benchmarks.parts import (
    attaining,
    batch,
    coalitions,
    explicit,
    memory,
    reading,
    shapes,
    start,
    stop,
    sweep,
    symbolic,
)
from benchmarks.running import duration, three
from benchmarks.targets import Finding
from benchmarks.trials import GIB, MIB

Run = Mapping[str, Any]
Table = tuple[list[str], list[list[str]]]
PARTS: tuple[ModuleType, ...] = (
    start, memory, explicit, shapes, batch, coalitions, symbolic, attaining, stop, sweep, reading,
)  # fmt: skip
STANDS = {True: "met", False: "MISSED", None: "-"}


def by_key(run: Run) -> dict[str, Row]:
    """Return the rows of a run by their keys."""
    return {row["key"]: row for row in run["rows"]}


def must_hold(run: Run) -> Table:
    """Return every line of what must hold beside what was measured."""
    rows, lines = by_key(run), []
    for target in targets.targets():
        found = target.find(rows)
        lines.append([target.work, target.must or "-", target.aim or "-", *_standing(found)])
    return ["work", "must", "aim", "measured", "must: met?", "aim: met?", "note"], lines


def _standing(found: Finding) -> list[str]:
    return [found.shown, STANDS[found.must], STANDS[found.aim], found.note]


def roof(rows: Mapping[str, Row]) -> float | None:
    """Return the bandwidth in bytes per second, the best of what was measured; None if it was not."""
    for row in rows.values():
        if row["part"] == "memory" and "runs" in row:
            return float(max(row["moved"][name] / times["median"] for name, times in row["runs"].items()))
    return None


def part(run: Run, module: ModuleType) -> Table:
    """Return the table of one part; each has the columns that it needs."""
    rows = by_key(run)
    name = module.__name__.rsplit(".", 1)[1]
    here = [row for row in rows.values() if row["part"] == name]
    asked = list(dict.fromkeys(q for row in here for q in row.get("runs", ()))) or ["measured"]
    bandwidth = roof(rows)
    extra = [head for head, of in COLUMNS.items() if any(of(row, rows, bandwidth) for row in here)]
    head = ["model", "way", *asked, *extra]
    return head, [_line(row, asked, [COLUMNS[c](row, rows, bandwidth) for c in extra]) for row in here]


def _line(row: Row, asked: Sequence[str], extra: list[str]) -> list[str]:
    if "runs" not in row:
        why = f"not run: {row['not_run']}" if "not_run" in row else f"FAILED: {row['failed']}"
        return [row["model"], row["way"], why, *[""] * (len(asked) + len(extra) - 1)]
    times = [duration(row["runs"][q]["median"]) if q in row["runs"] else "" for q in asked]
    return [row["model"], row["way"], *times, *extra]


def main_seconds(row: Row) -> float:
    """Return the median of a row's main question."""
    return float(next(iter(row["runs"].values()))["median"])


def _has_sizes(row: Row) -> bool:
    return "runs" in row and "bytes" in row


def _per_state(row: Row, _rows: Mapping[str, Row], _roof: float | None) -> str:
    """Return the nanoseconds for each state and decision maker, of the main question."""
    if not _has_sizes(row) or row["part"] == "coalitions":
        return ""
    return three(1e9 * main_seconds(row) / (row["states"] * row["players"]))


def _per_group(row: Row, _rows: Mapping[str, Row], _roof: float | None) -> str:
    if not _has_sizes(row) or "groups" not in row:
        return ""
    return three(1e9 * main_seconds(row) / (row["states"] * row["groups"]))


def _over_roof(row: Row, _rows: Mapping[str, Row], roof: float | None) -> str:
    """Return how many times as long as touching every byte once would take."""
    if not _has_sizes(row) or roof is None or row["part"] == "coalitions":
        return ""
    return f"{main_seconds(row) / (row['bytes'] / roof):,.0f}"


def _over_matrix(row: Row, rows: Mapping[str, Row], _roof: float | None) -> str:
    base = rows.get(targets.key(row["part"], row["model"], explicit.MATRIX), {})
    if "runs" not in row or "runs" not in base or row is base:
        return ""
    return three(main_seconds(base) / main_seconds(row))


def _rate(row: Row, _rows: Mapping[str, Row], _roof: float | None) -> str:
    if "runs" not in row or "items" not in row:
        return ""
    return f"{row['items'] / next(iter(row['runs'].values()))['cpu'] / 1e6:.3g} M/s"


def _bandwidth(row: Row, _rows: Mapping[str, Row], roof: float | None) -> str:
    return f"{roof / 1e9:.1f} GB/s" if "runs" in row and "moved" in row and roof is not None else ""


def _cpu(row: Row, _rows: Mapping[str, Row], _roof: float | None) -> str:
    if not _has_sizes(row):
        return ""
    return duration(next(iter(row["runs"].values()))["cpu"])


def _built(row: Row, _rows: Mapping[str, Row], _roof: float | None) -> str:
    return duration(row["built"]) if "runs" in row and "built" in row else ""


def _peak(row: Row, _rows: Mapping[str, Row], _roof: float | None) -> str:
    if "runs" not in row or not row["memory"]["peak"]:
        return ""
    peak = row["memory"]["peak"]
    return f"{peak / GIB:.2f} GiB" if peak >= GIB else f"{peak / MIB:.0f} MiB"


def _rounds(row: Row, _rows: Mapping[str, Row], _roof: float | None) -> str:
    return f"{next(iter(row['runs'].values()))['rounds']:.0f}" if "runs" in row else ""


def _growth(row: Row, _rows: Mapping[str, Row], _roof: float | None) -> str:
    """Return how many times as long a text of twice the length takes."""
    found = targets.growth_of(row)
    return "" if found is None else f"{found:.2f}"


def _speed(row: Row, _rows: Mapping[str, Row], _roof: float | None) -> str:
    if "runs" not in row or "characters" not in row:
        return ""
    return f"{row['characters'] / main_seconds(row) / 1000:,.0f} k/s"


def _right(row: Row, _rows: Mapping[str, Row], _roof: float | None) -> str:
    return str(row.get("right", ""))


def _answer(row: Row, _rows: Mapping[str, Row], _roof: float | None) -> str:
    return row.get("digest", "") if row["part"] in ("symbolic", "attaining") else ""


COLUMNS = {
    "CPU": _cpu,
    "ns per state and DM": _per_state,
    "ns per state and coalition": _per_group,
    "profiles per core": _rate,
    "bandwidth": _bandwidth,
    "times the roof": _over_roof,
    "times the matrix": _over_matrix,
    "model built in": _built,
    "twice over once": _growth,
    "characters": _speed,
    "right": _right,
    "peak memory": _peak,
    "rounds": _rounds,
    "answer": _answer,
}


def disagreements(run: Run) -> Iterator[str]:
    """Yield a line for every model that two ways answered differently."""
    seen: dict[tuple[str, str], Row] = {}
    for row in run["rows"]:
        if not row.get("digest"):
            continue
        first = seen.setdefault((row["part"], row["model"]), row)
        if first["digest"] != row["digest"]:
            yield f"{row['part']}: {row['model']}: {first['way']} and {row['way']} give different answers"


def comparison(old: Run, new: Run) -> Table:
    """Return the medians of two runs side by side, for the rows and questions that both have."""
    before, lines = by_key(old), []
    for row in new["rows"]:
        known = before.get(row["key"], {}).get("runs", {})
        for question, times in row.get("runs", {}).items():
            if question in known:
                was, now = known[question]["median"], times["median"]
                mark = "slower" if now > 1.25 * was else "faster" if now < 0.8 * was else ""
                lines.append([row["key"], question, duration(was), duration(now), f"{now / was:.2f}", mark])
    return ["row", "asked", "before", "now", "ratio", ""], lines


def text(table: Table, *, widest: int = 72) -> str:
    """Return a table for the terminal."""
    head, lines = table
    cells = [[_cut(cell, widest) for cell in line] for line in [head, *lines]]
    widths = [max(len(line[k]) for line in cells if not _is_said(line)) for k in range(len(head))]
    return "\n".join("  ".join(c.ljust(w) for c, w in zip(line, widths, strict=True)).rstrip() for line in cells)


def _is_said(line: Sequence[str]) -> bool:
    """Whether a line says why it was not measured, across its columns."""
    return len(line) > 2 and line[2].startswith(("not run: ", "FAILED: "))


def _cut(cell: str, widest: int) -> str:
    return cell if len(cell) <= widest or cell.startswith(("not run: ", "FAILED: ")) else cell[: widest - 1] + "…"
