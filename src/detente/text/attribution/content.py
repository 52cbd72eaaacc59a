"""What is said, without its quote marks, and whether it is direct, indirect or mixed."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence

from detente.text.ledger import Kind
from detente.text.page import Page
from detente.text.quotes import Quote
from detente.text.span import Span, trimmed

_EDGES = ",;:.–—- "
_LEAD = re.compile(r"(?:(?:but|and|so|yet|(?-i:that)|meanwhile|in the meantime|however)\b,?\s+)+", re.IGNORECASE)
# A place, a day and an agency before the first words of a report: GENEVA, May 3 (AP) -
_DATELINE = re.compile(
    r"[A-Z][\w.,/' ]{1,60}(?:(?<=\d)|(?<=[A-Z]{2})|(?=\())"
    r"[ \xa0]?(?:\([^()\n]{1,40}\))?[ \xa0]?(?:[–—-]|--)[ \xa0]"
)


def bare(page: Page, piece: Span) -> Span:
    """Return a piece of content without its edges: commas, a leading But, the quote marks that enclose all of it."""
    span = trimmed(page.text, piece, _EDGES)
    if (line := _DATELINE.match(page.text, *span)) is not None and _opens(page, span.start):
        span = trimmed(page.text, Span(line.end(), span.end), _EDGES)
    if (lead := _LEAD.match(page.text, *span)) is not None:
        span = trimmed(page.text, Span(lead.end(), span.end), _EDGES)
    inner = _unquoted(page, span)
    return trimmed(page.text, inner, ",; ") if inner != span else span


def _opens(page: Page, place: int) -> bool:
    at = bisect_right(page.paragraphs, place, key=lambda paragraph: paragraph.span.start) - 1
    return at >= 0 and page.paragraphs[at].span.start == place


def _unquoted(page: Page, span: Span) -> Span:
    at = bisect_left(page.quotes, span.start, key=_start)
    if at < len(page.quotes):
        quote = page.quotes[at][1]
        if quote.span.start == span.start and quote.span.end >= span.end:
            return Span(quote.inner.start, min(quote.inner.end, span.end))
    return span


def kind(page: Page, content: Sequence[Span]) -> Kind:
    """Return whether content is direct, indirect or mixed, by the letters of it that stand in quotes."""
    whole = sum(_letters(page, piece) for piece in content)
    quoted = sum(_letters(page, part) for piece in content for part in _in_quotes(page, piece))
    return "indirect" if quoted == 0 else "direct" if quoted == whole else "mixed"


def _in_quotes(page: Page, piece: Span) -> Iterator[Span]:
    at = max(0, bisect_right(page.quotes, piece.start, key=_start) - 1)
    while at < len(page.quotes) and page.quotes[at][1].span.start < piece.end:
        inner = page.quotes[at][1].inner
        yield Span(max(inner.start, piece.start), min(inner.end, piece.end))
        at += 1


def _letters(page: Page, span: Span) -> int:
    return sum(map(str.isalnum, span.of(page.text))) if span.length > 0 else 0


def _start(quote: tuple[int, Quote]) -> int:
    return quote[1].span.start
