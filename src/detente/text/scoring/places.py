"""Find the exact words of an annotation in a paragraph."""

from __future__ import annotations

from collections.abc import Iterator

from detente.text.span import Span, trimmed


def paragraph_spans(text: str) -> list[Span]:
    r"""Return the lines that are not blank, without the white space around them.

    Examples
    --------
    >>> paragraph_spans("One.\n\n  Two. \r\n")
    [Span(start=0, end=4), Span(start=8, end=12)]
    """
    found, start = [], 0
    for line in text.split("\n"):
        span = trimmed(text, Span(start, start + len(line)))
        if span.length:
            found.append(span)
        start += len(line) + 1
    return found


def places(text: str, within: Span, words: str) -> Iterator[Span]:
    """Yield each place of the words in a stretch of the text; a word is never found inside another word.

    Examples
    --------
    >>> list(places("The others say he left.", Span(0, 23), "he"))
    [Span(start=15, end=17)]
    """
    at = text.find(words, *within) if words else -1
    while at >= 0:
        span = Span(at, at + len(words))
        if not _splits(text, span.start) and not _splits(text, span.end):
            yield span
        at = text.find(words, at + 1, within.end)


def _splits(text: str, at: int) -> bool:
    """Say whether a word goes on across this place."""
    return 0 < at < len(text) and text[at - 1].isalnum() and text[at].isalnum()
