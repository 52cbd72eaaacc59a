"""What a sweep will take, told before it begins: how many variants and blocks, about how long, and how much disk."""

from __future__ import annotations

import time
from collections.abc import Mapping
from dataclasses import dataclass

from detente.engines import native
from detente.sweep.job import Job
from detente.sweep.manifest import Manifest, job_of
from detente.sweep.table import part_bytes, table

LONG_ENOUGH = 0.25
FIRST = 64


@dataclass(frozen=True)
class Plan:
    """What a sweep will take.

    Attributes
    ----------
    manifest : Manifest
    varies : mapping
        From what varies to how many values it has.
    possible : int
        How many variants there are to choose from; the sweep has all of them, or a sample. Of rankings that are drawn,
        those of one draw.
    engine : str
        ``batch on the kernel`` or ``batch on numpy``.
    executor : str
        What computes, in words.
    seconds : float
        About how long it takes, from the first variants, which were timed; the others may take longer or shorter.
    bytes : int
        About how much disk it takes.
    stored : int
        How many blocks are there already.
    """

    manifest: Manifest
    varies: Mapping[str, int]
    possible: int
    engine: str
    executor: str
    seconds: float
    bytes: int
    stored: int = 0


def planned(manifest: Manifest, text: str, executor: str = "this process", workers: int = 1, stored: int = 0) -> Plan:
    """Return what a sweep will take; a few of its variants are worked out for that."""
    job = job_of(manifest, text)
    seconds, size = _tried(job, threads=0 if workers == 1 else 1)
    left = manifest.variants * (1 - stored / max(1, manifest.blocks))
    at_once = max(1, min(workers, manifest.blocks - stored))
    return Plan(
        manifest,
        varies(job),
        job.design.possible,
        "batch on numpy" if native.absent() else "batch on the kernel",
        executor,
        seconds * left / at_once,
        round(size * manifest.variants),
        stored,
    )


def _tried(job: Job, threads: int) -> tuple[float, float]:
    """Return the seconds and the bytes that a variant takes, from the first ones; the very first only warm up."""
    size, most = FIRST, min(job.size, job.design.variants)
    table(job, 0, min(size, most), threads=threads, progress=_listen)
    while True:
        size = min(size, most)
        start = time.perf_counter()
        written = len(part_bytes(table(job, 0, size, threads=threads, progress=_listen)))
        taken = time.perf_counter() - start
        if taken > LONG_ENOUGH or size == most:
            return taken / size, written / size
        size *= 4


def _listen(_done: int, _of: int) -> None:
    """Let the compiled kernel come back now and then, so that Ctrl-C is heard."""


def varies(job: Job) -> dict[str, int]:
    """Return what varies and how many values it has, in the order of the columns."""
    design, found = job.design, {}
    if design.drawn:
        found["rankings"] = design.draws
    if len(design.worlds) > 1:
        found["worlds"] = len(design.worlds)
    if len(design.dropped) > 1:
        found["dropped constraints"] = len(design.dropped)
    for choices in design.choices:
        if choices is not None and choices.size > 1:
            what = "readings" if choices.how == "written" else choices.how
            found[f"{what} of {choices.slug}"] = choices.size
    return found
