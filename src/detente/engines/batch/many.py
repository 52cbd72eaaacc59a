"""What is asked of many preference profiles at once."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import cached_property
from itertools import product
from typing import TypeVar

import numpy as np
import numpy.typing as npt

from detente.concepts import Concept, Replies
from detente.engines import Progress, native
from detente.engines.batch.compiled import ALL_PROCESSORS, MOST_DECISION_MAKERS, Compiled
from detente.engines.batch.forward import Answers, Kind, Question, Rules, RulesLike
from detente.engines.batch.plain import Plain, reduction
from detente.engines.batch.simultaneous import Simultaneous
from detente.errors import ModelError, NotTaken
from detente.model.conflict import Structure
from detente.model.formula import Mask
from detente.model.moves import Coalition, coalitions
from detente.model.preferences import Preference, dense

Profiles = npt.NDArray[np.integer] | Sequence[Sequence[int]]
Orders = npt.NDArray[np.unsignedinteger]
Places = npt.NDArray[np.intp] | None
Distinct = tuple[npt.NDArray[np.int64], Places]
Some = TypeVar("Some", bound=np.generic)
MOST_SORTED = 1 << 12
DEFAULT = Rules()


@dataclass(frozen=True, eq=False)
class Batch:
    """One structure, and the orders from which preference profiles are made.

    Parameters
    ----------
    structure : Structure
    ranks : tuple of ndarray
        For each decision maker ``(orders, states)`` integers: the orders that it may have, higher better, equal is
        indifferent. They are brought to the least unsigned type that holds them.
    threads : int
        How many threads of the compiled kernel work; 0 is one for each processor. The answers do not depend on it.

    Notes
    -----
    ``profiles``, in every question, is ``(profiles, decision makers)`` integers: which of its orders each decision
    maker has. There may be none. A batch keeps what it finds out about the structure: make one and keep it.

    Examples
    --------
    >>> import detente
    >>> case = detente.load("peace-treaty")
    >>> batch = Batch.of(case.structure, [list(r.values()) for r in case.preferences.values()])
    >>> here, treaty = case.conflict().status_quo, case.structure.states.truth(case.outcome)
    >>> profiles = batch.all_profiles()
    >>> int(batch.attainable(profiles, here, treaty).sum()), len(profiles)
    (8, 48)
    """

    structure: Structure
    ranks: tuple[Orders, ...]
    threads: int = ALL_PROCESSORS
    _kept: dict[str, Compiled] = field(default_factory=dict, init=False, repr=False)

    def __post_init__(self) -> None:
        n, size = len(self.structure.decision_makers), len(self.structure.states)
        if len(self.ranks) != n:
            raise ModelError(f"a batch needs the orders of {n} decision makers, got {len(self.ranks)}")
        object.__setattr__(self, "ranks", tuple(_compact(r, size) for r in self.ranks))

    @classmethod
    def of(cls, structure: Structure, preferences: Sequence[Sequence[Preference]]) -> Batch:
        """Return the batch of all preferences that each decision maker may have; equal ones may occur.

        Raises
        ------
        ModelError
            If there are no preferences for some decision maker, or one of them does not order the states.
        """
        if not all(preferences):
            raise ModelError("a batch needs at least one preference for each decision maker")
        return cls(structure, tuple(np.stack([structure.order(p).ranks for p in given]) for given in preferences))

    @cached_property
    def n_orders(self) -> tuple[int, ...]:
        """How many orders each decision maker has."""
        return tuple(len(r) for r in self.ranks)

    def all_profiles(self) -> npt.NDArray[np.int64]:
        """Return ``(profiles, decision makers) int64``: every combination, the last column changing fastest."""
        return np.array(list(product(*map(range, self.n_orders))), dtype=np.int64).reshape(-1, len(self.ranks))

    # ------------------------------------------------------------------------------------------- stability

    def stabilities(
        self, profiles: Profiles, concepts: Sequence[Concept], progress: Progress | None = None
    ) -> dict[str, Mask]:
        """Return for each concept's name ``(profiles, decision makers, states) bool``: which states are stable.

        Parameters
        ----------
        profiles : array
        concepts : sequence of Concept
        progress : callable, optional
            Called now and then with the profiles done and in all; an exception that it raises ends the work.

        Raises
        ------
        ModelError
            If the profiles have the wrong shape or name orders that do not exist.
        NotAnswered
            If a concept does not exist in this kind of model.

        Notes
        -----
        Cost: for each profile a few passes over the moves; equal profiles are solved once. Simultaneous stability is
        worked out one profile after the other.
        """
        distinct, place = self._distinct(profiles)
        sequential = [c for c in concepts if c.replies is not Replies.JOINT]
        found: dict[str, Mask] = {}
        if sequential:
            masks = self._machine().flags(distinct, sequential, progress)
            found = {c.name: _at(mask, place) for c, mask in zip(sequential, masks, strict=True)}
        for c in concepts:
            if c.replies is Replies.JOINT:
                found[c.name] = _at(self._simultaneous.flags(distinct, progress), place)
        return found

    def packed(
        self, profiles: Profiles, concepts: Sequence[Concept], progress: Progress | None = None
    ) -> npt.NDArray[np.uint64]:
        """Return ``(blocks, concepts, decision makers, states) uint64``: a bit for each profile, set where stable.

        Bit ``b`` of block ``k`` is profile ``64 k + b``; bits past the last profile are zero. The same answers as
        :meth:`stabilities` in an eighth of the memory, for those who count or combine them.

        Raises
        ------
        NotTaken
            For simultaneous stability.
        """
        if any(c.replies is Replies.JOINT for c in concepts):
            raise NotTaken("simultaneous stability is not packed; ask for stabilities")
        return self._machine().packed(self._checked(profiles), concepts, progress)

    def stable_at(self, profiles: Profiles, concept: Concept, state: int, players: Sequence[int] | None = None) -> Mask:
        """Return ``(profiles, players) bool``: for which decision makers a state is stable; for all if none are named.

        Notes
        -----
        Only the replies to improvements from this state are followed, so the structure may be large.
        """
        distinct, place = self._distinct(profiles)
        chosen = list(range(len(self.ranks)) if players is None else players)
        self._require(state, chosen)
        if concept.replies is Replies.JOINT:
            return _at(self._simultaneous.flags(distinct, None)[:, chosen, state], place)
        rules = Rules(answers=_ANSWERS[concept.replies])
        stable = np.empty((len(distinct), len(chosen)), dtype=bool)
        for k, player in enumerate(chosen):
            question = Question("unstable", state, self._all, ((player,),), rules, concept.survives_countermove)
            stable[:, k] = ~self._machine().walk(distinct, question, None)
        return _at(stable, place)

    def equilibria(self, profiles: Profiles, concept: Concept, progress: Progress | None = None) -> Mask:
        """Return ``(profiles, states) bool``: the states that are stable for every decision maker."""
        distinct, place = self._distinct(profiles)
        return _at(self._equilibria(distinct, concept, progress), place)

    def in_some_equilibrium(
        self, profiles: Profiles, concept: Concept, wanted: Mask, progress: Progress | None = None
    ) -> Mask:
        """Return ``(profiles,) bool``: whether some equilibrium is wanted; False where there is no equilibrium."""
        return self._reduced(profiles, concept, "some", wanted, progress).astype(bool)

    def in_every_equilibrium(
        self, profiles: Profiles, concept: Concept, wanted: Mask, progress: Progress | None = None
    ) -> Mask:
        """Return ``(profiles,) bool``: whether all equilibria are wanted; True where there is no equilibrium."""
        return self._reduced(profiles, concept, "every", wanted, progress).astype(bool)

    def count_equilibria(
        self, profiles: Profiles, concept: Concept, wanted: Mask | None = None, progress: Progress | None = None
    ) -> npt.NDArray[np.int64]:
        """Return ``(profiles,) int64``: how many equilibria there are, or how many of the wanted states are one."""
        return self._reduced(profiles, concept, "counts", self._all if wanted is None else wanted, progress)

    # ---------------------------------------------------------------------------------------- attainability

    def attainable(
        self,
        profiles: Profiles,
        start: int,
        wanted: Mask,
        groups: Sequence[Coalition] = (),
        rules: RulesLike = DEFAULT,
        progress: Progress | None = None,
    ) -> Mask:
        """Return ``(profiles,) bool``: whether a chain of unanswered joint improvements leads to a wanted state.

        Parameters
        ----------
        profiles : array
        start : int
            The state where the chain begins.
        wanted : ndarray
            ``(states,) bool``.
        groups : sequence of tuple of int
            The coalitions that can act; all of them if none are given.
        rules : Rules, optional
            What counts as a joint move, as an answer and as an improvement: an object with ``joint``, ``answers`` and
            ``improvement``, such as :class:`detente.analysis.attain.Rules`.
        progress : callable, optional
        """
        question = self._question("attains", start, wanted, groups, rules)
        return self._walked(profiles, question, progress)

    def stays(
        self,
        profiles: Profiles,
        state: int,
        groups: Sequence[Coalition] = (),
        rules: RulesLike = DEFAULT,
        progress: Progress | None = None,
    ) -> Mask:
        """Return ``(profiles,) bool``: whether no coalition has an unanswered improvement from a state."""
        return ~self._walked(profiles, self._question("leaves", state, self._all, groups, rules), progress)

    def reachable(
        self,
        profiles: Profiles,
        movers: Sequence[int],
        start: int,
        wanted: Mask,
        progress: Progress | None = None,
    ) -> Mask:
        """Return ``(profiles,) bool``: whether legal sequences of the movers' own improvements lead to a wanted state.

        True where the start is wanted: no move is needed.
        """
        question = self._question("reaches", start, wanted, (tuple(movers),), DEFAULT)
        return self._walked(profiles, question, progress)

    # --------------------------------------------------------------------------------------------- helpers

    def _machine(self) -> Compiled | Plain:
        kernel = native.module() if len(self.ranks) <= MOST_DECISION_MAKERS else None
        if kernel is None:
            return Plain(self.structure, self.ranks)
        if "compiled" not in self._kept:
            self._kept["compiled"] = Compiled(kernel, self.structure, self.ranks, self.threads)
        return self._kept["compiled"]

    @cached_property
    def _simultaneous(self) -> Simultaneous:
        return Simultaneous(self.structure, self.ranks)

    @cached_property
    def _all(self) -> Mask:
        return np.ones(len(self.structure.states), dtype=bool)

    @cached_property
    def _equal(self) -> tuple[npt.NDArray[np.int64], ...]:
        """For each decision maker, from an order to the first that is equal to it; to itself where there are many."""
        return tuple(_first_equal(r) for r in self.ranks)

    def _equilibria(self, distinct: npt.NDArray[np.int64], concept: Concept, progress: Progress | None) -> Mask:
        if concept.replies is Replies.JOINT:
            return np.asarray(self._simultaneous.flags(distinct, progress).all(axis=1))
        return self._machine().equilibria(distinct, concept, progress)

    def _reduced(
        self, profiles: Profiles, concept: Concept, how: str, wanted: Mask, progress: Progress | None
    ) -> npt.NDArray[np.int64]:
        mask = self._checked_mask(wanted)
        distinct, place = self._distinct(profiles)
        if concept.replies is Replies.JOINT:
            return _at(reduction(self._equilibria(distinct, concept, progress), how, mask), place)
        return _at(self._machine().reduced(distinct, concept, how, mask, progress), place)

    def _question(
        self, kind: Kind, state: int, wanted: Mask, groups: Sequence[Coalition], rules: RulesLike
    ) -> Question:
        acting = tuple(groups) or tuple(coalitions(range(len(self.ranks))))
        self._require(state, [i for group in acting for i in group])
        if not all(acting):
            raise ModelError("a coalition needs at least one decision maker")
        return Question(kind, int(state), self._checked_mask(wanted), acting, rules)

    def _walked(self, profiles: Profiles, question: Question, progress: Progress | None) -> Mask:
        distinct, place = self._distinct(profiles)
        return _at(self._machine().walk(distinct, question, progress), place)

    def _distinct(self, profiles: Profiles) -> Distinct:
        """Return the profiles without those equal to another one, and where each is found there; None if all are kept.

        Equal ones are looked for where there are few, or where there must be some.
        """
        given = self._checked(profiles)
        combinations = np.prod([float(many) for many in self.n_orders])
        if len(given) > MOST_SORTED and combinations > 2 * len(given):
            return given, None
        code = np.zeros(len(given), dtype=np.int64 if combinations < 2.0**62 else object)
        for first, column, many in zip(self._equal, given.T, self.n_orders, strict=True):
            code = code * many + first[column]
        _, kept, place = np.unique(code, return_index=True, return_inverse=True)
        if len(kept) == len(given):
            return given, None
        return np.ascontiguousarray(given[kept]), place.reshape(-1)

    def _checked(self, profiles: Profiles) -> npt.NDArray[np.int64]:
        given = np.asarray(profiles)
        n = len(self.ranks)
        if given.shape == (0,):
            given = np.zeros((0, n), dtype=np.int64)
        if given.ndim != 2 or given.shape[1] != n or given.dtype.kind not in "iu":
            raise ModelError(f"profiles must be whole numbers, (profiles, {n}); got {given.dtype} {given.shape}")
        if given.size and ((given < 0).any() or (given >= np.array(self.n_orders)).any()):
            raise ModelError(f"profiles name orders that are not there; the decision makers have {self.n_orders}")
        return np.ascontiguousarray(given, dtype=np.int64)

    def _require(self, state: int, players: Sequence[int]) -> None:
        size, n = len(self.structure.states), len(self.ranks)
        if not 0 <= state < size:
            raise ModelError(f"there is no state {state}; there are {size}, counted from 0")
        if not all(0 <= i < n for i in players):
            raise ModelError(f"there is no decision maker {list(players)}; there are {n}, counted from 0")

    def _checked_mask(self, wanted: Mask) -> Mask:
        mask, size = np.asarray(wanted), len(self.structure.states)
        if mask.shape != (size,) or mask.dtype != bool:
            raise ModelError(f"wanted must be bool ({size},), one for each state; got {mask.dtype} {mask.shape}")
        return np.ascontiguousarray(mask)


def _at(answers: npt.NDArray[Some], place: Places) -> npt.NDArray[Some]:
    return answers if place is None else answers[place]


_ANSWERS: dict[Replies, Answers] = {Replies.NONE: "none", Replies.ANY: "any", Replies.CREDIBLE: "credible"}


def _compact(ranks: npt.NDArray[np.integer], size: int) -> Orders:
    """Return orders in the least unsigned type in which its greatest number stays free; dense ranks if need be."""
    given = np.asarray(ranks)
    if given.ndim != 2 or given.shape[1] != size or not len(given) or given.dtype.kind not in "iu":
        raise ModelError(
            f"orders must be whole numbers, (orders, {size}), one at least; got {given.dtype} {given.shape}"
        )
    if given.min() < 0 or given.max() >= max(np.iinfo(np.uint8).max, 2 * size):
        given = np.stack([dense(row) for row in given])
    kinds = (np.uint8, np.uint16, np.uint32)
    return np.ascontiguousarray(given, dtype=next(k for k in kinds if given.max() < np.iinfo(k).max))


def _first_equal(orders: Orders) -> npt.NDArray[np.int64]:
    known: dict[bytes, int] = {}
    if len(orders) > MOST_SORTED:
        return np.arange(len(orders))
    return np.array([known.setdefault(row.tobytes(), k) for k, row in enumerate(orders)], dtype=np.int64)
