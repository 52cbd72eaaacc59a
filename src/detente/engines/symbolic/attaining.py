"""Chains of joint improvements that no answer deters, as sets (the definition of :mod:`detente.analysis.attain`).

From a layer of states the search goes on with all its states at once, split by how much the members of the moving
coalition like them: what counts as better, and which answers deter, depends on nothing else.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from detente.engines.symbolic.listing import first
from detente.engines.symbolic.moves import Spread, Step
from detente.engines.symbolic.space import Set
from detente.engines.symbolic.stability import Game

Group = tuple[int, ...]
Vector = tuple[int, ...]


class Rules(NamedTuple):
    """What counts as a joint move, as an answer and as an improvement; the words of ``analysis.attain.Rules``."""

    joint: str = "both"
    answers: str = "credible"
    improvement: str = "strict"


class Link(NamedTuple):
    """A joint move that was found: who moves, from which states of a layer, and to which new ones."""

    by: Group
    starts: Set
    ends: Set


class Chain:
    """A search for a shortest chain of steps, breadth-first."""

    def __init__(self, game: Game, groups: tuple[Group, ...], rules: Rules) -> None:
        self._game, self._space, self._groups, self._rules = game, game.space, groups, rules
        self._answers: dict[object, Spread] = {}
        self._splits: dict[Group, list[tuple[Vector, Set]]] = {}

    def search(self, goal: Set, start: int) -> tuple[tuple[tuple[Group, int, int], ...] | None, int]:
        """Return the steps (who, from, to) of a shortest chain, or None, and how many states were reached."""
        known = layer = self._space.state(start)
        layers: list[list[Link]] = []
        while not (layer & goal).satisfiable():
            links: list[Link] = []
            for link in self._steps(layer, known):
                links.append(link)
                known = known | link.ends
                if (link.ends & goal).satisfiable():
                    break
            if not links:
                return None, self._space.count(known)
            layers.append(links)
            layer = self._space.any(link.ends for link in links)
        return self._path(layers, layer & goal), self._space.count(known)

    def _steps(self, layer: Set, known: Set) -> Iterator[Link]:
        """Yield the unanswered joint improvements from a layer to states that are not known; small groups first."""
        for group in self._groups:
            for vector, part in self._split(layer, group):
                self._space.tick()
                ends = self._better(group, vector) & ~known
                if ends.satisfiable():
                    ends = ends & self._joint(group, part, forwards=True)
                if ends.satisfiable():
                    ends = self._undeterred(group, vector, ends)
                if ends.satisfiable():
                    known = known | ends
                    yield Link(group, part, ends)

    def _path(self, layers: list[list[Link]], ends: Set) -> tuple[tuple[Group, int, int], ...]:
        steps: list[tuple[Group, int, int]] = []
        for links in reversed(layers):
            end = first(self._space, ends)
            link = next(k for k in links if self._space.has(k.ends, end))
            ends = link.starts & self._joint(link.by, self._space.state(end), forwards=False)
            steps.append((link.by, first(self._space, ends), end))
            ends = self._space.state(steps[-1][1])
        return tuple(reversed(steps))

    # --------------------------------------------------------------------------------------------- the rules

    def _split(self, states: Set, group: Group) -> Iterator[tuple[Vector, Set]]:
        """Yield some states by the class that each member of a group puts them in."""
        if not group:
            yield (), states
            return
        for number, part in self._game.orders[group[0]].split(states):
            for rest, finer in self._split(part, group[1:]):
                yield (number, *rest), finer

    def _better(self, group: Group, vector: Vector) -> Set:
        """Return the states that are an improvement for a group on states of these classes."""
        orders = [self._game.orders[i] for i in group]
        strictly = [o.above[c] for o, c in zip(orders, vector, strict=True)]
        if self._rules.improvement == "strict":
            return self._space.all(strictly)
        weakly = [o.above[c] | o.classes[c] for o, c in zip(orders, vector, strict=True)]
        return self._space.all(weakly) & self._space.any(strictly)

    def _joint(self, group: Group, states: Set, *, forwards: bool) -> Set:
        """Return where the members can go together from some states, or from where to them; staying may be counted."""
        game, rule = self._game, self._rules.joint
        mover = game.mover(group)
        together = mover.after(states) if forwards else mover.before(states)
        own = {o for i in group for o in game.problem.owned[i]}
        frozen = any(own & set(stopped) for _, stopped in game.problem.freezes)
        if len(group) == 1 or rule == "at_once" or (rule == "both" and not frozen):
            return together
        movers = [game.mover((i,), strict=game.is_strict) for i in group]
        search = Spread(self._space, [m.after if forwards else m.before for m in movers])
        search.sow(states)
        moved = search.grow()
        return moved if rule == "sequences" else moved | together

    def _undeterred(self, group: Group, vector: Vector, ends: Set) -> Set:
        """Return those ends of improvements that no answer deters."""
        outsiders = tuple(i for i in self._game.players if i not in group)
        if self._rules.answers == "none" or not outsiders:
            return ends
        every = self._game.feasible
        if self._rules.improvement != "strict":
            return self._search((group, vector), outsiders, every & ~self._better(group, vector)).missed(ends)
        for member, number in zip(group, vector, strict=True):
            bad = every & ~self._game.orders[member].above[number]
            ends = self._search((outsiders, member, number), outsiders, bad).missed(ends)
        return ends

    def _search(self, key: object, outsiders: Group, bad: Set) -> Spread:
        """Return the search, backwards, along the outsiders' answers that end badly."""
        if key not in self._answers:
            self._answers[key] = Spread(self._space, self._answering(outsiders))
            self._answers[key].sow(bad)
        return self._answers[key]

    def _answering(self, outsiders: Group) -> list[Step]:
        game = self._game
        if self._rules.answers == "any":
            return [game.mover((i,), strict=game.is_strict).before for i in outsiders]
        if self._rules.answers == "credible":
            return [game.improvers[i].before for i in outsiders]
        return [self._improving(g) for g in self._groups if set(g) <= set(outsiders)]

    def _improving(self, group: Group) -> Step:
        """Return the step backwards along joint improvements of a group."""
        if len(group) == 1:
            return self._game.improvers[group[0]].before
        if group not in self._splits:
            self._splits[group] = list(self._split(self._game.feasible, group))

        def before(targets: Set) -> Set:
            found = self._space.false
            for vector, part in self._splits[group]:
                better = targets & self._better(group, vector)
                if better.satisfiable():
                    self._space.tick()
                    found = found | (part & self._joint(group, better, forwards=False))
            return found

        return before
