"""``detente sweep`` and ``detente query`` as users call them: what they show, JSON, and what is wrong with a call."""

from __future__ import annotations

import csv
import io
import json
import re
from importlib import import_module
from pathlib import Path
from types import ModuleType

import pytest

import detente
from detente import catalog, sweep
from tests.cli.running import Runner

PLANNED = ["sweep", "peace-treaty", "--vary", "readings", "--vary", "worlds"]


def test_a_sweep_is_announced_run_and_counted(run: Runner, tmp_path: Path) -> None:
    done = run(*PLANNED, "--out", tmp_path / "s")
    assert (done.code, done.err) == (0, "")
    words = " ".join(done.out.split())
    assert (
        "288 variants: every combination of 6 worlds, 6 readings of Russia, 4 readings of Japan and 2 readings of "
        "the United States." in words
    )
    assert "One block. Engine: batch on" in words
    assert "all variants 288 96 192" in words
    assert "Russia: only stalling 48 0 48" in words
    assert "probab" not in words
    assert all(len(line) <= 80 for line in done.out.splitlines() if str(tmp_path) not in line)


def test_json_is_the_same_bytes_whenever_it_is_asked(run: Runner, tmp_path: Path) -> None:
    first = run(*PLANNED, "--out", tmp_path / "a", "--json")
    assert (first.code, first.err) == (0, "")
    assert run(*PLANNED, "--out", tmp_path / "a", "--json").out == first.out
    assert run("sweep", "--resume", tmp_path / "a", "--json").out == first.out
    found = first.json
    assert (found["variants"], found["blocks"], found["stored"], found["complete"]) == (288, 1, 1, True)
    assert (found["world"], found["readings"], found["vary"]) == (None, {}, ["readings", "worlds"])
    assert found["summary"]["total"]["counts"]["attainable"] == {"true": 96, "of": 288}
    actual = found["summary"]["by"][0]
    assert (actual["column"], actual["value"], actual["variants"]) == ("world", "actual", 48)
    assert actual["counts"]["attainable"] == {"true": 8, "of": 48}


@pytest.mark.tree
def test_every_json_key_is_explained(run: Runner, tmp_path: Path) -> None:
    page = (Path(__file__).parents[2] / "docs" / "reference" / "json.md").read_text("utf-8")
    explained = set(re.findall(r"`([A-Za-z0-9_]+)`", page))
    question = ["sweep", "peace-treaty", "--vary", "orders:us", "--vary", "worlds", "--states", "--json"]
    found = run(*question, "--plan").json, run(*question, "--out", tmp_path / "s").json
    varying = {"columns", "varies", "why_not", "counts"}  # what is in these is named by the question
    for made in (*found, found[1]["summary"], found[1]["summary"]["by"][0], found[1]["rules"]):
        assert made.keys() <= explained
    assert all(isinstance(made[key], dict) for made in found for key in varying & made.keys())
    asked = run("query", tmp_path / "s", "select 1 as one", "--json").json
    assert asked == {"columns": ["one"], "rows": [[1]], "complete": True}


def test_only_the_plan_makes_nothing(run: Runner, tmp_path: Path) -> None:
    done = run(*PLANNED, "--plan")
    assert "That takes less than a second" in " ".join(done.out.split())
    found = run(*PLANNED, "--plan", "--json", "--out", tmp_path / "s").json
    assert not (tmp_path / "s").exists()
    assert found["varies"]["worlds"] == 6
    assert (found["possible"], found["stored"], found["complete"]) == (288, 0, False)
    assert found["seconds"] >= 0
    assert found["columns"]["world"] == "VARCHAR"


def test_a_picture_is_drawn_and_never_over_another_file(run: Runner, tmp_path: Path) -> None:
    picture = tmp_path / "counts.svg"
    assert run(*PLANNED, "--out", tmp_path / "s", "--figure", picture).code == 0
    assert "96 of 288" in picture.read_text("utf-8")
    again = run(*PLANNED, "--out", tmp_path / "s", "--figure", picture)
    assert (again.code, "is not overwritten" in again.err) == (2, True)


def test_processes_say_what_they_are(run: Runner, tmp_path: Path) -> None:
    done = run("sweep", "chicken", "--vary", "swaps", "--out", tmp_path / "s", "--workers", "1")
    assert done.code == 0
    assert "1 process of this machine" in " ".join(done.out.split())


def test_a_variant_of_a_case_is_swept_as_such(run: Runner, tmp_path: Path) -> None:
    found = run("sweep", "elmira", "--variant", "other_tail", "--vary", "swaps", "--out", tmp_path / "s", "--json").json
    assert found["variant"] == "other_tail"
    done = run("sweep", "elmira", "--vary", "swaps", "--out", tmp_path / "s")
    assert done.code == 2
    assert "variant other_tail" in done.err


def test_a_case_from_the_standard_input_is_kept_with_its_rows(run: Runner, tmp_path: Path) -> None:
    text = catalog.case_bytes("chicken")
    done = run("sweep", "-", "--vary", "swaps", "--out", tmp_path / "s", "--json", given=text)
    assert (done.code, done.json["case"]) == (0, "-")
    assert run("sweep", "--resume", tmp_path / "s", "--json").out == done.out


@pytest.mark.parametrize(
    ("arguments", "code", "said"),
    [
        (["chicken", "--vary", "swaps"], 2, "needs --out DIR"),
        (["--vary", "swaps"], 2, "needs a CASE"),
        (["chicken", "--out", "{new}"], 2, "needs something that varies"),
        (["chicken", "--vary", "swap", "--out", "{new}"], 2, "did you mean swaps?"),
        (["chicken", "--vary", "swaps", "--out", "{new}", "--workers", "0"], 2, "1 or more, and not 0"),
        (["chicken", "--vary", "swaps", "--out", "{new}", "--block", "0"], 2, "one variant or more, and not 0"),
        (["chicken", "--vary", "swaps", "--out", "{new}", "--sample", "0"], 2, "one variant or more, and not 0"),
        (["chicken", "--vary", "rankings=0", "--out", "{new}"], 2, "1 or more, and not 0"),
        (["chicken", "--vary", "swaps", "--out", "{new}", "--seed", "-1"], 2, "a seed is a whole number"),
        (["chicken", "--vary", "swaps", "--out", "{new}", "--columns", "stay"], 2, "did you mean stays?"),
        (["chicken", "--vary", "swaps", "--out", "{new}", "--columns", ""], 2, "no column without a name"),
        (["chicken", "--vary", "swaps", "--out", "{new}", "--concept", "Nas"], 2, "Nash"),
        (["chicken", "--vary", "swaps", "--out", "{new}", "--cluster", "here"], 2, "wants a scheduler's address"),
        (["chicken", "--vary", "swaps", "--workers", "2", "--cluster", "x:1", "--out", "{new}"], 2, "exclude each"),
        (["chicken", "--vary", "swaps", "--plan", "--figure", "f.svg"], 2, "--plan has none"),
        (["chicken", "--vary", "worlds", "--out", "{new}"], 2, "no worlds but the actual one"),
        (["chicken", "--resume", "{new}"], 2, "leave out the case"),
        (["--resume", "{new}"], 2, "there is no folder"),
        (["--resume", "{full}"], 2, "holds no sweep"),
        (["chicken", "--vary", "swaps", "--out", "{full}"], 2, "holds other things"),
        (["no-such-case", "--vary", "swaps", "--out", "{new}"], 2, "neither a file nor a case"),
    ],
)
def test_a_wrong_call_is_one_clear_line_and_begins_nothing(
    arguments: list[str], code: int, said: str, run: Runner, tmp_path: Path
) -> None:
    (tmp_path / "full").mkdir()
    (tmp_path / "full" / "mine.txt").write_text("mine", "utf-8")
    done = run("sweep", *(a.format(new=tmp_path / "new", full=tmp_path / "full") for a in arguments))
    assert (done.code, done.out) == (code, "")
    assert done.err.count("\n") == 1
    assert said in done.err
    assert not (tmp_path / "new").exists()
    assert [p.name for p in (tmp_path / "full").iterdir()] == ["mine.txt"]


# ------------------------------------------------------------------------------------------------------ query


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    made = tmp_path_factory.mktemp("swept") / "s"
    sweep.run(detente.load("peace-treaty"), ["readings", "worlds"], made)
    return made


def test_an_answer_is_a_table_json_or_comma_separated(run: Runner, folder: Path) -> None:
    sql = (
        "select world, count(*) filter (where attainable) as k, avg(SEQ_outcome) as a from sweep group by 1 order by 1"
    )
    shown = run("query", folder, sql)
    assert (shown.code, shown.err) == (0, "")
    assert shown.out.split()[:6] == ["world", "k", "a", "actual", "8", "9.0"][:5] + shown.out.split()[5:6]
    found = run("query", folder, sql, "--json")
    assert found.json["columns"] == ["world", "k", "a"]
    assert found.json["rows"][0][:2] == ["actual", 8]
    assert found.json["complete"] is True
    lines = list(csv.reader(io.StringIO(run("query", folder, sql, "--csv").out)))
    assert lines[0] == ["world", "k", "a"]
    assert lines[1][:2] == ["actual", "8"]


def test_without_a_question_the_columns_are_explained(run: Runner, folder: Path) -> None:
    done = run("query", folder)
    assert "attainable" in done.out
    assert "whether the outcome can be attained" in done.out
    found = run("query", folder, "--json").json
    assert ["world", "VARCHAR"] in found["rows"]


def test_wide_rows_are_shown_one_below_the_other_and_long_answers_cut(run: Runner, folder: Path) -> None:
    wide = run("query", folder, "select * from sweep order by variant limit 2")
    assert all(len(line) <= 80 for line in wide.out.splitlines())
    assert wide.out.split()[:4] == ["variant", "0", "world", "actual"]
    long = run("query", folder, "select variant from sweep", "--limit", "3")
    assert "285 more are not shown" in long.out
    none = run("query", folder, "select world, stays from sweep where variant < 0")
    assert none.out.strip() == "No row. The columns are world, stays."


@pytest.mark.parametrize(
    ("sql", "said"),
    [
        ("select nope from sweep", "sweep has variant, world"),
        ("copy (select 1) to 'x'", "only reads"),
        ("", "one statement"),
        ("select 1; select 2", "one statement"),
    ],
)
def test_a_wrong_question_is_one_line(sql: str, said: str, run: Runner, folder: Path) -> None:
    done = run("query", folder, sql)
    assert (done.code, done.out) == (2, "")
    assert done.err.count("\n") == 1
    assert said in done.err


def test_an_unfinished_sweep_says_so_and_ends_with_3(run: Runner, tmp_path: Path) -> None:
    run("sweep", "peace-treaty", "--vary", "readings", "--block", "10", "--out", tmp_path / "s")
    (tmp_path / "s" / "parts" / "part-000002.parquet").unlink()
    done = run("query", tmp_path / "s", "select count(*) from sweep")
    assert (done.code, "4 of 5 blocks are there" in done.err) == (3, True)
    assert "38" in done.out
    found = run("query", tmp_path / "s", "select count(*) from sweep", "--json")
    assert (found.code, json.loads(found.out)["complete"]) == (3, False)
    again = ["sweep", "peace-treaty", "--vary", "readings", "--block", "10", "--out", tmp_path / "s"]
    for call in (["sweep", "--resume", tmp_path / "s"], again):
        plan = run(*call, "--plan", "--json").json
        assert (plan["stored"], plan["complete"]) == (4, False)
    other = run(*again, "--vary", "worlds", "--plan")
    assert (other.code, "holds another sweep" in other.err) == (2, True)
    assert run("sweep", "--resume", tmp_path / "s").code == 0
    assert run("query", tmp_path / "s", "select count(*) from sweep").code == 0


def test_a_folder_without_a_sweep_cannot_be_asked(run: Runner, tmp_path: Path) -> None:
    done = run("query", tmp_path, "select 1")
    assert (done.code, "holds no sweep" in done.err) == (2, True)
    assert run("query", tmp_path, "select 1", "--csv", "--json").code == 2


def test_without_the_extra_both_commands_say_what_to_install(
    run: Runner, folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from detente.sweep import extras

    absent = {"pyarrow", "duckdb", "distributed"}

    def there(name: str) -> ModuleType:
        if name.partition(".")[0] in absent:
            raise ModuleNotFoundError(name=name)
        return import_module(name)

    monkeypatch.setattr(extras, "import_module", there)
    new = ["sweep", "chicken", "--vary", "swaps", "--out", tmp_path / "t"]
    for left in (absent, {"duckdb"}):
        absent = left
        for call in (["query", folder, "select 1"], new):
            done = run(*call)
            assert (done.code, done.out) == (3, "")
            assert "pip install 'detente[sweep]'" in done.err
    absent = {"distributed"}
    assert "pip install 'detente[cluster]'" in run(*new, "--cluster", "127.0.0.1:1").err
    assert not (tmp_path / "t").exists()
