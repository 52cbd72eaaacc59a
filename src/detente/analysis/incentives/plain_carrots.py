"""Carrots and sticks as plain data, in the shape that scripts may rely on; see :mod:`detente.analysis.plain`."""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction
from typing import Any

from detente.analysis.incentives.carrots import Carrots, ConceptCarrots, within
from detente.analysis.incentives.k_implementation import KImplementation, Promise
from detente.analysis.incentives.sticks import Stick, Threatened
from detente.analysis.incentives.transfers import Price
from detente.analysis.plain import patterns
from detente.model.conflict import Conflict

Plain = dict[str, Any]


def carrots(found: Carrots, limit: int, budget: Fraction | None = None) -> Plain:
    """Return what it takes for a state to hold; lists of states are cut at ``limit``, counts are exact."""
    conflict, slugs = found.conflict, found.conflict.structure.slugs
    return {
        "state": conflict.states.pattern(found.target),
        "options": list(conflict.states.options),
        "count": len(conflict.states),
        "vary": list(found.vary),
        "priced": list(found.priced),
        "strict": found.strict,
        "budget": None if budget is None else str(budget),
        "concepts": {name: _concept(found, c, limit, budget) for name, c in found.concepts.items()},
        "sticks": {slug: [_threatened(conflict, t) for t in found.sticks[slug]] for slug in slugs},
        "k_implementation": None if found.k_implementation is None else _implemented(conflict, found.k_implementation),
        "why_not": dict(found.why_not),
        "complete": found.complete and all(int(mask.sum()) <= limit for mask in found.upper.values()),
    }


def _concept(found: Carrots, given: ConceptCarrots, limit: int, budget: Fraction | None) -> Plain:
    slugs, name = found.conflict.structure.slugs, found.conflict.states.pattern
    fewest, paid = given.demotions, given.transfers
    return {
        "holds": given.holds,
        "coupled": given.coupled,
        "by_dm": {slug: _party(found, given, i, limit) for i, slug in enumerate(slugs)},
        "fewest": fewest.total,
        "at_least": fewest.at_least,
        "at_most": fewest.at_most,
        "together": [{slugs[i]: [name(s) for s in part] for i, part in w.items() if part} for w in fewest.together],
        "rise": price(given.rises.total),
        "rise_more_than": takes_more(given.rises.total),
        "total": price(paid.total) if paid is not None else None,
        "more_than": paid is not None and takes_more(paid.total),
        "ways": [_way(slugs, way) for way in paid.ways] if paid is not None else [],
        "within_budget": None if budget is None else within(budget, given),
        "complete": given.exact and fewest.complete,
    }


def _way(slugs: tuple[str, ...], way: Mapping[int, Price]) -> Plain:
    return {slugs[i]: {"transfer": str(p.amount), "more_than": p.more} for i, p in way.items()}


def price(given: Price | None) -> str | None:
    """Return an amount as text, a fraction where it is none of the whole numbers; None for none."""
    return None if given is None else str(given.amount)


def takes_more(given: Price | None) -> bool:
    """Return whether it takes more than the amount, however little."""
    return given is not None and given.more


def _party(found: Carrots, given: ConceptCarrots, player: int, limit: int) -> Plain:
    states = found.conflict.states
    slug = found.conflict.structure.slugs[player]
    upper = found.upper[slug]
    paid = given.transfers.by_dm[player] if given.transfers is not None else None
    return {
        "stable": given.stable[slug],
        "upper_count": int(upper.sum()),
        "upper": patterns(states, upper, limit),
        "demotions": [[states.pattern(s) for s in part] for part in given.demotions.by_dm[player]],
        "fewest": given.demotions.fewest[player],
        "rise": price(given.rises.by_dm[player]),
        "rise_more_than": takes_more(given.rises.by_dm[player]),
        "transfer": price(paid),
        "more_than": takes_more(paid),
        "credible_sticks": [
            {"against": states.pattern(t.move), **stick(found.conflict, t.sticks[0])}
            for t in found.sticks[slug]
            if t.credible
        ],
    }


def _threatened(conflict: Conflict, given: Threatened) -> Plain:
    return {
        "improvement": conflict.states.pattern(given.move),
        "steps": given.steps,
        "penalty": price(given.penalty),
        "credible": given.credible,
        "sticks": [stick(conflict, s) for s in given.sticks],
        "in_all": given.in_all,
    }


def stick(conflict: Conflict, given: Stick) -> Plain:
    """Return moves of others that take a move back, whether they would be made, and who would not make them."""
    slugs, name = conflict.structure.slugs, conflict.states.pattern
    return {
        "moves": [{"by": slugs[s.by[0]], "from": name(s.start), "to": name(s.end)} for s in given.path],
        "to": name(given.end),
        "credible": given.credible,
        "unwilling": {slugs[i]: how for i, how in given.unwilling},
    }


def _implemented(conflict: Conflict, given: KImplementation) -> Plain:
    slugs, name = conflict.structure.slugs, conflict.states.pattern
    return {
        "cost": str(given.cost),
        "paid": {slugs[i]: str(amount) for i, amount in given.paid.items()},
        "instead": {slugs[i]: None if state is None else name(state) for i, state in given.instead.items()},
        "promises": [_promise(conflict, p) for p in given.promises],
        "promises_in_all": given.in_all,
        "promised": str(given.promised),
    }


def _promise(conflict: Conflict, given: Promise) -> Plain:
    slugs, name = conflict.structure.slugs, conflict.states.pattern
    return {
        "promise_to": slugs[given.to],
        "at": name(given.at),
        "instead": name(given.instead),
        "amount": str(given.amount),
        "by": None if given.by is None else slugs[given.by],
        "to": None if given.end is None else name(given.end),
        "credible": given.credible,
    }
