"""Ranks in narrow types: the order that plain Python gives, whatever the type, the blocks and the tables."""

from __future__ import annotations

from fractions import Fraction
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from detente.concepts import concept
from detente.engines import engine
from detente.model import bits, preferences
from detente.model.conflict import Conflict
from detente.model.formula import Formula, Name
from detente.model.preferences import Prioritised, Statement, WeakOrder, Weighted, dense, narrowest
from detente.model.states import feasible, listed
from tests.build import WITHOUT_SIM, assignments, conflicts, formulas, holds, wants

OPTIONS = tuple(f"a.o{k}" for k in range(6))
SIGNED = (np.int8, np.int16, np.int32, np.int64)


def places(scores: list[Any]) -> list[int]:
    """Return dense ranks as Python makes them."""
    rank = {score: k for k, score in enumerate(sorted(set(scores)))}
    return [rank[score] for score in scores]


def in_small_pieces(patch: pytest.MonkeyPatch) -> None:
    """Force every size of a block or a table down."""
    patch.setattr(bits, "FEW", 1)
    patch.setattr(bits, "BLOCK", 64)
    patch.setattr(preferences, "SMALL_TABLE", 2)
    patch.setattr(preferences, "SORTED", 5)
    patch.setattr(preferences, "LOOKED_UP", 3)


@settings(max_examples=100)
@given(st.lists(formulas(OPTIONS, 4), max_size=25), st.booleans(), st.integers(1, 16))
def test_statements_rank_as_tuples_do(statements: list[Formula], small: bool, at_once: int) -> None:  # noqa: FBT001
    """With any number of statements looked at together."""
    expected = places([tuple(holds(f, row) for f in statements) for row in assignments(OPTIONS)])
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(preferences, "MOST_AT_ONCE", at_once)
        if small:
            in_small_pieces(patch)
        ranks = wants(*statements).order(feasible(OPTIONS)).ranks
    assert ranks.tolist() == expected
    assert ranks.dtype == narrowest(max(expected))


@settings(max_examples=60)
@given(st.lists(st.fractions(-(10**6), 10**6), min_size=6, max_size=6), st.sampled_from([1, 10**4, 10**25]))
def test_weights_rank_as_exact_sums_do(weights: list[Fraction], scale: int) -> None:
    """In 32 bits, in 64 bits, and in numbers of any size."""
    given_weights = tuple((o, w * scale) for o, w in zip(OPTIONS, weights, strict=True))
    expected = places([sum((w for o, w in given_weights if row[o]), Fraction(0)) for row in assignments(OPTIONS)])
    assert Weighted(given_weights).order(feasible(OPTIONS)).ranks.tolist() == expected
    with pytest.MonkeyPatch.context() as patch:
        in_small_pieces(patch)
        assert Weighted(given_weights).order(feasible(OPTIONS)).ranks.tolist() == expected


@settings(max_examples=100)
@given(st.lists(st.integers(-(2**62), 2**62) | st.integers(-5, 5)), st.sampled_from([np.int64, np.int32, np.uint8]))
def test_dense_ranks_by_table_and_by_sorting_are_the_same(values: list[int], kind: type) -> None:
    info = np.iinfo(kind)
    drawn = np.array([v for v in values if info.min <= v <= info.max], dtype=kind)
    expected = places(drawn.tolist())
    assert dense(drawn).tolist() == expected
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(preferences, "SMALL_TABLE", 0)
        patch.setattr(preferences, "SORTED", 4)
        patch.setattr(preferences, "LOOKED_UP", 3)
        again = dense(drawn)
    assert again.tolist() == expected
    assert again.dtype == dense(drawn).dtype == narrowest(max(expected, default=0))


@pytest.mark.parametrize(("levels", "name"), [(1, "int8"), (128, "int8"), (129, "int16"), (2**15 + 1, "int32")])
def test_the_type_is_the_narrowest_that_holds_the_greatest_rank(levels: int, name: str) -> None:
    """A difference of two ranks fits, too."""
    ranks = dense(np.arange(levels))
    assert ranks.dtype.name == name
    assert int(ranks[-1] - ranks[0]) == levels - 1
    assert int(ranks[0] - ranks[-1]) == 1 - levels


def test_the_same_order_has_the_same_bytes_however_it_was_written() -> None:
    """Analyses keep answers by the bytes of ranks."""
    states = feasible(OPTIONS)
    twice = wants(Name(OPTIONS[2]), Name(OPTIONS[2])).order(states).ranks
    weighed = Weighted(((OPTIONS[2], Fraction(7)),)).order(states).ranks
    assert twice.tobytes() == weighed.tobytes()


def test_merged_states_are_ranked_by_statements_in_small_pieces_too(monkeypatch: pytest.MonkeyPatch) -> None:
    in_small_pieces(monkeypatch)
    states = listed(["a.x", "a.y"], {"quiet": "N-", "loud": "YY", "half": "YN"})
    assert Prioritised((Statement(Name("a.x"), ""),)).order(states).ranks.tolist() == [0, 1, 1]


@settings(max_examples=60)
@given(conflicts(most=4), st.sampled_from(SIGNED))
def test_no_engine_cares_in_which_type_ranks_come(conflict: Conflict, kind: type) -> None:
    """The same stability from ranks of 8, 16, 32 and 64 bits."""
    wider = Conflict(conflict.structure, conflict.preferences, conflict.start)
    wider.__dict__["orders"] = tuple(WeakOrder(order.ranks.astype(kind)) for order in conflict.orders)
    for name in WITHOUT_SIM:
        for player in range(len(conflict.decision_makers)):
            for by in ("auto", "edges"):
                narrow, wide = (engine(by).stable(c, concept(name), player) for c in (conflict, wider))
                assert narrow.tolist() == wide.tolist()
