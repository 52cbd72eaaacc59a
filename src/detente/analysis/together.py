"""What coalitions gain by moving together: the joint improvements from one state, of all coalitions at once."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Literal
from weakref import WeakKeyDictionary

import numpy as np
import numpy.typing as npt

from detente.analysis.deterrence import Moving
from detente.model.conflict import Conflict
from detente.model.formula import Mask
from detente.model.moves import Coalition, Indices, Joint, OptionMoves

Improvement = Literal["strict", "pareto"]
Codes = npt.NDArray[np.int64]
Wishes = tuple[Indices, Mask]
MOST_BITS = 62
MOST_KEPT = 1 << 22
MOST_COMPARED = 1 << 17
MOST_CLOSED = 8


@dataclass(frozen=True, eq=False)
class Ends:
    """Some states, and for each of them whose options differ from the start, and who is better off or no worse off.

    Attributes
    ----------
    states : ndarray
        ``(ends,) int64``.
    movers, better, no_worse : ndarray
        ``(ends,) int64`` (whole numbers of any size for more than 62 decision makers): bit ``i`` stands for decision
        maker ``i``; of ``movers`` all are set where no moves lead.
    stopped : ndarray
        ``(ends,) bool``: where something that is frozen at the start would have to change.
    """

    states: Indices
    movers: Codes
    better: Codes
    no_worse: Codes
    stopped: Mask

    def within(self, coalition: Coalition) -> Mask:
        """Return ``(ends,) bool``: where nothing differs but options of a coalition."""
        return np.asarray((self.movers & ~code_of(coalition)) == 0)

    def improving(self, coalition: Coalition, improvement: Improvement) -> Mask:
        """Return ``(ends,) bool``: which ends are an improvement for a coalition."""
        members = code_of(coalition)
        if improvement == "strict":
            return np.asarray(self.better & members == members)
        return np.asarray((self.no_worse & members == members) & (self.better & members != 0))


def code_of(coalition: Sequence[int]) -> int:
    """Return a coalition as a number whose bit ``i`` stands for decision maker ``i``."""
    return sum(1 << i for i in coalition)


@dataclass(eq=False)
class Together:
    """The joint moves and joint improvements of coalitions in one conflict.

    Parameters
    ----------
    conflict : Conflict
    joint : str
        What counts as a joint move; see :class:`~detente.analysis.attain.Rules`.
    improvement : str
    """

    conflict: Conflict
    joint: Joint = "both"
    improvement: Improvement = "strict"
    _parts: tuple[npt.NDArray[np.generic], ...] | None = field(default=None, init=False, repr=False)
    _kept: dict[int, Ends] = field(default_factory=dict, init=False, repr=False)
    _cells: int = field(default=0, init=False, repr=False)
    _closed: dict[Coalition, list[tuple[Mask, Mask]]] = field(default_factory=dict, init=False, repr=False)

    def __post_init__(self) -> None:
        self.moving = Moving(self.conflict)
        self.ranks = tuple(order.ranks for order in self.conflict.orders)
        moves = self.conflict.moves
        if isinstance(moves, OptionMoves):
            self._parts = _parts_of(moves)

    def better(self, coalition: Coalition, start: int, ends: Indices | slice = slice(None)) -> Mask:
        """Return ``(ends,) bool``: which ends are an improvement on ``start`` for a coalition; of all states."""
        gains = [self.ranks[i][ends] > self.ranks[i][start] for i in coalition]
        if self.improvement == "strict":
            return np.asarray(np.logical_and.reduce(gains))
        weak = [self.ranks[i][ends] >= self.ranks[i][start] for i in coalition]
        return np.asarray(np.logical_and.reduce(weak) & np.logical_or.reduce(gains))

    def hopeful(self, start: int, groups: Sequence[Coalition]) -> Sequence[Coalition]:
        """Return those of some coalitions that may have a joint improvement from ``start``, in the same order."""
        if self._parts is None or len(self.ranks) > MOST_BITS:
            return groups
        ends = self._around(start)
        if len(ends.states) * len(groups) > MOST_COMPARED:
            return groups
        members = np.array([code_of(g) for g in groups], dtype=np.int64)[:, None]
        within = (ends.movers & ~members) == 0
        if self.improvement == "strict":
            gains = within & (ends.better & members == members)
        else:
            gains = within & (ends.no_worse & members == members)
        return [groups[k] for k in np.flatnonzero(gains.any(axis=1)).tolist()]

    def wishes(self, start: int) -> Callable[[Coalition], Wishes]:
        """Return a function from a coalition to what it would gain by, ascending, and where it surely can go."""
        if self._parts is None:
            return lambda coalition: _sure(self._walked(coalition, start))
        ends = self._around(start)

        def of(coalition: Coalition) -> Wishes:
            able = ends.within(coalition) & ends.improving(coalition, self.improvement)
            if len(coalition) == 1 or self.joint == "at_once":
                return _sure(ends.states[able & ~ends.stopped])
            sure = ~ends.stopped[able] if self.joint == "both" else np.zeros(int(able.sum()), dtype=bool)
            return ends.states[able], sure

        return of

    def gains(self, coalition: Coalition, start: int) -> Indices:
        """Return where the joint improvements of a coalition from ``start`` lead, ascending."""
        ends, sure = self.wishes(start)(coalition)
        return ends if sure.all() else ends[self.can(coalition, start, ends, sure)]

    def can(self, coalition: Coalition, start: int, ends: Indices, sure: Mask) -> Mask:
        """Return ``(ends,) bool``: the ends that a joint move surely leads to, and those that a sequence leads to."""
        reached = sure.copy()
        reached[~sure] = self._in_sequence(coalition, start, ends[~sure])
        return reached

    def ways(self, coalition: Coalition, start: int, ends: Ends) -> Mask:
        """Return ``(ends,) bool``: to which ends a coalition can go together from ``start``, improvement or not."""
        if self._parts is None:
            return self.conflict.structure.joint_reach(coalition, start, self.joint)[ends.states]
        able = ends.within(coalition)
        if len(coalition) == 1 or self.joint == "at_once":
            return able & ~ends.stopped
        sure = able & ~ends.stopped if self.joint == "both" else np.zeros_like(able)
        able[able] = self.can(coalition, start, ends.states[able], sure[able])
        return able

    def _in_sequence(self, coalition: Coalition, start: int, ends: Indices) -> Mask:
        """Return ``(ends,) bool``: where legal sequences of the members' moves lead (theory A4).

        Where a sequence comes to a state by two movers or more, anybody may go on from there; so whatever it does not
        reach is not reached from there either.
        """
        open_ = np.ones(len(ends), dtype=bool)
        kept = self._closed.setdefault(coalition, [])
        for reached, freely in kept:
            if freely[start]:
                open_ &= reached[ends]
        if open_.any():
            found, anybody = self._sequences(coalition, start, ends[open_])
            if anybody is not None:
                kept.append((found, anybody))
                del kept[:-MOST_CLOSED]
            open_ &= found[ends]
        return open_

    def _sequences(self, coalition: Coalition, start: int, ends: Indices) -> tuple[Mask, Mask | None]:
        """Walk until all ends are reached, or nothing new is; then say too from where anybody may go on."""
        size = len(self.ranks[0])
        by = {i: np.zeros(size, dtype=bool) for i in coalition}
        reached = np.zeros(size, dtype=bool)
        fresh = {-1: np.array([start])}
        while fresh:
            arrived: dict[int, Indices] = {}
            for i, there in by.items():
                starts = [states for last, states in fresh.items() if last != i]
                targets = self.moving.moves(i, np.concatenate(starts))[1] if starts else np.zeros(0, dtype=np.int64)
                arrived[i] = np.unique(targets[~there[targets]])
                there[arrived[i]] = True
                reached[arrived[i]] = True
            fresh = {i: states for i, states in arrived.items() if states.size}
            if reached[ends].all():
                return reached, None
        freely = np.sum(list(by.values()), axis=0) > 1
        freely[start] = True
        return reached, freely

    def _walked(self, coalition: Coalition, start: int) -> Indices:
        ends = np.flatnonzero(self.conflict.structure.joint_reach(coalition, start, self.joint))
        return ends[self.better(coalition, start, ends)]

    def _around(self, start: int) -> Ends:
        """Return what may be a joint improvement: every decision maker who moves is better off (or no worse)."""
        if start not in self._kept:
            self._cells += len(wished := self._wished(start))
            if self._cells > MOST_KEPT:
                self._kept.clear()
                self._cells = len(wished)
            self._kept[start] = self.compared(start, wished)
        return self._kept[start]

    def _wished(self, start: int) -> Indices:
        keep = np.ones(len(self.ranks[0]), dtype=bool)
        for part, ranks in zip(self._parts or (), self.ranks, strict=True):
            gains = ranks > ranks[start] if self.improvement == "strict" else ranks >= ranks[start]
            keep &= gains | (part == part[start])
        return np.flatnonzero(keep)

    def compared(self, start: int, ends: Indices) -> Ends:
        """Return whose options differ at some ends, and who is better or no worse off there."""
        kind = np.int64 if len(self.ranks) <= MOST_BITS else object
        movers, better, no_worse = (np.zeros(len(ends), dtype=kind) for _ in range(3))
        stopped = np.zeros(len(ends), dtype=bool)
        for i, ranks in enumerate(self.ranks):
            better |= (ranks[ends] > ranks[start]).astype(kind) << i
            no_worse |= (ranks[ends] >= ranks[start]).astype(kind) << i
            if self._parts is not None:
                movers |= (self._parts[i][ends] != self._parts[i][start]).astype(kind) << i
        if self._parts is not None:
            forbidden, stopped = self._hindered(start, ends)
            movers[forbidden] = -1
        return Ends(ends, movers, better, no_worse, stopped)

    def _hindered(self, start: int, ends: Indices) -> tuple[Mask, Mask]:
        """Return ``(ends,) bool`` twice: where a direction forbids the change (or there is none); where a freeze."""
        moves = self.conflict.moves
        assert isinstance(moves, OptionMoves)  # noqa: S101 - there are parts only then
        words = self.conflict.states.words
        here = words[start]
        change = words[ends] ^ here
        against = change & ((here & moves.only_up) | (~here & moves.only_down))
        forbidden = against.any(axis=1) | ~change.any(axis=1)
        return np.asarray(forbidden), np.asarray((change & moves.frozen[start]).any(axis=1))


def _sure(ends: Indices) -> Wishes:
    return ends, np.ones(len(ends), dtype=bool)


_PARTS: WeakKeyDictionary[OptionMoves, tuple[npt.NDArray[np.generic], ...]] = WeakKeyDictionary()


def _parts_of(moves: OptionMoves) -> tuple[npt.NDArray[np.generic], ...]:
    """Return what each decision maker does in each state; found once for the moves of a structure."""
    if moves not in _PARTS:
        _PARTS[moves] = tuple(_part(moves, i) for i in range(len(moves.owned)))
    return _PARTS[moves]


def _part(moves: OptionMoves, player: int) -> npt.NDArray[np.generic]:
    """Return one number per state, equal where the decision maker does the same."""
    own = moves.states.words & moves.owned[player]
    if own.shape[1] == 1:
        return np.ascontiguousarray(own[:, 0])
    numbers: npt.NDArray[np.generic] = np.unique(own, axis=0, return_inverse=True)[1].reshape(-1)
    return numbers
