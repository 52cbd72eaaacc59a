"""Moves: one decision maker's, by the option rule and along explicit arcs, and a coalition's."""

from __future__ import annotations

import tracemalloc

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from detente.engines.reference import sequence_ends
from detente.errors import ModelError
from detente.model.conflict import Conflict, Constraint, Freeze, Structure
from detente.model.formula import And, Name, Not
from detente.model.moves import Arcs, Joint, coalitions, joint_reach, legal_reach
from tests.build import (
    any_conflicts,
    graph,
    is_move,
    large_conflicts,
    merged_listings,
    parties,
    ranking,
    removing,
    structures,
)

Pairs = set[tuple[int, int]]


def pairs(arcs: Arcs) -> Pairs:
    """Return edge lists as a set of pairs."""
    return set(zip(arcs.sources.tolist(), arcs.targets.tolist(), strict=True))


def is_transitive(relation: Pairs) -> bool:
    """Does a move and a next one make a move, unless they lead back?"""
    return all((a, d) in relation for a, b in relation for c, d in relation if b == c and a != d)


def all_reach(conflict: Conflict, coalition: tuple[int, ...], state: int) -> set[int]:
    """Return where the members' moves lead when anybody may move at any time."""
    reached: set[int] = set()
    todo = [state]
    while todo:
        here = todo.pop()
        fresh = {int(t) for i in coalition for t in conflict.moves.leaving(i, here)} - reached
        reached |= fresh
        todo += fresh
    return reached


@settings(max_examples=120)
@given(structures(most=5))
def test_a_move_changes_own_options_within_directions_and_leaves_what_is_frozen(structure: Structure) -> None:
    """``arcs`` is a literal loop over the definition (theory A2)."""
    patterns = structure.states.patterns
    for player in range(len(structure.decision_makers)):
        by_definition = {
            (s, q)
            for s, a in enumerate(patterns)
            for q, b in enumerate(patterns)
            if is_move(structure, (player,), a, b)
        }
        assert pairs(structure.moves.arcs(player)) == by_definition


@settings(max_examples=60)
@given(st.one_of(any_conflicts(), large_conflicts()))
def test_the_arcs_of_a_state_are_the_states_it_leads_to(conflict: Conflict) -> None:
    """``arcs`` and ``leaving`` agree, sorted and without repetition, for every kind of moves."""
    for player in range(len(conflict.decision_makers)):
        arcs = conflict.moves.arcs(player)
        for state in range(len(conflict.states)):
            leaving = conflict.moves.leaving(player, state).tolist()
            assert arcs.leaving(state).tolist() == leaving == sorted(set(leaving))
            assert state not in leaving


@settings(max_examples=60)
@given(structures(most=5), st.data())
def test_a_coalition_moves_at_once_by_changing_all_its_members_options(
    structure: Structure, data: st.DataObject
) -> None:
    """``at_once`` is a literal loop over the definition, too."""
    players = range(len(structure.decision_makers))
    coalition = tuple(sorted(data.draw(st.sets(st.sampled_from(players), min_size=1))))
    patterns = structure.states.patterns
    for state, here in enumerate(patterns):
        reached = structure.moves.at_once(coalition, state)
        assert reached is not None
        assert reached.tolist() == [is_move(structure, coalition, here, there) for there in patterns]


@settings(max_examples=80)
@given(structures(most=6, frozen=False))
def test_with_directions_only_every_relation_of_moves_is_transitive(structure: Structure) -> None:
    """T-A2: infeasible states and one-way options do not break it."""
    for player in range(len(structure.decision_makers)):
        assert is_transitive(pairs(structure.moves.arcs(player)))


def test_a_freeze_can_make_moves_intransitive() -> None:
    """T-A2 needs the absence of freezes: from NN one can go to YN and on to YY, but not at once to YY."""
    people = parties({"a": "xy"})
    structure = Structure(people, freezes=(Freeze(Not(Name("a.x")), ("a.y",)),))
    assert pairs(structure.moves.arcs(0)) == {(0, 1), (1, 0), (1, 2), (1, 3), (2, 3), (3, 0), (3, 1), (3, 2)}
    assert not is_transitive(pairs(structure.moves.arcs(0)))


def test_a_freeze_looks_at_the_state_where_the_move_starts() -> None:
    """While a is at it b cannot stop; the move that ends there is free."""
    structure = Structure(parties({"a": "x", "b": "y"}), freezes=(Freeze(Name("a.x"), ("b.y",)),))
    assert pairs(structure.moves.arcs(0)) == {(0, 1), (1, 0), (2, 3), (3, 2)}
    assert pairs(structure.moves.arcs(1)) == {(0, 2), (2, 0)}


def test_options_go_one_way_where_the_case_says_so() -> None:
    """``N->Y`` allows no return, ``Y->N`` no beginning."""
    structure = Structure(parties({"a": "x", "b": "y"}), directions={"a.x": "N->Y", "b.y": "Y->N"})
    assert pairs(structure.moves.arcs(0)) == {(0, 1), (2, 3)}
    assert pairs(structure.moves.arcs(1)) == {(2, 0), (3, 1)}


def test_moves_past_the_64th_option_are_found() -> None:
    """Seventy exclusive options of one decision maker: each state leads to each other one."""
    people = parties({"a": [f"o{k}" for k in range(70)]})
    options = Structure(people).option_names
    exclusive = (Constraint("", And((Name(a), Name(b)))) for k, a in enumerate(options) for b in options[k + 1 :])
    structure = Structure(people, tuple(exclusive), {options[69]: "N->Y"})
    assert len(structure.moves.arcs(0).targets) == 71 * 70 - 70
    assert structure.moves.leaving(0, 70).size == 0


@settings(max_examples=80)
@given(any_conflicts(), st.data())
def test_a_coalition_reaches_the_ends_of_its_legal_sequences(conflict: Conflict, data: st.DataObject) -> None:
    """``legal_reach`` equals the reference's ``sequence_ends``, by all moves and by improvements only."""
    players = range(len(conflict.decision_makers))
    coalition = tuple(sorted(data.draw(st.sets(st.sampled_from(players), min_size=1))))
    n = len(conflict.states)
    state = data.draw(st.integers(0, n - 1))
    for step, credible in ((conflict.moves.leaving, False), (conflict.improvements, True)):
        reached = legal_reach(step, coalition, state, n)
        assert set(np.flatnonzero(reached).tolist()) == sequence_ends(
            conflict, list(coalition), state, credible=credible
        )


@given(any_conflicts(), st.data())
def test_one_decision_maker_alone_reaches_what_one_move_reaches(conflict: Conflict, data: st.DataObject) -> None:
    """R_{i} = R_i, even where the moves of i are intransitive: nobody moves twice in a row."""
    player = data.draw(st.integers(0, len(conflict.decision_makers) - 1))
    state = data.draw(st.integers(0, len(conflict.states) - 1))
    reached = legal_reach(conflict.moves.leaving, (player,), state, len(conflict.states))
    assert np.flatnonzero(reached).tolist() == conflict.moves.leaving(player, state).tolist()


@settings(max_examples=80)
@given(any_conflicts(), st.data())
def test_if_all_moves_are_transitive_the_rule_against_moving_twice_matters_for_the_start_only(
    conflict: Conflict, data: st.DataObject
) -> None:
    """T-A4, on those random conflicts whose moves are transitive; on the others only the inclusion holds."""
    players = range(len(conflict.decision_makers))
    coalition = tuple(sorted(data.draw(st.sets(st.sampled_from(players), min_size=1))))
    state = data.draw(st.integers(0, len(conflict.states) - 1))
    legal = set(np.flatnonzero(legal_reach(conflict.moves.leaving, coalition, state, len(conflict.states))).tolist())
    free = all_reach(conflict, coalition, state)
    assert legal <= free
    if all(is_transitive(pairs(conflict.moves.arcs(i))) for i in coalition):
        assert free - legal <= {state}


def test_a_decision_maker_whose_moves_are_intransitive_does_not_move_twice_in_a_row() -> None:
    """The vector ``no_consecutive_moves``: 1 -> 2 and 2 -> 3 are b's, so b alone gets from 1 to 2 only."""
    flat = ranking([0, 1, 2, 3])
    conflict = graph({"a": [(0, 1)], "b": [(1, 2), (2, 3)]}, {"a": flat, "b": flat}, range(4))
    assert np.flatnonzero(legal_reach(conflict.moves.leaving, (1,), 1, 4)).tolist() == [2]
    assert np.flatnonzero(legal_reach(conflict.moves.leaving, (0, 1), 0, 4)).tolist() == [1, 2]


def test_a_common_move_lets_another_move_on() -> None:
    """0 -> 1 is a move of both, so 1 -> 2 can follow although it is b's alone (theory A3)."""
    flat = ranking([0, 1, 2])
    conflict = graph({"a": [(0, 1)], "b": [(0, 1), (1, 2)]}, {"a": flat, "b": flat}, range(3))
    assert np.flatnonzero(legal_reach(conflict.moves.leaving, (0, 1), 0, 3)).tolist() == [1, 2]
    assert np.flatnonzero(legal_reach(conflict.moves.leaving, (1,), 0, 3)).tolist() == [1]


def test_a_legal_sequence_may_return_to_its_start() -> None:
    """The start is in the answer exactly if a sequence comes back to it."""
    flat = ranking([0, 1])
    conflict = graph({"a": [(0, 1)], "b": [(1, 0)]}, {"a": flat, "b": flat}, range(2))
    assert legal_reach(conflict.moves.leaving, (0, 1), 0, 2).tolist() == [True, True]
    assert legal_reach(conflict.moves.leaving, (0,), 0, 2).tolist() == [False, True]


def test_nobody_reaches_nothing() -> None:
    """The empty coalition has no sequence."""
    conflict = graph({"a": [(0, 1)]}, {"a": ranking([0, 1])}, range(2))
    assert not legal_reach(conflict.moves.leaving, (), 0, 2).any()


def test_explicit_arcs_do_not_say_what_two_moves_at_once_would_do() -> None:
    """``at_once`` is undefined there."""
    conflict = graph({"a": [(0, 1)], "b": []}, {"a": ranking([0, 1]), "b": ranking([0, 1])}, range(2))
    assert conflict.moves.at_once((0, 1), 0) is None
    assert (conflict.moves.n_states, conflict.moves.n_decision_makers) == (2, 2)


@given(structures())
def test_the_moves_know_how_many_states_and_decision_makers_there_are(structure: Structure) -> None:
    """The two counts of the protocol."""
    assert structure.moves.n_states == len(structure.states)
    assert structure.moves.n_decision_makers == len(structure.decision_makers)


def test_every_coalition_comes_once_and_the_smaller_ones_first() -> None:
    """Seven coalitions of three."""
    assert list(coalitions([0, 1, 2])) == [(0,), (1,), (2,), (0, 1), (0, 2), (1, 2), (0, 1, 2)]


@given(st.integers(1, 6), st.data())
def test_edge_lists_hold_the_pairs_they_were_built_from(n_states: int, data: st.DataObject) -> None:
    """``Arcs.of`` takes pairs in any order."""
    states = st.integers(0, n_states - 1)
    drawn = data.draw(st.lists(st.tuples(states, states), unique=True, max_size=12))
    sources = np.array([a for a, _ in drawn], dtype=np.int64)
    targets = np.array([b for _, b in drawn], dtype=np.int64)
    arcs = Arcs.of(sources, targets, n_states)
    assert sorted(pairs(arcs)) == sorted(drawn)
    assert all(arcs.leaving(s).tolist() == sorted(b for a, b in drawn if a == s) for s in range(n_states))


@settings(max_examples=60)
@given(st.integers(2, 4).flatmap(lambda n: st.tuples(st.just(n), merged_listings(n))), st.data())
def test_by_the_option_rule_a_merged_state_moves_wherever_a_pattern_in_it_moves(
    drawn: tuple[int, dict[str, str]], data: st.DataObject
) -> None:
    """Coalescing (theory A1): one pattern that can move to one of the other suffices; or it is refused."""
    n, listing = drawn
    first = data.draw(st.integers(1, n - 1))
    people = parties({"a": [f"o{k}" for k in range(first)], "b": [f"o{k}" for k in range(first, n)]})
    raw = Structure(people)
    merged = Structure(people, listing=listing)
    class_of = {p: k for k, m in enumerate(listing.values()) for p in raw.states.patterns if _in(p, m)}
    patterns = raw.states.patterns
    for player in range(2):
        lifted = {(class_of[patterns[a]], class_of[patterns[b]]) for a, b in pairs(raw.moves.arcs(player))}
        try:
            found = pairs(merged.moves.arcs(player))
        except ModelError:
            continue
        assert found == {(a, b) for a, b in lifted if a != b}


def _in(pattern: str, merged: str) -> bool:
    return all(m in ("-", p) for p, m in zip(pattern, merged, strict=True))


@pytest.mark.parametrize("joint", ["both", "sequences", "at_once"])
@settings(max_examples=60)
@given(conflict=any_conflicts(), data=st.data())
def test_together_a_coalition_goes_by_sequences_or_at_once(
    conflict: Conflict, data: st.DataObject, joint: Joint
) -> None:
    """``joint_reach`` is what its words say, freezes or not, and never leads to where it started."""
    players = range(len(conflict.decision_makers))
    coalition = tuple(sorted(data.draw(st.sets(st.sampled_from(players), min_size=1))))
    state = data.draw(st.integers(0, len(conflict.states) - 1))
    together = conflict.moves.at_once(coalition, state)
    expected = set() if together is None else set(np.flatnonzero(together).tolist())
    by_sequences = sequence_ends(conflict, list(coalition), state, credible=False)
    if joint == "sequences":
        expected = by_sequences
    elif joint == "both":
        expected |= by_sequences
    if len(coalition) == 1:
        expected = set(conflict.moves.leaving(coalition[0], state).tolist())
    found = joint_reach(conflict.moves, coalition, state, joint)
    assert set(np.flatnonzero(found).tolist()) == expected - {state}
    again = conflict.structure.joint_reach(coalition, state, joint)
    assert again.tolist() == found.tolist()


def test_two_who_can_only_sign_together_need_to_move_at_once() -> None:
    """Only NN and YY are feasible, so no sequence has a first move, and together they get there in one step."""
    structure = Structure(parties({"a": "x", "b": "y"}), removing({"a": "x", "b": "y"}, ["YN", "NY"]))
    assert structure.states.patterns == ("NN", "YY")
    assert structure.joint_reach((0, 1), 0, "at_once").tolist() == [False, True]
    assert structure.joint_reach((0, 1), 0, "both").tolist() == [False, True]
    assert not structure.joint_reach((0, 1), 0, "sequences").any()
    assert not structure.joint_reach((0,), 0, "both").any()


def test_a_long_walk_keeps_no_table_of_states_by_states() -> None:
    """A walk over 4,096 states takes a few megabytes, far from the 50 that a table for each mover would take."""
    structure = Structure(parties({slug: ["o1", "o2", "o3", "o4"] for slug in "abc"}))
    for player in range(3):
        structure.moves.arcs(player)
    tracemalloc.start()
    try:
        assert legal_reach(structure.moves.leaving, (0, 1, 2), 0, 4096).all()
        peak = tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()
    assert peak < 15_000_000
