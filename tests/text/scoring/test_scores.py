"""Tallies add up, intervals are the same every time, and the list of speech cues is what it says."""

from __future__ import annotations

from pathlib import Path

import pytest
from tests.text.scoring.samples import gold_ledger, write_gold

from detente.text.scoring.bootstrap import interval
from detente.text.scoring.cue import head, is_speech
from detente.text.scoring.gold import load_folder
from detente.text.scoring.plain import plain
from detente.text.scoring.running import each, score_annotated
from detente.text.scoring.score import DocumentScore, Scores
from detente.text.scoring.tally import Tally

MIXED = [Tally(4, 3, 5, 3), Tally(2, 2, 2, 2), Tally(0, 0, 3, 0), Tally(1, 0, 0, 0)] * 5


def test_sums_are_over_all_documents_and_the_interval_holds_f1() -> None:
    scores = Scores([DocumentScore(str(n), {"direct": t}) for n, t in enumerate(MIXED)])
    measure = scores.measures["direct"]
    assert measure.tally == (35, 25, 50, 25)
    assert measure.low < measure.tally.f1 < measure.high
    assert ".714" in str(scores)


def test_the_interval_is_the_same_every_time_and_narrows_with_documents() -> None:
    low, high = interval(MIXED)
    assert (low, high) == interval(MIXED)
    closer = interval(MIXED * 20)
    assert closer[1] - closer[0] < (high - low) / 2


def test_nothing_counted_has_no_rate_and_no_interval() -> None:
    assert interval([]) == interval([Tally()]) == (0, 0)
    assert (Tally().precision, Tally().recall, Tally().f1) == (0, 0, 0)


def test_plain_data_tell_rates_or_shares(tmp_path: Path) -> None:
    (gold,) = load_folder(write_gold(tmp_path))
    made = plain("gold", "gold", Scores([score_annotated(gold, read=lambda _: gold_ledger())]), errors=True)
    assert made["measures"]["direct"] == {
        "precision": 1.0, "recall": 1.0, "f1": 1.0, "low": 1.0, "high": 1.0,
        "found": 1, "found_right": 1, "gold": 1, "gold_right": 1,
    }  # fmt: skip
    assert made["measures"]["use"] == {"share": 1.0, "low": 1.0, "high": 1.0, "right": 1, "of": 1}
    assert made["errors"] == []


def _named(name: str) -> DocumentScore:
    return DocumentScore(name, {"all": Tally(1, 1, 1, 1)})


def test_two_processes_give_the_same_documents_in_the_same_order() -> None:
    names = [str(n) for n in range(20)]
    seen: list[tuple[int, int]] = []
    found = list(each(_named, names, 2, lambda done, total: seen.append((done, total))))
    assert found == list(each(_named, names, 1))
    assert seen == [(n, 20) for n in range(21)]


@pytest.mark.parametrize(
    ("cue", "word", "speech"),
    [
        ("said", "said", True),
        ("has repeatedly denied", "denied", True),
        ("According to", "according", True),
        ("didn't say", "say", True),
        ("in a statement", "statement", True),
        ("is expected to say", "expected", False),
        ("wants", "wants", False),
        ("'s claim", "claim", True),
        (":", "", False),
        ("has", "has", False),
    ],
)
def test_the_word_of_a_cue_that_counts(cue: str, word: str, speech: bool) -> None:  # noqa: FBT001
    assert (head(cue), is_speech(cue)) == (word, speech)
