"""Preferences: from what the analyst wrote to an order of the states."""

from __future__ import annotations

from fractions import Fraction
from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from detente.errors import ModelError
from detente.model.formula import And, Formula, Name, Not
from detente.model.preferences import (
    Payoffs,
    Prioritised,
    Ranking,
    Statement,
    WeakOrder,
    Weighted,
    as_ranking,
    dense,
    dense_exact,
    wordings,
)
from detente.model.states import States, feasible, listed, named
from tests.build import any_conflicts, assignments, by_rank, formulas, holds, literals, ranking, ranks, wants

OPTIONS = ("a.x", "a.y", "b.z")
X, Y, Z = map(Name, OPTIONS)


def order_of(scores: list[object]) -> list[int]:
    """Return the dense ranks of scores that Python can compare."""
    place = {v: r for r, v in enumerate(sorted(set(scores)))}  # type: ignore[type-var]
    return [place[v] for v in scores]


@given(st.lists(formulas(OPTIONS, 4), max_size=6))
def test_prioritised_statements_compare_states_lexicographically(statements: list[Formula]) -> None:
    """The order is that of the tuples of truths, the first statement weighing most."""
    scores: list[object] = [tuple(holds(f, row) for f in statements) for row in assignments(OPTIONS)]
    assert wants(*statements).order(feasible(OPTIONS)).ranks.tolist() == order_of(scores)


def test_prioritised_statements_rank_as_the_scores_of_the_literature_do() -> None:
    """The vector ``prioritizing_scores``: 11, 2, 7, 1, 0, 5 with the weights 2^(k-j)."""
    states = feasible(OPTIONS, [And((X, Y))])
    statements = [literals(OPTIONS, "NNN"), Y, Not(Z), Not(X)]
    expected = dict(zip(["NNN", "YNN", "NYN", "NNY", "YNY", "NYY"], [11, 2, 7, 1, 0, 5], strict=True))
    found = wants(*statements).order(states).ranks
    assert states.patterns == tuple(expected)
    assert found.tolist() == order_of(list(expected.values()))


def test_a_thousand_statements_do_not_overflow() -> None:
    """The order stays lexicographic far beyond 64 statements: the last one still splits the last tie."""
    never, statements = And((X, Not(X))), [Y] * 500 + [And((X, Not(X)))] * 499 + [Z]
    found = wants(*statements).order(feasible(OPTIONS, [X])).ranks
    assert len(statements) == 1000
    assert never in statements
    assert found.tolist() == [0, 2, 1, 3]


@pytest.mark.parametrize("place", [0, 63, 64, 65, 99])
def test_among_a_hundred_statements_each_one_counts(place: int) -> None:
    """A true statement at any place ranks above none of them, and above all later ones together."""
    options = tuple(f"a.o{k}" for k in range(100))
    patterns = {"none": "N" * 100, "one": _with_y(place), "later": "N" * (place + 1) + "Y" * (99 - place)}
    if place == 99:
        del patterns["later"]
    found = wants(*map(Name, options)).order(listed(options, patterns)).ranks.tolist()
    assert found == ([0, 2, 1] if place < 99 else [0, 1])


def _with_y(place: int) -> str:
    return "N" * place + "Y" + "N" * (99 - place)


@given(st.lists(formulas(OPTIONS, 3), min_size=1, max_size=5), st.data())
def test_a_statement_said_twice_counts_once(statements: list[Formula], data: st.DataObject) -> None:
    """Repeating a statement later changes nothing."""
    again = data.draw(st.sampled_from(statements))
    states = feasible(OPTIONS)
    once, twice = wants(*statements).order(states), wants(*statements, again).order(states)
    assert once.ranks.tolist() == twice.ranks.tolist()


@given(st.lists(formulas(OPTIONS, 3), max_size=5), formulas(OPTIONS, 3))
def test_a_further_statement_only_splits_ties(statements: list[Formula], last: Formula) -> None:
    """What was strictly better stays strictly better."""
    states = feasible(OPTIONS)
    before, after = wants(*statements).order(states).ranks, wants(*statements, last).order(states).ranks
    assert all(after[a] > after[b] for a in range(8) for b in range(8) if before[a] > before[b])


def test_weights_add_up_exactly() -> None:
    """One tenth and two tenths tie with three tenths, which floating point would not see."""
    weights = Weighted(((OPTIONS[0], Fraction("0.1")), (OPTIONS[1], Fraction("0.2")), (OPTIONS[2], Fraction("0.3"))))
    states = feasible(OPTIONS)
    found = dict(zip(states.patterns, weights.order(states).ranks.tolist(), strict=True))
    assert found["YYN"] == found["NNY"]
    assert found == {"NNN": 0, "YNN": 1, "NYN": 2, "YYN": 3, "NNY": 3, "YNY": 4, "NYY": 5, "YYY": 6}


@given(st.lists(st.fractions(max_denominator=1000), min_size=3, max_size=3))
def test_a_state_scores_the_sum_of_the_weights_of_what_is_done_there(weights: list[Fraction]) -> None:
    """Exact sums of fractions, compared as fractions."""
    weighed = Weighted(tuple(zip(OPTIONS, weights, strict=True)))
    scores: list[object] = [
        sum((w for w, y in zip(weights, row.values(), strict=True) if y), Fraction(0)) for row in assignments(OPTIONS)
    ]
    assert weighed.order(feasible(OPTIONS)).ranks.tolist() == order_of(scores)


@pytest.mark.parametrize(
    ("x", "y"),
    [
        (Fraction(10**30), Fraction(10**30 + 1)),
        (Fraction(2**63), Fraction(2**63 + 1)),
        (Fraction(1, 10**9 + 7), Fraction(1, 10**9 + 9)),
        (Fraction(1, 10**30), Fraction(1, 10**40)),
    ],
)
def test_weights_of_any_size_stay_exact(x: Fraction, y: Fraction) -> None:
    """Neither the weights nor their common denominator overflow."""
    weighed = Weighted(((OPTIONS[0], x), (OPTIONS[1], y), (OPTIONS[2], Fraction(1, 998244353))))
    scores: list[object] = [
        x * row["a.x"] + y * row["a.y"] + Fraction(row["b.z"], 998244353) for row in assignments(OPTIONS)
    ]
    assert weighed.order(feasible(OPTIONS)).ranks.tolist() == order_of(scores)


def test_without_weights_all_states_tie() -> None:
    """No weight, no difference."""
    assert Weighted(()).order(feasible(OPTIONS)).ranks.tolist() == [0] * 8


def test_a_weight_on_what_a_merged_state_leaves_open_is_refused() -> None:
    """The score of ``N-`` is not one number if y weighs something."""
    states = listed(["a.x", "a.y"], {"quiet": "N-", "loud": "YY"})
    assert Weighted((("a.x", Fraction(1)),)).order(states).ranks.tolist() == [0, 1]
    with pytest.raises(ModelError, match=r"the weight of a\.y is left open by a merged state"):
        Weighted((("a.y", Fraction(1)),)).order(states)


def test_a_ranking_is_given_best_first_with_ties() -> None:
    """Tie classes by pattern; higher ranks are better."""
    states = feasible(["a.x", "b.y"])
    assert ranking("YY", ["NY", "YN"], "NN").order(states).ranks.tolist() == [0, 1, 1, 2]


def test_a_ranking_may_name_states_or_give_their_patterns() -> None:
    """Both work side by side, and infeasible states in it do no harm."""
    states = listed(["a.x"], {"quiet": "N", "loud": "Y"})
    assert ranking("loud", "N", "ghost").order(states).ranks.tolist() == [0, 1]
    assert ranking("peace", "war").order(named(["war", "peace"])).ranks.tolist() == [0, 1]


def test_a_ranking_that_leaves_out_a_state_is_refused_by_name() -> None:
    """The message names the state as the case does."""
    with pytest.raises(ModelError, match="leaves out the feasible state NY"):
        ranking("NN", "YN", "YY").order(feasible(["a.x", "b.y"]))
    with pytest.raises(ModelError, match="leaves out the feasible state loud"):
        ranking("quiet").order(listed(["a.x"], {"quiet": "N", "loud": "Y"}))


@given(st.integers(1, 8).flatmap(ranks))
def test_payoffs_rank_as_numbers_do(values: tuple[int, ...]) -> None:
    """Higher is better, equal is indifferent."""
    names = [f"s{k}" for k in range(len(values))]
    payoffs = Payoffs(tuple((n, Fraction(v, 7)) for n, v in zip(names, values, strict=True)))
    assert payoffs.order(named(names)).ranks.tolist() == order_of(list(values))


@given(st.integers(1, 8).flatmap(ranks))
def test_an_order_can_be_written_as_a_ranking_and_read_again(values: tuple[int, ...]) -> None:
    """``as_ranking`` undoes ``order``."""
    states = named([f"s{k}" for k in range(len(values))])
    order = WeakOrder(dense(np.array(values)))
    again = as_ranking(order, states)
    assert again.order(states).ranks.tolist() == order.ranks.tolist()
    assert again == by_rank(states.slugs, values)


@settings(max_examples=60)
@given(any_conflicts())
def test_every_kind_of_preference_gives_dense_ranks_that_can_be_written_as_a_ranking(
    conflict: object,
) -> None:
    """Ranks are 0, 1, 2, ... without gaps, whatever the analyst wrote."""
    states: States = conflict.states  # type: ignore[attr-defined]
    for order in conflict.orders:  # type: ignore[attr-defined]
        assert sorted(set(order.ranks.tolist())) == list(range(int(order.ranks.max()) + 1))
        assert as_ranking(order, states).order(states).ranks.tolist() == order.ranks.tolist()


@given(st.lists(st.integers(-(10**6), 10**6), min_size=1, max_size=9))
def test_dense_ranks_keep_the_order_and_leave_no_gap(values: list[int]) -> None:
    """Both ways of ranking numbers agree with sorting."""
    assert dense(np.array(values)).tolist() == order_of(list(values))
    assert dense_exact(np.array(values, dtype=object)).tolist() == order_of(list(values))


@given(st.integers(2, 8).flatmap(ranks), st.data())
def test_the_three_questions_follow_from_the_ranks(values: tuple[int, ...], data: st.DataObject) -> None:
    """Strictly better tempts and is credible; not better deters; a state deters from itself (theory B11)."""
    order = WeakOrder(dense(np.array(values)))
    a, b = (data.draw(st.integers(0, len(values) - 1)) for _ in range(2))
    assert bool(order.tempts(a, b)) is bool(order.credible(a, b)) is (values[a] > values[b])
    assert bool(order.deters(a, b)) is (values[a] <= values[b])
    assert bool(order.deters(a, a))
    assert order.tempts(slice(None), b).tolist() == [v > values[b] for v in values]
    assert order.deters(np.arange(len(values)), b).tolist() == [v <= values[b] for v in values]


def test_statements_are_shown_in_the_words_of_the_file_or_else_as_formulas() -> None:
    """Best first, in one line."""
    statements = (Statement(And((X, Y)), "both"), Statement(Not(Z), ""))
    assert wordings(statements) == "both > !b.z"
    assert wordings(Prioritised(()).statements) == ""


@given(st.lists(formulas(OPTIONS, 3), max_size=4))
def test_the_order_of_a_subset_is_the_order_of_the_whole_on_it(statements: list[Formula]) -> None:
    """Removing states never reverses a pair."""
    whole, part = feasible(OPTIONS), feasible(OPTIONS, [X])
    all_ranks = wants(*statements).order(whole).ranks
    kept = [int(all_ranks[whole.index(p)]) for p in part.patterns]
    assert wants(*statements).order(part).ranks.tolist() == order_of(list(kept))


def test_a_ranking_of_classes_is_strict_between_classes() -> None:
    """Neighbouring classes differ by exactly one rank."""
    found = Ranking((("c",), ("a", "b"), ("d",))).order(named("abcd")).ranks
    assert [int(found[s]) for s in (2, 0, 1, 3)] == [2, 1, 1, 0]
    assert all(a - b <= 1 for a, b in pairwise(sorted(found.tolist(), reverse=True)))
