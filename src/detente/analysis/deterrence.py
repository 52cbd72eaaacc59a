"""How bad the outsiders' answers can become: one closure for a coalition, kept for all states that it looks at.

A step of a coalition from ``s`` to ``q`` is deterred iff some answer from ``q`` ends where a member is no better off
than at ``s``. So it is enough to know, for each member, the least rank among the ends of the answers from ``q`` (theory
A4; the same number that tells sequential stability). The numbers of all states that an answer can visit are found
together, and only where somebody asks.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

import numpy as np
import numpy.typing as npt

from detente.errors import TooLarge
from detente.model.conflict import Conflict
from detente.model.moves import Arcs, ExplicitMoves, Indices

Labels = npt.NDArray[np.signedinteger]
Spread = tuple[Indices, Indices]
FEW = 32


@dataclass(eq=False)
class Moving:
    """Moves of one decision maker from many states at once; lists of all moves are made once that pays."""

    conflict: Conflict
    _lists: dict[int, Arcs | None] = field(default_factory=dict, init=False, repr=False)
    _asked: dict[int, int] = field(default_factory=dict, init=False, repr=False)

    def moves(self, player: int, states: Indices) -> Spread:
        """Return ``(moves,) int64`` twice: the place in ``states`` where each move starts, and where it leads."""
        arcs = self._list(player, len(states))
        if arcs is None:
            ends = [self.conflict.moves.leaving(player, s) for s in states.tolist()]
            return np.repeat(np.arange(len(states)), [len(e) for e in ends]), joined(ends)
        counts = arcs.starts[states + 1] - arcs.starts[states]
        rows = np.repeat(np.arange(len(states)), counts)
        first = arcs.starts[states] - (np.cumsum(counts) - counts)
        return rows, arcs.targets[np.arange(len(rows)) + first[rows]]

    def improvements(self, player: int, states: Indices) -> Spread:
        """Return the moves after which the decision maker is better off; see :meth:`moves`."""
        rows, ends = self.moves(player, states)
        ranks = self.conflict.orders[player].ranks
        better = ranks[ends] > ranks[states[rows]]
        return rows[better], ends[better]

    def _list(self, player: int, more: int) -> Arcs | None:
        """Return the list of all moves, once enough states were asked for; None before, or if memory is short."""
        if player not in self._lists:
            moves = self.conflict.moves
            asked = self._asked[player] = self._asked.get(player, 0) + more
            if not isinstance(moves, ExplicitMoves) and asked * FEW < moves.n_states:
                return None
            try:
                self._lists[player] = moves.arcs(player)
            except TooLarge:
                self._lists[player] = None
        return self._lists[player]


def joined(parts: Sequence[Indices]) -> Indices:
    """Return arrays one after the other; none at all is an array of no length."""
    return np.concatenate([np.zeros(0, dtype=np.int64), *parts])


def rank_type(greatest: int) -> np.dtype[np.signedinteger]:
    """Return the integers of fewest bytes that hold ranks and a number greater than any."""
    return next(np.dtype(kind) for kind in (np.int8, np.int16, np.int32, np.int64) if greatest < np.iinfo(kind).max)


def never(ranks: Labels) -> int:
    """Return the number that stands for no answer: greater than any rank."""
    return int(np.iinfo(ranks.dtype).max)


@dataclass(frozen=True, eq=False)
class Whole:
    """The least that the outsiders' answers can leave each member of one coalition with, for all states.

    Attributes
    ----------
    ranks, least : ndarray
        ``(labels, states)`` integers: as for :class:`Worst`, and the least of them after an answer.
    """

    ranks: Labels
    least: Labels

    @property
    def size(self) -> int:
        """How many bytes are held."""
        return self.ranks.nbytes + self.least.nbytes

    def after(self, states: Indices) -> Labels:
        """Return ``(labels, len(states))``: see :meth:`Worst.after`."""
        return self.least[:, states]


@dataclass(eq=False)
class Worst:
    """The least that the outsiders' answers can leave each member of one coalition with, for the states asked for.

    Parameters
    ----------
    ranks : ndarray
        ``(labels, states)`` integers: the members' ranks, and whatever else is to be minimised.
    movers : int
        How many outsiders (or coalitions of them) there are.
    expand : callable
        From a mover and states to the mover's moves that count as an answer; see :meth:`Moving.moves`.
    """

    ranks: Labels
    movers: int
    expand: Callable[[int, Indices], Spread]

    def __post_init__(self) -> None:
        labels, size = self.ranks.shape
        self._least = np.full((self.movers, labels, size), never(self.ranks), dtype=self.ranks.dtype)
        self._known = np.zeros(size, dtype=bool)

    @property
    def size(self) -> int:
        """How many bytes are held."""
        return self.ranks.nbytes + self._least.nbytes

    def after(self, states: Indices) -> Labels:
        """Return ``(labels, len(states))``: the least label after an answer; the greatest number if none."""
        self._know(states)
        return np.asarray(self._least[:, :, states].min(axis=0, initial=never(self.ranks)))

    def _know(self, states: Indices) -> None:
        """Find the labels of some states, and of all states that answers from there visit."""
        fresh = np.unique(states[~self._known[states]])
        found: list[list[Spread]] = [[] for _ in range(self.movers)]
        while fresh.size:
            self._known[fresh] = True
            ahead = []
            for mover, edges in enumerate(found):
                rows, ends = self.expand(mover, fresh)
                edges.append((fresh[rows], ends))
                ahead.append(ends[~self._known[ends]])
            fresh = np.unique(joined(ahead))
        self._settle([(joined([s for s, _ in e]), joined([t for _, t in e])) for e in found])

    def _settle(self, edges: list[Spread]) -> None:
        """Let labels run backwards along the moves until nothing changes; nobody moves twice in a row."""
        lists = []
        for mover, (sources, ends) in enumerate(edges):
            first = np.flatnonzero(np.diff(sources, prepend=-1))
            if first.size:
                lists.append((mover, sources[first], first, ends))
        changed = bool(lists)
        while changed:
            changed = False
            for mover, sources, first, ends in lists:
                least = np.minimum.reduceat(self._ahead(mover, ends), first, axis=1)
                if (least < self._least[mover][:, sources]).any():
                    self._least[mover][:, sources] = least
                    changed = len(lists) > 1

    def _ahead(self, mover: int, ends: Indices) -> Labels:
        """Return ``(labels, ends)``: the least label at each end, or after answers by others from there."""
        label = self.ranks[:, ends]
        for other in range(self.movers):
            if other != mover:
                np.minimum(label, self._least[other][:, ends], out=label)
        return label
