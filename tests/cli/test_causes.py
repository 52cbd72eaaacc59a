"""``detente blame`` and ``detente ways-out`` as a person uses them."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from detente import catalog
from tests.cli.running import Runner


def said(run: Runner, *arguments: str, columns: int = 80) -> str:
    """Return what a command says, its lines joined."""
    done = run(*arguments, columns=columns)
    assert (done.code, done.err) == (0, "")
    return " ".join(done.out.split())


def test_blame_answers_the_headline_with_numbers_that_can_be_defended(run: Runner) -> None:
    out = said(run, "blame", "peace-treaty")
    assert "US troops in Japan: not a but-for cause, but decisive once one other thing changes" in out
    assert "Japan's refusal of a treaty without islands: a but-for cause." in out
    assert "Self-imposed; Russia made the law" in out
    assert "each counted once, since nobody gave weights" in out
    assert "nothing about fault" in out
    assert "fault" not in out.replace("nothing about fault", "")


def test_ways_out_says_whose_changes_they_are_and_who_then_gets_there(run: Runner) -> None:
    out = said(run, "ways-out", "peace-treaty")
    assert "2. Without US troops in Japan and without the ban on ceding territory." in out
    assert "Whose: the United States and Russia. Russia and Japan then get there together in one step." in out
    assert "so the list is complete" in out


def test_blame_as_json_has_the_documented_shape(run: Runner) -> None:
    found: dict[str, Any] = run("blame", "peace-treaty", "--json").json
    first = found["factors"][0]
    assert (first["factor"], first["kind"], first["owner"]) == ("option:us.station", "option", "us")
    assert (first["but_for"], first["responsibility"]) == (False, "1/2")
    assert first["shapley"] == pytest.approx(1 / 6)
    assert first["contingency"] == ["option:russia.ban"]
    assert [f["factor"] for f in found["menu"]] == [f["factor"] for f in found["factors"]]
    assert found["baseline"]["preference:japan:2"] == "peace_first"
    assert found["blame"]["factors"]["option:us.station"]["mean"] == "7/48"
    assert found["complete"] is True


def test_one_combination_of_readings_leaves_blame_null(run: Runner) -> None:
    chosen = [f"--reading={dm}={r}" for dm, r in (("russia", "peskov_wide"), ("japan", "brown_two"), ("us", "benign"))]
    assert run("blame", "peace-treaty", *chosen, "--json").json["blame"] is None


def test_ways_out_as_json_has_the_documented_shape(run: Runner) -> None:
    found = run("ways-out", "peace-treaty", "--json").json
    assert found["sets"][1]["changes"] == ["option:us.station=N", "option:russia.ban=N"]
    assert found["sets"][1]["owners"] == ["us", "russia"]
    assert [s["cost"] for s in found["sets"]] == [1, 2, 2, 2, 2]
    assert found["complete"] is True


@pytest.mark.parametrize("slug", [s for s in catalog.slugs() if s != "peace-treaty-large"])
def test_every_case_of_the_catalogue_is_answered_or_told_why_not(run: Runner, slug: str) -> None:
    for command in ("blame", "ways-out"):
        done = run(command, slug, "--size", "2", "--json", *(["--samples", "5"] if command == "blame" else []))
        assert done.code in {0, 1, 3}, done.err
        assert "Traceback" not in done.err
        if done.code == 1:
            assert "nothing" in done.err
        else:
            assert json.loads(done.out)["menu"]


@pytest.mark.parametrize(
    ("arguments", "code", "words"),
    [
        (["--factor", "troops"], 2, "troops names no factor; write option:DM.OPTION"),
        (["--factor", "preference:japan:two"], 2, "names no factor"),
        (["--factor", "option:us.stations"], 2, "did you mean us.station?"),
        (["--factor", "constraint:ban"], 2, "there is no constraint ban; known here: cession_after_treaty"),
        (["--factor", "reading:japan=brown_two"], 1, "it has no alternative here"),
        (["--factor", "constraint:cession_ban=N"], 2, "N is no alternative of constraint:cession_ban; it takes absent"),
        (["--factor", "option:us.station=Z"], 2, "Z is no alternative of option:us.station; it takes Y, N, start_Y"),
        (["--factor", "preference:japan:2=absent"], 2, "it takes drop, negate, place_NUMBER or a reading"),
        (["--factor", "preference:japan:7"], 1, "Japan has only 4 statements here"),
        (["--goal", "treaty &"], 2, "--goal wants a formula"),
        (["--size", "0"], 1, "at most 0 changes"),
        (["--world", "no_such"], 2, "there is no world no_such"),
    ],
)
def test_what_cannot_be_asked_is_told_in_one_line(run: Runner, arguments: list[str], code: int, words: str) -> None:
    for command in ("blame", "ways-out"):
        done = run(command, "peace-treaty", *arguments)
        assert (done.code, done.out) == (code, "")
        assert words in done.err
        assert len(done.err.splitlines()) == 1


@pytest.mark.parametrize(
    ("arguments", "code", "words"),
    [
        (["--weight", "japan=3"], 2, "has no reading"),
        (["--weight", "japan.brown_two=much"], 2, "--weight wants DM.READING=NUMBER"),
        (["--effect", "stable", "--state", "YYYY"], 2, "YYYY has 4 letters"),
        (["--effect", "stable", "--dm", "japn"], 2, "did you mean japan?"),
        (["--effect", "attainable"], 1, "nothing to explain: a peace treaty cannot be attained"),
        (["--reading", "japan=peace_first"], 1, "nothing to explain: a peace treaty can be attained"),
        (["--effect", "stable", "--concept", "Nish"], 2, "Nash"),
        (["--effect", "stable", "--goal", "treaty"], 2, "--goal does not go with --effect stable"),
        (["--state", "YYYYYYYY"], 2, "--state goes with --effect stable, unstable, drift, and not with missing"),
        (["--effect", "drift", "--dm", "us"], 2, "--dm goes with --effect stable or unstable"),
        (["--over", "completions", "--every"], 2, "do not go with --over completions"),
        (["--at", "yesterday"], 1, "yesterday is no date"),
        (["--world", "both_gone"], 1, "a peace treaty can be attained with troops and ban gone"),
    ],
)
def test_what_blame_cannot_explain_is_told_in_one_line(
    run: Runner, arguments: list[str], code: int, words: str
) -> None:
    done = run("blame", "peace-treaty", *arguments)
    assert (done.code, done.out) == (code, "")
    assert words in done.err


def test_a_late_cause_is_refused_with_a_warning(run: Runner) -> None:
    done = run("blame", "peace-treaty-1956", "--reading", "ussr=y1960", "--at", "1956-08-13")
    assert done.code == 0
    assert "Refused as a cause: option:us.okinawa; it dates from 1956-08-19, after 1956-08-13" in done.err


def test_shares_can_be_sampled_and_then_say_how_sure_they_are(run: Runner) -> None:
    out = said(run, "blame", "peace-treaty", "--samples", "200", "--seed", "3")
    assert "from 200 random orders, seed 3; ± is the standard error" in out


def test_ways_out_can_be_drawn_and_no_file_is_overwritten(run: Runner, tmp_path: Path) -> None:
    file = tmp_path / "ways.svg"
    assert run("ways-out", "peace-treaty", "--figure", file).code == 0
    assert "What has to change together" in file.read_text("utf-8")
    again = run("ways-out", "peace-treaty", "--figure", file)
    assert (again.code, again.out) == (2, "")
    assert "exists already" in again.err
    nothing = run("ways-out", "peace-treaty", "--factor", "option:us.pledge", "--figure", tmp_path / "none.svg")
    assert nothing.code == 2
    assert "no way out to draw" in nothing.err
