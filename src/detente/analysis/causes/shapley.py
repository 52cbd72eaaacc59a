"""Shapley values: how much each of several players adds, on average over all orders in which they come (theory E5).

Sets of players are bitmasks: player *i* belongs to a set whose number has bit *i*.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from fractions import Fraction
from math import factorial, lcm
from typing import Any

import numpy as np
import numpy.typing as npt

from detente.analysis.causes.chance import Interval, standard_error
from detente.analysis.robust.intervals import interval
from detente.engines import Progress
from detente.errors import ModelError

Masks = npt.NDArray[np.int64]
Values = npt.NDArray[Any]
Value = Callable[[Masks], npt.ArrayLike]
Share = Fraction | float
MOST_EXACT = 20
MOST_PLAYERS = 62
MOST_SUM = 1 << 43
AT_ONCE = 1 << 14


@dataclass(frozen=True)
class Shares:
    """Shapley values, exact or sampled.

    Attributes
    ----------
    values : tuple of Fraction or float
        One for each player; together they make ``whole - nothing``. Fractions unless the worth of a set is a float;
        sampled ones are means of what the players added.
    whole, nothing : Fraction or float
        What all players together are worth, and what none of them is.
    samples : int
        How many orders were drawn; 0 if the values are exact.
    standard_errors : tuple of float
        One for each player; empty if the values are exact.
    intervals : tuple of (float, float)
        Where the true values lie, each at ``confidence`` by itself; only for sampled values of truth values.
    confidence : float
    seed : int
    """

    values: tuple[Share, ...]
    whole: Share
    nothing: Share
    samples: int = 0
    standard_errors: tuple[float, ...] = ()
    intervals: tuple[Interval, ...] = ()
    confidence: float = 0.95
    seed: int = 0

    @property
    def exact(self) -> bool:
        """Whether all orders were counted."""
        return not self.samples


def shapley(players: int, value: Value, *, progress: Progress | None = None) -> Shares:
    """Return the exact Shapley values.

    Parameters
    ----------
    players : int
        How many; 20 at most.
    value : callable
        From ``(n,) int64``, bitmasks, to what each of these sets is worth: ``(n,)`` truth values, integers, Fractions
        or floats. Called with every set once, in order, some thousands at a time.
    progress : callable, optional
        Called before each call of ``value`` with the sets done and in all; an exception that it raises ends the work.

    Raises
    ------
    ModelError
        If there are too many players.

    Notes
    -----
    Sums of integers are exact; 20 players take about a second beside ``value``.

    Examples
    --------
    Two of three are needed, the first one among them (players 0, 1 and 2):

    >>> shares = shapley(3, lambda sets: [bool(s & 1 and s & 6) for s in sets.tolist()])
    >>> [str(v) for v in shares.values], shares.whole
    (['2/3', '1/6', '1/6'], Fraction(1, 1))
    """
    if not 0 <= players <= MOST_EXACT:
        raise ModelError(f"{players} players have too many sets for exact Shapley values ({MOST_EXACT} are the most)")
    pieces = []
    for start in range(0, 1 << players, AT_ONCE):
        if progress is not None:
            progress(start, 1 << players)
        masks = np.arange(start, min(start + AT_ONCE, 1 << players), dtype=np.int64)
        pieces.append(_checked(value(masks), len(masks)))
    worth, unit = _whole_numbers(np.concatenate(pieces))
    found = _weighed(players, worth, unit)
    return Shares(found, _share(worth[-1], unit), _share(worth[0], unit))


def _checked(told: npt.ArrayLike, n: int) -> Values:
    values = np.asarray(told)
    if values.shape != (n,):
        raise ModelError(f"{n} sets must have {n} values, not an array of shape {values.shape}")
    return values


def _whole_numbers(values: Values) -> tuple[Values, int]:
    """Return values as whole numbers and what one unit of them is a part of; floats stay, with unit 0."""
    if values.dtype.kind == "f":
        return values, 0
    if values.dtype.kind != "O":
        whole, unit = values.astype(np.int64), 1
    else:
        fractions = [Fraction(v) for v in values.tolist()]
        unit = lcm(*(f.denominator for f in fractions))
        whole = np.array([int(f * unit) for f in fractions], dtype=object)
    small = bool((abs(whole) < MOST_SUM).all())
    return whole.astype(np.int64 if small else object), unit


def _weighed(players: int, worth: Values, unit: int) -> tuple[Share, ...]:
    """Sum what each player adds to the sets of each size, and weigh the sums by how many orders come by these sets."""
    if not players:
        return ()
    sizes = np.bitwise_count(np.arange(1 << (players - 1), dtype=np.int64))
    order = np.argsort(sizes, kind="stable")
    starts = np.searchsorted(sizes[order], np.arange(players))
    orders = factorial(players)
    weights = [Fraction(factorial(s) * factorial(players - s - 1), orders) for s in range(players)]
    found = []
    for i in range(players):
        pairs = worth.reshape(-1, 2, 1 << i)
        added = (pairs[:, 1] - pairs[:, 0]).ravel()
        sums = np.add.reduceat(added[order], starts).tolist()
        if unit:
            found.append(sum((w * s for w, s in zip(weights, sums, strict=True)), Fraction(0)) / unit)
        else:
            found.append(float(sum(float(w) * s for w, s in zip(weights, sums, strict=True))))
    return tuple(found)


def _share(worth: Any, unit: int) -> Share:
    return Fraction(int(worth), unit) if unit else float(worth)


def sampled_shapley(
    players: int,
    value: Value,
    *,
    samples: int = 1000,
    seed: int = 0,
    confidence: float = 0.95,
    progress: Progress | None = None,
) -> Shares:
    """Return Shapley values estimated from random orders of the players, with their standard errors.

    Parameters
    ----------
    players : int
        How many; 62 at most.
    value : callable
        As for :func:`shapley`; called with sets that occur, each at most once a batch.
    samples : int
        How many orders to draw.
    seed : int
        The same seed draws the same orders.
    confidence : float
        Of the intervals, which are there where the values are truth values; each covers its true value with at least
        this chance.
    progress : callable, optional

    Raises
    ------
    ModelError
        If there are too many players, or no sample is asked for.

    Notes
    -----
    What the players add in one order makes ``whole - nothing`` exactly, and so do the means. An interval joins the
    exact ones for how often a player turns the value to true and how often to false, each at half the remaining
    chance.

    Examples
    --------
    >>> shares = sampled_shapley(3, lambda sets: [bool(s & 1 and s & 6) for s in sets.tolist()], samples=600)
    >>> sum(shares.values), shares.intervals[0][0] < 2 / 3 < shares.intervals[0][1]
    (Fraction(1, 1), True)
    """
    if not 1 <= players <= MOST_PLAYERS:
        raise ModelError(f"Shapley values are sampled for 1 to {MOST_PLAYERS} players, not for {players}")
    if samples < 1:
        raise ModelError(f"{samples} samples say nothing; draw one at least")
    drawn = _Drawn(players, value, np.random.default_rng(seed))
    at_once = max(1, AT_ONCE // (players + 1))
    for done in range(0, samples, at_once):
        if progress is not None:
            progress(done, samples)
        drawn.add(min(at_once, samples - done))
    return drawn.shares(confidence, seed)


class _Drawn:
    """Sums over the orders drawn so far."""

    def __init__(self, players: int, value: Value, random: np.random.Generator) -> None:
        self.players, self.value, self.random = players, value, random
        self.samples = 0
        self.plus, self.minus = np.zeros(players, dtype=np.int64), np.zeros(players, dtype=np.int64)
        self.total: Values = np.zeros(players, dtype=object)
        self.squares = np.zeros(players)
        self.ends: tuple[Any, Any] = (0, 0)
        self.kind = "b"

    def add(self, samples: int) -> None:
        """Draw more orders and add up what each player adds in them."""
        orders = self.random.permuted(np.tile(np.arange(self.players), (samples, 1)), axis=1)
        joined = np.cumsum(np.left_shift(np.int64(1), orders), axis=1)
        masks = np.concatenate([np.zeros((samples, 1), dtype=np.int64), joined], axis=1)
        sets, places = np.unique(masks, return_inverse=True)
        told = _checked(self.value(sets), len(sets))
        self.kind = told.dtype.kind
        worth = told.astype(np.int64) if self.kind in "biu" else told
        added = np.diff(worth[places.reshape(masks.shape)], axis=1)
        for i in range(self.players):
            mine = added[orders == i]
            self.plus[i] += int((mine > 0).sum())
            self.minus[i] += int((mine < 0).sum())
            self.total[i] += sum(mine.tolist())
            self.squares[i] += float((mine.astype(float) ** 2).sum())
        self.samples += samples
        self.ends = (worth[-1], worth[0])

    def shares(self, confidence: float, seed: int) -> Shares:
        """Return the means, with how far they may be off."""
        n, by_float = self.samples, self.kind == "f"
        values = tuple(float(t) / n if by_float else Fraction(t) / n for t in self.total.tolist())
        whole, nothing = (float(e) if by_float else Fraction(int(e) if self.kind != "O" else e) for e in self.ends)
        errors = [
            standard_error(float(t), q, n) for t, q in zip(self.total.tolist(), self.squares.tolist(), strict=True)
        ]
        intervals = [self._interval(i, confidence) for i in range(self.players)] if self.kind == "b" else []
        return Shares(values, whole, nothing, n, tuple(errors), tuple(intervals), confidence, seed)

    def _interval(self, player: int, confidence: float) -> Interval:
        each = 1 - (1 - confidence) / 2
        up = interval(int(self.plus[player]), self.samples, each)
        down = interval(int(self.minus[player]), self.samples, each)
        return up[0] - down[1], up[1] - down[0]
