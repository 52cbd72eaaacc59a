from __future__ import annotations

from datetime import date
from hashlib import sha256

import pytest

from detente.errors import SourceError, UnknownName
from detente.text.kinds import binary_kind
from detente.text.paragraphs import paragraphs
from detente.text.source import read_source

WORDS = "“We will not sign,” the minister said – naïve or not."


def test_the_bytes_are_kept_and_hashed() -> None:
    raw = WORDS.encode()
    source = read_source("a.txt", raw)
    assert (source.raw, source.sha256, source.text) == (raw, sha256(raw).hexdigest(), WORDS)
    assert (source.name, source.encoding, source.media_type, source.tool) == ("a.txt", "utf-8", "text/plain", "")


def test_the_date_is_what_the_user_gives_and_else_none() -> None:
    given = read_source("a.txt", b"On Monday.", document_date=date(2024, 4, 9))
    assert (given.document_date, given.date_basis) == (date(2024, 4, 9), "given")
    assert read_source("a.txt", b"9 April 2024").date_basis == "none"


def test_an_empty_file_is_an_empty_text() -> None:
    assert read_source("a.txt", b"").text == ""
    assert paragraphs("") == ()


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16", "utf-32", "utf-16-le", "utf-16-be", "cp1252"])
def test_an_encoding_is_found(encoding: str) -> None:
    raw = WORDS.encode(encoding)
    source = read_source("a.txt", raw)
    assert source.text == raw.decode(source.encoding) == WORDS


def test_an_encoding_of_another_script_is_found_by_how_it_reads() -> None:
    words = "条約の交渉は続いている。大臣はこう述べた。会談は来週も行われる見通しだ。" * 3
    assert read_source("a.txt", words.encode("shift_jis")).text == words


def test_a_mark_of_byte_order_of_utf8_stays_as_the_first_code_point() -> None:
    source = read_source("a.txt", b"\xef\xbb\xbfNo deal.")
    assert source.text == "\ufeffNo deal."
    assert [each.span for each in paragraphs(source.text)] == [(1, 9)]


def test_line_ends_and_zero_bytes_stay_where_they_are() -> None:
    raw = b"No deal was reached.\r\n\0 Not yet.\rNever."
    source = read_source("a.txt", raw)
    assert source.text == raw.decode()
    assert [each.span.of(source.text) for each in paragraphs(source.text)] == [
        "No deal was reached.",
        "\0 Not yet.",
        "Never.",
    ]


def test_the_encoding_of_the_user_is_taken_or_refused_with_the_place() -> None:
    assert read_source("a.txt", b"na\xefve", encoding="latin-1").text == "naïve"
    with pytest.raises(SourceError, match=r"byte 3 .0xef. does not fit"):
        read_source("a.txt", b"na\xefve", encoding="utf-8")


@pytest.mark.parametrize("encoding", ["nope", "hex", "rot13", "a\0b"])
def test_what_is_no_encoding_of_text_is_told(encoding: str) -> None:
    with pytest.raises(UnknownName, match="no encoding of text"):
        read_source("a.txt", b"a", encoding=encoding)


def test_nearly_utf8_is_refused_with_the_place_instead_of_garbled() -> None:
    raw = WORDS.encode() + b"\n\xff broken"
    with pytest.raises(SourceError, match=r"1 broken place.*line 2"):
        read_source("a.txt", raw)


@pytest.mark.parametrize(
    ("raw", "kind"),
    [
        (b"%PDF-1.7\n1 0 obj", "a PDF"),
        (b"PK\x03\x04" + b"\0" * 26 + b"word/document.xml", "DOCX"),
        (b"PK\x03\x04" + b"\0" * 26 + b"mimetypeapplication/vnd.oasis.opendocument.text", "ODT"),
        (b"PK\x03\x04" + b"\0" * 26 + b"notes/a.txt", "ZIP"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 9, "old Microsoft Office"),
        (b"{\\rtf1\\ansi No deal.}", "RTF"),
        (b"\x89PNG\r\n\x1a\n", "PNG"),
        (b"\xff\xd8\xff\xe0", "JPEG"),
        (b"RIFF\0\0\0\0WEBP", "WebP"),
        (b"\0\0\0\x18ftypmp42", "video"),
        (b"\x1f\x8b\x08", "gzip"),
    ],
)
def test_a_binary_file_is_refused_by_its_kind_with_what_to_do(raw: bytes, kind: str) -> None:
    found = binary_kind(raw)
    assert found is not None
    assert kind in found
    with pytest.raises(SourceError, match=r"a\.bin seems to be .*, not text; \w+"):
        read_source("a.bin", raw)


def test_bytes_that_are_mostly_control_characters_are_refused() -> None:
    with pytest.raises(SourceError, match="control characters"):
        read_source("a.bin", b"\0\x01\x02" * 100)


def test_words_that_begin_like_a_mark_are_text() -> None:
    assert read_source("a.txt", b"PK is short for Park.").text == "PK is short for Park."
    assert read_source("a.txt", b"BZ and MZ are letters.").text == "BZ and MZ are letters."
