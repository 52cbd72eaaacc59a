"""When two names are taken for the same."""

from __future__ import annotations

import re
import unicodedata

ARTICLE = re.compile(r"^(?:the|an?|one of the) (?=\S)")


def folded(name: str | None) -> str:
    """Return a name without case, accents, punctuation and a leading article.

    Examples
    --------
    >>> folded("The  Défense Ministry."), folded(None)
    ('defense ministry', '')
    """
    letters = unicodedata.normalize("NFKD", name or "").casefold()
    kept = "".join(c if c.isalnum() else " " for c in letters if not unicodedata.combining(c) and c not in ".'’")
    return ARTICLE.sub("", " ".join(kept.split()))
