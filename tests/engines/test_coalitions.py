"""Every engine gives the answer of the definitions for coalitions, flag by flag, on conflicts of every kind."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from detente.concepts.coalitional import CoalitionConcept, coalition_concept, coalition_concepts
from detente.engines import coalition_reach, coalitions, dominance, native
from detente.engines.coalition_reach import components, is_two_way, reach_of
from detente.engines.coalitions import Stable, stabilities
from detente.errors import NotTaken, TooLarge, UnknownName
from detente.model.conflict import Conflict, Structure
from detente.model.moves import Coalition, legal_reach
from detente.model.moves import coalitions as every_coalition
from tests.build import (
    WITHOUT_KERNEL,
    Given,
    any_conflicts,
    by_rank,
    conflicts,
    explicit_conflicts,
    graph,
    large_conflicts,
    listed_conflicts,
    merged_graphs,
    named_graphs,
    option_graphs,
    parties,
    ranking,
)
from tests.engines.matrices import by_matrices
from tests.engines.plans import varied

CONCEPTS = list(coalition_concepts().values())
FAST = [pytest.param("edges"), pytest.param("kernel", marks=WITHOUT_KERNEL)]
IMPROVEMENTS = st.sampled_from(["strict", "pareto"])
KINDS = {
    "options": conflicts(most=4),
    "more options": conflicts(most=5),
    "directions only": conflicts(most=5, frozen=False),
    "nothing but options": conflicts(most=5, one_way=False, frozen=False),
    "listed states": listed_conflicts(),
    "some of the moves": option_graphs(),
    "named states": named_graphs(),
    "merged states": merged_graphs(),
}
SHAPES = ((2, 2, 2, 2), (4, 4), (1, 3, 4), (3, 2, 1, 1, 1), (1, 1, 6))
LARGER_SHAPES = ((4, 3, 3), (5, 5), (3, 3, 2, 2), (2, 2, 2, 2, 2), (6, 3, 1))
LARGEST_SHAPES = ((4, 4, 4), (5, 6), (3, 3, 3, 3), (2, 2, 2, 3, 2), (6, 6))
with_fast_engines = pytest.mark.parametrize("by", FAST)


def everybody(conflict: Conflict) -> list[Coalition]:
    """Return every coalition."""
    return list(every_coalition(range(len(conflict.decision_makers))))


def flags(found: Stable) -> dict[tuple[str, Coalition], list[bool]]:
    """Return all masks as lists."""
    return {(name, group): mask.tolist() for name, by in found.masks.items() for group, mask in by.items()}


def solved(conflict: Conflict, by: str, concepts: list[CoalitionConcept] | None = None, **more: Any) -> Any:
    """Return all flags by one engine."""
    return flags(stabilities(conflict, concepts or CONCEPTS, engine=by, **more))


def stable(conflict: Conflict, name: str, group: Coalition, by: str, **more: Any) -> set[str]:
    """Return the names of the states that are stable for one coalition."""
    found = stabilities(conflict, [coalition_concept(name)], [group], engine=by, **more).masks[name][group]
    labels = conflict.states.slugs or conflict.states.patterns
    return {labels[s] for s in np.flatnonzero(found)}


def check_by_matrices(
    conflict: Conflict, by: str, improvement: str, concepts: Sequence[CoalitionConcept] = tuple(CONCEPTS)
) -> None:
    """Compare an engine with the matrices, flag by flag."""
    found = solved(conflict, by, list(concepts), improvement=improvement)
    assert found == by_matrices(conflict, improvement, concepts)


# ----------------------------------------------------------------------------------------- definitions


@pytest.mark.slow
@with_fast_engines
@pytest.mark.parametrize("kind", KINDS)
def test_the_engine_gives_the_answer_of_the_definitions(kind: str, by: str) -> None:
    """For all concepts and coalitions, in both senses of improvement."""

    @settings(max_examples=40)
    @given(KINDS[kind], IMPROVEMENTS)
    def agree(conflict: Conflict, improvement: str) -> None:
        fast = solved(conflict, by, improvement=improvement)
        assert fast == solved(conflict, "reference", improvement=improvement)

    agree()


@with_fast_engines
@settings(max_examples=60)
@given(conflict=any_conflicts(), data=st.data(), improvement=IMPROVEMENTS)
def test_who_can_act_together_matters_to_answers_only(
    conflict: Conflict, data: st.DataObject, improvement: str, by: str
) -> None:
    """Some coalitions can act; CSEQ follows the definition, and the others do not change."""
    family = data.draw(st.lists(st.sampled_from(everybody(conflict)), unique=True), label="family")
    some = {"improvement": improvement, "family": family}
    found = solved(conflict, by, **some)
    assert found == solved(conflict, "reference", **some)
    every = solved(conflict, by, improvement=improvement)
    assert all(found[key] == every[key] for key in found if key[0] != "CSEQ")


@pytest.mark.slow
@WITHOUT_KERNEL
@settings(max_examples=15)
@given(conflict=large_conflicts(), improvement=IMPROVEMENTS)
def test_the_kernel_and_numpy_agree_on_larger_models(conflict: Conflict, improvement: str) -> None:
    """Up to 1,024 states, where the loops would take too long."""
    kernel, numpy = (solved(conflict, by, improvement=improvement) for by in ("kernel", "edges"))
    assert kernel == numpy


@pytest.mark.long
@with_fast_engines
@settings(max_examples=10_000, suppress_health_check=list(HealthCheck))
@given(conflict=st.one_of(any_conflicts(), explicit_conflicts()), improvement=IMPROVEMENTS)
def test_the_engine_gives_the_answer_of_the_definitions_ten_thousand_times(
    conflict: Conflict, improvement: str, by: str
) -> None:
    """The same, for as long as one is willing to wait."""
    assert solved(conflict, by, improvement=improvement) == solved(conflict, "reference", improvement=improvement)


@with_fast_engines
@pytest.mark.parametrize("kind", KINDS)
def test_the_engine_gives_the_answer_of_the_matrices(kind: str, by: str) -> None:
    """The definitions once more, as products of matrices (theory A5), which takes larger models."""

    @settings(max_examples=25)
    @given(KINDS[kind], IMPROVEMENTS)
    def agree(conflict: Conflict, improvement: str) -> None:
        check_by_matrices(conflict, by, improvement)

    agree()


@settings(max_examples=60)
@given(conflict=any_conflicts(), improvement=IMPROVEMENTS)
def test_the_matrices_say_what_the_loops_say(conflict: Conflict, improvement: str) -> None:
    """So that two ways of writing the definitions down hold each other."""
    assert by_matrices(conflict, improvement) == solved(conflict, "reference", improvement=improvement)


@pytest.mark.long
@with_fast_engines
@pytest.mark.parametrize("number", range(100))
def test_the_engine_gives_the_answer_of_the_matrices_at_eight_options(number: int, by: str) -> None:
    """Every state of a hundred conflicts of up to 256 states, of every shape."""
    check_by_matrices(varied(SHAPES, number).made(), by, ("strict", "pareto")[number % 2])


@pytest.mark.long
@with_fast_engines
@pytest.mark.parametrize("number", range(5))
def test_the_engine_gives_the_answer_of_the_matrices_at_ten_options(number: int, by: str) -> None:
    """Every state of five conflicts of up to 1,024 states; for numpy without CSEQ, which takes it minutes."""
    asked = [c for c in CONCEPTS if by == "kernel" or c.name != "CSEQ"]
    check_by_matrices(varied(LARGER_SHAPES, number).made(), by, ("strict", "pareto")[number % 2], asked)


@WITHOUT_KERNEL
@pytest.mark.long
@pytest.mark.parametrize("number", range(5))
def test_the_kernel_and_numpy_agree_at_twelve_options(number: int) -> None:
    """What numpy can still hold."""
    conflict = varied(LARGEST_SHAPES, number).made()
    names = ["CNash", "CGMR", "CSMR"]
    kernel, numpy = (solved(conflict, by, [coalition_concept(n) for n in names]) for by in ("kernel", "edges"))
    assert kernel == numpy


@with_fast_engines
def test_the_engine_takes_states_of_more_than_64_options(by: str) -> None:
    """Two decision makers with exclusive options each, so that a state takes two words."""
    owned = {"a": [f"o{k}" for k in range(35)], "b": [f"o{k}" for k in range(35)]}
    options = Structure(parties(owned)).option_names
    structure = Structure(parties(owned), fixed=dict.fromkeys([*options[1:35], *options[37:]], False))
    ranks = ((3, 1, 4, 1, 5, 9, 2, 6), (2, 7, 1, 8, 2, 8, 1, 8))
    conflict = Conflict(structure, tuple(by_rank(structure.states.patterns, values) for values in ranks))
    assert len(conflict.states) == 8
    assert solved(conflict, by) == solved(conflict, "reference")


# ------------------------------------------------------------------------------------------- many fronts


def opposed(n_options: int, n_players: int, spread: float, seed: int = 1) -> Conflict:
    """Return a conflict in which what one wants another does not: no state outdoes many others for everybody."""
    random = np.random.default_rng(seed)
    owned = {"abcdef"[i]: [f"o{k}" for k in range(n_options // n_players)] for i in range(n_players)}
    wishes = random.standard_normal((n_players, 1 << n_options))
    wishes -= (1 - spread) * wishes.mean(axis=0)
    structure = Structure(parties(owned))
    return Conflict(structure, tuple(Given(tuple(np.argsort(np.argsort(w)).tolist())) for w in wishes))


@WITHOUT_KERNEL
@pytest.mark.parametrize("n_players", [2, 3, 4, 5])
@pytest.mark.parametrize("spread", [0.0, 0.2])
@pytest.mark.parametrize("improvement", ["strict", "pareto"])
def test_divide_and_conquer_finds_the_same_where_all_states_are_on_the_front(
    n_players: int, spread: float, improvement: str
) -> None:
    """The kernel gives up comparing one by one there; numpy never does."""
    conflict = opposed(12 if n_players < 5 else 10, n_players, spread)
    nash = [coalition_concept("CNash"), coalition_concept("CGMR")]
    kernel, numpy = (solved(conflict, by, nash, improvement=improvement) for by in ("kernel", "edges"))
    assert kernel == numpy


@settings(max_examples=150)
@given(data=st.data(), columns=st.integers(1, 4), size=st.integers(1, 40), top=st.sampled_from([2, 4, 50]))
def test_what_is_outdone_is_what_a_double_loop_finds(data: st.DataObject, columns: int, size: int, top: int) -> None:
    """The numpy answer to: which row has all that it needs in some point?"""
    rows = st.lists(st.lists(st.integers(0, top), min_size=columns, max_size=columns), min_size=size, max_size=size)
    points, needed = (np.array(data.draw(rows, label=label)) for label in ("points", "needed"))
    expected = [any(all(p >= q) for p in points) for q in needed]
    assert dominance.dominated(points, needed).tolist() == expected


def test_blocks_of_points_are_compared_like_single_ones(monkeypatch: pytest.MonkeyPatch) -> None:
    """However few are held at once."""
    points = np.random.default_rng(2).integers(0, 40, (300, 3))
    whole = dominance.dominated(points, points + 1)
    monkeypatch.setattr(dominance, "BLOCK", 7)
    monkeypatch.setattr(dominance, "MOST_COMPARED", 11)
    assert dominance.dominated(points, points + 1).tolist() == whole.tolist()
    assert whole.tolist() == [any(all(p >= q) for p in points) for q in points + 1]


# ------------------------------------------------------------------------------------------------ reach


@settings(max_examples=120)
@given(conflict=any_conflicts(), data=st.data())
def test_reach_is_what_legal_sequences_reach(conflict: Conflict, data: st.DataObject) -> None:
    """Whatever its shape; only the state itself may be missing or added."""
    group = data.draw(st.sampled_from(everybody(conflict)), label="coalition")
    size = len(conflict.states)
    rows = reach_of(conflict.moves, group).rows(np.arange(size))
    for state in range(size):
        expected = legal_reach(conflict.moves.leaving, group, state, size)
        rows[state, state] = expected[state] = True
        assert rows[state].tolist() == expected.tolist()


def test_a_coalition_whose_moves_can_be_undone_has_components() -> None:
    """A direction or a freeze of a member makes it a search."""
    owned = {"a": "x", "b": "y", "c": "z"}
    free, bound = Structure(parties(owned)), Structure(parties(owned), directions={"c.z": "N->Y"})
    assert is_two_way(free.moves, (0, 1, 2))
    assert is_two_way(bound.moves, (0, 1))
    assert not is_two_way(bound.moves, (0, 2))
    assert components(bound.moves, (0, 1)).tolist() == [0, 0, 0, 0, 4, 4, 4, 4]


@with_fast_engines
def test_the_answer_says_how_moves_were_followed(by: str) -> None:
    """By components where moves can be undone, one move for one decision maker, a search otherwise."""
    structure = Structure(parties({"a": "x", "b": "y", "c": "z"}), directions={"c.z": "N->Y"})
    conflict = Conflict(structure, (ranking(structure.states.patterns),) * 3)
    found = stabilities(conflict, CONCEPTS, engine=by)
    assert found.engine == by
    assert [found.ways[g] for g in ((0,), (2,), (0, 1), (0, 2))] == ["components", "one move", "components", "searched"]


def test_parts_of_any_size_give_the_same(monkeypatch: pytest.MonkeyPatch) -> None:
    """Numpy follows as many starts at once as memory allows."""
    monkeypatch.setattr(coalition_reach, "MOST_BYTES", 64)

    @settings(max_examples=20)
    @given(explicit_conflicts())
    def agree(conflict: Conflict) -> None:
        assert solved(conflict, "edges") == solved(conflict, "reference")

    agree()


# ----------------------------------------------------------------------------------------- known answers


TWICE = graph(
    {"i": [(0, 1)], "j": [(2, 3), (3, 4)], "k": [(1, 2)]},
    {"i": ranking([1, 2, 3], 0, 4), "j": ranking(4, 3, [0, 1, 2]), "k": ranking(3, [0, 1, 2, 4])},
    range(5),
)


@pytest.mark.parametrize("by", [*FAST, "reference"])
def test_a_coalition_may_be_followed_by_one_of_its_members(by: str) -> None:
    """J and k go to 3 together, j last, and then j alone goes to 4: j moves twice in a row, but no coalition does.

    So CSEQ is not within CGMR where moves are not transitive.
    """
    assert "0" in stable(TWICE, "CSEQ", (0,), by)
    assert "0" not in stable(TWICE, "CGMR", (0,), by)
    assert "0" not in stable(TWICE, "CSEQ", (0,), by, family=[(0,), (1,), (2,)])


@pytest.mark.parametrize("by", [*FAST, "reference"])
def test_a_pareto_improvement_needs_only_one_who_gains(by: str) -> None:
    """From start to end a gains and b does not care: an improvement of both in one sense only."""
    wishes = {"a": ranking("end", "start"), "b": ranking(["end", "start"])}
    conflict = graph({"a": [], "b": [("start", "end")]}, wishes, ["start", "end"])
    assert stable(conflict, "CNash", (0, 1), by) == {"start", "end"}
    assert stable(conflict, "CNash", (0, 1), by, improvement="pareto") == {"end"}


@pytest.mark.parametrize("by", [*FAST, "reference"])
def test_a_tie_for_all_is_a_sanction_in_the_pareto_sense(by: str) -> None:
    """C leads a and b to where each has what it had: not worse for anybody, and yet no improvement."""
    wishes = {
        "a": ranking("up", ["start", "same"]),
        "b": ranking("up", ["start", "same"]),
        "c": ranking("same", "up", "start"),
    }
    arcs = {"a": [("start", "up")], "b": [], "c": [("up", "same")]}
    conflict = graph(arcs, wishes, ["start", "up", "same"])
    for name in ("CGMR", "CSMR", "CSEQ"):
        assert "start" in stable(conflict, name, (0, 1), by, improvement="pareto")
    assert "start" not in stable(conflict, "CNash", (0, 1), by, improvement="pareto")


# ------------------------------------------------------------------------------------- what cannot be had


def test_a_table_that_would_not_fit_is_refused_with_the_way_out(monkeypatch: pytest.MonkeyPatch) -> None:
    """Numpy lists improvements for CSEQ and keeps where coalitions get to for CSMR."""
    monkeypatch.setattr(coalitions, "MOST_ARCS", 0)
    monkeypatch.setattr(coalition_reach, "MOST_MATRIX", 1)
    with pytest.raises(TooLarge, match="CSEQ follows every improvement"):
        solved(TWICE, "edges", [coalition_concept("CSEQ")])
    tied = graph(
        {"a": [(0, 1)], "b": [(1, 2)], "c": [(2, 0)]},
        {"a": ranking(1, 0, 2), "b": ranking(1, 0, 2), "c": ranking(2, 1, 0)},
        range(3),
    )
    with pytest.raises(TooLarge, match="kept for up to 1 states"):
        solved(tied, "edges", [coalition_concept("CSMR")])


def test_an_engine_that_is_not_there_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    """The kernel may be asked for where there is none."""
    with pytest.raises(UnknownName, match=r"no engine kernl takes coalitions; did you mean kernel\?"):
        solved(TWICE, "kernl")
    monkeypatch.setattr(native, "module", lambda: None)
    with pytest.raises(NotTaken, match="there is no compiled kernel"):
        solved(TWICE, "kernel")


@pytest.mark.parametrize("by", [*FAST, "reference"])
def test_progress_can_end_the_work(by: str) -> None:
    """It is told how much of how much is done; what it raises is raised."""

    class Enough(Exception):
        pass

    def stop(done: int, total: int) -> None:
        assert 0 <= done <= total
        raise Enough

    conflict = opposed(16, 4, 0.0) if by == "kernel" else TWICE
    with pytest.raises(Enough):
        stabilities(conflict, CONCEPTS, engine=by, progress=stop)


# ------------------------------------------------------------------------------------ the kernel's border


def given_options(**changed: Any) -> dict[str, Any]:
    """Return what the kernel is given for two decision makers with an option each, some of it changed."""
    asked = {
        "words": np.arange(4, dtype=np.uint64).reshape(4, 1),
        "owned": np.array([[1], [2]], dtype=np.uint64),
        "only_up": np.zeros(1, dtype=np.uint64),
        "only_down": np.zeros(1, dtype=np.uint64),
        "frozen": None,
        "ranks": np.array([[0, 1, 2, 3], [3, 2, 1, 0]], dtype=np.int32),
        "concepts": np.arange(4, dtype=np.uint64),
        "groups": np.array([1, 2, 3], dtype=np.uint64),
        "family": np.array([1, 2, 3], dtype=np.uint64),
        "pareto": False,
        "threads": 0,
        "most_bytes": 1 << 30,
        "progress": None,
    }
    return {**asked, **changed}


def u64(*values: int) -> Any:
    """Return an array of the kernel's words."""
    return np.array(values, dtype=np.uint64)


@WITHOUT_KERNEL
@pytest.mark.parametrize(
    "changed",
    [
        {"words": np.zeros((3, 1), dtype=np.uint64)},
        {"words": np.zeros((4, 2), dtype=np.uint64)},
        {"owned": np.zeros((3, 1), dtype=np.uint64)},
        {"only_up": np.zeros(2, dtype=np.uint64)},
        {"only_down": np.zeros(0, dtype=np.uint64)},
        {"frozen": np.zeros((1, 1), dtype=np.uint64)},
        {"ranks": np.array([[0, -1, 2, 3], [3, 2, 1, 0]], dtype=np.int32)},
        {"ranks": np.full((2, 4), 2**31 - 1, dtype=np.int32)},
        {"ranks": np.zeros((2, 0), dtype=np.int32)},
        {"ranks": np.zeros((0, 4), dtype=np.int32)},
        {"concepts": u64(4)},
        {"groups": u64(0)},
        {"groups": u64(4)},
        {"family": u64(1 << 63)},
    ],
    ids="-".join,
)
def test_the_kernel_refuses_arrays_that_do_not_fit_together(changed: dict[str, Any]) -> None:
    """Nothing is read that is not there."""
    kernel = native.module()
    assert kernel is not None
    with pytest.raises(ValueError, match=r".+"):
        kernel.option_coalitions(**given_options(**changed))


@WITHOUT_KERNEL
@pytest.mark.parametrize(
    ("starts", "targets"),
    [([0, 1], [0]), ([1, 1, 1], []), ([0, 2, 1], [0]), ([0, 1, 2], [0]), ([0, 1, 1], [2]), ([0, 1, 1], [-1])],
)
def test_the_kernel_refuses_arcs_that_lead_nowhere(starts: list[int], targets: list[int]) -> None:
    """Starts ascend from 0, and targets are states."""
    kernel = native.module()
    assert kernel is not None
    rest = {k: v for k, v in given_options().items() if k not in {"words", "owned", "only_up", "only_down", "frozen"}}
    rest |= {"ranks": np.zeros((1, 2), dtype=np.int32), "groups": u64(1), "family": u64(1)}
    arrays = ([np.array(starts, dtype=np.int64)], [np.array(targets, dtype=np.int64)])
    with pytest.raises(ValueError, match=r".+"):
        kernel.arc_coalitions(*arrays, **rest)


@WITHOUT_KERNEL
def test_the_kernel_gives_the_same_bytes_with_any_number_of_threads() -> None:
    """Threads share coalitions, never one coalition's answer."""
    kernel = native.module()
    assert kernel is not None
    conflict = opposed(12, 4, 0.5)
    ranks = np.stack([o.ranks for o in conflict.orders]).astype(np.int32)
    every = np.arange(1, 16, dtype=np.uint64)
    found = {}
    for threads in (0, 1, 2, 5):
        given_ = given_options(
            words=conflict.states.words,
            owned=np.stack(conflict.moves.owned),  # type: ignore[attr-defined]
            ranks=ranks,
            groups=every,
            family=every,
            threads=threads,
        )
        found[threads] = kernel.option_coalitions(**given_)[0].tobytes()
    assert len(set(found.values())) == 1


@WITHOUT_KERNEL
def test_the_kernel_says_when_its_tables_would_not_fit() -> None:
    """Every state a case of its own, and no room to keep what each leads to."""
    kernel = native.module()
    assert kernel is not None
    with pytest.raises(OverflowError, match="would not fit"):
        kernel.option_coalitions(**given_options(only_up=u64(3), most_bytes=1))
