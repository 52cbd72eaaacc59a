"""Wedges on a terminal: what a coalition would do, what splitting it costs, how, and what binds it again."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from fractions import Fraction

from rich.text import Text

from detente.analysis.incentives.prices import Split
from detente.analysis.incentives.transfers import Price
from detente.analysis.incentives.wedge import Wedge
from detente.cli.asking import Question
from detente.cli.views.layout import bullets, columns, heading, joined, paragraph
from detente.cli.views.states import order
from detente.explain import wedge as say
from detente.explain.carrots import unpriced
from detente.explain.words import named_state, parties, readings

MOST_SHOWN = 6


def parts(
    asked: Question, found: Wedge, against: str | None, budget: Fraction | None, limit: int | None, width: int
) -> list[Text]:
    """Return whether there is anything to split, the prices, the kinds of wedge, and the counter-wedge."""
    most = MOST_SHOWN if limit is None else limit
    case = asked.case
    made = [
        heading(f"{case.file.title}: wedges", width),
        *_asked(asked, found, width),
        paragraph(say.verdict(case, found, against), width),
    ]
    if told := say.hint(found, against):
        made.append(paragraph(told, width))
    if found.keeps:
        made += _leaving(asked, found, width)
    if found.feared:
        made += [*_feared(asked, found, most, width), *_prices(asked, found, width)]
        made += [*_kinds(asked, found, width), *_tried(asked, found, most, width), *_bound(asked, found, budget, width)]
    return made


def _asked(asked: Question, found: Wedge, width: int) -> Iterator[Text]:
    case, slugs = asked.case, found.conflict.structure.slugs
    several = any(len(r) > 1 for r in case.preferences.values())
    where = "As things are" if asked.world == "actual" else f"With {case.world_label(asked.world)}"
    read = f", {readings(case, asked.readings, short=True)}" if several else ""
    who = parties(case, [slugs[i] for i in found.coalition])
    divider = "" if found.divider is None else case.dm_called(slugs[found.divider])
    what = f"how could {divider} split {who}" if divider else f"what would split {who}"
    here = named_state(case, found.conflict.states.pattern(found.state))
    yield paragraph(f"{where}{read}: {what} at this state? {here}.", width)
    if found.conflict.states.options:
        yield order(case, width)


def _leaving(asked: Question, found: Wedge, width: int) -> Iterator[Text]:
    yield heading("What would make a member leave", width)
    yield joined(bullets([say.leaving(asked.case, found, e) for e in found.exits], width))


def _feared(asked: Question, found: Wedge, most: int, width: int) -> Iterator[Text]:
    if not most:
        return
    yield heading("What they would do together", width)
    yield joined(bullets([say.feared(asked.case, found, f) for f in found.feared[:most]], width))
    if len(found.feared) > most:
        yield paragraph(f"{len(found.feared) - most:,} more are not shown; --limit N shows N of them.", width)


def _prices(asked: Question, found: Wedge, width: int) -> Iterator[Text]:
    yield heading("What it costs to split them", width)
    yield joined(
        [
            paragraph("In places that the state has to rise in a member's order:", width),
            _table(asked, found, found.steps, width),
        ]
    )
    if found.payments:
        yield joined([paragraph("In payments, while it lasts:", width), _table(asked, found, found.payments, width)])
    yield paragraph(
        "CNash: they no longer agree on anything that is feared. CGMR, CSMR and CSEQ: it is enough that the others can "
        "answer it. A tie is enough: nobody moves without a gain.",
        width,
    )
    if missing := [i for i in found.coalition if found.conflict.structure.slugs[i] not in found.priced]:
        yield paragraph(unpriced(asked.case, [found.conflict.structure.slugs[i] for i in missing]), width)


def _table(asked: Question, found: Wedge, splits: Mapping[str, Split], width: int) -> Text:
    rows = [["", *splits]]
    for i in found.coalition:
        called = asked.case.dm_name(found.conflict.structure.slugs[i])
        rows.append([f"{called} alone", *(_amount(s.alone[i]) for s in splits.values())])
    rows.append(["the cheapest", *(_amount(s.total) for s in splits.values())])
    return columns(rows, width, right=range(1, len(rows[0])))


def _amount(price: Price | None) -> str:
    return "-" if price is None else str(price.amount)


def _kinds(asked: Question, found: Wedge, width: int) -> Iterator[Text]:
    yield heading("Four kinds of wedge", width)
    case = asked.case
    told = [say.accommodative(case, found), say.coercive(found), say.informational(), say.capable(case, found)]
    yield joined(bullets(told, width))


def _tried(asked: Question, found: Wedge, most: int, width: int) -> Iterator[Text]:
    if not most:
        return
    told = say.tried(asked.case, found)
    yield heading("Tried, by solving again", width)
    yield joined(bullets(told[:most], width))
    if len(told) > most:
        yield paragraph(f"{len(told) - most:,} more are not shown; --limit N shows N of them.", width)


def _bound(asked: Question, found: Wedge, budget: Fraction | None, width: int) -> Iterator[Text]:
    told = list(say.bound(asked.case, found))
    if budget is not None and found.payments:
        told.append(say.afforded(asked.case, found, budget))
    if told:
        yield heading("What binds them again", width)
        yield joined(bullets(told, width))
