"""A table of sentences, each with all that is attributed in it."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import Any

import pytest
from ruamel.yaml import YAML
from tests.text.attribution.article import said, shown

MARKS = ['""', "‘’", "«»", "„”"]


@cache
def table() -> list[dict[str, Any]]:
    path = Path(__file__).with_name("sentences.yaml")
    entries: list[dict[str, Any]] = YAML(typ="safe").load(path.read_text("utf-8"))
    return entries


@pytest.mark.parametrize("entry", table(), ids=lambda entry: entry["text"][:40])
def test_a_sentence_attributes_just_this(entry: dict[str, Any]) -> None:
    text = entry["text"]
    assert [shown(text, each) for each in said(text)] == entry["says"]


def test_the_table_has_every_frame_and_kind() -> None:
    found = [line.split(" |")[0].split() for entry in table() for line in entry["says"]]
    rules = {"after", "final", "inverted", "according", "as", "dash", "leading", "nominal"}
    assert {rule for rule, *_ in found} == rules | {"floating", "led", "label", "unmarked"}
    assert {kind for _, kind, *_ in found} == {"direct", "indirect", "mixed"}
    assert len(table()) >= 150


@pytest.mark.parametrize("marks", MARKS)
def test_other_quote_marks_change_nothing(marks: str) -> None:
    table_of = str.maketrans("“”", marks)
    entries = [entry for entry in table() if "“" in entry["text"] and not set("‘’'\"") & set(entry["text"])]
    assert len(entries) >= 30
    for entry in entries:
        text = entry["text"].translate(table_of)
        if marks == "‘’" and entry["text"].count("“") != entry["text"].count("”"):
            continue  # a single mark opens only what closes in its paragraph
        assert [shown(text, each) for each in said(text)] == [line.translate(table_of) for line in entry["says"]]


def test_other_names_change_nothing() -> None:
    names = {"Ana Belo": "Kari Holm", "Belo": "Holm", "Rui Tavares": "Jan Dekker", "Tavares": "Dekker"}
    names |= {"Lisbon": "Tallinn", "BELO": "HOLM", "TAVARES": "DEKKER"}

    def renamed(words: str) -> str:
        for old, new in names.items():
            words = words.replace(old, new)
        return words

    entries = [entry for entry in table() if renamed(entry["text"]) != entry["text"]]
    assert len(entries) >= 20
    for entry in entries:
        text = renamed(entry["text"])
        assert [shown(text, each) for each in said(text)] == list(map(renamed, entry["says"]))


def test_what_surrounds_a_sentence_changes_nothing() -> None:
    for entry in table():
        if "\n" in entry["text"]:
            continue
        text = f"The year was wet.\n{entry['text']}\nThe winter was long."
        assert [shown(text, each) for each in said(text)] == entry["says"]
