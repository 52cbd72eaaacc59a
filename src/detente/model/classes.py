"""Named classes of states, and the preference that an order of the classes gives: all states of a class are tied."""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np
import numpy.typing as npt

from detente.errors import ModelError
from detente.model.formula import Formula
from detente.model.preferences import WeakOrder, dense
from detente.model.states import States

Places = npt.NDArray[np.int64]


@dataclass(frozen=True, eq=False)
class Partition:
    """Classes of states, each given by a formula; every state must be in exactly one.

    Attributes
    ----------
    names : tuple of str
    formulas : tuple of Formula
    """

    names: tuple[str, ...]
    formulas: tuple[Formula, ...]
    _known: dict[int, tuple[States, Places]] = field(default_factory=dict, init=False, repr=False)

    def places(self, states: States) -> Places:
        """Return ``(states,) int64``: the number of each state's class; found once for each object of states.

        Raises
        ------
        ModelError
            If a state is in no class or in two.
        """
        if id(states) not in self._known:
            self._known[id(states)] = (states, self._found(states))
        return self._known[id(states)][1]

    def _found(self, states: States) -> Places:
        places = np.full(len(states), -1, dtype=np.int64)
        for k, formula in enumerate(self.formulas):
            holds = states.truth(formula)
            if (both := holds & (places >= 0)).any():
                state = int(np.flatnonzero(both)[0])
                pair = f"{self.names[places[state]]} and in {self.names[k]}"
                raise ModelError(f"the classes overlap: the state {_label(states, state)} is in {pair}")
            places[holds] = k
        if (places < 0).any():
            left_out = _label(states, int(np.flatnonzero(places < 0)[0]))
            raise ModelError(f"the classes leave out a state: {left_out} is in none of them")
        return places


@dataclass(frozen=True, eq=False, slots=True)
class ByClass:
    """An order of the classes of a partition, the best first; the states of one class are tied.

    Examples
    --------
    >>> from detente.model.formula import Name, Not
    >>> from detente.model.states import feasible
    >>> states = feasible(["a.x", "b.y"], [])
    >>> partition = Partition(("done", "left"), (Name("a.x"), Not(Name("a.x"))))
    >>> ByClass(partition, (0, 1)).order(states).ranks.tolist()
    [0, 1, 0, 1]
    """

    partition: Partition
    best_first: tuple[int, ...]

    def order(self, states: States) -> WeakOrder:
        """Rank the states by the places of their classes.

        Raises
        ------
        ModelError
            If a state is in no class, in two, or in one that has no place in the order.
        """
        rank_of = np.full(len(self.partition.names), -1, dtype=np.int64)
        for rank, place in enumerate(reversed(self.best_first)):
            rank_of[place] = rank
        ranks = rank_of[self.partition.places(states)]
        if (ranks < 0).any():
            missing = self.partition.names[self.partition.places(states)[int(np.argmin(ranks))]]
            raise ModelError(f"the order of the classes leaves out {missing}, which has states here")
        return WeakOrder(dense(ranks))


def _label(states: States, state: int) -> str:
    return states.slugs[state] if states.slugs else states.pattern(state)
