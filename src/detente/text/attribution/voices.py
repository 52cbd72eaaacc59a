"""Who says each draft, resolved in the order of the text; a quote without a cue goes on with who spoke before it."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import replace

from detente.text.attribution.draft import Draft
from detente.text.attribution.loose import person_subject
from detente.text.ledger import READ, Speaker
from detente.text.page import Page
from detente.text.span import Span
from detente.text.speakers import Resolver
from detente.text.speakers.role_phrases import state_of

_EMPHASIS = "*_ "
_MARKED = 8


def speakers(page: Page, drafts: Sequence[Draft], resolver: Resolver) -> list[Speaker]:
    """Return a speaker for each draft; one whom nobody could find has no name."""
    found: dict[Draft, Speaker] = {}
    before = _paragraphs_before(page)
    for draft in drafts:
        found[draft] = _speaker(_Gap(page, draft, before[draft.paragraph]), found, resolver)
        sentence = resolver.narrative.sentence(draft.sentence.start)
        resolver.remember(found[draft], sentence, quoted=draft.quoted or draft.rule == "label")
    return list(found.values())


def _paragraphs_before(page: Page) -> list[int | None]:
    """Return for each paragraph the last one before it that is read."""
    found: list[int | None] = []
    last: int | None = None
    for number, paragraph in enumerate(page.paragraphs):
        found.append(last)
        last = number if paragraph.label in READ else last
    return found


class _Gap:
    """What lies between a draft and the attribution before it; what is left out of an article does not count."""

    def __init__(self, page: Page, draft: Draft, before: int | None) -> None:
        self.page, self.draft, self.before = page, draft, before

    def asks(self) -> bool:
        """Return whether the paragraph before ends with a question of the article's own."""
        if self.before is None:
            return False
        words = self.page.paragraphs[self.before].span.of(self.page.masked)
        return words[-_MARKED:].rstrip(_EMPHASIS).endswith("?") or (words[:2] == words[-2:] == "**")

    def start(self) -> int:
        """Return where the paragraph before begins; the draft's own where there is none."""
        return self.page.paragraphs[self.draft.paragraph if self.before is None else self.before].span.start

    def told(self) -> Span | None:
        """Return the subject of the sentence that ends the paragraph before, if nobody is quoted there: She nodded."""
        if self.before is None or self.asks():
            return None
        sentences = self.page.sentences
        number = bisect_left(sentences, self.draft.sentence.start, key=lambda each: each.span.start) - 1
        while number >= 0 and sentences[number].paragraph > self.before:
            number -= 1
        follows = self.draft.follows
        if number < 0 or sentences[number].paragraph != self.before:
            return None
        span = sentences[number].span
        if follows is not None and follows.sentence.end > span.start:
            return None
        return person_subject(self.page, span)

    def is_small(self) -> bool:
        """Return whether somebody spoke in this paragraph or the one before, or a question stands there."""
        follows = self.draft.follows
        return follows is not None and (self.asks() or follows.paragraph in (self.draft.paragraph, self.before))


def _issuer(speaker: Speaker) -> Speaker:
    """Return who issued a printed document, which names it somewhere before."""
    standing = "party" if speaker.standing == "unknown" else speaker.standing
    entity = speaker.entity or state_of(speaker.name or "")
    return replace(speaker, span=None, basis="continuation", standing=standing, entity=entity)


def _speaker(gap: _Gap, found: dict[Draft, Speaker], resolver: Resolver) -> Speaker:
    draft = gap.draft
    if draft.source is not None:
        if draft.rule == "label":
            return resolver.label(draft.source)
        if draft.rule == "printed":
            return _issuer(resolver.source(draft.source, draft.source.end))
        named = resolver.source(draft.source, gap.page.paragraphs[draft.paragraph].span.end)
        return resolver.not_of_oneself(named, draft.content[0]) if draft.rule == "told" else named
    if (draft.shared or draft.rule == "label") and draft.follows in found:
        return replace(found[draft.follows], span=None, basis="continuation")
    if draft.rule != "floating":
        goes_on = draft.follows is not None and draft.follows.paragraph == draft.paragraph
        return resolver.continued(draft.content[0].start, asked=False) if goes_on else Speaker(None)
    if (told := gap.told()) is not None:
        found_told = replace(resolver.source(told, gap.start()), span=None, basis="continuation")
    elif gap.is_small():
        found_told = resolver.continued(draft.content[0].start, asked=gap.asks())
    else:
        found_told = resolver.led(draft.content[0].start, gap.start())
    return resolver.not_of_oneself(found_told, draft.content[0])
