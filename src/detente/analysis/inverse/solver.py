"""The solver, which is an extra and takes its time to load."""

from __future__ import annotations

import signal
from collections.abc import Iterator
from contextlib import contextmanager
from threading import current_thread, main_thread
from typing import Any

from detente.errors import MissingExtra


def require_solver() -> Any:
    """Return the module of the solver.

    Raises
    ------
    MissingExtra
        If it is not installed.
    """
    try:
        with held_back():
            from ortools.sat.python import cp_model
    except ImportError:
        raise MissingExtra(
            "the nearest rankings are found with OR-Tools, which is not installed; pip install 'detente[solve]'"
        ) from None
    return cp_model


@contextmanager
def held_back() -> Iterator[None]:
    """Hold back an interrupt until a library is loaded.

    Some swallow it while they are loaded, and some have started threads by then that abort the program.
    """
    before = signal.getsignal(signal.SIGINT)
    if before is None or current_thread() is not main_thread():
        yield
        return
    came: list[int] = []
    signal.signal(signal.SIGINT, lambda number, _: came.append(number))
    try:
        yield
    finally:
        signal.signal(signal.SIGINT, before)
    if came:
        signal.raise_signal(signal.SIGINT)
