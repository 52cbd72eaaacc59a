"""The lists of words around names; `words.yaml` says what each is for."""

from __future__ import annotations

import re

from detente.text.wordlists import word_lists

_LISTS = word_lists(__package__, "words.yaml")

TITLES = _LISTS["titles"]
NO_NAMES = _LISTS["no names"]
LANDS = _LISTS["lands"]
SHE = _LISTS["she"]
HE = _LISTS["he"]
LINKS = _LISTS["links"]
COUNTS = _LISTS["counts"]
GENDERS = {**dict.fromkeys(_LISTS["unnamed she"], "she"), **dict.fromkeys(_LISTS["unnamed he"], "he")}

_POSSESSIVE = re.compile(r"[’']s?$")


def without_possessive(word: str) -> str:
    """Return a word without its possessive ending.

    Examples
    --------
    >>> without_possessive("Belo’s"), without_possessive("Tavares’")
    ('Belo', 'Tavares')
    """
    return _POSSESSIVE.sub("", word)


def as_title(word: str) -> str:
    """Return a word as the lists have it: in small letters, without a full stop or possessive."""
    return without_possessive(word).lower().rstrip(".")
