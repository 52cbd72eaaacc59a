"""Questions in SQL about a sweep: answered in place, never writing, never reading anything else."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

import detente
from detente.case.build import Case
from detente.errors import Cancelled
from detente.sweep import Sweep, open_sweep, run
from detente.sweep.query import WrongQuery, asked, plain
from detente.sweep.summary import Count
from tests.sweep.conftest import digests


@pytest.fixture(scope="module")
def treaty_sweep(treaty: Case, tmp_path_factory: pytest.TempPathFactory) -> Sweep:
    folder = tmp_path_factory.mktemp("a folder with 'quotes'") / "s"
    return run(treaty, ["readings", "worlds", "orders:us"], folder, block=100)


def test_rows_are_counted_joined_and_ordered(treaty_sweep: Sweep) -> None:
    sql = (
        "select world, count(*) filter (where attainable) k, count(*) n from sweep where order_us = '1 2 3' group by 1"
    )
    found = {row["world"]: (row["k"], row["n"]) for row in treaty_sweep.query(sql)}
    assert found["actual"] == (8, 48)
    both = """
        select count(*) n from sweep a join sweep b using (reading_russia, reading_japan, reading_us, order_us)
        where a.world = 'actual' and b.world = 'ban_gone' and b.attainable and not a.attainable and order_us = '1 2 3'
    """
    assert treaty_sweep.query(both) == [{"n": 9}]


@pytest.mark.parametrize(
    "sql",
    [
        "copy (select 1) to '{here}/new.csv'",
        "copy (select 1) to '{parts}/new.parquet'",
        "create table t as select 1",
        "insert into sweep values (1)",
        "drop view sweep",
        "attach '{here}/new.db'",
        "set enable_external_access = true",
        "pragma version",
        "install httpfs",
        "load httpfs",
        "export database '{here}/all'",
        "call pragma_version()",
        "select 1; drop view sweep",
        "checkpoint",
        "",
        "-- nothing",
    ],
)
def test_whatever_does_not_only_read_is_refused(sql: str, treaty_sweep: Sweep, tmp_path: Path) -> None:
    before = digests(treaty_sweep.store.path)
    text = sql.format(here=tmp_path, parts=str(treaty_sweep.store.path / "parts").replace("'", "''"))
    with pytest.raises(WrongQuery):
        treaty_sweep.query(text)
    assert not list(tmp_path.iterdir())
    assert digests(treaty_sweep.store.path) == before


@pytest.mark.parametrize(
    "sql",
    [
        "select * from read_text('{other}')",
        "select * from '{other}'",
        "select * from read_csv('{other}')",
        "select * from glob('{folder}/*')",
        "select * from read_parquet('{folder}/*.parquet')",
        "select * from treaty",
    ],
)
def test_no_other_file_and_no_variable_of_ours_is_read(sql: str, treaty_sweep: Sweep, tmp_path: Path) -> None:
    other = tmp_path / "other.csv"
    other.write_text("secret\n1\n", "utf-8")
    with pytest.raises(WrongQuery):
        treaty_sweep.query(sql.format(other=other, folder=tmp_path))


@pytest.mark.parametrize(
    ("sql", "said"),
    [
        ("select nope from sweep", r"nope.*; sweep has variant, world, reading_russia"),
        ("selec 1", "syntax error"),
        ("select 1 +", "syntax error"),
        ("select * from elsewhere", "elsewhere does not exist"),
        ("select cast('x' as integer)", "convert"),
    ],
)
def test_a_mistake_is_one_line_with_the_columns(sql: str, said: str, treaty_sweep: Sweep) -> None:
    with pytest.raises(WrongQuery, match=said) as caught:
        treaty_sweep.query(sql)
    assert "\n" not in str(caught.value)


def test_an_unfinished_sweep_answers_about_what_is_there(treaty: Case, tmp_path: Path) -> None:
    def stop(done: int, _of: int) -> None:
        if done >= 20:
            raise Cancelled("enough")

    with pytest.raises(Cancelled):
        run(treaty, ["readings"], tmp_path / "s", progress=stop, block=10)
    sweep = open_sweep(tmp_path / "s")
    assert not sweep.complete
    assert sweep.query("select count(*) n from sweep") == [{"n": 20}]
    assert (sweep.summary.total.variants, sweep.summary.blocks, sweep.summary.of) == (20, 2, 5)
    sweep.resume()
    assert sweep.complete
    assert sweep.summary.total.variants == 48


def test_a_sweep_that_was_only_begun_has_columns_and_no_rows(treaty: Case, tmp_path: Path) -> None:
    def stop(_done: int, _of: int) -> None:
        raise Cancelled("at once")

    with pytest.raises(Cancelled):
        run(treaty, ["readings"], tmp_path / "s", progress=stop)
    sweep = open_sweep(tmp_path / "s")
    assert sweep.query("select count(*) n, max(SEQ_equilibria) m from sweep") == [{"n": 0, "m": None}]
    assert sweep.summary.total.variants == 0


def test_long_answers_come_piece_by_piece(treaty_sweep: Sweep) -> None:
    with asked(treaty_sweep.store, "select a.variant from sweep a, sweep b, range(10)") as found:
        assert found.columns == ("variant",)
        assert sum(1 for _ in zip(found.rows, range(30_000), strict=False)) == 30_000


@pytest.mark.parametrize(
    ("value", "shown"),
    [
        (None, None),
        (True, True),
        (10**30, 10**30),
        (float("inf"), None),
        (Decimal("0.25"), 0.25),
        (b"\xff", "ff"),
        ({"a": [1, float("nan")]}, {"a": [1, None]}),
    ],
)
def test_values_become_what_json_has(value: Any, shown: Any) -> None:
    assert plain(value) == shown


# -------------------------------------------------------------------------------------------------- summaries


def test_the_summary_counts_what_the_rows_say(treaty_sweep: Sweep) -> None:
    found = treaty_sweep.summary
    assert found.complete
    assert found.total.variants == treaty_sweep.manifest.variants == sum(s.variants for s in found.shares) // 5
    columns = list(dict.fromkeys(share.column for share in found.shares))
    assert columns == ["world", "reading_russia", "reading_japan", "reading_us", "order_us"]
    worlds = [share.value for share in found.shares if share.column == "world"]
    assert worlds == list(detente.load("peace-treaty").worlds)
    for share in found.shares:
        sql = f"select count(*) n from sweep where attainable and {share.column} = '{share.value}'"  # noqa: S608
        assert treaty_sweep.query(sql) == [{"n": share.counts["attainable"].true}]
    assert found.total.counts["SEQ_none"] == Count(0, found.total.variants)


def test_values_too_many_to_list_are_named(treaty: Case, tmp_path: Path) -> None:
    found = run(treaty, ["orders"], tmp_path / "s", columns=["stays"], sample=500, seed=2).summary
    assert found.left_out == ()
    found = run(treaty, ["orders", "readings"], tmp_path / "t", columns=["stays"], sample=500, seed=2).summary
    assert "order_russia" in found.left_out


def test_a_variant_can_be_asked_anything_else(treaty_sweep: Sweep) -> None:
    (row,) = treaty_sweep.query("select * from sweep where variant = 700")
    conflict = treaty_sweep.conflict(700)
    from detente.analysis.equilibria import equilibria

    assert int(equilibria(conflict, ["SEQ"]).concepts["SEQ"].equilibria.sum()) == row["SEQ_equilibria"]
    with pytest.raises(detente.UnknownName, match="no variant 99999"):
        treaty_sweep.conflict(99_999)
