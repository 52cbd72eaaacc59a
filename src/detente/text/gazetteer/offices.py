"""Offices: a state's name or demonym with the word for who acts for it ("the Russian foreign minister")."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from typing import NamedTuple

from detente.text.gazetteer.gazetteer import gazetteer
from detente.text.gazetteer.loading import blocks, listed
from detente.text.gazetteer.names import Place
from detente.text.gazetteer.tokens import Tokens
from detente.text.span import Span


class Office(NamedTuple):
    """An office: its words with the state's, the title in small letters, and for whom it acts."""

    span: Span
    title: str
    entity: str


def offices(text: str, span: Span | None = None) -> Iterator[Office]:
    """Return the offices that a stretch of text names, in order; the cost is linear in its length.

    A birthplace gives no office: "a Russian-born minister" acts for nobody here.

    Examples
    --------
    >>> text = "The Russian foreign minister met Japan's prime minister and the president of Chile."
    >>> [(office.title, office.entity) for office in offices(text)]
    [('foreign minister', 'RUS'), ('prime minister', 'JPN'), ('president', 'CHL')]
    """
    tokens = Tokens(text, span or Span(0, len(text)))
    for place in gazetteer().places(tokens):
        found = _behind(tokens, place) or _before(tokens, place)
        if found is not None:
            first, last, title = found
            yield Office(Span(tokens.starts[first], tokens.ends[last - 1]), title, place.name.actor)


def _behind(tokens: Tokens, place: Place) -> tuple[int, int, str] | None:
    at = place.last
    if tokens.key(at) == "'" and tokens.key(at + 1) == "s" and tokens.touches(at + 1):
        at += 2
    for size in range(_longest(), 0, -1):
        title = _title(tokens, at, size)
        if title in _titles():
            return place.first, at + size, title
    return None


def _before(tokens: Tokens, place: Place) -> tuple[int, int, str] | None:
    at = place.first - 1
    at -= tokens.key(at) == "the"
    if tokens.key(at) != "of":
        return None
    for size in range(min(_longest(), at), 0, -1):
        title = _title(tokens, at - size, size)
        if title in _titles():
            return at - size, place.last, title
    return None


def _title(tokens: Tokens, first: int, size: int) -> str:
    words = tokens.keys[first : first + size]
    if len(words) < size or any(not word[0].isalpha() and word not in {"-", "'"} for word in words):
        return ""
    joined = "".join(f"{'' if tokens.touches(first + at) else ' '}{word}" for at, word in enumerate(words))
    return joined.strip().lower()


@cache
def _titles() -> frozenset[str]:
    return frozenset(listed(blocks("offices")["offices"]))


@cache
def _longest() -> int:
    return max(len(Tokens(title, Span(0, len(title)))) for title in _titles())
