"""The labels of a transcript: a paragraph that begins with a name and a colon is what that person said."""

from __future__ import annotations

import re
from collections import Counter

from detente.text.attribution.draft import Draft
from detente.text.attribution.frames.words import NO_LABELS
from detente.text.page import Page, Sentence
from detente.text.span import Span, trimmed

_LABEL = re.compile(
    r"[“\"•\s]*+(?P<name>[A-Z][\w.’'\-]*+(?:[ \xa0][A-Z][\w.’'\-]*+){0,3})(?:[ \xa0]?\([^)\n]{1,60}\))?:(?=\s)"
)
_SHORTEST = 3

Label = re.Match[str]


def labels(page: Page) -> dict[int, Label]:
    """Return the labels by the number of their paragraph: names in capitals, or names that come again."""
    found: dict[int, Label] = {}
    for number in dict.fromkeys(sentence.paragraph for sentence in page.sentences):
        if (label := _LABEL.match(page.text, *page.paragraphs[number].span)) is not None:
            found[number] = label
    often = Counter(label["name"] for label in found.values())
    return {
        number: label
        for number, label in found.items()
        if page.paragraphs[number].label != "headline"
        and (label["name"].isupper() or often[label["name"]] > 1)
        and label["name"].split()[0].lower() not in NO_LABELS
    }


def labelled(page: Page, sentence: Sentence, label: Label) -> list[Draft]:
    """Return all that follows a label, with the first sentence of its paragraph; nothing with the others."""
    paragraph = page.paragraphs[sentence.paragraph].span
    if sentence.span.start != paragraph.start:
        return []
    content = trimmed(page.text, Span(label.end(), paragraph.end))
    if content.length < _SHORTEST:
        return []
    name = Span(*label.span("name"))
    return [Draft("label", sentence.paragraph, paragraph, None, name, [content])]
