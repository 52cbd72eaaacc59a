"""Hinges: what is listed flips the verdict, nothing of an earlier level does, and nothing of the level is left out."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from itertools import permutations
from typing import Any

import pytest
from hypothesis import given, settings

import detente
from detente.analysis import hinge as hinges
from detente.analysis.crosstable import cross_table
from detente.analysis.hinge import LEVELS, Change, Hinge, HingeSearch, changed_preferences
from detente.analysis.judging import Judge
from detente.case.build import Case
from detente.case.schema import Ranks
from detente.errors import ModelError
from detente.model.formula import Not
from detente.model.preferences import Preference, Prioritised, Ranking, Statement, as_ranking
from tests.analysis.small import case_of, cases

STATED = ("statements",)
Level = dict[int, list[tuple[Change, Preference]]]

# ----------------------------------------------------------------------- every change, written out once more


def swapped(items: tuple[Any, ...], place: int) -> tuple[Any, ...]:
    """Return a list with two neighbours exchanged."""
    new = list(items)
    new[place], new[place + 1] = new[place + 1], new[place]
    return tuple(new)


def put_elsewhere(items: tuple[Any, ...], start: int, end: int) -> tuple[Any, ...]:
    """Return a list with the item at one place moved to another."""
    rest = [item for place, item in enumerate(items) if place != start]
    return (*rest[:end], items[start], *rest[end:])


def reordered(dm: str, items: tuple[Any, ...], say: Any, make: Any) -> Iterator[tuple[int, Change, Preference]]:
    """Yield the swaps, and the moves that are no swap."""
    n = len(items)
    for k in range(n - 1):
        yield 1, Change(dm, "swap", say(items[k + 1]), say(items[k]), True), make(swapped(items, k))
    for a in range(n):
        for b in range(n):
            if abs(a - b) > 1:
                change = Change(dm, "move", say(items[a]), say(items[b]), b < a)
                yield 2, change, make(put_elsewhere(items, a, b))


def single_changes(case: Case, dm: str, reading: str) -> Iterator[tuple[int, Change, Preference]]:
    """Yield every single change of one reading, with its level."""
    stated = case.preferences[dm][reading]
    if isinstance(stated, Prioritised):
        said = stated.statements
        yield from reordered(dm, said, lambda s: s.wording, Prioritised)
        for k, statement in enumerate(said):
            without = tuple(s for j, s in enumerate(said) if j != k)
            yield 2, Change(dm, "drop", statement.wording), Prioritised(without)
            contrary = Statement(Not(statement.formula), "")
            turned = tuple(contrary if j == k else s for j, s in enumerate(said))
            yield 2, Change(dm, "negate", statement.wording), Prioritised(turned)
    else:
        classes = (
            stated
            if isinstance(stated, Ranking)
            else as_ranking(stated.order(case.structure.states), case.structure.states)
        )
        yield from reordered(dm, classes.classes, lambda c: c, Ranking)
    for name, other in case.preferences[dm].items():
        if name != reading:
            yield 3, Change(dm, "reading", name), other


def flips(judge: Judge, test: Any, readings: dict[str, str]) -> Level:
    """Return the single changes that flip a test, by level."""
    preferences = judge.preferences(readings)
    usual = judge.holds(test, preferences)
    found: Level = {1: [], 2: [], 3: []}
    for player, (dm, reading) in enumerate(readings.items()):
        for level, change, preference in single_changes(judge.case, dm, reading):
            changed = (*preferences[:player], preference, *preferences[player + 1 :])
            try:
                if judge.holds(test, changed) != usual:
                    found[level].append((change, preference))
            except ModelError:
                continue
    return found


def first_level(found: Level) -> int:
    """Return the first level that has any flip; the last one searched if none has."""
    return next((level for level in (1, 2, 3) if found[level]), 3)


@settings(max_examples=120)
@given(cases(most=3))
def test_all_flips_of_the_first_level_that_has_any_are_listed_and_no_others(case: Case) -> None:
    """Over statements, rankings and weights, in every combination of readings."""
    judge, search = Judge(case), HingeSearch(Judge(case))
    for readings in case.combinations():
        for claim in case.file.claims.values():
            try:
                expected = flips(judge, claim.test, readings)
            except ModelError:
                continue
            hinge = search.hinge(claim.test, readings)
            level = first_level(expected)
            assert hinge.level == level
            assert hinge.holds == judge.holds(claim.test, judge.preferences(readings))
            assert len(hinge.flips) == len(expected[level])
            stated = {c for c, p in expected[level] if not isinstance(p, Ranking)}
            assert stated <= {c for (c,) in hinge.flips}


@pytest.mark.slow
@settings(max_examples=80)
@given(cases(most=3, kinds=STATED))
def test_two_changes_are_looked_for_only_on_request_and_each_pair_flips(case: Case) -> None:
    """Where no single change does, and only then."""
    judge = Judge(case)
    for readings in case.combinations():
        for claim in case.file.claims.values():
            try:
                single = HingeSearch(judge).hinge(claim.test, readings)
            except ModelError:
                continue
            deep = HingeSearch(judge, deep=True).hinge(claim.test, readings)
            if single.flips:
                assert deep == single
                continue
            assert (single.level, deep.level) == (3, 4)
            for pair in deep.flips[:20]:
                assert flips_together(judge, claim.test, readings, pair)


def flips_together(judge: Judge, test: Any, readings: dict[str, str], pair: tuple[Change, ...]) -> bool:
    """Return whether two changes, made one after the other, can turn the verdict round."""
    assert len(pair) == 2
    slugs = tuple(readings)
    start = judge.preferences(readings)
    for first in _made(judge.case, start[slugs.index(pair[0].dm)], pair[0]):
        once = [first if dm == pair[0].dm else p for dm, p in zip(slugs, start, strict=True)]
        for second in _made(judge.case, once[slugs.index(pair[1].dm)], pair[1]):
            twice = tuple(second if dm == pair[1].dm else p for dm, p in zip(slugs, once, strict=True))
            if judge.holds(test, twice) != judge.holds(test, start):
                return True
    return False


def _made(case: Case, preference: Preference, change: Change) -> list[Preference]:
    if change.kind == "reading":
        return [case.preferences[change.dm][change.what]]
    return [p for _, c, p in changed_preferences(change.dm, preference) if c == change]


# ----------------------------------------------------------------------------------------- the flagship


@cache
def flagship() -> Case:
    """Return the flagship case."""
    return detente.load("peace-treaty")


@cache
def hinge_of(claim: str, russia: str, japan: str = "brown_two", us: str = "benign") -> Hinge:
    """Return the hinge of a claim of the flagship."""
    case = flagship()
    return HingeSearch(Judge(case)).hinge(case.file.claims[claim].test, case.reading(russia=russia, japan=japan, us=us))


@pytest.mark.parametrize("russia", ["peskov_wide", "peskov_narrow"])
def test_read_widely_or_narrowly_no_single_change_makes_the_troops_the_obstacle(russia: str) -> None:
    """And the level that was searched is named."""
    hinge = hinge_of("C1", russia)
    assert (hinge.holds, hinge.flips, hinge.level) == (False, (), 3)


def test_read_strongly_one_moved_statement_makes_the_troops_the_obstacle() -> None:
    """Japan ranks a treaty above having it only with islands."""
    hinge = hinge_of("C1", "peskov_strong")
    assert (hinge.holds, hinge.level) == (False, 2)
    down = Change("japan", "move", "treaty -> russia.cede", "treaty", upwards=False)
    up = Change("japan", "move", "treaty", "treaty -> russia.cede", upwards=True)
    assert {(down,), (up,)} <= set(hinge.flips)
    assert {change.dm for (change,) in hinge.flips} == {"japan"}


def test_that_the_alliance_is_not_for_sale_hinges_on_one_swap() -> None:
    """It is put in, and what puts it in is one comparison."""
    hinge = hinge_of("C5", "peskov_wide")
    assert hinge.level == 1
    assert hinge.flips == ((Change("japan", "swap", "treaty -> russia.cede", "troops", upwards=True),),)


def orders(dm: str, reading: str) -> list[Preference]:
    """Return every order of the statements of a reading."""
    stated = flagship().preferences[dm][reading]
    assert isinstance(stated, Prioritised)
    return [Prioritised(tuple(p)) for p in permutations(stated.statements)]


@pytest.mark.long
@pytest.mark.parametrize(("russia", "expected"), [("peskov_wide", 0), ("peskov_narrow", 0), ("peskov_strong", 48)])
def test_over_every_order_of_the_statements_the_troops_are_the_obstacle_in_0_0_and_48_of_576(
    russia: str, expected: int
) -> None:
    """Russia's four statements and Japan's four, in every order; the ban in force."""
    case = flagship()
    judge = Judge(case)
    us = case.preferences["us"]["benign"]
    profiles = [(r, j, us) for r in orders("russia", russia) for j in orders("japan", "brown_two")]
    assert len(profiles) == 576
    assert sum(judge.holds(case.file.claims["C1"].test, p) for p in profiles) == expected


# ---------------------------------------------------------------------------------------------- its edges


def ranked(**readings: Any) -> Case:
    """Return one party that ranks four states, and the claim that it puts x first."""
    options = {"x": "do x", "y": "do y"}
    return case_of(
        {
            "detente": 1,
            "title": "t",
            "outcome": "a.x",
            "decision_makers": {"a": {"name": "A", "options": options, "readings": readings}},
            "status_quo": {},
            "constraints": [{"name": "never", "when": "a.x & a.y"}],
            "worlds": {"free": {"lift": ["never"]}},
            "claims": {
                "k": {"test": {"ranks": "a", "every": "a.x", "above": "!a.x"}},
                "free": {"test": {"attainable": "a.x", "in": "free"}},
            },
        }
    )


def test_in_a_direct_ranking_a_swap_exchanges_neighbouring_classes() -> None:
    """And a move takes one class further."""
    case = ranked(r={"ranking": ["YN", "NN", "NY"]})
    hinge = HingeSearch(Judge(case)).hinge(case.file.claims["k"].test, case.reading())
    assert hinge.level == 1
    assert hinge.flips == ((Change("a", "swap", "NN", "YN", upwards=True),),)


def test_weights_are_changed_as_the_ranking_that_they_make() -> None:
    """Their classes are moved, not the numbers."""
    case = ranked(r={"weights": {"a.x": 2, "a.y": 1}})
    hinge = HingeSearch(Judge(case)).hinge(case.file.claims["k"].test, case.reading())
    assert hinge.flips == ((Change("a", "swap", "NY", "YN", upwards=True),),)


def test_weights_have_a_hinge_in_a_world_that_has_more_states_too() -> None:
    """The ranking that they make there is the one to change."""
    case = ranked(r={"weights": {"a.x": 2, "a.y": 1}})
    assert Judge(case).holds(case.file.claims["free"].test, (case.preferences["a"]["r"],))
    hinge = HingeSearch(Judge(case)).hinge(case.file.claims["free"].test, case.reading())
    assert hinge.flips


def test_a_ranking_may_name_a_state_that_only_a_world_makes_feasible() -> None:
    """Without it the cells of that world cannot be evaluated; with it they can."""
    table = cross_table(ranked(r={"ranking": ["YY", "YN", "NN", "NY"]}))
    assert table.rows[0].attainable == {"actual": True, "free": True}
    assert "free" in cross_table(ranked(r={"ranking": ["YN", "NN", "NY"]})).why_not


def test_another_reading_is_the_last_level() -> None:
    """Where no change within the reading flips the verdict."""
    case = ranked(likes={"statements": ["a.x"]}, loathes={"statements": ["!a.x"]}, moody={"statements": ["a.y | !a.y"]})
    test = case.file.claims["k"].test
    hinge = HingeSearch(Judge(case)).hinge(test, {"a": "moody"})
    assert (hinge.level, hinge.flips) == (3, ((Change("a", "reading", "likes"),),))
    assert set(LEVELS) == {1, 2, 3, 4}


def test_two_changes_may_be_another_reading_and_a_change_within_it() -> None:
    """Here no change within the first reading brings x to the top, and neither does another reading alone."""
    case = ranked(
        busy={"statements": ["a.y", "!a.x"]},
        calm={"statements": ["!a.y", "!a.x"]},
    )
    test, readings = case.file.claims["k"].test, {"a": "busy"}
    assert HingeSearch(Judge(case)).hinge(test, readings).flips == ()
    hinge = HingeSearch(Judge(case), deep=True).hinge(test, readings)
    assert hinge.level == 4
    assert (Change("a", "reading", "calm"), Change("a", "negate", "!a.x")) in hinge.flips
    for flip in hinge.flips:
        assert flips_together(Judge(case), test, readings, flip)


@pytest.mark.slow
@settings(max_examples=40)
@given(cases(most=3, kinds=STATED))
def test_all_combinations_together_have_the_hinges_of_one_after_the_other(case: Case) -> None:
    """In blocks of a few trials too."""
    combinations = list(case.combinations())
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(hinges, "BLOCK", 3)
        for claim in case.file.claims.values():
            search = HingeSearch(Judge(case), deep=True)
            try:
                alone = tuple(HingeSearch(Judge(case), deep=True).hinge(claim.test, r) for r in combinations)
            except ModelError:
                with pytest.raises(ModelError):
                    search.hinges(claim.test, combinations)
                continue
            assert search.hinges(claim.test, combinations) == alone


def test_where_a_reading_has_very_many_changes_they_are_made_as_they_are_needed(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """The hinges are the same, and nothing is kept."""
    case = detente.load("peace-treaty")
    test, readings = case.file.claims["C1"].test, case.reading(russia="peskov_strong")
    expected = HingeSearch(Judge(case), deep=True).hinge(test, readings)
    monkeypatch.setattr(hinges, "MOST_CHANGES_KEPT", 0)
    search = HingeSearch(Judge(case), deep=True)
    assert search.hinge(test, readings) == expected
    assert search._changes == {}


@settings(max_examples=60)
@given(cases(most=3))
def test_the_work_is_the_number_of_single_changes(case: Case) -> None:
    """It is known before any of them is made."""
    search = HingeSearch(Judge(case))
    for claim in case.file.claims.values():
        for readings in case.combinations():
            try:
                changes = list(search._singles(claim.test, readings))
            except ModelError:
                continue
            assert search.work(claim.test, [readings]) == len(changes)


@settings(max_examples=60)
@given(cases(most=3, kinds=STATED))
def test_a_ranking_hinges_on_the_party_that_ranks_and_on_nobody_else(case: Case) -> None:
    """Others' tastes are not tried."""
    options = case.structure.option_names
    test = Ranks(ranks=case.structure.slugs[0], every=options[0], above=f"!{options[-1]}")
    hinge = HingeSearch(Judge(case), deep=True).hinge(test, case.reading())
    assert {change.dm for flip in hinge.flips for change in flip} <= {test.ranks}


def test_two_changes_of_one_party_are_listed_once() -> None:
    """The same two changes either way round are one flip."""
    case = detente.load("peace-treaty")
    hinge = HingeSearch(Judge(case), deep=True).hinge(case.file.claims["C1"].test, case.reading())
    pairs = [frozenset(flip) for flip in hinge.flips]
    assert hinge.level == 4
    assert pairs
    assert len(pairs) == len(set(pairs))
