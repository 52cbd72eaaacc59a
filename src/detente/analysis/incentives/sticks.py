"""Sticks: which moves of others could make an improvement not worth making, and whether they would really be made.

A stick stands behind an improvement: moves of the others after which whoever improved is no better off than before. It
is *credible* if each of these moves is an improvement of whoever makes it. Any other one needs a commitment: somebody
must have bound itself to act against its own preference. A stick that is believed is never used, and costs nothing.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from itertools import islice

from detente.analysis.attain import Step
from detente.analysis.incentives.amounts import Amounts
from detente.analysis.incentives.transfers import Price
from detente.concepts import Replies
from detente.model.conflict import Conflict
from detente.model.moves import Indices

MOST_STICKS = 6
MOST_ENDS = 50_000


@dataclass(frozen=True, slots=True)
class Stick:
    """Moves of others that take an improvement back.

    Attributes
    ----------
    path : tuple of Step
        The moves, the first from where the improvement led.
    end : int
        Where they end.
    credible : bool
        Whether each move is an improvement of its mover.
    unwilling : tuple of (int, str)
        Who would have to act against its own preference, with ``worse`` or ``equal``: how its move leaves it.
    """

    path: tuple[Step, ...]
    end: int
    credible: bool
    unwilling: tuple[tuple[int, str], ...]


@dataclass(frozen=True, slots=True)
class Threatened:
    """One improvement from the target, and what could be held against it.

    Attributes
    ----------
    move : int
        Where the improvement leads.
    steps : int
        How many places it would have to sink to come level with the target.
    penalty : Price or None
        How much less it would have to be worth; None if the reading gives no numbers.
    sticks : tuple of Stick
        One for each state where the others could leave the decision maker no better off: the credible first, then the
        shortest; six at most.
    in_all : int or None
        How many such states there are; None if the others can go to too many states to look at each.
    """

    move: int
    steps: int
    penalty: Price | None
    sticks: tuple[Stick, ...]
    in_all: int | None

    @property
    def credible(self) -> bool:
        """Whether some stick is credible."""
        return bool(self.sticks) and self.sticks[0].credible


def sticks(conflict: Conflict, player: int, target: int, amounts: Amounts) -> tuple[Threatened, ...]:
    """Return every improvement of a decision maker from a state, with what others could do about it.

    Parameters
    ----------
    conflict : Conflict
    player, target : int
    amounts : Amounts
        The numbers that somebody gave, if any.

    Examples
    --------
    >>> import detente
    >>> from detente.analysis.incentives.amounts import numbers
    >>> conflict = detente.load("chicken").conflict()
    >>> target = conflict.states.index("YY")
    >>> [(t.steps, [s.credible for s in t.sticks]) for t in sticks(conflict, 0, target, numbers(conflict))]
    [(1, [False])]
    """
    ranks, values = conflict.orders[player].ranks, amounts.values[player]
    found = []
    for move in conflict.improvements(player, target).tolist():
        given, in_all = threats(conflict, (player,), move, lambda end: bool(ranks[end] <= ranks[target]))
        penalty = None if values is None else Price(amounts.written(int(values[move]) - int(values[target])))
        found.append(Threatened(move, int(ranks[move]) - int(ranks[target]), penalty, given, in_all))
    return tuple(found)


def threats(
    conflict: Conflict, against: Sequence[int], start: int, hurts: Callable[[int], bool]
) -> tuple[tuple[Stick, ...], int | None]:
    """Return what all others could do after somebody went to ``start``, and at how many states they could end.

    Looked at are the fifty thousand states that are nearest; beyond that the number is None.

    Parameters
    ----------
    conflict : Conflict
    against : sequence of int
        Who made the move; they do not answer themselves.
    start : int
        Where they went.
    hurts : callable
        Whether ending at a state takes the move back.
    """
    others = [j for j in range(len(conflict.decision_makers)) if j not in against]
    found: dict[int, Stick] = {}
    looked = 0
    for replies in (Replies.CREDIBLE, Replies.ANY):
        for path in islice(paths(conflict, others, start, replies), MOST_ENDS):
            looked += 1
            end = path[-1].end
            if end not in found and hurts(end):
                unwilling = _unwilling(conflict, path)
                found[end] = Stick(path, end, not unwilling, unwilling)
    best = sorted(found.values(), key=lambda s: (not s.credible, len(s.path)))
    return tuple(best[:MOST_STICKS]), len(found) if looked < MOST_ENDS else None


def _unwilling(conflict: Conflict, path: Sequence[Step]) -> tuple[tuple[int, str], ...]:
    made = []
    for step in path:
        ranks = conflict.orders[step.by[0]].ranks
        if ranks[step.end] <= ranks[step.start]:
            made.append((step.by[0], "equal" if ranks[step.end] == ranks[step.start] else "worse"))
    return tuple(dict.fromkeys(made))


def paths(conflict: Conflict, movers: Sequence[int], start: int, replies: Replies) -> Iterator[tuple[Step, ...]]:
    """Yield a shortest legal sequence of the movers to every state that they can bring about, the shortest first."""
    ahead: list[tuple[Step, ...]] = [()]
    seen: set[tuple[int, int]] = set()
    told: set[int] = set()
    for path in ahead:
        here, last = (path[-1].end, path[-1].by[0]) if path else (start, -1)
        for mover in (j for j in movers if j != last):
            for end in _ends(conflict, mover, here, replies).tolist():
                if (end, mover) not in seen:
                    seen.add((end, mover))
                    ahead.append((*path, Step((mover,), here, end)))
                    if end not in told:
                        told.add(end)
                        yield ahead[-1]


def _ends(conflict: Conflict, mover: int, here: int, replies: Replies) -> Indices:
    if replies is Replies.CREDIBLE:
        return conflict.improvements(mover, here)
    return conflict.moves.leaving(mover, here)
