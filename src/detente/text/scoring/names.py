"""When two names are taken for the same."""

from __future__ import annotations

import re
import unicodedata

from detente.text.gazetteer import gazetteer
from detente.text.speakers.words import TITLES

ARTICLE = re.compile(r"^(?:the|an?|one of the) (?=\S)")


def folded(name: str | None) -> str:
    """Return a name without case, accents, marks, a leading article and titles; of an organisation the short one.

    Examples
    --------
    >>> folded("The  Défense Ministry."), folded("Sir Nigel Ash"), folded("the African Union"), folded(None)
    ('defense ministry', 'nigel ash', 'au', '')
    """
    known = gazetteer().lookup(name) if name else None
    if known is not None and known.kind == "organisation":
        return known.entity.casefold()
    words = _folded(name).split()
    while len(words) > 1 and words[0] in TITLES:
        words = words[1:]
    return " ".join(words)


def _folded(name: str | None) -> str:
    letters = unicodedata.normalize("NFKD", name or "").casefold()
    kept = "".join(c if c.isalnum() else " " for c in letters if not unicodedata.combining(c) and c not in ".'’")
    return ARTICLE.sub("", " ".join(kept.split()))
