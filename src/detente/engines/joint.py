"""What simultaneous moves lead to (theory C6), shared by the engines."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import product

import numpy as np

from detente.errors import NotAnswered
from detente.model.conflict import Conflict
from detente.model.options import Words


def require_joint(conflict: Conflict) -> None:
    """Raise :class:`NotAnswered` where moves at the same time are not defined."""
    structure = conflict.structure
    if structure.has_joint_moves:
        return
    if not structure.option_names:
        raise NotAnswered("SIM needs options: this case lists its states by name")
    if structure.states.is_merged:
        raise NotAnswered("SIM needs states that fix every option: this case merges states")
    raise NotAnswered("SIM needs moves that change the mover's own options only")


def joint_replies(conflict: Conflict, player: int, state: int) -> Iterator[Words]:
    """Yield the changes, ``(words,) uint64``, that the others can make at once by improvements from ``state``.

    Each other decision maker either stays or makes one of its improvements; not all of them stay.
    """
    words = conflict.states.words
    choices = []
    for other in range(len(conflict.decision_makers)):
        if other != player:
            made = [words[t] ^ words[state] for t in conflict.improvements(other, state)]
            choices.append([np.zeros_like(words[state]), *made])
    for chosen in product(*choices):
        change = np.bitwise_or.reduce(chosen) if chosen else np.zeros_like(words[state])
        if change.any():
            yield change
