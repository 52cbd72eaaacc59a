"""How sure a share is that was counted in a sample: exact (Clopper-Pearson) confidence intervals."""

from __future__ import annotations

from collections.abc import Callable
from math import exp, lgamma, log, log1p

STEPS = 60
TERMS = 100_000
TINY = 1e-300
PRECISE = 1e-15


def interval(yes: int, of: int, confidence: float) -> tuple[float, float]:
    """Return the Clopper-Pearson interval of a share.

    Parameters
    ----------
    yes, of : int
        How many of how many that were drawn independently.
    confidence : float
        Between 0 and 1. Whatever the true share is, the interval holds it at least so often.

    Returns
    -------
    tuple of float
        From 0 to 1; the lower end is 0 if none was yes, the upper end 1 if all were.

    Notes
    -----
    Clopper and Pearson (1934): the shares that the count does not speak against, in a test of either side.

    Examples
    --------
    >>> low, high = interval(8, 10, 0.95)
    >>> round(low, 4), round(high, 4)
    (0.4439, 0.9748)
    >>> interval(0, 100, 0.95)[0], interval(100, 100, 0.95)[1]
    (0.0, 1.0)
    """
    tail = (1 - confidence) / 2
    low = 0.0 if yes == 0 else _found(lambda p: at_least(yes, of, p) < tail)
    high = 1.0 if yes == of else _found(lambda p: at_least(yes + 1, of, p) < 1 - tail)
    return low, high


def _found(is_below: Callable[[float], bool]) -> float:
    """Return the share where a condition that holds for small shares ceases to hold."""
    low, high = 0.0, 1.0
    for _ in range(STEPS):
        middle = (low + high) / 2
        low, high = (middle, high) if is_below(middle) else (low, middle)
    return (low + high) / 2


def at_least(yes: int, of: int, share: float) -> float:
    """Return the chance of at least so many yes (1 to ``of``) in so many draws, each yes with the chance ``share``.

    Notes
    -----
    The incomplete beta function I_share(yes, of - yes + 1), by its continued fraction.

    Examples
    --------
    >>> round(at_least(2, 2, 0.5), 12), round(at_least(1, 2, 0.5), 12)
    (0.25, 0.75)
    """
    a, b = float(yes), float(of - yes + 1)
    if share <= 0 or share >= 1:
        return float(share >= 1)
    front = exp(lgamma(a + b) - lgamma(a) - lgamma(b) + a * log(share) + b * log1p(-share))
    if share < (a + 1) / (a + b + 2):
        return front * _fraction(a, b, share) / a
    return 1 - front * _fraction(b, a, 1 - share) / b


def _fraction(a: float, b: float, x: float) -> float:
    """Return the continued fraction of the incomplete beta function, by Lentz's way."""
    c, d = 1.0, 1 / _kept(1 - (a + b) * x / (a + 1))
    value = d
    for m in range(1, TERMS):
        even = m * (b - m) * x / ((a + 2 * m - 1) * (a + 2 * m))
        odd = -(a + m) * (a + b + m) * x / ((a + 2 * m) * (a + 2 * m + 1))
        for term in (even, odd):
            d, c = 1 / _kept(1 + term * d), _kept(1 + term / c)
            value *= d * c
        if abs(d * c - 1) < PRECISE:
            break
    return value


def _kept(value: float) -> float:
    """Return a number that can be divided by."""
    return value if abs(value) > TINY else TINY
