"""The frame "Said SOURCE: “CONTENT”"."""

from __future__ import annotations

from collections.abc import Iterator

from detente.text.attribution.frames.found import Found
from detente.text.attribution.frames.row import quote_at, sign_at, word_at
from detente.text.lexicon import lexicon
from detente.text.syntax.phrases import Row, right_phrase


def leading(row: Row) -> Iterator[Found]:
    """Yield the quote that a sentence beginning with its cue introduces."""
    verb = lexicon().verbs.get(word_at(row, 0))
    if verb is None or "inverted" not in verb.frames or verb.form not in ("past", "third"):
        return
    end = right_phrase(row, 1)
    if end > 1 and sign_at(row, end) in (",", ":") and quote_at(row, end + 1):
        yield Found("leading", (0, 1), verb.cue_class, (1, end), ((end + 1, end + 2),))
