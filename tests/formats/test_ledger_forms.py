"""Whatever an article holds, its reading goes into every form and comes back from JSON."""

from __future__ import annotations

import json

from hypothesis import given, settings
from hypothesis import strategies as st

from detente.formats.ledgers.annotations import annotation_page
from detente.formats.ledgers.load import load_ledger
from detente.formats.ledgers.plain import ledger_data
from detente.formats.ledgers.tables import csv_table
from detente.report.ledgers import ledger_html
from detente.text.reading import read
from detente.text.source import read_source

PIECES = st.sampled_from(
    [
        *("“", "”", '"', "‘", "’", "\n", "\r\n", " ", ", ", ". ", "\u2028", "\u202e", "\ufeff", "🐟", "é", "=", "<b>"),
        *("Ana Belo", "she", "said", "according to", "Portugal", "Lisbon", "on Monday", "wants", "unless", "No deal"),
    ]
)


@given(st.lists(PIECES | st.text(max_size=3), max_size=30).map("".join))
@settings(max_examples=60)
def test_any_article_goes_into_every_form(text: str) -> None:
    ledger = read(read_source("a.txt", text.encode(), html=False, encoding="utf-8"))
    written = json.dumps(ledger_data(ledger))
    assert load_ledger(written) == ledger
    assert load_ledger(json.dumps(ledger_data(ledger, text=False)), article=ledger.source) == ledger
    assert json.loads(json.dumps(annotation_page(ledger)))["type"] == "AnnotationPage"
    assert csv_table(ledger).count("\r\n") >= 1 + len(ledger.statements)
    ledger_html(ledger).encode("utf-8")
