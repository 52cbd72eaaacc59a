"""The price of a split: how much more a state must be worth to members of a coalition for it to hold against them (F4).

A joint improvement needs every member. It is gone as soon as one member no longer prefers where it leads; under the
concepts with answers it is enough that an answer leaves one member no better off. Making the state worth more to a
member spoils improvements and adds sanctions, and never the other way round, so the least price is found from below.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property

import numpy as np

from detente.analysis.incentives.amounts import Amounts
from detente.analysis.incentives.least import NOTHING, Cheapest, Level, Vector, cheapest
from detente.analysis.incentives.transfers import Price
from detente.concepts.coalitional import CoalitionConcept, CoalitionReplies
from detente.engines import Progress
from detente.engines.coalitions import Solver
from detente.model.conflict import Conflict
from detente.model.formula import Mask
from detente.model.moves import Coalition, Indices, legal_reach


@dataclass(frozen=True, eq=False)
class Split:
    """Prices of splitting a coalition, in places or in the numbers of the case.

    Attributes
    ----------
    alone : mapping
        From a member to the price of splitting the coalition by that member alone; None if it cannot be had so.
    ways : tuple of mapping
        The cheapest ways that leave at least one member as it is: from each member who is approached to its price.
    total : Price or None
        What these cost; None if there is none.
    open_ways : tuple of mapping
        Cheaper ways that approach every member, where there are any: no wedge, since nobody is left out.
    open_total : Price or None
    exact, complete : bool
    """

    alone: Mapping[int, Price | None]
    ways: tuple[Mapping[int, Price], ...]
    total: Price | None
    open_ways: tuple[Mapping[int, Price], ...]
    open_total: Price | None
    exact: bool
    complete: bool

    @property
    def cheapest_members(self) -> tuple[int, ...]:
        """The members who alone would be cheapest to win over."""
        given = {i: p.amount for i, p in self.alone.items() if p is not None}
        return tuple(i for i, amount in given.items() if amount == min(given.values()))


def split(
    pressure: Pressure, concept: CoalitionConcept, amounts: Amounts, progress: Progress | None = None
) -> Split | None:
    """Return the prices of splitting a coalition; None if no member has numbers.

    Parameters
    ----------
    pressure : Pressure
        The coalition, the state, and what is feared.
    concept : CoalitionConcept
        CNash: the feared improvements have to be gone; the others: they may stay if an answer deters them.
    amounts : Amounts
    progress : callable, optional

    Notes
    -----
    Exact. A member's price alone is one threshold; several members are a small set cover over thresholds.
    """
    members = [i for i in pressure.coalition if amounts.values[i] is not None]
    if not members:
        return None
    alone: dict[int, Price | None] = dict.fromkeys(pressure.coalition)
    for done, member in enumerate(members):
        if progress is not None:
            progress(done, len(members))
        alone[member] = Price(amounts.written(_threshold(pressure, concept, amounts, member)))
    wedges = [_cheapest(pressure, concept, amounts, some, progress) for some in _left_out(pressure, members)]
    everybody = _cheapest(pressure, concept, amounts, tuple(members), progress)
    ways, total = _best(wedges, _left_out(pressure, members), amounts)
    open_ways, open_total = _best([everybody], [tuple(members)], amounts)
    cheaper = open_total is not None and (total is None or open_total.amount < total.amount)
    whole = [*wedges, everybody]
    return Split(
        alone,
        ways,
        total,
        open_ways if cheaper else (),
        open_total if cheaper else None,
        all(w.exact for w in whole),
        all(w.complete for w in whole),
    )


def _left_out(pressure: Pressure, members: Sequence[int]) -> list[Coalition]:
    """Return the largest sets of members with numbers that leave somebody of the coalition as it is."""
    if len(members) < len(pressure.coalition):
        return [tuple(members)]
    return [tuple(i for i in members if i != one) for one in members]


def _best(
    found: Sequence[Cheapest], members: Sequence[Coalition], amounts: Amounts
) -> tuple[tuple[Mapping[int, Price], ...], Price | None]:
    least = min((f.total for f in found if f.total is not None), default=None)
    ways: dict[frozenset[tuple[int, Level]], Mapping[int, Price]] = {}
    for one, some in zip(found, members, strict=True):
        for vector in one.vectors if one.total == least else ():
            paid = {i: level for i, level in zip(some, vector, strict=True) if level != NOTHING}
            ways[frozenset(paid.items())] = {i: _price(level, amounts) for i, level in paid.items()}
    told = tuple(ways[key] for key in sorted(ways, key=sorted))
    return told, None if least is None else _price(least, amounts)


def _price(level: Level, amounts: Amounts) -> Price:
    return Price(amounts.written(level[0]), bool(level[1]))


def _threshold(pressure: Pressure, concept: CoalitionConcept, amounts: Amounts, member: int) -> int:
    """Return the least amount that splits the coalition by one member, by bisection: more never binds it again."""
    values = amounts.values[member]
    assert values is not None  # noqa: S101 - only those with numbers are asked
    gains = sorted({0, *(g for g in (values - values[pressure.state]).tolist() if g > 0)})

    def works(amount: int) -> bool:
        return next(pressure.open_to(concept, amounts, {member: amount}), None) is None

    return int(gains[bisect_left(gains, True, key=works)])


def _cheapest(
    pressure: Pressure, concept: CoalitionConcept, amounts: Amounts, some: Coalition, progress: Progress | None
) -> Cheapest:
    """Return the cheapest amounts for some members only."""
    if len(some) == 1:
        return Cheapest((((_threshold(pressure, concept, amounts, some[0]), 0),),), exact=True, complete=True)

    def choices(vector: Vector) -> list[tuple[int, Level]] | None:
        raised = {i: level[0] for i, level in zip(some, vector, strict=True)}
        for states in pressure.open_to(concept, amounts, raised):
            return [(some.index(i), level) for i, level in pressure.next_levels(states, amounts, raised)]
        return None

    return cheapest(choices, len(some), each=len(pressure.conflict.states), progress=progress)


@dataclass(eq=False)
class Pressure:
    """A coalition, a state, and the joint moves from it that are feared.

    Parameters
    ----------
    conflict : Conflict
    coalition : tuple of int
    state : int
    feared : ndarray
        ``(states,) bool``: where it must not go; only joint improvements among these count.
    family : tuple of tuple of int
        Who can answer together (CSEQ).
    """

    conflict: Conflict
    coalition: Coalition
    state: int
    feared: Mask
    family: tuple[Coalition, ...]
    _answers: dict[tuple[str, int], Indices] = field(default_factory=dict, init=False, repr=False)
    _further: dict[int, Indices] = field(default_factory=dict, init=False, repr=False)

    @cached_property
    def reach(self) -> Mask:
        """Return ``(states,) bool``: where legal sequences of the members' moves lead."""
        return legal_reach(self.conflict.structure.walk, self.coalition, self.state, len(self.feared))

    @cached_property
    def improvements(self) -> Indices:
        """Return the joint improvements that are feared, as things are."""
        ranks = [self.conflict.orders[i].ranks for i in self.coalition]
        better = np.logical_and.reduce([r > r[self.state] for r in ranks])
        return np.flatnonzero(better & self.reach & self.feared)

    @cached_property
    def others(self) -> Coalition:
        """Return the decision makers outside."""
        return tuple(i for i in range(len(self.conflict.orders)) if i not in self.coalition)

    def open_to(self, concept: CoalitionConcept, amounts: Amounts, raised: Mapping[int, int]) -> Iterator[Indices]:
        """Yield for each feared improvement that is left and not answered the states whose worth could change that."""
        better = self._better(amounts, raised)
        for move in self.improvements[better[self.improvements]].tolist():
            answers = self._answered(concept, move)
            if not any(self._sanctions(concept, better, k) for k in answers.tolist()):
                further = [self._beyond(k) for k in answers.tolist()] if concept.survives_countermove else []
                yield np.unique(np.concatenate([np.array([move]), answers, *further]))

    def next_levels(self, states: Indices, amounts: Amounts, raised: Mapping[int, int]) -> Iterator[tuple[int, Level]]:
        """Yield for each member the least amount above the present one at which it no longer prefers one of these."""
        for member, amount in raised.items():
            values = amounts.values[member]
            assert values is not None  # noqa: S101 - only those with numbers are approached
            gains = values[states] - values[self.state]
            ahead = gains[gains > amount]
            if ahead.size:
                yield member, (int(ahead.min()), 0)

    def _better(self, amounts: Amounts, raised: Mapping[int, int]) -> Mask:
        """Return ``(states,) bool``: what all members prefer to the state after it has become worth more to some."""
        made = np.ones(len(self.feared), dtype=bool)
        for member in self.coalition:
            ranks, values = self.conflict.orders[member].ranks, amounts.values[member]
            if values is None or not raised.get(member):
                made &= ranks > ranks[self.state]
            else:
                made &= np.asarray(values - values[self.state] > raised[member], dtype=bool)
        return made

    def _sanctions(self, concept: CoalitionConcept, better: Mask, reply: int) -> bool:
        if better[reply]:
            return False
        return not (concept.survives_countermove and better[self._beyond(reply)].any())

    def _answered(self, concept: CoalitionConcept, move: int) -> Indices:
        """Return where the others' answers to a joint move end; found once."""
        if (concept.name, move) not in self._answers:
            self._answers[concept.name, move] = np.flatnonzero(self._replies(concept, move))
        return self._answers[concept.name, move]

    def _replies(self, concept: CoalitionConcept, move: int) -> Mask:
        size = len(self.feared)
        if concept.replies is CoalitionReplies.ANY:
            return legal_reach(self.conflict.structure.walk, self.others, move, size)
        if concept.replies is CoalitionReplies.IMPROVEMENTS:
            return self._improvement_ends(move)
        return np.zeros(size, dtype=bool)

    def _improvement_ends(self, move: int) -> Mask:
        """Return where improvements of coalitions of the others end, no coalition twice in a row."""
        groups = [group for group in self.family if set(group) <= set(self.others)]
        numbered = tuple(range(len(groups)))
        return legal_reach(
            lambda k, state: self._solver.improving(groups[k]).leaving(state), numbered, move, len(self.feared)
        )

    @cached_property
    def _solver(self) -> Solver:
        return Solver(self.conflict, "strict", self.family)

    def _beyond(self, state: int) -> Indices:
        """Return where the coalition can go on to; found once."""
        if state not in self._further:
            reached = legal_reach(self.conflict.structure.walk, self.coalition, state, len(self.feared))
            self._further[state] = np.flatnonzero(reached)
        return self._further[state]
