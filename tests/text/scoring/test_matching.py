"""Pieces of text belong together when half of their letters are the same; the most alike come first."""

from __future__ import annotations

import time

from hypothesis import given
from hypothesis import strategies as st

from detente.text.scoring.matching import Counted, common, matched
from detente.text.span import Span

SAID = 'She said that "it works, mostly".'


def test_quote_marks_spaces_and_punctuation_do_not_count() -> None:
    assert Counted(SAID).alike([Span(14, 32)], [Span(15, 31)]) == 1


def test_a_leading_that_or_to_is_not_counted_but_an_inner_one_is() -> None:
    counted = Counted("that he said that it is")
    assert counted.alike(counted.normal([Span(0, 23)]), counted.normal([Span(5, 23)])) == 1
    assert counted.size([Span(5, 23)]) == len("hesaidthatitis")
    wanted = Counted("to leave")
    assert wanted.size(wanted.normal([Span(0, 8)])) == len("leave")
    alone = Counted("that")
    assert alone.size(alone.normal([Span(0, 4)])) == 4


def test_overlapping_pieces_count_once() -> None:
    assert Counted("abcdef").normal([Span(2, 6), Span(0, 4)]) == (Span(0, 6),)


def test_a_pair_needs_half_of_the_union() -> None:
    text = "abcdefgh"
    assert matched(text, [[Span(0, 8)]], [[Span(0, 4)]]) == {0: 0}
    assert matched(text, [[Span(0, 8)]], [[Span(0, 3)]]) == {}
    assert matched(text, [[Span(0, 8)]], [[Span(0, 3)]], 0.3) == {0: 0}


def test_the_most_alike_pair_is_taken_first_and_nobody_twice() -> None:
    text = "abcdefghij"
    assert matched(text, [[Span(0, 6)], [Span(0, 10)]], [[Span(0, 9)]]) == {1: 0}
    assert matched(text, [[Span(0, 10)]], [[Span(0, 6)], [Span(0, 9)], [Span(0, 9)]]) == {0: 1}


def test_pairs_that_are_not_allowed_are_none() -> None:
    assert matched("abc", [[Span(0, 3)]], [[Span(0, 3)], [Span(0, 3)]], allowed=lambda _, j: j == 1) == {0: 1}


SPANS = st.lists(st.tuples(st.integers(0, 40), st.integers(1, 9)).map(lambda t: Span(t[0], t[0] + t[1])), max_size=5)


@given(st.text("ab .", min_size=50, max_size=50), SPANS, SPANS)
def test_it_counts_as_sets_of_places_would(text: str, one: list[Span], other: list[Span]) -> None:
    counted = Counted(text)
    ours, theirs = counted.normal(one), counted.normal(other)
    first, second = ({at for s in side for at in range(*s) if text[at].isalnum()} for side in (ours, theirs))
    both = {at for s in common(ours, theirs) for at in range(*s) if text[at].isalnum()}
    assert both == first & second
    assert counted.alike(ours, theirs) == (len(both) / len(first | second) if both else 0)


def test_many_pieces_are_matched_quickly() -> None:
    text = "word " * 40_000
    pieces = [[Span(5 * n, 5 * n + 4)] for n in range(3_000)]
    begun = time.process_time()
    assert len(matched(text, pieces, pieces)) == 3_000
    assert time.process_time() - begun < 2
