"""What the outcome would take to hold, and who could be split, ready to be shown."""

from __future__ import annotations

from dataclasses import dataclass

from detente.analysis.answer import Answer
from detente.analysis.incentives.outlook import Outlook, Price
from detente.analysis.incentives.wedge import Wedge
from detente.case.build import Case
from detente.report.text import capital


@dataclass(frozen=True, slots=True)
class PriceView:
    """One state of the outcome.

    Attributes
    ----------
    state, verdict : str
    rows : tuple of (str, str, str, str)
        By concept: whether it holds, how many demotions it takes at the least, and how many rankings would do.
    ways : tuple of (str, tuple of str)
        Under a concept: who would have to like what less.
    """

    state: str
    verdict: str
    rows: tuple[tuple[str, str, str, str], ...]
    ways: tuple[tuple[str, tuple[str, ...]], ...]


@dataclass(frozen=True, slots=True)
class OutlookView:
    """Prices of outcome states, and what would split whom."""

    outcome: str
    too_many: str
    prices: tuple[PriceView, ...]
    wedges: tuple[tuple[str, tuple[str, ...]], ...]
    no_wedge: str


def outlook(answer: Answer) -> OutlookView | None:
    """Return what an answer says of prices and wedges; None if it says nothing."""
    found, case = answer.outlook, answer.case
    if found is None:
        return None
    return OutlookView(
        case.outcome_label,
        _too_many(case, found),
        tuple(_price(case, found, price) for price in found.prices),
        tuple(_wedge(case, w) for w in found.wedges),
        _no_wedge(found),
    )


def _too_many(case: Case, found: Outlook) -> str:
    if found.prices or not found.outcomes:
        return ""
    return (
        f"{capital(case.outcome_label)} holds in {found.outcomes:,} states. What one of them would take, and which "
        "preferences would do, is asked with `detente carrots` and `detente inverse`, and `--state`."
    )


def _no_wedge(found: Outlook) -> str:
    if found.wedges or not found.asked:
        return ""
    who = (
        f"None of the {found.asked} coalitions" if found.asked > 1 else "The one coalition that there is does not want"
    )
    verb = " wants" if found.asked > 1 else ""
    return f"{who}{verb} to leave the status quo together, so nothing there can be split."


def _price(case: Case, found: Outlook, price: Price) -> PriceView:
    from detente.explain import carrots as say
    from detente.explain.words import state

    counts = {r.concept: _share(r.satisfying, r.of, r.about) for r in price.rankings}
    rows = tuple(
        (
            name,
            "yes" if one.holds else "no",
            "0" if one.holds else str(one.demotions.total if one.demotions.total is not None else "?"),
            counts.get(name, ""),
        )
        for name, one in price.carrots.concepts.items()
    )
    told: dict[tuple[str, ...], list[str]] = {}
    for name, one in price.carrots.concepts.items():
        if not one.holds:
            told.setdefault(tuple(say.given_up(case, price.carrots, one)), []).append(name)
    ways = tuple((", ".join(names), lines) for lines, names in told.items())
    pattern = found.conflict.states.pattern(price.state)
    return PriceView(capital(state(case, pattern)), say.verdict(price.carrots), rows, ways)


def _share(satisfying: int | None, of: int, about: float | None) -> str:
    if satisfying is not None and of < 10**7:
        return f"{satisfying:,} of {of:,}"
    return "" if about is None else f"{100 * about:.1f} per cent"


def _wedge(case: Case, found: Wedge) -> tuple[str, tuple[str, ...]]:
    from detente.explain import wedge as say
    from detente.explain.words import parties

    slugs = [found.conflict.structure.slugs[i] for i in found.coalition]
    return capital(parties(case, slugs)), (say.verdict(case, found, None), say.accommodative(case, found))
