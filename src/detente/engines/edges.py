"""The plain engine: numpy on edge lists, for weak orders; no table of states x states is ever made.

A state is unstable iff some improvement leads to a state from which every reply ends better than the start. With ranks
this is one number per state: the *worst label* that the others' legal sequences can bring about, where the label of a
state is its rank, or, where the sanction must survive a counter-move, the best rank within one more move of the
sanctioned decision maker. The improvement's own label is above the start's rank, so counting it in changes nothing.
Labels are kept per state and last mover, since explicit arcs and freezes need not be transitive.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

import numpy as np
import numpy.typing as npt

from detente.concepts import Concept, Replies
from detente.engines import Progress, one_by_one
from detente.engines.joint import require_joint
from detente.model.conflict import Conflict
from detente.model.formula import Mask
from detente.model.moves import Arcs, Indices
from detente.model.states import States

Labels = npt.NDArray[np.int64]


class Edges:
    """Numpy on edge lists; takes weak orders."""

    name = "edges"

    def stable(self, conflict: Conflict, concept: Concept, player: int) -> Mask:
        """Return ``(states,) bool``: the states that are stable for ``player``; see :class:`detente.engines.Engine`.

        Notes
        -----
        Cost: a few passes over the moves of all decision makers; memory is one number per move.
        """
        if concept.replies is Replies.JOINT:
            require_joint(conflict)
            return _stable_against_joint(conflict, player)
        arcs = conflict.moves.arcs(player)
        ranks = conflict.orders[player].ranks
        tempting = ranks[arcs.targets] > ranks[arcs.sources]
        if concept.replies is not Replies.NONE:
            worst = _worst_labels(conflict, player, concept)
            tempting &= worst[arcs.targets] > ranks[arcs.sources]
        unstable = np.zeros(len(ranks), dtype=bool)
        unstable[arcs.sources[tempting]] = True
        return ~unstable

    def stabilities(
        self, conflict: Conflict, concepts: Sequence[Concept], progress: Progress | None = None
    ) -> dict[str, tuple[Mask, ...]]:
        """Return every mask of several concepts; see :class:`detente.engines.Engine`."""
        return one_by_one(self, conflict, concepts, progress)


ENGINE = Edges()


def _worst_labels(conflict: Conflict, player: int, concept: Concept) -> Labels:
    """Return ``(states,) int64``: the least label that the others can bring about from each state."""
    label = conflict.orders[player].ranks
    if concept.survives_countermove:
        label = np.maximum(label, _best_after(conflict.moves.arcs(player), label))
    others = [j for j in range(len(conflict.decision_makers)) if j != player]
    lists = [_kept(conflict, j, credible=concept.replies is Replies.CREDIBLE) for j in others]
    by_mover = [np.full(len(label), _NEVER) for _ in others]
    changed = True
    while changed:
        changed = False
        for k, arcs in enumerate(lists):
            rest = [by_mover[j] for j in range(len(others)) if j != k]
            ahead = np.minimum.reduce([label, *rest])
            new = _least_after(arcs, ahead)
            changed |= bool((new < by_mover[k]).any())
            by_mover[k] = new
    return np.asarray(np.minimum.reduce([label, *by_mover]))


_NEVER = np.iinfo(np.int64).max


def _kept(conflict: Conflict, player: int, *, credible: bool) -> Arcs:
    arcs = conflict.moves.arcs(player)
    if not credible:
        return arcs
    ranks = conflict.orders[player].ranks
    better = ranks[arcs.targets] > ranks[arcs.sources]
    counts = np.bincount(arcs.sources[better], minlength=len(ranks))
    starts = np.concatenate([[0], np.cumsum(counts)]).astype(np.int64)
    return Arcs(starts, arcs.targets[better])


def _least_after(arcs: Arcs, label: Labels) -> Labels:
    """Return ``(states,) int64``: the least label among the states one move away; the greatest number if none is."""
    least = np.full(len(label), _NEVER)
    moving = np.flatnonzero(np.diff(arcs.starts))
    if moving.size:
        least[moving] = np.minimum.reduceat(label[arcs.targets], arcs.starts[moving])
    return least


def _best_after(arcs: Arcs, label: Labels) -> Labels:
    """Return ``(states,) int64``: the greatest label among the states one move away; -1 if none is."""
    best = np.full(len(label), -1)
    moving = np.flatnonzero(np.diff(arcs.starts))
    if moving.size:
        best[moving] = np.maximum.reduceat(label[arcs.targets], arcs.starts[moving])
    return best


MOST_ROWS = 1 << 14
DENSE_OPTIONS = 22


def _stable_against_joint(conflict: Conflict, player: int) -> Mask:
    """SIM: try the improvements of all states one after the other; a state drops out at its first unsanctioned one."""
    size = len(conflict.states)
    lists = [_kept(conflict, j, credible=True) for j in range(len(conflict.decision_makers))]
    own = lists[player]
    combine = _Combine(conflict, player, [a for j, a in enumerate(lists) if j != player])
    stable = np.ones(size, dtype=bool)
    for nth in range(int(np.diff(own.starts).max(initial=0))):
        states = np.flatnonzero(stable & (np.diff(own.starts) > nth))
        stable[states] = combine.sanctioned(states, own.targets[own.starts[states] + nth])
    return stable


class _Combine:
    """Combines improvements of one decision maker with simultaneous improvements of the others."""

    def __init__(self, conflict: Conflict, player: int, others: list[Arcs]) -> None:
        self.words, self.ranks = conflict.states.words, conflict.orders[player].ranks
        self.others, self.find = others, _finder(conflict.states)

    def sanctioned(self, starts: Indices, moves: Indices) -> Mask:
        """Return for each improvement whether some joint reply hurts; replies of one other are tried first."""
        hurt = np.zeros(len(starts), dtype=bool)
        for replies in (*([a] for a in self.others), self.others):
            left = np.flatnonzero(~hurt)
            rows = np.ones(len(left), dtype=np.int64)
            for arcs in replies:
                rows *= np.diff(arcs.starts)[starts[left]] + 1
            for part in _chunks(left, rows):
                hurt[part] = self._hurt(starts[part], moves[part], replies)
        return hurt

    def _hurt(self, starts: Indices, moves: Indices, replies: list[Arcs]) -> Mask:
        """Return for each improvement whether some combination of ``replies`` (not all staying) hurts."""
        pair, combined = np.arange(len(starts)), self.words[moves]
        replied = np.zeros(len(starts), dtype=bool)
        for arcs in replies:
            row, target = _expanded(starts[pair], arcs)
            pair, replied = pair[row], replied[row]
            replied |= target != starts[pair]
            combined = combined[row] ^ self.words[target] ^ self.words[starts[pair]]
        together = self.find(combined)
        hurts = replied & (together >= 0) & (self.ranks[together] <= self.ranks[starts[pair]])
        found = np.zeros(len(starts), dtype=bool)
        found[pair[hurts]] = True
        return found


def _chunks(places: Indices, rows: Indices) -> list[Indices]:
    """Split places so that no part needs many more than ``MOST_ROWS`` rows."""
    return np.split(places, np.flatnonzero(np.diff(np.cumsum(rows) // MOST_ROWS)) + 1) if places.size else []


def _expanded(starts: Indices, arcs: Arcs) -> tuple[Indices, Indices]:
    """Repeat each start for staying and for every move from it; return which start, and where it leads."""
    counts = np.diff(arcs.starts)[starts] + 1
    row = np.repeat(np.arange(len(starts)), counts)
    nth = np.arange(len(row)) - np.repeat(np.cumsum(counts) - counts, counts)
    target = starts[row]
    moving = nth > 0
    target[moving] = arcs.targets[arcs.starts[target[moving]] + nth[moving] - 1]
    return row, target


Finder = Callable[[npt.NDArray[np.uint64]], npt.NDArray[np.int64]]


def _finder(states: States) -> Finder:
    """Return a function from packed bits, ``(rows, words) uint64``, to indices of states, -1 where there is none."""
    if len(states.options) <= DENSE_OPTIONS:
        table = np.full(1 << len(states.options), -1, dtype=np.int64)
        table[states.words[:, 0].astype(np.int64)] = np.arange(len(states))
        return lambda wanted: table[wanted[:, 0].astype(np.int64)]
    keys = _viewed(states.words)
    order = np.argsort(keys, kind="stable")
    ordered = keys[order]

    def find(wanted: npt.NDArray[np.uint64]) -> npt.NDArray[np.int64]:
        sought = _viewed(wanted)
        at = np.minimum(np.searchsorted(ordered, sought), len(ordered) - 1)
        return np.where(ordered[at] == sought, order[at], -1)

    return find


def _viewed(words: npt.NDArray[np.uint64]) -> npt.NDArray[np.uint64] | npt.NDArray[np.bytes_]:
    """Return one sortable key per row."""
    if words.shape[1] == 1:
        return words[:, 0]
    big_endian = np.ascontiguousarray(words.astype(">u8"))
    keys: npt.NDArray[np.bytes_] = big_endian.view(f"S{8 * words.shape[1]}").reshape(-1)
    return keys
