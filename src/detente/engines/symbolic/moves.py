"""Moves as set operations: from where a move leads into a set, and where it leads from one (theory A2-A4)."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence

from detente.engines.symbolic.problem import Problem, Tree, bits_of
from detente.engines.symbolic.space import AND, Set, Space

Step = Callable[[Set], Set]
MOST_PAIRED = 20_000


class Mover:
    """A decision maker, or several at once, changing any of their options, within directions and freezes.

    Parameters
    ----------
    space : Space
    problem : Problem
    feasible : Set
    bits : iterable of int
        The options of those who move.
    strict : bool
        Whether staying is left out. Where it does not matter, letting it in is cheaper: an option that can go both
        ways and is never frozen then needs no copy.
    whole : bool
        Whether every option gets a copy all the same.

    Notes
    -----
    A move is a pair of states that agree outside ``bits``. So only the options whose value *before* the move counts
    need a second variable for the value after it; all others are simply quantified away.
    """

    def __init__(
        self, space: Space, problem: Problem, feasible: Set, bits: Iterable[int], *, strict: bool, whole: bool
    ) -> None:
        self._space, self._feasible, own = space, feasible, set(bits)
        freezes = [(tree, own & set(stopped)) for tree, stopped in problem.freezes if own & set(stopped)]
        remembered = own & {*problem.up, *problem.down}
        for tree, stopped in freezes:
            remembered |= stopped | (own & bits_of(tree))
        copies = space.copies(own if strict or whole else remembered)
        self.relation = self._relation(problem, copies, freezes, strict=strict)
        self._to_copies = space.swap(copies.items())
        self._from_copies = space.swap((copy, o) for o, copy in copies.items())
        self._copied = bool(copies)
        self.ends = space.cube([*copies.values(), *(own - copies.keys())])
        self.starts = space.cube(own)

    def _relation(
        self, problem: Problem, copies: dict[int, int], freezes: list[tuple[Tree, set[int]]], *, strict: bool
    ) -> Set:
        space = self._space
        here = space.variable

        def there(option: int) -> Set:
            return space.variable(copies[option])

        legal = space.all(here(o).imp(there(o)) for o in problem.up if o in copies)
        legal = legal & space.all(there(o).imp(here(o)) for o in problem.down if o in copies)
        for tree, stopped in freezes:
            stays = space.all(here(o).equiv(there(o)) for o in sorted(stopped))
            legal = legal & space.tree(tree).imp(stays)
        if strict:
            legal = legal & space.any(here(o) ^ there(o) for o in copies)
        return legal

    def at_end(self, states: Set) -> Set:
        """Return a set as a condition on the end of a move."""
        return states.substitute(self._to_copies) if self._copied else states

    def before(self, targets: Set) -> Set:
        """Return the states from which a move leads into a set of feasible states."""
        return self._feasible & self.at_end(targets).apply_exists(AND, self.relation, self.ends)

    def after(self, sources: Set) -> Set:
        """Return the states to which a move leads from a set of feasible states."""
        return self._feasible & self.back(sources.apply_exists(AND, self.relation, self.starts))

    def back(self, ends: Set) -> Set:
        """Return a condition on the end of a move as a set."""
        return ends.substitute(self._from_copies) if self._copied else ends


class Improver:
    """A mover who only moves to states that it strictly prefers.

    Parameters
    ----------
    mover : Mover
    statements : sequence of Set
        What it wants, the most important first; states compare lexicographically.

    Notes
    -----
    Two ways. From every start only the *best* end in the set counts, and what the best end fulfils is found statement
    by statement: one quantification for each statement, where a pass over all classes would need one for each class.
    Or all pairs of a state and a better one are made beforehand, which pays where many sets are asked about; one
    quantification is enough then. If the pairs need too many nodes, the first way is kept.
    """

    def __init__(self, space: Space, feasible: Set, mover: Mover, statements: Sequence[Set]) -> None:
        self._space, self._feasible, self._mover = space, feasible, mover
        self._wanted = statements
        self._statements = [(s, mover.at_end(s)) for s in statements]
        self._pairs: tuple[Mover, Set] | None = None

    def paired(self, mover: Mover) -> Improver:
        """Make the pairs, for a mover of whole copies, unless they are too many; return the improver."""
        better = self._space.false
        for here in reversed(self._wanted):
            there = mover.at_end(here)
            better = there.ite(~here | better, ~here & better)
            if better.node_count() > MOST_PAIRED:
                return self
        self._pairs = mover, better & mover.relation
        return self

    def before(self, targets: Set) -> Set:
        """Return the states from which an improvement leads into a set of feasible states."""
        if self._pairs is not None:
            mover, pairs = self._pairs
            return self._feasible & mover.at_end(targets).apply_exists(AND, pairs, mover.ends)
        mover = self._mover
        ends = mover.at_end(targets) & mover.relation
        some = ends.exists(mover.ends)
        if not some.satisfiable():
            return some
        best = []
        for _, there in self._statements:
            best.append(ends.apply_exists(AND, there, mover.ends))
            ends = ends & there.equiv(best[-1])
        better = self._space.false
        for (here, _), can in zip(reversed(self._statements), reversed(best), strict=True):
            better = can.ite(~here | better, ~here & better)
        return better & some & self._feasible

    def after(self, sources: Set) -> Set:
        """Return the states to which an improvement leads from a set of feasible states."""
        if self._pairs is not None:
            mover, pairs = self._pairs
            return self._feasible & mover.back(sources.apply_exists(AND, pairs, mover.starts))
        mover = self._mover
        starts = sources & mover.relation
        some = starts.exists(mover.starts)
        if not some.satisfiable():
            return some
        worst = []
        for here, _ in self._statements:
            worst.append(~starts.apply_exists(AND, ~here, mover.starts))
            starts = starts & here.equiv(worst[-1])
        better = self._space.false
        for (_, there), has in zip(reversed(self._statements), reversed(worst), strict=True):
            better = has.ite(there & better, there | better)
        return self._feasible & mover.back(better & some)


class Spread:
    """Grows a set by the steps of several movers, nobody twice in a row (theory A4); can be added to and stopped.

    What each mover's steps have reached is kept apart: these sets are smaller than their union, a mover need not be
    tried on its own, and where moves are not transitive it must not be.

    Parameters
    ----------
    space : Space
    steps : sequence of callable
        For each mover, from a set to the states one of its steps away (before or after, as is wanted).
    within : Set, optional
        Only states in here are looked at.
    """

    def __init__(self, space: Space, steps: Sequence[Step], within: Set | None = None) -> None:
        self._space, self._steps = space, steps
        self._within = space.true if within is None else within
        self._seeds = space.false
        self._parts = [space.false for _ in steps]
        self._todo: list[list[Set]] = [[] for _ in steps]

    def sow(self, seeds: Set) -> None:
        """Add states to start from."""
        new = seeds & self._within & ~self._seeds
        if new.satisfiable():
            self._seeds = self._seeds | new
            for waiting in self._todo:
                waiting.append(new)

    def missed(self, wanted: Set) -> Set:
        """Return what of some states is never reached; goes on only until all of them are reached."""
        left = wanted & ~self._seeds
        for part in self._parts:
            left = left & ~part
        while left.satisfiable() and any(self._todo):
            for mover in range(len(self._steps)):
                left = left & ~self._stepped(mover)
                if not left.satisfiable():
                    break
        return left

    def grow(self) -> Set:
        """Go on until nothing new is reached; return what was reached by one step or more."""
        found = self.grown(None)
        return self._space.false if found is None else found

    def grown(self, most: int | None) -> Set | None:
        """Do the same, but give up, with None, when somebody's part has more than ``most`` nodes."""
        while any(self._todo):
            for mover in range(len(self._steps)):
                self._stepped(mover)
                if most is not None and self._parts[mover].node_count() > most:
                    return None
        return self._space.any(self._parts)

    def _stepped(self, mover: int) -> Set:
        """Let one mover step from all that is new to it; return where it came."""
        waiting, self._todo[mover] = self._todo[mover], []
        found = self._space.false
        for part in waiting:
            self._space.tick()
            found = found | (self._steps[mover](part) & self._within)
        new = found & ~self._parts[mover]
        if not new.satisfiable():
            return found
        self._parts[mover] = self._parts[mover] | found
        fresh = new & ~self._seeds
        if fresh.satisfiable():
            fresh = self._space.smaller(fresh, found)
            for other, waiting in enumerate(self._todo):
                if other != mover:
                    waiting.append(fresh)
        return found
