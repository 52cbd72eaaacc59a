"""What is different between two cases, in what they say and in what follows."""

from __future__ import annotations

from typing import Any

import pytest

import detente
from detente.analysis.crosstable import cross_table
from detente.analysis.difference import Change, Counts, Difference, difference
from detente.case.build import Case
from detente.case.read import read
from detente.case.starter import starter
from detente.catalog import slugs

DAM = starter("A dam").replace("\n\n", "\n")


def changed(*edits: tuple[str, str], text: str = DAM) -> Difference:
    """Return what is different once parts of the text are replaced."""
    new = text
    for before, after in edits:
        assert before in new
        new = new.replace(before, after)
    return difference(case_of(text), case_of(new))


def case_of(text: str) -> Case:
    """Return the case in a text."""
    return read(text.encode(), "test.yaml")


def said(found: Difference) -> list[tuple[str, str, str]]:
    """Return the changes by kind, name and how."""
    return [(c.kind, c.name, c.how) for c in found.changes]


@pytest.mark.parametrize("slug", [s for s in slugs() if s != "peace-treaty-large"])
def test_a_case_is_not_different_from_itself(slug: str) -> None:
    case = detente.load(slug)
    found = difference(case, detente.load(slug))
    assert found.is_empty
    assert found.states.before == len(case.structure.states)


def test_a_title_and_an_outcome_can_be_changed_added_and_dropped() -> None:
    found = changed(("title: A dam", "title: A weir"), ("as_of: 2025-01 ", "# "))
    assert found.changes == (
        Change("title", "", "changed", "A dam", "A weir"),
        Change("as of", "", "dropped", "2025-01", None),
    )
    assert not found.is_empty
    assert found.complete


STATEMENTS = """\
detente: 1
title: Statements
decision_makers:
  a:
    name: A
    options: {x: X, y: Y}
    prefers: [%s]
status_quo: {}
"""


def statements(before: str, after: str) -> list[tuple[str, str | None, str | None]]:
    """Return how a list of statements differs from another."""
    found = difference(case_of(STATEMENTS % before), case_of(STATEMENTS % after))
    assert {(c.kind, c.name.split(":")[0]) for c in found.changes} <= {("statement", "a / default")}
    return [(c.how, c.before, c.after) for c in found.changes]


def test_statements_are_added_dropped_moved_and_reworded() -> None:
    assert statements("a.x", "a.x, a.y") == [("added", None, "a.y")]
    assert statements("a.x, a.y", "a.y") == [("dropped", "a.x", None)]
    assert statements("a.x, a.y, a.x & a.y", "a.y, a.x & a.y, a.x") == [("moved", "place 1", "place 3")]
    assert statements("a.x & a.y", "a.y & a.x") == [("reworded", "a.x & a.y", "a.y & a.x")]
    assert statements("a.x -> a.y", "a.x") == [("dropped", "a.x -> a.y", None), ("added", None, "a.x")]
    assert statements("a.x", "{want: a.x, note: so}") == [("changed", "a.x", "{want: a.x, note: so}")]


def test_options_readings_and_decision_makers_are_matched_by_their_short_names() -> None:
    found = changed(
        ("dam: fill the dam", "dam: fill the reservoir\n      wait: wait and see"),
        ("      open:\n", "      eager:\n"),
        ("    name: Downstream state", "    name: Lower state"),
    )
    assert said(found) == [
        ("option", "up.dam", "changed"),
        ("option", "up.wait", "added"),
        ("reading", "up / open", "dropped"),
        ("reading", "up / eager", "added"),
        ("decision maker", "down", "changed"),
    ]
    assert found.states == Counts(7, 14)
    assert found.compared == 3


def test_another_decision_maker_leaves_no_cells_to_compare_and_says_so() -> None:
    more = "  third: {name: A third state, options: {join: join}, prefers: [third.join]}\nconstraints:"
    found = changed(("constraints:", more))
    assert said(found) == [("decision maker", "third", "added")]
    assert found.compared == 0
    assert not found.complete
    assert "decision makers are not the same" in found.why_not[0]


def test_constraints_directions_worlds_claims_and_the_status_quo_are_compared() -> None:
    found = changed(
        ("when: treaty & up.dam\n", "when: up.sign & up.dam\n"),
        ('only: "N->Y"', 'only: "Y->N"'),
        ("up.dam: {is: Y", "up.dam: {is: N"),
        ("label: no dam", "label: without a dam"),
        ("blame:\n", "guilt:\n"),
    )
    assert said(found) == [
        ("constraint", "no_filling", "changed"),
        ("status quo", "up.dam", "changed"),
        ("direction", "down.sign", "changed"),
        ("world", "no_dam", "changed"),
        ("claim", "blame", "dropped"),
        ("claim", "guilt", "added"),
    ]
    assert [(c.before, c.after) for c in found.changes if c.kind == "status quo"] == [("Y", "N")]


def test_freezes_are_named_by_their_formula_where_they_have_no_name() -> None:
    found = changed(("status_quo:", "freezes: [{while: treaty, options: [up.sign]}]\nstatus_quo:"))
    assert said(found) == [("freeze", "treaty", "added")]


def test_the_order_of_options_and_readings_counts() -> None:
    found = changed(
        (
            "      dam: fill the dam\n      sign: sign the treaty\n",
            "      sign: sign the treaty\n      dam: fill the dam\n",
        )
    )
    assert found.changes == (Change("order of options", "up", "moved", "dam, sign", "sign, dam"),)
    assert found.cells == ()
    assert {c.differ for c in found.equilibria.values()} == {False}


def test_cells_that_differ_are_listed_and_no_others() -> None:
    base, other = (
        detente.load("peace-treaty"),
        case_of(
            detente.load("peace-treaty").text.replace(
                "when: russia.cede & russia.ban\n", "when: russia.cede & !russia.offer\n"
            )
        ),
    )
    found = difference(base, other)
    one, two = cross_table(base), cross_table(other)
    wanted = [
        (row.readings, world)
        for row, twin in zip(one.rows, two.rows, strict=True)
        for world in one.worlds
        if row.attainable[world] != twin.attainable[world]
    ]
    assert [(cell.readings, cell.world) for cell in found.cells] == wanted != []
    assert found.compared == len(one.rows) * len(one.worlds)
    assert all(cell.before is not cell.after for cell in found.cells)


def test_a_case_without_an_outcome_has_no_cells_and_says_so() -> None:
    lone = changed(("outcome: {when: treaty, label: a water treaty}\n", ""))
    assert lone.cells == ()
    assert lone.why_not == ("the case has no outcome to attain",)


def test_equilibria_are_counted_under_the_first_readings() -> None:
    base, other = detente.load("korea-2017"), detente.load("korea-2017", variant="pacifist")
    found = difference(base, other)
    assert found.equilibria["SEQ or SIM"] == Counts(4, 5)
    kinds: Any = {c.kind for c in found.changes}
    assert kinds == {"direction", "reading"}


def test_a_concept_that_one_of_the_cases_does_not_have_is_named() -> None:
    found = difference(detente.load("chicken"), detente.load("elmira"))
    assert found.equilibria["SIM"].after is None
    assert any("SIM" in words for words in found.why_not)


def test_progress_counts_the_cells_of_both_tables() -> None:
    seen: list[tuple[int, int]] = []
    case = case_of(DAM)
    difference(case, case, progress=lambda done, total: seen.append((done, total)))
    assert {of for _, of in seen} == {12}
    assert seen[-1] == (12, 12)
    assert [done for done, _ in seen] == sorted(done for done, _ in seen)
    assert {2, 4, 6, 8, 10} <= {done for done, _ in seen}


def test_factors_and_levers_are_compared() -> None:
    found = changed(
        ("label: the full dam, ", "label: the full dam, cost: 3, "),
        ("{constraint: no_filling, label: the rule against filling}", "{option: up.sign, alternatives: [Y]}"),
        ("\nclaims:", "\nlevers: {without: [reading:up]}\n\nclaims:"),
    )
    assert said(found) == [
        ("factor", "option:up.dam", "changed"),
        ("factor", "constraint:no_filling", "dropped"),
        ("factor", "option:up.sign", "added"),
        ("levers", "", "added"),
    ]
