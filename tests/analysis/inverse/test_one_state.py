"""Rankings that make one state an equilibrium: counts, conditions and the nearest, against trying all of them."""

from __future__ import annotations

from fractions import Fraction
from itertools import combinations
from math import comb

import numpy as np
import pytest
from hypothesis import given, reject, settings
from hypothesis import strategies as st

import detente
from detente.analysis.inverse import Inverse, inverse
from detente.analysis.inverse.conditions import Condition, condition
from detente.analysis.inverse.counting import share, share_about
from detente.analysis.inverse.enumeration import enumerated
from detente.analysis.inverse.nearest import equilibria
from detente.analysis.inverse.promotion import promotion
from detente.analysis.inverse.rankings import distance, keeps_strict
from detente.analysis.inverse.search import search, with_orders
from detente.analysis.inverse.upper_sets import upper_sets
from detente.concepts import concept
from detente.engines import engine
from detente.errors import TooLarge
from detente.model.conflict import Conflict, Structure
from detente.model.preferences import WeakOrder
from tests.analysis.inverse.by_force import NAMES, Case, Forced, by_force, cases, larger_cases, only, share_of
from tests.build import Given, parties, with_ranks

UPPER = ("Nash", "GMR", "SMR")
SYRIA = {"Nash": 240, "GMR": 384, "SMR": 300, "SEQ": 384, "SSEQ": 300}
SQUARE = {"Nash": 144, "GMR": 256, "SMR": 196, "SEQ": 193, "SSEQ": 169}


def asked(case: Case) -> Inverse:
    """Return the answer of the program."""
    return inverse(case.conflict, case.name, state=case.state, vary=case.slugs, weights=case.by_slug)


def is_right(case: Case, found: Inverse, expected: Forced) -> None:
    """Compare an answer with what trying all rankings found."""
    assert (found.satisfying, found.of) == (expected.satisfying, expected.of)
    assert found.possible is (expected.least is not None)
    if expected.least is None:
        assert found.change is None
        return
    assert found.change is not None
    assert found.change.optimal
    assert found.change.distance == expected.least
    met_by(case, {case.conflict.structure.player(slug): order for slug, order in found.change.orders.items()})


def met_by(case: Case, orders: dict[int, object]) -> None:
    """Hold that orders make the state an equilibrium, and tie nothing that was ranked (law P27)."""
    changed = with_orders(case.conflict, orders)  # type: ignore[arg-type]
    assert equilibria(changed, concept(case.name))[case.state]
    for i in orders:
        assert keeps_strict(changed.orders[i], case.conflict.orders[i])


# ------------------------------------------------------------------------------------------- published vectors


@pytest.mark.parametrize(("name", "expected"), SYRIA.items())
def test_syria_by_itself_has_the_counts_of_the_definition(name: str, expected: int) -> None:
    conflict = detente.load("syria-iraq-1975").conflict()
    found = inverse(conflict, name, state=conflict.states.index("YNN"), vary=["syria"])
    assert (found.satisfying, found.of, found.complete) == (expected, 720, True)


@pytest.mark.parametrize("said", detente.load("syria-iraq-1975").file.published_counts, ids=lambda said: said.concept)
def test_what_was_published_is_what_is_counted_or_the_case_says_why_it_differs(said: object) -> None:
    conflict = detente.load("syria-iraq-1975").conflict()
    found = inverse(conflict, said.concept, state=conflict.states.index(said.state), vary=[said.vary])  # type: ignore[attr-defined]
    ours = said.satisfying if said.ours is None else said.ours  # type: ignore[attr-defined]
    assert found.satisfying == ours
    assert (ours != said.satisfying) is bool(said.differs)  # type: ignore[attr-defined]


@pytest.mark.parametrize(("name", "expected"), SQUARE.items())
def test_two_by_two_games_have_the_counts_of_all_576_profiles(name: str, expected: int) -> None:
    structure = Structure(parties({"a": "x", "b": "y"}))
    conflict = Conflict(structure, (Given((0, 1, 2, 3)), Given((0, 1, 2, 3))))
    found = inverse(conflict, name, state=3)
    assert (found.satisfying, found.of) == (expected, 576)


# ----------------------------------------------------------------------------------- against trying all rankings


@settings(max_examples=60)
@given(cases())
def test_counts_and_distances_are_those_of_trying_every_ranking(case: Case) -> None:
    is_right(case, asked(case), by_force(case.conflict, case.name, case.goal, case.weights))


@pytest.mark.long
@settings(max_examples=5000)
@given(cases())
def test_counts_and_distances_are_those_of_trying_every_ranking_of_thousands_of_models(case: Case) -> None:
    is_right(case, asked(case), by_force(case.conflict, case.name, case.goal, case.weights))


with_patience = pytest.mark.parametrize("patience", [20, -1], ids=["facts", "ladders"])


@with_patience
@settings(max_examples=25)
@given(cases(("SEQ", "SSEQ", "SEQ", "SSEQ", "GMR")))
def test_the_search_finds_what_trying_every_ranking_finds(patience: int, case: Case) -> None:
    the_search_is_right(case, patience)


@pytest.mark.long
@with_patience
@settings(max_examples=2000)
@given(cases())
def test_the_search_finds_what_trying_every_ranking_finds_in_thousands_of_models(patience: int, case: Case) -> None:
    the_search_is_right(case, patience)


def the_search_is_right(case: Case, patience: int) -> None:
    """Compare the search, and going through kinds of rankings, with going through all rankings."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("detente.analysis.inverse.search.PATIENCE", patience)
        compare(case)


def compare(case: Case) -> None:
    """Compare the search as it is set with going through all rankings."""
    expected = by_force(case.conflict, case.name, case.goal, case.weights)
    found = search(case.conflict, concept(case.name), case.goal, case.weights, seconds=600)
    assert found.ended
    assert (found.orders is None) is (expected.least is None)
    if found.orders is not None:
        met_by(case, dict(found.orders))
        cost = sum(w * distance(found.orders[i], case.conflict.orders[i]) for i, w in case.weights.items())
        assert cost == found.bound == expected.least
        below = search(case.conflict, concept(case.name), case.goal, case.weights, seconds=600, most=found.bound - 1)
        assert below.orders is None or found.bound == 0
    listed = enumerated(case.conflict, concept(case.name), case.goal, case.weights)
    assert listed.share == share_of(expected)


@with_patience
@settings(max_examples=15)
@given(larger_cases())
def test_the_search_finds_the_nearest_of_all_kinds_of_rankings(patience: int, case: Case) -> None:
    the_search_is_as_near(case, patience)


@pytest.mark.long
@with_patience
@settings(max_examples=1000)
@given(larger_cases())
def test_the_search_finds_the_nearest_of_all_kinds_of_rankings_in_thousands(patience: int, case: Case) -> None:
    the_search_is_as_near(case, patience)


def the_search_is_as_near(case: Case, patience: int) -> None:
    """Compare the search with going through all kinds of rankings, where there are not too many."""
    try:
        listed = enumerated(case.conflict, concept(case.name), case.goal, case.weights)
    except TooLarge:
        reject()
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("detente.analysis.inverse.search.PATIENCE", patience)
        found = search(case.conflict, concept(case.name), case.goal, case.weights, seconds=600)
    assert (found.orders is None) is (listed.nearest is None)
    if found.orders is not None and listed.nearest is not None:
        met_by(case, dict(found.orders))
        prices = [
            sum(w * distance(orders[i], case.conflict.orders[i]) for i, w in case.weights.items())
            for orders in (found.orders, listed.nearest)
        ]
        assert prices == [found.bound, found.bound]


@settings(max_examples=60)
@given(cases(UPPER))
def test_conditions_say_for_every_upper_set_whether_the_state_is_stable(case: Case) -> None:
    size = len(case.conflict.states)
    others = [s for s in range(size) if s != case.state]
    for player in case.weights:
        one = condition(case.conflict, concept(case.name), player, case.state)
        good = set()
        for k in range(size):
            for above in combinations(others, k):
                ranks = [2 if s in above else 1 if s == case.state else 0 for s in range(size)]
                changed = with_ranks(case.conflict, player, ranks)
                stable = bool(engine("reference").stable(changed, concept(case.name), player)[case.state])
                assert one.holds(np.array([s in above for s in range(size)])) is stable
                if stable:
                    good.add(frozenset(above))
        _extremes(one, good, frozenset(others))


def _extremes(one: Condition, good: set[frozenset[int]], others: frozenset[int]) -> None:
    """Hold that the lists are the largest good sets and the smallest bad ones."""
    found = upper_sets(one)
    largest = {u for u in good if not any(u < v for v in good)}
    assert found.complete
    assert {others - down for down in found.kept_down} == largest
    assert found.count == len(largest) == len(found.kept_down)
    bad = {frozenset(u) for k in range(len(others) + 1) for u in combinations(sorted(others), k)} - good
    assert set(found.forbidden) == {u for u in bad if not any(v < u for v in bad)}


@settings(max_examples=60)
@given(st.lists(st.lists(st.sets(st.integers(1, 7), min_size=1, max_size=3), min_size=1, max_size=4), max_size=5))
def test_the_share_of_any_condition_is_what_all_upper_sets_give(drawn: list[list[set[int]]]) -> None:
    one = Condition(0, tuple(tuple(map(frozenset, clause)) for clause in drawn))
    total = Fraction(0)
    for k in range(8):
        for above in combinations(range(1, 8), k):
            if one.holds(np.array([s in above for s in range(8)])):
                total += Fraction(1, 8 * comb(7, k))
    assert share(one) == total
    assert share_about(one) == pytest.approx(float(total), abs=1e-10)


# ------------------------------------------------------------------------------------------------------- laws


@settings(max_examples=60)
@given(cases())
def test_the_distance_is_zero_if_the_state_is_an_equilibrium_already(case: Case) -> None:
    found = asked(case)
    is_already = bool(equilibria(case.conflict, concept(case.name))[case.state])
    assert found.holds is is_already
    if is_already:
        assert found.change is not None
        assert found.change.distance == 0
    elif case.name in UPPER and found.change is not None:
        assert found.change.distance > 0


@settings(max_examples=30)
@given(cases())
def test_stronger_concepts_cost_more_and_have_fewer_rankings(case: Case) -> None:
    every = {
        name: inverse(case.conflict, name, state=case.state, vary=case.slugs, weights=case.by_slug) for name in NAMES
    }
    for weaker, stronger in [("GMR", "SMR"), ("SMR", "Nash"), ("GMR", "SEQ"), ("SEQ", "SSEQ"), ("SSEQ", "Nash")]:
        a, b = every[weaker], every[stronger]
        assert (a.satisfying or 0) >= (b.satisfying or 0)
        if b.change is not None:
            assert a.change is not None
            assert a.change.distance <= b.change.distance


@settings(max_examples=40)
@given(cases(UPPER))
def test_the_target_moves_up_and_nothing_else_moves_but_what_it_passes(case: Case) -> None:
    for player in case.weights:
        old = case.conflict.orders[player]
        one = condition(case.conflict, concept(case.name), player, case.state)
        found = promotion(old, one)
        assert found.optimal
        assert distance(found.order, old) == found.distance
        others = [s for s in range(len(old.ranks)) if s != case.state]
        assert all(
            found.order.ranks[a] <= found.order.ranks[b] for a in others for b in others if old.ranks[a] < old.ranks[b]
        )


def test_tied_states_at_the_level_to_pass_are_kept_above_where_they_can_be() -> None:
    tied = WeakOrder(np.array([0, 1, 1, 1, 1]))
    clauses = (
        (frozenset({1, 2}), frozenset({3})),
        (frozenset({3}), frozenset({4})),
    )
    found = promotion(tied, Condition(0, clauses))
    assert found.distance == 1
    assert found.order.ranks.tolist() == [1, 2, 2, 0, 2]


# ------------------------------------------------------------------------------------------------- larger models


@pytest.mark.parametrize("name", UPPER)
@pytest.mark.parametrize("seed", range(3))
def test_thirty_states_are_counted_exactly(name: str, seed: int) -> None:
    """The exact share is within five standard errors of what two thousand random rankings show."""
    conflict = thirty(seed)
    found = inverse(conflict, name, state=0)
    assert found.share is not None
    assert found.satisfying == found.share * found.of
    assert found.complete
    rng = np.random.default_rng(seed)
    for player in range(3):
        one = condition(conflict, concept(name), player, 0)
        exact = share(one)
        heights = rng.random((2000, 30))
        hits = np.mean([one.holds(row) for row in heights > heights[:, :1]])
        assert abs(hits - float(exact)) < 5 * (0.25 / 2000) ** 0.5


def thirty(seed: int) -> Conflict:
    """Return a random conflict of three decision makers over thirty states, with arcs in no order."""
    rng = np.random.default_rng(seed)
    labels = tuple(f"s{k}" for k in range(30))
    explicit = {}
    for slug in "abc":
        arcs = rng.random((30, 30)) < 0.12
        pairs = ((labels[a], labels[b]) for a, b in np.argwhere(arcs).tolist() if a != b)
        explicit[slug] = tuple(pairs)
    structure = Structure(parties(dict.fromkeys("abc", "")), listing=labels, explicit=explicit)
    return Conflict(structure, tuple(Given(tuple(rng.permutation(30).tolist())) for _ in "abc"))


def test_thirty_states_by_seq_say_whether_any_ranking_works_and_which_is_nearest() -> None:
    conflict = thirty(1)
    found = inverse(conflict, "SEQ", state=4, seconds=30)
    assert found.satisfying is None
    assert not found.complete
    assert "one by one" in found.why_not["satisfying"]
    assert found.possible is True
    assert found.change is not None
    changed = with_orders(conflict, {conflict.structure.player(s): o for s, o in found.change.orders.items()})
    assert equilibria(changed, concept("SEQ"))[4]


def test_what_is_too_large_to_count_says_so() -> None:
    clauses = tuple((frozenset({k}), frozenset({k + 1})) for k in range(1, 1600))
    with pytest.raises(TooLarge, match="states matter"):
        share(Condition(0, clauses))


def test_what_would_fill_the_memory_is_given_up(monkeypatch: pytest.MonkeyPatch) -> None:
    clauses = tuple((frozenset({k}), frozenset({k * 5 % 17}), frozenset({k * 7 % 17})) for k in range(1, 17))
    share(Condition(0, clauses))
    monkeypatch.setattr("detente.analysis.inverse.counting.MOST_BYTES", 1 << 12)
    with pytest.raises(TooLarge, match="overlap too much"):
        share(Condition(0, clauses))


def test_a_clause_after_the_other_is_counted_however_many_there_are() -> None:
    """No two neighbours above together: Fibonacci numbers of sets, so the sum of sets by size is known."""
    clauses = tuple((frozenset({k}), frozenset({k + 1})) for k in range(1, 40))
    one = Condition(0, clauses)
    expected = sum(Fraction(comb(41 - k, k), comb(40, k)) for k in range(21)) / 41
    assert share(one) == expected
    assert only(3, 1).states == [1]
