"""Claims and their verdicts: how many readings, when, and what is said beside the count."""

from __future__ import annotations

from functools import cache
from itertools import product
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import detente
from detente.analysis import claims
from detente.analysis.claims import Verdict, boxes, sourced, verdicts
from detente.case.build import Case
from tests.analysis.small import case_of


@cache
def flagship(*, deep: bool = False) -> dict[str, Verdict]:
    """Return the verdicts of the flagship case."""
    return {v.slug: v for v in verdicts(detente.load("peace-treaty"), deep=deep)}


@pytest.mark.parametrize(
    ("slug", "yes", "sourced_yes", "put_in", "trivial"),
    [
        ("C1", 2, 0, 0, None),
        ("C2a", 48, 24, 36, "by agreement"),
        ("C3", 16, 8, 16, None),
        ("C4", 9, 1, 0, None),
        ("C5", 36, 24, 36, None),
    ],
)
def test_the_claims_of_the_flagship_hold_in_so_many_of_48_readings(
    slug: str, yes: int, sourced_yes: int, put_in: int, trivial: str | None
) -> None:
    """And in so many of the 24 in which every reading is sourced."""
    found = flagship()[slug]
    assert (found.count(True), found.total()) == (yes, 48)
    assert (found.count(False), found.total(sourced_only=True)) == (48 - yes, 24)
    assert found.count(True, sourced_only=True) == sourced_yes
    assert (found.put_in, found.trivial) == (put_in, trivial)
    assert (len(found.hinges), found.hinges_complete) == (48, True)


@pytest.mark.parametrize("slug", ["C2b", "C6"])
def test_what_no_model_can_test_has_no_verdict_but_a_reason(slug: str) -> None:
    """An aim, and a date."""
    found = flagship()[slug]
    assert not found.testable
    assert found.why_not
    assert (found.cells, found.hinges, found.total()) == ((), (), 0)


def test_the_ban_is_the_one_obstacle_in_one_sourced_reading_only() -> None:
    """Russia read narrowly, Japan content with two islands, the United States with a treaty."""
    case = detente.load("peace-treaty")
    found = flagship()["C4"]
    able = [r for r, holds in found.cells if holds and sourced(case, r)]
    assert able == [{"russia": "peskov_narrow", "japan": "brown_two", "us": "benign"}]


def test_hinges_are_searched_in_the_first_readings_only_where_the_case_is_large(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """And the verdict says so."""
    monkeypatch.setattr(claims, "MOST_HINGE_WORK", 4 * 240 - 1)
    case = detente.load("peace-treaty-2024")
    for found in (v for v in verdicts(case) if v.testable):
        assert [h.readings for h in found.hinges] == [case.reading()]
        assert not found.hinges_complete
        assert found.total() == 4


def test_hinges_can_be_left_out() -> None:
    """They are most of the work."""
    found = verdicts(detente.load("peace-treaty-2024"), hinges=False)
    assert all(v.hinges == () and not v.hinges_complete for v in found if v.testable)


def test_progress_counts_claims_and_what_is_tried_within_each() -> None:
    """Each claim is as long as any other; a long search is seen to go on."""
    seen: list[tuple[int, int]] = []
    verdicts(detente.load("peace-treaty-2024"), progress=lambda done, total: seen.append((done, total)))
    claims_in_all = len(detente.load("peace-treaty-2024").file.claims)
    assert {of for _, of in seen} == {1000 * claims_in_all}
    assert {1000 * k for k in range(1, claims_in_all + 1)} <= {done for done, _ in seen}
    assert seen[-1][0] == seen[-1][1]
    assert len(seen) > claims_in_all


def unevaluable() -> Case:
    """Return a case with a claim about a world that rules out the status quo."""
    people = {"a": {"name": "A", "options": {"x": "x", "y": "y"}, "prefers": ["a.x"]}}
    file = {
        "detente": 1,
        "title": "t",
        "decision_makers": people,
        "constraints": [{"when": "a.x & a.y"}],
        "worlds": {"x_done": {"do": {"a.x": "Y"}}},
        "claims": {
            "lost": {"test": {"attainable": "a.x", "in": "x_done"}},
            "but_for": {"test": {"attainable": "a.x", "not_in": "x_done"}},
            "sim": {"test": {"stable": "status_quo", "concept": "SEQ", "in": "x_done"}},
            "fine": {"test": {"attainable": "a.x"}},
        },
        "status_quo": {"a.y": "Y"},
    }
    return case_of(file)


def test_a_claim_about_a_world_that_rules_out_the_status_quo_says_why_it_has_no_verdict() -> None:
    """The others are judged all the same."""
    found = {v.slug: v for v in verdicts(unevaluable())}
    assert {slug: v.testable for slug, v in found.items()} == {
        "lost": False,
        "but_for": False,
        "sim": False,
        "fine": True,
    }
    assert "status quo" in found["lost"].why_not


# ------------------------------------------------------------------------------------------------- boxes

SLUGS = ("p", "q", "r")


@st.composite
def combinations(draw: st.DrawFn) -> list[dict[str, str]]:
    """Draw a set of combinations of readings of three parties."""
    readings = [[f"{s}{k}" for k in range(draw(st.integers(1, 3)))] for s in SLUGS]
    every = [dict(zip(SLUGS, names, strict=True)) for names in product(*readings)]
    kept = draw(st.lists(st.booleans(), min_size=len(every), max_size=len(every)))
    return [c for c, k in zip(every, kept, strict=True) if k]


def cells(box: Any) -> set[tuple[str, ...]]:
    """Return what a box covers."""
    return set(product(*(box[s] for s in SLUGS)))


@settings(max_examples=300)
@given(combinations())
def test_boxes_cover_every_combination_and_nothing_else(given_: list[dict[str, str]]) -> None:
    """Their union is the set; none is empty, none lies in another, and none is there twice."""
    made = boxes(given_)
    wanted = {tuple(c[s] for s in SLUGS) for c in given_}
    assert set().union(*map(cells, made)) == wanted
    assert len(made) <= len(wanted)
    for k, box in enumerate(made):
        assert tuple(box) == SLUGS
        assert cells(box)
        assert not any(cells(box) <= cells(other) for j, other in enumerate(made) if j != k)
        for slug in SLUGS:
            everywhere = {c[slug] for c in given_} - set(box[slug])
            for value in everywhere:
                assert not cells({**box, slug: (value,)}) <= wanted, "the box could be larger"


def test_no_combination_needs_no_box() -> None:
    """And one that is whole needs one."""
    assert boxes([]) == ()
    assert boxes([{"p": "x"}]) == ({"p": ("x",)},)


def test_a_verdict_says_when_it_holds_in_few_conditions() -> None:
    """Those of the flagship's first claim."""
    found = flagship()["C1"]
    assert found.boxes(True) == (
        {"russia": ("peskov_strong",), "japan": ("peace_first",), "us": ("benign", "spoiler")},
    )
    held = {tuple(r.values()) for r, holds in found.cells if not holds}
    assert set().union(*(set(product(*b.values())) for b in found.boxes(False))) == held
