"""What the outcome would take to hold, and who could be split, ready to be shown."""

from __future__ import annotations

from dataclasses import dataclass

from detente.analysis.answer import Answer
from detente.analysis.causes.sanctions import deterred_by
from detente.analysis.incentives.carrots import ConceptCarrots
from detente.analysis.incentives.outlook import Outlook, Price
from detente.analysis.incentives.wedge import Wedge
from detente.analysis.inverse.answer import Inverse
from detente.case.build import Case
from detente.concepts import concept
from detente.report.text import capital

MOST_WRITTEN = 10**7

MOST_STATES = 4096


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
    sanctions: tuple[tuple[str, ...], ...]


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
        _sanctions(case, found),
    )


def _too_many(case: Case, found: Outlook) -> str:
    if found.prices or not found.outcomes:
        return ""
    return (
        f"{capital(case.outcome_label)} holds in {found.outcomes:,} states. What one of them would take, and which "
        "preferences would do, is asked with `detente carrots` and `detente inverse`, and `--state`."
    )


def _no_wedge(found: Outlook) -> str:
    """Say that nobody would leave together, or which coalitions were not asked about."""
    left = found.coalitions - found.asked
    if found.wedges:
        return f"Asked about were {found.asked} of {found.coalitions} coalitions." if left else ""
    if not found.asked:
        return ""
    if left:
        return (
            f"None of the {found.asked} coalitions that were asked about, of {found.coalitions}, wants to leave the "
            "status quo together; `detente wedge` asks about any other."
        )
    nobody = f"None of the {found.asked} coalitions wants"
    who = nobody if found.asked > 1 else "The one coalition that there is does not want"
    return f"{who} to leave the status quo together, so nothing there can be split."


def _sanctions(case: Case, found: Outlook) -> tuple[tuple[str, ...], ...]:
    """Say what deters those who could improve on the status quo by themselves, under SEQ; empty on large cases."""
    from detente.explain.deterred import deterred

    conflict = found.conflict
    if len(conflict.states) > MOST_STATES:
        return ()
    here = conflict.status_quo
    movers = [i for i in range(len(conflict.decision_makers)) if conflict.improvements(i, here).size]
    return tuple(tuple(deterred(case, deterred_by(conflict, concept("SEQ"), i, here))) for i in movers)


def _price(case: Case, found: Outlook, price: Price) -> PriceView:
    from detente.explain import carrots as say
    from detente.explain.words import state

    counts = {r.concept: _share(r) for r in price.rankings}
    rows = tuple(
        (
            name,
            "yes" if one.holds else "no",
            _fewest(one),
            counts.get(name) or "not counted here",
        )
        for name, one in price.carrots.concepts.items()
    )
    told: dict[tuple[str, ...], list[str]] = {}
    for name, one in price.carrots.concepts.items():
        if not one.holds:
            told.setdefault(tuple(say.given_up(case, price.carrots, one)), []).append(name)
    ways = tuple((", ".join(names), lines) for lines, names in told.items())
    pattern = found.conflict.states.pattern(price.state)
    title = state(case, pattern)
    named = title if found.conflict.states.slugs else capital(title)
    return PriceView(named, say.verdict(price.carrots), rows, ways)


def _fewest(one: ConceptCarrots) -> str:
    if one.holds:
        return "0"
    fewest = one.demotions
    return str(fewest.total) if fewest.total is not None else f"{fewest.at_least} or more"


def _share(found: Inverse) -> str:
    from detente.explain.inverse import per_cent

    if found.satisfying is not None and found.of < MOST_WRITTEN:
        return f"{found.satisfying:,} of {found.of:,}"
    share = found.about if found.share is None else found.share
    return "" if share is None else per_cent(share)


def _wedge(case: Case, found: Wedge) -> tuple[str, tuple[str, ...]]:
    from detente.explain import wedge as say
    from detente.explain.words import parties

    slugs = [found.conflict.structure.slugs[i] for i in found.coalition]
    return capital(parties(case, slugs)), (say.verdict(case, found, None), say.accommodative(case, found))
