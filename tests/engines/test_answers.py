"""The worst that answers bring about, on the kernel: the definition as loops, and what is refused at the border."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from detente.engines import answers, native
from detente.engines.answers import Answering, compiled_answers
from detente.model.conflict import Conflict, Structure
from detente.model.formula import Name
from detente.model.moves import Coalition, legal_reach
from tests.build import WITHOUT_KERNEL, any_conflicts, conflicts, large_conflicts, parties, wants

pytestmark = WITHOUT_KERNEL


def by_definition(conflict: Conflict, movers: Coalition, labels: np.ndarray, *, any_move: bool) -> np.ndarray:
    """Return the least label of each kind where the movers' answers end, state by state."""
    step = conflict.moves.leaving if any_move else conflict.improvements
    least = np.full(labels.shape, np.iinfo(labels.dtype).max, dtype=labels.dtype)
    for state in range(labels.shape[1]):
        ends = legal_reach(step, movers, state, labels.shape[1])
        least[:, state] = labels[:, ends].min(axis=1, initial=np.iinfo(labels.dtype).max)
    return least


@st.composite
def questions(draw: st.DrawFn, conflict: Conflict) -> tuple[Coalition, np.ndarray]:
    """Draw who answers, and labels: some ranks, or numbers that are nobody's."""
    players = range(len(conflict.decision_makers))
    movers = tuple(sorted(draw(st.sets(st.sampled_from(players), min_size=1))))
    if draw(st.booleans()):
        return movers, np.stack([conflict.orders[i].ranks for i in players]).astype(np.int16)
    size = len(conflict.states)
    numbers = draw(st.lists(st.integers(0, size - 1), min_size=size, max_size=size))
    return movers, np.array([numbers], dtype=np.int32)


def check(conflict: Conflict, movers: Coalition, labels: np.ndarray, *, any_move: bool) -> None:
    """Compare the kernel with the definition."""
    found = compiled_answers(conflict, any_move=any_move)
    assert isinstance(found, Answering)
    worst = found.worst(movers, labels)
    assert worst.dtype == labels.dtype
    assert worst.tolist() == by_definition(conflict, movers, labels, any_move=any_move).tolist()


@settings(max_examples=300)
@given(st.data(), any_conflicts(), st.booleans())
def test_the_worst_is_that_of_the_definition(data: st.DataObject, conflict: Conflict, any_move: bool) -> None:  # noqa: FBT001
    """With directions, freezes, arcs and merged states, and without."""
    check(conflict, *data.draw(questions(conflict)), any_move=any_move)


@settings(max_examples=10)
@given(st.data(), large_conflicts(), st.booleans())
def test_the_worst_is_that_of_the_definition_in_larger_conflicts(
    data: st.DataObject,
    conflict: Conflict,
    any_move: bool,  # noqa: FBT001
) -> None:
    """Where a state has many moves."""
    check(conflict, *data.draw(questions(conflict)), any_move=any_move)


def two() -> Conflict:
    """Return two decision makers with an option each, and no tie."""
    structure = Structure(parties({"a": "x", "b": "y"}))
    return Conflict(structure, (wants(Name("a.x"), Name("b.y")),) * 2, "NN")


def test_where_nobody_can_answer_the_number_is_the_greatest() -> None:
    """In the best state of all there is no improvement."""
    found = compiled_answers(two(), any_move=False)
    assert found is not None
    labels = np.array([[0, 1, 2, 3]], dtype=np.int8)
    best = int(two().orders[0].ranks.argmax())
    assert found.worst((0, 1), labels)[0, best] == 127


@given(conflicts(most=3))
def test_a_kernel_that_is_not_there_or_would_list_too_much_is_not_asked(conflict: Conflict) -> None:
    """The caller does it in numpy."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("DETENTE_KERNEL", "off")
        assert compiled_answers(conflict, any_move=False) is None
    moves = conflict.moves
    listed = bool(moves.freezes or moves.only_up.any() or moves.only_down.any())  # type: ignore[union-attr]
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(answers, "MOST_LISTED", 0)
        assert (compiled_answers(conflict, any_move=True) is None) == listed


REFUSED = {
    "ranks of another shape": (np.zeros((2, 3), np.int32), 1, np.zeros((1, 4), np.int32)),
    "a rank below 0": (np.full((2, 4), -1, np.int32), 1, np.zeros((1, 4), np.int32)),
    "more ranks than states": (np.full((2, 4), 4, np.int32), 1, np.zeros((1, 4), np.int32)),
    "labels of another length": (np.zeros((2, 4), np.int32), 1, np.zeros((1, 5), np.int32)),
    "a label below 0": (np.zeros((2, 4), np.int32), 1, np.full((1, 4), -1, np.int32)),
    "a label that is too large": (np.zeros((2, 4), np.int32), 1, np.full((1, 4), 8, np.int32)),
    "nobody": (np.zeros((2, 4), np.int32), 0, np.zeros((1, 4), np.int32)),
    "somebody who is not there": (np.zeros((2, 4), np.int32), 4, np.zeros((1, 4), np.int32)),
}


@pytest.mark.parametrize("what", REFUSED)
def test_arrays_that_do_not_fit_are_refused(what: str) -> None:
    """Nothing is read or written beyond what is there."""
    ranks, movers, labels = REFUSED[what]
    kernel = native.module()
    assert kernel is not None
    paths = answers.paths(kernel, two().moves)
    with pytest.raises(ValueError, match=r"must|count|names"):
        kernel.BatchAnswers(paths, ranks, False).worst(movers, labels)
