"""How far a mean that was sampled may be from the true one."""

from __future__ import annotations

from math import inf, log, sqrt

Interval = tuple[float, float]


def mean_interval(mean: float, trials: int, confidence: float = 0.95) -> Interval:
    """Return an interval that covers the true mean of values between 0 and 1 with at least the confidence.

    Hoeffding 1963: it holds for every distribution, so it is wide.

    Examples
    --------
    >>> [round(x, 3) for x in mean_interval(0.25, 1000)]
    [0.207, 0.293]
    """
    half = sqrt(log(2 / (1 - confidence)) / (2 * trials))
    return max(0.0, mean - half), min(1.0, mean + half)


def standard_error(total: float, squares: float, trials: int) -> float:
    """Return the standard error of a mean from the sum of the values and of their squares; infinite for one value.

    Examples
    --------
    >>> round(standard_error(2, 2, 4), 4)
    0.2887
    """
    if trials < 2:
        return inf
    return sqrt(max(0.0, squares - total * total / trials) / (trials - 1) / trials)
