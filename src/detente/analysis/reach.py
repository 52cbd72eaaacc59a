"""Where decision makers can get to together, whatever anybody prefers."""

from __future__ import annotations

import numpy as np

from detente.model.conflict import Conflict
from detente.model.formula import Mask
from detente.model.moves import Coalition, OptionMoves


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
    start = conflict.status_quo
    reached = np.zeros(len(conflict.states), dtype=bool)
    reached[start] = True
    if players and _is_one_step(conflict, players):
        return bool((wanted & (reached | _one_move(conflict, players, start))).any())
    todo = [start]
    while todo and players and not (reached & wanted).any():
        fresh = _one_move(conflict, players, todo.pop()) & ~reached
        reached |= fresh
        todo += np.flatnonzero(fresh).tolist()
    return bool((reached & wanted).any())


def _is_one_step(conflict: Conflict, players: Coalition) -> bool:
    """Return whether what several moves do can be done in one: where nothing that the players own is ever frozen."""
    moves = conflict.moves
    if not isinstance(moves, OptionMoves):
        return False
    own = np.bitwise_or.reduce([moves.owned[i] for i in players])
    return not any((bits & own).any() and where.any() for where, bits in moves.freezes)


def _one_move(conflict: Conflict, players: Coalition, state: int) -> Mask:
    at_once = conflict.moves.at_once(players, state)
    if at_once is not None:
        return at_once
    alone = np.zeros(len(conflict.states), dtype=bool)
    alone[np.concatenate([conflict.moves.leaving(i, state) for i in players])] = True
    return alone
