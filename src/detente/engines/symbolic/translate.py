"""From a conflict to the plain data that the child process is told; the states are never listed."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import cache
from math import lcm

from detente.concepts import Concept
from detente.engines.symbolic.problem import Problem, Ranked, Statements, Tree, Weights, Wish
from detente.errors import ModelError, NotTaken, UnknownName, did_you_mean
from detente.model.conflict import Conflict, Structure
from detente.model.formula import And, Constant, Formula, Iff, Implies, Name, Not, Or, names
from detente.model.preferences import Payoffs, Preference, Prioritised, Ranking, Weighted, as_ranking

MOST_RANKED = 1 << 14
ELSEWHERE = "the engines kernel and edges take it"


def takes(conflict: Conflict) -> str:
    """Return why the symbolic engine does not take a conflict; an empty text if it does.

    The states are not listed for this.
    """
    structure = conflict.structure
    if structure.explicit is not None:
        return f"the symbolic engine needs moves by the option rule, and this case gives its arcs; {ELSEWHERE}"
    if structure.listing is not None:
        return f"the symbolic engine needs states that follow from constraints, and this case lists them; {ELSEWHERE}"
    for dm, preference in zip(conflict.decision_makers, conflict.preferences, strict=True):
        why = _not_taken(preference)
        if why:
            return f"{dm.slug}: {why}; {ELSEWHERE}"
    return ""


def _not_taken(preference: Preference) -> str:
    match preference:
        case Prioritised() | Weighted():
            return ""
        case Ranking(classes):
            ranked = sum(map(len, classes))
        case Payoffs(values):
            ranked = len(values)
        case _:
            return f"the symbolic engine does not know preferences of the kind {type(preference).__name__}"
    too_many = f"the symbolic engine takes at most {MOST_RANKED:,} ranked states, and {ranked:,} are ranked"
    return too_many if ranked > MOST_RANKED else ""


def problem(conflict: Conflict) -> Problem:
    """Return a conflict as plain data.

    Raises
    ------
    NotTaken
        If the symbolic engine does not take it.
    """
    why = takes(conflict)
    if why:
        raise NotTaken(why)
    structure = conflict.structure
    bits = {name: bit for bit, name in enumerate(structure.option_names)}
    return Problem(
        options=structure.option_names,
        slugs=structure.slugs,
        owned=tuple(tuple(bits[o.name] for o in dm.options) for dm in structure.decision_makers),
        forbidden=(*(tree(c.forbids, bits) for c in structure.constraints), *_fixed(structure, bits)),
        up=tuple(bits[o] for o, way in structure.directions.items() if way == "N->Y"),
        down=tuple(bits[o] for o, way in structure.directions.items() if way == "Y->N"),
        freezes=tuple((tree(f.holds_while, bits), tuple(bits[o] for o in f.options)) for f in structure.freezes),
        wishes=tuple(_wish(p, bits) for p in conflict.preferences),
    )


def listable(conflict: Conflict) -> Conflict:
    """Return the conflict with every preference of a kind that is not known here written out as a ranking."""
    preferences = [
        as_ranking(order, conflict.states) if _not_taken(p) and conflict.structure.listing is None else p
        for p, order in zip(conflict.preferences, conflict.orders, strict=True)
    ]
    return Conflict(conflict.structure, tuple(preferences), conflict.start)


def _fixed(structure: Structure, bits: Mapping[str, int]) -> tuple[Tree, ...]:
    """Return the values that options cannot have, as formulas."""
    return tuple(("not", ("option", bits[o])) if value else ("option", bits[o]) for o, value in structure.fixed.items())


def tree(formula: Formula, bits: Mapping[str, int]) -> Tree:
    """Return a formula as nested tuples; equal parts stay shared.

    Raises
    ------
    UnknownName
        If it names something that is no option.

    Examples
    --------
    >>> tree(Not(Name("a.x")), {"a.x": 0})
    ('not', ('option', 0))
    """
    for name in names(formula):
        if name not in bits:
            raise UnknownName(f"{name} is not an option; {did_you_mean(name, bits)}")
    known: dict[int, Tree] = {}

    def walk(part: Formula) -> Tree:
        if id(part) not in known:
            known[id(part)] = _written(part, walk, bits)
        return known[id(part)]

    return walk(formula)


def _written(part: Formula, walk: Callable[[Formula], Tree], bits: Mapping[str, int]) -> Tree:
    match part:
        case Constant(value):
            return ("constant", value)
        case Name(name):
            return ("option", bits[name])
        case Not(operand):
            return ("not", walk(operand))
        case And(operands):
            return ("and", *map(walk, operands))
        case Or(operands):
            return ("or", *map(walk, operands))
        case Implies(a, b):
            return ("implies", walk(a), walk(b))
        case Iff(a, b):
            return ("iff", walk(a), walk(b))


def _wish(preference: Preference, bits: Mapping[str, int]) -> Wish:
    match preference:
        case Prioritised(statements):
            return Statements(tuple(tree(s.formula, bits) for s in statements))
        case Weighted(weights):
            common = lcm(*(w.denominator for _, w in weights))
            return Weights(tuple((bits[o], int(w * common)) for o, w in weights if w))
        case Payoffs(values):
            levels = sorted({v for _, v in values}, reverse=True)
            return _ranked([[s for s, v in values if v == level] for level in levels], len(bits))
        case Ranking(classes):
            return _ranked([list(c) for c in classes], len(bits))
    raise NotTaken(_not_taken(preference))


def _ranked(classes: list[list[str]], size: int) -> Ranked:
    """Return classes of patterns as numbers; a pattern that is given twice counts where it is last."""
    last = {pattern: place for place, tied in enumerate(classes) for pattern in tied}
    kept = [tuple(number(p, size) for p in dict.fromkeys(tied) if last[p] == k) for k, tied in enumerate(classes)]
    return Ranked(tuple(tied for tied in kept if tied))


def number(pattern: str, size: int) -> int:
    """Return the state of a pattern as a whole number, the first option being the lowest bit.

    Raises
    ------
    ModelError
        If it is not a pattern of Y and N of the right length.
    """
    if len(pattern) != size or set(pattern) - set("YN"):
        raise ModelError(f"{pattern} is not a state: {size} letters Y or N, one for each option, were expected")
    return sum(1 << bit for bit, letter in enumerate(pattern) if letter == "Y")


def pattern(state: int, size: int) -> str:
    """Return a state as letters.

    Examples
    --------
    >>> pattern(2, 3)
    'NYN'
    """
    return "".join("Y" if state >> bit & 1 else "N" for bit in range(size))


@cache
def kind(concept: Concept) -> tuple[str, bool]:
    """Return a concept as plain data.

    Raises
    ------
    NotTaken
        If its replies are of a kind that is not known here.
    """
    survives = concept.survives_countermove and concept.replies.name in ("ANY", "CREDIBLE")
    if concept.replies.name not in ("NONE", "ANY", "CREDIBLE", "JOINT"):
        raise NotTaken(f"the symbolic engine does not take the concept {concept.name}")
    return concept.replies.name, survives
