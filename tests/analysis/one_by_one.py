"""The search for chains, one state and one move after the other: the oracle of the order in which ends are found."""

from __future__ import annotations

from collections import deque
from collections.abc import Container, Iterator
from dataclasses import dataclass, field

import numpy as np

from detente.analysis.attain import Attainment, Attempt, Rules, Step, distances, vetoers
from detente.model.conflict import Conflict
from detente.model.formula import Mask, everywhere, somewhere
from detente.model.moves import Coalition, Indices, coalitions, joint_reach, legal_reach


@dataclass(eq=False)
class OneByOne:
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
            better &= joint_reach(self.conflict.moves, coalition, start, self.rules.joint)
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

    def attain(self, goal: Mask, start: int | None = None) -> Attainment:
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
        wanted = goal
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


def attempts(search: OneByOne, wanted: Mask, reached: Attainment) -> tuple[Attempt, ...]:
    """Return the joint moves to the goal that come nearest to succeeding, each with what stops it.

    Every coalition is looked at, from every state that unanswered improvements reach. Kept are the attempts whose
    vetoes contain no other attempt's vetoes; of those with the same vetoes the smallest coalition, then the smallest
    change. The fewest vetoes come first.
    """
    found: dict[Coalition, Step] = {}
    for start in reached.visited:
        for coalition in search.groups:
            for vetoes, step in _attempts_of(search, wanted, coalition, start):
                if vetoes not in found or len(step.by) < len(found[vetoes].by):
                    found[vetoes] = step
    nearest = [v for v in found if not any(set(other) < set(v) for other in found)]
    made = [Attempt(found[v], v, () if v else deterring_answer(search, found[v])) for v in nearest]
    return tuple(sorted(made, key=lambda a: (len(a.vetoes), len(a.step.by), a.step.end)))


def _attempts_of(search: OneByOne, wanted: Mask, coalition: Coalition, start: int) -> Iterator[tuple[Coalition, Step]]:
    """Yield, for every set of vetoes that a move to the goal meets, the move that changes least."""
    conflict = search.conflict
    ends = np.flatnonzero(joint_reach(conflict.moves, coalition, start, search.rules.joint) & wanted)
    if not ends.size:
        return
    ends = ends[np.argsort(distances(conflict, start, ends), kind="stable")]
    _, first = np.unique(_vetoes(search, coalition, start, ends), axis=0, return_index=True)
    for place in np.sort(first):
        step = Step(coalition, start, int(ends[place]))
        yield vetoers(conflict, step, search.rules), step


def _vetoes(search: OneByOne, coalition: Coalition, start: int, ends: Indices) -> Mask:
    """Return ``(ends, members) bool``: which members a move to each end does not make better off."""
    ranks = [search.conflict.orders[i].ranks for i in coalition]
    if search.rules.improvement == "strict":
        return np.asarray(np.stack([r[ends] <= r[start] for r in ranks], axis=1))
    worse = np.asarray(np.stack([r[ends] < r[start] for r in ranks], axis=1))
    no_gain = ~search.better(coalition, start)[ends] & ~worse.any(axis=1)
    return worse | no_gain.reshape(-1, 1)


def deterring_answer(search: OneByOne, step: Step) -> tuple[Step, ...]:
    """Return a shortest answer that deters a step, as moves of single outsiders; empty if none does.

    Under the rule ``joint`` the moves may be of coalitions of outsiders.
    """
    bad = set(search.deterring(step).tolist())
    if not bad:
        return ()
    return next((path for path in answer_paths(search, step) if path[-1].end in bad), ())


def answer_paths(search: OneByOne, step: Step) -> Iterator[tuple[Step, ...]]:
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


def _answer_moves(search: OneByOne, group: Coalition, here: int) -> list[int]:
    if search.rules.answers == "none":
        return []
    if search.rules.answers == "any":
        return [int(e) for e in search.conflict.moves.leaving(group[0], here)]
    if search.rules.answers == "credible":
        return [int(e) for e in search.conflict.improvements(group[0], here)]
    return [int(e) for e in np.flatnonzero(search.improving(group, here))]
