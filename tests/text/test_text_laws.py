"""What holds of any text and any bytes at all."""

from __future__ import annotations

import sys
from types import FrameType

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from detente.errors import DetenteError
from detente.text.ledger import PARAGRAPH_CLASSES, Source
from detente.text.paragraphs import paragraphs
from detente.text.paragraphs.line import INVISIBLE
from detente.text.source import read_source

PIECES = [
    "\n",
    "\r\n",
    "\r",
    "\u2028",
    "\x0c",
    "\0",
    "\ufeff",
    " ",
    "Advertisement",
    "Most read",
    "02:12",
    "Photo: AP",
    "• ",
    "“",
    ".",
    "?",
    "By Ola N",
]
TEXTS = st.one_of(st.text(), st.lists(st.one_of(st.sampled_from(PIECES), st.text(max_size=12))).map("".join))
SENTENCE = "The harbour board met on Wednesday and agreed that number {} would be dredged before the winter."


@given(TEXTS)
@example("\ufeffOne.\r\n\r\nTwo.\rThree.\x85Four.\u2029Five.\x0cSix.\0")
@example("\0\0")
@example("\ud800 alone")
@example("a" * 100_000)
def test_paragraphs_are_in_order_apart_and_cover_all_that_is_not_blank(text: str) -> None:
    found = paragraphs(text)
    covered = 0
    for each in found:
        blank = text[covered : each.span.start]
        assert all(sign.isspace() or sign in INVISIBLE for sign in blank)
        words = text[each.span.start : each.span.end]
        assert words
        assert len(words.splitlines()) == 1
        assert words == words.strip().strip(INVISIBLE)
        assert each.label in PARAGRAPH_CLASSES
        assert each.repeats is None or 0 <= each.repeats < len(found)
        covered = each.span.end
    assert all(sign.isspace() or sign in INVISIBLE for sign in text[covered:])


@given(TEXTS)
def test_the_same_text_gives_the_same_paragraphs(text: str) -> None:
    assert paragraphs(text) == paragraphs("".join(list(text)))


def outcome(raw: bytes) -> Source | str:
    """Return the source that bytes hold, or why they are refused."""
    try:
        return read_source("a.txt", raw, html=False)
    except DetenteError as error:
        return str(error)


@given(st.one_of(st.binary(), TEXTS.map(lambda text: text.encode("utf-8", "ignore"))))
@example(b"")
@example(b"\xff\xfe")
@example(b"\xef\xbb\xbf")
@example(b"\xff\xfe\0\0\0")
@example(bytes(range(256)))
def test_bytes_are_text_in_the_encoding_that_is_told_or_refused_in_words(raw: bytes) -> None:
    source = outcome(raw)
    if isinstance(source, str):
        assert "a.txt" in source
        return
    assert source.text == raw.decode(source.encoding)
    assert source.raw == raw
    assert source == outcome(raw)


def calls(text: str) -> int:
    """Return how many functions, of Python or C, are called to sort a text."""
    count = 0

    def note(_frame: FrameType, event: str, _value: object) -> None:
        nonlocal count
        count += event in {"call", "c_call"}

    before = sys.getprofile()
    sys.setprofile(note)
    try:
        paragraphs(text)
    finally:
        sys.setprofile(before)
    return count


@pytest.mark.parametrize(
    "line",
    [
        SENTENCE,
        SENTENCE.rstrip(".") + " Photo: Reuters",
        "Most read\nFerry number {} is late again",
        "Ferry number {} is late again",
        "• Point {}",
        "{}",
        "By Ola Nordmann {}",
        "“{}",
    ],
)
def test_twice_the_text_is_twice_the_work(line: str) -> None:
    small, large = ("\n".join(line.format(n) for n in range(size)) for size in (150, 300))
    paragraphs(small)
    assert calls(large) <= 2.2 * calls(small)


@pytest.mark.parametrize("sign", ["a", "“", "(", " ", "a ", "A. ", "/", "\n", "a.", "©", "Ab Cd/"])
def test_one_sign_over_and_over_is_sorted(sign: str) -> None:
    assert len(paragraphs(sign * 20_000)) <= 1


@pytest.mark.long
@pytest.mark.parametrize("size", [60, 1])
def test_ten_million_characters_are_sorted(size: int) -> None:
    line = " ".join(["The board met on day {} and agreed on nothing."] * size)
    count = 10_000_000 // len(line)
    assert len(paragraphs("\n".join(line.format(*[n] * size) for n in range(count)))) == count
