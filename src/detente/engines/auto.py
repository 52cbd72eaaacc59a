"""The engine that picks: the compiled kernel where it is there and takes the question, numpy otherwise.

This is for states that can be listed. Where they cannot, :mod:`detente.engines.planner` says what can be asked.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from detente.concepts import Concept, Replies
from detente.engines import Engine, Progress, engine
from detente.engines.joint import require_joint
from detente.engines.native import module
from detente.errors import NotTaken
from detente.model.conflict import Conflict
from detente.model.formula import Mask

Stable = dict[str, tuple[Mask, ...]]


class Auto:
    """Asks the best engine that takes the question."""

    name = "auto"

    def stable(self, conflict: Conflict, concept: Concept, player: int) -> Mask:
        """Return ``(states,) bool``: the states that are stable for ``player``; see :class:`detente.engines.Engine`."""
        for name in candidates(concept):
            try:
                return engine(name).stable(conflict, concept, player)
            except NotTaken as error:
                refused = error
        raise refused

    def stabilities(self, conflict: Conflict, concepts: Sequence[Concept], progress: Progress | None = None) -> Stable:
        """Return every mask of several concepts; see :class:`detente.engines.Engine`."""
        return {concept.name: masks for concept, masks, _ in answered(conflict, concepts, progress)}


ENGINE = Auto()


def candidates(concept: Concept) -> tuple[str, ...]:
    """Return the engines that may be asked for a concept, the best first."""
    compiled = concept.replies is not Replies.JOINT and module() is not None
    return ("kernel", "edges") if compiled else ("edges",)


def answered(
    conflict: Conflict, concepts: Sequence[Concept], progress: Progress | None = None
) -> Iterator[tuple[Concept, tuple[Mask, ...], str]]:
    """Yield each concept with a mask for each decision maker, and the engine that answered.

    Raises
    ------
    NotAnswered
        If a concept does not exist in this kind of model, before any work is done.
    """
    if any(concept.replies is Replies.JOINT for concept in concepts):
        require_joint(conflict)
    left, share = list(concepts), Share(progress, len(concepts))
    while left:
        names = candidates(left[0])
        together = [c for c in left if candidates(c) == names]
        machine, found = _first_that_takes(names, conflict, together, share)
        for concept in together:
            yield concept, found[concept.name], machine.name
        share.done += len(together)
        left = [c for c in left if c not in together]


def _first_that_takes(
    names: Sequence[str], conflict: Conflict, concepts: Sequence[Concept], share: Share
) -> tuple[Engine, Stable]:
    for name in names:
        try:
            machine = engine(name)
            return machine, machine.stabilities(conflict, concepts, share.of(len(concepts)))
        except NotTaken as error:
            refused = error
    raise refused


class Share:
    """The progress of one work that several engines do one after the other, in thousandths of a concept."""

    def __init__(self, progress: Progress | None, total: int) -> None:
        self.progress, self.total, self.done = progress, total, 0

    def of(self, n_concepts: int) -> Progress | None:
        """Return the progress of an engine that does so many of the concepts."""
        if self.progress is None:
            return None
        told, before, total = self.progress, self.done, self.total

        def tell(done: int, of: int) -> None:
            told(1000 * before + 1000 * n_concepts * done // max(1, of), 1000 * total)

        return tell
