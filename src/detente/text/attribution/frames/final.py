"""The frame "CONTENT, SOURCE said", which may also interrupt its content: "CONTENT, SOURCE says, CONTENT"."""

from __future__ import annotations

from detente.text.attribution.frames.behind import clause_follows
from detente.text.attribution.frames.content import content_stop, goes_on, is_clauselike
from detente.text.attribution.frames.cues import Cue
from detente.text.attribution.frames.found import Found, Piece
from detente.text.attribution.frames.row import (
    before_gap,
    content_end,
    content_start,
    ends_content,
    has_quote,
    quote_at,
    sign_at,
    word_at,
)
from detente.text.attribution.frames.subjects import subject_before
from detente.text.syntax.phrases import Row, has_clause, starts_noun_phrase
from detente.text.syntax.words import is_verb

_FRAMES = frozenset({"final", "quote", "told"})
_INTERRUPTING = frozenset({"say", "believe", "predict"})
_GOES_ON = frozenset({",", ".", "–", ":", ";"})


def final(row: Row, cue: Cue) -> Found | None:
    """Return what stands before "SOURCE said", and what goes on behind it."""
    if not cue.verb.frames & _FRAMES or cue.verb.form == "ing":
        return None
    subject = subject_before(row, cue.start)
    if subject is None or not starts_noun_phrase(row, subject[0]) or is_verb(word_at(row, subject[0]), "x"):
        return None
    if not ends_content(row, subject[0] - 1):
        return None
    left = before_gap(row, content_start(row), subject[0] - 1)
    if left[0] >= left[1]:
        return _opening(row, cue, subject)
    quoted = has_quote(row, left)
    if not _is_content(row, cue, left) or not (quoted or "final" in cue.verb.frames):
        return None
    follows = _behind(row, cue)
    if _content_follows(row, follows, quoted=quoted):
        return None
    pieces = _pieces(row, left, follows)
    if quoted and quote_at(row, left[0]):
        pieces = [piece for piece in pieces if piece == left or quote_at(row, piece[0])]
    return Found("final", cue.piece, cue.verb.cue_class, subject, tuple(pieces), cue.negated)


def _opening(row: Row, cue: Cue, subject: Piece) -> Found | None:
    """But, SOURCE say, CONTENT."""
    start = cue.at + 2
    if sign_at(row, cue.at + 1) != "," or not has_clause(row[start:]) or not goes_on(row, start):
        return None
    content = (start, content_stop(row, start, content_end(row)))
    return Found("final", cue.piece, cue.verb.cue_class, subject, (content,), cue.negated)


def _is_content(row: Row, cue: Cue, left: Piece) -> bool:
    return is_clauselike(row[left[0] : left[1]]) or _interrupts(row, cue)


def _interrupts(row: Row, cue: Cue) -> bool:
    """Return whether the attribution only interrupts its clause: The museum, he said, would open."""
    follows = _behind(row, cue)
    if sign_at(row, follows) != "," or cue.verb.cue_class not in _INTERRUPTING:
        return False
    start = follows + 1
    if is_verb(word_at(row, start), "x") or word_at(row, start).endswith("s"):
        return True
    return goes_on(row, start) and has_clause(row[start:])


def _behind(row: Row, cue: Cue) -> int:
    """Return where the words behind a cue begin: he said, he pointed out."""
    return cue.at + 1 + (word_at(row, cue.at + 1) == "out")


def _content_follows(row: Row, follows: int, *, quoted: bool) -> bool:
    """Return whether what is said stands behind the cue: , the minister said that."""
    if word_at(row, follows) == "that" or sign_at(row, follows) == ":" or quote_at(row, follows):
        return True
    if quoted:
        return False
    return clause_follows(row, follows) or (sign_at(row, follows) in (",", "") and quote_at(row, follows + 1))


def _pieces(row: Row, left: Piece, follows: int) -> list[Piece]:
    """Return the left piece, and what goes on behind the attribution."""
    pieces = [left]
    gap = next((at for at in range(follows, len(row)) if row[at].text in _GOES_ON or row[at].kind == "quote"), None)
    if gap is None or row[gap].kind == "quote" or gap + 1 >= len(row):
        return pieces
    start = gap + 1
    if quote_at(row, start):
        pieces.append((start, start + 1))
    elif row[gap].text == "," and gap == follows and goes_on(row, start):
        pieces.append((start, content_stop(row, start, content_end(row))))
    return pieces
