"""The baseline: the textbook matrix method (theory A5 and C), as programs of this kind compute stability today.

Every relation is a states x states matrix of 0 and 1. The only thing done for speed is what the textbooks do:
products are left to numpy's matrix library (in 32-bit floats, which count exactly far beyond the sizes here), and the
joint moves are multiplied on, one mover after the other, until nothing is new. The diagonal of "not better" is kept, as
the definitions demand.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt

from detente.concepts import Concept, Replies
from detente.model.conflict import Conflict
from detente.model.formula import Mask

Matrix = npt.NDArray[np.float32]
MOST_STATES = 4096


def stabilities(conflict: Conflict, concepts: Sequence[Concept]) -> dict[str, tuple[Mask, ...]]:
    """Return for each concept a mask ``(states,) bool`` for each decision maker.

    Notes
    -----
    Cost: about ``states ** 3`` for every product, a few for each decision maker and concept; memory about
    ``16 * states ** 2`` bytes for each decision maker.
    """
    players = range(len(conflict.decision_makers))
    moves = [_moves(conflict, i) for i in players]
    better = [_better(conflict, i) for i in players]
    found: dict[str, list[Mask]] = {c.name: [] for c in concepts}
    for i in players:
        others = [j for j in players if j != i]
        wanted = {c.replies for c in concepts}
        ends = {Replies.NONE: np.zeros_like(moves[i])}
        if Replies.ANY in wanted:
            ends[Replies.ANY] = joint([moves[j] for j in others])
        if Replies.CREDIBLE in wanted:
            ends[Replies.CREDIBLE] = joint([moves[j] * better[j] for j in others])
        for c in concepts:
            sanctions = _sanctions(moves[i], better[i], holding=c.survives_countermove)
            found[c.name].append(_stable(moves[i] * better[i], ends[c.replies], sanctions))
    return {name: tuple(masks) for name, masks in found.items()}


def joint(moves: Sequence[Matrix]) -> Matrix:
    """Return where legal sequences of several decision makers' moves lead: one move or more, nobody twice in a row."""
    if not moves:
        raise ValueError("a conflict has two decision makers or more here: nobody else can answer a single one")
    first = list(moves)  # sequences by who moves first, as long as multiplied so far
    same = 0
    while same < len(moves):
        for mover, move in enumerate(moves):
            longer = np.maximum(move, _sign(move @ _any([m for k, m in enumerate(first) if k != mover], move)))
            same = same + 1 if np.array_equal(longer, first[mover]) else 0
            first[mover] = longer
            if same == len(moves):
                break
    return _any(first, first[0])


def _moves(conflict: Conflict, player: int) -> Matrix:
    arcs = conflict.moves.arcs(player)
    matrix = np.zeros((len(conflict.states),) * 2, dtype=np.float32)
    matrix[arcs.sources, arcs.targets] = 1
    return matrix


def _better(conflict: Conflict, player: int) -> Matrix:
    """Return 1 where the state of the column is better than that of the row."""
    ranks = conflict.orders[player].ranks
    return (ranks[None, :] > ranks[:, None]).astype(np.float32)


def _sanctions(moves: Matrix, better: Matrix, *, holding: bool) -> Matrix:
    """Return 1 where ending at the row deters from leaving the column, also after a counter-move if ``holding``."""
    deters = 1 - better.T
    return deters * (1 - _sign(moves @ better.T)) if holding else deters


def _stable(improvements: Matrix, ends: Matrix, sanctions: Matrix) -> Mask:
    """Return where every improvement has a reply that is a sanction: the diagonal of the product."""
    unanswered = 1 - _sign(ends @ sanctions)
    return np.asarray(np.einsum("sq,qs->s", improvements, unanswered) == 0)


def _any(matrices: Sequence[Matrix], like: Matrix) -> Matrix:
    found = np.zeros_like(like)
    for matrix in matrices:
        np.maximum(found, matrix, out=found)
    return found


def _sign(matrix: Matrix) -> Matrix:
    return (matrix > 0).astype(np.float32)
