"""What is to be explained, by its definition: equilibria, what moves reach, where improvements end."""

from __future__ import annotations

from collections.abc import Callable, Iterable

import pytest
from hypothesis import given, settings

from detente.analysis.causes.effects import KINDS, Effect, effect_of
from detente.analysis.judging import Judge
from detente.case.build import ACTUAL, Case
from detente.errors import NotAnswered
from detente.model.conflict import Conflict
from tests.analysis.small import case_files, case_of
from tests.build import equilibria


def asked(case: Case, effect: Effect) -> bool:
    judge = Judge(case)
    (found,) = effect.outcomes(judge, ACTUAL, [judge.preferences(case.reading())])
    assert isinstance(found, bool), found
    return found


def reached(conflict: Conflict, step: Callable[[int, int], Iterable[int]]) -> set[int]:
    """Return the status quo and all that legal sequences reach, by pairs of a state and who moved last."""
    here = conflict.status_quo
    seen, todo = {(here, -1)}, [(here, -1)]
    for state, last in todo:
        for mover in range(len(conflict.decision_makers)):
            for target in step(mover, state) if mover != last else ():
                if (target, mover) not in seen:
                    seen.add((target, mover))
                    todo.append((target, mover))
    return {state for state, _ in seen}


def ends(conflict: Conflict) -> set[int]:
    """Return the states in which improvements from the status quo can end for good, or go round for good."""
    players = range(len(conflict.decision_makers))

    def after(state: int) -> set[int]:
        return {int(q) for i in players for q in conflict.improvements(i, state)}

    def closed(state: int) -> frozenset[int]:
        seen, todo = {state}, [state]
        for s in todo:
            todo += [q for q in after(s) if q not in seen]
            seen |= after(s)
        return frozenset(seen)

    bottoms = {closed(s) for s in closed(conflict.status_quo) if all(s in closed(q) for q in closed(s))}
    return {s for bottom in bottoms for s in bottom}


def check(case: Case) -> None:
    conflict = case.conflict()
    goal = conflict.states.truth(case.formula(case.file.outcome.when if case.file.outcome else ""))
    labels = conflict.states.patterns
    for name in ("Nash", "SEQ"):
        stable = {labels.index(s) for s in equilibria(conflict, name)}
        near = stable & reached(conflict, lambda i, s: conflict.moves.leaving(i, s).tolist())
        wanted = {s for s in range(len(labels)) if goal[s]}
        assert asked(case, effect_of(case, "stable", concept=name)) == (conflict.status_quo in stable)
        assert asked(case, effect_of(case, "unsettled", concept=name)) == (not stable & wanted)
        assert asked(case, effect_of(case, "unreached", concept=name)) == (not near & wanted)
        assert asked(case, effect_of(case, "avoided", concept=name)) == (bool(near) and not near & wanted)
    for state, label in enumerate(labels):
        assert asked(case, effect_of(case, "drift", state=label)) == (ends(conflict) == {state})
    assert asked(case, effect_of(case)) != asked(case, effect_of(case, "attainable"))


@given(case_files(most=4).map(case_of))
@settings(deadline=None, max_examples=40)
def test_effects_are_what_their_definitions_say(case: Case) -> None:
    check(case)


@pytest.mark.long
@given(case_files(most=5).map(case_of))
@settings(deadline=None, max_examples=2000)
def test_effects_of_many_cases_are_what_their_definitions_say(case: Case) -> None:
    check(case)


@pytest.mark.parametrize("kind", KINDS)
def test_every_effect_and_its_contrary_have_words(kind: str) -> None:
    case = case_of({**SMALL, "outcome": {"when": "a.x", "label": "the goal"}})
    effect = effect_of(case, kind)  # type: ignore[arg-type]
    assert effect.label(case) != effect.denied(case)


def test_a_case_without_an_outcome_has_nothing_that_could_be_missing() -> None:
    with pytest.raises(NotAnswered, match="no outcome"):
        effect_of(case_of(SMALL))
    assert effect_of(case_of(SMALL), goal="a.x").goal == "a.x"


SMALL = {
    "detente": 1,
    "title": "A small case",
    "decision_makers": {
        "a": {"name": "A", "options": {"x": "x"}, "prefers": ["a.x"]},
        "b": {"name": "B", "options": {"y": "y"}, "prefers": ["b.y"]},
    },
    "status_quo": {},
}
