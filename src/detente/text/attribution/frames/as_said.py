"""The frame "As SOURCE reported, CONTENT"."""

from __future__ import annotations

from collections.abc import Iterator

from detente.text.attribution.frames.cues import plain_cue
from detente.text.attribution.frames.found import Found
from detente.text.attribution.frames.row import content_end, content_start, first_of, word_at
from detente.text.syntax.phrases import Row, starts_noun_phrase, verb_start

_COMMA_BEFORE = 24


def as_said(row: Row) -> Iterator[Found]:
    """Yield what follows "As SOURCE reported,"."""
    first = content_start(row)
    if word_at(row, first) != "as":
        return
    comma = first_of(row, first + 2, _COMMA_BEFORE, ",")
    if comma is None or (verb := plain_cue(row, comma - 1)) is None or "final" not in verb.frames:
        return
    start = verb_start(row, comma - 1)
    end = content_end(row)
    if start > first + 1 and starts_noun_phrase(row, first + 1) and comma + 2 < end:
        yield Found("as", (comma - 1, comma), verb.cue_class, (first + 1, start), ((comma + 1, end),))
