"""The cross table: the flagship case cell by cell, its relatives, and the large one."""

from __future__ import annotations

from functools import cache
from typing import Any

import pytest

import detente
from detente.analysis.attain import Rules
from detente.analysis.claims import sourced
from detente.analysis.crosstable import CrossTable, Row, cross_table
from detente.errors import NotAnswered
from tests.analysis.small import case_of, patched

WORLDS = ("actual", "troops_gone", "ban_gone", "both_gone")
JAPAN = ("brown_two", "four_only", "islands_first", "peace_first")

# Four cells for each reading of Japan: actual, troops gone, ban gone, both gone; the US content with a treaty.
BENIGN = {
    "peskov_wide": "...T .... ..TT TTTT",
    "peskov_narrow": "..TT .... ..TT TTTT",
    "peskov_strong": "...T .... ..TT .T.T",
    "zinberg_wedge": ".... .... ..T. TTTT",
    "brown_stall": ".... .... .... ....",
    "territory_first": ".... .... .... TTTT",
}
SPOILED = {("peskov_narrow", "brown_two", "ban_gone")}


@cache
def table(slug: str = "peace-treaty", answers: str = "credible") -> CrossTable:
    """Return the cross table of a case of the catalogue."""
    return cross_table(detente.load(slug), rules=Rules(answers=answers))  # type: ignore[arg-type]


def counts(slug: str, answers: str = "credible") -> dict[str, int]:
    """Return in how many rows the outcome is attainable, world by world."""
    found = table(slug, answers)
    return {world: found.count(world)[0] for world in found.worlds}


def row(found: CrossTable, **readings: str) -> Row:
    """Return the only row with these readings."""
    (only,) = [r for r in found.rows if readings.items() <= r.readings.items()]
    return only


def sourced_rows(slug: str = "peace-treaty") -> list[Row]:
    """Return the rows in which somebody is cited for every reading."""
    case = detente.load(slug)
    return [r for r in table(slug).rows if sourced(case, r.readings)]


# ---------------------------------------------------------------------------------------- the flagship


@pytest.mark.parametrize("us", ["benign", "spoiler"])
@pytest.mark.parametrize("russia", BENIGN)
def test_every_cell_of_the_flagship_is_the_one_of_the_domain_report(russia: str, us: str) -> None:
    """Forty-eight rows; the spoiler changes one sourced cell among those named, and it is named here."""
    for japan, cells in zip(JAPAN, BENIGN[russia].split(), strict=True):
        found = row(table(), russia=russia, japan=japan, us=us).attainable
        for world, letter in zip(WORLDS, cells, strict=True):
            spoiled = us == "spoiler" and (russia, japan, world) in SPOILED
            assert found[world] == (letter == "T" and not spoiled), (japan, world)


def test_the_flagship_counts_8_10_17_and_22_of_48() -> None:
    """Actual, troops gone, ban gone, both gone."""
    assert [table().count(w) for w in WORLDS] == [(8, 48), (10, 48), (17, 48), (22, 48)]
    assert table().complete


def test_a_ban_that_russia_may_repeal_gives_the_cells_of_a_ban_that_is_gone() -> None:
    """With troops and without."""
    for r in table().rows:
        assert r.attainable["ban_repealable"] == r.attainable["ban_gone"]
        assert r.attainable["ban_repealable_troops_gone"] == r.attainable["both_gone"]


def test_of_the_192_cells_57_are_attainable_with_credible_answers_or_none_and_49_if_any_deters() -> None:
    """In this case answers hardly matter."""
    for answers, expected in {"none": 57, "credible": 57, "any": 49}.items():
        assert sum(counts("peace-treaty", answers)[w] for w in WORLDS) == expected


def test_the_status_quo_is_nash_in_288_of_288() -> None:
    """In every reading and world."""
    cells = [cell for r in table().rows for cell in r.nash.values()]
    assert cells == [True] * 288


def test_over_the_sourced_rows_the_treaty_is_attainable_in_0_0_1_and_6_of_24() -> None:
    """Six readings of Russia, two sourced ones of Japan, two of the United States."""
    rows = sourced_rows()
    assert len(rows) == 24
    assert {r.readings["japan"] for r in rows} == {"brown_two", "four_only"}
    assert [table().count(w, rows) for w in WORLDS] == [(0, 24), (0, 24), (1, 24), (6, 24)]


def test_the_status_quo_stays_in_24_24_23_and_18_sourced_rows() -> None:
    """Nobody, alone or together, leaves it; not even when the troops have left."""
    assert [sum(bool(r.stays[w]) for r in sourced_rows()) for w in WORLDS] == [24, 24, 23, 18]


def test_once_the_troops_are_gone_a_wedge_loses_its_use() -> None:
    """The one reading in which a treaty is attainable only while the troops are there."""
    cells = row(table(), russia="zinberg_wedge", japan="islands_first", us="benign").attainable
    assert cells["ban_gone"] is True
    assert cells["both_gone"] is False


LIFTED = """worlds:
  ban_lifted: {lift: [cession_ban]}
  ban_lifted_troops_gone: {lift: [cession_ban], do: {us.station: N}}
"""


def test_lifting_the_constraint_gives_the_cells_of_the_ban_gone_on_another_number_of_states() -> None:
    """Two kinds of change that are never mixed up and agree here."""
    case = patched("peace-treaty", worlds=("\nworlds:\n", "\n" + LIFTED))
    found = cross_table(case)
    for r in found.rows:
        assert r.attainable["ban_lifted"] == r.attainable["ban_gone"]
        assert r.attainable["ban_lifted_troops_gone"] == r.attainable["both_gone"]
    sizes = {w: len(case.structure_in(w).states) for w in case.worlds}
    assert sizes["actual"] == 136
    assert sizes["ban_lifted"] != sizes["ban_gone"]
    assert sizes["ban_lifted_troops_gone"] != sizes["both_gone"]


@pytest.mark.parametrize(
    ("slug", "states"),
    [
        ("peace-treaty", 136),
        ("peace-treaty-1956", 156),
        ("peace-treaty-2016", 288),
        ("peace-treaty-2024", 240),
        ("peace-treaty-large", 22_272),
    ],
)
def test_the_five_treaty_cases_have_their_numbers_of_states(slug: str, states: int) -> None:
    """Two independent programs agree on them."""
    assert len(detente.load(slug).structure.states) == states


# ------------------------------------------------------------------------------------------ its relatives


def test_in_1956_answers_decide() -> None:
    """Two of twelve readings without answers, one with credible ones, none if any answer deters."""
    found = {answers: counts("peace-treaty-1956", answers)["actual"] for answers in ("none", "credible", "any")}
    assert found == {"none": 2, "credible": 1, "any": 0}


@pytest.mark.parametrize("us", ["dulles", "bluff"])
def test_in_1956_only_the_threat_stood_in_the_way_and_not_the_troops(us: str) -> None:
    """With Japan content with two islands; with Japan set on four nothing helps."""
    two = row(table("peace-treaty-1956"), ussr="y1956", japan="hatoyama", us=us).attainable
    assert two["no_okinawa_threat"] is True
    assert two["actual"] is (us == "bluff")
    assert two["troops_gone"] is two["actual"]
    for r in table("peace-treaty-1956").rows:
        assert r.readings["japan"] != "yoshida" or not any(r.attainable.values())


def test_in_1960_the_status_quo_of_1956_no_longer_rests() -> None:
    """The Soviet Union gains by adding its condition; in the other readings nobody gains alone."""
    for r in table("peace-treaty-1956").rows:
        assert set(r.nash.values()) == {r.readings["ussr"] != "y1960"}


def test_in_2016_a_narrow_fear_is_cured_by_a_pledge_a_wide_one_by_withdrawal_only() -> None:
    """And with a Russia that only stalls, or a Japan set on four islands, nothing helps."""
    for r in table("peace-treaty-2016").rows:
        able = {w for w, cell in r.attainable.items() if cell}
        if r.readings["japan"] == "four" or r.readings["russia"] == "stall":
            assert able == set()
        elif r.readings["russia"] == "wide":
            assert able == {"troops_gone"}
        else:
            willing = {"actual"} if r.readings["us"] == "helpful" else set()
            assert able == {"us_concurs", "troops_gone"} | willing


def test_in_2024_all_three_obstacles_must_go_under_kishida() -> None:
    """Two of them are enough for no pair."""
    cells = row(table("peace-treaty-2024"), russia="sanctions_first", japan="kishida").attainable
    assert {w for w, cell in cells.items() if cell} == {"all_gone"}


def test_in_the_large_case_a_treaty_is_attainable_in_all_gone_alone() -> None:
    """Under the first readings, in eight worlds on 22,272 states."""
    found = cross_table(detente.load("peace-treaty-large"), readings={"russia": "draft", "japan": "draft"})
    (only,) = found.rows
    assert {w for w, cell in only.attainable.items() if cell} == {"all_gone"}
    assert all(only.nash.values())


# --------------------------------------------------------------------------------------------- its edges

LONELY: dict[str, Any] = {
    "detente": 1,
    "title": "One party",
    "outcome": "a.x",
    "decision_makers": {"a": {"name": "A", "options": {"x": "do x", "y": "do y"}, "prefers": ["a.x"]}},
    "constraints": [{"name": "c", "when": "a.x & a.y"}],
    "status_quo": {"a.y": "Y"},
    "worlds": {"x_done": {"do": {"a.x": "Y"}}, "y_gone": {"do": {"a.y": "N"}}},
}


def test_a_cell_is_empty_with_a_reason_where_the_world_rules_the_status_quo_out() -> None:
    """The other cells are evaluated all the same."""
    found = cross_table(case_of(LONELY))
    assert found.rows[0].attainable == {"actual": True, "x_done": None, "y_gone": True}
    assert found.rows[0].stays["x_done"] is None
    assert set(found.why_not) == {"x_done"}
    assert "not feasible" in found.why_not["x_done"]
    assert not found.complete
    assert found.count("x_done") == (0, 0)


def test_progress_counts_the_cells() -> None:
    """Column by column, up to the number of cells."""
    seen: list[tuple[int, int]] = []
    cross_table(detente.load("peace-treaty"), progress=lambda done, total: seen.append((done, total)))
    assert {of for _, of in seen} == {288}
    counts = [done for done, _ in seen]
    assert counts == sorted(counts)
    assert {48 * k for k in range(1, 7)} <= set(counts)
    assert counts[-1] == 288


def test_a_case_without_an_outcome_has_no_cross_table() -> None:
    """There is nothing to attain."""
    with pytest.raises(NotAnswered):
        cross_table(case_of({k: v for k, v in LONELY.items() if k != "outcome"}))


def test_readings_can_be_fixed() -> None:
    """Then only the others vary."""
    found = cross_table(detente.load("peace-treaty"), readings={"russia": "brown_stall", "us": "spoiler"})
    assert [r.readings["japan"] for r in found.rows] == list(JAPAN)
