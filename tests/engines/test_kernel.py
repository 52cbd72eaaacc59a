"""The compiled engine gives the answer of the definitions in each of its forms, and can be stopped."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from dataclasses import replace
from itertools import product
from typing import Any

import numpy as np
import numpy.typing as npt
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from detente.concepts import Replies, concept
from detente.engines import edges, kernel, native, reference
from detente.engines.kernel import Kernel
from detente.errors import NotTaken
from detente.model.conflict import Conflict, Freeze, Structure
from detente.model.formula import Name, Not
from detente.model.moves import ExplicitMoves, OptionMoves
from tests import needs
from tests.build import (
    WITHOUT_SIM,
    Given,
    any_conflicts,
    conflicts,
    explicit_conflicts,
    listed_conflicts,
    merged_graphs,
    named_graphs,
    option_graphs,
    parties,
)
from tests.engines.plans import Plan, only, varied

CONCEPTS = [concept(name) for name in WITHOUT_SIM]
FORMS = ("options", "strategies", "compact")
KINDS = {
    "options": conflicts(most=5),
    "directions only": conflicts(most=5, frozen=False),
    "listed states": listed_conflicts(),
    "some of the moves": option_graphs(),
    "named states": named_graphs(),
    "merged states": merged_graphs(),
}


@pytest.fixture(autouse=True)
def compiled(monkeypatch: pytest.MonkeyPatch) -> Any:
    """Skip without the kernel; use it whatever the environment says."""
    monkeypatch.delenv("DETENTE_KERNEL", raising=False)
    return needs.kernel()


# ---------------------------------------------------------------------------------------------- forms


def forms(conflict: Conflict) -> Iterator[tuple[str, npt.NDArray[np.uint8]]]:
    """Yield the flags that each form of the engine finds, on all threads and instruction sets that are here."""
    if isinstance(conflict.moves, OptionMoves):
        for target in targets():
            yield f"options {target}", Kernel(threads=0, form="options", target=target).flags(conflict, CONCEPTS)
        for form, threads in (("options", 3), ("strategies", 0), ("compact", 0), ("compact", 2), ("best", 0)):
            yield f"{form} {threads}", Kernel(threads=threads, form=form).flags(conflict, CONCEPTS)
    yield "arcs", Kernel(threads=0).flags(along_arcs(conflict), CONCEPTS)
    yield "arcs on threads", Kernel(threads=2).flags(along_arcs(conflict), CONCEPTS)


def targets() -> list[str]:
    """Return the instruction sets that were built and that this processor has."""
    module = native.module()
    assert module is not None
    return list(module.built[: module.built.index(module.chosen) + 1])


def along_arcs(conflict: Conflict) -> Conflict:
    """Return the conflict with its moves as explicit arcs."""
    structure = only(conflict.structure, np.ones(len(conflict.states), dtype=bool))
    arcs = tuple(conflict.moves.arcs(i) for i in range(len(conflict.decision_makers)))
    structure.__dict__["moves"] = ExplicitMoves(arcs)
    made = replace(conflict, structure=structure)
    made.__dict__["orders"] = conflict.orders
    return made


def answered(conflict: Conflict, machine: Any) -> npt.NDArray[np.uint8]:
    """Return the flags of another engine."""
    flags = np.zeros((len(conflict.decision_makers), len(conflict.states)), dtype=np.uint8)
    for bit, asked in enumerate(CONCEPTS):
        for player in range(len(flags)):
            flags[player] |= machine.stable(conflict, asked, player).astype(np.uint8) << np.uint8(bit)
    return flags


def check(conflict: Conflict, machine: Any, *, numpy_too: bool = False) -> None:
    """Compare every form with another engine; numpy too, where it is not that one."""
    expected = answered(conflict, machine)
    if numpy_too:
        assert np.array_equal(answered(conflict, edges.ENGINE), expected), "edges"
    for form, flags in forms(conflict):
        assert np.array_equal(flags, expected), form


# ------------------------------------------------------------------------------------------- the answer


@pytest.mark.parametrize("kind", KINDS)
def test_every_form_gives_the_answer_of_the_definitions(kind: str) -> None:
    """For all concepts and decision makers, on fifty random conflicts of each kind."""

    @settings(max_examples=50)
    @given(KINDS[kind])
    def agree(conflict: Conflict) -> None:
        check(conflict, reference.ENGINE)

    agree()


PLANS = [
    Plan((3, 3, 2), 0.0, levels=2),
    Plan((2, 3, 1, 2), 0.3, 0.3, levels=300),
    Plan((4, 4), 0.6, 0.2, freezes=1, levels=40),
    Plan((1, 1, 1, 1, 1, 1, 1, 1, 1), 0.3, 0.1),
    Plan((5, 3, 0, 2), 0.3, 0.2, levels=70_000),
    Plan((6, 3, 2), 0.3, 0.1, freezes=2, levels=1000),
    Plan((2, 6, 3), 0.9, levels=4),
    Plan((4, 4, 4), 0.3, levels=4),
    Plan((2, 3, 3, 3), 0.3, 0.1, freezes=3, levels=100_000),
    Plan((0, 5), 0.2),
    Plan((3,), 0.2),
    Plan((2,) * 6, 0.0, levels=254),
]


@pytest.mark.parametrize("plan", PLANS, ids=str)
def test_every_form_gives_the_same_answer_on_hundreds_of_states(plan: Plan) -> None:
    """Groups of up to 64 states, ranks of one, two and four bytes, rows of one word and of several."""
    check(plan.made(), edges.ENGINE)


def test_the_forms_agree_at_thousands_of_states() -> None:
    """With one-way options and without."""
    for plan in (Plan((4, 4, 4, 3), 0.3, levels=3000), Plan((4, 4, 3, 3), 0.3, 0.1, levels=12)):
        check(plan.made(), edges.ENGINE)


@pytest.mark.long
def test_the_forms_agree_at_a_million_states() -> None:
    """Twenty options, five decision makers, a third infeasible."""
    conflict = Plan((4,) * 5, 0.33, levels=2000).made()
    expected = answered(conflict, edges.ENGINE)
    for form, threads in product(FORMS, (0, 2)):
        assert np.array_equal(Kernel(threads=threads, form=form).flags(conflict, CONCEPTS), expected)


@pytest.mark.long
@settings(max_examples=10_000, suppress_health_check=list(HealthCheck))
@given(st.one_of(any_conflicts(), explicit_conflicts(), conflicts(most=6)))
def test_every_form_gives_the_answer_of_the_definitions_ten_thousand_times(conflict: Conflict) -> None:
    """Up to 64 states."""
    check(conflict, reference.ENGINE if len(conflict.states) <= 16 else Remembering(), numpy_too=True)


SHAPES = ((2, 2, 2, 2), (4, 4), (1, 3, 4), (3, 2, 1, 1, 1), (1, 1, 6))
LARGER_SHAPES = ((4, 3, 3), (5, 6), (3, 3, 3, 3), (2, 2, 2, 3, 2), (6, 6))


@pytest.mark.long
@pytest.mark.parametrize("number", range(100))
def test_every_form_gives_the_answer_of_the_definitions_at_eight_options(number: int) -> None:
    """Every state of a hundred conflicts of up to 256 states; what replies reach is found once for each state."""
    check(varied(SHAPES, number).made(), Remembering(), numpy_too=True)


@pytest.mark.long
@pytest.mark.parametrize("number", range(5))
def test_every_form_gives_the_answer_of_the_definitions_at_ten_to_twelve_options(number: int) -> None:
    """Thirty states of each of five conflicts of up to 4,096 states, and all of them by another engine."""
    conflict = varied(LARGER_SHAPES, number).made()
    check(conflict, edges.ENGINE)
    flags = Kernel().flags(conflict, CONCEPTS)
    rng, remembering = np.random.default_rng(number), Remembering()
    for state in rng.choice(len(conflict.states), 30).tolist():
        for player, (bit, asked) in product(range(len(flags)), enumerate(CONCEPTS)):
            assert bool(flags[player, state] >> bit & 1) == remembering.is_stable(conflict, asked, player, state)


class Remembering:
    """The definitions, but where replies lead from a state is found once only."""

    def __init__(self) -> None:
        self.ends: dict[tuple[int, int, bool], set[int]] = {}

    def stable(self, conflict: Conflict, asked: Any, player: int) -> npt.NDArray[np.bool_]:
        states = range(len(conflict.states))
        return np.array([self.is_stable(conflict, asked, player, s) for s in states], dtype=bool)

    def is_stable(self, conflict: Conflict, asked: Any, player: int, state: int) -> bool:
        return all(
            any(
                reference.is_sanction(conflict, asked, player, state, reply)
                for reply in self.replies(conflict, asked, player, move)
            )
            for move in reference.improvements(conflict, player, state)
        )

    def replies(self, conflict: Conflict, asked: Any, player: int, move: int) -> set[int]:
        if asked.replies is Replies.NONE:
            return set()
        credible = asked.replies is Replies.CREDIBLE
        key = (player, move, credible)
        if key not in self.ends:
            others = [j for j in range(len(conflict.decision_makers)) if j != player]
            self.ends[key] = reference.sequence_ends(conflict, others, move, credible=credible)
        return self.ends[key]


@pytest.mark.parametrize("width", [3, 6])
def test_long_ways_are_found(width: int) -> None:
    """Two opponents on a staircase of feasible states, each step the move of one: the way is as long as can be."""
    size = 1 << width
    structure = Structure(parties({f"d{i}": [f"o{k}" for k in range(w)] for i, w in enumerate((1, width, width))}))
    states = structure.states.words[:, 0].astype(np.int64)
    rng = np.random.default_rng(1)
    place = rng.permutation(size)
    a, b = place[states >> 1 & (size - 1)], place[states >> (1 + width)]
    structure = only(structure, (a == b) | (b == a + 1))
    height = (a + b)[(a == b) | (b == a + 1)]
    for opponents in (height, -height, rng.permutation(len(height))):
        ranks = [rng.permutation(len(height)), opponents + size * 2, opponents + size * 2]
        check(Conflict(structure, tuple(Given(tuple(r.tolist())) for r in ranks)), edges.ENGINE)


@pytest.mark.parametrize("frozen", [False, True])
def test_a_state_of_many_words_is_taken(*, frozen: bool) -> None:
    """A hundred options of which only eight are ever used, with directions, with freezes and without."""
    owned = {dm: [f"o{k}" for k in range(50)] for dm in "ab"}
    unused = [f"{dm}.o{k}" for dm in "ab" for k in range(2, 48)]
    freezes = (Freeze(Name("a.o1"), ("b.o0", "b.o49")), Freeze(Not(Name("b.o48")), ("a.o49",))) if frozen else ()
    ways = {"a.o49": "N->Y", "b.o0": "Y->N"}
    structure = Structure(parties(owned), directions=ways, freezes=freezes, fixed=dict.fromkeys(unused, False))
    rng = np.random.default_rng(3)
    keep = rng.random(len(structure.states)) < 0.7
    ranks = rng.integers(0, 9, (2, int(keep.sum())))
    conflict = Conflict(only(structure, keep), tuple(Given(tuple(r.tolist())) for r in ranks))
    expected = answered(conflict, edges.ENGINE)
    for form in ("best", "strategies", "compact"):
        assert np.array_equal(Kernel(form=form).flags(conflict, CONCEPTS), expected)
    with pytest.raises(ValueError, match="use the compact form"):
        Kernel(form="options").flags(conflict, CONCEPTS)


@pytest.mark.parametrize("kind", [np.int8, np.int16, np.int32, np.int64])
def test_ranks_of_every_width_give_the_same_answer(kind: type, compiled: Any) -> None:
    conflict = Plan((3, 3, 3), levels=100).made()
    ranks = [order.ranks.astype(kind) for order in conflict.orders]
    for form in FORMS:
        flags = compiled.option_stability(**(arguments(conflict) | {"ranks": ranks, "form": form}))
        assert np.array_equal(flags, Kernel().flags(conflict, CONCEPTS))


@pytest.mark.parametrize("threads", [1, 2, 3, 8])
def test_the_answer_has_the_same_bytes_on_any_number_of_threads(threads: int) -> None:
    for plan in (Plan((4, 4, 3), levels=50), Plan((4, 3, 3), one_way=0.2, freezes=2, levels=50)):
        conflict = plan.made()
        for form, model in product(FORMS, (conflict, along_arcs(conflict))):
            flags = Kernel(threads=threads, form=form).flags(model, CONCEPTS)
            assert flags.tobytes() == Kernel(threads=0, form=form).flags(model, CONCEPTS).tobytes()


def test_one_decision_maker_and_one_concept_are_answered_alone() -> None:
    for conflict in (plan.made() for plan in PLANS[:6]):
        everything = Kernel().flags(conflict, CONCEPTS)
        for player, (bit, asked) in product(range(len(everything)), enumerate(CONCEPTS)):
            for form, model in product(FORMS, (conflict, along_arcs(conflict))):
                alone = Kernel(form=form).stable(model, asked, player)
                assert np.array_equal(alone, everything[player] >> bit & 1 == 1)


# ---------------------------------------------------------------------------------------- the engine


def test_masks_are_named_and_boolean() -> None:
    conflict = Plan((2, 2)).made()
    found = kernel.ENGINE.stabilities(conflict, CONCEPTS[:2])
    assert list(found) == ["Nash", "GMR"]
    assert [(m.dtype, m.shape) for m in found["GMR"]] == [(np.dtype(bool), (len(conflict.states),))] * 2
    assert kernel.ENGINE.stabilities(conflict, []) == {}


def test_very_many_masks_are_made_when_they_are_asked_for(monkeypatch: pytest.MonkeyPatch) -> None:
    conflict = Plan((3, 3, 1)).made()
    at_once = kernel.ENGINE.stabilities(conflict, CONCEPTS)
    monkeypatch.setattr(kernel, "EXTRACTED", 0)
    one_by_one = kernel.ENGINE.stabilities(conflict, CONCEPTS)
    for name, masks in one_by_one.items():
        assert isinstance(masks, kernel.Extracted)
        assert len(masks) == 3
        assert [m.tolist() for m in masks] == [m.tolist() for m in at_once[name]]
        assert [m.tolist() for m in masks[1:]] == [m.tolist() for m in at_once[name][1:]]
        assert all(m.dtype == np.bool_ for m in masks)


def test_sim_is_not_taken() -> None:
    with pytest.raises(NotTaken, match="the engine edges does"):
        kernel.ENGINE.stable(Plan((1, 1)).made(), concept("SIM"), 0)


def test_without_the_kernel_the_reason_is_given(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DETENTE_KERNEL", "off")
    with pytest.raises(NotTaken, match="the engine kernel is not there: DETENTE_KERNEL=off"):
        kernel.ENGINE.stabilities(Plan((1, 1)).made(), CONCEPTS)


def test_the_cube_is_taken_where_it_is_not_much_larger_than_the_list() -> None:
    assert kernel.fits_cube(4096, 12, (4, 4, 4))
    assert kernel.fits_cube(1 << 18, 20, (4,) * 5)
    assert not kernel.fits_cube((1 << 18) - 1, 20, (4,) * 5)
    assert not kernel.fits_cube(1 << 20, 20, (7, 7, 6))
    assert not kernel.fits_cube(1 << 30, 30, (6, 6, 6, 6, 6) + (0,) * 5)


MEASURE = """
import sys
import numpy as np
from pathlib import Path
from detente.engines import _kernel, kernel
n, form = 5, sys.argv[1]
words = np.flatnonzero(np.random.default_rng(1).random(1 << 20) >= 0.3).astype(np.uint64)[:, None]
ranks = [np.arange(len(words), dtype=np.int32) % (200 + i) for i in range(n)]
owned = np.array([[15 << 4 * i] for i in range(n)], dtype=np.uint64)
zero = np.zeros(1, dtype=np.uint64)
def kibibytes(what):
    lines = Path("/proc/self/status").read_text().splitlines()
    return next(int(line.split()[1]) for line in lines if line.startswith(what))
Path("/proc/self/clear_refs").write_text("5")
before = kibibytes("VmRSS")
_kernel.option_stability(words, owned, zero, zero, None, ranks, 20, 31, None, form, 1, None, None)
used = 1024 * (kibibytes("VmHWM") - before)
need = kernel.bytes_needed(len(words), 20 if form == "options" else 40, (4,) * n, n, 1, 1)
print(used / need)
"""


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux says how much memory was in use at most")
@pytest.mark.parametrize("form", ["options", "compact"])
def test_the_memory_is_foretold(form: str) -> None:
    """Never more than is said, but for a few small things; huge pages may round up."""
    done = subprocess.run([sys.executable, "-c", MEASURE, form], capture_output=True, check=True, text=True)
    assert 0.5 < float(done.stdout) < 1.1


# ------------------------------------------------------------------------------------- progress, ending


def test_progress_counts_up_to_the_whole() -> None:
    conflict = Plan((4, 4, 4, 4), levels=1000).made()
    told: list[tuple[int, int]] = []
    while len(told) < 2:  # the kernel looks up every 50 ms
        told.clear()
        Kernel(threads=1, form="compact").flags(conflict, CONCEPTS, lambda done, total: told.append((done, total)))
        conflict = Plan((4,) * 5, levels=1000).made()
    assert all(0 <= done <= total for done, total in told)
    assert sorted(told) == told


class Enough(Exception):
    """Raised by a progress callback."""


def stop(_done: int, _total: int) -> None:
    raise Enough


@pytest.mark.parametrize("form", ["options", "strategies", "compact", "arcs"])
def test_an_exception_of_the_progress_ends_the_work(form: str) -> None:
    conflict = Plan((4,) * 5, levels=1000, freezes=1 if form == "options" else 0).made()
    conflict = along_arcs(Plan((4,) * 4, levels=1000).made()) if form == "arcs" else conflict
    patient = Kernel(threads=2, form="best" if form == "arcs" else form)
    for _ in range(100):  # it may be faster than the first look
        try:
            patient.flags(conflict, CONCEPTS, stop)
        except Enough:
            return
    pytest.fail("the work was never ended")


CHILD = """
import sys, time
import numpy as np
from detente.engines import _kernel
asked = sys.argv[1]
one_way = asked == "one-way options"
n_options, each = (20, 18) if one_way else (22, 2)
words = np.arange(1 << n_options, dtype=np.uint64)[:, None]
masks = [(1 << each) - 1 << first for first in range(0, n_options, each)]
owned = np.array(masks, dtype=np.uint64)[:, None] & np.uint64(len(words) - 1)
ranks = [np.arange(len(words)) * (2 * i + 3) % 4093 for i in range(len(owned))]
zero = np.zeros(1, dtype=np.uint64)
ups = owned[0] if one_way else zero
form = "compact" if one_way else asked
starts, targets = [np.arange(len(words) + 1)] * 3, [np.random.default_rng(i).permutation(len(words)) for i in range(3)]
some, concepts = np.arange(1, 1 << len(owned), 77, dtype=np.uint64), np.arange(4, dtype=np.uint64)
table = np.stack(ranks).astype(np.int32)
print("ready", flush=True)
while True:
    if asked == "arcs":
        _kernel.arc_stability(starts, targets, ranks[:3], 31, None, 2, None)
    elif asked == "coalitions":
        _kernel.option_coalitions(words, owned, zero, zero, None, table, concepts, some, some, False, 2, 1 << 30, None)
    else:
        _kernel.option_stability(words, owned, ups, zero, None, ranks, n_options, 31, None, form, 2, None, None)
"""


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no SIGINT to send")
@pytest.mark.parametrize("asked", ["options", "compact", "one-way options", "arcs", "coalitions"])
def test_ctrl_c_ends_the_work(asked: str) -> None:
    """While the kernel works on some seconds of work or, with eighteen one-way options, some minutes."""
    with subprocess.Popen(
        [sys.executable, "-c", CHILD, asked], stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, env=os.environ
    ) as child:
        assert child.stdout is not None
        assert child.stdout.readline() == "ready\n"
        time.sleep(0.5)
        child.send_signal(signal.SIGINT)
        try:
            _, error = child.communicate(timeout=60)
        finally:
            child.kill()
    assert "KeyboardInterrupt" in error
    assert child.returncode not in (0, -signal.SIGSEGV)


# ------------------------------------------------------------------------------------------- the border


def arguments(conflict: Conflict) -> dict[str, Any]:
    """Return the arguments of the compiled function."""
    moves = conflict.moves
    assert isinstance(moves, OptionMoves)
    return {
        "words": np.ascontiguousarray(moves.states.words),
        "owned": np.array(moves.owned),
        "only_up": moves.only_up,
        "only_down": moves.only_down,
        "frozen": None,
        "ranks": [np.ascontiguousarray(o.ranks) for o in conflict.orders],
        "n_options": len(moves.states.options),
        "concepts": 31,
        "player": None,
        "form": "best",
        "threads": 0,
        "target": None,
        "progress": None,
    }


def words(*values: int) -> npt.NDArray[np.uint64]:
    return np.array(values, dtype=np.uint64)


WRONG: dict[str, dict[str, Any]] = {
    "a state with a bit that is no option": {"words": words(0, 1, 2, 99)[:, None], "form": "options"},
    "a state twice": {"words": words(0, 2, 2, 1)[:, None], "form": "options"},
    "no state": {"words": np.zeros((0, 1), dtype=np.uint64), "ranks": [np.zeros(0, dtype=np.int64)] * 2},
    "states of no word": {"words": np.zeros((4, 0), dtype=np.uint64)},
    "too few ranks": {"ranks": [np.zeros(3, dtype=np.int64)] * 2},
    "ranks of one decision maker missing": {"ranks": [np.zeros(4, dtype=np.int64)]},
    "no decision maker": {"ranks": [], "owned": np.zeros((0, 1), dtype=np.uint64)},
    "negative ranks": {"ranks": [np.array([0, 1, -1, 2])] * 2},
    "ranks past four bytes": {"ranks": [np.array([0, 1, 2, 1 << 40])] * 2},
    "ranks without a sign": {"ranks": [np.zeros(4, dtype=np.uint8)] * 2},
    "ranks that are no whole numbers": {"ranks": [np.zeros(4)] * 2},
    "an option with two owners": {"owned": words(1, 3)[:, None]},
    "an owner of something that is no option": {"owned": words(1, 6)[:, None]},
    "owned words of another length": {"owned": np.zeros((2, 2), dtype=np.uint64)},
    "directions of another length": {"only_up": words(0, 0)},
    "frozen of another length": {"frozen": np.zeros((3, 1), dtype=np.uint64)},
    "more options than bits": {"n_options": 65},
    "every combination of very many options": {"words": None, "n_options": 31},
    "no concept": {"concepts": 0},
    "an unknown concept": {"concepts": 32},
    "an unknown decision maker": {"player": 2},
    "an unknown form": {"form": "abacus"},
    "an unknown instruction set": {"target": "abacus"},
    "a cube of options that are no neighbours": {"owned": words(5, 2)[:, None], "n_options": 3, "form": "options"},
    "every combination in the compact form": {"words": None, "form": "compact"},
}


@pytest.mark.parametrize("wrong", WRONG)
def test_what_is_wrong_is_refused_before_it_is_read(wrong: str, compiled: Any) -> None:
    given = arguments(Plan((1, 1), 0.0).made()) | WRONG[wrong]
    with pytest.raises(ValueError, match=r"\w"):
        compiled.option_stability(**given)


@pytest.mark.parametrize("other", [{"words": np.zeros((4, 1))}, {"ranks": [3, 4]}, {"threads": -1}, {"owned": None}])
def test_what_is_no_array_of_the_right_kind_is_refused(other: dict[str, Any], compiled: Any) -> None:
    with pytest.raises((TypeError, RuntimeError, ValueError)):
        compiled.option_stability(**(arguments(Plan((1, 1), 0.0).made()) | other))


@pytest.mark.parametrize(
    "wrong",
    [
        {"starts": [np.array([0, 1])] * 2},
        {"starts": [np.array([0, 2, 1, 2])] * 2},
        {"starts": [np.array([1, 1, 1, 2])] * 2},
        {"starts": [np.array([0, 1, 1, 3])] * 2},
        {"starts": [np.array([0, 1, 1, 2])]},
        {"targets": [np.array([0, 3])] * 2},
        {"targets": [np.array([0, -1])] * 2},
        {"ranks": [np.array([0, 1, -2])] * 2},
        {"ranks": []},
        {"player": 2},
        {"concepts": 64},
    ],
    ids=str,
)
def test_arcs_that_lead_nowhere_are_refused(wrong: dict[str, Any], compiled: Any) -> None:
    right: dict[str, Any] = {
        "starts": [np.array([0, 1, 1, 2])] * 2,
        "targets": [np.array([1, 0])] * 2,
        "ranks": [np.array([0, 1, 2])] * 2,
        "concepts": 31,
        "player": None,
        "threads": 0,
        "progress": None,
    }
    assert compiled.arc_stability(**right).shape == (2, 3)
    with pytest.raises(ValueError, match=r"\w"):
        compiled.arc_stability(**(right | wrong))


def test_every_combination_needs_no_list(compiled: Any) -> None:
    given = arguments(Plan((3, 3), 0.0).made())
    listed = compiled.option_stability(**given)
    assert np.array_equal(compiled.option_stability(**(given | {"words": None})), listed)


def test_states_may_come_in_any_order(compiled: Any) -> None:
    given = arguments(Plan((3, 3, 2), 0.3).made())
    order = np.random.default_rng(2).permutation(len(given["words"]))
    shuffled = given | {"words": given["words"][order], "ranks": [r[order] for r in given["ranks"]]}
    for form in FORMS:
        expected = compiled.option_stability(**given)[:, order]
        assert np.array_equal(compiled.option_stability(**(shuffled | {"form": form})), expected)
