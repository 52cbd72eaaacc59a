"""The compiled engine for states that can be listed: reverse search, one pass for each decision maker and concept.

How it works is told in the theory pages (docs/theory/engines.md); the loops are C++, in the folder ``kernel``.
"""

from __future__ import annotations

import os
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from types import ModuleType
from typing import cast, overload

import numpy as np
import numpy.typing as npt

from detente.concepts import Concept, Replies
from detente.engines import Progress
from detente.engines.native import absent, module
from detente.errors import NotTaken
from detente.model.conflict import Conflict
from detente.model.formula import Mask
from detente.model.moves import OptionMoves

Flags = npt.NDArray[np.uint8]
HERE = 1 << 16
EXTRACTED = 1 << 26
MOST_CUBE_OPTIONS = 30
MOST_OWN_OPTIONS = 6
MOST_ROW_WORDS = 8
_BITS = {
    (Replies.NONE, False): 1,
    (Replies.ANY, False): 2,
    (Replies.ANY, True): 4,
    (Replies.CREDIBLE, False): 8,
    (Replies.CREDIBLE, True): 16,
}


@dataclass(frozen=True)
class Kernel:
    """The explicit engine on the compiled kernel; takes weak orders, option moves and explicit arcs, but not SIM.

    Attributes
    ----------
    threads : int or None
        How many threads work; 0 works in the calling one, without looking at Ctrl-C or telling progress. None takes one
        for each processor, and 0 for small models. The answer is the same.
    form : str
        How option moves are held: ``options``, as a cube of all combinations; ``strategies``, as a cube of the
        combinations of each decision maker that occur; ``compact``, as a list of states; ``best`` takes the first of
        these that is not much larger than the list. The answer is the same.
    target : str or None
        The instruction set, ``baseline``, ``avx2`` or ``avx512``; None takes the best. The answer is the same.
    """

    threads: int | None = None
    form: str = "best"
    target: str | None = None

    name = "kernel"

    def stable(self, conflict: Conflict, concept: Concept, player: int) -> Mask:
        """Return ``(states,) bool``: the states that are stable for ``player``; see :class:`detente.engines.Engine`."""
        flags = self.flags(conflict, [concept], player=player)
        return np.asarray(flags[0] != 0)

    def stabilities(
        self, conflict: Conflict, concepts: Sequence[Concept], progress: Progress | None = None
    ) -> dict[str, tuple[Mask, ...]]:
        """Return every mask of several concepts; see :class:`detente.engines.Engine`.

        Notes
        -----
        Cost: for each concept a visit to each state for each pair of decision makers, together some 100 ns for each
        state and decision maker; memory as :func:`bytes_needed` says. Above 64 million flags the masks of a concept
        are not a tuple but a sequence that makes each mask when it is asked for.
        """
        bits = {c.name: _bit(c) for c in concepts}
        flags = self._flags(conflict, sum(set(bits.values())), progress, None)
        return {name: _masks(flags, bit) for name, bit in bits.items()}

    def flags(
        self,
        conflict: Conflict,
        concepts: Sequence[Concept],
        progress: Progress | None = None,
        *,
        player: int | None = None,
    ) -> Flags:
        """Return stability under several concepts in one array, which takes the least memory.

        Parameters
        ----------
        conflict : Conflict
        concepts : sequence of Concept
        progress : callable, optional
            Called now and then with how much of how much is done; an exception that it raises ends the work.
        player : int, optional
            The only decision maker that is asked about.

        Returns
        -------
        ndarray
            ``(decision makers, states) uint8``, or ``(1, states)`` for one; the bits 0 to 4 stand for Nash, GMR, SMR,
            SEQ and SSEQ, and are set where the state is stable.

        Raises
        ------
        NotTaken
            If the kernel is not installed, or a concept is none of these.
        """
        return self._flags(conflict, sum({_bit(c) for c in concepts}), progress, player)

    def _flags(self, conflict: Conflict, asked: int, progress: Progress | None, player: int | None) -> Flags:
        compiled = _compiled()
        if not asked:
            return np.zeros((len(conflict.decision_makers), len(conflict.states)), dtype=np.uint8)
        if isinstance(conflict.moves, OptionMoves):
            return self._of_options(compiled, conflict, asked, progress, player)
        return self._of_arcs(compiled, conflict, asked, progress, player)

    def _of_options(
        self, compiled: ModuleType, conflict: Conflict, asked: int, progress: Progress | None, player: int | None
    ) -> Flags:
        moves = cast("OptionMoves", conflict.moves)
        flags: Flags = compiled.option_stability(
            words=np.ascontiguousarray(moves.states.words),
            owned=np.array(moves.owned),
            only_up=moves.only_up,
            only_down=moves.only_down,
            frozen=np.ascontiguousarray(moves.frozen) if moves.freezes else None,
            ranks=_ranks(conflict),
            n_options=len(moves.states.options),
            concepts=asked,
            player=player,
            form=self.form,
            threads=self._threads(conflict),
            target=self.target,
            progress=progress,
        )
        return flags

    def _of_arcs(
        self, compiled: ModuleType, conflict: Conflict, asked: int, progress: Progress | None, player: int | None
    ) -> Flags:
        arcs = [conflict.moves.arcs(i) for i in range(len(conflict.decision_makers))]
        flags: Flags = compiled.arc_stability(
            starts=[np.ascontiguousarray(a.starts) for a in arcs],
            targets=[np.ascontiguousarray(a.targets) for a in arcs],
            ranks=_ranks(conflict),
            concepts=asked,
            player=player,
            threads=self._threads(conflict),
            progress=progress,
        )
        return flags

    def _threads(self, conflict: Conflict) -> int:
        if self.threads is not None:
            return self.threads
        if len(conflict.states) * len(conflict.decision_makers) < HERE:
            return 0
        return processors()


ENGINE = Kernel()


def processors() -> int:
    """Return how many processors this process may use."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


def bytes_needed(
    n_states: int,
    n_options: int,
    options_per_dm: Sequence[int],
    n_decision_makers: int,
    rank_bytes: int,
    threads: int,
) -> int:
    """Return how many bytes the kernel takes for five concepts, its answer included; the model is not.

    Parameters
    ----------
    n_states, n_options : int
    options_per_dm : sequence of int
        How many options each decision maker has.
    n_decision_makers : int
    rank_bytes : int
        1, 2 or 4: what the greatest rank, plus one, fits into.
    threads : int

    Notes
    -----
    Without freezes; these take another mask for each state and decision maker. Where the options are no cube, the
    larger of what the two other forms can take. Explicit arcs need about 30 bytes for each state and decision maker,
    and 4 for each move.
    """
    answer, n = n_states * n_decision_makers, n_decision_makers
    if fits_cube(n_states, n_options, options_per_dm):
        return answer + _cube_bytes(1 << n_options, options_per_dm, n, rank_bytes, threads)
    as_list = n_states * (n * (4 + 8 + 8 + 8 + 8 + 5) + threads * (12 * n + 25))
    as_strategies = 4 * n_states + _cube_bytes(4 * n_states, options_per_dm, n, rank_bytes, threads)
    return answer + max(as_list, as_strategies)


def fits_cube(n_states: int, n_options: int, options_per_dm: Sequence[int]) -> bool:
    """Return whether the kernel lays a model out as a cube, if all options of a decision maker are neighbours."""
    if n_options > MOST_CUBE_OPTIONS or max(options_per_dm, default=0) > MOST_OWN_OPTIONS:
        return False
    row_words = -(-(len(options_per_dm) - 1) * _mask_bytes(options_per_dm) // 8)
    return row_words <= MOST_ROW_WORDS and 1 << n_options <= max(1 << 12, 4 * n_states)


def _cube_bytes(n_cube: int, options_per_dm: Sequence[int], n: int, rank_bytes: int, threads: int) -> int:
    mask_bytes = _mask_bytes(options_per_dm)
    narrowest = min([min(k, MOST_OWN_OPTIONS) for k in options_per_dm if k] or [0])
    slice_size = max(1, n_cube >> narrowest)
    row_words = -(-(n - 1) * mask_bytes // 8)
    per_thread = slice_size * (8 * row_words + 8) + (n - 1) * (slice_size >> narrowest) * mask_bytes + slice_size // 2
    return n_cube * (n * (rank_bytes + mask_bytes) + 3 * rank_bytes + 1) + threads * per_thread


def _mask_bytes(options_per_dm: Sequence[int]) -> int:
    return 1 << max(0, min(MOST_OWN_OPTIONS, max(options_per_dm, default=0)) - 3)


def _compiled() -> ModuleType:
    found = module()
    if found is None:
        raise NotTaken(f"the engine kernel is not there: {absent()}; the engine edges answers the same questions")
    return found


def _bit(concept: Concept) -> int:
    key = (concept.replies, concept.survives_countermove)
    if key not in _BITS:
        raise NotTaken(f"the engine kernel does not take {concept.name}; the engine edges does")
    return _BITS[key]


def _ranks(conflict: Conflict) -> list[npt.NDArray[np.signedinteger]]:
    return [np.ascontiguousarray(order.ranks) for order in conflict.orders]


def _masks(flags: Flags, bit: int) -> tuple[Mask, ...]:
    if flags.size > EXTRACTED:
        return cast("tuple[Mask, ...]", Extracted(flags, bit))
    return tuple((flags & np.uint8(bit)) != 0)


@dataclass(frozen=True, eq=False)
class Extracted(Sequence[Mask]):
    """The masks of one concept for all decision makers, each made when it is asked for."""

    flags: Flags
    bit: int

    def __len__(self) -> int:
        """Return the number of decision makers."""
        return len(self.flags)

    @overload
    def __getitem__(self, at: int) -> Mask: ...

    @overload
    def __getitem__(self, at: slice) -> Sequence[Mask]: ...

    def __getitem__(self, at: int | slice) -> Mask | Sequence[Mask]:
        """Return the mask of one decision maker."""
        if isinstance(at, slice):
            return Extracted(self.flags[at], self.bit)
        made = self.flags[at] & np.uint8(self.bit)
        return np.asarray(np.not_equal(made, 0, out=made.view(np.bool_)))

    def __iter__(self) -> Iterator[Mask]:
        """Make one mask after the other."""
        return (self[i] for i in range(len(self)))
