"""A table of sentences, each with the attitudes in it."""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from detente.text.attitudes import attitudes
from detente.text.ledger import Attitude, Paragraph, Speaker, Statement
from detente.text.mentions import mentions
from detente.text.page import page
from detente.text.span import Span

_EXPECTED = re.compile(r"\w+ \w+(?: not)?(?: maybe)?: [^|]+?(?: \| .+)?")


@cache
def _table() -> list[dict[str, Any]]:
    from ruamel.yaml import YAML

    found: list[dict[str, Any]] = YAML(typ="safe").load(Path(__file__).with_name("sentences.yaml").read_text("utf-8"))
    return found


def _said(text: str, said: dict[str, Any] | None) -> list[Statement]:
    if said is None:
        return []
    start = text.index(said["words"])
    speaker = Speaker(said["by"], standing="party" if said["by"] else "third party", entity=said["by"])
    return [Statement("s1", "statement", "direct", None, speaker, None, (Span(start, start + len(said["words"])),))]


def _shown(text: str, found: Attitude) -> str:
    marks = (" not" if found.negated else "") + (" maybe" if found.hedged else "")
    condition = f" | {found.condition.of(text)}" if found.condition else ""
    return f"{found.actor} {found.stance}{marks}: {found.thing.of(text)}{condition}"


def _read(entry: dict[str, Any]) -> list[str]:
    text = entry["text"]
    article = page(text, [Paragraph(Span(0, len(text)), "body", "given", 1.0)])
    found = attitudes(article, _said(text, entry.get("said")), mentions(article, [], []))
    return [_shown(text, each) for each in found.attitudes]


@pytest.mark.parametrize("entry", _table(), ids=lambda entry: entry["text"][:50])
def test_a_sentence_holds_these_attitudes_and_no_others(entry: dict[str, Any]) -> None:
    assert all(_EXPECTED.fullmatch(each) for each in entry["attitudes"])
    assert _read(entry) == entry["attitudes"]


def test_the_table_is_long_enough_to_mean_something() -> None:
    assert len(_table()) >= 100
