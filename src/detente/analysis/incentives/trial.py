"""Trying a wedge: the preferences that it makes are solved again, and what it promises is looked up (theory F4)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Literal

import numpy as np

from detente.analysis.coalitions import coalitions
from detente.analysis.incentives.amounts import Amounts
from detente.analysis.incentives.prices import Pressure
from detente.analysis.incentives.transfers import Price
from detente.concepts import concept
from detente.engines import engine
from detente.errors import DetenteError
from detente.model.conflict import Conflict
from detente.model.formula import Mask
from detente.model.moves import Coalition
from detente.model.moves import coalitions as every_coalition

Measure = Literal["steps", "payments"]
MOST_UNIVERSAL = 1 << 14
MOST_PLAYERS = 8


@dataclass(frozen=True, eq=False)
class Trial:
    """What a wedge brings about.

    Attributes
    ----------
    kind : str
        ``accommodative``: the state becomes worth more to a member; ``coercive``: what is feared becomes worth less.
    measure : str
        ``steps``: places; ``payments``: the numbers of the case.
    given : mapping
        From a member to what the state is worth more to it, or to how much less each feared state is worth at most.
    lowered : mapping
        For a coercive wedge, from a member to the feared states that are made worse for it, each by how much.
    w1 : bool
        Whether the coalition no longer agrees on any feared state.
    smaller : tuple of tuple of int
        The smallest coalitions within it that would still go somewhere feared without the other members; where not all
        are needed for what is feared, splitting one off may change nothing.
    w2 : bool
        Whether it touches some members and leaves others as they are.
    w3 : bool or None
        Whether no Nash equilibrium afterwards is worse for the divider than the state; None without a divider.
    worse : int
        How many such equilibria there are.
    new : int
        How many of them were none before.
    universal : ndarray or None
        ``(states,) bool``: what is CNash-stable for every coalition afterwards; None where that was not looked for.
    """

    kind: str
    measure: Measure
    given: Mapping[int, Price]
    lowered: Mapping[int, Mapping[int, Price]]
    w1: bool
    smaller: tuple[Coalition, ...]
    w2: bool
    w3: bool | None
    worse: int
    new: int
    universal: Mask | None


def tried(
    pressure: Pressure, amounts: Amounts, measure: Measure, given: Mapping[int, Price], divider: int | None
) -> tuple[Trial, Trial]:
    """Return what happens if some members are won over by a carrot, and by a stick.

    Parameters
    ----------
    pressure : Pressure
    amounts : Amounts
        In what the prices are: places, or the numbers of the case.
    measure : str
    given : mapping
    divider : int or None
    """
    carrot = accommodated(pressure, amounts, given, divider)
    stick = coerced(pressure, amounts, given, divider)
    return replace(carrot, measure=measure), replace(stick, measure=measure)


def accommodated(pressure: Pressure, amounts: Amounts, given: Mapping[int, Price], divider: int | None) -> Trial:
    """Return what happens if a state becomes worth more to some members."""
    orders = list(pressure.conflict.orders)
    for member, price in given.items():
        orders[member] = amounts.raised(member, pressure.state, int(price.amount * amounts.scale))
    after = Conflict.of_orders(pressure.conflict.structure, orders)
    return _tried("accommodative", pressure, after, given, {}, divider)


def coerced(pressure: Pressure, amounts: Amounts, given: Mapping[int, Price], divider: int | None) -> Trial:
    """Return what happens if feared states become worth less to some members, instead of the state worth more.

    A member is threatened with each feared state that its price covers; the state itself stays as it is.
    """
    orders, lowered = list(pressure.conflict.orders), dict[int, dict[int, Price]]()
    for member, price in given.items():
        values = amounts.values[member]
        assert values is not None  # noqa: S101 - it has a price
        gains = {x: int(values[x]) - int(values[pressure.state]) for x in pressure.improvements.tolist()}
        covered = {x: gain for x, gain in gains.items() if gain <= price.amount * amounts.scale}
        orders[member] = amounts.changed(member, {x: (-gain, 0) for x, gain in covered.items()})
        lowered[member] = {x: Price(amounts.written(gain)) for x, gain in covered.items()}
    after = Conflict.of_orders(pressure.conflict.structure, orders)
    return _tried("coercive", pressure, after, given, lowered, divider)


def _tried(
    kind: str,
    pressure: Pressure,
    after: Conflict,
    given: Mapping[int, Price],
    lowered: Mapping[int, Mapping[int, Price]],
    divider: int | None,
) -> Trial:
    again = Pressure(after, pressure.coalition, pressure.state, pressure.feared, pressure.family)
    touched = {i for i, price in given.items() if price.amount or price.more}
    worse = new = 0
    if divider is not None:
        lost = _nash(after) & _below(after, divider, pressure.state)
        worse, new = int(lost.sum()), int((lost & ~_nash(pressure.conflict)).sum())
    return Trial(
        kind,
        "steps",
        given,
        lowered,
        not again.improvements.size,
        _smaller(again),
        bool(touched) and touched < set(pressure.coalition),
        None if divider is None else not worse,
        worse,
        new,
        _universal(after, pressure),
    )


def _smaller(again: Pressure) -> tuple[Coalition, ...]:
    """Return the smallest coalitions within one that go somewhere feared by themselves."""
    found: list[Coalition] = []
    for group in every_coalition(again.coalition) if len(again.coalition) <= MOST_PLAYERS else ():
        part = Pressure(again.conflict, group, again.state, again.feared, again.family)
        within = len(group) < len(again.coalition)
        if within and not any(set(known) <= set(group) for known in found) and part.improvements.size:
            found.append(group)
    return tuple(found)


def _below(conflict: Conflict, player: int, state: int) -> Mask:
    ranks = conflict.orders[player].ranks
    return np.asarray(ranks < ranks[state])


def _nash(conflict: Conflict) -> Mask:
    nash = concept("Nash")
    masks = engine().stabilities(conflict, [nash])[nash.name]
    return np.asarray(np.logical_and.reduce(masks))


def _universal(conflict: Conflict, pressure: Pressure) -> Mask | None:
    if len(conflict.states) > MOST_UNIVERSAL or len(conflict.orders) > MOST_PLAYERS:
        return None
    try:
        found = coalitions(conflict, ["CNash"], family=pressure.family)
    except DetenteError:
        return None
    return found.concepts["CNash"].universal
