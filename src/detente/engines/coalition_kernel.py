"""The compiled kernel for coalitions: arrays in, masks out."""

from __future__ import annotations

from collections.abc import Sequence
from types import ModuleType

import numpy as np
import numpy.typing as npt

from detente.concepts.coalitional import CoalitionConcept
from detente.engines import Progress
from detente.engines.kernel import processors
from detente.errors import TooLarge
from detente.model.conflict import Conflict
from detente.model.formula import Mask
from detente.model.memory import at_hand, require, written
from detente.model.moves import Coalition, OptionMoves

CODES = {"CNash": 0, "CGMR": 1, "CSMR": 2, "CSEQ": 3}
WAYS = ("nowhere", "components", "one move", "searched")
SMALL = 1 << 13
MOST_PLAYERS = 64
Words = npt.NDArray[np.uint64]


def answered(  # noqa: PLR0913 - what the kernel is given
    kernel: ModuleType,
    conflict: Conflict,
    concepts: Sequence[CoalitionConcept],
    groups: Sequence[Coalition],
    family: Sequence[Coalition],
    *,
    pareto: bool,
    progress: Progress | None = None,
) -> tuple[Mask, list[str]]:
    """Return ``(concepts, coalitions, states) bool``, True where stable, and how each coalition's moves were followed.

    Raises
    ------
    TooLarge
        If the answer or a table on the way to it would not fit into memory.
    """
    ranks = np.stack([order.ranks for order in conflict.orders]).astype(np.int32)
    followed = len(family) if any(c.name == "CSEQ" for c in concepts) else 0
    threads = _threads(ranks.shape[1] * (len(groups) * len(concepts) + followed))
    _require(ranks.shape[1], ranks.shape[0], len(concepts) * len(groups), max(1, threads))
    most_bytes = max(1 << 26, at_hand() // (2 * max(1, threads)))
    codes = np.array([CODES[c.name] for c in concepts], dtype=np.uint64)
    rest = (ranks, codes, _bits(groups), _bits(family), pareto, threads, most_bytes, progress)
    try:
        flags, ways = _asked(kernel, conflict, rest)
    except OverflowError:
        raise TooLarge(
            f"what coalitions can bring about is more than {written(most_bytes)} here, since directions, freezes or "
            "explicit moves make every state a case of its own; ask for fewer coalitions at once (--coalition)"
        ) from None
    return np.asarray(flags).view(np.bool_), [WAYS[w] for w in np.asarray(ways).tolist()]


def _asked(kernel: ModuleType, conflict: Conflict, rest: tuple[object, ...]) -> tuple[object, object]:
    moves = conflict.moves
    if isinstance(moves, OptionMoves) and _is_packed(moves):
        frozen = np.ascontiguousarray(moves.frozen) if moves.freezes else None
        words, owned = np.ascontiguousarray(moves.states.words), np.stack(moves.owned)
        found: tuple[object, object] = kernel.option_coalitions(
            words, owned, moves.only_up, moves.only_down, frozen, *rest
        )
        return found
    lists = [moves.arcs(i) for i in range(moves.n_decision_makers)]
    starts = [np.ascontiguousarray(a.starts, dtype=np.int64) for a in lists]
    targets = [np.ascontiguousarray(a.targets, dtype=np.int64) for a in lists]
    answer: tuple[object, object] = kernel.arc_coalitions(starts, targets, *rest)
    return answer


def _is_packed(moves: OptionMoves) -> bool:
    """Whether the options of each decision maker fit into one word."""
    return all(sum(int(w).bit_count() for w in own) <= 64 for own in moves.owned)


def _bits(groups: Sequence[Coalition]) -> Words:
    return np.array([sum(1 << i for i in group) for group in groups], dtype=np.uint64)


def _threads(work: int) -> int:
    """Return how many threads to use; 0 works in this one, for what takes a few milliseconds."""
    return 0 if work < SMALL else processors()


def _require(n_states: int, n_players: int, n_masks: int, threads: int) -> None:
    needed = n_states * (n_masks + 4 * n_players + threads * (28 * n_players + 40))
    require(needed, f"{n_masks:,} lists of stable states", "ask for fewer coalitions or concepts at once")
