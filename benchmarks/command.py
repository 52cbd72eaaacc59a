"""The command: measure, print the tables, keep and compare runs."""

from __future__ import annotations

import argparse
import json
import re
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from benchmarks import page, running, tables, trials
from benchmarks.measuring import row
from benchmarks.trials import NotRun, Trial, all_trials

QUICK, FULL = 1.0, 5.0
STOPPED = 130


def parser() -> argparse.ArgumentParser:
    """Return what the command understands."""
    made = argparse.ArgumentParser("python benchmarks", description="Measure the engines and print the tables.")
    made.add_argument("--quick", action="store_true", help="the smaller models only, and fewer rounds: about a minute")
    made.add_argument("--large", action="store_true", help="the full run with K=28 too: needs 16 GiB and much time")
    made.add_argument("--only", metavar="REGEX", help="only the rows whose name matches (python benchmarks --list)")
    made.add_argument("--list", action="store_true", help="print the names of the rows and measure nothing")
    made.add_argument("--json", metavar="FILE", type=Path, help="also write what was measured to a file")
    made.add_argument("--compare", metavar="OLD.json", type=Path, help="also print the medians beside an earlier run's")
    made.add_argument(
        "--record", action="store_true", help="keep a full run as benchmarks/results.json, and make its page"
    )
    made.add_argument("--page", action="store_true", help="make the page of the recorded run anew and measure nothing")
    made.add_argument(
        "--show", metavar="FILE", type=Path, help="print the tables of an earlier run and measure nothing"
    )
    for name, kind in (("--row", str), ("--seconds", float), ("--least", int)):
        made.add_argument(name, type=kind, help=argparse.SUPPRESS)
    return made


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command; return 0, 1 if a row failed or answers differ, 2 for wrong usage, 130 after Ctrl-C."""
    asked = parser().parse_args(arguments)
    if asked.row is not None:
        return one_row(asked.row, asked.seconds, asked.least)
    if asked.page:
        return make_page()
    if asked.show is not None:
        return show(json.loads(asked.show.read_text("utf-8")), None)
    if asked.record and (asked.quick or asked.only):
        parser().error("only a full run can be recorded: leave out --quick and --only")
    return measure(asked)


def one_row(key: str, seconds: float, least: int) -> int:
    """Measure one row in this process and print it as the last line."""
    try:
        found: dict[str, Any] = row(all_trials()[key], seconds, least)
    except NotRun as why:
        found = {"not_run": str(why)}
    sys.stdout.write(f"\n{json.dumps(found)}\n")
    return 0


def wanted(asked: argparse.Namespace) -> list[Trial]:
    """Return the rows that were asked for; ``--only`` chooses from all rows unless the kind of run is named too."""
    every = bool(asked.only) and not asked.quick
    rows = trials.chosen(quick=asked.quick, large=asked.large or every)
    try:
        found = [t for t in rows if not asked.only or re.search(asked.only, t.key)]
    except re.error as why:
        parser().error(f"{asked.only} is not a regular expression: {why}")
    if not found:
        parser().error(f"no row matches {asked.only}; python benchmarks --list names them")
    return found


def measure(asked: argparse.Namespace) -> int:
    """Measure the rows that were asked for, print the tables, and keep what is to be kept."""
    rows = wanted(asked)
    if asked.list:
        sys.stdout.writelines(f"{t.key}\n" for t in rows)
        return 0
    old = json.loads(asked.compare.read_text("utf-8")) if asked.compare else None
    run: dict[str, Any] = {"whole": False, "kind": kind(asked), "environment": running.environment(), "rows": []}
    seconds, least = (QUICK, 2) if asked.quick else (FULL, None)
    try:
        for found in running.run(rows, seconds, least, earlier(), _say):
            run["rows"].append(found)
            run["whole"] = len(run["rows"]) == len(rows) and not asked.only
            if asked.json is not None:
                write(asked.json, run)
    except KeyboardInterrupt:
        _say(f"stopped: {len(run['rows'])} of {len(rows)} rows were measured")
    code = show(run, old)
    if asked.record:
        record(run)
    return STOPPED if len(run["rows"]) < len(rows) else code


def kind(asked: argparse.Namespace) -> str:
    """Return which run it is, in one word."""
    return "part" if asked.only else "quick" if asked.quick else "large" if asked.large else "full"


def earlier() -> dict[str, Any]:
    """Return the rows of the recorded run by key, if there is one."""
    return tables.by_key(page.recorded()) if page.RECORD.exists() else {}


def _say(line: str) -> None:
    sys.stderr.write(f"{line}\n")
    sys.stderr.flush()


def show(run: dict[str, Any], old: dict[str, Any] | None) -> int:
    """Print the tables of a run; return 1 if a row failed or answers differ."""
    lines = [] if run["whole"] else [f"NOT WHOLE: {len(run['rows'])} rows; what is missing says nothing."]
    for module in tables.PARTS:
        if any(row["part"] == module.__name__.rsplit(".", 1)[1] for row in run["rows"]):
            lines += [f"\n{module.TITLE}", tables.text(tables.part(run, module))]
    lines += ["\nWhat must hold", tables.text(tables.must_hold(run))]
    if old is not None:
        lines += ["\nBeside the earlier run", tables.text(tables.comparison(old, run))]
    wrong = [f"WRONG: {line}" for line in tables.disagreements(run)]
    wrong += [f"FAILED: {row['key']}: {row['failed']}" for row in run["rows"] if "failed" in row]
    sys.stdout.write("\n".join([*lines, *wrong]) + "\n")
    return int(bool(wrong))


def record(run: dict[str, Any]) -> None:
    """Keep a run as the record and make its page, if it is whole and the answers agree."""
    if run["whole"] and not any(tables.disagreements(run)):
        write(page.RECORD, run)
        make_page()
    else:
        _say("not recorded: the run is not whole, or answers differ")


def write(path: Path, run: dict[str, Any]) -> None:
    """Write a run in one step, so that nobody finds half of it."""
    with tempfile.NamedTemporaryFile("w", encoding="utf-8", dir=path.parent, delete=False) as file:
        file.write(json.dumps(run, indent=1, ensure_ascii=False) + "\n")
    Path(file.name).chmod(0o644)
    Path(file.name).replace(path)


def make_page() -> int:
    """Write the page of the recorded run."""
    page.PAGE.write_text(page.page(page.recorded()), "utf-8", newline="\n")
    _say(page.PAGE.relative_to(page.ROOT).as_posix())
    return 0
