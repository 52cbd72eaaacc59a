"""Where sentences end."""

from __future__ import annotations

import pytest

from detente.text.sentences import split_sentences
from detente.text.span import Span


@pytest.mark.parametrize(
    "parts",
    [
        ["The dam is safe.", "The lake is full."],
        ["Mr. Belo met Gen. Rask on Jan. 3 in the U.S. capital.", "It rained."],
        ["She lives in the U.S.", "He does not."],
        ["The J. R. Vik Institute is closed."],
        ["It cost 3.5 million.", "Nobody paid!", "Why?", "It rained."],
        ["“Will you come?” Belo asked the judge.", "Nobody came."],
        ["“We go.”", "“They stay.”"],
        ["It was late...", "The boats were in."],
        ["no capital. follows here"],
        ["One line", "Another line"],
    ],
)
def test_a_text_is_cut_where_sentences_end(parts: list[str]) -> None:
    text = ("\n" if parts[0] == "One line" else " ").join(parts)
    assert [each.of(text) for each in split_sentences(text, Span(0, len(text)))] == parts


def test_nothing_has_no_sentence() -> None:
    assert split_sentences("  \n ", Span(0, 4)) == []
