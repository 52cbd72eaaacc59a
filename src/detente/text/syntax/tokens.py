"""The words, marks and quotes of a sentence of masked text."""

from __future__ import annotations

import re
from dataclasses import dataclass

from detente.text.span import Span

_TITLES = "Mr|Mrs|Ms|Dr|Sen|Sens|Rep|Reps|Gov|Gen|Lt|Col|Maj|Prof|Sgt|Capt|Adm|St|Jr|Sr|Jnr|Rev|Amb|Pres|No|Inc|Co|Corp"
_TOKEN = re.compile(
    rf"“[^“”]*+(?:”|$)|(?:{_TITLES})\.(?=\s)|[A-Z]\.(?:[A-Z]\.)*+|[$£€¥]?\d[\d,.]*\d%?"
    r"|[^\W_]++(?:[’'&\-][^\W_]++)*+(?:(?<=s)[’'](?=\s))?|\.\.\.|--+|\S"
)
_DASHES = frozenset({"–", "—", "―", "--", "---"})


@dataclass(frozen=True, slots=True)
class Token:
    """A word, a mark, or a whole quote (kind ``word``, ``mark``, ``quote``) with its place."""

    text: str
    lower: str
    kind: str
    start: int
    end: int

    @property
    def capital(self) -> bool:
        """Whether it begins with a capital letter."""
        return self.text[:1].isupper()


def _kind(text: str) -> str:
    if text[0] == "“":
        return "quote"
    return "word" if any(map(str.isalnum, text)) else "mark"


def tokens(masked: str, span: Span) -> list[Token]:
    """Return the tokens of a sentence, in order; dashes are all given as ``–``, a hyphen in spaces too."""
    found = []
    for match in _TOKEN.finditer(masked, span.start, span.end):
        text = match.group()
        if text in _DASHES or (text == "-" and masked[match.start() - 1 : match.start()].isspace()):
            text = "–"
        found.append(Token(text, text.lower(), _kind(text), match.start(), match.end()))
    return found
