from __future__ import annotations

import sys
from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from detente.errors import DetenteError, MissingExtra, SourceError
from detente.text.ledger import Source
from detente.text.paragraphs import paragraphs
from detente.text.source import read_source

BODY = (
    "<p>The talks over the harbour ended without a result on Friday, the ministry said, after three days.</p>"
    "<p>“We will not sign this,” the minister said. “It leaves everything as it was before we came.”</p>"
    "<p>The delegations are to meet again in June, when the fishing quotas are due to be renewed by both sides.</p>"
)
PAGE = (
    "<html><head><title>Harbour talks stall | The Daily Quay</title>{head}</head><body>"
    "<nav><a href='/'>Home</a> <a href='/world'>World</a></nav>"
    "<article><h1>Harbour talks stall</h1>{body}</article><footer>© 2024 The Daily Quay</footer></body></html>"
)


def page(head: str = "", body: str = BODY) -> bytes:
    """Return a page with more in its head, or with another body."""
    return PAGE.format(head=head, body=body).encode()


def test_the_article_is_drawn_with_its_title_and_without_the_menu() -> None:
    source = read_source("a.html", page())
    assert source.text.startswith("Harbour talks stall")
    assert "“We will not sign this,”" in source.text
    assert "Daily Quay" not in source.text
    assert source.media_type == "text/html"
    assert source.tool.startswith("trafilatura ")
    assert source.raw == page()
    assert [each.label for each in paragraphs(source.text)] == ["headline", "body", "body", "body"]


def test_a_page_is_known_by_its_name_or_its_first_words() -> None:
    assert read_source("a.txt", page()).media_type == "text/html"
    assert read_source("a.htm", b"<p>No deal.</p>").media_type == "text/html"
    assert read_source("a.txt", page(), html=False).text == page().decode()
    assert read_source("a.txt", b"x < y and y > z").media_type == "text/plain"


@pytest.mark.parametrize(
    "head",
    [
        '<meta property="article:published_time" content="2024-05-03T23:10:00+09:00">',
        '<meta itemprop="datePublished" content="2024-05-03">',
        '<meta name="date" content="Fri, 03 May 2024 10:00:00 GMT">',
        '<script type="application/ld+json">{"@graph": [{"datePublished": "2024-05-03"}]}</script>',
        '<script type="application/ld+json">{"datePublished": "2024-05-03T10:00:00Z", broken</script>',
        '<time itemprop="datePublished" datetime="2024-05-03T10:00">today</time>',
    ],
)
def test_the_date_is_what_the_metadata_states(head: str) -> None:
    source = read_source("a.html", page(head))
    assert (source.document_date, source.date_basis) == (date(2024, 5, 3), "metadata")


@pytest.mark.parametrize(
    "head",
    [
        "",
        '<link rel="canonical" href="https://quay.example/2024/05/03/talks">',
        '<meta property="article:modified_time" content="2024-05-03">',
        '<meta name="date" content="03/05/2024">',
        '<meta name="date" content="2024-13-45">',
        '<script type="application/ld+json">{"datePublished": 20240503}</script>',
    ],
)
def test_a_date_that_the_page_does_not_state_is_not_guessed(head: str) -> None:
    source = read_source("a.html", page(head, BODY + "<p>3 May 2024</p>"))
    assert (source.document_date, source.date_basis) == (None, "none")


def test_the_date_of_the_user_comes_first() -> None:
    head = '<meta property="article:published_time" content="2024-05-03">'
    source = read_source("a.html", page(head), document_date=date(2020, 1, 2))
    assert (source.document_date, source.date_basis) == (date(2020, 1, 2), "given")


def test_a_page_in_the_encoding_that_it_declares() -> None:
    raw = PAGE.format(head='<meta charset="iso-8859-1">', body=BODY).encode("cp1252")
    source = read_source("a.html", raw)
    assert source.encoding == "cp1252"
    assert "“We will not sign this,”" in source.text


def test_without_trafilatura_the_extra_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "trafilatura", None)
    with pytest.raises(MissingExtra, match=r"pip install 'detente\[html\]'"):
        read_source("a.html", page())


@pytest.mark.parametrize(
    "raw",
    [
        b"",
        b"<",
        b"<html>",
        b"<p>" * 2000,
        b"<!--",
        b"<html>&#0;&#xD800;</html>",
        b"<html>\0\xff\xfe",
        b"<?xml version='1.0' encoding='utf-16'?><html><body><p>No deal.</p></body></html>",
        b"<script type='application/ld+json'>" + b"[" * 5000 + b"</script>",
    ],
)
def test_a_malformed_page_gives_what_there_is_or_a_clear_word(raw: bytes) -> None:
    try:
        text = read_source("a.html", raw).text
    except DetenteError as error:
        text = str(error)
    assert "<p>" not in text


TAGS = [
    "<html>",
    "<body>",
    "<p>",
    "</p>",
    "<h1>",
    "<div",
    ">",
    "<table>",
    "<!--",
    "-->",
    "<![CDATA[",
    "&#x0;",
    "<a href='",
    "The talks went on. ",
]


@settings(max_examples=40)
@given(st.lists(st.one_of(st.sampled_from(TAGS), st.text(max_size=6)), max_size=30).map("".join))
def test_the_same_page_gives_the_same_text(markup: str) -> None:
    raw = markup.encode("utf-8", "ignore")
    first = [each.text for each in outcomes(raw)]
    assert first == [each.text for each in outcomes(raw)]


def outcomes(raw: bytes) -> list[Source]:
    """Return the source of a page, or nothing when it is refused."""
    try:
        return [read_source("a.html", raw, html=True)]
    except SourceError:
        return []
