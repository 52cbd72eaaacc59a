"""The whole answer as data: every part is there, agrees with the others, and says what it could not do."""

from __future__ import annotations

from functools import cache
from typing import Any

import pytest

import detente
from detente import catalog
from detente.analysis.answer import Answer, answer
from detente.analysis.attain import Rules
from tests.analysis.small import case_of

SLUGS = tuple(s for s in catalog.slugs() if s != "peace-treaty-large")


@cache
def made(slug: str) -> Answer:
    """Return the answer of a case of the catalogue."""
    return answer(detente.load(slug))


@pytest.mark.parametrize("slug", SLUGS)
def test_every_case_of_the_catalogue_is_answered(slug: str) -> None:
    """What cannot be answered has a reason."""
    found = made(slug)
    assert found.table is not None
    assert found.complete == (not found.why_not and found.table.complete)
    assert all(found.why_not.values())
    assert [v.slug for v in found.verdicts] == list(found.case.file.claims)
    assert (found.idle is None) == ("idle" in found.why_not)


@pytest.mark.parametrize("slug", SLUGS)
def test_chains_and_examples_agree_with_the_cross_table(slug: str) -> None:
    """The first readings world by world, and an example where only other readings attain the outcome."""
    found = made(slug)
    assert found.table is not None
    first = found.table.rows[0]
    for world in found.table.worlds:
        told = found.attainments[world]
        assert told.attainable == first.attainable[world]
        assert dict(told.readings) == dict(first.readings)
        elsewhere = [r for r in found.table.rows if r.attainable[world]]
        assert (world in found.examples) == (bool(elsewhere) and not told.attainable)
    for world, told in found.examples.items():
        (row,) = [r for r in found.table.rows if r.readings == told.readings]
        assert told.attainable
        assert row.attainable[world]


def test_the_same_case_gives_the_same_answer() -> None:
    """Twice in one process, loaded anew."""
    once, again = made("peace-treaty"), answer(detente.load("peace-treaty"))
    for part in ("table", "verdicts", "attainments", "examples", "trivial", "idle", "hearings", "footing", "why_not"):
        assert getattr(once, part) == getattr(again, part), part


def test_readings_and_rules_hold_for_every_part() -> None:
    """Twelve rows of one reading of Japan, under another rule about answers."""
    case = detente.load("peace-treaty")
    found = answer(case, readings={"japan": "peace_first"}, rules=Rules(answers="any"))
    assert found.table is not None
    assert len(found.table.rows) == 12
    assert all(v.total() in {0, 12} for v in found.verdicts)
    assert {told.readings["japan"] for told in found.attainments.values()} == {"peace_first"}
    assert {told.rules.answers for told in found.attainments.values()} == {"any"}


def test_every_stage_reports_and_ends_where_it_said() -> None:
    """The cross table, the claims, what is idle, causes, ways out, and rival readings."""
    last: dict[str, tuple[int, int]] = {}
    answer(detente.load("peace-treaty-2024"), stage=lambda name, done, total: last.__setitem__(name, (done, total)))
    assert set(last) == {"cross table", "claims", "idle", "causes", "ways out", "rival readings"}
    assert all(done <= total for done, total in last.values())
    assert all(last[part][0] == last[part][1] for part in ("cross table", "claims", "idle", "rival readings"))


def test_of_the_flagship_nobody_but_russia_is_heard_in_the_article() -> None:
    """Japan and the United States are in the article by what others say of them."""
    heard = {h.slug: h.in_question for h in made("peace-treaty").hearings}
    assert heard == {"russia": True, "japan": False, "us": False}


def test_24_rows_of_the_flagship_are_sourced() -> None:
    """Six readings of Russia, two of Japan, two of the United States."""
    assert len(made("peace-treaty").sourced_rows()) == 24


NAMED: dict[str, Any] = {
    "detente": 1,
    "title": "Names only",
    "outcome": "done",
    "states": ["begun", "done"],
    "decision_makers": {
        "a": {"name": "A", "prefers": {"ranking": ["done", "begun"]}},
        "b": {"name": "B", "prefers": {"ranking": ["done", "begun"]}},
    },
    "arcs": {"a": ["begun -> done"]},
    "status_quo": "begun",
}


def test_a_case_that_lists_its_states_by_name_says_what_it_leaves_out() -> None:
    """Nothing can be fixed where there are no options."""
    found = answer(case_of(NAMED))
    assert found.table is not None
    assert found.table.rows[0].attainable == {"actual": True}
    assert found.idle is None
    assert set(found.why_not) == {"idle"}
    assert not found.complete
    assert set(found.equilibria.left_out) == {"SIM"}


def test_without_an_outcome_there_are_equilibria_all_the_same() -> None:
    """No cross table, no chain, nothing trivial about an outcome."""
    found = answer(case_of({k: v for k, v in NAMED.items() if k != "outcome"}))
    assert (found.table, found.attainments, found.trivial, found.idle) == (None, {}, (), None)
    assert found.equilibria.concepts["Nash"].equilibria.tolist() == [False, True]
