"""What would have to be different for a state to become an equilibrium, or to be one no longer.

A *fact* says of one decision maker that it ranks ``a`` above ``b``, or that it does not. The stability of a state rests
on facts, so whoever wants it otherwise has to change one of them: a list of facts of which one at least must come true.
Such a list is true of every profile that meets the goal, whatever else it says.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterator
from typing import NamedTuple

from detente.analysis.inverse.goal import Goal
from detente.analysis.inverse.relations import NOBODY, Node
from detente.concepts import Concept, Replies
from detente.model.conflict import Conflict

Way = dict[Node, tuple[Node, int] | None]


class Fact(NamedTuple):
    """Whether a decision maker ranks one state strictly above another."""

    player: int
    upper: int
    lower: int
    is_above: bool


Facts = list[Fact]


class Reasons:
    """Why states are equilibria, or not, in one conflict; ``look`` is called for each state, and may end the work."""

    def __init__(self, conflict: Conflict, concept: Concept, look: Callable[[], None] = lambda: None) -> None:
        self.conflict, self.concept = conflict, concept
        self.look = look
        self.players = range(len(conflict.decision_makers))
        self._ways: dict[tuple[int, int], Way] = {}

    def missing(self, goal: Goal) -> list[Facts]:
        """Return lists of facts, one of each of which must come true for a goal that is not met; empty if it is met."""
        wanted = goal.states
        found: list[Facts] = []
        against = [self.against(t) for t in wanted]
        if goal.how == "all":
            found += [facts for lists in against for facts in lists]
        elif all(against):
            found.append([fact for lists in against for fact in lists[0]])
        if goal.how == "only":
            others = [t for t in goal.targets if not goal.wanted[t] and not self.against(t)]
            found += [self.behind(t) for t in others]
        return found

    def against(self, state: int) -> list[Facts]:
        """Return for each unsanctioned improvement the facts of which one must come true to end it."""
        self.look()
        return [
            self._open(player, state, move)
            for player in self.players
            for move in self.conflict.improvements(player, state).tolist()
            if not self._sanctions(player, state, move)
        ]

    def behind(self, state: int) -> Facts:
        """Return of an equilibrium the facts of which one must come true so that it is none."""
        found: Facts = []
        for player in self.players:
            better = set(self.conflict.improvements(player, state).tolist())
            for move in self.conflict.moves.leaving(player, state).tolist():
                if move not in better:
                    found.append(Fact(player, move, state, is_above=True))
                else:
                    found += self._relied_on(player, state, move)
        return list(dict.fromkeys(found))

    # ------------------------------------------------------------------------------------------- sanctions

    def _above(self, player: int, a: int, b: int) -> bool:
        return bool(self.conflict.orders[player].tempts(a, b))

    def _better_after(self, player: int, state: int, end: int) -> list[int]:
        """Return the states better than the one that was left, of those that an answer which ends here leaves open."""
        open_to = [end]
        if self.concept.survives_countermove:
            open_to += self.conflict.moves.leaving(player, end).tolist()
        return [q for q in open_to if self._above(player, q, state)]

    def _sanctions(self, player: int, state: int, move: int) -> bool:
        return any(not self._better_after(player, state, end) for end, _ in self._way(player, move))

    def _way(self, player: int, move: int) -> Way:
        """Return the nodes that answers to a move lead to, each with the one before it; the nearest first."""
        if (player, move) not in self._ways:
            self._ways[player, move] = self._walked(player, move)
        return self._ways[player, move]

    def _walked(self, player: int, move: int) -> Way:
        found: Way = {}
        todo: deque[Node] = deque([(move, NOBODY)])
        while todo and self.concept.replies is not Replies.NONE:
            node = todo.popleft()
            for mover, end, is_step in self._steps(player, node):
                if is_step and (end, mover) not in found:
                    found[end, mover] = None if node[1] == NOBODY else (node, mover)
                    todo.append((end, mover))
        return found

    def _steps(self, player: int, node: Node) -> Iterator[tuple[int, int, bool]]:
        """Yield the moves that an answer can go on with, and whether they count as they stand."""
        here, last = node
        for mover in self.players:
            if mover not in (player, last):
                for end in self.conflict.moves.leaving(mover, here).tolist():
                    counts = self.concept.replies is not Replies.CREDIBLE or self._above(mover, end, here)
                    yield mover, end, counts

    # ----------------------------------------------------------------------------------------------- facts

    def _open(self, player: int, state: int, move: int) -> Facts:
        """Return what would end an improvement that nothing answers."""
        found = [Fact(player, move, state, is_above=False)]
        way = self._way(player, move)
        for end, _ in way:
            worst = min(self._better_after(player, state, end))
            found.append(Fact(player, worst, state, is_above=False))
        for node in [(move, NOBODY), *way]:
            for mover, end, counts in self._steps(player, node):
                if not counts:
                    found.append(Fact(mover, end, node[0], is_above=True))
        return list(dict.fromkeys(found))

    def _relied_on(self, player: int, state: int, move: int) -> Facts:
        """Return what would spoil the nearest sanction of an improvement."""
        way = self._way(player, move)
        node = next(n for n in way if not self._better_after(player, state, n[0]))
        found = [Fact(player, node[0], state, is_above=True)]
        if self.concept.survives_countermove:
            further = self.conflict.moves.leaving(player, node[0]).tolist()
            found += [Fact(player, q, state, is_above=True) for q in further if q != state]
        if self.concept.replies is Replies.CREDIBLE:
            found += [Fact(m, end, start, is_above=False) for m, start, end in _path(way, node, move)]
        return [fact for fact in found if fact.upper != fact.lower]


def _path(way: Way, node: Node, move: int) -> Iterator[tuple[int, int, int]]:
    """Yield the steps ``(mover, start, end)`` that lead to a node, the last one first."""
    before = way[node]
    while before is not None:
        (start, _), mover = before
        yield mover, start, node[0]
        node = before[0]
        before = way[node]
    yield node[1], move, node[0]
