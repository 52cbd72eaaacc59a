"""The concepts for coalitions as products of matrices (theory A5, C15): the definitions again, for larger models."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt

from detente.concepts.coalitional import CoalitionConcept, CoalitionReplies, coalition_concepts
from detente.model.conflict import Conflict
from detente.model.moves import Coalition, coalitions

Matrix = npt.NDArray[np.bool_]


def product(a: Matrix, b: Matrix) -> Matrix:
    """Return the Boolean product of two matrices."""
    return np.asarray(a.astype(np.float32) @ b.astype(np.float32) > 0)


def along(steps: Sequence[Matrix], size: int) -> Matrix:
    """Return what sequences of one step or more lead to, no two steps in a row from the same matrix."""
    first = [np.zeros((size, size), dtype=bool) for _ in steps]  # sequences that begin with each
    changed = True
    while changed:
        changed = False
        for k, step in enumerate(steps):
            further = np.eye(size, dtype=bool)
            for other, reached in enumerate(first):
                if other != k:
                    further |= reached
            made = product(step, further)
            changed |= bool((made != first[k]).any())
            first[k] = made
    return np.logical_or.reduce(first) if first else np.zeros((size, size), dtype=bool)


class Matrices:
    """One conflict as matrices, ``[from, to]``."""

    def __init__(self, conflict: Conflict, improvement: str) -> None:
        self.size = len(conflict.states)
        self.players = range(len(conflict.decision_makers))
        self.every = list(coalitions(self.players))
        self.ranks = [order.ranks.astype(np.int64) for order in conflict.orders]
        self.improvement = improvement
        self.moves = [self._moves(conflict, i) for i in self.players]
        self.reach = {group: along([self.moves[i] for i in group], self.size) for group in [(), *self.every]}
        self.improving = {group: self.reach[group] & self.better(group) for group in self.every}
        self._replies: dict[Coalition, Matrix] = {}

    def _moves(self, conflict: Conflict, player: int) -> Matrix:
        made = np.zeros((self.size, self.size), dtype=bool)
        arcs = conflict.moves.arcs(player)
        made[arcs.sources, arcs.targets] = True
        return made

    def better(self, group: Coalition) -> Matrix:
        """Return ``[start, end]``: is the end better for the coalition as a whole?"""
        rises = [rank[None, :] > rank[:, None] for rank in (self.ranks[i] for i in group)]
        if self.improvement == "strict":
            return np.asarray(np.logical_and.reduce(rises))
        falls = [rise.T for rise in rises]
        return np.asarray(np.logical_or.reduce(rises) & ~np.logical_or.reduce(falls))

    def replies(self, concept: CoalitionConcept, group: Coalition) -> Matrix:
        """Return ``[move, reply]``."""
        others = tuple(i for i in self.players if i not in group)
        if concept.replies is CoalitionReplies.ANY:
            return self.reach[others]
        if concept.replies is CoalitionReplies.NONE:
            return self.reach[()]
        if others not in self._replies:
            steps = [self.improving[k] for k in self.every if set(k) <= set(others)]
            self._replies[others] = along(steps, self.size)
        return self._replies[others]

    def stable(self, concept: CoalitionConcept, group: Coalition) -> list[bool]:
        """Return for each state whether every improvement of the coalition is answered."""
        sanctions = ~self.better(group)  # [state, reply]
        if concept.survives_countermove:
            sanctions &= ~product(self.better(group), self.reach[group].T)
        answered = product(sanctions, self.replies(concept, group).T)  # [state, move]
        open_ = np.asarray((self.improving[group] & ~answered).any(axis=1))
        return [not o for o in open_.tolist()]


def by_matrices(
    conflict: Conflict, improvement: str, concepts: Sequence[CoalitionConcept] | None = None
) -> dict[tuple[str, Coalition], list[bool]]:
    """Return for each concept, all if not given, and each coalition which states are stable."""
    made = Matrices(conflict, improvement)
    asked = coalition_concepts().values() if concepts is None else concepts
    return {(c.name, group): made.stable(c, group) for c in asked for group in made.every}
