"""Turns of a transcript: who a label names, what goes on without one, and what the page says itself."""

from __future__ import annotations

import pytest

from detente.text.reading import read
from detente.text.source import read_source

HEAD = "Briefing of the foreign ministry’s spokesman, Azamat Toktorov, in Bishkek"


def turns(*paragraphs: str) -> list[tuple[str | None, str]]:
    """Return name and first words of what is said in a transcript of these paragraphs."""
    ledger = read(read_source("a.txt", "\n\n".join([HEAD, *paragraphs]).encode()))
    text = ledger.source.text
    return [(s.speaker.name, s.content[0].of(text)[:12]) for s in ledger.statements if s.level == "statement"]


@pytest.mark.parametrize("sign", [":", " –", " —"])
def test_a_label_may_end_with_a_colon_or_a_dash(sign: str) -> None:
    asked = [f"Nino Lomidze{sign} We object.", f"Imedi{sign} Why do you?"]
    assert [name for name, _ in turns(*asked, *asked)] == ["Nino Lomidze", "Imedi"] * 2


def test_who_asks_once_is_a_label_too_in_a_transcript() -> None:
    found = turns("BELO: We object.", "Reuters: Why?", "BELO: It is ours.", "BELO: We said so.", "BELO: We wait.")
    assert ("Reuters", "Why") in [(name, words.rstrip("?")) for name, words in found]


def test_a_paragraph_without_a_label_goes_on_with_the_turn_and_one_of_the_page_does_not() -> None:
    asked = ["BELO: We object.", "Q: Why?", "BELO: It is ours.", "We have maps. We showed them."]
    found = turns(*asked, "(Laughter in the room.)", "Q: And then?", "BELO: We wait.", "The interview was edited.")
    assert [name for name, _ in found] == ["BELO", None, "BELO", "BELO", None, "BELO"]
    assert found[3] == ("BELO", "We have maps")


def test_a_role_as_label_is_the_one_person_who_is_said_to_have_it() -> None:
    found = turns(
        "Spokesman: We object.", "Question: Why?", "Spokesman: It is ours.", "Question: So?", "Spokesman: Yes, ours."
    )
    assert {name for name, _ in found} == {"Azamat Toktorov", None}


def test_a_dateline_with_a_dash_is_no_label() -> None:
    found = turns("LIMA – Peru will wait, its minister said.", "QUITO – Ecuador will not, its envoy said.")
    assert [words for _, words in found] == ["Peru will wa", "Ecuador will"]
