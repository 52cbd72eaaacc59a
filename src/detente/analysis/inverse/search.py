"""The nearest rankings for SEQ and SSEQ, where what one decision maker wants decides how it answers (theory F1).

The search asks for the nearest orders of which some facts are true, looks whether these orders meet the goal, and if
they do not, asks in addition for one of the facts that are missing. Each such demand holds of every profile that meets
the goal, so the first orders that meet it are the nearest of all.
Where that takes many rounds, the answers themselves are put into the search (``ladders``).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from time import monotonic
from typing import Any

from detente.analysis.inverse import ladders
from detente.analysis.inverse.conditions import condition
from detente.analysis.inverse.facts import Fact, Reasons
from detente.analysis.inverse.goal import Goal
from detente.analysis.inverse.master import Literal, Master, OutOfTime
from detente.analysis.inverse.relations import Possible
from detente.concepts import Concept, Replies
from detente.concepts import concept as named
from detente.engines import Progress
from detente.model.conflict import Conflict
from detente.model.preferences import WeakOrder

PATIENCE = 20


@dataclass(frozen=True, eq=False, slots=True)
class Searched:
    """What the search found.

    Attributes
    ----------
    orders : mapping or None
        From each varied decision maker to its order in a nearest profile; None if there is none within the limit, or
        if the time was over.
    bound : int
        A cost that no profile which meets the goal falls below.
    ended : bool
        Whether the search came to its end; False if the time was over.
    rounds : int
        How many profiles were looked at.
    """

    orders: Mapping[int, WeakOrder] | None
    bound: int
    ended: bool
    rounds: int


def search(  # noqa: PLR0913 - the question has as many parts
    conflict: Conflict,
    concept: Concept,
    goal: Goal,
    weights: Mapping[int, int],
    *,
    seconds: float,
    most: int | None = None,
    progress: Progress | None = None,
) -> Searched:
    """Return the nearest orders of some decision makers that meet a goal.

    Parameters
    ----------
    conflict : Conflict
    concept : Concept
    goal : Goal
    weights : mapping
        From each varied decision maker to what a turned pair of its order costs.
    seconds : float
        How long to search.
    most : int, optional
        Only what costs no more than this is of interest.
    progress : callable, optional
        Called about twenty times a second with the cost that is proved to be necessary and the limit; an exception that
        it raises ends the search at once.

    Raises
    ------
    MissingExtra
        If the solver is not installed.

    Examples
    --------
    >>> import detente, numpy as np
    >>> from detente.concepts import concept
    >>> conflict = detente.load("syria-iraq-1975").conflict()
    >>> wanted = np.arange(6) == conflict.states.index("YNN")
    >>> search(conflict, concept("SEQ"), Goal(wanted), {0: 1, 1: 1}, seconds=60).bound
    1
    """
    actual = {i: conflict.orders[i] for i in weights}
    master = Master(actual, weights, monotonic() + seconds, most)
    if progress is not None:
        master.watch = lambda: progress(master.bound, max(most or 0, master.bound + 1))
    for facts in _at_least(conflict, concept, goal, list(actual)):
        master.add(facts)
    orders: Mapping[int, WeakOrder] | None = actual
    rounds = 0
    try:
        while orders is not None:
            rounds += 1
            missing = Reasons(with_orders(conflict, orders), concept, master.look).missing(goal)
            if not missing:
                return Searched(orders, master.bound, ended=True, rounds=rounds)
            for facts in missing:
                master.add(facts)
            if master.solved > PATIENCE and master.adding is None:
                _say_all(master, conflict, concept, goal)
            orders = master.nearest()
    except OutOfTime:
        return Searched(None, master.bound, ended=False, rounds=rounds)
    return Searched(None, master.bound, ended=True, rounds=rounds)


def _say_all(master: Master, conflict: Conflict, concept: Concept, goal: Goal) -> None:
    """Put all that the stability of the wanted states rests on into the model, where that is not too much."""
    if goal.state is None and goal.how != "all":
        return
    possible = Possible(conflict, concept, frozenset(master.orders))
    if concept.replies is not Replies.CREDIBLE or ladders.count(possible, goal.states) > ladders.MOST_STEPS:
        return
    for fact in ladders.facts(possible, goal.states):
        master.know(fact)

    def add(model: Any, literal: Literal) -> None:
        made = ladders.Ladders(possible, model, literal)
        for state in goal.states:
            made.stable(state)

    master.adding = add


def with_orders(conflict: Conflict, orders: Mapping[int, WeakOrder]) -> Conflict:
    """Return the conflict in which some decision makers order the states like this."""
    every = [orders.get(i, order) for i, order in enumerate(conflict.orders)]
    return Conflict.of_orders(conflict.structure, every, conflict.start)


def _at_least(conflict: Conflict, concept: Concept, goal: Goal, varied: list[int]) -> list[list[Fact]]:
    """Return what even the weaker concept GMR asks of the varied, where the wanted states are known one by one."""
    if goal.how != "all" and goal.state is None:
        return []
    weaker = named("Nash") if concept.replies is Replies.NONE else named("GMR")
    return [
        [Fact(player, q, state, is_above=False) for block in clause for q in block]
        for state in goal.states
        for player in varied
        for clause in condition(conflict, weaker, player, state).clauses
    ]
