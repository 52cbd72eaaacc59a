"""The article as the rules see it: paragraphs that are read, the quotes in them, a mask over the quotes, sentences.

The mask is of the same length as the text and replaces what stands inside a quote, so that the verbs, commas and full
stops of a quote do not exist for the rules of the sentence around it, while every place stays true.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from detente.text.ledger import READ, Paragraph
from detente.text.quotes import Quote, quotes
from detente.text.sentences import split_sentences
from detente.text.span import Span

FILLER = "\x1a"


@dataclass(frozen=True, slots=True)
class Sentence:
    """A sentence of the masked text, and the number of its paragraph."""

    span: Span
    paragraph: int


@dataclass(frozen=True, slots=True)
class Page:
    """A text with its paragraphs, quotes and sentences.

    Attributes
    ----------
    text, masked : str
        The untouched text, and the same with quotes filled: marks become “ and ”, what is inside `FILLER`; the mark
        that ends the last sentence of a quote (or its comma) stays.
    paragraphs : tuple of Paragraph
        All of them, in order.
    quotes : tuple of (int, Quote)
        Each with the number of its paragraph; only of paragraphs that are read.
    sentences : tuple of Sentence
        Of the masked text; only of paragraphs that are read.
    """

    text: str
    masked: str
    paragraphs: tuple[Paragraph, ...]
    quotes: tuple[tuple[int, Quote], ...]
    sentences: tuple[Sentence, ...]


def _mask(text: str, found: Sequence[tuple[int, Quote]]) -> str:
    pieces: list[str] = []
    done = 0
    for _, quote in found:
        pieces += [text[done : quote.span.start], _filled(text, quote)]
        done = quote.span.end
    return "".join([*pieces, text[done:]]).replace("\xa0", " ")


def _filled(text: str, quote: Quote) -> str:
    inner = quote.inner.of(text)
    kept = inner[-1:] if inner[-1:] in tuple(".,!?…;—–") else ""
    opening = "“".ljust(quote.inner.start - quote.span.start, FILLER)
    closing = "”".rjust(quote.span.end - quote.inner.end, FILLER) if quote.closed else ""
    return opening + FILLER * (len(inner) - len(kept)) + kept + closing


def page(text: str, paragraphs: Sequence[Paragraph]) -> Page:
    """Return the article as the rules see it; the cost is linear in the length of the text."""
    read = [(number, each.span) for number, each in enumerate(paragraphs) if each.label in READ]
    goes_on = [text[span.start] in "‘'" for _, span in read[1:]] + [False]
    found = tuple(
        (number, quote)
        for (number, span), more in zip(read, goes_on, strict=False)
        for quote in quotes(text, span, goes_on=more)
    )
    masked = _mask(text, found)
    sentences = tuple(Sentence(sentence, number) for number, span in read for sentence in split_sentences(masked, span))
    return Page(text, masked, tuple(paragraphs), found, sentences)
