"""What is to hold: one state an equilibrium, or some, all or only the states of a formula."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

import numpy as np

from detente.model.formula import Mask

How = Literal["some", "all", "only"]


@dataclass(frozen=True, eq=False, slots=True)
class Goal:
    """Which states are to be equilibria.

    Attributes
    ----------
    wanted : ndarray
        ``(states,) bool``.
    how : str
        ``some``: one of the wanted states at least is an equilibrium; ``all``: every one of them; ``only``: one of them
        at least, and no other state. For one wanted state ``some`` and ``all`` are the same.
    """

    wanted: Mask
    how: How = "some"

    @property
    def state(self) -> int | None:
        """The one state that is to be an equilibrium, where nothing else is asked; None for other goals."""
        return int(self.states[0]) if len(self.states) == 1 and self.how != "only" else None

    @property
    def states(self) -> list[int]:
        """The wanted states."""
        found: list[int] = np.flatnonzero(self.wanted).tolist()
        return found

    @property
    def targets(self) -> list[int]:
        """The states whose stability matters."""
        return list(range(len(self.wanted))) if self.how == "only" else self.states

    def met(self, equilibria: Mask) -> Mask:
        """Return ``(...) bool`` for ``(..., states) bool``: whether these equilibria meet the goal."""
        within = equilibria[..., self.wanted]
        if self.how == "all":
            return np.asarray(within.all(axis=-1))
        if self.how == "some":
            return np.asarray(within.any(axis=-1))
        return np.asarray(within.any(axis=-1) & ~equilibria[..., ~self.wanted].any(axis=-1))
