"""Packed truth: the same values as the truth tables, whatever the carrier and the size of a block."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from detente.model import bits
from detente.model.bits import classical, cube_blocks, integer_columns, integer_cube, packed_columns, places, spread
from detente.model.formula import Constant, Formula, Name, Not
from detente.model.options import word_count
from detente.model.states import States, feasible, listed, nothing_open
from tests.build import assignments, formulas, holds

NAMES = tuple(f"a.o{k}" for k in range(70))


@settings(max_examples=150)
@given(st.integers(1, 7).map(lambda n: NAMES[:n]).flatmap(lambda o: st.tuples(st.just(o), formulas(o, 8))))
def test_a_formula_on_integers_has_the_truth_of_the_tables(drawn: tuple[tuple[str, ...], Formula]) -> None:
    options, formula = drawn
    everything = (1 << (1 << len(options))) - 1
    columns = dict(zip(options, integer_cube(len(options)), strict=True))
    value = classical(formula, columns.__getitem__, everything)
    assert [value >> s & 1 for s in range(1 << len(options))] == [holds(formula, row) for row in assignments(options)]


@settings(max_examples=60)
@given(st.integers(6, 9).map(lambda n: NAMES[:n]).flatmap(lambda o: st.tuples(st.just(o), formulas(o, 8))))
def test_a_formula_on_words_has_the_truth_of_the_tables_in_blocks_of_any_size(
    drawn: tuple[tuple[str, ...], Formula],
) -> None:
    options, formula = drawn
    expected = [s for s, row in enumerate(assignments(options)) if holds(formula, row)]
    for block in (64, 128, 1 << 21):
        with pytest.MonkeyPatch.context() as patch:
            patch.setattr(bits, "CUBE_BLOCK", block)
            found = []
            for first, n_words, columns in cube_blocks(len(options)):
                known = dict(zip(options, columns, strict=True))
                value = classical(formula, known.__getitem__, bits.ALL)
                found += (places(spread(value, n_words)) + first).tolist()
        assert found == expected


def test_constants_are_everywhere_and_nowhere() -> None:
    assert classical(Constant(True), {}.__getitem__, 0b111) == 0b111
    assert classical(Not(Constant(True)), {}.__getitem__, 0b111) == 0
    assert int(classical(Constant(False), {}.__getitem__, bits.ALL)) == 0


@st.composite
def rows(draw: st.DrawFn) -> tuple[int, list[int]]:
    n_options = draw(st.integers(1, 70))
    return n_options, draw(st.lists(st.integers(0, 2**n_options - 1), max_size=200))


@settings(max_examples=80)
@given(rows(), st.sampled_from([64, 128, 1 << 16]))
def test_columns_hold_the_bits_of_the_states_in_both_carriers(drawn: tuple[int, list[int]], block: int) -> None:
    n_options, values = drawn
    n_words = word_count(n_options)
    words = np.array([[v >> (64 * w) & (2**64 - 1) for w in range(n_words)] for v in values], dtype=np.uint64)
    words = words.reshape(-1, n_words)
    expected = [sum(1 << s for s, v in enumerate(values) if v >> o & 1) for o in range(n_options)]
    assert integer_columns(words, n_options) == expected
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(bits, "BLOCK", block)
        packed = packed_columns(words, n_options)
    assert [int.from_bytes(row.astype("<u8").tobytes(), "little") for row in packed] == expected


@settings(max_examples=80)
@given(st.integers(1, 8).map(lambda n: NAMES[:n]).flatmap(lambda o: st.tuples(st.just(o), st.lists(formulas(o)))))
def test_the_truth_of_many_states_is_that_of_few(drawn: tuple[tuple[str, ...], list[Formula]]) -> None:
    """With the size of a block, and what counts as few, forced down to almost nothing."""
    options, several = drawn
    expected = [feasible(options).truth(f).tolist() for f in several]
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(bits, "FEW", 1)
        patch.setattr(bits, "BLOCK", 64)
        states = feasible(options)
        assert [states.truth(f).tolist() for f in several] == expected
        assert [[bool(flag) for start, stop in states.blocks() for flag in states.flags([f], start, stop)[0]]
                for f in several] == expected  # fmt: skip


def test_truth_is_kept_and_what_is_kept_is_bounded(monkeypatch: pytest.MonkeyPatch) -> None:
    states, formula = feasible(NAMES[:3]), Name("a.o1")
    assert states.truth(formula) is states.truth(formula)
    monkeypatch.setattr("detente.model.states.MOST_KEPT", 20)
    for _ in range(10):
        states.truth(Not(formula))
    assert len(states._kept) * len(states) <= 20


def test_where_nothing_is_merged_nothing_is_held_for_it() -> None:
    states = feasible(NAMES[:10])
    assert states.open_bits.shape == states.words.shape
    assert states.open_bits.strides[0] == 0
    assert not states.open_bits.flags.writeable
    assert not states.is_merged
    assert not states.only(np.arange(len(states)) % 2 == 0).is_merged
    assert listed(["a.x"], {"all": "-"}).is_merged
    assert not nothing_open(states.words).any()


@settings(max_examples=80)
@given(rows(), st.data())
def test_places_finds_every_state_and_no_other(drawn: tuple[int, list[int]], data: st.DataObject) -> None:
    """By a table, by bisection and by sorted keys, sorted or not."""
    n_options, values = drawn
    n_words = word_count(n_options)
    distinct = list(dict.fromkeys(values))
    if in_order := data.draw(st.booleans()):
        distinct.sort()
    sought = data.draw(st.lists(st.integers(0, 2**n_options - 1), max_size=20)) + distinct

    def packed(numbers: list[int]) -> np.ndarray:  # type: ignore[type-arg]
        made = [[v >> (64 * w) & (2**64 - 1) for w in range(n_words)] for v in numbers]
        return np.array(made, dtype=np.uint64).reshape(-1, n_words)

    words = packed(distinct)
    states = States(NAMES[:n_options], words, nothing_open(words), in_order=in_order)
    expected = [distinct.index(v) if v in distinct else -1 for v in sought]
    assert states.places(packed(sought)).tolist() == expected
    assert [states.find(row) for row in packed(sought)] == [None if k < 0 else k for k in expected]
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("detente.model.states.TABLED", 0)
        again = States(NAMES[:n_options], words, nothing_open(words), in_order=in_order)
        assert not again.has_table
        assert again.places(packed(sought)).tolist() == expected


@settings(max_examples=80)
@given(rows(), st.data())
def test_the_first_states_as_text_are_those_of_the_sorted_patterns(
    drawn: tuple[int, list[int]], data: st.DataObject
) -> None:
    n_options, values = drawn
    n_words = word_count(n_options)
    numbers = sorted(set(values))
    made = [[v >> (64 * w) & (2**64 - 1) for w in range(n_words)] for v in numbers]
    words = np.array(made, dtype=np.uint64).reshape(-1, n_words)
    states = States(NAMES[:n_options], words, nothing_open(words), in_order=True)
    mask = np.array(data.draw(st.lists(st.booleans(), min_size=len(numbers), max_size=len(numbers))), dtype=bool)
    most = data.draw(st.integers(0, 12))
    expected = sorted(p for p, wanted in zip(states.patterns, mask, strict=True) if wanted)[:most]
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("detente.model.states.COMPARED", 7)
        assert list(states.patterns_of(states.first_as_text(mask, most))) == expected
