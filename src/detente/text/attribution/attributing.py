"""The statements of an article: drafts with their speakers, their content and its kind, and what repeats what."""

from __future__ import annotations

from collections.abc import Sequence

from detente.text.attribution.assembly import drafts
from detente.text.attribution.content import bare, kind
from detente.text.attribution.draft import Draft
from detente.text.attribution.named_later import learn_roles
from detente.text.attribution.repeats import with_repeats
from detente.text.attribution.voices import speakers
from detente.text.ledger import Mention, Speaker, Statement
from detente.text.page import Page
from detente.text.speakers import Narrative, Registry, Resolver


def statements(page: Page, people: Registry, mentions: Sequence[Mention] = ()) -> tuple[Statement, ...]:
    """Return the statements that the article attributes.

    Parameters
    ----------
    page : Page
        The article.
    people : Registry
        Whom it names; the roles that only the statements give are entered.
    mentions : sequence of Mention, optional
        The states and organisations in it, which "it" and "they" may mean.

    Returns
    -------
    tuple of Statement
        In the order of the text, ids ``s1``, ``s2``, ...; the cost is linear in its length.

    Examples
    --------
    >>> from detente.text.ledger import Paragraph
    >>> from detente.text.page import page
    >>> from detente.text.span import Span
    >>> from detente.text.speakers import registry
    >>> words = "“The gates stay shut,” said Ana Belo, the minister."
    >>> seen = page(words, [Paragraph(Span(0, len(words)), "body", "", 1.0)])
    >>> [(each.id, each.kind, each.rule, each.speaker.name) for each in statements(seen, registry(seen))]
    [('s1', 'direct', 'inverted', 'Ana Belo')]
    """
    found = drafts(page)
    narrative = Narrative(page, people, mentions)
    said_by = speakers(page, found, Resolver(page.text, people, narrative))
    if learn_roles(page, people, found, said_by):
        said_by = speakers(page, found, Resolver(page.text, people, narrative))
    return with_repeats(page, _statements(page, found, said_by))


def _statements(page: Page, found: Sequence[Draft], said_by: Sequence[Speaker]) -> list[Statement]:
    made: dict[Draft, Statement] = {}
    for draft, speaker in zip(found, said_by, strict=True):
        content = tuple(piece for each in draft.content if (piece := bare(page, each)).length)
        if not content:
            continue
        follows = draft.follows if draft.rule == "floating" else None
        earlier = made.get(follows) if follows is not None and follows.quoted else None
        made[draft] = Statement(
            id=f"s{len(made) + 1}",
            level="statement",
            kind="direct" if draft.rule in ("label", "printed") else kind(page, content),
            within=None,
            speaker=speaker,
            cue=draft.cue,
            content=content,
            cue_class=draft.cue_class,
            rule=draft.rule,
            continues=earlier.id if earlier is not None else None,
            negated=draft.negated,
        )
    return list(made.values())
