"""The solution concepts as sets of states (theory C1-C6): the definitions of the reference, for all states at once.

Nash needs no classes. Where replies count, the classes of a decision maker's order are gone through from the worst to
the best: the states from which the others can bring about a state of this class or a worse one only become more.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from functools import cached_property
from typing import NamedTuple

from oxidd.bcdd import BCDDSubstitution

from detente.engines.symbolic.moves import Improver, Mover, Spread
from detente.engines.symbolic.problem import Problem, Statements, bits_of
from detente.engines.symbolic.space import AND, Clock, Set, Space
from detente.engines.symbolic.wishes import Order
from detente.errors import ModelError


class Asked(NamedTuple):
    """A concept as plain data: the name of its kind of replies, and whether sanctions must survive a counter-move."""

    replies: str
    survives: bool


NASH, GMR, SMR, SEQ = Asked("NONE", False), Asked("ANY", False), Asked("ANY", True), Asked("CREDIBLE", False)
SSEQ, SIM = Asked("CREDIBLE", True), Asked("JOINT", False)
WEAKER = {SEQ: (GMR,), SSEQ: (SMR,), SMR: (), GMR: ()}
MOST_AHEAD, SMALL = 3000, 16
NAMES = {NASH: "Nash", GMR: "GMR", SMR: "SMR", SEQ: "SEQ", SSEQ: "SSEQ", SIM: "SIM"}


class Figures(NamedTuple):
    """What one piece of work took."""

    doing: str
    player: str
    seconds: float
    nodes: int
    peak: int


class Game:
    """A conflict as sets; everything is found once, when it is first asked for."""

    def __init__(self, problem: Problem, *, nodes: int, cache: int, tick: Callable[[str], None] | None = None) -> None:
        self.problem, self._said, self._tick = problem, "", tick
        self.space = Space(len(problem.options), _edges(problem), nodes=nodes, cache=cache, tick=self._ticked)
        self.figures: list[Figures] = []
        self.players = range(len(problem.slugs))
        self._stable: dict[tuple[Asked, int], Set] = {}
        self._movers: dict[tuple[tuple[int, ...], bool, bool], Mover] = {}

    def _ticked(self) -> None:
        if self._tick is not None:
            self._tick(self._said)

    def measured(self, doing: str, player: str, work: Callable[[], Set]) -> Set:
        """Do a piece of work, and write down what it took."""
        before, self._said = self._said, f"{doing} for {player}" if player else doing
        clock = Clock(self.space)
        made = work()
        self.figures.append(Figures(doing, player, *_taken(clock, made)))
        self._said = before
        return made

    # ------------------------------------------------------------------------------------- what can be done

    @cached_property
    def feasible(self) -> Set:
        """The feasible states."""
        return self.measured("feasible states", "", self._feasible)

    def _feasible(self) -> Set:
        space = self.space
        found = space.true
        for tree in self.problem.forbidden:
            space.tick()
            found = found & ~space.tree(tree)
        if not found.satisfiable():
            raise ModelError("no state is feasible: the constraints exclude every combination of options")
        return found

    @cached_property
    def is_strict(self) -> bool:
        """Whether some move may free what a further move of the same decision maker then changes.

        Then moves are not transitive, so that it matters who moved last, and staying must not count as a move.
        """
        return any(
            set(stopped) & set(own) and bits_of(tree) & set(own)
            for tree, stopped in self.problem.freezes
            for own in self.problem.owned
        )

    def mover(self, players: Sequence[int], *, strict: bool = False, whole: bool = False) -> Mover:
        """Return the moves of one decision maker, or of several at once."""
        key = (tuple(players), strict, whole)
        if key not in self._movers:
            own = [o for i in players for o in self.problem.owned[i]]
            self._movers[key] = Mover(self.space, self.problem, self.feasible, own, strict=strict, whole=whole)
        return self._movers[key]

    # ---------------------------------------------------------------------------------------- what is wanted

    @cached_property
    def orders(self) -> tuple[Order, ...]:
        """Each decision maker's order.

        Raises
        ------
        ModelError
            If a ranking leaves out a feasible state.
        """
        made = []
        for slug, wish in zip(self.problem.slugs, self.problem.wishes, strict=True):
            self._all_ranked(wish)
            made.append(Order(self.space, self.feasible, wish, slug))
        return tuple(made)

    def _all_ranked(self, wish: object) -> None:
        classes = getattr(wish, "classes", None)
        if classes is None:
            return
        missing = self.feasible & ~self.space.any(self.space.state(s) for tied in classes for s in tied)
        if missing.satisfiable():
            values = missing.pick_cube() or []
            pattern = "".join("Y" if values[o] else "N" for o in range(self.space.size))
            raise ModelError(f"the ranking leaves out the feasible state {pattern}")

    def _improver(self, player: int) -> Improver:
        return Improver(self.space, self.feasible, self.mover((player,)), self.orders[player].statements)

    @cached_property
    def improvers(self) -> tuple[Improver, ...]:
        """Each decision maker's improvements, for long searches: prepared for it, and the order of options too."""
        if len(self.problem.options) > SMALL:
            self.space.search_order()
        return tuple(self._improver(i).paired(self.mover((i,), whole=True)) for i in self.players)

    # -------------------------------------------------------------------------------------------- stability

    def stable(self, asked: Asked, player: int) -> Set:
        """Return the states that are stable for one decision maker."""
        key = (asked, player)
        if key not in self._stable:
            slug = self.problem.slugs[player]
            self._stable[key] = self.measured(NAMES[asked], slug, lambda: self._found(asked, player))
        return self._stable[key]

    def _found(self, asked: Asked, player: int) -> Set:
        if asked == NASH:
            return self.feasible & ~self._improver(player).before(self.feasible)
        if asked == SIM:
            return self.feasible & ~self._against_joint(player)
        open_ = self.possible(asked, player) & ~self.surely(asked, player)
        return (self.surely(asked, player) | open_) & ~self.unanswered(asked, player, open_)

    def knows(self, asked: Asked, player: int) -> bool:
        """Return whether a stable set was found already."""
        return (asked, player) in self._stable

    def equilibria(self, asked: Asked) -> Set:
        """Return the states that are stable for everybody."""
        return self.space.all(self.stable(asked, i) for i in self.players)

    def surely(self, asked: Asked, player: int) -> Set:
        """Return states that are known to be stable: those of Nash, and of a stronger concept already known."""
        known = [self._stable[s, player] for s in (SSEQ,) if asked == SEQ and self.knows(s, player)]
        return self.space.any([self.stable(NASH, player), *known])

    def possible(self, asked: Asked, player: int) -> Set:
        """Return the states that are stable under the weaker concepts that cost less, or are known already."""
        known = list(WEAKER[asked])
        known += [w for w in (GMR, SEQ) if asked.survives and w.replies == asked.replies and self.knows(w, player)]
        return self.space.all([self.feasible, *(self.stable(w, player) for w in known)])

    def replies(self, asked: Asked, player: int, within: Set | None = None) -> Spread:
        """Return an empty search, backwards, along the others' legal sequences that count as replies."""
        others = [j for j in self.players if j != player]
        if asked.replies == "CREDIBLE":
            return Spread(self.space, [self.improvers[j].before for j in others], within)
        return Spread(self.space, [self.mover((j,), strict=self.is_strict).before for j in others], within)

    def unanswered(self, asked: Asked, player: int, states: Set) -> Set:
        """Return those of some states from which an improvement is not sanctioned."""
        space, mover, order = self.space, self.mover((player,)), self.orders[player]
        search, unstable, bad = self.replies(asked, player), space.false, space.false
        for part, better in zip(order.classes, order.above, strict=True):
            bad = bad | part
            here = states & part
            if not here.satisfiable():
                continue
            search.sow(bad & ~mover.before(better) if asked.survives else bad)
            left = search.missed(better & mover.after(here))
            unstable = unstable | (here & mover.before(left))
        return unstable

    def unsanctioned(self, asked: Asked, player: int, state: Set) -> Set:
        """Return where the improvements from one state lead that no credible reply sanctions.

        The others' improvements, forwards, often lead from few states to few. Then nothing else is looked at.
        """
        mover, order = self.mover((player,)), self.orders[player]
        number, _ = next(order.split(state))
        better = order.above[number]
        targets, bad = better & mover.after(state), self.feasible & ~better
        ahead = Spread(self.space, [self.improvers[j].after for j in self.players if j != player])
        ahead.sow(targets)
        moved = ahead.grown(MOST_AHEAD)
        search = self.replies(asked, player, None if moved is None else moved | targets)
        search.sow(bad & ~mover.before(better) if asked.survives else bad)
        return search.missed(targets)

    def _against_joint(self, player: int) -> Set:
        """Return where an improvement fares well whatever improvements the others make at the same time (theory C6).

        All staying is no reply; it needs no exception, since the improvement alone does not end badly.
        """
        space = self.space
        movers = [self.mover((j,), strict=True) for j in self.players]
        after = space.swap(space.copies(o for own in self.problem.owned for o in own).items())
        ends = self.feasible.substitute(after)
        worse = self._compared(player, after) & ends
        for j in self.players:
            if j != player:
                stays = space.all(
                    space.variable(o).equiv(space.variable(c)) for o, c in space.copies(self.problem.owned[j]).items()
                )
                space.tick()
                worse = (stays | self._better_alone(movers, j)).apply_exists(AND, worse, movers[j].ends)
        tempting = self._better_alone(movers, player)
        return self.feasible & tempting.apply_exists(AND, ~worse, movers[player].ends)

    def _compared(self, player: int, after: BCDDSubstitution) -> Set:
        """Return, for a state and the copy of one, that the copy is not better."""
        pairs = [(s.substitute(after), s) for s in self.orders[player].statements]
        return self.orders[player].not_above(pairs)

    def _better_alone(self, movers: Sequence[Mover], player: int) -> Set:
        """Return the improvements of one decision maker as pairs of a state and the copies of its options."""
        mover = movers[player]
        worse = self.orders[player].not_above([(mover.at_end(s), s) for s in self.orders[player].statements])
        return mover.relation & self.feasible & mover.at_end(self.feasible) & ~worse


def _taken(clock: Clock, made: Set) -> tuple[float, int, int]:
    seconds, peak = clock.read()
    return seconds, made.node_count(), peak


def _edges(problem: Problem) -> list[Iterable[int]]:
    """Return the options of each formula that shapes the sets."""
    trees = [*problem.forbidden, *(tree for tree, _ in problem.freezes)]
    for wish in problem.wishes:
        trees += wish.trees if isinstance(wish, Statements) else ()
    return [bits_of(tree) for tree in trees]
