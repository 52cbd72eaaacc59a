"""``detente equilibria`` and ``detente plan``: engines, questions about single states, and what is said first."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

import pytest

from detente import __version__
from detente.cli import solving
from detente.engines import ENGINES, planner
from detente.engines.native import module
from tests.cli.running import Runner

GOLDEN = Path(__file__).parents[1] / "golden"
SHOWN = {
    "equilibria": ("equilibria", "korea-2017", "--engine", "edges"),
    "equilibria-where": ("equilibria", "korea-2017", "--where", "us.strike", "--engine", "edges"),
    "equilibria-state": ("equilibria", "elmira", "--state", "status_quo", "--engine", "edges"),
    "plan": ("plan", "elmira", "--engine", "reference"),
}
LISTED = [name for name in ENGINES if name != "symbolic"]
FIVE = [a for name in ("Nash", "GMR", "SMR", "SEQ", "SSEQ") for a in ("--concept", name)]


def settled(text: str) -> str:
    """Return what was said, with the version and the free memory of the day taken out."""
    return text.replace(__version__, "VERSION").replace("1.2 GiB", "SOME")


@pytest.mark.parametrize("columns", [80, 120])
@pytest.mark.parametrize("name", SHOWN)
def test_the_terminal_shows_what_was_accepted(
    run: Runner, name: str, columns: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("DETENTE_MEMORY", "1.2GiB")
    said = run(*SHOWN[name], columns=columns)
    accepted = GOLDEN / f"{name}-{columns}.txt"
    assert (said.code, said.err) == (0, "")
    assert all(len(line) <= columns for line in said.out.splitlines())
    if not accepted.exists() or accepted.read_text("utf-8") != settled(said.out):
        new = accepted.with_suffix(".new")
        new.write_text(settled(said.out), "utf-8", newline="\n")
        pytest.fail(f"{accepted.name} reads differently; the new text is in {new.name}")
    accepted.with_suffix(".new").unlink(missing_ok=True)


def answers(run: Runner, *arguments: object) -> dict[str, Any]:
    """Return an answer as JSON, without what names the engine."""
    found = run(*arguments, "--json")
    assert found.code == 0, found.err
    return {k: v for k, v in found.json.items() if k not in {"engine", "engines", "version"}}


@pytest.mark.parametrize("name", LISTED)
def test_every_engine_gives_the_same_answer(run: Runner, name: str) -> None:
    if name == "kernel" and module() is None:
        pytest.skip("the compiled kernel is not there")
    asked = ("equilibria", "peace-treaty", *FIVE)
    assert answers(run, *asked, "--engine", name) == answers(run, *asked, "--engine", "edges")


def test_the_answer_names_engine_version_and_exactness(run: Runner) -> None:
    found = run("equilibria", "chicken", "--engine", "reference", "--json").json
    assert found["engine"] == "reference"
    assert set(found["engines"].values()) == {"reference"}
    assert found["version"]["detente"] == __version__
    assert found["exactness"] == "exact"
    assert (
        f"Exact, by the engine reference of Détente {__version__}."
        in run("equilibria", "chicken", "--engine", "reference").out
    )


def test_an_engine_that_does_not_take_a_concept_says_so_and_answers_the_others(
    run: Runner, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Exit code 3: the question was not answered in full; nothing is said about what was not answered."""
    if module() is None:
        pytest.skip("the compiled kernel is not there")
    said = run("equilibria", "chicken", "--engine", "kernel", "--json")
    assert said.code == 3
    assert set(said.json["not_answered"]) == {"SIM"}
    assert "SIM" not in said.json["counts"]
    assert said.json["complete"] is False
    alone = run("equilibria", "chicken", "--engine", "kernel", "--concept", "SIM")
    assert (alone.code, alone.out) == (3, "")
    assert "the engines edges and symbolic do" in alone.err
    monkeypatch.setenv("DETENTE_KERNEL", "off")
    absent = run("equilibria", "chicken", "--engine", "kernel")
    assert (absent.code, absent.out) == (3, "")
    assert "the engine kernel is not there" in absent.err


def test_an_engine_that_does_not_exist_gets_a_hint(run: Runner) -> None:
    for command in ("plan", "equilibria"):
        said = run(command, "chicken", "--engine", "kernal")
        assert said.code == 2
        assert "there is no engine kernal; did you mean kernel?" in said.err


# ------------------------------------------------------------------------------------------------- single states


@pytest.mark.parametrize("name", ["edges", "reference", "auto"])
def test_where_asks_for_an_equilibrium_with_a_formula(run: Runner, name: str) -> None:
    found = run("equilibria", "chicken", "--where", "a.swerve", "--engine", name, "--json").json
    assert found["where"] == "a.swerve"
    assert found["answers"]["Nash"] == "YN"
    none = run("equilibria", "chicken", "--where", "a.swerve & b.swerve", "--concept", "Nash", "--engine", name)
    assert none.code == 0
    assert "Nash  no" in none.out


def test_state_says_for_whom_a_state_is_stable(run: Runner) -> None:
    found = run("equilibria", "chicken", "--state", "YY", "--concept", "Nash", "--concept", "GMR", "--json").json
    whole = run("equilibria", "chicken", "--json").json
    for name in ("Nash", "GMR"):
        assert found["answers"][name] == {dm: "YY" in states for dm, states in whole["stable"][name].items()}
    assert found["state"] == "YY"
    by_name = run("equilibria", "elmira", "--state", "status_quo", "--json").json
    assert by_name["state"] == run("equilibria", "elmira", "--state", "s1", "--json").json["state"]


def test_what_is_wrong_with_a_question_is_said(run: Runner) -> None:
    for arguments, code, words in (
        (("--where", "a.swerve", "--state", "YY"), 2, "ask one of them at a time"),
        (("--where", "a.swerv"), 2, "--where: there is no a.swerv; did you mean a.swerve?"),
        (("--state", ""), 2, "a state wants a pattern, a name, or status_quo"),
        (("--state", "Y"), 2, "Y has 1 letter; a state of this case has 2, one Y or N for each option in their order"),
        (("--seconds", "0.5"), 2, "--seconds wants a number of seconds, 1 or more, and not 0.5"),
        (("--seconds", "nan"), 2, "and not nan"),
        (("--where", "a.swerve &"), 2, "--where wants a formula: it ends too early"),
        (("--state", "YX"), 2, "there is no feasible state YX"),
    ):
        said = run("equilibria", "chicken", *arguments)
        assert (said.code, said.out) == (code, "")
        assert words in said.err


def test_a_state_that_is_not_feasible_is_told_what_rules_it_out(run: Runner) -> None:
    """A constraint, by its name if it has one, or what the world fixes."""
    said = run("equilibria", "peace-treaty", "--state", "YYYYYYYY")
    assert (said.code, said.out) == (2, "")
    assert "the constraint cession_ban rules out `russia.cede & russia.ban`, which holds in it" in said.err
    fixed = run("equilibria", "peace-treaty", "--world", "troops_gone", "--state", "NNNNNYYN")
    assert "`us.station` is fixed at N in this world" in fixed.err


# ----------------------------------------------------------------------------------------------- before a long run


def test_before_a_long_run_it_says_what_it_will_take(run: Runner, monkeypatch: pytest.MonkeyPatch) -> None:
    """On the standard error stream, so that the answer stays clean."""
    monkeypatch.setattr(planner, "LONG", 0.0)
    monkeypatch.setenv("DETENTE_MEMORY", "2GiB")
    said = run("equilibria", "peace-treaty", "--engine", "edges", "--concept", "Nash", "--json")
    assert said.code == 0
    assert said.json["counts"] == {"Nash": 26}
    assert said.err == (
        "detente: 136 states with the engine edges: this takes less than a second and less than 1 MiB of memory "
        "(estimates). Ctrl-C stops it.\n"
    )


def test_numpy_that_stands_in_for_the_kernel_is_mentioned_before_a_long_run(
    run: Runner, monkeypatch: pytest.MonkeyPatch
) -> None:
    said_to: list[object] = []
    monkeypatch.setattr(planner, "LONG", 0.0)
    monkeypatch.setattr("detente.engines.native.say_once", said_to.append)
    run("equilibria", "chicken", "--json")
    run("equilibria", "chicken", "--json", "--engine", "edges")
    assert said_to == [solving.say]


def test_what_does_not_fit_is_refused_with_the_way_out(run: Runner, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DETENTE_MEMORY", "1MiB")
    said = run("equilibria", "peace-treaty-large", "--engine", "edges", "--concept", "Nash", "--concept", "SEQ")
    assert (said.code, said.out) == (3, "")
    assert "1 MiB are at hand" in said.err
    assert "ask for fewer concepts at once (--concept), or leave the engine to the program" in said.err


@pytest.mark.skipif(os.name == "nt", reason="signals are sent otherwise there")
def test_ctrl_c_in_the_middle_of_the_work_ends_with_130_and_nothing_half_written(tmp_path: Path) -> None:
    """The reference engine on a large case would take days."""
    out = tmp_path / "answer.json"
    command = [sys.executable, "-m", "detente", "equilibria", "peace-treaty-large", "--engine", "reference", "--json"]
    with (
        out.open("wb") as file,
        subprocess.Popen(command, stdout=file, stderr=subprocess.PIPE) as running,
    ):
        assert running.stderr is not None
        first = running.stderr.readline().decode()
        time.sleep(0.5)
        running.send_signal(signal.SIGINT)
        rest = running.stderr.read().decode()
        code = running.wait(timeout=60)
    assert first.startswith("detente: 22,272 states with the engine reference: this takes ")
    assert (code, rest, out.read_bytes()) == (130, "detente: stopped\n", b"")


# ----------------------------------------------------------------------------------------------------------- plan


def test_the_plan_has_the_size_the_engines_the_cost_and_what_is_left_out(run: Runner) -> None:
    found = run("plan", "elmira", "--engine", "edges", "--json").json
    assert found["states"] == {"count": 9, "exact": True}
    assert found["engine"] == "edges"
    assert set(found["concepts"]) == {"Nash", "GMR", "SMR", "SEQ", "SSEQ"}
    assert "merges states" in found["left_out"]["SIM"]
    assert found["memory"]["needed"] > 0
    assert found["memory"]["at_hand"] > 0
    assert found["complete"] is True


def test_the_plan_asks_about_readings_worlds_and_variants(run: Runner) -> None:
    for arguments in (("--world", "both_gone"), ("--reading", "russia=brown_stall"), ("--concept", "nash")):
        assert run("plan", "peace-treaty", *arguments).code == 0
    wrong = run("plan", "peace-treaty", "--world", "mars")
    assert (wrong.code, wrong.out) == (2, "")


def test_what_nobody_answers_makes_the_plan_incomplete(run: Runner) -> None:
    if module() is None:
        pytest.skip("the compiled kernel is not there")
    said = run("plan", "chicken", "--engine", "kernel")
    assert said.code == 3
    assert "SIM is not answered: the engine kernel does not take it" in said.out
