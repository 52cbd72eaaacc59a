"""The lists of words around names; `words.yaml` says what each is for."""

from __future__ import annotations

import re
import unicodedata

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

_FIRST_NAMES = word_lists(__package__, "first_names.yaml")
_FIRST = {**dict.fromkeys(_FIRST_NAMES["she"], "she"), **dict.fromkeys(_FIRST_NAMES["he"], "he")}
_POSSESSIVE = re.compile(r"[’']s?$")


_HER_ENDINGS, _HIS_ENDINGS = tuple(_LISTS["her surnames"]), tuple(_LISTS["his surnames"])
_SHORTEST_SURNAME = 5


def without_possessive(word: str) -> str:
    """Return a word without its possessive ending.

    Examples
    --------
    >>> without_possessive("Belo’s"), without_possessive("Tavares’")
    ('Belo', 'Tavares')
    """
    return _POSSESSIVE.sub("", word)


def first_name_of(name: str) -> str:
    """Return whether the first name of somebody is a woman's or a man's, as a pronoun; empty where that is open.

    Examples
    --------
    >>> first_name_of("Inés Larraín"), first_name_of("Lars-Olof Brännström"), first_name_of("Bum-jun Kim")
    ('she', 'he', '')
    >>> first_name_of("Zarina Odinaeva")
    'she'
    """
    first = unicodedata.normalize("NFKD", name).casefold().partition(" ")[0].partition("-")[0]
    plain = "".join(letter for letter in first if not unicodedata.combining(letter))
    return _FIRST.get(plain, "") or _by_surname(name.rsplit(maxsplit=1)[-1].casefold())


def _by_surname(surname: str) -> str:
    """Return the gender that the ending of a Slavic, Baltic or Icelandic surname tells; empty where none does."""
    if len(surname) < _SHORTEST_SURNAME:
        return ""
    return "she" if surname.endswith(_HER_ENDINGS) else "he" if surname.endswith(_HIS_ENDINGS) else ""


def as_title(word: str) -> str:
    """Return a word as the lists have it: in small letters, without a full stop or possessive."""
    return without_possessive(word).lower().rstrip(".")
