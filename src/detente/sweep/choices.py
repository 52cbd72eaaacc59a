"""What one decision maker may want in a sweep: its readings, each as it is written or in several orders."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np
import numpy.typing as npt

from detente.errors import DetenteError
from detente.model.preferences import Preference, Prioritised, Ranking
from detente.model.states import States
from detente.sweep.orders import Arrangement, How, Numbers, Ranks, Reordered, Written
from detente.sweep.vary import WrongPlan


@dataclass(frozen=True, eq=False)
class Choices:
    """The preferences of a decision maker among which a sweep chooses, numbered from 0.

    Attributes
    ----------
    slug : str
    arrangements : tuple of Arrangement
        One for each reading; the choices of the first come first.
    how : str
        ``written``, ``orders`` or ``swaps``.
    """

    slug: str
    arrangements: tuple[Arrangement, ...]
    how: How = "written"

    @cached_property
    def starts(self) -> tuple[int, ...]:
        """Where the choices of each reading begin, and where the last ones end."""
        ends = [0]
        for each in self.arrangements:
            ends.append(ends[-1] + each.size)
        return tuple(ends)

    @property
    def size(self) -> int:
        """How many choices there are."""
        return self.starts[-1]

    def reading(self, numbers: Numbers) -> npt.NDArray[np.intp]:
        """Return ``(numbers,)``: the place of each choice's reading."""
        return np.searchsorted(np.array(self.starts[1:], dtype=np.int64), numbers, side="right")

    def written(self, numbers: Numbers) -> tuple[npt.NDArray[np.intp], npt.NDArray[np.object_]]:
        """Return the orders of some choices as places in a list of texts without repetition, and that list."""
        different, place = np.unique(numbers, return_inverse=True)
        texts = np.empty(len(different), dtype=object)
        for k, here in self._parts(different):
            each = self.arrangements[k]
            if isinstance(each, Reordered):
                texts[here] = each.written(different[here] - self.starts[k])
        words, of = np.unique(texts.astype(np.str_), return_inverse=True)
        return of.reshape(-1)[place.reshape(-1)], words.astype(object)

    def ranks(self, states: States, numbers: Numbers) -> tuple[Ranks, dict[int, DetenteError]]:
        """Return ``(numbers, states)`` ranks, and for readings that do not rank the states the reason, by place."""
        made: list[tuple[npt.NDArray[np.intp], Ranks]] = []
        failed: dict[int, DetenteError] = {}
        for k, here in self._parts(numbers):
            try:
                made.append((here, self.arrangements[k].ranks(states, numbers[here] - self.starts[k])))
            except DetenteError as error:
                failed[k] = error
        kind = np.result_type(np.uint8, *(ranks.dtype for _, ranks in made))
        found: Ranks = np.zeros((len(numbers), len(states)), dtype=kind)
        for here, ranks in made:
            found[here] = ranks
        return found, failed

    def _parts(self, numbers: Numbers) -> list[tuple[int, npt.NDArray[np.intp]]]:
        reading = self.reading(numbers)
        return [(int(k), np.flatnonzero(reading == k)) for k in np.unique(reading)]


def arranged(slug: str, reading: str, preference: Preference, how: How) -> Arrangement:
    """Return a reading as it is written, or its orders or swaps.

    Raises
    ------
    WrongPlan
        If it is made of weights or payoffs, which have no order.
    """
    if how == "written":
        return Written(reading, preference)
    if not isinstance(preference, Prioritised | Ranking):
        raise WrongPlan(
            f"--vary {how}: the reading {reading} of {slug} is neither a list of statements nor a ranking, so it has "
            f"no order to change; name the decision makers that have one, as {how}:DM"
        )
    return Reordered(reading, preference, how)


def choices(slug: str, readings: Sequence[tuple[str, Preference]], how: How) -> Choices:
    """Return the choices of a decision maker among some readings."""
    return Choices(slug, tuple(arranged(slug, name, preference, how) for name, preference in readings), how)
