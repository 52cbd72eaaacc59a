"""One structure under very many preference profiles at once: the hands between questions and the batch engine.

Preferences that rank the states alike are told apart once and never again. What is asked goes to the batch engine in
blocks, so that memory stays bounded. Some questions are faster one profile after the other, or too large for the batch
engine: large structures without the compiled kernel, equilibria of more than 65,536 states, and walks over more than 67
million states (``docs/decisions/0011-batch-engine.md``).
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from hashlib import blake2b
from typing import TYPE_CHECKING, TypeVar

import numpy as np
import numpy.typing as npt

from detente.analysis.attain import Rules, Search
from detente.concepts import Concept, Replies
from detente.engines import Progress, engine, native
from detente.engines.joint import require_joint
from detente.errors import DetenteError
from detente.model.conflict import Conflict, Structure
from detente.model.formula import Mask
from detente.model.moves import Coalition, legal_reach
from detente.model.preferences import Preference, Ranks, WeakOrder

if TYPE_CHECKING:
    from detente.engines.batch import Batch

T = TypeVar("T")
Preferences = tuple[Preference, ...]
Outcome = bool | DetenteError
Row = tuple[int, ...]
MOST_CELLS = 1 << 25
LEAST_ORDERS = 64
MOST_RANKS = 1 << 28
MOST_ROWS = 1 << 14
MOST_KNOWN = 1 << 18
PLAIN_STATES = 1 << 10
WALKED_STATES = (1 << 26) - 2
LISTED_STATES = 1 << 16


@dataclass(eq=False)
class Many:
    """Questions about many profiles of one structure; every answer is what one profile alone would give.

    Parameters
    ----------
    structure : Structure
    start : str or None
        The status quo, as a pattern or name.
    groups : tuple of tuple of int
        The coalitions that can act.
    rules : Rules

    Notes
    -----
    Each question takes profiles, a preference for each decision maker, and returns an outcome for each: whether it
    holds, or the error that says why it cannot be answered for that profile.
    """

    structure: Structure
    start: str | None
    groups: tuple[Coalition, ...] = ()
    rules: Rules = field(default_factory=Rules)
    _numbers: dict[int, tuple[Preference, int | DetenteError]] = field(default_factory=dict, init=False, repr=False)
    _ranks: list[Ranks] = field(default_factory=list, init=False, repr=False)
    _alike: dict[bytes, int] = field(default_factory=dict, init=False, repr=False)
    _known: dict[bytes, dict[Row, bool]] = field(default_factory=dict, init=False, repr=False)

    # ------------------------------------------------------------------------------------------ questions

    def attainable(
        self, profiles: Sequence[Preferences], goal: Callable[[], Mask], progress: Progress | None = None
    ) -> list[Outcome]:
        """Return whether a chain of unanswered joint improvements leads from the status quo to the goal."""

        def ask(asked: tuple[int, Mask], rows: list[Row], step: Progress | None) -> list[bool]:
            if sum(map(len, self._known.values())) > MOST_KNOWN:
                self._known.clear()
            known = self._known.setdefault(blake2b(asked[1].tobytes(), digest_size=16).digest(), {})
            new = [row for row in dict.fromkeys(rows) if row not in known]
            if new:
                known.update(zip(new, self._attained(new, *asked, step), strict=True))
            return [known[row] for row in rows]

        return self._each(profiles, lambda: _swapped(goal(), self._here()), ask, progress)

    def attainable_among(
        self,
        choices: Sequence[Sequence[Preference]],
        rows: npt.NDArray[np.int64],
        goal: Callable[[], Mask],
        progress: Progress | None = None,
    ) -> Mask:
        """Return ``(rows,) bool``: the same for rows of a table, each a choice of a preference for each party.

        Parameters
        ----------
        choices : sequence of sequence of Preference
            The preferences that each decision maker may have.
        rows : ndarray
            ``(rows, decision makers) int64``: which of them it has.

        Raises
        ------
        DetenteError
            If any row cannot be answered.
        """
        if sum(map(len, choices)) > self._most():
            profiles = [tuple(some[k] for some, k in zip(choices, row, strict=True)) for row in rows.tolist()]
            return np.array([_certain(o) for o in self.attainable(profiles, goal, progress)], dtype=np.bool_)
        self._forget(self._most())
        wanted, here = goal(), self._here()
        numbers = [np.array([_certain(self._number(p)) for p in some], dtype=np.int64) for some in choices]
        named = np.stack([number[rows[:, i]] for i, number in enumerate(numbers)], axis=1)
        distinct, back = np.unique(named, axis=0, return_inverse=True)
        found: list[bool] = []
        for k in range(0, len(distinct), MOST_ROWS):
            block = [tuple(row) for row in distinct[k : k + MOST_ROWS].tolist()]
            found += self._attained(block, here, wanted, _onward(progress, k, len(distinct), len(block)))
        return np.array(found, dtype=np.bool_)[back.reshape(-1)]

    def stays(self, profiles: Sequence[Preferences], progress: Progress | None = None) -> list[Outcome]:
        """Return whether nobody, alone or together, has an unanswered improvement from the status quo."""

        def ask(here: int, rows: list[Row], step: Progress | None) -> list[bool]:
            if not self._is_batched(rows):
                return [next(self._search(row).steps_from(here), None) is None for row in _watched(rows, step)]
            batch, chosen = self._batch(rows)
            found: list[bool] = batch.stays(chosen, here, self.groups, self.rules, step).tolist()
            return found

        return self._each(profiles, self._here, ask, progress)

    def stable(
        self,
        profiles: Sequence[Preferences],
        by: Concept,
        state: Callable[[Conflict], int],
        players: Sequence[int],
        progress: Progress | None = None,
    ) -> list[Outcome]:
        """Return whether a state is stable for some decision makers."""

        def prepared() -> int:
            conflict = Conflict(self.structure, (), self.start)
            here = state(conflict)
            if by.replies is Replies.JOINT:
                require_joint(conflict)
            return here

        def ask(here: int, rows: list[Row], step: Progress | None) -> list[bool]:
            if not self._is_batched(rows):
                return [self._stable_alone(row, by, here, players) for row in _watched(rows, step)]
            batch, chosen = self._batch(rows)
            found: list[bool] = np.all(batch.stable_at(chosen, by, here, players), axis=1).tolist()
            return found

        return self._each(profiles, prepared, ask, progress)

    def equilibria(
        self,
        profiles: Sequence[Preferences],
        by: Concept,
        goal: Callable[[], Mask],
        *,
        every: bool,
        progress: Progress | None = None,
    ) -> list[Outcome]:
        """Return whether the goal holds in every equilibrium, or in some."""

        def ask(wanted: Mask, rows: list[Row], step: Progress | None) -> list[bool]:
            if by.replies is Replies.NONE:
                return self._by_own_orders(rows, by, wanted, every=every, step=step)
            if len(self.structure.states) > LISTED_STATES:
                return [self._in_equilibria(row, by, wanted, every=every) for row in _watched(rows, step)]
            batch, chosen = self._batch(rows)
            question = batch.in_every_equilibrium if every else batch.in_some_equilibrium
            found: list[bool] = question(chosen, by, wanted, step).tolist()
            return found

        return self._each(profiles, goal, ask, progress)

    def reachable(
        self,
        profiles: Sequence[Preferences],
        movers: Coalition,
        goal: Callable[[], Mask],
        progress: Progress | None = None,
    ) -> list[Outcome]:
        """Return whether legal sequences of the movers' improvements lead from the status quo to the goal."""

        def ask(asked: tuple[int, Mask], rows: list[Row], step: Progress | None) -> list[bool]:
            here, wanted = asked
            if not self._is_batched(rows):
                return [self._reached_alone(row, movers, here, wanted) for row in _watched(rows, step)]
            batch, chosen = self._batch(rows)
            found: list[bool] = batch.reachable(chosen, movers, here, wanted, step).tolist()
            return found

        return self._each(profiles, lambda: _swapped(goal(), self._here()), ask, progress)

    def of_orders(self, given: Sequence[Preference], ask: Callable[[Ranks], bool]) -> list[Outcome]:
        """Return what a question about one order gives for each of some preferences."""

        def asked(_: None, rows: list[Row], step: Progress | None) -> list[bool]:
            found = {row: ask(self._ranks[row[0]]) for row in _watched(list(dict.fromkeys(rows)), step)}
            return [found[row] for row in rows]

        return self._each([(p,) for p in given], lambda: None, asked, None)

    # ------------------------------------------------------------------------------------- blocks and orders

    def _here(self) -> int:
        return Conflict(self.structure, (), self.start).status_quo

    def _each(
        self,
        profiles: Sequence[Preferences],
        prepare: Callable[[], T],
        ask: Callable[[T, list[Row], Progress | None], list[bool]],
        progress: Progress | None,
    ) -> list[Outcome]:
        """Ask block by block; what cannot be prepared or asked is the outcome of all profiles that rank the states."""
        found: list[Outcome] = []
        for block in self._blocks(profiles):
            given = [self._row(profile) for profile in block]
            rows = [row for row in given if isinstance(row, tuple)]
            step = _onward(progress, len(found), len(profiles), len(block))
            try:
                answers: list[Outcome] = list(ask(prepare(), rows, step)) if rows else []
            except DetenteError as error:
                answers = [error] * len(rows)
            answer = iter(answers)
            found += [next(answer) if isinstance(row, tuple) else row for row in given]
            if progress is not None:
                progress(len(found), len(profiles))
        return found

    def _blocks(self, profiles: Sequence[Preferences]) -> Iterator[Sequence[Preferences]]:
        """Yield runs of profiles that have not too many different preferences between them."""
        most = self._most()
        first, different = 0, set[int]()
        for k, profile in enumerate(profiles):
            different.update(map(id, profile))
            if k > first and (len(different) > most or k - first >= MOST_ROWS):
                self._forget(most)
                yield profiles[first:k]
                first, different = k, set(map(id, profile))
        if first < len(profiles):
            self._forget(most)
            yield profiles[first:]

    def _most(self) -> int:
        """Return how many orders are kept at a time; 64 at least, and fewer only where even those take too much."""
        try:
            size = len(self.structure.states)
        except DetenteError:
            return LEAST_ORDERS
        fewest = 2 * len(self.structure.decision_makers)
        return max(fewest, min(LEAST_ORDERS, MOST_RANKS // size), MOST_CELLS // size)

    def _forget(self, most: int) -> None:
        """Let go of the orders of earlier blocks where there are too many."""
        if len(self._numbers) > most:
            for kept in (self._numbers, self._ranks, self._alike, self._known):
                kept.clear()

    def _row(self, profile: Preferences) -> Row | DetenteError:
        row = []
        for preference in profile:
            number = self._number(preference)
            if isinstance(number, DetenteError):
                return number
            row.append(number)
        return tuple(row)

    def _number(self, preference: Preference) -> int | DetenteError:
        """Return the number of a preference's order, the same for equal orders; the error if it gives none."""
        if id(preference) not in self._numbers:
            try:
                ranks = preference.order(self.structure.states).ranks
            except DetenteError as error:
                self._numbers[id(preference)] = (preference, error)
                return error
            alike = blake2b(np.ascontiguousarray(ranks).tobytes(), digest_size=16).digest()
            if alike not in self._alike:
                self._alike[alike] = len(self._ranks)
                self._ranks.append(ranks)
            self._numbers[id(preference)] = (preference, self._alike[alike])
        return self._numbers[id(preference)][1]

    # --------------------------------------------------------------------------------------------- machines

    def _is_batched(self, rows: Sequence[Row]) -> bool:
        if native.module() is not None:
            return len(self.structure.states) <= WALKED_STATES
        return len(self.structure.states) <= PLAIN_STATES and len(rows) >= 16

    def _batch(self, rows: Sequence[Row]) -> tuple[Batch, npt.NDArray[np.int64]]:
        """Return the batch of all orders that some rows name, and the rows as profiles of it."""
        from detente.engines.batch import Batch

        named = [np.unique(column, return_inverse=True) for column in np.array(rows, dtype=np.int64).T]
        ranks = tuple(np.stack([self._ranks[k] for k in numbers.tolist()]) for numbers, _ in named)
        return Batch(self.structure, ranks), np.stack([places.reshape(-1) for _, places in named], axis=1)

    def _attained(self, rows: list[Row], here: int, wanted: Mask, step: Progress | None) -> list[bool]:
        if not self._is_batched(rows):
            return [self._search(row).attain(wanted, here).attainable for row in _watched(rows, step)]
        batch, chosen = self._batch(rows)
        found: list[bool] = batch.attainable(chosen, here, wanted, self.groups, self.rules, step).tolist()
        return found

    def _conflict(self, row: Row) -> Conflict:
        return Conflict.of_orders(self.structure, [WeakOrder(self._ranks[k]) for k in row], self.start)

    def _search(self, row: Row) -> Search:
        return Search(self._conflict(row), self.groups, self.rules)

    def _stable_alone(self, row: Row, by: Concept, here: int, players: Sequence[int]) -> bool:
        conflict = self._conflict(row)
        if by.replies is Replies.NONE:
            return not any(conflict.improvements(i, here).size for i in players)
        return all(bool(engine().stable(conflict, by, i)[here]) for i in players)

    def _in_equilibria(self, row: Row, by: Concept, wanted: Mask, *, every: bool) -> bool:
        equilibria = np.logical_and.reduce(engine().stabilities(self._conflict(row), [by])[by.name])
        return bool(wanted[equilibria].all() if every else wanted[equilibria].any())

    def _by_own_orders(
        self, rows: list[Row], by: Concept, wanted: Mask, *, every: bool, step: Progress | None
    ) -> list[bool]:
        """Answer for equilibria of a concept without replies: what is stable for one depends on its own order only."""
        stable: dict[tuple[int, int], Mask] = {}
        for row in rows:
            for player, order in enumerate(row):
                if (player, order) not in stable:
                    stable[player, order] = engine().stable(self._conflict(row), by, player)
        found = []
        for row in _watched(rows, step):
            equilibria = np.logical_and.reduce([stable[place] for place in enumerate(row)])
            found.append(bool(wanted[equilibria].all() if every else wanted[equilibria].any()))
        return found

    def _reached_alone(self, row: Row, movers: Coalition, here: int, wanted: Mask) -> bool:
        if wanted[here]:
            return True
        return bool((legal_reach(self._conflict(row).improvements, movers, here, len(wanted)) & wanted).any())


def _certain(outcome: T | DetenteError) -> T:
    if isinstance(outcome, DetenteError):
        raise outcome
    return outcome


def _swapped(wanted: Mask, here: int) -> tuple[int, Mask]:
    return here, wanted


def _onward(progress: Progress | None, done: int, total: int, ahead: int) -> Progress | None:
    """Return a progress that counts within one block of a longer work."""
    if progress is None:
        return None
    return lambda part, whole: progress(done + ahead * part // max(1, whole), total)


def _watched(rows: Sequence[T], progress: Progress | None) -> Iterator[T]:
    for done, row in enumerate(rows):
        if progress is not None:
            progress(done, len(rows))
        yield row
