"""The child process: reads questions from the standard input, writes answers to the standard output.

It is started with empty packages in the place of its own, so that neither numpy nor the model is imported.
"""

from __future__ import annotations

import os
import pickle
import signal
import sys
from queue import SimpleQueue
from threading import Thread
from time import monotonic
from typing import Any, BinaryIO

from detente.engines.symbolic.desk import Desk
from detente.errors import DetenteError

EVERY = 0.1


def main() -> None:
    """Answer until the standard input ends."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # the parent decides
    answers = os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)  # nothing else may write among the answers
    questions: SimpleQueue[Any] = SimpleQueue()
    Thread(target=_read, args=(sys.stdin.buffer, questions), daemon=True).start()
    voice = _Voice(answers)
    problem, nodes, cache, rest = questions.get()
    desk = Desk(problem, nodes, cache, voice.progress)
    _bound(rest)
    while True:
        question, details = questions.get()
        voice.say(_answered(desk, question, details))


def _read(source: BinaryIO, questions: SimpleQueue[Any]) -> None:
    """Pass questions on; end the process with the parent, even in the middle of a long operation."""
    try:
        while True:
            questions.put(pickle.load(source))  # noqa: S301 - from the process that started this one
    finally:
        os._exit(0)


def _answered(desk: Desk, question: str, details: tuple[Any, ...]) -> tuple[Any, ...]:
    try:
        return ("answer", desk.answer(question, *details), desk.new_figures())
    except MemoryError:
        return ("full",)
    except DetenteError as error:
        return ("error", type(error).__name__, str(error))
    except Exception as error:  # noqa: BLE001 - whatever it is, the parent says it
        return ("failed", f"{type(error).__name__}: {error}")


class _Voice:
    """Writes messages; progress only now and then."""

    def __init__(self, out: BinaryIO) -> None:
        self._out, self._last = out, monotonic()

    def progress(self, name: str) -> None:
        if monotonic() - self._last > EVERY:
            self.say(("progress", name))

    def say(self, message: tuple[Any, ...]) -> None:
        pickle.dump(message, self._out)
        self._out.flush()
        self._last = monotonic()


def _bound(rest: int) -> None:
    """Bound the address space, on systems that can: what is taken now, and ``rest`` bytes more."""
    try:
        import resource
        from pathlib import Path

        taken = int(Path("/proc/self/statm").read_text(encoding="ascii").split()[0]) * resource.getpagesize()
        hard = resource.getrlimit(resource.RLIMIT_AS)[1]
        most = taken + rest
        resource.setrlimit(resource.RLIMIT_AS, (most if hard < 0 else min(most, hard), hard))
    except (ImportError, OSError, ValueError):
        return  # the node table is bounded all the same
