"""Sentences about a ledger: who says it, by which word, and on whose word an attitude rests."""

from __future__ import annotations

from dataclasses import replace
from typing import get_args

import pytest
from tests.formats.sample_ledger import NOBODY, sample

from detente.text.ledger import Speaker, Stance
from detente.text.telling import Telling, called, shortened, speaker_words, stance_words

LEDGER = sample()
TELLING = Telling(LEDGER)
FIRST, NESTED, LAST = LEDGER.attitudes


def test_an_attitude_rests_on_the_word_of_whoever_says_so() -> None:
    assert TELLING.attitude(FIRST).endswith("- said by Kari Holm (party), in s1")
    assert TELLING.attitude(replace(FIRST, within=None)).endswith("- says the article")
    assert TELLING.attitude(replace(FIRST, within="s5")).endswith("- inferred by nobody in particular, in s5")


def test_a_nested_attitude_tells_the_whole_chain() -> None:
    assert TELLING.attitude(NESTED) == (
        "Norway perhaps offers “a larger share” - said by Norway (party), "
        "as told by an Icelandic official (party), in s3"
    )
    assert [s.id for s in TELLING.chain("s3")] == ["s2", "s3"]


def test_a_circle_of_statements_ends() -> None:
    first, *others = LEDGER.statements
    ledger = replace(LEDGER, statements=(replace(first, within="s2"), replace(others[0], within="s1"), *others[1:]))
    assert [s.id for s in Telling(ledger).chain("s1")] == ["s2", "s1"]


@pytest.mark.parametrize("stance", get_args(Stance))
def test_every_stance_has_a_verb_and_its_denial(stance: Stance) -> None:
    words = {
        stance_words(replace(FIRST, stance=stance, negated=n, hedged=h)) for n in (True, False) for h in (True, False)
    }
    assert len(words) == 4


def test_a_cue_is_told_with_kind_and_marks() -> None:
    told = [TELLING.cue(s) for s in LEDGER.statements]
    assert told == [
        "said, direct",
        "told, mixed",
        "promised, nested, indirect, hedged",
        "no cue, direct",
        "could be read as, inference, indirect",
    ]
    assert TELLING.cue(LEDGER.statements[0], told=False) == "refuse, direct"


def test_who_is_not_named_is_said_to_be_so() -> None:
    assert speaker_words(NOBODY) == "somebody who is not named"
    assert speaker_words(Speaker(None, candidates=("A", "PRT"))) == "somebody who is not named: A or Portugal"


@pytest.mark.parametrize(
    ("entity", "name"),
    [("PRT", "Portugal"), ("USA", "the United States"), ("SUN", "the Soviet Union"), ("NATO", "NATO"), ("two", "two")],
)
def test_states_are_called_by_their_names(entity: str, name: str) -> None:
    assert called(entity) == name


@pytest.mark.parametrize("text", ["", "word", "two words", "x" * 500, "word " * 500, "a\n\t b"])
def test_shortened_words_fit_and_stand_on_one_line(text: str) -> None:
    for most in (8, 20, 60):
        made = shortened(text, most)
        assert len(made) <= most
        assert "\n" not in made
        assert made == " ".join(text.split()) or made.endswith("...")


@pytest.mark.parametrize(
    ("cue", "negated", "told"),
    [
        ("needs", False, "needs"),
        ("need", True, "does not need"),
        ("must", False, "must"),
        ("", True, "need not or must not"),
    ],
)
def test_an_obligation_has_the_verb_of_the_article(cue: str, negated: bool, told: str) -> None:  # noqa: FBT001
    assert stance_words(replace(FIRST, stance="must", negated=negated), cue) == told


def test_a_description_has_no_capital_within_a_sentence() -> None:
    first = LEDGER.statements[0]
    who = replace(first.speaker, name="A spokesman for the ministry")
    ledger = replace(LEDGER, statements=(replace(first, speaker=who), *LEDGER.statements[1:]))
    assert Telling(ledger).attitude(FIRST).endswith("- said by a spokesman for the ministry (party), in s1")
