"""Building with CMake in the tests: where its parts are, and a copy of what an installation needs."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path

import pytest

from tests import needs

ROOT = Path(__file__).parents[2]
SOURCES = ("CMakeLists.txt", "kernel", "pyproject.toml", "README.md", "LICENSE", "src", ".gitignore")


def cmake(*arguments: str | Path, environment: Mapping[str, str] | None = None) -> subprocess.CompletedProcess[bytes]:
    """Run the CMake that belongs to this Python, or else that of the system."""
    here = os.pathsep.join([str(Path(sys.executable).parent), os.environ.get("PATH", "")])
    found = shutil.which("cmake", path=here) or needs.without("CMake is not installed (requirements/build.txt)")
    command = [found, *map(str, arguments)]
    settings = {**os.environ, "PATH": here} if environment is None else dict(environment)
    return subprocess.run(command, capture_output=True, check=False, env=settings)


def built(folder: Path, target: str, *settings: str) -> Path:
    """Build a target into a folder under build/ that is kept for the next time, and return the folder."""
    needs.compiler()
    kept = ROOT / "build" / "kernel" / folder
    for step in (("-S", ROOT, "-B", kept, "-G", "Ninja", *settings), ("--build", kept, "--target", target)):
        done = cmake(*step)
        assert done.returncode == 0, done.stdout.decode() + done.stderr.decode()
    return kept


def copied_tree(to: Path) -> Path:
    """Copy what an installation needs, without what an editable one has put into src/."""
    ignored = shutil.ignore_patterns("__pycache__", "_kernel.*.so", "_kernel.*.pyd", "_kernel.absent")
    for name in SOURCES:
        if (ROOT / name).is_dir():
            shutil.copytree(ROOT / name, to / name, ignore=ignored)
        else:
            to.mkdir(parents=True, exist_ok=True)
            shutil.copy(ROOT / name, to / name)
    return to


def installed(tree: Path, into: Path, **environment: str) -> subprocess.CompletedProcess[bytes]:
    """Build a wheel of a tree and unpack it, with pip and without fetching anything."""
    pytest.importorskip("scikit_build_core", reason="the build requirements are not installed (requirements/build.txt)")
    options = ["--no-deps", "--no-build-isolation", "--no-index", "--disable-pip-version-check"]
    command = [sys.executable, "-m", "pip", "install", *options, "--target", str(into), str(tree)]
    settings = {name: value for name, value in os.environ.items() if name not in {"DETENTE_KERNEL", "CXX"}}
    return subprocess.run(command, capture_output=True, check=False, env=settings | environment)


def path_without_a_compiler(folder: Path) -> str:
    """Return a PATH with the few programs that a build needs besides a compiler."""
    folder.mkdir()
    for name in ("sh", "uname", "cat", "sed", "grep", "env"):
        if found := shutil.which(name):
            (folder / name).symlink_to(found)
    return str(folder)
