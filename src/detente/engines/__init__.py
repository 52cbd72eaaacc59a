"""How stability is computed: one protocol, one file per machine.

``auto`` picks for each question the best of the others. ``kernel`` is compiled, for listed states; ``edges`` is numpy
on edge lists, what the program falls back on; ``batch`` is for very many preference profiles of one structure;
``symbolic`` is for sets of states that cannot be listed; ``reference`` is the definitions as loops, slow and obvious,
the oracle of every other engine.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:  # so that the names of the engines cost nothing to know
    from detente.concepts import Concept
    from detente.model.conflict import Conflict
    from detente.model.formula import Mask

Progress = Callable[[int, int], None]


class Engine(Protocol):
    """What a machine for stability answers; every engine gives the same answer to the same question."""

    name: str

    def stable(self, conflict: Conflict, concept: Concept, player: int) -> Mask:
        """Return ``(states,) bool``: the states that are stable for one decision maker.

        Raises
        ------
        NotTaken
            If this engine does not take this kind of model or concept; another one does.
        NotAnswered
            If the concept does not exist in this kind of model; the message says why.
        """

    def stabilities(
        self, conflict: Conflict, concepts: Sequence[Concept], progress: Progress | None = None
    ) -> dict[str, tuple[Mask, ...]]:
        """Return for each concept's name a mask ``(states,) bool`` for each decision maker.

        Parameters
        ----------
        conflict : Conflict
        concepts : sequence of Concept
        progress : callable, optional
            Called now and then with how much of how much is done; an exception that it raises ends the work.
        """


def one_by_one(
    machine: Engine, conflict: Conflict, concepts: Sequence[Concept], progress: Progress | None = None
) -> dict[str, tuple[Mask, ...]]:
    """Return the stabilities of an engine that has no better way than one decision maker after the other."""
    players = range(len(conflict.decision_makers))
    found: dict[str, tuple[Mask, ...]] = {}
    for done, concept in enumerate(concepts):
        if progress is not None:
            progress(done, len(concepts))
        found[concept.name] = tuple(machine.stable(conflict, concept, i) for i in players)
    return found


def engine(name: str = "auto") -> Engine:
    """Return an engine by name.

    Raises
    ------
    UnknownName
        If there is none of that name.

    Examples
    --------
    >>> engine("reference").name
    'reference'
    """
    from importlib import import_module

    from detente.errors import UnknownName, did_you_mean

    if name not in ENGINES:
        raise UnknownName(f"there is no engine {name}; {did_you_mean(name, ENGINES)}")
    made: Engine = import_module(f"{__name__}.{name}").ENGINE
    return made


ENGINES = ("auto", "kernel", "edges", "batch", "symbolic", "reference")
