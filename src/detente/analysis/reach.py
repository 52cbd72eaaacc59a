"""Where decision makers can get to together, whatever anybody prefers."""

from __future__ import annotations

import numpy as np

from detente.model.conflict import Conflict
from detente.model.formula import Mask
from detente.model.moves import Coalition


def can_reach(conflict: Conflict, players: Coalition, wanted: Mask) -> bool:
    """Return whether some decision makers can get from the status quo to a wanted state, in any number of moves.

    Parameters
    ----------
    conflict : Conflict
    players : tuple of int
        Who may move, alone or together.
    wanted : ndarray
        ``(states,) bool``.

    Raises
    ------
    ModelError
        If there is no feasible status quo.
    """
    reached = np.zeros(len(conflict.states), dtype=bool)
    reached[conflict.status_quo] = True
    todo = [conflict.status_quo]
    while todo and players and not (reached & wanted).any():
        fresh = _one_move(conflict, players, todo.pop()) & ~reached
        reached |= fresh
        todo += np.flatnonzero(fresh).tolist()
    return bool((reached & wanted).any())


def _one_move(conflict: Conflict, players: Coalition, state: int) -> Mask:
    at_once = conflict.moves.at_once(players, state)
    if at_once is not None:
        return at_once
    alone = np.zeros(len(conflict.states), dtype=bool)
    alone[np.concatenate([conflict.moves.leaving(i, state) for i in players])] = True
    return alone
