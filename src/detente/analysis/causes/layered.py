"""Stability at one state as a causal model: moves, preferences, sanctions, deterrence, each a variable (theory E4).

``Arc(q)``: the decision maker can go to *q*. ``Better(x)``: it prefers *x* to where it stands. ``UI(q)``: it improves
by going to *q*. ``Reach(q,k)``: answers to *q* lead to *k*. ``Sanc(q,k)``: they do, and *k* deters. ``Deterred(q)``:
some sanction is there. ``Stable``: whatever improves is deterred. For concepts with a counter-move ``Escape(k,z)``:
from *k* it could go on to *z*, which it prefers to where it stood.

As theory E4 writes it, all answers stand side by side. With ``nearest_first`` an answer comes only if none of fewer
moves does: ``Comes(q,k)`` stands between ``Sanc(q,k)`` and ``Deterred(q)``, as the stones that hit in the tale of
Suzy and Billy.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from detente.analysis.causes.causal_model import CausalModel, Equation, Variable
from detente.analysis.witness import reply_paths
from detente.concepts import Concept, Replies
from detente.errors import NotAnswered
from detente.model.conflict import Conflict

NAMES = ("Nash", "GMR", "SMR", "SEQ", "SSEQ")
Lengths = Mapping[int, int]


def require_layers(concept: Concept) -> None:
    """Raise NotAnswered if the answers of a concept come at the same moment as the move, so that no layers follow."""
    if concept.replies is Replies.JOINT:
        raise NotAnswered(
            f"what deters under {concept.name} is not asked: its answers come at the same moment as the move; "
            f"ask about {', '.join(NAMES)}"
        )


def layered_model(
    conflict: Conflict, concept: Concept, player: int, state: int, *, nearest_first: bool = False
) -> CausalModel:
    """Return the causal model of whether a state is stable for one decision maker.

    Parameters
    ----------
    conflict : Conflict
    concept : Concept
        Nash, GMR, SMR, SEQ or SSEQ.
    player, state : int
    nearest_first : bool
        Whether an answer comes only if no answer of fewer moves does.

    Raises
    ------
    NotAnswered
        For simultaneous stability.

    Notes
    -----
    Every move, improvement or not, and every answer that there is has its variables, so only small conflicts have
    small models. Answers that only other preferences or moves would make possible are not in it.

    Examples
    --------
    >>> import detente
    >>> from detente.concepts import concept
    >>> conflict = detente.load("prisoners-dilemma").conflict()
    >>> model = layered_model(conflict, concept("SEQ"), 0, conflict.states.index("YY"))
    >>> model.order[-1], model.solve()["Stable"]
    ('Stable', True)
    """
    require_layers(concept)
    return _Layers(conflict, concept, player, state, nearest_first).model()


def name_of(kind: str, conflict: Conflict, *states: int) -> str:
    """Return the name of a variable of the model.

    Examples
    --------
    >>> import detente
    >>> name_of("Sanc", detente.load("chicken").conflict(), 1, 3)
    'Sanc(YN,YY)'
    """
    return f"{kind}({','.join(map(conflict.states.pattern, states))})"


@dataclass(eq=False)
class _Layers:
    conflict: Conflict
    concept: Concept
    player: int
    state: int
    nearest_first: bool

    def model(self) -> CausalModel:
        """Return the variables, from the facts up to stability."""
        moves = [int(q) for q in self.conflict.moves.leaving(self.player, self.state)]
        answers = {q: self._answers(q) for q in moves}
        ends = {k for lengths in answers.values() for k in lengths}
        counters = {k: self._counters(k) for k in ends}
        compared = {*moves, *ends, *(z for zs in counters.values() for z in zs)}
        order = self.conflict.orders[self.player]
        variables = [self._fact("Better", x, holds=bool(order.tempts(x, self.state))) for x in sorted(compared)]
        for k in sorted(ends):
            variables += [self._both("Escape", (k, z), [self.name("Better", z)]) for z in counters[k]]
        for q in moves:
            variables += [self._fact("Arc", q, holds=True), self._improves(q)]
            variables += self._answered(q, answers[q], counters)
        parents = [p for q in moves for p in (self.name("UI", q), self.name("Deterred", q))]
        return CausalModel((*variables, Variable("Stable", _is_stable(parents), tuple(parents))))

    def name(self, kind: str, *states: int) -> str:
        """Return the name of a variable."""
        return name_of(kind, self.conflict, *states)

    def _answers(self, move: int) -> Lengths:
        """Return where answers end, each with the fewest moves that lead there."""
        lengths: dict[int, int] = {}
        for path in reply_paths(self.conflict, self.concept, self.player, self.state, move):
            lengths.setdefault(path[-1].end, len(path))
        return lengths

    def _counters(self, end: int) -> list[int]:
        if not self.concept.survives_countermove:
            return []
        return [int(z) for z in self.conflict.moves.leaving(self.player, end)]

    def _fact(self, kind: str, *states: int, holds: bool) -> Variable:
        return Variable(self.name(kind, *states), lambda _: holds)

    def _both(self, kind: str, states: Sequence[int], parents: Sequence[str]) -> Variable:
        return Variable(self.name(kind, *states), lambda v: all(v.values()), tuple(parents))

    def _improves(self, move: int) -> Variable:
        return self._both("UI", (move,), [self.name("Arc", move), self.name("Better", move)])

    def _answered(self, move: int, lengths: Lengths, counters: Mapping[int, Iterable[int]]) -> list[Variable]:
        """Return the variables of the answers to one move."""
        made: list[Variable] = []
        for k in lengths:
            reach = self._fact("Reach", move, k, holds=True)
            against = [self.name("Better", k), *(self.name("Escape", k, z) for z in counters[k])]
            made += [reach, Variable(self.name("Sanc", move, k), _only(reach.name), (reach.name, *against))]
        last = "Comes" if self.nearest_first else "Sanc"
        if self.nearest_first:
            made += [self._comes(move, k, lengths) for k in lengths]
        parents = tuple(self.name(last, move, k) for k in lengths)
        return [*made, Variable(self.name("Deterred", move), lambda v: any(v.values()), parents)]

    def _comes(self, move: int, end: int, lengths: Lengths) -> Variable:
        sanction = self.name("Sanc", move, end)
        nearer = [self.name("Comes", move, k) for k, n in lengths.items() if n < lengths[end]]
        return Variable(self.name("Comes", move, end), _only(sanction), (sanction, *nearer))


def _only(first: str) -> Equation:
    """Return the equation: the first parent holds, and none of the others does."""
    return lambda v: v[first] and not any(value for name, value in v.items() if name != first)


def _is_stable(parents: Sequence[str]) -> Equation:
    """Return the equation of stability; the parents are every move's improvement and deterrence in turn."""
    pairs = list(zip(parents[::2], parents[1::2], strict=True))
    return lambda v: all(v[deterred] or not v[improves] for improves, deterred in pairs)
