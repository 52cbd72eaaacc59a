"""Does a test hold, under given preferences? What claims, hinges and detectors share.

Answers are kept by what they depend on (the world, the formula, and the orders of the states), so that the many nearly
equal models of a hinge search or a cross table are solved once.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from detente.analysis.attain import Rules, Search
from detente.case.build import ACTUAL, Case, Readings
from detente.case.schema import (
    Attainable,
    InEveryEquilibrium,
    InSomeEquilibrium,
    NotTestable,
    Ranks,
    Reachable,
    Stable,
    Strict,
    Unattainable,
)
from detente.concepts import concept
from detente.engines import engine
from detente.errors import NotAnswered
from detente.model.conflict import Conflict, Structure
from detente.model.formula import Formula, Mask, everywhere
from detente.model.moves import legal_reach
from detente.model.preferences import Preference

Preferences = tuple[Preference, ...]


@dataclass(eq=False)
class Judge:
    """Evaluates tests of one case; what it finds out is kept.

    Parameters
    ----------
    case : Case
    rules : Rules, optional
        For tests of attainability.
    structures : mapping, optional
        Structures that take the place of the case's own, by world.
    """

    case: Case
    rules: Rules = field(default_factory=Rules)
    structures: Mapping[str, Structure] = field(default_factory=dict)
    _known: dict[object, bool] = field(default_factory=dict, init=False, repr=False)
    _orders: dict[object, int] = field(default_factory=dict, init=False, repr=False)
    _formulas: dict[str, Formula] = field(default_factory=dict, init=False, repr=False)

    def structure(self, world: str) -> Structure:
        """Return what can be done in a world."""
        return self.structures[world] if world in self.structures else self.case.structure_in(world)

    def preferences(self, readings: Readings) -> Preferences:
        """Return the preferences of a combination of readings."""
        return tuple(self.case.preferences[slug][name] for slug, name in readings.items())

    def conflict(self, preferences: Preferences, world: str = ACTUAL) -> Conflict:
        """Return the conflict with these preferences in a world."""
        return Conflict(self.structure(world), preferences, self.case.start)

    def holds(self, test: Strict, preferences: Preferences) -> bool:
        """Return whether a test holds.

        Raises
        ------
        NotAnswered
            If the claim is not testable, or its concept does not exist here.
        ModelError
            If a world that the test names rules out the status quo.
        """
        match test:
            case Attainable(attainable=goal, world=world, not_in=other):
                here = self.attainable(goal, world, preferences)
                return here and (other is None or not self.attainable(goal, other, preferences))
            case Unattainable(unattainable=goal, world=world):
                return not self.attainable(goal, world, preferences)
            case Stable():
                return self._stable(test, preferences)
            case InEveryEquilibrium(in_every_equilibrium=goal, concept=name, world=world):
                return bool(self._truth(goal, world)[self.equilibria(name, world, preferences)].all())
            case InSomeEquilibrium(in_some_equilibrium=goal, concept=name, world=world):
                return bool(self._truth(goal, world)[self.equilibria(name, world, preferences)].any())
            case Reachable():
                return self._reachable(test, preferences)
            case Ranks():
                return self._ranks(test, preferences)
            case NotTestable(not_testable=why):
                raise NotAnswered(why)
        raise TypeError(f"no such test: {test}")

    def attainable(self, goal: str, world: str, preferences: Preferences) -> bool:
        """Return whether a formula can be attained in a world."""
        key = ("attain", goal, world, *self._keys(self.structure(world), preferences))
        if key not in self._known:
            search = Search(self.conflict(preferences, world), self.case.coalitions, self.rules)
            self._known[key] = search.attain(self._truth(goal, world)).attainable
        return self._known[key]

    def equilibria(self, name: str, world: str, preferences: Preferences) -> Mask:
        """Return ``(states,) bool``: the states that are stable for every decision maker."""
        conflict = self.conflict(preferences, world)
        players = range(len(preferences))
        return everywhere(engine().stable(conflict, concept(name), i) for i in players)

    def _stable(self, test: Stable, preferences: Preferences) -> bool:
        conflict = self.conflict(preferences, test.world)
        here = conflict.status_quo if test.stable == "status_quo" else conflict.states.index(test.stable)
        slugs = conflict.structure.slugs
        players = range(len(slugs)) if test.decision_maker is None else [slugs.index(test.decision_maker)]
        return all(bool(engine().stable(conflict, concept(test.concept), i)[here]) for i in players)

    def _reachable(self, test: Reachable, preferences: Preferences) -> bool:
        conflict = self.conflict(preferences, test.world)
        slugs = conflict.structure.slugs
        movers = tuple(slugs.index(s) for s in (test.by or slugs))
        step = conflict.improvements if test.moves == "improving" else conflict.moves.leaving
        wanted = self._truth(test.reachable, test.world)
        here = conflict.status_quo
        return bool(wanted[here] or (legal_reach(step, movers, here, len(wanted)) & wanted).any())

    def _ranks(self, test: Ranks, preferences: Preferences) -> bool:
        structure = self.structure(test.world)
        ranks = structure.order(preferences[structure.player(test.ranks)]).ranks
        upper, lower = ranks[self._truth(test.every, test.world)], ranks[self._truth(test.above, test.world)]
        return bool(not upper.size or not lower.size or upper.min() > lower.max())

    def _truth(self, text: str, world: str) -> Mask:
        if text not in self._formulas:
            self._formulas[text] = self.case.formula(text)
        return self.structure(world).states.truth(self._formulas[text])

    def _keys(self, structure: Structure, preferences: Preferences) -> tuple[int, ...]:
        """Return one small number for each order, equal for equal orders."""
        return tuple(self._key(structure, p) for p in preferences)

    def _key(self, structure: Structure, preference: Preference) -> int:
        key = (id(structure), id(preference))
        if key not in self._orders:
            content = structure.order(preference).ranks.tobytes()
            self._orders[key] = self._orders.setdefault((id(structure), content), len(self._orders))
        return self._orders[key]


def concerned(test: Strict, slugs: tuple[str, ...]) -> tuple[int, ...]:
    """Return the decision makers whose preferences can matter to a test at all."""
    return (slugs.index(test.ranks),) if isinstance(test, Ranks) else tuple(range(len(slugs)))
