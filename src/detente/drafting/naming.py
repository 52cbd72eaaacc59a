"""Short names for what a draft is made of: letters of ASCII, digits and ``_``, and no two alike."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Container

from detente.drafting.lexicon import listed

LONGEST = 32
RESERVED = frozenset({"true", "false", "not", "and", "or", "nature", "modeller", "actual", "status_quo", "settlement"})
LETTERS = {"ß": "ss", "æ": "ae", "Æ": "Ae", "ø": "o", "Ø": "O", "œ": "oe", "ł": "l", "Ł": "L", "đ": "d", "þ": "th"}


def slug(words: str, taken: Container[str], fallback: str, longest: int = LONGEST) -> str:
    """Return a short name made of words, unlike all that are taken; ``fallback`` where no letter of ASCII is left.

    Examples
    --------
    >>> slug("Côte d'Ivoire", (), "party"), slug("日本", (), "party"), slug("Japan", {"japan"}, "party")
    ('cote_d_ivoire', 'party', 'japan_2')
    """
    spelled = "".join(LETTERS.get(c, c) for c in words[: 8 * longest])
    plain = unicodedata.normalize("NFKD", spelled).encode("ascii", "ignore").decode().lower()
    found = re.sub(r"[^a-z0-9]+", "_", plain).strip("_")
    if len(found) > longest:
        found = found[:longest].rpartition("_")[0] or found[:longest]
    made = found if found[:1].isalpha() else f"{fallback}_{found}".rstrip("_")
    name, n = made, 1
    while name in taken or name in RESERVED:
        n += 1
        name = f"{made}_{n}"
    return name


def content_words(text: str) -> tuple[str, ...]:
    """Return the words of a text that carry its meaning, in small letters.

    Examples
    --------
    >>> content_words("to return all of the islands")
    ('return', 'islands')
    """
    small = listed("small")
    return tuple(w for w in re.findall(r"[^\W_]+", text[:2000].lower()) if w not in small)


def stems(text: str) -> frozenset[str]:
    """Return the meaningful words of a text without their usual endings, to tell whether two texts speak of one thing.

    Examples
    --------
    >>> sorted(stems("see the islands returned")), sorted(stems("return the island"))
    (['island', 'return', 'see'], ['island', 'return'])
    """
    return frozenset(_stem(word) for word in content_words(text))


def _stem(word: str) -> str:
    for ending in ("ing", "ies", "ed", "es", "s"):
        if word.endswith(ending) and len(word) - len(ending) >= 4:
            return word.removesuffix(ending) + ("y" if ending == "ies" else "")
    return word.removesuffix("e") if len(word) > 4 else word
