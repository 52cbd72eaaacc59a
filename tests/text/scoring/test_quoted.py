"""The kind of a statement follows from the quote marks of the text."""

from __future__ import annotations

import pytest

from detente.text.scoring.quoted import Quoted
from detente.text.span import Span


@pytest.mark.parametrize(
    ("text", "words", "kind"),
    [
        ('"We go," she said.', '"We go,"', "direct"),
        ('"We go," she said.', "We go", "direct"),
        ("“We go,” she said.", "she said", "indirect"),
        ("«We go», she said", "We go», she", "mixed"),
        ('They call it "a plan".', 'it "a plan"', "mixed"),
        ('She said,"We go" and left', '"We go"', "direct"),
        ("“We go\nand come", "and come", "indirect"),
        ('"One “two” three"', "three", "direct"),
        ("“One “two” three", "three", "indirect"),
        ('"One" two "three"', "two", "indirect"),
        ('The "end', "end", "direct"),
        ('The end" of it', "of it", "indirect"),
        ("It's not the voters' wish", "voters' wish", "indirect"),
        ("...", "...", "indirect"),
    ],
)
def test_the_kind_is_told_by_the_marks(text: str, words: str, kind: str) -> None:
    start = text.index(words)
    assert Quoted(text).kind([Span(start, start + len(words))]) == kind


def test_pieces_of_both_kinds_are_mixed() -> None:
    text = '"We go," she said, and that they stay.'
    assert Quoted(text).kind([Span(0, 8), Span(19, 37)]) == "mixed"
    assert Quoted(text).kind([Span(0, 4), Span(4, 8)]) == "direct"
