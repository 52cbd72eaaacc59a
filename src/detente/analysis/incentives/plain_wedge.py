"""Wedges as plain data, in the shape that scripts may rely on; see :mod:`detente.analysis.plain`."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from fractions import Fraction
from typing import Any

from detente.analysis.incentives.binding import Binding
from detente.analysis.incentives.capability import Capability, Element
from detente.analysis.incentives.cohesion import Feared
from detente.analysis.incentives.exits import Exit
from detente.analysis.incentives.plain_carrots import price, stick
from detente.analysis.incentives.prices import Split
from detente.analysis.incentives.transfers import Price
from detente.analysis.incentives.trial import Trial
from detente.analysis.incentives.wedge import Wedge, affordable
from detente.analysis.plain import patterns

Plain = dict[str, Any]


def wedge(found: Wedge, limit: int, *, against: str | None = None, budget: Fraction | None = None) -> Plain:
    """Return what splits a coalition; lists of states are cut at ``limit``, counts are exact."""
    conflict, slugs = found.conflict, found.conflict.structure.slugs
    able = None if budget is None or not found.payments else _amounts(found, affordable(found, budget))
    return {
        "coalition": [slugs[i] for i in found.coalition],
        "state": conflict.states.pattern(found.state),
        "options": list(conflict.states.options),
        "count": len(conflict.states),
        "divider": None if found.divider is None else slugs[found.divider],
        "against": against,
        "budget": None if budget is None else str(budget),
        "patron_budget": None if found.patron is None else str(found.patron),
        "priced": list(found.priced),
        "active": found.active,
        "keeps": found.keeps,
        "improvements": found.improvements,
        "reachable": found.reachable,
        "feared_count": len(found.feared),
        "feared": [_feared(found, f) for f in found.feared[:limit]],
        "weakest": [slugs[i] for i in found.weakest],
        "prices": {name: _prices(found, name) for name in found.steps},
        "kinds": _kinds(found),
        "trials": [_trial(found, t, limit) for t in found.trials],
        "capability": None if found.capability is None else _capability(found, found.capability),
        "binding": {measure: _binding(found, b) for measure, b in found.binding.items()},
        "holding": {slugs[i]: str(amount) for i, amount in found.holding.items()},
        "affordable": able,
        "exits": [_exit(found, e) for e in found.exits],
        "why_not": dict(found.why_not),
        "complete": found.complete and len(found.feared) <= limit,
    }


def _amounts(found: Wedge, given: Mapping[int, Price]) -> Plain:
    return {found.conflict.structure.slugs[i]: str(p.amount) for i, p in given.items()}


def _name(found: Wedge, state: int | None) -> str | None:
    return None if state is None else found.conflict.states.pattern(state)


def _feared(found: Wedge, given: Feared) -> Plain:
    slugs = found.conflict.structure.slugs
    return {
        "state": _name(found, given.state),
        "needed": given.needed,
        "weakest": [slugs[i] for i in given.weakest],
        "gains": {
            slugs[i]: {"steps": steps, "payment": None if given.gains[i] is None else str(given.gains[i])}
            for i, steps in given.steps.items()
        },
        "answers": [stick(found.conflict, s) for s in found.threats.get(given.state, ())],
    }


def _prices(found: Wedge, concept: str) -> Plain:
    slugs, steps, paid = found.conflict.structure.slugs, found.steps[concept], found.payments.get(concept)
    return {
        "by_dm": {
            slugs[i]: {"steps": price(steps.alone[i]), "payment": price(paid.alone[i]) if paid is not None else None}
            for i in found.coalition
        },
        "steps": _split(found, steps),
        "payments": None if paid is None else _split(found, paid),
    }


def _split(found: Wedge, given: Split) -> Plain:
    return {
        "total": price(given.total),
        "ways": [_amounts(found, way) for way in given.ways],
        "open_total": price(given.open_total),
        "open_ways": [_amounts(found, way) for way in given.open_ways],
        "complete": given.exact and given.complete,
    }


def _kinds(found: Wedge) -> dict[str, bool]:
    """Return which kinds of wedge exist here; an informational one works through what a member prefers."""
    split = bool(found.steps)
    capable = found.capability is not None and any(one.sets for one in found.capability.by_member.values())
    return {"accommodative": split, "coercive": split, "informational": split, "capability": capable}


def _trial(found: Wedge, given: Trial, limit: int) -> Plain:
    states, slugs = found.conflict.states, found.conflict.structure.slugs
    return {
        "kind": given.kind,
        "measure": given.measure,
        "given": _amounts(found, given.given),
        "lowered": {
            slugs[i]: {states.pattern(x): str(p.amount) for x, p in list(low.items())[:limit]}
            for i, low in given.lowered.items()
        },
        "w1": given.w1,
        "smaller": [[slugs[i] for i in group] for group in given.smaller],
        "w2": given.w2,
        "w3": given.w3,
        "worse": given.worse,
        "worse_new": given.new,
        "holds_for_all": None if given.universal is None else bool(given.universal[found.state]),
        "universal": None if given.universal is None else patterns(states, given.universal, limit),
    }


def _capability(found: Wedge, given: Capability) -> Plain:
    slugs = found.conflict.structure.slugs
    return {
        "by": given.by,
        "sets": _sets(found, given.smallest.sets),
        "by_dm": {slugs[i]: _sets(found, one.sets) for i, one in given.by_member.items()},
        "verified": given.verified,
        "complete": given.smallest.complete and all(one.complete for one in given.by_member.values()),
    }


def _sets(found: Wedge, sets: Iterable[frozenset[Element]]) -> list[list[Any]]:
    return [[_element(found, e) for e in sorted(made)] for made in sets]


def _element(found: Wedge, given: Element) -> Any:
    if len(given) == 2:
        return given[1]
    return {
        "by": found.conflict.structure.slugs[given[0]],
        "from": _name(found, given[1]),
        "to": _name(found, given[2]),
    }


def _binding(found: Wedge, given: Binding) -> Plain:
    return {
        "to": _name(found, given.to),
        "adds": _amounts(found, given.adds),
        "total": str(given.total.amount),
        "more_than": given.total.more,
        "places": given.steps,
        "verified": given.verified,
    }


def _exit(found: Wedge, given: Exit) -> Plain:
    slugs = found.conflict.structure.slugs
    return {
        "member": slugs[given.member],
        "by": [slugs[i] for i in given.by],
        "to": _name(found, given.to),
        "steps": {slugs[i]: steps for i, steps in given.steps.items()},
        "prices": None if given.prices is None else _amounts(found, given.prices),
        "answer": None if given.answer is None else stick(found.conflict, given.answer),
    }
