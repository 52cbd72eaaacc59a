"""One structure and very many preference profiles."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import partial
from hashlib import sha256
from typing import Any

import numpy as np

from benchmarks import models
from benchmarks.models import STRUCTURES
from benchmarks.parts.explicit import FIVE
from benchmarks.trials import NotRun, Trial, Work
from detente.concepts import concept

PLACE = 4
TITLE = "Batches of preference profiles"
WORDS = (
    "Every decision maker has random ranks of its own in every profile, so nothing can be shared between profiles; "
    "*per core* divides by the CPU time. *Packed* answers the five concepts with a bit for each profile, the others "
    "with a byte. *Readings*: each has 20 readings, and the profiles are all combinations."
)
NUMPY, KERNEL, PACKED = "numpy", "kernel", "packed"
MAIN = next(iter(STRUCTURES))
READINGS = f"{MAIN}, 20 readings each"


def trials() -> list[Trial]:
    """Return the rows of this part."""
    made = []
    for name in STRUCTURES:
        many = 16_384 if "256" in name else 65_536
        made.append(_row(name, KERNEL, partial(apart, name, many), quick=name == MAIN))
        made.append(_row(name, NUMPY, partial(apart, name, 1_024), quick=name == MAIN))
    made.append(_row(READINGS, KERNEL, partial(combined, MAIN, 20), seconds=10))
    return made


def _row(model: str, way: str, make: Callable[..., Work], **settings: Any) -> Trial:
    environment = {"DETENTE_KERNEL": "off"} if way == NUMPY else {}
    return Trial("batch", model, way, partial(make, way), environment=environment, **settings)


def apart(model: str, many: int, way: str) -> Work:
    """Return profiles that share no order, as something to time."""
    structure = STRUCTURES[model].structure()
    ranks = models.profiles(structure, many)
    numbers = np.repeat(np.arange(many)[:, None], ranks.shape[1], axis=1)
    return _work(structure, [ranks[:, i] for i in range(ranks.shape[1])], numbers, way)


def combined(model: str, readings: int, way: str) -> Work:
    """Return all combinations of a few readings of each decision maker, as something to time."""
    structure = STRUCTURES[model].structure()
    ranks = models.profiles(structure, readings)
    n = ranks.shape[1]
    numbers = np.stack(np.meshgrid(*[np.arange(readings)] * n, indexing="ij"), axis=-1).reshape(-1, n)
    return _work(structure, [ranks[:, i] for i in range(n)], numbers, way)


def _work(structure: Any, ranks: list[Any], numbers: Any, way: str) -> Work:
    from detente.engines import native
    from detente.engines.batch import Batch

    if way == KERNEL and (reason := native.absent()):
        raise NotRun(reason)
    batch = Batch(structure, tuple(np.ascontiguousarray(r) for r in ranks))
    batch.stabilities(numbers[:1], [concept("GMR")])  # what is found out about the structure is kept

    def ask(names: tuple[str, ...], _subject: object) -> Mapping[str, Any]:
        return batch.stabilities(numbers, [concept(n) for n in names])

    runs: dict[str, Callable[[object], Any]] = {"five": partial(ask, FIVE)} | {
        name: partial(ask, (name,)) for name in FIVE
    }
    if way == KERNEL:
        runs[PACKED] = lambda _subject: batch.packed(numbers, [concept(n) for n in FIVE])
    facts = {"states": len(structure.states), "players": len(ranks), "items": len(numbers)}
    return Work(runs, digest=digest, facts=facts)


def digest(answer: Mapping[str, Any], first: int = 1_024) -> str:
    """Return a few letters that stand for the answers to the first profiles."""
    found = sha256()
    for name in sorted(answer):
        found.update(name.encode() + np.packbits(answer[name][:first], axis=None).tobytes())
    return found.hexdigest()[:12]
