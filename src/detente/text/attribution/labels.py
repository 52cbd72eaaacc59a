"""The labels of a transcript: a paragraph that begins with a name and a colon is what that person said."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass

from detente.text.attribution.draft import Draft
from detente.text.attribution.frames.words import NO_LABELS
from detente.text.page import Page, Sentence
from detente.text.span import Span, trimmed

_LABEL = re.compile(
    r"[“\"•\s]*+(?P<name>[A-Z][\w.’'\-]*+(?:[ \xa0][A-Z0-9][\w.’'\-]*+){0,3})"
    r"(?:[ \xa0]?\([^)\n]{1,60}\))?(?P<sign>:(?=\s)|[ \xa0][–—](?=[ \xa0]))"
)
_OF_THE_PAGE = re.compile(r"[\[({*_“\"‘«]")
_TOLD = re.compile(
    r"[,?!][”’»\"'][ \xa0]+\w|^(?:Annex|Note|Ends)\b|\b(?:[Ii]nterview|asked us|edited|transcript"
    r"|[Oo]ur (?:questions|request|reporter|correspondent)|did not (?:reply|respond))\b"
)
_FIRST_PERSON = re.compile(r"\b(?:[Ww]e|[Oo]urs?|I|[Mm]y|[Uu]s)\b")
_SHORTEST = 3
_MANY = 4
"""How many labels make a transcript, in which a name that comes once is a label too."""

_SHARE = 0.4


@dataclass(frozen=True, slots=True)
class Label:
    """What stands before the words of a paragraph: whose they are, and where the words begin.

    Attributes
    ----------
    name : Span or None
        The words for who speaks; None where the turn of the paragraph before goes on.
    words : int
        Where what is said begins.
    """

    name: Span | None
    words: int


def labels(page: Page) -> dict[int, Label]:
    """Return the labels by the number of their paragraph: names in capitals, or names that come again.

    In a transcript a name that comes once is one too, and a paragraph without a label goes on with the turn before it.
    """
    read = list(dict.fromkeys(sentence.paragraph for sentence in page.sentences))
    found = {
        number: label
        for number in read
        if (label := _LABEL.match(page.text, *page.paragraphs[number].span)) is not None
        and page.paragraphs[number].label != "headline"
        and label["name"].split()[0].lower() not in NO_LABELS
    }
    often = Counter(label["name"] for label in found.values())
    sure = {number for number, label in found.items() if _is_sure(label, often[label["name"]])}
    first = min(sure, default=0)
    behind = [number for number in read if number >= first]
    transcript = len(sure) >= _MANY and len(sure) >= _SHARE * len(behind)
    chosen = [number for number in found if number in sure or (transcript and number > first)]
    made = {number: Label(Span(*found[number].span("name")), found[number].end()) for number in chosen}
    if transcript:
        made.update((number, Label(None, page.paragraphs[number].span.start)) for number in _turns(page, behind, made))
    return made


def _is_sure(label: re.Match[str], times: int) -> bool:
    dash = label["sign"] != ":"
    return times > 1 or (label["name"].isupper() and not dash)


def _turns(page: Page, behind: list[int], made: dict[int, Label]) -> Iterator[int]:
    """Yield the paragraphs that go on with the turn before: all between labels, those with "we" behind the last."""
    last = max(made)
    for number in behind:
        words = page.paragraphs[number].span.of(page.text)
        if number in made or page.paragraphs[number].label == "headline":
            continue
        if _OF_THE_PAGE.match(words) or _TOLD.search(words):
            continue
        if number < last or _FIRST_PERSON.search(words):
            yield number


def labelled(page: Page, sentence: Sentence, label: Label, before: Draft | None) -> list[Draft]:
    """Return all that follows a label, with the first sentence of its paragraph; nothing with the others."""
    paragraph = page.paragraphs[sentence.paragraph].span
    if sentence.span.start != paragraph.start:
        return []
    content = trimmed(page.text, Span(label.words, paragraph.end))
    if content.length < _SHORTEST or (label.name is None and before is None):
        return []
    return [Draft("label", sentence.paragraph, paragraph, None, label.name, [content], follows=before)]
