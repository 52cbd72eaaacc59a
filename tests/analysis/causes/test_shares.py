"""Shapley values, the readings of an owner's responsibility, and blame: laws, force, and published numbers."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from itertools import permutations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from detente.analysis.causes.chance import mean_interval
from detente.analysis.causes.expectation import blame, sampled_blame
from detente.analysis.causes.flips import minimal_changes
from detente.analysis.causes.outcomes import Outcomes, Switches
from detente.analysis.causes.owners import attribution, critical_change, owners
from detente.analysis.causes.responsibility import Responsibility, responsibilities
from detente.analysis.causes.shapley import Masks, sampled_shapley, shapley
from detente.errors import Cancelled, ModelError, TooLarge
from tests.analysis.causes.by_force import Toy, assignments, toys

WORTH = {"truth": st.booleans(), "whole": st.integers(-5, 5), "parts": st.fractions(-3, 3, max_denominator=6)}


def of(worth: Sequence[object]) -> object:
    """Return the worth of sets as a function of their masks."""
    return lambda sets: [worth[s] for s in sets.tolist()]


def by_orders(players: int, worth: Sequence[object]) -> list[Fraction]:
    """Return the Shapley values by their definition: the mean of what each adds over all orders."""
    sums, count = [Fraction(0)] * players, 0
    for order in permutations(range(players)):
        here, count = 0, count + 1
        for i in order:
            sums[i] += Fraction(worth[here | 1 << i]) - Fraction(worth[here])  # type: ignore[arg-type]
            here |= 1 << i
    return [s / count for s in sums]


@st.composite
def games(draw: st.DrawFn, most: int = 4) -> tuple[int, list[object]]:
    """Draw players and the worth of every set of them."""
    players = draw(st.integers(0, most))
    kind = WORTH[draw(st.sampled_from(sorted(WORTH)))]
    return players, draw(st.lists(kind, min_size=2**players, max_size=2**players))


# ------------------------------------------------------------------------------------------ Shapley


@settings(max_examples=200)
@given(games())
def test_shapley_values_are_the_mean_over_all_orders(game: tuple[int, list[object]]) -> None:
    players, worth = game
    found = shapley(players, of(worth))  # type: ignore[arg-type]
    assert list(found.values) == by_orders(players, worth)
    assert found.exact


@pytest.mark.long
@settings(max_examples=3000)
@given(games(most=6))
def test_shapley_values_of_thousands_of_games_are_the_mean_over_all_orders(game: tuple[int, list[object]]) -> None:
    players, worth = game
    assert list(shapley(players, of(worth)).values) == by_orders(players, worth)  # type: ignore[arg-type]


@settings(max_examples=100)
@given(games(most=6))
def test_shapley_values_make_the_whole(game: tuple[int, list[object]]) -> None:
    """Efficiency: P32."""
    players, worth = game
    found = shapley(players, of(worth))  # type: ignore[arg-type]
    assert sum(found.values) == Fraction(worth[-1]) - Fraction(worth[0]) == found.whole - found.nothing  # type: ignore[arg-type]


@settings(max_examples=100)
@given(games(most=5), st.data())
def test_shapley_values_are_symmetric_linear_and_0_for_who_adds_nothing(
    game: tuple[int, list[object]], data: st.DataObject
) -> None:
    players, worth = game
    swapped, null = data.draw(st.permutations(range(players))), [worth[s & ~1] for s in range(2**players)]
    moved = [worth[sum(1 << swapped[i] for i in range(players) if s >> i & 1)] for s in range(2**players)]
    found, other = (shapley(players, of(w)).values for w in (worth, moved))  # type: ignore[arg-type]
    assert [found[swapped[i]] for i in range(players)] == list(other)
    assert not players or shapley(players, of(null)).values[0] == 0  # type: ignore[arg-type]
    both = shapley(players, of([Fraction(a) + 2 * Fraction(b) for a, b in zip(worth, moved, strict=True)]))  # type: ignore[arg-type]
    assert list(both.values) == [a + 2 * b for a, b in zip(found, other, strict=True)]


def test_floats_give_floats_and_large_numbers_stay_exact() -> None:
    assert shapley(2, of([0.0, 1.5, 0.5, 2.0])).values == (1.5, 0.5)  # type: ignore[arg-type]
    huge = 10**30
    assert shapley(2, of([Fraction(0), Fraction(huge), Fraction(1), Fraction(huge)])).values == (  # type: ignore[arg-type]
        Fraction(2 * huge - 1, 2),
        Fraction(1, 2),
    )


def test_twenty_players_are_shared_out_exactly() -> None:
    """Majority: all alike."""
    found = shapley(20, lambda sets: np.bitwise_count(sets) > 10)
    assert found.values == (Fraction(1, 20),) * 20


@pytest.mark.parametrize("n", [3, 11])
def test_voters_and_alternative_or_joint_causes_share_equally(n: int) -> None:
    for needed in (1, n // 2 + 1, n):
        found = shapley(n, lambda sets, needed=needed: np.bitwise_count(sets) >= needed)
        assert found.values == (Fraction(1, n),) * n


@pytest.mark.parametrize("players", [3, 6, 25])
def test_sampled_values_make_the_whole_and_hardly_miss(players: int) -> None:
    """A player with a veto, and of the others one at least; the last one never matters."""

    def wins(sets: Masks) -> np.ndarray:  # type: ignore[type-arg]
        return ((sets & 1) == 1) & ((sets & ((1 << (players - 1)) - 2)) != 0)

    found = sampled_shapley(players, wins, samples=2000, seed=3)
    others = players - 2
    truth = [Fraction(others, others + 1), *[Fraction(1, others * (others + 1))] * others, Fraction(0)]
    assert sum(found.values) == 1 == found.whole
    assert all(low <= t <= high for t, (low, high) in zip(truth, found.intervals, strict=True))
    assert all(abs(v - t) <= 5 * e for v, t, e in zip(found.values, truth, found.standard_errors, strict=True))
    assert found.values[-1] == 0
    assert not found.exact


def test_the_same_seed_samples_the_same() -> None:
    one, same, other = (
        sampled_shapley(5, lambda sets: np.bitwise_count(sets) % 2 == 1, samples=50, seed=s) for s in (7, 7, 8)
    )
    assert one == same != other


def covered(players: int, worth: Sequence[object], seeds: range, samples: int) -> int:
    """Return how many intervals, over seeds and players, cover the true value."""
    truth = by_orders(players, worth)
    found = [sampled_shapley(players, of(worth), samples=samples, seed=s, confidence=0.9) for s in seeds]  # type: ignore[arg-type]
    return sum(low <= t <= high for f in found for t, (low, high) in zip(truth, f.intervals, strict=True))


def test_intervals_cover_as_often_as_they_say() -> None:
    """A game in which the same player helps here and hurts there."""
    worth = [s.bit_count() in (1, 2) and s != 5 for s in range(16)]
    assert covered(4, worth, range(100), 40) >= 0.9 * 4 * 100


@pytest.mark.long
@settings(max_examples=60)
@given(st.integers(2, 4), st.data())
def test_intervals_of_any_game_cover_as_often_as_they_say(players: int, data: st.DataObject) -> None:
    worth = data.draw(st.lists(st.booleans(), min_size=2**players, max_size=2**players))
    assert covered(players, worth, range(200), 60) >= (0.9 - 0.02) * players * 200


def test_sampled_numbers_other_than_truth_values_have_errors_and_no_intervals() -> None:
    found = sampled_shapley(3, of([0, 1, 1, 3, 1, 3, 3, 6]), samples=300)  # type: ignore[arg-type]
    assert found.intervals == ()
    assert all(abs(float(v) - 2) <= 5 * e for v, e in zip(found.values, found.standard_errors, strict=True))
    assert sampled_shapley(1, of([0.5, 2.0]), samples=4).values == (1.5,)  # type: ignore[arg-type]


# ------------------------------------------------------------------------------------------- owners


@st.composite
def owned(draw: st.DrawFn) -> tuple[Toy, list[list[int]]]:
    """Draw an outcome and whose its factors are."""
    toy = draw(toys(most_factors=4, most_alternatives=2))
    whose = draw(st.lists(st.integers(0, 2), min_size=len(toy.factors), max_size=len(toy.factors)))
    return toy, [group for k in range(3) if (group := [f for f, w in enumerate(whose) if w == k])]


def as_owners(toy: Toy, groups: list[list[int]]) -> tuple[Toy, list[list[Switches]]]:
    """Return the outcome with each owner as one factor, by force."""
    choices = []
    for group in groups:
        ways = assignments([toy.alternatives[f] for f in group])
        choices.append([tuple((group[f], a) for f, a in way) for way in ways if way])
    alternatives = tuple(map(len, choices))
    table = {
        a: toy.table[tuple(sorted(c for owner, k in a for c in choices[owner][k]))] for a in assignments(alternatives)
    }
    return Toy(alternatives, table), choices


@settings(max_examples=100)
@given(owned())
def test_owners_as_variables_are_the_definitions_on_owners(drawn: tuple[Toy, list[list[int]]]) -> None:
    toy, groups = drawn
    merged, choices = as_owners(toy, groups)
    made = owners(toy.outcomes(), groups)
    spelled = {made.spelled(c) for c in minimal_changes(made.outcomes).sets}
    by_force = {tuple(sorted(c for o, k in a for c in choices[o][k])) for a in merged.minimal_changes()}
    assert spelled == by_force
    for told in responsibilities(made.outcomes):
        assert told.degree == merged.degree(told.factor)


@settings(max_examples=100)
@given(owned())
def test_the_critical_change_of_an_owner_is_its_greatest(drawn: tuple[Toy, list[list[int]]]) -> None:
    toy, groups = drawn
    found = critical_change(responsibilities(toy.outcomes()), groups)
    assert list(found) == [max(toy.degree(f) for f in group) for group in groups]


@settings(max_examples=100)
@given(owned(), st.data())
def test_the_attribution_is_the_mean_over_all_orders_from_the_baseline(
    drawn: tuple[Toy, list[list[int]]], data: st.DataObject
) -> None:
    toy, groups = drawn
    baseline = tuple(
        (f, data.draw(st.integers(0, toy.alternatives[f] - 1))) for f in toy.factors if data.draw(st.booleans())
    )
    found = attribution(toy.outcomes(), baseline, groups)
    sets = [
        tuple(c for c in baseline if not any(c[0] in g and s >> k & 1 for k, g in enumerate(groups)))
        for s in range(2 ** len(groups))
    ]
    worth = [not toy.flips(s) for s in sets]
    assert list(found.shares.values) == by_orders(len(groups), worth)
    assert found.not_evaluated == sum(toy.table[s] is None for s in sets)
    assert sum(found.shares.values) == toy.flips(baseline)


def test_more_than_twenty_factors_are_sampled() -> None:
    base = Outcomes(lambda asked: [len(a) < 12 for a in asked], [1] * 23)
    found = attribution(base, tuple((f, 0) for f in range(23)), samples=200, seed=1)
    assert found.shares.samples == 200
    assert sum(found.shares.values) == 1


# -------------------------------------------------------------------------------------------- blame


def test_ten_marksmen_of_whom_one_shoots_live_bear_a_tenth_each() -> None:
    """Chockler and Halpern 2004."""
    models = [
        responsibilities(Outcomes(lambda asked, live=live: [live not in a for a in asked], [1] * 10))
        for live in range(10)
    ]
    for marksman in range(10):
        degrees = [m[marksman].degree for m in models]
        assert sorted(degrees) == [0] * 9 + [1]
        assert blame(degrees, [Fraction(1, 10)] * 10).mean == Fraction(1, 10) == blame(degrees).mean


@given(st.lists(st.tuples(st.fractions(0, 1), st.integers(0, 9)), min_size=1).filter(lambda d: any(w for _, w in d)))
def test_blame_lies_between_the_least_and_the_greatest_that_count(drawn: list[tuple[Fraction, int]]) -> None:
    degrees, weights = zip(*drawn, strict=True)
    found = blame(degrees, weights)
    assert found.least <= found.mean <= found.greatest
    assert found.mean * sum(weights) == sum(d * w for d, w in drawn)
    assert found.models == sum(w > 0 for w in weights)
    assert blame(degrees, [3 * w for w in weights]) == found
    assert blame(degrees).mean == blame(degrees, [1] * len(degrees)).mean


def test_the_interval_of_sampled_blame_covers_as_often_as_it_says() -> None:
    random = np.random.default_rng(5)
    truth, hits = 0.3 * 0.5 + 0.2, 0
    for _ in range(300):
        drawn = random.random(60)
        degrees = [Fraction(1) if x < 0.2 else Fraction(1, 2) if x < 0.5 else Fraction(0) for x in drawn]
        low, high = sampled_blame(degrees, 0.9).interval
        hits += low <= truth <= high
    assert hits >= 0.9 * 300
    assert mean_interval(0.0, 10**6)[0] == 0.0


@pytest.mark.parametrize(
    ("make", "error", "said"),
    [
        (lambda: shapley(21, of([])), ModelError, "21 players have too many sets"),
        (lambda: shapley(2, lambda _: [1, 2]), ModelError, "4 sets must have 4 values"),
        (lambda: sampled_shapley(63, of([])), ModelError, "1 to 62 players"),
        (lambda: sampled_shapley(3, of([0] * 8), samples=0), ModelError, "0 samples"),
        (lambda: blame([]), ModelError, "there is none"),
        (lambda: blame([Fraction(1)], [1, 2]), ModelError, "1 models need 1 weights"),
        (lambda: blame([Fraction(1)], [-1]), ModelError, "negative"),
        (lambda: blame([Fraction(1)], [0]), ModelError, "all weights are 0"),
        (lambda: owners(plain(3), [[0], [0, 1]]), ModelError, "factor 0 belongs to two owners"),
        (lambda: owners(plain(3), [[0], []]), ModelError, "owner 1 has no factor"),
        (lambda: owners(plain(3), [[3]]), ModelError, "there are 3 factors"),
        (lambda: owners(plain(17), [list(range(17))]), TooLarge, "131,072 ways"),
    ],
)
def test_what_cannot_be_asked_is_said(make: object, error: type[Exception], said: str) -> None:
    with pytest.raises(error, match=said):
        make()  # type: ignore[operator]


def plain(n: int) -> Outcomes:
    """Return an outcome that nothing changes."""
    return Outcomes(lambda asked: [True] * len(asked), [1] * n)


def test_shares_can_be_cancelled() -> None:
    def stop(done: int, total: int) -> None:
        assert total > done
        if done:
            raise Cancelled

    with pytest.raises(Cancelled):
        shapley(16, np.bitwise_count, progress=stop)
    with pytest.raises(Cancelled):
        sampled_shapley(16, np.bitwise_count, samples=10_000, progress=stop)
    half = Responsibility(0, Fraction(1, 2), Fraction(1))
    assert not half.exact
    assert not half.but_for
