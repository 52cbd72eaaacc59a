"""What headline and summary say again of the body, so that nothing counts twice."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections import Counter
from collections.abc import Sequence
from dataclasses import replace

from detente.text.ledger import Speaker, Statement
from detente.text.page import Page

_WORD = re.compile(r"[^\W_]{3,}")
_READ_OF_PIECE = 2000
_ABOVE = frozenset({"headline", "summary"})
ALIKE = 0.7
FEWEST_WORDS = 3
_FEWEST_QUOTES = 4
_MOST_OF = 0.6
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
    linked = (_linked(each, _words(page, each), body) if each.id in compared else each for each in statements)
    main = _main_voice(page, [each for each, _ in body])
    return tuple(_given(each, main) if each.id in compared and main else each for each in linked)


def _asks(page: Page, statement: Statement) -> bool:
    return page.text[statement.content[-1].end - 1] == "?"


def _main_voice(page: Page, body: Sequence[Statement]) -> Speaker | None:
    """Return who says most of what is quoted in the body, as in an interview; None where several do."""
    said = [each for each in body if each.kind == "direct" and each.speaker.name]
    asking = {each.speaker.name for each in said if each.rule == "label" and _asks(page, each)}
    quoted = [each.speaker for each in said if each.speaker.name not in asking]
    counts = Counter(speaker.name for speaker in quoted)
    name, most = max(counts.items(), key=lambda item: item[1], default=(None, 0))
    if most < _FEWEST_QUOTES or most < _MOST_OF * len(quoted):
        return None
    return next(speaker for speaker in quoted if speaker.name == name)


def _given(statement: Statement, main: Speaker) -> Statement:
    """Return a quote above the body with the main voice of the body where nobody, or only an office, says it."""
    speaker = statement.speaker
    office = speaker.basis == "role" and " " in (speaker.name or "") and speaker.entity in (None, main.entity)
    unnamed = speaker.name is None or office
    if statement.kind != "direct" or not unnamed or statement.repeats is not None:
        return statement
    return replace(statement, speaker=replace(main, span=speaker.span, basis="continuation"))


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
