"""Where memory or threads are scarce, the compiled kernel answers or raises MemoryError; it never ends the process."""

from __future__ import annotations

import subprocess
import sys

import pytest

from tests import needs

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="only Linux keeps a process to its address space")
MIB = 1 << 20
CHILD = """
import resource, sys
from pathlib import Path
import numpy as np
from detente.engines import _kernel
call, log, room = sys.argv[1], int(sys.argv[2]), int(sys.argv[3])
n, third = 1 << 3 * log, (1 << log) - 1
words = np.arange(n, dtype=np.uint64)[:, None]
owned = np.array([[third << log * i] for i in range(3)], dtype=np.uint64)
zero = np.zeros(1, dtype=np.uint64)
ranks = np.random.default_rng(1).integers(0, 5000, (3, n)).astype(np.int32)
starts, targets = [np.arange(n + 1)] * 3, [(np.arange(n) + 1) % n] * 3
every, concepts = np.arange(1, 8, dtype=np.uint64), np.arange(4, dtype=np.uint64)
def asked(threads):
    rest = (concepts, every, every, False, threads, 1 << 40, None)
    options = (words, owned, zero, zero, None, list(ranks), 3 * log, 31, None, call, threads, None, None)
    if call == "option_coalitions":
        return _kernel.option_coalitions(words, owned, zero, zero, None, ranks, *rest)[0]
    if call == "arc_coalitions":
        return _kernel.arc_coalitions(starts, targets, ranks, *rest)[0]
    if call == "arcs":
        return _kernel.arc_stability(starts, targets, list(ranks), 31, None, threads, None)
    return _kernel.option_stability(*options)
expected = asked(0) if log < 4 else None
used = int(Path("/proc/self/statm").read_text().split()[0]) * resource.getpagesize()
resource.setrlimit(resource.RLIMIT_AS, (used + room, used + room))
try:
    found = asked(2)
    print("answered" if expected is None or np.array_equal(found, expected) else "wrong")
except MemoryError:
    print("MemoryError")
"""
CALLS = ("options", "strategies", "compact", "arcs", "option_coalitions", "arc_coalitions")


def said(call: str, log: int, room: int) -> str:
    """Return what a process says that asks for 2^(3 log) states with so much room."""
    needs.kernel()
    command = [sys.executable, "-c", CHILD, call, str(log), str(room)]
    done = subprocess.run(command, capture_output=True, check=False, text=True)
    assert done.returncode == 0, f"{done.returncode}\n{done.stderr}"
    return done.stdout.strip()


@pytest.mark.parametrize("call", CALLS)
def test_too_little_memory_is_a_memory_error(call: str) -> None:
    """262,144 states, and next to nothing to hold what they need."""
    assert said(call, 6, 2 * MIB) == "MemoryError"


@pytest.mark.parametrize("call", CALLS)
@pytest.mark.parametrize("room", [20 * MIB, 60 * MIB])
def test_memory_that_ends_on_the_way_ends_nothing_else(call: str, room: int) -> None:
    """Wherever in the work that is."""
    assert said(call, 6, room) in {"MemoryError", "answered"}


@pytest.mark.parametrize("call", CALLS)
def test_without_a_thread_to_be_had_the_caller_works(call: str) -> None:
    """Memory for 64 states, but not for the stack of a thread."""
    assert said(call, 2, 3 * MIB) == "answered"
