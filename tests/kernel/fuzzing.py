"""Adversarial arguments for the compiled kernel, in a process of its own: ``python fuzzing.py CALL EXAMPLES NOTE``.

Each example starts from a call that is right and spoils up to three of its arguments. The kernel must refuse with
ValueError, TypeError or OverflowError, or answer as it does for tidy copies of the same arrays. What is about to be
called is written to the file NOTE, so that it is known when the process does not come back.
"""

from __future__ import annotations

import faulthandler
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from detente.engines import _kernel

Arguments = dict[str, Any]
REFUSED = (ValueError, TypeError, OverflowError)
EXTREMES = (-1, 1, 2, 63, 64, 127, 255, 2**31 - 1, 2**32 - 1, 2**63 - 1, 2**64 - 1, -(2**31), -(2**63))


class Stopped(Exception):
    """What a progress callback raises that wants the work to end."""


# ---------------------------------------------------------------------------------------------- calls that are right


def options(rng: np.random.Generator) -> Arguments:
    """Return a conflict by the option rule, its states in any order, in one word or two."""
    players, n_options, width = int(rng.integers(1, 5)), int(rng.integers(1, 7)), int(rng.integers(1, 3))
    codes = rng.permutation(2**n_options)[: rng.integers(1, 2**n_options + 1)].astype(np.uint64)
    words = np.zeros((len(codes), width), np.uint64)
    words[:, -1] = codes
    owned = np.zeros((players, width), np.uint64)
    for option in range(n_options):
        owned[min(option * players // n_options, players - 1), -1] |= np.uint64(1 << option)
    return {
        "words": words,
        "owned": owned,
        "only_up": np.zeros(width, np.uint64),
        "only_down": np.zeros(width, np.uint64),
        "frozen": None if rng.random() < 0.5 else np.zeros_like(words),
        "n_options": 64 * (width - 1) + n_options,
        "ranks": rng.integers(0, len(codes), (players, len(codes))),
    }


def arcs(rng: np.random.Generator) -> Arguments:
    """Return a conflict with any moves."""
    players, states = int(rng.integers(1, 5)), int(rng.integers(1, 12))
    counts = rng.integers(0, 4, (players, states))
    starts = [np.concatenate([[0], np.cumsum(row)]).astype(np.int64) for row in counts]
    targets = [rng.integers(0, states, row.sum()).astype(np.int64) for row in counts]
    return {
        "states": states,
        "starts": starts,
        "targets": targets,
        "ranks": rng.integers(0, states, (players, states)),
    }


def without(arguments: Arguments, *names: str) -> Arguments:
    return {name: value for name, value in arguments.items() if name not in names}


def signed(rng: np.random.Generator, ranks: np.ndarray) -> list[np.ndarray]:
    """Return one array of ranks for each decision maker, in any of the types that the kernel takes."""
    return [row.astype(rng.choice([np.int8, np.int16, np.int32, np.int64])) for row in ranks]


def option_stability(rng: np.random.Generator) -> Arguments:
    given_ = options(rng)
    return given_ | {
        "ranks": signed(rng, given_["ranks"]),
        "concepts": 31,
        "player": None,
        "form": "best",
        "threads": 2,
        "target": None,
        "progress": None,
    }


def arc_stability(rng: np.random.Generator) -> Arguments:
    given_ = arcs(rng)
    ranks = signed(rng, given_["ranks"])
    return without(given_, "states") | {"ranks": ranks, "concepts": 31, "player": None, "threads": 2, "progress": None}


def asked_of_coalitions(players: int) -> Arguments:
    groups = np.arange(1, 2**players, dtype=np.uint64)
    return {
        "concepts": np.arange(4, dtype=np.uint64),
        "groups": groups,
        "family": groups,
        "pareto": False,
        "threads": 2,
        "most_bytes": 2**24,
        "progress": None,
    }


def option_coalitions(rng: np.random.Generator) -> Arguments:
    given_ = without(options(rng), "n_options")
    return given_ | {"ranks": given_["ranks"].astype(np.int32)} | asked_of_coalitions(len(given_["ranks"]))


def arc_coalitions(rng: np.random.Generator) -> Arguments:
    given_ = without(arcs(rng), "states")
    return given_ | {"ranks": given_["ranks"].astype(np.int32)} | asked_of_coalitions(len(given_["ranks"]))


def profiles(rng: np.random.Generator, ranks: np.ndarray) -> Arguments:
    """Return orders and profiles, as every question to the batch engine has them."""
    n_orders, kind = rng.integers(1, 4, len(ranks)), rng.choice([np.uint8, np.uint16, np.uint32])
    return {
        "orders": [rng.integers(0, 9, (n, ranks.shape[1])).astype(kind) for n in n_orders],
        "profiles": rng.integers(0, n_orders, (int(rng.integers(0, 140)), len(ranks))),
        "wanted": rng.random(ranks.shape[1]) < 0.5,
        "threads": 2,
        "progress": None,
    }


def structure_solve(rng: np.random.Generator) -> Arguments:
    given_ = arcs(rng)
    answer = str(rng.choice(["flags", "joint", "some", "every", "counts"]))
    concepts = 31 if answer == "flags" else int(2 ** rng.integers(0, 5))
    return without(given_, "ranks") | profiles(rng, given_["ranks"]) | {"concepts": concepts, "answer": answer}


def structure_masks(rng: np.random.Generator) -> Arguments:
    return without(structure_solve(rng), "wanted", "answer")


def walked(rng: np.random.Generator, ranks: np.ndarray) -> Arguments:
    kind = str(rng.choice(["attains", "leaves", "reaches", "unstable"]))
    alone = kind in {"reaches", "unstable"}
    return profiles(rng, ranks) | {
        "kind": kind,
        "state": int(rng.integers(0, ranks.shape[1])),
        "groups": [1] if alone else list(range(1, 2 ** len(ranks))),
        "joint": str(rng.choice(["both", "sequences", "at_once"])),
        "replies": str(rng.choice(["credible", "any", "none"])),
        "pareto": False,
        "countermove": False,
    }


def arc_walk(rng: np.random.Generator) -> Arguments:
    given_ = arcs(rng)
    made = without(given_, "ranks") | walked(rng, given_["ranks"])
    return made | {"joint": "sequences"}


def option_walk(rng: np.random.Generator) -> Arguments:
    given_ = options(rng)
    frozen = given_["frozen"] if given_["frozen"] is not None else np.zeros_like(given_["words"])
    return without(given_, "ranks", "n_options") | {"frozen": frozen} | walked(rng, given_["ranks"])


def asked_of_answers(rng: np.random.Generator, ranks: np.ndarray) -> Arguments:
    kinds = int(rng.integers(1, 4))
    return {
        "ranks": ranks.astype(np.int32),
        "any": bool(rng.random() < 0.5),
        "movers": int(rng.integers(1, 2 ** len(ranks))),
        "labels": rng.integers(0, ranks.shape[1], (kinds, ranks.shape[1])).astype(np.int32),
    }


def arc_answers(rng: np.random.Generator) -> Arguments:
    given_ = arcs(rng)
    return given_ | asked_of_answers(rng, given_["ranks"])


def option_answers(rng: np.random.Generator) -> Arguments:
    given_ = without(options(rng), "n_options")
    frozen = given_["frozen"] if given_["frozen"] is not None else np.zeros_like(given_["words"])
    return given_ | {"frozen": frozen} | asked_of_answers(rng, given_["ranks"])


def call_structure(question: str, given_: Arguments) -> Any:
    built = _kernel.BatchStructure(given_["states"], given_["starts"], given_["targets"])
    return getattr(built, question)(**without(given_, "states", "starts", "targets"))


def call_arc_walk(given_: Arguments) -> Any:
    built = _kernel.BatchPaths.from_arcs(given_["states"], given_["starts"], given_["targets"])
    return built.walk(**without(given_, "states", "starts", "targets"))


def call_option_walk(given_: Arguments) -> Any:
    names = ("words", "owned", "only_up", "only_down", "frozen")
    return _kernel.BatchPaths.from_options(*(given_[name] for name in names)).walk(**without(given_, *names))


def call_answers(paths: Any, given_: Arguments) -> Any:
    answers = _kernel.BatchAnswers(paths, given_["ranks"], given_["any"])
    return answers.worst(given_["movers"], given_["labels"])


def call_arc_answers(given_: Arguments) -> Any:
    names = ("states", "starts", "targets")
    return call_answers(_kernel.BatchPaths.from_arcs(*(given_[name] for name in names)), given_)


def call_option_answers(given_: Arguments) -> Any:
    names = ("words", "owned", "only_up", "only_down", "frozen")
    return call_answers(_kernel.BatchPaths.from_options(*(given_[name] for name in names)), given_)


CALLS: dict[str, tuple[Callable[[np.random.Generator], Arguments], Callable[[Arguments], Any]]] = {
    "option_stability": (option_stability, lambda given_: _kernel.option_stability(**given_)),
    "arc_stability": (arc_stability, lambda given_: _kernel.arc_stability(**given_)),
    "option_coalitions": (option_coalitions, lambda given_: _kernel.option_coalitions(**given_)),
    "arc_coalitions": (arc_coalitions, lambda given_: _kernel.arc_coalitions(**given_)),
    "structure_solve": (structure_solve, lambda given_: call_structure("solve", given_)),
    "structure_masks": (structure_masks, lambda given_: call_structure("masks", given_)),
    "arc_walk": (arc_walk, call_arc_walk),
    "option_walk": (option_walk, call_option_walk),
    "arc_answers": (arc_answers, call_arc_answers),
    "option_answers": (option_answers, call_option_answers),
}


# ------------------------------------------------------------------------------------------ ways to spoil an argument


def spread(array: np.ndarray) -> np.ndarray:
    return np.repeat(array, 2, axis=-1)[..., ::2] if array.ndim else array


def backwards(array: np.ndarray) -> np.ndarray:
    return array[::-1].copy()[::-1] if array.ndim else array


def misaligned(array: np.ndarray) -> np.ndarray:
    """Return the same array at an odd address."""
    room = np.zeros(array.nbytes + 1, np.uint8)
    moved = room[1 : 1 + array.nbytes].view(array.dtype).reshape(array.shape)
    moved[...] = array
    return moved


def read_only(array: np.ndarray) -> np.ndarray:
    kept = array.copy()
    kept.flags.writeable = False
    return kept


SAME: tuple[Callable[[np.ndarray], np.ndarray], ...] = (
    spread,
    backwards,
    misaligned,
    read_only,
    np.asfortranarray,
    lambda array: array.astype(array.dtype.newbyteorder()),
)
OTHER: tuple[Callable[[np.ndarray], Any], ...] = (
    lambda array: array[..., None],
    lambda array: array[None],
    np.ravel,
    lambda array: array[:-1] if array.ndim else array,
    lambda array: array[:0] if array.ndim else array,
    lambda array: np.concatenate([array, array]) if array.ndim else array,
    lambda array: np.broadcast_to(array[:1], array.shape) if array.ndim and len(array) else array,
    lambda array: array[..., :0] if array.ndim else array,
    lambda array: array.astype(np.float64),
    lambda array: array.astype(np.complex128),
    lambda array: array.astype(object),
    lambda array: array.astype(bool),
    lambda array: array.astype(np.int8),
    lambda array: array.astype(np.uint8),
    lambda array: array.astype(np.int64),
    lambda array: array.astype(np.uint64),
    lambda array: array.astype("datetime64[s]") if array.dtype.kind in "iu" else array,
    lambda array: array.tolist(),
    lambda array: np.array(0, array.dtype),
)
JUNK: tuple[Any, ...] = (None, 0, -1, 1.5, "", "flags", b"x", [], [[]], {}, object(), 2**70, float("nan"), np.zeros(0))
WORDS = (
    *("best", "options", "strategies", "compact"),
    *("flags", "joint", "some", "every", "counts"),
    *("attains", "leaves", "reaches", "unstable", "both", "sequences", "at_once", "credible", "any", "none"),
    *("", "x" * 10_000, "\0", "\ud800"),
)
NUMBERS = st.one_of(st.sampled_from((*EXTREMES, 3, 5, 31, 32, 2**70)), st.integers(-5, 40))


def spoiled(data: st.DataObject, value: Any) -> Any:
    """Return the argument with something else in it, or in another form."""
    if isinstance(value, np.ndarray):
        return spoiled_array(data, value)
    if isinstance(value, list) and value:
        return spoiled_list(data, value)
    if isinstance(value, str):
        return data.draw(st.sampled_from(WORDS))
    if isinstance(value, int) and data.draw(st.integers(0, 3)):
        return data.draw(NUMBERS)
    return data.draw(st.sampled_from(JUNK))


def spoiled_array(data: st.DataObject, array: np.ndarray) -> Any:
    way = data.draw(st.integers(0, 3))
    if way == 0:
        return data.draw(st.sampled_from(SAME))(array)
    if way == 1:
        return data.draw(st.sampled_from(OTHER))(array)
    if way == 2 or not array.size:
        return data.draw(st.sampled_from(JUNK))
    changed = array.copy()
    at = data.draw(st.integers(0, array.size - 1))
    changed.reshape(-1)[at] = np.array(data.draw(NUMBERS) % 2**64, np.uint64).astype(changed.dtype)
    return changed


def spoiled_list(data: st.DataObject, items: list[Any]) -> Any:
    way = data.draw(st.integers(0, 3))
    if way == 0:
        return data.draw(st.sampled_from([items[:-1], items + items[:1], items[::-1], tuple(items), items[0]]))
    at = data.draw(st.integers(0, len(items) - 1))
    return [*items[:at], spoiled(data, items[at]), *items[at + 1 :]]


def progress(data: st.DataObject) -> Any:
    def stop(*_: int) -> None:
        raise Stopped

    return data.draw(st.sampled_from([None, stop, lambda *_: None, print, 5]))


def tidy(value: Any) -> Any:
    """Return the same argument with every array in a fresh copy as numpy lays it out."""
    if isinstance(value, np.ndarray) and value.dtype.kind in "iub":
        return np.array(value, dtype=value.dtype.newbyteorder("="), order="C", copy=True)
    return [tidy(item) for item in value] if isinstance(value, list) else value


# ------------------------------------------------------------------------------------------------------------- runs


def outcome(call: Callable[[Arguments], Any], given_: Arguments) -> list[np.ndarray] | None:
    """Return the arrays of the answer, or None where the kernel refuses."""
    try:
        said = call(given_)
    except (*REFUSED, Stopped):
        return None
    return [np.asarray(part) for part in (said if isinstance(said, tuple) else (said,))]


def differ(a: list[np.ndarray] | None, b: list[np.ndarray] | None) -> bool:
    return a is not None and b is not None and any(not np.array_equal(x, y) for x, y in zip(a, b, strict=True))


def fuzz(name: str, examples: int, note: Path) -> None:
    """Call one function of the kernel with spoiled arguments."""
    build, call = CALLS[name]

    @settings(
        max_examples=examples,
        derandomize=True,
        deadline=None,
        database=None,
        suppress_health_check=list(HealthCheck),
    )
    @given(st.data())
    def run(data: st.DataObject) -> None:
        given_ = build(np.random.default_rng(data.draw(st.integers(0, 2**32 - 1))))
        right = outcome(call, given_)
        assert right is not None, "a call that is right was refused"
        wrong = dict(given_)
        for argument in data.draw(st.lists(st.sampled_from(sorted(given_)), min_size=1, max_size=3, unique=True)):
            wrong[argument] = progress(data) if argument == "progress" else spoiled(data, given_[argument])
        note.write_text(repr(wrong), "utf-8")
        copies = {argument: tidy(value) for argument, value in wrong.items()}
        found = outcome(call, wrong)
        assert not differ(found, outcome(call, copies)), "another answer for tidy copies of the same arrays"
        assert not differ(outcome(call, given_), right), "another answer the second time"

    run()


if __name__ == "__main__":
    faulthandler.enable()
    fuzz(sys.argv[1], int(sys.argv[2]), Path(sys.argv[3]))
