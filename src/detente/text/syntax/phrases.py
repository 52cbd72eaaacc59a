"""Noun phrases and clauses in a row of tokens: where a subject begins, whether words hold a clause."""

from __future__ import annotations

from collections.abc import Sequence

from detente.text.syntax.tokens import Token
from detente.text.syntax.words import (
    AUXILIARIES,
    CLOCKS,
    CONTRACTED,
    COORDINATORS,
    DETERMINERS,
    LEAVES,
    NEGATIONS,
    PREPOSITIONS,
    PRONOUNS,
    SUBORDINATORS,
    TIMES,
    VAGUE_TIMES,
    is_adverb,
    is_verb,
)

Row = Sequence[Token]
STOPS = frozenset(",;:–()[].!?…•*|/")
LONGEST_SUBJECT = 24
LONGEST_RELATIVE = 12
_SUBJECT_PRONOUNS = frozenset({"he", "she", "they", "we", "it"})
_PERSONAL = frozenset({"i", "he", "she", "they", "we", "you"})
_LEAVING = SUBORDINATORS | _PERSONAL | LEAVES
_RELATIVES = frozenset({"who", "whom"})


def is_stop(token: Token) -> bool:
    """Return whether no noun phrase goes on over this token."""
    return token.kind == "quote" or (token.kind == "mark" and token.text in STOPS)


def verb_start(row: Row, cue: int) -> int:
    """Return where the verb group of a cue begins: has also said, did not say."""
    at = cue
    while at > 0 and (_helps(row[at - 1].lower)):
        at -= 1
    return at


def _helps(word: str) -> bool:
    return word in AUXILIARIES or word in NEGATIONS or is_adverb(word)


def has_clause(row: Row) -> bool:
    """Return whether some words hold a subject with a verb."""
    before = ""
    for token in row:
        if token.kind == "word" and CONTRACTED.match(token.lower) and token.lower[:-2].rstrip("’'") in PRONOUNS:
            return True
        if token.kind == "word" and before and is_verb(token.lower, before):
            return True
        if token.kind == "word":
            before = token.lower
    return False


def starts_noun_phrase(row: Row, at: int) -> bool:
    """Return whether a noun phrase may begin here."""
    if at >= len(row) or row[at].kind != "word":
        return False
    word = row[at].lower
    if (
        word in PRONOUNS
        or word in DETERMINERS
        or (at and row[at].capital and at + 1 < len(row) and row[at + 1].capital)
    ):
        return True
    return not (
        word in PREPOSITIONS or word in SUBORDINATORS or word in COORDINATORS or word in AUXILIARIES or is_adverb(word)
    ) and (word not in TIMES)


def left_subject(row: Row, end: int) -> tuple[int, int] | None:
    """Return the tokens (from, to) of the noun phrase that ends right before ``end``; None where there is none."""
    end = _before_time(row, end)
    if end > 1 and row[end - 1].lower in _SUBJECT_PRONOUNS and row[end - 2].lower not in COORDINATORS:
        return end - 1, end
    start = _before_brackets(row, end)
    while start > 0 and end - start < LONGEST_SUBJECT and not _ends_left(row, start - 1):
        start -= 1
    start = _after_verb(row, start, end)
    start = _after_adverbial(row, start, end)
    while start < end and (row[start].lower in COORDINATORS or _is_light(row, start) or row[start].text == "•"):
        start += 1
    if start == end:
        return None
    start = _listed(row, _after_clock(row, start, end), end)
    return _before_relative(row, start), end


def _is_light(row: Row, at: int) -> bool:
    """Return whether an adverb stands before a noun phrase: also the minister; not: both governments."""
    return is_adverb(row[at].lower) and row[at].lower not in DETERMINERS


def _before_relative(row: Row, start: int) -> int:
    """Take in whom a clause explains: two diplomats who follow the talks."""
    at = start - 1
    while at > 0 and start - at <= LONGEST_RELATIVE and row[at].lower not in _RELATIVES and not is_stop(row[at]):
        at -= 1
    if at <= 0 or row[at].lower not in _RELATIVES or is_stop(row[at - 1]):
        return start
    head = at - (row[at].lower == "whom" and row[at - 1].lower in PREPOSITIONS)
    at = head
    while head > 0 and at - head < LONGEST_SUBJECT and not _ends_left(row, head - 1):
        head -= 1
    return head if head < at and starts_noun_phrase(row, head) and not has_clause(row[head:at]) else start


def _before_time(row: Row, end: int) -> int:
    """Step back over a time: Greece yesterday, Iceland on Thursday."""
    while (
        end > 1
        and row[end - 1].kind == "word"
        and row[end - 2].lower not in DETERMINERS
        and (_is_time(row, end - 1) or is_adverb(row[end - 1].lower))
    ):
        end -= 1
        if row[end - 1].lower == "on" and end > 1:
            end -= 1
    return end


def _is_time(row: Row, at: int) -> bool:
    return row[at].lower in TIMES and row[at].lower not in VAGUE_TIMES


def _after_clock(row: Row, start: int, end: int) -> int:
    """Step over the time that an entry of a live blog begins with: 20:15 GMT."""
    at = start
    while at < end and row[at].text[0].isdigit() and row[at].text.strip("0123456789.") == "":
        at += 1
    if at > start and at < end and row[at].lower in CLOCKS:
        return at + 1
    alone = at == start + 1 and at < end and row[at].capital
    return at if alone and ("." in row[start].text or _is_minute(row, start)) else start


def _is_minute(row: Row, at: int) -> bool:
    """Return whether a number ends a time: 18:55 Belarus says."""
    return at >= 2 and row[at - 1].text == ":" and row[at - 2].text.isdigit() and len(row[at].text) == 2


def _listed(row: Row, start: int, end: int) -> int:
    """Take in the first of several names: Britain, France and Germany."""
    names = row[start:end]
    if not any(token.lower == "and" for token in names) or not names[0].capital:
        return start
    while start >= 2 and row[start - 1].text == "," and row[start - 2].capital and row[start - 2].kind == "word":
        start -= 2
        while start > 0 and row[start - 1].capital and row[start - 1].kind == "word":
            start -= 1
    return start


def _before_brackets(row: Row, end: int) -> int:
    """Step over a party and state in brackets: Rep. Belo (D-Ohio) said."""
    if end < 3 or row[end - 1].text != ")":
        return end
    opening = next((at for at in range(end - 2, max(-1, end - 10), -1) if row[at].text == "("), end)
    return opening if opening > 0 else end


def _ends_left(row: Row, at: int) -> bool:
    token = row[at]
    if is_stop(token) or token.lower in SUBORDINATORS:
        return not (_initial(row, at) or _dates_participle(row, at))
    return token.lower in ("but", "yet", "nor", "then")


def _dates_participle(row: Row, at: int) -> bool:
    """Return whether a word says since when something is as it is: a communique issued after the meeting."""
    return row[at].lower in ("after", "before", "since") and at > 1 and row[at - 1].lower.endswith("ed")


def _initial(row: Row, at: int) -> bool:
    """Return whether a full stop belongs to an initial or a title: J. Smith."""
    return row[at].text == "." and at > 0 and at + 1 < len(row) and len(row[at - 1].text) <= 2


def _after_verb(row: Row, start: int, end: int) -> int:
    """Cut off what belongs to an earlier verb joined by "and": it was late and the minister said."""
    for at in range(end - 1, start, -1):
        if row[at].lower in ("and", "or") and has_clause(row[start:at]):
            return at + 1
    for at in range(end - 1, start, -1):
        if is_verb(row[at].lower, row[at - 1].lower) and not _participle(row, at):
            return at + 1
    return start


def _participle(row: Row, at: int) -> bool:
    """Return whether a word in -ed stands in a noun phrase: the united front, officials briefed on the talks."""
    word = row[at].lower
    if not word.endswith("ed"):
        return False
    follows = row[at + 1].lower if at + 1 < len(row) else ""
    return (
        follows in PREPOSITIONS
        or follows in TIMES
        or row[at - 1].lower in DETERMINERS
        or row[at].capital
        or "-" in word
    )


def _after_adverbial(row: Row, start: int, end: int) -> int:
    """Cut off an adverbial without a comma: On Friday the minister said."""
    if row[start].lower == "according" and start + 2 < end:
        return start + 2
    if row[start].lower in VAGUE_TIMES and start + 2 < end and row[start + 1].lower in TIMES:
        return start + 2
    if row[start].lower not in PREPOSITIONS or end - start < 3:
        return start
    for at in range(end - 1, start + 1, -1):
        word = row[at].lower
        if word in PRONOUNS or word in DETERMINERS:
            return at
        if (
            row[at].capital
            and not row[at - 1].capital
            and row[at - 1].lower not in (*PREPOSITIONS, *DETERMINERS, "and")
        ):
            return at
    for at in range(start + 1, end - 1):
        if row[at].lower in TIMES or row[at].text.isdigit():
            return at + 1
    return start


def right_phrase(row: Row, start: int, *, most: int = LONGEST_SUBJECT) -> int:
    """Return where the noun phrase that begins at ``start`` ends, before a mark, a place, a time or a verb."""
    at = start
    while at < len(row) and at - start < most and not is_stop(row[at]):
        word = row[at].lower
        if at > start and (word in _LEAVING or _is_time(row, at) or is_adverb(word)):
            break
        if at > start and is_verb(word, row[at - 1].lower) and not _participle(row, at):
            break
        at += 1
    return at
