"""Equilibria that are counted and not listed: the same numbers and states as where they are listed."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import detente
from detente.analysis import large
from detente.analysis.equilibria import equilibria, settled, some_equilibrium, stable_for
from detente.engines.planner import why_not_symbolic
from detente.engines.symbolic import Session
from detente.errors import NotAnswered, NotTaken, TooLarge
from detente.model.conflict import Conflict
from tests.build import CONCEPTS, conflicts, formulas


@contextmanager
def here(conflict: Conflict) -> Iterator[Session]:
    """Open a session in this process."""
    with Session(conflict, in_process=True) as opened:
        yield opened


@settings(max_examples=12)
@given(conflicts(most=4).filter(lambda c: not why_not_symbolic(c)), st.integers(0, 12))
def test_counts_examples_and_what_is_settled_are_those_of_the_list(conflict: Conflict, most: int) -> None:
    listed = equilibria(conflict)
    with here(conflict) as opened:
        found = large.large_equilibria(opened, conflict, most=most)
    assert found.count == len(conflict.states)
    assert (set(found.concepts), found.not_answered) == (set(CONCEPTS), {})
    for name, counted in found.concepts.items():
        mask = listed.concepts[name].equilibria
        places = np.flatnonzero(mask)
        assert counted.count == places.size
        assert counted.examples == conflict.states.patterns_of(places[:most])
        assert counted.settled == settled(conflict.states, mask)
        assert counted.by_dm == {slug: int(m.sum()) for slug, m in listed.concepts[name].by_dm.items()}


@settings(max_examples=12)
@given(conflicts(most=4).filter(lambda c: not why_not_symbolic(c)), st.data())
def test_questions_about_single_states_have_the_answers_of_the_list(conflict: Conflict, data: st.DataObject) -> None:
    listed = equilibria(conflict)
    formula = data.draw(formulas(conflict.structure.option_names))
    state = data.draw(st.integers(0, len(conflict.states) - 1))
    with here(conflict) as opened:
        where = large.some_equilibrium(opened, CONCEPTS, formula)
        stable = large.stable_for(opened, CONCEPTS, conflict.states.pattern(state))
    assert stable.answers == stable_for(listed, state)
    expected = some_equilibrium(conflict, listed, formula)
    for name, found in where.answers.items():
        assert (found is None) == (expected[name] is None)
        if found is not None:
            place = conflict.states.index(str(found))
            assert listed.concepts[name].equilibria[place]
            assert conflict.states.truth(formula)[place]


def test_a_session_is_a_child_process_within_the_memory_at_hand(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DETENTE_MEMORY", "300MiB")
    conflict = detente.load("peace-treaty").conflict()
    with large.session(conflict) as opened:
        assert large.large_equilibria(opened, conflict, ["Nash"]).concepts["Nash"].count == 26


def test_what_the_engine_does_not_take_is_refused_before_a_process_is_started() -> None:
    with pytest.raises(NotTaken), large.session(detente.load("elmira").conflict()):
        pass


class OutOfReach:
    """A session that answers Nash only, as one does that runs out of time or memory."""

    def __init__(self, opened: Session) -> None:
        self.opened = opened

    def count(self, which: object) -> int:
        name = getattr(which, "concept", "Nash")
        if name == "SEQ":
            raise TooLarge("the table of nodes is full")
        if name != "Nash":
            raise NotAnswered("not within 300 s")
        return self.opened.count(which)  # type: ignore[arg-type]

    def __getattr__(self, name: str) -> object:
        return getattr(self.opened, name)


def test_a_concept_that_is_out_of_reach_is_not_answered_and_the_others_are() -> None:
    """Nothing is said of it but why."""
    conflict = detente.load("chicken").conflict()
    with here(conflict) as opened:
        session: Session = OutOfReach(opened)  # type: ignore[assignment]
        found = large.large_equilibria(session, conflict)
    assert set(found.concepts) == {"Nash"}
    assert found.not_answered["SEQ"] == "the table of nodes is full"
    assert found.not_answered["GMR"] == "not within 300 s"
