"""Exits: what it would take for a member to leave what a coalition keeps up (theory F4, the wedge that breaks).

Where what is feared holds already, there is no joint move to prevent. The coalition stays together as long as no member
leaves, so a wedge has to make leaving better for one of them: by its own move, or by moves of the member and the
divider together.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

import numpy as np

from detente.analysis.incentives.amounts import Amounts
from detente.analysis.incentives.sticks import Stick, threats
from detente.analysis.incentives.transfers import Price, total
from detente.model.conflict import Conflict
from detente.model.formula import Mask
from detente.model.moves import Coalition, legal_reach


@dataclass(frozen=True, eq=False)
class Exit:
    """The cheapest way for a member to leave.

    Attributes
    ----------
    member : int
    by : tuple of int
        The member alone, or with the divider.
    to : int or None
        Where that leads; None if there is no way.
    steps : mapping
        From each of them to how many places that state would have to rise in its order to be better than staying: 0 if
        it is better already.
    prices : mapping or None
        The same in the numbers of the case, each time more than the amount; None if somebody has none.
    answer : Stick or None
        What the others could do so that the member would regret it, the credible before others.
    """

    member: int
    by: Coalition
    to: int | None
    steps: Mapping[int, int]
    prices: Mapping[int, Price] | None
    answer: Stick | None

    @property
    def total_steps(self) -> int | None:
        """All places together; None if there is no way."""
        return None if self.to is None else sum(self.steps.values())

    @property
    def total(self) -> Price | None:
        """All prices together; None if somebody has none."""
        return None if self.prices is None else total(self.prices.values())


def exits(
    conflict: Conflict, coalition: Coalition, state: int, kept: Mask, divider: int | None, numbers: Amounts
) -> tuple[Exit, ...]:
    """Return for each member the cheapest way out of what the coalition keeps up, alone and with the divider.

    Parameters
    ----------
    conflict : Conflict
    coalition : tuple of int
    state : int
    kept : ndarray
        ``(states,) bool``: where what is feared holds.
    divider : int or None
    numbers : Amounts
    """
    ways = [(member, by) for member in coalition for by in _groups(member, divider)]
    return tuple(_exit(conflict, member, by, state, kept, numbers) for member, by in ways)


def _groups(member: int, divider: int | None) -> Iterator[Coalition]:
    yield (member,)
    if divider is not None:
        yield member, divider


def _exit(conflict: Conflict, member: int, by: Coalition, state: int, kept: Mask, numbers: Amounts) -> Exit:
    reached = legal_reach(conflict.structure.walk, by, state, len(kept))
    ways = np.flatnonzero(reached & ~kept).tolist()
    if not ways:
        return Exit(member, by, None, {}, None, None)
    short = {x: {i: _short(conflict, i, state, x) for i in by} for x in ways}
    best = min(ways, key=lambda x: (sum(short[x].values()), short[x][member], x))
    ranks = conflict.orders[member].ranks
    answers, _ = threats(conflict, by, best, lambda end: bool(ranks[end] <= ranks[state]))
    return Exit(member, by, best, short[best], _prices(numbers, by, state, best), answers[0] if answers else None)


def _short(conflict: Conflict, player: int, state: int, end: int) -> int:
    ranks = conflict.orders[player].ranks
    return max(0, int(ranks[state]) - int(ranks[end]) + 1)


def _prices(numbers: Amounts, by: Coalition, state: int, end: int) -> Mapping[int, Price] | None:
    made = {}
    for player in by:
        values = numbers.values[player]
        if values is None:
            return None
        loss = int(values[state]) - int(values[end])
        made[player] = Price(numbers.written(max(0, loss)), more=loss >= 0)
    return made
