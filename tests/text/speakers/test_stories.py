"""Whom the words of a story mean: people who go on, who are called by another word, whose paper it is."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from ruamel.yaml import YAML

from detente.text.reading import read
from detente.text.source import read_source

STORIES = YAML(typ="safe").load(Path(__file__).with_name("stories.yaml"))


@pytest.mark.parametrize("given", STORIES, ids=lambda given: given["story"])
def test_who_speaks_in_a_story(given: dict[str, Any]) -> None:
    ledger = read(read_source("story.txt", given["text"].encode()))
    assert [each.speaker.name or "-" for each in ledger.statements if each.level == "statement"] == given["says"]
