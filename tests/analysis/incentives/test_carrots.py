"""Carrots and sticks: published and derived vectors, the laws of theory F2, and everything against force."""

from __future__ import annotations

from fractions import Fraction

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

import detente
from detente.analysis.incentives import demotions as demotions_module
from detente.analysis.incentives import plain_carrots
from detente.analysis.incentives.amounts import Amounts, numbers, places
from detente.analysis.incentives.carrots import PRICED, carrots, within
from detente.analysis.incentives.demotions import demoted, demotions
from detente.analysis.incentives.sticks import sticks
from detente.analysis.incentives.transfers import Price, transfers
from detente.concepts import concept
from detente.engines.reference import is_stable, sequence_ends
from detente.errors import NotAnswered, UnknownName
from detente.model.conflict import Conflict, Structure
from detente.model.preferences import Payoffs, WeakOrder, Weighted
from tests.analysis.incentives.forced import (
    demote,
    is_equilibrium,
    least_transfers,
    raised,
    small,
    smallest_demotions,
    upper,
    values_of,
    with_values,
)
from tests.build import any_conflicts, parties, ranking

SQUARE = ("NN", "YN", "NY", "YY")
MOST_UPPER = 10


def square(first: list[int], second: list[int]) -> Conflict:
    """Return a game of two with one option each; payoffs in the order NN, YN, NY, YY."""
    structure = Structure(parties({"a": "x", "b": "x"}))
    given = [Payoffs(tuple(zip(SQUARE, map(Fraction, values), strict=True))) for values in (first, second)]
    return Conflict(structure, tuple(given))


PRISONERS = square([1, 0, 5, 3], [1, 5, 0, 3])
CHICKEN = square([0, 1, 3, 2], [0, 3, 1, 2])


def prices(conflict: Conflict, name: str, state: str) -> list[str]:
    """Return what each is paid, as text."""
    found = transfers(conflict, concept(name), conflict.states.index(state), numbers(conflict))
    return [str(found.by_dm[i]) for i in range(len(conflict.orders))]


# ------------------------------------------------------------------------------------------------------ vectors


@pytest.mark.parametrize(
    ("name", "paid"),
    [("Nash", ["2", "2"]), ("GMR", ["0", "0"]), ("SMR", ["0", "0"]), ("SEQ", ["0", "0"]), ("SSEQ", ["0", "0"])],
)
def test_keeping_the_prisoners_silent_costs_two_each_or_nothing(name: str, paid: list[str]) -> None:
    """Vector ``carrot_pd``."""
    assert prices(PRISONERS, name, "YY") == paid


@pytest.mark.parametrize(
    ("name", "paid"), [("Nash", ["1", "1"]), ("SEQ", ["1", "1"]), ("GMR", ["0", "0"]), ("SMR", ["0", "0"])]
)
def test_keeping_both_drivers_swerving_costs_one_each_or_nothing(name: str, paid: list[str]) -> None:
    """Vector ``carrot_chicken``."""
    assert prices(CHICKEN, name, "YY") == paid


def test_a_payment_may_have_to_be_more_than_a_difference() -> None:
    """One could return the other to the start, and is indifferent: any payment at all makes that credible."""
    structure = Structure(
        parties({"a": "", "b": ""}), listing=("0", "1"), explicit={"a": (("0", "1"),), "b": (("1", "0"),)}
    )
    conflict = with_values(structure, [[0, 1], [1, 1]])
    found = transfers(conflict, concept("SEQ"), 0, Amounts((np.array([0, 1]), np.array([1, 1]))))
    assert found.total == Price(Fraction(0), more=True)
    assert found.by_dm == {0: Price(Fraction(0)), 1: Price(Fraction(0), more=True)}
    assert str(transfers(conflict, concept("Nash"), 0, places(conflict)).total) == "1"


def test_weights_are_numbers_and_statements_are_not() -> None:
    """Fractions are brought to whole numbers and written out again."""
    structure = Structure(parties({"a": "x", "b": "y"}))
    weights = Weighted((("a.x", Fraction(1, 3)), ("b.y", Fraction(-1, 2))))
    conflict = Conflict(structure, (weights, ranking("NN", "YN", "NY", "YY")))
    given = numbers(conflict)
    assert given.values[1] is None
    assert [given.written(v) for v in given.values[0].tolist()] == [0, Fraction(1, 3), Fraction(-1, 2), Fraction(-1, 6)]
    found = carrots(conflict, conflict.states.index("NN"))
    assert found.priced == ("a",)
    assert str(found.concepts["Nash"].transfers.total) == "1/3"
    assert "b" in found.why_not["transfers"]


def test_amounts_beyond_every_machine_word_stay_exact() -> None:
    """Payoffs of 30 digits."""
    large = 10**30
    conflict = square([1, 0, large + 2, large], [1, 5, 0, 3])
    assert prices(conflict, "Nash", "YY") == ["2", "2"]


# -------------------------------------------------------------------------------------------------- against force


def check(conflict: Conflict, target: int) -> None:
    """Compare demotions and transfers with what trying everything gives."""
    for name in PRICED:
        expected = smallest_demotions(conflict, name, target)
        found = demotions(conflict, concept(name), target)
        assert found.exact
        assert found.total == len(next(iter(expected)))
        sets = {frozenset((i, s) for i, states in way.items() for s in states) for way in found.together}
        assert sets == expected if found.complete else sets < expected
        paid = transfers(conflict, concept(name), target, places(conflict))
        least = least_transfers(conflict, name, target)
        assert paid.exact
        assert paid.total == Price(Fraction(least[0]), more=bool(least[1]))


@settings(max_examples=40, suppress_health_check=[HealthCheck.too_slow])
@given(small(), st.data())
def test_no_set_of_demotions_and_no_transfer_is_smaller(conflict: Conflict, data: st.DataObject) -> None:
    target = data.draw(st.integers(0, len(conflict.states) - 1))
    if len(upper(conflict, target)) <= MOST_UPPER:
        check(conflict, target)


def test_a_state_is_demoted_so_that_an_answer_becomes_credible_again() -> None:
    """Leaving 3 for 1 is an answer of a; it is lost when a demotes 3, and comes back when it demotes 1 as well."""
    arcs = {"a": (("1", "3"), ("2", "3")), "b": (), "c": (("2", "1"),)}
    structure = Structure(parties(dict.fromkeys(arcs, "")), listing=tuple("01234"), explicit=arcs)
    conflict = with_values(structure, [[0, 1, 0, 2, 0], [0] * 5, [0, 1, 0, 0, 0]])
    ways = demotions(conflict, concept("SEQ"), 2).together
    assert sorted((way[0], way[2]) for way in ways) == [((1, 3), ()), ((3,), (1,))]
    check(conflict, 2)


@pytest.mark.long
@settings(max_examples=5000, suppress_health_check=list(HealthCheck), deadline=None)
@given(small(), st.data())
def test_no_set_of_demotions_and_no_transfer_is_smaller_on_thousands_of_models(
    conflict: Conflict, data: st.DataObject
) -> None:
    target = data.draw(st.integers(0, len(conflict.states) - 1))
    if len(upper(conflict, target)) <= MOST_UPPER:
        check(conflict, target)


@settings(max_examples=30)
@given(any_conflicts(), st.data())
def test_every_way_solves_again_to_the_target_and_no_part_of_it_does(conflict: Conflict, data: st.DataObject) -> None:
    """Of larger models too; payments likewise."""
    target = data.draw(st.integers(0, len(conflict.states) - 1))
    found = carrots(conflict, target)
    for name, one in found.concepts.items():
        assert one.holds == is_equilibrium(conflict, name, target) == (one.demotions.total == 0)
        for way in one.demotions.together[:3]:
            made = frozenset((i, s) for i, states in way.items() for s in states)
            assert is_equilibrium(demote(conflict, target, made), name, target)
            assert not any(is_equilibrium(demote(conflict, target, made - {e}), name, target) for e in made)
        for rise in one.rises.ways[:3]:
            paid = [
                raised(v, target, (int(rise[i].amount), int(rise[i].more))) for i, v in enumerate(values_of(conflict))
            ]
            assert is_equilibrium(with_values(conflict.structure, paid), name, target)


@settings(max_examples=30)
@given(any_conflicts(), st.data())
def test_costs_are_ordered_as_the_concepts_are(conflict: Conflict, data: st.DataObject) -> None:
    """GMR is no dearer than SMR, SMR than Nash, GMR than SEQ, SEQ than SSEQ, SSEQ than Nash."""
    target = data.draw(st.integers(0, len(conflict.states) - 1))
    found = carrots(conflict, target).concepts
    for less, more in (("GMR", "SMR"), ("SMR", "Nash"), ("GMR", "SEQ"), ("SEQ", "SSEQ"), ("SSEQ", "Nash")):
        assert found[less].demotions.total <= found[more].demotions.total  # type: ignore[operator]
        assert found[less].rises.total.amount <= found[more].rises.total.amount  # type: ignore[union-attr]


@settings(max_examples=30)
@given(any_conflicts(), st.data())
def test_more_for_a_party_never_hurts_its_own_stability_nor_anybodys_under_seq(
    conflict: Conflict, data: st.DataObject
) -> None:
    """P29; under SEQ a payment at the target hurts nobody, since whoever passes through it has been sanctioned."""
    target = data.draw(st.integers(0, len(conflict.states) - 1))
    player = data.draw(st.integers(0, len(conflict.orders) - 1))
    low = data.draw(st.integers(0, 4))
    high = data.draw(st.integers(low, 6))
    values = values_of(conflict)
    paid = []
    for amount in (low, high):
        made = [[2 * v for v in one] for one in values]
        made[player] = raised(values[player], target, (amount // 2, amount % 2))
        paid.append(with_values(conflict.structure, made))
    for name in PRICED:
        before, after = (is_stable(c, concept(name), player, target) for c in paid)
        assert after or not before
    for other in range(len(conflict.orders)):
        before, after = (is_stable(c, concept("SEQ"), other, target) for c in paid)
        assert after or not before


@settings(max_examples=25)
@given(small(), st.data())
def test_strict_payments_make_the_target_hold_without_ties(conflict: Conflict, data: st.DataObject) -> None:
    """They are never less than those that make a tie, and more than zero wherever a tie was relied on."""
    target = data.draw(st.integers(0, len(conflict.states) - 1))
    for name in PRICED:
        tie = transfers(conflict, concept(name), target, places(conflict)).total
        strict = transfers(conflict, concept(name), target, places(conflict), strict=True)
        assert tie is not None
        assert strict.total is not None
        assert (strict.total.amount, strict.total.more) >= (tie.amount, tie.more)
        if name == "Nash":
            for i, price in strict.by_dm.items():
                ranks = conflict.orders[i].ranks
                best = max((int(ranks[q] - ranks[target]) for q in conflict.moves.leaving(i, target)), default=-1)
                assert price == (Price(Fraction(best), more=True) if best >= 0 else Price(Fraction(0)))


@settings(max_examples=25)
@given(small(), st.data())
def test_only_those_who_vary_are_given_anything(conflict: Conflict, data: st.DataObject) -> None:
    """And if that is not enough there is no way."""
    target = data.draw(st.integers(0, len(conflict.states) - 1))
    vary = data.draw(st.lists(st.sampled_from(conflict.structure.slugs), min_size=1, unique=True))
    free = {conflict.structure.player(slug) for slug in vary}
    found = carrots(conflict, target, vary=vary)
    for name, one in found.concepts.items():
        assert all(not part or i in free for way in one.demotions.together for i, part in way.items())
        assert all(not p.amount or i in free for way in one.rises.ways for i, p in way.items())
        everything = frozenset(pair for pair in upper(conflict, target) if pair[0] in free)
        if one.demotions.total is None and name in ("Nash", "GMR", "SMR"):
            assert not is_equilibrium(demote(conflict, target, everything), name, target)


# ---------------------------------------------------------------------------------------------------------- sticks


@settings(max_examples=30)
@given(any_conflicts(), st.data())
def test_sticks_are_the_sanctions_of_gmr_and_the_credible_ones_those_of_seq(
    conflict: Conflict, data: st.DataObject
) -> None:
    player = data.draw(st.integers(0, len(conflict.orders) - 1))
    target = data.draw(st.integers(0, len(conflict.states) - 1))
    ranks, others = conflict.orders[player].ranks, [j for j in range(len(conflict.orders)) if j != player]
    for threatened in sticks(conflict, player, target, numbers(conflict)):
        ends = {c: sequence_ends(conflict, others, threatened.move, credible=c) for c in (True, False)}
        hurting = {c: {k for k in some if ranks[k] <= ranks[target]} for c, some in ends.items()}
        assert threatened.in_all == len(hurting[False])
        assert threatened.credible == bool(hurting[True])
        assert threatened.steps == ranks[threatened.move] - ranks[target]
        for stick in threatened.sticks:
            assert stick.credible == (stick.end in hurting[True])
            assert stick.end in hurting[False]
            assert bool(stick.unwilling) != stick.credible


# -------------------------------------------------------------------------------------------------- what is asked


def test_demoted_states_stand_just_below_in_their_old_order() -> None:
    order = WeakOrder(np.array([4, 1, 2, 3, 2, 0]))
    assert demoted(order, 2, [0, 3]).ranks.tolist() == [3, 1, 4, 2, 4, 0]


def test_a_search_that_is_given_up_says_so(monkeypatch: pytest.MonkeyPatch) -> None:
    """With what is known all the same: no fewer, and no more than all improvements."""
    original = demotions_module.smallest_sets
    monkeypatch.setattr(demotions_module, "smallest_sets", lambda *a, **k: original(*a, **{**k, "most_work": 1}))
    conflict = detente.load("peace-treaty").conflict()
    found = demotions(conflict, concept("SMR"), conflict.states.index("YNNNYYNY"))
    assert (found.total, found.exact, found.complete) == (None, False, False)
    assert found.at_least >= 1
    assert found.at_most == 3


def test_simultaneous_stability_and_wrong_names_are_refused() -> None:
    with pytest.raises(NotAnswered, match="not for SIM"):
        carrots(PRISONERS, 0, ["SIM"])
    with pytest.raises(UnknownName, match="no concept"):
        carrots(PRISONERS, 0, ["nosh"])
    with pytest.raises(UnknownName, match="no decision maker"):
        carrots(PRISONERS, 0, vary=["c"])


def test_progress_is_told_and_can_end_the_work() -> None:
    seen: list[tuple[int, int]] = []
    carrots(PRISONERS, 0, progress=lambda done, total: seen.append((done, total)))
    assert seen
    assert all(0 <= done <= total for done, total in seen)

    def stop(*_: int) -> None:
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        carrots(PRISONERS, 0, progress=stop)


def test_a_budget_is_compared_with_the_payments() -> None:
    nash = carrots(PRISONERS, PRISONERS.states.index("YY")).concepts["Nash"]
    assert [within(Fraction(b), nash) for b in (3, 4)] == [False, True]
    strict = carrots(PRISONERS, PRISONERS.states.index("YY"), ["Nash"], strict=True).concepts["Nash"]
    assert [within(Fraction(b), strict) for b in (4, 5)] == [False, True]
    assert within(Fraction(1), carrots(detente.load("chicken").conflict(), 0).concepts["Nash"]) is None


def test_plain_data_have_one_shape() -> None:
    found = plain_carrots.carrots(carrots(PRISONERS, PRISONERS.states.index("YY")), 100, Fraction(3))
    nash = found["concepts"]["Nash"]
    assert found["state"] == "YY"
    assert (nash["holds"], nash["total"], nash["fewest"], nash["within_budget"]) == (False, "4", 2, False)
    assert nash["by_dm"]["a"] == {
        "stable": False,
        "upper_count": 1,
        "upper": ["NY"],
        "demotions": [["NY"]],
        "fewest": 1,
        "rise": "1",
        "rise_more_than": False,
        "transfer": "2",
        "more_than": False,
        "credible_sticks": [
            {
                "against": "NY",
                "moves": [{"by": "b", "from": "NY", "to": "NN"}],
                "to": "NN",
                "credible": True,
                "unwilling": {},
            }
        ],
    }
    assert found["sticks"]["a"][0]["penalty"] == "2"
    assert found["k_implementation"]["cost"] == "4"
    assert found["complete"]
