"""The fewest demotions: which states decision makers would have to stop preferring for a state to hold (theory C9, D4).

A demotion moves a state that a decision maker likes better than the target to just below the target; demoted states
keep their order among themselves, and nothing else changes. Demoting never hurts a decision maker's own stability
(theory C9). For Nash, GMR and SMR only its own demotions matter to it. For SEQ and SSEQ they also decide which of its
moves are improvements, and so which sanctions against others are credible: these are searched for all together.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from itertools import islice, product

import numpy as np

from detente.analysis.incentives.least import MOST_FOUND, Clause, Smallest, smallest_sets
from detente.concepts import Concept, Replies
from detente.engines import Progress
from detente.model.conflict import Conflict, Structure
from detente.model.formula import Mask
from detente.model.moves import Walk, legal_reach
from detente.model.preferences import Ranks, WeakOrder, dense

Demotion = tuple[int, int]
Demoted = frozenset[Demotion]
Together = Mapping[int, tuple[int, ...]]


@dataclass(frozen=True, eq=False)
class Demotions:
    """The smallest sets of demotions.

    Attributes
    ----------
    by_dm : mapping
        From a decision maker to its part in the smallest sets, each part once, as states.
    fewest : mapping
        From a decision maker to how many states it would have to demote at least; None if that is not known or no
        demotion of those who may change is enough.
    total : int or None
        How many demotions it takes in all.
    at_least : int
        It does not take fewer.
    at_most : int or None
        To demote every improvement is enough, and takes so many; None if not all of those concerned may change.
    together : tuple of mapping
        The smallest sets for all decision makers together, the first sixty-four.
    exact, complete : bool
        Whether the total is known (or that there is none); whether ``together`` and ``by_dm`` have all smallest sets.
    """

    by_dm: Mapping[int, tuple[tuple[int, ...], ...]]
    fewest: Mapping[int, int | None]
    total: int | None
    at_least: int
    at_most: int | None
    together: tuple[Together, ...]
    exact: bool
    complete: bool


def demoted(order: WeakOrder, target: int, states: Iterable[int]) -> WeakOrder:
    """Return an order in which some states stand just below another one, in their old order among themselves.

    Examples
    --------
    >>> demoted(WeakOrder(np.array([0, 3, 1, 2, 4])), 2, [1, 4]).ranks.tolist()
    [0, 1, 3, 4, 2]
    """
    ranks = order.ranks.astype(np.int64)
    here = int(ranks[target])
    above = ranks > here
    down = np.zeros(len(ranks), dtype=bool)
    down[list(states)] = True
    size = int(ranks.max(initial=0)) + 1
    made = np.where(ranks >= here, ranks + size, ranks)
    made[down & above] = here + ranks[down & above] - here - 1
    return WeakOrder(dense(made))


def demotions(
    conflict: Conflict,
    concept: Concept,
    target: int,
    *,
    vary: Sequence[int] | None = None,
    progress: Progress | None = None,
) -> Demotions:
    """Return the smallest sets of demotions after which a state is an equilibrium.

    Parameters
    ----------
    conflict : Conflict
    concept : Concept
        Any but SIM.
    target : int
        The state that is to hold.
    vary : sequence of int, optional
        The decision makers who may demote states; all of them if not given.
    progress : callable, optional

    Notes
    -----
    Exact. Each improvement that nothing sanctions is a clause: it is itself demoted, or a reply to it becomes a
    sanction because the state where it ends (and each that a counter-move leads to) is demoted, or somebody else's
    demotion makes a further reply credible. For Nash, GMR and SMR each decision maker is searched by itself.

    Examples
    --------
    >>> import detente
    >>> from detente.concepts import concept
    >>> conflict = detente.load("prisoners-dilemma").conflict()
    >>> demotions(conflict, concept("Nash"), conflict.states.index("YY")).total
    2
    """
    players = range(len(conflict.decision_makers))
    free = tuple(players if vary is None else vary)
    if concept.replies is Replies.CREDIBLE:
        search = Search(conflict.structure, _ranks(conflict), concept, target, tuple(players), free)
        return _coupled(search.found(progress), players, search.at_most)
    searches = [Search(conflict.structure, _ranks(conflict), concept, target, (i,), free) for i in players]
    most = [search.at_most for search in searches]
    found = {i: search.found(progress) for i, search in enumerate(searches)}
    return _decoupled(found, None if None in most else sum(m or 0 for m in most))


def _ranks(conflict: Conflict) -> tuple[Ranks, ...]:
    return tuple(order.ranks for order in conflict.orders)


def _coupled(found: Smallest[Demotion], players: Sequence[int], at_most: int | None) -> Demotions:
    together = tuple(_by_player(made, players) for made in found.sets)
    parts = {i: tuple(dict.fromkeys(one[i] for one in together)) for i in players}
    fewest = {i: min(map(len, parts[i]), default=None) for i in players}
    return Demotions(parts, fewest, found.size, found.at_least, at_most, together, found.exact, found.complete)


def _by_player(made: Demoted, players: Iterable[int]) -> Together:
    return {i: tuple(sorted(state for who, state in made if who == i)) for i in players}


def _decoupled(found: Mapping[int, Smallest[Demotion]], at_most: int | None) -> Demotions:
    parts = {i: tuple(tuple(sorted(s for _, s in made)) for made in one.sets) for i, one in found.items()}
    possible = all(parts.values())
    together = [dict(zip(parts, some, strict=True)) for some in islice(product(*parts.values()), MOST_FOUND + 1)]
    sizes = {i: one.size for i, one in found.items()}
    complete = all(one.complete for one in found.values()) and len(together) <= MOST_FOUND
    return Demotions(
        parts,
        sizes,
        sum(size or 0 for size in sizes.values()) if possible else None,
        sum(one.at_least for one in found.values()),
        at_most,
        tuple(together[:MOST_FOUND]),
        all(one.exact for one in found.values()),
        complete,
    )


@dataclass(eq=False)
class Search:
    """What demotions still lack for a state to be stable; the clauses of :func:`smallest_sets`.

    Parameters
    ----------
    structure : Structure
    ranks : tuple of ndarray
    concept : Concept
    target : int
    players : tuple of int
        For whom the target has to be stable.
    free : tuple of int
        Who may demote states.
    """

    structure: Structure
    ranks: tuple[Ranks, ...]
    concept: Concept
    target: int
    players: tuple[int, ...]
    free: tuple[int, ...]
    _replies: dict[tuple[int, int], Mask] = field(default_factory=dict, init=False, repr=False)

    @cached_property
    def _moves(self) -> Walk:
        return self.structure.walk

    def found(self, progress: Progress | None) -> Smallest[Demotion]:
        """Return the smallest sets of demotions."""
        return smallest_sets(self.clauses, works=self._all, each=len(self.ranks[0]), progress=progress)

    @property
    def at_most(self) -> int | None:
        """How many demotions are enough: those of all improvements; None if not all of them may be demoted."""
        return None if self._all is None else len(self._all)

    @cached_property
    def _all(self) -> Demoted | None:
        tempting = {(i, q) for i in self.players for q in self.leaving(i, self.target) if self._is_better(i, q)}
        return frozenset(tempting) if all(i in self.free for i, _ in tempting) else None

    def _is_better(self, player: int, state: int) -> bool:
        return bool(self.ranks[player][state] > self.ranks[player][self.target])

    def clauses(self, made: Demoted) -> list[Clause[Demotion]]:
        """Return a clause for each improvement from the target that is not sanctioned."""
        profile = _Profile(self, made)
        return [clause for i in self.players for clause in profile.lacking(i)]

    def leaving(self, player: int, state: int) -> list[int]:
        """Return where one move of a decision maker leads."""
        found: list[int] = self.structure.moves.leaving(player, state).tolist()
        return found

    def any_replies(self, player: int, move: int) -> Mask:
        """Return where legal sequences of the others lead from a move; the same whatever they want."""
        if (player, move) not in self._replies:
            others = self.others(player)
            self._replies[player, move] = legal_reach(self._moves, others, move, len(self.ranks[0]))
        return self._replies[player, move]

    def others(self, player: int) -> tuple[int, ...]:
        """Return everybody else."""
        return tuple(j for j in range(len(self.ranks)) if j != player)


class _Profile:
    """One set of demotions, and what it lacks."""

    def __init__(self, search: Search, made: Demoted) -> None:
        self.search, self.made = search, made
        ranks, target = search.ranks, search.target
        self.upper = [r > r[target] for r in ranks]
        for player, state in made:
            self.upper[player][state] = False

    @cached_property
    def conflict(self) -> Conflict:
        """The conflict with these demotions."""
        search = self.search
        by_player = _by_player(self.made, range(len(search.ranks)))
        orders = [demoted(WeakOrder(r), search.target, by_player[i]) for i, r in enumerate(search.ranks)]
        return Conflict.of_orders(search.structure, orders)

    def lacking(self, player: int) -> Iterator[Clause[Demotion]]:
        """Yield a clause for each unsanctioned improvement of one decision maker."""
        free = self.search.free
        for move in self.search.leaving(player, self.search.target):
            if self.upper[player][move]:
                replies = self._replies(player, move)
                if not any(self._sanctions(player, k) for k in replies):
                    ways = {frozenset([(player, move)]), *self._own(player, replies)}
                    ways |= {frozenset([one]) for one in self._others(player, move, replies)}
                    yield frozenset(way for way in ways if all(who in free for who, _ in way))

    def _replies(self, player: int, move: int) -> list[int]:
        search = self.search
        if search.concept.replies is Replies.NONE:
            return []
        if search.concept.replies is Replies.ANY:
            reached = search.any_replies(player, move)
        else:
            reached = legal_reach(self.conflict.improving, search.others(player), move, len(self.upper[0]))
        found: list[int] = np.flatnonzero(reached).tolist()
        return found

    def _sanctions(self, player: int, reply: int) -> bool:
        upper = self.upper[player]
        if upper[reply]:
            return False
        if not self.search.concept.survives_countermove:
            return True
        return not any(upper[k] for k in self.search.leaving(player, reply))

    def _own(self, player: int, replies: list[int]) -> Iterator[Demoted]:
        """Yield what to demote for a reply to become a sanction: where it ends, and where counter-moves lead."""
        for reply in replies:
            further = self.search.leaving(player, reply) if self.search.concept.survives_countermove else []
            yield frozenset((player, k) for k in (reply, *further) if self.upper[player][k])

    def _others(self, player: int, move: int, replies: list[int]) -> Iterator[Demotion]:
        """Yield demotions of others that add a credible reply: of a state that they could then improve on.

        What they could improve it to is as good as the target, or was so before it was demoted itself.
        """
        if self.search.concept.replies is not Replies.CREDIBLE:
            return
        for other in self.search.others(player):
            upper, ranks, before = self.upper[other], self.conflict.orders[other].ranks, self.search.ranks[other]
            level = before[self.search.target]
            for state in (move, *replies):
                ends = self.search.structure.moves.leaving(other, state)
                if upper[state] and ((before[ends] >= level) & (ranks[ends] <= ranks[state])).any():
                    yield other, state
