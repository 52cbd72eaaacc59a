"""Which open comparisons decide a verdict, and how much of it: the information that each gives, in bits."""

from __future__ import annotations

from dataclasses import dataclass
from math import log, log2

import numpy as np

from detente.analysis.robust.completions import Completions, Halves
from detente.model.formula import Mask

BY_CHANCE = 10.828
"""A sample shows so much dependence (G, one degree of freedom) by chance alone once in a thousand pairs."""


@dataclass(frozen=True, slots=True)
class Hinge:
    """One pair that the citations leave open, and how a verdict fares on both sides of it.

    Attributes
    ----------
    verdict : str
        ``world:NAME``, ``claim:NAME`` or ``but_for:WORLD/WORLD``.
    dm : str
    better, than : str
        The classes or statements, so that the verdict holds in a greater share of the completions if the first is
        better (or more important) than the second.
    bits : float
        What one learns of the verdict by knowing which is better, every completion counted once: 0 is nothing, 1 is
        everything where the verdict holds in half of them.
    yes_if, of_if : int
        With the first better: in how many completions the verdict holds, and how many there are.
    yes_else, of_else : int
        The same with the second better.
    """

    verdict: str
    dm: str
    better: str
    than: str
    bits: float
    yes_if: int
    of_if: int
    yes_else: int
    of_else: int


def hinges_of(found: Completions, verdict: str, holds: Mask) -> tuple[Hinge, ...]:
    """Return the open pairs that tell something of a verdict, the most telling first; none if it is settled.

    Of a sample, pairs that show no more than chance would are left out.
    """
    if not holds.any() or holds.all():
        return ()
    made = []
    for player, spread in enumerate(found.spreads):
        for (a, b), halves in found.halves(holds, player):
            if _tells(halves, sampled=bool(getattr(found, "sampled", False))):
                made.append(_hinge(verdict, spread.dm, spread.items[a], spread.items[b], halves))
    return tuple(sorted(made, key=lambda h: -round(h.bits, 12)))


def _hinge(verdict: str, dm: str, first: str, second: str, halves: Halves) -> Hinge:
    sides = (halves.yes_if, halves.of_if, halves.yes_else, halves.of_else)
    if halves.yes_if * halves.of_else < halves.yes_else * halves.of_if:
        first, second, sides = second, first, (*sides[2:], *sides[:2])
    return Hinge(verdict, dm, first, second, information(halves), *sides)


def information(halves: Halves) -> float:
    """Return the mutual information of a verdict and the two sides of a pair, in bits.

    Examples
    --------
    >>> information(Halves(8, 8, 0, 8)), information(Halves(4, 8, 4, 8))
    (1.0, 0.0)
    """
    cells = np.array(
        [
            [halves.yes_if, halves.of_if - halves.yes_if],
            [halves.yes_else, halves.of_else - halves.yes_else],
        ],
        dtype=np.float64,
    )
    cells /= halves.of_if + halves.of_else
    expected = cells.sum(axis=1, keepdims=True) * cells.sum(axis=0, keepdims=True)
    pairs = zip(cells.ravel().tolist(), expected.ravel().tolist(), strict=True)
    return max(0.0, sum(p * log2(p / q) for p, q in pairs if p > 0))


def _tells(halves: Halves, *, sampled: bool) -> bool:
    """Return whether a pair tells anything of a verdict: exactly, or in a sample more than chance would."""
    if not halves.of_if or not halves.of_else:
        return False
    if not sampled:
        return halves.yes_if * halves.of_else != halves.yes_else * halves.of_if
    draws = halves.of_if + halves.of_else
    return 2 * draws * log(2) * information(halves) > BY_CHANCE
