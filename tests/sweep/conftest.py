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

BLOCK = 500
VARY = ["rankings:us=3000", "worlds"]


@pytest.fixture(scope="session")
def treaty() -> Case:
    return detente.load("peace-treaty")


@pytest.fixture(scope="session")
def question(treaty: Case) -> tuple[Manifest, str]:
    """Return a sweep of many blocks: drawn rankings, worlds, everything asked."""
    return begun(treaty, asked(treaty, VARY, seed=11, states=True), BLOCK)


def digests(folder: Path) -> dict[str, str]:
    """Return the hash of every part."""
    return {p.name: sha256(p.read_bytes()).hexdigest() for p in sorted((folder / "parts").iterdir())}


def rows(folder: Path) -> list[dict[str, Any]]:
    """Return all rows, sorted."""
    from detente.sweep import open_sweep

    return open_sweep(folder).query("select * from sweep order by variant")
