"""Tokens, noun phrases and clauses."""

from __future__ import annotations

import pytest

from detente.text.span import Span
from detente.text.syntax.phrases import has_clause, left_subject, right_phrase, starts_noun_phrase
from detente.text.syntax.tokens import Token, tokens


def row(words: str) -> list[Token]:
    """Return the tokens of some words."""
    return tokens(words, Span(0, len(words)))


@pytest.mark.parametrize(
    ("words", "texts"),
    [
        ("Mr. Belo’s 5,000 boats — gone.", ["Mr.", "Belo’s", "5,000", "boats", "–", "gone", "."]),
        ("the U.S. envoy - a judge", ["the", "U.S.", "envoy", "–", "a", "judge"]),
        ("a “quote of words”, well-known", ["a", "“quote of words”", ",", "well-known"]),
        ("$3.5 and 40%", ["$3.5", "and", "40%"]),
    ],
)
def test_tokens_are_words_marks_and_whole_quotes(words: str, texts: list[str]) -> None:
    assert [each.text for each in row(words)] == texts


@pytest.mark.parametrize(
    ("words", "clause"),
    [("the dam was safe", True), ("the safe dam", False), ("he’ll go", True), ("the united front", False), ("", False)],
)
def test_a_clause_has_a_verb(words: str, *, clause: bool) -> None:
    assert has_clause(row(words)) is clause


@pytest.mark.parametrize(
    ("words", "subject"),
    [
        ("it was late and the minister", "the minister"),
        ("On Friday the minister", "the minister"),
        ("the envoy yesterday", "the envoy"),
        ("Britain, France and Portugal", "Britain, France and Portugal"),
        ("20:15 GMT The minister", "The minister"),
    ],
)
def test_a_subject_ends_before_its_verb(words: str, subject: str) -> None:
    found = row(words)
    start, end = left_subject(found, len(found)) or (0, 0)
    assert words[found[start].start : found[end - 1].end] == subject


def test_a_source_ends_before_a_place_or_a_verb() -> None:
    found = row("the minister of roads in Lisbon")
    assert right_phrase(found, 0) == 4
    assert starts_noun_phrase(found, 0)
    assert not starts_noun_phrase(found, 2)
