"""The question of these tests as a command of its own, and waiting until it has stored something."""

from __future__ import annotations

import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path


def command(folder: Path, *more: str) -> list[str]:
    question = ["--vary", "rankings:us=1200", "--vary", "worlds", "--seed", "11", "--states", "--block", "200"]
    return [sys.executable, "-m", "detente", "sweep", "peace-treaty", *question, "--out", str(folder), *more]


def parts(folder: Path) -> int:
    return len(list((folder / "parts").glob("part-*"))) if (folder / "parts").is_dir() else 0


def wait_for(what: Callable[[], bool], running: subprocess.Popen[str]) -> None:
    end = time.monotonic() + 120
    while not what():
        assert time.monotonic() < end
        assert running.poll() is None, "it ended before it was stopped"
        time.sleep(0.005)
