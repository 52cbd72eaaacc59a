"""Sessions: sets in a form that can be read, and a child process that is bounded, stopped and replaced."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
from itertools import product
from pathlib import Path

import pytest
from hypothesis import given, settings

from detente.engines.symbolic import (
    Both,
    Bounds,
    Either,
    Equilibria,
    Everywhere,
    Holds,
    Session,
    Stable,
    Without,
)
from detente.engines.symbolic.link import PACKAGES, STARTER
from detente.engines.symbolic.order import best_order
from detente.engines.symbolic.translate import listable
from detente.errors import Cancelled, ModelError, NotAnswered, TooLarge
from detente.model.conflict import Conflict, Structure
from detente.model.formula import Name, Not
from tests.build import conflicts, parties, wants
from tests.engines.plans import drawn

HERE = Bounds(memory=16 << 20)
EVEN = Conflict(Structure(parties({"a": "xy", "b": "x"})), (wants(Name("a.x")), wants(Not(Name("b.x")))), "NNN")
HARD = drawn(3, 100, 5, 12)


# ----------------------------------------------------------------------------------------- what is in a set


@settings(max_examples=60)
@given(conflicts(most=5))
def test_a_set_reads_the_same_in_every_form(conflict: Conflict) -> None:
    """States in order, pages, patterns, diagram, projection and settled options, each from its definition."""
    session, which = Session(listable(conflict), HERE, in_process=True), Equilibria("GMR")
    states, options = list(session.each(which)), conflict.structure.option_names
    assert states == [p for p in conflict.states.patterns if session.contains(which, p)]
    assert session.count(which) == len(states)
    assert [s for k in range(len(states)) for s in session.first(which, 1, states[k - 1] if k else None)] == states
    covering = session.patterns(which)
    assert [sum(matches(p, s) for p in covering) for s in map("".join, product("YN", repeat=len(options)))] == [
        int(s in states) for s in map("".join, product("YN", repeat=len(options)))
    ]
    assert {s for s in map("".join, product("YN", repeat=len(options))) if inside(session, which, s)} == set(states)
    shadow = session.projected(which, options[::-2])
    assert set(shadow) == {s[::-2] for s in states}
    assert len(shadow) == len(set(shadow))
    for place, option in enumerate(options):
        values = {s[place] == "Y" for s in states}
        assert session.settled(which)[option] == (values.pop() if len(values) == 1 else None)


def matches(pattern: str, state: str) -> bool:
    """Return whether a state is one of those that a pattern stands for."""
    return all(a in ("-", b) for a, b in zip(pattern, state, strict=True))


def inside(session: Session, which: Equilibria, state: str) -> bool:
    """Follow the diagram, as JSON would carry it, from the root to an end."""
    diagram = json.loads(json.dumps(session.diagram(which)))
    values = dict(zip(diagram["order"], [""] * len(state), strict=True))
    values.update(zip(sorted(values, key=list(session.settled(Everywhere())).index), state, strict=True))
    here = diagram["root"]
    while here >= 0:
        option, no, yes = diagram["nodes"][here]
        here = yes if values[option] == "Y" else no
    return bool(here == -2)


def test_sets_can_be_combined() -> None:
    """Intersection, union, difference."""
    session = Session(EVEN, HERE, in_process=True)
    one, other = Stable("Nash", "a"), Stable("Nash", "b")
    assert session.first(one & other) == session.first(Equilibria("Nash")) == ("YNN", "YYN")
    assert session.count(Either(one, other)) == 6
    assert session.first(Without(one, other)) == session.first(one - other) == ("YNY", "YYY")
    assert session.count(Both(one, Holds(Not(Name("a.x")))) | Equilibria("Nash")) == 2


def test_what_would_be_endless_is_refused() -> None:
    """Patterns and projections have bounds; the session goes on."""
    with Session(drawn(1, 40, 4, 3), HERE, in_process=True) as session:
        options = [f"d{i}.o{k}" for i in range(4) for k in range(10)]
        with pytest.raises(TooLarge, match="more than 5 patterns"):
            session.patterns(Everywhere(), 5)
        with pytest.raises(TooLarge, match="more than 10,000 patterns; ask for fewer options"):
            session.projected(Everywhere(), options)
        assert len(session.projected(Everywhere(), options[:3])) == 8


def test_the_order_of_options_follows_the_formulas() -> None:
    """Options of one formula end up side by side, and the span says how far apart they are."""
    edges = [(k, 19 - k) for k in range(10)]
    span, order = best_order(20, edges, range(20))
    assert sorted(order) == list(range(20))
    assert span == sum(abs(order.index(a) - order.index(b)) for a, b in edges)
    assert span < sum(19 - 2 * k for k in range(10))
    assert best_order(20, edges, range(20)) == (span, order)
    assert best_order(3, [], range(4, 9)) == (0, (0, 1, 2))


# -------------------------------------------------------------------------------------- the child process


def test_a_child_process_gives_the_same_answers() -> None:
    """Every kind of answer passes through the pipe; the figures say what was computed."""
    conflict = drawn(7, 12, 3, 4, bound=True)
    seq = Equilibria("SEQ")
    said: list[str] = []
    with (
        Session(conflict, Bounds(1 << 26), lambda name, *_: said.append(name)) as child,
        Session(conflict, HERE, in_process=True) as here,
    ):
        assert child.count(seq) == here.count(seq)
        assert child.first(seq) == here.first(seq)
        assert child.settled(seq) == here.settled(seq)
        assert child.patterns(seq) == here.patterns(seq)
        assert child.diagram(seq) == here.diagram(seq)
        start = here.first(Everywhere(), 1)[0]
        assert child.attain(Name("d0.o0"), start=start) == here.attain(Name("d0.o0"), start=start)
        assert child.stable_for("SSEQ", start) == here.stable_for("SSEQ", start)
        assert [(f.doing, f.player, f.nodes) for f in child.figures] == [
            (f.doing, f.player, f.nodes) for f in here.figures
        ]
        with pytest.raises(ModelError, match="is not feasible here"):
            child.attain(Name("d0.o0"), start=next(s for s in patterns(12) if not here.contains(Everywhere(), s)))
        assert child.count(seq) == here.count(seq)


def patterns(size: int) -> list[str]:
    """Return all patterns of a size."""
    return list(map("".join, product("NY", repeat=size)))


def test_an_exhausted_table_is_an_error_that_names_the_bound() -> None:
    """And the session can be asked again, with a new child process."""
    for in_process in (False, True):
        with Session(HARD, Bounds(1 << 20), in_process=in_process) as session:
            with pytest.raises(TooLarge, match=r"do not fit into 1 MiB.*allow more memory"):
                session.count(Equilibria("SEQ"))
            assert session.count(Everywhere()) > 1 << 90


def test_a_time_limit_is_an_error_and_no_part_of_an_answer() -> None:
    """Nothing can be answered in no time."""
    for in_process in (False, True):
        with (
            Session(HARD, Bounds(seconds=0), in_process=in_process) as session,
            pytest.raises(NotAnswered, match=r"no answer within 0 seconds.*allow more time"),
        ):
            session.count(Equilibria("SEQ"))


class Enough(Exception):
    """Raised by a progress function."""


def test_a_progress_function_can_stop_the_work() -> None:
    """The child process is ended, and what was raised comes out."""
    for in_process in (False, True):

        def stop(name: str, done: int, total: int) -> None:  # noqa: ARG001 - what progress functions take
            raise Enough

        with (
            Session(HARD, Bounds(1 << 28), stop, in_process=in_process) as session,
            pytest.raises(Enough),
        ):
            session.count(Equilibria("SSEQ"))


def test_a_child_that_is_killed_is_an_error_and_a_new_one_takes_its_place() -> None:
    """As the system does it when memory runs out, and otherwise."""
    for sent, error in ((signal.SIGKILL, TooLarge), (signal.SIGTERM, NotAnswered)):
        with Session(EVEN) as session:
            assert session.count(Everywhere()) == 8
            os.kill(session._worker._process.pid, sent)  # type: ignore[union-attr]
            with pytest.raises(error):
                session.count(Everywhere())
            assert session.count(Everywhere()) == 8


INTERRUPTED = """
import sys
from tests.engines.plans import drawn
from detente.engines.symbolic import Bounds, Equilibria, Session
from detente.errors import Cancelled
session = Session(drawn(3, 100, 5, 12), Bounds(1 << 28), lambda *_: print("working", flush=True))
try:
    session.count(Equilibria("SSEQ"))
except Cancelled:
    print("cancelled", session._worker, flush=True)
"""


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no SIGINT for single processes")
def test_ctrl_c_ends_the_child_and_not_the_program() -> None:
    """The program is told that the work was stopped, and goes on."""
    here = Path(__file__).parents[2]
    with subprocess.Popen(
        [sys.executable, "-c", INTERRUPTED], stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, cwd=here
    ) as process:
        assert process.stdout is not None
        assert process.stdout.readline() == "working\n"
        process.send_signal(signal.SIGINT)
        said, wrong = process.communicate()
    assert said.splitlines()[-1] == "cancelled None", wrong
    assert process.returncode == 0


def test_the_child_imports_neither_numpy_nor_the_model() -> None:
    """Its start would take twice as long."""
    here = Path(__file__).parent
    import detente
    from detente.engines import symbolic

    room = Path(symbolic.__file__).parent
    places = [[str(Path(detente.__file__).parent)], [str(room.parent)], [str(room)]]
    given = (sys.path, list(zip(PACKAGES, places, strict=True)))
    tail = "print([m for m in ('numpy', 'detente.model', 'detente.concepts') if m in sys.modules])"
    import pickle

    done = subprocess.run(
        [sys.executable, "-I", "-S", "-c", STARTER.replace("\nmain()\n", f"\n{tail}\n")],
        input=pickle.dumps(given),
        capture_output=True,
        check=True,
        cwd=here,
    )
    assert done.stdout.decode().strip() == "[]"


def test_a_session_in_this_process_heeds_ctrl_c_too(monkeypatch: pytest.MonkeyPatch) -> None:
    """Between two operations."""
    session = Session(EVEN, HERE, in_process=True)
    session.count(Everywhere())

    def interrupted(*_: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(session._worker._desk, "answer", interrupted)  # type: ignore[union-attr]
    with pytest.raises(Cancelled):
        session.count(Equilibria("Nash"))
