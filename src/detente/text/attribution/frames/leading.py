"""The frame "Said SOURCE: “CONTENT”"."""

from __future__ import annotations

from collections.abc import Iterator

from detente.text.attribution.frames.found import Found
from detente.text.attribution.frames.row import first_of, quote_at, sign_at, word_at
from detente.text.lexicon import lexicon
from detente.text.syntax.phrases import Row, right_phrase, starts_noun_phrase
from detente.text.syntax.words import PREPOSITIONS

_LONGEST_APPOSITION = 24


def leading(row: Row) -> Iterator[Found]:
    """Yield the quote that a sentence beginning with its cue introduces."""
    verb = lexicon().verbs.get(word_at(row, 0))
    if verb is None or "inverted" not in verb.frames or verb.form not in ("past", "third"):
        return
    if not starts_noun_phrase(row, 1) or word_at(row, 1) in PREPOSITIONS:
        return
    end = right_phrase(row, 1)
    quote = _quote_behind(row, end)
    if end > 1 and quote is not None:
        yield Found("leading", (0, 1), verb.cue_class, (1, end), ((quote, quote + 1),))


def _quote_behind(row: Row, end: int) -> int | None:
    """Return where the quote stands: right behind a mark, or behind a colon with who the source is before it."""
    if sign_at(row, end) in (",", ":") and quote_at(row, end + 1):
        return end + 1
    colon = first_of(row, end, end + _LONGEST_APPOSITION, ":") if sign_at(row, end) == "," else None
    return colon + 1 if colon is not None and quote_at(row, colon + 1) else None
