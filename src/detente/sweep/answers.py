"""What is asked of every variant of one structure: columns of answers, or the reason why there is none."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np
import numpy.typing as npt

from detente.case.build import Case
from detente.concepts import Concept, Replies, concept
from detente.engines import Progress
from detente.engines.batch import Batch
from detente.engines.joint import require_joint
from detente.errors import DetenteError
from detente.model.conflict import Conflict, Structure
from detente.model.formula import Mask
from detente.sweep.asked import Asked
from detente.sweep.orders import Ranks

Values = npt.NDArray[Any]


@dataclass(eq=False)
class Answers:
    """The answers about some variants, by column; where there is none, the reason.

    Attributes
    ----------
    columns : dict
        From a column's name to ``(rows,)`` values, or ``(rows, octets) uint8`` for ``*_states``.
    known : dict
        From a column's name to ``(rows,) bool``: where the value counts; a column that is left out counts everywhere.
    why_not : ndarray
        ``(rows,)`` texts; empty where everything was answered.
    """

    columns: dict[str, Values]
    known: dict[str, Mask]
    why_not: npt.NDArray[np.object_]

    @classmethod
    def empty(cls, kinds: dict[str, tuple[Any, tuple[int, ...]]], rows: int) -> Answers:
        """Return answers that say nothing yet; ``kinds`` gives each column its type and the shape of a value."""
        columns = {name: np.zeros((rows, *shape), dtype=kind) for name, (kind, shape) in kinds.items()}
        known = {name: np.zeros(rows, dtype=bool) for name in kinds}
        return cls(columns, known, np.full(rows, "", dtype=object))

    def put(self, name: str, rows: npt.NDArray[np.intp], values: Values) -> None:
        """Take note of a column's values in some rows."""
        self.columns[name][rows] = values
        self.known[name][rows] = True

    def refuse(self, rows: npt.NDArray[np.intp], reason: object) -> None:
        """Take note that some rows were not answered in full, and why; a reason is said once."""
        text = str(reason)
        for row in rows.tolist():
            said = self.why_not[row]
            if text not in said:
                self.why_not[row] = f"{said}; {text}" if said else text


@dataclass(eq=False)
class Answerer:
    """Answers what a sweep asks about many profiles of one structure.

    Parameters
    ----------
    case : Case
    asked : Asked
    structure : Structure
    places : ndarray
        Where its states are among the states of the whole sweep.
    octets : int
        How many bytes the bits of equilibria take.
    """

    case: Case
    asked: Asked
    structure: Structure
    places: npt.NDArray[np.int64]
    octets: int
    threads: int = 0
    progress: Progress | None = None
    _here: list[int | DetenteError] = field(default_factory=list, init=False, repr=False)

    def fill(self, answers: Answers, rows: npt.NDArray[np.intp], ranks: Sequence[Ranks], profiles: Values) -> None:
        """Answer for some rows.

        Parameters
        ----------
        answers : Answers
            Where the answers go.
        rows : ndarray
            ``(profiles,)``: the row of each profile.
        ranks : sequence of ndarray
            For each decision maker ``(orders, states)``.
        profiles : ndarray
            ``(profiles, decision makers)``: which order each decision maker has.
        """
        batch = Batch(self.structure, tuple(ranks), threads=self.threads)
        self._of_the_status_quo(answers, rows, batch, profiles)
        for name in self.asked.concepts:
            try:
                self._of_a_concept(answers, rows, batch, profiles, concept(name))
            except DetenteError as error:
                answers.refuse(rows, error)

    def _of_the_status_quo(self, answers: Answers, rows: Values, batch: Batch, profiles: Values) -> None:
        asked: dict[str, Callable[[int], Mask]] = {
            "attainable": lambda here: batch.attainable(
                profiles, here, self._outcome(), self.case.coalitions, self.asked.rules, self.progress
            ),
            "stays": lambda here: batch.stays(profiles, here, self.case.coalitions, self.asked.rules, self.progress),
        }
        for name, ask in asked.items():
            if name in self.asked.columns:
                try:
                    answers.put(name, rows, ask(self._status_quo()))
                except DetenteError as error:
                    answers.refuse(rows, error)

    def _of_a_concept(self, answers: Answers, rows: Values, batch: Batch, profiles: Values, by: Concept) -> None:
        if by.replies is Replies.JOINT:
            require_joint(Conflict(self.structure, ()))
        found = batch.equilibria(profiles, by, self.progress)
        packed = np.packbits(found, axis=1, bitorder="little")
        if "equilibria" in self.asked.columns:
            answers.put(f"{by.name}_equilibria", rows, _counted(packed))
        if "outcome" in self.asked.columns:
            wanted = np.packbits(self._outcome(), bitorder="little")
            answers.put(f"{by.name}_outcome", rows, _counted(packed & wanted))
        if self.asked.states:
            answers.put(f"{by.name}_states", rows, self._bits(found))
        if "status_quo" in self.asked.columns:
            try:
                answers.put(f"{by.name}_status_quo", rows, found[:, self._status_quo()])
            except DetenteError as error:
                answers.refuse(rows, error)

    def _bits(self, found: Mask) -> npt.NDArray[np.uint8]:
        """Return ``(rows, octets) uint8``: the equilibria as bits, in the order of the sweep's states."""
        spread = np.zeros((len(found), 8 * self.octets), dtype=bool)
        spread[:, self.places] = found
        return np.packbits(spread, axis=1, bitorder="little")

    def _outcome(self) -> Mask:
        outcome = self.case.outcome
        if outcome is None:
            raise AssertionError("a column of the outcome was not refused")
        return self.structure.states.truth(outcome)

    def _status_quo(self) -> int:
        """Return the status quo, or raise the error that says why there is none here."""
        if not self._here:
            try:
                self._here.append(Conflict(self.structure, (), self.case.start).status_quo)
            except DetenteError as error:
                self._here.append(error)
        here = self._here[0]
        if isinstance(here, DetenteError):
            raise here
        return here


def _counted(packed: npt.NDArray[np.uint8]) -> npt.NDArray[np.int32]:
    """Return ``(rows,) int32``: how many bits are set in each row."""
    short = -packed.shape[1] % 8
    whole = np.ascontiguousarray(np.pad(packed, ((0, 0), (0, short))) if short else packed)
    return np.asarray(np.bitwise_count(whole.view(np.uint64)).sum(axis=1), dtype=np.int32)
