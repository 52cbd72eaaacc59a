"""The stretches that attitudes are looked for in: sentences, with quotes that run on in them, and sentences of quotes.

A quote that is part of its sentence ("said it would “never” accept") is read with it. Any other stays masked there, and
its own sentences are units too.
"""

from __future__ import annotations

from dataclasses import dataclass

from detente.text.attitudes.words import Words, words
from detente.text.page import Page
from detente.text.quotes import Quote
from detente.text.sentences import split_sentences
from detente.text.span import Span

_HEADINGS = frozenset({"headline", "summary", "list"})


@dataclass(frozen=True, slots=True)
class Unit:
    """A sentence to read: its words, its place, its paragraph, and its kind: of a quote, a question, a headline."""

    words: Words
    span: Span
    paragraph: int
    quoted: bool
    question: bool
    headline: bool


def runs_on(text: str, quote: Quote) -> bool:
    """Return whether a quote is part of the clause around it."""
    before = text[max(0, quote.span.start - 3) : quote.span.start].rstrip()[-1:]
    first = text[quote.inner.start : quote.inner.start + 1]
    if before == "," and first.islower():
        return True
    return bool(before) and before not in ".,:;!?" and (quote.scare or first.islower() or first in "[(")


def _opened(page: Page) -> tuple[str, list[tuple[int, Quote]]]:
    """Return the masked text with the quotes that run on shown, and all the others."""
    pieces: list[str] = []
    alone: list[tuple[int, Quote]] = []
    done = 0
    for number, quote in page.quotes:
        if not runs_on(page.text, quote):
            alone.append((number, quote))
            continue
        start, end = quote.span
        left, right = quote.inner.start - start, end - quote.inner.end
        pieces += [page.masked[done:start], " " * left, quote.inner.of(page.text), " " * right]
        done = end
    return "".join([*pieces, page.masked[done:]]), alone


def units(page: Page) -> list[Unit]:
    """Return the units of an article in the order of the text; the cost is linear in its length."""
    shown, alone = _opened(page)
    found = [_unit(shown, page, s.span, s.paragraph) for s in page.sentences]
    for number, quote in alone:
        inner = split_sentences(page.text, quote.inner)
        found.extend(_unit(page.text, page, span, number, quoted=True) for span in inner)
    return sorted((unit for unit in found if len(unit.words)), key=lambda unit: (unit.span, unit.quoted))


def _unit(text: str, page: Page, span: Span, paragraph: int, *, quoted: bool = False) -> Unit:
    question = page.text[span.start : span.end].rstrip("”’\"') ")[-1:] == "?"
    headline = page.paragraphs[paragraph].label in _HEADINGS or text[span.end - 1 : span.end].isalnum()
    return Unit(words(text, span), span, paragraph, quoted, question, headline and not quoted)
