"""Every command as a person uses it: what it says, what it writes, and how it ends."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Any

import pytest

import detente
from detente import catalog
from tests.cli.running import Runner


def test_help_names_every_command_and_each_has_help_of_its_own(run: Runner) -> None:
    from detente.cli.app import Commands

    names = Commands().list_commands(None)
    said = run("--help")
    assert said.code == 0
    assert set(names) == {
        *("report", "check", "states", "equilibria", "explain", "attain", "table", "claims", "catalog"),
        *("convert", "diff", "new", "schema", "plan", "coalitions"),
        *("blame", "ways-out", "robust", "sweep", "query"),
        *("carrots", "wedge", "inverse"),
        *("read", "eval", "draft", "verify", "ledger"),
    }
    for name in names:
        assert name in said.out
        assert run(name, "--help").code == 0


def test_without_a_command_it_shows_help(run: Runner) -> None:
    assert "Usage" in run().out


def test_the_version(run: Runner) -> None:
    assert run("--version").out.splitlines()[0] == f"detente {detente.__version__}"


def test_the_light_commands_import_nothing_heavy() -> None:
    import subprocess

    code = (
        "import sys; from detente.cli import main; main([sys.argv[1]]);"
        "sys.stderr.write(' '.join(sorted(sys.modules.keys() & {'numpy', 'pydantic', 'lark', 'ruamel'})))"
    )
    for argument in ("--version", "--help"):
        done = subprocess.run([sys.executable, "-c", code, argument], capture_output=True, check=True)
        assert done.stderr == b""


@pytest.mark.parametrize(
    ("arguments", "expected"),
    [
        (("table", "peace-treatie"), "did you mean peace-treaty?"),
        (("tabel", "peace-treaty"), "did you mean table?"),
        (("table", "peace-treaty", "--reading", "rusia=brown_stall"), "did you mean russia?"),
        (("table", "peace-treaty", "--reading", "russia=brown_stal"), "did you mean brown_stall?"),
        (("table", "peace-treaty", "--reading", "self=x"), "there is no decision maker self"),
        (("table", "peace-treaty", "--reading", "russia"), "DM=NAME"),
        (("attain", "peace-treaty", "--reading", "us=benign", "--reading", "us=spoiler"), "two readings of us"),
        (("attain", "peace-treaty", "--world", "troop_gone"), "did you mean troops_gone?"),
        (("attain", "peace-treaty", "--goal", "russia.sing"), "did you mean russia.sign?"),
        (("attain", "elmira", "--variant", "othertail"), "did you mean other_tail?"),
        (("equilibria", "elmira", "--concept", "Nahs"), "did you mean Nash?"),
        (("attain", "peace-treaty", "--goal", "russia.sign &"), "--goal wants a formula"),
        (("attain", "peace-treaty", "--seconds", "0"), "--seconds wants a number of seconds, 1 or more, and not 0"),
        (("explain", "elmira", "s0"), "no feasible state s0"),
        (("explain", "peace-treaty", "NNYYNYY"), "has 7 letters; a state of this case has 8"),
        (("explain", "peace-treaty", "YYYNYYYN"), "the constraint cession_ban rules out `russia.cede & russia.ban`"),
        (("explain", "elmira", "s1", "--dm", "mo"), "did you mean moe?"),
        (("catalog", "show", "elmra"), "did you mean elmira?"),
        (("table", "no/such/file.yaml"), "there is no file"),
        (("table",), "CASE"),
        (("table", "chicken", "--joint", "never"), "at_once"),
        (("table", "chicken", "--no-such-option"), "--no-such-option"),
        (("states", "chicken", "--limit", "-1"), "--limit"),
        (("new", "case.txt"), ".yaml"),
        (("convert", "chicken", "chicken.pdf"), ".gmcr"),
        (("diff", "-", "-"), "standard input"),
    ],
)
def test_wrong_usage_is_told_in_one_line_and_ends_with_2(run: Runner, arguments: Any, expected: str) -> None:
    said = run(*arguments)
    assert said.code == 2
    assert said.out == ""
    assert expected in said.err
    assert said.err.count("\n") == 1


def test_a_formula_that_cannot_be_read_says_where(run: Runner) -> None:
    said = run("attain", "peace-treaty", "--goal", "russia.sign &")
    assert said.code in {1, 2}
    assert said.err.count("\n") == 1
    assert "should not have happened" not in said.err


def test_a_table_names_what_the_letters_mean_and_counts_the_sourced(run: Runner) -> None:
    out = run("table", "peace-treaty").out
    assert "T in all 48" in out
    assert "T in the 24 sourced" in out
    assert "*: nobody is cited for this reading" in " ".join(out.split())
    assert "any reading" in out
    assert all(f"japan={name}" in out for name in ("brown_two", "four_only"))


def test_a_table_leaves_out_a_party_whose_reading_changes_no_cell(run: Runner) -> None:
    out = run("table", "peace-treaty-2024", "--reading", "russia=stall").out
    assert "How Japan is read changes no cell" in " ".join(out.split())


@pytest.mark.parametrize("slug", catalog.slugs())
@pytest.mark.parametrize("columns", [80, 120])
def test_no_line_is_wider_than_the_terminal_or_ends_in_a_space(run: Runner, slug: str, columns: int) -> None:
    commands: list[tuple[str, ...]] = [("table",), ("attain",), ("states", "--limit", "9")]
    if slug != "peace-treaty-large":
        commands += [("equilibria",), ("claims",), ("explain", "status_quo")]
    for name, *more in commands:
        said = run(name, slug, *more, columns=columns)
        assert said.code == 0
        assert said.err == ""
        for line in said.out.splitlines():
            assert len(line) <= columns
            assert line == line.rstrip()


def test_attain_under_other_rules_says_so(run: Runner) -> None:
    out = run("attain", "peace-treaty-1956", "--answers", "any").out
    assert "any answer deters" in out
    found = run("attain", "elmira", "--json", "--joint", "at_once", "--improvement", "pareto").json
    assert found["rules"] == {"joint": "at_once", "answers": "credible", "improvement": "pareto"}


def test_credible_answers_decide_in_1956(run: Runner) -> None:
    counts = []
    for rule in ("none", "credible", "any"):
        found = run("table", "peace-treaty-1956", "--json", "--answers", rule).json
        counts.append(found["counts"]["actual"]["attainable"]["yes"])
    assert counts == [2, 1, 0]


def test_the_halfway_states_that_stop_a_sequence_are_named(run: Runner, tmp_path: Path) -> None:
    file = tmp_path / "two.yaml"
    file.write_text(TOGETHER, "utf-8")
    assert run("attain", file, "--json").json["path"][0]["by"] == ["a", "b"]
    said = run("attain", file, "--json", "--joint", "sequences").json
    assert (said["attainable"], said["halfway"]) == (False, ["NY", "YN"])
    assert "infeasible" in run("attain", file, "--joint", "sequences").out


TOGETHER = """\
detente: 1
title: Only together
outcome: {when: a.x & b.x, label: both}
decision_makers:
  a: {name: A, options: {x: do it}, prefers: [a.x & b.x]}
  b: {name: B, options: {x: do it}, prefers: [a.x & b.x]}
constraints: [{when: "!(a.x <-> b.x)", why: only together}]
status_quo: {}
"""


def test_explain_tells_the_sanction_in_words(run: Runner) -> None:
    out = " ".join(run("explain", "elmira", "s1", "--dm", "lg").out.split())
    assert "Nash: not stable." in out
    assert "That deters it." in out
    assert "SIM: left out" in out


def test_equilibria_show_published_answers_beside_ours(run: Runner) -> None:
    out = run("equilibria", "elmira").out
    assert "SEQ: s5, s8, s9; the same here." in out
    assert "SIM is left out" in out
    assert "SEQ or SIM" in run("equilibria", "chicken").out


def test_where_a_published_answer_differs_the_case_says_why(run: Runner) -> None:
    from detente.formats import load

    for slug in catalog.slugs():
        case = load(slug)
        for said in (p for p in case.file.published if p.differs):
            variant = ("--variant", said.variant) if said.variant else ()
            out = " ".join(run("equilibria", slug, *variant).out.split())
            assert " ".join(str(said.differs).split()) in out


def test_claims_say_yes_if_and_no_if_and_the_hinge(run: Runner) -> None:
    out = " ".join(run("claims", "peace-treaty").out.split())
    assert "Yes if Russia is read as" in out
    assert "Hinge:" in out
    assert "Not testable:" in out


def test_a_case_from_the_standard_input(run: Runner) -> None:
    text = catalog.case_bytes("chicken")
    assert run("states", "-", "--json", given=text).json["count"] == 4
    assert run("check", "-", given=b"detente: 1\n").code == 1


def test_check_lists_every_problem_with_its_place_and_counts_them(run: Runner, tmp_path: Path) -> None:
    file = tmp_path / "bad.yaml"
    file.write_text("detente: 1\ntitle: Bad\ndecison_makers: {}\nnote: [1]\n", "utf-8")
    said = run("check", file)
    assert said.code == 1
    assert f"{file}:3:1 " in said.out.replace("\n", " ")
    assert "did you mean decision_makers?" in said.out
    assert said.out.splitlines()[-1].endswith("errors")
    other = run("table", file)
    assert (other.code, other.out) == (1, "")
    assert f"{file}:3:1 " in other.err


def test_a_case_that_is_too_large_to_list_can_be_checked_and_listing_it_ends_with_3(
    run: Runner, tmp_path: Path
) -> None:
    options = ", ".join(f"o{n}: do it" for n in range(70))
    file = tmp_path / "big.yaml"
    text = f"detente: 1\ntitle: Big\ndecision_makers: {{a: {{name: A, options: {{{options}}}, prefers: [a.o1]}}}}\n"
    file.write_text(text, "utf-8")
    assert run("check", file).code == 0
    said = run("states", file)
    assert said.code == 3
    assert "feasible states" in said.err


def test_a_new_case_passes_check_and_is_never_overwritten(run: Runner, tmp_path: Path) -> None:
    file = tmp_path / "lake.yaml"
    assert run("new", file, "--title", "Whose lake?").code == 0
    assert "Whose lake?" in file.read_text("utf-8")
    assert run("check", file).out.splitlines()[-1] == "no problems"
    before = file.read_bytes()
    assert run("new", file).code == 2
    assert file.read_bytes() == before


def test_report_writes_a_file_and_replaces_only_its_own(
    run: Runner, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    said = run("report", "chicken")
    assert said.code == 0
    assert said.out.splitlines()[-1].endswith("chicken.html")
    first = (tmp_path / "chicken.html").read_bytes()
    assert run("report", "chicken").code == 0
    assert (tmp_path / "chicken.html").read_bytes() == first
    mine = tmp_path / "mine.html"
    mine.write_text("my own words", "utf-8")
    assert run("report", "chicken", "--out", "mine.html").code == 2
    assert mine.read_text("utf-8") == "my own words"
    assert run("report", "chicken", "--out", "mine.html", "--force").code == 0
    assert mine.read_bytes() == first
    assert {p.name for p in tmp_path.iterdir()} == {"chicken.html", "mine.html"}


def test_a_report_is_named_after_the_case_and_its_variant(
    run: Runner, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    run("report", "korea-2017", "--variant", "pacifist")
    run("report", "-", given=catalog.case_bytes("chicken"))
    assert {p.name for p in tmp_path.iterdir()} == {"korea-2017-pacifist.html", "report.html"}


def test_a_report_can_go_to_the_standard_output(run: Runner, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    assert run("report", "chicken", "--out", "-").out.startswith("<!doctype html>")
    assert run("report", "chicken", "--out", "-", "--json").code == 2
    assert not list(tmp_path.iterdir())


def test_convert_names_what_gmcr_cannot_hold_and_stops(run: Runner, tmp_path: Path) -> None:
    file = tmp_path / "chicken.gmcr"
    said = run("convert", "chicken", file)
    assert said.code == 1
    assert "the question" in said.err
    assert not file.exists()
    assert run("convert", "chicken", file, "--lossy").code == 0
    assert run("convert", "chicken", file, "--lossy").code == 2
    counts = [run("equilibria", source, "--json").json["counts"] for source in ("chicken", file)]
    assert counts[0] == counts[1]
    back = tmp_path / "back.yaml"
    assert run("convert", file, back).code == 0
    assert run("check", back).code == 0


def test_diff_tells_what_is_said_differently_and_what_follows(run: Runner) -> None:
    out = run("diff", "korea-2017", "korea-2017", "--variant-b", "invasion_irreversible").out
    assert "direction nk.invade added" in out
    assert "SMR equilibria:" in out
    assert " becomes " in out
    assert run("diff", "elmira", "elmira").out == "Nothing is different.\n"


def test_the_catalogue_is_listed_shown_and_copied(run: Runner, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    assert all(slug in run("catalog", "list").out for slug in catalog.slugs())
    assert [c["slug"] for c in run("catalog", "list", "--json").json["cases"]] == list(catalog.slugs())
    assert "136 feasible states" in run("catalog", "show", "peace-treaty").out
    assert run("catalog", "show", "elmira", "--file").out == catalog.case_bytes("elmira").decode()
    assert run("catalog", "copy", "elmira").code == 0
    assert (tmp_path / "elmira.yaml").read_bytes() == catalog.case_bytes("elmira")
    assert run("catalog", "copy", "elmira").code == 2


def test_text_of_a_case_cannot_steer_the_terminal(run: Runner, tmp_path: Path) -> None:
    file = tmp_path / "sly.yaml"
    file.write_text(TOGETHER.replace("Only together", '"sly \\e]0;title\\a \\u202e words"'), "utf-8")
    out = run("table", file).out
    assert "sly" in out
    assert not {"\x1b", "\x07", "\u202e"} & set(out)


def test_what_went_wrong_inside_is_one_line_and_a_traceback_only_on_request(
    run: Runner, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(*_: Any, **__: Any) -> None:
        raise ZeroDivisionError("oh")

    monkeypatch.setattr("detente.formats._bytes_of", broken)
    said = run("states", "chicken")
    assert said.code == 3
    assert "ZeroDivisionError" in said.err
    assert "Traceback" not in said.err
    monkeypatch.setenv("DETENTE_DEBUG", "1")
    with pytest.raises(ZeroDivisionError):
        run("states", "chicken")


@pytest.mark.parametrize(
    ("error", "code"), [(KeyboardInterrupt, 130), (MemoryError, 3), (PermissionError(13, "no", "f.yaml"), 2)]
)
def test_interruptions_end_in_one_line(run: Runner, monkeypatch: pytest.MonkeyPatch, error: Any, code: int) -> None:
    def interrupted(*_: Any, **__: Any) -> None:
        raise error

    monkeypatch.setattr("detente.formats._bytes_of", interrupted)
    said = run("states", "chicken")
    assert said.code == code
    assert said.err.count("\n") == 1
