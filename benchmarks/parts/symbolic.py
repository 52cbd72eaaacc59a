"""Models whose states cannot be listed: counts of equilibria from diagrams, in the engine's own process."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from functools import partial
from typing import Any

import numpy as np

from benchmarks import models
from benchmarks.parts.explicit import KERNEL, solver
from benchmarks.trials import GIB, Trial, Work
from detente.concepts import concept
from detente.model.conflict import Conflict

PLACE = 6
TITLE = "Formulas instead of states"
WORDS = (
    "Random AND and OR statements of two to four literals and four forbidden patterns of three; three seeds for each "
    "size, since random instances differ much. The engine's process and the feasible set are there before the "
    "question; moves and preferences are part of the time. The answer is the number of feasible states and of "
    "equilibria, concept by concept."
)
SYMBOLIC = "symbolic"
WHOLE = "with the start of its process"
PLAIN, CREDIBLE = ("Nash", "GMR", "SMR"), ("SEQ", "SSEQ")
SEEDS = (1, 2, 3)
CHECKED, EVERYDAY, LARGE = (16, 4, 5), (40, 4, 5), (100, 5, 6)
GIVEN_UP = 180.0


def name_of(size: tuple[int, int, int], seed: int, names: Sequence[str]) -> str:
    """Return what a model is called in the table."""
    options, players, statements = size
    return f"K={options}, n={players}, {statements} statements each, seed {seed}: {', '.join(names)}"


def trials() -> list[Trial]:
    """Return the rows of this part."""
    made = [_row(CHECKED, 1, PLAIN + CREDIBLE, way, quick=True) for way in (SYMBOLIC, KERNEL)]
    made += [_row(LARGE, seed, PLAIN, quick=True, seconds=8) for seed in SEEDS]
    for size, seconds in ((EVERYDAY, 30), (LARGE, 120)):
        made += [_row(size, seed, CREDIBLE, seconds=seconds, least=1, limit=GIVEN_UP) for seed in SEEDS]
    return made


def _row(size: tuple[int, int, int], seed: int, names: Sequence[str], way: str = SYMBOLIC, **settings: Any) -> Trial:
    make = partial(diagrams if way == SYMBOLIC else listed, partial(models.symbolic, *size, seed=seed), names)
    return Trial("symbolic", name_of(size, seed, names), way, make, **settings)


def diagrams(make: Callable[[], Conflict], names: Sequence[str]) -> Work:
    """Return counts of equilibria by diagrams as something to time."""
    from detente.engines.symbolic import Bounds, Equilibria, Everywhere, Session

    conflict = make()

    @contextmanager
    def fresh() -> Iterator[Any]:
        with Session(conflict, bounds=Bounds(memory=4 * GIB)) as session:
            session.count(Everywhere())
            yield session

    def ask(session: Any) -> list[int]:
        return [session.count(Everywhere()), *(session.count(Equilibria(name)) for name in names)]

    def whole(_session: Any) -> list[int]:
        with Session(conflict, bounds=Bounds(memory=4 * GIB)) as session:
            return ask(session)

    facts = {"options": len(conflict.structure.option_names), "players": len(conflict.decision_makers)}
    runs = {"equilibria": ask} | ({WHOLE: whole} if set(names) == set(PLAIN) else {})
    return Work(runs, fresh, counts, facts, elsewhere=True)


def listed(make: Callable[[], Conflict], names: Sequence[str]) -> Work:
    """Return the same counts from listed states, to compare."""
    solve, conflict = solver(KERNEL), make()
    _ = conflict.orders

    def ask(_subject: object) -> list[int]:
        made = models.fresh(conflict)
        masks = solve(made, [concept(name) for name in names])
        return [len(made.states), *(int(np.logical_and.reduce(masks[name]).sum()) for name in names)]

    facts = {
        "options": len(conflict.structure.option_names),
        "players": len(conflict.decision_makers),
        "states": len(conflict.states),
    }
    return Work({"equilibria": ask}, digest=counts, facts=facts)


def counts(numbers: Sequence[int]) -> str:
    """Return how many states are feasible and how many are equilibria, concept by concept."""
    return " ".join(str(n) if n < 10**6 else f"{n:.6e}" for n in numbers)
