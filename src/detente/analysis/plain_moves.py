"""Moves told in full as plain data: chains to the outcome, what stops them, and why a state is stable or not."""

from __future__ import annotations

from typing import Any

from detente.analysis.attainment import AttainAnswer
from detente.analysis.causes.sanctions import DeterredBy, Deterrence, Sanction
from detente.analysis.told import Reason, ToldAnswer, ToldAttempt, ToldMove, ToldStep
from detente.analysis.witness import Improvement, Witness

Plain = dict[str, Any]


def attainment(found: AttainAnswer) -> Plain:
    """Return whether the outcome can be attained, with the chain or with what stops it."""
    return {
        "attainable": found.attainable,
        "path": None if found.path is None else [_step(s) for s in found.path],
        "complete": True,
        "status_quo": found.status_quo,
        "attempts": [_attempt(a) for a in found.attempts],
        "obstacle": found.obstacle or None,
        "halfway": sorted(found.halfway),
        "visited": found.visited,
        "listed": found.listed,
    }


def _move(told: ToldMove) -> Plain:
    return {
        "by": sorted(told.by),
        "coalition": "+".join(sorted(told.by)),
        "from": told.start,
        "to": told.end,
        "manner": told.manner,
        "changes": [{"option": option, "how": how} for option, how in told.changes],
        "reasons": [_reason(r) for r in told.reasons],
    }


def _reason(told: Reason) -> Plain:
    return {
        "dm": told.dm,
        "end_is": told.end_is,
        "statement": told.statement or None,
        "now": told.now if told.statement else None,
        "place": told.place or None,
    }


def _answer(told: ToldAnswer) -> Plain:
    return {
        "moves": [_move(m) for m in told.moves],
        "then": [_reason(r) for r in told.then],
        "deters": told.deters,
    }


def _step(told: ToldStep) -> Plain:
    answers = {"answers": [_answer(a) for a in told.answers], "answers_in_all": told.answers_in_all}
    return {**_move(told.move), **answers}


def _attempt(told: ToldAttempt) -> Plain:
    answer = _answer(told.answer) if told.answer is not None else None
    return {**_move(told.move), "vetoes": sorted(told.vetoes), "answer": answer}


def witness(found: Witness) -> Plain:
    """Return why a state is stable or not for one decision maker under one concept."""
    return {
        "dm": found.dm,
        "concept": found.concept,
        "state": found.state,
        "stable": found.stable,
        "improvements": [_improvement(i) for i in found.improvements],
    }


def _improvement(told: Improvement) -> Plain:
    escape = told.escapes
    return {
        "move": _move(told.move),
        "sanction": None if told.sanction is None else [_move(m) for m in told.sanction],
        "ends": told.ends,
        "then": None if told.then is None else _reason(told.then),
        "escape": None if escape is None else {**_move(escape.move), "against_start": _reason(escape.against_start)},
        "replies_in_all": told.replies_in_all,
    }


def deterred(found: DeterredBy) -> Plain:
    """Return what deters one decision maker at one state from each of its improvements."""
    return {
        "dm": found.dm,
        "concept": found.concept,
        "state": found.state,
        "stable": found.stable,
        "improvements": [_deterrence(d) for d in found.improvements],
        "complete": found.complete,
        "why_not": found.why or None,
    }


def _deterrence(told: Deterrence) -> Plain:
    return {
        "move": _move(told.move),
        "deterred": told.deterred,
        "sanctions": [_sanction(s) for s in told.sanctions],
        "sanctions_in_all": told.number,
        "nearest": told.nearest,
        "replies_in_all": told.replies,
        "opponents": [{"dm": dm, "responsibility": str(degree)} for dm, degree in told.opponents.items()],
        "without": [list(group) for group in told.without],
        "complete": told.complete,
    }


def _sanction(told: Sanction) -> Plain:
    return {
        "ends": told.end,
        "moves": [_move(m) for m in told.moves],
        "then": _reason(told.then),
        "responsibility": str(told.responsibility),
        "nearest_first": str(told.nearest_first),
        "preempted": told.preempted,
    }
