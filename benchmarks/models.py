"""Models to measure on, each from a seed: random cubes, exclusive options, snakes, profiles, symbolic and opposed ones.

The same arguments give the same model on every machine. Options are dealt to the decision makers in runs, so that
each owns neighbouring bits.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import combinations, count
from math import log
from typing import Literal

import numpy as np
import numpy.typing as npt

from detente.model.conflict import Conflict, Constraint, Freeze, Structure
from detente.model.formula import And, Formula, Name, Not, Or
from detente.model.options import DecisionMaker, Option
from detente.model.preferences import Preference, Prioritised, Statement, WeakOrder, dense
from detente.model.states import States

Ranks = npt.NDArray[np.int64]
Random = np.random.Generator
Wants = Literal["ranks", "ties", "statements"]

LITERALS = 3
STATEMENTS = 12


@dataclass(frozen=True, eq=False)
class Known:
    """A preference whose ranks are known: ``(states,) int64``, dense, higher is better."""

    ranks: Ranks

    def order(self, states: States) -> WeakOrder:  # noqa: ARG002 - the protocol's signature
        """Return the order with these ranks."""
        return WeakOrder(self.ranks)


@dataclass(frozen=True)
class Cube:
    """What a random model in option form is like; ``made`` gives the model.

    Attributes
    ----------
    options, players : int
    infeasible : float
        About which share of the states is infeasible, from 0 to below 1.
    scattered : bool
        Whether single states are removed at random; otherwise random patterns of three literals are forbidden.
    one_way : float
        Which share of the options goes one way only.
    freezes : int
    wants : str
        ``ranks``: a random order without ties; ``ties``: eight random classes; ``statements``: prioritised ones.
    statements : int
        How many statements each decision maker has.
    seed : int
    """

    options: int
    players: int
    infeasible: float = 0.0
    scattered: bool = False
    one_way: float = 0.0
    freezes: int = 0
    wants: Wants = "statements"
    statements: int = STATEMENTS
    seed: int = 1

    def structure(self) -> Structure:
        """Return what can be done; nothing is listed yet."""
        random = np.random.default_rng([self.seed, self.options, self.players])
        people = dealt(self.options, self.players)
        names = option_names(people)
        forbidden = () if self.scattered else patterns(names, share_patterns(self.infeasible), random)
        ways = random.permutation(names)[: round(self.one_way * len(names))].tolist()
        made = Structure(
            people,
            tuple(Constraint(f"c{k}", f) for k, f in enumerate(forbidden)),
            {name: str(random.choice(["N->Y", "Y->N"])) for name in ways},
            tuple(Freeze(_formula(names, 2, random), (str(random.choice(names)),)) for _ in range(self.freezes)),
        )
        return _listing(made, _scattered(names, self.infeasible, random)) if self.scattered else made

    def made(self) -> Conflict:
        """Return the model."""
        structure = self.structure()
        random = np.random.default_rng([self.seed, self.options, self.players, 1])
        return Conflict(structure, tuple(self._preference(structure, random) for _ in structure.decision_makers))

    def _preference(self, structure: Structure, random: Random) -> Preference:
        if self.wants == "statements":
            return statements(structure.option_names, self.statements, random)
        size = len(structure.states)
        return Known(random.permutation(size) if self.wants == "ranks" else dense(random.integers(8, size=size)))


def fresh(conflict: Conflict) -> Conflict:
    """Return a model with the same states and orders that remembers nothing else, so that no answer is kept."""
    structure = _listing(replace(conflict.structure), replace(conflict.states))
    made = Conflict(structure, tuple(Known(order.ranks) for order in conflict.orders), conflict.start)
    _ = made.orders
    return made


def _listing(structure: Structure, states: States) -> Structure:
    """Return the structure with these states, as if they had been built already."""
    structure.__dict__["states"] = states
    return structure


def dealt(options: int, players: int) -> tuple[DecisionMaker, ...]:
    """Return decision makers ``p0, p1, ...`` that own runs of options ``p0.o0, p0.o1, ...`` as equal as can be."""
    share, more = divmod(options, players)
    bit = count()
    sizes = [share + (p < more) for p in range(players)]
    return tuple(
        DecisionMaker(f"p{p}", f"P{p}", tuple(Option(f"p{p}.o{k}", f"o{k}", next(bit)) for k in range(size)))
        for p, size in enumerate(sizes)
    )


def option_names(people: Sequence[DecisionMaker]) -> list[str]:
    """Return the dotted names of all options, in bit order."""
    return [o.name for dm in people for o in dm.options]


# ---------------------------------------------------------------------------------------------- formulas


def _literal(name: str, random: Random) -> Formula:
    return Name(name) if random.random() < 0.5 else Not(Name(name))


def _formula(names: Sequence[str], size: int, random: Random) -> Formula:
    """Return an AND or an OR of so many random literals of different options."""
    literals = tuple(_literal(names[k], random) for k in random.choice(len(names), min(size, len(names)), False))
    return And(literals) if random.random() < 0.5 else Or(literals)


def share_patterns(share: float) -> int:
    """Return how many patterns of three literals on different options exclude about this share of the states."""
    return round(log(1 - share) / log(1 - 0.5**LITERALS))


def patterns(names: Sequence[str], number: int, random: Random) -> tuple[Formula, ...]:
    """Return random patterns of three literals, on options of their own while there are any; one state stays."""
    kept = dict(zip(names, random.integers(2, size=len(names)).tolist(), strict=True))
    found: list[Formula] = []
    queue: list[str] = []
    for _ in range(number):
        queue = queue if len(queue) >= LITERALS else random.permutation(names).tolist()
        chosen, queue = queue[:LITERALS], queue[LITERALS:]
        values = [bool(kept[o]) for o in chosen]
        while values == [bool(kept[o]) for o in chosen]:
            values = [bool(v) for v in random.integers(2, size=len(chosen))]
        found.append(And(tuple(Name(o) if v else Not(Name(o)) for o, v in zip(chosen, values, strict=True))))
    return tuple(found)


def statements(names: Sequence[str], number: int, random: Random) -> Prioritised:
    """Return prioritised statements: random ANDs and ORs of two to four literals."""
    drawn = (_formula(names, int(random.integers(2, 5)), random) for _ in range(number))
    return Prioritised(tuple(Statement(f, "") for f in drawn))


# ------------------------------------------------------------------------------------------------ states


def _states(names: Sequence[str], codes: npt.NDArray[np.integer]) -> States:
    words = np.sort(codes).astype(np.uint64)[:, None]
    return States(tuple(names), words, np.broadcast_to(np.uint64(0), words.shape))


def _scattered(names: Sequence[str], share: float, random: Random) -> States:
    codes = random.permutation(1 << len(names))[: round((1 - share) * (1 << len(names)))]
    return _states(names, codes)


def exclusive(players: int = 5, issues: int = 2, positions: int = 4, cross: int = 3, seed: int = 1) -> Conflict:
    """Return a sparse model: each decision maker takes exactly one position on each of its issues.

    Parameters
    ----------
    players, issues, positions : int
        ``players * issues * positions`` options and at most ``positions ** (players * issues)`` feasible states.
    cross : int
        How many random triples of positions of different decision makers are forbidden; each excludes one state in
        ``positions ** 3``.
    seed : int
    """
    random = np.random.default_rng([seed, players, issues, positions])
    people = dealt(players * issues * positions, players)
    names = option_names(people)
    groups = [names[k : k + positions] for k in range(0, len(names), positions)]
    forbidden: list[Formula] = [Not(Or(tuple(map(Name, group)))) for group in groups]
    forbidden += [And((Name(a), Name(b))) for group in groups for a, b in combinations(group, 2)]
    for _ in range(cross):
        owners = random.choice(players, LITERALS, False)
        chosen = [groups[issues * p + int(random.integers(issues))][int(random.integers(positions))] for p in owners]
        forbidden.append(And(tuple(map(Name, chosen))))
    structure = Structure(people, tuple(Constraint(f"c{k}", f) for k, f in enumerate(forbidden)))
    return Conflict(structure, tuple(statements(names, STATEMENTS, random) for _ in people))


def snake(each: int, free: int = 2, seed: int = 1) -> Conflict:
    """Return a model in which replies must wind through all of a narrow, long set of feasible states.

    Two opponents with ``each`` options stand on the cells ``(t, t)`` and ``(t + 1, t)`` of a staircase, so that they
    move in turn and never far; the first decision maker owns ``free`` options and is worse off the further they get,
    and both opponents better. The strategies are numbered at random, so that no order of the states follows the
    staircase.

    Parameters
    ----------
    each, free : int
        ``2 ** free * (2 ** (each + 1) - 1)`` feasible states of ``2 ** (free + 2 * each)``.
    seed : int
    """
    random = np.random.default_rng([seed, each, free])
    strategies, places = 1 << each, (2 << each) - 1
    along = np.arange(places)
    left, right = (random.permutation(strategies) for _ in range(2))
    cells = (left[(along + 1) // 2] << free) | (right[along // 2] << (free + each))
    own = np.arange(1 << free)
    codes = (cells[:, None] | own).reshape(-1)
    order = np.argsort(codes)
    bits = (free, each, each)
    bit = count()
    people = tuple(
        DecisionMaker(f"p{p}", f"P{p}", tuple(Option(f"p{p}.o{k}", f"o{k}", next(bit)) for k in range(size)))
        for p, size in enumerate(bits)
    )
    structure = _listing(Structure(people), _states(option_names(people), codes))
    place = np.repeat(along, len(own))[order]
    better = np.tile(own, places)[order]
    first = dense((places - place) * len(own) + better)
    return Conflict(structure, (Known(first), Known(place), Known(place)))


# ------------------------------------------------------------------------ profiles, coalitions, formulas

STRUCTURES: dict[str, Cube] = {
    "64 states, 4 DMs, 512 moves": Cube(6, 4),
    "48 of 64 states, 4 DMs, one-way options": Cube(6, 4, infeasible=0.25, scattered=True, one_way=0.34),
    "98 of 1,024 states, 4 DMs": Cube(10, 4, infeasible=0.904, scattered=True),
    "256 states, 4 DMs": Cube(8, 4),
}


def profiles(structure: Structure, number: int, seed: int = 1) -> npt.NDArray[np.uint8]:
    """Return ``(profiles, decision makers, states) uint8``: random ranks below the number of states, with ties."""
    shape = (number, len(structure.decision_makers), len(structure.states))
    return np.random.default_rng([seed, *shape[1:]]).integers(min(256, shape[2]), size=shape, dtype=np.uint8)


def opposed(options: int, players: int, seed: int = 1) -> Conflict:
    """Return an all-feasible model in which what everybody gets adds up to the same: no state dominates another."""
    structure = Cube(options, players, seed=seed).structure()
    drawn = np.random.default_rng([seed, options, players, 2]).normal(size=(players, 1 << options))
    drawn -= drawn.mean(axis=0)
    return Conflict(structure, tuple(Known(np.argsort(np.argsort(row)).astype(np.int64)) for row in drawn))


def symbolic(options: int, players: int, number: int, forbidden: int = 4, seed: int = 1) -> Conflict:
    """Return a model that is asked without listing its states: ``number`` statements for each decision maker."""
    random = np.random.default_rng([seed, options, players, number])
    people = dealt(options, players)
    names = option_names(people)
    constraints = tuple(Constraint(f"c{k}", f) for k, f in enumerate(patterns(names, forbidden, random)))
    structure = Structure(people, constraints)
    return Conflict(structure, tuple(statements(names, number, random) for _ in people))
