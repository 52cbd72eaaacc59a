"""What is stable for which coalition, and which equilibria decision makers would leave together (theory C15)."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np

from detente.analysis.equilibria import equilibria
from detente.concepts.coalitional import coalition_concept, coalition_concepts
from detente.engines import Progress
from detente.engines.coalition_reach import Reach, reach_of
from detente.engines.coalitions import Improvement, stabilities
from detente.errors import ModelError
from detente.model import moves
from detente.model.conflict import Conflict
from detente.model.formula import Mask, everywhere, somewhere
from detente.model.moves import Coalition, Indices

Slugs = tuple[str, ...]
Namer = Callable[[Coalition], Slugs]
MOST_JUMPS = 10_000
MOST_LOOKED = 1 << 28
MOST_COALITIONS = 1 << 20


@dataclass(frozen=True, eq=False)
class CoalitionStability:
    """What is stable for coalitions under one concept.

    Attributes
    ----------
    concept : str
    by_coalition : mapping
        From a coalition, the slugs of its members in the order of the file, to ``(states,) bool``: *weak* stability,
        for the coalition itself.
    equilibria : ndarray
        ``(states,) bool``: the states that are stable for each decision maker alone under ``individual``.
    individual : str
        The concept of single decision makers that this one extends.
    """

    concept: str
    by_coalition: Mapping[Slugs, Mask]
    equilibria: Mask
    individual: str

    @cached_property
    def universal(self) -> Mask:
        """Return ``(states,) bool``: the states that are stable for every coalition that was asked about."""
        return everywhere(self.by_coalition.values())

    def strong(self, coalition: Slugs) -> Mask:
        """Return ``(states,) bool``: the states that are stable for a coalition and every one within it.

        Coalitions that cannot act, since the case does not list them, are not asked.
        """
        return everywhere(mask for group, mask in self.by_coalition.items() if set(group) <= set(coalition))


@dataclass(frozen=True, slots=True)
class Jump:
    """From one equilibrium to another, by a coalition all of whose members are better off there.

    Attributes
    ----------
    by : tuple of str
    start, end : int
        States.
    concepts : tuple of str
        The concepts of single decision makers under which both are equilibria.
    needed : bool
        Whether it takes all of the coalition: no smaller one within it can go there.
    """

    by: Slugs
    start: int
    end: int
    concepts: tuple[str, ...]
    needed: bool


@dataclass(frozen=True, eq=False)
class Coalitions:
    """Stability of coalitions.

    Attributes
    ----------
    concepts : mapping
        From a concept's name to what is stable under it.
    coalitions : tuple of tuple of str
        The coalitions that were asked about, the smaller first.
    covers_all : bool
        Whether these are all nonempty sets of decision makers, so that ``universal`` is what the literature calls so.
    improvement : str
        ``strict``: better for every member; ``pareto``: worse for no member and better for one.
    vulnerable : mapping
        From a coalition of two or more to ``(states,) bool``: where it has an improvement, answered or not. It is not
        CNash there.
    jumps : tuple of Jump
        The equilibria that a coalition would leave for another one.
    jumps_complete : bool
        Whether all jumps are there.
    engine : str
    ways : mapping
        From a coalition to how its moves were followed: ``components``, ``one move`` or ``searched``.
    """

    concepts: Mapping[str, CoalitionStability]
    coalitions: tuple[Slugs, ...]
    covers_all: bool
    improvement: Improvement
    vulnerable: Mapping[Slugs, Mask]
    jumps: tuple[Jump, ...]
    jumps_complete: bool
    engine: str
    ways: Mapping[Slugs, str]


def coalitions(  # noqa: PLR0913 - the question has as many parts
    conflict: Conflict,
    concepts: Iterable[str] | None = None,
    groups: Iterable[Iterable[str]] | None = None,
    *,
    family: Iterable[Coalition] | None = None,
    improvement: Improvement = "strict",
    engine_name: str = "auto",
    progress: Progress | None = None,
) -> Coalitions:
    """Return what is stable for coalitions, and the equilibria that they would leave together.

    Parameters
    ----------
    conflict : Conflict
    concepts : iterable of str, optional
        Names of concepts for coalitions; all of them if not given.
    groups : iterable of iterable of str, optional
        The coalitions that are asked about, by their members' slugs; those within them that can act are asked about
        too. All that can act if not given.
    family : iterable of tuple of int, optional
        Who can act together; every nonempty set of decision makers if not given. ``Case.coalitions`` is what a case
        says.
    improvement : str
        ``strict``: better for every member; ``pareto``: worse for no member and better for one.
    engine_name : str
        ``auto``, ``kernel``, ``edges`` or ``reference``.
    progress : callable, optional
        Called now and then with how much of how much is done; an exception that it raises ends the work.

    Raises
    ------
    UnknownName
        If there is no such concept, decision maker or engine.
    TooLarge
        If the states cannot be listed, or what has to be kept would not fit into memory.

    Notes
    -----
    CNash of all coalitions of 5 decision makers over 2^20 states takes about a second with the compiled kernel.

    Examples
    --------
    >>> import detente
    >>> case = detente.load("elmira")
    >>> found = coalitions(case.conflict(), ["CNash"], family=case.coalitions)
    >>> [case.structure.states.slugs[s] for s in np.flatnonzero(found.concepts["CNash"].universal)]
    ['s8', 's9']
    >>> [(jump.by, case.structure.states.slugs[jump.start], case.structure.states.slugs[jump.end])
    ...  for jump in found.jumps]
    [(('moe', 'ur'), 's5', 's8')]
    """
    asked = [coalition_concept(name) for name in concepts or coalition_concepts()]
    players = range(len(conflict.decision_makers))
    able = _able(players, family)
    wanted = able if groups is None else _within(able, [_group(conflict, g) for g in groups])
    nash = coalition_concept("CNash")
    solved = stabilities(
        conflict,
        list(dict.fromkeys([*asked, nash])),
        wanted,
        improvement=improvement,
        family=able,
        progress=progress,
        engine=None if engine_name == "auto" else engine_name,
    )
    alone = equilibria(conflict, list(dict.fromkeys(c.individual for c in asked)))
    stable_alone = {name: found.equilibria for name, found in alone.concepts.items()}
    jumps = _Jumps(conflict, improvement, stable_alone, solved.masks[nash.name])
    found, complete = jumps.found()
    name = _names(conflict)
    return Coalitions(
        {
            c.name: CoalitionStability(
                c.name,
                {name(g): mask for g, mask in solved.masks[c.name].items()},
                stable_alone[c.individual],
                c.individual,
            )
            for c in asked
        },
        tuple(map(name, wanted)),
        len(wanted) == 2 ** len(players) - 1,
        improvement,
        {name(g): ~mask for g, mask in solved.masks[nash.name].items() if len(g) > 1},
        found,
        complete,
        solved.engine,
        {name(g): way for g, way in solved.ways.items()},
    )


def _names(conflict: Conflict) -> Namer:
    slugs = conflict.structure.slugs
    return lambda group: tuple(slugs[i] for i in group)


def _able(players: Sequence[int], family: Iterable[Coalition] | None) -> tuple[Coalition, ...]:
    """Return who can act together, the smaller coalitions first; a single decision maker always can."""
    if family is None:
        if 2 ** len(players) > MOST_COALITIONS:
            raise ModelError(
                f"{len(players)} decision makers make 2^{len(players)} coalitions; list those that can act together "
                "(coalitions: in the case)"
            )
        return tuple(moves.coalitions(players))
    able = {tuple(sorted(group)) for group in family} | {(i,) for i in players}
    return tuple(sorted(able, key=lambda group: (len(group), group)))


def _group(conflict: Conflict, slugs: Iterable[str]) -> Coalition:
    return tuple(sorted({conflict.structure.player(slug) for slug in slugs}))


def _within(able: Sequence[Coalition], groups: Sequence[Coalition]) -> tuple[Coalition, ...]:
    """Return some coalitions, whether they can act or not, and those within them that can."""
    wanted = {*groups, *(g for g in able if any(set(g) <= set(group) for group in groups))}
    return tuple(sorted(wanted, key=lambda group: (len(group), group)))


@dataclass(eq=False)
class _Jumps:
    """The search for jumps: equilibria are compared, and moves are followed only where some other one is better."""

    conflict: Conflict
    improvement: Improvement
    equilibria: Mapping[str, Mask]
    nash: Mapping[Coalition, Mask]

    def found(self) -> tuple[tuple[Jump, ...], bool]:
        """Return the jumps in the order of their starts, and whether they are all."""
        jumps: list[Jump] = []
        looked, size = 0, len(self.conflict.states)
        for group, start, ends in self._hopeful():
            looked += size if ends.size else self._n_equilibria
            if looked > MOST_LOOKED or len(jumps) >= MOST_JUMPS:
                return self._sorted(jumps), False
            if ends.size:
                jumps += self._reached(group, start, ends)
        return self._sorted(jumps), True

    def _sorted(self, jumps: list[Jump]) -> tuple[Jump, ...]:
        return tuple(sorted(jumps, key=lambda jump: (jump.start, len(jump.by), jump.by, jump.end)))

    def _hopeful(self) -> Iterator[tuple[Coalition, int, Indices]]:
        """Yield where a coalition would leave an equilibrium, with the equilibria that are better for it."""
        among = np.flatnonzero(somewhere(self.equilibria.values()))
        for group, nash in self.nash.items():
            if len(group) > 1:
                ranks = np.stack([self.conflict.orders[i].ranks[among] for i in group])
                for place in np.flatnonzero(~nash[among]).tolist():
                    yield group, int(among[place]), among[self._better(ranks, place)]

    def _better(self, ranks: Indices, start: int) -> Mask:
        here = ranks[:, start, None]
        if self.improvement == "strict":
            return np.asarray((ranks > here).all(axis=0))
        return np.asarray((ranks >= here).all(axis=0) & (ranks > here).any(axis=0))

    def _reached(self, group: Coalition, start: int, ends: Indices) -> Iterator[Jump]:
        row = self._reach(group).rows(np.array([start]))[0]
        for end in ends[row[ends]].tolist():
            both = tuple(name for name, mask in self.equilibria.items() if mask[start] and mask[end])
            if both:
                yield Jump(_names(self.conflict)(group), start, end, both, self._needed(group, start, end))

    def _needed(self, group: Coalition, start: int, end: int) -> bool:
        smaller = (tuple(i for i in group if i != left_out) for left_out in group)
        return not any(self._reach(some).rows(np.array([start]))[0, end] for some in smaller)

    def _reach(self, group: Coalition) -> Reach:
        if group not in self._reaches:
            self._reaches[group] = reach_of(self.conflict.moves, group)
        return self._reaches[group]

    @cached_property
    def _n_equilibria(self) -> int:
        return int(somewhere(self.equilibria.values()).sum())

    @cached_property
    def _reaches(self) -> dict[Coalition, Reach]:
        return {}
