"""``detente wedge`` as a person uses it."""

from __future__ import annotations

import re
from typing import Any

import pytest

from tests.cli.running import Runner
from tests.cli.test_carrots import PAGE, keys

PACT = b"""
detente: 1
title: A pact and its neighbour
decision_makers:
  north:
    name: North
    options: {join: join the blockade}
    prefers: {payoffs: {NNN: 2, YNN: 0, NYN: 3, YYN: 6, NNY: 1, YNY: 0, NYY: 1, YYY: 1}}
  south:
    name: South
    options: {join: join the blockade}
    prefers: {payoffs: {NNN: 2, YNN: 3, NYN: 1, YYN: 4, NNY: 1, YNY: 1, NYY: 0, YYY: 1}}
  east:
    name: East
    options: {strike: strike back}
    prefers: {payoffs: {NNN: 5, YNN: 3, NYN: 3, YYN: 0, NNY: 2, YNY: 2, NYY: 2, YYY: 1}}
status_quo: {}
"""
ASKED = [
    ("elmira", "--coalition", "moe,ur", "--state", "s5", "--divider", "lg"),
    ("peace-treaty", "--coalition", "japan,us", "--divider", "russia"),
    ("peace-treaty", "--coalition", "japan,us", "--divider", "russia", "--against", "troops"),
    ("peace-treaty", "--coalition", "japan,us,russia", "--world", "both_gone"),
    ("peace-treaty-1956", "--coalition", "ussr,japan", "--divider", "us"),
    ("assurance", "--coalition", "row+column"),
]


def said(run: Runner, *arguments: str, given: bytes = b"") -> str:
    """Return what a command says, its lines joined."""
    done = run("wedge", *arguments, given=given)
    assert (done.code, done.err) == (0, "")
    return " ".join(done.out.split())


def test_it_tells_the_wedge_of_elmira_in_words(run: Runner) -> None:
    out = said(run, *ASKED[0])
    assert "The Ministry of the Environment and Uniroyal would go together to one state" in out
    assert "Uniroyal Chemical alone 1 1 1 1" in out
    assert "The state is then stable for every coalition (CNash)." in out
    assert "Let s8 rise one place for the Ministry of the Environment, and they agree on it again." in out
    assert "Two Nash equilibria would be worse for the local government, none of them new." in out


def test_an_alliance_that_does_nothing_together_has_nothing_to_split(run: Runner) -> None:
    out = said(run, *ASKED[1])
    assert "Japan and the United States are not active here" in out
    assert "--against FORMULA" in out


def test_what_an_alliance_keeps_up_ends_when_a_member_leaves(run: Runner) -> None:
    out = said(run, *ASKED[2])
    assert "`troops` holds here already" in out
    assert "Japan alone could end it by going to NNYYNNYN, if that rose four places in the order of Japan." in out
    deal = said(run, *ASKED[2], "--world", "ban_gone", "--reading", "japan=islands_first")
    assert "Japan and Russia together could end it by going to YYNYYNYN, and would gain by that." in deal


def test_nothing_feared_comes_about_where_the_formula_does_not_hold(run: Runner) -> None:
    out = said(run, "elmira", "--coalition", "moe,ur", "--state", "s5", "--against", "ur.abandon")
    assert "would go to one state together, but `ur.abandon` holds at none of them" in out


def test_who_is_not_needed_splits_nothing_off(run: Runner) -> None:
    out = said(run, *ASKED[3])
    assert "But Russia and Japan would still go where it is feared, without the rest." in out


def test_budgets_of_divider_and_patron_are_compared(run: Runner) -> None:
    out = said(run, "-", "--coalition", "north,south", "--budget", "3", "--patron-budget", "1", given=PACT)
    assert "With 3 it can be split so that it holds against a patron with 1: 3 for South." in out
    out = said(run, "-", "--coalition", "north,south", "--budget", "1", given=PACT)
    assert "With 1 the coalition cannot be split." in out
    assert "With 2 it can be split: 2 for South." in said(
        run, "-", "--coalition", "north,south", "--budget", "2", given=PACT
    )


@pytest.mark.parametrize("arguments", ASKED, ids=" ".join)
@pytest.mark.parametrize("columns", [80, 120])
def test_no_line_is_wider_than_the_terminal_or_ends_in_a_space(run: Runner, arguments: Any, columns: int) -> None:
    done = run("wedge", *arguments, columns=columns)
    assert (done.code, done.err) == (0, "")
    for line in done.out.splitlines():
        assert len(line) <= columns
        assert line == line.rstrip()


@pytest.mark.parametrize(
    ("arguments", "code", "expected"),
    [
        (("elmira", "--coalition", "moe"), 1, "two members or more"),
        (("elmira", "--coalition", "moe,moe"), 1, "two members or more"),
        (("elmira", "--coalition", "moe,urr"), 2, "did you mean ur?"),
        (("elmira", "--coalition", "moe,"), 2, "with commas between them"),
        (("elmira", "--coalition", "moe,ur", "--divider", "ur"), 1, "cannot divide a coalition that it belongs to"),
        (("elmira", "--coalition", "moe,ur", "--divider", "zz"), 2, "there is no decision maker zz"),
        (("elmira", "--coalition", "moe,ur", "--state", "s77"), 2, "did you mean s7?"),
        (("elmira", "--coalition", "moe,ur", "--against", "nothing"), 2, "--against"),
        (("elmira", "--coalition", "moe,ur", "--against", "(ur.abandon"), 2, "--against wants a formula"),
        (("elmira", "--coalition", "moe,ur", "--against", "lg.insist"), 1, "left open by the merged state"),
        (("elmira", "--coalition", "moe,ur", "--budget", "0"), 2, "buys nothing"),
        (("elmira", "--coalition", "moe,ur", "--patron-budget", "3"), 1, "gives an order only"),
        (("elmira",), 2, "--coalition"),
    ],
)
def test_what_is_wrong_is_told_in_one_line(run: Runner, arguments: Any, code: int, expected: str) -> None:
    done = run("wedge", *arguments)
    assert (done.code, done.out) == (code, "")
    assert expected in done.err
    assert done.err.count("\n") == 1


@pytest.mark.tree
@pytest.mark.parametrize("arguments", ASKED, ids=" ".join)
def test_every_json_key_is_explained(run: Runner, arguments: Any) -> None:
    explained = set(re.findall(r"`([a-z0-9_]+)`", PAGE.read_text("utf-8")))
    found = run("wedge", *arguments, "--json").json
    names = {"moe", "ur", "lg", "japan", "us", "ussr", "russia", "row", "column", "CNash", "CGMR", "CSMR", "CSEQ"}
    lowered = {state for trial in found["trials"] for states in trial["lowered"].values() for state in states}
    assert keys(found, names | lowered) <= explained


def test_json_says_what_was_asked(run: Runner) -> None:
    found = run("wedge", "-", "--coalition", "south,north", "--json", "--budget", "2", given=PACT).json
    assert found["coalition"] == ["north", "south"]
    assert found["rules"]["joint"] == "sequences"
    assert found["affordable"] == {"south": "2"}
    assert (found["divider"], found["against"], found["patron_budget"]) == (None, None, None)
