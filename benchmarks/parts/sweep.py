"""Sweeps: variants drawn, solved and stored; in this process, in processes, and on a cluster of this machine."""

from __future__ import annotations

import json
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial
from hashlib import sha256
from importlib.util import find_spec
from pathlib import Path
from typing import Any

from benchmarks.parts.explicit import FIVE
from benchmarks.trials import NotRun, Trial, Work
from detente.case.build import Case

PLACE = 10
TITLE = "Sweeps"
WORDS = (
    "64 states, 4 decision makers; each variant has random strict rankings of its own, drawn, solved (Nash and SEQ: "
    "how many equilibria, the status quo, the outcome) and stored as Parquet. The *minute* asks for "
    "attainability and five concepts; its workers are `dask worker` processes with one thread each, started before the "
    "clock. Peak memory does not grow with the number of variants."
)
QUESTION = "sweep"
HERE, TWO_PROCESSES = "one process", "2 processes"
ONE, TWO = "1 worker", "2 workers"
MILLION, FOUR_MILLION, MINUTE = "a million variants", "four million variants", "a minute of variants"
STABILITY = ("equilibria", "status_quo", "outcome")
MANY = {MILLION: 1_000_000, FOUR_MILLION: 4_000_000, MINUTE: 12_000_000}


def trials() -> list[Trial]:
    """Return the rows of this part."""
    return [
        Trial("sweep", MILLION, HERE, partial(swept, MANY[MILLION], 0), quick=True, seconds=8, least=2),
        Trial("sweep", MILLION, TWO_PROCESSES, partial(swept, MANY[MILLION], 2), seconds=8, least=2),
        Trial("sweep", FOUR_MILLION, HERE, partial(swept, MANY[FOUR_MILLION], 0), seconds=10, least=2),
        *(
            Trial("sweep", MINUTE, way, partial(clustered, MANY[MINUTE], n), large=True, seconds=1, least=1)
            for way, n in ((ONE, 1), (TWO, 2))
        ),
    ]


def case() -> Case:
    """Return a case of 64 states and 4 decision makers with six options between them."""
    from detente.case.read import read

    parties = {
        f"p{k}": {"name": f"P{k}", "options": {o: o for o in ("xy" if k < 2 else "x")}, "prefers": [f"p{k}.x"]}
        for k in range(4)
    }
    made = {"detente": 1, "title": "Sixty-four states", "outcome": "p0.x & p1.x & p2.x", "status_quo": {}}
    return read(json.dumps({**made, "decision_makers": parties}).encode(), "sixty-four.yaml")


@contextmanager
def folder() -> Iterator[Path]:
    """Open a folder for the rows of one run."""
    with tempfile.TemporaryDirectory() as made:
        yield Path(made)


def swept(many: int, processes: int) -> Work:
    """Return a sweep on this machine as something to time."""
    from detente.sweep import run
    from detente.sweep.executors.processes import Processes

    subject = _model()

    def ask(here: Path) -> Path:
        by = Processes(processes) if processes else None
        run(subject, [f"rankings={many}"], here, executor=by, columns=STABILITY, seed=1)
        return here

    facts = {"states": 64, "players": 4, "items": many}
    return Work({QUESTION: ask}, folder, digest, facts, elsewhere=bool(processes))


def clustered(many: int, workers: int) -> Work:
    """Return a sweep on a cluster of this machine as something to time: everything, attainability and five concepts."""
    from tests.sweep.cluster import dask

    from detente.sweep import run
    from detente.sweep.executors.cluster import Cluster

    subject = _model()

    @contextmanager
    def fresh() -> Iterator[tuple[Path, Any]]:
        with folder() as here, folder() as logs, dask(logs, workers) as started:
            by = Cluster(started.address)
            by.wait_for(workers)
            try:
                yield here, by
            finally:
                by.close()

    def ask(given: tuple[Path, Any]) -> Path:
        here, by = given
        run(subject, [f"rankings={many}"], here, executor=by, concepts=FIVE, seed=1)
        return here

    return Work({QUESTION: ask}, fresh, digest, {"states": 64, "players": 4, "items": many}, elsewhere=True)


def _model() -> Case:
    from detente.engines import native

    if find_spec("pyarrow") is None:
        raise NotRun("needs the extra sweep")
    if reason := native.absent():
        raise NotRun(reason)
    return case()


def digest(where: Path) -> str:
    """Return a few letters that stand for all rows."""
    found = sha256()
    for part in sorted((where / "parts").iterdir()):
        found.update(part.read_bytes())
    return found.hexdigest()[:12]
