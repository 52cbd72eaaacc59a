"""Which vectors are outdone by some point, in numpy: the question behind coalition improvements (theory C15)."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from detente.model.formula import Mask

Vectors = npt.NDArray[np.int64]
BLOCK = 256
MOST_COMPARED = 1 << 22


def dominated(points: Vectors, needed: Vectors) -> Mask:
    """Return ``(rows,) bool``: for which rows of ``needed`` is there a point with at least as much in every column?

    Parameters
    ----------
    points : ndarray
        ``(points, columns) int64``.
    needed : ndarray
        ``(rows, columns) int64``.

    Notes
    -----
    Two columns: one pass over the points sorted by the first, ``O(n log n)``. More: every row is compared with the
    points that no other point outdoes, best sums first, and drops out as soon as it is outdone: quick where these are
    few, and quadratic where preferences are so opposed that all points are among them.

    Examples
    --------
    >>> dominated(np.array([[2, 0], [0, 2]]), np.array([[1, 0], [1, 1]])).tolist()
    [True, False]
    """
    if points.shape[1] == 2:
        return _in_two(points, needed)
    front = _front(points)
    left = np.arange(len(needed))
    made = np.zeros(len(needed), dtype=bool)
    step = max(1, min(BLOCK, MOST_COMPARED // max(1, len(needed))))
    for first in range(0, len(front), step):
        out = _some_above(front[first : first + step], needed[left])
        made[left[out]] = True
        left = left[~out]
        if not left.size:
            break
    return made


def _in_two(points: Vectors, needed: Vectors) -> Mask:
    order = np.argsort(-points[:, 0], kind="stable")
    first, best = -points[order, 0], np.maximum.accumulate(points[order, 1])
    enough = np.searchsorted(first, -needed[:, 0], side="right")
    return np.asarray((enough > 0) & (best[np.maximum(enough - 1, 0)] >= needed[:, 1]))


def _front(points: Vectors) -> Vectors:
    """Return the different points that no other outdoes, those with the greatest sum first."""
    points = np.unique(points, axis=0)
    points = points[np.argsort(-points.sum(axis=1), kind="stable")]
    kept = points[:0]
    for first in range(0, len(points), BLOCK):
        fresh = points[first : first + BLOCK]
        fresh = fresh[~_any_above(kept, fresh)]
        above = (fresh[:, None, :] >= fresh[None, :, :]).all(axis=2)
        kept = np.concatenate([kept, fresh[above.sum(axis=0) == 1]])
    return kept


def _any_above(points: Vectors, needed: Vectors) -> Mask:
    made = np.zeros(len(needed), dtype=bool)
    for first in range(0, len(points), 4 * BLOCK):
        made |= _some_above(points[first : first + 4 * BLOCK], needed)
    return made


def _some_above(points: Vectors, needed: Vectors) -> Mask:
    above = np.ones((len(needed), len(points)), dtype=bool)
    for column in range(points.shape[1]):
        above &= points[:, column] >= needed[:, None, column]
    return np.asarray(above.any(axis=1))
