"""The counter-wedge: what a patron must add for a split coalition to agree again, and what holds against it (F4).

After a wedge the state is worth ``t`` more to some members. A patron binds them again by making one feared state worth
more: each member must strictly prefer it again. What that takes at a state ``x`` is, for every member whose gain
``g(x)`` is not above what it was given, more than the difference. So a wedge that pays the bare price is undone by any
amount, and to hold against a patron who can spend ``b`` a divider has to pay about ``b`` more.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction

import numpy as np

from detente.analysis.incentives.amounts import Amounts
from detente.analysis.incentives.prices import Pressure
from detente.analysis.incentives.transfers import Price
from detente.model.conflict import Conflict


@dataclass(frozen=True, eq=False)
class Binding:
    """The cheapest way to bind a split coalition again.

    Attributes
    ----------
    to : int
        The feared state that the members agree on again.
    adds : mapping
        From a member to what the patron adds to that state for it; always more than the amount.
    total : Price
        The sum.
    steps : int
        The same in places that the state has to rise: one more than each difference.
    verified : bool
        Whether it was checked by solving again that the coalition then goes there, and not with less.
    """

    to: int
    adds: Mapping[int, Price]
    total: Price
    steps: int
    verified: bool


def binding(pressure: Pressure, amounts: Amounts, given: Mapping[int, Price]) -> Binding | None:
    """Return the cheapest way to bind a coalition again after some members were given something to stay.

    Parameters
    ----------
    pressure : Pressure
    amounts : Amounts
        Places, or the numbers of the case; every member needs them.
    given : mapping
        What the state has become worth to members.

    Returns
    -------
    Binding or None
        None if the coalition can bring about nothing that is feared.
    """
    paid = {i: int(price.amount * amounts.scale) for i, price in given.items()}
    ends = np.flatnonzero(pressure.reach & pressure.feared).tolist()
    ends = [x for x in ends if x != pressure.state]
    if not ends:
        return None
    costs = {x: _missing(pressure, amounts, paid, x) for x in ends}
    best = min(ends, key=lambda x: (sum(costs[x].values()), len(costs[x]), x))
    missing = costs[best]
    total = Price(amounts.written(sum(missing.values())), bool(missing))
    return Binding(
        best,
        {i: Price(amounts.written(amount), more=True) for i, amount in missing.items()},
        total,
        sum(missing.values()) + len(missing),
        _binds(pressure, amounts, paid, best, missing),
    )


def _missing(pressure: Pressure, amounts: Amounts, paid: Mapping[int, int], end: int) -> dict[int, int]:
    """Return for each member who no longer strictly prefers a state how far that is short of a tie."""
    short = {}
    for member in pressure.coalition:
        values = amounts.values[member]
        assert values is not None  # noqa: S101 - asked of coalitions that count in numbers
        gain = int(values[end]) - int(values[pressure.state])
        if gain <= paid.get(member, 0):
            short[member] = paid.get(member, 0) - gain
    return short


def _binds(pressure: Pressure, amounts: Amounts, paid: Mapping[int, int], end: int, missing: Mapping[int, int]) -> bool:
    """Return whether the coalition goes to a state if a little more is added, and does not if only a tie is made."""
    enough = _after(pressure, amounts, paid, end, missing, 1)
    again = Pressure(enough, pressure.coalition, pressure.state, pressure.feared, pressure.family)
    tied = _after(pressure, amounts, paid, end, missing, 0)
    short = Pressure(tied, pressure.coalition, pressure.state, pressure.feared, pressure.family)
    return end in again.improvements and (not missing or end not in short.improvements)


def _after(
    pressure: Pressure, amounts: Amounts, paid: Mapping[int, int], end: int, missing: Mapping[int, int], little: int
) -> Conflict:
    orders = list(pressure.conflict.orders)
    for member in pressure.coalition:
        changes = {pressure.state: (paid.get(member, 0), 0)}
        if member in missing:
            changes[end] = (missing[member], little)
        orders[member] = amounts.changed(member, changes)
    return Conflict.of_orders(pressure.conflict.structure, orders)


def holding(pressure: Pressure, amounts: Amounts, member: int, patron: Fraction) -> Fraction | None:
    """Return what one member has to be paid for the split to hold against a patron who can spend so much.

    Parameters
    ----------
    pressure : Pressure
    amounts : Amounts
        The numbers of the case.
    member : int
    patron : Fraction
        More than zero.

    Returns
    -------
    Fraction or None
        None if some member counts in no numbers.

    Notes
    -----
    At a state ``x`` the patron has to make up for what the other members lack there already, ``d(x)``, and for what
    the member was paid beyond its gain; it needs more than the sum. So the member has to be paid the largest
    ``g(x) + patron - d(x)`` over all states with ``d(x)`` below what the patron can spend.
    """
    if any(amounts.values[i] is None for i in pressure.coalition):
        return None
    most = int(patron * amounts.scale) if (patron * amounts.scale).denominator == 1 else patron * amounts.scale
    least: Fraction = Fraction(0)
    for end in np.flatnonzero(pressure.reach & pressure.feared).tolist():
        lacking = sum(v for i, v in _missing(pressure, amounts, {}, end).items() if i != member)
        values = amounts.values[member]
        assert values is not None  # noqa: S101 - asked above
        if end != pressure.state and lacking < most:
            least = max(least, Fraction(int(values[end]) - int(values[pressure.state]) + most - lacking))
    return least / amounts.scale
