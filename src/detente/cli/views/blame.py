"""Blame on a terminal: the degrees, why each, what causes together, by party and over rival readings; and the menu."""

from __future__ import annotations

from collections.abc import Iterator

from rich.text import Text

from detente.analysis.causes.blame import Blame
from detente.analysis.causes.rivals import Rivals
from detente.case.build import Case
from detente.cli.views.layout import bullets, columns, heading, joined, paragraph
from detente.cli.views.ways_out import menu
from detente.explain import blame as say


def parts(case: Case, found: Blame, rivals: Rivals | None, width: int) -> list[Text]:
    """Return everything that is said about the causes of an effect."""
    return [
        heading(f"{case.file.title}: what it is down to", width),
        paragraph(say.opening(case, found), width),
        *(paragraph(line, width) for line in say.refused(found)),
        _table(case, found, width),
        paragraph(say.baseline(found), width),
        joined(bullets((say.because(case, found, d) for d in found.degrees), width)),
        *(paragraph(line, width) for line in say.causes(found)),
        *_parties(case, found, width),
        *_rivals(case, found, rivals, width),
        paragraph(say.CAVEAT, width),
        *(paragraph(line, width) for line in say.search(found)),
        *menu(case, found.listed, width),
    ]


def _table(case: Case, found: Blame, width: int) -> Text:
    head = ["responsibility", "share", "factor"]
    rows = [head]
    for told in found.degrees:
        label = f"{told.factor.label} ({say.owner(case, told.factor)})"
        rows.append([say.degree(told), say.share(found, told.factor.slug), label])
    return columns(rows, width, right=(0, 1))


def _parties(case: Case, found: Blame, width: int) -> Iterator[Text]:
    if len(found.owners) < 2:
        return
    rows = [list(say.PARTY_HEAD), *(say.party(case, owner) for owner in found.owners)]
    yield joined([paragraph(say.PARTIES, width), columns(rows, width, right=(0, 1, 2))])


def _rivals(case: Case, found: Blame, rivals: Rivals | None, width: int) -> Iterator[Text]:
    if rivals is not None:
        first, *rest = say.rivals(case, found, rivals)
        yield joined([paragraph(first, width), *bullets(rest, width)])
