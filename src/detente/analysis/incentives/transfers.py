"""The least transfers: what each decision maker would have to be paid while the conflict rests at a state (theory F2).

A transfer makes the target worth more to a decision maker and changes nothing else. What counts is which states it then
still prefers to the target, so only the differences between states can be prices. A tie is enough, since nobody
moves without an improvement. More never hurts the one who is paid (theory C9, P29).
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from fractions import Fraction

import numpy as np

from detente.analysis.incentives.amounts import Amounts
from detente.analysis.incentives.least import NOTHING, Cheapest, Level, Vector, cheapest
from detente.concepts import Concept, Replies
from detente.engines import Progress
from detente.model.conflict import Conflict
from detente.model.formula import Mask
from detente.model.moves import Indices, OptionMoves, legal_reach


@dataclass(frozen=True, slots=True)
class Price:
    """An amount.

    Attributes
    ----------
    amount : Fraction
        Zero or more, in the units of the case, or in places.
    more : bool
        Whether it takes more than this, however little.
    """

    amount: Fraction
    more: bool = False

    def __str__(self) -> str:
        """Return the amount, as ``more than`` it where it takes more."""
        return f"more than {self.amount}" if self.more else str(self.amount)


FREE = Price(Fraction(0))


@dataclass(frozen=True, eq=False)
class Transfers:
    """The transfers of least sum.

    Attributes
    ----------
    by_dm : mapping
        From a decision maker to its price in the first of the cheapest ways; None if it has none.
    total : Price or None
        The least sum; None if it is not known, or no transfer to those who may be paid is enough.
    ways : tuple of mapping
        All ways of the least sum, the first sixty-four.
    exact, complete : bool
    """

    by_dm: Mapping[int, Price | None]
    total: Price | None
    ways: tuple[Mapping[int, Price], ...]
    exact: bool
    complete: bool


def transfers(  # noqa: PLR0913 - the question has as many parts
    conflict: Conflict,
    concept: Concept,
    target: int,
    amounts: Amounts,
    *,
    vary: Sequence[int] | None = None,
    strict: bool = False,
    progress: Progress | None = None,
) -> Transfers:
    """Return the transfers of least sum after which a state is an equilibrium.

    Parameters
    ----------
    conflict : Conflict
    concept : Concept
        Any but SIM.
    target : int
        The state that is to hold, and at which the transfers are paid.
    amounts : Amounts
        What the states are worth; who has no numbers cannot be paid.
    vary : sequence of int, optional
        Who may be paid; everybody if not given.
    strict : bool
        Whether a tie counts against the target: an equally good state tempts, and does not deter.
    progress : callable, optional

    Notes
    -----
    Exact, in whole numbers. For SEQ and SSEQ all transfers are searched together: a transfer takes away improvements of
    the one who is paid that leave the target, and adds those that return to it. Only explicit arcs let others pass
    through the target after an improvement; by the option rule nobody else can undo it, so each price is its own.

    Examples
    --------
    >>> import detente
    >>> from detente.analysis.incentives.amounts import places
    >>> from detente.concepts import concept
    >>> conflict = detente.load("prisoners-dilemma").conflict()
    >>> found = transfers(conflict, concept("Nash"), conflict.states.index("YY"), places(conflict))
    >>> str(found.total), [str(price) for price in found.by_dm.values()]
    ('2', ['1', '1'])
    """
    players = tuple(range(len(conflict.decision_makers)))
    free = players if vary is None else tuple(vary)
    search = Search(conflict, concept, target, amounts, players, frozenset(free), strict=strict)
    if concept.replies is Replies.CREDIBLE and not isinstance(conflict.moves, OptionMoves):
        found = cheapest(search.choices, len(players), each=len(conflict.states), progress=progress)
        return _told(found, amounts)
    alone: dict[int, Price | None] = {}
    for player in players:
        if progress is not None:
            progress(player, len(players))
        level = _alone(search, player)
        alone[player] = None if level is None else _price(level, amounts)
    prices = {i: price for i, price in alone.items() if price is not None}
    whole = len(prices) == len(alone)
    return Transfers(alone, total(prices.values()) if whole else None, (prices,) if whole else (), True, True)


def _alone(search: Search, player: int) -> Level | None:
    """Return the least transfer to one decision maker, by bisection: more never hurts; None if it cannot be paid."""
    search.players = (player,)
    size, values = len(search.amounts.values), search.amounts.values[player]
    if search.choices((NOTHING,) * size) is None:
        return NOTHING
    if values is None or player not in search.free:
        return None
    gains = {int(v) - int(values[search.target]) for v in values.tolist()}
    levels = sorted((gain, int(search.strict)) for gain in gains if gain > 0 or (search.strict and not gain))

    def works(level: Level) -> bool:
        return search.choices(tuple(level if i == player else NOTHING for i in range(size))) is None

    return levels[bisect_left(levels, True, key=works)]


def _price(level: Level, amounts: Amounts) -> Price:
    return Price(amounts.written(level[0]), bool(level[1]))


def _told(found: Cheapest, amounts: Amounts) -> Transfers:
    ways = tuple({i: _price(level, amounts) for i, level in enumerate(vector)} for vector in found.vectors)
    by_dm: dict[int, Price | None] = dict(ways[0]) if ways else dict.fromkeys(range(len(amounts.values)))
    return Transfers(by_dm, total(ways[0].values()) if ways else None, ways, found.exact, found.complete)


def total(prices: Iterable[Price]) -> Price:
    """Return the sum of prices; it takes more than the sum if any of them takes more."""
    given = list(prices)
    return Price(sum((p.amount for p in given), Fraction(0)), any(p.more for p in given))


@dataclass(eq=False)
class Search:
    """What transfers still lack for a state to be stable; the choices of :func:`cheapest`."""

    conflict: Conflict
    concept: Concept
    target: int
    amounts: Amounts
    players: tuple[int, ...]
    free: frozenset[int]
    strict: bool
    _replies: dict[tuple[int, int], Mask] = field(default_factory=dict, init=False, repr=False)

    def choices(self, vector: Vector) -> list[tuple[int, Level]] | None:
        """Return None if the target holds; otherwise who could be paid what, to begin with."""
        profile = self.profile(vector)
        for player in self.players:
            for move, replies in self._unsanctioned(profile, player):
                own = self._own(vector, player, move, replies)
                return [c for c in (*own, *self._others(profile, vector, player, move, replies)) if c[0] in self.free]
        return None

    def profile(self, vector: Vector) -> Conflict:
        """Return the conflict in which these transfers are paid."""
        orders = [
            order if level == (0, 0) else self.amounts.raised(i, self.target, level[0], more=bool(level[1]))
            for i, (order, level) in enumerate(zip(self.conflict.orders, vector, strict=True))
        ]
        return Conflict.of_orders(self.conflict.structure, orders)

    def _upper(self, profile: Conflict, player: int) -> Mask:
        """Return the states that tempt a decision maker away from the target."""
        ranks = profile.orders[player].ranks
        if not self.strict:
            return np.asarray(ranks > ranks[self.target])
        upper = np.asarray(ranks >= ranks[self.target])
        upper[self.target] = False
        return upper

    def _unsanctioned(self, profile: Conflict, player: int) -> Iterator[tuple[int, Indices]]:
        upper = self._upper(profile, player)
        for move in self._leaving(player, self.target).tolist():
            if upper[move]:
                replies = self._replies_to(profile, player, move)
                if not any(self._sanctions(upper, player, k) for k in replies.tolist()):
                    yield move, replies

    def _leaving(self, player: int, state: int) -> Indices:
        return self.conflict.moves.leaving(player, state)

    def _replies_to(self, profile: Conflict, player: int, move: int) -> Indices:
        others = tuple(j for j in range(len(profile.orders)) if j != player)
        size = len(profile.states)
        if self.concept.replies is Replies.NONE:
            return np.zeros(0, dtype=np.int64)
        if self.concept.replies is Replies.CREDIBLE:
            return np.flatnonzero(legal_reach(profile.improving, others, move, size))
        if (player, move) not in self._replies:
            self._replies[player, move] = legal_reach(self.conflict.structure.walk, others, move, size)
        return np.flatnonzero(self._replies[player, move])

    def _sanctions(self, upper: Mask, player: int, reply: int) -> bool:
        if upper[reply]:
            return False
        return not (self.concept.survives_countermove and upper[self._leaving(player, reply)].any())

    def _own(self, vector: Vector, player: int, move: int, replies: Indices) -> Iterator[tuple[int, Level]]:
        """Yield the least own transfer that changes which of the states in question tempt."""
        values = self.amounts.values[player]
        if values is None:
            return
        further = [self._leaving(player, k) for k in replies.tolist()] if self.concept.survives_countermove else []
        states = np.concatenate([np.array([move]), replies, *further])
        levels = {(int(v) - int(values[self.target]), int(self.strict)) for v in values[states].tolist()}
        ahead = [level for level in levels if level > vector[player]]
        if ahead:
            yield player, min(ahead)

    def _others(
        self, profile: Conflict, vector: Vector, player: int, move: int, replies: Indices
    ) -> Iterator[tuple[int, Level]]:
        """Yield transfers to others that make their move back to the target an improvement."""
        if self.concept.replies is not Replies.CREDIBLE:
            return
        for other in range(len(profile.orders)):
            values = self.amounts.values[other]
            if other == player or values is None:
                continue
            back = [k for k in (move, *replies.tolist()) if self.target in self._leaving(other, k)]
            levels = [(int(values[k]) - int(values[self.target]), 1) for k in back]
            ahead = [level for level in levels if level > vector[other]]
            if ahead:
                yield other, min(ahead)
