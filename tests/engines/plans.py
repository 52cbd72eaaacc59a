"""Random conflicts of a given shape, for sizes where drawing them piece by piece takes too long."""

from __future__ import annotations

from dataclasses import dataclass, replace
from random import Random

import numpy as np
import numpy.typing as npt

from detente.model.conflict import Conflict, Constraint, Freeze, Structure
from detente.model.formula import And, Formula, Name, Not, Or
from detente.model.preferences import Preference, Prioritised, Statement
from tests.build import Given, parties


@dataclass(frozen=True)
class Plan:
    """What a random conflict is like."""

    widths: tuple[int, ...]
    infeasible: float = 0.3
    one_way: float = 0.0
    freezes: int = 0
    levels: int = 5
    seed: int = 0

    def made(self) -> Conflict:
        """Return a conflict of this kind, the same every time."""
        rng = np.random.default_rng(self.seed)
        owned = {f"d{i}": [f"o{k}" for k in range(width)] for i, width in enumerate(self.widths)}
        names = [f"{dm}.{o}" for dm, options in owned.items() for o in options]
        ways = {o: str(rng.choice(["N->Y", "Y->N"])) for o in names if rng.random() < self.one_way}
        freezes = tuple(self._freeze(rng, names) for _ in range(self.freezes))
        structure = Structure(parties(owned), directions=ways, freezes=freezes)
        keep = rng.random(1 << len(names)) >= self.infeasible
        keep[rng.integers(len(keep))] = True
        return self._ranked(only(structure, keep), rng)

    def _freeze(self, rng: np.random.Generator, names: list[str]) -> Freeze:
        literals = [Name(o) if rng.random() < 0.5 else Not(Name(o)) for o in rng.choice(names, 2)]
        return Freeze(And(tuple(literals)), tuple(str(o) for o in rng.choice(names, 2, replace=False)))

    def _ranked(self, structure: Structure, rng: np.random.Generator) -> Conflict:
        ranks = rng.integers(0, self.levels, (len(self.widths), len(structure.states)))
        return Conflict(structure, tuple(Given(tuple(row.tolist())) for row in ranks))


def only(structure: Structure, keep: npt.NDArray[np.bool_]) -> Structure:
    """Return the structure with some of its states, without a constraint for each of the others."""
    made = replace(structure)
    made.__dict__["states"] = structure.states.only(keep)
    return made


def varied(shapes: tuple[tuple[int, ...], ...], number: int) -> Plan:
    """Return one of many kinds of conflict: all shapes, directions, freezes, ties, and shares of infeasible states."""
    share = (0.0, 0.3, 0.6)[number % 3]
    levels = (3, 20, 250, 5000)[number // 3 % 4]
    one_way, freezes = ((0.0, 0), (0.3, 0), (0.2, 2))[number // 2 % 3]
    return Plan(shapes[number % len(shapes)], share, one_way, freezes, levels, seed=number)


def _literal(random: Random, option: str) -> Formula:
    """Return an option or its negation."""
    return Name(option) if random.random() < 0.5 else Not(Name(option))


def drawn(seed: int, options: int, players: int, statements: int, *, bound: bool = False) -> Conflict:
    """Return a random conflict of any size; ``bound`` adds directions, and freezes on the mover's own options."""
    random = Random(seed)  # noqa: S311 - the same models every time
    each = options // players
    people = parties({f"d{i}": [f"o{k}" for k in range(each)] for i in range(players)})
    names = [o.name for dm in people for o in dm.options]

    def some(least: int, most: int) -> tuple[Formula, ...]:
        return tuple(_literal(random, o) for o in random.sample(names, random.randint(least, most)))

    forbidden = tuple(Constraint(f"c{k}", And(some(3, 3))) for k in range(4))
    wishes: list[Preference] = [
        Prioritised(tuple(Statement(random.choice([And, Or])(some(2, 4)), "") for _ in range(statements)))
        for _ in range(players)
    ]
    ways = {o: random.choice(["N->Y", "Y->N"]) for o in names if bound and random.random() < 0.25}
    freezes = [Freeze(Or(some(2, 2)), tuple(random.sample(names, 2))) for _ in range(2)] if bound else []
    return Conflict(Structure(people, forbidden, ways, tuple(freezes)), tuple(wishes), "N" * len(names))
