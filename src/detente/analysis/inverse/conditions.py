"""What makes a state stable for one decision maker, as a condition on what it ranks above that state (theory D4).

Every improvement gives one *clause*. It is met if the improvement itself is not ranked above the state, or if a
sanction works; either way some set of states, a *block*, must all be *kept down*: not ranked above the state. So a
clause is a list of blocks, one of which must be kept down whole, and the condition is that all clauses are met. Keeping
down more never breaks it, which is why the good upper sets are closed under taking subsets.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass

import numpy as np

from detente.concepts import Concept, Replies
from detente.model.conflict import Conflict
from detente.model.formula import Mask
from detente.model.moves import Indices, Walk, legal_reach

Block = frozenset[int]
Clause = tuple[Block, ...]
Ends = Callable[[int], Indices]


@dataclass(frozen=True, slots=True)
class Condition:
    """When a state is stable for one decision maker, as a condition on the set of states that it ranks above it.

    Attributes
    ----------
    state : int
    clauses : tuple of tuple of frozenset
        For each improvement that matters, the blocks; one block of every clause must be kept down whole.
    """

    state: int
    clauses: tuple[Clause, ...]

    @property
    def matters(self) -> frozenset[int]:
        """The states whose place against the target matters."""
        return frozenset().union(*(block for clause in self.clauses for block in clause))

    def holds(self, above: Mask) -> bool:
        """Is it met if exactly these states, ``(states,) bool``, rank above the target?"""
        return all(any(not any(above[q] for q in block) for block in clause) for clause in self.clauses)


def condition(conflict: Conflict, concept: Concept, player: int, state: int, walk: Walk | None = None) -> Condition:
    """Return when a state is stable for a decision maker, as a condition on its own order.

    Parameters
    ----------
    conflict : Conflict
        Its moves count, and for SEQ and SSEQ the orders of the others too.
    concept : Concept
        Any but simultaneous stability.
    player, state : int
    walk : Walk, optional
        The steps that the others can answer with, in place of those of the concept.

    Notes
    -----
    Nash, GMR and SMR depend on nothing but this set, so the conditions of different decision makers are independent
    (theory D4). For SEQ and SSEQ they are so for fixed orders of the others.

    Examples
    --------
    >>> import detente
    >>> from detente.concepts import concept
    >>> conflict = detente.load("syria-iraq-1975").conflict()
    >>> target = conflict.states.index("YNN")
    >>> found = condition(conflict, concept("GMR"), 0, target)
    >>> [sorted(conflict.states.pattern(q) for block in clause for q in block) for clause in found.clauses]
    [['NNN', 'NNY'], ['NYN', 'NYY']]
    """
    ends = answers(conflict, concept, player, walk)
    clauses = []
    for move in conflict.moves.leaving(player, state).tolist():
        blocks = {frozenset([move])}
        for end in ends(move).tolist():
            further = conflict.moves.leaving(player, end).tolist() if concept.survives_countermove else ()
            blocks.add(frozenset([end, *further]) - {state})
        if frozenset() not in blocks:
            clauses.append(smallest(blocks))
    return Condition(state, tuple(dict.fromkeys(clauses)))


def answers(conflict: Conflict, concept: Concept, player: int, walk: Walk | None = None) -> Ends:
    """Return the function from an improvement of a decision maker to the states where the others' answers end."""
    others = tuple(j for j in range(len(conflict.decision_makers)) if j != player)
    if concept.replies is Replies.NONE or not others:
        return lambda _: np.zeros(0, dtype=np.int64)
    if walk is None:
        walk = conflict.improving if concept.replies is Replies.CREDIBLE else conflict.structure.walk
    steps = walk
    return lambda move: np.flatnonzero(legal_reach(steps, others, move, len(conflict.states)))


def smallest(sets: Iterable[Block]) -> tuple[Block, ...]:
    """Return the sets that contain no other one, the smaller first, in a fixed order.

    Examples
    --------
    >>> [sorted(s) for s in smallest([frozenset({1, 2}), frozenset({2}), frozenset({1, 3})])]
    [[2], [1, 3]]
    """
    kept: list[Block] = []
    by_member: dict[int, list[Block]] = {}
    for candidate in sorted(set(sets), key=lambda s: (len(s), sorted(s))):
        if not candidate:
            return (candidate,)
        rivals = (rival for q in candidate for rival in by_member.get(q, ()))
        if not any(rival <= candidate for rival in rivals):
            kept.append(candidate)
            by_member.setdefault(min(candidate), []).append(candidate)
    return tuple(kept)
