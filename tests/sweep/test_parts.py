"""The small parts of a sweep: what varies, numbers drawn uniformly, orders numbered, questions checked."""

from __future__ import annotations

from collections import Counter
from itertools import permutations
from math import factorial

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import detente
from detente.case.read import read as read_case
from detente.errors import DetenteError, MissingExtra, ModelError, TooLarge, UnknownName
from detente.model.preferences import Prioritised, Ranking, Statement, dense
from detente.sweep import extras
from detente.sweep.asked import Asked, asked
from detente.sweep.choices import choices
from detente.sweep.design import design
from detente.sweep.drawing import below, rankings, stream
from detente.sweep.job import Job
from detente.sweep.orders import Reordered
from detente.sweep.vary import KINDS, Vary, WrongPlan, read, read_all
from tests.build import conflicts, formulas

PARTIES = ("russia", "japan", "us")


# ------------------------------------------------------------------------------------------------ what varies


@given(st.sampled_from(KINDS), st.sampled_from([None, *PARTIES]), st.integers(1, 10**9))
def test_what_varies_is_read_as_it_is_written(kind: str, party: str | None, number: int) -> None:
    whose = None if kind in {"worlds", "constraints"} else party
    made = Vary(kind, whose, number if kind in {"constraints", "rankings"} else None)  # type: ignore[arg-type]
    assert read(str(made), PARTIES) == made


@pytest.mark.parametrize(
    ("text", "kind", "said"),
    [
        ("order", UnknownName, "did you mean orders"),
        ("", UnknownName, "no such thing"),
        ("orders:rusia", UnknownName, "did you mean russia"),
        ("rankings=0", WrongPlan, "1 or more"),
        ("rankings=-3", WrongPlan, "1 or more"),
        ("rankings=many", WrongPlan, "and not many"),
        ("rankings=\u0663", WrongPlan, "whole number"),
        ("rankings=", WrongPlan, "and not nothing"),
        ("constraints:0", WrongPlan, "1 or more"),
        ("constraints=2", WrongPlan, "takes no number"),
        ("worlds:actual", WrongPlan, "all of them"),
        ("orders=5", WrongPlan, "takes no number"),
    ],
)
def test_what_cannot_vary_is_refused_with_the_reason(text: str, kind: type[DetenteError], said: str) -> None:
    with pytest.raises(kind, match=said):
        read(text, PARTIES)


def test_something_must_vary_and_nothing_twice() -> None:
    with pytest.raises(WrongPlan, match="needs something that varies"):
        read_all([], PARTIES)
    with pytest.raises(WrongPlan, match="given twice"):
        read_all(["orders", "orders"], PARTIES)


@pytest.mark.parametrize(
    ("vary", "question", "said"),
    [
        (["orders", "swaps"], {}, "exclude each other"),
        (["rankings:us=5", "rankings:japan=6"], {}, "the same number for all"),
        (["rankings"], {}, "how many are drawn"),
        (["rankings=5", "readings"], {}, "no readings to vary"),
        (["rankings:us=5", "readings:us"], {}, "no reading"),
        (["rankings:us=5"], {"readings": {"us": "benign"}}, "no reading"),
        (["readings:us"], {"readings": {"us": "benign"}}, "leave out benign"),
        (["worlds"], {"world": "troops_gone"}, "leave out the world"),
        (["readings"], {"sample": 0}, "one variant or more"),
        (["readings"], {"sample": -1}, "one variant or more"),
        (["readings"], {"seed": -1}, "from 0"),
        (["readings"], {"seed": 1 << 63}, "below 2"),
    ],
)
def test_questions_that_exclude_themselves_are_refused(vary: list[str], question: dict[str, object], said: str) -> None:
    case = detente.load("peace-treaty")
    with pytest.raises(WrongPlan, match=said):
        design(case, asked(case, vary, **question))  # type: ignore[arg-type]


def test_questions_about_what_the_case_does_not_have_are_refused() -> None:
    treaty, elmira = detente.load("peace-treaty"), detente.load("elmira")
    with pytest.raises(UnknownName, match="did you mean attainable"):
        asked(treaty, ["readings"], columns=["atainable"])
    with pytest.raises(UnknownName, match="SEQ"):
        asked(treaty, ["readings"], concepts=["SEQQ"])
    with pytest.raises(UnknownName, match="no world"):
        asked(treaty, ["readings"], world="nowhere")
    assert "outcome" in asked(treaty, ["readings"]).columns
    if elmira.outcome is None:
        assert asked(elmira, ["swaps"]).columns == ("stays", "equilibria", "status_quo")
        with pytest.raises(ModelError, match="needs the case's outcome"):
            asked(elmira, ["swaps"], columns=["outcome"])
    with pytest.raises(WrongPlan, match="no constraints"):
        design(elmira, asked(elmira, ["constraints"]))
    with pytest.raises(WrongPlan, match="no worlds but"):
        design(elmira, asked(elmira, ["worlds"]))


def test_too_many_variants_ask_for_a_sample() -> None:
    case = detente.load("syria-iraq-1975")
    text = "{detente: 1, title: T, decision_makers: {a: {name: A, options: {x: x}, prefers: [%s]}}}"
    long = read_case((text % ", ".join(["a.x"] * 20)).encode(), "long.yaml")
    with pytest.raises(TooLarge, match="--sample"):
        design(long, asked(long, ["orders"]))
    assert design(long, asked(long, ["orders"], sample=10)).possible == factorial(20)
    longer = read_case((text % ", ".join(["a.x"] * 21)).encode(), "longer.yaml")
    with pytest.raises(WrongPlan, match="vary readings or swaps instead"):
        design(longer, asked(longer, ["orders"]))
    assert design(longer, asked(longer, ["swaps"])).variants == 21
    assert design(case, asked(case, ["swaps"])).variants > 1


def test_a_question_survives_being_written_down() -> None:
    case = detente.load("peace-treaty")
    made = asked(case, ["worlds", "readings:us"], readings={"japan": "four_only"}, concepts=["GMR"], sample=7, seed=3)
    assert Asked.from_dict(made.as_dict()) == made


def test_a_missing_library_is_named_with_the_command_that_installs_it(monkeypatch: pytest.MonkeyPatch) -> None:
    def missing(name: str) -> None:
        raise ModuleNotFoundError(name=name)

    monkeypatch.setattr(extras, "import_module", missing)
    with pytest.raises(MissingExtra, match=r"pip install 'detente\[sweep\]'"):
        extras.library("pyarrow.parquet")
    with pytest.raises(MissingExtra, match=r"pip install 'detente\[cluster\]'"):
        extras.library("distributed")


# --------------------------------------------------------------------------------------------------- drawing


def test_the_stream_is_the_same_on_every_machine_and_with_every_version() -> None:
    """These numbers must never change: they are in the folders that people keep."""
    assert below(stream(2026, 3, 1), 1000, 6).tolist() == BELOW
    assert rankings(stream(2026, 3, 1), 2, 7).tolist() == SHORT
    assert rankings(stream(2026, 3, 1), 1, 600)[0, :6].tolist() == LONG


BELOW = [509, 287, 117, 731, 966, 131]
SHORT = [[5, 0, 1, 6, 3, 2, 4], [6, 4, 5, 1, 3, 0, 2]]
LONG = [524, 293, 441, 424, 183, 548]


@given(st.integers(0, 2**63 - 1), st.integers(1, 700), st.integers(0, 9))
@settings(max_examples=40)
def test_every_ranking_has_each_place_once(seed: int, size: int, count: int) -> None:
    drawn = rankings(stream(seed, 0, 0), count, size)
    assert drawn.shape == (count, size)
    assert (np.sort(drawn, axis=1) == np.arange(size)).all()


def chi_squared(counts: np.ndarray, expected: float) -> float:
    return float(((counts - expected) ** 2 / expected).sum())


@pytest.mark.parametrize("seed", [1, 2])
def test_rankings_are_uniform(seed: int) -> None:
    """All 120 rankings of five states occur alike: chi squared with 119 degrees stays below 200 (p < 1e-5)."""
    drawn = rankings(stream(seed, 0, 0), 120_000, 5)
    counts = Counter(map(tuple, drawn.tolist()))
    assert set(counts) == set(permutations(range(5)))
    assert chi_squared(np.array(list(counts.values())), 1000) < 200


def test_rows_in_which_keys_are_equal_are_drawn_again(monkeypatch: pytest.MonkeyPatch) -> None:
    """With keys of two random bits nearly every row has equal ones; the rankings are uniform all the same."""
    from detente.sweep import drawing

    def coarse(words: drawing.Stream, count: int, size: int, bits: int) -> np.ndarray:
        keys = (words.random_raw(count * size).reshape(count, size) >> np.uint64(61)) << np.uint64(bits)
        keys |= np.arange(size, dtype=np.uint64)
        return np.sort(keys, axis=1)

    monkeypatch.setattr(drawing, "_sorted_keys", coarse)
    counts = Counter(map(tuple, rankings(stream(5, 0, 0), 24_000, 4).tolist()))
    assert len(counts) == 24
    assert chi_squared(np.array(list(counts.values())), 1000) < 65  # 23 degrees, p < 1e-5


@pytest.mark.parametrize("limit", [1, 2, 10, 1 << 62, (1 << 63) - 25])
def test_numbers_are_below_the_limit_and_uniform(limit: int) -> None:
    drawn = below(stream(3, 0, 0), limit, 40_000)
    assert 0 <= drawn.min() <= drawn.max() < limit
    bins = min(limit, 10)
    shares = np.bincount(np.minimum(drawn // (limit // bins), bins - 1), minlength=bins)
    assert chi_squared(shares, 40_000 / len(shares)) < 45


def test_words_that_would_favour_some_numbers_are_thrown_away() -> None:
    class Words:
        def __init__(self) -> None:
            self.left = [(1 << 64) - 1, 5, 7]

        def random_raw(self, count: int) -> np.ndarray:
            taken, self.left = self.left[:count], self.left[count:]
            return np.array(taken, dtype=np.uint64)

    assert below(Words(), 10, 2).tolist() == [7, 5]  # type: ignore[arg-type]


# ---------------------------------------------------------------------------------------------------- orders


@given(conflicts(most=4), st.data())
@settings(max_examples=60, deadline=None)
def test_orders_of_statements_rank_the_states_as_the_model_does(conflict: object, data: st.DataObject) -> None:
    states = conflict.states  # type: ignore[attr-defined]
    drawn = data.draw(st.lists(formulas(states.options, 3), min_size=0, max_size=10))
    wants = Prioritised(tuple(Statement(f, "") for f in drawn))
    made = Reordered("r", wants, data.draw(st.sampled_from(["orders", "swaps"])))
    numbers = np.array(data.draw(st.lists(st.integers(0, made.size - 1), min_size=1, max_size=8)))
    for row, order, number in zip(made.ranks(states, numbers), made.orders(numbers), numbers, strict=True):
        alone = Prioritised(tuple(wants.statements[k] for k in order))
        assert dense(row.astype(np.int64)).tolist() == alone.order(states).ranks.tolist()
        assert (number == 0) <= (order.tolist() == list(range(len(drawn))))


@given(conflicts(most=4), st.data())
@settings(max_examples=30, deadline=None)
def test_orders_of_tie_classes_rank_the_states_as_the_model_does(conflict: object, data: st.DataObject) -> None:
    states = conflict.states  # type: ignore[attr-defined]
    of = data.draw(st.lists(st.integers(0, 4), min_size=len(states), max_size=len(states)))
    every = [tuple(p for p, k in zip(states.patterns, of, strict=True) if k == c) for c in range(5)]
    ranking = Ranking(tuple(c for c in every if c))
    made = Reordered("r", ranking, "orders")
    numbers = np.arange(made.size)
    for row, order in zip(made.ranks(states, numbers), made.orders(numbers), strict=True):
        alone = Ranking(tuple(ranking.classes[k] for k in order))
        assert dense(row.astype(np.int64)).tolist() == alone.order(states).ranks.tolist()


@pytest.mark.parametrize("items", range(6))
def test_every_order_has_one_number(items: int) -> None:
    made = Reordered("r", Ranking(tuple((str(k),) for k in range(items))), "orders")
    assert [tuple(row) for row in made.orders(np.arange(made.size)).tolist()] == list(permutations(range(items)))


def test_the_last_of_very_many_orders_is_the_reverse() -> None:
    made = Reordered("r", Ranking(tuple((str(k),) for k in range(20))), "orders")
    assert made.orders(np.array([made.size - 1])).tolist() == [list(range(19, -1, -1))]


def test_the_choices_of_a_decision_maker_are_its_readings_one_after_the_other() -> None:
    wants = [("r", Ranking((("a",), ("b",)))), ("s", Ranking((("a",), ("b",), ("c",))))]
    made = choices("x", wants, "orders")
    assert (made.size, made.starts) == (8, (0, 2, 8))
    numbers = np.array([7, 0, 2, 1])
    assert made.reading(numbers).tolist() == [1, 0, 1, 0]
    place, words = made.written(numbers)
    assert [words[k] for k in place] == ["3 2 1", "1 2", "1 2 3", "2 1"]


def test_weights_and_payoffs_have_no_order_to_change() -> None:
    text = "{detente: 1, title: T, decision_makers: {a: {name: A, options: {x: x}, prefers: {weights: {a.x: 2}}}}}"
    case = read_case(text.encode(), "weights.yaml")
    with pytest.raises(WrongPlan, match="neither a list of statements nor a ranking"):
        design(case, asked(case, ["orders"]))


def test_memory_decides_how_many_variants_a_block_holds() -> None:
    small, large = detente.load("chicken"), detente.load("peace-treaty-large")
    sizes = [Job(case, asked(case, ["rankings=100000"])).size for case in (small, large)]
    assert sizes[0] == 1 << 16
    assert 64 <= sizes[1] <= (1 << 26) // (3 * 22_272)
