"""Unilateral and joint moves (theory A2-A4): who can get from which state to which.

A decision maker moves by changing any of its own options at once, between feasible states, within directions, and
leaving alone what is frozen where the move starts; or along explicit arcs where a published model has them.
A coalition moves by a legal sequence of its members' moves (no decision maker twice in a row), or by all of them
changing their own options at once.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from itertools import combinations
from typing import Literal, Protocol

import numpy as np
import numpy.typing as npt

from detente.model.formula import Formula, Mask, somewhere
from detente.model.memory import require
from detente.model.options import Words, bit_mask
from detente.model.states import FEWER, States, nothing_open

Indices = npt.NDArray[np.int64]
Coalition = tuple[int, ...]
Joint = Literal["both", "sequences", "at_once"]
MOST_CHANGED = 20
LOOK_UP = 8
MOST_KEPT = 1 << 17
ROWS = 1 << 18


@dataclass(frozen=True, eq=False)
class Arcs:
    """The moves of one decision maker, as edge lists (compressed rows).

    Attributes
    ----------
    starts : ndarray
        ``(states + 1,) int64``: the moves from state ``s`` are ``targets[starts[s]:starts[s + 1]]``.
    targets : ndarray
        ``(moves,) int64``, sorted within each state.
    """

    starts: Indices
    targets: Indices

    def leaving(self, state: int) -> Indices:
        """Return the states that one move leads to from ``state``."""
        return self.targets[self.starts[state] : self.starts[state + 1]]

    def leaving_any(self, states: Indices) -> Indices:
        """Return the states that one move leads to from any of some states; a state may come several times."""
        counts = self.starts[states + 1] - self.starts[states]
        places = np.arange(int(counts.sum())) + np.repeat(self.starts[states] - (np.cumsum(counts) - counts), counts)
        return np.asarray(self.targets[places])

    @cached_property
    def sources(self) -> Indices:
        """Return ``(moves,) int64``: the state that each move starts from."""
        return np.repeat(np.arange(len(self.starts) - 1), np.diff(self.starts))

    @classmethod
    def of(cls, sources: Indices, targets: Indices, n_states: int) -> Arcs:
        """Build edge lists from pairs in any order."""
        order = np.lexsort((targets, sources))
        starts = np.zeros(n_states + 1, dtype=np.int64)
        np.cumsum(np.bincount(sources, minlength=n_states), out=starts[1:])
        return cls(starts, targets[order].astype(np.int64))


class Moves(Protocol):
    """What engines and questions ask of the moves; two kinds of model answer."""

    @property
    def n_states(self) -> int:
        """Return the number of states."""

    @property
    def n_decision_makers(self) -> int:
        """Return the number of decision makers."""

    def arcs(self, player: int) -> Arcs:
        """Return the moves of one decision maker from every state."""

    def leaving(self, player: int, state: int) -> Indices:
        """Return the states that one move of one decision maker leads to."""

    def at_once(self, coalition: Coalition, state: int) -> Mask | None:
        """Return ``(states,) bool``: reached when all members change their options at once; None if undefined."""

    def is_frozen(self, coalition: Coalition, state: int) -> bool:
        """Return whether some option of a member cannot change by a move that starts at ``state``."""


@dataclass(frozen=True, eq=False)
class OptionMoves:
    """Moves by the option rule.

    Attributes
    ----------
    states : States
    owned : tuple of ndarray
        For each decision maker, ``(words,) uint64`` with its options' bits.
    only_up, only_down : ndarray
        ``(words,) uint64``: options that can only go from N to Y, or only from Y to N.
    freezes : tuple of (Mask, ndarray)
        Where each freeze holds, ``(states,) bool``, and the ``(words,) uint64`` bits that it stops.
    """

    states: States
    owned: tuple[Words, ...]
    only_up: Words
    only_down: Words
    freezes: tuple[tuple[Mask, Words], ...] = ()
    _leaving: dict[tuple[int, int], Indices] = field(default_factory=dict, init=False, repr=False)
    _lists: dict[int, Arcs] = field(default_factory=dict, init=False, repr=False)
    _subsets: dict[bytes, Words] = field(default_factory=dict, init=False, repr=False)

    @property
    def n_states(self) -> int:
        """Return the number of states."""
        return len(self.states)

    @property
    def n_decision_makers(self) -> int:
        """Return the number of decision makers."""
        return len(self.owned)

    @cached_property
    def frozen(self) -> Words:
        """Return ``(states, words) uint64``: the options that no move from a state can change."""
        if not self.freezes:
            return nothing_open(self.states.words)
        stopped = np.zeros_like(self.states.words)
        for where, bits in self.freezes:
            stopped[where] |= bits
        return stopped

    def _movable(self, coalition: Iterable[int]) -> Words:
        return np.asarray(np.bitwise_or.reduce([self.owned[i] for i in coalition]))

    def _blocked(self, coalition: Coalition, state: int) -> Words:
        """Return the bits that the members, all at once, cannot change from a state."""
        here = self.states.words[state]
        allowed = self._movable(coalition) & ~self.frozen[state]
        return np.asarray(~allowed | (here & self.only_up) | (~here & self.only_down))

    def at_once(self, coalition: Coalition, state: int) -> Mask:
        """Return ``(states,) bool``: the states that the members reach together in one step.

        Notes
        -----
        Cost: a look-up for each way to change what can be changed, or a pass over the states where these are fewer.
        """
        reached = np.zeros(self.n_states, dtype=bool)
        reached[self._reached(coalition, state)] = True
        return reached

    def _reached(self, coalition: Coalition, state: int) -> Indices:
        """Return the states that the members reach together in one step, ascending."""
        words, blocked = self.states.words, self._blocked(coalition, state)
        here = words[state]
        changeable = int(np.bitwise_count(~blocked).sum())
        if changeable < MOST_CHANGED and LOOK_UP << changeable <= self.n_states and not self.states.is_merged:
            places = self.states.places(self._choices(~blocked) | (here & blocked))
            found = places[(places >= 0) & (places != state)]
            return found if self.states.in_order else np.sort(found)
        differ = (words ^ here) & blocked
        same = differ[:, 0] == 0 if differ.shape[1] == 1 else ~differ.any(axis=1)
        same[state] = False
        return np.flatnonzero(same)

    def _choices(self, mask: Words) -> Words:
        """Return ``(2 ** bits, words) uint64``: every way to set the bits of a mask, ascending."""
        key = mask.tobytes()
        if key not in self._subsets:
            made = np.zeros((1, len(mask)), dtype=np.uint64)
            for bit in _bits_of(mask):
                made = np.concatenate([made, made | bit_mask([bit], len(mask))])
            self._subsets[key] = made
        return self._subsets[key]

    def is_frozen(self, coalition: Coalition, state: int) -> bool:
        """Return whether some option of a member cannot change by a move that starts at ``state``."""
        return bool(self.freezes) and bool((self._movable(coalition) & self.frozen[state]).any())

    def leaving(self, player: int, state: int) -> Indices:
        """Return the states that one move of ``player`` leads to from ``state``."""
        if player in self._lists:
            return self._lists[player].leaving(state)
        key = (player, state)
        if key not in self._leaving:
            if len(self._leaving) >= MOST_KEPT:
                self._leaving.clear()
            self._leaving[key] = self._reached((player,), state)
        return self._leaving[key]

    def arcs(self, player: int) -> Arcs:
        """Return the moves of ``player`` from every state; built once.

        Raises
        ------
        TooLarge
            If there is not enough memory for the lists.

        Notes
        -----
        States that agree outside the player's options form a group; only pairs within a group are looked at.
        """
        if player not in self._lists:
            self._lists[player] = self._arcs(player)
        return self._lists[player]

    def _arcs(self, player: int) -> Arcs:
        own = self.owned[player]
        n_own = int(np.bitwise_count(own).sum())
        if n_own < MOST_CHANGED and self.states.in_order and self.states.has_table:
            self._require(self.n_states << n_own)
            return self._arcs_by_table(self._choices(own), own)
        keys = self.states.words & ~own
        group = np.unique(keys[:, 0] if keys.shape[1] == 1 else keys, axis=0, return_inverse=True)[1].reshape(-1)
        self._require(int((np.bincount(group, minlength=1) ** 2).sum()) * 8)
        sources, targets = _pairs_within(group)
        words = self.states.words
        change = words[sources] ^ words[targets]
        blocked = self.frozen[sources] | (words[sources] & self.only_up) | (~words[sources] & self.only_down)
        legal = ~(change & blocked).any(axis=1)
        return Arcs.of(sources[legal], targets[legal], len(words))

    def _require(self, n_pairs: int) -> None:
        require(12 * n_pairs, f"this question lists the moves between {self.n_states:,} states", FEWER)

    def _arcs_by_table(self, choices: Words, own: Words) -> Arcs:
        """List the moves row by row: each choice of one's own in ascending order beside what the others do."""
        targets: list[Indices] = []
        counts = np.zeros(self.n_states + 1, dtype=np.int64)
        step = max(1, ROWS // len(choices))
        for start in range(0, self.n_states, step):
            words = self.states.words[start : start + step]
            ends = (words & ~own) | choices[:, 0]
            places = self.states.places(ends.reshape(-1, 1)).reshape(ends.shape)
            blocked = self.frozen[start : start + step] | (words & self.only_up) | (~words & self.only_down)
            legal = (places >= 0) & (ends != words) & ((ends ^ words) & blocked == 0)
            targets.append(places[legal])
            counts[start + 1 : start + 1 + len(words)] = legal.sum(axis=1)
        return Arcs(np.cumsum(counts), np.concatenate(targets))


def _bits_of(mask: Words) -> list[int]:
    """Return the numbers of the bits that are set, ascending."""
    return [64 * word + bit for word, value in enumerate(mask.tolist()) for bit in range(64) if value >> bit & 1]


def _pairs_within(group: Indices) -> tuple[Indices, Indices]:
    """Return all ordered pairs of different places with the same group number."""
    members = np.argsort(group, kind="stable")
    sizes = np.bincount(group)
    first = np.concatenate([[0], np.cumsum(sizes)[:-1]])
    size_of, first_of = sizes[group], first[group]
    sources = np.repeat(np.arange(len(group)), size_of)
    within = np.arange(len(sources)) - np.repeat(np.cumsum(size_of) - size_of, size_of)
    targets = members[np.repeat(first_of, size_of) + within]
    different = sources != targets
    return sources[different], targets[different]


@dataclass(frozen=True, eq=False)
class ExplicitMoves:
    """Moves along explicit arcs; at-once moves are not defined here."""

    lists: tuple[Arcs, ...]

    @property
    def n_states(self) -> int:
        """Return the number of states."""
        return len(self.lists[0].starts) - 1

    @property
    def n_decision_makers(self) -> int:
        """Return the number of decision makers."""
        return len(self.lists)

    def arcs(self, player: int) -> Arcs:
        """Return the moves of ``player`` from every state."""
        return self.lists[player]

    def leaving(self, player: int, state: int) -> Indices:
        """Return the states that one move of ``player`` leads to from ``state``."""
        return self.lists[player].leaving(state)

    def at_once(self, coalition: Coalition, state: int) -> Mask | None:  # noqa: ARG002 - the protocol's signature
        """Return None: explicit arcs do not say what two moves at once would do."""
        return None

    def is_frozen(self, coalition: Coalition, state: int) -> bool:  # noqa: ARG002 - the protocol's signature
        """Return False: explicit arcs leave a move out instead of freezing it."""
        return False


def option_moves(
    states: States,
    owned: Sequence[Iterable[int]],
    directions: Mapping[int, str],
    freezes: Sequence[tuple[Formula, Iterable[int]]] = (),
) -> OptionMoves:
    """Return the moves by the option rule.

    Parameters
    ----------
    states : States
    owned : sequence
        The bits of each decision maker's options.
    directions : mapping
        From a bit to ``N->Y`` or ``Y->N``, for the options that go one way only.
    freezes : sequence
        A formula, and the bits that cannot change by a move that starts where it holds.
    """
    width = states.words.shape[1]
    up = bit_mask((b for b, d in directions.items() if d == "N->Y"), width)
    down = bit_mask((b for b, d in directions.items() if d == "Y->N"), width)
    stops = tuple((states.truth(f), bit_mask(bits, width)) for f, bits in freezes)
    return OptionMoves(states, tuple(bit_mask(b, width) for b in owned), up, down, stops)


def coalitions(players: Sequence[int]) -> Iterator[Coalition]:
    """Yield every nonempty coalition, the smaller ones first.

    Examples
    --------
    >>> list(coalitions([0, 1]))
    [(0,), (1,), (0, 1)]
    """
    for size in range(1, len(players) + 1):
        yield from combinations(players, size)


Step = Callable[[int, int], Indices]


@dataclass(frozen=True, eq=False)
class Walk:
    """Steps along edge lists, from one state or from many at once; what :func:`legal_reach` walks fastest.

    Attributes
    ----------
    lists : tuple of Arcs
        For each decision maker, the moves or the improvements.
    """

    lists: tuple[Arcs, ...]

    def __call__(self, mover: int, state: int) -> Indices:
        """Return the states that one step of ``mover`` leads to from ``state``."""
        return self.lists[mover].leaving(state)

    def many(self, mover: int, states: Indices) -> Indices:
        """Return the states that one step of ``mover`` leads to from any of some states."""
        return self.lists[mover].leaving_any(states)


def legal_reach(step: Step | Walk, coalition: Coalition, state: int, n_states: int) -> Mask:
    """Return where legal sequences of the members' moves lead (theory A4), after at least one move.

    Parameters
    ----------
    step : callable
        From a decision maker and a state to the states that one of its moves leads to; give the moves, or only the
        improvements. A :class:`Walk` is much faster where many states are reached.
    coalition : tuple of int
        Who moves; nobody moves twice in a row.
    state : int
        The start; it is in the answer only if a sequence returns to it.
    n_states : int

    Returns
    -------
    ndarray
        ``(states,) bool``.

    Notes
    -----
    Each pair of a state and its last mover is opened once.
    """
    reached_by = {i: np.zeros(n_states, dtype=bool) for i in coalition}
    fresh = {-1: np.array([state])}
    while fresh:
        arrived = {i: _one_step(step, i, [s for last, s in fresh.items() if last != i], n_states) for i in coalition}
        fresh = {i: np.flatnonzero(new & ~reached_by[i]) for i, new in arrived.items()}
        fresh = {i: states for i, states in fresh.items() if states.size}
        for i, states in fresh.items():
            reached_by[i][states] = True
    return somewhere([np.zeros(n_states, dtype=bool), *reached_by.values()])


def _one_step(step: Step | Walk, mover: int, starts: list[Indices], n_states: int) -> Mask:
    arrived = np.zeros(n_states, dtype=bool)
    if isinstance(step, Walk):
        for states in starts:
            arrived[step.many(mover, states)] = True
        return arrived
    for state in np.unique(np.concatenate([np.zeros(0, dtype=np.int64), *starts])).tolist():
        arrived[step(mover, state)] = True
    return arrived


def joint_reach(moves: Moves, coalition: Coalition, state: int, joint: Joint = "both") -> Mask:
    """Return where the members of a coalition can go together from ``state`` (theory A4 and the words of the glossary).

    Parameters
    ----------
    moves : Moves
    coalition : tuple of int
        A single decision maker's joint moves are its unilateral moves.
    state : int
    joint : str
        ``sequences``: a legal sequence of the members' moves; ``at_once``: all change their own options in one step
        (some may stay passive); ``both``: either.

    Returns
    -------
    ndarray
        ``(states,) bool``; never true of ``state`` itself.

    Notes
    -----
    Where nothing that the members own is frozen at ``state``, whatever a sequence changes can be changed at once, so
    the sequences need not be walked.
    """
    together = moves.at_once(coalition, state) if joint != "sequences" or len(coalition) == 1 else None
    if len(coalition) == 1 and together is None:
        return _only(moves.leaving(coalition[0], state), moves.n_states)
    if joint == "at_once" or (together is not None and (len(coalition) == 1 or not moves.is_frozen(coalition, state))):
        return together if together is not None else np.zeros(moves.n_states, dtype=bool)
    reached = legal_reach(moves.leaving, coalition, state, moves.n_states)
    reached[state] = False
    return reached if together is None else reached | together


def _only(indices: Indices, size: int) -> Mask:
    mask = np.zeros(size, dtype=bool)
    mask[indices] = True
    return mask
