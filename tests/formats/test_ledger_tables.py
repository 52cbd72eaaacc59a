"""Ledgers as CSV: a row for each entry, read back by any reader of CSV, and nothing that a spreadsheet would run."""

from __future__ import annotations

import csv
import io
from dataclasses import replace
from typing import get_args

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from detente.formats.ledgers.tables import Table, csv_table
from detente.text.ledger import Ledger, Speaker
from tests.formats.random_ledgers import ledgers
from tests.formats.sample_ledger import TEXT, sample

TABLES = get_args(Table)


def rows(ledger: Ledger, table: Table, *, text: bool = True) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(csv_table(ledger, table, text=text), newline="")))


def test_a_statement_is_one_row_with_who_how_and_where() -> None:
    first, second, third, *_ = rows(sample(), "statements")
    assert (first["id"], first["speaker"], first["role"], first["standing"]) == (
        "s1",
        "Kari Holm",
        "Fisheries Minister",
        "party",
    )
    assert (first["kind"], first["cue"], first["pieces"]) == ("direct", "said", "63-100 139-165")
    assert first["content"] == "Norway will not raise Iceland’s share ... unless it opens its waters"
    assert second["said"] == "2024-05-02"
    assert (third["level"], third["within"], third["hedged"]) == ("nested", "s2", "true")
    assert {row["source"] for row in rows(sample(), "statements")} == {"mackerel.txt"}


def test_an_attitude_tells_on_whose_word_it_rests() -> None:
    first, *_ = rows(sample(), "attitudes")
    assert (first["actor"], first["stance"], first["thing"]) == ("NOR", "refuses", "raise Iceland’s share")
    assert (first["condition"], first["said_by"], first["standing"]) == (
        "unless it opens its waters",
        "Kari Holm",
        "party",
    )


def test_places_in_rows_slice_back() -> None:
    for table in ("mentions", "dates", "paragraphs"):
        for row in rows(sample(), table):
            assert TEXT[int(row["start"]) : int(row["end"])] == row["words"]


@given(ledgers(), st.sampled_from(TABLES), st.booleans())
@settings(max_examples=60)
def test_every_entry_is_one_row_of_equal_length(ledger: Ledger, table: Table, text: bool) -> None:  # noqa: FBT001
    head, *found = csv.reader(io.StringIO(csv_table(ledger, table, text=text), newline=""))
    assert len(found) == len(getattr(ledger, table))
    assert all(len(row) == len(head) for row in found)


@pytest.mark.parametrize("table", TABLES)
def test_without_text_no_word_is_left(table: Table) -> None:
    written = csv_table(sample(), table, text=False)
    assert not [w for w in ("share", "told", "Bergen", "Thursday", "Advertisement") if w in written]


@pytest.mark.parametrize("name", ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1"])
def test_a_spreadsheet_takes_no_cell_for_a_formula(name: str) -> None:
    first, *others = sample().statements
    hostile = replace(sample(), statements=(replace(first, speaker=Speaker(name)), *others))
    assert rows(hostile, "statements")[0]["speaker"] == f"'{name}"


def test_lines_end_as_the_standard_says() -> None:
    written = csv_table(sample())
    assert written.endswith("\r\n")
    assert written.count("\r\n") == len(sample().statements) + 1
