"""k-implementation: what an interested party pays so that everybody chooses a profile of options (theory F2).

All decision makers choose their options once and at the same time. The party commits itself to payments that make what
each of them is to choose at least as good as anything else it could choose, whatever the others do. It pays only what
falls due where all do as they are meant to; what it promised for other profiles is never asked for.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction

import numpy as np

from detente.analysis.incentives.amounts import Amounts, Values
from detente.engines import Progress
from detente.errors import NotAnswered
from detente.model.conflict import Conflict
from detente.model.formula import Mask
from detente.model.options import Words, bit_mask, word_count

MOST_PROMISES = 1000
MOST_STATES = 1 << 16


@dataclass(frozen=True, slots=True)
class Promise:
    """A promise for a profile that nobody is meant to bring about.

    Attributes
    ----------
    to : int
        The decision maker to whom it is made.
    at : int
        The state where it would fall due: ``to`` does as it is meant to, somebody else does not.
    instead : int
        What ``to`` would rather have brought about there.
    amount : Fraction
        What makes up for that.
    by : int or None
        Who could keep it by a move of its own without paying: see ``end``; None if nobody could.
    end : int or None
        Where that move leads.
    credible : bool
        Whether that move is an improvement of whoever makes it; otherwise the promise needs a commitment.
    """

    to: int
    at: int
    instead: int
    amount: Fraction
    by: int | None
    end: int | None
    credible: bool


@dataclass(frozen=True, eq=False)
class KImplementation:
    """What it costs to bring a profile about.

    Attributes
    ----------
    paid : mapping
        From a decision maker to what it is really paid: the most that it could gain by choosing otherwise.
    cost : Fraction
        The sum; 0 for a Nash equilibrium of simultaneous choice.
    instead : mapping
        From a decision maker to its best other choice there, or None if it has none that is better.
    promises : tuple of Promise
        What is promised for other profiles, so that nobody needs to trust that the others do as they are meant to.
    in_all : int
        How many promises there are.
    promised : Fraction
        The largest sum that could fall due at one other profile.
    """

    paid: dict[int, Fraction]
    cost: Fraction
    instead: dict[int, int | None]
    promises: tuple[Promise, ...]
    in_all: int
    promised: Fraction

    @property
    def complete(self) -> bool:
        """Whether all promises are listed."""
        return len(self.promises) == self.in_all


def k_implementation(
    conflict: Conflict, target: int, amounts: Amounts, progress: Progress | None = None
) -> KImplementation:
    """Return what is paid, and what is promised, for a profile of options to be chosen by all.

    Parameters
    ----------
    conflict : Conflict
    target : int
    amounts : Amounts
        What states are worth to every decision maker.
    progress : callable, optional

    Raises
    ------
    NotAnswered
        If somebody's reading gives no numbers, choices at the same time are not defined in this kind of model, or there
        are too many states.

    Notes
    -----
    A choice is any that leaves a feasible state, whatever directions and freezes say: everybody chooses afresh. Where
    there are neither, the cost is the sum of the transfers that make the profile Nash.

    Examples
    --------
    >>> import detente
    >>> from detente.analysis.incentives.amounts import numbers
    >>> conflict = detente.load("assurance").conflict()
    >>> found = k_implementation(conflict, conflict.states.index("YY"), numbers(conflict))
    >>> str(found.cost), [(p.to, str(p.amount)) for p in found.promises]
    ('0', [(0, '2'), (1, '2')])
    """
    _require_choices(conflict)
    slugs = conflict.structure.slugs
    missing = [slug for slug, values in zip(slugs, amounts.values, strict=True) if values is None]
    if missing:
        raise NotAnswered(f"the case gives an order only, and no numbers, for {', '.join(missing)}")
    choosing = _Choosing(conflict, target, amounts)
    paid, instead = {}, {}
    for player in range(len(slugs)):
        best, gain = choosing.best(player, target)
        paid[player], instead[player] = amounts.written(gain), best if gain else None
    promises: list[Promise] = []
    falling_due: dict[int, Fraction] = {}
    in_all = 0
    for promise in choosing.promises(progress):
        in_all += 1
        falling_due[promise.at] = falling_due.get(promise.at, Fraction(0)) + promise.amount
        if len(promises) < MOST_PROMISES:
            promises.append(promise)
    most = max(falling_due.values(), default=Fraction(0))
    return KImplementation(paid, sum(paid.values(), Fraction(0)), instead, tuple(promises), in_all, most)


def _require_choices(conflict: Conflict) -> None:
    structure = conflict.structure
    if len(structure.states) > MOST_STATES:
        raise NotAnswered(f"k-implementation is worked out for up to {MOST_STATES:,} states")
    if structure.has_joint_moves:
        return
    if not structure.option_names:
        raise NotAnswered("k-implementation needs options that all choose at once: this case lists its states by name")
    if structure.states.is_merged:
        raise NotAnswered("k-implementation needs states that fix every option: this case merges states")
    raise NotAnswered("k-implementation needs moves that change the mover's own options only")


class _Choosing:
    """Everybody's choices as bits: who differs from a state in its own options only."""

    def __init__(self, conflict: Conflict, target: int, amounts: Amounts) -> None:
        self.conflict, self.target, self.amounts = conflict, target, amounts
        width = word_count(len(conflict.states.options))
        self.own: Sequence[Words] = [bit_mask((o.bit for o in dm.options), width) for dm in conflict.decision_makers]

    def best(self, player: int, state: int) -> tuple[int, int]:
        """Return the best that a decision maker can choose while the others choose as in ``state``, and its gain."""
        values = self._values(player)
        reached = np.flatnonzero(self._agree(~self.own[player], state))
        best = int(reached[np.argmax(values[reached])])
        gain = int(values[best]) - int(values[state])
        return (best, gain) if gain > 0 else (state, 0)

    def promises(self, progress: Progress | None) -> Iterator[Promise]:
        """Yield what each decision maker has to be promised where others do not do as they are meant to."""
        for player in range(len(self.own)):
            meant = np.flatnonzero(self._agree(self.own[player], self.target))
            for done, state in enumerate(meant.tolist()):
                if progress is not None:
                    progress(player * len(meant) + done, len(self.own) * len(meant))
                best, gain = self.best(player, state)
                if gain and state != self.target:
                    by, end, credible = self._kept(player, state, gain)
                    yield Promise(player, state, best, self.amounts.written(gain), by, end, credible)

    def _kept(self, player: int, state: int, gain: int) -> tuple[int | None, int | None, bool]:
        """Return who could keep a promise by a move of its own, where to, and whether it would."""
        values = self._values(player)
        able: tuple[int | None, int | None, bool] = (None, None, False)
        for other in (j for j in range(len(self.own)) if j != player):
            ranks = self.conflict.orders[other].ranks
            for end in self.conflict.moves.leaving(other, state).tolist():
                if int(values[end]) - int(values[state]) >= gain:
                    if ranks[end] > ranks[state]:
                        return other, end, True
                    able = (other, end, False) if able[0] is None else able
        return able

    def _agree(self, bits: Words, state: int) -> Mask:
        words = self.conflict.states.words
        return np.asarray(~((words ^ words[state]) & bits).any(axis=1))

    def _values(self, player: int) -> Values:
        values = self.amounts.values[player]
        assert values is not None  # noqa: S101 - asked before
        return values
