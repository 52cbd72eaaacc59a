"""The real programs ``dask scheduler`` and ``dask worker`` on this machine; whatever is started is ended."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path

LOOPBACK = "127.0.0.1"
PATIENCE = 120.0


def free_port() -> int:
    """Return a port that nobody listens on now."""
    with socket.socket() as made:
        made.bind((LOOPBACK, 0))
        return int(made.getsockname()[1])


@dataclass
class Dask:
    """A scheduler and its workers as processes of their own."""

    folder: Path
    port: int = field(default_factory=free_port)
    scheduler: subprocess.Popen[bytes] | None = None
    workers: list[subprocess.Popen[bytes]] = field(default_factory=list)

    @property
    def address(self) -> str:
        return f"tcp://{LOOPBACK}:{self.port}"

    def start(self, workers: int) -> None:
        """Start the scheduler, wait until it listens, and start workers."""
        self.scheduler = self._run("scheduler", "--host", LOOPBACK, "--port", self.port, "--no-dashboard", "--no-show")
        self._wait_until(self._listens, self.scheduler)
        for _ in range(workers):
            log = self._log("worker")
            self._wait_until(partial(_has_joined, log), self.add_worker())

    @staticmethod
    def _wait_until(what: Callable[[], bool], process: subprocess.Popen[bytes]) -> None:
        end = time.monotonic() + PATIENCE
        while not what():
            assert time.monotonic() < end, "it does not get ready"
            assert process.poll() is None, "it ended"
            time.sleep(0.1)

    def _log(self, kind: str) -> Path:
        return self.folder / f"{kind}-{len(self.workers)}.log"

    def add_worker(self, *settings: str, **environment: str) -> subprocess.Popen[bytes]:
        """Start one worker, without a nanny that would start it anew."""
        options = ["--nthreads", "1", "--no-nanny", "--no-dashboard", "--host", LOOPBACK, "--death-timeout", "60"]
        made = self._run("worker", self.address, *options, *settings, **environment)
        self.workers.append(made)
        return made

    def end(self) -> None:
        """End all of them."""
        for process in [*self.workers, *([self.scheduler] if self.scheduler else [])]:
            if process.poll() is None:
                process.kill()
            process.wait(timeout=PATIENCE)

    def _listens(self) -> bool:
        try:
            socket.create_connection((LOOPBACK, self.port), timeout=1).close()
        except OSError:
            return False
        return True

    def _run(self, *arguments: object, **environment: str) -> subprocess.Popen[bytes]:
        log = self._log(str(arguments[0])).open("wb")
        command = [sys.executable, "-m", "dask", *map(str, arguments)]
        settings = {"DASK_DISTRIBUTED__WORKER__LIFETIME__RESTART": "False", **environment}
        with log:
            return subprocess.Popen(
                command,
                stdout=log,
                stderr=log,
                stdin=subprocess.DEVNULL,
                cwd=self.folder,
                env={**os.environ, **settings},
            )


def _has_joined(log: Path) -> bool:
    return b"Registered to" in log.read_bytes()


@contextmanager
def dask(folder: Path, workers: int) -> Iterator[Dask]:
    """Start a cluster and end it."""
    made = Dask(folder)
    try:
        made.start(workers)
        yield made
    finally:
        made.end()


def kill(process: subprocess.Popen[bytes]) -> None:
    """End a process at once, as a loss of power would."""
    process.send_signal(signal.SIGKILL)
    process.wait(timeout=PATIENCE)
