"""Building the states: in a cube, by growth and as a product, always the states that a plain loop finds."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import combinations, pairwise

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from detente.errors import TooLarge, UnknownName
from detente.model import bits, building
from detente.model.building import Count, counted
from detente.model.conflict import Constraint, Structure
from detente.model.formula import And, Constant, Formula, Name, Not, Or
from detente.model.states import feasible
from tests.build import assignments, formulas, holds, parties, pattern_of

NAMES = tuple(f"a.o{k}" for k in range(80))
WAYS = {
    "a small cube": {},
    "a cube in blocks": {"SMALL_CUBE": 0, "CUBE": 99, "SPARSE": 10**9},
    "a product of cubes": {"SMALL_CUBE": 0, "CUBE": 99, "SPARSE": 0},
    "growth": {"SMALL_CUBE": 0, "CUBE": 0, "SPARSE": 0},
    "growth that gives up": {"SMALL_CUBE": 0, "CUBE": 0, "SPARSE": 0, "FEW_GROWN": 1},
    "growth in small blocks": {"SMALL_CUBE": 0, "CUBE": 0, "SPARSE": 0, "BLOCK": 1},
}


@st.composite
def spaces(draw: st.DrawFn) -> tuple[tuple[str, ...], list[Formula], dict[str, bool]]:
    """Draw options, formulas that must not hold, and options that are fixed."""
    options = NAMES[: draw(st.integers(6, 9))]
    groups = draw(st.sampled_from([[options], [options[:3], options[3:]], [options[::2], options[1::2]]]))
    forbidden = [draw(formulas(tuple(g), 6)) for g in groups for _ in range(draw(st.integers(0, 3)))]
    fixed = draw(st.dictionaries(st.sampled_from(options), st.booleans(), max_size=2))
    return options, forbidden, fixed


def plain_loop(options: Sequence[str], forbidden: Sequence[Formula], fixed: dict[str, bool]) -> tuple[str, ...]:
    """Return the patterns that break nothing, by looking at every one of them."""
    rows = [row for row in assignments(options) if all(row[o] == v for o, v in fixed.items())]
    return tuple(pattern_of(row) for row in rows if not any(holds(f, row) for f in forbidden))


@pytest.mark.parametrize("way", WAYS)
def test_every_way_of_building_finds_the_states_of_the_plain_loop(way: str) -> None:
    """Cubes in blocks of 64 states, too; sorted, and with the words that the patterns say."""

    @settings(max_examples=60)
    @given(spaces())
    def agree(space: tuple[tuple[str, ...], list[Formula], dict[str, bool]]) -> None:
        options, forbidden, fixed = space
        # a cube in blocks has at least one word; so the fixed options are fixed by formulas there
        blocks = [And((f,)) for f in forbidden] + [Not(Name(o)) if v else Name(o) for o, v in fixed.items()]
        asked = (options, blocks, {}) if "blocks" in way else (options, forbidden, fixed)
        with pytest.MonkeyPatch.context() as patch:
            patch.setattr(bits, "CUBE_BLOCK", 64)
            for name, value in WAYS[way].items():
                patch.setattr(building, name, value)
            if "SMALL_CUBE" in WAYS[way]:
                patch.setattr(building, "SMALL_CUBE", 5)
            states = feasible(asked[0], asked[1], fixed=asked[2])
            number = counted(tuple(asked[0]), tuple(asked[1]), asked[2])
        assert states.patterns == plain_loop(options, forbidden, fixed)
        assert states.in_order
        assert (states.words[1:, 0] > states.words[:-1, 0]).all()
        assert number == Count(len(states), exact=True)

    agree()


def exclusive(options: Sequence[str]) -> list[Formula]:
    """Return the formulas that forbid two options at once."""
    return [And((Name(a), Name(b))) for a, b in combinations(options, 2)]


def test_forty_options_with_a_million_states_never_touch_the_cube(monkeypatch: pytest.MonkeyPatch) -> None:
    """Five parties with seven exclusive options and one more each: 16^5 states, in order, and nothing of 2^40."""

    def never(n: int) -> Iterator[object]:
        raise AssertionError(n)

    owners = [NAMES[k : k + 8] for k in range(0, 40, 8)]
    forbidden = [f for own in owners for f in exclusive(own[:7])]
    assert counted(NAMES[:40], tuple(forbidden), {}) == Count(16**5, exact=True)
    monkeypatch.setattr(bits, "cube_blocks", never)
    states = feasible(NAMES[:40], forbidden)
    assert len(states) == 16**5
    assert (states.words[1:, 0] > states.words[:-1, 0]).all()
    assert np.bitwise_count(states.words & np.uint64(0x7F7F7F7F7F)).max() == 5
    assert states.index("N" * 40) == 0
    assert states.places(states.words[::5000]).tolist() == list(range(0, 16**5, 5000))


def test_constraints_across_owners_are_grown_without_the_cube() -> None:
    """The same with the owners tied together, so that all forty options hang together."""
    owners = [NAMES[k : k + 8] for k in range(0, 40, 8)]
    forbidden = [f for own in owners for f in exclusive(own)]
    forbidden += [And((Name(a[0]), Name(b[1]))) for a, b in pairwise(owners)]
    states = feasible(NAMES[:40], forbidden)
    apart = feasible(NAMES[:40], [f for own in owners for f in exclusive(own)])
    kept = np.ones(len(apart), dtype=bool)
    for f in forbidden[-4:]:
        kept &= ~apart.truth(f)
    assert (states.words == apart.words[kept]).all()


def test_a_knot_that_cannot_be_untied_is_said_to_be_one() -> None:
    """A loose constraint on seventy options is given up at once; the message has the bound and the way out."""
    loose: list[Formula] = [And(tuple(map(Name, NAMES[:70])))]
    with pytest.raises(TooLarge, match=r"at most 2\^75\): 70 of its options hang together .*; 5 options stand in no"):
        feasible(NAMES[:75], loose)
    found = counted(NAMES[:75], tuple(loose), {})
    assert found == Count(2**75, exact=False)


def test_the_message_has_the_need_what_is_at_hand_and_the_way_out(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DETENTE_MEMORY", "100MiB")
    with pytest.raises(TooLarge) as caught:
        feasible(NAMES[:30])
    said = str(caught.value)
    assert "1,073,741,824 feasible states" in said
    assert "takes 16 GiB of memory and 100 MiB are at hand" in said
    assert "30 options stand in no constraint" in said
    assert "detente plan" in said
    assert "detente equilibria" in said


def test_a_limit_can_be_given_and_counts_are_exact_in_its_message() -> None:
    with pytest.raises(TooLarge, match="the case has 1,023 feasible states and 100 is the most"):
        feasible(NAMES[:10], [And(tuple(map(Name, NAMES[:10])))], limit=100)


def test_a_formula_about_nothing_known_is_refused_in_a_cube_of_any_size() -> None:
    for n in (3, 14):
        with pytest.raises(UnknownName, match=r"a\.zz is neither an option nor a state"):
            feasible(NAMES[:n], [Or((Name("a.zz"), Name("a.o1")))])


@settings(max_examples=60)
@given(spaces())
def test_the_count_of_a_structure_is_had_without_its_states(
    space: tuple[tuple[str, ...], list[Formula], dict[str, bool]],
) -> None:
    options, forbidden, fixed = space
    people = parties({"a": [o.removeprefix("a.") for o in options]})
    structure = Structure(people, tuple(Constraint("", f) for f in forbidden), fixed=fixed)
    assert structure.count == Count(len(plain_loop(options, forbidden, fixed)), exact=True)
    assert "states" not in structure.__dict__


def test_a_listed_structure_counts_its_list() -> None:
    structure = Structure(parties({"a": "xy"}), (Constraint("", Constant(False)),), listing={"p": "NN", "q": "YN"})
    assert structure.count == Count(2, exact=True)


def test_patterns_of_too_many_states_are_not_written(monkeypatch: pytest.MonkeyPatch) -> None:
    """One pattern is, and the message says what to do."""
    states = feasible(NAMES[:21])
    monkeypatch.setenv("DETENTE_MEMORY", "1MiB")
    with pytest.raises(TooLarge, match=r"writes out each of the 2,097,152 states; .* detente plan answer without one"):
        _ = states.patterns
    assert states.pattern(0) == "N" * 21
