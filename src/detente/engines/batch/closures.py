"""Stability of many profiles at once in numpy: the algorithm of ``edges``, with profiles on the last axis."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt

from detente.concepts import Concept, Replies
from detente.model.formula import Mask
from detente.model.moves import Arcs, Moves

Labels = npt.NDArray[np.integer]


class Closures:
    """The closures of one set of profiles; what several concepts share is kept.

    Parameters
    ----------
    moves : Moves
    ranks : sequence of ndarray
        For each decision maker ``(states, profiles)`` unsigned integers below the greatest of their type.
    """

    def __init__(self, moves: Moves, ranks: Sequence[Labels]) -> None:
        self.ranks = ranks
        self.arcs = [moves.arcs(i) for i in range(moves.n_decision_makers)]
        self.moving = [np.flatnonzero(np.diff(a.starts)) for a in self.arcs]
        self.better = [r[a.targets] > r[a.sources] for a, r in zip(self.arcs, ranks, strict=True)]

    def stable(self, concept: Concept, player: int) -> Mask:
        """Return ``(states, profiles) bool``: where the states are stable for one decision maker."""
        arcs, ranks = self.arcs[player], self.ranks[player]
        tempting = self.better[player]
        if concept.replies is not Replies.NONE:
            worst = self._worst(concept, player)
            tempting = tempting & (worst[arcs.targets] > ranks[arcs.sources])
        stable = np.ones(ranks.shape, dtype=bool)
        moving = self.moving[player]
        if moving.size:
            stable[moving] = ~np.logical_or.reduceat(tempting, arcs.starts[moving], axis=0)
        return stable

    def _worst(self, concept: Concept, player: int) -> Labels:
        """Return ``(states, profiles)``: the least label that the others can bring about."""
        label = self.ranks[player]
        if concept.survives_countermove:
            label = self._best_after(player, label)
        never = np.iinfo(label.dtype).max
        credible = concept.replies is Replies.CREDIBLE
        others = [j for j in range(len(self.arcs)) if j != player]
        by_mover = {j: np.full_like(label, never) for j in others}
        changed = True
        while changed:
            changed = False
            for j in others:
                ahead = np.minimum.reduce([label, *(by_mover[k] for k in others if k != j)])
                new = self._least_after(j, ahead, credible=credible)
                changed |= bool((new < by_mover[j]).any())
                by_mover[j] = new
        return np.asarray(np.minimum.reduce([label, *by_mover.values()]))

    def _least_after(self, mover: int, label: Labels, *, credible: bool) -> Labels:
        arcs, moving = self.arcs[mover], self.moving[mover]
        never = np.iinfo(label.dtype).max
        least = np.full_like(label, never)
        if moving.size:
            ends = label[arcs.targets]
            if credible:
                ends[~self.better[mover]] = never
            least[moving] = np.minimum.reduceat(ends, arcs.starts[moving], axis=0)
        return least

    def _best_after(self, player: int, label: Labels) -> Labels:
        arcs, moving = self.arcs[player], self.moving[player]
        best = label.copy()
        if moving.size:
            after = np.maximum.reduceat(label[arcs.targets], arcs.starts[moving], axis=0)
            best[moving] = np.maximum(label[moving], after)
        return best


def arcs_in_all(arcs: Sequence[Arcs]) -> int:
    """Return how many moves there are."""
    return sum(len(a.targets) for a in arcs)
