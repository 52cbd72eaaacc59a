"""The feasible states: how they are built, found and written."""

from __future__ import annotations

import tracemalloc

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from detente.errors import ModelError, TooLarge, UnknownName
from detente.model.conflict import Constraint, Structure
from detente.model.formula import And, Constant, Formula, Name, Not, Or, text
from detente.model.options import bit_mask, word_count
from detente.model.states import States, feasible, listed, named
from tests.build import (
    assignments,
    constraints,
    formulas,
    holds,
    listed_conflicts,
    merged_listings,
    parties,
    pattern_of,
)

MANY = tuple(f"a.o{k}" for k in range(70))


def names_of(n: int) -> tuple[str, ...]:
    """Return ``n`` names of options."""
    return MANY[:n]


def brute_force(options: tuple[str, ...], forbidden: list[Formula], fixed: dict[str, bool]) -> tuple[str, ...]:
    """Return the patterns that break no formula, by looking at every one of them."""
    rows = [row for row in assignments(options) if all(row[o] == v for o, v in fixed.items())]
    return tuple(pattern_of(row) for row in rows if not any(holds(f, row) for f in forbidden))


@st.composite
def spaces(draw: st.DrawFn) -> tuple[tuple[str, ...], list[Formula], dict[str, bool]]:
    """Draw options, formulas that must not hold, and options that are fixed."""
    options = names_of(draw(st.integers(1, 10)))
    forbidden = draw(st.lists(formulas(options, 6), max_size=5))
    fixed = draw(st.dictionaries(st.sampled_from(options), st.booleans(), max_size=2))
    return options, forbidden, fixed


@settings(max_examples=150)
@given(spaces())
def test_the_feasible_states_are_those_that_a_look_at_every_pattern_finds(
    space: tuple[tuple[str, ...], list[Formula], dict[str, bool]],
) -> None:
    """Same states, in the same order, as 2^n patterns filtered one by one."""
    options, forbidden, fixed = space
    assert feasible(options, forbidden, fixed=fixed).patterns == brute_force(options, forbidden, fixed)


@settings(max_examples=50)
@given(st.integers(1, 6).map(names_of).flatmap(lambda o: st.tuples(st.just(o), constraints(o))))
def test_patterns_removed_one_by_one_leave_the_others(
    drawn: tuple[tuple[str, ...], tuple[Constraint, ...]],
) -> None:
    """Explicit patterns and random formulas go the same way."""
    options, drawn_constraints = drawn
    forbidden = [c.forbids for c in drawn_constraints]
    assert feasible(options, forbidden).patterns == brute_force(options, forbidden, {})


def exclusive(options: tuple[str, ...]) -> list[Formula]:
    """Return the formulas that forbid two options at once."""
    return [And((Name(a), Name(b))) for k, a in enumerate(options) for b in options[k + 1 :]]


def test_seventy_mutually_exclusive_options_have_71_states() -> None:
    """Constraints prune as they go, past one 64-bit word too."""
    states = feasible(MANY, exclusive(MANY))
    assert len(states) == 71
    assert set(states.patterns) == {"N" * 70} | {"N" * k + "Y" + "N" * (69 - k) for k in range(70)}


def test_seventy_unconstrained_options_are_refused_with_the_count_and_the_way_out() -> None:
    """Too large is said before anything is built."""
    with pytest.raises(TooLarge) as caught:
        feasible(MANY)
    assert "the case has about 2^70 feasible states" in str(caught.value)
    assert "70 options stand in no constraint" in str(caught.value)
    assert "leave out or merge options" in str(caught.value)
    assert caught.value.exit_code == 3


def test_a_product_of_small_blocks_is_counted_and_not_built() -> None:
    """Thirty-five pairs of exclusive options have 3^35 states: the message has the exact number."""
    pairs = [And((Name(a), Name(b))) for a, b in zip(MANY[::2], MANY[1::2], strict=True)]
    with pytest.raises(TooLarge, match=f"the case has {3**35:,} feasible states"):
        feasible(MANY, pairs)


@pytest.mark.parametrize("limit", [16, 15])
def test_the_limit_is_the_most_states_that_are_listed(limit: int) -> None:
    """Sixteen states fit into a limit of 16 and not of 15."""
    if limit == 16:
        assert len(feasible(names_of(4), limit=limit)) == 16
    else:
        with pytest.raises(TooLarge, match="16 feasible states and 15 is the most"):
            feasible(names_of(4), limit=limit)


def test_a_contradiction_leaves_no_state_however_large_the_rest_is() -> None:
    """No state is feasible, and nothing large is held on the way to saying so."""
    options = names_of(27)
    pairs: list[Formula] = [And((Name(a), Name(b))) for a, b in zip(options[:26:2], options[1:26:2], strict=True)]
    last = Name(options[26])
    tracemalloc.start()
    try:
        assert len(feasible(options, [*pairs, last, Not(last)], limit=1000)) == 0
        peak = tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()
    assert peak < 1_000_000


def test_a_constraint_that_always_holds_leaves_no_state() -> None:
    """A formula without options counts, too."""
    assert len(feasible(names_of(3), [Constant(True)])) == 0
    assert len(feasible(names_of(3), [Constant(False)])) == 8


def test_no_feasible_state_is_an_error_of_the_model() -> None:
    """A conflict must have at least one state."""
    structure = Structure(parties({"a": "x"}), (Constraint("never", Constant(True)),))
    with pytest.raises(ModelError, match="no state is feasible"):
        _ = structure.states


def test_no_options_at_all_have_one_state() -> None:
    """The empty pattern is a state."""
    assert feasible([]).patterns == ("",)


def test_states_are_in_the_order_of_their_number_with_the_first_option_lowest() -> None:
    """Two options: 1 = NN, 2 = YN, 3 = NY, 4 = YY."""
    assert feasible(["a.x", "b.y"]).patterns == ("NN", "YN", "NY", "YY")


def test_states_past_the_64th_option_are_in_the_order_of_their_number_too() -> None:
    """The second word weighs more than the first."""
    states = feasible(MANY, exclusive(MANY))
    assert [p.find("Y") for p in states.patterns] == [-1, *range(70)]


def test_a_formula_about_an_option_that_does_not_exist_is_refused_with_a_hint() -> None:
    """An unknown name never counts as false."""
    with pytest.raises(UnknownName, match=r"a\.o9 is neither an option nor a state; did you mean a\.o"):
        feasible(names_of(3), [And((Name("a.o1"), Name("a.o9")))])


@given(listed_conflicts())
def test_every_state_is_found_again_by_its_pattern_its_name_and_its_bits(conflict: object) -> None:
    """``index`` and ``find`` undo ``pattern``, ``slugs`` and ``words``."""
    states: States = conflict.states  # type: ignore[attr-defined]
    for s in range(len(states)):
        assert states.index(states.pattern(s)) == states.index(states.slugs[s]) == states.find(states.words[s]) == s


def test_a_state_that_is_not_feasible_is_not_found() -> None:
    """An infeasible pattern, a short one and a wrong name are unknown states."""
    states = feasible(["a.x", "b.y"], [Name("a.x")])
    assert states.find(np.array([1], dtype=np.uint64)) is None
    for wrong in ("YN", "N", "stalemate"):
        with pytest.raises(UnknownName, match=f"there is no feasible state {wrong}"):
            states.index(wrong)


@given(st.integers(1, 4).flatmap(lambda n: st.tuples(st.just(n), merged_listings(n))), st.data())
def test_a_formula_is_true_of_a_merged_state_only_if_it_is_true_of_all_it_stands_for(
    drawn: tuple[int, dict[str, str]], data: st.DataObject
) -> None:
    """Where the patterns behind a merged state differ, the model says that the formula is left open."""
    n, listing = drawn
    states = listed(names_of(n), listing)
    option = data.draw(st.sampled_from(names_of(n)))
    where = [{row[option] for row in assignments(names_of(n)) if _matches(row, p)} for p in listing.values()]
    if all(len(values) == 1 for values in where):
        assert states.truth(Name(option)).tolist() == [True in values for values in where]
    else:
        merged = next(p for p, values in zip(listing.values(), where, strict=True) if len(values) == 2)
        with pytest.raises(ModelError, match=f"{option} is left open by the merged state {merged}"):
            states.truth(Name(option))


def _matches(row: dict[str, bool], pattern: str) -> bool:
    return all(letter in ("-", own) for letter, own in zip(pattern, pattern_of(row), strict=True))


def test_a_merged_state_can_still_decide_a_formula_whose_parts_it_leaves_open() -> None:
    """``x & y`` fails at ``N-`` although y is open there."""
    states = listed(["a.x", "a.y"], {"quiet": "N-", "loud": "YY", "half": "YN"})
    assert states.truth(And((Name("a.x"), Name("a.y")))).tolist() == [False, True, False]
    assert states.is_merged
    assert states.patterns == ("N-", "YY", "YN")


@pytest.mark.parametrize(
    "patterns", [{"one": "Y-", "two": "-N"}, {"one": "YN", "two": "YN"}, {"one": "--", "two": "NN"}]
)
def test_listed_states_that_overlap_are_refused(patterns: dict[str, str]) -> None:
    """A pattern belongs to one state at most."""
    with pytest.raises(ModelError, match="the states one and two overlap"):
        listed(["a.x", "a.y"], patterns)


def test_states_with_names_only_are_propositions_themselves() -> None:
    """``war | truce`` holds at two of three states; an unknown name gets a hint."""
    states = named(["war", "truce", "peace"])
    assert states.truth(Or((Name("war"), Name("truce")))).tolist() == [True, True, False]
    assert [states.pattern(s) for s in range(3)] == ["war", "truce", "peace"]
    assert not states.is_merged
    with pytest.raises(UnknownName, match="did you mean peace"):
        states.truth(Name("peacee"))


def test_a_subset_keeps_order_and_names() -> None:
    """``only`` drops states and nothing else."""
    states = named(["war", "truce", "peace"]).only(np.array([True, False, True]))
    assert states.slugs == ("war", "peace")
    assert feasible(["a.x", "b.y"]).only(np.array([False, True, True, False])).patterns == ("YN", "NY")


@given(st.integers(1, 5).map(names_of).flatmap(lambda o: st.tuples(st.just(o), formulas(o))))
def test_the_truth_of_a_formula_on_states_is_that_of_each_pattern(
    drawn: tuple[tuple[str, ...], Formula],
) -> None:
    """``truth`` is the truth tables, state by state."""
    options, formula = drawn
    expected = [holds(formula, row) for row in assignments(options)]
    assert feasible(options).truth(formula).tolist() == expected, text(formula)


@pytest.mark.parametrize(("n", "words"), [(0, 1), (1, 1), (64, 1), (65, 2), (128, 2), (129, 3)])
def test_a_state_takes_a_word_for_each_64_options(n: int, words: int) -> None:
    """And at least one."""
    assert word_count(n) == words


def test_the_highest_bit_of_a_word_can_be_set() -> None:
    """Bit 63 does not overflow, and bit 64 is the first of the next word."""
    assert bit_mask([63, 64], 2).tolist() == [1 << 63, 1]
