"""Places are found again in a text that changed, and what is not there is lost."""

from __future__ import annotations

import time
from hashlib import sha256

import pytest
from hypothesis import given
from hypothesis import strategies as st

from detente.text.again import ONLY_THE_FIRST, Finder, Wanted
from detente.text.folding import Folded, folded
from detente.text.span import Span

TEXT = "The envoy said: “We will double the pilots’ fee on Monday”. Nobody in the port believed it at first."
WORDS = "We will double the pilots’ fee"


def digest(words: str) -> str:
    return sha256(words.encode()).hexdigest()[:12]


def wanted(words: str = WORDS, first: int | None = None) -> Wanted:
    start = TEXT.index(words)
    shown = words if first is None else words[:first]
    return Wanted(Span(start, start + len(words)), digest(words), shown)


def test_what_stands_where_it_did_is_ok() -> None:
    assert Finder(TEXT).find(wanted()).status == "ok"


def test_what_stands_elsewhere_has_moved_by_as_much_as_the_text_before_it_grew() -> None:
    found = Finder("A line was put in.\n" + TEXT).find(wanted(first=7))
    assert found.status == "moved"
    assert found.span is not None
    assert found.span.of("A line was put in.\n" + TEXT) == WORDS


def test_of_two_places_with_the_same_first_words_the_one_with_the_same_hash_is_taken() -> None:
    text = "We will see. " + TEXT
    found = Finder(text).find(wanted(first=7))
    assert found.span is not None
    assert found.span.of(text) == WORDS


def test_a_place_is_told_from_its_like_by_what_stands_around_it() -> None:
    text = "0123456789 He said no to Ana. She said no to Per."
    found = Finder(text).find(Wanted(Span(0, 2), words="no", is_whole=True, prefix="She said ", suffix=" to Per"))
    assert found.span == Span(text.rindex("no"), text.rindex("no") + 2)


def test_other_quote_marks_are_a_change_and_no_loss() -> None:
    found = Finder(TEXT.replace("’", "'")).find(wanted())
    assert found.status == "changed"


def test_first_words_that_stand_while_the_rest_does_not_are_a_loss() -> None:
    """A citation keeps a few words and a hash; what is new behind them may be a "not"."""
    words = "Norway will share the fee for pilots with Sweden before the summer"
    cited = Wanted(Span(0, len(words)), digest(words), "Norway will share the fee")
    assert Finder(words).find(cited).status == "ok"
    found = Finder(words.replace("with Sweden", "not with Sweden")).find(cited)
    assert (found.status, found.why) == ("lost", ONLY_THE_FIRST)


def test_a_letter_or_two_that_changed_are_a_change_and_no_loss() -> None:
    text = TEXT.replace("double the pilots’ fee", "double the pilot’s fee")
    found = Finder(text).find(wanted())
    assert found.status == "changed"
    assert "alike" in found.why


@pytest.mark.parametrize(("then", "now"), [("will not share", "will share"), ("will share 12", "will share 17")])
def test_another_number_or_negation_is_a_loss_however_alike_the_rest_is(then: str, now: str) -> None:
    rest = "pilots of the northern harbour before the next summer, unless both ministries agree to it in writing"
    words = f"The two ports {then} {rest}"
    finder = Finder(f"It is told. The two ports {now} {rest}, said Ana Belo.")
    found = finder.find(Wanted(Span(12, 12 + len(words)), words=words, is_whole=True))
    assert found.status == "lost"
    assert "another number or another not" in found.why


def test_words_that_were_broken_over_lines_are_the_same_but_for_white_space() -> None:
    words = "The two ports will share the pilots before the next summer."
    broken = "Now:\r\n" + words.replace("share the", "share\r\nthe")
    wanted = Wanted(Span(0, len(words)), sha256(words.encode()).hexdigest()[:12], "The two ports will share")
    found = Finder(broken).find(wanted)
    assert (found.status, found.why) == ("changed", "only white space differs")
    assert found.span is not None
    assert found.span.of(broken) == broken[6:]


def test_words_that_are_not_there_are_lost() -> None:
    assert Finder("Nothing of the kind was said in this article about ports.").find(wanted()).status == "lost"


def test_a_hash_alone_says_only_whether_the_place_is_as_it_was() -> None:
    bare = Wanted(wanted().span, wanted().sha256)
    assert Finder(TEXT).find(bare).status == "ok"
    assert Finder("x" + TEXT).find(bare).status == "lost"


def test_words_without_a_place_are_searched_and_neither_cannot_be_checked() -> None:
    assert Finder(TEXT).find(Wanted(words="double the pilots' fee")).status == "ok"
    assert Finder(TEXT).find(Wanted(words="halve the pilots' fee")).status == "lost"
    assert Finder(TEXT).find(Wanted()).status == "not checkable"
    assert Finder(TEXT).find(Wanted(Span(4, 9))).status == "not checkable"


def test_a_right_place_with_wrong_words_is_told() -> None:
    place = wanted()
    found = Finder(TEXT).find(Wanted(place.span, place.sha256, "We will halve"))
    assert found.status == "changed"


def test_a_place_beyond_the_end_is_no_place() -> None:
    assert Finder("short").find(Wanted(Span(90, 99), digest("whatever"), "whatever")).status == "lost"


@given(st.text(min_size=1, max_size=80), st.data())
def test_every_place_of_an_unchanged_text_is_ok_whatever_the_text(text: str, data: st.DataObject) -> None:
    start = data.draw(st.integers(0, len(text)))
    end = data.draw(st.integers(start, len(text)))
    words = text[start:end]
    place = Wanted(Span(start, end), sha256(words.encode("utf-8", "surrogatepass")).hexdigest(), words, is_whole=True)
    assert Finder(text).find(place).status == "ok"


@given(st.text(max_size=60), st.text(min_size=1, max_size=40), st.text(max_size=60))
def test_words_that_were_moved_are_never_lost(before: str, words: str, behind: str) -> None:
    found = Finder(before + words + behind).find(Wanted(Span(0, len(words)), words=words, is_whole=True))
    assert found.status != "lost" or not folded(words)
    if found.status == "moved":
        assert found.span is not None
        assert found.span.of(before + words + behind) == words


@given(st.text(max_size=120), st.text(max_size=20))
def test_what_is_found_folded_reads_the_same_folded(text: str, words: str) -> None:
    for span in Folded(text).find(words):
        assert folded(span.of(text)) == folded(words)


def test_searching_a_large_text_takes_time_in_proportion() -> None:
    text = "said no, said no, " * 100_000
    begin = time.process_time()
    assert Finder(text).find(Wanted(Span(5, 20), digest("gone"), "the words that are gone")).status == "lost"
    assert Finder(text).find(Wanted(Span(5, 20), digest("gone"), "said no")).status == "lost"
    assert time.process_time() - begin < 6
