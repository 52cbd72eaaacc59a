"""The menu of a case says what it leaves out; changes that make no model are told and are no verdict."""

from __future__ import annotations

import pytest

import detente
from detente.analysis.causes import plain
from detente.analysis.causes.blame import blame
from detente.analysis.causes.effects import effect_of
from detente.analysis.causes.menus import menu
from detente.analysis.causes.ways_out import ways_out
from detente.case.menu import Alternative
from detente.case.menu import Factor as Written
from detente.errors import ModelError
from detente.explain import blame as say
from detente.explain import ways_out as told
from tests.analysis.small import case_of

UNNAMED = case_of(
    """
    detente: 1
    title: A deal
    outcome: {when: a.x & b.y, label: the deal}
    decision_makers:
      a: {name: Anna, options: {x: do x, z: do z}, prefers: ["!a.x", b.y]}
      b: {name: Bert, options: {y: do y}, prefers: {weights: {a.x: 2, b.y: -1}}}
    constraints:
      - {when: a.z & b.y}
      - {name: joint, when: a.x & a.z, by: [a, b]}
    directions: {a.z: N->Y}
    freezes:
      - {while: a.z, options: [b.y]}
    status_quo: {}
    worlds:
      free: {lift: [joint], open: [a.z]}
    """
)


def test_what_a_case_gives_no_factor_for_is_left_out_with_the_reason() -> None:
    found = menu(UNNAMED, effect=effect_of(UNNAMED))
    assert found.left_out["constraint a.z & b.y"] == "it has no name by which it could be asked about"
    assert found.left_out["freeze of b.y"] == "it has no name by which it could be asked about"
    assert found.left_out["option:a.x"] == found.left_out["option:b.y"] == "it is what the outcome is about"


@pytest.mark.parametrize(
    ("factor", "why"),
    [
        (Written(constraint="joint"), "it is not in force in the world free"),
        (Written(direction="a.z"), "it can change both ways in the world free"),
    ],
)
def test_what_a_world_has_taken_away_is_left_out_and_is_no_wrong_name(factor: Written, why: str) -> None:
    found = blame(UNNAMED, world="free", factors=[factor, Written(option="a.z")])
    assert list(found.listed.left_out.values()) == [why]
    with pytest.raises(ModelError, match=why):
        blame(UNNAMED, world="free", factors=[factor])


def test_a_change_that_makes_no_model_is_not_said_never_to_matter() -> None:
    """Without its constraint the case has states that its ranking leaves out."""
    case = case_of(
        """
        detente: 1
        title: A ranking
        outcome: {when: a.x, label: x}
        decision_makers:
          a: {name: A, options: {x: x}, prefers: {ranking: [NN, YN, NY]}}
          b: {name: B, options: {y: y}, prefers: [b.y]}
        constraints:
          - {name: c, when: a.x & b.y, by: [b]}
        status_quo: {}
        """
    )
    found = blame(case, factors=[Written(constraint="c"), Written(option="b.y")])
    told = found.degree("constraint:c")
    assert not told.makes_models
    assert "makes no model that could be solved" in say.because(case, found, told)
    assert found.not_evaluated > 0
    assert not found.shared.is_baseline_a_model
    assert "makes no model and counts as no change, so they add up to 0" in say.baseline(found)
    assert "make none, and count as no change" in " ".join(say.search(found))
    assert ways_out(case, levers=[Written(constraint="c"), Written(option="b.y")]).not_evaluated > 0


def test_what_works_against_the_others_is_told_apart_from_what_does_nothing() -> None:
    found = blame(UNNAMED)
    told = found.degree("option:a.z")
    assert (told.responsibility, found.share("option:a.z") < 0) == (0, True)
    assert "its change can even undo what others bring about" in say.because(UNNAMED, found, told)
    assert all("never decisive" not in say.because(UNNAMED, found, d) for d in found.degrees)


def test_a_case_without_a_status_quo_is_told_so() -> None:
    case = case_of(
        """
        detente: 1
        title: Nowhere
        outcome: {when: a.x & b.y, label: x}
        decision_makers:
          a: {name: A, options: {x: x}, prefers: ["!a.x"]}
          b: {name: B, options: {y: y}, prefers: [b.y]}
        """
    )
    for ask in (blame, ways_out):
        with pytest.raises(ModelError, match="no status_quo"):
            ask(case)
    unsettled = effect_of(case, "unsettled")
    assert [d.factor.slug for d in blame(case, effect=unsettled).degrees] == ["preference:a:1", "preference:b:1"]


def test_a_contingency_is_not_said_to_be_needed_as_a_whole() -> None:
    """A factor may be decisive after changes of which one alone is enough (theory E3)."""
    found = blame(detente.load("peace-treaty"))
    assert "with its own that is two changes, hence 1/2" in say.because(
        detente.load("peace-treaty"), found, found.degree("option:us.station")
    )


def test_degrees_of_parties_have_bounds_where_the_search_was_not_exact() -> None:
    case = detente.load("peace-treaty")
    found = blame(case, readings={"russia": "brown_stall"}, most_size=1)
    assert not found.complete
    rows = [say.party(case, owner) for owner in found.owners]
    assert [(greatest, as_one) for greatest, as_one, _, _ in rows] == [("0 (at most 1/2)", "0 (at most 1/2)")] * 3


def test_a_place_that_is_not_there_is_refused() -> None:
    case = detente.load("peace-treaty")
    ninth = Written(preference="japan", statement=2, alternatives=(Alternative(place=9),))
    with pytest.raises(ModelError, match="Japan has no place 9: 4 statements"):
        menu(case, given=[ninth])


def test_what_is_taken_as_monotone_says_so_and_still_says_how_far_was_searched() -> None:
    case = detente.load("peace-treaty-2024")
    found, ways = blame(case, monotone=True, most_size=2), ways_out(case, monotone=True, most_size=2)
    assert not found.complete
    assert not ways.complete
    assert "Taken as monotone" in next(say.search(found))
    assert "up to two changes" in " ".join(say.search(found))
    assert "up to two changes" in told.search(ways)
    assert plain.ways_out(ways)["monotone"]
    assert plain.blame(found, None)["monotone"]
    assert not plain.blame(blame(case), None)["monotone"]
