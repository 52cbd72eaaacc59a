"""The batch engine on the compiled kernel: hands arrays over, and makes masks of the words that come back."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cached_property
from types import ModuleType
from typing import Any

import numpy as np
import numpy.typing as npt

from detente.concepts import Concept, Replies
from detente.engines import Progress
from detente.engines.answers import paths
from detente.engines.batch.forward import Question
from detente.model.conflict import Structure
from detente.model.formula import Mask

BITS = {
    (Replies.NONE, False): 1,
    (Replies.ANY, False): 2,
    (Replies.ANY, True): 4,
    (Replies.CREDIBLE, False): 8,
    (Replies.CREDIBLE, True): 16,
}
LANES = 64
MOST_DECISION_MAKERS = 64
ALL_PROCESSORS = 0


class Compiled:
    """Answers for one structure and its orders.

    Parameters
    ----------
    kernel : module
    structure : Structure
    orders : sequence of ndarray
        For each decision maker ``(orders, states)`` unsigned integers.
    threads : int
        How many threads work; 0 is one for each processor. The answer is the same for every number.
    """

    def __init__(
        self,
        kernel: ModuleType,
        structure: Structure,
        orders: Sequence[npt.NDArray[np.unsignedinteger]],
        threads: int = ALL_PROCESSORS,
    ) -> None:
        self.kernel, self.structure, self.threads = kernel, structure, threads
        widest = np.result_type(*orders)
        self.orders = [np.ascontiguousarray(o, dtype=widest) for o in orders]
        self.everything = np.ones(len(structure.states), dtype=bool)

    @cached_property
    def _moves(self) -> Any:
        arcs = [self.structure.moves.arcs(i) for i in range(len(self.orders))]
        return self.kernel.BatchStructure(self.everything.size, [a.starts for a in arcs], [a.targets for a in arcs])

    @cached_property
    def _paths(self) -> Any:
        return paths(self.kernel, self.structure.moves)

    def packed(
        self, profiles: npt.NDArray[np.int64], concepts: Sequence[Concept], progress: Progress | None
    ) -> npt.NDArray[np.uint64]:
        """Return ``(blocks, concepts, decision makers, states) uint64``, a bit for each profile."""
        bits, places = _in_order(concepts)
        words = self._solve(profiles, sum(bits), "flags", self.everything, progress)
        blocks = (len(profiles) + LANES - 1) // LANES
        return np.asarray(words.reshape(blocks, len(bits), len(self.orders), self.everything.size)[:, places])

    def flags(
        self, profiles: npt.NDArray[np.int64], concepts: Sequence[Concept], progress: Progress | None
    ) -> list[Mask]:
        """Return for each concept ``(profiles, decision makers, states) bool``."""
        bits, places = _in_order(concepts)
        if progress is not None:
            progress(0, len(profiles))
        masks = self._moves.masks(self.orders, profiles, sum(bits), self.threads, progress).view(bool)
        return [masks[place] for place in places]

    def equilibria(self, profiles: npt.NDArray[np.int64], concept: Concept, progress: Progress | None) -> Mask:
        """Return ``(profiles, states) bool``."""
        words = self._solve(profiles, _bit(concept), "joint", self.everything, progress)
        return unpacked(words.reshape(-1, self.everything.size), len(profiles))

    def reduced(
        self,
        profiles: npt.NDArray[np.int64],
        concept: Concept,
        how: str,
        wanted: Mask,
        progress: Progress | None,
    ) -> npt.NDArray[np.int64]:
        """Return ``(profiles,)``: what ``how`` makes of the equilibria, as :func:`plain.reduction`."""
        words = self._solve(profiles, _bit(concept), how, wanted, progress)
        if how == "counts":
            return np.asarray(words[: len(profiles)], dtype=np.int64)
        return np.asarray(unpacked(words, len(profiles)), dtype=np.int64)

    def walk(self, profiles: npt.NDArray[np.int64], question: Question, progress: Progress | None) -> Mask:
        """Return ``(profiles,) bool``: the answer to a question about single states."""
        if progress is not None:
            progress(0, len(profiles))
        words = self._paths.walk(
            self.orders,
            profiles,
            question.kind,
            question.state,
            question.wanted,
            [sum(1 << i for i in group) for group in question.groups],
            question.rules.joint,
            question.rules.answers,
            question.rules.improvement == "pareto",
            question.countermove,
            self.threads,
            progress,
        )
        return unpacked(words, len(profiles))

    def _solve(
        self, profiles: npt.NDArray[np.int64], concepts: int, answer: str, wanted: Mask, progress: Progress | None
    ) -> npt.NDArray[np.uint64]:
        if progress is not None:
            progress(0, len(profiles))
        words: npt.NDArray[np.uint64] = self._moves.solve(
            self.orders, profiles, concepts, answer, wanted, self.threads, progress
        )
        return words


def _bit(concept: Concept) -> int:
    return BITS[concept.replies, concept.survives_countermove]


def _in_order(concepts: Sequence[Concept]) -> tuple[list[int], list[int]]:
    """Return the bits of concepts, which is the order of the kernel's answers, and where each concept is among them."""
    bits = sorted({_bit(c) for c in concepts})
    return bits, [bits.index(_bit(c)) for c in concepts]


def unpacked(words: npt.NDArray[np.uint64], profiles: int) -> npt.NDArray[np.bool_]:
    """Return ``(profiles, ...) bool`` of words, ``(blocks, ...) uint64``, that have a bit for each of 64 profiles."""
    octets = np.ascontiguousarray(words.astype("<u8", copy=False)).view(np.uint8).reshape(*words.shape, 8)
    bits = np.unpackbits(octets, axis=-1, bitorder="little").view(bool)
    rows = np.moveaxis(bits, -1, 1).reshape(-1, *words.shape[1:])
    return np.asarray(rows[:profiles])
