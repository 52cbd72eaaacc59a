"""The statements of the article the project started from, which lies beside the tree and not in it."""

from __future__ import annotations

from pathlib import Path

import pytest

from detente.text.ledger import Ledger, Statement
from detente.text.reading import read
from detente.text.source import read_source

ARTICLE = Path(__file__).parents[4] / "shared" / "flagship" / "000_96baff8385027241.txt"
PESKOV, ZINBERG, BROWN = "Dmitry Peskov", "Yakov Zinberg", "James Brown"
SAID: list[tuple[str, str, str | None]] = [
    (PESKOV, "indirect", "blamed"),
    ("analysts", "mixed", "say"),
    ("analysts", "indirect", "say"),
    (PESKOV, "indirect", "blamed"),
    (PESKOV, "indirect", "remarks"),
    (PESKOV, "direct", "said"),
    (ZINBERG, "mixed", "said"),
    (ZINBERG, "direct", "told"),
    ("RUS", "indirect", "said"),
    (ZINBERG, "indirect", "said"),
    (ZINBERG, "direct", "said"),
    (ZINBERG, "direct", None),
    (ZINBERG, "indirect", "said"),
    (BROWN, "indirect", "said"),
    (BROWN, "direct", "said"),
    (BROWN, "mixed", "added"),
    (BROWN, "indirect", "said"),
    (ZINBERG, "direct", "said"),
    (ZINBERG, "direct", None),
]


@pytest.fixture(scope="module")
def ledger() -> Ledger:
    """Return the reading of the article."""
    if not ARTICLE.is_file():
        pytest.skip("the article that the flagship case cites is not here")
    return read(read_source(ARTICLE.name, ARTICLE.read_bytes()))


def statements(ledger: Ledger) -> list[Statement]:
    """Return what the article itself attributes."""
    return [each for each in ledger.statements if each.level == "statement"]


def test_nineteen_statements_have_their_speaker_kind_and_cue(ledger: Ledger) -> None:
    text = ledger.source.text
    found = [(s.speaker.name, s.kind, s.cue.of(text) if s.cue else None) for s in statements(ledger)]
    assert found == SAID


def test_the_summary_repeats_the_body(ledger: Ledger) -> None:
    first, *rest = statements(ledger)
    assert first.repeats == rest[2].id
    assert not any(each.repeats for each in rest)


def test_the_speakers_have_their_roles(ledger: Ledger) -> None:
    roles = {each.speaker.name: each.speaker.role for each in statements(ledger)}
    assert "spokesman" in (roles[PESKOV] or "")
    assert "professor" in (roles[ZINBERG] or "")
    assert "professor" in (roles[BROWN] or "")
