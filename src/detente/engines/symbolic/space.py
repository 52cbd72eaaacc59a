"""The node table, and sets of states in it: Boolean functions of the options as binary decision diagrams (oxidd).

Beside the variable of an option there can be a second one, its *copy*: the value after a move where the move must
remember the value before it. Copies are made when somebody needs them, and stand next to their option.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from time import perf_counter

from oxidd.bcdd import BCDDFunction, BCDDManager, BCDDSubstitution
from oxidd.util import BooleanOperator

from detente.engines.symbolic.order import Order, best_order
from detente.engines.symbolic.problem import Tree

Set = BCDDFunction
AND = BooleanOperator.AND
FIRST_STARTS, MORE_STARTS = range(4), range(4, 100)


class Space:
    """A bounded node table with one variable for each option.

    Parameters
    ----------
    size : int
        The number of options.
    edges : sequence
        The options of each formula, for the order of the variables.
    nodes, cache : int
        The most nodes, and how many results are remembered.
    tick : callable, optional
        Called between operations; an exception that it raises ends the work.
    """

    def __init__(
        self,
        size: int,
        edges: Sequence[Iterable[int]],
        *,
        nodes: int = 1 << 22,
        cache: int = 1 << 20,
        tick: Callable[[], None] | None = None,
    ) -> None:
        self.size, self._edges = size, [tuple(e) for e in edges]
        self.manager = BCDDManager(nodes, cache, 1)
        self.manager.add_vars(size)
        self.true, self.false = self.manager.true(), self.manager.false()
        self.peak, self._tick = 0, tick or (lambda: None)
        self._copies: dict[int, int] = {}
        self._span, self._order = best_order(size, self._edges, FIRST_STARTS)
        self._searched = False
        self._arrange()

    # ------------------------------------------------------------------------------------------- variables

    def _arrange(self) -> None:
        levels = [v for o in self._order for v in ((o, self._copies[o]) if o in self._copies else (o,))]
        self.manager.set_var_order(levels)

    @property
    def order(self) -> Order:
        """The options from the top of the diagrams to the bottom."""
        return self._order

    def search_order(self) -> None:
        """Look longer for a good order, once; called before the phases where it matters."""
        if self._searched:
            return
        self._searched = True
        span, order = best_order(self.size, self._edges, MORE_STARTS)
        if span < self._span:
            self._span, self._order = span, order
            self._arrange()

    def copies(self, options: Iterable[int]) -> dict[int, int]:
        """Return from each of some options to the variable of its copy; made where there is none yet."""
        wanted = sorted(options)
        missing = [o for o in wanted if o not in self._copies]
        if missing:
            self._copies.update(zip(missing, self.manager.add_vars(len(missing)), strict=True))
            self._arrange()
        return {o: self._copies[o] for o in wanted}

    def variable(self, number: int) -> Set:
        """Return where an option (or the copy with that number) is Y."""
        return self.manager.var(number)

    def cube(self, variables: Iterable[int]) -> Set:
        """Return the conjunction of variables: how quantifiers name them."""
        return self.all(self.manager.var(v) for v in variables)

    def swap(self, pairs: Iterable[tuple[int, int]]) -> BCDDSubstitution:
        """Return the substitution that puts the second variable of each pair in the place of the first."""
        return BCDDSubstitution([(a, self.manager.var(b)) for a, b in pairs])

    # ------------------------------------------------------------------------------------------------ sets

    def all(self, sets: Iterable[Set]) -> Set:
        """Return the intersection."""
        found = self.true
        for part in sets:
            found = found & part
        return found

    def any(self, sets: Iterable[Set]) -> Set:
        """Return the union, of halves of halves, so that many small sets stay cheap."""
        parts = list(sets)
        while len(parts) > 1:
            parts = [a | b for a, b in zip(parts[::2], parts[1::2], strict=False)] + parts[len(parts) & ~1 :]
        return parts[0] if parts else self.false

    def tree(self, tree: Tree) -> Set:
        """Return where a formula holds; equal parts are built once."""
        known: dict[int, Set] = {}

        def walk(part: Tree) -> Set:
            if id(part) not in known:
                known[id(part)] = self._built(part, walk)
            return known[id(part)]

        return walk(tree)

    def _built(self, part: Tree, walk: Callable[[Tree], Set]) -> Set:
        match part:
            case ("constant", value):
                return self.true if value else self.false
            case ("option", bit):
                return self.manager.var(bit)
            case ("not", operand):
                return ~walk(operand)
            case ("and", *operands):
                return self.all(walk(p) for p in operands)
            case ("or", *operands):
                return self.any(walk(p) for p in operands)
            case ("implies", a, b):
                return walk(a).imp(walk(b))
            case ("iff", a, b):
                return walk(a).equiv(walk(b))
        raise ValueError(part[0])

    def state(self, bits: int) -> Set:
        """Return the set of one state; built from the bottom up, so that every step is one node."""
        found = self.true
        for o in sorted(range(self.size), key=self.manager.var_to_level, reverse=True):
            found = found & (self.manager.var(o) if bits >> o & 1 else self.manager.not_var(o))
        return found

    def has(self, states: Set, bits: int) -> bool:
        """Return whether a state is in a set."""
        return states.eval([(o, bool(bits >> o & 1)) for o in range(self.size)])

    def count(self, states: Set) -> int:
        """Return how many states a set has, exactly."""
        every = self.manager.num_vars()
        return states.sat_count(every) >> (every - self.size)

    def smaller(self, a: Set, b: Set) -> Set:
        """Return the one with the smaller diagram."""
        return a if a.node_count() <= b.node_count() else b

    def tick(self) -> None:
        """Take note of the size of the table, and let others look up."""
        self.peak = max(self.peak, self.manager.approx_num_inner_nodes())
        self._tick()


class Clock:
    """How long something takes, and how large the table became meanwhile."""

    def __init__(self, space: Space) -> None:
        self._space, self._began = space, perf_counter()
        space.peak = space.manager.approx_num_inner_nodes()

    def read(self) -> tuple[float, int]:
        """Return the seconds so far and the most nodes."""
        self._space.tick()
        return perf_counter() - self._began, self._space.peak
