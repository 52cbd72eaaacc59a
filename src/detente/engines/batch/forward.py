"""Attainability and single states for many profiles at once: forward from the states that matter, in plain Python.

A set of profiles is a whole number whose bit ``p`` stands for profile ``p``, so that one walk over the states serves
all profiles. The walk opens a pair of a state and its last mover again only for the profiles that are new there; for
each profile alone this is the search that the definition describes, so the answers are the definition's.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Literal, Protocol

import numpy as np
import numpy.typing as npt

from detente.model.conflict import Structure
from detente.model.formula import Mask
from detente.model.moves import Coalition, Indices, Joint

Answers = Literal["credible", "any", "none", "joint"]
Improvement = Literal["strict", "pareto"]
Kind = Literal["attains", "leaves", "reaches", "unstable"]
Lanes = int
Ends = dict[int, Lanes]


class RulesLike(Protocol):
    """What counts as a joint move, as an answer, and as an improvement; as the rules of attainability say it."""

    @property
    def joint(self) -> Joint:
        """``both``, ``sequences`` or ``at_once``."""

    @property
    def answers(self) -> Answers:
        """``credible``, ``any``, ``none`` or ``joint``."""

    @property
    def improvement(self) -> Improvement:
        """``strict`` or ``pareto``."""


@dataclass(frozen=True, slots=True)
class Rules:
    """The rules as plain values."""

    joint: Joint = "both"
    answers: Answers = "credible"
    improvement: Improvement = "strict"


@dataclass(frozen=True, eq=False)
class Question:
    """What is asked of every profile.

    Attributes
    ----------
    kind : str
        ``attains``: a chain of unanswered joint improvements leads to a wanted state; ``leaves``: some group has an
        unanswered improvement; ``reaches``: legal sequences of the improvements of the only group's members lead to a
        wanted state; ``unstable``: the state is not stable for the only member of the only group.
    state : int
        Where it starts.
    wanted : ndarray
        ``(states,) bool``.
    groups : tuple of tuple of int
    rules : Rules
        For ``unstable``, the answers are the replies that count.
    countermove : bool
        For ``unstable``: whether a reply must hold against every further move.
    """

    kind: Kind
    state: int
    wanted: Mask
    groups: tuple[Coalition, ...]
    rules: RulesLike
    countermove: bool = False


class Forward:
    """The walks of one set of profiles.

    Parameters
    ----------
    structure : Structure
    orders : sequence of ndarray
        For each decision maker ``(orders, states)`` integers, higher better.
    chosen : ndarray
        ``(profiles, decision makers) int64``: which order each profile gives each decision maker.
    groups : tuple of tuple of int
        The coalitions that can act.
    rules : Rules
    """

    def __init__(
        self,
        structure: Structure,
        orders: Sequence[npt.NDArray[np.integer]],
        chosen: npt.NDArray[np.int64],
        groups: tuple[Coalition, ...] = (),
        rules: RulesLike | None = None,
    ) -> None:
        self.structure, self.groups = structure, groups
        self.rules: RulesLike = rules or Rules()
        self.size, self.everyone = len(structure.states), (1 << len(chosen)) - 1
        used = [np.unique(column, return_inverse=True) for column in chosen.T]
        self.orders = [np.asarray(o)[kinds] for o, (kinds, _) in zip(orders, used, strict=True)]
        self.places = [places.reshape(-1) for _, places in used]
        self._gains: dict[tuple[int, int], tuple[Mask, Mask]] = {}
        self._moves: dict[tuple[Coalition, bool, int], list[tuple[int, Lanes]]] = {}
        self._joint: dict[tuple[Coalition, int], list[tuple[int, Lanes]]] = {}
        self._worse: dict[tuple[Coalition, int], Ends] = {}
        self._answers: dict[tuple[Coalition, int], tuple[Lanes, Ends]] = {}

    def answer(self, question: Question) -> Mask:
        """Return ``(profiles,) bool``: the answer to a question about these groups and rules."""
        match question.kind:
            case "attains":
                found = self.attained(question.state, question.wanted)
            case "leaves":
                found = self.leaving(question.state)
            case "reaches":
                found = self.reached(self.groups[0], question.state, question.wanted)
            case "unstable":
                found = self.unstable(self.groups[0][0], question.state, countermove=question.countermove)
        return as_mask(found, len(self.places[0]))

    # ----------------------------------------------------------------------------------- who is better off

    def _gain(self, player: int, state: int) -> tuple[Mask, Mask]:
        """Return ``(orders, states) bool``: what is no worse, and what is better, than a state."""
        key = (player, state)
        if key not in self._gains:
            ranks = self.orders[player]
            here = ranks[:, state : state + 1]
            self._gains[key] = (ranks >= here, ranks > here)
        return self._gains[key]

    def better(self, group: Coalition, state: int, ends: Indices) -> Mask:
        """Return ``(ends, profiles) bool``: where an end is an improvement on a state for a coalition."""
        strict = self.rules.improvement == "strict"
        no_worse = np.ones((len(ends), len(self.places[0])), dtype=bool)
        gained = np.zeros_like(no_worse)
        for h in group:
            weak, over = (kind[:, ends].T[:, self.places[h]] for kind in self._gain(h, state))
            no_worse &= over if strict else weak
            gained |= over
        return no_worse & gained

    def _candidates(self, group: Coalition, state: int) -> Mask:
        """Return ``(states,) bool``: what may be an improvement for a coalition in some profile."""
        kind = 1 if self.rules.improvement == "strict" else 0
        maybe = np.ones(self.size, dtype=bool)
        for h in group:
            maybe &= self._gain(h, state)[kind].any(axis=0)
        return maybe

    def improving(self, group: Coalition, state: int) -> list[tuple[int, Lanes]]:
        """Return the joint improvements of a coalition from a state: each end with its profiles."""
        key = (group, state)
        if key not in self._joint:
            maybe = self._candidates(group, state)
            if maybe.any():
                maybe &= self.structure.joint_reach(group, state, self.rules.joint)
            ends = np.flatnonzero(maybe)
            self._joint[key] = _with_lanes(ends, self.better(group, state, ends)) if ends.size else []
        return self._joint[key]

    def _no_better(self, group: Coalition, state: int, ends: Iterable[int]) -> Ends:
        """Return for each end the profiles in which it is no improvement on a state for a coalition."""
        known = self._worse.setdefault((group, state), {})
        new = np.array([e for e in ends if e not in known], dtype=np.int64)
        if new.size:
            known.update(zip(new.tolist(), _lanes(~self.better(group, state, new)), strict=True))
        return known

    # --------------------------------------------------------------------------------------------- answers

    def moves(self, mover: Coalition, state: int, *, credible: bool) -> list[tuple[int, Lanes]]:
        """Return the moves of one decision maker: each end with the profiles in which the move counts."""
        key = (mover, credible, state)
        if key not in self._moves:
            ends = self.structure.moves.leaving(mover[0], state)
            if credible:
                over = self._gain(mover[0], state)[1][:, ends].T[:, self.places[mover[0]]]
                self._moves[key] = _with_lanes(ends, over)
            else:
                self._moves[key] = [(e, self.everyone) for e in ends.tolist()]
        return self._moves[key]

    def _answer_moves(self, mover: Coalition, state: int) -> list[tuple[int, Lanes]]:
        if self.rules.answers == "joint":
            return self.improving(mover, state)
        return self.moves(mover, state, credible=self.rules.answers == "credible")

    def sequences(self, movers: Sequence[Coalition], start: int, lanes: Lanes) -> Ends:
        """Return where legal sequences of one move or more end: each end with its profiles."""
        seen: dict[tuple[int, Coalition], Lanes] = {}
        todo: dict[tuple[int, Coalition], Lanes] = {(start, ()): lanes}
        while todo:
            (here, last), fresh = todo.popitem()
            for mover in movers:
                if mover == last:
                    continue
                for end, can in self._answer_moves(mover, here):
                    key = (end, mover)
                    new = can & fresh & ~seen.get(key, 0)
                    if new:
                        seen[key] = seen.get(key, 0) | new
                        todo[key] = todo.get(key, 0) | new
        ends: Ends = {}
        for (end, _), there in seen.items():
            ends[end] = ends.get(end, 0) | there
        return ends

    def answers(self, group: Coalition, state: int, lanes: Lanes) -> Ends:
        """Return where the outsiders' answers to a move of a coalition to a state can end, for these profiles."""
        outsiders = tuple(i for i in range(len(self.places)) if i not in group)
        if self.rules.answers == "none" or not outsiders:
            return {}
        done, ends = self._answers.get((outsiders, state), (0, {}))
        if lanes & ~done:
            for end, there in self.sequences(self._movers(outsiders), state, lanes & ~done).items():
                ends[end] = ends.get(end, 0) | there
            self._answers[(outsiders, state)] = (done | lanes, ends)
        return ends

    def _movers(self, outsiders: Coalition) -> list[Coalition]:
        if self.rules.answers == "joint":
            return [g for g in self.groups if set(g) <= set(outsiders)]
        return [(i,) for i in outsiders]

    # ----------------------------------------------------------------------------------------------- steps

    def steps(self, state: int, lanes: Lanes, known: Ends) -> Iterator[tuple[int, Lanes]]:
        """Yield the ends of unanswered joint improvements, each with those of its profiles that are not known there."""
        for group in self.groups:
            for end, can in self.improving(group, state):
                left = can & lanes & ~known.get(end, 0)
                if left:
                    left &= ~self._deterred(group, state, end, left)
                if left:
                    yield end, left

    def _deterred(self, group: Coalition, state: int, end: int, lanes: Lanes) -> Lanes:
        ends = self.answers(group, end, lanes)
        worse = self._no_better(group, state, ends)
        deterred = 0
        for answer, there in ends.items():
            deterred |= there & worse[answer]
        return deterred & lanes

    def attained(self, start: int, wanted: Mask) -> Lanes:
        """Return the profiles in which a chain of steps leads from a state to a wanted one; breadth-first."""
        if wanted[start]:
            return self.everyone
        reached: Ends = {start: self.everyone}
        todo: Ends = {start: self.everyone}
        done = 0
        while todo:
            ahead: Ends = {}
            for state, lanes in todo.items():
                for end, new in self.steps(state, lanes & ~done, reached):
                    reached[end] = reached.get(end, 0) | new
                    ahead[end] = ahead.get(end, 0) | new
                    done |= new if wanted[end] else 0
            todo = ahead
        return done

    def leaving(self, state: int) -> Lanes:
        """Return the profiles in which some coalition has an unanswered improvement from a state."""
        found = 0
        for group in self.groups:
            for end, can in self.improving(group, state):
                left = can & ~found
                if left:
                    found |= left & ~self._deterred(group, state, end, left)
        return found

    def reached(self, movers: Coalition, start: int, wanted: Mask) -> Lanes:
        """Return the profiles in which legal sequences of the movers' own improvements lead to a wanted state."""
        if wanted[start]:
            return self.everyone
        ends = self.sequences([(i,) for i in movers], start, self.everyone)
        found = 0
        for end, there in ends.items():
            found |= there if wanted[end] else 0
        return found

    # -------------------------------------------------------------------------------------- a single state

    def unstable(self, player: int, state: int, *, countermove: bool) -> Lanes:
        """Return the profiles in which a state is not stable for one decision maker, the answers being the replies."""
        found = 0
        for end, can in self.moves((player,), state, credible=True):
            left = can & ~found
            if left:
                sanctioned = self._held if countermove else self._deterred
                left &= ~sanctioned((player,), state, end, left)
            found |= left
        return found

    def _held(self, group: Coalition, state: int, end: int, lanes: Lanes) -> Lanes:
        """Return the profiles in which some answer leaves a decision maker no better off, whatever it then does."""
        held = 0
        for answer, there in self.answers(group, end, lanes).items():
            left = there & lanes & ~held
            if left:
                further = [answer, *self.structure.moves.leaving(group[0], answer).tolist()]
                worse = self._no_better(group, state, further)
                for after in further:
                    left &= worse[after]
            held |= left
        return held


def _lanes(rows: Mask) -> list[Lanes]:
    """Return each row of ``(ends, profiles) bool`` as a whole number."""
    packed = np.packbits(rows, axis=1, bitorder="little")
    return [int.from_bytes(row.tobytes(), "little") for row in packed]


def _with_lanes(ends: Indices, rows: Mask) -> list[tuple[int, Lanes]]:
    some = rows.any(axis=1)
    return list(zip(ends[some].tolist(), _lanes(rows[some]), strict=True))


def as_mask(lanes: Lanes, size: int) -> Mask:
    """Return a set of profiles as ``(profiles,) bool``."""
    octets = np.frombuffer(lanes.to_bytes((size + 7) // 8, "little"), dtype=np.uint8)
    return np.unpackbits(octets, count=size, bitorder="little").astype(bool)
