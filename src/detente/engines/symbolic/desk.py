"""Answers questions about one conflict; runs in the child process, or in this one for small models and tests."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from itertools import islice
from typing import Any

from detente.engines.symbolic import listing
from detente.engines.symbolic.attaining import Chain, Group, Rules
from detente.engines.symbolic.moves import Spread
from detente.engines.symbolic.problem import Problem
from detente.engines.symbolic.space import Set
from detente.engines.symbolic.stability import Asked, Figures, Game
from detente.errors import ModelError, TooLarge

MOST_PROJECTED, MOST_TRIES = 10_000, 30


class Desk:
    """The questions of :class:`detente.engines.symbolic.session.Session`, in plain data."""

    def __init__(self, problem: Problem, nodes: int, cache: int, tick: Callable[[str], None] | None = None) -> None:
        self._game = Game(problem, nodes=nodes, cache=cache, tick=tick)
        self._space = self._game.space
        self._reached: dict[tuple[Any, ...], Set] = {}

    def answer(self, question: str, *details: Any) -> Any:
        """Answer a question by its name."""
        return getattr(self, f"_{question}")(*details)

    def new_figures(self) -> list[Figures]:
        """Return what was computed since this was last asked."""
        figures, self._game.figures = self._game.figures, []
        return figures

    # ------------------------------------------------------------------------------------------------- sets

    def _set(self, which: tuple[Any, ...]) -> Set:
        game = self._game
        match which:
            case ("everywhere",):
                return game.feasible
            case ("holds", tree):
                return game.feasible & self._space.tree(tree)
            case ("stable", replies, survives, player):
                return game.stable(Asked(replies, survives), player)
            case ("equilibria", replies, survives):
                return game.equilibria(Asked(replies, survives))
            case ("reached", players, improvements, start):
                return self._reach(players, start, improvements=improvements)
            case ("both", one, other):
                return self._set(one) & self._set(other)
            case ("either", one, other):
                return self._set(one) | self._set(other)
            case ("without", one, other):
                return self._set(one) & ~self._set(other)
        raise ValueError(which[0])

    def _reach(self, players: Group, start: int, *, improvements: bool) -> Set:
        """Return where legal sequences lead (theory A4), after at least one move."""
        key = (players, improvements, start)
        if key not in self._reached:
            game = self._game
            self._required(start)
            steps = [game.improvers[i].after if improvements else game.mover((i,), strict=True).after for i in players]
            search = Spread(self._space, steps)
            search.sow(self._space.state(start))
            self._reached[key] = game.measured("reached states", "", search.grow)
        return self._reached[key]

    def _required(self, start: int) -> None:
        if not self._space.has(self._game.feasible, start):
            pattern = "".join("Y" if start >> o & 1 else "N" for o in range(self._space.size))
            raise ModelError(f"the state {pattern} is not feasible here")

    # -------------------------------------------------------------------------------------- what is in a set

    def _count(self, which: tuple[Any, ...]) -> int:
        return self._space.count(self._set(which))

    def _first(self, which: tuple[Any, ...], most: int, after: int | None) -> list[int]:
        return list(islice(listing.states(self._space, self._set(which), range(self._space.size), after), most))

    def _contains(self, which: tuple[Any, ...], state: int) -> bool:
        return self._space.has(self._set(which), state)

    def _settled(self, which: tuple[Any, ...]) -> list[bool | None]:
        return listing.settled(self._space, self._set(which))

    def _projected(self, which: tuple[Any, ...], options: tuple[int, ...]) -> list[int]:
        others = self._space.cube(o for o in range(self._space.size) if o not in options)
        shadow = self._set(which).exists(others)
        found = list(islice(listing.states(self._space, shadow, options), MOST_PROJECTED + 1))
        if len(found) > MOST_PROJECTED:
            raise TooLarge(f"the projection has more than {MOST_PROJECTED:,} patterns; ask for fewer options")
        return found

    def _patterns(self, which: tuple[Any, ...], most: int) -> list[str]:
        return listing.patterns(self._space, self._set(which), most)

    def _diagram(self, which: tuple[Any, ...]) -> dict[str, Any]:
        return listing.diagram(self._space, self._set(which))

    # ------------------------------------------------------------------------------------ without full sets

    def _stable_for(self, replies: str, survives: bool, state: int) -> list[bool]:  # noqa: FBT001 - plain data
        self._required(state)
        asked = Asked(replies, survives)
        return [self._stable_at(asked, i, state) for i in self._game.players]

    def _stable_at(self, asked: Asked, player: int, state: int) -> bool:
        game = self._game
        if asked.replies != "CREDIBLE" or game.knows(asked, player):
            return self._space.has(game.stable(asked, player), state)
        here = self._space.state(state)
        if not (here & game.possible(asked, player)).satisfiable():
            return False
        if (here & game.surely(asked, player)).satisfiable():
            return True
        return not game.unsanctioned(asked, player, here).satisfiable()

    def _any_equilibrium(self, replies: str, survives: bool, tree: tuple[Any, ...]) -> int | None:  # noqa: FBT001
        game, asked = self._game, Asked(replies, survives)
        left = game.feasible & self._space.tree(tree)
        if asked.replies != "CREDIBLE" or all(game.knows(asked, i) for i in game.players):
            left = left & game.equilibria(asked)
            return listing.first(self._space, left) if left.satisfiable() else None
        for i in game.players:
            left = left & game.possible(asked, i)
        sure = left & self._space.all(game.surely(asked, i) for i in game.players)
        return listing.first(self._space, sure) if sure.satisfiable() else self._candidate(asked, left)

    def _candidate(self, asked: Asked, left: Set) -> int | None:
        """Try one state after the other, and leave out with each what falls for the same reason."""
        tried: Counter[tuple[int, int]] = Counter()
        while left.satisfiable():
            state = listing.first(self._space, left)
            here = self._space.state(state)
            for i in self._game.players:
                left = left & ~self._fallen(asked, i, here, left, tried)
                if not (here & left).satisfiable():
                    break
            else:
                return state
        return None

    def _fallen(self, asked: Asked, player: int, here: Set, left: Set, tried: Counter[tuple[int, int]]) -> Set:
        """Return candidates that are not stable for one decision maker, the one at hand among them if it is not.

        Whoever likes its state as much and can go where the candidate goes without a sanction falls with it. Where
        that has not helped for long, all candidates that are liked as much are settled by one search.
        """
        game = self._game
        open_ = left & ~game.surely(asked, player)
        number, _ = next(game.orders[player].split(here))
        key = (player, number)
        if tried[key] > MOST_TRIES or not (here & open_).satisfiable():
            return self._space.false
        alike = open_ & game.orders[player].classes[number]
        if tried[key] == MOST_TRIES:
            tried[key] += 1
            return game.unanswered(asked, player, alike)
        free = game.unsanctioned(asked, player, here)
        tried[key] += free.satisfiable()
        return alike & game.mover((player,)).before(free)

    def _attain(
        self, tree: tuple[Any, ...], start: int, groups: tuple[Group, ...], rules: tuple[str, str, str]
    ) -> tuple[tuple[tuple[Group, int, int], ...] | None, int]:
        self._required(start)
        goal = self._game.feasible & self._space.tree(tree)
        return Chain(self._game, groups, Rules(*rules)).search(goal, start)
