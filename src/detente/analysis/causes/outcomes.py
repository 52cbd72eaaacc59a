"""An outcome as a function of factors: asked in batches, remembered, and within a budget (theory E2, E3).

A factor has its actual value and one or more alternatives. A *change* gives one factor one of its alternatives; a set
of changes names every factor once at most, and the factors that it does not name keep their actual values.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from itertools import islice
from math import prod
from typing import TypeVar

from detente.engines import Progress
from detente.errors import ModelError

Switch = tuple[int, int]
Switches = tuple[Switch, ...]
Evaluate = Callable[[list[Mapping[int, int]]], Sequence[bool | None]]
T = TypeVar("T")
MOST_EVALUATIONS = 1 << 20
AT_ONCE = 1 << 10


class SpentError(Exception):
    """The budget of evaluations is used up; what was found before stays true."""


class Outcomes:
    """Whether an outcome holds after any set of changes; each set is evaluated once.

    Parameters
    ----------
    evaluate : callable
        From a list of assignments to a list of truth values. An assignment maps the index of a factor to the index of
        one of its alternatives; None instead of a truth value says that the model cannot be rebuilt so.
    alternatives : sequence of int
        How many alternatives each factor has.
    most_evaluations : int
        How many assignments may be evaluated in all.
    progress : callable, optional
        Called before every batch with how many evaluations of how many are done; an exception that it raises ends the
        work.
    at_once : int
        How many assignments a batch holds at most.

    Attributes
    ----------
    evaluated : int
        How many assignments were evaluated so far.

    Raises
    ------
    ModelError
        If a factor has no alternative, or the budget is zero.

    Notes
    -----
    An assignment that cannot be evaluated never turns the outcome over (theory E2).

    Examples
    --------
    >>> either = Outcomes(lambda asked: [not (0 in a and 1 in a) for a in asked], [1, 1])
    >>> either.actual, either.flips([((0, 0),), ((0, 0), (1, 0))])
    (True, [False, True])
    >>> either.evaluated
    3
    """

    def __init__(
        self,
        evaluate: Evaluate,
        alternatives: Sequence[int],
        *,
        most_evaluations: int = MOST_EVALUATIONS,
        progress: Progress | None = None,
        at_once: int = AT_ONCE,
    ) -> None:
        without = [k for k, n in enumerate(alternatives) if n < 1]
        if without:
            raise ModelError(f"factor {without[0]} has no alternative: leave it out, or say what it could be instead")
        if most_evaluations < 1:
            raise ModelError(
                f"a budget of {most_evaluations} evaluations cannot look at anything; allow one evaluation at least"
            )
        self.alternatives = tuple(alternatives)
        self.most_evaluations, self.evaluated = most_evaluations, 0
        self._evaluate, self._progress, self._at_once = evaluate, progress, at_once
        self._known: dict[Switches, bool | None] = {}
        self._expected = 1

    @property
    def factors(self) -> range:
        """The indices of the factors."""
        return range(len(self.alternatives))

    @property
    def size(self) -> int:
        """How many assignments there are in all, the actual one included."""
        return prod(n + 1 for n in self.alternatives)

    @property
    def actual(self) -> bool:
        """Whether the outcome holds as things are.

        Raises
        ------
        ModelError
            If that cannot be evaluated.
        """
        value = self.values([()])[0]
        if value is None:
            raise ModelError("the outcome cannot be evaluated as things are, so no change can turn it over")
        return value

    def values(self, wanted: Sequence[Switches]) -> list[bool | None]:
        """Return whether the outcome holds after each set of changes.

        Raises
        ------
        SpentError
            If the budget does not cover all of them; as many as it covers are evaluated and remembered first.
        """
        missing = list(dict.fromkeys(c for c in wanted if c not in self._known))
        covered = missing[: self.most_evaluations - self.evaluated]
        self._expected = max(self._expected, self.evaluated + len(covered))
        for some in in_batches(covered, self._at_once):
            if self._progress is not None:
                self._progress(self.evaluated, self._expected)
            told = self._evaluate([dict(c) for c in some])
            self._known.update(zip(some, (None if v is None else bool(v) for v in told), strict=True))
            self.evaluated += len(some)
        if len(covered) < len(missing):
            raise SpentError
        return [self._known[c] for c in wanted]

    def undone(self, sets: Iterable[Switches]) -> Switches | None:
        """Return a set of changes that was evaluated and that undoes what one of some sets turned over; None if none.

        Examples
        --------
        >>> odd = Outcomes(lambda asked: [len(a) != 1 for a in asked], [1, 1])
        >>> odd.values([(), ((0, 0),), ((0, 0), (1, 0))]), odd.undone([((0, 0),)])
        ([True, False, True], ((0, 0), (1, 0)))
        """
        was = self.actual
        kept = [c for c, value in self._known.items() if value is was]
        turning = [frozenset(s) for s in sets]
        return next((c for c in kept if any(t <= set(c) for t in turning)), None)

    def flips(self, wanted: Sequence[Switches]) -> list[bool]:
        """Return whether each set of changes turns the outcome over: it can be evaluated and is not as it was."""
        was = self.actual
        return [v is not None and v is not was for v in self.values(wanted)]

    def known(self, changes: Switches) -> bool | None:
        """Return whether a set of changes turns the outcome over; None if it has not been evaluated yet."""
        if changes not in self._known:
            return None
        value = self._known[changes]
        return value is not None and value is not self.actual

    @property
    def not_evaluated(self) -> int:
        """How many of the sets of changes that were looked at make no model."""
        return sum(1 for value in self._known.values() if value is None)

    def expect(self, number: int) -> None:
        """Say how many evaluations may be needed in all, for the report of progress."""
        self._expected = max(self._expected, min(number, self.most_evaluations))

    @property
    def spent(self) -> bool:
        """Whether the budget is used up."""
        return self.evaluated >= self.most_evaluations


def in_batches(items: Iterable[T], size: int) -> Iterator[list[T]]:
    """Yield items in lists of a size; the last one may be shorter.

    Examples
    --------
    >>> list(in_batches("abc", 2))
    [['a', 'b'], ['c']]
    """
    left = iter(items)
    while some := list(islice(left, size)):
        yield some


def without(changes: Switches, factor: int) -> Switches:
    """Return the changes of the other factors.

    Examples
    --------
    >>> without(((0, 0), (2, 1)), 0)
    ((2, 1),)
    """
    return tuple(c for c in changes if c[0] != factor)


def counts_by_size(alternatives: Sequence[int]) -> list[int]:
    """Return for each size how many sets of changes there are.

    Examples
    --------
    >>> counts_by_size([1, 2])
    [1, 3, 2]
    """
    counts = [1]
    for n in alternatives:
        counts = [a + n * b for a, b in zip([*counts, 0], [0, *counts], strict=True)]
    return counts
