"""The stability of a state by SEQ or SSEQ as constraints: improvements, answers by layers, and a sanction for each.

For every improvement that is possible there are Booleans for the nodes that answers to it can lead to, a state and its
last mover each (theory A4). A node counts only if a step leads to it that is an improvement of its mover, from a node
that counts and stands on a lower rung; so nothing holds itself up.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

from detente.analysis.inverse.facts import Fact
from detente.analysis.inverse.master import Literal
from detente.analysis.inverse.relations import NOBODY, Node, Possible

if TYPE_CHECKING:
    from ortools.sat.python import cp_model

MOST_STEPS = 200_000


def count(possible: Possible, targets: Iterable[int]) -> int:
    """Return how many steps of answers the constraints of some states speak of."""
    return sum(
        len(possible.answers(player, move)[1])
        for target in targets
        for player in possible.players
        for move in possible.tempting(player, target).tolist()
    )


def facts(possible: Possible, targets: Iterable[int]) -> set[Fact]:
    """Return the facts about varied decision makers that the constraints of some states speak of."""
    found: set[Fact] = set()
    for target in targets:
        for player in possible.players:
            for move in possible.tempting(player, target).tolist():
                ends, steps = possible.answers(player, move)
                found.update(Fact(m, end, start, is_above=True) for m, start, end in steps if m in possible.varied)
                if player in possible.varied:
                    against = {move, *(q for end in ends for q in possible.against(player, end))} - {target}
                    found.update(Fact(player, q, target, is_above=True) for q in against)
    return found


class Ladders:
    """Adds to a model that states are stable for everybody.

    Parameters
    ----------
    possible : Possible
    model : CpModel
    literal : callable
        From a fact about a varied decision maker to its literal.
    """

    def __init__(self, possible: Possible, model: cp_model.CpModel, literal: Literal) -> None:
        self.possible, self.model, self._literal = possible, model, literal
        self.orders = possible.conflict.orders

    def stable(self, target: int) -> None:
        """Ask that a state is stable for every decision maker."""
        for player in self.possible.players:
            for move in self.possible.tempting(player, target).tolist():
                self._answered(player, target, move)

    def _not_above(self, player: int, state: int, target: int) -> Any:
        """Return the literal that a state does not rank above the target."""
        if player in self.possible.varied:
            return self._literal(Fact(player, state, target, is_above=False))
        return not self.orders[player].tempts(state, target)

    def _answered(self, player: int, target: int, move: int) -> None:
        """Ask that a move is no improvement, or meets a sanction."""
        ways = [self._not_above(player, move, target)]
        for (end, _), counts in self._rungs(player, move).items():
            against = [q for q in self.possible.against(player, end) if q != target]
            kept = [self._not_above(player, q, target) for q in against]
            if not any(one is False for one in kept):
                chosen = self.model.new_bool_var("")
                self.model.add_implication(chosen, counts)
                for one in kept:
                    if one is not True:
                        self.model.add_implication(chosen, one)
                ways.append(chosen)
        self.model.add_bool_or([way for way in ways if way is not False])

    def _rungs(self, player: int, move: int) -> dict[Node, Any]:
        """Return for each node that answers to a move can lead to the literal that they do."""
        ends, steps = self._steps(player, move)
        nodes = {node: self.model.new_bool_var("") for node in ends}
        height = {node: self.model.new_int_var(1, len(ends), "") for node in ends}
        leading: dict[Node, list[Any]] = {node: [] for node in ends}
        for before, node in steps:
            taken = self.model.new_bool_var("")
            if before[1] != NOBODY:
                self.model.add_implication(taken, nodes[before])
                self.model.add(height[node] > height[before]).only_enforce_if(taken)
            if node[1] in self.possible.varied:
                self.model.add_implication(taken, self._literal(Fact(node[1], node[0], before[0], is_above=True)))
            leading[node].append(taken)
        for node, ways in leading.items():
            self.model.add_bool_or([~nodes[node], *ways])
        return nodes

    def _steps(self, player: int, move: int) -> tuple[list[Node], list[tuple[Node, Node]]]:
        """Return the nodes that answers to a move can lead to, and the steps between them."""
        todo: list[Node] = [(move, NOBODY)]
        found: dict[Node, None] = {}
        steps: list[tuple[Node, Node]] = []
        while todo:
            node = todo.pop()
            for mover in self.possible.players:
                if mover not in (player, node[1]):
                    for end in self.possible.tempting(mover, node[0]).tolist():
                        steps.append((node, (end, mover)))
                        if (end, mover) not in found:
                            found[end, mover] = None
                            todo.append((end, mover))
        return list(found), steps
