"""Where coalitions can go, in numpy: three shapes of the same thing, and what the concepts for coalitions ask of it.

Every question here is about a state *or* what its coalition reaches from it. That a state may count as reached from
itself is harmless: a state is never better than itself, and never a sanction that was not one already.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import Protocol

import numpy as np
import numpy.typing as npt

from detente.engines.dominance import Vectors, dominated
from detente.errors import TooLarge
from detente.model.formula import Mask
from detente.model.moves import Arcs, Coalition, Indices, Moves, OptionMoves

Values = npt.NDArray[np.int64]
MOST_BYTES = 1 << 26
MOST_MATRIX = 1 << 14
FAR = np.iinfo(np.int64).max


class Reach(Protocol):
    """Where one coalition can go from each state."""

    kind: str

    def least(self, values: Values) -> Values:
        """Return ``(states,) int64``: the least value at a state or where the coalition goes from it."""

    def dominated(self, points: Vectors, needed: Vectors) -> Mask:
        """Return ``(states,) bool``: does the coalition reach a point that has at least what the state needs?

        Both are ``(states, columns) int64``; no state has what it needs itself.
        """

    def touching(self, wanted: Mask) -> Mask:
        """Return ``(states,) bool``: is the state wanted, or one that the coalition reaches from it?"""

    def rows(self, states: Indices) -> Mask:
        """Return ``(len(states), states) bool``: what is reached from some states."""


def reach_of(moves: Moves, coalition: Coalition) -> Reach:
    """Return where a coalition can go by legal sequences (theory A4)."""
    if not coalition:
        return Components(np.arange(moves.n_states))
    if is_two_way(moves, coalition):
        return Components(components(moves, coalition))
    if len(coalition) == 1:
        return OneMove(moves.arcs(coalition[0]))
    return Searched(moves, coalition)


def is_two_way(moves: Moves, coalition: Coalition) -> bool:
    """Can every move of a member be undone, and do two moves of a member in a row never lead further than one?

    True in option form if no option of a member has a direction or is ever frozen. Then a coalition reaches exactly
    its component, with or without the state itself.
    """
    if not isinstance(moves, OptionMoves):
        return False
    own = np.bitwise_or.reduce([moves.owned[i] for i in coalition])
    bound = moves.only_up | moves.only_down
    for where, bits in moves.freezes:
        if where.any():
            bound = bound | bits
    return not (own & bound).any()


def groups(moves: OptionMoves, player: int) -> Indices:
    """Return ``(states,) int64``: states with the same number agree outside the options of ``player``."""
    rest = moves.states.words & ~moves.owned[player]
    number: Indices = np.unique(rest, axis=0, return_inverse=True)[1].reshape(-1).astype(np.int64)
    return number


def components(moves: Moves, coalition: Coalition) -> Indices:
    """Return ``(states,) int64``: the least state of each state's component under the members' two-way moves."""
    assert isinstance(moves, OptionMoves)  # noqa: S101 - is_two_way said so
    label = np.arange(moves.n_states)
    grouped = [groups(moves, i) for i in coalition]
    changed = True
    while changed:
        before = label
        for group in grouped:
            least = np.full(int(group.max()) + 1, FAR)
            np.minimum.at(least, group, label)
            label = np.minimum(label, least[group])
            label = label[label]
        changed = bool((before != label).any())
    return label


@dataclass(eq=False)
class Components:
    """Moves that can be undone: a coalition reaches whatever is in its component."""

    label: Indices
    kind: str = "components"

    @cached_property
    def _sorted(self) -> tuple[Indices, Indices]:
        order = np.argsort(self.label, kind="stable")
        starts = np.flatnonzero(np.diff(self.label[order], prepend=-1))
        return order, starts

    def least(self, values: Values) -> Values:
        """Return the least value of each state's component; see :class:`Reach`."""
        order, starts = self._sorted
        made = np.empty_like(values)
        sizes = np.diff(np.append(starts, len(order)))
        made[order] = np.repeat(np.minimum.reduceat(values[order], starts), sizes)
        return made

    def dominated(self, points: Vectors, needed: Vectors) -> Mask:
        """Return which states are outdone within their component; see :class:`Reach`."""
        if points.shape[1] == 1:
            best = -self.least(-points[:, 0])
            return np.asarray(best >= needed[:, 0])
        made = np.zeros(len(points), dtype=bool)
        for members in self._each():
            made[members] = dominated(points[members], needed[members])
        return made

    def _each(self) -> Iterator[Indices]:
        order, starts = self._sorted
        for members in np.split(order, starts[1:]):
            if members.size > 1:
                yield members

    def touching(self, wanted: Mask) -> Mask:
        """Return the states of all components with a wanted state; see :class:`Reach`."""
        hit = np.zeros(len(wanted), dtype=bool)
        hit[self.label[wanted]] = True
        return hit[self.label]

    def rows(self, states: Indices) -> Mask:
        """Return the components of some states; see :class:`Reach`."""
        return np.asarray(self.label[states, None] == self.label)


@dataclass(eq=False)
class OneMove:
    """A single decision maker: it moves once, however its arcs go on."""

    arcs: Arcs
    kind: str = "one move"

    def least(self, values: Values) -> Values:
        """Return the least value at a state or one move away; see :class:`Reach`."""
        made = values.copy()
        np.minimum.at(made, self.arcs.sources, values[self.arcs.targets])
        return made

    def dominated(self, points: Vectors, needed: Vectors) -> Mask:
        """Return from which states one move outdoes what is needed; see :class:`Reach`."""
        made = np.zeros(len(points), dtype=bool)
        enough = (points[self.arcs.targets] >= needed[self.arcs.sources]).all(axis=1)
        made[self.arcs.sources[enough]] = True
        return made

    def touching(self, wanted: Mask) -> Mask:
        """Return the states that are wanted or one move away from one; see :class:`Reach`."""
        made = wanted.copy()
        made[self.arcs.sources[wanted[self.arcs.targets]]] = True
        return made

    def rows(self, states: Indices) -> Mask:
        """Return the targets of some states; see :class:`Reach`."""
        made = np.zeros((len(states), len(self.arcs.starts) - 1), dtype=bool)
        for row, state in enumerate(states.tolist()):
            made[row, self.arcs.leaving(state)] = True
        return made


@dataclass(eq=False)
class Searched:
    """Moves with directions, freezes or arcs of their own: every start is followed, 64 at a time in the bits of a word.

    Notes
    -----
    Who moved last is kept apart, since arcs need not be transitive. Cost: ``states / 64`` searches of all arcs.
    """

    moves: Moves
    coalition: Coalition
    kind: str = "searched"

    @cached_property
    def _incoming(self) -> list[Arcs]:
        lists = [self.moves.arcs(i) for i in self.coalition]
        return [Arcs.of(a.targets, a.sources, self.moves.n_states) for a in lists]

    @cached_property
    def _width(self) -> int:
        arcs = max(max((len(a.targets) for a in self._incoming), default=1), self.moves.n_states)
        return max(1, MOST_BYTES // (64 * arcs))

    def rows(self, states: Indices) -> Mask:
        """Return what is reached from some states, in any number; see :class:`Reach`."""
        parts = [self._rows(states[k : k + 64 * self._width]) for k in range(0, len(states), 64 * self._width)]
        return np.concatenate(parts) if parts else np.zeros((0, self.moves.n_states), dtype=bool)

    def _rows(self, states: Indices) -> Mask:
        lanes = -(-len(states) // 64)
        start = np.zeros((self.moves.n_states, lanes), dtype=np.uint64)
        row = np.arange(len(states))
        bit = np.uint64(1) << (row % 64).astype(np.uint64)
        np.bitwise_or.at(start, (states, row // 64), bit)
        by_mover = [np.zeros_like(start) for _ in self._incoming]
        changed = True
        while changed:
            changed = False
            for k, arcs in enumerate(self._incoming):
                rest = [start, *(b for j, b in enumerate(by_mover) if j != k)]
                new = _gathered(arcs, np.bitwise_or.reduce(rest))
                changed |= bool((new != by_mover[k]).any())
                by_mover[k] = new
        reached = np.bitwise_or.reduce(by_mover)
        bits = np.unpackbits(reached.astype("<u8").view(np.uint8), axis=1, bitorder="little")
        return np.ascontiguousarray(bits[:, : len(states)].T).astype(bool)

    def _chunks(self) -> Iterator[tuple[Indices, Mask]]:
        """Yield all states in parts, each with what is reached from it."""
        size = self.moves.n_states
        step = max(1, min(MOST_BYTES // (8 * size), 64 * self._width))
        for first in range(0, size, step):
            states = np.arange(first, min(first + step, size))
            yield states, self.rows(states)

    def least(self, values: Values) -> Values:
        """Return the least value at a state or where it leads; see :class:`Reach`."""
        made = values.copy()
        for states, rows in self._chunks():
            made[states] = np.minimum(made[states], np.where(rows, values, FAR).min(axis=1))
        return made

    def dominated(self, points: Vectors, needed: Vectors) -> Mask:
        """Return from which states something is reached that outdoes what is needed; see :class:`Reach`."""
        made = np.zeros(len(points), dtype=bool)
        for states, rows in self._chunks():
            enough = rows
            for column in range(points.shape[1]):
                enough &= points[:, column] >= needed[states, None, column]
            made[states] = enough.any(axis=1)
        return made

    @cached_property
    def _matrix(self) -> npt.NDArray[np.uint8]:
        if self.moves.n_states > MOST_MATRIX:
            raise TooLarge(
                f"where coalitions get to is kept for up to {MOST_MATRIX:,} states at once without the compiled "
                f"kernel, and this case has {self.moves.n_states:,}; install the kernel, or ask for another concept"
            )
        return np.concatenate([np.packbits(rows, axis=1) for _, rows in self._chunks()])

    def touching(self, wanted: Mask) -> Mask:
        """Return the states that are wanted or lead to one; see :class:`Reach`."""
        return np.asarray(wanted | (self._matrix & np.packbits(wanted)).any(axis=1))


def _gathered(arcs: Arcs, reached: npt.NDArray[np.uint64]) -> npt.NDArray[np.uint64]:
    """Return for each state the starts from which one of its incoming arcs is reached."""
    made = np.zeros_like(reached)
    entered = np.flatnonzero(np.diff(arcs.starts))
    if entered.size:
        made[entered] = np.bitwise_or.reduceat(reached[arcs.targets], arcs.starts[entered], axis=0)
    return made


Reaches = Callable[[Coalition], Reach]
