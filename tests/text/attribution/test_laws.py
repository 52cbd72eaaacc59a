"""What holds of the statements of any text at all."""

from __future__ import annotations

import sys
from itertools import pairwise
from types import FrameType

import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from tests.text.attribution.article import paragraphs, read, said

from detente.text.page import FILLER, page

PIECES = [
    "\n", "“", "”", "‘", "’", '"', "'", "«", "»", "``", ", ", ". ", "? ", ": ", " – ", " (", ") ", "The minister",
    " said ", " says ", "that ", "the dam is safe", "Ana Belo", "BELO: ", " told reporters ", "according to ",
    "remarks ", "he ", "they ", "adding ", "and ", "but ", "as ", "Mr. ", "U.S. ", "the envoy, ", "to ", "Q: ",
    "5,000 ",
    "\u2028", "\0", "\xa0", "\x1a", "é", "𝔘", "İ", "ǅ", "'s ", "’s ", "who ", "asked ", "whether ", "-", "…",
]  # fmt: skip
TEXTS = st.one_of(
    st.text(), st.lists(st.one_of(st.sampled_from(PIECES), st.text(max_size=3)), max_size=40).map("".join)
)


@given(TEXTS)
@example("“")
@example("said")
@example("A: said “\nA: B")
@example("İ’s said that İ is it, İ said.")
def test_every_place_is_one_of_the_text(text: str) -> None:
    seen = page(text, paragraphs(text))
    read_ones = [each.span for each in seen.paragraphs]
    found = read(seen)
    assert [each.id for each in found] == [f"s{number}" for number in range(1, len(found) + 1)]
    for each in found:
        assert each.content
        for piece in each.content:
            assert piece.of(text).strip()
            assert sum(span.holds(piece) for span in read_ones) == 1
        assert all(one.end <= other.start for one, other in pairwise(sorted(each.content)))
        for named in (each.cue, each.speaker.span):
            assert named is None or named.of(text).strip()
        assert each.cue is None or not any(each.cue.overlap(piece) for piece in each.content)


@given(TEXTS)
def test_the_mask_keeps_every_place(text: str) -> None:
    seen = page(text, paragraphs(text))
    assert len(seen.masked) == len(text)
    for _, quote in seen.quotes:
        assert set(quote.inner.of(seen.masked)[:-1]) <= {FILLER}


@given(TEXTS)
def test_the_same_text_gives_the_same_statements(text: str) -> None:
    assert said(text) == said("".join(list(text)))


def calls(text: str) -> int:
    """Return how many functions, of Python or C, are called to read a text."""
    count = 0

    def note(_frame: FrameType, event: str, _value: object) -> None:
        nonlocal count
        count += event in {"call", "c_call"}

    before = sys.getprofile()
    sys.setprofile(note)
    try:
        said(text)
    finally:
        sys.setprofile(before)
    return count


LINES = [
    "The minister said the dam was safe. He said so twice.\n",
    "Ana Belo{}, the minister of roads{}, said the dam was safe. The minister said it was late.\n",
    "BELO{}: The dam is safe.\n",
    "“We will never go back to that,” he said.\n",
    "“We will never go back to that.”\n",
    ", adding that the dam was safe.\n",
    "A senior official said it was late. The official said it was not.\n",
]
RUNS = [
    "said, ",
    "he said ",
    '"',
    "“a b c d e”, ",
    "‘a ",
    ", ",
    "(",
    "his remarks that ",
    "The dam was safe, he said, ",
]
RUNS += ["according to him the dam was safe, ", ". ", ".", "A.B. ", "also ", "– ", "«", "1,"]


@pytest.mark.parametrize("line", LINES)
def test_twice_the_lines_are_twice_the_work(line: str) -> None:
    small, large = ("".join(line.format("xyz"[n % 3] * n, n) for n in range(size)) for size in (40, 80))
    said(small)
    assert calls(large) <= 2.4 * calls(small)


@pytest.mark.parametrize("run", RUNS)
def test_twice_the_sentence_is_twice_the_work(run: str) -> None:
    said(run * 160)
    assert calls(run * 320) <= 2.4 * calls(run * 160) + 200


@pytest.mark.long
@pytest.mark.parametrize("run", [*RUNS, *LINES])
def test_ten_million_characters_are_read(run: str) -> None:
    text = "".join(run.format(n, n) for n in range(10_000_000 // len(run)))
    assert len(said(text)) >= 0
