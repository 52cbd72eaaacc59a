"""Attainability in a model of 16 options, from a conflict whose states and ranks are there to the chain of steps."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial
from pathlib import Path
from typing import Any

from benchmarks import models
from benchmarks.parts.start import ATTAIN, OUTCOME, case_text
from benchmarks.trials import Trial, Work
from detente.model.conflict import Conflict

PLACE = 8
TITLE = "Attainability"
WORDS = (
    "Four decision makers with four options each and one constraint; every coalition can act, and all its moves and "
    "the answers to them are looked at. The whole processes above answer the same questions."
)


def trials() -> list[Trial]:
    """Return the rows of this part."""
    return [Trial("attaining", model, "attain", partial(attained, model), quick=True, limit=60) for model in ATTAIN]


def attained(model: str) -> Work:
    """Return the search for a chain as something to time."""
    import detente

    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "large.yaml"
        file.write_text(case_text(model), "utf-8")
        case = detente.load(str(file))
    conflict, goal = case.conflict(), case.formula(OUTCOME)
    _ = conflict.orders

    @contextmanager
    def fresh() -> Iterator[Conflict]:
        yield models.fresh(conflict)

    def ask(made: Conflict) -> Any:
        return detente.attain(made, goal)

    facts = {"options": len(conflict.states.options), "players": len(conflict.decision_makers)}
    return Work({"attain": ask}, fresh, told, facts | {"states": len(conflict.states)})


def told(answer: Any) -> str:
    """Return how many steps the chain has, or that there is none."""
    return "none" if answer.path is None else f"{len(answer.path)} steps"
