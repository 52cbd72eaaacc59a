"""The parent's end of the child process: start it, ask it, watch it, end it.

A bound that is reached, or a crash, ends the child and becomes an error with a message; this process goes on.
"""

from __future__ import annotations

import os
import pickle
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from queue import Empty, SimpleQueue
from threading import Thread
from time import monotonic
from typing import IO, Any
from weakref import finalize

from detente import errors
from detente.engines.symbolic.bounds import Bounds
from detente.engines.symbolic.problem import Problem
from detente.errors import Cancelled, NotAnswered

GLANCE = 0.1
PACKAGES = ("detente", "detente.engines", "detente.engines.symbolic")
STARTER = """
import pickle, sys, types
path, packages = pickle.load(sys.stdin.buffer)
sys.path[:] = path
for name, places in packages:
    sys.modules[name] = types.ModuleType(name)
    sys.modules[name].__path__ = places
from detente.engines.symbolic.child import main
main()
"""
OUT_OF_MEMORY = (-6, -9, 134, 137)  # an aborted allocation, or the system's own guard


class Link:
    """A child process that answers questions about one conflict.

    Attributes
    ----------
    alive : bool
        Whether further questions can be asked.
    """

    def __init__(self, problem: Problem, bounds: Bounds, told: Callable[[str], None]) -> None:
        self.alive, self._doing = True, ""
        self._bounds, self._told = bounds, told
        self._messages: SimpleQueue[tuple[Any, ...] | None] = SimpleQueue()
        self._process = _started()
        finalize(self, _end, self._process)
        Thread(target=_pass_on, args=(self._process.stdout, self._messages), daemon=True).start()
        here = Path(__file__).parent
        places = [[str(here.parents[1])], [str(here.parent)], [str(here)]]
        self._say(([p or os.getcwd() for p in sys.path], list(zip(PACKAGES, places, strict=True))))  # noqa: PTH109
        self._say((problem, bounds.nodes, bounds.cache, bounds.rest))

    def _say(self, message: object) -> None:
        try:
            pickle.dump(message, self._process.stdin)  # type: ignore[arg-type]
            self._process.stdin.flush()  # type: ignore[union-attr]
        except OSError:  # it has ended; the next look at its messages tells why
            return

    def ask(self, question: str, details: tuple[Any, ...]) -> tuple[Any, list[Any]]:
        """Return the answer and what was computed for it.

        Raises
        ------
        TooLarge, NotAnswered, Cancelled
            The child process is ended then; also if the progress function raises anything.
        """
        self._say((question, details))
        try:
            message = self._answer()
        except KeyboardInterrupt:
            self.close()
            raise Cancelled("stopped") from None
        except BaseException:
            self.close()
            raise
        if message[0] == "answer":
            return message[1], message[2]
        if message[0] == "error":
            raise getattr(errors, message[1])(message[2])
        self.close()
        if message[0] == "full":
            raise self._bounds.too_large(self._doing)
        raise NotAnswered(f"the symbolic engine failed ({message[1]}); please report it")

    def _answer(self) -> tuple[Any, ...]:
        """Wait for the answer, a short while at a time, so that Ctrl-C and the time limit are heeded."""
        began, limit = monotonic(), self._bounds.seconds
        while True:
            left = GLANCE if limit is None else min(GLANCE, began + limit - monotonic())
            if left <= 0:
                raise self._bounds.too_long(self._doing)
            try:
                message = self._messages.get(timeout=left)
            except Empty:
                self._told(self._doing)
                continue
            if message is None:
                raise self._ended()
            if message[0] != "progress":
                return message
            self._doing = message[1]
            self._told(self._doing)

    def _ended(self) -> errors.DetenteError:
        code = self._process.wait()
        if code in OUT_OF_MEMORY:
            return self._bounds.too_large(self._doing)
        return NotAnswered(f"the process of the symbolic engine ended without an answer (exit code {code})")

    def close(self) -> None:
        """End the child process at once."""
        self.alive = False
        _end(self._process)


def _started() -> subprocess.Popen[bytes]:
    """Start Python without its site packages (their places are told instead), in the background of the terminal."""
    command = [sys.executable, "-I", "-S", "-c", STARTER]
    errors_to = None if os.environ.get("DETENTE_DEBUG") else subprocess.DEVNULL
    pipe = subprocess.PIPE
    return subprocess.Popen(command, stdin=pipe, stdout=pipe, stderr=errors_to)  # noqa: S603 - this very Python


def _pass_on(source: IO[bytes] | None, messages: SimpleQueue[tuple[Any, ...] | None]) -> None:
    try:
        while source is not None:
            messages.put(pickle.load(source))  # noqa: S301 - from the process that this one started
    except (EOFError, OSError, ValueError, pickle.UnpicklingError):
        messages.put(None)


def _end(process: subprocess.Popen[bytes]) -> None:
    process.kill()
    process.wait()
    for stream in (process.stdin, process.stdout):
        _closed(stream)


def _closed(stream: IO[bytes] | None) -> None:
    try:
        if stream is not None:
            stream.close()
    except OSError:
        return
