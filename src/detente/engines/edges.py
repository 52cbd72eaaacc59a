"""The plain engine: numpy on edge lists, for weak orders; no table of states x states is ever made.

A state is unstable iff some improvement leads to a state from which every reply ends better than the start. With ranks
this is one number per state: the *worst label* that the others' legal sequences can bring about, where the label of a
state is its rank, or, where the sanction must survive a counter-move, the best rank within one more move of the
sanctioned decision maker. The improvement's own label is above the start's rank, so counting it in changes nothing.
Labels are kept per state and last mover, since explicit arcs and freezes need not be transitive.
"""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from detente.concepts import Concept, Replies
from detente.engines.joint import owned_masks, require_joint
from detente.model.conflict import Conflict
from detente.model.formula import Mask
from detente.model.moves import Arcs

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
    return np.minimum.reduce([label, *by_mover])


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


def _stable_against_joint(conflict: Conflict, player: int) -> Mask:
    """SIM, state by state where somebody is tempted; combinations of replies are one array per state."""
    states, ranks = conflict.states, conflict.orders[player].ranks
    masks = owned_masks(conflict)
    arcs = conflict.moves.arcs(player)
    tempted = np.unique(arcs.sources[ranks[arcs.targets] > ranks[arcs.sources]])
    stable = np.ones(len(ranks), dtype=bool)
    lookup = _Lookup(states.words)
    for state in tempted.tolist():
        replies = _reply_words(conflict, player, state)
        own = states.words[conflict.improvements(player, state)] & masks[player]
        together = lookup(own[:, None, :] | (replies & ~masks[player])[None, :, :])
        sanctioned = (together >= 0) & (ranks[together] <= ranks[state])
        stable[state] = bool(sanctioned.any(axis=1).all())
    return stable


def _reply_words(conflict: Conflict, player: int, state: int) -> npt.NDArray[np.uint64]:
    """Return ``(combinations, words) uint64``: the start changed by the others' improvements made at once."""
    words = conflict.states.words
    replies = words[state][None, :]
    for other in range(len(conflict.decision_makers)):
        if other != player:
            made = words[conflict.improvements(other, state)] ^ words[state]
            choices = np.concatenate([np.zeros_like(words[:1]), made])
            replies = (replies[:, None, :] ^ choices[None, :, :]).reshape(-1, words.shape[1])
    return replies[1:]


class _Lookup:
    """From packed bits to the index of a state, -1 where there is none; for many at a time."""

    def __init__(self, words: npt.NDArray[np.uint64]) -> None:
        self._words, self._places = _viewed(words), np.argsort(_viewed(words), kind="stable")
        self._sorted = self._words[self._places]

    def __call__(self, wanted: npt.NDArray[np.uint64]) -> npt.NDArray[np.int64]:
        keys = _viewed(wanted.reshape(-1, wanted.shape[-1]))
        at = np.minimum(np.searchsorted(self._sorted, keys), len(self._sorted) - 1)
        found = np.where(self._sorted[at] == keys, self._places[at], -1)
        return found.reshape(wanted.shape[:-1])


def _viewed(words: npt.NDArray[np.uint64]) -> npt.NDArray[np.uint64] | npt.NDArray[np.bytes_]:
    """Return one sortable key per row."""
    if words.shape[1] == 1:
        return words[:, 0]
    big_endian = np.ascontiguousarray(words.astype(">u8"))
    keys: npt.NDArray[np.bytes_] = big_endian.view(f"S{8 * words.shape[1]}").reshape(-1)
    return keys
