"""A sweep as a process works on it: which block holds which variants, and the table of a block."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np
import numpy.typing as npt

from detente.case.build import Case
from detente.engines import Progress
from detente.errors import DetenteError, ModelError, TooLarge, UnknownName
from detente.model.conflict import Conflict
from detente.model.preferences import WeakOrder, dense
from detente.sweep.answers import Answerer, Answers
from detente.sweep.asked import Asked
from detente.sweep.design import Design, Rows, design
from detente.sweep.drawing import rankings, stream
from detente.sweep.orders import Ranks
from detente.sweep.settings import Settings

MOST_ROWS, LEAST_ROWS = 1 << 16, 1 << 6
MOST_RANKS = 1 << 26
MOST_CHUNK = 1 << 10
MOST_DRAWN = 1 << 21
MOST_BITS = 1 << 16
OF_RANKINGS = 1 << 16
Numbers = npt.NDArray[np.int64]
Kinds = dict[str, tuple[Any, tuple[int, ...]]]
OF_CONCEPTS: dict[str, type[np.generic]] = {"equilibria": np.int32, "status_quo": np.bool_, "outcome": np.int32}


@dataclass(frozen=True, eq=False)
class Job:
    """A question with everything that follows from it; equal questions about equal cases give equal blocks.

    Attributes
    ----------
    case : Case
    asked : Asked
    block : int or None
        How many variants a block holds; None lets memory decide.
    """

    case: Case
    asked: Asked
    block: int | None = None

    @cached_property
    def design(self) -> Design:
        """What the variants are."""
        return design(self.case, self.asked)

    @cached_property
    def settings(self) -> Settings:
        """What can be done in each world and without each set of constraints."""
        return Settings(self.case, self.design)

    @cached_property
    def size(self) -> int:
        """How many variants a block holds; all but the last hold as many."""
        if self.block is not None:
            return self.block
        most = MOST_RANKS // (self.settings.largest * len(self.design.choices))
        return max(LEAST_ROWS, min(MOST_ROWS, 1 << max(0, most.bit_length() - 1)))

    @cached_property
    def chunk(self) -> int:
        """How many draws share a random stream."""
        most = MOST_DRAWN // len(self.settings.labels) if self.design.drawn and self.settings.labels else MOST_CHUNK
        return max(1, min(MOST_CHUNK, self.size // self.design.inner, most))

    @property
    def blocks(self) -> int:
        """How many blocks there are."""
        return -(-self.design.variants // self.size)

    def range(self, block: int) -> tuple[int, int]:
        """Return the first variant of a block, and the one after its last."""
        return block * self.size, min(self.design.variants, (block + 1) * self.size)

    @cached_property
    def octets(self) -> int:
        """How many bytes hold a bit for each state of the sweep; 0 where none are kept."""
        if not self.asked.states:
            return 0
        if len(self.settings.labels) > MOST_BITS:
            raise TooLarge(
                f"--states keeps a bit for each state, and {len(self.settings.labels):,} of them are too many; "
                "ask for columns instead"
            )
        return -(-len(self.settings.labels) // 8)

    @cached_property
    def kinds(self) -> Kinds:
        """The columns of answers: the type of a value and its shape."""
        found: Kinds = {name: (np.bool_, ()) for name in ("attainable", "stays") if name in self.asked.columns}
        for concept in self.asked.concepts:
            for name, kind in OF_CONCEPTS.items():
                if name in self.asked.columns:
                    found[f"{concept}_{name}"] = (kind, ())
            if self.asked.states:
                found[f"{concept}_states"] = (np.uint8, (self.octets,))
        return found

    def answers(self, rows: Rows, progress: Progress | None = None, threads: int = 0) -> Answers:
        """Return the answers about some variants."""
        found = Answers.empty(self.kinds, len(rows.variant))
        draws = self._draws(rows)
        for world, dropped, here in _settings(rows):
            try:
                structure = self.settings.structure(world, dropped)
            except DetenteError as error:
                found.refuse(here, error)
                continue
            places = self.settings.places(structure) if draws or self.asked.states else np.zeros(0, np.int64)
            ranks, profiles, answered = self._profiles(rows, here, structure.states, (draws, places), found)
            if answered.size:
                answerer = Answerer(self.case, self.asked, structure, places, self.octets, threads, progress)
                answerer.fill(found, answered, ranks, profiles)
        return found

    def conflict(self, variant: int) -> Conflict:
        """Return one variant as a conflict, to be asked anything else.

        Raises
        ------
        UnknownName
            If there is no such variant.
        ModelError
            If it has no feasible state, or a reading does not rank its states.
        """
        if not 0 <= variant < self.design.variants:
            raise UnknownName(f"there is no variant {variant}; there are {self.design.variants:,}, counted from 0")
        rows = self.design.rows(variant, variant + 1, self.chunk)
        structure = self.settings.structure(int(rows.world[0]), int(rows.dropped[0]))
        draws, orders = self._draws(rows), []
        for player, choices in enumerate(self.design.choices):
            if choices is None:
                every, of = draws[player]
                orders.append(WeakOrder(dense(every[of[0], self.settings.places(structure)].astype(np.int64))))
                continue
            ranks, failed = choices.ranks(structure.states, rows.choice[player])
            for error in failed.values():
                raise error
            orders.append(WeakOrder(dense(ranks[0].astype(np.int64))))
        return Conflict.of_orders(structure, orders, self.case.start)

    def _profiles(
        self,
        rows: Rows,
        here: npt.NDArray[np.intp],
        states: Any,
        drawn: tuple[dict[int, tuple[Ranks, Numbers]], Numbers],
        found: Answers,
    ) -> tuple[list[Ranks], Numbers, npt.NDArray[np.intp]]:
        """Return the orders of each decision maker, the profiles made of them, and which rows have one."""
        draws, places = drawn
        ranks: list[Ranks] = []
        profiles = np.empty((len(here), len(self.design.choices)), dtype=np.int64)
        able = np.ones(len(here), dtype=bool)
        for player, choices in enumerate(self.design.choices):
            if choices is None:
                every, of = draws[player]
                kept, profiles[:, player] = np.unique(of[here], return_inverse=True)
                ranks.append(_some(every, kept, places))
                continue
            numbers, profiles[:, player] = np.unique(rows.choice[player][here], return_inverse=True)
            made, failed = choices.ranks(states, numbers)
            ranks.append(made)
            for reading, error in failed.items():
                out = choices.reading(numbers)[profiles[:, player]] == reading
                found.refuse(here[out], f"{choices.slug}: {error}")
                able &= ~out
        return ranks, profiles[able], here[able]

    def _draws(self, rows: Rows) -> dict[int, tuple[Ranks, Numbers]]:
        """Return the rankings that the rows need, by decision maker, and ``(rows,)`` which of them each row has."""
        if not self.design.drawn:
            return {}
        size = len(self.settings.labels)
        if not size:
            raise ModelError("no state is feasible in any variant, so there is nothing to rank")
        first, last = int(rows.draw[0]) // self.chunk, int(rows.draw[-1]) // self.chunk
        found = {}
        for player in self.design.drawn:
            purpose = OF_RANKINGS + player
            made = [rankings(stream(self.asked.seed, c, purpose), self.chunk, size) for c in range(first, last + 1)]
            found[player] = (np.concatenate(made), rows.draw - first * self.chunk)
        return found


def _some(every: Ranks, kept: Numbers, places: Numbers) -> Ranks:
    """Return some rankings of some states."""
    rows = every if len(kept) == len(every) else every[kept]
    whole = len(places) == every.shape[1] and bool((places[1:] > places[:-1]).all())
    return rows if whole else np.ascontiguousarray(rows[:, places])


def _settings(rows: Rows) -> Iterator[tuple[int, int, npt.NDArray[np.intp]]]:
    """Yield each world and set of dropped constraints with the rows that have it."""
    most = int(rows.dropped.max()) + 1
    code = rows.world * most + rows.dropped
    for each in np.unique(code).tolist():
        yield each // most, each % most, np.flatnonzero(code == each)
