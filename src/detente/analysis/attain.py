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
from itertools import pairwise
from typing import Literal

import numpy as np

from detente.model.conflict import Conflict
from detente.model.formula import Formula, Mask, everywhere, somewhere
from detente.model.moves import Coalition, Indices, Joint, coalitions, legal_reach

Answers = Literal["credible", "any", "none", "joint"]
Improvement = Literal["strict", "pareto"]


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
    _answers: dict[tuple[Coalition, int], Indices] = field(default_factory=dict, init=False, repr=False)

    def __post_init__(self) -> None:
        players = range(len(self.conflict.decision_makers))
        self.groups = self.groups or tuple(coalitions(players))

    def better(self, coalition: Coalition, start: int) -> Mask:
        """Return ``(states,) bool``: the states that are an improvement on ``start`` for the coalition."""
        orders = [self.conflict.orders[i] for i in coalition]
        strict = [o.ranks > o.ranks[start] for o in orders]
        if self.rules.improvement == "strict":
            return everywhere(strict)
        weak = [o.ranks >= o.ranks[start] for o in orders]
        return everywhere(weak) & somewhere(strict)

    def improving(self, coalition: Coalition, start: int) -> Mask:
        """Return ``(states,) bool``: the joint improvements of the coalition from ``start``, answered or not."""
        better = self.better(coalition, start)
        if better.any():
            better &= self.conflict.structure.joint_reach(coalition, start, self.rules.joint)
        return better

    def outsiders(self, coalition: Coalition) -> Coalition:
        """Return the decision makers outside the coalition."""
        return tuple(i for i in range(len(self.conflict.decision_makers)) if i not in coalition)

    def groups_within(self, players: Coalition) -> tuple[Coalition, ...]:
        """Return the coalitions that can act and have no other members than these."""
        return tuple(g for g in self.groups if set(g) <= set(players))

    def answer_ends(self, coalition: Coalition, state: int) -> Indices:
        """Return where the answers of the outsiders to a move of the coalition to ``state`` can end."""
        outsiders = self.outsiders(coalition)
        key = (outsiders, state)
        if key not in self._answers:
            self._answers[key] = np.flatnonzero(self._answered(outsiders, state))
        return self._answers[key]

    def _answered(self, outsiders: Coalition, state: int) -> Mask:
        size, moves = len(self.conflict.states), self.conflict.moves
        if self.rules.answers == "none" or not outsiders:
            return np.zeros(size, dtype=bool)
        if self.rules.answers == "any":
            return legal_reach(moves.leaving, outsiders, state, size)
        if self.rules.answers == "credible":
            return legal_reach(self.conflict.improvements, outsiders, state, size)
        groups = self.groups_within(outsiders)

        def joint_step(group: int, here: int) -> Indices:
            return np.flatnonzero(self.improving(groups[group], here))

        return legal_reach(joint_step, tuple(range(len(groups))), state, size)

    def deterring(self, step: Step) -> Indices:
        """Return the ends of answers that deter a step: some member is then not better off than at its start."""
        ends = self.answer_ends(step.by, step.end)
        return ends[~self.better(step.by, step.start)[ends]]

    def steps_from(self, state: int, known: Container[int] = ()) -> Iterator[Step]:
        """Yield the unanswered joint improvements from a state to states that are not known yet.

        The smaller coalitions come first, and of one coalition the smaller changes.
        """
        for coalition in self.groups:
            ends = np.flatnonzero(self.improving(coalition, state))
            if not ends.size:
                continue
            for end in ends[np.argsort(distances(self.conflict, state, ends), kind="stable")].tolist():
                step = Step(coalition, state, end)
                if end not in known and not self.deterring(step).size:
                    yield step

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
        todo = deque([begin])
        while todo:
            for step in self.steps_from(todo.popleft(), came_by):
                came_by[step.end] = step
                if wanted[step.end]:
                    return Attainment(_chain(came_by, step.end), tuple(came_by))
                todo.append(step.end)
        return Attainment(None, tuple(came_by))


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


def attempts(search: Search, goal: Formula, reached: Attainment) -> tuple[Attempt, ...]:
    """Return the joint moves to the goal that come nearest to succeeding, each with what stops it.

    Every coalition is looked at, from every state that unanswered improvements reach. Kept are the attempts whose
    vetoes contain no other attempt's vetoes; of those with the same vetoes the smallest coalition, then the smallest
    change. The fewest vetoes come first.
    """
    wanted = search.conflict.states.truth(goal)
    found: dict[Coalition, Step] = {}
    for start in reached.visited:
        for coalition in search.groups:
            for vetoes, step in _attempts_of(search, wanted, coalition, start):
                if vetoes not in found or len(step.by) < len(found[vetoes].by):
                    found[vetoes] = step
    nearest = [v for v in found if not any(set(other) < set(v) for other in found)]
    made = [Attempt(found[v], v, () if v else deterring_answer(search, found[v])) for v in nearest]
    return tuple(sorted(made, key=lambda a: (len(a.vetoes), len(a.step.by), a.step.end)))


def _attempts_of(search: Search, wanted: Mask, coalition: Coalition, start: int) -> Iterator[tuple[Coalition, Step]]:
    """Yield, for every set of vetoes that a move to the goal meets, the move that changes least."""
    conflict = search.conflict
    ends = np.flatnonzero(conflict.structure.joint_reach(coalition, start, search.rules.joint) & wanted)
    if not ends.size:
        return
    ends = ends[np.argsort(distances(conflict, start, ends), kind="stable")]
    _, first = np.unique(_vetoes(search, coalition, start, ends), axis=0, return_index=True)
    for place in np.sort(first):
        step = Step(coalition, start, int(ends[place]))
        yield vetoers(conflict, step, search.rules), step


def _vetoes(search: Search, coalition: Coalition, start: int, ends: Indices) -> Mask:
    """Return ``(ends, members) bool``: which members a move to each end does not make better off."""
    ranks = [search.conflict.orders[i].ranks for i in coalition]
    if search.rules.improvement == "strict":
        return np.asarray(np.stack([r[ends] <= r[start] for r in ranks], axis=1))
    worse = np.asarray(np.stack([r[ends] < r[start] for r in ranks], axis=1))
    no_gain = ~search.better(coalition, start)[ends] & ~worse.any(axis=1)
    return worse | no_gain.reshape(-1, 1)


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


def deterring_answer(search: Search, step: Step) -> tuple[Step, ...]:
    """Return a shortest answer that deters a step, as moves of single outsiders; empty if none does.

    Under the rule ``joint`` the moves may be of coalitions of outsiders.
    """
    bad = set(search.deterring(step).tolist())
    if not bad:
        return ()
    return next((path for path in answer_paths(search, step) if path[-1].end in bad), ())


def answer_paths(search: Search, step: Step) -> Iterator[tuple[Step, ...]]:
    """Yield a shortest legal answer of the outsiders for every pair of an end and a last mover, the shortest first."""
    outsiders = search.outsiders(step.by)
    groups = search.groups_within(outsiders) if search.rules.answers == "joint" else tuple((i,) for i in outsiders)
    paths: deque[tuple[Step, ...]] = deque([()])
    seen: set[tuple[int, Coalition]] = set()
    while paths:
        path = paths.popleft()
        here, last = (path[-1].end, path[-1].by) if path else (step.end, ())
        for group in (g for g in groups if g != last):
            for end in _answer_moves(search, group, here):
                if (end, group) not in seen:
                    seen.add((end, group))
                    longer = (*path, Step(group, here, end))
                    yield longer
                    paths.append(longer)


def _answer_moves(search: Search, group: Coalition, here: int) -> list[int]:
    if search.rules.answers == "none":
        return []
    if search.rules.answers == "any":
        return [int(e) for e in search.conflict.moves.leaving(group[0], here)]
    if search.rules.answers == "credible":
        return [int(e) for e in search.conflict.improvements(group[0], here)]
    return [int(e) for e in np.flatnonzero(search.improving(group, here))]


def is_legal_sequence(path: tuple[Step, ...]) -> bool:
    """Return whether consecutive steps join up and nobody moves twice in a row."""
    return all(a.end == b.start and a.by != b.by for a, b in pairwise(path))
