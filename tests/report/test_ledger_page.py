"""The page of a ledger: every word of the article as it stands, however marks overlap, and nothing that runs."""

from __future__ import annotations

import hashlib
import re
from base64 import b64encode
from dataclasses import replace
from html.parser import HTMLParser

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from detente.report.ledgers import ledger_html
from detente.report.ledgers.segments import Mark, segments
from detente.report.text import clean
from detente.text.ledger import Ledger, Paragraph, Source, Speaker, Statement
from detente.text.span import Span
from tests.formats.random_ledgers import ledgers
from tests.formats.sample_ledger import LINES, sample
from tests.report.outline import Outline


class Words(HTMLParser):
    """The article's own words on a page: labels, numbers and what is told behind words left out."""

    OURS = frozenset({"at", "number", "told", "unseen"})

    def __init__(self, page: str) -> None:
        super().__init__(convert_charrefs=True)
        self.paragraphs: list[str] = []
        self._open: list[tuple[str, set[str]]] = []
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        classes = set((dict(attrs).get("class") or "").split())
        if tag == "p" and "words" in classes:
            self.paragraphs.append("")
        if self.paragraphs and tag not in {"input", "meta"}:
            self._open.append((tag, classes))

    def handle_endtag(self, tag: str) -> None:
        if self._open and self._open[-1][0] == tag:
            self._open.pop()

    def handle_data(self, data: str) -> None:
        inside = [classes for _, classes in self._open]
        if any("words" in c for c in inside) and not any(c & self.OURS for c in inside):
            self.paragraphs[-1] += data


def lines(text: str) -> str:
    """Return text as a parser of HTML has it: line ends of every kind are one, as when a browser reads the page."""
    return text.replace("\r\n", "\n").replace("\r", "\n")


def test_every_paragraph_stands_as_it_is() -> None:
    assert Words(ledger_html(sample())).paragraphs == [words for _, words in LINES]


@given(ledgers())
@settings(max_examples=60)
def test_every_word_of_any_article_stands_there_once(ledger: Ledger) -> None:
    page = ledger_html(ledger)
    shown = [lines(words) for words in Words(page).paragraphs]
    assert shown == [lines(clean(p.span.of(ledger.source.text))) for p in ledger.paragraphs]
    assert ledger_html(ledger) == page


@given(st.lists(st.tuples(st.integers(0, 9), st.integers(0, 9)), max_size=6))
def test_stretches_are_cut_wherever_a_mark_begins_or_ends(pairs: list[tuple[int, int]]) -> None:
    text = "abcdefghi"
    marks = [Mark(Span(min(p), max(p)), "content", str(n)) for n, p in enumerate(pairs) if p[0] != p[1]]
    found = list(segments(text, Span(0, 9), marks))
    assert "".join(s.text for s in found) == text
    for segment in found:
        span = Span(segment.start, segment.start + len(segment.text))
        assert {m.item for m in segment.marks} == {m.item for m in marks if m.span.holds(span)}
        assert all(m.span.holds(span) or not m.span.overlap(span) for m in marks)


@given(ledgers())
@settings(max_examples=30)
def test_every_page_is_well_formed_and_its_links_lead_somewhere(ledger: Ledger) -> None:
    assume(ledger.paragraphs)
    check(ledger_html(ledger))


def check(page: str) -> None:
    outline = Outline.of(page)
    ids = outline.values("id")
    assert outline.open == []
    assert len(ids) == len(set(ids))
    assert {h.removeprefix("#") for h in outline.values("href")} <= {
        *ids,
        *(f"at-{i[4:]}" for i in ids if i[:4] == "say-"),
    }


def test_who_says_it_stands_beside_the_words() -> None:
    page = ledger_html(sample())
    check(page)
    card = page.split('id="say-s3"')[1].split("</div>")[0]
    assert "Norway" in card
    assert "the article → an Icelandic official → Norway" in card
    assert "perhaps offers" in card
    assert 'id="at-s3"' in page


def test_what_was_left_out_says_why() -> None:
    row = ledger_html(sample()).split('id="p5"')[1].split('id="p6"')[0]
    assert "caption" in row
    assert "a line of its own" in row
    assert "%" not in row


def test_an_inference_is_nobodys_word() -> None:
    card = ledger_html(sample()).split('id="say-s5"')[1].split("</div>")[0]
    assert "Nobody by name" in card
    assert "party" not in card


def test_who_has_no_word_is_listed() -> None:
    first, *_ = sample().statements
    page = ledger_html(replace(sample(), statements=(first,), attitudes=()))
    assert "Only spoken of" in page
    assert "<strong>Iceland</strong>" in page


def test_only_our_script_may_run_and_nothing_is_fetched() -> None:
    page = ledger_html(sample())
    (script,) = re.findall(r"<script>(.*?)</script>", page, re.DOTALL)
    digest = b64encode(hashlib.sha256(script.encode()).digest()).decode()
    assert f"default-src 'none'; style-src 'unsafe-inline'; script-src 'sha256-{digest}'" in page
    assert not re.search(r"url\(|@import|src=|https?://", page)


HOSTILE = "<script>alert(1)</script> “</p><img src=x onerror=alert(1)>” & \u202eright\x00\ud800 {{ 7 * 7 }}"


def test_hostile_text_stays_text() -> None:
    raw = HOSTILE.encode("utf-8", "replace")
    who = Speaker('"><b>x', "<i>", "<u>", "party", Span(0, 8), "<s>", candidates=("<em>",))
    said = Statement("s1", "statement", "direct", None, who, Span(0, 3), (Span(1, 60),))
    source = Source("<b>.txt", raw, "0" * 64, HOSTILE)
    page = ledger_html(Ledger(source, (Paragraph(Span(0, len(HOSTILE)), "headline", "<q>", 1.0),), (said,)))
    outline = Outline.of(page)
    tags = [tag for tag, _ in outline.tags]
    assert tags.count("script") == 1
    assert not {"img", "b>", "i", "u", "s"} & set(tags)
    assert "{{ 7 * 7 }}" in page
    assert not re.search("[\u202e\x00\ud800]", page)
    page.encode("utf-8")


@pytest.mark.parametrize("text", ["", "\n \n"])
def test_an_article_without_words_is_a_page_that_says_so(text: str) -> None:
    page = ledger_html(Ledger(Source("a.txt", text.encode(), "0" * 64, text)))
    check(page)
    assert "There is nothing in this article." in page
    assert "No statement was found" in page
