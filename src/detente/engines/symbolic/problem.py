"""What the child process is told of a conflict: plain data, so that it need not import the model (nor numpy).

Options are bits, states are whole numbers (bit ``o`` is set where option ``o`` is Y), formulas are nested tuples.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

Tree = tuple[Any, ...]


@dataclass(frozen=True, slots=True)
class Statements:
    """Formulas, the most important first; states compare lexicographically by what they fulfil (theory B2)."""

    trees: tuple[Tree, ...]


@dataclass(frozen=True, slots=True)
class Weights:
    """A whole number for each of some options; a state scores the sum over its Y options."""

    of: tuple[tuple[int, int], ...]


@dataclass(frozen=True, slots=True)
class Ranked:
    """Tie classes of states, the best first."""

    classes: tuple[tuple[int, ...], ...]


Wish = Statements | Weights | Ranked


@dataclass(frozen=True, slots=True)
class Problem:
    """A conflict in option form as plain data.

    Attributes
    ----------
    options : tuple of str
        Dotted names in bit order.
    slugs : tuple of str
        The decision makers.
    owned : tuple of tuple of int
        For each decision maker the bits of its options.
    forbidden : tuple of Tree
        A state where one of them holds is infeasible.
    up, down : tuple of int
        Options that can only go from N to Y, or only from Y to N.
    freezes : tuple
        A tree, and the bits that no move changes which starts where it holds.
    wishes : tuple of Wish
        One for each decision maker.
    """

    options: tuple[str, ...]
    slugs: tuple[str, ...]
    owned: tuple[tuple[int, ...], ...]
    forbidden: tuple[Tree, ...]
    up: tuple[int, ...]
    down: tuple[int, ...]
    freezes: tuple[tuple[Tree, tuple[int, ...]], ...]
    wishes: tuple[Wish, ...]


def bits_of(tree: Tree) -> frozenset[int]:
    """Return the options that a formula mentions; shared parts are looked at once."""
    found: set[int] = set()
    seen: set[int] = set()
    todo = [tree]
    while todo:
        part = todo.pop()
        if id(part) in seen:
            continue
        seen.add(id(part))
        if part[0] == "option":
            found.add(part[1])
        else:
            todo.extend(p for p in part[1:] if isinstance(p, tuple))
    return frozenset(found)
