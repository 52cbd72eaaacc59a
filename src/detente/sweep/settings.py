"""The structures of a sweep, each a world without some constraints, with their states in one list."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cached_property

import numpy as np
import numpy.typing as npt

from detente.case.build import Case
from detente.errors import DetenteError, TooLarge
from detente.model.conflict import Structure
from detente.sweep.design import Design, without

MOST_STATES = 1 << 20
MOST_KEPT = 1 << 22
Places = npt.NDArray[np.int64]


@dataclass(eq=False)
class Settings:
    """What can be done in each world and without each set of constraints.

    Parameters
    ----------
    case : Case
    design : Design
    """

    case: Case
    design: Design
    _kept: dict[tuple[int, int], Structure] = field(default_factory=dict, init=False, repr=False)
    _size: int = field(default=0, init=False, repr=False)

    def structure(self, world: int, dropped: int) -> Structure:
        """Return what can be done, its states listed.

        Raises
        ------
        ModelError
            If no state is feasible.
        TooLarge
            If there are more states than a sweep takes.
        """
        made = self._kept.get((world, dropped))
        if made is None:
            made = without(self.case, self.design.worlds[world], self.design.dropped[dropped])
            size = checked_size(made)
            if self._size + size > MOST_KEPT:
                self._kept.clear()
                self._size = 0
            self._kept[world, dropped] = made
            self._size += size
        return made

    def possible(self) -> list[Structure | None]:
        """Return all of them in order; None where the states cannot be listed."""
        every = ((w, d) for w in range(len(self.design.worlds)) for d in range(len(self.design.dropped)))
        return [self._or_none(world, dropped) for world, dropped in every]

    def _or_none(self, world: int, dropped: int) -> Structure | None:
        try:
            return self.structure(world, dropped)
        except DetenteError:
            return None

    @cached_property
    def largest(self) -> int:
        """How many states the largest of them has; 1 at least."""
        return max((len(s.states) for s in self.possible() if s is not None), default=1)

    @cached_property
    def labels(self) -> tuple[str, ...]:
        """The states of all of them, each once, by pattern or name: those of the first in their order, then the others.

        Rankings are drawn over these, so that a draw ranks the states alike in every world, and bits of equilibria are
        in this order.
        """
        found: dict[str, None] = {}
        for structure in self.possible():
            if structure is not None:
                found.update(dict.fromkeys(_labels(structure)))
        return tuple(found)

    def places(self, structure: Structure) -> Places:
        """Return ``(states,) int64``: where the states of a structure are among all labels."""
        if len(structure.states) == len(self.labels) and len(self.design.worlds) * len(self.design.dropped) == 1:
            return np.arange(len(self.labels))
        return np.array([self._place[label] for label in _labels(structure)], dtype=np.int64)

    @cached_property
    def _place(self) -> dict[str, int]:
        return {label: place for place, label in enumerate(self.labels)}


def _labels(structure: Structure) -> tuple[str, ...]:
    return structure.states.slugs or structure.states.patterns


def checked_size(structure: Structure) -> int:
    """Return how many states there are.

    Raises
    ------
    TooLarge
        If there are more than a sweep takes.
    ModelError
        If there is none.
    """
    count = structure.count
    size = count.value if count.exact else len(structure.states)
    if size > MOST_STATES:
        raise TooLarge(f"a sweep takes models of {MOST_STATES:,} states at most, and this one has {size:,}")
    return len(structure.states)
