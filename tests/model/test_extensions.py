"""Linear extensions against brute force over all permutations."""

from __future__ import annotations

from itertools import permutations, product
from math import comb, factorial

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from detente.errors import TooLarge
from detente.model import extensions
from detente.model.extensions import Contradiction, PartialOrder, shortest_circle

Pairs = list[tuple[int, int]]


@st.composite
def some_pairs(draw: st.DrawFn, most: int = 6) -> tuple[int, Pairs]:
    """Draw pairs that may contradict each other."""
    size = draw(st.integers(1, most))
    pair = st.tuples(st.integers(0, size - 1), st.integers(0, size - 1))
    return size, draw(st.lists(pair, max_size=2 * size))


@st.composite
def partial_orders(draw: st.DrawFn, most: int = 6) -> tuple[int, Pairs]:
    """Draw pairs that agree with some order of the items."""
    size, pairs = draw(some_pairs(most))
    order = draw(st.permutations(range(size)))
    return size, [(order[min(a, b)], order[max(a, b)]) for a, b in pairs if a != b]


def agreeing(size: int, pairs: Pairs) -> list[tuple[int, ...]]:
    """Return all orders that agree with the pairs, by trying every permutation."""
    return [p for p in permutations(range(size)) if all(p.index(a) < p.index(b) for a, b in pairs)]


@given(partial_orders())
def test_the_linear_extensions_are_those_permutations_that_agree(drawn: tuple[int, Pairs]) -> None:
    size, pairs = drawn
    known, expected = PartialOrder.of(size, pairs), agreeing(size, pairs)
    assert list(known.each()) == expected
    assert known.count == len(expected)
    assert sorted(known.number(k) for k in range(known.count)) == expected


@given(partial_orders(5))
def test_a_pair_is_open_if_both_ways_round_occur(drawn: tuple[int, Pairs]) -> None:
    size, pairs = drawn
    known, orders = PartialOrder.of(size, pairs), agreeing(size, pairs)
    for a, b in product(range(size), repeat=2):
        before = {p.index(a) < p.index(b) for p in orders}
        assert known.comes_before(a, b) == (before == {True})
        assert (a < b and len(before) == 2) == ((a, b) in known.open_pairs)


def shortest_by_force(size: int, pairs: Pairs) -> int:
    """Return how many pairs the shortest circle has, trying every list of different items; 0 if there is none."""
    known = set(pairs)
    for length in range(1, size + 1):
        for ring in permutations(range(size), length):
            if all((a, b) in known for a, b in zip(ring, [*ring[1:], ring[0]], strict=True)):
                return length
    return 0


@given(some_pairs(5))
def test_a_contradiction_is_a_shortest_circle(drawn: tuple[int, Pairs]) -> None:
    size, pairs = drawn
    circle = shortest_circle(size, pairs)
    assert len(circle) == shortest_by_force(size, pairs)
    for here, following in zip(circle, [*circle[1:], *circle[:1]], strict=True):
        assert pairs[here][1] == pairs[following][0]
    assert bool(circle) != bool(agreeing(size, pairs))
    if circle:
        with pytest.raises(Contradiction) as caught:
            PartialOrder.of(size, pairs)
        assert caught.value.links == circle


@given(partial_orders(), st.integers(0, 2**32))
def test_what_is_drawn_agrees_and_a_seed_gives_the_same_again(drawn: tuple[int, Pairs], seed: int) -> None:
    size, pairs = drawn
    known = PartialOrder.of(size, pairs)
    orders = known.sample(np.random.default_rng(seed), 5)
    assert orders.shape == (5, size)
    assert np.array_equal(orders, known.sample(np.random.default_rng(seed), 5))
    assert {tuple(o) for o in orders.tolist()} <= set(agreeing(size, pairs))


@pytest.mark.parametrize(
    ("size", "pairs"),
    [(4, []), (5, [(0, 1), (2, 3)]), (5, [(0, 2), (1, 2), (1, 3), (3, 4)]), (5, [(0, 4), (1, 4), (2, 4), (3, 4)])],
)
def test_every_linear_extension_is_drawn_about_equally_often(size: int, pairs: Pairs) -> None:
    known = PartialOrder.of(size, pairs)
    draws = 400 * known.count
    orders = known.sample(np.random.default_rng(20240408), draws)
    _, counts = np.unique(orders, axis=0, return_counts=True)
    assert len(counts) == known.count
    chi_square = float(((counts - 400) ** 2 / 400).sum())
    assert chi_square < known.count - 1 + 5 * (2 * (known.count - 1)) ** 0.5


def test_large_orders_that_fall_apart_are_counted_at_once() -> None:
    assert PartialOrder.of(0, []).count == 1
    assert list(PartialOrder.of(0, []).each()) == [()]
    assert PartialOrder.of(60, []).count == factorial(60)
    tops = [(a, b) for a in range(30) for b in range(30, 60)]
    assert PartialOrder.of(60, tops).count == factorial(30) ** 2
    chains = [(a, a + 2) for a in range(58)]
    assert PartialOrder.of(60, chains).count == comb(60, 30)
    drawn = PartialOrder.of(60, chains).sample(np.random.default_rng(1), 3)
    assert all(row.index(a) < row.index(b) for row in drawn.tolist() for a, b in chains)


def test_what_cannot_be_counted_says_so(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(extensions, "MOST_SETS", 10)
    zigzag = [(k, k + 1) if k % 2 else (k + 1, k) for k in range(11)]
    with pytest.raises(TooLarge, match="12 items cannot be counted: more than 10 sets"):
        _ = PartialOrder.of(12, zigzag).count


@pytest.mark.long
@settings(max_examples=2_000)
@given(partial_orders(7))
def test_thousands_of_partial_orders_agree_with_brute_force(drawn: tuple[int, Pairs]) -> None:
    size, pairs = drawn
    known, expected = PartialOrder.of(size, pairs), agreeing(size, pairs)
    assert (known.count, list(known.each())) == (len(expected), expected)
    assert {known.number(k) for k in range(known.count)} == set(expected)
