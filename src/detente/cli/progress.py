"""Progress with time left for whatever takes longer than a second; nothing is shown where nobody watches."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from threading import Lock, Timer
from typing import Any

PATIENCE = 1.0


class Meter:
    """Shows how far a work is, once it has taken a second."""

    def __init__(self, name: str) -> None:
        self._name, self._done, self._total = name, 0, 0
        self._shown: Any = None
        self._task: Any = None
        self._lock = Lock()
        self._timer = Timer(PATIENCE, self._start)
        self._timer.daemon = True

    def stage(self, name: str, done: int, total: int) -> None:
        """Take note of how far a stage of the work is."""
        with self._lock:
            if name != self._name and self._shown is not None:
                self._shown.remove_task(self._task)
                self._task = self._shown.add_task(name, total=total)
            self._name, self._done, self._total = name, done, total
            if self._shown is not None:
                self._shown.update(self._task, completed=done, total=total)

    def steps(self, done: int, total: int) -> None:
        """Take note of how far a work with one stage is."""
        self.stage(self._name, done, total)

    def _start(self) -> None:
        from rich.console import Console
        from rich.progress import BarColumn, Progress, SpinnerColumn, TextColumn, TimeElapsedColumn, TimeRemainingColumn

        left = TimeRemainingColumn(compact=True)
        words, left = TextColumn("{task.description}"), TimeRemainingColumn()
        columns = (SpinnerColumn("line"), words, BarColumn(), TimeElapsedColumn(), "left:", left)
        with self._lock:
            if not self._timer.finished.is_set():
                self._shown = Progress(*columns, console=Console(stderr=True), transient=True)
                self._task = self._shown.add_task(self._name, total=self._total or None, completed=self._done)
                self._shown.start()

    def watch(self) -> None:
        """Begin to count the time."""
        self._timer.start()

    def stop(self) -> None:
        """Take away what is shown."""
        self._timer.cancel()
        with self._lock:
            self._name = ""
            if self._shown is not None:
                self._shown.stop()


@contextmanager
def working(name: str) -> Iterator[Meter]:
    """Watch a work; what it is given as ``progress`` are the methods ``stage`` or ``steps`` of the result."""
    meter = Meter(name)
    if sys.stderr is not None and sys.stderr.isatty():
        meter.watch()
    try:
        yield meter
    finally:
        meter.stop()


Steps = Callable[[int, int], None]
