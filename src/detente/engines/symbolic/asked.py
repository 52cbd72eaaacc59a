"""What can be asked for: sets of states, described in plain data; and what comes back."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from detente.concepts import concept
from detente.engines.symbolic.translate import kind, number, tree
from detente.errors import ModelError
from detente.model.conflict import Conflict
from detente.model.formula import Formula

Plain = tuple[Any, ...]


class _Combined:
    """What all sets have in common: they can be combined."""

    def __and__(self, other: StateSet) -> Both:
        return Both(self, other)  # type: ignore[arg-type]

    def __or__(self, other: StateSet) -> Either:
        return Either(self, other)  # type: ignore[arg-type]

    def __sub__(self, other: StateSet) -> Without:
        return Without(self, other)  # type: ignore[arg-type]


@dataclass(frozen=True, slots=True)
class Everywhere(_Combined):
    """All feasible states."""


@dataclass(frozen=True, slots=True)
class Holds(_Combined):
    """The feasible states where a formula holds."""

    formula: Formula


@dataclass(frozen=True, slots=True)
class Stable(_Combined):
    """The states that are stable for one decision maker under a concept, both by name."""

    concept: str
    player: str


@dataclass(frozen=True, slots=True)
class Equilibria(_Combined):
    """The states that are stable for every decision maker under a concept."""

    concept: str


@dataclass(frozen=True, slots=True)
class Reached(_Combined):
    """The states where legal sequences of moves lead (theory A4), after at least one move.

    Attributes
    ----------
    players : tuple of str
        Who may move; everybody if empty.
    improvements : bool
        Whether only moves to strictly better states count.
    start : str or None
        A pattern; the status quo if not given. It is in the set only if a sequence returns to it.
    """

    players: tuple[str, ...] = ()
    improvements: bool = False
    start: str | None = None


@dataclass(frozen=True, slots=True)
class Both(_Combined):
    """What two sets have in common."""

    one: StateSet
    other: StateSet


@dataclass(frozen=True, slots=True)
class Either(_Combined):
    """What is in one of two sets."""

    one: StateSet
    other: StateSet


@dataclass(frozen=True, slots=True)
class Without(_Combined):
    """What is in the first set and not in the second."""

    one: StateSet
    other: StateSet


StateSet = Everywhere | Holds | Stable | Equilibria | Reached | Both | Either | Without


@dataclass(frozen=True, slots=True)
class Move:
    """A step of a chain: who moves, from which state to which."""

    by: tuple[str, ...]
    start: str
    end: str


@dataclass(frozen=True, slots=True)
class Attained:
    """Whether a formula can be attained, and by which chain.

    Attributes
    ----------
    path : tuple of Move or None
        A shortest chain; empty if the formula holds already, None if there is none.
    visited : int
        How many states unanswered improvements reach from the start, as far as they were looked at.
    """

    path: tuple[Move, ...] | None
    visited: int

    @property
    def attainable(self) -> bool:
        """Whether there is a chain."""
        return self.path is not None


def plain(which: StateSet, conflict: Conflict) -> Plain:
    """Return a set as nested tuples.

    Raises
    ------
    UnknownName
        If a concept, decision maker or option does not exist.
    """
    structure = conflict.structure
    match which:
        case Holds(formula):
            return ("holds", formula_tree(formula, conflict))
        case Stable(name, player):
            return ("stable", *kind(concept(name)), structure.player(player))
        case Equilibria(name):
            return ("equilibria", *kind(concept(name)))
        case Reached(players, improvements, start):
            movers = tuple(structure.player(p) for p in dict.fromkeys(players or structure.slugs))
            return ("reached", movers, improvements, start_number(conflict, start))
        case Both(one, other) | Either(one, other) | Without(one, other):
            return (type(which).__name__.lower(), plain(one, conflict), plain(other, conflict))
    return ("everywhere",)


def formula_tree(formula: Formula, conflict: Conflict) -> Plain:
    """Return a formula about a conflict as nested tuples."""
    return tree(formula, {name: bit for bit, name in enumerate(conflict.structure.option_names)})


def start_number(conflict: Conflict, start: str | None) -> int:
    """Return where a question starts, as a number: the status quo if nothing else is said.

    Raises
    ------
    ModelError
        If there is none.
    """
    options, given = conflict.structure.option_names, start
    if start is None:
        if conflict.start is None:
            raise ModelError("the case has no status_quo, and this question starts from one")
        letters = list(conflict.start)
        for option, value in conflict.structure.fixed.items():
            letters[options.index(option)] = "Y" if value else "N"
        given = "".join(letters)
    return number(given or "", len(options))


Progress = Callable[[str, int, int], None]
