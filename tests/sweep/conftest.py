"""A small question that all tests of folders and executors ask."""

from __future__ import annotations

from hashlib import sha256
from pathlib import Path
from typing import Any

import pytest

import detente
from detente.case.build import Case
from detente.sweep.asked import asked
from detente.sweep.manifest import Manifest, begun
from detente.sweep.running import finish
from detente.sweep.store import begin

BLOCK = 200
VARY = ["rankings:us=1200", "worlds"]


@pytest.fixture(scope="session")
def treaty() -> Case:
    return detente.load("peace-treaty")


@pytest.fixture(scope="session")
def question(treaty: Case) -> tuple[Manifest, str]:
    """Return a sweep of many blocks: drawn rankings, worlds, everything asked."""
    return begun(treaty, asked(treaty, VARY, seed=11, states=True), BLOCK)


@pytest.fixture(scope="session")
def whole(question: tuple[Manifest, str], tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a folder in which the question was answered by one process without a break."""
    folder = tmp_path_factory.mktemp("whole") / "sweep"
    finish(begin(folder, *question))
    return folder


def digests(folder: Path) -> dict[str, str]:
    """Return the hash of every part."""
    return {p.name: sha256(p.read_bytes()).hexdigest() for p in sorted((folder / "parts").iterdir())}


def rows(folder: Path) -> list[dict[str, Any]]:
    """Return all rows, sorted."""
    from detente.sweep import open_sweep

    return open_sweep(folder).query("select * from sweep order by variant")
