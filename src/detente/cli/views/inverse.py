"""Inverse analysis on a terminal: how many rankings do, the nearest, and what the parties must not want."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from rich.text import Text

from detente.analysis.inverse import Inverse
from detente.case.schema import PublishedCount
from detente.cli.asking import Question
from detente.cli.views.layout import bullets, columns, heading, joined, paragraph
from detente.cli.views.states import order
from detente.explain.inverse import conditions, how_many, nearest, published, target
from detente.explain.words import named_state, readings
from detente.model.conflict import Conflict
from detente.model.preferences import as_ranking

MOST_CLASSES = 12


def parts(
    asked: Question,
    conflict: Conflict,
    found: Inverse,
    where: str | None,
    said: Sequence[PublishedCount],
    width: int,
) -> list[Text]:
    """Return how many rankings meet the goal, the conditions, and the nearest rankings."""
    case = asked.case
    return [
        heading(f"{case.file.title}: which preferences would do", width),
        *_asked_of(asked, conflict, found, where, width),
        paragraph(" ".join(how_many(case, conflict, found, where)), width),
        *(paragraph(published(case, found, one), width) for one in said),
        *_conditions(asked, conflict, found, width),
        *_nearest(asked, conflict, found, width),
        *([order(case, width)] if conflict.states.options else []),
    ]


def _asked_of(asked: Question, conflict: Conflict, found: Inverse, where: str | None, width: int) -> Iterator[Text]:
    """Yield the state, and under which readings and in which world it is asked about."""
    case = asked.case
    several = any(len(r) > 1 for r in case.preferences.values())
    there = "As things are" if asked.world == "actual" else f"With {case.world_label(asked.world)}"
    read = f", {readings(case, asked.readings, short=True)}" if several else ""
    yield paragraph(f"{there}{read}: which preferences would make {target(case, conflict, found, where)}?", width)
    if where is None:
        yield paragraph(f"{named_state(case, conflict.states.pattern(found.goal.states[0]))}.", width)


def _conditions(asked: Question, conflict: Conflict, found: Inverse, width: int) -> Iterator[Text]:
    told = conditions(asked.case, conflict, found)
    if told:
        head = paragraph("What that comes to:", width)
        yield joined([head, *bullets(told, width)])


def _nearest(asked: Question, conflict: Conflict, found: Inverse, width: int) -> Iterator[Text]:
    told = nearest(asked.case, conflict, found)
    if told:
        yield paragraph(" ".join(told), width)
    change = found.change
    if change is None or found.holds:
        return
    changed = [slug for slug in found.vary if change.distances[slug]]
    rows = [[asked.case.dm_called(slug), _ranking(conflict, found, slug)] for slug in changed]
    if rows:
        head = paragraph("The nearest rankings, best first (= is a tie):", width)
        yield joined([head, columns(rows, width)])


def _ranking(conflict: Conflict, found: Inverse, slug: str) -> str:
    """Return a ranking in one line; long ones are cut."""
    change = found.change
    classes = as_ranking(change.orders[slug], conflict.states).classes if change is not None else ()
    shown = [_class(tied) for tied in classes[:MOST_CLASSES]]
    more = [f"... ({len(classes) - MOST_CLASSES} more)"] if len(classes) > MOST_CLASSES else []
    return " > ".join([*shown, *more])


def _class(tied: tuple[str, ...]) -> str:
    if len(tied) > 3:
        return f"{len(tied)} tied states"
    return " = ".join(tied)
