"""The frame "SOURCE said CONTENT", with every kind of content that stands behind a verb."""

from __future__ import annotations

from detente.text.attribution.frames.behind import content_behind
from detente.text.attribution.frames.cues import Cue
from detente.text.attribution.frames.found import Found, Piece
from detente.text.attribution.frames.row import first_of, word_at
from detente.text.attribution.frames.subjects import earlier_subject, participle_subject, subject_before
from detente.text.attribution.frames.words import CLAUSE_LINKS, CLAUSE_LINKS_IN_THE_MIDDLE
from detente.text.syntax.phrases import Row

_JOINING = frozenset({"who", "and", "but", "then"})
_SHARING = frozenset({"and", "but", "then", ","})


def after(row: Row, cue: Cue) -> Found | None:
    """Return what stands behind "SOURCE said", "SOURCE told somebody", ", adding"."""
    subject, shared = _subject(row, cue)
    if subject is None and not shared:
        return None
    piece = content_behind(row, cue)
    if piece is None:
        return None
    if subject is not None and _has_own_clause(row, subject[0]):
        start, stop = piece
        comma = first_of(row, start + 1, stop, ",")
        piece = (start, stop if comma is None else comma)
    return Found("after", cue.piece, cue.verb.cue_class, subject, (piece,), cue.negated, shared)


def _subject(row: Row, cue: Cue) -> tuple[Piece | None, bool]:
    """Return the subject of a cue, and whether it is the one of the attribution before."""
    if cue.verb.form == "ing":
        return participle_subject(row, cue)
    before = word_at(row, cue.start - 1)
    subject = None if before in _JOINING else subject_before(row, cue.start)
    subject = subject or earlier_subject(row, cue.start)
    return subject, subject is None and cue.start != 0 and before in _SHARING


def _has_own_clause(row: Row, subject: int) -> bool:
    """Return whether the attribution has a clause of its own: which officials said will go, as she said it would."""
    before = word_at(row, subject - 1)
    return before in CLAUSE_LINKS and (subject == 1 or before in CLAUSE_LINKS_IN_THE_MIDDLE)
