"""The nearest orders of which some facts are true, found by constraint programming.

There is a Boolean for every pair whose comparison a fact names; all other pairs stay as they are. What is found may not
be an order yet: three states may be ranked in a circle. Then the pairs of the circle get Booleans too, and a rule
against it, and the search begins again. Every rule holds of all orders, so what is found in the end is the nearest.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from threading import Event, Thread
from time import monotonic
from typing import TYPE_CHECKING, Any

import numpy as np

from detente.analysis.inverse.facts import Fact
from detente.analysis.inverse.solver import require_solver
from detente.model.formula import Mask
from detente.model.preferences import Ranks, WeakOrder, dense

if TYPE_CHECKING:
    from ortools.sat.python import cp_model

MOST_CIRCLES = 20_000
WAIT = 0.05
Pair = tuple[int, int, int]
Clause = tuple[Fact, ...]
Watch = Callable[[], None]
Literal = Callable[[Fact], Any]
Adding = Callable[[Any, Literal], None]


class OutOfTime(Exception):
    """The time is over; ``bound`` is a distance that is proved to be too small."""


@dataclass(eq=False)
class Master:
    """The search for the nearest orders of which all of some lists of facts are true.

    Parameters
    ----------
    orders : mapping
        From each varied decision maker to its actual order.
    weights : mapping
        What a turned pair of each costs.
    until : float
        When to stop, on the clock of ``time.monotonic``.
    most : int or None
        Only what costs no more than this is of interest.
    watch : callable
        Called about twenty times a second while the solver works; an exception that it raises stops it.
    bound : int
        A cost that nothing falls below, as far as it is proved.
    adding : callable, optional
        Adds more constraints to a model, given the literals of facts.
    solved : int
        How often the solver was called.
    """

    orders: Mapping[int, WeakOrder]
    weights: Mapping[int, int]
    until: float
    most: int | None = None
    watch: Watch = lambda: None
    bound: int = 0
    adding: Adding | None = None
    solved: int = 0
    _clauses: dict[Clause, None] = field(default_factory=dict, init=False)
    _pairs: dict[Pair, None] = field(default_factory=dict, init=False)
    _last: dict[Pair, bool] = field(default_factory=dict, init=False)

    def add(self, facts: Iterable[Fact]) -> None:
        """Ask that one of some facts is true; those of decision makers that are not varied are what they are."""
        kept = tuple(dict.fromkeys(f for f in facts if f.player in self.orders and self._can_be(f)))
        self._clauses[kept] = None
        for fact in kept:
            self.know(fact)

    def look(self) -> None:
        """Let whoever watches look, and stop where the time is over.

        Raises
        ------
        OutOfTime
            If it is.
        """
        self.watch()
        if monotonic() > self.until:
            raise OutOfTime

    def nearest(self) -> dict[int, WeakOrder] | None:
        """Return the nearest orders; None if there are none, or none within the limit.

        Raises
        ------
        OutOfTime
            If they are not found in time.
        """
        while True:
            found = self._solved()
            if found is None:
                return None
            circles = [fact for i in self.orders for fact in self._circles(i, found)]
            if not circles:
                return {i: self._order(i, found) for i in self.orders}
            for clause in circles[:MOST_CIRCLES]:
                self._clauses[clause] = None
                for fact in clause:
                    self.know(fact)

    # ---------------------------------------------------------------------------------------------- pairs

    def _strict(self, fact: Fact) -> int:
        """Return 1 if the upper state of a fact stands above the lower one as things are, -1 if below, 0 if tied."""
        ranks = self.orders[fact.player].ranks
        return int(np.sign(int(ranks[fact.upper]) - int(ranks[fact.lower])))

    def know(self, fact: Fact) -> None:
        """Give the comparison of a fact a Boolean; strict pairs have one, tied pairs one for each direction."""
        side = self._strict(fact)
        if side >= 0:
            self._pairs[fact.player, fact.upper, fact.lower] = None
        if side <= 0:
            self._pairs[fact.player, fact.lower, fact.upper] = None

    def _can_be(self, fact: Fact) -> bool:
        """Return whether a fact can come true at a cost that is of interest."""
        side = self._strict(fact)
        turned = side if not fact.is_above else -side
        if self.most is None or turned <= 0:
            return True
        return self.weights[fact.player] * self._gap(fact.player, fact.upper, fact.lower) <= self.most

    def _gap(self, player: int, a: int, b: int) -> int:
        """Return how many pairs are turned at least if two states that are ranked strictly change sides."""
        ranks = self.orders[player].ranks
        low, high = sorted((int(ranks[a]), int(ranks[b])))
        return 1 + int(((ranks > low) & (ranks < high)).sum())

    # ---------------------------------------------------------------------------------------------- solver

    def _solved(self) -> dict[Pair, bool] | None:
        """Return for each pair whether its first state ranks above its second one, in the cheapest way."""
        module = require_solver()
        model = module.CpModel()
        above = {pair: model.new_bool_var("") for pair in self._pairs}
        self._tie(model, above)
        for clause in self._clauses:
            model.add_bool_or([self._literal(above, fact) for fact in clause])
        if self.adding is not None:
            self.adding(model, lambda fact: self._literal(above, fact))
        cost = self._cost(model, above)
        for pair, value in self._last.items():
            model.add_hint(above[pair], value)
        model.minimize(cost)
        self.solved += 1
        solver = module.CpSolver()
        status = self._run(solver, model)
        if status == module.INFEASIBLE:
            return None
        if status != module.OPTIMAL:
            self.bound = max(self.bound, int(np.ceil(max(0.0, solver.best_objective_bound) - 1e-6)))
            raise OutOfTime
        self.bound = max(self.bound, int(solver.value(cost)))
        self._last = {pair: bool(solver.value(variable)) for pair, variable in above.items()}
        return self._last

    def _tie(self, model: cp_model.CpModel, above: Mapping[Pair, Any]) -> None:
        """Let two tied states be ranked in one way only."""
        for player, a, b in above:
            if a < b and (player, b, a) in above:
                model.add_bool_or([~above[player, a, b], ~above[player, b, a]])

    def _literal(self, above: Mapping[Pair, Any], fact: Fact) -> Any:
        pair = (fact.player, fact.upper, fact.lower)
        variable = above[pair] if pair in above else ~above[fact.player, fact.lower, fact.upper]
        return variable if fact.is_above else ~variable

    def _cost(self, model: cp_model.CpModel, above: Mapping[Pair, Any]) -> Any:
        """Return the cost: for each decision maker the turned pairs, and no less than any of them takes by itself."""
        total = 0
        for player, order in self.orders.items():
            turned = {p: ~v for p, v in above.items() if p[0] == player and order.ranks[p[1]] > order.ranks[p[2]]}
            size = len(order.ranks)
            distance = model.new_int_var(0, size * size, "")
            model.add(distance >= sum(turned.values()))
            for (_, a, b), literal in turned.items():
                if (gap := self._gap(player, a, b)) > 1:
                    model.add(distance >= gap).only_enforce_if(literal)
            total += self.weights[player] * distance
        if self.most is not None:
            model.add(total <= self.most)
        if self.bound:
            model.add(total >= self.bound)
        return total

    def _run(self, solver: cp_model.CpSolver, model: cp_model.CpModel) -> Any:
        """Run the solver in a thread of its own, so that whoever waits can stop it at once."""
        left = self.until - monotonic()
        if left <= 0:
            raise OutOfTime
        solver.parameters.max_time_in_seconds = left
        solver.parameters.num_workers = 1
        solver.parameters.random_seed = 1
        solver.parameters.catch_sigint_signal = False
        ended: list[Any] = []
        begun, halted, done = Event(), Event(), Event()

        def solve() -> None:
            begun.set()
            try:
                if not halted.is_set():
                    ended.append(solver.solve(model))
            finally:
                done.set()

        try:
            Thread(target=solve, daemon=True).start()
            self.watch()
            while not done.wait(WAIT):  # not join: interrupted, it takes the thread for ended (CPython 3.11)
                self.watch()
        finally:
            halted.set()
            while begun.is_set() and not done.wait(WAIT):  # a solver that has only just begun does not hear it
                solver.stop_search()
        return ended[0]

    # ---------------------------------------------------------------------------------------------- orders

    def _changed(self, player: int, found: Mapping[Pair, bool]) -> list[tuple[int, int]]:
        """Return the pairs that are ranked otherwise than they were, the upper state first."""
        ranks = self.orders[player].ranks
        made = []
        for (owner, a, b), is_above in found.items():
            if owner == player and is_above != bool(ranks[a] > ranks[b]):
                made.append((a, b) if is_above else (b, a))
        return made

    def _relation(self, player: int, changed: Sequence[tuple[int, int]]) -> Mask:
        """Return ``(states, states) bool``: which state ranks strictly above which."""
        ranks = self.orders[player].ranks
        above = np.asarray(ranks[:, None] > ranks[None, :])
        for a, b in changed:
            above[a, b], above[b, a] = True, False
        return above

    def _circles(self, player: int, found: Mapping[Pair, bool]) -> list[Clause]:
        """Return rules against circles: if ``a`` ranks above ``b``, every other state is below ``a`` or above ``b``."""
        changed = self._changed(player, found)
        above = self._relation(player, changed)
        return [
            (Fact(player, a, b, is_above=False), Fact(player, a, x, is_above=True), Fact(player, x, b, is_above=True))
            for a, b in changed
            for x in np.flatnonzero(~above[a] & ~above[:, b]).tolist()
            if x not in (a, b)
        ]

    def _order(self, player: int, found: Mapping[Pair, bool]) -> WeakOrder:
        below: Ranks = self._relation(player, self._changed(player, found)).sum(axis=1)
        return WeakOrder(dense(below))
