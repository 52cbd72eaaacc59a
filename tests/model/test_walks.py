"""Moves as lists, as look-ups and as walks: the same moves as by looking at every pair of states."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from detente.errors import TooLarge
from detente.model import moves as module
from detente.model.conflict import Conflict, Structure
from detente.model.moves import OptionMoves, coalitions, legal_reach
from detente.model.states import States
from tests.build import any_conflicts, conflicts, is_move, listed_conflicts, parties, structures


def fresh(structure: Structure) -> OptionMoves:
    """Return moves of which nothing is kept yet."""
    moves = structure.moves
    assert isinstance(moves, OptionMoves)
    return OptionMoves(moves.states, moves.owned, moves.only_up, moves.only_down, moves.freezes)


@settings(max_examples=60)
@given(structures(most=5), st.sampled_from(["table", "groups", "small rows"]))
def test_lists_are_the_moves_that_the_option_rule_allows(structure: Structure, way: str) -> None:
    patterns = structure.states.patterns
    with pytest.MonkeyPatch.context() as patch:
        if way == "groups":
            patch.setattr(module, "MOST_CHANGED", 0)
        if way == "small rows":
            patch.setattr(module, "ROWS", 1)
        moves = fresh(structure)
        for player in range(len(structure.decision_makers)):
            arcs = moves.arcs(player)
            for s, start in enumerate(patterns):
                expected = [t for t, end in enumerate(patterns) if is_move(structure, [player], start, end)]
                assert arcs.leaving(s).tolist() == expected


@settings(max_examples=60)
@given(conflicts(most=5) | listed_conflicts(), st.sampled_from([0, 1, 10**9]))
def test_what_is_reached_at_once_does_not_depend_on_how_it_is_looked_for(conflict: Conflict, cost: int) -> None:
    """By a look-up for each choice, by a pass over the states, or by whichever is shorter."""
    structure, patterns = conflict.structure, conflict.states.patterns
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(module, "LOOK_UP", cost)
        moves = fresh(structure)
        for coalition in coalitions(range(len(structure.decision_makers))):
            for s, start in enumerate(patterns):
                expected = [is_move(structure, coalition, start, end) for end in patterns]
                assert moves.at_once(coalition, s).tolist() == expected
                if len(coalition) == 1:
                    assert moves.leaving(coalition[0], s).tolist() == np.flatnonzero(expected).tolist()


@settings(max_examples=80)
@given(any_conflicts(), st.data())
def test_a_walk_reaches_what_single_steps_reach(conflict: Conflict, data: st.DataObject) -> None:
    """Along all moves, and along improvements only, for conflicts of every kind."""
    size = len(conflict.states)
    state = data.draw(st.integers(0, size - 1))
    for coalition in coalitions(range(len(conflict.decision_makers))):
        by_moves = legal_reach(conflict.moves.leaving, coalition, state, size)
        assert (legal_reach(conflict.structure.walk, coalition, state, size) == by_moves).all()
        by_improvements = legal_reach(conflict.improvements, coalition, state, size)
        assert (legal_reach(conflict.improving, coalition, state, size) == by_improvements).all()


@given(any_conflicts())
def test_the_list_of_improvements_has_the_improvements(conflict: Conflict) -> None:
    for player in range(len(conflict.decision_makers)):
        for s in range(len(conflict.states)):
            assert conflict.improving(player, s).tolist() == conflict.improvements(player, s).tolist()


def test_lists_of_moves_are_refused_before_they_take_the_memory(monkeypatch: pytest.MonkeyPatch) -> None:
    structure = Structure(parties({"a": [f"o{k}" for k in range(10)], "b": [f"o{k}" for k in range(10)]}))
    monkeypatch.setenv("DETENTE_MEMORY", "256MiB")
    with pytest.raises(TooLarge, match="lists the moves between 1,048,576 states; that takes 12 GiB of memory"):
        structure.moves.arcs(0)
    assert structure.moves.leaving(0, 0).size == 1023


def test_what_is_kept_of_single_moves_is_bounded(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "MOST_KEPT", 3)
    moves = fresh(Structure(parties({"a": "xyz"})))
    expected = [moves.at_once((0,), s).nonzero()[0].tolist() for s in range(8)]
    assert [moves.leaving(0, s).tolist() for s in range(8)] == expected
    assert len(moves._leaving) <= 3


def test_the_subset_of_a_sorted_set_is_sorted() -> None:
    states: States = Structure(parties({"a": "xyz"})).states
    kept = states.only(np.arange(8) % 3 == 0)
    assert kept.in_order
    assert [kept.find(row) for row in kept.words] == [0, 1, 2]
