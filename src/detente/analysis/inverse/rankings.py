"""All strict rankings of a few states, and how far each is from an order."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from detente.model.preferences import Ranks, WeakOrder

MOST_CELLS = 1 << 22
Numbers = npt.NDArray[np.int64]


def permutations(size: int) -> npt.NDArray[np.int8]:
    """Return ``(size!, size) int8``: every strict ranking of so many states, as ranks; higher is better.

    Examples
    --------
    >>> permutations(2).tolist()
    [[1, 0], [0, 1]]
    """
    found = np.zeros((1, 0), dtype=np.int8)
    for n in range(size):
        # the new state stands above so many of the old ones
        found = np.concatenate(
            [np.column_stack([found + (found >= rank), np.full(len(found), rank)]) for rank in range(n + 1)]
        ).astype(np.int8)
    return found


def distances(rankings: Ranks, order: WeakOrder) -> Numbers:
    """Return ``(rankings,) int64``: how many strict pairs of an order each ranking turns round.

    Examples
    --------
    >>> distances(permutations(3), WeakOrder(np.array([1, 1, 0]))).tolist()
    [0, 0, 1, 1, 2, 2]
    """
    found = np.zeros(len(rankings), dtype=np.int64)
    old = order.ranks
    for a in range(len(old)):
        worse = np.flatnonzero(old < old[a])
        found += (rankings[:, worse] > rankings[:, [a]]).sum(axis=1)
    return found


def distance(new: WeakOrder, old: WeakOrder) -> int:
    """Return how many strict pairs of the old order are turned round.

    Examples
    --------
    >>> distance(WeakOrder(np.array([0, 1, 2])), WeakOrder(np.array([2, 1, 1])))
    2
    """
    n_old, n_new = int(old.ranks.max(initial=0)) + 1, int(new.ranks.max(initial=0)) + 1
    if n_old * n_new > MOST_CELLS:
        return int(distances(new.ranks[None, :].astype(np.int64), old)[0])
    joint = np.zeros((n_old, n_new), dtype=np.int64)
    np.add.at(joint, (old.ranks.astype(np.intp), new.ranks.astype(np.intp)), 1)
    was_worse = np.cumsum(joint, axis=0)[:-1]
    and_is_better = was_worse[:, ::-1].cumsum(axis=1)[:, ::-1]
    return int((joint[1:, :-1] * and_is_better[:, 1:]).sum())


def keeps_strict(new: WeakOrder, old: WeakOrder) -> bool:
    """Return whether no pair that the old order ranks strictly is tied in the new one."""
    classes: dict[int, set[int]] = {}
    for here, before in zip(new.ranks.tolist(), old.ranks.tolist(), strict=True):
        classes.setdefault(here, set()).add(before)
    return all(len(before) == 1 for before in classes.values())
