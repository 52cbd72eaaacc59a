"""Answers of single decision makers on the compiled kernel: the worst that they bring about, from every state."""

from __future__ import annotations

from dataclasses import dataclass
from types import ModuleType
from typing import Any

import numpy as np
import numpy.typing as npt

from detente.engines.native import module
from detente.model.conflict import Conflict
from detente.model.moves import Coalition, Moves, OptionMoves

Labels = npt.NDArray[np.signedinteger]
MOST_PLAYERS = 32
MOST_LISTED = 1 << 28


@dataclass(frozen=True, eq=False)
class Answering:
    """The answers of one conflict as the kernel follows them."""

    made: Any

    def worst(self, movers: Coalition, labels: Labels) -> Labels:
        """Return the least label where legal sequences of the movers' answers end.

        Parameters
        ----------
        movers : tuple of int
        labels : ndarray
            ``(labels, states)`` integers from 0, below the greatest of their type; fewer than states times decision
            makers.

        Returns
        -------
        ndarray
            Of the same shape and type: for each state; the greatest number of the type where there are no answers.

        Notes
        -----
        Cost: some 10 ns for each state, mover and label where every move can be taken back.
        """
        least = self.made.worst(sum(1 << i for i in movers), labels.astype(np.int32))
        found: Labels = np.minimum(least, np.iinfo(labels.dtype).max).astype(labels.dtype)
        return found


def compiled_answers(conflict: Conflict, *, any_move: bool) -> Answering | None:
    """Return the answers of one conflict; None where the kernel does not follow them.

    That is without a kernel, where ranks are not counted one by one, and where moves would have to be listed that are
    too many: directions, freezes and arcs make it list the moves that are answers, 4 bytes each.

    Parameters
    ----------
    conflict : Conflict
    any_move : bool
        Whether all moves are answers, and not only those that make the mover better off.
    """
    ranks = np.stack([order.ranks for order in conflict.orders]).astype(np.int32)
    kernel = module()
    if kernel is None or len(ranks) > MOST_PLAYERS or ranks.max() >= ranks.shape[1] or _listed(conflict) > MOST_LISTED:
        return None
    return Answering(kernel.BatchAnswers(paths(kernel, conflict.moves), ranks, any_move))


def paths(kernel: ModuleType, moves: Moves) -> Any:
    """Return the moves of a structure as the kernel holds them."""
    if not isinstance(moves, OptionMoves):
        arcs = [moves.arcs(i) for i in range(moves.n_decision_makers)]
        return kernel.BatchPaths.from_arcs(moves.n_states, [a.starts for a in arcs], [a.targets for a in arcs])
    words, frozen = (np.ascontiguousarray(w) for w in (moves.states.words, moves.frozen))
    return kernel.BatchPaths.from_options(words, np.stack(moves.owned), moves.only_up, moves.only_down, frozen)


def _listed(conflict: Conflict) -> int:
    """Return how many pairs of states the kernel would look at to list moves; where all can be taken back, none."""
    moves, size = conflict.moves, len(conflict.states)
    if not isinstance(moves, OptionMoves):
        return 0
    wide = moves.states.words.shape[1] > 1
    if not (wide or moves.freezes or moves.only_up.any() or moves.only_down.any()):
        return 0
    return sum(size * (size if wide else min(size, 4 << int(np.bitwise_count(own).sum()))) for own in moves.owned)
