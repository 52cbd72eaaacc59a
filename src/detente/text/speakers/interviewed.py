"""Who gives the answers of a printed interview whose labels only say "Q" and "A"."""

from __future__ import annotations

import re

from detente.text.span import Span
from detente.text.speakers.person import Person
from detente.text.speakers.registry import Registry

MOST = 20
"""How many people, the first of the article, may be the one: so the cost stays linear in its length."""

_ADDRESS = (
    r"\b(?:Mr|Mrs|Ms|Miss|Dr|Professor|Ambassador|Minister|Commissioner|President|General|Madame?|Sir|Lady|Chancellor)"
    r"\.?[ \xa0](?:\w+[ \xa0])?"
)
_BYLINE = re.compile(r"(?:\b[Ii]nterview(?:ed)?:?|\b[Bb]y|\bText:|\bwith|\bto)[ \xa0](?:\w+[ \xa0]){0,2}$")
_BEFORE = 40
_ANSWERS = re.compile(r"\b[Aa]nswers? (?:of|by|from) (?P<who>the [A-Z][^,.:;\n]{3,60}?)(?= to\b|[,.:;\n])")


def interviewed(text: str, people: Registry, place: int) -> Person | None:
    """Return who answers: whom the questions address and the introduction speaks of most; not who asks.

    Parameters
    ----------
    text : str
        The article.
    people : Registry
        Whom it names.
    place : int
        Where the first answer begins.
    """
    found = [person for person in people.people[:MOST] if person.spans and person.spans[0].start < place]
    return max(found, key=lambda person: _weight(text, person, place), default=None)


def answering(text: str, place: int) -> Span | None:
    """Return the words for the ministry or office whose answers are printed, if the introduction says so."""
    found = _ANSWERS.search(text, 0, place)
    return Span(*found.span("who")) if found else None


def _weight(text: str, person: Person, place: int) -> tuple[int, int]:
    surname = re.escape(person.surname)
    named = [match.start() for match in re.finditer(rf"\b{surname}\b", text[:place])]
    told = sum(_BYLINE.search(text[max(0, at - _BEFORE) : at]) is None for at in named)
    addressed = sum(1 for _ in re.finditer(_ADDRESS + surname, text))
    return told + 2 * addressed, -person.spans[0].start
