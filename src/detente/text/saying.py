"""When something was said: the day that stands beside the cue, outside of what is said."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import replace

from detente.text.ledger import DateMention, Statement
from detente.text.page import Page
from detente.text.span import Span

FARTHEST = 80
DAY = len("2024-04-10")


def dated(page: Page, statements: Sequence[Statement], dates: Sequence[DateMention]) -> tuple[Statement, ...]:
    """Return the statements, each with the day of the nearest time expression of its sentence.

    A time inside the words that are said belongs to them; one behind the next comma, one farther from the cue than
    `FARTHEST` characters, and one that is no single day, say nothing of when it was said.
    """
    starts = [sentence.span.start for sentence in page.sentences]
    places = [each.span.start for each in dates]
    return tuple(_dated(page, each, starts, dates, places) for each in statements)


def _dated(
    page: Page, statement: Statement, starts: Sequence[int], dates: Sequence[DateMention], places: Sequence[int]
) -> Statement:
    if statement.cue is None or not starts:
        return statement
    sentence = page.sentences[max(0, bisect_left(starts, statement.cue.start + 1) - 1)].span
    comma = page.masked.find(",", statement.cue.end, sentence.end)
    end = comma if comma >= 0 else sentence.end
    near = Span(max(sentence.start, statement.cue.start - FARTHEST), min(end, statement.cue.end + FARTHEST))
    inside = dates[bisect_left(places, near.start) : bisect_left(places, near.end)]
    days = [each for each in inside if each.value and len(each.value) == DAY and not _said(statement, each.span)]
    if not days:
        return statement
    cue = statement.cue
    return replace(statement, said=min(days, key=lambda each: abs(each.span.start - cue.end)).value)


def _said(statement: Statement, span: Span) -> bool:
    return any(piece.overlap(span) for piece in statement.content)
