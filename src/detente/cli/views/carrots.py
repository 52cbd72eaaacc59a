"""Carrots and sticks on a terminal: the prices by concept, who gives up what, who is paid, what could be threatened."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction

from rich.text import Text

from detente.analysis.incentives.carrots import Carrots, ConceptCarrots, within
from detente.analysis.incentives.transfers import Price
from detente.cli.asking import Question
from detente.cli.views.layout import bullets, columns, heading, joined, paragraph
from detente.cli.views.states import order
from detente.explain.carrots import given_up, implemented, no_price, payment, promise, threat, verdict
from detente.explain.words import listed, named_state, readings

MOST_SHOWN = 6


def parts(asked: Question, found: Carrots, budget: Fraction | None, limit: int | None, width: int) -> list[Text]:
    """Return the verdict, the prices by concept, and what stands behind them."""
    most = MOST_SHOWN if limit is None else limit
    return [
        heading(f"{asked.case.file.title}: carrots and sticks", width),
        *_asked(asked, found, width),
        paragraph(verdict(found), width),
        *(() if _all_hold(found) else _prices(found, budget, width)),
        *_given_up(asked, found, width),
        *_paid(asked, found, width),
        *_threatened(asked, found, most, width),
        *_implemented(asked, found, most, width),
    ]


def _all_hold(found: Carrots) -> bool:
    return all(c.holds for c in found.concepts.values())


def _asked(asked: Question, found: Carrots, width: int) -> Iterator[Text]:
    case = asked.case
    several = any(len(r) > 1 for r in case.preferences.values())
    where = "As things are" if asked.world == "actual" else f"With {case.world_label(asked.world)}"
    read = f", {readings(case, asked.readings, short=True)}" if several else ""
    only = ""
    if len(found.vary) < len(found.conflict.structure.slugs):
        only = f" Only {listed([case.dm_called(s) for s in found.vary])} can be given anything."
    yield paragraph(
        f"{where}{read}: what would it take for this state to hold? {named_state(case, _pattern(found))}.{only}", width
    )
    if found.conflict.states.options:
        yield order(case, width)


def _pattern(found: Carrots) -> str:
    return found.conflict.states.pattern(found.target)


def _prices(found: Carrots, budget: Fraction | None, width: int) -> Iterator[Text]:
    priced = bool(found.priced)
    head = ["", "holds", "demotions", "places", *(["payments"] if priced else []), *(["affordable"] if budget else [])]
    rows = [head, *(_row(name, c, budget, priced=priced) for name, c in found.concepts.items())]
    yield joined(
        [paragraph("The least that it takes, in all:", width), columns(rows, width, right=range(1, len(head)))]
    )
    said = (
        "Demotions: states that somebody would have to stop preferring to it. Places: how far it would have to rise in "
        "their orders, in classes of ties."
    )
    if any(c.rises.total is not None and c.rises.total.more for c in found.concepts.values()):
        said += " > means that it has to stand above the states of that place, not level with them."
    if not priced:
        said += " A price in payments needs numbers; every reading here gives an order only."
    elif found.strict:
        said += " Payments, while it lasts, make it better than what would tempt otherwise."
    else:
        said += " Payments, while it lasts: a tie is enough to stay; > means that it takes more."
    yield paragraph(said, width)


def _row(name: str, given: ConceptCarrots, budget: Fraction | None, *, priced: bool) -> list[str]:
    fewest = given.demotions
    count = str(fewest.total) if fewest.total is not None else "none" if fewest.exact else f"{fewest.at_least} or more"
    made = [name, "yes" if given.holds else "no", count, _amount(given.rises.total, exact=given.rises.exact)]
    if priced and given.transfers is not None:
        made.append(_amount(given.transfers.total, exact=given.transfers.exact))
    if budget is not None:
        made.append({True: "yes", False: "no", None: "?"}[within(budget, given)])
    return made


def _amount(price: Price | None, *, exact: bool) -> str:
    if price is None:
        return "none" if exact else "?"
    return f"> {price.amount}" if price.more else str(price.amount)


def _given_up(asked: Question, found: Carrots, width: int) -> Iterator[Text]:
    """Yield who would have to like which states less, by concept; concepts with the same answer stand together."""
    said: dict[tuple[str, ...], list[str]] = {}
    for name, given in found.concepts.items():
        if not given.holds:
            said.setdefault(tuple(given_up(asked.case, found, given)), []).append(name)
    if said:
        yield heading("Who would have to like what less", width)
    for sentences, names in said.items():
        one_of = found.concepts[names[0]].coupled and len(sentences) > 1
        head = f"{listed(names)}{', in one of these ways' if one_of else ''}:"
        yield joined([paragraph(head, width), *bullets(sentences, width)])
    if any(c.coupled and not c.holds for c in found.concepts.values()):
        yield paragraph(
            "Under SEQ and SSEQ demotions are counted for all together, since what one party likes less can take away, "
            "or add, its own credible answers to others.",
            width,
        )


def _paid(asked: Question, found: Carrots, width: int) -> Iterator[Text]:
    lines = []
    for name, given in found.concepts.items():
        if given.holds and not found.strict:
            continue
        if given.transfers is not None and given.transfers.total is not None:
            told = payment(asked.case, found.conflict, given.transfers.by_dm)
            lines.append(f"{name}: {told or 'nobody'}.")
        elif given.transfers is not None:
            lines.append(f"{name}: {no_price(asked.case, found, given)}.")
    if not lines:
        return
    yield heading("Who would be paid what", width)
    yield joined(bullets(lines, width))
    if len(found.priced) > 1:
        yield paragraph(
            "Each amount is in the numbers of the party that gets it. A sum means something only if they all count in "
            "the same unit.",
            width,
        )


def _threatened(asked: Question, found: Carrots, most: int, width: int) -> Iterator[Text]:
    told = [threat(asked.case, found.conflict, slug, t) for slug, given in found.sticks.items() for t in given]
    if not told or not most:
        return
    yield heading("Sticks: what others could do about leaving it", width)
    yield joined(bullets(told[:most], width))
    if len(told) > most:
        yield paragraph(f"{len(told) - most:,} more are not shown; --limit N shows N of them.", width)
    yield paragraph(
        "A stick that is believed is never used and costs nothing. It is credible if whoever would use it gains by "
        "that.",
        width,
    )


def _implemented(asked: Question, found: Carrots, most: int, width: int) -> Iterator[Text]:
    given = found.k_implementation
    if given is None:
        return
    yield heading("If all chose at once, and an outside party paid", width)
    yield paragraph(" ".join(implemented(asked.case, found.conflict, given)), width)
    if given.promises and most:
        yield joined(bullets([promise(asked.case, found.conflict, p) for p in given.promises[:most]], width))
        if given.in_all > most:
            yield paragraph(f"{given.in_all - most:,} more are not shown; --limit N shows N of them.", width)
