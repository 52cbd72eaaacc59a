"""The solver can be interrupted at any moment."""

from __future__ import annotations

import signal
import threading
from threading import Thread
from time import monotonic

import numpy as np
import pytest

from detente.analysis.inverse.facts import Fact
from detente.analysis.inverse.master import Master
from detente.analysis.inverse.solver import held_back
from detente.model.preferences import WeakOrder


def test_an_interrupt_while_a_library_is_loaded_comes_afterwards() -> None:
    loaded = []

    def load() -> None:
        with held_back():
            signal.raise_signal(signal.SIGINT)
            loaded.append("whole")

    before = signal.getsignal(signal.SIGINT)
    with pytest.raises(KeyboardInterrupt):
        load()
    assert loaded == ["whole"]
    assert signal.getsignal(signal.SIGINT) is before


def test_a_library_that_is_missing_leaves_interrupts_as_they_were() -> None:
    before = signal.getsignal(signal.SIGINT)
    with pytest.raises(ImportError), held_back():
        raise ImportError
    assert signal.getsignal(signal.SIGINT) is before


def test_in_another_thread_nothing_is_held_back() -> None:
    told = []

    def load() -> None:
        with held_back():
            told.append(signal.getsignal(signal.SIGINT))

    before = signal.getsignal(signal.SIGINT)
    thread = Thread(target=load)
    thread.start()
    thread.join()
    assert told == [before]


@pytest.mark.parametrize("calls", [1, 2])
def test_a_search_that_is_stopped_leaves_no_solver_running(calls: int, monkeypatch: pytest.MonkeyPatch) -> None:
    """Stopped before the solver hears it, or while somebody waits: its thread ends before the search does."""
    seen, waiting = 0, threading.Event.wait

    def interrupted(self: threading.Event, timeout: float | None = None) -> bool:
        nonlocal seen
        seen += timeout is not None
        if timeout is not None and seen == calls:
            raise KeyboardInterrupt
        return waiting(self, timeout)

    master = hard()
    before = set(threading.enumerate())
    monkeypatch.setattr("threading.Event.wait", interrupted)
    with pytest.raises(KeyboardInterrupt):
        master.nearest()
    for thread in set(threading.enumerate()) - before:
        thread.join(5)
        assert not thread.is_alive()


def hard() -> Master:
    """Return a search that takes the solver some time."""
    rng = np.random.default_rng(1)
    master = Master({0: WeakOrder(np.arange(60))}, {0: 1}, monotonic() + 600)
    for _ in range(500):
        pairs = rng.choice(60, size=(3, 2))
        master.add([Fact(0, int(a), int(b), is_above=bool(a < b)) for a, b in pairs if a != b])
    return master
