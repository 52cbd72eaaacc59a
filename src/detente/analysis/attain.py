"""Can the outcome be attained, by whom moving together, and who could answer?

A *step* is a joint move of a coalition (of one decision maker or more) to a state that is strictly better for every
member, and that no credible answer of the outsiders deters: no legal sequence of their own improvements leads to a
state where some member is not strictly better than at the start of the step. The outcome is *attainable* if a chain
of steps leads from the status quo to a state where it holds. Related to the coalition improvements of theory C15,
whose joint moves are sequences only.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Container, Iterator
from dataclasses import dataclass, field
from functools import cached_property
from itertools import pairwise
from typing import Literal

import numpy as np

from detente.analysis.deterrence import Spread, Worst
from detente.analysis.together import Ends, Improvement, Together, code_of
from detente.model.conflict import Conflict
from detente.model.formula import Formula, Mask
from detente.model.moves import Coalition, Indices, Joint, coalitions, legal_reach

Answers = Literal["credible", "any", "none", "joint"]


@dataclass(frozen=True, slots=True)
class Rules:
    """What counts as a joint move, as an answer, and as an improvement.

    Attributes
    ----------
    joint : str
        ``both`` (default), ``sequences`` (theory C15) or ``at_once``.
    answers : str
        Which answers deter: ``credible`` (the outsiders' own improvements), ``any`` (all their moves), ``none``, or
        ``joint`` (improvements of coalitions of outsiders too).
    improvement : str
        ``strict``: better for every member; ``pareto``: worse for no member and better for one.
    """

    joint: Joint = "both"
    answers: Answers = "credible"
    improvement: Improvement = "strict"


@dataclass(frozen=True, slots=True)
class Step:
    """A joint move from one state to another."""

    by: Coalition
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Attainment:
    """Whether a formula can be attained, and by which chain.

    Attributes
    ----------
    path : tuple of Step or None
        A shortest chain; empty if the formula holds already, None if there is none.
    visited : tuple of int
        The states that unanswered improvements reach from the status quo, as far as they were looked at.
    """

    path: tuple[Step, ...] | None
    visited: tuple[int, ...]

    @property
    def attainable(self) -> bool:
        """Whether there is a chain."""
        return self.path is not None


MOST_CELLS = 1 << 26


@dataclass(eq=False)
class Search:
    """The chains of one conflict under one set of rules; what it finds out is kept.

    Parameters
    ----------
    conflict : Conflict
    groups : tuple of tuple of int, optional
        The coalitions that can act; all of them if not given.
    rules : Rules, optional
    """

    conflict: Conflict
    groups: tuple[Coalition, ...] = ()
    rules: Rules = field(default_factory=Rules)
    _worst: dict[Coalition, Worst] = field(default_factory=dict, init=False, repr=False)

    def __post_init__(self) -> None:
        players = range(len(self.conflict.decision_makers))
        self.groups = self.groups or tuple(coalitions(players))

    @cached_property
    def together(self) -> Together:
        """The joint moves and joint improvements of coalitions."""
        return Together(self.conflict, self.rules.joint, self.rules.improvement)

    def better(self, coalition: Coalition, start: int) -> Mask:
        """Return ``(states,) bool``: the states that are an improvement on ``start`` for the coalition."""
        return self.together.better(coalition, start)

    def improving(self, coalition: Coalition, start: int) -> Mask:
        """Return ``(states,) bool``: the joint improvements of the coalition from ``start``, answered or not."""
        improved = np.zeros(len(self.conflict.states), dtype=bool)
        improved[self.together.gains(coalition, start)] = True
        return improved

    def outsiders(self, coalition: Coalition) -> Coalition:
        """Return the decision makers outside the coalition."""
        return tuple(i for i in range(len(self.conflict.decision_makers)) if i not in coalition)

    def groups_within(self, players: Coalition) -> tuple[Coalition, ...]:
        """Return the coalitions that can act and have no other members than these."""
        return tuple(g for g in self.groups if set(g) <= set(players))

    def answering(self, coalition: Coalition) -> tuple[Coalition, ...]:
        """Return who can answer a move of the coalition: single outsiders, or coalitions of them."""
        outsiders = self.outsiders(coalition)
        if self.rules.answers == "none":
            return ()
        return self.groups_within(outsiders) if self.rules.answers == "joint" else tuple((i,) for i in outsiders)

    def answer_moves(self, group: Coalition, states: Indices) -> Spread:
        """Return the moves by which some outsiders go on answering, from many states.

        Returns
        -------
        tuple of ndarray
            ``(moves,) int64`` twice: the place in ``states`` where each move starts, and where it leads; ascending.
        """
        if self.rules.answers == "any":
            return self.together.moving.moves(group[0], states)
        if len(group) == 1:
            return self.together.moving.improvements(group[0], states)
        ends = [self.together.gains(group, s) for s in states.tolist()]
        none = np.zeros(0, dtype=np.int64)
        return np.repeat(np.arange(len(states)), [len(e) for e in ends]), np.concatenate([none, *ends])

    def answer_ends(self, coalition: Coalition, state: int) -> Indices:
        """Return where the answers of the outsiders to a move of the coalition to ``state`` can end."""
        groups = self.answering(coalition)

        def step(group: int, here: int) -> Indices:
            return self.answer_moves(groups[group], np.array([here]))[1]

        return np.flatnonzero(legal_reach(step, tuple(range(len(groups))), state, len(self.conflict.states)))

    def deterring(self, step: Step) -> Indices:
        """Return the ends of answers that deter a step: some member is then not better off than at its start."""
        ends = self.answer_ends(step.by, step.end)
        return ends[~self.together.better(step.by, step.start, ends)]

    def deterred(self, coalition: Coalition, start: int, ends: Indices) -> Mask:
        """Return ``(ends,) bool``: which moves of a coalition from ``start`` some answer deters."""
        if not self.answering(coalition):
            return np.zeros(len(ends), dtype=bool)
        worst = self._worst_of(coalition)
        least, here = worst.after(ends), worst.ranks[:, [start]]
        if self.rules.improvement == "strict":
            return np.asarray((least <= here).any(axis=0))
        return np.asarray((least[:-1] < here[:-1]).any(axis=0) | (least[-1] <= here[-1]))

    def _worst_of(self, coalition: Coalition) -> Worst:
        if coalition not in self._worst:
            ranks = np.stack([self.conflict.orders[i].ranks for i in coalition]).astype(np.int32)
            if self.rules.improvement == "pareto":  # nobody worse off, and the sum greater: somebody better off
                ranks = np.concatenate([ranks, ranks.sum(axis=0, dtype=np.int32, keepdims=True)])
            groups = self.answering(coalition)
            made = Worst(ranks, len(groups), lambda k, states: self.answer_moves(groups[k], states))
            if sum(w.cells for w in self._worst.values()) + made.cells > MOST_CELLS:
                self._worst.clear()
            self._worst[coalition] = made
        return self._worst[coalition]

    def steps_from(self, state: int, known: Container[int] | Mask = ()) -> Iterator[Step]:
        """Yield the unanswered joint improvements from a state to states that are not known yet.

        The smaller coalitions come first, and of one coalition the smaller changes. ``known`` may be a mask of states.
        """
        wishes = self.together.wishes(state)
        for coalition in self.together.hopeful(state, self.groups):
            ends, sure = wishes(coalition)
            new = _unknown(ends, known)
            order = _nearest(self.conflict, state, ends[new])
            ends, able, open_ = ends[new][order], sure[new][order], not sure.all()
            for block in _blocks(len(ends)):
                kept = ~self.deterred(coalition, state, ends[block])
                if open_ and not able[block][kept].all():
                    able, open_ = self.together.can(coalition, state, ends, able), False
                for end in ends[block][kept & able[block]].tolist():
                    yield Step(coalition, state, end)

    def attain(self, goal: Formula | Mask, start: int | None = None) -> Attainment:
        """Return a shortest chain of steps to a state where the goal holds, breadth-first.

        Parameters
        ----------
        goal : Formula or ndarray
            A formula, or ``(states,) bool``.
        start : int, optional
            Where the chain begins; the status quo if not given.

        Raises
        ------
        ModelError
            If there is no feasible status quo.
        """
        wanted = goal if isinstance(goal, np.ndarray) else self.conflict.states.truth(goal)
        begin = self.conflict.status_quo if start is None else start
        came_by: dict[int, Step | None] = {begin: None}
        if wanted[begin]:
            return Attainment((), (begin,))
        known = np.zeros(len(wanted), dtype=bool)
        known[begin] = True
        todo = deque([begin])
        while todo:
            for step in self.steps_from(todo.popleft(), known):
                came_by[step.end], known[step.end] = step, True
                if wanted[step.end]:
                    return Attainment(_chain(came_by, step.end), tuple(came_by))
                todo.append(step.end)
        return Attainment(None, tuple(came_by))


def _unknown(ends: Indices, known: Container[int] | Mask) -> Mask:
    if isinstance(known, np.ndarray):
        return np.asarray(~known[ends])
    return np.array([e not in known for e in ends.tolist()], dtype=bool)


def _blocks(count: int, first: int = 4) -> Iterator[slice]:
    """Yield slices of the ends, short at first: the search may be over before the last of them."""
    done = 0
    while done < count:
        yield slice(done, done + first)
        done, first = done + first, 2 * first


def _chain(came_by: dict[int, Step | None], end: int) -> tuple[Step, ...]:
    steps: list[Step] = []
    step = came_by[end]
    while step is not None:
        steps.append(step)
        step = came_by[step.start]
    return tuple(reversed(steps))


def attain(conflict: Conflict, goal: Formula, rules: Rules | None = None) -> Attainment:
    """Return whether a formula can be attained from the status quo, with a shortest chain.

    Examples
    --------
    >>> import detente
    >>> case = detente.load("peace-treaty")
    >>> attain(case.conflict(), case.outcome).attainable
    False
    >>> attain(case.conflict(world="both_gone"), case.outcome).attainable
    True
    """
    return Search(conflict, rules=rules or Rules()).attain(goal)


@dataclass(frozen=True, slots=True)
class Attempt:
    """A joint move that would bring the outcome about, and what stops it.

    Attributes
    ----------
    step : Step
    vetoes : tuple of int
        The members for whom it is no improvement; empty if all of them want it.
    answer : tuple of Step
        If nobody vetoes it: the answer of the outsiders that deters it, move by move.
    """

    step: Step
    vetoes: Coalition
    answer: tuple[Step, ...] = ()


def attempts(search: Search, goal: Formula | Mask, reached: Attainment) -> tuple[Attempt, ...]:
    """Return the joint moves to the goal that come nearest to succeeding, each with what stops it.

    Every coalition is looked at, from every state that unanswered improvements reach. Kept are the attempts whose
    vetoes contain no other attempt's vetoes; of those with the same vetoes the smallest coalition, then the smallest
    change. The fewest vetoes come first.
    """
    goals = np.flatnonzero(goal if isinstance(goal, np.ndarray) else search.conflict.states.truth(goal))
    found: dict[Coalition, Step] = {}
    for start in reached.visited if goals.size else ():
        ends = search.together.compared(start, nearest_first(search.conflict, start, goals))
        for coalition in search.groups:
            for vetoes, end in _attempts_of(search, ends, coalition, start):
                if vetoes not in found or len(coalition) < len(found[vetoes].by):
                    found[vetoes] = Step(coalition, start, end)
    nearest = [v for v in found if not any(set(other) < set(v) for other in found)]
    made = [Attempt(found[v], v, () if v else deterring_answer(search, found[v])) for v in nearest]
    return tuple(sorted(made, key=lambda a: (len(a.vetoes), len(a.step.by), a.step.end)))


def _attempts_of(search: Search, ends: Ends, coalition: Coalition, start: int) -> Iterator[tuple[Coalition, int]]:
    """Yield the first end for every set of vetoes that a move to one of the ends meets; they are nearest first."""
    able = np.flatnonzero(search.together.ways(coalition, start, ends))
    if able.size:
        _, first = np.unique(_vetoes(search, ends, coalition)[able], return_index=True)
        for place in able[np.sort(first)].tolist():
            step = Step(coalition, start, int(ends.states[place]))
            yield vetoers(search.conflict, step, search.rules), step.end


def _vetoes(search: Search, ends: Ends, coalition: Coalition) -> Indices:
    """Return ``(ends,) int64``: a number for the set of members that a move to each end does not make better off."""
    members = code_of(coalition)
    if search.rules.improvement == "strict":
        return np.asarray(members & ~ends.better)
    worse = members & ~ends.no_worse
    return np.where((worse == 0) & (members & ends.better == 0), members, worse)


def vetoers(conflict: Conflict, step: Step, rules: Rules) -> Coalition:
    """Return the members that a step does not make better off (under ``pareto``: that it makes worse off)."""
    gains = [(i, conflict.orders[i].ranks[step.end] - conflict.orders[i].ranks[step.start]) for i in step.by]
    if rules.improvement == "strict":
        return tuple(i for i, gain in gains if gain <= 0)
    worse = tuple(i for i, gain in gains if gain < 0)
    return worse if worse or any(gain > 0 for _, gain in gains) else step.by


def distances(conflict: Conflict, start: int, ends: Indices) -> Indices:
    """Return ``(ends,) int64``: how many options differ from ``start``."""
    words = conflict.states.words
    return np.asarray(np.bitwise_count(words[ends] ^ words[start]).sum(axis=1), dtype=np.int64)


def nearest_first(conflict: Conflict, start: int, ends: Indices) -> Indices:
    """Return the ends in the order of how many options differ from ``start``; those at the same distance as given."""
    return ends[_nearest(conflict, start, ends)]


def _nearest(conflict: Conflict, start: int, ends: Indices) -> Indices:
    return np.argsort(distances(conflict, start, ends).astype(np.uint16), kind="stable")


def deterring_answer(search: Search, step: Step) -> tuple[Step, ...]:
    """Return a shortest answer that deters a step, as moves of single outsiders; empty if none does.

    Under the rule ``joint`` the moves may be of coalitions of outsiders.
    """
    better = search.better(step.by, step.start)
    walk = AnswerWalk(search, step)
    return next((walk.path(k) for k, end in walk.ends() if not better[end]), ())


def answer_paths(search: Search, step: Step) -> Iterator[tuple[Step, ...]]:
    """Yield a shortest legal answer of the outsiders for every pair of an end and a last mover, the shortest first."""
    walk = AnswerWalk(search, step)
    return (walk.path(k) for k, _ in walk.ends())


class AnswerWalk:
    """All legal answers to a step, breadth-first; a level at a time, in the order of one after the other."""

    def __init__(self, search: Search, step: Step) -> None:
        self.search, self.start = search, step.end
        self.groups = search.answering(step.by)
        none = np.zeros(0, dtype=np.int64)
        self._end, self._by, self._from = none, none, none

    def ends(self) -> Iterator[tuple[int, int]]:
        """Yield the number of each answer and where it ends."""
        size = len(self.search.conflict.states)
        seen = np.zeros(len(self.groups) * size, dtype=bool)
        here, last, number = np.array([self.start]), np.array([-1]), np.array([-1])
        while here.size and self.groups:
            places, by, ends = self._level(here, last)
            codes = by * size + ends
            _, first = np.unique(codes, return_index=True)
            first = np.sort(first[~seen[codes[first]]])
            seen[codes[first]] = True
            here, last = ends[first], by[first]
            self._from = np.concatenate([self._from, number[places[first]]])
            number = np.arange(len(self._end), len(self._end) + len(first))
            self._end, self._by = np.concatenate([self._end, here]), np.concatenate([self._by, last])
            yield from zip(number.tolist(), here.tolist(), strict=True)

    def _level(self, here: Indices, last: Indices) -> tuple[Indices, Indices, Indices]:
        """Return where each further move starts (a place in ``here``), who makes it, and where it leads, in order."""
        places, by, ends = [], [], []
        for k, group in enumerate(self.groups):
            able = np.flatnonzero(last != k)
            rows, led = self.search.answer_moves(group, here[able])
            places.append(able[rows])
            by.append(np.full(len(rows), k))
            ends.append(led)
        order = np.argsort(np.concatenate(places), kind="stable")
        return np.concatenate(places)[order], np.concatenate(by)[order], np.concatenate(ends)[order]

    def path(self, number: int) -> tuple[Step, ...]:
        """Return one answer, move by move."""
        steps: list[Step] = []
        while number >= 0:
            before = int(self._from[number])
            here = self.start if before < 0 else int(self._end[before])
            steps.append(Step(self.groups[int(self._by[number])], here, int(self._end[number])))
            number = before
        return tuple(reversed(steps))


def is_legal_sequence(path: tuple[Step, ...]) -> bool:
    """Return whether consecutive steps join up and nobody moves twice in a row."""
    return all(a.end == b.start and a.by != b.by for a, b in pairwise(path))
