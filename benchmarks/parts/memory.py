"""The bandwidth of the memory, for the roofline."""

from __future__ import annotations

import os
from functools import partial

from benchmarks import roofline
from benchmarks.trials import MIB, Trial, Work

PLACE = 0
TITLE = "Memory"
WORDS = (
    "*Copy* reads one array and writes one; *triad* reads two and writes one. The best of them is the bandwidth that "
    "the roofline is computed with."
)
SIZE = 256 * MIB


def trials() -> list[Trial]:
    """Return the rows of this part."""
    make = partial(bandwidth, SIZE)
    return [Trial("memory", f"three arrays of {SIZE // MIB} MiB", "numpy", make, quick=True, need=4 * SIZE)]


def bandwidth(size: int) -> Work:
    """Return passes over arrays as something to time."""
    cores = sorted({1, os.cpu_count() or 1})
    runs = {
        f"{work.__name__}, {threads} thread{'s' * (threads > 1)}": roofline.moved(work, size, threads)
        for work in (roofline.copy, roofline.triad)
        for threads in cores
    }
    bytes_of = {name: (2 if name.startswith("copy") else 3) * size // 8 * 8 for name in runs}
    return Work(runs, facts={"moved": bytes_of})
