"""The engine that picks: the compiled kernel where it is there and takes the question, numpy otherwise."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pytest
from hypothesis import given, settings

import detente
from detente.analysis.equilibria import equilibria, settled
from detente.concepts import Concept, all_concepts, concept
from detente.engines import Engine, Progress, auto, edges, engine
from detente.engines.auto import Share, answered
from detente.errors import NotAnswered, NotTaken
from detente.model.conflict import Conflict
from detente.model.formula import Mask
from tests.build import any_conflicts, concepts_of, stable

EVERY = tuple(all_concepts().values())


class Picky:
    """An engine that takes GMR only and counts how often it is asked."""

    name = "picky"

    def __init__(self) -> None:
        self.asked = 0

    def stable(self, conflict: Conflict, concept: Concept, player: int) -> Mask:
        self.asked += 1
        if concept.name != "GMR":
            raise NotTaken("GMR is all that is taken here")
        return edges.ENGINE.stable(conflict, concept, player)

    def stabilities(
        self, conflict: Conflict, concepts: Sequence[Concept], progress: Progress | None = None
    ) -> dict[str, tuple[Mask, ...]]:
        self.asked += 1
        if any(c.name != "GMR" for c in concepts):
            raise NotTaken("GMR is all that is taken here")
        return edges.ENGINE.stabilities(conflict, concepts, progress)


@pytest.fixture
def picky(monkeypatch: pytest.MonkeyPatch) -> Picky:
    """Put the picky engine where the compiled kernel would be."""
    made = Picky()

    def found(name: str) -> Engine:
        return made if name == "kernel" else engine(name)

    monkeypatch.setattr(auto, "module", object)
    monkeypatch.setattr(auto, "engine", found)
    return made


@settings(max_examples=60)
@given(any_conflicts())
def test_whatever_it_picks_gives_the_answer_of_the_definitions(conflict: Conflict) -> None:
    for name in concepts_of(conflict):
        for player in range(len(conflict.decision_makers)):
            assert stable(conflict, name, player, "auto") == stable(conflict, name, player, "reference")


def test_it_is_the_engine_where_none_is_named() -> None:
    assert engine().name == "auto"


def test_what_one_engine_does_not_take_the_next_one_answers(picky: Picky) -> None:
    conflict = detente.load("chicken").conflict()
    by = {one.name: name for one, _, name in answered(conflict, [concept("GMR")])}
    assert by == {"GMR": "picky"}
    together = {one.name: name for one, _, name in answered(conflict, EVERY)}
    assert together == {one.name: "edges" for one in EVERY}
    assert auto.ENGINE.stable(conflict, concept("SEQ"), 0).tolist() == stable(conflict, "SEQ", 0, "reference")
    assert picky.asked == 3


def test_sim_is_never_asked_of_the_kernel(picky: Picky) -> None:
    conflict = detente.load("chicken").conflict()
    assert auto.ENGINE.stable(conflict, concept("SIM"), 0).tolist() == stable(conflict, "SIM", 0, "reference")
    assert picky.asked == 0


def test_without_a_kernel_only_numpy_is_asked(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(auto, "module", lambda: None)
    found = equilibria(detente.load("chicken").conflict())
    assert set(found.engines.values()) == {"edges"}
    assert found.engine == "edges"


def test_a_concept_that_does_not_exist_is_said_before_any_work(picky: Picky) -> None:
    conflict = detente.load("elmira").conflict()
    with pytest.raises(NotAnswered, match="merges states"):
        auto.ENGINE.stabilities(conflict, EVERY)
    assert picky.asked == 0


def test_where_nobody_takes_a_question_the_last_refusal_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(auto, "candidates", lambda _: ("kernel",))
    monkeypatch.setattr(auto, "engine", lambda _: Picky())
    conflict = detente.load("chicken").conflict()
    for ask in (
        lambda: auto.ENGINE.stable(conflict, concept("Nash"), 0),
        lambda: auto.ENGINE.stabilities(conflict, [concept("Nash")]),
    ):
        with pytest.raises(NotTaken, match="GMR is all that is taken here"):
            ask()


def test_progress_is_that_of_the_whole_and_only_grows() -> None:
    told: list[tuple[int, int]] = []
    conflict = detente.load("peace-treaty").conflict()
    found = equilibria(conflict, progress=lambda done, total: told.append((done, total)))
    assert set(found.concepts) == {one.name for one in EVERY}
    assert told == sorted(told)
    assert {total for _, total in told} == {1000 * len(EVERY)}
    assert all(0 <= done <= total for done, total in told)


def test_an_exception_that_progress_raises_ends_the_work() -> None:
    class Enough(Exception):
        pass

    def stop(done: int, total: int) -> None:
        raise Enough(done, total)

    with pytest.raises(Enough):
        equilibria(detente.load("peace-treaty").conflict(), ["SIM"], progress=stop)


def test_the_share_of_an_engine_begins_where_the_one_before_ended() -> None:
    told: list[tuple[int, int]] = []
    share = Share(lambda done, total: told.append((done, total)), 6)
    first = share.of(5)
    assert first is not None
    first(1, 2)
    share.done += 5
    second = share.of(1)
    assert second is not None
    second(0, 0)
    second(3, 3)
    assert told == [(2500, 6000), (5000, 6000), (6000, 6000)]
    assert Share(None, 1).of(1) is None


@settings(max_examples=60)
@given(any_conflicts())
def test_the_options_that_are_the_same_in_some_states_are_found(conflict: Conflict) -> None:
    """Letter by letter, in every third state; what a merged state leaves open is not the same."""
    states = conflict.states
    where = [s % 3 == 0 for s in range(len(states))]
    found = settled(states, np.array(where))
    patterns = [states.pattern(s) for s, wanted in enumerate(where) if wanted]
    for place, option in enumerate(states.options):
        letters = {pattern[place] for pattern in patterns}
        assert found[option] == ({"Y": True, "N": False}.get(letters.pop()) if len(letters) == 1 else None)
    assert settled(states, np.zeros(len(states), dtype=bool)) == {}


def test_forced_engines_answer_what_they_take(monkeypatch: pytest.MonkeyPatch) -> None:
    """With an engine named, nobody else is asked: what it does not take is not answered, and the reason is there."""
    monkeypatch.setattr("detente.analysis.equilibria.engine", lambda _: Picky())
    conflict = detente.load("chicken").conflict()
    found = equilibria(conflict, ["GMR"], engine_name="picky")
    assert (list(found.concepts), found.engine) == (["GMR"], "picky")
    with pytest.raises(NotTaken):
        equilibria(conflict, ["SIM"], engine_name="picky")
