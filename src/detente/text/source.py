"""The bytes of an article and the text in them, whose code points every place is counted in."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date
from hashlib import sha256

from detente.errors import SourceError
from detente.text.decoding import declared, decode, may_be_wide
from detente.text.kinds import binary_kind, is_mostly_controls, remedy
from detente.text.ledger import Source

HTML = re.compile(
    r"[\ufeff\s]{0,1000}<(?:!doctype html|html|head|body|article|main|section|header|div|meta|title|h1|p)\b",
    re.IGNORECASE,
)
HTML_NAMES = (".html", ".htm", ".xhtml")


def read_source(
    name: str,
    raw: bytes,
    *,
    document_date: date | None = None,
    html: bool | None = None,
    encoding: str | None = None,
) -> Source:
    r"""Return the source that the bytes hold: plain text as it stands, or the text drawn from a web page.

    Parameters
    ----------
    name : str
        The name of the file as the user gave it; ``-`` for standard input.
    raw : bytes
        What was read; an empty file is a source with an empty text.
    document_date : datetime.date, optional
        The day of the article, as the user says; it comes before what a web page says of itself.
    html : bool, optional
        Whether it is a web page; otherwise its name and its first words tell.
    encoding : str, optional
        The encoding as the user says; otherwise the mark of byte order, UTF-8, or what the text reads best in.

    Raises
    ------
    SourceError
        If the bytes are no text (a PDF, a Word document, an image), or in no encoding that can be told.
    UnknownName
        If there is no encoding of that name.
    MissingExtra
        If it is a web page and the extra ``html`` is not installed.

    Notes
    -----
    The text of plain text is ``raw.decode(encoding)``, untouched. A mark of byte order of UTF-8 stays in it as its
    first code point. The cost is linear in the length.

    Examples
    --------
    >>> source = read_source("a.txt", b"\xef\xbb\xbfNo deal.\r\n")
    >>> source.text, source.encoding, source.date_basis
    ('\ufeffNo deal.\r\n', 'utf-8', 'none')
    """
    _refuse_binary(name, raw, encoding)
    is_page = html if html is not None else name.lower().endswith(HTML_NAMES)
    text, used = decode(name, raw, encoding, None if html is False else declared(raw))
    source = Source(name, raw, sha256(raw).hexdigest(), text, used)
    if document_date is not None:
        source = replace(source, document_date=document_date, date_basis="given")
    if is_page or (html is None and HTML.match(text)):
        from detente.text.html import drawn

        return drawn(source)
    return source


def _refuse_binary(name: str, raw: bytes, encoding: str | None) -> None:
    kind = binary_kind(raw)
    if kind is not None:
        raise SourceError(f"{name} seems to be {kind}, not text; {remedy(kind)}")
    if encoding is None and is_mostly_controls(raw) and not may_be_wide(raw):
        raise SourceError(f"{name} has too many control characters to be text; an article is plain text or HTML")
