"""Wedges: the vector of Elmira, every price against force, the counter-wedge, capability, and the flagship."""

from __future__ import annotations

from fractions import Fraction
from itertools import combinations

import numpy as np
import pytest
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st

import detente
from detente.analysis.incentives import plain_wedge
from detente.analysis.incentives.amounts import Amounts, numbers, places
from detente.analysis.incentives.binding import binding, holding
from detente.analysis.incentives.prices import Pressure, split
from detente.analysis.incentives.transfers import Price
from detente.analysis.incentives.wedge import Wedge, affordable, wedge
from detente.concepts.coalitional import coalition_concept
from detente.engines.reference import sequence_ends
from detente.errors import ModelError, UnknownName
from detente.model.conflict import Conflict, Structure
from detente.model.moves import coalitions as every_coalition
from detente.model.preferences import Payoffs, Ranking, as_ranking
from tests.analysis.incentives.forced import (
    is_equilibrium,
    is_split,
    joint_improvements,
    least_split,
    raised_for,
    small,
    values_of,
    with_values,
)
from tests.build import parties
from tests.engines.vectors import ELMIRA

CONCEPTS = ("CNash", "CGMR", "CSMR", "CSEQ")
EIGHT = ("NNN", "YNN", "NYN", "YYN", "NNY", "YNY", "NYY", "YYY")


def pact() -> Conflict:
    """Return two who would blockade a third that would strike back; payoffs."""
    structure = Structure(parties({"north": ["join"], "south": ["join"], "east": ["strike"]}))
    values = ([2, 0, 3, 6, 1, 0, 1, 1], [2, 3, 1, 4, 1, 1, 0, 1], [5, 3, 3, 0, 2, 2, 2, 1])
    given_ = [Payoffs(tuple(zip(EIGHT, map(Fraction, v), strict=True))) for v in values]
    return Conflict(structure, tuple(given_), "NNN")


def in_flagship(world: str, *members: str, against: str, divider: str | None, **chosen: str) -> Wedge:
    """Ask the flagship case."""
    case = detente.load("peace-treaty")
    conflict = case.conflict(case.reading(**chosen), world)
    feared = conflict.states.truth(case.formula(against))
    return wedge(conflict, members, conflict.status_quo, feared=feared, divider=divider)


# ------------------------------------------------------------------------------------------------------- vectors


def test_keeping_elmira_at_5_costs_one_swap_by_either() -> None:
    """Vector ``elmira9_wedge``: afterwards 5, 8 and 9 are stable for every coalition."""
    conflict = ELMIRA.conflict
    five = conflict.states.index("5")
    found = wedge(conflict, ["M", "U"], five, divider="L")
    names = conflict.states.slugs
    assert [names[f.state] for f in found.feared] == ["8"]
    assert found.feared[0].needed
    assert {i: str(p) for i, p in found.steps["CNash"].alone.items()} == {0: "1", 1: "1"}
    assert sorted(map(tuple, found.steps["CNash"].ways)) == [(0,), (1,)]
    carrots = [t for t in found.trials if t.kind == "accommodative"]
    assert [dict(t.given) for t in carrots] == [{0: Price(Fraction(1))}, {1: Price(Fraction(1))}]
    for trial in found.trials:
        assert (trial.w1, trial.w2) == (True, True)
        assert trial.universal is not None
        assert {names[s] for s in np.flatnonzero(trial.universal)} == {"5", "8", "9"}


def test_a_pact_that_its_victim_answers_needs_no_wedge_for_those_who_look_ahead() -> None:
    """East strikes back of its own accord, so only CNash has a price; in payments South is the cheapest."""
    found = wedge(pact(), ["north", "south"], 0, divider="east")
    assert {name: str(s.total) for name, s in found.payments.items()} == {
        "CNash": "2", "CGMR": "0", "CSMR": "0", "CSEQ": "0",
    }  # fmt: skip
    assert found.payments["CNash"].ways == ({1: Price(Fraction(2))},)
    assert found.weakest == (0, 1)
    assert found.threats[3][0].credible


# ------------------------------------------------------------------------------------------------- against force


@st.composite
def active(draw: st.DrawFn) -> tuple[Conflict, tuple[int, ...], int, list[bool]]:
    """Draw a conflict, a coalition that would go somewhere together, from where, and what is feared of that."""
    conflict = draw(small())
    size = len(conflict.states)
    groups = [g for g in every_coalition(range(len(conflict.orders))) if len(g) > 1]
    pairs = [(g, s) for g in groups for s in range(size) if joint_improvements(conflict, g, s)]
    assume(pairs)
    group, state = draw(st.sampled_from(pairs))
    mask = draw(st.one_of(st.just([True] * size), st.lists(st.booleans(), min_size=size, max_size=size)))
    mask[state] = all(mask)
    assume(any(mask[x] for x in joint_improvements(conflict, group, state)))
    return conflict, group, state, mask


def asked(drawn: tuple[Conflict, tuple[int, ...], int, list[bool]]) -> Wedge:
    """Ask about what was drawn."""
    conflict, group, state, mask = drawn
    slugs = [conflict.structure.slugs[i] for i in group]
    return wedge(conflict, slugs, state, feared=None if all(mask) else np.array(mask))


def check(drawn: tuple[Conflict, tuple[int, ...], int, list[bool]]) -> None:
    """Compare every price with what trying everything gives, and try every wedge."""
    conflict, group, state, mask = drawn
    found = asked(drawn)
    assert {f.state for f in found.feared} == {x for x in joint_improvements(conflict, group, state) if mask[x]}
    for name, one in found.steps.items():
        for member in group:
            assert _amount(one.alone[member]) == least_split(conflict, name, group, state, mask, (member,))
        left_out = [tuple(i for i in group if i != m) for m in group]
        wedges = [least_split(conflict, name, group, state, mask, some) for some in left_out]
        least = min((w for w in wedges if w is not None), default=None)
        assert _amount(one.total) == least
        everybody = least_split(conflict, name, group, state, mask, group)
        assert _amount(one.open_total) == (everybody if everybody is not None and everybody != least else None)
        for way in one.ways:
            assert is_split(conflict, name, group, state, mask, {i: int(p.amount) for i, p in way.items()})
    for trial in found.trials:
        assert trial.w1
        assert trial.w2
        if (trial.kind, trial.measure) == ("accommodative", "steps"):
            after = raised_for(conflict, state, {i: int(p.amount) for i, p in trial.given.items()})
            parts = [set(k) for k in every_coalition(group) if len(k) < len(group)]
            going = [k for k in parts if any(mask[x] for x in joint_improvements(after, tuple(sorted(k)), state))]
            assert [set(k) for k in trial.smaller] == [k for k in going if not any(other < k for other in going)]
    assert all(b.verified for b in found.binding.values())


def _amount(price: Price | None) -> int | None:
    return None if price is None else int(price.amount)


@settings(max_examples=25, suppress_health_check=list(HealthCheck), deadline=None)
@given(active())
def test_no_split_is_cheaper_and_each_one_splits(drawn: tuple[Conflict, tuple[int, ...], int, list[bool]]) -> None:
    check(drawn)


@pytest.mark.long
@settings(max_examples=3000, suppress_health_check=list(HealthCheck), deadline=None)
@given(active())
def test_no_split_is_cheaper_and_each_one_splits_on_thousands_of_models(
    drawn: tuple[Conflict, tuple[int, ...], int, list[bool]],
) -> None:
    check(drawn)


@settings(max_examples=15, suppress_health_check=list(HealthCheck), deadline=None)
@given(active())
def test_a_weaker_stability_is_never_dearer(drawn: tuple[Conflict, tuple[int, ...], int, list[bool]]) -> None:
    """CGMR is no dearer than CSMR, which is no dearer than CNash; nor is CSEQ."""
    steps = asked(drawn).steps
    for less, more in (("CGMR", "CSMR"), ("CSMR", "CNash"), ("CSEQ", "CNash")):
        for member, price in steps[more].alone.items():
            cheaper = steps[less].alone[member]
            assert price is None or (cheaper is not None and cheaper.amount <= price.amount)


@settings(max_examples=15, suppress_health_check=list(HealthCheck), deadline=None)
@given(active())
def test_taking_options_away_keeps_a_coalition_from_what_is_feared(
    drawn: tuple[Conflict, tuple[int, ...], int, list[bool]],
) -> None:
    """All smallest sets of options, and no smaller ones; by fixing them in the case and walking again."""
    conflict, group, state, mask = drawn
    able = asked(drawn).capability
    assert able is not None
    assert able.verified
    if able.by != "options":
        return
    here, bits = conflict.states.pattern(state), conflict.states.bits
    feared = {conflict.states.pattern(x) for x in joint_improvements(conflict, group, state) if mask[x]}
    options = [(i, o.name) for i in group for o in conflict.decision_makers[i].options]

    def is_kept(made: tuple[tuple[int, str], ...]) -> bool:
        after = conflict.do(**{name: here[bits[name]] == "Y" for _, name in made}) if made else conflict
        bare = Conflict(after.structure, ())
        ends = sequence_ends(bare, list(group), after.states.index(here), credible=False)
        return feared.isdisjoint(after.states.pattern(x) for x in ends)

    for size in range(1, len(options) + 1):
        kept = {frozenset(made) for made in combinations(options, size) if is_kept(made)}
        if kept:
            assert set(able.smallest.sets) == kept
            return
    assert not able.smallest.sets


# ---------------------------------------------------------------------------------------------------- counter-wedge


@settings(max_examples=25, suppress_health_check=list(HealthCheck), deadline=None)
@given(active(), st.data())
def test_a_coalition_is_bound_again_for_more_than_what_is_missing_and_for_no_less(
    drawn: tuple[Conflict, tuple[int, ...], int, list[bool]], data: st.DataObject
) -> None:
    """Whatever was given to whom; by trying every feared state."""
    conflict, group, state, mask = drawn
    amounts, pressure = places(conflict), _pressure(drawn)
    given_ = {i: Price(Fraction(data.draw(st.integers(0, 4)))) for i in group}
    found = binding(pressure, amounts, given_)
    assert found is not None
    assert found.verified
    values = values_of(conflict)
    reached = sequence_ends(conflict, list(group), state, credible=False)
    costs = []
    for x in (x for x in reached if mask[x] and x != state):
        short = [given_[i].amount - (values[i][x] - values[i][state]) for i in group]
        costs.append((sum(s for s in short if s >= 0), any(s >= 0 for s in short)))
    assert found.total.amount == min(c for c, _ in costs)


@settings(max_examples=25, suppress_health_check=list(HealthCheck), deadline=None)
@given(active(), st.integers(1, 4))
def test_what_holds_against_a_patron_is_the_least_that_does(
    drawn: tuple[Conflict, tuple[int, ...], int, list[bool]], patron: int
) -> None:
    """A patron who can spend so much cannot bind them again, and could if the member were paid any less."""
    conflict, group, _, _ = drawn
    amounts, pressure = places(conflict), _pressure(drawn)
    for member in group:
        least = holding(pressure, amounts, member, Fraction(patron))
        assert least is not None
        doubled = Amounts(tuple(2 * v if v is not None else None for v in amounts.values), 2)
        for paid, holds in ((least, True), (least - Fraction(1, 2), False)):
            if paid < 0:
                continue
            again = binding(pressure, doubled, {member: Price(paid)})
            assert again is not None
            needs_more_than_it_has = again.total.amount > patron or (again.total.amount == patron and again.total.more)
            assert needs_more_than_it_has == holds


def _pressure(drawn: tuple[Conflict, tuple[int, ...], int, list[bool]]) -> Pressure:
    conflict, group, state, mask = drawn
    everybody = tuple(every_coalition(range(len(conflict.orders))))
    return Pressure(conflict, group, state, np.array(mask), everybody)


def test_against_a_patron_a_pact_costs_as_much_more_as_the_patron_has() -> None:
    found = wedge(pact(), ["north", "south"], 0, patron=Fraction(1))
    assert found.holding == {0: Fraction(5), 1: Fraction(3)}
    assert affordable(found, Fraction(3)) == {1: Price(Fraction(3))}
    assert not affordable(found, Fraction(2))
    bare = wedge(pact(), ["north", "south"], 0)
    assert affordable(bare, Fraction(2)) == {1: Price(Fraction(2))}
    assert not affordable(bare, Fraction(1))
    assert not affordable(wedge(ELMIRA.conflict, ["M", "U"], 4), Fraction(9))


# ------------------------------------------------------------------------------------------------- W3, exits, flagship


@settings(max_examples=15, suppress_health_check=list(HealthCheck), deadline=None)
@given(active(), st.data())
def test_equilibria_that_are_worse_for_the_divider_are_counted(
    drawn: tuple[Conflict, tuple[int, ...], int, list[bool]], data: st.DataObject
) -> None:
    conflict, group, state, _ = drawn
    outside = [i for i in range(len(conflict.orders)) if i not in group]
    assume(outside)
    divider = data.draw(st.sampled_from(outside))
    slugs = conflict.structure.slugs
    found = wedge(conflict, [slugs[i] for i in group], state, divider=slugs[divider])
    ranks = conflict.orders[divider].ranks
    for trial in (t for t in found.trials if (t.kind, t.measure) == ("accommodative", "steps")):
        after = raised_for(conflict, state, {i: int(p.amount) for i, p in trial.given.items()})
        worse = {s for s in range(len(ranks)) if ranks[s] < ranks[state] and is_equilibrium(after, "Nash", s)}
        assert (trial.worse, trial.w3) == (len(worse), not worse)
        assert trial.new == sum(not is_equilibrium(conflict, "Nash", s) for s in worse)


@settings(max_examples=25, suppress_health_check=list(HealthCheck), deadline=None)
@given(small(), st.data())
def test_an_exit_is_an_improvement_once_it_has_risen_so_far(conflict: Conflict, data: st.DataObject) -> None:
    """And not one place sooner."""
    size = len(conflict.states)
    state = data.draw(st.integers(0, size - 1))
    kept = np.array(data.draw(st.lists(st.booleans(), min_size=size, max_size=size)))
    kept[state] = True
    slugs = conflict.structure.slugs
    members = slugs[:2]
    divider = slugs[2] if len(slugs) > 2 else None
    for way in wedge(conflict, members, state, feared=kept, divider=divider).exits:
        reached = sequence_ends(conflict, list(way.by), state, credible=False)
        ways = [x for x in reached if not kept[x]]
        values = values_of(conflict)
        costs = [sum(max(0, values[i][state] - values[i][x] + 1) for i in way.by) for x in ways]
        assert way.total_steps == min(costs, default=None)
        if way.to is not None:
            made = [
                [v + (way.steps.get(i, 0) if s == way.to else 0) for s, v in enumerate(one)]
                for i, one in enumerate(values)
            ]
            after = with_values(conflict.structure, made)
            assert way.to in joint_improvements(after, tuple(sorted(way.by)), state)


def test_the_allies_of_the_flagship_have_nothing_to_split_but_the_alliance_itself() -> None:
    """They would go nowhere together; what they keep up ends if one leaves, and both would lose by leaving."""
    case = detente.load("peace-treaty")
    conflict = case.conflict()
    bare = wedge(conflict, ["japan", "us"], conflict.status_quo, divider="russia")
    assert (bare.active, bare.keeps, bare.feared, bare.steps) == (False, False, (), {})
    found = in_flagship("actual", "japan", "us", against="troops", divider="russia")
    assert found.keeps
    assert [(e.member, len(e.by), e.total_steps) for e in found.exits] == [(1, 1, 4), (1, 2, 4), (2, 1, 5), (2, 2, 5)]


def test_russia_and_japan_would_sign_once_troops_and_ban_are_gone_and_one_place_splits_them() -> None:
    assert not in_flagship("actual", "russia", "japan", against="treaty", divider="us").active
    found = in_flagship("both_gone", "russia", "japan", against="treaty", divider="us")
    assert len(found.feared) == 2
    assert {i: str(p) for i, p in found.steps["CNash"].alone.items()} == {0: "1", 1: "1"}
    able = found.capability
    assert able is not None
    assert {name for made in able.smallest.sets for _, name in made} == {"russia.sign", "russia.cede", "japan.sign"}


def test_a_member_who_is_not_needed_splits_nothing_off() -> None:
    """Russia and Japan would sign without the United States."""
    found = in_flagship("both_gone", "russia", "japan", "us", against="treaty", divider=None)
    by_us = [t for t in found.trials if 2 in t.given]
    assert by_us
    assert all(t.w1 and t.smaller == ((0, 1),) for t in by_us)


def test_the_threat_of_1956_makes_a_price_needless_for_those_who_see_it() -> None:
    """In 1956 the American answer at the treaty is credible, so only a coalition that ignores it has a price."""
    case = detente.load("peace-treaty-1956")
    conflict = case.conflict()
    found = wedge(conflict, ["ussr", "japan"], conflict.status_quo, divider="us")
    assert found.threats[found.feared[0].state][0].credible
    assert {name: str(s.total) for name, s in found.steps.items()} == {
        "CNash": "1", "CGMR": "0", "CSMR": "0", "CSEQ": "0",
    }  # fmt: skip


# ---------------------------------------------------------------------------------------------------- what is asked


def test_coalitions_that_cannot_be_split_are_refused() -> None:
    conflict = pact()
    with pytest.raises(ModelError, match="two members or more"):
        wedge(conflict, ["north"], 0)
    with pytest.raises(ModelError, match="cannot divide a coalition that it belongs to"):
        wedge(conflict, ["north", "south"], 0, divider="south")
    with pytest.raises(UnknownName, match="did you mean south"):
        wedge(conflict, ["north", "souht"], 0)


def test_members_without_numbers_have_no_price_in_payments() -> None:
    conflict = pact()
    assert numbers(conflict).values[0] is not None
    order_only = Conflict(conflict.structure, (_ordered(conflict, 0), *conflict.preferences[1:]), "NNN")
    found = wedge(order_only, ["north", "south"], 0)
    assert found.payments["CNash"].alone == {0: None, 1: Price(Fraction(2))}
    assert "north" in found.why_not["payments"]
    assert "payments" not in found.binding


def _ordered(conflict: Conflict, player: int) -> Ranking:
    return as_ranking(conflict.orders[player], conflict.states)


def test_large_models_are_priced_without_answers(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("detente.analysis.incentives.wedge.MOST_ANSWERED", 4)
    found = wedge(pact(), ["north", "south"], 0)
    assert list(found.steps) == ["CNash"]
    assert "up to 4 states" in found.why_not["answers"]


def test_a_split_needs_numbers_of_somebody() -> None:
    pressure = Pressure(pact(), (0, 1), 0, np.ones(8, dtype=bool), ((0,), (1,), (2,)))
    assert split(pressure, coalition_concept("CNash"), Amounts((None, None, None))) is None


def test_plain_data_have_one_shape() -> None:
    found = wedge(pact(), ["north", "south"], 0, divider="east", patron=Fraction(1))
    data = plain_wedge.wedge(found, 100, budget=Fraction(3))
    assert data["coalition"] == ["north", "south"]
    assert (data["active"], data["keeps"], data["feared_count"], data["complete"]) == (True, False, 1, True)
    assert data["feared"][0]["gains"]["north"] == {"steps": 2, "payment": "4"}
    assert data["prices"]["CNash"]["by_dm"]["south"] == {"steps": "2", "payment": "2"}
    assert data["prices"]["CNash"]["payments"]["ways"] == [{"south": "2"}]
    assert data["capability"]["sets"] == [["north.join"], ["south.join"]]
    assert data["holding"] == {"north": "5", "south": "3"}
    assert data["affordable"] == {"south": "3"}
    assert data["kinds"] == {"accommodative": True, "coercive": True, "informational": True, "capability": True}
    assert data["binding"]["payments"] == {
        "to": "YYN", "adds": {"south": "0"}, "total": "0", "more_than": True, "places": 1, "verified": True,
    }  # fmt: skip
