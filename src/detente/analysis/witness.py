"""Why a state is, or is not, stable for one decision maker: every improvement, and the sanction that deters it if any.

Computed on demand for one state, decision maker and concept, from the definitions and not from an engine's tables.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Iterator
from dataclasses import dataclass

from detente.analysis.attain import Step
from detente.analysis.told import Reason, ToldMove, changes, reason, told_move
from detente.concepts import Concept, Replies
from detente.engines.joint import joint_replies, require_joint
from detente.engines.reference import improvements, is_sanction
from detente.model.conflict import Conflict


@dataclass(frozen=True, slots=True)
class Countermove:
    """A further move of the sanctioned decision maker that escapes the sanction."""

    move: ToldMove
    against_start: Reason


@dataclass(frozen=True, slots=True)
class Improvement:
    """One improvement, and what it meets.

    Attributes
    ----------
    move : ToldMove
    sanction : tuple of ToldMove or None
        A shortest sanction; None if the improvement is not sanctioned.
    ends : str
        Where the sanction (or the joint moves) leave the decision maker.
    then : Reason or None
        How it compares that end with the state that it left.
    escapes : Countermove or None
        For concepts with a counter-move, if unsanctioned: the counter-move that escapes the nearest reply that would
        have hurt.
    replies_in_all : int
        How many ends of replies were looked at.
    """

    move: ToldMove
    sanction: tuple[ToldMove, ...] | None
    ends: str
    then: Reason | None
    escapes: Countermove | None
    replies_in_all: int


@dataclass(frozen=True, slots=True)
class Witness:
    """Why a state is stable, or not, for one decision maker under one concept."""

    dm: str
    concept: str
    state: str
    stable: bool
    improvements: tuple[Improvement, ...]


def witness(conflict: Conflict, concept: Concept, player: int, state: int) -> Witness:
    """Return why ``state`` is stable or not for ``player``.

    Raises
    ------
    NotAnswered
        If the concept does not exist in this kind of model.
    """
    if concept.replies is Replies.JOINT:
        require_joint(conflict)
    found = tuple(_improvement(conflict, concept, player, state, m) for m in improvements(conflict, player, state))
    stable = all(i.sanction is not None for i in found)
    return Witness(conflict.structure.slugs[player], concept.name, conflict.states.pattern(state), stable, found)


def _improvement(conflict: Conflict, concept: Concept, player: int, state: int, move: int) -> Improvement:
    told = told_move(conflict, Step((player,), state, move))
    hurting: list[tuple[Step, ...]] = []
    count = 0
    for path in reply_paths(conflict, concept, player, state, move):
        count += 1
        end = path[-1].end
        if is_sanction(conflict, concept, player, state, end):
            moves = tuple(told_move(conflict, s) for s in path)
            then = reason(conflict, player, state, end)
            return Improvement(told, moves, conflict.states.pattern(end), then, None, count)
        if conflict.orders[player].deters(end, state):
            hurting.append(path)
    escapes = _escape(conflict, player, state, hurting[0][-1].end) if hurting else None
    return Improvement(told, None, conflict.states.pattern(move), None, escapes, count)


def _escape(conflict: Conflict, player: int, state: int, reply: int) -> Countermove | None:
    for end in conflict.moves.leaving(player, reply).tolist():
        if not conflict.orders[player].deters(end, state):
            return Countermove(told_move(conflict, Step((player,), reply, end)), reason(conflict, player, state, end))
    return None


def reply_paths(conflict: Conflict, concept: Concept, player: int, state: int, move: int) -> Iterator[tuple[Step, ...]]:
    """Yield a shortest reply to every end, the shortest first; a joint reply is one move of those who make it."""
    if concept.replies is Replies.JOINT:
        yield from _joint_paths(conflict, player, state, move)
        return
    if concept.replies is Replies.NONE:
        return
    others = [j for j in range(len(conflict.decision_makers)) if j != player]
    paths: deque[tuple[Step, ...]] = deque([()])
    seen: set[tuple[int, int]] = set()
    told: set[int] = set()
    while paths:
        path = paths.popleft()
        here, last = (path[-1].end, path[-1].by[0]) if path else (move, -1)
        for mover in (j for j in others if j != last):
            for end in conflict.moves.leaving(mover, here).tolist():
                credible = concept.replies is Replies.ANY or bool(conflict.orders[mover].credible(end, here))
                if credible and (end, mover) not in seen:
                    seen.add((end, mover))
                    longer = (*path, Step((mover,), here, end))
                    paths.append(longer)
                    if end not in told:
                        told.add(end)
                        yield longer


def _joint_paths(conflict: Conflict, player: int, state: int, move: int) -> Iterator[tuple[Step, ...]]:
    words = conflict.states.words
    for change in joint_replies(conflict, player, state):
        end = conflict.states.find(words[move] ^ change)
        if end is not None:
            owners = {conflict.structure.slugs.index(o.split(".")[0]) for o, _ in changes(conflict, move, end)}
            yield (Step(tuple(sorted(owners)), move, end),)
