"""``detente carrots`` as a person uses it."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest

from detente import catalog
from tests.cli.running import Runner

SMALL = [slug for slug in catalog.slugs() if slug != "peace-treaty-large"]
PAGE = Path(__file__).parents[2] / "docs" / "reference" / "json.md"
SILENCE = b"""
detente: 1
title: Two prisoners with a price
decision_makers:
  p1:
    name: Prisoner 1
    options: {silent: keep silent}
    prefers: {payoffs: {NN: 1, YN: 0, NY: 5, YY: 3}}
  p2:
    name: Prisoner 2
    options: {silent: keep silent}
    prefers: {payoffs: {NN: 1, YN: 5, NY: 0, YY: 3}}
status_quo: {}
"""


def said(run: Runner, *arguments: str, given: bytes = b"") -> str:
    """Return what a command says, its lines joined."""
    done = run("carrots", *arguments, given=given)
    assert (done.code, done.err) == (0, "")
    return " ".join(done.out.split())


def test_it_prices_silence_in_words(run: Runner) -> None:
    out = said(run, "-", "--state", "YY", given=SILENCE)
    assert "It holds already under GMR, SMR, SEQ and SSEQ, and does not under Nash." in out
    assert "Nash no 2 2 4" in out
    assert "Nash: 2 for Prisoner 1 and 2 for Prisoner 2." in out
    assert "Prisoner 1 would go to NY. Credible: Prisoner 2 could go on to NN, its own improvement." in out
    assert "It pays 2 to Prisoner 1 and 2 to Prisoner 2: 4 in all." in out


def test_where_the_state_holds_there_is_nothing_to_pay(run: Runner) -> None:
    out = said(run, "peace-treaty")
    assert "Nothing to pay: it holds already, under Nash, GMR, SMR, SEQ and SSEQ." in out
    assert "demotions" not in out


@pytest.mark.parametrize("more", [["carrots"], ["wedge", "--coalition", "russia,japan"]])
def test_a_state_without_a_name_is_named_by_its_pattern(run: Runner, more: list[str]) -> None:
    command, *rest = more
    out = " ".join(run(command, "peace-treaty", *rest).out.split())
    assert "NNYYNYYN: Russia: ban and offer; Japan: host; the United States: station." in out


def test_an_order_has_no_price_and_it_says_so(run: Runner) -> None:
    out = said(run, "chicken", "--state", "YY")
    assert "A price in payments needs numbers; every reading here gives an order only." in out
    assert "driver B would be worse off by that" in out


def test_several_ways_are_listed_one_by_one(run: Runner) -> None:
    out = said(run, "cuban-missile-crisis", "--concept", "SEQ")
    assert "SEQ, in one of these ways:" in out
    assert "Five other ways of the same size." in out


def test_alternatives_are_not_told_as_if_all_were_needed(run: Runner) -> None:
    out = said(run, "syria-iraq-1975", "--concept", "SMR")
    assert "Iraq no longer prefers YNN to it, or NNY, or NYY; one of these is enough." in out
    out = said(run, "assurance")
    assert "the outside party also makes two promises for profiles that will not come about." in out
    assert "No more than 2 would fall due at any one profile, and nothing does if all are believed." in out


def test_a_budget_and_strictness_are_told(run: Runner) -> None:
    out = said(run, "-", "--state", "YY", "--concept", "Nash", "--strict", "--budget", "4", given=SILENCE)
    assert "Nash no 2 2 > 4 no" in out
    assert "more than 2 for Prisoner 1" in out
    assert run("carrots", "-", "--state", "YY", "--budget", "4", "--json", given=SILENCE).json["concepts"]["Nash"][
        "within_budget"
    ]


def test_a_place_that_must_be_passed_is_not_told_as_one_that_is_enough(run: Runner) -> None:
    back = b"""
detente: 1
title: There and back
states: [s0, s1]
decision_makers:
  a: {name: A, prefers: {ranking: [s1, s0]}}
  b: {name: B, prefers: {ranking: [[s0, s1]]}}
arcs: {a: [s0 -> s1], b: [s1 -> s0]}
status_quo: s0
"""
    out = said(run, "-", "--concept", "SEQ", given=back)
    assert "SEQ no 1 > 0" in out
    assert "> means that it has to stand above the states of that place, not level with them." in out
    seq = run("carrots", "-", "--concept", "SEQ", "--json", given=back).json["concepts"]["SEQ"]
    assert (seq["rise"], seq["rise_more_than"]) == ("0", True)
    assert [seq["by_dm"][dm]["rise_more_than"] for dm in "ab"] == [False, True]


def test_who_cannot_be_given_anything_stops_it(run: Runner) -> None:
    out = said(run, "elmira", "--state", "s2", "--concept", "Nash", "--vary", "ur")
    assert "Nothing that Uniroyal could be given is enough: the local government would still leave." in out
    assert said(run, "elmira", "--state", "s2", "--concept", "Nash", "--dm", "ur") == out


def test_a_world_and_a_reading_are_asked_for(run: Runner) -> None:
    found = run("carrots", "peace-treaty", "--json", "--world", "both_gone", "--reading", "russia=brown_stall").json
    assert (found["world"], found["readings"]["russia"]) == ("both_gone", "brown_stall")


@pytest.mark.parametrize("slug", SMALL)
@pytest.mark.parametrize("columns", [80, 120])
def test_no_line_is_wider_than_the_terminal_or_ends_in_a_space(run: Runner, slug: str, columns: int) -> None:
    done = run("carrots", slug, columns=columns)
    assert (done.code, done.err) == (0, "")
    for line in done.out.splitlines():
        assert len(line) <= columns
        assert line == line.rstrip()


@pytest.mark.parametrize("slug", SMALL)
def test_json_fits_together(run: Runner, slug: str) -> None:
    found = run("carrots", slug, "--json").json
    for concept in found["concepts"].values():
        assert concept["holds"] == (concept["fewest"] == 0) == all(p["stable"] for p in concept["by_dm"].values())
        for way in concept["together"]:
            assert sum(map(len, way.values())) == concept["fewest"]


@pytest.mark.parametrize(
    ("arguments", "code", "expected"),
    [
        (("chicken", "--budget", "0"), 2, "buys nothing"),
        (("chicken", "--budget", "-1"), 2, "more than zero"),
        (("chicken", "--budget", "much"), 2, "wants a number"),
        (("chicken", "--budget", "3"), 1, "gives an order only"),
        (("chicken", "--state", "YYN"), 2, "has 3 letters"),
        (("chicken", "--vary", "c"), 2, "known here: a, b"),
        (("chicken", "--concept", "SIM"), 3, "not for SIM"),
        (("chicken", "--concept", "nosh"), 2, "there is no concept nosh"),
        (("peace-treaty", "--state", "NNYYNNYN", "--world", "troops_gone"), 2, "is not feasible"),
    ],
)
def test_what_is_wrong_is_told_in_one_line(run: Runner, arguments: Any, code: int, expected: str) -> None:
    done = run("carrots", *arguments)
    assert (done.code, done.out) == (code, "")
    assert expected in done.err
    assert done.err.count("\n") == 1


def keys(value: Any, named: set[str]) -> set[str]:
    """Return the keys of JSON, those that are names of the case left out."""
    if isinstance(value, list):
        return {key for item in value for key in keys(item, named)}
    if not isinstance(value, dict):
        return set()
    return {key for key in value if key not in named} | {k for item in value.values() for k in keys(item, named)}


@pytest.mark.tree
def test_every_json_key_is_explained(run: Runner) -> None:
    explained = set(re.findall(r"`([a-z0-9_]+)`", PAGE.read_text("utf-8")))
    found = run("carrots", "-", "--state", "YY", "--json", "--budget", "4", given=SILENCE).json
    named = {"p1", "p2", "Nash", "GMR", "SMR", "SEQ", "SSEQ"}
    assert keys(found, named) <= explained
