"""Questions that every frame asks of a row of tokens; a place outside of the row holds nothing."""

from __future__ import annotations

from collections.abc import Container

from detente.text.attribution.frames.found import Piece
from detente.text.syntax.phrases import Row
from detente.text.syntax.tokens import Token

_LAST = frozenset(".!?…:;,")
_BULLETS = frozenset("•*-–")
_LEADS = frozenset({"but", "and", "so", "yet"})
_LONGEST_SCARE = 12


def word_at(row: Row, at: int) -> str:
    """Return the word at a place in small letters."""
    return row[at].lower if 0 <= at < len(row) else ""


def sign_at(row: Row, at: int) -> str:
    """Return the token at a place as it is written."""
    return row[at].text if 0 <= at < len(row) else ""


def quote_at(row: Row, at: int) -> bool:
    """Return whether a quote stands at a place."""
    return 0 <= at < len(row) and row[at].kind == "quote"


def has_quote(row: Row, piece: Piece) -> bool:
    """Return whether a quote stands in a piece."""
    return any(row[at].kind == "quote" for at in range(*piece))


def is_full(quote: Token) -> bool:
    """Return whether a quote is longer than a word or two."""
    return quote.end - quote.start > _LONGEST_SCARE


def first_of(row: Row, start: int, end: int, signs: Container[str]) -> int | None:
    """Return the first place from ``start`` before ``end`` that holds one of these signs; None where none does."""
    return next((at for at in range(start, min(end, len(row))) if row[at].text in signs), None)


def content_start(row: Row) -> int:
    """Return where the content of a sentence begins: behind a leading But, And, bullet."""
    at = 0
    while at < len(row) and (row[at].lower in _LEADS or row[at].text in _BULLETS):
        at += 1
    return at


def content_end(row: Row) -> int:
    """Return where the sentence ends without its last full stop."""
    end = len(row)
    while end > 0 and row[end - 1].text in _LAST:
        end -= 1
    return end


def ends_content(row: Row, at: int) -> bool:
    """Return whether what stands before a place can be content that an attribution follows: ..., “...”."""
    return at >= 0 and (quote_at(row, at) or row[at].text in {",", "–", "?", "!"})


def before_gap(row: Row, start: int, gap: int) -> Piece:
    """Return the piece from ``start`` up to a gap; a quote there belongs to it, a mark does not."""
    return (start, gap + 1 if quote_at(row, gap) else gap)
