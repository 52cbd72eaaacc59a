"""The batch engine gives every profile the answer that it gets alone, by the definitions."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from detente.analysis.attain import Rules, Search
from detente.concepts import concept
from detente.engines import engine, native
from detente.engines.batch import ENGINE, Batch
from detente.errors import Cancelled, ModelError, NotAnswered
from detente.model.conflict import Conflict, Structure
from detente.model.formula import Name
from detente.model.moves import coalitions, legal_reach
from tests import needs
from tests.analysis.literal import Literal, Variant
from tests.build import (
    Given,
    any_conflicts,
    concepts_of,
    conflicts,
    explicit_conflicts,
    large_conflicts,
    listed_conflicts,
    merged_graphs,
    named_graphs,
    option_graphs,
    parties,
    ranks,
    stable,
    wants,
)

KINDS = {
    "options": conflicts(most=4),
    "more options": conflicts(most=5),
    "directions only": conflicts(most=5, frozen=False),
    "listed states": listed_conflicts(),
    "some of the moves": option_graphs(),
    "named states": named_graphs(),
    "merged states": merged_graphs(),
}
Profiles = list[tuple[int, ...]]


@st.composite
def batches(draw: st.DrawFn, kind: st.SearchStrategy[Conflict]) -> tuple[Conflict, Batch, Profiles]:
    """Draw a conflict, one to three orders for each of its decision makers, and up to five profiles of these."""
    conflict = draw(kind)
    rows = ranks(len(conflict.states))
    players = range(len(conflict.decision_makers))
    orders = [np.array(draw(st.lists(rows, min_size=1, max_size=3)), dtype=np.int64) for _ in players]
    one = st.tuples(*(st.integers(0, len(o) - 1) for o in orders))
    return conflict, Batch(conflict.structure, tuple(orders)), draw(st.lists(one, max_size=5))


def alone(conflict: Conflict, batch: Batch, profile: tuple[int, ...]) -> Conflict:
    """Return the conflict in which the decision makers have the orders of one profile."""
    wishes = tuple(Given(tuple(r[k].tolist())) for r, k in zip(batch.ranks, profile, strict=True))
    return Conflict(conflict.structure, wishes, conflict.start)


def check_stability(conflict: Conflict, batch: Batch, profiles: Profiles) -> None:
    """Compare all flags with the definitions, and every reduction with the flags."""
    concepts = [concept(name) for name in concepts_of(conflict)]
    masks = batch.stabilities(profiles, concepts)
    wanted = np.arange(len(conflict.states)) % 2 == 0
    for c in concepts:
        for p, profile in enumerate(profiles):
            one = alone(conflict, batch, profile)
            for player in range(len(profile)):
                assert masks[c.name][p, player].tolist() == stable(one, c.name, player, "reference"), c.name
        everybody = masks[c.name].all(axis=1)
        assert (batch.equilibria(profiles, c) == everybody).all()
        assert (batch.in_some_equilibrium(profiles, c, wanted) == (everybody & wanted).any(axis=1)).all()
        assert (batch.in_every_equilibrium(profiles, c, wanted) == (wanted | ~everybody).all(axis=1)).all()
        assert (batch.count_equilibria(profiles, c) == everybody.sum(axis=1)).all()
        for state in {0, len(wanted) // 2, len(wanted) - 1}:
            assert (batch.stable_at(profiles, c, state) == masks[c.name][:, :, state]).all()


MACHINES = ["numpy", "kernel"]


@contextmanager
def machine(name: str) -> Iterator[None]:
    """Answer with numpy, or with the compiled kernel."""
    used = needs.kernel() if name == "kernel" else None
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(native, "module", lambda: used)
        yield


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("by", MACHINES)
def test_every_profile_gets_the_answer_of_the_definitions(kind: str, by: str) -> None:
    """For all concepts and decision makers, on random conflicts of each kind."""

    @settings(max_examples=50)
    @given(batches(KINDS[kind]))
    def agree(drawn: tuple[Conflict, Batch, Profiles]) -> None:
        check_stability(*drawn)

    with machine(by):
        agree()


@pytest.mark.parametrize("by", MACHINES)
def test_numbers_of_profiles_that_do_not_fill_a_block(by: str) -> None:
    """Up to 200 profiles, most of them different, so that there are several blocks and the last one is not full."""

    @settings(max_examples=25)
    @given(conflicts(most=4), st.integers(0, 2**32), st.sampled_from([1, 2, 63, 64, 65, 127, 128, 200]))
    def agree(conflict: Conflict, seed: int, count: int) -> None:
        batch = random_batch(conflict.structure, count, seed, levels=6)
        profiles = np.repeat(np.arange(count)[:, None], len(batch.ranks), axis=1)
        concepts = [concept(name) for name in ("Nash", "GMR", "SMR", "SEQ", "SSEQ")]
        masks = batch.stabilities(profiles, concepts)
        for p in {0, count // 2, count - 1}:
            one = alone(conflict, batch, tuple(profiles[p].tolist()))
            for c in concepts:
                for player in range(len(batch.ranks)):
                    assert masks[c.name][p, player].tolist() == stable(one, c.name, player, "edges")
        packed = batch.packed(profiles, concepts)
        bits = np.unpackbits(packed.astype("<u8").view(np.uint8), axis=-1, bitorder="little")
        for k, c in enumerate(concepts):
            assert (batch.equilibria(profiles, c) == masks[c.name].all(axis=1)).all()
            rows = np.moveaxis(bits[:, k].reshape(len(packed), len(batch.ranks), -1, 64), -1, 1)
            whole = rows.reshape(-1, *rows.shape[2:])
            assert (whole[:count] == masks[c.name]).all()
            assert not whole[count:].any()

    with machine(by):
        agree()


def random_batch(structure: Structure, count: int, seed: int, levels: int) -> Batch:
    """Return as many orders with so many levels for each decision maker."""
    rng = np.random.default_rng(seed)
    shape = (count, len(structure.states))
    return Batch(structure, tuple(rng.integers(0, levels, shape) for _ in structure.decision_makers))


@pytest.mark.parametrize("by", MACHINES)
@pytest.mark.parametrize("levels", [254, 256, 300, 70_000])
def test_more_levels_than_fit_into_a_byte(levels: int, by: str) -> None:
    """Ranks of one, two and four bytes; the orders need not be dense."""
    structure = Structure(parties({"a": "xyzuv", "b": "xyz"}))
    batch = random_batch(structure, 3, levels, levels)
    conflict = Conflict(structure, (wants(), wants()))
    profiles = [(0, 1), (2, 2), (1, 0)]
    with machine(by):
        masks = batch.stabilities(profiles, [concept("SSEQ"), concept("SMR")])
    for p, profile in enumerate(profiles):
        for name, mask in masks.items():
            for player in (0, 1):
                assert mask[p, player].tolist() == stable(alone(conflict, batch, profile), name, player, "edges")


# --------------------------------------------------------------------------------------------- attainability


def check_attainability(conflict: Conflict, batch: Batch, profiles: Profiles, rules: Rules) -> None:
    """Compare with the search of each conflict alone, and with plain loops over sets."""
    size, n = len(conflict.states), len(batch.ranks)
    start = conflict.status_quo
    wanted = np.arange(size) % 3 == (start + 1) % 3
    variant = Variant(rules.joint, rules.answers, rules.improvement)
    labels = conflict.states.slugs or conflict.states.patterns
    for groups in (tuple(coalitions(range(n))), (tuple(range(n)), (0,))):
        attainable = batch.attainable(profiles, start, wanted, groups, rules)
        stays = batch.stays(profiles, start, groups, rules)
        for p, profile in enumerate(profiles):
            one = alone(conflict, batch, profile)
            search = Search(one, groups, rules)
            literal = Literal(one, variant, groups)
            assert attainable[p] == search.attain(wanted).attainable
            ends = {label for label, w in zip(labels, wanted, strict=True) if w}
            assert attainable[p] == (literal.distance(labels[start], ends) is not None)
            assert stays[p] == (next(search.steps_from(start), None) is None)


@pytest.mark.parametrize("by", MACHINES)
@pytest.mark.parametrize("answers", ["credible", "any", "none", "joint"])
def test_attainability_is_that_of_the_definition(answers: str, by: str) -> None:
    """Under every rule, for all coalitions and for a few, on random conflicts of every kind."""

    @settings(max_examples=40)
    @given(
        batches(any_conflicts()),
        st.sampled_from(["both", "sequences", "at_once"]),
        st.sampled_from(["strict", "pareto"]),
    )
    def agree(drawn: tuple[Conflict, Batch, Profiles], joint: str, improvement: str) -> None:
        check_attainability(*drawn, Rules(joint, answers, improvement))  # type: ignore[arg-type]

    with machine(by):
        agree()


@pytest.mark.parametrize("by", MACHINES)
def test_reachability_is_that_of_the_moves(by: str) -> None:
    """By the improvements of one decision maker, and of all."""

    @settings(max_examples=60)
    @given(batches(any_conflicts()))
    def agree(drawn: tuple[Conflict, Batch, Profiles]) -> None:
        conflict, batch, profiles = drawn
        size, start = len(conflict.states), conflict.status_quo
        for movers in ((0,), tuple(range(len(batch.ranks)))):
            for wanted in (np.arange(size) == size - 1, np.arange(size) % 2 == 1):
                found = batch.reachable(profiles, movers, start, wanted)
                for p, profile in enumerate(profiles):
                    one = alone(conflict, batch, profile)
                    ends = legal_reach(one.improvements, movers, start, size)
                    assert found[p] == (wanted[start] or (ends & wanted).any())

    with machine(by):
        agree()


@pytest.mark.parametrize("by", MACHINES)
def test_attainability_of_more_profiles_than_a_block_holds(by: str) -> None:
    """Every profile of 150 gets what it gets alone, in a structure with directions and freezes."""

    @settings(max_examples=10)
    @given(conflicts(most=5), st.integers(0, 2**32))
    def agree(conflict: Conflict, seed: int) -> None:
        batch = random_batch(conflict.structure, 150, seed, levels=5)
        profiles = np.repeat(np.arange(150)[:, None], len(batch.ranks), axis=1)
        wanted = np.arange(len(conflict.states)) == len(conflict.states) - 1
        found = batch.attainable(profiles, 0, wanted)
        for p in range(0, 150, 7):
            one = alone(conflict, batch, tuple(profiles[p].tolist()))
            assert found[p] == Search(one).attain(wanted, 0).attainable

    with machine(by):
        agree()


# ------------------------------------------------------------------------------------------ long comparisons


@pytest.mark.long
@pytest.mark.parametrize("by", MACHINES)
def test_every_profile_gets_the_answer_of_the_definitions_ten_thousand_times(by: str) -> None:
    """The same, for as long as one is willing to wait."""

    @settings(max_examples=5_000, suppress_health_check=list(HealthCheck))
    @given(batches(st.one_of(any_conflicts(), explicit_conflicts())))
    def agree(drawn: tuple[Conflict, Batch, Profiles]) -> None:
        check_stability(*drawn)

    with machine(by):
        agree()


@pytest.mark.long
@pytest.mark.parametrize("by", MACHINES)
def test_large_structures_get_the_answer_of_the_plain_engine(by: str) -> None:
    """Up to 1,024 states, several profiles each, against numpy one by one."""

    @settings(max_examples=100, suppress_health_check=list(HealthCheck))
    @given(batches(large_conflicts()))
    def agree(drawn: tuple[Conflict, Batch, Profiles]) -> None:
        conflict, batch, profiles = drawn
        masks = batch.stabilities(profiles, [concept(name) for name in ("Nash", "GMR", "SMR", "SEQ", "SSEQ")])
        for p, profile in enumerate(profiles):
            for name, mask in masks.items():
                for player in range(len(profile)):
                    one = alone(conflict, batch, profile)
                    assert mask[p, player].tolist() == stable(one, name, player, "edges")

    with machine(by):
        agree()


@pytest.mark.long
@pytest.mark.parametrize("by", MACHINES)
def test_attainability_is_that_of_the_definition_a_thousand_times(by: str) -> None:
    """Every kind of conflict under every rule."""
    rules = st.builds(
        Rules,
        st.sampled_from(["both", "sequences", "at_once"]),
        st.sampled_from(["credible", "any", "none", "joint"]),
        st.sampled_from(["strict", "pareto"]),
    )

    @settings(max_examples=1_000, suppress_health_check=list(HealthCheck))
    @given(batches(any_conflicts()), rules)
    def agree(drawn: tuple[Conflict, Batch, Profiles], rules: Rules) -> None:
        check_attainability(*drawn, rules)

    with machine(by):
        agree()


# ------------------------------------------------------------------------------------------ borders and errors


PAIR = Structure(parties({"a": "x", "b": "y"}))


def pair() -> Batch:
    """Return a batch of two orders for each of two decision makers."""
    return Batch.of(PAIR, [[wants(Name("a.x")), wants(Name("b.y"))], [wants(Name("a.x")), wants()]])


def test_all_profiles_are_the_product_the_last_changing_fastest() -> None:
    assert pair().all_profiles().tolist() == [[0, 0], [0, 1], [1, 0], [1, 1]]


@pytest.mark.parametrize("by", MACHINES)
def test_no_profile_is_an_empty_answer(by: str) -> None:
    nobody: Profiles = []
    wanted = np.ones(4, dtype=bool)
    with machine(by):
        assert pair().stabilities(nobody, [concept("SEQ"), concept("SIM")])["SEQ"].shape == (0, 2, 4)
        assert pair().stable_at(nobody, concept("SEQ"), 0).shape == (0, 2)
        assert pair().equilibria(nobody, concept("SEQ")).shape == (0, 4)
        assert pair().attainable(nobody, 0, wanted).shape == (0,)
        assert pair().count_equilibria(nobody, concept("Nash")).shape == (0,)


@pytest.mark.parametrize(
    ("profiles", "reason"),
    [
        ([[0]], "profiles must be whole numbers"),
        ([0, 0], "profiles must be whole numbers"),
        ([[0.0, 1.0]], "profiles must be whole numbers"),
        ([[0, 2]], "orders that are not there"),
        ([[-1, 0]], "orders that are not there"),
    ],
)
def test_profiles_that_are_none_are_refused(profiles: object, reason: str) -> None:
    with pytest.raises(ModelError, match=reason):
        pair().equilibria(profiles, concept("Nash"))  # type: ignore[arg-type]


@pytest.mark.parametrize(
    "ranks",
    [
        (np.zeros((1, 4), int),),
        (np.zeros((1, 3), int), np.zeros((1, 4), int)),
        (np.zeros((0, 4), int), np.zeros((1, 4), int)),
        (np.zeros((1, 4)), np.zeros((1, 4))),
    ],
)
def test_orders_that_are_none_are_refused(ranks: tuple[np.ndarray, ...]) -> None:
    with pytest.raises(ModelError, match="orders"):
        Batch(PAIR, ranks)


def test_states_and_decision_makers_and_masks_that_are_none_are_refused() -> None:
    wanted = np.ones(4, dtype=bool)
    with pytest.raises(ModelError, match="no state 4"):
        pair().attainable([[0, 0]], 4, wanted)
    with pytest.raises(ModelError, match="no state -1"):
        pair().stable_at([[0, 0]], concept("Nash"), -1)
    with pytest.raises(ModelError, match="no decision maker"):
        pair().reachable([[0, 0]], (2,), 0, wanted)
    with pytest.raises(ModelError, match="wanted must be bool"):
        pair().attainable([[0, 0]], 0, np.ones(3, dtype=bool))
    with pytest.raises(ModelError, match="wanted must be bool"):
        pair().in_some_equilibrium([[0, 0]], concept("Nash"), np.ones(4, dtype=np.int64))
    with pytest.raises(ModelError, match="at least one preference"):
        Batch.of(PAIR, [[wants()], []])


def test_sim_is_refused_where_it_does_not_exist() -> None:
    listed = Structure(parties({"a": ""}), listing=("war", "peace"), explicit={})
    with pytest.raises(NotAnswered, match="lists its states by name"):
        Batch(listed, (np.zeros((1, 2), int),)).equilibria([[0]], concept("SIM"))


@pytest.mark.parametrize("by", MACHINES)
def test_progress_goes_up_to_all_and_may_cancel(by: str) -> None:
    """Enough work that it is heard of more than once."""
    structure = Structure(parties({"a": "xyzu", "b": "xyzu"}))
    count = 200 if by == "numpy" else 20_000
    batch = random_batch(structure, count, 1, 200)
    profiles = np.repeat(np.arange(count)[:, None], 2, axis=1)
    told: list[tuple[int, int]] = []
    stopped = "told to stop"

    def stop(done: int, total: int) -> None:
        told.append((done, total))
        raise Cancelled(stopped)

    with machine(by), pytest.raises(Cancelled, match=stopped):
        batch.equilibria(profiles, concept("SSEQ"), stop)
    assert told
    assert all(0 <= done <= total == count for done, total in told)


def test_the_engine_answers_for_one_conflict() -> None:
    """By its name, and as every other engine."""
    conflict = Conflict(PAIR, (wants(Name("b.y")), wants(Name("a.x"))))
    assert ENGINE.name == "batch"
    for name in ("Nash", "SEQ", "SIM"):
        fast = ENGINE.stabilities(conflict, [concept(name)])[name]
        for player in (0, 1):
            assert fast[player].tolist() == ENGINE.stable(conflict, concept(name), player).tolist()
            assert fast[player].tolist() == engine("edges").stable(conflict, concept(name), player).tolist()
