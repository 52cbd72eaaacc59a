"""Minimal sets of changes, their duality, and responsibility: the definitions by force, and published numbers."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from fractions import Fraction
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from detente.analysis.causes import duality
from detente.analysis.causes.duality import dual_changes, is_monotone, sufficient_reasons
from detente.analysis.causes.flips import minimal_changes, minimal_factors
from detente.analysis.causes.hitting import met, minimal_hitting_sets
from detente.analysis.causes.outcomes import Outcomes
from detente.analysis.causes.responsibility import by_minimal_sets, responsibilities
from detente.errors import Cancelled, ModelError
from tests.analysis.causes.by_force import Toy, monotone_toys, subsets, toys
from tests.build import graph, ranking, stable_states

THOUSANDS = settings(max_examples=4000)


# ------------------------------------------------------------------------------------------ by force


def agrees(toy: Toy) -> None:
    """Assert that every exact answer is the one by force."""
    found = minimal_changes(toy.outcomes())
    assert set(found.sets) == toy.minimal_changes()
    assert len(found.sets) == len(set(found.sets))
    assert list(map(len, found.sets)) == sorted(map(len, found.sets))
    assert found.complete
    assert set(found.factors) == toy.minimal_factors() == set(minimal_factors(toy.outcomes()).factors)
    assert set(sufficient_reasons(found) or ()) == toy.reasons()
    for told in responsibilities(toy.outcomes()):
        assert told.degree == told.at_most == toy.degree(told.factor)
        evidence_holds(toy, told)


def evidence_holds(toy: Toy, told: object) -> None:
    """Assert that the contingency makes the factor critical, with as many changes as its degree says."""
    factor, alternative, others = told.factor, told.alternative, told.contingency  # type: ignore[attr-defined]
    if told.degree:  # type: ignore[attr-defined]
        assert told.degree == Fraction(1, len(others) + 1)  # type: ignore[attr-defined]
        assert toy.flips(tuple(sorted((*others, (factor, alternative)))))
        assert not toy.flips(others)
        assert told.stays is (True if toy.table[others] is not None else None)  # type: ignore[attr-defined]
    else:
        assert (alternative, others, told.stays) == (None, (), None)  # type: ignore[attr-defined]


@settings(max_examples=150)
@given(toys(most_factors=3))
def test_sets_reasons_and_degrees_are_those_of_the_definitions(toy: Toy) -> None:
    agrees(toy)


@pytest.mark.long
@THOUSANDS
@given(toys(most_factors=4))
def test_sets_reasons_and_degrees_of_thousands_of_outcomes(toy: Toy) -> None:
    agrees(toy)


@pytest.mark.long
@settings(max_examples=1500)
@given(toys(most_factors=5, most_alternatives=2))
def test_sets_reasons_and_degrees_with_five_factors(toy: Toy) -> None:
    agrees(toy)


@settings(max_examples=150)
@given(toys(most_factors=3))
def test_every_set_flips_and_no_part_of_it_does(toy: Toy) -> None:
    """P32, without the oracle's own idea of what is minimal."""
    for changes in minimal_changes(toy.outcomes()).sets:
        assert toy.flips(changes)
        assert not any(toy.flips(part) for part in subsets(changes, most=len(changes) - 1))


@settings(max_examples=150)
@given(toys(most_factors=4, most_alternatives=2))
def test_minimal_sets_and_sufficient_reasons_are_each_others_hitting_sets(toy: Toy) -> None:
    """P33; it holds for every outcome, monotone or not."""
    flips = set(map(frozenset, toy.minimal_factors()))
    reasons = set(map(frozenset, toy.reasons()))
    assert set(minimal_hitting_sets(flips)) == reasons
    assert set(minimal_hitting_sets(reasons)) == flips


@given(st.sets(st.frozensets(st.integers(0, 4), max_size=4), max_size=5))
def test_minimal_hitting_sets_are_those_of_the_definition(family: set[frozenset[int]]) -> None:
    hitting = [h for h in map(frozenset, subsets(range(5))) if all(h & one for one in family)]
    least = {h for h in hitting if not any(other < h for other in hitting)}
    found = minimal_hitting_sets(family)
    assert set(found) == least
    assert len(found) == len(least)
    step_by_step = [frozenset[int]()]
    for one in family:
        step_by_step = met(step_by_step, one)
    assert sorted(map(sorted, step_by_step)) == sorted(map(sorted, least))
    assert set(minimal_hitting_sets(family, most=2)) <= least


# ---------------------------------------------------------------------------------------- monotone


def dual_agrees(toy: Toy) -> None:
    """Assert that the search by duality finds the same, with no more evaluations than there are assignments."""
    outcomes = toy.outcomes()
    found = dual_changes(outcomes)
    assert set(found.sets) == toy.minimal_changes()
    assert found.complete
    assert found.searched == len(toy.factors)
    assert outcomes.evaluated <= outcomes.size
    for told in by_minimal_sets(outcomes, found):
        assert told.degree == told.at_most == toy.degree(told.factor)
        evidence_holds(toy, told)


@settings(max_examples=150)
@given(monotone_toys())
def test_duality_finds_the_minimal_sets_of_monotone_outcomes(toy: Toy) -> None:
    dual_agrees(toy)


@pytest.mark.long
@THOUSANDS
@given(monotone_toys(most_factors=5))
def test_duality_finds_the_minimal_sets_of_thousands_of_monotone_outcomes(toy: Toy) -> None:
    dual_agrees(toy)


@settings(max_examples=150)
@given(st.one_of(toys(most_factors=3), monotone_toys(most_factors=3)))
def test_monotone_is_what_the_definition_calls_so(toy: Toy) -> None:
    assert is_monotone(toy.outcomes()) is toy.is_monotone()


def test_a_large_table_is_not_looked_at_to_tell_whether_it_is_monotone() -> None:
    outcomes = Outcomes(lambda asked: [True] * len(asked), [1] * 30)
    assert is_monotone(outcomes) is None
    assert outcomes.evaluated == 0
    assert is_monotone(Outcomes(lambda asked: [True] * len(asked), [1] * 5, most_evaluations=31)) is None


def test_duality_needs_few_evaluations_where_the_table_is_out_of_reach() -> None:
    """Forty obstacles: 8 pairs of which one each has to go, and the rest does not matter."""
    pairs = [(2 * k, 2 * k + 1) for k in range(8)]
    outcomes = Outcomes(lambda asked: [not all(a in c or b in c for a, b in pairs) for c in asked], [1] * 40)
    found = dual_changes(outcomes)
    assert found.complete
    assert len(found.sets) == 2**8
    assert found.evaluated < 1000
    assert set(sufficient_reasons(found) or ()) == set(pairs)
    assert {r.degree for r in by_minimal_sets(outcomes, found)} == {Fraction(1, 8), Fraction(0)}


def test_duality_says_when_there_is_too_much_to_keep_up(monkeypatch: pytest.MonkeyPatch) -> None:
    """Six sets of three factors each, any one of which is enough: few sets, but 729 reasons."""
    monkeypatch.setattr(duality, "MOST_CANDIDATES", 50)
    enough = [{3 * k, 3 * k + 1, 3 * k + 2} for k in range(6)]
    outcomes = Outcomes(lambda asked: [not any(e <= a.keys() for e in enough) for a in asked], [1] * 18)
    found = dual_changes(outcomes)
    assert not found.complete
    assert found.why == "more than 50 candidates were left to tell apart"
    assert {frozenset(s) for s in found.factors} <= set(map(frozenset, enough))
    assert found.searched < 3
    whole = minimal_changes(outcomes, most_size=3)
    assert {frozenset(s) for s in whole.factors} == set(map(frozenset, enough))
    assert sufficient_reasons(replace(whole, complete=True), most=728) is None
    assert len(sufficient_reasons(replace(whole, complete=True), most=729) or ()) == 729


# ------------------------------------------------------------------------------------------- limits


@settings(max_examples=150)
@given(toys(most_factors=4, most_alternatives=2), st.integers(1, 20), st.booleans())
def test_within_a_budget_whatever_is_said_is_true(toy: Toy, budget: int, by_factor: bool) -> None:  # noqa: FBT001
    outcomes = toy.outcomes(most_evaluations=budget)
    found = (minimal_factors if by_factor else minimal_changes)(outcomes)
    assert outcomes.evaluated <= budget
    told = set(found.factors) if by_factor else set(found.sets)
    truth = toy.minimal_factors() if by_factor else toy.minimal_changes()
    assert told <= truth
    assert {s for s in truth if len(s) <= found.searched} <= told
    assert bool(found.why) is not found.complete
    if found.complete:
        assert told == truth


@settings(max_examples=150)
@given(toys(most_factors=4, most_alternatives=2), st.integers(1, 30), st.none() | st.integers(1, 4))
def test_within_limits_the_bounds_of_degrees_hold(toy: Toy, budget: int, most_size: int | None) -> None:
    outcomes = toy.outcomes(most_evaluations=budget)
    for told in responsibilities(outcomes, most_size=most_size):
        assert told.degree <= toy.degree(told.factor) <= told.at_most
        assert told.degree in {toy.degree(told.factor), Fraction(0)}
        evidence_holds(toy, told)
    assert outcomes.evaluated <= budget


@settings(max_examples=150)
@given(monotone_toys(), st.integers(1, 20), st.none() | st.integers(1, 4))
def test_within_limits_the_search_by_duality_tells_the_truth(toy: Toy, budget: int, most_size: int | None) -> None:
    outcomes = toy.outcomes(most_evaluations=budget)
    found = dual_changes(outcomes, most_size=most_size)
    truth = toy.minimal_changes()
    assert outcomes.evaluated <= budget
    assert set(found.sets) <= truth
    assert {s for s in truth if len(s) <= found.searched} <= set(found.sets)
    assert bool(found.why) is not found.complete
    if found.complete:
        assert set(found.sets) == truth
    for told in by_minimal_sets(outcomes, found):
        assert told.degree <= toy.degree(told.factor) <= told.at_most


@settings(max_examples=100)
@given(toys(most_factors=4, most_alternatives=2), st.integers(1, 4))
def test_up_to_a_size_every_set_is_there(toy: Toy, size: int) -> None:
    found = minimal_changes(toy.outcomes(), most_size=size)
    assert set(found.sets) == {s for s in toy.minimal_changes() if len(s) <= size}
    assert found.searched >= min(size, len(toy.factors))


def test_a_search_ends_as_soon_as_no_set_can_be_minimal_any_more() -> None:
    found = minimal_changes(Outcomes(lambda asked: [not a for a in asked], [1] * 25))
    assert found.complete
    assert found.evaluated == 26


def test_reasons_are_not_told_where_the_sets_are_not_complete() -> None:
    found = minimal_changes(Outcomes(lambda asked: [True] * len(asked), [1] * 9), most_size=2)
    assert not found.complete
    assert found.why == "sets of more than 2 were not looked for"
    assert sufficient_reasons(found) is None


def test_where_nothing_turns_the_outcome_over_the_empty_set_is_reason_enough() -> None:
    found = minimal_changes(Outcomes(lambda asked: [True] * len(asked), [2, 1]))
    assert found.sets == ()
    assert sufficient_reasons(found) == ((),)


@pytest.mark.parametrize(
    ("make", "said"),
    [
        (lambda: Outcomes(lambda asked: [True] * len(asked), [1, 0]), "factor 1 has no alternative"),
        (lambda: Outcomes(lambda asked: [True] * len(asked), [1], most_evaluations=0), "a budget of 0 evaluations"),
        (lambda: minimal_changes(Outcomes(lambda asked: [None] * len(asked), [1])), "cannot be evaluated as things"),
        (lambda: minimal_changes(Outcomes(lambda asked: [True] * len(asked), [1]), most_size=0), "at most 0 changes"),
        (lambda: dual_changes(Outcomes(lambda asked: [True] * len(asked), [1]), most_size=0), "at most 0 changes"),
        (lambda: responsibilities(Outcomes(lambda asked: [None] * len(asked), [1])), "cannot be evaluated as things"),
    ],
)
def test_what_cannot_be_asked_is_said(make: object, said: str) -> None:
    with pytest.raises(ModelError, match=said):
        make()  # type: ignore[operator]


def test_progress_grows_and_ends_the_work_when_it_raises() -> None:
    seen: list[tuple[int, int]] = []

    def progress(done: int, total: int) -> None:
        seen.append((done, total))
        if done > 100:
            raise Cancelled

    outcomes = Outcomes(lambda asked: [True] * len(asked), [1] * 12, progress=progress, at_once=16)
    with pytest.raises(Cancelled):
        minimal_changes(outcomes)
    assert all(a[0] < b[0] for a, b in pairwise(seen))
    assert all(done <= total <= 2**12 for done, total in seen)


# ---------------------------------------------------------------------------------------- published


@pytest.mark.parametrize(("yes", "degree"), [(11, Fraction(1, 6)), (6, Fraction(1))])
def test_a_vote_makes_its_voters_responsible_as_published(yes: int, degree: Fraction) -> None:
    """11-0: one sixth each; 6-5: each of the six bears all of it (Chockler and Halpern 2004)."""

    def passes(asked: list[Mapping[int, int]]) -> list[bool]:
        return [sum((k < yes) is not (k in a) for k in range(11)) > 5 for a in asked]

    found = responsibilities(Outcomes(passes, [1] * 11))
    assert [r.degree for r in found[:yes]] == [degree] * yes


@pytest.mark.parametrize(("needed", "degree"), [(any, Fraction(1, 3)), (all, Fraction(1))])
def test_three_causes_share_a_disjunction_and_bear_a_conjunction_each(needed: object, degree: Fraction) -> None:
    outcomes = Outcomes(lambda asked: [needed(k not in a for k in range(3)) for a in asked], [1] * 3)  # type: ignore[operator]
    assert [r.degree for r in responsibilities(outcomes)] == [degree] * 3


def elmira(asked: Mapping[int, int], state: str, pairs: list[tuple[str, str, str]]) -> bool:
    """Is a state of Elmira Nash, some pairs of preference being turned round (theory E3)?"""
    arcs = {
        "m": [(1, 2), (3, 4), (5, 6), (7, 8)],
        "u": [(1, 3), (1, 9), (2, 4), (2, 9), (3, 9), (4, 9), (5, 7), (5, 9), (6, 8), (6, 9), (7, 9), (8, 9)],
        "l": [(1, 5), (2, 6), (3, 7), (4, 8), (5, 1), (6, 2), (7, 3), (8, 4)],
    }
    best = {"m": [*"734851269"], "u": [*"148593726"], "l": [*"735186429"]}
    for k in asked:
        dm, better, worse = pairs[k]
        best[dm].remove(better)
        best[dm].insert(best[dm].index(worse) + 1, better)
    conflict = graph(arcs, {dm: ranking(*order) for dm, order in best.items()}, range(1, 10))
    return state in {
        s for s in map(str, range(1, 10)) if all(s in stable_states(conflict, "Nash", i) for i in range(3))
    }


def test_in_elmira_the_three_temptations_of_state_2_bear_a_third_each() -> None:
    pairs = [("u", "4", "2"), ("u", "9", "2"), ("l", "6", "2")]
    outcomes = Outcomes(lambda asked: [not elmira(a, "2", pairs) for a in asked], [1] * 3)
    assert minimal_changes(outcomes).factors == ((0, 1, 2),)
    assert [r.degree for r in responsibilities(outcomes)] == [Fraction(1, 3)] * 3
    assert is_monotone(outcomes) is True


def test_in_elmira_each_thing_that_keeps_state_8_is_a_but_for_cause() -> None:
    """8 is not left: Uniroyal ranks 9 and the locals rank 4 below it; moving 8 below either makes it move."""
    pairs = [("u", "8", "9"), ("l", "8", "4")]
    outcomes = Outcomes(lambda asked: [elmira(a, "8", pairs) for a in asked], [1] * 2)
    assert outcomes.actual
    assert [(r.degree, r.but_for) for r in responsibilities(outcomes)] == [(Fraction(1), True)] * 2


def test_changes_and_factors_differ_where_a_factor_has_several_alternatives() -> None:
    """Japan read as putting peace first is enough; read as putting the islands first, only if the ban goes too."""

    def fails(asked: list[Mapping[int, int]]) -> list[bool]:
        return [not (a.get(0) == 0 or (a.get(0) == 1 and 1 in a)) for a in asked]

    found = minimal_changes(Outcomes(fails, [2, 1]))
    assert found.sets == (((0, 0),), ((0, 1), (1, 0)))
    assert found.factors == ((0,),)
    degrees = [r.degree for r in responsibilities(Outcomes(fails, [2, 1]))]
    assert degrees == [Fraction(1), Fraction(1, 2)]


def test_a_factor_may_be_responsible_without_belonging_to_any_minimal_set() -> None:
    """Not monotone: w turns it over, w and g do not, and w, g and f do."""
    turning = [{0}, {0, 2}, {0, 1, 2}]
    outcomes = Outcomes(lambda asked: [set(a) not in turning for a in asked], [1] * 3)
    assert minimal_changes(outcomes).factors == ((0,),)
    found = responsibilities(outcomes)
    assert [r.degree for r in found] == [Fraction(1), Fraction(0), Fraction(1, 3)]
    assert found[2].contingency == ((0, 0), (1, 0))
    assert is_monotone(outcomes) is False


@pytest.mark.parametrize(
    "by", [responsibilities, lambda outcomes: by_minimal_sets(outcomes, minimal_changes(outcomes))]
)
def test_a_contingency_after_which_the_outcome_stays_comes_before_one_that_makes_no_model(by: object) -> None:
    """Factor 2 is decisive with 0, which alone makes no model, and with 1, which alone changes nothing."""

    def holds(asked: list[Mapping[int, int]]) -> list[bool | None]:
        return [None if set(a) == {0} else not (2 in a and len(a) > 1) for a in asked]

    found = by(Outcomes(holds, [1] * 3))  # type: ignore[operator]
    assert (found[2].degree, found[2].contingency, found[2].stays) == (Fraction(1, 2), ((1, 0),), True)
    assert (found[0].degree, found[0].contingency, found[0].stays) == (Fraction(1, 2), ((2, 0),), True)
    gap = by(Outcomes(lambda asked: [None if set(a) == {0} else len(a) < 2 for a in asked], [1] * 2))  # type: ignore[operator]
    assert (gap[1].degree, gap[1].contingency, gap[1].stays) == (Fraction(1, 2), ((0, 0),), None)
