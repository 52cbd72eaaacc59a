"""Which comparisons of states the stability of some states can depend on, whatever the varied decision makers want.

An order matters through two kinds of comparison only: whether a state ranks above the one that is asked about, and
whether a move is an improvement that can be part of an answer. States that occur in none of them can be left out of
every enumeration, and orders that compare the others alike are one.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from detente.concepts import Concept, Replies
from detente.model.conflict import Conflict
from detente.model.moves import Indices

Pair = tuple[int, int]
Node = tuple[int, int]
NOBODY = -1


def comparisons(conflict: Conflict, concept: Concept, varied: Sequence[int], targets: Iterable[int]) -> list[set[Pair]]:
    """Return for each varied decision maker the pairs ``(a, b)`` where it matters whether ``a`` ranks above ``b``.

    Examples
    --------
    >>> import detente
    >>> from detente.concepts import concept
    >>> conflict = detente.load("syria-iraq-1975").conflict()
    >>> pairs = comparisons(conflict, concept("SEQ"), [0], [conflict.states.index("YNN")])
    >>> sorted((conflict.states.pattern(a), conflict.states.pattern(b)) for a, b in pairs[0])
    [('NNN', 'YNN'), ('NNY', 'YNN'), ('NYN', 'YNN'), ('NYY', 'YNN')]
    """
    found: dict[int, set[Pair]] = {i: set() for i in varied}
    search = Possible(conflict, concept, frozenset(varied))
    for target in targets:
        for player in range(len(conflict.decision_makers)):
            _of_target(search, player, target, found)
    return [found[i] for i in varied]


def _of_target(search: Possible, player: int, target: int, found: dict[int, set[Pair]]) -> None:
    own = found.get(player)
    for move in search.tempting(player, target):
        if own is not None:
            own.add((move, target))
        ends, steps = search.answers(player, move)
        for mover, start, end in steps:
            if mover in found:
                found[mover].add((end, start))
        if own is not None:
            own.update((q, target) for end in ends for q in search.against(player, end))
            own.discard((target, target))


class Possible:
    """The moves and answers that are possible under some orders of the varied decision makers.

    Parameters
    ----------
    conflict : Conflict
    concept : Concept
    varied : frozenset of int
        Their moves may all be improvements; the others' are what they are.
    """

    def __init__(self, conflict: Conflict, concept: Concept, varied: frozenset[int]) -> None:
        self.conflict, self.concept, self.varied = conflict, concept, varied
        self.players = range(len(conflict.decision_makers))
        self._found: dict[tuple[int, int], tuple[set[int], list[tuple[int, int, int]]]] = {}

    def tempting(self, player: int, state: int) -> Indices:
        """Return the moves from a state that can be improvements of a decision maker."""
        if player in self.varied:
            return self.conflict.moves.leaving(player, state)
        return self.conflict.improvements(player, state)

    def against(self, player: int, end: int) -> Iterator[int]:
        """Yield the states that must not be better if an answer that ends here is to be a sanction."""
        yield end
        if self.concept.survives_countermove:
            yield from self.conflict.moves.leaving(player, end).tolist()

    def answers(self, player: int, move: int) -> tuple[set[int], list[tuple[int, int, int]]]:
        """Return where answers to a move can end, and their steps ``(mover, start, end)`` if these must improve."""
        if self.concept.replies is Replies.NONE:
            return set(), []
        if (player, move) not in self._found:
            self._found[player, move] = self._walked(player, move)
        return self._found[player, move]

    def _walked(self, player: int, move: int) -> tuple[set[int], list[tuple[int, int, int]]]:
        others = [j for j in self.players if j != player]
        is_credible = self.concept.replies is Replies.CREDIBLE
        step = self.tempting if is_credible else self.conflict.moves.leaving
        seen: set[Node] = set()
        steps: list[tuple[int, int, int]] = []
        todo: list[Node] = [(move, NOBODY)]
        while todo:
            here, last = todo.pop()
            for mover in (j for j in others if j != last):
                for end in step(mover, here).tolist():
                    steps.append((mover, here, end))
                    if (end, mover) not in seen:
                        seen.add((end, mover))
                        todo.append((end, mover))
        return {end for end, _ in seen}, steps if is_credible else []
