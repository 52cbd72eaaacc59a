"""Rankings in which only the target moves up: all of them, and the nearest that make it an equilibrium.

For SEQ and SSEQ these are not always the nearest of all, but they are few, and good to know before a search.
"""

from __future__ import annotations

from collections.abc import Mapping
from math import prod

import numpy as np

from detente.analysis.inverse.rankings import Numbers
from detente.concepts import Concept
from detente.engines.batch import Batch
from detente.model.conflict import Conflict
from detente.model.preferences import Ranks, WeakOrder, dense

MOST_PROFILES = 50_000


def risen(conflict: Conflict, concept: Concept, state: int, weights: Mapping[int, int]) -> dict[int, WeakOrder] | None:
    """Return the nearest orders in which a state moves up and is an equilibrium; None if there are none, or too many.

    Examples
    --------
    >>> import detente
    >>> from detente.concepts import concept
    >>> conflict = detente.load("syria-iraq-1975").conflict()
    >>> found = risen(conflict, concept("SEQ"), conflict.states.index("YNN"), {0: 1, 1: 1})
    >>> found[0].ranks.tolist(), found[1] is None
    ([5, 3, 4, 1, 0, 2], False)
    """
    made = {i: _rises(conflict.orders[i], state) for i in weights}
    if prod(len(ranks) for ranks, _ in made.values()) > MOST_PROFILES:
        return None
    every = [made[i][0] if i in made else order.ranks[None, :] for i, order in enumerate(conflict.orders)]
    batch = Batch(conflict.structure, tuple(ranks.astype(np.int64) for ranks in every))
    profiles = batch.all_profiles()
    good = batch.stable_at(profiles, concept, state).all(axis=1)
    if not good.any():
        return None
    costs = sum(weight * made[i][1][profiles[:, i]] for i, weight in weights.items())
    best = profiles[int(np.argmin(np.where(good, costs, np.iinfo(np.int64).max)))]
    return {i: WeakOrder(dense(made[i][0][best[i]])) for i in weights}


def _rises(order: WeakOrder, state: int) -> tuple[Ranks, Numbers]:
    """Return the orders in which a state stays, or stands right above some class of states, and what each costs."""
    old = 2 * order.ranks.astype(np.int64)
    here = int(old[state])
    levels = [level for level in np.unique(old).tolist() if level >= here]
    ranks, costs = [old], [0]
    for level in levels:
        new = old.copy()
        new[state] = level + 1
        ranks.append(new)
        costs.append(int(((old > here) & (old <= level)).sum()))
    return np.stack(ranks), np.array(costs)
