"""Ways out on a terminal: the sets, whose they are and what they cost, and what could be changed at all."""

from __future__ import annotations

from collections.abc import Iterator

from rich.text import Text

from detente.analysis.causes.menus import Listed
from detente.analysis.causes.ways_out import WayOut, WaysOut
from detente.case.build import Case
from detente.cli.views.layout import bullets, columns, heading, joined, paragraph
from detente.explain import ways_out as say
from detente.explain.words import capital, listed, parties

MOST_SHOWN = 20
ORIGIN = {
    "asked": "what was asked about",
    "file": "as the case file gives it",
    "case": "what the case gives, since its file names none",
}


def parts(case: Case, found: WaysOut, limit: int | None, width: int, *, by_cost: bool) -> list[Text]:
    """Return the opening, the sets, how far was searched, and the menu."""
    most = MOST_SHOWN if limit is None else limit
    ways = found.by_cost() if by_cost else found.ways
    made = [
        heading(f"{case.file.title}: ways out", width),
        paragraph(say.opening(case, found), width),
        *(_way(case, found, way, k, width) for k, way in enumerate(ways[:most], 1)),
    ]
    if len(ways) > most:
        made.append(paragraph(f"{len(ways) - most:,} more are not shown; --limit N shows N of them.", width))
    closing = f"{say.lasting(found)} {say.search(found)}".strip()
    return [*made, paragraph(closing, width), *menu(case, found.listed, width)]


def _way(case: Case, found: WaysOut, way: WayOut, number: int, width: int) -> Text:
    costs = "" if way.cost == len(way.changes) else f", cost {way.cost}"
    return joined(
        [
            paragraph(f"{number:>2}. {capital(say.changes(way))}.", width, hanging=4),
            paragraph(f"Whose: {say.whose(case, way)}{costs}. {say.then(case, found, way)}", width, indent=4),
        ]
    )


def menu(case: Case, listed_factors: Listed, width: int) -> Iterator[Text]:
    """Yield what was on the menu, with the alternatives, and what was left out."""
    yield heading(f"The menu: {ORIGIN[listed_factors.origin]}", width)
    rows = []
    for factor in listed_factors.factors:
        owner = parties(case, factor.owners) if factor.owners else "nobody"
        instead = listed([choice.words for choice in factor.choices], "or")
        note = f" {factor.note}" if factor.note else ""
        rows.append([factor.slug, f"{capital(factor.label)} ({owner}). Instead: {instead}.{note}"])
    yield columns(rows, width)
    if listed_factors.left_out:
        left = [f"{slug}: {reason}" for slug, reason in listed_factors.left_out.items()]
        yield joined([paragraph("Left out:", width), *bullets(left, width)])
