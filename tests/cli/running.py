"""Running commands as a user does: in this process, or as a process of their own."""

from __future__ import annotations

import io
import json
import os
import subprocess
import sys
from dataclasses import dataclass
from typing import Any

import pytest

from detente.cli import main


@dataclass(frozen=True)
class Done:
    """How a command ended, and what it said."""

    code: int
    out: str
    err: str

    @property
    def json(self) -> Any:
        return json.loads(self.out)


class Runner:
    """Runs commands in this process."""

    def __init__(self, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> None:
        self._capsys, self._patch = capsys, monkeypatch
        monkeypatch.setenv("COLUMNS", "80")
        monkeypatch.setenv("NO_COLOR", "1")

    def __call__(self, *arguments: object, columns: int = 80, given: bytes = b"") -> Done:
        self._patch.setenv("COLUMNS", str(columns))
        self._patch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(given)))
        self._capsys.readouterr()
        code = main([str(a) for a in arguments])
        out, err = self._capsys.readouterr()
        return Done(code, out, err)


def process(*arguments: object, given: bytes | None = None, **settings: str) -> subprocess.CompletedProcess[bytes]:
    """Run a command as a process of its own; ``settings`` are added to its environment."""
    command = [sys.executable, "-m", "detente", *map(str, arguments)]
    env = {**os.environ, "COLUMNS": "80", **settings}
    return subprocess.run(command, input=given, capture_output=True, env=env, timeout=120, check=False)
