"""k-implementation: the published example, and what it promises on random games."""

from __future__ import annotations

from fractions import Fraction

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import detente
from detente.analysis.incentives.amounts import numbers, places
from detente.analysis.incentives.k_implementation import k_implementation
from detente.errors import NotAnswered
from detente.model.conflict import Conflict
from tests.analysis.incentives.test_carrots import square
from tests.build import conflicts

GAME = square([1, 0, 5, 3], [1, 5, 0, 3])


def test_the_published_example() -> None:
    """Monderer and Tennenholtz (2004): both cooperate for 4, both defect for nothing."""
    given_ = numbers(GAME)
    both = k_implementation(GAME, GAME.states.index("YY"), given_)
    none = k_implementation(GAME, GAME.states.index("NN"), given_)
    assert (both.cost, none.cost) == (4, 0)
    assert both.paid == {0: 2, 1: 2}
    told = [(p.to, GAME.states.pattern(p.at), p.amount, p.credible) for p in both.promises]
    assert told == [(0, "YN", 1, False), (1, "NY", 1, False)]
    assert not none.promises


def differs_only(conflict: Conflict, player: int, a: int, b: int) -> bool:
    """Do two states differ in options of one decision maker only?"""
    own = {o.bit for o in conflict.decision_makers[player].options}
    pairs = zip(conflict.states.pattern(a), conflict.states.pattern(b), strict=True)
    return all(x == y or bit in own for bit, (x, y) in enumerate(pairs))


def agrees(conflict: Conflict, player: int, a: int, b: int) -> bool:
    """Does a decision maker choose the same in two states?"""
    own = [o.bit for o in conflict.decision_makers[player].options]
    return all(conflict.states.pattern(a)[bit] == conflict.states.pattern(b)[bit] for bit in own)


@settings(max_examples=30)
@given(conflicts(most=4), st.data())
def test_with_payments_and_promises_the_profile_is_a_best_choice_whatever_the_others_do(
    conflict: Conflict, data: st.DataObject
) -> None:
    target = data.draw(st.integers(0, len(conflict.states) - 1))
    amounts = places(conflict)
    found = k_implementation(conflict, target, amounts)
    states = range(len(conflict.states))
    promised = {(p.to, p.at): p.amount for p in found.promises}
    for player, values in enumerate(v.tolist() for v in amounts.values if v is not None):
        gains = [values[x] - values[target] for x in states if differs_only(conflict, player, x, target)]
        assert found.paid[player] == max(gains)
        for state in (s for s in states if agrees(conflict, player, s, target)):
            bonus = found.paid[player] if state == target else promised.get((player, state), Fraction(0))
            best = max(values[x] for x in states if differs_only(conflict, player, x, state))
            assert values[state] + bonus == max(best, values[state])
    assert found.cost == sum(found.paid.values())
    assert found.complete


@settings(max_examples=25)
@given(conflicts(most=4), st.data())
def test_a_promise_is_credible_if_somebody_else_makes_up_for_it_and_gains(
    conflict: Conflict, data: st.DataObject
) -> None:
    target = data.draw(st.integers(0, len(conflict.states) - 1))
    for p in k_implementation(conflict, target, places(conflict)).promises:
        ranks = [order.ranks for order in conflict.orders]
        ways = [
            (j, k, bool(ranks[j][k] > ranks[j][p.at]))
            for j in range(len(ranks))
            if j != p.to
            for k in conflict.moves.leaving(j, p.at).tolist()
            if ranks[p.to][k] - ranks[p.to][p.at] >= p.amount
        ]
        assert p.credible == any(way[2] for way in ways)
        assert (p.by is None) == (not ways)


def test_what_has_no_numbers_or_no_choices_at_once_is_refused() -> None:
    conflict = detente.load("chicken").conflict()
    with pytest.raises(NotAnswered, match="order only"):
        k_implementation(conflict, 0, numbers(conflict))
    merged = detente.load("elmira").conflict()
    with pytest.raises(NotAnswered, match="merges states"):
        k_implementation(merged, 0, places(merged))
