"""How long a Ctrl-C takes: from the signal, sent in the middle of a long computation, to the exception."""

from __future__ import annotations

import os
import signal
import threading
import time
from collections.abc import Callable, Mapping
from functools import partial
from typing import Any

import numpy as np

from benchmarks import models
from benchmarks.models import Cube
from benchmarks.parts.explicit import FIVE, KERNEL, NUMPY, THIRD, solver
from benchmarks.trials import Took, Trial, Work
from detente.concepts import concept

PLACE = 9
TITLE = "Ctrl-C"
WORDS = "From the signal to the exception, in the middle of a computation that would take much longer."
LATER = 0.5


def trials() -> list[Trial]:
    """Return the rows of this part."""
    made: dict[tuple[str, str], tuple[Callable[[], Callable[[], Any]], Mapping[str, Any]]] = {
        ("five concepts, K=22, n=6", KERNEL): (partial(five, KERNEL, 22, 6), {}),
        ("five concepts, K=18, n=5", NUMPY): (partial(five, NUMPY, 18, 5), {}),
        ("a batch of ten million profiles", KERNEL): (batch, {}),
        ("CSEQ of all coalitions, K=18, n=5", KERNEL): (groups, {}),
        ("SEQ, K=100, n=5", "symbolic"): (diagrams, {}),
    }
    return [
        Trial("stop", model, way, partial(interrupted, make), seconds=8, limit=120, **settings)
        for (model, way), (make, settings) in made.items()
    ]


def interrupted(make: Callable[[], Callable[[], Any]]) -> Work:
    """Return the time that a Ctrl-C takes as something to time."""
    signal.signal(signal.SIGINT, signal.default_int_handler)
    run = make()
    return Work({"Ctrl-C": lambda _subject: stopped(run)})


def stopped(run: Callable[[], Any]) -> Took:
    """Return the seconds from the signal to the exception.

    Raises
    ------
    RuntimeError
        If the computation ended before.
    """
    sent: list[float] = []

    def send() -> None:
        sent.append(time.perf_counter())
        os.kill(os.getpid(), signal.SIGINT)

    timer = threading.Timer(LATER, send)
    timer.start()
    try:
        run()
    except BaseException as why:
        if not sent or type(why).__name__ not in {"KeyboardInterrupt", "Cancelled"}:
            raise
        return Took(time.perf_counter() - sent[0])
    timer.cancel()
    raise RuntimeError(f"the computation ended within {LATER} s, before it could be stopped")


def five(way: str, options: int, players: int) -> Callable[[], Any]:
    """Return the five concepts of a cube as a computation."""
    solve = solver(way)
    conflict = Cube(options, players, infeasible=THIRD).made()
    _ = conflict.orders
    return lambda: solve(models.fresh(conflict), [concept(name) for name in FIVE])


def batch() -> Callable[[], Any]:
    """Return a batch as a computation: three thousand readings of each, in many combinations."""
    from detente.engines.batch import Batch

    solver(KERNEL)
    structure = models.STRUCTURES["256 states, 4 DMs"].structure()
    ranks = models.profiles(structure, 3_000)
    numbers = np.random.default_rng(1).integers(3_000, size=(10_000_000, 4))
    made = Batch(structure, tuple(np.ascontiguousarray(ranks[:, i]) for i in range(4)))
    wanted = np.ones(256, dtype=bool)
    return lambda: made.in_some_equilibrium(numbers, concept("SSEQ"), wanted)


def groups() -> Callable[[], Any]:
    """Return a concept of all coalitions as a computation."""
    from detente.concepts.coalitional import coalition_concept
    from detente.engines import coalitions

    solver(KERNEL)
    conflict = Cube(18, 5, infeasible=THIRD).made()
    _ = conflict.orders
    return lambda: coalitions.stabilities(models.fresh(conflict), [coalition_concept("CSEQ")], engine=KERNEL)


def diagrams() -> Callable[[], Any]:
    """Return a large symbolic question as a computation."""
    from detente.engines.symbolic import Equilibria, Session

    conflict = models.symbolic(100, 5, 6)

    def run() -> None:
        with Session(conflict) as session:
            session.count(Equilibria("SEQ"))

    return run
