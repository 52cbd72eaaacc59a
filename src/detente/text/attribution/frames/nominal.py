"""The frame "SOURCE’s remarks that CONTENT"."""

from __future__ import annotations

from collections.abc import Iterator

from detente.text.attribution.frames.content import content_stop
from detente.text.attribution.frames.found import Found, Piece
from detente.text.attribution.frames.row import content_end, first_of, word_at
from detente.text.attribution.frames.subjects import subject_before
from detente.text.attribution.frames.words import EXPRESSED, POSSESSIVES
from detente.text.lexicon import lexicon
from detente.text.syntax.phrases import Row, has_clause, left_subject, verb_start
from detente.text.syntax.words import is_verb

_THAT_WITHIN = 12
_OWNER_WITHIN = 5
_GENITIVE = ("’s", "'s", "s’", "s'")


def nominal(row: Row) -> Iterator[Found]:
    """Yield the clauses of cue nouns: the claim by SOURCE that, SOURCE voiced the hope that."""
    nouns = lexicon().nouns
    end = content_end(row)
    for at in range(1, len(row)):
        if row[at].lower not in nouns or (that := _that(row, at, end)) is None:
            continue
        dashed = that > at + 1 and row[that - 1].text == "–"
        owner = _owner(row, at) or _author(row, at, that - 1 if dashed else that, that) or _voice(row, at)
        stop = first_of(row, that + 1, end, {"–"}) if dashed else content_stop(row, that + 1, end)
        content = (that + 1, end if stop is None else stop)
        if owner is not None and has_clause(row[content[0] : content[1]]):
            yield Found("nominal", (at, at + 1), nouns[row[at].lower], owner, (content,))


def _that(row: Row, at: int, end: int) -> int | None:
    """Return the "that" of a noun, with no verb or comma before it."""
    that = next((place for place in range(at + 1, min(end, at + _THAT_WITHIN)) if row[place].lower == "that"), None)
    if that is None or any(_parts(row, place) for place in range(at + 1, that)):
        return None
    return that


def _parts(row: Row, at: int) -> bool:
    return row[at].text in (",", ";", ":") or is_verb(row[at].lower, row[at - 1].lower)


def _owner(row: Row, at: int) -> Piece | None:
    """Return whose a noun is: Peskov’s remarks, their claim."""
    for place in range(at - 1, max(-1, at - _OWNER_WITHIN), -1):
        if row[place].kind != "word":
            return None
        if row[place].lower in POSSESSIVES:
            return (place, place + 1)
        if row[place].lower.endswith(_GENITIVE):
            return left_subject(row, place + 1)
    return None


def _author(row: Row, at: int, end: int, that: int) -> Piece | None:
    """Return by whom a noun is: the claim by the minister."""
    return (at + 2, end) if that > at + 2 and word_at(row, at + 1) in ("by", "from", "of") else None


def _voice(row: Row, at: int) -> Piece | None:
    """Return who voiced a noun: she expressed hope that."""
    return subject_before(row, verb_start(row, at - 1)) if word_at(row, at - 1) in EXPRESSED else None
