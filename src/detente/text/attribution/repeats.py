"""What headline and summary say again of the body, so that nothing counts twice."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import replace

from detente.text.ledger import Statement
from detente.text.page import Page

_WORD = re.compile(r"[^\W_]{3,}")
_READ_OF_PIECE = 2000
_ABOVE = frozenset({"headline", "summary"})
ALIKE = 0.7
FEWEST_WORDS = 3
MOST_ABOVE = 100
"""How many statements of headline and summary are compared with the body, so that the cost stays linear."""

Words = frozenset[str]


def with_repeats(page: Page, statements: Sequence[Statement]) -> tuple[Statement, ...]:
    """Link what headline and summary say again to the statement of the body; it names the speaker where they do not."""
    above = [each.id for each in statements if _label(page, each) in _ABOVE]
    if not above:
        return tuple(statements)
    body = [(each, _words(page, each)) for each in statements if _label(page, each) not in _ABOVE]
    compared = set(above[:MOST_ABOVE])
    return tuple(_linked(each, _words(page, each), body) if each.id in compared else each for each in statements)


def _linked(statement: Statement, words: Words, body: Sequence[tuple[Statement, Words]]) -> Statement:
    twin = _twin(words, body)
    if twin is None:
        return statement
    speaker = statement.speaker
    if speaker.name is None or statement.rule == "headed":
        speaker = replace(twin.speaker, span=speaker.span, basis="continuation")
    return replace(statement, repeats=twin.id, speaker=speaker)


def _label(page: Page, statement: Statement) -> str:
    start = statement.content[0].start
    return page.paragraphs[max(0, bisect_right(page.paragraphs, start, key=lambda each: each.span.start) - 1)].label


def _words(page: Page, statement: Statement) -> Words:
    pieces = (piece.of(page.text)[:_READ_OF_PIECE] for piece in statement.content)
    return frozenset(word.casefold() for piece in pieces for word in _WORD.findall(piece))


def _twin(words: Words, body: Sequence[tuple[Statement, Words]]) -> Statement | None:
    best = max(body, key=lambda other: len(words & other[1]), default=None)
    if best is None or len(words) < FEWEST_WORDS or len(words & best[1]) < ALIKE * len(words):
        return None
    return best[0]
