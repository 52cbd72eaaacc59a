"""The batch engine as an engine for one conflict, so that every test of engines can be put to it."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from detente.concepts import Concept
from detente.engines import Progress
from detente.engines.batch.many import Batch
from detente.model.conflict import Conflict
from detente.model.formula import Mask


class Single:
    """One profile through the batch engine; takes weak orders."""

    name = "batch"

    def stable(self, conflict: Conflict, concept: Concept, player: int) -> Mask:
        """Return ``(states,) bool``: the states that are stable for ``player``; see :class:`detente.engines.Engine`."""
        return self.stabilities(conflict, [concept])[concept.name][player]

    def stabilities(
        self, conflict: Conflict, concepts: Sequence[Concept], progress: Progress | None = None
    ) -> dict[str, tuple[Mask, ...]]:
        """Return every mask of several concepts; see :class:`detente.engines.Engine`."""
        batch = Batch(conflict.structure, tuple(np.stack([order.ranks]) for order in conflict.orders))
        only = np.zeros((1, len(batch.ranks)), dtype=np.int64)
        return {name: tuple(masks[0]) for name, masks in batch.stabilities(only, concepts, progress).items()}


ENGINE = Single()
