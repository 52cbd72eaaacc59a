"""Which cues are cues of speech: said, told, according to; not wants, supports, seems.

The list, ``speech.yaml``, belongs to the measure and stays as it is while the lexicon of the reader grows; otherwise a
word that the reader forgets would leave the measure, too.
"""

from __future__ import annotations

import re
from functools import cache

from detente.text.wordlists import data_of

WORD = re.compile(r"[^\W\d_]+")


@cache
def _words() -> tuple[frozenset[str], frozenset[str]]:
    """Return the forms of speech, and the words that are passed over to find the one that counts."""
    given = data_of(__package__, "speech.yaml")
    forms = {form for verb in given["regular"].split() for form in _forms(verb)}
    return frozenset(forms | set(given["irregular"].split())), frozenset(given["passed_over"].split())


def _forms(verb: str) -> set[str]:
    stem = verb.removesuffix("e")
    return {verb, f"{verb}s", f"{verb}es", f"{stem}ed", f"{stem}ing"}


def head(cue: str) -> str:
    """Return the word of a cue that says what is done: the first that is no auxiliary, adverb or article.

    Examples
    --------
    >>> head("has also told"), head("according to"), head("did not say")
    ('told', 'according', 'say')
    """
    passed_over = _words()[1]
    words = [word.casefold() for word in WORD.findall(cue)]
    first = next((w for w in words if w not in passed_over and not (w.endswith("ly") and len(w) > 4)), "")
    return first or (words[0] if words else "")


def is_speech(cue: str) -> bool:
    """Return whether a cue is one of speech.

    Examples
    --------
    >>> is_speech("said"), is_speech("has warned"), is_speech("wants"), is_speech("seemed to say")
    (True, True, False, False)
    """
    return head(cue) in _words()[0]
