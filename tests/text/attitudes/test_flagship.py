"""The attitudes in the article the project started from, which lies beside the tree and not in it."""

from __future__ import annotations

from pathlib import Path

import pytest

from detente.text.ledger import Ledger
from detente.text.reading import read
from detente.text.source import read_source

ARTICLE = Path(__file__).parents[4] / "shared" / "flagship" / "000_96baff8385027241.txt"
HELD = (
    ("SUN", "offers", False, False, "Japan become neutral"),
    ("RUS", "wants", True, False, "overly dependent on China"),
    ("RUS", "wants", False, True, "work with Japan"),
    ("RUS", "believes", False, False, "needs Russian oil"),
    ("RUS", "wants", False, False, "help Japanese companies"),
    ("JPN", "wants", False, False, "see the islands returned"),
    ("JPN", "can", True, False, "happen at the cost"),
    ("RUS", "believes", False, False, "as the stumbling block"),
    ("RUS", "offers", False, False, "an agreement"),
    ("JPN", "wants", False, False, "the Northern Territories back"),
)


@pytest.fixture(scope="module")
def ledger() -> Ledger:
    if not ARTICLE.is_file():
        pytest.skip("the article lies beside the tree, in ../shared/flagship")
    return read(read_source(ARTICLE.name, ARTICLE.read_bytes()))


@pytest.mark.parametrize("held", HELD, ids=lambda held: f"{held[0]} {held[1]} {held[4]}")
def test_what_others_say_that_an_actor_wants_is_found(ledger: Ledger, held: tuple[str, str, bool, bool, str]) -> None:
    text = ledger.source.text
    found = [a for a in ledger.attitudes if held[4] in a.thing.of(text) and a.actor == held[0]]
    assert [(a.actor, a.stance, a.negated, a.hedged) for a in found if a.stance == held[1]] == [held[:4]]
    assert all(a.within is not None for a in found)


def test_what_the_journalist_reads_into_remarks_is_no_offer(ledger: Ledger) -> None:
    text = ledger.source.text
    readings = [s for s in ledger.statements if s.level == "inference"]
    assert [s.cue and s.cue.of(text) for s in readings] == ["interpreted"]
    content = readings[0].content[0]
    assert content.of(text).startswith("hinting at")
    assert content.of(text).endswith("troops leave Japan")
    assert not [a for a in ledger.attitudes if content.overlap(a.thing)]


def test_nested_speakers_are_named(ledger: Ledger) -> None:
    nested = [s.speaker.name for s in ledger.statements if s.level == "nested"]
    assert nested == ["SUN", "RUS", "the new ambassador", "RUS"]
