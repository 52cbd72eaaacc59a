"""What deters a decision maker from each of its improvements, in sentences: which answers, and whose."""

from __future__ import annotations

from collections.abc import Sequence

from detente.analysis.causes.sanctions import DeterredBy, Deterrence, Sanction
from detente.analysis.told import ToldMove
from detente.case.build import Case
from detente.concepts import Concept, Replies, concept
from detente.explain.words import (
    capital,
    counted,
    listed,
    move,
    parties,
    state_name,
    what_changes,
    why,
)

PARTS = {2: "one half", 3: "one third", 4: "one quarter", 5: "one fifth", 6: "one sixth"}


def deterred(case: Case, found: DeterredBy) -> list[str]:
    """Say what deters a decision maker at a state: verdict, improvements one by one, and the limits."""
    asked, who = concept(found.concept), case.dm_called(found.dm)
    lines = [f"{asked.title} ({asked.name}): {_verdict(found, state_name(case, found.state), who)}."]
    if not found.improvements:
        return [*lines, f"{capital(who)} has no improvement from it, so nothing has to deter it."]
    lines += [line for told in found.improvements for line in _improvement(case, asked, told)]
    return lines if found.complete else [*lines, f"{capital(found.why)}; there may be more that deter."]


def _verdict(found: DeterredBy, place: str, who: str) -> str:
    if found.stable is None:
        return f"it was not settled whether {place} is stable for {who}"
    return f"{place} is {'stable' if found.stable else 'not stable'} for {who}"


def _improvement(case: Case, asked: Concept, told: Deterrence) -> list[str]:
    end = state_name(case, told.move.end)
    changed = what_changes(case, told.move.changes)
    tempted = f"It could improve: {f'{changed}, to {end}' if changed else f'to {end}'}"
    reason = "; ".join(why(case, r) for r in told.move.reasons)
    return [f"{tempted}. {capital(reason)}. {_met(asked, told)}", *_answers(case, told), *_whose(case, told)]


def _met(asked: Concept, told: Deterrence) -> str:
    if told.deterred and not told.complete:
        return f"At least {counted(told.number, 'answer')} {'deters' if told.number == 1 else 'deter'} it."
    if told.number == 1:
        return "One answer deters it, and without that one nothing would."
    if told.overdetermined:
        each = "either" if told.number == 2 else "any one"
        part = PARTS.get(told.number, f"1/{told.number:,}")
        return (
            f"{capital(counted(told.number, 'answer'))} deter it, {each} of which would do alone; "
            f"so each bears {part} of the deterrence."
        )
    if asked.replies is Replies.NONE:
        return "No answer counts here, so nothing deters it."
    return "No answer was found that deters it." if not told.complete else "No answer deters it."


def _answers(case: Case, told: Deterrence) -> list[str]:
    """Say each answer, how many are not told, and which would come first."""
    lines = [_answer(case, s, k) for k, s in enumerate(told.sanctions, start=1)]
    if told.number == 1:
        lines = [line.removeprefix("1. ") for line in lines]
    if told.number > len(told.sanctions):
        lines.append(f"{capital(counted(told.number - len(told.sanctions), 'more answer'))} would do the same.")
    return [*lines, _first(told)] if told.preempting and told.sanctions and told.complete else lines


def _answer(case: Case, told: Sanction, place: int) -> str:
    *before, last = told.moves
    steps = [*(_step(case, m, f" to {state_name(case, m.end)}") for m in before), _step(case, last, "")]
    moves = capital(", then ".join(steps))
    return f"{place}. {moves}, to {state_name(case, told.end)}; against the start {why(case, told.then)}."


def _step(case: Case, told: ToldMove, where: str) -> str:
    """Say one move; only who moves and where to if it changes what others decide, as arcs to merged states do."""
    if all(option.split(".", 1)[0] in told.by for option, _ in told.changes):
        return move(case, told)
    return f"{parties(case, told.by)} would move{where}"


def _first(told: Deterrence) -> str:
    """Say which answers deter if the shortest come first: preemption, where the longer ones are held in reserve."""
    steps = counted(len(told.sanctions[0].moves), "move")
    rest = f"the longer {'one is' if told.number - told.nearest == 1 else 'ones are'} only held in reserve"
    if told.nearest == 1:
        return f"If the shortest answer comes first, the one of {steps} deters it, and {rest}."
    some = counted(told.nearest, "answer")
    return f"If the shortest answers come first, the {some} of {steps} each deter it, and {rest}."


def _whose(case: Case, told: Deterrence) -> list[str]:
    """Say whose silence would leave the improvement undeterred; nothing where there is only one opponent."""
    if not told.without or len(told.opponents) < 2:
        return []
    groups = [_still(case, group) for group in told.without]
    return [f"It would go undeterred only if {listed(groups, 'or if')}."]


def _still(case: Case, group: Sequence[str]) -> str:
    both = {1: "", 2: "both "}.get(len(group), "all ")
    return f"{both}{parties(case, group)} kept still"
