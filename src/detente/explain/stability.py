"""Why a state is stable or not, in words: every improvement, and the sanction that deters it or the escape from it."""

from __future__ import annotations

from detente.analysis.told import ToldMove
from detente.analysis.witness import Improvement, Witness
from detente.case.build import Case
from detente.concepts import Concept, Replies, concept
from detente.explain.words import capital, counted, move, parties, state_name, what_changes, why


def witness(case: Case, found: Witness) -> list[str]:
    """Say why a state is stable, or not, for one decision maker under one concept."""
    asked = concept(found.concept)
    who = case.dm_called(found.dm)
    verdict = "stable" if found.stable else "not stable"
    lines = [f"{asked.title} ({asked.name}): {state_name(case, found.state)} is {verdict} for {who}."]
    if not found.improvements:
        return [
            *lines,
            f"{capital(who)} has no improvement from it: no move of its own leads to a state that it prefers.",
        ]
    return lines + [_improvement(case, asked, i) for i in found.improvements]


def _improvement(case: Case, asked: Concept, told: Improvement) -> str:
    end = state_name(case, told.move.end)
    changed = what_changes(case, told.move.changes)
    tempted = f"It could improve: {f'{changed}, to {end}' if changed else f'to {end}'}"
    reason = "; ".join(why(case, r) for r in told.move.reasons)
    return f"{tempted}. {capital(reason)}. {_met(case, asked, told)}"


def _met(case: Case, asked: Concept, told: Improvement) -> str:
    if asked.replies is Replies.NONE:
        return "Nothing else counts here, so it would."
    if told.sanction is not None and told.then is not None:
        met = _sanction(case, asked, told.sanction)
        return f"{met}, to {state_name(case, told.ends)}; against the start {why(case, told.then)}. That deters it."
    if told.escapes is not None:
        end = state_name(case, told.escapes.move.end)
        changed = what_changes(case, told.escapes.move.changes)
        start = f"An answer would hurt, but it could go on: {f'{changed}, to {end}' if changed else f'to {end}'}; "
        return f"{start}against the start {why(case, told.escapes.against_start)}. So no answer deters it."
    if not told.replies_in_all:
        return f"{capital(_nobody(asked))}, so nothing deters it."
    answers = counted(told.replies_in_all, "answer")
    verb = "was" if told.replies_in_all == 1 else "were"
    return f"{capital(answers)} {verb} looked at; after each it is still better off, so none deters it."


def _nobody(asked: Concept) -> str:
    if asked.replies is Replies.ANY:
        return "nobody can answer"
    return (
        "nobody else has an improvement to make at the same time"
        if asked.replies is Replies.JOINT
        else "nobody has an improvement to answer with"
    )


def _sanction(case: Case, asked: Concept, moves: tuple[ToldMove, ...]) -> str:
    if asked.replies is Replies.JOINT:
        changed = what_changes(case, moves[0].changes)
        return f"If {parties(case, moves[0].by)} improved at the same time ({changed}), all would end together"
    return capital(", then ".join(move(case, m) for m in moves))
