"""Who is named in an article: every name that a role, a title, a verb or a second time shows to be a person's."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence

from detente.text.page import Page
from detente.text.span import Span
from detente.text.speakers.names import NameRun, name_runs
from detente.text.speakers.registry import Registry
from detente.text.speakers.role_phrases import apposition, clause_behind, introduced, role_before
from detente.text.speakers.roles import role_noun
from detente.text.speakers.words import TITLES

_SILENT = frozenset({"boilerplate", "related", "media", "comment-count"})

Sighting = tuple[NameRun, str]


def registry(page: Page) -> Registry:
    """Return the people that the article names, also in captions, with what it says of them.

    Examples
    --------
    >>> from detente.text.ledger import Paragraph
    >>> from detente.text.page import page
    >>> from detente.text.span import Span
    >>> words = "Ana Belo, a professor at the University of Oslo, left. Belo was tired."
    >>> [(each.name, each.roles) for each in registry(page(words, [Paragraph(Span(0, 70), "body", "", 1.0)])).people]
    [('Ana Belo', ['professor'])]
    """
    found = Registry()
    sightings = list(_sightings(page))
    surnames = Counter(run.surname.casefold() for run, _ in sightings)
    _enter_full(found, sightings, surnames)
    for run, role in sightings:
        if not run.is_full and (role_noun(role) or _is_titled(role) or found.surname(run.name)):
            found.add(run, role)
    return found


def _sightings(page: Page) -> Iterator[Sighting]:
    """Yield each name with each role that stands beside it."""
    for paragraph in page.paragraphs:
        if paragraph.label in _SILENT:
            continue
        for run in name_runs(page.text, paragraph.span):
            role = " ".join(filter(None, (role_before(page.text, run.start, paragraph.span.start), run.role)))
            named = Span(run.start, run.span.end)
            explained = introduced(page.text, named, paragraph.span.start)
            role = explained if role and explained.endswith(role) else f"{explained} {role}".strip()
            end = paragraph.span.end
            behind = apposition(page.text, run.span.end, end) or clause_behind(page.text, run.span.end, end)
            yield run, role or behind
            if role and behind:
                yield run, behind


def _enter_full(found: Registry, sightings: Sequence[Sighting], surnames: Counter[str]) -> None:
    placed = {run.name for run, _ in sightings if run.placed}
    for run, role in sightings:
        again = surnames[run.surname.casefold()] > 1 and run.name not in placed
        if run.is_full and (run.acts or again or role_noun(role) or _is_titled(role)):
            found.add(run, role)


def _is_titled(role: str) -> bool:
    return bool(role) and role.rsplit(maxsplit=1)[-1].lower().rstrip(".") in TITLES
