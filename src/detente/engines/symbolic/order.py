"""Which option stands where in the diagrams: options that a formula mentions together should stand together.

FORCE (Aloul, Markov & Sakallah 2003): every formula pulls its options to their common centre, again and again.
The start matters, so several are tried, always the same ones.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from random import Random

Order = tuple[int, ...]
MOST_ROUNDS = 50


def best_order(size: int, edges: Sequence[Iterable[int]], starts: range) -> tuple[int, Order]:
    """Return the best order found and its span; the same for the same arguments.

    Parameters
    ----------
    size : int
        The number of options.
    edges : sequence
        The options of each formula.
    starts : range
        Which starts to try; 0 is the order of the case, the others are random.

    Returns
    -------
    tuple
        The span (over all formulas, how far apart their first and last option stand; less is better), and the options
        from the top of the diagrams to the bottom.

    Examples
    --------
    >>> best_order(4, [(0, 3), (3, 1)], range(3))
    (2, (0, 3, 1, 2))
    """
    kept = [tuple(sorted(set(e))) for e in edges]
    kept = [e for e in kept if len(e) > 1]
    pulled: list[list[int]] = [[] for _ in range(size)]
    for place, edge in enumerate(kept):
        for option in edge:
            pulled[option].append(place)
    used = [o for o in range(size) if pulled[o]]
    unused = tuple(o for o in range(size) if not pulled[o])
    tried = (_forced(_start(used, nth), kept, pulled) for nth in starts)
    span, order = min(tried, key=lambda found: found[0])
    return span, order + unused


def _start(used: Sequence[int], nth: int) -> list[int]:
    order = list(used)
    if nth:
        Random(nth).shuffle(order)  # noqa: S311 - only where to begin
    return order


def _forced(order: list[int], edges: Sequence[tuple[int, ...]], pulled: Sequence[Sequence[int]]) -> tuple[int, Order]:
    best: tuple[int, Order] | None = None
    for _ in range(MOST_ROUNDS):
        place = {o: k for k, o in enumerate(order)}
        places = [[place[o] for o in edge] for edge in edges]
        span = sum(max(p) - min(p) for p in places)
        if best is not None and span >= best[0]:
            break
        best = span, tuple(order)
        centre = [sum(p) / len(p) for p in places]
        order = sorted(order, key=lambda o: (sum(centre[e] for e in pulled[o]) / len(pulled[o]), place[o]))
    return best or (0, ())
