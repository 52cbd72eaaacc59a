"""All rankings, where there are few enough: how many meet a goal, and which of them is nearest.

Only the states that matter are ranked, and rankings that compare alike what matters are one. What is left is asked of
the batch engine, profile by profile.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from itertools import pairwise
from math import prod

import numpy as np

from detente.analysis.inverse.goal import Goal
from detente.analysis.inverse.rankings import Numbers, distances, permutations
from detente.analysis.inverse.relations import Pair, comparisons
from detente.concepts import Concept
from detente.engines import Progress
from detente.engines.batch import Batch
from detente.errors import TooLarge
from detente.model.conflict import Conflict
from detente.model.formula import Mask
from detente.model.preferences import Ranks, WeakOrder, dense

MOST_RANKED = 9
MOST_PROFILES = 1_000_000
MOST_CELLS = 1 << 24
MOST_STATES = 1_000
MOST_TOGETHER = 200


@dataclass(frozen=True, eq=False, slots=True)
class Alike:
    """Rankings of one decision maker that compare alike what matters, one of each kind.

    Attributes
    ----------
    ranks : ndarray
        ``(kinds, states)``.
    counts : ndarray
        ``(kinds,) int64``: how many rankings of the states that matter are of each kind.
    cost : ndarray or None
        ``(kinds,) int64``: the distance of the ranking from the actual order, which is the nearest of its kind; None
        where only the states that matter were ranked.
    of : int
        How many rankings of the states that matter there are.
    """

    ranks: Ranks
    counts: Numbers
    cost: Numbers | None
    of: int


@dataclass(frozen=True, eq=False, slots=True)
class Enumerated:
    """What going through all rankings found.

    Attributes
    ----------
    share : Fraction
        Of all profiles of strict rankings of the varied decision makers, the share that meets the goal.
    nearest : mapping or None
        From a varied decision maker to its order in a nearest profile; None if none meets the goal, or if distances
        are not known.
    priced : bool
        Whether distances are known.
    """

    share: Fraction
    nearest: Mapping[int, WeakOrder] | None
    priced: bool


def enumerated(
    conflict: Conflict,
    concept: Concept,
    goal: Goal,
    weights: Mapping[int, int],
    progress: Progress | None = None,
) -> Enumerated:
    """Return how many profiles meet a goal, and the nearest of them.

    Parameters
    ----------
    conflict : Conflict
    concept : Concept
    goal : Goal
    weights : mapping
        From each varied decision maker to what a turned pair of its order costs.
    progress : callable, optional
        Called now and then with the profiles done and in all; an exception that it raises ends the work.

    Raises
    ------
    TooLarge
        If there are too many rankings; the message says how many states matter.

    Examples
    --------
    >>> import detente
    >>> from detente.concepts import concept
    >>> conflict = detente.load("syria-iraq-1975").conflict()
    >>> wanted = np.arange(6) == conflict.states.index("YNN")
    >>> enumerated(conflict, concept("SEQ"), Goal(wanted), {0: 1}).share
    Fraction(8, 15)
    """
    kinds = _kinds(conflict, concept, goal, list(weights))
    sizes = [len(k.counts) for k in kinds]
    if prod(sizes) > MOST_PROFILES:
        many = " x ".join(f"{size:,}" for size in sizes)
        raise TooLarge(f"rankings of {many} kinds make more than {MOST_PROFILES:,} profiles")
    met = _met(conflict, concept, goal, dict(zip(weights, kinds, strict=True)), progress)
    share = _weighed(met, [k.counts for k in kinds]) / prod(k.of for k in kinds)
    priced = [k.cost for k in kinds if k.cost is not None]
    if len(priced) < len(kinds):
        return Enumerated(share, None, priced=False)
    costs = [cost * weight for cost, weight in zip(priced, weights.values(), strict=True)]
    return Enumerated(share, _cheapest(met, costs, dict(zip(weights, kinds, strict=True))), priced=True)


def _weighed(met: Mask, counts: Sequence[Numbers]) -> Fraction:
    """Return how many rankings the kinds that meet the goal stand for, exactly."""
    shaped = met.reshape([len(c) for c in counts])
    found = shaped.astype(object)
    for count in reversed(counts):
        found = found @ count.astype(object)
    return Fraction(int(found))


def _cheapest(met: Mask, costs: Sequence[Numbers], kinds: Mapping[int, Alike]) -> dict[int, WeakOrder] | None:
    if not met.any():
        return None
    total = costs[0]
    for cost in costs[1:]:
        total = np.add.outer(total, cost)
    best = int(np.argmin(np.where(met, total.reshape(-1), np.iinfo(np.int64).max)))
    places = np.unravel_index(best, [len(c) for c in costs])
    return {i: WeakOrder(dense(k.ranks[p].astype(np.int64))) for (i, k), p in zip(kinds.items(), places, strict=True)}


def _met(
    conflict: Conflict, concept: Concept, goal: Goal, kinds: Mapping[int, Alike], progress: Progress | None
) -> Mask:
    """Return ``(profiles,) bool``: which combinations of kinds meet the goal."""
    size = len(conflict.states)
    ranks = [kinds[i].ranks if i in kinds else o.ranks[None, :] for i, o in enumerate(conflict.orders)]
    batch = Batch(conflict.structure, tuple(r.astype(np.int64) for r in ranks))
    sizes = batch.n_orders
    total = prod(sizes)
    step = max(1, min(1 << 16, MOST_CELLS // size))
    edges = [*range(0, total, step), total]
    found = []
    for start, stop in pairwise(edges):
        if progress is not None:
            progress(start, total)
        profiles = np.stack(np.unravel_index(np.arange(start, stop), sizes), axis=1)
        if goal.state is not None:
            found.append(batch.stable_at(profiles, concept, goal.state).all(axis=1))
        else:
            found.append(goal.met(batch.equilibria(profiles, concept)))
    return np.concatenate(found)


def _kinds(conflict: Conflict, concept: Concept, goal: Goal, varied: Sequence[int]) -> list[Alike]:
    most = MOST_STATES if goal.state is not None else MOST_TOGETHER
    if (size := len(conflict.states)) > most:
        raise TooLarge(f"rankings of {size:,} states are too many to go through")
    pairs = comparisons(conflict, concept, varied, goal.targets)
    return [_alike(conflict, i, sorted(p)) for i, p in zip(varied, pairs, strict=True)]


def _alike(conflict: Conflict, player: int, pairs: list[Pair]) -> Alike:
    """Return one ranking of each kind; the nearest one where all states can be ranked."""
    size = len(conflict.states)
    is_all = size <= MOST_RANKED
    states = list(range(size)) if is_all else sorted({s for pair in pairs for s in pair})
    if len(states) > MOST_RANKED:
        name = conflict.decision_makers[player].name
        raise TooLarge(f"{len(states)} states matter in a ranking ({name}); more than {MOST_RANKED} are too many")
    every = permutations(len(states))
    place = {s: k for k, s in enumerate(states)}
    cost = distances(every, conflict.orders[player]) if is_all else None
    kept, counts = _first_of_each(every, [(place[a], place[b]) for a, b in pairs], cost)
    ranks = np.zeros((len(kept), size), dtype=np.int64)
    ranks[:, states] = every[kept] + (0 if is_all else 1)
    return Alike(ranks, counts, None if cost is None else cost[kept], len(every))


def _first_of_each(every: Ranks, pairs: list[Pair], cost: Numbers | None) -> tuple[Numbers, Numbers]:
    """Return where the cheapest ranking of each kind is, and how many there are of each kind."""
    bits = np.zeros((len(every), len(pairs) or 1), dtype=bool)
    for k, (a, b) in enumerate(pairs):
        bits[:, k] = every[:, a] > every[:, b]
    packed = np.packbits(bits, axis=1)
    in_order = np.argsort(cost, kind="stable") if cost is not None else np.arange(len(every))
    keys = np.ascontiguousarray(packed[in_order]).view(np.dtype((np.void, packed.shape[1]))).reshape(-1)
    _, first, counts = np.unique(keys, return_index=True, return_counts=True)
    return in_order[first], counts.astype(np.int64)
