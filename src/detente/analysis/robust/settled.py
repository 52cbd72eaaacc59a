"""What the moves alone settle, whatever anybody prefers: such a verdict says nothing of the dispute."""

from __future__ import annotations

from typing import Literal

from detente.analysis.reach import can_reach
from detente.errors import DetenteError
from detente.model.conflict import Conflict, Structure
from detente.model.formula import Formula

Settled = Literal["nowhere", "already", "out of reach"]


def settled_by_moves(structure: Structure, goal: Formula, start: str | None) -> Settled | None:
    """Return whether a formula can be attained is settled before anybody prefers anything, and how.

    Parameters
    ----------
    structure : Structure
    goal : Formula
    start : str or None
        The status quo, as :class:`Conflict` takes it.

    Returns
    -------
    str or None
        ``nowhere``: it holds in no feasible state; ``already``: it holds in the status quo; ``out of reach``: no moves
        of all decision makers together lead to it; None where it is open, or could not be looked at.

    Examples
    --------
    >>> import detente
    >>> case = detente.load("peace-treaty")
    >>> [settled_by_moves(case.structure, case.formula(f), case.start) for f in ("false", "!treaty", "treaty")]
    ['nowhere', 'already', None]
    """
    try:
        wanted = structure.states.truth(goal)
        conflict = Conflict(structure, (), start)
        if not wanted.any():
            return "nowhere"
        if wanted[conflict.status_quo]:
            return "already"
        reached = can_reach(conflict, tuple(range(len(structure.decision_makers))), wanted)
    except DetenteError:
        return None
    return None if reached else "out of reach"
