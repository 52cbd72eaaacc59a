"""The batch engine without the compiled kernel: numpy over profiles, and walks in plain Python."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import numpy as np
import numpy.typing as npt

from detente.concepts import Concept
from detente.engines import Progress
from detente.engines.batch.closures import Closures, arcs_in_all
from detente.engines.batch.forward import Forward, Question
from detente.model.conflict import Structure
from detente.model.formula import Mask

MOST_CELLS = 1 << 23
MOST_LANES = 4096


class Plain:
    """Answers for one structure and its orders."""

    def __init__(self, structure: Structure, orders: Sequence[npt.NDArray[np.unsignedinteger]]) -> None:
        self.structure, self.orders = structure, orders

    def flags(
        self, profiles: npt.NDArray[np.int64], concepts: Sequence[Concept], progress: Progress | None
    ) -> list[Mask]:
        """Return for each concept ``(profiles, decision makers, states) bool``."""
        n, size = len(self.orders), len(self.structure.states)
        found = [np.empty((len(profiles), n, size), dtype=bool) for _ in concepts]
        for here, closures in self._closures(profiles, progress):
            for concept, mask in zip(concepts, found, strict=True):
                for player in range(n):
                    mask[here, player] = closures.stable(concept, player).T
        return found

    def packed(
        self, profiles: npt.NDArray[np.int64], concepts: Sequence[Concept], progress: Progress | None
    ) -> npt.NDArray[np.uint64]:
        """Return ``(blocks, concepts, decision makers, states) uint64``, a bit for each profile."""
        masks = np.stack(self.flags(profiles, concepts, progress), axis=1)
        whole = np.zeros((-(-len(masks) // 64) * 64, *masks.shape[1:]), dtype=bool)
        whole[: len(masks)] = masks
        rows = np.moveaxis(whole.reshape(-1, 64, *masks.shape[1:]), 1, -1)
        octets = np.packbits(np.ascontiguousarray(rows), axis=-1, bitorder="little")
        return np.asarray(octets.view("<u8")[..., 0].astype(np.uint64, copy=False))

    def equilibria(self, profiles: npt.NDArray[np.int64], concept: Concept, progress: Progress | None) -> Mask:
        """Return ``(profiles, states) bool``."""
        found = np.empty((len(profiles), len(self.structure.states)), dtype=bool)
        for here, closures in self._closures(profiles, progress):
            stable = [closures.stable(concept, player) for player in range(len(self.orders))]
            found[here] = np.logical_and.reduce(stable).T
        return found

    def reduced(
        self,
        profiles: npt.NDArray[np.int64],
        concept: Concept,
        how: str,
        wanted: Mask,
        progress: Progress | None,
    ) -> npt.NDArray[np.int64]:
        """Return ``(profiles,)``: what ``how`` makes of the equilibria, see :func:`reduction`."""
        found = np.empty(len(profiles), dtype=np.int64)
        for here in slices(len(profiles), self._cells()):
            found[here] = reduction(self.equilibria(profiles[here], concept, None), how, wanted)
            if progress is not None:
                progress(here.stop, len(profiles))
        return found

    def walk(self, profiles: npt.NDArray[np.int64], question: Question, progress: Progress | None) -> Mask:
        """Return ``(profiles,) bool``: the answer to a question about single states."""
        found = np.empty(len(profiles), dtype=bool)
        for here in slices(len(profiles), len(self.structure.states)):
            walk = Forward(self.structure, self.orders, profiles[here], question.groups, question.rules)
            found[here] = walk.answer(question)
            if progress is not None:
                progress(here.stop, len(profiles))
        return found

    def _cells(self) -> int:
        moves = self.structure.moves
        return max(len(self.structure.states), arcs_in_all([moves.arcs(i) for i in range(len(self.orders))]))

    def _closures(self, profiles: npt.NDArray[np.int64], progress: Progress | None) -> Iterator[tuple[slice, Closures]]:
        for here in slices(len(profiles), self._cells()):
            ranks = [r[k].T.copy() for r, k in zip(self.orders, profiles[here].T, strict=True)]
            yield here, Closures(self.structure.moves, ranks)
            if progress is not None:
                progress(here.stop, len(profiles))


def reduction(equilibria: Mask, how: str, wanted: Mask) -> npt.NDArray[np.int64]:
    """Return ``(profiles,)``: whether ``some`` or ``every`` equilibrium is wanted, or ``counts`` of those that are."""
    if how == "counts":
        return np.asarray(equilibria[:, wanted].sum(axis=1), dtype=np.int64)
    found = equilibria[:, wanted].any(axis=1) if how == "some" else ~equilibria[:, ~wanted].any(axis=1)
    return np.asarray(found, dtype=np.int64)


def slices(profiles: int, cells: int) -> Iterator[slice]:
    """Yield slices of the profiles so that no array has many more than ``MOST_CELLS`` cells."""
    step = min(MOST_LANES, max(8, MOST_CELLS // max(1, cells)))
    for first in range(0, profiles, step):
        yield slice(first, min(profiles, first + step))
