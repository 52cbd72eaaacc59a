"""What the memory allows: its bandwidth, measured, and the bytes that five concepts must touch at least once."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor

import numpy as np
import numpy.typing as npt

from detente.model.conflict import Conflict

Numbers = npt.NDArray[np.float64]
Work = Callable[[Numbers, Numbers, Numbers], int]


def copy(target: Numbers, first: Numbers, _second: Numbers) -> int:
    """Copy an array; return the bytes that must move: one array is read, one written."""
    np.copyto(target, first)
    return 2 * target.nbytes


def triad(target: Numbers, first: Numbers, second: Numbers) -> int:
    """Compute ``target = first + 3 * second`` in pieces that stay in the cache; return the bytes that must move."""
    piece = 1 << 14
    for start in range(0, len(target), piece):
        here = slice(start, start + piece)
        np.multiply(second[here], 3.0, out=target[here])
        np.add(target[here], first[here], out=target[here])
    return 3 * target.nbytes


def moved(work: Work, size: int, threads: int) -> Callable[[object], int]:
    """Return a function that does the work once over three arrays of ``size`` bytes, and returns the bytes moved.

    Notes
    -----
    Each thread has a share of its own; numpy lets go of the interpreter while it works.
    """
    arrays = [np.full(size // 8, float(k)) for k in range(3)]
    parts = [np.array_split(a, threads) for a in arrays]
    pool = ThreadPoolExecutor(threads)
    return lambda _subject: sum(pool.map(work, *parts))


def rank_bytes(conflict: Conflict) -> int:
    """Return how many bytes a rank takes at least: 1, 2 or 4, with one value to spare for infeasible states."""
    most = max(int(order.ranks.max()) for order in conflict.orders) + 2
    return 1 if most <= 1 << 8 else 2 if most <= 1 << 16 else 4


def least_bytes(conflict: Conflict) -> float:
    """Return the bytes that must be touched: every rank once, every answer once, every state's bits once.

    Notes
    -----
    A rank takes 1, 2 or 4 bytes, and the answers to five concepts five bits of one byte, for each state and decision
    maker; which states are feasible takes a bit of the cube or the state's bits, whichever is less.
    """
    states, players = len(conflict.states), len(conflict.decision_makers)
    options = len(conflict.states.options)
    bits = min((1 << options) if options < 63 else states * options, states * options)
    return states * players * (rank_bytes(conflict) + 1) + bits / 8
