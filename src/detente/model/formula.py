"""Boolean formulas over propositions: a tree, its truth on an array of states, and back to text.

Truth is three-valued (Kleene 1952): a pair of boolean arrays ``(holds, fails)``, neither of them where
the truth is not yet known. A partial assignment and a merged state (``-``) are the two cases where that happens;
everywhere else exactly one of the two is true.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from functools import reduce

import numpy as np
import numpy.typing as npt

from detente.errors import ModelError

Mask = npt.NDArray[np.bool_]
Truth = tuple[Mask, Mask]
DEEPEST = 200
MOST_WRITTEN = 400


@dataclass(frozen=True, slots=True)
class Constant:
    """True or false everywhere."""

    value: bool


@dataclass(frozen=True, slots=True)
class Name:
    """A proposition: an option ``dm.option``, or the name of a state."""

    name: str


@dataclass(frozen=True, slots=True)
class Not:
    """Negation."""

    operand: Formula


@dataclass(frozen=True, slots=True)
class And:
    """Conjunction of any number of formulas."""

    operands: tuple[Formula, ...]


@dataclass(frozen=True, slots=True)
class Or:
    """Disjunction of any number of formulas."""

    operands: tuple[Formula, ...]


@dataclass(frozen=True, slots=True)
class Implies:
    """``if condition then consequence``."""

    condition: Formula
    consequence: Formula


@dataclass(frozen=True, slots=True)
class Iff:
    """Both sides have the same truth."""

    left: Formula
    right: Formula


Formula = Constant | Name | Not | And | Or | Implies | Iff


def children(formula: Formula) -> tuple[Formula, ...]:
    """Return the direct parts of a formula."""
    match formula:
        case Not(operand):
            return (operand,)
        case And(operands) | Or(operands):
            return operands
        case Implies(a, b) | Iff(a, b):
            return (a, b)
    return ()


def names(formula: Formula) -> frozenset[str]:
    """Return the propositions that a formula mentions.

    Examples
    --------
    >>> sorted(names(Implies(Name("a.x"), Not(Name("b.y")))))
    ['a.x', 'b.y']
    """
    found: set[str] = set()
    seen: set[int] = set()
    todo = [formula]
    while todo:
        part = todo.pop()
        if id(part) in seen:
            continue
        seen.add(id(part))
        if isinstance(part, Name):
            found.add(part.name)
        todo.extend(children(part))
    return frozenset(found)


def depth(formula: Formula) -> int:
    """Return how many levels a formula is nested; shared parts are looked at once."""
    return _folded(formula, lambda below: 1 + max(below, default=0))


def written_parts(formula: Formula) -> int:
    """Return how many parts a formula has when it is written out, shared parts counted each time; costs one pass."""
    return _folded(formula, lambda below: 1 + sum(below))


def _folded(formula: Formula, combine: Callable[[list[int]], int]) -> int:
    """Return a number made from the numbers of the parts, without recursion and looking at shared parts once."""
    known: dict[int, int] = {}
    todo: list[tuple[Formula, bool]] = [(formula, False)]
    while todo:
        part, ready = todo.pop()
        if ready:
            known[id(part)] = combine([known[id(c)] for c in children(part)])
        elif id(part) not in known:
            todo.append((part, True))
            todo.extend((c, False) for c in children(part))
    return known[id(formula)]


def substitute(formula: Formula, definitions: Mapping[str, Formula]) -> Formula:
    """Replace names by their definitions; equal parts stay shared, so the work is linear."""
    known: dict[int, Formula] = {}

    def walk(part: Formula) -> Formula:
        if id(part) not in known:
            known[id(part)] = _rebuilt(part, walk, definitions)
        return known[id(part)]

    return walk(formula)


def _rebuilt(part: Formula, walk: Callable[[Formula], Formula], definitions: Mapping[str, Formula]) -> Formula:
    match part:
        case Name(name):
            return definitions.get(name, part)
        case Not(operand):
            return Not(walk(operand))
        case And(operands):
            return And(tuple(map(walk, operands)))
        case Or(operands):
            return Or(tuple(map(walk, operands)))
        case Implies(a, b):
            return Implies(walk(a), walk(b))
        case Iff(a, b):
            return Iff(walk(a), walk(b))
    return part


def kleene(formula: Formula, column: Callable[[str], Truth], size: int) -> Truth:
    """Evaluate a formula in three-valued logic on ``size`` states at once.

    Parameters
    ----------
    formula : Formula
    column : callable
        From a name to its truth, two ``(size,) bool`` arrays ``(holds, fails)``.
    size : int
        The number of states.

    Returns
    -------
    tuple of ndarray
        ``(size,) bool`` each: where the formula surely holds, where it surely fails.

    Notes
    -----
    Cost: one pass over ``size`` booleans for each distinct part of the formula.

    Examples
    --------
    >>> unknown, yes = (np.array([False]), np.array([False])), (np.array([True]), np.array([False]))
    >>> holds, fails = kleene(Or((Name("a"), Name("b"))), {"a": unknown, "b": yes}.__getitem__, 1)
    >>> bool(holds[0])
    True
    """
    known: dict[int, Truth] = {}

    def walk(part: Formula) -> Truth:
        if id(part) not in known:
            known[id(part)] = _truth(part, walk, column, size)
        return known[id(part)]

    return walk(formula)


def _truth(part: Formula, walk: Callable[[Formula], Truth], column: Callable[[str], Truth], size: int) -> Truth:
    match part:
        case Constant(value):
            return np.full(size, value), np.full(size, not value)
        case Name(name):
            return column(name)
        case Not(operand):
            holds, fails = walk(operand)
            return fails, holds
        case And(operands):
            return _all([walk(p) for p in operands], size)
        case Or(operands):
            return _negated(_all([_negated(walk(p)) for p in operands], size))
        case Implies(a, b):
            return _negated(_all([walk(a), _negated(walk(b))], size))
        case Iff(a, b):
            (ah, af), (bh, bf) = walk(a), walk(b)
            return (ah & bh) | (af & bf), (ah & bf) | (af & bh)


def _negated(truth: Truth) -> Truth:
    return truth[1], truth[0]


def _all(truths: list[Truth], size: int) -> Truth:
    holds = everywhere([np.ones(size, dtype=bool), *(h for h, _ in truths)])
    return holds, somewhere([np.zeros(size, dtype=bool), *(f for _, f in truths)])


def everywhere(masks: Iterable[Mask]) -> Mask:
    """Return ``(states,) bool``: where all of the masks (at least one) are true."""
    return np.asarray(reduce(np.logical_and, masks))


def somewhere(masks: Iterable[Mask]) -> Mask:
    """Return ``(states,) bool``: where one of the masks (at least one) is true."""
    return np.asarray(reduce(np.logical_or, masks))


def conjunction(formulas: tuple[Formula, ...]) -> Formula:
    """Return the conjunction of formulas: true for none of them, the formula itself for one."""
    if len(formulas) == 1:
        return formulas[0]
    return And(formulas) if formulas else Constant(True)


def checked_depth(formula: Formula) -> Formula:
    """Return the formula, or raise :class:`ModelError` where it is nested deeper than the limit."""
    found = depth(formula)
    if found > DEEPEST:
        raise ModelError(f"the formula is nested {found} levels deep; {DEEPEST} is the limit")
    return formula


def brief(formula: Formula) -> str:
    """Write a formula for a message: in full if it is short, otherwise only that it is long."""
    size = written_parts(formula)
    return text(formula) if size <= MOST_WRITTEN else f"a formula of {size:,} parts"


_TIGHTNESS = {Iff: 1, Implies: 2, Or: 3, And: 4, Not: 5, Name: 6, Constant: 6}


def text(formula: Formula) -> str:
    """Write a formula in the language of case files, with as few brackets as it needs.

    Examples
    --------
    >>> text(Implies(Name("a.x"), Not(And((Name("b.y"), Name("b.z"))))))
    'a.x -> !(b.y & b.z)'
    """
    match formula:
        case Constant(value):
            return "true" if value else "false"
        case Name(name):
            return name
        case Not(operand):
            return "!" + _inside(operand, 5)
        case And(()):
            return "true"
        case Or(()):
            return "false"
        case And(operands):
            return " & ".join(_inside(p, 5) for p in operands)
        case Or(operands):
            return " | ".join(_inside(p, 4) for p in operands)
        case Implies(a, b):
            return f"{_inside(a, 3)} -> {_inside(b, 2)}"
        case Iff(a, b):
            return f"{_inside(a, 2)} <-> {_inside(b, 2)}"


def _inside(part: Formula, at_least: int) -> str:
    written = text(part)
    return written if _TIGHTNESS[type(part)] >= at_least else f"({written})"
