"""What holds of the whole way from any text to ledgers, tables, annotations and pages, however odd the text is."""

from __future__ import annotations

import json
import sys
import time
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import date
from functools import cache
from hashlib import sha256
from types import FrameType
from typing import Any

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from detente.errors import SourceError
from detente.formats.ledgers.annotations import annotation_page
from detente.formats.ledgers.load import load_ledger
from detente.formats.ledgers.plain import ledger_data
from detente.formats.ledgers.shape import json_schema
from detente.formats.ledgers.tables import csv_table
from detente.report.ledgers import ledger_html
from detente.text.ledger import Ledger, Source
from detente.text.reading import read
from detente.text.source import read_source
from detente.text.span import Span

FRAGMENTS = (
    " said", " says that ", "said ", " told reporters", "according to ", " denied ", " blamed ", "He added that ",
    " warned, adding that ", "could be seen as ", " remarks that ", " wants to ", " will not ", " refuses to ",
    " if ", "unless ", " on condition that ", "must ", "reportedly ", "Asked if ", "BELO: ", "Q: ", "A: ", "By ",
    "“", "”", '"', "‘", "’", "'", "«", "»", "``", "''", "„", "(", ")", "[", "]", "–", "—", " - ", "-", "…", "...",
    ".", ". ", ", ", "?", "! ", ": ", "; ", "• ", "\n", "\n\n", "\r\n", "\r", "\u2028", "\x85", "\t", "  ", "\xa0",
    "Ana Belo", "Belo", "Mr. ", "the Portuguese foreign minister", "Foreign Minister Ana Belo", "a Kremlin spokesman",
    "Moscow", "Tokyo’s ", "Japan", "the Soviet Union", "US", "U.S. ", "Georgia", "Jordan", "the UN", "Turkish Cypriots",
    "both sides", "they ", "she ", "its ", "we ", "who ", "on Monday", "in 1956", "from 2015 to 2018", "last week",
    "3 May", "31/12/9999", "in the 1950s", "0000-00-00", "next month", "We will not sign", "the islands", "peace",
    "Advertisement", "Read more: ", "Photo: AP", "02:12", "Share", "12 comments", "\0", "\ufeff", "\u200b", "\xad",
    "\u0301", "\u202e", "😀", "İ", "ß", "ﬁ", "ſ", "東京", "Россия", "עברית", "\x1a", "\x1b[31m", "\ud800",
    "</mark>", "&amp;", "{{ 7 }}", "\\ud800", "&#xD800;", "=1+1", "a" * 300,
)  # fmt: skip
TEXTS = st.one_of(
    st.text(max_size=200),
    st.lists(st.sampled_from(FRAGMENTS), max_size=60).map("".join),
    st.lists(st.one_of(st.sampled_from(FRAGMENTS), st.text(max_size=6)), max_size=40).map("".join),
    st.lists(st.sampled_from(FRAGMENTS), max_size=60).map(" ".join),
)
DAYS = st.one_of(st.none(), st.dates())


def source(text: str, day: date | None = None) -> Source:
    """Return a text as the source of a reading, also where no bytes can hold it."""
    raw = text.encode("utf-8", "surrogatepass")
    return Source("a.txt", raw, sha256(raw).hexdigest(), text, document_date=day, date_basis="given" if day else "none")


def spans(ledger: Ledger) -> Iterator[Span]:
    """Yield every place that a ledger tells."""
    for statement in ledger.statements:
        yield from statement.content
        yield from (place for place in (statement.cue, statement.speaker.span) if place is not None)
    for attitude in ledger.attitudes:
        places = (attitude.thing, attitude.actor_span, attitude.cue, attitude.condition)
        yield from (place for place in places if place is not None)
    yield from (found.span for found in (*ledger.paragraphs, *ledger.mentions, *ledger.dates))
    yield from (doubt.span for doubt in ledger.doubts if doubt.span is not None)


def places(data: Any) -> Iterator[dict[str, Any]]:
    """Yield every place with its exact words in the data of a ledger."""
    if isinstance(data, dict):
        if {"start", "end", "exact"} <= data.keys():
            yield data
        data = list(data.values())
    for each in data if isinstance(data, list) else []:
        yield from places(each)


@cache
def schema() -> Callable[[Any], None]:
    from jsonschema import Draft202012Validator

    validate: Callable[[Any], None] = Draft202012Validator(json_schema()).validate
    return validate


def carried(ledger: Ledger) -> str:
    """Take a ledger through every format, and return its JSON."""
    data = ledger_data(ledger, text=True)
    written = json.dumps(data)
    schema()(json.loads(written))
    text = ledger.source.text
    assert all(text[p["start"] : p["end"]] == p["exact"] for p in places(data))
    if written.isascii() and "\\ud" not in written:
        again = load_ledger(written)
        assert (again.paragraphs, again.statements, again.attitudes) == (
            ledger.paragraphs,
            ledger.statements,
            ledger.attitudes,
        )
    for part in ("statements", "attitudes", "mentions", "dates", "paragraphs", "doubts"):
        csv_table(ledger, part, text=True)
        csv_table(ledger, part, text=False)
    json.dumps([annotation_page(ledger, text=True), annotation_page(ledger, text=False)])
    schema()(json.loads(json.dumps(ledger_data(ledger, text=False))))
    ledger_html(ledger)
    return written


@settings(max_examples=30)
@given(TEXTS, DAYS)
@example("“No\ud800,” Ana Belo said.", None)
@example("Moscow‐", None)
@example("“0 0 0\r«0 0 0", None)
@example("Moscow \u0300:", None)
@example("", None)
def test_any_text_is_read_and_carried_through_every_format(text: str, day: date | None) -> None:
    carried_safely(text, day)


@pytest.mark.long
@settings(max_examples=3000)
@given(TEXTS, DAYS)
def test_very_many_texts_are_read_and_carried_through_every_format(text: str, day: date | None) -> None:
    carried_safely(text, day)


def carried_safely(text: str, day: date | None) -> None:
    """Check that places, names of statements and bytes are as they must be."""
    ledger = read(source(text, day))
    for place in spans(ledger):
        assert 0 <= place.start < place.end <= len(text)
    ids = [statement.id for statement in ledger.statements]
    assert len(set(ids)) == len(ids)
    assert {s.within for s in ledger.statements if s.within} <= set(ids)
    assert {s.continues for s in ledger.statements if s.continues} <= set(ids)
    assert {a.within for a in ledger.attitudes if a.within} <= set(ids)
    assert carried(ledger) == carried(read(source("".join(list(text)), day)))


@settings(max_examples=15)
@given(
    st.lists(st.sampled_from(FRAGMENTS), max_size=40).map("".join), st.sampled_from(["utf-8", "utf-16", "utf-8-sig"])
)
def test_bytes_of_any_encoding_give_the_ledger_of_their_text(text: str, encoding: str) -> None:
    held = text.encode(encoding, "replace").decode(encoding)
    raw = held.encode(encoding)
    try:
        found = read(read_source("a.txt", raw, html=False))
    except SourceError:  # more control characters than an article has
        return
    assert read(replace(found.source, raw=b"")).statements == found.statements
    assert all(place.of(found.source.text) for place in spans(found))


SAID = "“We will not sign,” said Ana Belo, the foreign minister of Portugal. "
GROWING = {
    "paragraphs": lambda n: "\n".join(f"{SAID}Japan wants to talk to envoy {k}." for k in range(n // 99)),
    "one line": lambda n: SAID * (n // len(SAID)),
    "quotes": lambda n: "“No.” " * (n // 6),
    "unclosed quotes": lambda n: "“No, he said " * (n // 13),
    "apostrophes": lambda n: "it's ' the ‘ " * (n // 13),
    "cues": lambda n: "he said, " * (n // 9),
    "nested cues": lambda n: "Belo says that Moscow said that " * (n // 32),
    "according": lambda n: "according to " * (n // 13),
    "brackets": lambda n: "The board said (" + "(" * n,
    "full stops": lambda n: "The board said " + "." * n + "a",
    "spaces": lambda n: "The board said." + " " * n + "a",
    "one first name": lambda n: "\n".join(f"Ana B{letters(k)} said so." for k in range(n // 18)),
    "one surname": lambda n: "\n".join(f"Envoy K{letters(k)} Belo said so." for k in range(n // 24)),
    "turns": lambda n: "\n".join(f"{letters(k % 40).upper()}: We will not." for k in range(n // 19)),
    "short lines": lambda n: "ab\n" * (n // 3),
    "speakers": lambda n: (
        "Peru and Chile are in dispute.\n"
        + "\n".join(f"“We must talk to Peru,” said {full_name(k)}, a negotiator. “Peru must.”" for k in range(n // 75))
    ),
    "papers": lambda n: "The communiqué reads in full:\n1. We agree on all.\nHe left.\n" * (n // 58),
    "introduced": lambda n: "\n".join(
        f"A spokesman said no. The spokesman, {full_name(k)}, laughed." for k in range(n // 55)
    ),
    "answers": lambda n: "Q: When is it?\nA: We want it later on.\n" * (n // 38),
    "the chair": lambda n: "CHAIR: We want it later on.\nMR BELO: We want it now.\n" * (n // 53),
    "notes": lambda n: "Peru issued a note on Monday. The note said it was late. The bloc wants peace.\n" * (n // 79),
    "she": lambda n: "Ana Belo sat down. " + "She left, according to one aide. “We are late,” she said. " * (n // 58),
    "dates": lambda n: "on Monday in 1956 " * (n // 18),
}


def full_name(number: int) -> str:
    """Return a first name and a surname that stand for a number."""
    return f"R{letters(number)} K{letters(number)}"


def letters(number: int) -> str:
    """Return four letters that stand for a number."""
    return "".join(chr(97 + number // 26**k % 26) for k in range(4))


def calls(text: str) -> int:
    """Return how many functions, of Python or C, are called to read a text."""
    count = 0

    def note(_frame: FrameType, event: str, _value: object) -> None:
        nonlocal count
        count += event in {"call", "c_call"}

    before = sys.getprofile()
    sys.setprofile(note)
    try:
        read(source(text))
    finally:
        sys.setprofile(before)
    return count


@pytest.mark.parametrize("shape", GROWING)
def test_twice_the_text_is_twice_the_work(shape: str) -> None:
    short, long = (GROWING[shape](size) for size in (1_200, 2_400))
    read(source(long))  # what is loaded and compiled once is no growth
    assert calls(long) <= 2.4 * calls(short) + 1000


@pytest.mark.long
@pytest.mark.parametrize("shape", GROWING)
def test_twice_a_long_text_takes_twice_the_time(shape: str) -> None:
    """Times on a shared machine: the best of two, and room for what the caches do."""
    short, long = (source(GROWING[shape](size)) for size in (50_000, 100_000))
    taken = [min(seconds(text) for _ in range(2)) for text in (short, long)]
    assert taken[1] <= 3 * taken[0]


def seconds(text: Source) -> float:
    """Return the CPU seconds that a reading takes."""
    before = time.process_time()
    read(text)
    return time.process_time() - before
