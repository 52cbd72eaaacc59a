"""The closed classes of English words that the frames go by, and what a verb looks like."""

from __future__ import annotations

import re

from detente.text.lexicon import lexicon
from detente.text.wordlists import word_lists

_LISTS = word_lists(__package__, "words.yaml")

PRONOUNS = _LISTS["pronouns"]
DETERMINERS = _LISTS["determiners"]
ARTICLES = _LISTS["articles"]
PREPOSITIONS = _LISTS["prepositions"]
SUBORDINATORS = _LISTS["subordinators"]
COORDINATORS = _LISTS["coordinators"]
AUXILIARIES = _LISTS["auxiliaries"]
BE = _LISTS["be"]
NEGATIONS = _LISTS["negations"]
TIMES = _LISTS["times"]
VAGUE_TIMES = _LISTS["vague times"]
CLOCKS = _LISTS["clocks"]
ADVERBS = _LISTS["adverbs"]
NO_ADVERBS = _LISTS["no adverbs"]
VERBS = _LISTS["verbs"]
NO_PAST_FORMS = _LISTS["no past forms"]
LEAVES = _LISTS["leaves"]

CONTRACTED = re.compile(r"\w+[’'](?:s|re|ve|ll|d|m)$", re.IGNORECASE)
_APOSTROPHE = re.compile("[’']")


def uncontracted(word: str) -> str:
    """Return the first word of a contraction: he of he’ll."""
    return _APOSTROPHE.split(word, maxsplit=1)[0]


def is_adverb(word: str) -> bool:
    """Return whether a word in lower case may stand between a subject and its verb.

    Examples
    --------
    >>> is_adverb("reportedly"), is_adverb("also"), is_adverb("family")
    (True, True, False)
    """
    return word in ADVERBS or (word.endswith("ly") and len(word) > 4 and word not in NO_ADVERBS)


def is_verb(word: str, before: str = "") -> bool:
    """Return whether a word in lower case looks like a finite verb; ``before`` is the word before it.

    Examples
    --------
    >>> is_verb("signed", "they"), is_verb("signed", "the"), is_verb("treaty", "they")
    (True, False, False)
    """
    if word in AUXILIARIES or word in VERBS:
        return before not in ARTICLES or word in AUXILIARIES
    if CONTRACTED.match(word):
        return uncontracted(word) in PRONOUNS or not word.endswith("s")
    if word.endswith("ed") and len(word) > 3 and word not in NO_PAST_FORMS:
        return before not in ARTICLES
    cue = lexicon().verbs.get(word)
    if cue is None or before in ARTICLES:
        return False
    return cue.form == "past" or (cue.form == "third" and "noun" not in cue.frames)
