"""When two names are taken for the same."""

from __future__ import annotations

import re
import unicodedata

from detente.text.gazetteer import gazetteer
from detente.text.speakers.words import LINKS, TITLES

_OWNER = re.compile(r"(?:[A-Z][\w-]*[ \xa0]){0,2}[A-Z][\w-]*[’']s?[ \xa0](?=\w)")
_GOES_ON = frozenset({"that", "whom", "there", "close", "familiar", "after", "before", "last", "this"})
ARTICLE = re.compile(r"^(?:the|an?|one of the|his|her|its|their) (?=\S)")


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


def same(one: str | None, other: str | None) -> bool:
    """Return whether two names are of the same one; nobody is nobody.

    Somebody without a name is called by a phrase, and a phrase may go on: "two officials in Oslo" are "two officials".

    Examples
    --------
    >>> same("Two officials", "two officials in Oslo"), same("the official", "an EU official"), same("Ana", "Ana Belo")
    (True, False, False)
    >>> same("Iraq’s Supreme Court", "the Supreme Court"), same("Iraq’s Supreme Court", "Kenya’s Supreme Court")
    (True, False)
    """
    if _OWNER.match(one or "") is None or _OWNER.match(other or "") is None:
        one, other = (_OWNER.sub("", name or "") for name in (one, other))
    short, long = sorted((folded(one), folded(other)), key=len)
    if short == long:
        return True
    if not short or not long.startswith(f"{short} "):
        return False
    follows = long[len(short) + 1 :].partition(" ")[0]
    return follows in LINKS or follows in _GOES_ON or follows.endswith(("ed", "ing"))


def _folded(name: str | None) -> str:
    letters = unicodedata.normalize("NFKD", name or "").casefold()
    kept = "".join(c if c.isalnum() else " " for c in letters if not unicodedata.combining(c) and c not in ".'’")
    return ARTICLE.sub("", " ".join(kept.split()))
