"""The project's gold articles load, and they are many and varied."""

from __future__ import annotations

from functools import cache
from pathlib import Path

import pytest

from detente.text.scoring.gold import Gold, load_folder

GOLD = Path(__file__).parents[2] / "gold"
HALVES = ("seen", "unseen")


@cache
def half_of_gold(half: str) -> list[Gold]:
    return load_folder(GOLD / half)


@pytest.mark.tree
@pytest.mark.parametrize("half", HALVES)
def test_every_annotation_of_the_half_loads_and_says_something(half: str) -> None:
    found = half_of_gold(half)
    assert len(found) >= 15
    assert all(gold.ledger.statements and gold.ledger.mentions for gold in found)


@pytest.mark.tree
def test_no_article_stands_in_both_halves_and_most_genres_are_there() -> None:
    seen, unseen = map(half_of_gold, HALVES)
    assert not {g.ledger.source.text for g in seen} & {g.ledger.source.text for g in unseen}
    assert all(len({g.genre for g in found}) >= 6 for found in (seen, unseen))
