"""What a test needs of the machine: without it the test is skipped, and the reason said; under DETENTE_CI it fails."""

from __future__ import annotations

import os
import shlex
import shutil
import sysconfig
from pathlib import Path
from types import ModuleType
from typing import NoReturn

import pytest

from detente.engines import native


def kernel() -> ModuleType:
    """Return the compiled kernel, whatever engine the environment asks for."""
    found, reason = native._loaded()
    return found if found is not None else without(f"there is no compiled kernel: {reason}")


def compiler() -> str:
    """Return a C++ compiler."""
    named = shlex.split(os.environ.get("CXX", ""))[:1] or ["c++", "g++", "clang++"]
    found = next(filter(None, map(shutil.which, named)), None)
    return found or without(f"there is no C++ compiler here (tried: {', '.join(named)})")


def headers() -> None:
    """Ask for Python's headers, without which no module can be compiled."""
    if not Path(sysconfig.get_path("include"), "Python.h").is_file():
        without("Python's headers are not here (Debian: apt install python3-dev)")


def without(reason: str) -> NoReturn:
    """Skip the test, or fail it where nothing may be skipped."""
    if os.environ.get("DETENTE_CI"):
        pytest.fail(reason)
    pytest.skip(reason)
