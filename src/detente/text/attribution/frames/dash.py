"""The frame "“CONTENT” – SOURCE", as under a motto."""

from __future__ import annotations

from collections.abc import Iterator

from detente.text.attribution.frames.found import Found
from detente.text.attribution.frames.row import content_end, is_full
from detente.text.syntax.phrases import Row, has_clause, right_phrase

_LONGEST_NAME = 12


def dash(row: Row) -> Iterator[Found]:
    """Yield a quote that a dash and a name close the sentence behind."""
    end = content_end(row)
    for at in range(max(1, end - _LONGEST_NAME - 1), end - 1):
        if row[at].text == "–" and row[at - 1].kind == "quote" and is_full(row[at - 1]):
            name = row[at + 1 : end]
            if name[0].capital and name[0].kind == "word" and not has_clause(name):
                yield Found("dash", (at, at + 1), "say", (at + 1, right_phrase(row, at + 1)), ((at - 1, at),))
