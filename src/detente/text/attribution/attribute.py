"""The statements of an article: drafts with their speakers resolved, their kinds and their repeats."""

from __future__ import annotations

import re
from collections.abc import Sequence

from detente.text.attribution.assemble import Draft, assemble
from detente.text.ledger import Kind, Speaker, Statement
from detente.text.page import Page
from detente.text.span import Span, trimmed
from detente.text.speakers import Registry, Resolver

EDGES = ",;:.–—- "
LEAD = re.compile(r"(?:(?:but|and|so|yet|that|meanwhile|in the meantime|however)\b,?\s+)+", re.IGNORECASE)


def statements(page: Page, people: Registry) -> tuple[Statement, ...]:
    """Return the statements that the article attributes, in the order of the text, ids ``s1``, ``s2``, ..."""
    resolver = Resolver(page.text, people)
    drafts = assemble(page)
    made: list[Statement] = []
    known: dict[int, Statement] = {}
    for draft in drafts:
        speaker = _speaker(draft, resolver, page, known)
        resolver.remember(speaker)
        content = tuple(piece for each in draft.content if (piece := clean(page, each)).length)
        if not content:
            continue
        earlier = known.get(id(draft.follows)) if draft.follows is not None and draft.rule == "floating" else None
        statement = Statement(
            f"s{len(made) + 1}", "statement", kind(page, content) if draft.rule != "label" else "direct", None, speaker, draft.cue, content,
            draft.cue_class, draft.rule, None, None, negated=draft.negated, continues=earlier.id if earlier and draft.quoted else None,
        )
        known[id(draft)] = statement
        made.append(statement)
    return tuple(made)


def _speaker(draft: Draft, resolver: Resolver, page: Page, known: dict[int, Statement]) -> Speaker:
    end = page.paragraphs[draft.paragraph].span.end
    if draft.source is not None:
        return resolver.source(draft.source, end)
    if draft.shared and draft.follows is not None and id(draft.follows) in known:
        earlier = known[id(draft.follows)].speaker
        return Speaker(earlier.name, earlier.role, earlier.organisation, earlier.standing, None, earlier.entity, "continuation")
    if draft.rule == "floating" and draft.follows is not None and draft.paragraph - draft.follows.paragraph <= _nearby(page, draft):
        return resolver.continued()
    return Speaker(None)


def _nearby(page: Page, draft: Draft) -> int:
    """Return how many paragraphs back the statement may stand that a quote goes on from: the excluded ones do not count."""
    from detente.text.ledger import READ

    number, steps = draft.paragraph - 1, 1
    while number >= 0 and page.paragraphs[number].label not in READ:
        number -= 1
        steps += 1
    return steps


def clean(page: Page, piece: Span) -> Span:
    """Return a piece of content without commas and the quote marks that enclose all of it."""
    span = trimmed(page.text, piece, EDGES)
    if (lead := LEAD.match(page.text, *span)) is not None:
        span = trimmed(page.text, Span(lead.end(), span.end), EDGES)
    inner = _unquoted(page, span)
    return trimmed(page.text, inner, ",; ") if inner != span else span


def _unquoted(page: Page, span: Span) -> Span:
    from bisect import bisect_left

    at = bisect_left(page.quotes, span.start, key=lambda each: each[1].span.start)
    if at < len(page.quotes):
        quote = page.quotes[at][1]
        if quote.span.start == span.start and (quote.span.end >= span.end):
            return Span(quote.inner.start, min(quote.inner.end, span.end))
    return span


def kind(page: Page, content: Sequence[Span]) -> Kind:
    """Return whether content is direct, indirect or mixed, by the quotes that it stands in."""
    from bisect import bisect_right

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
