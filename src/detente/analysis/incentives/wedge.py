"""Wedges: what splits a coalition, what that costs, and what binds it again (theory F4)."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction

import numpy as np

from detente.analysis.incentives.amounts import Amounts, numbers, places
from detente.analysis.incentives.binding import Binding, binding, holding
from detente.analysis.incentives.capability import Capability, capability
from detente.analysis.incentives.cohesion import Feared, cohesion
from detente.analysis.incentives.exits import Exit, exits
from detente.analysis.incentives.prices import Pressure, Split, split
from detente.analysis.incentives.sticks import Stick, threats
from detente.analysis.incentives.transfers import Price
from detente.analysis.incentives.trial import Measure, Trial, tried
from detente.concepts.coalitional import coalition_concept, coalition_concepts
from detente.engines import Progress
from detente.errors import ModelError
from detente.model.conflict import Conflict
from detente.model.formula import Mask
from detente.model.moves import Coalition
from detente.model.moves import coalitions as every_coalition

Slugs = tuple[str, ...]
TARGET = "CNash"
MOST_THREATENED = 64
MOST_ANSWERED = 1 << 12
MOST_PLAYERS = 10


@dataclass(frozen=True, eq=False)
class Wedge:
    """What splits a coalition at a state.

    Attributes
    ----------
    conflict : Conflict
    coalition : tuple of int
    state : int
    divider : int or None
    keeps : bool
        Whether what is feared holds at the state already: then nothing has to be prevented, and ``exits`` says what
        would make a member leave.
    improvements : int
        How many states the coalition would go to together; 0 if it is not active here.
    reachable : int
        How many feared states it could go to, agreed or not.
    feared : tuple of Feared
        Those of its improvements that are feared.
    steps, payments : mapping
        By concept for coalitions, the prices in places and in the numbers of the case; CNash first, which the others
        are never dearer than. Empty if there is nothing to split, or no numbers.
    trials : tuple of Trial
        The wedges that were tried by solving again: of each member alone in places, and the cheapest ones.
    threats : mapping
        From a feared state to what the others could do there so that some member regrets it.
    capability : Capability or None
    binding : mapping
        From ``steps`` and ``payments`` to the cheapest way to bind the coalition again after the cheapest wedge.
    holding : mapping
        From a member to what it has to be paid for the split to hold against the patron's budget.
    patron : Fraction or None
        That budget.
    exits : tuple of Exit
    family : tuple of tuple of int
        Who can act together.
    priced : tuple of str
        The members whose readings give numbers.
    why_not : mapping
        From what is missing to the reason.
    """

    conflict: Conflict
    coalition: Coalition
    state: int
    divider: int | None
    keeps: bool
    improvements: int
    reachable: int
    feared: tuple[Feared, ...]
    steps: Mapping[str, Split]
    payments: Mapping[str, Split]
    trials: tuple[Trial, ...]
    threats: Mapping[int, tuple[Stick, ...]]
    capability: Capability | None
    binding: Mapping[str, Binding]
    holding: Mapping[int, Fraction]
    patron: Fraction | None
    exits: tuple[Exit, ...]
    family: tuple[Coalition, ...]
    priced: tuple[str, ...]
    why_not: Mapping[str, str]

    @property
    def active(self) -> bool:
        """Whether the coalition would do anything together here."""
        return self.improvements > 0

    @property
    def weakest(self) -> Coalition:
        """The members who alone would be the cheapest to win over, by places."""
        return self.steps[TARGET].cheapest_members if TARGET in self.steps else ()

    @property
    def exact(self) -> bool:
        """Whether every least price is proved."""
        return all(s.exact for s in (*self.steps.values(), *self.payments.values())) and (
            self.capability is None or self.capability.smallest.exact
        )

    @property
    def complete(self) -> bool:
        """Whether every least price is proved and every list is whole."""
        listed = self.capability is None or self.capability.smallest.complete
        return self.exact and listed and all(s.complete for s in (*self.steps.values(), *self.payments.values()))


def wedge(  # noqa: PLR0913 - the question has as many parts
    conflict: Conflict,
    coalition: Iterable[str],
    state: int,
    *,
    feared: Mask | None = None,
    divider: str | None = None,
    patron: Fraction | None = None,
    family: Iterable[Coalition] | None = None,
    progress: Progress | None = None,
) -> Wedge:
    """Return what splits a coalition at a state, at what price, and what binds it again.

    Parameters
    ----------
    conflict : Conflict
    coalition : iterable of str
        The members' slugs, two or more.
    state : int
        Where the coalition is to stay.
    feared : ndarray, optional
        ``(states,) bool``: where it must not go; all states if not given. If the state is one of these, the question
        is what would make a member leave.
    divider : str, optional
        The decision maker in whose name the coalition is split, not a member.
    patron : Fraction, optional
        What somebody who wants the coalition to hold can spend.
    family : iterable of tuple of int, optional
        Who can act together; every nonempty set of decision makers if not given.
    progress : callable, optional

    Raises
    ------
    UnknownName
        If there is no such decision maker.
    ModelError
        If the coalition has fewer than two members, or the divider is one of them.

    Examples
    --------
    >>> import detente
    >>> case = detente.load("elmira")
    >>> conflict = case.conflict()
    >>> found = wedge(conflict, ["moe", "ur"], conflict.states.index("s5"), divider="lg")
    >>> [conflict.states.slugs[f.state] for f in found.feared], found.weakest
    (['s8'], (0, 1))
    >>> {i: str(price) for i, price in found.steps["CNash"].alone.items()}
    {0: '1', 1: '1'}
    """
    members, divides = _checked(conflict, coalition, divider)
    able = _able(conflict, family)
    mask = np.ones(len(conflict.states), dtype=bool) if feared is None else feared
    keeps = feared is not None and bool(feared[state])
    everything = Pressure(conflict, members, state, np.ones(len(conflict.states), dtype=bool), able)
    wanted = Pressure(conflict, members, state, np.zeros_like(mask) if keeps else mask, able)
    given = numbers(conflict)
    why_not = _why_not(conflict, members, given)
    made = _Made(wanted, given, divides, patron, why_not, progress)
    return Wedge(
        conflict,
        members,
        state,
        divides,
        keeps,
        len(everything.improvements),
        int((wanted.reach & wanted.feared).sum()),
        cohesion(wanted, given),
        made.steps,
        made.payments,
        made.trials(),
        made.threats(),
        capability(wanted, progress) if wanted.improvements.size else None,
        made.bindings(),
        made.holding(),
        patron,
        exits(conflict, members, state, mask, divides, given) if keeps else (),
        able,
        tuple(conflict.structure.slugs[i] for i in members if given.values[i] is not None),
        why_not,
    )


def _checked(conflict: Conflict, coalition: Iterable[str], divider: str | None) -> tuple[Coalition, int | None]:
    structure = conflict.structure
    members = tuple(sorted({structure.player(slug) for slug in coalition}))
    divides = None if divider is None else structure.player(divider)
    if len(members) < 2:
        raise ModelError("a coalition that can be split has two members or more; name them with commas between them")
    if divides in members:
        raise ModelError(f"{divider} cannot divide a coalition that it belongs to; name a divider outside of it")
    return members, divides


def _able(conflict: Conflict, family: Iterable[Coalition] | None) -> tuple[Coalition, ...]:
    if family is not None:
        return tuple(family)
    players = range(len(conflict.orders))
    return tuple(every_coalition(players)) if len(players) <= MOST_PLAYERS else tuple((i,) for i in players)


def _why_not(conflict: Conflict, members: Coalition, given: Amounts) -> dict[str, str]:
    slugs = conflict.structure.slugs
    missing = [slugs[i] for i in members if given.values[i] is None]
    if not missing:
        return {}
    order = "the case gives an order only, and a price needs numbers (payoffs or weights)"
    return {"payments": f"{order}: {', '.join(missing)}"}


@dataclass(eq=False)
class _Made:
    """The parts of the answer that build on each other."""

    pressure: Pressure
    numbers: Amounts
    divider: int | None
    patron: Fraction | None
    why_not: dict[str, str]
    progress: Progress | None

    def __post_init__(self) -> None:
        self.places = places(self.pressure.conflict)
        self.steps = self._splits(self.places)
        self.payments = self._splits(self.numbers)

    def _splits(self, amounts: Amounts) -> dict[str, Split]:
        if not self.pressure.improvements.size:
            return {}
        found = {name: split(self.pressure, coalition_concept(name), amounts, self.progress) for name in self._asked()}
        return {name: one for name, one in found.items() if one is not None}

    def _asked(self) -> Sequence[str]:
        names = sorted(coalition_concepts(), key=lambda name: name != TARGET)
        if len(self.pressure.feared) <= MOST_ANSWERED:
            return names
        self.why_not["answers"] = (
            f"prices under concepts with answers are looked for up to {MOST_ANSWERED:,} states, and here there are "
            f"{len(self.pressure.feared):,}"
        )
        return names[:1]

    def trials(self) -> tuple[Trial, ...]:
        """Try each member alone, and the cheapest way of several, by carrot and by stick."""
        made: list[Trial] = []
        for measure, amounts, splits in self._measures():
            alone = [{i: price} for i, price in splits[TARGET].alone.items() if price is not None]
            several = [dict(way) for way in splits[TARGET].ways[:1] if len(way) > 1]
            for given in (*alone, *several):
                made += tried(self.pressure, amounts, measure, given, self.divider)
        return tuple(made)

    def _measures(self) -> Iterator[tuple[Measure, Amounts, Mapping[str, Split]]]:
        """Yield what prices can be counted in, with what each state is worth in it and the prices."""
        if TARGET in self.steps:
            yield "steps", self.places, self.steps
        if TARGET in self.payments:
            yield "payments", self.numbers, self.payments

    def threats(self) -> dict[int, tuple[Stick, ...]]:
        """Return what the others could do at each feared state so that some member is no better off than before."""
        ranks = [self.pressure.conflict.orders[i].ranks for i in self.pressure.coalition]
        here = self.pressure.state

        def hurts(end: int) -> bool:
            return any(bool(r[end] <= r[here]) for r in ranks)

        states = self.pressure.improvements.tolist()[:MOST_THREATENED]
        return {x: threats(self.pressure.conflict, self.pressure.coalition, x, hurts)[0] for x in states}

    def bindings(self) -> dict[str, Binding]:
        """Return how a patron would undo the cheapest wedge."""
        made: dict[str, Binding] = {}
        for measure, amounts, splits in self._measures():
            way = splits[TARGET].ways[0] if splits[TARGET].ways else None
            if way is not None and all(amounts.values[i] is not None for i in self.pressure.coalition):
                found = binding(self.pressure, amounts, way)
                if found is not None:
                    made[measure] = found
        return made

    def holding(self) -> dict[int, Fraction]:
        """Return what each member alone has to be paid for the split to hold against the patron."""
        if self.patron is None or TARGET not in self.payments:
            return {}
        found = {i: holding(self.pressure, self.numbers, i, self.patron) for i in self.pressure.coalition}
        return {i: amount for i, amount in found.items() if amount is not None}


def affordable(found: Wedge, budget: Fraction) -> Mapping[int, Price]:
    """Return the cheapest wedge in payments that a divider can afford, or nothing.

    Against a patron's budget only wedges of one member are looked at, since only for these it is known what holds.
    """
    if TARGET not in found.payments:
        return {}
    if found.patron is not None:
        within = {i: amount for i, amount in found.holding.items() if amount <= budget}
        least = min(within, key=lambda i: (within[i], i), default=None)
        return {} if least is None else {least: Price(within[least])}
    one = found.payments[TARGET]
    return one.ways[0] if one.ways and one.total is not None and one.total.amount <= budget else {}
