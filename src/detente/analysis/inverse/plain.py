"""Which preferences make a state an equilibrium, as plain data; see :mod:`detente.analysis.plain`."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from detente.analysis.inverse.answer import Change, Inverse
from detente.analysis.inverse.conditions import Block
from detente.analysis.inverse.upper_sets import UpperSets
from detente.case.build import Case
from detente.case.schema import PublishedCount
from detente.model.preferences import WeakOrder
from detente.model.states import States

Plain = dict[str, Any]


def inverse(
    found: Inverse, among: States, limit: int, where: str | None = None, said: Iterable[PublishedCount] = ()
) -> Plain:
    """Return how many rankings meet the goal, the nearest ones, and the conditions.

    Parameters
    ----------
    found : Inverse
    among : States
    limit : int
        How many states a list of upper sets may name altogether.
    where : str, optional
        The formula that the goal is about.
    said : iterable of PublishedCount
        What was published about this question; see :func:`published_about`.
    """
    too_long = {} if found.is_writable else {"of": "the number has more than 4,000 digits"}
    return {
        "options": list(among.options),
        "count": len(among),
        "state": None if found.state is None else among.pattern(found.state),
        "where": where,
        "goal": None if where is None else found.goal.how,
        "concept": found.concept,
        "vary": list(found.vary),
        "weights": dict(found.weights),
        "holds": found.holds,
        "possible": found.possible,
        "satisfying": found.satisfying if found.is_writable else None,
        "of": found.of if found.is_writable else None,
        "share": found.about,
        "minimum_change": None if found.change is None else _change(found.change, among),
        "maximal_upper_sets": {dm: _largest(found, sets, among, limit) for dm, sets in found.upper_sets.items()},
        "forbidden": {dm: _forbidden(sets, among, limit) for dm, sets in found.upper_sets.items()},
        "blocked_by": list(found.blocked_by),
        "published": [_published(found, one) for one in said],
        "complete": found.complete and not too_long,
        "why_not": {**too_long, **found.why_not},
    }


def published_about(case: Case, found: Inverse, among: States) -> list[PublishedCount]:
    """Return what a case says that others published about this question, of the case as it is."""
    if found.goal.state is None or len(found.vary) != 1:
        return []
    here = among.pattern(found.goal.state), found.concept.casefold(), found.vary[0]
    return [
        said
        for said in case.file.published_counts
        if said.variant == case.variant and (_pattern(said.state, among), said.concept.casefold(), said.vary) == here
    ]


def _pattern(state: str, among: States) -> str:
    return among.pattern(among.index(state))


def _published(found: Inverse, said: PublishedCount) -> Plain:
    agrees = None if found.satisfying is None else found.satisfying == said.satisfying
    return {"satisfying": said.satisfying, "agrees": agrees, "differs": said.differs, "note": said.note}


def _change(found: Change, among: States) -> Plain:
    return {
        "distance": found.distance,
        "by_dm": dict(found.distances),
        "rankings": {dm: ranking(order, among) for dm, order in found.orders.items()},
        "optimal": found.optimal,
        "at_least": found.bound,
    }


def ranking(order: WeakOrder, among: States) -> list[list[str]]:
    """Return an order as classes of tied states, the best first; states sorted as text within a class."""
    classes: list[list[str]] = [[] for _ in range(int(order.ranks.max(initial=-1)) + 1)]
    for state, rank in enumerate(order.ranks.tolist()):
        classes[rank].append(among.pattern(state))
    return [sorted(tied) for tied in reversed(classes)]


def _largest(found: Inverse, sets: UpperSets, among: States, limit: int) -> Plain:
    """Return the largest sets of states that may all rank above the target."""
    (target,) = found.goal.states
    every = [s for s in range(len(among)) if s != target]
    shown = sets.kept_down[: limit // max(1, len(every))]
    listed = [_patterns((s for s in every if s not in down), among) for down in shown]
    return {"count": sets.count, "sets": listed, "complete": sets.complete and len(shown) == len(sets.kept_down)}


def _forbidden(sets: UpperSets, among: States, limit: int) -> Plain:
    """Return the smallest sets of states that must not all rank above the target."""
    shown: list[Block] = []
    room = limit
    for one in sets.forbidden:
        room -= len(one)
        if room < 0:
            break
        shown.append(one)
    is_whole = sets.forbidden_complete and len(shown) == len(sets.forbidden)
    return {"sets": [_patterns(one, among) for one in shown], "complete": is_whole}


def _patterns(states: Iterable[int], among: States) -> list[str]:
    return sorted(among.pattern(s) for s in states)
