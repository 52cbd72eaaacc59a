"""One row, measured in a process of its own: times of repeated rounds, and the peak of its memory."""

from __future__ import annotations

import gc
import os
import re
import time
from contextlib import suppress
from pathlib import Path
from statistics import median
from typing import Any

from benchmarks.trials import Took, Trial, Work

MOST_ROUNDS = 201
try:
    import resource
except ImportError:  # not on Windows: the memory is not told there, and CPU seconds are those of this process alone
    MEASURES = False
else:
    MEASURES = True

STATUS, REFERENCES = Path("/proc/self/status"), Path("/proc/self/clear_refs")

Row = dict[str, Any]
Times = dict[str, list[tuple[float, float]]]


def row(trial: Trial, seconds: float, least: int) -> Row:
    """Prepare and measure a row; return it as plain data.

    Parameters
    ----------
    trial : Trial
    seconds : float
        Rounds are repeated for so long.
    least : int
        And so often at least.
    """
    start = time.perf_counter()
    work = trial.make()
    prepared = time.perf_counter() - start
    before = memory("VmRSS")
    forget_peak()
    taken, digest = rounds(work, seconds, least)
    return {
        **work.facts,
        "prepared": prepared,
        "runs": {name: summary(times) for name, times in taken.items()},
        "digest": digest,
        "memory": {"before": before, "peak": peak(elsewhere=work.elsewhere)},
    }


def rounds(work: Work, seconds: float, least: int) -> tuple[Times, str]:
    """Ask every question in turn, round after round; return wall and CPU seconds, and the digest of the main answer."""
    taken: Times = {name: [] for name in work.runs}
    digests: set[str] = set()
    start, done = time.perf_counter(), 0
    while done < least or (time.perf_counter() - start < seconds and done < MOST_ROUNDS):
        for place, (name, run) in enumerate(work.runs.items()):
            with work.fresh() as subject:
                answer = timed(run, subject, taken[name], elsewhere=work.elsewhere)
                if work.digest is not None and place == 0:
                    digests.add(work.digest(answer))
            del answer
        done += 1
    if len(digests) > 1:
        raise AssertionError("the answer was not the same in every round")
    return taken, "".join(digests)


def timed(run: Any, subject: Any, taken: list[tuple[float, float]], *, elsewhere: bool = False) -> Any:
    """Ask once and note the time; the garbage collector waits."""
    gc.collect()
    gc.disable()
    try:
        cpu, start = cpu_seconds(elsewhere=elsewhere), time.perf_counter()
        answer = run(subject)
        wall, used = time.perf_counter() - start, cpu_seconds(elsewhere=elsewhere) - cpu
        taken.append((answer, answer) if isinstance(answer, Took) else (wall, used))
    finally:
        gc.enable()
    return answer


def cpu_seconds(*, elsewhere: bool) -> float:
    """Return the CPU seconds of this process, its threads, and the processes that it waited for or, if asked, has."""
    if not MEASURES:
        return time.process_time()
    used = [resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)]
    return sum(u.ru_utime + u.ru_stime for u in used) + (_of_children() if elsewhere else 0)


def _of_children() -> float:
    """Return the CPU seconds of the processes that were started and still run."""
    import psutil

    seconds = 0.0
    for child in psutil.Process().children(recursive=True):
        with suppress(psutil.Error):
            seconds += sum(child.cpu_times()[:2])
    return seconds


def summary(times: list[tuple[float, float]]) -> dict[str, float]:
    """Return the median and the best of the rounds; the first only counts if there is no other."""
    counted = times[1:] or times
    walls = [wall for wall, _ in counted]
    return {
        "median": median(walls),
        "best": min(walls),
        "worst": max(walls),
        "cpu": median(cpu for _, cpu in counted),
        "first": times[0][0],
        "rounds": len(counted),
    }


def memory(line: str) -> int:
    """Return bytes from a line of the process's status; 0 where the system does not tell."""
    found = re.search(rf"^{line}:\s+(\d+) kB", STATUS.read_text(), re.MULTILINE) if STATUS.exists() else None
    return 1024 * int(found[1]) if found else 0


def forget_peak() -> None:
    """Let the peak begin anew, so that what preparing took does not count; where the system can."""
    if REFERENCES.exists() and os.access(REFERENCES, os.W_OK):
        REFERENCES.write_text("5")


def peak(*, elsewhere: bool) -> int:
    """Return the most bytes that this process held, or the largest of those that it waited for; 0 where not told."""
    if not MEASURES:
        return 0
    if elsewhere:
        return 1024 * resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss
    return memory("VmHWM") or 1024 * resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
