"""Models whose states are listed: sizes x engines x concepts, beside the matrix baseline and the definitions."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from functools import partial
from hashlib import sha256
from typing import Any

import numpy as np

from benchmarks import matrix, models, roofline
from benchmarks.models import Cube
from benchmarks.trials import GIB, NotRun, Trial, Work
from detente.concepts import Concept, concept
from detente.model.conflict import Conflict
from detente.model.formula import Mask

PLACE = 2
TITLE = "Listed states"
WORDS = (
    "From a conflict whose states and ranks are there to the stable states of every decision maker. *Five*: Nash, GMR, "
    "SMR, SEQ and SSEQ in one question; then each alone. Every round gets a conflict that remembers nothing."
)
FIVE = ("Nash", "GMR", "SMR", "SEQ", "SSEQ")
MATRIX, LOOPS, NUMPY, KERNEL = "matrix (baseline)", "reference", "edges", "kernel"
ONE_THREAD = f"{KERNEL}, 1 thread"
Solve = Callable[[Conflict, Sequence[Concept]], Mapping[str, Sequence[Mask]]]
Make = Callable[[], Conflict]

THIRD = 1 / 3
SMALL: dict[str, Cube] = {
    "64 states, n=3": Cube(6, 3),
    "1,024 states, n=5": Cube(10, 5),
    "4,096 states, n=4": Cube(12, 4),
}
GROWING: dict[int, Cube] = {k: Cube(k, -(-k // 4), infeasible=THIRD) for k in (16, 18, 20, 22, 24)}
RANDOM: dict[int, Cube] = {
    k: Cube(k, k // 4, infeasible=THIRD, scattered=True, one_way=0.25, wants="ranks") for k in (16, 20, 24)
}
LARGEST = Cube(28, 7, infeasible=THIRD, statements=7)


def name_of(cube: Cube) -> str:
    """Return what a cube is called in the table."""
    how = "a random third infeasible, 1 in 4 one-way, random ranks" if cube.scattered else "a third infeasible"
    return f"K={cube.options}, n={cube.players}, {how}"


def trials() -> list[Trial]:
    """Return the rows of this part."""
    made = [row(name, KERNEL, cube.made, quick=True, seconds=2) for name, cube in SMALL.items()]
    made += [row(name, NUMPY, cube.made, quick=True, seconds=3) for name, cube in SMALL.items()]
    names = list(SMALL)
    made.append(row(names[0], LOOPS, SMALL[names[0]].made, quick=True, seconds=3, least=2))
    made.append(row(names[0], MATRIX, SMALL[names[0]].made, quick=True, seconds=2))
    made.append(row(names[1], MATRIX, SMALL[names[1]].made, alone=False, seconds=15, least=1))
    made.append(row(names[2], MATRIX, SMALL[names[2]].made, alone=False, seconds=400, limit=3600, least=1))
    slow: dict[str, Any] = {"alone": False, "seconds": 30, "limit": 900, "least": 1, "need": 4 * GIB}
    for cubes in (GROWING, RANDOM):
        made += [_large(k, cube) for k, cube in cubes.items()]
        made.append(row(name_of(cubes[16]), NUMPY, cubes[16].made, quick=True, seconds=20, least=2))
        made.append(row(name_of(cubes[20]), NUMPY, cubes[20].made, **slow))
    made.append(row(name_of(GROWING[20]), ONE_THREAD, GROWING[20].made, seconds=20))
    largest = partial(row, name_of(LARGEST), KERNEL, LARGEST.made, alone=False)
    return [*made, largest(large=True, seconds=300, limit=3600, least=1, need=13 * GIB)]


def _large(options: int, cube: Cube) -> Trial:
    """Return the kernel's row of a cube; above 2^20 states all five concepts are asked at once only."""
    quick, seconds = options <= 16, {16: 3, 18: 5, 20: 20, 22: 60, 24: 150}[options]
    return row(name_of(cube), KERNEL, cube.made, alone=options <= 20, quick=quick, seconds=seconds)


def row(model: str, way: str, make: Make, *, part: str = "explicit", alone: bool = True, **settings: Any) -> Trial:
    """Return the row of a model and an engine; ``alone`` asks each concept by itself too."""
    return Trial(part, model, way, partial(work, make, way, alone=alone), **settings)


def work(make: Make, way: str, *, alone: bool = True) -> Work:
    """Return the stability of all states for all decision makers as something to time."""
    solve = solver(way)
    start = time.perf_counter()
    conflict = models.fresh(make())
    facts = sizes(conflict) | {"built": time.perf_counter() - start}

    @contextmanager
    def fresh() -> Iterator[Conflict]:
        yield models.fresh(conflict)

    asked = {"five": FIVE} | ({name: (name,) for name in FIVE} if alone else {})
    runs = {words: partial(_asked, solve, names) for words, names in asked.items()}
    return Work(runs, fresh, digest, facts)


def _asked(solve: Solve, names: Sequence[str], conflict: Conflict) -> Mapping[str, Sequence[Mask]]:
    return solve(conflict, [concept(name) for name in names])


def sizes(conflict: Conflict) -> dict[str, float]:
    """Return the numbers that times are divided by."""
    return {
        "options": len(conflict.states.options),
        "states": len(conflict.states),
        "players": len(conflict.decision_makers),
        "bytes": roofline.least_bytes(conflict),
    }


def solver(name: str) -> Solve:
    """Return the function that answers, by the name of the engine."""
    if name == MATRIX:
        return matrix.stabilities
    from detente.engines import engine, native

    if name.startswith(KERNEL) and (reason := native.absent()):
        raise NotRun(reason)
    if name == ONE_THREAD:
        from detente.engines.kernel import Kernel

        return Kernel(threads=1).stabilities
    return engine(name).stabilities


def digest(answer: Mapping[str, Sequence[Mask]]) -> str:
    """Return a few letters that stand for all masks of an answer."""
    found = sha256()
    for name in sorted(answer):
        for mask in answer[name]:
            found.update(name.encode())
            found.update(np.ascontiguousarray(mask).data)
    return found.hexdigest()[:12]
