"""A few words of an article, fit to be shown and written, and the exact place that they are taken from."""

from __future__ import annotations

from detente.text.digest import sha256
from detente.text.span import Span

MOST_WORDS = 8
MOST_CHARACTERS = 120
HASH_DIGITS = 12


def brief(text: str, most_words: int = MOST_WORDS) -> str:
    r"""Return the first words of a text on one line, at most eight and 120 characters; no sign that cannot be seen.

    Examples
    --------
    >>> brief("return  the\nislands\x1b one day")
    'return the islands'
    """
    found: list[str] = []
    for word in text[: 4 * MOST_CHARACTERS].split():
        if len(found) == most_words or len(" ".join([*found, word])) > MOST_CHARACTERS:
            break
        if not word.isprintable():
            kept = "".join(c if c.isprintable() else "\n" for c in word).split("\n")[0]
            found += [kept] if kept and len(" ".join([*found, kept])) <= MOST_CHARACTERS else []
            break
        found.append(word)
    return " ".join(found)


def shortened(text: str, most_words: int = MOST_WORDS) -> str:
    """Return the first words of a text, with three dots where there are more.

    Examples
    --------
    >>> shortened("one two three four five six seven eight nine")
    'one two three four five six seven eight ...'
    """
    words = brief(text, most_words)
    return words if len(words.split()) == len(text[: 8 * MOST_CHARACTERS].split()) else f"{words} ...".strip()


def place(span: Span) -> str:
    """Return a span as RFC 5147 writes it.

    Examples
    --------
    >>> place(Span(4, 9))
    'char=4,9'
    """
    return f"char={span.start},{span.end}"


def digest(words: str) -> str:
    """Return the first twelve digits of the SHA-256 of words in UTF-8.

    Examples
    --------
    >>> digest("the islands")
    'e53db291acc2'
    """
    return sha256(words)[:HASH_DIGITS]
