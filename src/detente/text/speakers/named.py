"""Who is named where in the narrative, so that "he", "it" and "they" find whom they mean."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from detente.text.ledger import Mention
from detente.text.page import FILLER, Page
from detente.text.span import Span
from detente.text.speakers.people import Person, Registry
from detente.text.speakers.roles import role_noun
from detente.text.syntax.words import is_verb


@dataclass(frozen=True, slots=True)
class Named:
    """A person, a state by its code, or the subject of a sentence by its role, with the number of the sentence."""

    start: int
    sentence: int
    person: Person | None = None
    entity: str | None = None
    subject: Span | None = None


class Narrative:
    """Everybody named outside of quotes, in the order of the text."""

    def __init__(self, page: Page, people: Registry, mentions: Sequence[Mention]) -> None:
        self._starts = [sentence.span.start for sentence in page.sentences]
        self._paragraphs = [sentence.paragraph for sentence in page.sentences]
        found = [*self._people(page, people), *self._states(page, mentions), *self._subjects(page)]
        self.named = sorted(found, key=lambda each: each.start)
        self._at = [each.start for each in self.named]

    def sentence(self, place: int) -> int:
        """Return the number of the sentence at a place."""
        return max(0, bisect_left(self._starts, place + 1) - 1)

    def paragraph(self, sentence: int) -> int:
        """Return the number of the paragraph of a sentence."""
        return self._paragraphs[sentence] if self._paragraphs else 0

    def before(self, place: int, most: int = 40) -> list[Named]:
        """Return who is named before a place: the latest sentence first, in each from its beginning."""
        end = bisect_left(self._at, place)
        return sorted(self.named[max(0, end - most) : end], key=lambda each: (-each.sentence, each.start))

    def _people(self, page: Page, people: Registry) -> Iterator[Named]:
        by_surname = {person.surname: person for person in people.people if len(person.surname) > 1}
        if not by_surname:
            return
        words = re.compile(r"(?<![\w’'-])(?:" + "|".join(map(re.escape, sorted(by_surname))) + r")(?![\w-])")
        for sentence in page.sentences:
            for found in words.finditer(page.masked, *sentence.span):
                yield Named(found.start(), self.sentence(found.start()), people.surname(found.group()))

    def _states(self, page: Page, mentions: Sequence[Mention]) -> Iterator[Named]:
        for each in mentions:
            if each.use == "actor" and each.kind != "person" and page.masked[each.span.start] != FILLER:
                yield Named(each.span.start, self.sentence(each.span.start), entity=each.entity)

    def _subjects(self, page: Page) -> Iterator[Named]:
        """Yield the sentences that begin with somebody by role: A senior official at the ministry."""
        for number, sentence in enumerate(page.sentences):
            span = _subject(page, sentence.span)
            if span is not None and role_noun(span.of(page.text)) and not _CAPITALS.search(span.of(page.text)):
                yield Named(span.start, number, subject=span)


_CAPITALS = re.compile(r"[A-Z][\w’'-]+ [A-Z][\w’'-]+$")
_BEGINS = re.compile(
    r"(?:But |And |Yet |Meanwhile, )?(?P<subject>(?:An?|The|One|Another|His|Her|Its|Their|Two|Three|Several|Some)[ \xa0])"
)
LONGEST = 90


def _subject(page: Page, sentence: Span) -> Span | None:
    begins = _BEGINS.match(page.masked, *sentence)
    if begins is None:
        return None
    before, end = "the", begins.end()
    for word in re.finditer(
        r"[\w’'-]+|[,.;:“(]", page.masked[begins.end() : min(sentence.end, begins.end() + LONGEST)]
    ):
        low = word.group().lower()
        if not low[0].isalnum() or low in ("who", "which", "whose") or is_verb(low, before):
            break
        before, end = low, begins.end() + word.end()
    return Span(begins.start("subject"), end)
