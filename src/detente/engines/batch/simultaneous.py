"""Simultaneous stability for many profiles: one after the other, by the plain engine."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from detente.concepts import concept
from detente.engines import Progress
from detente.engines.edges import ENGINE
from detente.engines.joint import require_joint
from detente.model.conflict import Conflict, Structure
from detente.model.formula import Mask
from detente.model.preferences import WeakOrder
from detente.model.states import States


@dataclass(frozen=True, eq=False)
class _Given:
    """A preference that is an order already."""

    ranks: npt.NDArray[np.int64]

    def order(self, states: States) -> WeakOrder:  # noqa: ARG002 - the protocol's signature
        return WeakOrder(self.ranks)


class Simultaneous:
    """Answers for one structure; each order is handed over once."""

    def __init__(self, structure: Structure, orders: Sequence[npt.NDArray[np.integer]]) -> None:
        self.structure, self.orders = structure, orders
        self._given: dict[tuple[int, int], _Given] = {}

    def flags(self, profiles: npt.NDArray[np.int64], progress: Progress | None) -> Mask:
        """Return ``(profiles, decision makers, states) bool``.

        Raises
        ------
        NotAnswered
            If simultaneous stability does not exist in this kind of model.
        """
        require_joint(Conflict(self.structure, ()))
        n = len(self.orders)
        stable = np.empty((len(profiles), n, len(self.structure.states)), dtype=bool)
        for p, profile in enumerate(profiles.tolist()):
            if progress is not None:
                progress(p, len(profiles))
            conflict = Conflict(self.structure, tuple(self._preference(i, k) for i, k in enumerate(profile)))
            for player in range(n):
                stable[p, player] = ENGINE.stable(conflict, concept("SIM"), player)
        return stable

    def _preference(self, player: int, order: int) -> _Given:
        key = (player, order)
        if key not in self._given:
            self._given[key] = _Given(self.orders[player][order].astype(np.int64))
        return self._given[key]
