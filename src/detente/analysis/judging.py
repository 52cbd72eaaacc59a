"""Does a test hold, under given preferences? What claims, hinges and detectors share.

Answers are kept by what they depend on (the world, the formula, and the orders of the states), so that the many nearly
equal models of a hinge search or a cross table are solved once.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import partial

import numpy as np
import numpy.typing as npt

from detente.analysis.attain import Rules, Search
from detente.analysis.many import Many, Outcome, Preferences
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
from detente.engines import Progress, engine
from detente.errors import DetenteError, NotAnswered
from detente.model.conflict import Conflict, Structure
from detente.model.formula import Formula, Mask, everywhere
from detente.model.moves import legal_reach
from detente.model.preferences import Preference
from detente.model.preferences import Ranks as Ranked


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
    start : str, optional
        A status quo that takes the place of the case's own.
    """

    case: Case
    rules: Rules = field(default_factory=Rules)
    structures: Mapping[str, Structure] = field(default_factory=dict)
    start: str | None = None
    _many: dict[str, Many] = field(default_factory=dict, init=False, repr=False)
    _known: dict[object, bool] = field(default_factory=dict, init=False, repr=False)
    _orders: dict[object, int] = field(default_factory=dict, init=False, repr=False)
    _formulas: dict[str, Formula] = field(default_factory=dict, init=False, repr=False)

    @property
    def begins(self) -> str | None:
        """Where things stand, as a pattern or name."""
        return self.case.start if self.start is None else self.start

    def structure(self, world: str) -> Structure:
        """Return what can be done in a world."""
        return self.structures[world] if world in self.structures else self.case.structure_in(world)

    def preferences(self, readings: Readings) -> Preferences:
        """Return the preferences of a combination of readings."""
        return tuple(self.case.preferences[slug][name] for slug, name in readings.items())

    def conflict(self, preferences: Preferences, world: str = ACTUAL) -> Conflict:
        """Return the conflict with these preferences in a world."""
        return Conflict(self.structure(world), preferences, self.begins)

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

    def each(self, test: Strict, profiles: Sequence[Preferences], progress: Progress | None = None) -> list[Outcome]:
        """Return for each of many profiles whether a test holds, or the error that :meth:`holds` would raise.

        Parameters
        ----------
        test : schema test
        profiles : sequence of tuple of Preference
            A preference for each decision maker.
        progress : callable, optional
            Called with the profiles done and in all; an exception that it raises ends the work.

        Notes
        -----
        The batch engine answers for all of them together; equal orders are solved once.
        """
        match test:
            case Attainable(attainable=goal, world=world, not_in=other):
                return self._but_for(goal, world, other, profiles, progress)
            case Unattainable(unattainable=goal, world=world):
                return [_contrary(o) for o in self.attainable_each(goal, world, profiles, progress)]
            case Stable():
                return self._stable_each(test, profiles, progress)
            case InEveryEquilibrium(in_every_equilibrium=goal, concept=name, world=world):
                return self._equilibria_each(goal, name, world, profiles, progress, every=True)
            case InSomeEquilibrium(in_some_equilibrium=goal, concept=name, world=world):
                return self._equilibria_each(goal, name, world, profiles, progress, every=False)
            case Reachable():
                return self._reachable_each(test, profiles, progress)
            case Ranks():
                return self._ranks_each(test, profiles)
            case NotTestable(not_testable=why):
                return [NotAnswered(why)] * len(profiles)
        raise TypeError(f"no such test: {test}")

    def many(self, world: str) -> Many:
        """Return what answers for many profiles in a world; made once."""
        if world not in self._many:
            self._many[world] = Many(self.structure(world), self.begins, self.case.coalitions, self.rules)
        return self._many[world]

    def attainable_each(
        self, goal: str, world: str, profiles: Sequence[Preferences], progress: Progress | None = None
    ) -> list[Outcome]:
        """Return for each of many profiles whether a formula can be attained in a world."""
        return self.many(world).attainable(profiles, lambda: self._truth(goal, world), progress)

    def attainable_among(
        self,
        goal: str,
        world: str,
        choices: Sequence[Sequence[Preference]],
        rows: npt.NDArray[np.int64],
        progress: Progress | None = None,
    ) -> Mask:
        """Return ``(rows,) bool``: the same for rows of a table, each a choice of one preference for each party."""
        return self.many(world).attainable_among(choices, rows, lambda: self._truth(goal, world), progress)

    def _but_for(
        self,
        goal: str,
        world: str,
        other: str | None,
        profiles: Sequence[Preferences],
        progress: Progress | None,
    ) -> list[Outcome]:
        if other is None:
            return self.attainable_each(goal, world, profiles, progress)
        found = self.attainable_each(goal, world, profiles, half(progress, 0))
        places = [k for k, here in enumerate(found) if here is True]
        there = self.attainable_each(goal, other, [profiles[k] for k in places], half(progress, 1))
        for k, outcome in zip(places, there, strict=True):
            found[k] = _contrary(outcome)
        if progress is not None:
            progress(2 * len(profiles), 2 * len(profiles))
        return found

    def _stable_each(self, test: Stable, profiles: Sequence[Preferences], progress: Progress | None) -> list[Outcome]:
        def state(conflict: Conflict) -> int:
            return conflict.status_quo if test.stable == "status_quo" else conflict.states.index(test.stable)

        slugs = self.case.structure.slugs
        players = range(len(slugs)) if test.decision_maker is None else [slugs.index(test.decision_maker)]
        return self.many(test.world).stable(profiles, concept(test.concept), state, players, progress)

    def _equilibria_each(
        self,
        goal: str,
        name: str,
        world: str,
        profiles: Sequence[Preferences],
        progress: Progress | None,
        *,
        every: bool,
    ) -> list[Outcome]:
        many = self.many(world)
        return many.equilibria(
            profiles, concept(name), lambda: self._truth(goal, world), every=every, progress=progress
        )

    def _reachable_each(
        self, test: Reachable, profiles: Sequence[Preferences], progress: Progress | None
    ) -> list[Outcome]:
        if not profiles or test.moves != "improving" or self._holds_already(test):
            return [_outcome(partial(self._reachable, test, p)) for p in profiles[:1]] * len(profiles)
        slugs = self.case.structure.slugs
        movers = tuple(slugs.index(s) for s in (test.by or slugs))
        goal = partial(self._truth, test.reachable, test.world)
        return self.many(test.world).reachable(profiles, movers, goal, progress)

    def _holds_already(self, test: Reachable) -> bool:
        """Return whether a formula holds in the status quo, so that nobody needs to move."""
        try:
            here = Conflict(self.structure(test.world), (), self.begins).status_quo
            return bool(self._truth(test.reachable, test.world)[here])
        except DetenteError:
            return False

    def _ranks_each(self, test: Ranks, profiles: Sequence[Preferences]) -> list[Outcome]:
        player = self.case.structure.player(test.ranks)

        def ask(ranks: Ranked) -> bool:
            upper, lower = (ranks[self._truth(text, test.world)] for text in (test.every, test.above))
            return bool(not upper.size or not lower.size or upper.min() > lower.max())

        return self.many(test.world).of_orders([p[player] for p in profiles], ask)

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


def half(progress: Progress | None, which: int) -> Progress | None:
    """Return a progress that counts the first (0) or the second (1) half of a work."""
    if progress is None:
        return None
    return lambda done, of: progress(which * of + done, 2 * of)


def _contrary(outcome: Outcome) -> Outcome:
    return outcome if isinstance(outcome, DetenteError) else not outcome


def _outcome(ask: Callable[[], bool]) -> Outcome:
    try:
        return ask()
    except DetenteError as error:
        return error


def concerned(test: Strict, slugs: tuple[str, ...]) -> tuple[int, ...]:
    """Return the decision makers whose preferences can matter to a test at all."""
    return (slugs.index(test.ranks),) if isinstance(test, Ranks) else tuple(range(len(slugs)))
