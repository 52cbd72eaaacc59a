"""The drafts of a whole article: what the frames find in each sentence, and the quotes that they leave over."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from detente.text.attribution.draft import Draft, drafted
from detente.text.attribution.frames import frames
from detente.text.attribution.labels import labelled, labels
from detente.text.attribution.loose import Place, loose
from detente.text.attribution.printed import as_draft, printed
from detente.text.page import Page, Sentence
from detente.text.quotes import Quote
from detente.text.syntax.tokens import Token, tokens

LONGEST_SENTENCE = 250
"""In tokens; what is longer is no sentence, and is read in pieces of this size, so that the cost stays linear."""


def drafts(page: Page) -> list[Draft]:
    """Return what the article attributes, in the order of the text; the cost is linear in its length."""
    made: list[Draft] = []
    marked = labels(page)
    papers = printed(page, marked)
    for sentence, quotes in _sentences(page):
        label, paper = marked.get(sentence.paragraph), papers.get(sentence.paragraph)
        before = made[-1] if made else None
        if label is not None:
            made += labelled(page, sentence, label, before)
        elif paper is not None:
            made += as_draft(page, sentence, paper)
        else:
            made += _of_sentence(page, sentence, quotes, before)
    return made


def _sentences(page: Page) -> Iterator[tuple[Sentence, list[Quote]]]:
    """Yield each sentence with the quotes in it."""
    quotes = [quote for _, quote in page.quotes]
    at = 0
    for sentence in page.sentences:
        while at < len(quotes) and quotes[at].span.end <= sentence.span.start:
            at += 1
        stop = at
        while stop < len(quotes) and quotes[stop].span.start < sentence.span.end:
            stop += 1
        yield sentence, quotes[at:stop]


def _of_sentence(page: Page, sentence: Sentence, quotes: Sequence[Quote], before: Draft | None) -> list[Draft]:
    row = tokens(page.masked, sentence.span)
    made = [draft for piece in _pieces(row) for draft in _framed(piece, sentence)]
    made += loose(Place(page, sentence, row, before), _uncovered(quotes, made), made)
    if before is not None and before.paragraph == sentence.paragraph:
        for draft in made:
            if draft.shared and draft.source is None:
                draft.follows = before
    return made


def _pieces(row: Sequence[Token]) -> Iterator[Sequence[Token]]:
    for start in range(0, len(row), LONGEST_SENTENCE):
        yield row[start : start + LONGEST_SENTENCE]


def _framed(row: Sequence[Token], sentence: Sentence) -> Iterator[Draft]:
    for found in frames(row):
        yield drafted(row, found, sentence)


def _uncovered(quotes: Sequence[Quote], framed: Sequence[Draft]) -> Iterator[Quote]:
    """Yield the quotes that no content of a frame touches."""
    spans = sorted(span for draft in framed for span in draft.content)
    at = reach = 0
    for quote in quotes:
        while at < len(spans) and spans[at].start < quote.span.end:
            reach = max(reach, spans[at].end)
            at += 1
        if reach <= quote.span.start:
            yield quote
