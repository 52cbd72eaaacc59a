"""What coalitions gain by moving together: the joint improvements from many states, of all coalitions at once."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from functools import cache
from typing import Any, Literal, Protocol
from weakref import WeakKeyDictionary

import numpy as np
import numpy.typing as npt

from detente.analysis.deterrence import Moving, Spread, joined
from detente.model.conflict import Conflict
from detente.model.formula import Mask
from detente.model.moves import Coalition, Indices, Joint, OptionMoves

Improvement = Literal["strict", "pareto"]
Codes = npt.NDArray[np.signedinteger]
Wishes = tuple[Indices, Indices, Mask]
MOST_CELLS = 1 << 20
MOST_COMPARED = 1 << 17
MOST_CLOSED = 8


class Wished(Protocol):
    """What coalitions would gain by, from some states."""

    def among(self, some: Mask) -> Wished:
        """Return the same for those ends only that a mask of states tells."""

    def hopeful(self, groups: Sequence[Coalition]) -> Sequence[Coalition]:
        """Return those of some coalitions that may have a joint improvement, in the same order."""

    def of(self, coalition: Coalition) -> Wishes:
        """Return what a coalition would gain by: places of starts, ends, and where it surely can go; ascending."""


@dataclass(frozen=True, eq=False)
class Ends:
    """Pairs of a start and an end: whose options differ, and who is better off or no worse off at the end.

    Attributes
    ----------
    rows, states : ndarray
        ``(pairs,) int64``: the place of the start among those asked for, and the end.
    movers, better, no_worse : ndarray
        ``(pairs,)`` whole numbers (of any size for more than 63 decision makers): bit ``i`` stands for decision maker
        ``i``; of ``movers`` all are set where no moves lead.
    stopped : ndarray
        ``(pairs,) bool``: where something that is frozen at the start would have to change.
    joint, improvement : str
        The rules.
    """

    rows: Indices
    states: Indices
    movers: Codes
    better: Codes
    no_worse: Codes
    stopped: Mask
    joint: Joint
    improvement: Improvement

    def at(self, which: Mask | Indices) -> Ends:
        """Return some of the pairs."""
        pairs = self.rows[which], self.states[which]
        codes = self.movers[which], self.better[which], self.no_worse[which]
        return Ends(*pairs, *codes, self.stopped[which], self.joint, self.improvement)

    def among(self, some: Mask) -> Ends:
        """Return the pairs with some ends; see :class:`Wished`."""
        return self.at(some[self.states])

    def code(self, coalition: Coalition) -> int | np.signedinteger:
        """Return a coalition as a number of the kind of the others."""
        made = code_of(coalition)
        return made if self.movers.dtype == object else self.movers.dtype.type(made)

    def within(self, coalition: Coalition) -> Mask:
        """Return ``(pairs,) bool``: where nothing differs but options of a coalition."""
        return np.asarray((self.movers & ~self.code(coalition)) == 0)

    def improving(self, coalition: Coalition) -> Mask:
        """Return ``(pairs,) bool``: which ends are an improvement for a coalition."""
        members = self.code(coalition)
        if self.improvement == "strict":
            return np.asarray(self.better & members == members)
        return np.asarray((self.no_worse & members == members) & (self.better & members != 0))

    def hopeful(self, groups: Sequence[Coalition]) -> Sequence[Coalition]:
        """Return the coalitions that may have an improvement; see :class:`Wished`."""
        if len(self.states) * len(groups) > MOST_COMPARED:
            return groups
        members = np.array([self.code(g) for g in groups], dtype=self.movers.dtype)[:, None]
        gained = self.better if self.improvement == "strict" else self.no_worse
        hope = ((self.movers & ~members) == 0) & (gained & members == members)
        return [groups[k] for k in np.flatnonzero(hope.any(axis=1)).tolist()]

    def of(self, coalition: Coalition) -> Wishes:
        """Return what a coalition would gain by; see :class:`Wished`."""
        able = self.within(coalition) & self.improving(coalition)
        alone = len(coalition) == 1 or self.joint == "at_once"
        places = np.flatnonzero(able & ~self.stopped if alone else able)
        sure = np.full(len(places), alone) if self.joint != "both" else ~self.stopped[places]
        return self.rows[places], self.states[places], sure


@dataclass(frozen=True, eq=False)
class Walked:
    """Joint improvements where moves are arcs: walked coalition by coalition."""

    together: Together
    starts: Indices
    only: Mask | None = None
    _kept: dict[Coalition, Spread] = field(default_factory=dict)

    def among(self, some: Mask) -> Walked:
        """Return the same for some ends; see :class:`Wished`."""
        return Walked(self.together, self.starts, some if self.only is None else self.only & some, self._kept)

    def hopeful(self, groups: Sequence[Coalition]) -> Sequence[Coalition]:
        """Return all of the coalitions."""
        return groups

    def of(self, coalition: Coalition) -> Wishes:
        """Return the improvements of a coalition; see :class:`Wished`."""
        if coalition not in self._kept:
            ends = [self.together.walked(coalition, s) for s in self.starts.tolist()]
            self._kept[coalition] = np.repeat(np.arange(len(ends)), [len(e) for e in ends]), joined(ends)
        rows, states = self._kept[coalition]
        kept = slice(None) if self.only is None else self.only[states]
        return rows[kept], states[kept], np.ones(len(rows[kept]), dtype=bool)


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
    _last: tuple[Indices, Wished] | None = field(default=None, init=False, repr=False)
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

    def wishes(self, starts: Indices) -> Wished:
        """Return what may be a joint improvement from some states; what was asked last is kept."""
        if self._last is None or not np.array_equal(self._last[0], starts):
            self._last = starts, Walked(self, starts) if self._parts is None else self._around(starts)
        return self._last[1]

    def gains(self, coalition: Coalition, states: Indices) -> Spread:
        """Return the joint improvements of a coalition from many states; see :meth:`Moving.moves`."""
        found, done = [(np.zeros(0, dtype=np.int64),) * 2], 0
        for starts in in_blocks(states, len(self.ranks[0])):
            rows, ends, sure = self.wishes(starts).of(coalition)
            able = self.can(coalition, starts[rows], ends, sure)
            found.append((rows[able] + done, ends[able]))
            done += len(starts)
        return joined([r for r, _ in found]), joined([e for _, e in found])

    def can(self, coalition: Coalition, starts: Indices, ends: Indices, sure: Mask) -> Mask:
        """Return ``(ends,) bool``: the ends that a joint move surely leads to, and those that a sequence leads to."""
        reached = sure.copy()
        for start in set(starts[~sure].tolist()):
            open_ = np.flatnonzero(~sure & (starts == start))
            reached[open_] = self._in_sequence(coalition, start, ends[open_])
        return reached

    def ways(self, coalition: Coalition, starts: Indices, ends: Ends) -> Mask:
        """Return ``(pairs,) bool``: which pairs a coalition can go together, improvement or not."""
        if self._parts is None:
            reached = [self.conflict.structure.joint_reach(coalition, s, self.joint) for s in starts.tolist()]
            return np.stack(reached)[ends.rows, ends.states]
        able = ends.within(coalition)
        if len(coalition) == 1 or self.joint == "at_once":
            return able & ~ends.stopped
        sure = able & ~ends.stopped if self.joint == "both" else np.zeros_like(able)
        able[able] = self.can(coalition, starts[ends.rows[able]], ends.states[able], sure[able])
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

    def walked(self, coalition: Coalition, start: int) -> Indices:
        """Return where the joint improvements of a coalition from one state lead, by a walk."""
        ends = np.flatnonzero(self.conflict.structure.joint_reach(coalition, start, self.joint))
        return ends[self.better(coalition, start, ends)]

    def _around(self, starts: Indices) -> Ends:
        """Return what may be a joint improvement: every decision maker who moves is better off (or no worse)."""
        keep = np.ones((len(starts), len(self.ranks[0])), dtype=bool)
        for row, start in enumerate(starts.tolist()):
            for part, ranks in zip(self._parts or (), self.ranks, strict=True):
                gains = ranks > ranks[start] if self.improvement == "strict" else ranks >= ranks[start]
                gains |= part == part[start]
                keep[row] &= gains
        rows, ends = np.divmod(np.flatnonzero(keep), keep.shape[1])
        return self.compared(starts, rows, ends)

    def compared(self, asked: Indices, rows: Indices, ends: Indices) -> Ends:
        """Return whose options differ between starts and ends, and who is better or no worse off at the ends.

        Parameters
        ----------
        asked : ndarray
            ``(asked,) int64``: the starts.
        rows, ends : ndarray
            ``int64``: pairs of a place in ``asked`` and an end; of shapes that numpy combines to one.
        """
        shape, starts = np.broadcast_shapes(rows.shape, ends.shape), asked[rows]
        kind = _kind(len(self.ranks))
        movers, better, no_worse = (np.zeros(shape, dtype=kind) for _ in range(3))
        for i, ranks in enumerate(self.ranks):
            bit = np.array(1 << i, dtype=kind)
            better |= (ranks[ends] > ranks[starts]).astype(kind) * bit
            no_worse |= (ranks[ends] >= ranks[starts]).astype(kind) * bit
            if self._parts is not None:
                movers |= (self._parts[i][ends] != self._parts[i][starts]).astype(kind) * bit
        stopped = np.zeros(shape, dtype=bool)
        if self._parts is not None:
            forbidden, stopped = self._hindered(starts, ends)
            movers[forbidden] = -1
        pairs = np.broadcast_to(rows, shape).reshape(-1), np.broadcast_to(ends, shape).reshape(-1)
        codes = movers.reshape(-1), better.reshape(-1), no_worse.reshape(-1)
        return Ends(*pairs, *codes, stopped.reshape(-1), self.joint, self.improvement)

    def _hindered(self, starts: Indices, ends: Indices) -> tuple[Mask, Mask]:
        """Return ``bool`` twice, of a pair each: a direction forbids the change, or there is none; a freeze does."""
        moves = self.conflict.moves
        assert isinstance(moves, OptionMoves)  # noqa: S101 - there are parts only then
        words = self.conflict.states.words
        change = words[ends] ^ words[starts]
        forbidden, stopped = ~change.any(axis=-1), np.zeros(change.shape[:-1], dtype=bool)
        if moves.only_up.any() or moves.only_down.any():
            forbidden |= (change & ((words[starts] & moves.only_up) | (~words[starts] & moves.only_down))).any(axis=-1)
        if moves.freezes:
            stopped |= (change & moves.frozen[starts]).any(axis=-1)
        return np.asarray(forbidden), stopped


@cache
def code_of(coalition: Coalition) -> int:
    """Return a coalition as a number whose bit ``i`` stands for decision maker ``i``."""
    return sum(1 << i for i in coalition)


def most_together(size: int) -> int:
    """Return how many starts are looked at together where each has so many ends."""
    return max(1, MOST_CELLS // max(1, size))


def in_blocks(starts: Indices, size: int, first: int | None = None) -> Iterator[Indices]:
    """Yield the starts, as many at a time as are looked at together; at first fewer, and then twice as many each."""
    done, most = 0, most_together(size)
    count = first or most
    while done < len(starts):
        yield starts[done : done + count]
        done, count = done + count, min(2 * count, most)


def _kind(players: int) -> np.dtype[Any]:
    """Return whole numbers with a bit for each decision maker, and a sign."""
    return next((np.dtype(f"int{bits}") for bits in (8, 16, 32, 64) if players < bits), np.dtype(object))


_PARTS: WeakKeyDictionary[OptionMoves, tuple[npt.NDArray[np.generic], ...]] = WeakKeyDictionary()


def _parts_of(moves: OptionMoves) -> tuple[npt.NDArray[np.generic], ...]:
    """Return what each decision maker does in each state; found once for the moves of a structure."""
    if moves not in _PARTS:
        _PARTS[moves] = tuple(_part(moves, i) for i in range(len(moves.owned)))
    return _PARTS[moves]


def _part(moves: OptionMoves, player: int) -> npt.NDArray[np.generic]:
    """Return one number per state, equal where the decision maker does the same; of few bytes where that is easy."""
    mask = moves.owned[player]
    own = moves.states.words & mask
    if own.shape[1] > 1:
        numbers: npt.NDArray[np.generic] = np.unique(own, axis=0, return_inverse=True)[1].reshape(-1)
        return numbers
    bits = int(mask[0])
    lowest = (bits & -bits).bit_length() - 1 if bits else 0
    width = next(w for w in (8, 16, 32, 64) if bits >> lowest < 1 << w)
    return (own[:, 0] >> np.uint64(lowest)).astype(f"uint{width}")
