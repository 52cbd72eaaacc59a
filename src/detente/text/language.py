"""Whether a text is English: by the share of its small words, which no English text is without."""

from __future__ import annotations

import re
from functools import cache

from detente.text.ledger import Doubt
from detente.text.wordlists import word_lists

FEWEST_WORDS = 40
FEW_WORDS = 12
CLEAR_SHARE = 0.25
LEAST_SHARE = 0.12
MOST_READ = 200_000
LATIN = re.compile(r"[a-zA-Z\u00c0-\u024f]")
_WORD = re.compile(r"[^\W\d_]+")


def is_english(text: str) -> tuple[bool, str]:
    """Return whether a text is English, and what speaks for or against it.

    Parameters
    ----------
    text : str
        Any text; its first 200,000 characters are looked at.

    Notes
    -----
    In English prose two words in five are small ones (the, of, that); a text where fewer than one in eight is, or that
    has more small words of another language, is not English. A text of 12 to 39 words is not English only where one in
    four is a small word of another language and fewer than one in eight of English; a shorter one counts as English.

    Examples
    --------
    >>> is_english("Le ministre")
    (True, 'too short to tell: 2 words')
    """
    sample = text[:MOST_READ]
    words = _WORD.findall(sample.casefold())
    if _is_foreign_script(sample):
        return False, "most of its letters are not Latin"
    if len(words) < FEW_WORDS:
        return True, f"too short to tell: {len(words)} words"
    shares = {language: sum(word in small for word in words) / len(words) for language, small in _small_words().items()}
    likeliest = max(shares, key=lambda language: shares[language])
    told = f"{shares['English']:.0%} of its words are small words of English"
    if len(words) < FEWEST_WORDS and (shares[likeliest] < CLEAR_SHARE or shares["English"] >= LEAST_SHARE):
        return True, f"too short to tell: {len(words)} words"
    if likeliest != "English":
        return False, f"{told}, {shares[likeliest]:.0%} of {likeliest}"
    return shares["English"] >= LEAST_SHARE, told


def language_doubt(text: str) -> tuple[Doubt, ...]:
    """Return the doubt that a text is not English, or nothing."""
    fits, why = is_english(text)
    if fits:
        return ()
    return (Doubt("not-english", f"this does not read like English ({why}); only English is understood"),)


def _is_foreign_script(sample: str) -> bool:
    """Return whether there are many letters, and most of them of another script."""
    letters = sum(map(str.isalpha, sample))
    return letters >= FEWEST_WORDS and len(LATIN.findall(sample)) < letters / 2


@cache
def _small_words() -> dict[str, frozenset[str]]:
    """Return the small words of each language, English first."""
    return word_lists("detente.text", "languages.yaml")
