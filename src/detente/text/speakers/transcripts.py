"""What the labels of a transcript say besides a name: who asks, who is in the chair."""

from __future__ import annotations

import re

from detente.text.span import Span

ANSWER = re.compile(r"A\.?|ANSWER|Answer")
QUESTION = re.compile(r"Q\.?|QUESTIONS?|Questions?|REPORTERS?|Reporters?")
CHAIR = re.compile(r"(?:THE )?CHAIR(?:MAN|WOMAN|PERSON)?|(?:The )?Chair(?:man|woman|person)?")
_LANGUAGES = ("In ", "Through ", "Via ", "Translated", "Interpretation")
_ASKED_BY = re.compile(r"[ \xa0]?\((?P<name>[A-Z][^,)\n]{1,50})")
_FROM_OUTLET = re.compile(
    r":[ \xa0](?P<name>(?!(?:Mr|Mrs|Ms|Minister|President|Ambassador|Spokes\w+)\b)[A-Z][\w’'-]+(?: [A-Z][\w’'-]+){1,2})"
    r", (?:from |of |with )?(?:the )?[A-Z]"
)
_FULL_NAME = r"[A-Z][\w’'-]+(?: [A-Z][\w’'-]+){1,3}"
_IN_THE_CHAIR = re.compile(
    rf"(?P<before>{_FULL_NAME}) (?:was |is |took |, )?(?:in )?the chair\b"
    rf"|\b(?:[Ii]n the chair|[Cc]hair(?:man|woman|person)?|[Pp]residing)[,:]? (?P<after>{_FULL_NAME})"
)
_LONGEST_LABEL = 80


def reporter(text: str, label: Span) -> str | None:
    """Return who asks, where a label or the first words of a question say so: Question (Interfax): ..."""
    named = _ASKED_BY.match(text, label.end)
    if named is not None and not named["name"].startswith(_LANGUAGES):
        return named["name"]
    end = text.find(":", label.end, label.end + _LONGEST_LABEL)
    introduced = _FROM_OUTLET.match(text, end) if end >= 0 else None
    return introduced["name"] if introduced is not None else None


def in_the_chair(text: str) -> tuple[str, Span] | None:
    """Return who presides and where the article says so: Ana Belo took the chair. It reads the whole text."""
    found = _IN_THE_CHAIR.search(text)
    return (found["before"] or found["after"], Span(*found.span())) if found is not None else None
