"""The statements of an article: drafts with their speakers resolved, their kinds and their repeats."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from dataclasses import replace

from detente.text.attribution.assemble import Draft, assemble
from detente.text.ledger import READ, Kind, Mention, Speaker, Statement
from detente.text.page import Page
from detente.text.span import Span, trimmed
from detente.text.speakers import Narrative, Registry, Resolver

EDGES = ",;:.–—- "
LEAD = re.compile(r"(?:(?:but|and|so|yet|that|meanwhile|in the meantime|however)\b,?\s+)+", re.IGNORECASE)


def statements(page: Page, people: Registry, mentions: Sequence[Mention] = ()) -> tuple[Statement, ...]:
    """Return the statements that the article attributes, in the order of the text, ids ``s1``, ``s2``, ..."""
    drafts = assemble(page)
    narrative = Narrative(page, people, mentions)
    speakers = _Speakers(page, drafts, Resolver(page.text, people, narrative))
    if _named_later(people, drafts, speakers.all()):
        speakers = _Speakers(page, drafts, Resolver(page.text, people, narrative))
    return _repeats(page, _statements(page, drafts, speakers.all()))


def _statements(page: Page, drafts: Sequence[Draft], speakers: Sequence[Speaker]) -> list[Statement]:
    made: list[Statement] = []
    known: dict[int, str] = {}
    for draft, speaker in zip(drafts, speakers, strict=True):
        content = tuple(piece for each in draft.content if (piece := clean(page, each)).length)
        if not content:
            continue
        goes_on = (
            known.get(id(draft.follows))
            if draft.rule == "floating" and draft.follows and draft.follows.quoted
            else None
        )
        known[id(draft)] = f"s{len(made) + 1}"
        made.append(
            Statement(
                known[id(draft)],
                "statement",
                "direct" if draft.rule == "label" else kind(page, content),
                None,
                speaker,
                draft.cue,
                content,
                draft.cue_class,
                draft.rule,
                continues=goes_on,
                negated=draft.negated,
            )
        )
    return made


class _Speakers:
    """The speakers of all drafts, resolved in the order of the text."""

    def __init__(self, page: Page, drafts: Sequence[Draft], resolver: Resolver) -> None:
        self.page, self.resolver = page, resolver
        self._found: dict[int, Speaker] = {}
        self._drafts = drafts

    def all(self) -> list[Speaker]:
        """Return a speaker for each draft."""
        if not self._found:
            for draft in self._drafts:
                self._found[id(draft)] = self._speaker(draft)
                sentence = self.resolver.narrative.sentence(draft.sentence.start)
                self.resolver.remember(self._found[id(draft)], sentence, quoted=draft.quoted or draft.rule == "label")
        return [self._found[id(draft)] for draft in self._drafts]

    def _speaker(self, draft: Draft) -> Speaker:
        if draft.rule == "label" and draft.source is not None:
            return self.resolver.label(draft.source)
        if draft.source is not None:
            return self.resolver.source(draft.source, self.page.paragraphs[draft.paragraph].span.end)
        if draft.shared and draft.follows is not None and id(draft.follows) in self._found:
            return replace(self._found[id(draft.follows)], span=None, basis="continuation")
        if draft.rule == "floating" and self._near(draft):
            return self.resolver.continued(draft.content[0].start, asked=self._asked(draft))
        return Speaker(None)

    def _asked(self, draft: Draft) -> bool:
        """Return whether the paragraph before ends with a question of the article's own."""
        before = self._before(draft.paragraph)
        return before is not None and self.page.masked[: self.page.paragraphs[before].span.end].endswith("?")

    def _before(self, paragraph: int) -> int | None:
        return next((n for n in range(paragraph - 1, -1, -1) if self.page.paragraphs[n].label in READ), None)

    def _near(self, draft: Draft) -> bool:
        """Return whether somebody spoke in this paragraph or the one before; what is left out does not count."""
        if draft.follows is None:
            return False
        if self._asked(draft):
            return True
        return draft.follows.paragraph in (draft.paragraph, self._before(draft.paragraph))


def _named_later(people: Registry, drafts: Sequence[Draft], speakers: Sequence[Speaker]) -> bool:
    """Learn the roles of people who are named after their role: the envoy said ... Javad Tabrizian told the board."""
    learned = False
    for first, then, draft, later in zip(speakers, speakers[1:], drafts, drafts[1:], strict=False):
        person = people.named(then.name) if then.name and then.basis in ("explicit", "apposition") else None
        if person is None or person.roles or later.paragraph - draft.paragraph > 2 or not person.spans:
            continue
        if (
            first.basis == "role"
            and people.named(first.name or "") is None
            and first.name
            and not first.name.endswith("s")
        ):
            people.learn(person, first.name)
            learned = True
    return learned


def clean(page: Page, piece: Span) -> Span:
    """Return a piece of content without commas and the quote marks that enclose all of it."""
    span = trimmed(page.text, piece, EDGES)
    if (lead := LEAD.match(page.text, *span)) is not None:
        span = trimmed(page.text, Span(lead.end(), span.end), EDGES)
    inner = _unquoted(page, span)
    return trimmed(page.text, inner, ",; ") if inner != span else span


def _unquoted(page: Page, span: Span) -> Span:
    at = bisect_left(page.quotes, span.start, key=lambda each: each[1].span.start)
    if at < len(page.quotes):
        quote = page.quotes[at][1]
        if quote.span.start == span.start and (quote.span.end >= span.end):
            return Span(quote.inner.start, min(quote.inner.end, span.end))
    return span


def kind(page: Page, content: Sequence[Span]) -> Kind:
    """Return whether content is direct, indirect or mixed, by the quotes that it stands in."""
    whole = quoted = 0
    for piece in content:
        at = max(0, bisect_right(page.quotes, piece.start, key=lambda each: each[1].span.start) - 1)
        whole += sum(map(str.isalnum, piece.of(page.text)))
        while at < len(page.quotes) and page.quotes[at][1].span.start < piece.end:
            inner = page.quotes[at][1].inner
            common = Span(max(inner.start, piece.start), min(inner.end, piece.end))
            quoted += sum(map(str.isalnum, common.of(page.text))) if common.length > 0 else 0
            at += 1
    return "indirect" if quoted == 0 else "direct" if quoted == whole else "mixed"


_WORDS = re.compile(r"[^\W_]{3,}")
ALIKE = 0.7


def _repeats(page: Page, found: Sequence[Statement]) -> tuple[Statement, ...]:
    """Link what headline and summary say again to the statement of the body; it names the speaker where they do not."""
    labels = [page.paragraphs[_paragraph(page, each)].label for each in found]
    body = [
        (each, _bag(page, each))
        for each, label in zip(found, labels, strict=True)
        if label not in ("headline", "summary")
    ]
    made = []
    for each, label in zip(found, labels, strict=True):
        twin = _twin(_bag(page, each), body) if label in ("headline", "summary") else None
        speaker = each.speaker
        if twin is not None and speaker.name is None:
            speaker = replace(twin.speaker, span=speaker.span, basis="continuation")
        made.append(replace(each, repeats=twin.id, speaker=speaker) if twin else each)
    return tuple(made)


def _paragraph(page: Page, statement: Statement) -> int:
    return max(0, bisect_right(page.paragraphs, statement.content[0].start, key=lambda each: each.span.start) - 1)


def _bag(page: Page, statement: Statement) -> frozenset[str]:
    return frozenset(
        word.casefold() for piece in statement.content for word in _WORDS.findall(piece.of(page.text)[:2000])
    )


def _twin(words: frozenset[str], body: Sequence[tuple[Statement, frozenset[str]]]) -> Statement | None:
    best = max(body, key=lambda other: len(words & other[1]), default=None)
    if best is None or len(words) < 3 or len(words & best[1]) < ALIKE * len(words):
        return None
    return best[0]
