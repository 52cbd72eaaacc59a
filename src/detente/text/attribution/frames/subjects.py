"""Whom a verb has for its subject: over an apposition, of the first verb, of a participle."""

from __future__ import annotations

from detente.text.attribution.frames.cues import Cue
from detente.text.attribution.frames.found import Piece
from detente.text.attribution.frames.row import content_start, first_of, quote_at, sign_at, word_at
from detente.text.attribution.frames.words import ADVERBIALS, APPOSITIONS, NAME_PARTICLES, PARTICIPLE_LINKS
from detente.text.syntax.phrases import Row, has_clause, left_subject, starts_noun_phrase, verb_start
from detente.text.syntax.words import BE, DETERMINERS, is_verb

_LONGEST_APPOSITION = 40


def subject_before(row: Row, at: int) -> Piece | None:
    """Return the subject before a verb group, over an apposition in commas."""
    if at <= 0 or row[at - 1].kind == "quote":
        return None
    if row[at - 1].text in (",", "–"):
        return _over_apposition(row, at)
    return left_subject(row, at)


def _over_apposition(row: Row, at: int) -> Piece | None:
    mark = row[at - 1].text
    for comma in range(at - 2, max(0, at - _LONGEST_APPOSITION), -1):
        if row[comma].kind == "quote":
            return None
        if row[comma].text != mark:
            continue
        inside = row[comma + 1 : at - 1]
        if mark == "," and (not inside or not _is_apposition(inside)):
            continue
        subject = left_subject(row, comma)
        if subject is not None and starts_noun_phrase(row, subject[0]) and not row[subject[0]].text.isdigit():
            return (subject[0], at - 1) if is_name(inside) else subject
    return None


def is_name(words: Row) -> bool:
    """Return whether words are nothing but a name."""
    return bool(words) and all(token.capital or token.text == "." or _is_particle(token.lower) for token in words)


def _is_particle(word: str) -> bool:
    return word.startswith(("al-", "el-")) or word in NAME_PARTICLES


def _is_apposition(inside: Row) -> bool:
    first = inside[0].lower
    if first in DETERMINERS or first in APPOSITIONS or first.isdigit():
        return True
    return first not in ("and", "but", "according") and not has_clause(inside)


def first_subject(row: Row, before: int) -> Piece | None:
    """Return the subject of the first verb of the sentence; behind its opening clause where it has one."""
    start = content_start(row)
    comma = first_of(row, start, before, ",") if word_at(row, start) in ADVERBIALS else None
    if comma is not None and (found := _subject_from(row, comma + 1, before)) is not None:
        return found
    return _subject_from(row, start, before)


def _subject_from(row: Row, start: int, before: int) -> Piece | None:
    for at in range(start + 1, before):
        if row[at].kind == "word" and is_verb(row[at].lower, row[at - 1].lower):
            subject = subject_before(row, verb_start(row, at))
            if subject is not None and starts_noun_phrase(row, subject[0]):
                return subject
    return None


def earlier_subject(row: Row, at: int) -> Piece | None:
    """Return the subject of a verb that has none of its own: Belo, who said; Belo left and said."""
    if word_at(row, at - 1) != "who":
        return first_subject(row, at)
    end = at - 1
    if sign_at(row, end - 1) == ",":
        return _over_apposition(row, end) or left_subject(row, end - 1)
    return left_subject(row, end)


def participle_subject(row: Row, cue: Cue) -> tuple[Piece | None, bool]:
    """Return the subject of a form in -ing, and whether it is the one of the attribution before."""
    group = {row[place].lower for place in range(cue.start, cue.at)}
    if group & BE or any(word.endswith(("’s", "’re", "’m")) for word in group):
        return subject_before(row, cue.start), False
    if _hangs_on(row, cue.start):
        return first_subject(row, cue.start), True
    noun = left_subject(row, cue.start)
    if noun is None:
        return None, False
    if row[noun[0]].lower in DETERMINERS or word_at(row, noun[0] - 1) == "with":
        return noun, False
    return first_subject(row, cue.start), True


def _hangs_on(row: Row, start: int) -> bool:
    before = start - 1
    return (
        start == 0
        or sign_at(row, before) in (",", "–")
        or quote_at(row, before)
        or word_at(row, before) in PARTICIPLE_LINKS
    )
