"""A run: its rows, what must hold, its tables and its page; an early end is never taken for a whole run."""

from __future__ import annotations

import argparse
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from benchmarks.parts import explicit, reading, sweep, symbolic
from benchmarks.trials import GIB, Trial, Work

from benchmarks import command, measuring, page, running, tables, targets, trials

pytestmark = pytest.mark.tree
EDGES_64 = "explicit: 64 states, n=3 [edges]"


def made_up(seconds: float, growth: float = 1.07) -> dict[str, Any]:
    """Return a whole run in which every question of every row took so long, or more where the growth is measured."""
    every = dict.fromkeys(("median", "best", "worst", "cpu", "first"), seconds) | {"rounds": 3}
    rows = []
    for trial in trials.all_trials().values():
        row = {"key": trial.key, "part": trial.part, "model": trial.model, "way": trial.way, "took": 9.0}
        asked = ["five", "import", "process", "CNash", "equilibria", "packed", symbolic.WHOLE, "attain", "Ctrl-C"]
        asked += [sweep.QUESTION, reading.ONCE]
        asked = {"memory": ["copy, 1 thread"], "start": [*asked, "import detente"]}.get(trial.part, asked)
        memory = {"before": 1, "peak": 2 * GIB}
        row |= {"runs": {name: dict(every) for name in asked}, "memory": memory, "digest": "same", "items": 1000}
        if trial.part == "start":
            row["runs"]["bare Python"] = dict.fromkeys(every, seconds / 1000)
        row |= {"moved": dict.fromkeys(asked, 1 << 30)} if trial.part == "memory" else {}
        rows.append(row | {"states": 1000, "players": 3, "bytes": 9000.0, "built": 0.1})
    for options, cube in explicit.GROWING.items():
        for row in rows:
            if row["model"] == explicit.name_of(cube):
                row["states"] = 2**options
                row["runs"]["five"]["median"] = seconds * cube.players * 2.0 ** (growth * (options - 16))
    for row in rows:
        if row["part"] == "reading" and row["way"] == reading.RULES and row["model"] != reading.ARTICLE:
            row["runs"][reading.TWICE] = dict.fromkeys(
                row["runs"][reading.ONCE], seconds * (2 if growth <= 1.07 else 4)
            )
        if row["way"] == sweep.TWO and growth <= 1.07:
            row["runs"][sweep.QUESTION]["median"] = seconds / 2
    environment = {"date": "2026-01-01", "processor": "P", "cores": 2, "memory": GIB, "system": "S", "load": 0.0}
    environment |= dict.fromkeys(("python", "numpy", "detente", "kernel"), "1")
    return {"whole": True, "kind": "full", "environment": environment, "rows": rows}


# --------------------------------------------------------------------------------------------- what must hold


def test_every_line_of_what_must_hold_is_measured_by_a_row_of_the_suite() -> None:
    """With rows that took no time everything is met, and with rows that took for ever nothing is."""
    runs = ((1e-7, 1.0), (1e7, 1.2))
    fast, slow = (tables.must_hold(made_up(seconds, growth))[1] for seconds, growth in runs)
    assert [line[0] for line in fast] == [line[0] for line in slow]
    assert len(fast) == len(targets.targets()) >= 17
    for line in fast:
        assert line[4:6] == ["-" if limit == "-" else "met" for limit in line[1:3]], line
    for line in slow:
        assert line[4:6] == ["-" if limit == "-" else "MISSED" for limit in line[1:3]], line


def test_the_growth_is_the_exponent_of_the_times() -> None:
    assert targets.exponent(tables.by_key(made_up(0.01))) == pytest.approx(1.07)


def test_the_worst_row_decides_and_a_missing_one_leaves_it_open() -> None:
    target = targets.seconds("work", 2, 1, [("a", "five"), ("b", "five")])
    times = {"median": 0.5, "cpu": 0.5}
    rows: dict[str, Any] = {"a": {"runs": {"five": times}}, "b": {"runs": {"five": times | {"median": 1.5}}}}
    assert target.find(rows) == targets.Finding("1.50 s", True, False, "CPU 500 ms; all rows: 500 ms, 1.50 s")
    rows["b"] = {"not_run": "no kernel"}
    found = target.find(rows)
    assert (found.must, found.aim) == (None, None)
    assert "no kernel" in found.note
    rows["a"]["runs"]["five"]["median"] = 3
    assert target.find(rows).must is False
    assert target.find({}).shown == "not part of this run"


def test_the_largest_model_must_fit_too() -> None:
    run = made_up(1.0)
    assert targets.largest(tables.by_key(run)).must
    for row in run["rows"]:
        row["memory"]["peak"] = 17 * GIB
    assert not targets.largest(tables.by_key(run)).must


# ----------------------------------------------------------------------------------------------------- tables


def test_every_table_is_well_formed() -> None:
    run = made_up(0.01)
    run["rows"][3] |= {"not_run": "no compiler"}
    del run["rows"][3]["runs"]
    every = [tables.must_hold(run), *(tables.part(run, module) for module in tables.PARTS), tables.comparison(run, run)]
    for head, lines in every:
        assert lines
        assert all(len(line) == len(head) for line in lines)
        assert all(isinstance(cell, str) for line in lines for cell in line)
    assert any("not run: no compiler" in line for _, lines in every for line in lines)
    assert sum(len(lines) for _, lines in every[1:-1]) == len(run["rows"])


def test_the_columns_are_computed_from_the_row() -> None:
    run = made_up(0.01)
    head, lines = tables.part(run, explicit)
    line = dict(zip(head, lines[0], strict=True))
    assert line["ns per state and DM"] == f"{0.01e9 / 3000:,.0f}"
    assert line["times the roof"] == f"{0.01 / (9000 / ((1 << 30) / 0.01)):,.0f}"
    assert line["times the matrix"] == "1.00"
    assert line["peak memory"] == "2.00 GiB"


def test_ways_that_disagree_are_named() -> None:
    run = made_up(0.01)
    assert not list(tables.disagreements(run))
    next(row for row in run["rows"] if row["key"] == EDGES_64)["digest"] = "other"
    (line,) = tables.disagreements(run)
    assert "64 states, n=3" in line
    assert command.show(run, None) == 1


def test_a_comparison_marks_what_changed() -> None:
    old, new = made_up(0.01), made_up(0.02)
    _, lines = tables.comparison(old, new)
    assert {line[4] for line in lines if line[1] == "five"} == {"2.00"}
    assert {line[5] for line in lines if line[1] == "five"} == {"slower"}
    assert {line[5] for line in tables.comparison(new, old)[1] if line[1] == "five"} == {"faster"}


# ------------------------------------------------------------------------------------------------------- page


def test_the_page_follows_from_the_recorded_run() -> None:
    assert page.PAGE.read_text("utf-8") == page.page(page.recorded()), "python benchmarks --page makes it anew"


def test_the_recorded_run_is_whole_and_its_ways_agree() -> None:
    run = page.recorded()
    assert run["whole"]
    assert run["kind"] in {"full", "large"}
    assert not list(tables.disagreements(run))
    keys = [row["key"] for row in run["rows"]]
    assert len(keys) == len(set(keys))
    assert set(keys) <= trials.all_trials().keys(), "the rows were renamed: record a new run"
    assert not [row["key"] for row in run["rows"] if "failed" in row]


def test_the_page_shows_every_row_and_no_partial_run() -> None:
    run = made_up(0.01)
    text = page.page(run)
    assert all(f"| {row['model']} | {row['way']} |" in text for row in run["rows"])
    with pytest.raises(ValueError, match="not whole"):
        page.page(run | {"whole": False})
    run["rows"][-1] |= {"part": "explicit", "model": "64 states, n=3", "digest": "other"}
    with pytest.raises(ValueError, match="different answers"):
        page.page(run)


# -------------------------------------------------------------------------------------------------------- run


def test_rows_have_keys_of_their_own_and_quick_ones_are_in_the_full_run() -> None:
    every = trials.all_trials()
    assert all(key == trial.key for key, trial in every.items())
    quick, full, large = (
        {t.key for t in trials.chosen(quick=q, large=w)} for q, w in ((True, False), (False, False), (False, True))
    )
    assert quick < full < large == every.keys()
    assert sum(len(module.trials()) for module in tables.PARTS) == len(every)


def test_a_row_is_measured_in_a_process_of_its_own(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    kept = tmp_path / "run.json"
    assert command.main(["--quick", "--only", r"64 states, n=3 \[edges\]", "--json", str(kept)]) == 0
    run = json.loads(kept.read_text("utf-8"))
    (row,) = run["rows"]
    assert row["key"] == EDGES_64
    assert row["digest"]
    assert row["memory"]["peak"] > 0
    assert all(times["rounds"] >= 1 for times in row["runs"].values())
    assert not run["whole"]
    assert "NOT WHOLE" in capsys.readouterr().out
    assert command.main(["--show", str(kept)]) == 0


def test_ctrl_c_keeps_what_was_measured_and_says_so(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    rows: Iterator[Any] = iter(made_up(0.01)["rows"][:2])

    def one_more(*_: object) -> Any:
        for row in rows:
            return row
        raise KeyboardInterrupt

    monkeypatch.setattr(running, "measured", one_more)
    monkeypatch.setattr(page, "RECORD", tmp_path / "results.json")
    kept = tmp_path / "run.json"
    assert command.main(["--record", "--json", str(kept)]) == 130
    run = json.loads(kept.read_text("utf-8"))
    assert len(run["rows"]) == 2
    assert not run["whole"]
    said = capsys.readouterr()
    assert "NOT WHOLE" in said.out
    assert "not recorded" in said.err
    assert not page.RECORD.exists()
    assert [path.name for path in tmp_path.iterdir()] == ["run.json"]


def test_only_a_full_run_can_be_recorded() -> None:
    for also in (["--quick"], ["--only", "x"]):
        with pytest.raises(SystemExit) as ended:
            command.main(["--record", *also])
        assert ended.value.code == 2


def test_a_row_that_fails_or_does_not_fit_is_one_row() -> None:
    trial = Trial("explicit", "no such model", "edges", lambda: Work({}))
    row = running.measured(trial, 0.1, 1)
    assert "no such model" in row["failed"]
    assert row["key"] == trial.key
    large = Trial("explicit", "too large", "edges", lambda: Work({}), need=1 << 60)
    assert "GiB are free" in running.measured(large, 0.1, 1)["not_run"]
    late = Trial("explicit", "64 states, n=3", "edges", lambda: Work({}), limit=0.01)
    assert running.measured(late, 0.1, 1)["not_run"] == "not finished after 0 s"
    assert running.told(0, 'words\n{"runs": {}}\n', "") == {"runs": {}}
    assert running.told(-9, "", "") == {"failed": "ended by signal SIGKILL"}


def test_a_wrong_expression_says_what_to_do(capsys: pytest.CaptureFixture[str]) -> None:
    for only, words in (("(", "not a regular expression"), ("nothing like this", "--list names them")):
        with pytest.raises(SystemExit) as ended:
            command.main(["--only", only])
        assert ended.value.code == 2
        assert words in capsys.readouterr().err


def test_an_answer_that_changes_between_rounds_fails() -> None:
    answers = iter(range(9))
    work = Work({"five": lambda _subject: next(answers)}, digest=str)
    with pytest.raises(AssertionError, match="not the same"):
        measuring.rounds(work, 0, 2)


def test_the_first_round_does_not_count_beside_others() -> None:
    assert measuring.summary([(9.0, 9.0), (1.0, 2.0), (3.0, 2.0)])["median"] == 2
    assert measuring.summary([(9.0, 9.0)]) == measuring.summary([(9.0, 9.0)]) | {"median": 9.0, "rounds": 1}


def test_times_and_limits_are_written_in_the_unit_that_reads_best() -> None:
    assert [running.duration(s) for s in (90, 1.5, 0.0234, 2e-5, 3e-8)] == [
        "90.0 s", "1.50 s", "23.4 ms", "20.0 µs", "30.0 ns",
    ]  # fmt: skip
    assert [targets.duration_words(s) for s in (300, 12, 0.25, 0.002)] == ["5 min", "12 s", "0.25 s", "2 ms"]


def test_a_machine_is_described_without_its_name() -> None:
    import platform

    found = running.environment()
    assert found["cores"] >= 1
    assert found["memory"] > 0
    assert found["processor"]
    assert not platform.node() or platform.node() not in json.dumps(found)


def test_the_kind_of_run_is_written_down() -> None:
    asked = argparse.Namespace(only=None, quick=False, large=True)
    assert command.kind(asked) == "large"
    assert symbolic.PLACE > explicit.PLACE
