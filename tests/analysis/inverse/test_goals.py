"""Goals about several states, weights, and questions that cannot be answered."""

from __future__ import annotations

import sys
from math import factorial

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import detente
from detente.analysis.inverse import Goal, inverse
from detente.analysis.inverse.counted import Asked, counted
from detente.analysis.inverse.nearest import equilibria, nearest
from detente.analysis.inverse.rankings import distance, keeps_strict
from detente.analysis.inverse.search import search, with_orders
from detente.concepts import concept
from detente.errors import Cancelled, MissingExtra, ModelError, NotAnswered, UnknownName
from detente.model.conflict import Conflict, Structure
from detente.model.formula import And, Constant, Name, Not
from tests.analysis.inverse.by_force import NAMES, Case, by_force, cases, only
from tests.build import graph, parties, ranking


@st.composite
def goals(draw: st.DrawFn) -> tuple[Case, Goal]:
    """Draw a case of at most four states and a goal about some of them."""
    case = draw(cases(NAMES, most=600))
    size = len(case.conflict.states)
    wanted = np.array(draw(st.lists(st.booleans(), min_size=size, max_size=size)))
    wanted[case.state] = True
    return case, Goal(wanted, draw(st.sampled_from(["some", "all", "only"])))


def check(case: Case, goal: Goal) -> None:
    """Compare counts, and the nearest rankings found in two ways, with trying every ranking."""
    strict = by_force(case.conflict, case.name, goal, case.weights)
    small = len(case.conflict.states) <= 4
    weak = by_force(case.conflict, case.name, goal, case.weights, weak=True) if small else strict
    asked = Asked(case.conflict, concept(case.name), goal, case.weights)
    count = counted(asked)
    assert count.share is not None
    assert count.share * strict.of == strict.satisfying
    if not small:
        return
    found = nearest(asked, count, 600)
    assert found.possible is (weak.least is not None)
    assert found.cost == weak.least
    assert found.optimal is (weak.least is not None)
    searched = search(case.conflict, concept(case.name), goal, case.weights, seconds=600)
    assert searched.ended
    for orders in (found.orders, searched.orders):
        assert (orders is None) is (weak.least is None)
        if orders is not None:
            changed = with_orders(case.conflict, orders)
            assert goal.met(equilibria(changed, concept(case.name)))
            assert all(keeps_strict(o, case.conflict.orders[i]) for i, o in orders.items())
            assert sum(w * distance(orders[i], case.conflict.orders[i]) for i, w in case.weights.items()) == weak.least


@settings(max_examples=40)
@given(goals())
def test_goals_about_several_states_are_what_trying_every_ranking_finds(drawn: tuple[Case, Goal]) -> None:
    check(*drawn)


@pytest.mark.long
@settings(max_examples=3000)
@given(goals())
def test_goals_about_several_states_are_what_trying_every_ranking_finds_in_thousands(drawn: tuple[Case, Goal]) -> None:
    check(*drawn)


def check_without_counting(case: Case, goal: Goal) -> None:
    """Compare the nearest rankings where nothing is gone through one by one, by bounds and search only."""
    expected = by_force(case.conflict, case.name, goal, case.weights, weak=True)
    asked = Asked(case.conflict, concept(case.name), goal, case.weights)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("detente.analysis.inverse.enumeration.MOST_PROFILES", 0)
        count = counted(asked)
        found = nearest(asked, count, 600)
    assert found.possible is (expected.least is not None)
    assert found.cost == expected.least
    assert found.optimal is (expected.least is not None)
    assert count.enumerated is None
    if count.share is not None:
        strict = by_force(case.conflict, case.name, goal, case.weights)
        assert count.share * strict.of == strict.satisfying


@settings(max_examples=40)
@given(goals())
def test_bounds_and_search_find_the_nearest_without_counting(drawn: tuple[Case, Goal]) -> None:
    case, goal = drawn
    check_without_counting(case, goal if len(goal.wanted) <= 4 else only(len(goal.wanted), case.state))


@pytest.mark.long
@settings(max_examples=3000)
@given(goals(), st.sampled_from(["one state", "the goal"]))
def test_bounds_and_search_find_the_nearest_without_counting_in_thousands(drawn: tuple[Case, Goal], what: str) -> None:
    case, goal = drawn
    check_without_counting(case, only(len(goal.wanted), case.state) if what == "one state" else goal)


def syria() -> Conflict:
    """Return the conflict of 1975."""
    return detente.load("syria-iraq-1975").conflict()


def test_a_weight_makes_the_other_decision_maker_give_way() -> None:
    """Either of two can give way; who costs less does."""
    conflict = graph(
        {"a": [("s", "x")], "b": [("x", "s"), ("x", "y")]},
        {"a": ranking("x", "s", "y"), "b": ranking("x", "y", "s")},
        "sxy",
    )
    here = conflict.states.index("s")
    plain = inverse(conflict, "SEQ", state=here, weights={"a": 1, "b": 3})
    dear = inverse(conflict, "SEQ", state=here, weights={"a": 3, "b": 1})
    assert plain.change is not None
    assert dear.change is not None
    assert (dict(plain.change.distances), plain.change.distance) == ({"a": 1, "b": 0}, 1)
    assert (dict(dear.change.distances), dear.change.distance) == ({"a": 0, "b": 1}, 1)


def test_who_is_kept_and_leaves_whatever_the_others_want_is_named() -> None:
    conflict = syria()
    found = inverse(conflict, "GMR", state=conflict.states.index("YNN"), vary=["iraq"])
    assert found.blocked_by == ("syria",)
    assert (found.satisfying, found.of, found.possible, found.change) == (0, 720, False, None)
    assert found.complete


def test_a_goal_that_nothing_can_meet_is_impossible() -> None:
    """Who moves between two states that it tells apart leaves one of them."""
    conflict = graph({"a": [("s", "t"), ("t", "s")], "b": []}, {"a": ranking("s", "t"), "b": ranking("s", "t")}, "st")
    asked = Asked(conflict, concept("Nash"), Goal(np.array([True, True]), "all"), {0: 1})
    found = nearest(asked, counted(asked), 60)
    assert (found.possible, found.orders) == (False, None)


def test_tied_states_may_stay_tied_so_that_both_are_equilibria() -> None:
    conflict = graph({"a": [("s", "t"), ("t", "s")], "b": []}, {"a": ranking(["s", "t"]), "b": ranking("s", "t")}, "st")
    asked = Asked(conflict, concept("Nash"), Goal(np.array([True, True]), "all"), {0: 1})
    found = nearest(asked, counted(asked), 60)
    assert (found.cost, counted(asked).share) == (0, 0)


def test_numbers_are_exact_however_long() -> None:
    conflict = detente.load("peace-treaty").conflict()
    found = inverse(conflict, "GMR", state=conflict.status_quo)
    assert found.of == factorial(136) ** 3
    assert found.share is not None
    assert found.satisfying == found.share * factorial(136) ** 3
    assert found.about == pytest.approx(float(found.share))


def test_the_largest_case_tells_the_share_and_why_there_is_no_number() -> None:
    conflict = detente.load("peace-treaty-large").conflict()
    found = inverse(conflict, "Nash", state=conflict.status_quo)
    assert found.share is not None
    assert not found.is_writable
    told = inverse(conflict, "SEQ", state=conflict.status_quo, vary=["china"])
    assert told.share is not None or "22,272" in told.why_not["satisfying"]


# ------------------------------------------------------------------------------------------- what is not answered


@pytest.mark.parametrize(
    ("arguments", "error", "words"),
    [
        ({"by": "SIM", "state": 0}, NotAnswered, "at the same time"),
        ({"by": "SEQ or SIM", "state": 0}, UnknownName, "one of Nash, GMR, SMR, SEQ, SSEQ"),
        ({"by": "SEQ", "state": 0, "vary": ["syrai"]}, UnknownName, "did you mean syria?"),
        ({"by": "SEQ", "state": 0, "vary": []}, ModelError, "name one of syria, iraq"),
        ({"by": "SEQ", "state": 0, "weights": {"syria": 0}}, ModelError, "whole number from 1"),
        ({"by": "SEQ", "state": 0, "vary": ["iraq"], "weights": {"syria": 2}}, UnknownName, "not varied"),
        ({"by": "SEQ"}, ModelError, "one of the two"),
        ({"by": "SEQ", "where": Constant(value=False)}, ModelError, "holds in no feasible state"),
        ({"by": "SEQ", "state": 0, "where": Name("iraq.attack")}, ModelError, "one of the two"),
    ],
)
def test_bad_questions_are_told_what_would_be_a_good_one(arguments: dict[str, object], error: type, words: str) -> None:
    with pytest.raises(error, match=words.replace("?", r"\?")):
        inverse(syria(), **arguments)  # type: ignore[arg-type]


def test_without_the_solver_only_a_search_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "ortools.sat.python", None)
    conflict = detente.load("peace-treaty").conflict()
    for name in ("Nash", "GMR", "SMR"):
        assert inverse(conflict, name, state=5).complete
    assert inverse(syria(), "SEQ", state=1).complete
    tied = Conflict(Structure(parties({"a": "x"})), (ranking(["N", "Y"]),))
    found = inverse(tied, "Nash", where=Name("a.x"), how="only")
    assert (found.satisfying, found.of, found.possible, found.change) == (1, 2, True, None)
    assert "detente[solve]" in found.why_not["minimum_change"]
    with pytest.raises(MissingExtra, match=r"detente\[solve\]"):
        search(syria(), concept("SEQ"), only(6, 1), {0: 1}, seconds=1)


def test_a_search_that_runs_out_of_time_tells_the_best_it_knows() -> None:
    conflict = detente.load("peace-treaty").conflict()
    found = inverse(conflict, "SEQ", state=111, seconds=1e-6)
    assert found.change is not None
    assert not found.change.optimal
    assert found.change.bound <= found.change.distance
    assert "stopped after" in found.why_not["minimum_change"]
    assert not found.complete
    changed = with_orders(conflict, {conflict.structure.player(s): o for s, o in found.change.orders.items()})
    assert equilibria(changed, concept("SEQ"))[111]


def test_whoever_watches_can_stop_it_at_once() -> None:
    def stop(_done: int, _total: int) -> None:
        raise Cancelled("enough")

    conflict = detente.load("peace-treaty").conflict()
    for name in ("GMR", "SEQ"):
        with pytest.raises(Cancelled):
            inverse(conflict, name, state=111, progress=stop)


def test_a_formula_finds_the_nearest_of_its_states() -> None:
    conflict = syria()
    release = And((Name("syria.release"), Not(Name("iraq.attack"))))
    found = inverse(conflict, "GMR", where=release, vary=["syria"])
    alone = inverse(conflict, "GMR", state=conflict.states.index("YNN"), vary=["syria"])
    assert found.change is not None
    assert alone.change is not None
    assert (found.state, found.change.distance) == (alone.state, alone.change.distance)
