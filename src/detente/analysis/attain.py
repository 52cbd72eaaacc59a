"""Can the outcome be attained, by whom moving together, and who could answer?

A *step* is a joint move of a coalition (of one decision maker or more) to a state that is strictly better for every
member, and that no credible answer of the outsiders deters: no legal sequence of their own improvements leads to a
state where some member is not strictly better than at the start of the step. The outcome is *attainable* if a chain
of steps leads from the status quo to a state where it holds. Related to the coalition improvements of theory C15,
whose joint moves are sequences only.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from functools import cached_property
from itertools import pairwise
from typing import Literal

import numpy as np

from detente.analysis.deterrence import Labels, Spread, Whole, Worst, rank_type
from detente.analysis.together import Codes, Ends, Improvement, Together, Wished, in_blocks, most_together
from detente.engines.answers import Answering, compiled_answers
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


MOST_BYTES = 1 << 28


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
    _worst: dict[Coalition, Worst | Whole] = field(default_factory=dict, init=False, repr=False)

    def __post_init__(self) -> None:
        players = range(len(self.conflict.decision_makers))
        self.groups = self.groups or tuple(coalitions(players))
        self._places = {group: k for k, group in enumerate(self.groups)}

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
        improved[self.together.gains(coalition, np.array([start]))[1]] = True
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
        return self.together.gains(group, states)

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

    def deterred(self, coalition: Coalition, starts: Indices, ends: Indices) -> Mask:
        """Return ``(moves,) bool``: which moves of a coalition some answer deters."""
        if not self.answering(coalition):
            return np.zeros(len(ends), dtype=bool)
        worst = self._worst_of(coalition)
        least, here = worst.after(ends), worst.ranks[:, starts]
        if self.rules.improvement == "strict":
            return np.asarray((least <= here).any(axis=0))
        return np.asarray((least[:-1] < here[:-1]).any(axis=0) | (least[-1] <= here[-1]))

    def _worst_of(self, coalition: Coalition) -> Worst | Whole:
        if coalition not in self._worst:
            made = self._found_of(coalition, self._labels(coalition))
            if sum(w.size for w in self._worst.values()) + made.size > MOST_BYTES:
                self._worst.clear()
            self._worst[coalition] = made
        return self._worst[coalition]

    def _labels(self, coalition: Coalition) -> Labels:
        """Return the members' ranks; under ``pareto`` also their sum, which is greater where somebody is better off."""
        ranks = [self.conflict.orders[i].ranks for i in coalition]
        pareto = self.rules.improvement == "pareto"
        kind = rank_type(sum(int(r.max()) for r in ranks) if pareto else max(int(r.max()) for r in ranks))
        made = [r.astype(kind, copy=False) for r in ranks]
        return np.stack([*made, np.sum(made, axis=0, dtype=kind)] if pareto else made)

    def _found_of(self, coalition: Coalition, labels: Labels) -> Worst | Whole:
        if self._compiled is not None:
            return Whole(labels, self._compiled.worst(self.outsiders(coalition), labels))
        groups = self.answering(coalition)
        return Worst(labels, len(groups), lambda k, states: self.answer_moves(groups[k], states))

    @cached_property
    def _compiled(self) -> Answering | None:
        """The kernel's answers; None where it does not follow them."""
        if self.rules.answers == "joint":
            return None
        return compiled_answers(self.conflict, any_move=self.rules.answers == "any")

    def steps_from(self, state: int, known: Iterable[int] = ()) -> Iterator[Step]:
        """Yield the unanswered joint improvements from a state to states that are not known yet.

        The smaller coalitions come first, and of one coalition the smaller changes.
        """
        starts, before = np.array([state]), np.ones(len(self.conflict.states), dtype=np.int64)
        before[list(known)] = 0
        wished = self.together.wishes(starts)
        for coalition in wished.hopeful(self.groups):
            _, ends = self._unanswered(coalition, starts, wished, before)
            for end in nearest_first(self.conflict, state, ends).tolist():
                yield Step(coalition, state, end)

    def _unanswered(self, coalition: Coalition, starts: Indices, wished: Wished, before: Indices) -> Spread:
        """Return a coalition's unanswered improvements: places of starts, below what ``before`` tells, and ends."""
        rows, ends, sure = wished.of(coalition)
        open_ = rows < before[ends]
        rows, ends, sure = rows[open_], ends[open_], sure[open_]
        kept = ~self.deterred(coalition, starts[rows], ends)
        rows, ends, sure = rows[kept], ends[kept], sure[kept]
        able = self.together.can(coalition, starts[rows], ends, sure)
        return rows[able], ends[able]

    def _steps(self, starts: Indices, known: Mask, wanted: Mask) -> list[Step]:
        """Return the steps to states that are not known, in order: those that come first, and some that do not.

        Steps to wanted states are looked for first: what would come after one of them is not needed.
        """
        before = np.where(known, 0, len(starts))  # only from starts before this place is an end still looked for
        wished, found = self.together.wishes(starts), [np.zeros((3, 0), dtype=np.int64)]
        for some in (wanted, ~wanted):
            part = wished.among(some)
            for coalition in part.hopeful(self.groups):
                rows, ends = self._unanswered(coalition, starts, part, before)
                np.minimum.at(before, ends, rows)
                found.append(np.stack([rows, np.full(len(rows), self._places[coalition]), ends]))
            np.minimum(before, before[wanted & ~known].min(initial=len(starts)) + 1, out=before)
        rows, by, ends = np.concatenate(found, axis=1)
        order = np.lexsort((ends, distances(self.conflict, starts[rows], ends), by, rows))
        steps = zip(by[order].tolist(), starts[rows[order]].tolist(), ends[order].tolist(), strict=True)
        return [Step(self.groups[k], start, end) for k, start, end in steps]

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
        todo, done, count = [begin], 0, 1
        most = most_together(len(wanted))
        while done < len(todo):
            starts = np.array(todo[done : done + count])
            for step in self._steps(starts, known, wanted):
                if known[step.end]:
                    continue
                came_by[step.end], known[step.end] = step, True
                if wanted[step.end]:
                    return Attainment(_chain(came_by, step.end), tuple(came_by))
                todo.append(step.end)
            done, count = done + len(starts), min(2 * count, most)
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


def attempts(search: Search, goal: Formula | Mask, reached: Attainment) -> tuple[Attempt, ...]:
    """Return the joint moves to the goal that come nearest to succeeding, each with what stops it.

    Every coalition is looked at, from every state that unanswered improvements reach. Kept are the attempts whose
    vetoes contain no other attempt's vetoes; of those with the same vetoes the smallest coalition, then the smallest
    change. The fewest vetoes come first.
    """
    goals = np.flatnonzero(goal if isinstance(goal, np.ndarray) else search.conflict.states.truth(goal))
    found: dict[Coalition, Step] = {}
    for starts in in_blocks(np.array(reached.visited), len(goals), first=1) if goals.size else ():
        ends = search.together.compared(starts, np.arange(len(starts))[:, None], goals)
        for step, vetoes in _attempts_among(search, starts, _not_known(ends, found)):
            if vetoes not in found or len(step.by) < len(found[vetoes].by):
                found[vetoes] = step
    nearest = [v for v in found if not any(set(other) < set(v) for other in found)]
    made = [Attempt(found[v], v, () if v else deterring_answer(search, found[v])) for v in nearest]
    return tuple(sorted(made, key=lambda a: (len(a.vetoes), len(a.step.by), a.step.end)))


def _not_known(ends: Ends, found: dict[Coalition, Step]) -> Ends:
    """Leave out the pairs where, whoever else goes along, the vetoes are no fewer than those of one who moves alone."""
    gained = ends.better if ends.improvement == "strict" else ends.no_worse
    worse, open_ = ends.movers & ~gained, ends.movers != -1
    for vetoes, step in found.items():
        if len(step.by) == 1:
            open_ &= worse & ends.code(vetoes) != ends.code(vetoes)
    return ends.at(open_)


def _attempts_among(search: Search, starts: Indices, ends: Ends) -> list[tuple[Step, Coalition]]:
    """Return, for each coalition and the vetoes that it can meet, the first and nearest attempt; the first first."""
    made = []
    for place, coalition in enumerate(search.groups):
        able = np.flatnonzero(search.together.ways(coalition, starts, ends))
        pairs = ends.at(able)
        vetoes = _vetoes(pairs, coalition)
        away = pairs.rows << 32 | distances(search.conflict, starts[pairs.rows], pairs.states)
        for code in set(vetoes.tolist()):
            alike = np.flatnonzero(vetoes == code)
            k = int(alike[away[alike].argmin()])
            step = Step(coalition, int(starts[pairs.rows[k]]), int(pairs.states[k]))
            made.append(((int(pairs.rows[k]), place, int(away[k]), k), step))
    made.sort(key=lambda tried: tried[0])
    return [(step, vetoers(search.conflict, step, search.rules)) for _, step in made]


def _vetoes(ends: Ends, coalition: Coalition) -> Codes:
    """Return ``(pairs,)``: a number for the set of members that a move to each end does not make better off."""
    members = ends.code(coalition)
    if ends.improvement == "strict":
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


def distances(conflict: Conflict, starts: Indices | int, ends: Indices) -> Indices:
    """Return ``(ends,) int64``: how many options differ from a start, or from the start of each."""
    words = conflict.states.words
    return np.asarray(np.bitwise_count(words[ends] ^ words[starts]).sum(axis=1), dtype=np.int64)


def nearest_first(conflict: Conflict, start: int, ends: Indices) -> Indices:
    """Return the ends in the order of how many options differ from ``start``; those at the same distance as given."""
    return ends[np.argsort(distances(conflict, start, ends), kind="stable")]


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
