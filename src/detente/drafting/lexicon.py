"""The word lists of this room, read once."""

from __future__ import annotations

from functools import cache

from detente.text.wordlists import word_lists


@cache
def listed(name: str) -> frozenset[str]:
    """Return a list of ``words.yaml``.

    Examples
    --------
    >>> "treaty" in listed("settlement")
    True
    """
    return _lists()[name]


@cache
def _lists() -> dict[str, frozenset[str]]:
    return word_lists("detente.drafting", "words.yaml")
