"""``detente inverse`` as a person uses it."""

from __future__ import annotations

import re
from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest

from detente import catalog
from detente.explain.inverse import per_cent
from tests.cli.running import Runner

SMALL = [slug for slug in catalog.slugs() if slug not in {"peace-treaty-large", "cuba-1962"}]
SYRIA = ("syria-iraq-1975", "--state", "YNN", "--vary", "syria")


def said(run: Runner, *arguments: str, columns: int = 80, code: int = 0) -> str:
    """Return what the command says, its lines joined."""
    done = run("inverse", *arguments, columns=columns)
    assert (done.code, done.err) == (code, "")
    return " ".join(done.out.split())


def test_it_tells_the_number_the_conditions_and_the_nearest_ranking(run: Runner) -> None:
    out = said(run, *SYRIA)
    assert "384 of 720 rankings of Syria (53.3 per cent) make YNN an equilibrium by SEQ, Iraq kept as it is." in out
    assert "Syria must not rank both NNN (status quo) and NNY above YNN, nor both NYN and NYY." in out
    assert "The nearest way: Syria ranks YNN above NYY." in out
    assert "the distance is 1; it is proved that nothing nearer will do" in out
    assert "Syria NNN > NYN > YNN > NYY > NNY > YNY" in out


def test_it_says_that_the_printed_number_is_a_known_error(run: Runner) -> None:
    out = said(run, *SYRIA)
    assert "Published (A Simple Guide to GMCR+): 420. By definition it is 384. A known error" in out
    (published,) = run("inverse", *SYRIA, "--json").json["published"]
    assert (published["satisfying"], published["agrees"]) == (420, False)
    assert "240, the same" in said(run, *SYRIA, "--concept", "Nash")
    assert "Published" not in said(run, "syria-iraq-1975", "--state", "YNN")


def test_json_has_the_shape_that_scripts_rely_on(run: Runner) -> None:
    found = run("inverse", *SYRIA, "--json").json
    assert (found["satisfying"], found["of"], found["complete"], found["why_not"]) == (384, 720, True, {})
    assert (found["state"], found["concept"], found["vary"]) == ("YNN", "SEQ", ["syria"])
    assert found["minimum_change"] == {
        "distance": 1,
        "by_dm": {"syria": 1},
        "rankings": {"syria": [["NNN"], ["NYN"], ["YNN"], ["NYY"], ["NNY"], ["YNY"]]},
        "optimal": True,
        "at_least": 1,
    }
    assert found["maximal_upper_sets"]["syria"]["count"] == 4
    assert ["NNY", "NYY", "YNY"] in found["maximal_upper_sets"]["syria"]["sets"]
    assert found["forbidden"]["syria"] == {"sets": [["NNN", "NNY"], ["NYN", "NYY"]], "complete": True}


def test_whom_nothing_helps_is_named(run: Runner) -> None:
    out = said(run, "syria-iraq-1975", "--state", "YNN", "--vary", "iraq")
    assert "Nothing that Iraq could want makes YNN an equilibrium by SEQ: Syria leaves it whatever Iraq wants" in out
    found = run("inverse", "syria-iraq-1975", "--state", "YNN", "--vary", "iraq", "--json").json
    assert (found["satisfying"], found["possible"], found["minimum_change"]) == (0, False, None)
    assert (found["blocked_by"], found["state"]) == (["syria"], "YNN")


def test_an_equilibrium_is_so_already(run: Runner) -> None:
    assert "It is so already, as things are: the distance is 0." in said(run, "chicken", "--state", "NY")
    assert run("inverse", "chicken", "--state", "NY", "--json").json["holds"] is True


def test_what_cannot_be_counted_says_why_and_what_is_nearest(run: Runner) -> None:
    out = said(run, "elmira", "--state", "status_quo", code=3)
    assert "is not known: what one decision maker wants decides how it answers another" in out
    assert "The nearest way: the local government ranks s1 (status quo) above s5." in out
    found = run("inverse", "elmira", "--state", "s1", "--json").json
    assert (found["satisfying"], found["complete"]) == (None, False)
    assert found["minimum_change"]["optimal"] is True
    assert "one by one" in found["why_not"]["satisfying"]


def test_goals_about_the_states_of_a_formula(run: Runner) -> None:
    base = ("syria-iraq-1975", "--where", "syria.release")
    assert "13,440 of 518,400 pairs of rankings" in said(run, *base, "--goal", "all")
    assert "and no other state" in said(run, *base, "--goal", "only")
    found = run("inverse", *base, "--json").json
    assert (found["where"], found["goal"]) == ("syria.release", "some")
    assert found["state"] in {"YNN", "YNY"}


def test_a_number_too_long_to_write_is_missing_from_the_answer(run: Runner) -> None:
    asked = ("peace-treaty-large", "--state", "status_quo", "--concept", "Nash")
    assert "the exact numbers are too long to be written" in said(run, *asked, code=3)
    done = run("inverse", *asked, "--json")
    assert (done.code, done.json["complete"], done.json["satisfying"], done.json["of"]) == (3, False, None, None)


def test_a_share_next_to_all_is_not_told_as_all() -> None:
    assert per_cent(1 - Fraction(1, 10**30)) == "more than 99.9 per cent"
    assert per_cent(Fraction(1, 10**400)) == "less than 0.1 per cent"
    assert per_cent(1.0) == "more than 99.9 per cent"
    assert [per_cent(Fraction(n, 2)) for n in range(3)] == ["0 per cent", "50.0 per cent", "100 per cent"]


def test_whose_ranking_is_too_large_is_told_by_name(run: Runner) -> None:
    out = said(run, "cuban-missile-crisis", "--state", "status_quo", code=3)
    assert "12 states matter in a ranking (United States); more than 9 are too many" in out


def test_it_begins_with_the_question(run: Runner) -> None:
    begin = "As things are: which preferences would make YY (both swerve) an equilibrium by SEQ?"
    assert begin in said(run, "chicken", "--state", "YY")
    assert begin not in said(run, "chicken", "--where", "a.swerve")


def test_weights_count(run: Runner) -> None:
    found = run("inverse", *SYRIA, "--weight", "syria=5", "--json").json
    assert (found["minimum_change"]["distance"], found["weights"]) == (5, {"syria": 5})
    assert "so the distance, weighed, is 5" in said(run, *SYRIA, "--weight", "syria=5")


def test_many_states_of_a_condition_are_named_by_what_they_share(run: Runner) -> None:
    out = said(run, "peace-treaty", "--state", "status_quo", "--concept", "GMR")
    assert "Russia must not rank all 16 states NNYN---- above NNYYNYYN" in out
    assert "(--json has the exact numbers)" in out


def test_a_search_out_of_time_says_what_is_proved(run: Runner) -> None:
    found = run("inverse", "peace-treaty", "--state", "YYNYYYNN", "--concept", "SSEQ", "--seconds", "1", "--json").json
    assert found["minimum_change"] is not None
    assert found["minimum_change"]["at_least"] <= found["minimum_change"]["distance"]


@pytest.mark.parametrize("slug", SMALL)
@pytest.mark.parametrize("columns", [80, 120])
@pytest.mark.parametrize("concept", ["GMR", "SMR"])
def test_no_line_is_wider_than_the_terminal_or_ends_in_a_space(
    run: Runner, slug: str, columns: int, concept: str
) -> None:
    done = run("inverse", slug, "--state", "status_quo", "--concept", concept, columns=columns)
    if done.code == 1:
        assert "status_quo" in done.err
        return
    assert (done.code, done.err) == (0, "")
    for line in done.out.splitlines():
        assert len(line) <= columns
        assert line == line.rstrip()


@pytest.mark.parametrize(
    ("arguments", "code", "expected"),
    [
        (("chicken",), 2, "give one of --state"),
        (("chicken", "--state", "NY", "--where", "a.swerve"), 2, "give one of --state"),
        (("chicken", "--state", "NY", "--goal", "all"), 2, "give --where too"),
        (("chicken", "--state", "NYN"), 2, "3 letters"),
        (("peace-treaty", "--state", "YYYYYYYY"), 2, "not feasible"),
        (("chicken", "--state", "NY", "--vary", "c"), 2, "no decision maker c"),
        (("chicken", "--state", "NY", "--concept", "SIM"), 3, "at the same time"),
        (("chicken", "--state", "NY", "--concept", "SEQ or SIM"), 2, "one of Nash, GMR, SMR, SEQ, SSEQ"),
        (("chicken", "--state", "NY", "--weight", "a=0"), 2, "whole number from 1"),
        (("chicken", "--state", "NY", "--weight", "a"), 2, "DM=N"),
        (("chicken", "--state", "NY", "--weight", "a=1", "--weight", "a=2"), 2, "two weights"),
        (("chicken", "--state", "NY", "--vary", "a", "--weight", "b=2"), 2, "not varied"),
        (("chicken", "--where", "a.swerve & !a.swerve"), 1, "holds in no feasible state"),
        (("chicken", "--where", "a.swerve &"), 2, "--where wants a formula"),
        (("chicken", "--state", "NY", "--seconds", "0"), 2, "--seconds"),
        (("chicken", "--state", "NY", "--goal", "most"), 2, "some"),
    ],
)
def test_wrong_questions_are_told_in_one_line(run: Runner, arguments: Any, code: int, expected: str) -> None:
    done = run("inverse", *arguments)
    assert (done.code, done.out) == (code, "")
    assert expected in done.err
    assert done.err.count("\n") == 1


@pytest.mark.tree
def test_every_json_key_is_explained(run: Runner) -> None:
    page = (Path(__file__).parents[2] / "docs" / "reference" / "json.md").read_text("utf-8")
    explained = set(re.findall(r"`([a-z0-9_]+)`", page))
    found = run("inverse", *SYRIA, "--json").json
    keys = found.keys() | found["minimum_change"].keys() | found["published"][0].keys()
    assert keys | found["maximal_upper_sets"]["syria"].keys() <= explained
