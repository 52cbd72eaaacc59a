"""Moves told in full: who moves, what changes, why each mover is better off, who could answer, and what that brings.

Plain data in the words of the file (slugs, patterns, formulas); sentences are made from it elsewhere.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

import numpy as np

from detente.analysis.attain import AnswerWalk, Attempt, Search, Step
from detente.model.conflict import Conflict
from detente.model.moves import Joint
from detente.model.preferences import Prioritised

Direction = Literal["better", "worse", "equal"]
MOST_ANSWERS = 6


@dataclass(frozen=True, slots=True)
class Reason:
    """How one decision maker compares the end of a move with its start, and what decides it.

    Attributes
    ----------
    dm : str
    end_is : str
        ``better``, ``worse`` or ``equal``.
    statement : str
        The most important statement whose truth differs; empty for an equal end, or where states are ranked directly.
    now : bool
        Whether that statement holds at the end.
    place : int
        The statement's place in the decision maker's list, counted from 1; for a direct ranking the place of the end
        among the tie classes, the best being 1.
    was : int
        For a direct ranking the place of the start.
    """

    dm: str
    end_is: Direction
    statement: str = ""
    now: bool = False
    place: int = 0
    was: int = 0


@dataclass(frozen=True, slots=True)
class ToldMove:
    """One move, by one decision maker or by several together.

    Attributes
    ----------
    by : tuple of str
    start, end : str
        Patterns, or names of states.
    changes : tuple of (str, str)
        The options that change, each with ``N->Y`` or ``Y->N`` (``-`` where a merged state leaves it open).
    manner : str
        ``alone``, ``at once`` or ``in sequence``.
    reasons : tuple of Reason
        One for each mover.
    """

    by: tuple[str, ...]
    start: str
    end: str
    changes: tuple[tuple[str, str], ...]
    manner: str
    reasons: tuple[Reason, ...]


@dataclass(frozen=True, slots=True)
class ToldAnswer:
    """An answer of outsiders to a step: their moves, and how the movers then compare with where they began.

    Attributes
    ----------
    moves : tuple of ToldMove
    then : tuple of Reason
        The members of the moving coalition, at the end of the answer against the start of the step.
    deters : bool
    """

    moves: tuple[ToldMove, ...]
    then: tuple[Reason, ...]
    deters: bool


@dataclass(frozen=True, slots=True)
class ToldStep:
    """A step of a chain with the answers that it could meet.

    Attributes
    ----------
    move : ToldMove
    answers : tuple of ToldAnswer
        A shortest answer for each end, the shortest first; at most six.
    answers_in_all : int or None
        How many ends there are; None where the states are too many to list, and answers are not told.
    """

    move: ToldMove
    answers: tuple[ToldAnswer, ...]
    answers_in_all: int | None


@dataclass(frozen=True, slots=True)
class ToldAttempt:
    """A joint move that would bring the outcome about, and what stops it: vetoes, or a deterring answer."""

    move: ToldMove
    vetoes: tuple[str, ...]
    answer: ToldAnswer | None


def told_move(conflict: Conflict, step: Step, joint: Joint = "both") -> ToldMove:
    """Tell one move; ``joint`` is the rule by which a coalition's moves were found."""
    slugs = conflict.structure.slugs
    name = conflict.states.pattern
    return ToldMove(
        tuple(slugs[i] for i in step.by),
        name(step.start),
        name(step.end),
        changes(conflict, step.start, step.end),
        _manner(conflict, step, joint),
        tuple(reason(conflict, i, step.start, step.end) for i in step.by),
    )


def changes(conflict: Conflict, start: int, end: int) -> tuple[tuple[str, str], ...]:
    """Return the options that differ between two states, each with how it changes."""
    states = conflict.states
    if not states.options:
        return ()
    before, after = states.pattern(start), states.pattern(end)
    return tuple((o, f"{a}->{b}") for o, a, b in zip(states.options, before, after, strict=True) if a != b)


def _manner(conflict: Conflict, step: Step, joint: Joint) -> str:
    if len(step.by) == 1:
        return "alone"
    together = conflict.moves.at_once(step.by, step.start) if joint != "sequences" else None
    return "at once" if together is not None and together[step.end] else "in sequence"


def reason(conflict: Conflict, player: int, start: int, end: int) -> Reason:
    """Return how a decision maker compares two states, and the statement that decides it."""
    dm = conflict.structure.slugs[player]
    ranks = conflict.orders[player].ranks
    compared = np.sign(ranks[end] - ranks[start])
    end_is: Direction = "better" if compared > 0 else "worse" if compared < 0 else "equal"
    preference = conflict.preferences[player]
    if end_is == "equal":
        return Reason(dm, end_is)
    if not isinstance(preference, Prioritised):
        best = int(ranks.max())
        return Reason(dm, end_is, place=best - int(ranks[end]) + 1, was=best - int(ranks[start]) + 1)
    for place, statement in enumerate(preference.statements, start=1):
        holds = conflict.states.truth(statement.formula)
        if holds[start] != holds[end]:
            return Reason(dm, end_is, statement.wording, bool(holds[end]), place)
    raise AssertionError("unequal ranks without a statement that differs")


def told_step(search: Search, step: Step) -> ToldStep:
    """Tell a step with the answers that outsiders could give."""
    walk, ends = AnswerWalk(search, step), dict[int, int]()
    for number, end in walk.ends():
        ends.setdefault(end, number)
    told = tuple(told_answer(search, step, walk.path(k)) for k in list(ends.values())[:MOST_ANSWERS])
    return ToldStep(told_move(search.conflict, step, search.rules.joint), told, len(ends))


def told_answer(search: Search, step: Step, path: tuple[Step, ...]) -> ToldAnswer:
    """Tell an answer, and whether it deters the step."""
    end = path[-1].end
    then = tuple(reason(search.conflict, i, step.start, end) for i in step.by)
    moves = tuple(told_move(search.conflict, s, search.rules.joint) for s in path)
    return ToldAnswer(moves, then, not bool(search.better(step.by, step.start)[end]))


def told_attempt(search: Search, attempt: Attempt) -> ToldAttempt:
    """Tell an attempt and what stops it."""
    slugs = search.conflict.structure.slugs
    answer = told_answer(search, attempt.step, attempt.answer) if attempt.answer else None
    return ToldAttempt(
        told_move(search.conflict, attempt.step, search.rules.joint), tuple(slugs[i] for i in attempt.vetoes), answer
    )
