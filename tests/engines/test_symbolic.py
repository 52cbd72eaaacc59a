"""The symbolic engine gives the answer of the definitions, state by state, and what it does not take it says."""

from __future__ import annotations

from fractions import Fraction

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from detente.concepts import concept
from detente.engines import engine
from detente.engines.symbolic import (
    Bounds,
    Equilibria,
    Everywhere,
    Holds,
    Reached,
    Session,
    Stable,
    desk,
    moves,
    stability,
    takes,
)
from detente.engines.symbolic.masks import SMALL
from detente.engines.symbolic.translate import listable
from detente.errors import ModelError, NotTaken, TooLarge, UnknownName
from detente.model.conflict import Conflict, Constraint, Structure
from detente.model.formula import And, Constant, Formula, Name, Not, Or
from detente.model.moves import legal_reach
from detente.model.preferences import Payoffs, Weighted
from tests.build import (
    CONCEPTS,
    by_rank,
    conflicts,
    explicit_conflicts,
    listed_conflicts,
    literals,
    parties,
    ranking,
    wants,
)
from tests.engines.plans import drawn

HERE = Bounds(memory=16 << 20)
FIVE = CONCEPTS[:-1]


def asked(conflict: Conflict) -> Session:
    """Return a session without a child process."""
    return Session(listable(conflict), HERE, in_process=True)


def check_against(conflict: Conflict, by: str, names: tuple[str, ...] = CONCEPTS) -> None:
    """Compare the stable sets of every concept and decision maker with another engine's, state by state."""
    session, patterns = asked(conflict), conflict.states.patterns
    assert tuple(session.each(Everywhere())) == patterns
    for name in names:
        for player, slug in enumerate(conflict.structure.slugs):
            mask = engine(by).stable(conflict, concept(name), player)
            expected = [p for p, here in zip(patterns, mask.tolist(), strict=True) if here]
            assert list(session.each(Stable(name, slug))) == expected, f"{name} for {slug}"


@settings(max_examples=120)
@given(conflicts(most=5))
def test_the_sets_are_those_of_the_definitions(conflict: Conflict) -> None:
    """All concepts and decision makers, with directions, freezes and infeasible states."""
    check_against(conflict, "reference")


@settings(max_examples=25)
@given(conflicts(most=10))
def test_the_sets_are_those_of_the_plain_engine_on_up_to_1024_states(conflict: Conflict) -> None:
    """Here the definitions themselves would be too slow."""
    check_against(conflict, "edges")


def test_the_sets_are_the_same_where_pairs_of_states_would_be_too_many(monkeypatch: pytest.MonkeyPatch) -> None:
    """Improvements are then found statement by statement."""
    monkeypatch.setattr(moves, "MOST_PAIRED", -1)

    @settings(max_examples=60)
    @given(conflicts(most=5))
    def agree(conflict: Conflict) -> None:
        check_against(conflict, "reference", ("SEQ", "SSEQ"))
        movers = tuple(range(len(conflict.decision_makers)))
        mask = legal_reach(conflict.improvements, movers, conflict.status_quo, len(conflict.states)).tolist()
        expected = [p for p, here in zip(conflict.states.patterns, mask, strict=True) if here]
        assert list(asked(conflict).each(Reached(improvements=True))) == expected

    agree()


@pytest.mark.parametrize("tries", [0, 30])
def test_candidates_are_settled_one_by_one_or_together(tries: int, monkeypatch: pytest.MonkeyPatch) -> None:
    """The answer does not depend on how long single candidates are tried."""
    monkeypatch.setattr(desk, "MOST_TRIES", tries)
    monkeypatch.setattr(stability, "MOST_AHEAD", 3 * tries)
    for seed in range(8):
        conflict = drawn(seed, 9, 3, 4, bound=seed % 2 == 1)
        full = asked(conflict)
        open_ = Equilibria("GMR") - Equilibria("Nash")
        for state in full.first(open_, 5):
            found = asked(conflict).any_equilibrium("SEQ", stated(conflict, state))
            assert found == (state if full.contains(Equilibria("SEQ"), state) else None)
        sure = Or(tuple(stated(conflict, s) for s in full.each(Equilibria("Nash"))))
        found = asked(conflict).any_equilibrium("SEQ", Not(sure))
        rest = Equilibria("SEQ") - Equilibria("Nash")
        assert full.contains(rest, found) if found is not None else not full.count(rest)


def stated(conflict: Conflict, state: str) -> Formula:
    """Return the formula that holds in one state only."""
    return literals(conflict.structure.option_names, state)


@pytest.mark.long
@settings(max_examples=10_000, suppress_health_check=list(HealthCheck))
@given(st.one_of(conflicts(most=4), conflicts(most=5), conflicts(most=6)))
def test_the_sets_are_those_of_the_definitions_ten_thousand_times(conflict: Conflict) -> None:
    """The same, for as long as one is willing to wait."""
    check_against(conflict, "reference")


@pytest.mark.long
@pytest.mark.parametrize("seed", range(100))
def test_the_sets_are_those_of_the_definitions_at_eight_options(seed: int) -> None:
    """Every state of a hundred conflicts of up to 256 states."""
    check_against(drawn(seed, 8, (2, 4)[seed % 2], 4, bound=seed % 3 > 0), "reference", FIVE)


@pytest.mark.long
@pytest.mark.parametrize(("seed", "options", "players"), [(0, 10, 2), (1, 10, 5), (2, 12, 3), (3, 12, 4), (4, 12, 2)])
def test_the_sets_are_those_of_the_definitions_at_ten_to_twelve_options(seed: int, options: int, players: int) -> None:
    """At twelve the two concepts that are cheap to define, and all of them by another engine."""
    conflict = drawn(seed, options, players, 4, bound=seed % 2 == 1)
    check_against(conflict, "reference", FIVE if options == 10 else ("Nash", "SEQ"))
    check_against(conflict, "edges", FIVE)


@pytest.mark.parametrize("seed", range(4))
@pytest.mark.parametrize("bound", [False, True])
def test_the_sets_are_those_of_the_plain_engine_on_thousands_of_states(seed: int, bound: bool) -> None:  # noqa: FBT001
    """Twelve options of three decision makers, so that legal sequences are long."""
    check_against(drawn(seed, 12, 3, 5, bound=bound), "edges", FIVE)


@pytest.mark.long
@pytest.mark.parametrize("seed", range(10))
@pytest.mark.parametrize("bound", [False, True])
def test_the_sets_are_those_of_the_plain_engine_on_16384_states(seed: int, bound: bool) -> None:  # noqa: FBT001
    """Fourteen options of two decision makers with seven each."""
    check_against(drawn(seed, 14, 2, 6, bound=bound), "edges", FIVE)


@pytest.mark.parametrize("seed", [1, 2, 3])
def test_laws_hold_on_sets_that_nobody_can_list(seed: int) -> None:
    """P1-P3 with 2^60 states, one way and both ways; every difference is empty."""
    for bound in (False, True):
        with Session(drawn(seed, 60, 3, 4, bound=bound), Bounds(1 << 28), in_process=True) as session:
            for stronger, weaker in (
                *(("Nash", other) for other in ("GMR", "SMR", "SEQ", "SSEQ")),
                *(("SSEQ", "SEQ"), ("SEQ", "GMR"), ("SSEQ", "SMR"), ("SMR", "GMR")),
            ):
                for slug in ("d0", "d2"):
                    assert session.count(Stable(stronger, slug) - Stable(weaker, slug)) == 0
            assert session.count(Everywhere()) > 1 << 55


@pytest.mark.parametrize("name", ["SEQ", "SSEQ"])
def test_single_states_and_candidates_are_settled_without_the_full_sets(name: str) -> None:
    """And as the full sets would."""
    kept = Or((Name("d0.o0"), Not(Name("d1.o1"))))
    for seed in range(12):
        conflict = drawn(seed, 9, 3, 4, bound=seed % 2 == 1)
        full, quick = asked(conflict), asked(conflict)
        for state in conflict.states.patterns[::7]:
            expected = {slug: full.contains(Stable(name, slug), state) for slug in conflict.structure.slugs}
            assert asked(conflict).stable_for(name, state) == expected
        for formula in (Constant(True), kept, Not(kept), *map(Name, conflict.structure.option_names)):
            found = quick.any_equilibrium(name, formula)
            among = Equilibria(name) & Holds(formula)
            assert full.contains(among, found) if found is not None else not full.count(among)
        computed = {(f.doing, f.player) for f in quick.figures}
        assert not any(doing == name for doing, _ in computed)


def test_any_equilibrium_tells_where_there_is_none() -> None:
    """Matching pennies: one wants to agree and the other does not, and none of the states is Nash or SEQ stable."""
    same = Or((And((Name("a.x"), Name("b.x"))), Not(Or((Name("a.x"), Name("b.x"))))))
    conflict = Conflict(Structure(parties({"a": "x", "b": "x"})), (wants(same), wants(Not(same))))
    assert asked(conflict).any_equilibrium("Nash") is None
    assert asked(conflict).any_equilibrium("SEQ", Constant(False)) is None


# -------------------------------------------------------------------------------------------- preferences

TWO = Structure(parties({"a": "xy", "b": "x"}))


def test_a_ranking_must_name_every_feasible_state() -> None:
    """As for every other engine, and with the same words."""
    conflict = Conflict(TWO, (ranking("YYY", "NNN"), wants()))
    with pytest.raises(ModelError, match=r"the ranking leaves out the feasible state [YN]{3}"):
        asked(conflict).count(Stable("Nash", "a"))


def test_no_feasible_state_is_an_error_and_not_an_empty_answer() -> None:
    """The model's own words."""
    structure = Structure(parties({"a": "x"}), (Constraint("all", Constant(True)),))
    with pytest.raises(ModelError, match="no state is feasible"):
        Session(Conflict(structure, (wants(),)), HERE, in_process=True).count(Everywhere())


def test_equal_weights_make_few_classes_and_powers_of_two_too_many() -> None:
    """Sums of 40 equal weights have 41 values; of 40 different powers of two, 2^40, which are not gone through."""
    names = [f"o{k}" for k in range(40)]
    people = parties({"a": names, "b": ["x"]})

    def weighing(weights: list[Fraction]) -> Session:
        a = Weighted(tuple((f"a.{o}", w) for o, w in zip(names, weights, strict=True)))
        return asked_large(Conflict(Structure(people), (a, wants(Name("b.x")))))

    level = weighing([Fraction(-1, 3)] * 40)
    assert level.first(Stable("GMR", "a")) == level.first(Stable("Nash", "a")) == ("N" * 41, "N" * 40 + "Y")
    steep = weighing([Fraction(2**k) for k in range(40)])
    assert steep.count(Stable("Nash", "a")) == 2
    with pytest.raises(TooLarge, match="the preference of a tells more than 8,192 classes of states apart"):
        steep.count(Stable("GMR", "a"))


def asked_large(conflict: Conflict) -> Session:
    """Return a session without a child process for a conflict whose states are not listed."""
    return Session(conflict, HERE, in_process=True)


def test_payoffs_and_rankings_of_the_same_order_give_the_same_sets() -> None:
    """Only the order counts, and a state given twice counts where it is last."""
    values = {p: Fraction(k % 3) for k, p in enumerate(TWO.states.patterns)}
    ranked = by_rank(list(values), [int(v) for v in values.values()])
    twice = type(ranked)(((ranked.classes[1][0], *ranked.classes[0]), *ranked.classes[1:]))
    for preference in (Payoffs(tuple(values.items())), ranked, twice):
        check_against(Conflict(TWO, (preference, wants(Name("a.x")))), "reference")


# ----------------------------------------------------------------------------------------- what is not taken


@settings(max_examples=30)
@given(st.one_of(explicit_conflicts(), listed_conflicts()))
def test_what_is_not_in_option_form_is_refused_with_the_reason(conflict: Conflict) -> None:
    """By every entrance, and the message says who takes it."""
    why = takes(conflict)
    assert "the engines kernel and edges take it" in why
    for ask in (Session, lambda c: engine("symbolic").stable(c, concept("Nash"), 0)):
        with pytest.raises(NotTaken) as caught:
            ask(conflict)
        assert str(caught.value) == why


def test_preferences_of_an_unknown_kind_are_taken_where_the_states_can_be_listed() -> None:
    """They are written out as a ranking then; a session, which never lists states, refuses."""

    class Odd:
        def order(self, states: object) -> object:  # noqa: ARG002 - the protocol's signature
            return TWO.order(by_rank(TWO.states.patterns, [3, 1, 4, 1, 5, 9, 2, 6]))

    conflict = Conflict(TWO, (Odd(), wants()))  # type: ignore[arg-type]
    expected = engine("reference").stable(conflict, concept("Nash"), 0).tolist()
    assert engine("symbolic").stable(conflict, concept("Nash"), 0).tolist() == expected
    with pytest.raises(NotTaken, match="a: the symbolic engine does not know preferences of the kind Odd"):
        Session(conflict)


def test_names_that_do_not_exist_get_a_hint() -> None:
    """Options, decision makers and concepts."""
    session = asked(Conflict(TWO, (wants(), wants())))
    for which in (Holds(Name("a.z")), Stable("Nash", "c"), Stable("Nach", "a")):
        with pytest.raises(UnknownName, match=r"did you mean|known here"):
            session.count(which)
    with pytest.raises(UnknownName, match=r"there is no option a\.z"):
        session.projected(Everywhere(), ["a.z"])
    with pytest.raises(ModelError, match="3 letters Y or N"):
        session.contains(Everywhere(), "YN")


def test_the_masks_of_larger_models_come_from_a_child_process() -> None:
    """2^13 states; all concepts in one process."""
    conflict = drawn(5, 14, 2, 3)
    assert len(conflict.states) > SMALL
    counts: list[tuple[int, int]] = []
    found = engine("symbolic").stabilities(
        conflict, [concept("Nash"), concept("SEQ")], lambda *shares: counts.append(shares)
    )
    expected = engine("edges").stabilities(conflict, [concept("Nash"), concept("SEQ")])
    assert counts == [(done, 4) for done in range(4)]
    for name, masks in expected.items():
        assert [m.tolist() for m in found[name]] == [m.tolist() for m in masks]
