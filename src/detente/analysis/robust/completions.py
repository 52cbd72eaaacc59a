"""Which completions are asked about: all of them, or some drawn uniformly; and how many of them a verdict holds in."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from math import prod

import numpy as np
import numpy.typing as npt

from detente.analysis.many import Preferences
from detente.analysis.robust.spread import Orders, Spread
from detente.model.conflict import Structure
from detente.model.formula import Mask
from detente.model.preferences import Preference

Numbers = npt.NDArray[np.int64]
MOST_LISTED = 50_000
MOST_PROFILES = 200_000
MOST_EXACT = 1 << 62
DRAWN = 10_000


@dataclass(frozen=True, eq=False)
class Halves:
    """How a verdict fares on both sides of one pair: among the completions that have it one way round, and the other.

    Attributes
    ----------
    yes_if, of_if : int
        With the first item before the second: where the verdict holds, and all.
    yes_else, of_else : int
        With the second before the first.
    """

    yes_if: int
    of_if: int
    yes_else: int
    of_else: int


@dataclass(frozen=True, eq=False)
class Completions:
    """The completions asked about, as profiles that differ in how they rank states.

    Attributes
    ----------
    spreads : tuple of Spread
    choices : tuple of list of Preference
        For each decision maker its preferences that rank states differently.
    rows : ndarray
        ``(profiles, decision makers) int64``: what is solved; each row stands for one completion or more.
    total : int
        How many completions there are in all.
    of : int
        How many are counted: all of them, or those drawn.
    """

    spreads: tuple[Spread, ...]
    choices: tuple[list[Preference], ...]
    rows: Numbers
    total: int
    of: int

    @cached_property
    def profiles(self) -> list[Preferences]:
        """The rows as preferences."""
        return [tuple(some[k] for some, k in zip(self.choices, row, strict=True)) for row in self.rows.tolist()]

    def count(self, holds: Mask) -> int:
        """Return in how many completions something holds that holds in these profiles; ``(profiles,) bool``."""
        raise NotImplementedError

    def halves(self, holds: Mask, player: int) -> Iterator[tuple[tuple[int, int], Halves]]:
        """Yield for each open pair of a decision maker how something fares on both sides of it."""
        raise NotImplementedError


@dataclass(frozen=True, eq=False)
class Every(Completions):
    """All completions; equal profiles are solved once and weighed by how many completions they stand for."""

    orders: tuple[Orders, ...]
    groups: tuple[Numbers, ...]

    @cached_property
    def _sizes(self) -> tuple[Numbers, ...]:
        return tuple(np.bincount(group) for group in self.groups)

    @cached_property
    def _shape(self) -> tuple[int, ...]:
        return tuple(map(len, self._sizes))

    @cached_property
    def _weights(self) -> Numbers:
        weights = np.ones(1, dtype=np.int64)
        for sizes in self._sizes:
            weights = (weights[:, None] * sizes[None, :]).reshape(-1)
        return weights

    @cached_property
    def _places(self) -> tuple[Orders, ...]:
        return tuple(np.argsort(orders, axis=1) for orders in self.orders)

    @property
    def sampled(self) -> bool:
        """Whether these are only some of the completions."""
        return False

    def is_idle(self, holds: Mask, player: int) -> bool:
        """Return whether it makes no difference to something how a decision maker's preferences are completed."""
        by_group = holds.reshape(prod(self._shape[:player]), self._shape[player], -1)
        return bool((by_group == by_group[:, :1]).all())

    def count(self, holds: Mask) -> int:
        """Return in how many completions something holds."""
        return int(self._weights[holds].sum())

    def halves(self, holds: Mask, player: int) -> Iterator[tuple[tuple[int, int], Halves]]:
        """Yield for each open pair how something fares on both sides of it; every completion is counted once."""
        before, own = prod(self._shape[:player]), self._shape[player]
        by_group = np.where(holds, self._weights, 0).reshape(before, own, -1).sum(axis=(0, 2))
        yes = (by_group // self._sizes[player])[self.groups[player]]
        of_each, n_yes = self.total // len(yes), int(yes.sum())
        places = self._places[player]
        for a, b in self.spreads[player].order.open_pairs:
            first = places[:, a] < places[:, b]
            yes_if, of_if = int(yes[first].sum()), int(first.sum()) * of_each
            yield (a, b), Halves(yes_if, of_if, n_yes - yes_if, self.of - of_if)


@dataclass(frozen=True, eq=False)
class Drawn(Completions):
    """Completions drawn independently, each as likely as any other."""

    orders: tuple[Orders, ...]
    profile: Numbers

    @cached_property
    def _places(self) -> tuple[Orders, ...]:
        return tuple(np.argsort(orders, axis=1) for orders in self.orders)

    @property
    def sampled(self) -> bool:
        """Whether these are only some of the completions."""
        return True

    def count(self, holds: Mask) -> int:
        """Return in how many of those drawn something holds."""
        return int(holds[self.profile].sum())

    def halves(self, holds: Mask, player: int) -> Iterator[tuple[tuple[int, int], Halves]]:
        """Yield for each open pair how something fares on both sides of it, among those drawn."""
        yes = holds[self.profile]
        places, n_yes = self._places[player], int(yes.sum())
        for a, b in self.spreads[player].order.open_pairs:
            first = places[:, a] < places[:, b]
            yes_if, of_if = int(yes[first].sum()), int(first.sum())
            yield (a, b), Halves(yes_if, of_if, n_yes - yes_if, self.of - of_if)


def completions(
    spreads: Sequence[Spread], structures: Sequence[Structure], *, most: int | None = None, seed: int = 0
) -> Every | Drawn:
    """Return all completions where they can be gone through, and otherwise some that are drawn uniformly.

    Parameters
    ----------
    spreads : sequence of Spread
    structures : sequence of Structure
        What two preferences must rank alike to be one profile.
    most : int, optional
        Go through all profiles if there are at most so many, and otherwise draw so many completions. Left out,
        up to 200,000 profiles are gone through, and 10,000 completions are drawn.
    seed : int
        For what is drawn; the same seed draws the same completions.

    Raises
    ------
    TooLarge
        If not even the number of completions can be found.
    """
    made = every(spreads, structures, MOST_PROFILES if most is None else most)
    return made if made is not None else _drawn(tuple(spreads), structures, DRAWN if most is None else most, seed)


def every(spreads: Sequence[Spread], structures: Sequence[Structure], most: int = MOST_PROFILES) -> Every | None:
    """Return all completions, or None if there are too many to go through."""
    counts = [spread.order.count for spread in spreads]
    if max(counts) > MOST_LISTED or prod(counts) >= MOST_EXACT:
        return None
    orders = tuple(np.array(list(s.order.each()), dtype=np.int64).reshape(s.order.count, s.order.size) for s in spreads)
    alike = [s.alike(o, structures) for s, o in zip(spreads, orders, strict=True)]
    if prod(len(first) for _, first in alike) > most:
        return None
    made = [_made(s, o, first) for s, o, (_, first) in zip(spreads, orders, alike, strict=True)]
    total = prod(map(len, orders))
    shape = tuple(map(len, made))
    rows = np.stack(np.unravel_index(np.arange(prod(shape)), shape), axis=1).astype(np.int64)
    return Every(tuple(spreads), tuple(made), rows, total, total, orders, tuple(which for which, _ in alike))


def _drawn(spreads: tuple[Spread, ...], structures: Sequence[Structure], draws: int, seed: int) -> Drawn:
    rng = np.random.default_rng(seed)
    orders = tuple(s.order.sample(rng, draws) for s in spreads)
    alike = [s.alike(o, structures) for s, o in zip(spreads, orders, strict=True)]
    made = [_made(s, o, first) for s, o, (_, first) in zip(spreads, orders, alike, strict=True)]
    rows, profile = np.unique(np.stack([which for which, _ in alike], axis=1), axis=0, return_inverse=True)
    total = prod(s.order.count for s in spreads)
    return Drawn(spreads, tuple(made), rows, total, draws, orders, profile.reshape(-1).astype(np.int64))


def _made(spread: Spread, orders: Orders, first: list[int]) -> list[Preference]:
    return [spread.make(tuple(orders[k].tolist())) for k in first]
