"""White space says nothing about who says what, and what is found has its places in the untouched text."""

from __future__ import annotations

import textwrap

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import detente
from detente.text.causes.finding import causal_claims
from detente.text.evened import evened
from detente.text.ledger import Ledger, Paragraph
from detente.text.paragraphs import paragraphs
from detente.text.span import Span

ARTICLE = """\
Talks over the harbour levy break down

Norway will lift the harbour levy if Iceland withdraws its tugs from the northern roads, Norwegian Trade Minister \
Kari Moen said on 3 May 2024 after a long night of talks in the port.

“We want an agreement, but not at any price,” she told reporters. “The door is open, and it will stay open for as \
long as I am in this office.”

Iceland refuses to withdraw its tugs, according to Jon Arnason, a spokesman for the Icelandic government. He added \
that the levy was the well-known cause of the quarrel.
"""


def reading(text: str) -> Ledger:
    return detente.read(detente.read_source("levy.txt", text.encode()))


def said(ledger: Ledger) -> list[tuple[object, ...]]:
    def words(span: Span) -> str:
        return " ".join(span.of(ledger.source.text).split()).replace("well- known", "well-known")

    found: list[tuple[object, ...]] = [
        (s.level, s.kind, s.speaker.name, s.cue and words(s.cue), *map(words, s.content)) for s in ledger.statements
    ]
    found += [(a.actor, a.stance, words(a.thing), a.condition and words(a.condition)) for a in ledger.attitudes]
    found += [(m.entity, words(m.span)) for m in ledger.mentions]
    return [*found, *((d.value, words(d.span)) for d in ledger.dates)]


def wrapped(width: int, end: str = "\n", indent: str = "") -> str:
    blocks = [textwrap.fill(line, width, initial_indent=indent) for line in ARTICLE.splitlines() if line]
    return f"{end}{end}".join(block.replace("\n", end) for block in blocks)


@pytest.mark.parametrize(
    "text",
    [
        *(pytest.param(wrapped(width), id=f"wrapped at {width}") for width in (56, 66, 72, 76, 80)),
        pytest.param(wrapped(72, "\r\n"), id="with carriage returns"),
        pytest.param(wrapped(72, indent="    "), id="with indents"),
        pytest.param(ARTICLE.replace(" ", "  "), id="two spaces"),
        pytest.param(ARTICLE.replace(" ", "\t"), id="tabs"),
        pytest.param(ARTICLE.replace(" ", "\xa0"), id="spaces that do not break"),
    ],
)
def test_white_space_changes_nothing_of_what_is_said(text: str) -> None:
    plain = said(reading(ARTICLE))
    assert len(plain) > 12
    assert said(reading(text)) == plain


def test_lines_that_are_no_broken_ones_stay_paragraphs() -> None:
    text = "Advertisement\nRead more\nHarbour talks fail\nNorway left.\nIceland stayed.\nbbc.com\nmore\n"
    assert len(paragraphs(text)) == 7


def test_an_indent_begins_a_paragraph_of_a_broken_text() -> None:
    text = "\n".join(textwrap.fill(line, 70, initial_indent="   ") for line in ARTICLE.splitlines() if line)
    assert len(paragraphs(text)) == 4


def test_a_broken_text_without_blank_lines_keeps_its_paragraphs() -> None:
    text = "\n".join(textwrap.fill(line, 70) for line in ARTICLE.splitlines() if line)
    assert len(paragraphs(text)) == 4
    turns = "\n".join(textwrap.fill(f"{who}: {line}", 70) for who in ("BELO", "HOST") for line in [ARTICLE[40:300]] * 3)
    assert len(paragraphs(turns.replace("\n\n", " "))) == 6


@settings(max_examples=60, deadline=None)
@given(st.text(st.sampled_from("ab -\n\r\t\xa0é😀."), max_size=40))
def test_each_character_of_the_evened_text_has_its_place(text: str) -> None:
    parts = tuple(Paragraph(each.span, "body", "", 1.0) for each in paragraphs(text))
    made = evened(text, parts)
    for k, sign in enumerate(made.text):
        assert text[made.place(k)] == sign or text[made.place(k)].isspace()
    for before, after in zip(parts, made.paragraphs, strict=True):
        assert made.back(after.span) == before.span


def test_a_cause_is_found_across_broken_lines() -> None:
    text = (
        "The ministry said that the collapse of the long\nharbour talks was caused by the presence of the\n"
        "foreign tugs in the northern roads, and by nothing\nelse that anybody had seen.\n"
    )
    found = causal_claims(reading(text))
    assert [claim.cause and claim.cause.of(text) for claim in found] == [
        "the presence of the\nforeign tugs in the northern roads"
    ]
