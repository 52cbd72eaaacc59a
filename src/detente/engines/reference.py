"""The definitions of theory C1-C6 and C15 and of attainability as loops: slow, obvious, the oracle of all tests."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import numpy as np

from detente.concepts import Concept, Replies
from detente.concepts.coalitional import CoalitionConcept, CoalitionReplies
from detente.engines import Progress, one_by_one
from detente.engines.joint import joint_replies, require_joint
from detente.model.conflict import Conflict
from detente.model.formula import Mask
from detente.model.moves import Coalition, coalitions


class Reference:
    """Every definition as it is written down; only the three predicates of theory B11 are asked of preferences."""

    name = "reference"

    def stable(self, conflict: Conflict, concept: Concept, player: int) -> Mask:
        """Return ``(states,) bool``: the states that are stable for ``player``; see :class:`detente.engines.Engine`."""
        if concept.replies is Replies.JOINT:
            require_joint(conflict)
        states = range(len(conflict.states))
        return np.array([is_stable(conflict, concept, player, s) for s in states], dtype=bool)

    def stabilities(
        self, conflict: Conflict, concepts: Sequence[Concept], progress: Progress | None = None
    ) -> dict[str, tuple[Mask, ...]]:
        """Return every mask of several concepts; see :class:`detente.engines.Engine`."""
        return one_by_one(self, conflict, concepts, progress)


ENGINE = Reference()


def is_stable(conflict: Conflict, concept: Concept, player: int, state: int) -> bool:
    """Is every improvement of ``player`` from ``state`` sanctioned?"""
    return all(
        any(
            is_sanction(conflict, concept, player, state, reply)
            for reply in replies(conflict, concept, player, state, move)
        )
        for move in improvements(conflict, player, state)
    )


def improvements(conflict: Conflict, player: int, state: int) -> list[int]:
    """Return the states that one move leads to and that tempt ``player``."""
    order = conflict.orders[player]
    return [int(q) for q in conflict.moves.leaving(player, state) if order.tempts(int(q), state)]


def is_sanction(conflict: Conflict, concept: Concept, player: int, state: int, reply: int) -> bool:
    """Does ending at ``reply`` deter ``player`` from leaving ``state``?"""
    order = conflict.orders[player]
    if not order.deters(reply, state):
        return False
    if not concept.survives_countermove:
        return True
    return all(bool(order.deters(int(k), state)) for k in conflict.moves.leaving(player, reply))


def replies(conflict: Conflict, concept: Concept, player: int, state: int, move: int) -> Iterator[int]:
    """Yield the states where the others' replies end after ``player`` went from ``state`` to ``move``."""
    others = [j for j in range(len(conflict.decision_makers)) if j != player]
    if concept.replies in (Replies.ANY, Replies.CREDIBLE):
        yield from sequence_ends(conflict, others, move, credible=concept.replies is Replies.CREDIBLE)
    if concept.replies is Replies.JOINT:
        words = conflict.states.words
        for change in joint_replies(conflict, player, state):
            together = conflict.states.find(words[move] ^ change)
            if together is not None:
                yield together


def sequence_ends(conflict: Conflict, movers: list[int], start: int, *, credible: bool) -> set[int]:
    """Return where legal sequences of ``movers`` end (theory A4): one move or more, nobody twice in a row."""
    seen: set[tuple[int, int]] = set()
    todo = [(start, -1)]
    while todo:
        here, last = todo.pop()
        for mover in movers:
            if mover == last:
                continue
            for target in map(int, conflict.moves.leaving(mover, here)):
                if credible and not conflict.orders[mover].credible(target, here):
                    continue
                if (target, mover) not in seen:
                    seen.add((target, mover))
                    todo.append((target, mover))
    return {state for state, _ in seen}


# ------------------------------------------------------------------------------------- coalitions (theory C15)


def is_coalition_stable(
    conflict: Conflict,
    concept: CoalitionConcept,
    coalition: Coalition,
    state: int,
    improvement: str = "strict",
    family: Sequence[Coalition] | None = None,
) -> bool:
    """Is every coalition improvement from ``state`` sanctioned?

    Parameters
    ----------
    conflict : Conflict
    concept : CoalitionConcept
    coalition : tuple of int
    state : int
    improvement : str
        ``strict``: better for every member; ``pareto``: worse for no member and better for one.
    family : sequence of tuple of int, optional
        The coalitions that may improve together in an answer (CSEQ); all of them if not given.
    """
    ruling = Coalitions(conflict, improvement, family)
    return all(
        any(ruling.is_sanction(concept, coalition, state, reply) for reply in ruling.replies(concept, coalition, move))
        for move in ruling.improvements(coalition, state)
    )


class Coalitions:
    """The words of theory C15 for one conflict: coalition improvements, replies, sanctions."""

    def __init__(self, conflict: Conflict, improvement: str, family: Sequence[Coalition] | None) -> None:
        self.conflict, self.improvement = conflict, improvement
        self.players = range(len(conflict.decision_makers))
        self.family = tuple(coalitions(self.players)) if family is None else tuple(family)

    def is_better(self, coalition: Coalition, target: int, start: int) -> bool:
        """Is ``target`` an improvement on ``start`` for the coalition as a whole?"""
        orders = [self.conflict.orders[i] for i in coalition]
        if self.improvement == "strict":
            return all(bool(o.tempts(target, start)) for o in orders)
        worse_for_none = not any(bool(o.tempts(start, target)) for o in orders)
        return worse_for_none and any(bool(o.tempts(target, start)) for o in orders)

    def improvements(self, coalition: Coalition, state: int) -> list[int]:
        """Return CI: where legal sequences of the members' moves lead that is better for the coalition."""
        ends = sequence_ends(self.conflict, list(coalition), state, credible=False)
        return [q for q in sorted(ends) if self.is_better(coalition, q, state)]

    def is_sanction(self, concept: CoalitionConcept, coalition: Coalition, state: int, reply: int) -> bool:
        """Does ending at ``reply`` deter the coalition from leaving ``state``?"""
        if self.is_better(coalition, reply, state):
            return False
        if not concept.survives_countermove:
            return True
        further = sequence_ends(self.conflict, list(coalition), reply, credible=False)
        return not any(self.is_better(coalition, z, state) for z in further)

    def replies(self, concept: CoalitionConcept, coalition: Coalition, move: int) -> set[int]:
        """Return the states where the others' replies to ``move`` end."""
        others = tuple(i for i in self.players if i not in coalition)
        if concept.replies is CoalitionReplies.ANY:
            return sequence_ends(self.conflict, list(others), move, credible=False)
        if concept.replies is CoalitionReplies.IMPROVEMENTS:
            return self.improvement_ends([k for k in self.family if set(k) <= set(others)], move)
        return set()

    def improvement_ends(self, family: list[Coalition], start: int) -> set[int]:
        """Return where sequences of coalition improvements end: one or more, no coalition twice in a row."""
        seen: set[tuple[int, Coalition]] = set()
        todo: list[tuple[int, Coalition]] = [(start, ())]
        while todo:
            here, last = todo.pop()
            for group in (k for k in family if k != last):
                for target in self.improvements(group, here):
                    if (target, group) not in seen:
                        seen.add((target, group))
                        todo.append((target, group))
        return {state for state, _ in seen}
