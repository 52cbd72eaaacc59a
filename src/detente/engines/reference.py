"""The definitions of theory C1-C6 and of attainability, written as loops: slow, obvious, the oracle of all tests."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import numpy as np

from detente.concepts import Concept, Replies
from detente.engines import Progress, one_by_one
from detente.engines.joint import joint_replies, require_joint
from detente.model.conflict import Conflict
from detente.model.formula import Mask


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
