"""Blame and ways out on the flagship: the figures that were worked out for it by hand, and what is refused."""

from __future__ import annotations

from fractions import Fraction
from itertools import combinations

import pytest

import detente
from detente.analysis.causes.blame import Blame, blame
from detente.analysis.causes.changes import Models
from detente.analysis.causes.effects import effect_of
from detente.analysis.causes.menus import menu
from detente.analysis.causes.rivals import over_rivals
from detente.analysis.causes.shares import shared_out
from detente.analysis.causes.timing import is_later
from detente.analysis.causes.ways_out import ways_out
from detente.case.menu import Alternative, Pair
from detente.case.menu import Factor as Written
from detente.errors import ModelError, NotAnswered, UnknownName
from tests.analysis.small import case_of, patched

TROOPS, BAN, STANCE = "option:us.station", "option:russia.ban", "preference:japan:2"
THREAT, SANCTIONS = "option:us.okinawa", "option:japan.sanction"


def degrees(case: str, **readings: str) -> dict[str, str]:
    found = blame(detente.load(case), readings=readings)
    return {d.factor.slug: str(d.responsibility) for d in found.degrees}


def test_with_peskov_at_his_word_troops_and_ban_share_what_japan_alone_could_turn_over() -> None:
    assert degrees("peace-treaty") == {TROOPS: "1/2", BAN: "1/2", STANCE: "1"}


def test_if_russia_only_stalls_nothing_on_the_menu_matters() -> None:
    assert degrees("peace-treaty", russia="brown_stall") == {TROOPS: "0", BAN: "0", STANCE: "0"}


@pytest.mark.parametrize("japan", ["brown_two", "four_only"])
def test_japans_condition_is_a_but_for_cause_in_four_of_six_readings_of_russia(japan: str) -> None:
    readings = detente.load("peace-treaty").preferences["russia"]
    found = {russia: degrees("peace-treaty", russia=russia, japan=japan)[STANCE] for russia in readings}
    assert found.pop("peskov_strong") == "1/2"
    assert found.pop("brown_stall") == "0"
    assert set(found.values()) == {"1"}


def test_once_sanctions_count_three_things_have_to_go_together() -> None:
    assert degrees("peace-treaty-2024") == {TROOPS: "1/3", BAN: "1/3", SANCTIONS: "1/3"}


def test_with_japans_condition_on_the_menu_of_2024_sanctions_count_for_a_half() -> None:
    case = detente.load("peace-treaty-2024")
    stance = Written(preference="japan", statement=3, alternatives=(Alternative(drop=True),))
    declared = case.file.factors
    assert isinstance(declared, tuple)
    found = blame(case, factors=[*declared, stance])
    expected = {TROOPS: "1/3", BAN: "1/3", SANCTIONS: "1/2", "preference:japan:3": "1/2"}
    assert {d.factor.slug: str(d.responsibility) for d in found.degrees} == expected


@pytest.mark.parametrize(
    ("ussr", "us", "expected"),
    [
        ("y1956", "dulles", {TROOPS: "0", THREAT: "1"}),
        ("y1960", "bluff", {TROOPS: "1", THREAT: "0"}),
        ("y1960", "dulles", {TROOPS: "1/2", THREAT: "1/2"}),
    ],
)
def test_the_verdict_on_troops_and_threat_depends_on_the_year(ussr: str, us: str, expected: dict[str, str]) -> None:
    assert degrees("peace-treaty-1956", ussr=ussr, us=us, japan="hatoyama") == expected


def test_where_the_treaty_can_be_attained_there_is_nothing_to_explain() -> None:
    with pytest.raises(ModelError, match="nothing to explain: a peace treaty can be attained as things are"):
        degrees("peace-treaty-1956", ussr="y1956", us="bluff")


def test_the_five_smallest_ways_out_of_the_flagship() -> None:
    found = ways_out(detente.load("peace-treaty"))
    assert {way.slugs for way in found.ways} == {
        ("reading:japan=peace_first",),
        ("option:us.station=N", "option:russia.ban=N"),
        ("option:japan.host=N", "option:russia.ban=N"),
        ("option:russia.ban=N", "reading:japan=islands_first"),
        ("option:russia.ban=N", "reading:russia=peskov_narrow"),
    }
    assert found.complete
    assert all(way.is_attainable and way.is_stable and len(way.path) == 1 for way in found.ways)


def test_in_2024_troops_ban_and_sanctions_all_have_to_go() -> None:
    (way,) = ways_out(detente.load("peace-treaty-2024")).ways
    assert way.slugs == ("option:us.station=N", "option:russia.ban=N", "option:japan.sanction=N")
    assert way.owners == ("us", "russia", "japan")


def test_if_russia_only_stalls_it_has_to_want_something_else() -> None:
    found = ways_out(detente.load("peace-treaty"), readings={"russia": "brown_stall"})
    assert found.ways
    assert all(any(factor.slug == "reading:russia" for factor, _ in way.changes) for way in found.ways)


def test_if_japan_wants_all_four_islands_it_has_to_move() -> None:
    found = ways_out(detente.load("peace-treaty"), readings={"japan": "four_only"})
    assert found.ways
    assert all("japan" in way.owners for way in found.ways)


@pytest.mark.parametrize("case", ["peace-treaty", "peace-treaty-1956", "peace-treaty-2024", "korea-2017"])
def test_every_way_out_flips_when_solved_again_and_no_part_of_it_does(case: str) -> None:
    loaded = detente.load(case)
    effect, models = effect_of(loaded), Models(loaded, loaded.reading())
    for way in ways_out(loaded).ways:
        changes = [choice.change for _, choice in way.changes]
        parts = [list(part) for n in range(len(changes)) for part in combinations(changes, n)]
        assert models.each(effect.outcomes, [changes]) == [False]
        assert False not in models.each(effect.outcomes, parts)


def test_ways_out_can_be_put_in_the_order_of_their_cost() -> None:
    dear = patched("peace-treaty", cost=("{reading: japan, label", "{cost: 5, reading: japan, label"))
    found = ways_out(dear)
    assert found.ways[0].slugs == ("reading:japan=peace_first",)
    assert [way.cost for way in found.by_cost()] == [2, 2, 2, 5, 6]


def test_equilibria_are_aimed_at_too_and_then_a_way_out_may_be_merely_stable() -> None:
    found = ways_out(DILEMMA, aim="equilibrium", levers=[Written(preference="a", statement=1)])
    assert [way.slugs for way in found.ways] == [("preference:a:1=drop",), ("preference:a:1=negate",)]
    assert [(way.is_attainable, way.is_stable) for way in found.ways] == [(False, True), (True, True)]


def test_duality_finds_the_same_where_changes_undo_nothing_and_is_refused_where_they_do() -> None:
    case = detente.load("peace-treaty-2024")
    plain, dual = ways_out(case), ways_out(case, monotone=True)
    assert [w.slugs for w in plain.ways] == [w.slugs for w in dual.ways]
    assert dual.evaluated <= plain.evaluated
    assert [d.responsibility for d in blame(case, monotone=True).degrees] == [Fraction(1, 3)] * 3
    with pytest.raises(NotAnswered, match="this is not monotone: 6 changes undo"):
        ways_out(detente.load("peace-treaty"), monotone=True)


def test_causes_of_the_flagship_are_dual_to_what_keeps_it() -> None:
    found = blame(detente.load("peace-treaty"))
    assert {frozenset(s) for s in found.sets} == {frozenset({STANCE}), frozenset({TROOPS, BAN})}
    assert found.reasons is not None
    assert {frozenset(s) for s in found.reasons} == {frozenset({STANCE, TROOPS}), frozenset({STANCE, BAN})}


def test_shares_of_the_flagship_are_exact_and_add_up() -> None:
    found = blame(detente.load("peace-treaty"))
    assert found.shared.shares.values == (Fraction(1, 6), Fraction(1, 6), Fraction(2, 3))
    assert found.shared.baseline == {TROOPS: "N", BAN: "N", STANCE: "peace_first"}
    assert sum(found.shared.shares.values) == 1


def test_parties_have_degrees_in_three_readings() -> None:
    found = {o.owners: o for o in blame(detente.load("peace-treaty")).owners}
    assert (found["japan",].critical_change, found["japan",].as_variable, found["japan",].share) == (
        1,
        1,
        Fraction(2, 3),
    )
    assert found["us",].critical_change == found["us",].as_variable == Fraction(1, 2)


def test_sampled_shares_cover_the_exact_ones() -> None:
    case = detente.load("peace-treaty")
    models, effect, factors = Models(case, case.reading()), effect_of(case), menu(case).factors
    exact = shared_out(models, effect, factors).shares
    sampled = shared_out(models, effect, factors, samples=400, seed=7).shares
    assert not sampled.exact
    for value, (low, high) in zip(exact.values, sampled.intervals, strict=True):
        assert low <= value <= high


def test_blame_over_sourced_readings_counts_each_once() -> None:
    found = over_rivals(detente.load("peace-treaty"))
    assert found is not None
    assert (found.of, found.explained, found.weights) == (24, 24, None)
    assert dict(found.share(TROOPS).counts) == {Fraction(1, 2): 7, Fraction(0): 17}
    assert found.share(STANCE).mean == Fraction(3, 4)


def test_weights_that_somebody_gives_make_blame_an_expectation() -> None:
    case = detente.load("peace-treaty")
    given = {"russia": {"peskov_wide": Fraction(3), "brown_stall": Fraction(1)}, "japan": {"brown_two": Fraction(1)}}
    found = over_rivals(case, weights=given)
    assert found is not None
    assert found.of == 4  # two readings of the United States
    assert found.share(TROOPS).mean == Fraction(3, 8)
    assert found.share(STANCE).mean == Fraction(3, 4)


def test_readings_without_the_effect_count_as_nothing_caused() -> None:
    found = over_rivals(detente.load("peace-treaty-1956"), fixed={"japan": "hatoyama"}, every=True)
    assert found is not None
    assert found.explained < found.of


def test_one_combination_of_readings_has_no_rivals() -> None:
    case = detente.load("peace-treaty")
    assert over_rivals(case, fixed={"russia": "peskov_wide", "japan": "brown_two", "us": "benign"}) is None


def test_wrong_weights_are_told() -> None:
    case = detente.load("peace-treaty")
    with pytest.raises(UnknownName, match="did you mean brown_two"):
        over_rivals(case, weights={"japan": {"brown_too": Fraction(1)}})
    with pytest.raises(ModelError, match="must not be negative"):
        over_rivals(case, weights={"japan": {"brown_two": Fraction(0)}})


def test_a_cause_that_is_younger_than_its_effect_is_refused() -> None:
    found = blame(detente.load("peace-treaty-1956"), readings={"ussr": "y1960"}, at="1956-08-13")
    assert set(found.refused) == {THREAT}
    assert [d.factor.slug for d in found.degrees] == [TROOPS]
    with pytest.raises(ModelError, match="a cause comes before its effect"):
        blame(detente.load("peace-treaty-1956"), factors=[Written(option="us.okinawa", since="1957")])


@pytest.mark.parametrize(
    ("cause", "effect", "later"),
    [
        ("2020-07", "2020-07-15", False),
        ("2020-08", "2020-07-15", True),
        ("2020", "2020-07-15", False),
        ("1956-08-19", "1956-08-13", True),
        ("long ago", "1956", False),
        ("1956", None, False),
    ],
)
def test_only_what_is_certainly_later_is_later(cause: str, effect: str | None, later: bool) -> None:  # noqa: FBT001
    assert is_later(cause, effect) is later


def elmira_not_nash(found: Blame) -> dict[str, str]:
    return {d.factor.slug: str(d.responsibility) for d in found.degrees}


def test_three_comparisons_that_keep_a_state_of_elmira_unstable_share_it() -> None:
    """Theory E3: s2 is not Nash because Uniroyal puts s4 and s9 above it and the local government s6."""
    case = detente.load("elmira")
    better = [("ur", "s4"), ("ur", "s9"), ("lg", "s6")]
    pairs = [Written(pair=Pair(dm=dm, state=state, to="s2")) for dm, state in better]
    found = blame(case, effect=effect_of(case, "unstable", state="s2"), factors=pairs)
    assert set(elmira_not_nash(found).values()) == {"1/3"}
    assert len(found.sets) == 1
    assert set(found.shared.shares.values) == {Fraction(1, 3)}


def test_every_comparison_that_keeps_a_state_of_elmira_stable_is_a_but_for_cause() -> None:
    case = detente.load("elmira")
    found = blame(case, effect=effect_of(case, "stable", state="s8"))
    assert set(elmira_not_nash(found).values()) == {"1"}
    assert len(found.degrees) == 2


def test_the_case_gives_a_menu_where_the_file_has_none() -> None:
    case = patched("peace-treaty-2016", menu=("\nfactors:\n", "\nlevers:\n"))
    listed = menu(case, effect=effect_of(case))
    assert listed.origin == "case"
    kinds = {f.kind for f in listed.factors}
    assert kinds == {"option", "constraint", "direction", "freeze", "preference", "reading"}
    assert not {f.slug for f in listed.factors} & {"option:russia.sign", "option:japan.sign"}, "part of the goal"
    ban = next(f for f in listed.factors if f.slug == "constraint:cession_ban")
    assert (ban.owner, ban.is_self_imposed) == ("russia", True)


def test_a_file_can_narrow_and_extend_the_menu_of_the_case() -> None:
    narrowed = case_of({**SMALL, "factors": {"without": ["option:b.y"], "also": [{"option": "a.x", "label": "it"}]}})
    assert [f.label for f in menu(narrowed).factors if f.slug == "option:a.x"] == ["it"]
    with pytest.raises(ModelError, match="twice"):
        menu(narrowed, given=[Written(option="a.x"), Written(option="a.x", cost=2)])
    changed = case_of({**SMALL, "factors": {"without": ["option:a.x", "option:b.y"]}})
    kept = ["option:c.z", "preference:a:1", "preference:b:1", "pair:c:NNY:NNN"]
    assert [f.slug for f in menu(changed).factors] == kept
    assert [f.slug for f in menu(case_of(SMALL), effect=effect_of(case_of(SMALL))).factors] == kept[1:]
    with pytest.raises(UnknownName, match=r"did you mean option:a\.x"):
        menu(case_of({**SMALL, "factors": {"without": ["option:a.xx"]}}))


def test_factors_without_an_alternative_are_left_out_with_the_reason_and_none_at_all_is_an_error() -> None:
    case = detente.load("peace-treaty")
    assert menu(case, {"japan": "peace_first"}).left_out == {STANCE: "it has no alternative here"}
    with pytest.raises(ModelError, match="no factor to ask about"):
        menu(case, given=[Written(reading="japan", alternatives=(Alternative(reading="brown_two"),))])


def test_budgets_of_zero_and_impossible_goals_are_refused() -> None:
    case = detente.load("peace-treaty")
    with pytest.raises(ModelError, match="at most 0 changes"):
        ways_out(case, most_size=0)
    with pytest.raises(ModelError, match="budget of 0"):
        ways_out(case, most_evaluations=0)
    with pytest.raises(ModelError, match="holds in every feasible state"):
        ways_out(case, goal="treaty | !treaty")
    with pytest.raises(ModelError, match="is a contradiction"):
        ways_out(case, goal="treaty & !treaty")


def test_a_search_that_ran_out_says_how_far_it_came() -> None:
    found = ways_out(detente.load("peace-treaty"), most_size=1)
    assert ([w.slugs for w in found.ways], found.searched) == ([("reading:japan=peace_first",)], 1)
    assert not found.complete
    assert found.why


SMALL = {
    "detente": 1,
    "title": "A small case",
    "outcome": {"when": "a.x & b.y & c.z"},
    "decision_makers": {
        "a": {"name": "A", "options": {"x": "x"}, "prefers": ["!a.x"]},
        "b": {"name": "B", "options": {"y": "y"}, "prefers": ["!b.y"]},
        "c": {"name": "C", "options": {"z": "z"}, "prefers": {"weights": {"c.z": 1}}},
    },
    "status_quo": {},
}
DILEMMA = case_of(
    {
        "detente": 1,
        "title": "A wish that stands in the way",
        "outcome": {"when": "a.x & b.y", "label": "both"},
        "decision_makers": {
            "a": {"name": "A", "options": {"x": "x"}, "prefers": ["!a.x"]},
            "b": {"name": "B", "options": {"y": "y"}, "prefers": ["a.x <-> b.y"]},
        },
        "status_quo": {},
    }
)


@pytest.mark.parametrize("at", ["yesterday", "1956-13", "1956-08-41", "2018-19"])
def test_a_date_that_cannot_be_read_is_refused_and_not_passed_over(at: str) -> None:
    with pytest.raises(ModelError, match=f"{at} is no date; write a day, a month or a year"):
        blame(detente.load("peace-treaty-1956"), at=at)


def test_no_sample_at_all_is_refused() -> None:
    with pytest.raises(ModelError, match="0 samples say nothing"):
        blame(detente.load("peace-treaty"), samples=0)
