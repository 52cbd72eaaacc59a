"""The frame "according to SOURCE", before, behind or within its content."""

from __future__ import annotations

from collections.abc import Iterator

from detente.text.attribution.frames.content import is_clauselike
from detente.text.attribution.frames.found import Found, Piece
from detente.text.attribution.frames.row import content_end, content_start, is_full, quote_at, sign_at, word_at
from detente.text.attribution.frames.words import GOES_ON
from detente.text.syntax.phrases import Row, has_clause, right_phrase
from detente.text.syntax.words import DETERMINERS

_PHRASES = (("according", "to"), ("in", "the", "words", "of"))
_LONGEST_REST = 6
_LONGEST_APPOSITION = 14
_MARKS = frozenset({",", ";", "–", ":"})


def according(row: Row) -> Iterator[Found]:
    """Yield "According to SOURCE, CONTENT" and "CONTENT, in the words of SOURCE"."""
    for at in range(len(row) - 1):
        phrase = next((each for each in _PHRASES if _stands(row, at, each)), ())
        first = at + len(phrase)
        if phrase and first < len(row) and word_at(row, at - 2) != "that":
            yield from _found(row, (at, first))


def _stands(row: Row, at: int, phrase: tuple[str, ...]) -> bool:
    return all(word_at(row, at + number) == word for number, word in enumerate(phrase))


def _found(row: Row, cue: Piece) -> Iterator[Found]:
    end = content_end(row)
    marks = (at for at in range(cue[1], end) if row[at].text in _MARKS or row[at].kind == "quote")
    stop = next(marks, end)
    source = _source(row, cue[1], stop)
    if (content := _content(row, cue, stop, end)) is not None:
        yield Found("according", cue, "say", source, content)


def _source(row: Row, first: int, stop: int) -> Piece:
    end = max(right_phrase(row, first), first + 1)
    if stop - end <= _LONGEST_REST and not has_clause(row[end:stop]):
        end = max(stop, first + 1)
    return (first, end)


def _content(row: Row, cue: Piece, stop: int, end: int) -> tuple[Piece, ...] | None:
    """Return the content: behind the source where the phrase begins the sentence, else before it."""
    at, begin = cue[0], content_start(row)
    behind = stop if quote_at(row, stop) else _behind_apposition(row, stop, end)
    if at - begin <= 1 and not quote_at(row, begin):
        return ((behind, end),) if behind < end else None
    if word_at(row, at) == "in" and stop < end and sign_at(row, at - 1) not in (",", "–"):
        return ((behind, end),) if stop + 1 < end else None
    left = (begin, at - 1 if row[at - 1].text in (",", "–", "(") else at)
    return (left, *_goes_on(row, stop, end, whole=is_clauselike(row[left[0] : left[1]])))


def _behind_apposition(row: Row, stop: int, end: int) -> int:
    """Return where content begins behind a source and what explains it: According to Belo, a lawyer, it is late."""
    start = stop + 1
    comma = next((at for at in range(start, min(end, start + _LONGEST_APPOSITION)) if row[at].text in _MARKS), end)
    explains = word_at(row, start) in DETERMINERS or word_at(row, start) == "who"
    return comma + 1 if explains and comma + 1 < end and not has_clause(row[start:comma]) else start


def _goes_on(row: Row, stop: int, end: int, *, whole: bool) -> tuple[Piece, ...]:
    """Return the content that goes on behind the source; the rest of a clause that is not ``whole`` before it does."""
    if not whole and stop + 1 < end and row[stop].text == ",":
        return ((stop + 1, end),)
    if stop + 1 < end and row[stop].text == "," and word_at(row, stop + 1) in GOES_ON:
        return ((stop + 1, end),)
    if stop < end and quote_at(row, stop + 1) and is_full(row[stop + 1]):
        return ((stop + 1, stop + 2),)
    return ()
