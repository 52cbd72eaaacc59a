"""``detente robust`` as a person and a script use it."""

from __future__ import annotations

from pathlib import Path

import pytest

from detente.analysis.robust.verdicts import Tally
from detente.explain.robust import share
from tests.cli.running import Runner

CLOSED = "give a decision maker comparisons"
OPEN = """
detente: 1
title: A small case
outcome: a.x & b.y
decision_makers:
  a: {name: A, options: {x: do x}, comparisons: []}
  b: {name: B, options: {y: do y}, comparisons: [{prefer: b.y, over: "!b.y", all_else: [a.x]}]}
classes: {both: a.x & b.y, x: a.x & !b.y, y: "!a.x & b.y", none: "!a.x & !b.y"}
status_quo: {}
constraints: [{name: law, when: a.x & b.y}]
worlds: {no_law: {lift: [law]}, odd: {do: {a.x: Y, b.y: Y}}}
claims: {k: {test: {attainable: a.x & b.y, in: no_law, not_in: actual}}}
"""


@pytest.fixture
def small(tmp_path: Path) -> str:
    """A case with comparisons only, a lifted constraint and a world without a status quo."""
    path = tmp_path / "small.yaml"
    path.write_text(OPEN, "utf-8")
    return str(path)


def said(run: Runner, *arguments: str, columns: int = 80) -> str:
    """Return what a command says, its lines joined."""
    done = run("robust", *arguments, columns=columns)
    assert (done.code, done.err) == (0, "")
    return " ".join(done.out.split())


def test_it_never_says_a_bare_yes_or_no(run: Runner) -> None:
    out = said(run, "peace-treaty", "--world", "actual", "--world", "both_gone", "--world", "ban_gone")
    assert "16 for Russia, 3 for Japan and 36 for the United States; 1,728 completions in all" in out
    assert "as things are never (0 of 1,728)" in out
    assert "troops and ban gone 864 of 1,728" in out
    assert "nobody gave weights, so a share is not a probability" in out
    assert "ranks `islands_with_troops` above `no_treaty_with_troops`: 864 of 864, otherwise 0 of 864 (1.00 bit)" in out
    assert "What is open of the United States changes no verdict here." in out
    assert "Without comparison 3 of Japan, `!treaty` over `treaty & !russia.cede` (suga in vladivostok_2018):" in out
    assert "as things are: never becomes 5,184 of 8,640" in out


@pytest.mark.parametrize("columns", [80, 120])
@pytest.mark.parametrize("more", [[], ["--orders"], ["--sample", "50"], ["--limit", "0"]])
def test_no_line_is_wider_than_the_terminal_or_ends_in_a_space(run: Runner, more: list[str], columns: int) -> None:
    done = run("robust", "peace-treaty", "--world", "actual", "--world", "ban_gone", *more, columns=columns)
    assert done.err == ""
    for line in done.out.splitlines():
        assert len(line) <= columns
        assert line == line.rstrip()


def test_many_worlds_are_told_as_a_list_where_a_square_does_not_fit(run: Runner) -> None:
    out = said(run, "peace-treaty", columns=50)
    assert "troops and ban gone, but not the ban gone: 324 of 1,728" in out


def test_json_has_exact_whole_numbers(run: Runner) -> None:
    found = run("robust", "peace-treaty", "--json").json
    assert found["completions"] == {"russia": 16, "japan": 3, "us": 36}
    assert (found["total"], found["counted"], found["sampled"], found["complete"]) == (1728, 1728, False, True)
    assert (found["seed"], found["confidence"], found["readings"], found["world"]) == (None, None, {}, None)
    assert found["worlds"]["both_gone"] == {
        "yes": 864,
        "of": 1728,
        "verdict": "some",
        "interval": None,
        "why_not": None,
    }
    pairs = {(b["in"], b["not_in"]): b["yes"] for b in found["but_for"]}
    assert len(pairs) == 30
    assert pairs["both_gone", "ban_gone"] == pairs["ban_gone", "both_gone"] == 324
    claims = {c["claim"]: c for c in found["claims"]}
    assert (claims["C1"]["verdict"], claims["C2a"]["verdict"], claims["C6"]["yes"]) == ("never", "always", None)
    first = found["hinges"][0]
    assert (first["verdict"], first["dm"], first["bits"]) == ("world:ban_gone", "russia", 1.0)
    assert (first["if"], first["if_not"]) == ({"yes": 864, "of": 864}, {"yes": 0, "of": 864})
    assert found["idle"] == ["us"]
    assert [(c["dm"], c["entry"]) for c in found["citations"]][-1] == ("us", 1)
    assert found["citations"][-1]["cited"] == "peskov in scmp, paragraph 4"
    assert found["citations"][-1]["says"] == "troops over !troops"


def test_the_same_question_gives_the_same_bytes(run: Runner) -> None:
    asked = ("robust", "peace-treaty", "--json", "--sample", "100", "--seed", "5", "--world", "ban_gone")
    assert run(*asked).out == run(*asked).out
    assert run(*asked).out != run(*asked[:5], "--seed", "6", *asked[7:]).out


def test_a_sample_says_what_it_is_and_is_not_complete(run: Runner) -> None:
    done = run("robust", "peace-treaty", "--sample", "100", "--seed", "5")
    out = " ".join(done.out.split())
    assert done.code == 3
    assert "Not all were gone through: 100 were drawn, each as likely as any other (seed 5)." in out
    assert "0 of 100 drawn (at most 4 per cent)" in out
    assert "never" not in out
    found = run("robust", "peace-treaty", "--sample", "100", "--seed", "5", "--json").json
    assert (found["sampled"], found["seed"], found["confidence"], found["complete"]) == (True, 5, 0.95, False)
    assert found["worlds"]["actual"]["verdict"] == "unsettled"
    assert found["worlds"]["actual"]["interval"] == [0.0, 0.036217]
    assert found["idle"] is found["citations"] is None


def test_orders_of_statements_are_asked_for_by_name(run: Runner) -> None:
    found = run(
        "robust", "peace-treaty", "--json", "--orders", "--vary", "russia", "--vary", "japan",
        "--reading", "russia=peskov_strong",
    ).json  # fmt: skip
    assert found["completions"] == {"russia": 24, "japan": 24, "us": 1}
    assert found["readings"] == {"russia": "peskov_strong", "japan": "brown_two", "us": "benign"}
    assert found["open"]["us"]["kind"] == "fixed"
    pairs = {(b["in"], b["not_in"]): b["yes"] for b in found["but_for"]}
    assert (pairs["troops_gone", "actual"], pairs["both_gone", "ban_gone"]) == (48, 61)


def test_comparisons_alone_are_enough_also_where_a_world_lifts_a_constraint(run: Runner, small: str) -> None:
    found = run("robust", small, "--json").json
    assert found["completions"] == {"a": 24, "b": 6}
    assert found["worlds"]["actual"]["verdict"] == "never"
    assert 0 < found["worlds"]["no_law"]["yes"] < 144
    assert "no state is feasible" in found["worlds"]["odd"]["why_not"]
    assert found["complete"] is False
    told = run("robust", small)
    assert told.code == 3
    assert "not answered: no state is feasible" in " ".join(told.out.split())


@pytest.mark.parametrize("command", ["attain", "table", "claims", "equilibria", "report", "coalitions", "plan"])
def test_other_questions_say_that_they_need_a_reading(run: Runner, small: str, command: str) -> None:
    done = run(command, small)
    assert done.code == 1
    assert "a has comparisons and no reading" in done.err
    assert "detente robust answers" in done.err


@pytest.mark.parametrize(
    ("arguments", "code", "message"),
    [
        (["elmira"], 1, CLOSED),
        (["elmira", "--vary", "moe"], 1, "moe has neither comparisons nor priorities"),
        (["chicken", "--orders"], 1, "nobody is read by statements here"),
        (["peace-treaty", "--vary", "nobody"], 2, "there is no decision maker nobody"),
        (["peace-treaty", "--world", "nowhere"], 2, "there is no world nowhere"),
        (["peace-treaty", "--reading", "us=cross"], 2, "us has no reading cross"),
        (["peace-treaty", "--reading", "uk=cross"], 2, "there is no decision maker uk"),
        (["peace-treaty", "--reading", "us=benign", "--vary", "us"], 1, "us is read in one reading"),
        (["peace-treaty", "--goal", "troops &"], 2, "--goal wants a formula"),
        (["peace-treaty", "--goal", "tropes"], 2, "there is no tropes"),
        (["peace-treaty", "--sample", "0"], 2, "--sample"),
        (["peace-treaty", "--seed", "-1"], 2, "--seed"),
    ],
)
def test_what_cannot_be_asked_is_told_in_one_line(run: Runner, arguments: list[str], code: int, message: str) -> None:
    done = run("robust", *arguments)
    assert done.code == code
    assert message in done.err
    assert done.err.count("\n") == 1
    assert done.out == ""


def test_a_party_with_comparisons_alone_has_to_vary(run: Runner, small: str) -> None:
    done = run("robust", small, "--vary", "a")
    assert done.code == 1
    assert "b has comparisons and no reading that could be kept; let it vary too" in done.err


def test_a_goal_of_its_own(run: Runner, small: str) -> None:
    found = run("robust", small, "--goal", "a.x", "--world", "actual", "--json").json
    assert found["goal"] == "a.x"
    # a likes x better than none (72), or none > x > y while b likes both > x > y > none (4): by way of y
    assert found["worlds"]["actual"] == {"yes": 76, "of": 144, "verdict": "some", "interval": None, "why_not": None}


@pytest.mark.slow
def test_what_the_moves_alone_settle_is_trivially_so(run: Runner) -> None:
    for goal, how, words in (
        ("false", "nowhere", "Trivially so, whatever anybody prefers: it holds in no feasible state."),
        ("!treaty", "already", "Trivially so, whatever anybody prefers: it holds in the status quo already."),
    ):
        assert words in said(run, "peace-treaty", "--goal", goal)
        found = run("robust", "peace-treaty", "--goal", goal, "--json").json
        assert set(found["trivial"].values()) == {how}
        assert set(found["trivial"]) == set(found["worlds"])
    banned = said(run, "peace-treaty", "--goal", "russia.cede")
    assert "Trivially so in 1 and 2, whatever anybody prefers: no moves of all parties together lead to it." in banned
    assert run("robust", "peace-treaty", "--json").json["trivial"] == {}


@pytest.mark.parametrize(
    ("ends", "text"),
    [
        ((0.25, 0.5), "25 to 50 per cent"),
        ((0.0169, 0.03), "1.68 to 3.00 per cent"),
        ((0.6, 0.9999), "60.00 to 99.99 per cent"),
        ((0.0, 0.036), "at most 4 per cent"),
        ((0.0, 0.0003), "at most 0.03 per cent"),
        ((0.2, 1.0), "at least 20 per cent"),
    ],
)
def test_both_ends_of_a_range_are_written_alike(ends: tuple[float, float], text: str) -> None:
    assert share(Tally(1, 9, ends)) == f"1 of 9 drawn ({text})"


def test_a_count_is_stopped_as_soon_as_the_user_says_so(run: Runner, monkeypatch: pytest.MonkeyPatch) -> None:
    def stop(*_: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr("detente.cli.progress.Meter.steps", stop)
    done = run("robust", "peace-treaty")
    assert (done.code, done.out, done.err) == (130, "", "detente: stopped\n")
