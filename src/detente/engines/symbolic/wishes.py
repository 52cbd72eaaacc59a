"""Preferences as sets: statements that states compare by, and the classes of states that are liked alike."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import cached_property

from detente.engines.symbolic.problem import Ranked, Statements, Weights, Wish
from detente.engines.symbolic.space import Set, Space
from detente.errors import TooLarge

MOST_CLASSES = 1 << 13


class Order:
    """The weak order of one decision maker.

    Attributes
    ----------
    statements : tuple of Set
        The most important first; a state is better if it fulfils the first statement in which two states differ.
    """

    def __init__(self, space: Space, feasible: Set, wish: Wish, slug: str) -> None:
        self._space, self._feasible, self._slug = space, feasible, slug
        self.statements = tuple(_statements(space, wish))

    @cached_property
    def classes(self) -> tuple[Set, ...]:
        """The feasible states by class, the worst first; none is empty.

        Raises
        ------
        TooLarge
            If there are too many to go through one by one.
        """
        found = [self._feasible]
        for statement in self.statements:
            self._space.tick()
            halves = [half for part in found for half in (part & ~statement, part & statement)]
            found = [half for half in halves if half.satisfiable()]
            if len(found) > MOST_CLASSES:
                raise TooLarge(
                    f"the preference of {self._slug} tells more than {MOST_CLASSES:,} classes of states apart, and the "
                    "symbolic engine goes through them one by one; fewer statements or rounder weights would do"
                )
        return tuple(found)

    @cached_property
    def above(self) -> tuple[Set, ...]:
        """For each class, the feasible states that are better."""
        better, found = self._space.false, []
        for part in reversed(self.classes):
            found.append(better)
            better = better | part
        return tuple(reversed(found))

    def split(self, states: Set) -> Iterator[tuple[int, Set]]:
        """Yield the number of each class, counted from the worst, that some states are in, with these states."""
        for number, part in enumerate(self.classes):
            found = states & part
            if found.satisfiable():
                yield number, found

    def not_above(self, pairs: Sequence[tuple[Set, Set]]) -> Set:
        """Return where a state is not better than another, each statement being given for the one and the other."""
        found = self._space.true
        for this, other in reversed(pairs):
            found = other.ite(~this | found, ~this & found)
        return found


def _statements(space: Space, wish: Wish) -> Iterator[Set]:
    match wish:
        case Statements(trees):
            yield from map(space.tree, trees)
        case Weights(weights):
            yield from _sum(space, weights)
        case Ranked(classes):
            yield from _numbered(space, [space.any(map(space.state, c)) for c in classes])


def _numbered(space: Space, classes: Sequence[Set]) -> Iterator[Set]:
    """Yield the binary digits of the classes' places, the highest first; the last class has the number 0."""
    places = range(len(classes) - 1, -1, -1)
    for digit in reversed(range((len(classes) - 1).bit_length())):
        yield space.any(c for place, c in zip(places, classes, strict=True) if place >> digit & 1)


def _sum(space: Space, weights: Sequence[tuple[int, int]]) -> Iterator[Set]:
    """Yield the binary digits of the score, the highest first; a negative weight counts for N instead of Y."""
    digits: list[Set] = []
    for option, weight in weights:
        space.tick()
        here = space.variable(option) if weight > 0 else ~space.variable(option)
        digits = _added(space, digits, abs(weight), here)
    yield from (d for d in reversed(digits) if d.satisfiable())


def _added(space: Space, digits: list[Set], number: int, where: Set) -> list[Set]:
    """Return the digits, lowest first, of a sum to which a number is added where a condition holds."""
    carry, made = space.false, []
    for place in range(max(len(digits), number.bit_length())):
        old = digits[place] if place < len(digits) else space.false
        new = where if number >> place & 1 else space.false
        made.append(old ^ new ^ carry)
        carry = (old & new) | (old & carry) | (new & carry)
    return [*made, carry] if carry.satisfiable() else made
