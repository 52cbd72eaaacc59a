"""Shapes that are hard for an engine: few feasible states among very many, and replies that wind a long way."""

from __future__ import annotations

from functools import partial

from benchmarks import models
from benchmarks.parts.explicit import KERNEL, NUMPY, row
from benchmarks.trials import GIB, Trial

PLACE = 3
TITLE = "Sparse and winding models"
WORDS = (
    "*Exclusive options*: everybody takes one position of four on two issues each. *Snake*: two opponents "
    "move in turn along a narrow staircase of feasible states, so that a reply can be hundreds of moves away."
)
SPARSE = "40 exclusive options, n=5"
SNAKES: dict[str, tuple[int, int]] = {
    "snake of 255 cells, 1,020 of 2^16 states": (7, 2),
    "snake of 2,047 cells, 8,188 of 2^22 states": (10, 2),
}


def trials() -> list[Trial]:
    """Return the rows of this part."""
    made = [
        row(SPARSE, KERNEL, models.exclusive, part="shapes", alone=False, seconds=30),
        row(SPARSE, NUMPY, models.exclusive, part="shapes", alone=False, seconds=120, least=1, need=4 * GIB),
    ]
    for name, size in SNAKES.items():
        make = partial(models.snake, *size)
        quick = size[0] < 8
        made += [row(name, way, make, part="shapes", alone=False, quick=quick, least=2) for way in (KERNEL, NUMPY)]
    return made
