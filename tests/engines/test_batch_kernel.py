"""The batch engine's kernel: threads, instruction sets, types, and arrays that must be refused."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from detente.analysis.attain import Rules, Search
from detente.concepts import concept
from detente.engines.batch.compiled import Compiled
from detente.engines.batch.forward import Question
from detente.model.conflict import Conflict, Freeze, Structure
from detente.model.formula import Name
from detente.model.moves import coalitions
from tests import needs
from tests.build import parties
from tests.engines.test_batch import KINDS, alone, machine, random_batch


@pytest.mark.parametrize("width", [np.uint8, np.uint16, np.uint32])
def test_ranks_of_every_width_give_the_same_words(width: type[np.unsignedinteger]) -> None:
    """The orders are the same; only their type differs."""
    structure = Structure(parties({"a": "xy", "b": "xy", "c": "z"}))
    batch = random_batch(structure, 100, 7, 9)
    profiles = np.repeat(np.arange(100)[:, None], 3, axis=1)
    kernel = needs.kernel()
    wide = Compiled(kernel, structure, [r.astype(width) for r in batch.ranks])
    narrow = Compiled(kernel, structure, batch.ranks)
    concepts = [concept(name) for name in ("SSEQ", "Nash", "SEQ", "GMR", "SMR")]
    assert (wide.packed(profiles, concepts, None) == narrow.packed(profiles, concepts, None)).all()


@pytest.mark.parametrize("kind", KINDS)
def test_attainability_of_many_profiles_where_answers_are_found_for_all_states(kind: str) -> None:
    """More than one block: the kernel then works out the worst answers of all states at once."""
    needs.kernel()

    @settings(max_examples=15)
    @given(KINDS[kind], st.integers(0, 2**32), st.sampled_from(["credible", "any"]))
    def agree(conflict: Conflict, seed: int, answers: str) -> None:
        batch = random_batch(conflict.structure, 70, seed, levels=4)
        profiles = np.repeat(np.arange(70)[:, None], len(batch.ranks), axis=1)
        size, start, rules = len(conflict.states), conflict.status_quo, Rules(answers=answers)  # type: ignore[arg-type]
        wanted = np.arange(size) == (start + 1) % size
        attainable, stays = (
            batch.attainable(profiles, start, wanted, (), rules),
            batch.stays(profiles, start, (), rules),
        )
        few = profiles[3:40:9]
        assert (batch.attainable(few, start, wanted, (), rules) == attainable[3:40:9]).all()
        for p in (0, 33, 64, 69):
            search = Search(alone(conflict, batch, tuple(profiles[p].tolist())), rules=rules)
            assert attainable[p] == search.attain(wanted, start).attainable
            assert stays[p] == (next(search.steps_from(start), None) is None)

    with machine("kernel"):
        agree()


def kernel_batch(count: int, threads: int) -> tuple[Compiled, np.ndarray]:
    """Return a structure with directions, a freeze and infeasible states, with random orders."""
    structure = Structure(
        parties({"a": "xy", "b": "xyz", "c": "x"}),
        directions={"a.x": "N->Y"},
        freezes=(Freeze(Name("c.x"), ("b.y",)),),
    )
    batch = random_batch(structure, count, 3, 20)
    return Compiled(needs.kernel(), structure, batch.ranks, threads), np.repeat(np.arange(count)[:, None], 3, axis=1)


def test_every_number_of_threads_gives_the_same_bytes() -> None:
    """On enough profiles that there are several tasks."""
    concepts = [concept(name) for name in ("Nash", "GMR", "SMR", "SEQ", "SSEQ")]
    wanted = np.arange(64) % 2 == 0
    question = Question("attains", 5, wanted, tuple(coalitions(range(3))), Rules())
    found = []
    for threads in (1, 2, 3, 8):
        machine_of, profiles = kernel_batch(70_000, threads)
        answers = (
            machine_of.packed(profiles, concepts, None),
            *machine_of.flags(profiles, concepts, None),
            machine_of.reduced(profiles, concepts[3], "counts", wanted, None),
            machine_of.walk(profiles, question, None),
        )
        found.append([a.tobytes() for a in answers])
    assert all(other == found[0] for other in found)


FINGERPRINT = """
from hashlib import sha256
from detente.concepts import concept
from detente.engines import _kernel
from detente.engines.batch.forward import Question, Rules
from detente.model.moves import coalitions
from tests.engines.test_batch_kernel import kernel_batch
import numpy as np
made = sha256()
concepts = [concept(name) for name in ("Nash", "GMR", "SMR", "SEQ", "SSEQ")]
for width in (np.uint8, np.uint16, np.uint32):
    machine, profiles = kernel_batch(200, 1)
    machine.orders = [o.astype(width) for o in machine.orders]
    made.update(machine.packed(profiles, concepts, None).tobytes())
    for mask in machine.flags(profiles, concepts, None):
        made.update(mask.tobytes())
    for answers in ("credible", "any", "joint"):
        question = Question("attains", 5, np.arange(64) % 7 == 0, tuple(coalitions(range(3))), Rules(answers=answers))
        for some in (profiles, profiles[:50]):
            made.update(machine.walk(some, question, None).tobytes())
print(_kernel.chosen, made.hexdigest())
"""


def test_every_instruction_set_gives_the_same_bytes() -> None:
    """In a process each: the choice is made once. What this machine has not falls back on the next best."""
    needs.kernel()
    prints = {}
    for target in ("baseline", "avx2", "avx512"):
        run = subprocess.run(
            [sys.executable, "-c", FINGERPRINT],
            env={**os.environ, "DETENTE_TARGET": target},
            cwd=Path(__file__).parents[2],
            capture_output=True,
            text=True,
            check=True,
        )
        chosen, made = run.stdout.split()
        prints[chosen] = made
    assert len(set(prints.values())) == 1, prints


def arrays(**changes: object) -> dict[str, object]:
    """Return arguments of the kernel's structure of two states and one move, some of them spoilt."""
    sound: dict[str, object] = {"states": 2, "starts": [np.array([0, 1, 1])], "ends": [np.array([1])]}
    return {**sound, **changes}


@pytest.mark.parametrize(
    "spoilt",
    [
        {"states": 0},
        {"states": 3},
        {"states": 2**62},
        {"starts": [np.array([0, 1])]},
        {"starts": [np.array([0, 2, 1])]},
        {"starts": [np.array([1, 1, 1])]},
        {"starts": [np.array([0, -1, 1])]},
        {"starts": [np.array([0, 1, 2**62])]},
        {"starts": []},
        {"ends": [np.array([2])]},
        {"ends": [np.array([-1])]},
        {"ends": [np.array([2**40 + 1])]},
        {"ends": []},
    ],
)
def test_the_kernel_refuses_arrays_that_are_no_structure(spoilt: dict[str, object]) -> None:
    kernel = needs.kernel()
    for make in (kernel.BatchStructure, kernel.BatchPaths.from_arcs):
        with pytest.raises(ValueError, match=r"\w"):
            make(**arrays(**spoilt))


SOUND: dict[str, object] = {
    "orders": [np.zeros((1, 2), np.uint8)],
    "profiles": np.zeros((3, 1), np.int64),
    "concepts": 31,
    "answer": "flags",
    "wanted": np.ones(2, bool),
    "threads": 1,
}


@pytest.mark.parametrize(
    ("spoilt", "error"),
    [
        ({"orders": []}, ValueError),
        ({"orders": [np.zeros((1, 3), np.uint8)]}, ValueError),
        ({"orders": [np.zeros((0, 2), np.uint8)]}, ValueError),
        ({"orders": [np.zeros((1, 2), np.int8)]}, ValueError),
        ({"orders": [np.zeros((1, 2), np.uint64)]}, ValueError),
        ({"orders": [np.zeros((1, 2))]}, ValueError),
        ({"profiles": np.ones((3, 1), np.int64)}, ValueError),
        ({"profiles": np.full((3, 1), -1)}, ValueError),
        ({"profiles": np.full((3, 1), 2**62)}, ValueError),
        ({"profiles": np.zeros((3, 2), np.int64)}, ValueError),
        ({"profiles": np.zeros(3, np.int64)}, TypeError),
        ({"concepts": 0}, ValueError),
        ({"concepts": 32}, ValueError),
        ({"answer": "joint"}, ValueError),
        ({"answer": "all"}, ValueError),
        ({"wanted": np.ones(1, bool)}, ValueError),
    ],
)
def test_the_kernel_refuses_arrays_that_are_no_batch(spoilt: dict[str, object], error: type[Exception]) -> None:
    structure = needs.kernel().BatchStructure(**arrays())
    assert structure.solve(**SOUND).shape == (10,)
    with pytest.raises(error):
        structure.solve(**{**SOUND, **spoilt})


ASKED: dict[str, object] = {
    "orders": [np.zeros((1, 2), np.uint8)],
    "profiles": np.zeros((3, 1), np.int64),
    "kind": "attains",
    "state": 0,
    "wanted": np.zeros(2, bool),
    "groups": [1],
}


@pytest.mark.parametrize(
    "spoilt",
    [
        {"state": 2},
        {"state": -1},
        {"groups": [0]},
        {"groups": [2]},
        {"kind": "attain"},
        {"kind": "unstable", "groups": []},
        {"kind": "reaches", "groups": [1, 1]},
        {"kind": "unstable", "replies": "joint"},
        {"joint": "all"},
        {"replies": "all"},
        {"wanted": np.zeros(3, bool)},
        {"profiles": np.ones((1, 1), np.int64)},
    ],
)
def test_the_kernel_refuses_questions_that_are_none(spoilt: dict[str, object]) -> None:
    paths = needs.kernel().BatchPaths.from_arcs(**arrays())
    assert paths.walk(**ASKED).tolist() == [0]
    with pytest.raises(ValueError, match=r"\w"):
        paths.walk(**{**ASKED, **spoilt})


@pytest.mark.parametrize(
    "spoilt",
    [
        {"states": np.zeros((0, 1), np.uint64)},
        {"states": np.zeros((2, 0), np.uint64)},
        {"owned": np.zeros((0, 1), np.uint64)},
        {"owned": np.zeros((1, 2), np.uint64)},
        {"owned": np.zeros((65, 1), np.uint64)},
        {"only_up": np.zeros(2, np.uint64)},
        {"only_down": np.zeros(0, np.uint64)},
        {"frozen": np.zeros((1, 1), np.uint64)},
    ],
)
def test_the_kernel_refuses_words_that_are_no_options(spoilt: dict[str, object]) -> None:
    sound = {
        "states": np.array([[0], [1]], np.uint64),
        "owned": np.array([[1]], np.uint64),
        "only_up": np.zeros(1, np.uint64),
        "only_down": np.zeros(1, np.uint64),
        "frozen": np.zeros((2, 1), np.uint64),
    }
    paths = needs.kernel().BatchPaths.from_options(**sound)
    assert paths.walk(**ASKED).tolist() == [0]
    with pytest.raises(ValueError, match=r"\w"):
        needs.kernel().BatchPaths.from_options(**{**sound, **spoilt})
