"""Sets in a form that can be read: states in the order of the conflict, values that all share, patterns, diagrams."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from detente.engines.symbolic.space import Set, Space
from detente.errors import TooLarge

MOST_NODES = 1_000_000


def states(space: Space, found: Set, options: Sequence[int], after: int | None = None) -> Iterator[int]:
    """Yield the values that some options take in a set, as numbers in ascending order.

    Parameters
    ----------
    space : Space
    found : Set
        It depends on these options only.
    options : sequence of int
        The first one is the lowest bit of the numbers.
    after : int, optional
        Where to go on: only greater numbers are yielded.

    Notes
    -----
    Each number costs at most two operations for each option, most of them on small sets.
    """
    todo = [(found, len(options), 0, after is not None)]
    while todo:
        here, left, number, tied = todo.pop()
        if not here.satisfiable():
            continue
        if not left:
            if not tied:
                yield number
            continue
        left -= 1
        low = bool(after is not None and after >> left & 1)
        yes = space.variable(options[left])
        todo.append((here & yes, left, number | 1 << left, tied and low))
        if not (tied and low):
            todo.append((here & ~yes, left, number, tied))


def first(space: Space, found: Set) -> int:
    """Return the first state of a set that is not empty."""
    return next(states(space, found, range(space.size)))


def settled(space: Space, found: Set) -> list[bool | None]:
    """Return for each option the value that it has in all states of a set; None where it differs."""
    values: list[bool | None] = []
    for option in range(space.size):
        yes = space.variable(option)
        can = [(found & ~yes).satisfiable(), (found & yes).satisfiable()]
        values.append(can[1] if can[0] != can[1] else None)
    return values


def patterns(space: Space, found: Set, most: int) -> list[str]:
    """Return disjoint patterns of Y, N and - that cover a set.

    Raises
    ------
    TooLarge
        If there are more than ``most``.
    """
    made: list[str] = []
    todo: list[tuple[Set, dict[int, bool]]] = [(found, {})]
    while todo:
        here, values = todo.pop()
        if not here.satisfiable():
            continue
        if here.valid():
            if len(made) == most:
                raise TooLarge(f"the set has more than {most:,} patterns; ask for its first states or for a projection")
            made.append("".join("-" if o not in values else "NY"[values[o]] for o in range(space.size)))
            continue
        yes, no = here.cofactors() or (here, here)
        option = here.node_var() or 0
        todo += [(no, {**values, option: False}), (yes, {**values, option: True})]
    return made


def diagram(space: Space, found: Set) -> dict[str, Any]:
    """Return a set as a decision diagram in plain data.

    Returns
    -------
    dict
        ``order``: the options' bits from the top to the bottom; ``nodes``: lists ``[option, no, yes]`` of a bit and two
        places in the list, the parts of a node standing before it; ``root``: a place. The places -1 and -2 are
        the empty set and the set of everything.
    """
    places: dict[Set, int] = {space.false: -1, space.true: -2}
    nodes: list[tuple[int, int, int]] = []
    todo = [found]
    while todo:
        here = todo[-1]
        if here in places:
            todo.pop()
            continue
        yes, no = here.cofactors() or (here, here)
        missing = [part for part in (no, yes) if part not in places]
        if missing:
            todo += missing
            continue
        if len(nodes) == MOST_NODES:
            raise TooLarge(f"the set's diagram has more than {MOST_NODES:,} nodes")
        nodes.append((here.node_var() or 0, places[no], places[yes]))
        places[here] = len(nodes) - 1
    return {"order": list(space.order), "nodes": nodes, "root": places[found]}
