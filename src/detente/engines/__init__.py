"""How stability is computed: one protocol, one file per machine.

``reference`` is the definitions as loops, slow and obvious, the oracle of every other engine; ``edges`` is numpy on
edge lists and what the program uses.
"""

from __future__ import annotations

from typing import Protocol

from detente.concepts import Concept
from detente.model.conflict import Conflict
from detente.model.formula import Mask


class Engine(Protocol):
    """What a machine for stability answers; every engine gives the same answer to the same question."""

    name: str

    def stable(self, conflict: Conflict, concept: Concept, player: int) -> Mask:
        """Return ``(states,) bool``: the states that are stable for one decision maker.

        Raises
        ------
        NotAnswered
            If the concept does not exist in this kind of model; the message says why.
        """


def engine(name: str = "edges") -> Engine:
    """Return an engine by name."""
    from importlib import import_module

    from detente.errors import UnknownName, did_you_mean

    known = ("edges", "reference")
    if name not in known:
        raise UnknownName(f"there is no engine {name}; {did_you_mean(name, known)}")
    made: Engine = import_module(f"{__name__}.{name}").ENGINE
    return made
