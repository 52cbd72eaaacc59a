"""Trivially so: by structure, for every preference; by agreement, in every reading and world."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import detente
from detente.analysis.crosstable import cross_table
from detente.analysis.judging import Judge
from detente.analysis.reach import can_reach
from detente.analysis.trivial import (
    Finding,
    by_agreement,
    by_structure,
    trivial_claim,
    trivial_findings,
)
from detente.case.build import Case
from detente.case.schema import Attainable, Reachable, Unattainable
from detente.errors import ModelError
from detente.model.preferences import Preference
from tests.analysis.literal import Literal
from tests.analysis.small import case_of, cases
from tests.analysis.test_judging import values
from tests.build import Given, any_conflicts, equilibria, holds


def what(findings: tuple[Finding, ...], how: str) -> dict[str, tuple[int, int]]:
    """Return the findings of one kind by their codes."""
    return {f.what: (f.count, f.of) for f in findings if f.how == how}


@pytest.mark.parametrize("slug", ["peace-treaty", "peace-treaty-large"])
def test_nobody_alone_reaches_a_treaty_and_no_move_leaves_one(slug: str) -> None:
    """By structure: from the moves alone."""
    found = by_structure(detente.load(slug))
    assert {f.what for f in found} == {"no_single_mover", "no_move_leaves"}
    assert {f.how for f in found} == {"by structure"}


def test_in_the_flagship_the_status_quo_is_nash_and_a_treaty_an_equilibrium_in_288_of_288() -> None:
    """By agreement: two questions that do not discriminate."""
    case = detente.load("peace-treaty")
    found = trivial_findings(case, cross_table(case))
    assert what(found, "by agreement") == {"status_quo_nash": (288, 288), "outcome_equilibrium": (288, 288)}


def test_history_discriminates_where_the_present_does_not() -> None:
    """In 1956-60 the status quo is not Nash in every reading."""
    case = detente.load("peace-treaty-1956")
    assert "status_quo_nash" not in what(trivial_findings(case, cross_table(case)), "by agreement")


# ------------------------------------------------------------------------------------- by structure


def goal_of(case: Case, world: str = "actual") -> set[str]:
    """Return the states of a world that have the outcome, one by one."""
    names = case.structure.option_names
    assert case.outcome is not None
    return {s for s in case.structure_in(world).states.patterns if holds(case.outcome, values(names, s))}


@settings(max_examples=200)
@given(cases(most=4))
def test_what_follows_from_the_moves_is_what_the_moves_of_the_definitions_say(case: Case) -> None:
    """No move at all, no single mover, no way out."""
    conflict = case.conflict()
    literal, ends, here = Literal(conflict), goal_of(case), case.start or ""
    everybody = literal.players
    expected = set()
    if not any(literal.moves(i, here) for i in everybody):
        expected.add("no_moves")
    if here not in ends and not any(literal.moves(i, here) & ends for i in everybody):
        expected.add("no_single_mover")
    if ends and ends != set(literal.states) and all(literal.together(everybody, s) <= ends for s in ends):
        expected.add("no_move_leaves")
    assert {f.what for f in by_structure(case)} == expected


@settings(max_examples=150)
@given(any_conflicts())
def test_a_state_can_be_reached_if_all_can_get_there_by_joint_moves_one_after_the_other(conflict: Any) -> None:
    """The closure of the oracle's joint moves of everybody."""
    literal = Literal(conflict)
    names = conflict.states.slugs or conflict.states.patterns
    reached, todo = {names[conflict.status_quo]}, [names[conflict.status_quo]]
    while todo:
        fresh = literal.together(literal.players, todo.pop()) - reached
        reached |= fresh
        todo += fresh
    everybody = tuple(range(len(conflict.decision_makers)))
    for state, name in enumerate(names):
        assert can_reach(conflict, everybody, np.arange(len(names)) == state) == (name in reached)


@settings(max_examples=100)
@given(cases(most=3), st.data())
def test_a_claim_settled_by_structure_has_the_same_verdict_under_any_preferences(case: Case, data: Any) -> None:
    """Ranks are drawn at random for everybody, and the verdict stays."""
    judge = Judge(case)
    for claim in case.file.claims.values():
        if not isinstance(claim.test, Attainable | Unattainable | Reachable):
            continue
        try:
            usual = judge.holds(claim.test, judge.preferences(case.reading()))
            how = trivial_claim(case, claim.test, {usual: 1})
        except ModelError:
            continue
        assert how in {None, "by structure"}
        worlds = {claim.test.world, getattr(claim.test, "not_in", None) or "actual"}
        if how and len({len(case.structure_in(w).states) for w in worlds}) == 1:
            size = len(case.structure_in(claim.test.world).states)
            drawn = st.lists(st.integers(0, 3), min_size=size, max_size=size)
            others: tuple[Preference, ...] = tuple(Given(tuple(data.draw(drawn))) for _ in case.structure.slugs)
            assert judge.holds(claim.test, others) == usual


def treaty(**more: Any) -> Case:
    """Return two parties that can only sign."""
    people = {s: {"name": s, "options": {"sign": "sign"}, "prefers": ["a.sign & b.sign"]} for s in "ab"}
    file = {
        "detente": 1,
        "title": "t",
        "outcome": "a.sign & b.sign",
        "decision_makers": people,
        "directions": {"a.sign": "N->Y"},
        "worlds": {"shut": {"do": {"a.sign": "N"}}, "open": {"open": ["a.sign"]}},
        "status_quo": {},
    }
    return case_of(file | more)


@pytest.mark.parametrize(
    ("test", "expected"),
    [
        (Attainable(attainable="a.sign & b.sign"), None),
        (Attainable(attainable="a.sign & b.sign", world="shut"), "by structure"),
        (Attainable(attainable="!a.sign"), "by structure"),
        (Attainable(attainable="a.sign & b.sign", world="open", not_in="shut"), None),
        (Attainable(attainable="a.sign & b.sign", world="shut", not_in="open"), "by structure"),
        (Attainable(attainable="b.sign | !b.sign", world="open", not_in="shut"), "by structure"),
        (Unattainable(unattainable="a.sign", world="shut"), "by structure"),
        (Reachable(reachable="b.sign"), "by structure"),
        (Reachable(reachable="b.sign", moves="improving"), None),
    ],
)
def test_a_claim_is_settled_by_structure_where_moves_alone_decide_it(test: Any, expected: str | None) -> None:
    """It can never be brought about, or holds already."""
    assert trivial_claim(treaty(), test, {True: 1}) == expected


def test_a_ranking_of_states_that_do_not_exist_is_settled_by_structure() -> None:
    """Whatever anybody prefers, every state of none is above every other."""
    from detente.case.schema import Ranks

    assert (
        trivial_claim(treaty(), Ranks(ranks="a", every="a.sign", above="b.sign", world="shut"), {True: 1})
        == "by structure"
    )


def test_a_ranking_of_kinds_that_overlap_is_settled_by_structure() -> None:
    """No state is above itself."""
    from detente.case.schema import Ranks

    test = Ranks(ranks="a", every="a.sign", above="a.sign | b.sign")
    assert trivial_claim(treaty(), test, {False: 1}) == "by structure"


def test_a_world_without_states_does_not_break_the_claims() -> None:
    """The goal is attained nowhere, so the other world is not asked; its structure is, all the same."""
    from detente.analysis.claims import verdicts

    people = {"a": {"name": "A", "options": {"x": "x", "y": "y"}, "prefers": ["!a.x"]}}
    case = case_of(
        {
            "detente": 1,
            "title": "t",
            "decision_makers": people,
            "constraints": [{"when": "a.x & a.y"}],
            "worlds": {"none": {"do": {"a.x": "Y", "a.y": "Y"}}},
            "claims": {"k": {"test": {"attainable": "a.x", "not_in": "none"}}},
            "status_quo": {},
        }
    )
    assert [v.slug for v in verdicts(case)] == ["k"]


# ------------------------------------------------------------------------------------- by agreement


@settings(max_examples=80)
@given(cases(most=3))
def test_what_agrees_is_counted_over_every_reading_and_world(case: Case) -> None:
    """The status quo, the cells, and an equilibrium with the outcome."""
    table = cross_table(case)
    found = what(by_agreement(case, table), "by agreement")
    cells = [(r, w) for r in table.rows for w in table.worlds if r.attainable[w] is not None]
    if len(table.rows) * len(table.worlds) < 2 or not cells:
        assert found == {}
        return
    nash = [_is_nash(case, r, w) for r, w in cells]
    assert ("status_quo_nash" in found) == all(nash)
    able = [r.attainable[w] for r, w in cells]
    assert ("same_everywhere" in found) == (len(set(able)) == 1)
    wanted = [bool(equilibria(case.conflict(r.readings, w), "Nash") & goal_of(case, w)) for r, w in cells]
    assert ("outcome_equilibrium" in found) == all(wanted)
    assert all(of == len(cells) for _, of in found.values())


def _is_nash(case: Case, row: Any, world: str) -> bool:
    conflict = case.conflict(row.readings, world)
    return conflict.states.pattern(conflict.status_quo) in equilibria(conflict, "Nash")


def test_no_case_is_too_large_to_look_for_an_equilibrium_with_the_outcome() -> None:
    """Each of 35 readings in each of 8 worlds, of up to 22,272 states."""
    case = detente.load("peace-treaty-large")
    found = what(by_agreement(case, cross_table(case)), "by agreement")
    assert found["outcome_equilibrium"] == (280, 280)


def test_one_reading_in_one_world_agrees_with_nothing() -> None:
    """There is nothing to compare."""
    case = treaty(worlds={})
    assert by_agreement(case, cross_table(case)) == ()


@pytest.mark.parametrize(
    ("verdicts", "expected"),
    [({True: 3, False: 0}, "by agreement"), ({True: 1, False: 2}, None), ({True: 1, False: 0}, None), ({}, None)],
)
def test_a_claim_is_settled_by_agreement_where_two_readings_or_more_give_one_verdict(
    verdicts: dict[bool, int], expected: str | None
) -> None:
    """One alone is no agreement."""
    assert trivial_claim(treaty(), Attainable(attainable="a.sign & b.sign"), verdicts) == expected
