"""Cases whose states cannot be listed, on the command line: loaded, planned, counted and asked."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.cli.running import Runner

N_OPTIONS = 100


@pytest.fixture
def case(tmp_path: Path) -> Path:
    """Return the file of a case with a hundred options of five parties, each of which wants what it can do itself."""
    lines = ["detente: 1", "title: A hundred options", "outcome: a.o0 & b.o0", "decision_makers:"]
    for slug in "abcde":
        options = ", ".join(f"o{k}: do o{k}" for k in range(N_OPTIONS // 5))
        lines += [f"  {slug}:", f"    name: {slug.upper()}", f"    options: {{{options}}}"]
        lines += [f'    prefers: ["{slug}.o0", "!{slug}.o1 | a.o3"]']
    lines += ["constraints:", '  - {when: "a.o3 & b.o3", why: not both}', f"status_quo: {'N' * N_OPTIONS}"]
    path = tmp_path / "hundred.yaml"
    path.write_text("\n".join(lines) + "\n", "utf-8")
    return path


ALL = 3 * 2**98


def test_such_a_case_is_loaded_and_the_checks_say_what_they_left_out(run: Runner, case: Path) -> None:
    said = run("check", case)
    assert said.code == 0
    assert "there are too many states to look through; not checked: outcome" in said.out


def test_the_plan_of_such_a_case_names_its_size_and_the_way(run: Runner, case: Path) -> None:
    found = run("plan", case, "--json").json
    assert found["states"] == {"count": ALL, "exact": True}
    assert (found["engine"], found["listed"]) == ("symbolic", False)
    assert found["concepts"]["SEQ"]["seconds"] is None
    assert any("--where" in line for line in found["instead"])
    out = run("plan", case).out
    assert "About 2^99 feasible states, 5 decision makers, 100 options." in " ".join(out.split())
    assert "sets of states are kept as formulas" in " ".join(out.split())


def test_equilibria_of_such_a_case_are_counted_exactly(run: Runner, case: Path) -> None:
    """By hand: everybody does its o0; with a.o3 (so b.o3 is N) the rest is free, without it nobody does o1."""
    said = run("equilibria", case, "--concept", "Nash", "--concept", "GMR", "--json", "--limit", 2)
    found = said.json
    assert found["count"] == ALL
    assert said.code == 0
    assert found["counts"]["Nash"] == 2 ** (18 + 18 + 3 * 19) + 2 ** (17 + 18 + 3 * 18)
    assert len(found["equilibria"]["Nash"]) == 2
    assert found["complete"] is False
    assert found["exactness"] == "exact"
    assert found["settled"]["Nash"]["a.o0"] is True
    assert found["settled"]["Nash"]["a.o2"] is None


def test_single_states_and_formulas_are_asked_about_in_such_a_case(run: Runner, case: Path) -> None:
    stable = run("equilibria", case, "--state", "status_quo", "--concept", "Nash", "--json").json
    assert stable["answers"]["Nash"] == dict.fromkeys("abcde", False)
    where = run("equilibria", case, "--where", "a.o0 & !b.o0", "--concept", "Nash", "--json").json
    assert where["answers"] == {"Nash": None}
    some = run("equilibria", case, "--where", "a.o3", "--concept", "Nash", "--json").json
    assert some["answers"]["Nash"][0] == "Y"
    assert some["answers"]["Nash"][3] == "Y"


def test_whether_the_outcome_is_attainable_is_answered_without_a_list(run: Runner, case: Path) -> None:
    """A and B do their first options, each on its own: two steps, which nobody can answer so that it deters."""
    said = run("attain", case)
    assert said.code == 0
    words = " ".join(said.out.split())
    assert "a.o0 & b.o0" in words or "attainable in" in words
    found = run("attain", case, "--json").json
    assert (found["attainable"], found["listed"]) == (True, False)
    ends = [step["to"] for step in found["path"]]
    assert (ends[-1][0], ends[-1][20]) == ("Y", "Y")
    assert all(step["answers_in_all"] is None for step in found["path"])
    nowhere = run("attain", case, "--goal", "a.o0 & !a.o0")
    assert "It holds in no state that is feasible here." in nowhere.out
    wrong = run("attain", case, "--goal", "a.o3 & b.o3", "--json").json
    assert (wrong["attainable"], wrong["obstacle"]) == (False, "no_state")


def test_such_a_state_is_checked_before_it_is_asked_about(run: Runner, case: Path) -> None:
    both = "".join("Y" if k in {3, 23} else "N" for k in range(N_OPTIONS))
    said = run("equilibria", case, "--state", both)
    assert (said.code, said.out) == (2, "")
    assert "a constraint rules out `a.o3 & b.o3`, which holds in it" in said.err


@pytest.mark.parametrize("command", ["states", "table", "report"])
def test_what_needs_the_list_says_what_does_not(
    run: Runner, case: Path, command: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    said = run(command, case)
    assert (said.code, said.out) == (3, "")
    assert "detente plan tells what can be answered as it is" in said.err
    assert "detente equilibria and detente attain answer without a list" in said.err


@pytest.mark.parametrize("columns", [80, 120])
def test_no_line_is_wider_than_the_terminal(run: Runner, case: Path, columns: int) -> None:
    for arguments in (
        ("plan",),
        ("attain",),
        ("equilibria", "--concept", "Nash"),
        ("equilibria", "--state", "status_quo"),
    ):
        said = run(arguments[0], case, *arguments[1:], columns=columns)
        assert max(len(line) for line in said.out.splitlines()) <= columns
