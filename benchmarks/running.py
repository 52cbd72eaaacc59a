"""Measures rows one after the other, each in a process of its own: a failure is one row, and memory is its own."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

from benchmarks.measuring import Row
from benchmarks.trials import GIB, Trial
from detente.model import memory

HERE = Path(__file__).parent
Say = Callable[[str], None]


def run(
    trials: Sequence[Trial], seconds: float, least: int | None, before: Mapping[str, Row], say: Say
) -> Iterator[Row]:
    """Measure rows and yield each as soon as it is there.

    Parameters
    ----------
    trials : sequence of Trial
    seconds : float
        How long the rounds of a row are repeated.
    least : int or None
        The fewest rounds of every row; None leaves it to the row.
    before : mapping
        Rows of an earlier run by key, for the time left.
    say : callable
        Is told a line when a row begins and one when it ends.
    """
    expected = [whole_seconds(before.get(t.key), t) for t in trials]
    width = max((len(t.key) for t in trials), default=0)
    for place, trial in enumerate(trials):
        left = sum(expected[place:])
        say(f"{place + 1:3}/{len(trials)}  {trial.key:{width}}  (about {_minutes(left)} left)")
        row = measured(trial, seconds, trial.least if least is None else min(least, trial.least))
        say(f"         {brief(row)}")
        yield row


def _minutes(seconds: float) -> str:
    return f"{seconds:.0f} s" if seconds < 100 else f"{seconds / 60:.0f} min"


def whole_seconds(row: Row | None, trial: Trial) -> float:
    """Return how long a row took the last time; what the part says where it was not measured."""
    return float(row["took"]) if row is not None and "runs" in row else trial.seconds


def measured(trial: Trial, seconds: float, least: int) -> Row:
    """Measure one row in a process of its own; why it could not be measured is part of the row."""
    start = time.perf_counter()
    if trial.need > (free := memory.at_hand()):
        why = f"needs about {trial.need / GIB:.1f} GiB of memory, and {free / GIB:.1f} GiB are free"
        found: Row = {"not_run": why}
    else:
        found = _in_process(trial, seconds, least)
    named = {"key": trial.key, "part": trial.part, "model": trial.model, "way": trial.way}
    return {**named, **found, "took": round(time.perf_counter() - start, 3)}


def _in_process(trial: Trial, seconds: float, least: int) -> Row:
    command = [sys.executable, str(HERE), "--row", trial.key, "--seconds", str(seconds), "--least", str(least)]
    child = subprocess.Popen(
        command,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        encoding="utf-8",
        env={**os.environ, **trial.environment},
        start_new_session=True,
    )
    try:
        out, err = child.communicate(timeout=trial.limit)
    except subprocess.TimeoutExpired:
        return {"not_run": f"not finished after {trial.limit:.0f} s"}
    finally:
        _end(child)
    return told(child.returncode, out, err)


def told(code: int, out: str, err: str) -> Row:
    """Return what the process told in its last line; what it complained of where it failed."""
    if code:
        lines = err.strip().splitlines() or [f"ended by {_ending(code)}"]
        return {"failed": lines[-1][:300]}
    told: Row = json.loads(out.splitlines()[-1])
    return told


def _ending(code: int) -> str:
    return f"signal {signal.Signals(-code).name}" if code < 0 else f"exit code {code}"


def _end(child: subprocess.Popen[str]) -> None:
    """End the process and those that it started, if they still run."""
    if child.poll() is None:
        if hasattr(os, "killpg"):
            os.killpg(child.pid, signal.SIGKILL)
        else:
            child.kill()
        child.communicate()


def brief(row: Row) -> str:
    """Return what came of a row in one line."""
    for kind, words in (("not_run", "not run"), ("failed", "FAILED")):
        if kind in row:
            return f"{words}: {row[kind]}"
    return ", ".join(f"{name} {duration(times['median'])}" for name, times in row["runs"].items())


def duration(seconds: float) -> str:
    """Return a time in the unit that reads best, with three digits."""
    for unit, size in (("s", 1.0), ("ms", 1e-3), ("µs", 1e-6)):
        if seconds >= size:
            return f"{three(seconds / size)} {unit}"
    return f"{three(seconds / 1e-9)} ns"


def three(value: float) -> str:
    """Return a number with about three digits."""
    return f"{value:,.0f}" if value >= 100 else f"{value:.1f}" if value >= 10 else f"{value:.2f}"


def environment() -> dict[str, Any]:
    """Return what a reader must know of the machine: processor, cores, memory, versions; no names."""
    import platform

    import numpy as np
    import psutil

    import detente

    return {
        "processor": _processor(),
        "cores": len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count(),
        "memory": psutil.virtual_memory().total,
        "system": platform.system(),
        "python": platform.python_version(),
        "numpy": np.__version__,
        "detente": detente.__version__,
        "kernel": kernel(),
        "date": time.strftime("%Y-%m-%d", time.gmtime()),
        "load": os.getloadavg()[0] if hasattr(os, "getloadavg") else None,
    }


def _processor() -> str:
    lines = Path("/proc/cpuinfo")
    if lines.exists():
        for line in lines.read_text().splitlines():
            if line.startswith("model name"):
                return line.split(":", 1)[1].strip()
    import platform

    return platform.processor() or platform.machine()


def kernel() -> str:
    """Return what the compiled kernel says of itself, or why it is absent."""
    from detente.engines import native

    return native.described()
