from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from ruamel.yaml import YAML

from detente.text.ledger import DateMention, Mention, Paragraph
from detente.text.mentions import mentions
from detente.text.page import page
from detente.text.span import Span

_MARK = re.compile(r"\[([^]|]+)\|(\w[\w ]*)\|(\w+)\]")


def written(text: str, *years: str) -> tuple[Mention, ...]:
    dates = [
        DateMention(Span(match.start(), match.end()), year, "absolute")
        for year in years
        for match in re.finditer(rf"in {year}|{year}", text, re.IGNORECASE)
    ]
    return mentions(page(text, [Paragraph(Span(0, len(text)), "body", "", 1.0)]), (), dates[:1])


def sentences() -> Iterator[str]:
    table = YAML(typ="safe", pure=True).load(Path(__file__).with_name("mention_uses.yaml").read_text(encoding="utf-8"))
    for group in table.values():
        yield from group.splitlines()


@pytest.mark.parametrize("marked", tuple(sentences()))
def test_sentences_of_the_table(marked: str) -> None:
    text = _MARK.sub(r"\1", marked)
    years = re.findall(r"\b1[89]\d\d\b", text)
    found = [(each.span.of(text), each.entity, each.use) for each in written(text, *years)]
    assert found == _MARK.findall(marked)
