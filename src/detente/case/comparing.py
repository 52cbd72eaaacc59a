"""What comparisons of classes and priorities of statements say: partial orders, and who is cited for each link."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from detente.case.build import Case, changed
from detente.case.schema import Comparison, Reading, World
from detente.errors import ModelError
from detente.model.classes import Partition
from detente.model.conflict import Structure
from detente.model.extensions import PartialOrder

Truths = tuple[bool | None, ...]


@dataclass(frozen=True, slots=True)
class Link:
    """One class is better than another, because a comparison says so.

    Attributes
    ----------
    better, than : int
        Classes, numbered as in the file.
    entry : int
        The comparison, numbered from 0.
    """

    better: int
    than: int
    entry: int


@dataclass(frozen=True, eq=False)
class Classes:
    """The classes of a case and the states that they are about.

    Attributes
    ----------
    partition : Partition
    structure : Structure
        What can be done where every constraint is lifted that some world lifts: it has the states of all worlds.
    """

    partition: Partition
    structure: Structure

    @classmethod
    def of(cls, case: Case) -> Classes:
        """Return the classes of a case.

        Raises
        ------
        ModelError
            If the case declares none.
        """
        if not case.file.classes:
            raise ModelError("the case declares no classes, and comparisons are about classes of states")
        formulas = tuple(map(case.formula, case.file.classes.values()))
        return cls(Partition(tuple(case.file.classes), formulas), widest(case))

    @property
    def occurring(self) -> tuple[int, ...]:
        """The classes that have a state in some world, numbered as in the file."""
        return tuple(np.unique(self.partition.places(self.structure.states)).tolist())

    def truths(self, case: Case, text: str) -> Truths:
        """Return for each class whether a formula holds in all of its states (True), in none (False), or in some."""
        holds = self.structure.states.truth(case.formula(text))
        places, size = self.partition.places(self.structure.states), len(self.partition.names)
        n_all, n_holding = np.bincount(places, minlength=size), np.bincount(places[holds], minlength=size)
        return tuple(
            None if 0 < held < n else held > 0 for held, n in zip(n_holding.tolist(), n_all.tolist(), strict=True)
        )


def widest(case: Case) -> Structure:
    """Return what can be done where every constraint is lifted that some world lifts."""
    lifted = tuple({name: None for world in case.file.worlds.values() for name in world.lift})
    return changed(case.structure, World(lift=lifted) if lifted else None)


def links(case: Case, classes: Classes, said: Comparison, entry: int) -> Iterator[Link]:
    """Yield the links that one comparison stands for; classes without states take no part."""
    occurring = classes.occurring
    if said.better is not None:
        names = classes.partition.names
        pairs = [(names.index(a), names.index(b)) for a in said.better for b in said.than or ()]
        yield from (Link(a, b, entry) for a, b in pairs if a in occurring and b in occurring)
        return
    upper, lower = (classes.truths(case, text or "") for text in (said.prefer, said.over))
    rest = [classes.truths(case, text) for text in said.all_else]
    for a in occurring:
        for b in occurring:
            if upper[a] and lower[b] and all(t[a] == t[b] and t[a] is not None for t in rest):
                yield Link(a, b, entry)


def all_links(case: Case, classes: Classes, slug: str) -> tuple[Link, ...]:
    """Return the links of all comparisons of a decision maker, in the order of the file."""
    said = case.file.decision_makers[slug].comparisons or ()
    return tuple(link for k, comparison in enumerate(said) for link in links(case, classes, comparison, k))


def class_order(classes: Classes, known: tuple[Link, ...]) -> PartialOrder:
    """Return the partial order of the classes that have states, numbered by their places among those.

    Raises
    ------
    Contradiction
        If the links lead round in a circle.
    """
    place = {number: k for k, number in enumerate(classes.occurring)}
    return PartialOrder.of(len(place), [(place[link.better], place[link.than]) for link in known])


def priority_pairs(reading: Reading) -> Iterator[tuple[int, int, int]]:
    """Yield which statement comes before which, counted from 0, and which priority says so."""
    for k, priority in enumerate(reading.priorities or ()):
        yield from ((a - 1, b - 1, k) for a, b in zip(priority.order, priority.order[1:], strict=False))
