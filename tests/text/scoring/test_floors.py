"""What the rules find in the articles they were tuned on does not get worse; the other half is not for tests."""

from __future__ import annotations

from functools import cache
from pathlib import Path

import pytest

from detente.text.scoring.gold import load_folder
from detente.text.scoring.running import score_gold
from detente.text.scoring.score import Scores

SEEN = Path(__file__).parents[2] / "gold" / "seen"
FLOORS = {
    "all": 0.88,
    "direct": 0.965,
    "mixed": 0.83,
    "indirect_speech": 0.86,
    "direct_and_name": 0.86,
    "attitudes": 0.75,
    "mentions": 0.97,
    "dates": 0.89,
}


@cache
def scored() -> Scores:
    return score_gold(load_folder(SEEN), processes=1)


@pytest.mark.tree
@pytest.mark.parametrize("measure", FLOORS)
def test_f1_does_not_fall(measure: str) -> None:
    assert scored().measures[measure].tally.f1 >= FLOORS[measure]
