"""Stability of coalitions (theory C15): CNash, CGMR, CSMR and CSEQ for every kind of model.

Ranks turn each concept into one question. A coalition improvement goes unanswered exactly if it, and every reply to it,
is better than the start; so each state gets as its *label*, column by column, the least that it or a reply to it gives
each member, and a state is unstable if and only if the coalition reaches a state whose label has in every column more
than the start. In the Pareto sense "more" is "as much in every column, and a greater sum", and the sum is one more
column. CSMR alone does not come apart like this: there the sanction is one state that holds against every counter-move.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from types import ModuleType
from typing import Literal

import numpy as np

from detente.concepts.coalitional import CoalitionConcept, CoalitionReplies
from detente.engines import Progress, native
from detente.engines.coalition_kernel import MOST_PLAYERS, answered
from detente.engines.coalition_reach import FAR, Reach, Values, reach_of
from detente.engines.dominance import Vectors
from detente.engines.reference import is_coalition_stable
from detente.errors import NotTaken, TooLarge, UnknownName, did_you_mean
from detente.model.conflict import Conflict
from detente.model.formula import Mask
from detente.model.moves import Arcs, Coalition, coalitions

Improvement = Literal["strict", "pareto"]
Found = dict[str, dict[Coalition, Mask]]
ENGINES = ("kernel", "edges", "reference")
MOST_ARCS = 1 << 25


@dataclass(frozen=True, eq=False)
class Stable:
    """What is stable for which coalition, and how it was found.

    Attributes
    ----------
    masks : mapping
        From a concept's name and a coalition to ``(states,) bool``.
    engine : str
        ``kernel``, ``edges`` or ``reference``.
    ways : mapping
        From a coalition to how its moves were followed: ``components`` (all can be undone), ``one move`` (one decision
        maker), or ``searched`` (directions, freezes or explicit arcs).
    """

    masks: Mapping[str, Mapping[Coalition, Mask]]
    engine: str
    ways: Mapping[Coalition, str]


def stabilities(  # noqa: PLR0913 - the question has as many parts
    conflict: Conflict,
    concepts: Sequence[CoalitionConcept],
    groups: Iterable[Coalition] | None = None,
    *,
    improvement: Improvement = "strict",
    family: Iterable[Coalition] | None = None,
    progress: Progress | None = None,
    engine: str | None = None,
) -> Stable:
    """Return which states are stable for which coalitions.

    Parameters
    ----------
    conflict : Conflict
    concepts : sequence of CoalitionConcept
    groups : iterable of tuple of int, optional
        The coalitions that are asked about; every nonempty one if not given.
    improvement : str
        ``strict``: better for every member; ``pareto``: worse for no member and better for one.
    family : iterable of tuple of int, optional
        The coalitions that may improve together in an answer (CSEQ); all of them if not given.
    progress : callable, optional
        Called now and then with how much of how much is done; an exception that it raises ends the work.
    engine : str, optional
        ``kernel``, ``edges`` (numpy) or ``reference`` (loops); the fastest that is there if not given.

    Raises
    ------
    TooLarge
        If a table that the question needs would not fit.
    NotTaken
        If the compiled kernel is asked for and is not there.
    """
    players = range(len(conflict.decision_makers))
    asked = tuple(coalitions(players)) if groups is None else tuple(groups)
    every = tuple(coalitions(players)) if family is None else tuple(family)
    kernel = _kernel(engine, len(players))
    if kernel is not None:
        return _compiled(kernel, conflict, concepts, asked, every, improvement=improvement, progress=progress)
    solver = (Loops if engine == "reference" else Solver)(conflict, improvement, every)
    masks: Found = {c.name: {} for c in concepts}
    work = [(group, c) for group in asked for c in concepts]
    for done, (group, concept) in enumerate(work):
        if progress is not None:
            progress(done, len(work))
        masks[concept.name][group] = solver.stable(concept, group)
    ways = {group: solver.reach(group).kind for group in asked}
    return Stable(masks, solver.name, ways)


def _kernel(engine: str | None, n_players: int) -> ModuleType | None:
    """Return the compiled kernel where it is wanted, there, and takes so many decision makers."""
    if engine not in {None, *ENGINES}:
        raise UnknownName(f"no engine {engine} takes coalitions; {did_you_mean(str(engine), ENGINES)}")
    kernel = native.module() if engine in {None, "kernel"} else None
    if engine == "kernel" and kernel is None:
        raise NotTaken(f"there is no compiled kernel ({native.absent()}); the engine edges takes coalitions too")
    return kernel if n_players <= MOST_PLAYERS else None


def _compiled(  # noqa: PLR0913 - as stabilities
    kernel: ModuleType,
    conflict: Conflict,
    concepts: Sequence[CoalitionConcept],
    asked: tuple[Coalition, ...],
    family: tuple[Coalition, ...],
    *,
    improvement: Improvement,
    progress: Progress | None,
) -> Stable:
    flags, ways = answered(kernel, conflict, concepts, asked, family, pareto=improvement == "pareto", progress=progress)
    masks = {c.name: dict(zip(asked, rows, strict=True)) for c, rows in zip(concepts, flags, strict=True)}
    return Stable(masks, "kernel", dict(zip(asked, ways, strict=True)))


@dataclass(eq=False)
class Solver:
    """The concepts for coalitions of one conflict, in numpy; what coalitions share is found once."""

    conflict: Conflict
    improvement: Improvement
    family: tuple[Coalition, ...]
    name: str = "edges"
    _reaches: dict[Coalition, Reach] = field(default_factory=dict)
    _arcs: dict[Coalition, Arcs] = field(default_factory=dict)

    def reach(self, group: Coalition) -> Reach:
        """Return where a coalition can go; found once."""
        if group not in self._reaches:
            self._reaches[group] = reach_of(self.conflict.moves, group)
        return self._reaches[group]

    def others(self, group: Coalition) -> Coalition:
        """Return the decision makers outside a coalition."""
        return tuple(i for i in range(len(self.conflict.decision_makers)) if i not in group)

    def columns(self, group: Coalition) -> tuple[Vectors, Vectors]:
        """Return what each state gives the coalition and what an improvement on it must give, column by column."""
        ranks = np.stack([self.conflict.orders[i].ranks for i in group], axis=1).astype(np.int64)
        if self.improvement == "strict" or len(group) == 1:
            return ranks, ranks + 1
        total = ranks.sum(axis=1, keepdims=True)
        return np.hstack([ranks, total]), np.hstack([ranks, total + 1])

    def stable(self, concept: CoalitionConcept, group: Coalition) -> Mask:
        """Return ``(states,) bool``: which states are stable for one coalition."""
        points, needed = self.columns(group)
        if concept.survives_countermove:
            return self._symmetric(group, points, needed)
        labels = np.stack([self._label(concept, group, column) for column in points.T], axis=1)
        return ~self.reach(group).dominated(labels, needed)

    def _label(self, concept: CoalitionConcept, group: Coalition, values: Values) -> Values:
        """Return the least value that a state or a reply to it has."""
        others = self.others(group)
        if concept.replies is CoalitionReplies.NONE or not others:
            return values
        if concept.replies is CoalitionReplies.ANY:
            return self.reach(others).least(values)
        return _least_along([self.improving(k) for k in self.family if set(k) <= set(others)], values)

    def improving(self, group: Coalition) -> Arcs:
        """Return the coalition improvements of a coalition, as arcs; found once."""
        if group not in self._arcs:
            self._arcs[group] = self._improving(group)
        return self._arcs[group]

    def _improving(self, group: Coalition) -> Arcs:
        points, needed = self.columns(group)
        size, reach = len(points), self.reach(group)
        starts, ends, held = [], [], sum(len(a.targets) for a in self._arcs.values())
        step = max(1, (1 << 22) // size)
        for first in range(0, size, step):
            states = np.arange(first, min(first + step, size))
            better = reach.rows(states)
            for column in range(points.shape[1]):
                better &= points[:, column] >= needed[states, None, column]
            start, end = np.nonzero(better)
            held += len(end)
            if held > MOST_ARCS:
                raise TooLarge(
                    f"CSEQ follows every improvement of every coalition, and here there are more than {MOST_ARCS:,}; "
                    "install the compiled kernel, which does not list them, or ask for another concept"
                )
            starts.append(states[start])
            ends.append(end)
        return Arcs.of(np.concatenate(starts), np.concatenate(ends), size)

    def _symmetric(self, group: Coalition, points: Vectors, needed: Vectors) -> Mask:
        """CSMR: state by state, for those that are neither CNash nor beyond every answer."""
        reach, replying = self.reach(group), self.reach(self.others(group))
        labels = np.stack([replying.least(column) for column in points.T], axis=1)
        stable = ~reach.dominated(points, needed)
        open_ = np.flatnonzero(~stable & ~reach.dominated(labels, needed))
        for state in open_:
            better = (points >= needed[state]).all(axis=1)
            lost = ~reach.touching(better)
            unanswered = better & ~replying.touching(lost)
            stable[state] = not (unanswered & reach.rows(np.array([state]))[0]).any()
        return stable


@dataclass(eq=False)
class Loops(Solver):
    """The same by the definitions as loops."""

    name: str = "reference"

    def stable(self, concept: CoalitionConcept, group: Coalition) -> Mask:
        """Return ``(states,) bool``: which states are stable for one coalition."""
        states = range(len(self.conflict.states))
        asked = (self.conflict, concept, group)
        return np.array([is_coalition_stable(*asked, s, self.improvement, self.family) for s in states], dtype=bool)


def _least_along(lists: Sequence[Arcs], values: Values) -> Values:
    """Return the least value along sequences of arcs in which no two arcs in a row are of the same list."""
    by_last = [np.full(len(values), FAR) for _ in lists]
    changed = True
    while changed:
        changed = False
        for k, arcs in enumerate(lists):
            rest = [b for j, b in enumerate(by_last) if j != k]
            new = _least_after(arcs, np.minimum.reduce([values, *rest]))
            changed |= bool((new < by_last[k]).any())
            by_last[k] = new
    return np.asarray(np.minimum.reduce([values, *by_last]))


def _least_after(arcs: Arcs, values: Values) -> Values:
    least = np.full(len(values), FAR)
    moving = np.flatnonzero(np.diff(arcs.starts))
    if moving.size:
        least[moving] = np.minimum.reduceat(values[arcs.targets], arcs.starts[moving])
    return least
