"""An article is read from its bytes to its ledger."""

from __future__ import annotations

from datetime import date

from detente.text.reading import read
from detente.text.source import read_source

ARTICLE = """Talks on the lake

Ana Belo, the Portuguese foreign minister, said on Monday that the dam was safe.

“We want the gates open by the spring,” she said. “The lake is full.

Nobody answered.
"""


def test_a_ledger_holds_what_was_said_by_whom_and_what_is_in_doubt() -> None:
    ledger = read(read_source("talks.txt", ARTICLE.encode()))
    assert [(each.speaker.name, each.kind) for each in ledger.statements if each.level == "statement"] == [
        ("Ana Belo", "indirect"),
        ("Ana Belo", "direct"),
    ]
    codes = [each.code for each in ledger.doubts]
    assert "unclosed-quote" in codes
    assert "no-document-date" in codes


def test_with_a_document_date_nothing_is_unresolved() -> None:
    ledger = read(read_source("talks.txt", ARTICLE.encode(), document_date=date(2024, 4, 9)))
    assert "no-document-date" not in [each.code for each in ledger.doubts]


def test_the_same_bytes_give_the_same_ledger() -> None:
    assert read(read_source("a", ARTICLE.encode())) == read(read_source("a", ARTICLE.encode()))


def test_nothing_has_no_statements() -> None:
    assert read(read_source("a", b"\n")).statements == ()
