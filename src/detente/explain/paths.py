"""Chains of steps in words: who moves, what changes, why each mover is better off, and who could have answered."""

from __future__ import annotations

from detente.analysis.attain import Rules
from detente.analysis.attainment import AttainAnswer
from detente.analysis.told import ToldAnswer, ToldAttempt, ToldStep
from detente.case.build import Case
from detente.explain.words import (
    capital,
    code,
    counted,
    listed,
    move,
    outcome_name,
    parties,
    readings,
    state,
    state_name,
    what_changes,
    why,
)

HARMLESS = 2


def attainment(case: Case, told: AttainAnswer, *, name_readings: bool = True) -> list[str]:
    """Say whether the outcome can be attained, step by step, or what stops it; one paragraph per line."""
    asked = code(told.goal) if told.goal else outcome_name(case)
    several = any(len(r) > 1 for r in case.preferences.values())
    read = f", {readings(case, told.readings, short=True)}" if name_readings and several else ""
    where = f"{_where(case, told)}{read}"
    if told.path == ():
        return [f"{capital(where)}: {asked} already holds in the status quo."]
    if told.path is not None:
        steps = counted(len(told.path), "step")
        lines = [f"{capital(where)}: {asked} is attainable in {steps}{_rules(told)}."]
        return lines + [_step(case, n, s, told.rules) for n, s in enumerate(told.path, start=1)]
    lines = [f"{capital(where)}: {asked} is not attainable{_rules(told)}."]
    lines += [_attempt(case, a) for a in told.attempts]
    if told.obstacle == "no_state":
        lines.append("It holds in no state that is feasible here.")
    elif told.obstacle == "out_of_reach":
        lines.append("No joint move leads there, from the status quo or from any state that improvements reach.")
    elif not told.listed:
        lines.append("What stops it is not told: there are too many states to look through them one by one.")
    if told.halfway:
        lines.append(
            f"A sequence of single moves would pass through {listed(told.halfway, 'or')}, which is infeasible."
        )
    if told.visited > 1:
        lines.append(
            f"Unanswered improvements lead to {counted(told.visited - 1, 'other state')}; in none of them does it hold."
        )
    return lines


def _where(case: Case, told: AttainAnswer) -> str:
    return "as things are" if told.world == "actual" else f"with {case.world_label(told.world)}"


def _rules(told: AttainAnswer) -> str:
    """Name the rules that were asked for instead of the usual ones."""
    said = []
    if told.rules.joint != "both":
        said.append(
            {"sequences": "joint moves by sequences only", "at_once": "joint moves at once only"}[told.rules.joint]
        )
    if told.rules.answers != "credible":
        said.append(
            {"any": "any answer deters", "none": "answers left out", "joint": "joint answers count"}[told.rules.answers]
        )
    if told.rules.improvement != "strict":
        said.append("a step may leave a member indifferent")
    return f" ({'; '.join(said)})" if said else ""


def _step(case: Case, number: int, told: ToldStep, rules: Rules) -> str:
    gains = "; ".join(why(case, r) for r in told.move.reasons)
    return f"Step {number}. {capital(move(case, told.move))}. {capital(gains)}. {_answers(case, told, rules)}"


def _answers(case: Case, told: ToldStep, rules: Rules) -> str:
    outside = [s for s in case.file.decision_makers if s not in told.move.by]
    if not outside:
        return "Everybody takes part, so nobody is left to answer."
    if rules.answers == "none":
        return "Answers are left out, as was asked."
    if told.answers_in_all is None:
        return f"No answer of the others ({parties(case, outside)}) deters it; which answers they have is not listed."
    if not told.answers:
        means = "a move" if rules.answers == "any" else "an improvement"
        return f"Nobody outside ({parties(case, outside)}) has {means} to answer with."
    shown = [_harmless(case, a) for a in told.answers[:HARMLESS]]
    more = told.answers_in_all - len(shown)
    rest = f" {capital(counted(more, 'other answer'))} would not deter either." if more > 0 else ""
    return " ".join(shown) + rest


def _harmless(case: Case, answer: ToldAnswer) -> str:
    moves = ", then ".join(move(case, m) for m in answer.moves)
    then = "; ".join(why(case, r) for r in answer.then)
    return f"A possible answer: {moves}. It does not deter: against the start {then}."


def _attempt(case: Case, told: ToldAttempt) -> str:
    alone = "alone" if len(told.move.by) == 1 else "together"
    changed = what_changes(case, told.move.changes) or (
        f"from {state_name(case, told.move.start)} to {state_name(case, told.move.end)}"
    )
    attempt = f"{capital(parties(case, told.move.by))} could bring it about {alone} ({changed})"
    if told.answer is not None:
        moves = ", then ".join(move(case, m) for m in told.answer.moves)
        worse = [why(case, r) for r in told.answer.then if r.end_is != "better"]
        return (
            f"{attempt}, and all of them want to, but an answer deters: {moves}. Against the start {'; '.join(worse)}."
        )
    stopped = [why(case, r) for r in told.move.reasons if r.dm in told.vetoes]
    verb = "vetoes it" if len(told.vetoes) == 1 else "veto it"
    return f"{attempt}, but {parties(case, told.vetoes)} {verb}: {'; '.join(stopped)}."


def end_state(case: Case, told: AttainAnswer) -> str:
    """Say in words where a chain ends."""
    return state(case, told.path[-1].move.end) if told.path else state(case, told.status_quo)
