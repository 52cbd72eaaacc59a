"""Statements of a whole article: what the frames find in each sentence, and the quotes that go on without a cue."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections import Counter
from dataclasses import dataclass, field

from detente.text.attribution.frames import Found, frames
from detente.text.attribution.frames.subjects import subject_before
from detente.text.syntax.phrases import starts_noun_phrase, verb_start
from detente.text.syntax.tokens import Token, tokens
from detente.text.syntax.words import is_verb
from detente.text.ledger import CueClass
from detente.text.page import Page, Sentence
from detente.text.quotes import Quote
from detente.text.span import Span, trimmed


@dataclass(slots=True)
class Draft:
    """A statement in the making."""

    rule: str
    paragraph: int
    sentence: Span
    cue: Span | None
    cue_class: CueClass
    source: Span | None
    content: list[Span]
    negated: bool = False
    shared: bool = False
    quoted: bool = False
    follows: "Draft | None" = None


def _span(row: list[Token], piece: tuple[int, int]) -> Span:
    return Span(row[piece[0]].start, row[piece[1] - 1].end)


def _draft(row: list[Token], found: Found, sentence: Sentence) -> Draft:
    content = [_span(row, piece) for piece in found.content]
    source = _span(row, found.source) if found.source else None
    quoted = any(row[k].kind == "quote" for start, end in found.content for k in range(start, end))
    return Draft(
        found.rule,
        sentence.paragraph,
        sentence.span,
        _span(row, found.cue),
        found.cue_class,
        source,
        content,
        found.negated,
        found.shared,
        quoted,
    )


def assemble(page: Page) -> list[Draft]:
    quotes = [quote for _, quote in page.quotes]
    made: list[Draft] = []
    marked = labels(page)
    at = 0
    for sentence in page.sentences:
        while at < len(quotes) and quotes[at].span.end <= sentence.span.start:
            at += 1
        inside = []
        k = at
        while k < len(quotes) and quotes[k].span.start < sentence.span.end:
            inside.append(quotes[k])
            k += 1
        label = marked.get(sentence.paragraph)
        made += _labelled(page, sentence, label) if label else _of_sentence(page, sentence, inside, made)
    return made


def _of_sentence(page: Page, sentence: Sentence, inside: list[Quote], before: list[Draft]) -> list[Draft]:
    row = tokens(page.masked, sentence.span)
    if not row:
        return []
    made = [_draft(row, found, sentence) for found in frames(row)]
    for quote in inside:
        if any(_covers(draft, quote) for draft in made):
            continue
        _place(page, sentence, row, quote, made, before)
    for draft in made:
        if draft.shared and draft.source is None:
            earlier = next((d for d in reversed(before) if d.paragraph == sentence.paragraph), None)
            draft.follows = earlier
    return made


_LABEL = re.compile(
    r"[“\"•\s]*(?P<name>[A-Z][\w.’'\-]*(?:[ \xa0][A-Z][\w.’'\-]*){0,3})(?:[ \xa0]?\([^)\n]{1,60}\))?:(?=\s)"
)


def labels(page: Page) -> dict[int, re.Match[str]]:
    """Return the labels of a transcript by the number of their paragraph: names in capitals, or names that come again."""
    found: dict[int, re.Match[str]] = {}
    for number in dict.fromkeys(sentence.paragraph for sentence in page.sentences):
        if (label := _LABEL.match(page.text, *page.paragraphs[number].span)) is not None:
            found[number] = label
    often = Counter(label["name"] for label in found.values())
    return {
        number: label
        for number, label in found.items()
        if page.paragraphs[number].label != "headline" and (label["name"].isupper() or often[label["name"]] > 1)
    }


def _labelled(page: Page, sentence: Sentence, label: re.Match[str]) -> list[Draft]:
    """What follows a transcript's NAME: up to the end of the paragraph is said by NAME."""
    paragraph = page.paragraphs[sentence.paragraph].span
    content = trimmed(page.text, Span(label.end(), paragraph.end))
    if sentence.span.start != paragraph.start or content.length < 3:
        return []
    name = Span(*label.span("name"))
    return [Draft("label", sentence.paragraph, paragraph, None, "say", name, [content])]


def _covers(draft: Draft, quote: Quote) -> bool:
    return any(piece.overlap(quote.span) for piece in draft.content)


def _title(words: str) -> bool:
    """Return whether words look like a title: most of them begin with a capital letter."""
    found = re.findall(r"[^\W\d_]+", words[:200])
    big = [word for word in found if word[0].isupper() or len(word) < 4]
    return len(found) < 12 and len(big) == len(found)


def _place(
    page: Page, sentence: Sentence, row: list[Token], quote: Quote, made: list[Draft], before: list[Draft]
) -> None:
    whole = trimmed(page.masked, sentence.span, ".,;:!? ").length <= quote.span.length + 2
    inner = quote.inner.of(page.text)
    if whole:
        last = before[-1] if before else None
        if last is not None and last.paragraph == sentence.paragraph and last.quoted and last.rule != "label":
            last.content.append(quote.span)
        elif last is not None and last.paragraph == sentence.paragraph and last.rule == "label":
            return
        elif (led := _led(page, sentence, quote)) is not None:
            made.append(led)
        elif len(inner.split()) >= 3:
            made.append(
                Draft(
                    "floating",
                    sentence.paragraph,
                    sentence.span,
                    None,
                    "say",
                    None,
                    [quote.span],
                    quoted=True,
                    follows=last,
                )
            )
        return
    words = len(inner.split())
    if made and any(draft.quoted for draft in made) and words >= 4 and not quote.scare:
        draft = next(d for d in reversed(made) if d.quoted)
        draft.content.append(quote.span)
        return
    if quote.scare or words < 5 or _title(inner):
        return
    made.append(_unmarked(page, sentence, row, quote))


def _led(page: Page, sentence: Sentence, quote: Quote) -> Draft | None:
    """A quote of its own paragraph, that the paragraph before ends for with a colon: The minister went on:"""
    number = bisect_left(page.sentences, sentence.span, key=lambda each: each.span) - 1
    if number < 0:
        return None
    earlier = page.sentences[number]
    if earlier.paragraph != sentence.paragraph - 1 or not earlier.span.of(page.masked).endswith(":"):
        return None
    row = tokens(page.masked, earlier.span)
    led = _unmarked(page, earlier, [*row, Token("“", "“", "quote", *quote.span)], quote)
    led.rule, led.paragraph, led.sentence = "led", sentence.paragraph, sentence.span
    return led


def _unmarked(page: Page, sentence: Sentence, row: list[Token], quote: Quote) -> Draft:
    """A quote in a sentence that has no cue of the lexicon: the subject of the verb before it."""
    place = next((k for k, t in enumerate(row) if t.start >= quote.span.start), len(row))
    verb = next((k for k in range(place - 1, 0, -1) if is_verb(row[k].lower, row[k - 1].lower)), None)
    source = cue = None
    if verb is not None:
        subject = subject_before(row, verb_start(row, verb))
        source = _span(row, subject) if subject and starts_noun_phrase(row, subject[0]) else None
        cue = Span(row[verb].start, row[verb].end)
    return Draft("unmarked", sentence.paragraph, sentence.span, cue, "say", source, [quote.span], quoted=True)
