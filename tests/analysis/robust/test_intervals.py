"""Confidence intervals against exact sums."""

from __future__ import annotations

from fractions import Fraction
from math import comb

import pytest
from hypothesis import given
from hypothesis import strategies as st

from detente.analysis.robust.intervals import at_least, interval


def chance(k: int, of: int, share: Fraction) -> Fraction:
    """Return the chance of exactly k yes."""
    return comb(of, k) * share**k * (1 - share) ** (of - k)


@given(st.integers(1, 60), st.data())
def test_the_chance_of_at_least_so_many_is_the_exact_sum(of: int, data: st.DataObject) -> None:
    yes = data.draw(st.integers(1, of))
    share = Fraction(data.draw(st.integers(0, 100)), 100)
    exact = sum(chance(k, of, share) for k in range(yes, of + 1))
    assert at_least(yes, of, float(share)) == pytest.approx(float(exact), rel=1e-9, abs=1e-12)


@pytest.mark.parametrize("of", [1, 4, 15, 40])
@pytest.mark.parametrize("confidence", [0.8, 0.95])
def test_whatever_the_share_is_the_interval_holds_it_often_enough(of: int, confidence: float) -> None:
    ends = [interval(k, of, confidence) for k in range(of + 1)]
    for share in (Fraction(n, 200) for n in range(201)):
        held = sum(chance(k, of, share) for k, (low, high) in enumerate(ends) if low - 1e-9 <= share <= high + 1e-9)
        assert held >= confidence - 1e-12


@given(st.integers(1, 10_000), st.data())
def test_an_interval_holds_the_share_that_was_counted(of: int, data: st.DataObject) -> None:
    yes = data.draw(st.integers(0, of))
    low, high = interval(yes, of, 0.95)
    assert 0 <= low <= yes / of <= high <= 1
    assert (low == 0) == (yes == 0)
    assert (high == 1) == (yes == of)
