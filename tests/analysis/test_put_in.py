"""Put in: a verdict restates the first thing that somebody is assumed to want."""

from __future__ import annotations

from collections import Counter
from typing import Any

import pytest
from hypothesis import given, settings

import detente
from detente.analysis.put_in import first_statement, is_put_in
from detente.case.build import Case
from detente.case.schema import Attainable, Ranks, Unattainable
from detente.errors import ModelError
from detente.model.preferences import Prioritised
from tests.analysis.literal import Literal
from tests.analysis.small import case_of, cases
from tests.analysis.test_judging import values
from tests.build import holds

FLAGSHIP = detente.load("peace-treaty")


def put_in(slug: str) -> Counter[str]:
    """Count the combinations in which a claim of the flagship is put in, by Japan's reading."""
    test = FLAGSHIP.file.claims[slug].test
    return Counter(r["japan"] for r in FLAGSHIP.combinations() if is_put_in(FLAGSHIP, test, r))


@pytest.mark.parametrize("slug", ["C2a", "C5"])
def test_that_the_alliance_holds_is_put_in_wherever_japan_puts_it_first(slug: str) -> None:
    """In all but the reading that puts islands first."""
    assert put_in(slug) == {"brown_two": 12, "four_only": 12, "peace_first": 12}


@pytest.mark.parametrize("slug", ["C1", "C4"])
def test_that_troops_or_law_are_the_cause_is_not_put_in(slug: str) -> None:
    """No reading says so first."""
    assert put_in(slug) == {}


# ---------------------------------------------------------------------------- against the definition


def truth(case: Case, formula: Any, names: tuple[str, ...], state: str) -> bool:
    """Return whether a formula holds in a state, by the truth tables."""
    return holds(formula if not isinstance(formula, str) else case.formula(formula), values(names, state))


def says_first(case: Case, preference: Any, goal: str, names: tuple[str, ...], states: tuple[str, ...]) -> bool:
    """Return whether the first statement is the formula or its contrary, in whatever words."""
    if not isinstance(preference, Prioritised) or not preference.statements:
        return False
    said = preference.statements[0].formula
    same = {truth(case, said, names, s) == truth(case, goal, names, s) for s in states}
    return len(same) == 1


def restates(case: Case, test: Any, readings: dict[str, str]) -> bool:
    """Return whether the others, by sequences of moves, cannot change what the first statements are about."""
    conflict = case.conflict(readings, test.world)
    goal = test.attainable if isinstance(test, Attainable) else test.unattainable
    literal, names = Literal(conflict), conflict.states.options
    owners = [i for i in literal.players if says_first(case, conflict.preferences[i], goal, names, literal.states)]
    try:
        here = conflict.states.pattern(conflict.status_quo)
    except ModelError:
        return False
    others = tuple(i for i in literal.players if i not in owners)
    reached = literal.sequences(others, here)
    return bool(owners) and {truth(case, goal, names, s) for s in reached} <= {truth(case, goal, names, here)}


def restates_ranking(case: Case, test: Ranks, readings: dict[str, str]) -> bool:
    """Return whether the first statement alone decides every comparison that is asked for."""
    conflict = case.conflict(readings, test.world)
    names, preference = conflict.states.options, case.preferences[test.ranks][readings[test.ranks]]
    if not isinstance(preference, Prioritised) or not preference.statements:
        return False
    said = preference.statements[0].formula
    above, below = (
        {truth(case, said, names, s) for s in conflict.states.patterns if truth(case, f, names, s)}
        for f in (test.every, test.above)
    )
    return (above, below) in (({True}, {False}), ({False}, {True}))


@settings(max_examples=150)
@given(cases(most=3, kinds=("statements", "statements", "ranking")))
def test_what_is_put_in_is_so_by_the_definition(case: Case) -> None:
    """For attainability and for rankings; nothing else is ever put in."""
    for readings in case.combinations():
        for claim in case.file.claims.values():
            try:
                expected = by_definition(case, claim.test, readings)
            except ModelError:
                continue
            assert is_put_in(case, claim.test, readings) == expected


def by_definition(case: Case, test: Any, readings: dict[str, str]) -> bool:
    """Return whether the verdict on a test restates an assumption; a world without states has no verdict."""
    match test:
        case Attainable() | Unattainable():
            return restates(case, test, readings)
        case Ranks():
            return restates_ranking(case, test, readings)
    return False


def test_the_first_statement_of_a_ranking_or_of_no_statement_is_none() -> None:
    """Only statements can be restated."""
    case = detente.load("chicken")
    assert first_statement(case.conflict(), 0) is None


JOINTLY = {
    "detente": 1,
    "title": "t",
    "decision_makers": {
        "a": {"name": "A", "options": {"x": "x"}, "prefers": ["!c.z", "a.x"]},
        "b": {"name": "B", "options": {"x": "x"}, "prefers": ["!c.z", "b.x"]},
        "c": {"name": "C", "options": {"z": "z"}, "prefers": ["!(a.x & b.x)"]},
    },
    "constraints": [{"when": "!(a.x <-> b.x)"}],
    "status_quo": {},
}


def test_what_others_can_do_at_once_without_the_party_is_not_put_in_by_it() -> None:
    """A and B bring it about together, whatever C wants first."""
    case = case_of(JOINTLY)
    test = Attainable(attainable="a.x & b.x")
    assert not is_put_in(case, test, case.reading())
