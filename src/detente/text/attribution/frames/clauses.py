"""What a cue takes as a clause or a quote; each rule returns where the content starts, None where it does not apply."""

from __future__ import annotations

from detente.text.attribution.frames.cues import plain_cue
from detente.text.attribution.frames.row import is_full, quote_at, sign_at, word_at
from detente.text.attribution.frames.words import (
    BARE_OPENERS,
    CLAUSE_PRONOUNS,
    NUMBERS,
    QUESTIONS,
    ROUGH_NUMBERS,
    SAYING,
    TOLD_QUESTIONS,
)
from detente.text.syntax.phrases import Row, has_clause, is_stop, right_phrase, starts_noun_phrase
from detente.text.syntax.words import (
    AUXILIARIES,
    CONTRACTED,
    DETERMINERS,
    PREPOSITIONS,
    PRONOUNS,
    SUBORDINATORS,
    uncontracted,
)

_PHRASE_WITHIN = 14
_QUOTE_WITHIN = 16
_TOLD_WITHIN = 18
_LONGEST_LISTENER = 16
_TO_WITHIN = 6


def that_clause(row: Row, at: int, end: int) -> int | None:
    """Said that it would, also behind "in a statement" and "on Monday"."""
    if word_at(row, at) == "that":
        return at + 1 if end - at > 2 or quote_at(row, at + 1) else None
    if word_at(row, at) == "out" and word_at(row, at + 1) == "that":
        return at + 2
    if at >= end or not (row[at].lower in PREPOSITIONS or row[at].text == ","):
        return None
    for place in range(at, min(end, at + _PHRASE_WITHIN)):
        if row[place].lower == "that" and end - place > 2:
            return place + 1
        if row[place].kind == "quote" or row[place].text in (";", ":"):
            return None
    return None


def quoted(row: Row, at: int, end: int) -> int | None:
    """Said “...”, said: “...”, said in a speech: “...”."""
    if quote_at(row, at):
        return at
    if sign_at(row, at) in (",", ":", "–") and quote_at(row, at + 1):
        return at + 1
    if at >= end or row[at].lower not in PREPOSITIONS:
        return None
    for place in range(at, min(end, at + _QUOTE_WITHIN)):
        if quote_at(row, place):
            return place if sign_at(row, place - 1) in (",", ":", "–") and is_full(row[place]) else None
        if row[place].text == ":" and place + 1 < end:
            return place + 1
        if plain_cue(row, place) is not None:
            return None
    return None


def question(row: Row, at: int, end: int) -> int | None:
    """Asked whether it would."""
    return at if word_at(row, at) in QUESTIONS and at + 1 < end else None


def bare_clause(row: Row, at: int, end: int) -> int | None:
    """Said it would; said on Monday it would."""
    if sign_at(row, at) == ":":
        return at + 1 if at + 1 < end else None
    if at >= end or (row[at].kind == "mark" and row[at].text != "$"):
        return None
    start = _behind_phrase(row, at, end) if row[at].lower in PREPOSITIONS and not is_quantity(row, at) else at
    if start is None or (row[start].lower in SUBORDINATORS and row[start].lower not in BARE_OPENERS):
        return None
    stop = next((place for place in range(start, end) if row[place].text in (";", ":")), end)
    return start if _says(row, start, stop, sure=word_at(row, at - 1) in SAYING) else None


def _says(row: Row, start: int, stop: int, *, sure: bool) -> bool:
    """Return whether words are a clause, or "yes", or behind "said" too long for anything else."""
    words = row[start:stop]
    first = words[0].lower
    if first in ("yes", "no") and (len(words) == 1 or is_stop(words[1])):
        return True
    least = 1 if first in PRONOUNS else 4
    return has_clause(words) or ((sure or least == 1) and len(words) > least and starts_noun_phrase(row, start))


def is_quantity(row: Row, at: int) -> bool:
    """Return whether a number follows: at least six, between 5 and 15, about half."""
    following = row[at + 1] if at + 1 < len(row) else None
    if following is None:
        return False
    number = following.text[0].isdigit() or following.text[0] in "$£€" or following.lower in NUMBERS
    return following.lower in ("least", "most") or (number and row[at].lower in ROUGH_NUMBERS)


def _behind_phrase(row: Row, at: int, end: int) -> int | None:
    """Return where a clause begins behind a phrase with a preposition: said on Monday it would."""
    for place in range(at + 1, min(end, at + _PHRASE_WITHIN)):
        if row[place].text in (",", ";", ":"):
            return None
        if _begins_clause(row, place):
            return place if has_clause(row[place:end]) else None
    return None


def _begins_clause(row: Row, at: int) -> bool:
    before = row[at - 1].lower
    return _is_pronoun(row[at].lower) or (
        row[at].lower in ("the", "his", "her", "their") and before not in PREPOSITIONS and before not in DETERMINERS
    )


def _is_pronoun(word: str) -> bool:
    return (uncontracted(word) if CONTRACTED.fullmatch(word) else word) in CLAUSE_PRONOUNS


def told(row: Row, at: int, end: int) -> int | None:
    """Told reporters that, told him he would, told the minister to leave."""
    if _is_pronoun(word_at(row, at)) and word_at(row, at + 1) in AUXILIARIES:
        return None
    listener = right_phrase(row, at, most=_LONGEST_LISTENER)
    for place in range(at, min(end, at + _TOLD_WITHIN)):
        if (start := _told_at(row, place, behind=place > at, listener=listener)) is not None:
            return start
        if row[place].kind == "quote" or row[place].text == ",":
            return None
    return _told_the(row, at, end)


def _told_at(row: Row, at: int, *, behind: bool, listener: int) -> int | None:
    """Return where what is told starts, if it does at this place; ``behind`` any listener."""
    word = row[at].lower
    if row[at].text == ":" or (row[at].text == "," and quote_at(row, at + 1)):
        return at + 1
    if not behind:
        return None
    if word == "that":
        return at + 1
    to_do = word == "to" and at >= listener - _TO_WITHIN and word_at(row, at + 1) not in DETERMINERS
    return at if to_do or row[at].kind == "quote" or _is_pronoun(word) or word in TOLD_QUESTIONS else None


def _told_the(row: Row, at: int, end: int) -> int | None:
    """Told the board the dam would stay."""
    if not has_clause(row[at:end]):
        return None
    starts = (
        place
        for place in range(at + 1, end)
        if row[place].lower in DETERMINERS and row[place - 1].lower not in PREPOSITIONS
    )
    start = next(starts, None)
    return start if start is not None and has_clause(row[start:end]) else None
