"""The hash that tells whether words are still the same."""

from __future__ import annotations

import hashlib


def sha256(words: str) -> str:
    """Return the SHA-256 of words in UTF-8, 64 hexadecimal digits; half of a surrogate pair counts as it stands.

    Examples
    --------
    >>> sha256("the islands")[:12]
    'e53db291acc2'
    """
    return hashlib.sha256(words.encode("utf-8", "surrogatepass")).hexdigest()
