"""What a cue takes as an object or an act; each rule returns where the content starts, None where it does not apply."""

from __future__ import annotations

from collections.abc import Callable

from detente.text.attribution.frames.row import quote_at, word_at
from detente.text.syntax.phrases import Row, is_stop, starts_noun_phrase
from detente.text.syntax.words import DETERMINERS, SUBORDINATORS

_OF_WITHIN = 12
_TO_WITHIN = 14
_AS_WITHIN = 16

Rule = Callable[[Row, int, int], int | None]


def to_do(row: Row, at: int, end: int) -> int | None:
    """Vowed to return."""
    return at if word_at(row, at) == "to" and at + 1 < end and word_at(row, at + 1) not in DETERMINERS else None


def thing(row: Row, at: int, end: int) -> int | None:
    """Denied the charge; called it “a trick”."""
    return at if at < end and (starts_noun_phrase(row, at) or quote_at(row, at)) else None


def behind_particle(particle: str) -> Rule:
    """Return the rule of a particle: called for a truce, complained about the delay, warned against it."""

    def rule(row: Row, at: int, end: int) -> int | None:
        return at + 1 if word_at(row, at) == particle and at + 1 < end else None

    return rule


def charge(row: Row, at: int, end: int) -> int | None:
    """Accused somebody of something: the something."""
    places = range(at, min(end, at + _OF_WITHIN))
    of = next((place for place in places if row[place].lower == "of" and row[place - 1].text != ","), None)
    return of + 1 if of is not None and of > at and of + 1 < end else None


def asked_of(row: Row, at: int, end: int) -> int | None:
    """Urged somebody to do something: both."""
    to = next((place for place in range(at + 1, min(end, at + _TO_WITHIN)) if row[place].lower == "to"), None)
    if to is None or not starts_noun_phrase(row, at):
        return None
    return None if any(is_stop(row[place]) or row[place].lower in SUBORDINATORS for place in range(at, to)) else at


def taken_as(row: Row, at: int, end: int) -> int | None:
    """Dismissed the offer as a trick; rejected the word “ultimatum”."""
    words = row[at : min(end, at + _AS_WITHIN)]
    return at if any(token.lower == "as" or token.kind == "quote" for token in words) else None
