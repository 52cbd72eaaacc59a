"""The nearest rankings that meet a goal, with the proof that none is nearer or the word that there is none."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

import numpy as np

from detente.analysis.inverse.conditions import Condition, condition
from detente.analysis.inverse.counted import Asked, Counted, blocked_by, own_conditions
from detente.analysis.inverse.enumeration import MOST_STATES
from detente.analysis.inverse.promotion import promotion
from detente.analysis.inverse.rankings import distance
from detente.analysis.inverse.rises import risen
from detente.analysis.inverse.search import search, with_orders
from detente.concepts import Concept, concept
from detente.engines import Progress, engine
from detente.errors import NotAnswered
from detente.model.conflict import Conflict
from detente.model.formula import Mask, everywhere
from detente.model.preferences import WeakOrder

Orders = Mapping[int, WeakOrder]


@dataclass(frozen=True, eq=False)
class Nearest:
    """The nearest rankings.

    Attributes
    ----------
    orders : mapping or None
        From each varied decision maker to its ranking; None if there is none, or none was found.
    cost : int or None
        The turned pairs of all of them, each times its weight.
    bound : int
        A cost that no ranking which meets the goal falls below.
    possible : bool or None
        Whether any ranking meets the goal; None if that is not known.
    why_not : str
        Why it is not proved that none is nearer; empty if it is.
    state : int or None
        The wanted state that becomes an equilibrium, where one of several is enough.
    """

    orders: Orders | None
    cost: int | None
    bound: int
    possible: bool | None
    why_not: str = ""
    state: int | None = None

    @property
    def optimal(self) -> bool:
        """Whether it is proved that no ranking is nearer."""
        return self.cost is not None and self.cost == self.bound


IMPOSSIBLE = Nearest(None, None, 0, possible=False)


def nearest(asked: Asked, count: Counted, seconds: float, progress: Progress | None = None) -> Nearest:
    """Return the nearest rankings that meet a goal.

    Parameters
    ----------
    asked : Asked
    count : Counted
        What is known from counting.
    seconds : float
        How long a search may take.
    progress : callable, optional

    Raises
    ------
    MissingExtra
        If a search is needed and the solver is not installed.
    """
    actual = {i: asked.conflict.orders[i] for i in asked.weights}
    here = equilibria(asked.conflict, asked.concept)
    if bool(asked.goal.met(here)):
        return Nearest(actual, 0, 0, possible=True, state=_first(asked, here))
    if asked.goal.state is not None:
        found = _of_state(asked, count, seconds, None, progress)
    elif asked.goal.how == "some" and count.enumerated is None:
        found = _of_some(asked, seconds, progress)
    else:
        found = _of_several(asked, count, seconds, progress)
    return _checked(asked, found)


def _checked(asked: Asked, found: Nearest) -> Nearest:
    """Return what was found, solved anew by the ordinary engine."""
    if found.orders is None:
        return found
    there = equilibria(with_orders(asked.conflict, found.orders), asked.concept)
    if not bool(asked.goal.met(there)):
        raise NotAnswered("the rankings that were found do not meet the goal; this is a fault of the program")
    return replace(found, state=_first(asked, there))


def _first(asked: Asked, equilibria: Mask) -> int | None:
    """Return the first wanted state that is an equilibrium, where one is enough."""
    is_one = asked.goal.how == "some" or asked.goal.state is not None
    return int(np.flatnonzero(equilibria & asked.goal.wanted)[0]) if is_one else None


def equilibria(conflict: Conflict, by: Concept) -> Mask:
    """Return ``(states,) bool``: the equilibria of one concept, by the ordinary engine."""
    return everywhere(engine().stabilities(conflict, [by])[by.name])


def cost(asked: Asked, orders: Orders) -> int:
    """Return the turned pairs of some orders, each times its weight."""
    return sum(asked.weights[i] * distance(order, asked.conflict.orders[i]) for i, order in orders.items())


# ------------------------------------------------------------------------------------------------- one state


def _of_state(asked: Asked, count: Counted, seconds: float, most: int | None, progress: Progress | None) -> Nearest:
    if count.blocked_by:
        return IMPOSSIBLE
    if count.conditions:
        return _promoted(asked, count.conditions)
    if count.enumerated is not None and count.enumerated.priced:
        orders = count.enumerated.nearest
        return IMPOSSIBLE if orders is None else _proved(asked, orders)
    return _between(asked, seconds, most, progress)


def _promoted(asked: Asked, conditions: Mapping[int, Condition]) -> Nearest:
    """Return the nearest rankings where each decision maker has a condition of its own: the state moves up."""
    made = {i: promotion(asked.conflict.orders[i], one) for i, one in conditions.items()}
    orders = {i: one.order for i, one in made.items()}
    total = sum(asked.weights[i] * one.distance for i, one in made.items())
    if all(one.optimal for one in made.values()):
        return Nearest(orders, total, total, possible=True)
    why = "too many states tie at the level that has to be passed to prove that no fewer of them will do"
    return Nearest(orders, total, 0, possible=True, why_not=why)


def _proved(asked: Asked, orders: Orders) -> Nearest:
    total = cost(asked, orders)
    return Nearest(orders, total, total, possible=True)


def _between(asked: Asked, seconds: float, most: int | None, progress: Progress | None) -> Nearest:
    """Return the nearest rankings for SEQ and SSEQ: between what a weaker concept needs and what surely is enough."""
    least = _least(asked)
    known = _known(asked)
    best = min(known, key=lambda orders: cost(asked, orders)) if known else None
    price = None if best is None else cost(asked, best)
    if best is not None and price == least:
        return _proved(asked, best)
    limit = min((n for n in (most, None if price is None else price - 1) if n is not None), default=None)
    if limit is not None and limit < least:
        return Nearest(best, price, least, possible=True if best else None)
    if len(asked.conflict.states) > MOST_STATES:
        why = f"the search is not made for more than {MOST_STATES:,} states"
        return Nearest(best, price, least, possible=True if best else None, why_not=why)
    found = search(
        asked.conflict, asked.concept, asked.goal, asked.weights, seconds=seconds, most=limit, progress=progress
    )
    if found.orders is not None:
        return _proved(asked, found.orders)
    bound = max(least, found.bound)
    if not found.ended:
        why = f"the search was stopped after {seconds:g} seconds"
        return Nearest(best, price, bound, possible=True if best else None, why_not=why)
    if best is not None and price is not None and limit == price - 1:
        return Nearest(best, price, price, possible=True)
    if limit is not None:
        return Nearest(best, price, limit + 1, possible=True if best else None)
    return IMPOSSIBLE


def _least(asked: Asked) -> int:
    """Return what the weaker concept needs: GMR for SEQ, SMR for SSEQ."""
    weaker = concept("SMR" if asked.concept.survives_countermove else "GMR")
    return sum(
        weight
        * promotion(asked.conflict.orders[i], condition(asked.conflict, weaker, i, asked.goal.states[0])).distance
        for i, weight in asked.weights.items()
    )


def _known(asked: Asked) -> list[Orders]:
    """Return rankings that meet the goal: what Nash asks for, what answers as they are ask for, and mere rises."""
    state = asked.goal.states[0]
    tried: list[Orders] = []
    for by in (concept("Nash"), asked.concept):
        made = {i: promotion(asked.conflict.orders[i], condition(asked.conflict, by, i, state)) for i in asked.weights}
        tried.append({i: one.order for i, one in made.items()})
    rises = risen(asked.conflict, asked.concept, state, asked.weights)
    tried += [] if rises is None else [rises]
    return [o for o in tried if equilibria(with_orders(asked.conflict, o), asked.concept)[state]]


# --------------------------------------------------------------------------------------------- several states


def _of_some(asked: Asked, seconds: float, progress: Progress | None) -> Nearest:
    """Return the nearest rankings that make one of several states an equilibrium: the best over the states."""
    each = [asked.at(state) for state in asked.goal.states]
    floors = []
    for done, one in enumerate(each):
        if progress is not None:
            progress(done, 2 * len(each))
        floors.append(None if blocked_by(one) else _floor(one))
    hopeful = sorted((floor, k) for k, floor in enumerate(floors) if floor is not None)
    best, left_open = IMPOSSIBLE, list[Nearest]()
    for done, (floor, k) in enumerate(hopeful):
        if best.cost is not None and floor >= best.cost:
            break
        if progress is not None:
            progress(len(hopeful) + done, 2 * len(hopeful))
        count = Counted(None, conditions=own_conditions(each[k]) or {})
        limit = None if best.cost is None else best.cost - 1
        found = _of_state(each[k], count, seconds / len(hopeful), limit, progress)
        if found.why_not:
            left_open.append(found)
        if found.cost is not None and (best.cost is None or found.cost < best.cost):
            best = found
    return _overall(best, left_open)


def _overall(best: Nearest, left_open: list[Nearest]) -> Nearest:
    bound = min((one.bound for one in left_open), default=best.cost or 0)
    if not left_open:
        return best
    possible = True if best.possible else None
    if best.cost is not None and bound >= best.cost:
        return Nearest(best.orders, best.cost, best.cost, possible=possible)
    return Nearest(best.orders, best.cost, bound, possible=possible, why_not=left_open[0].why_not)


def _floor(asked: Asked) -> int:
    if asked.is_credible:
        return _least(asked)
    conditions = own_conditions(asked) or {}
    return sum(asked.weights[i] * promotion(asked.conflict.orders[i], one).distance for i, one in conditions.items())


def _of_several(asked: Asked, count: Counted, seconds: float, progress: Progress | None) -> Nearest:
    """Return the nearest rankings for goals about all states at once."""
    known = count.enumerated
    is_strict = all(_is_strict(asked.conflict.orders[i]) for i in asked.weights)
    if known is not None and known.priced and (is_strict or asked.goal.how == "some"):
        return IMPOSSIBLE if known.nearest is None else _proved(asked, known.nearest)
    if len(asked.conflict.states) > MOST_STATES:
        why = f"the search is not made for more than {MOST_STATES:,} states"
        return Nearest(None, None, 0, possible=None, why_not=why)
    found = search(asked.conflict, asked.concept, asked.goal, asked.weights, seconds=seconds, progress=progress)
    if found.orders is not None:
        return _proved(asked, found.orders)
    if found.ended:
        return IMPOSSIBLE
    why = f"the search was stopped after {seconds:g} seconds"
    return Nearest(None, None, found.bound, possible=None, why_not=why)


def _is_strict(order: WeakOrder) -> bool:
    return int(order.ranks.max(initial=0)) + 1 == len(np.unique(order.ranks)) == len(order.ranks)
