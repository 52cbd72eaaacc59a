"""No argument makes the compiled kernel read or write out of bounds: it refuses, or it answers as it should."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from tests import needs

FUZZING = Path(__file__).with_name("fuzzing.py")
CALLS = (
    "option_stability",
    "arc_stability",
    "option_coalitions",
    "arc_coalitions",
    "structure_solve",
    "structure_masks",
    "arc_walk",
    "option_walk",
    "arc_answers",
    "option_answers",
)


def fuzz(call: str, examples: int, folder: Path) -> None:
    """Run the examples in a process of its own, so that a crash is a failed test and not the end of all."""
    needs.kernel()
    note = folder / "last call"
    command = [sys.executable, str(FUZZING), call, str(examples), str(note)]
    done = subprocess.run(command, capture_output=True, check=False)
    last = note.read_text("utf-8") if note.is_file() else "none"
    assert done.returncode == 0, f"{call}: {done.returncode}\n{done.stderr.decode()}\nlast call: {last}"


@pytest.mark.parametrize("call", CALLS)
def test_adversarial_arrays_are_refused_or_answered(call: str, tmp_path: Path) -> None:
    fuzz(call, 150, tmp_path)


@pytest.mark.long
@pytest.mark.parametrize("call", CALLS)
def test_many_adversarial_arrays_are_refused_or_answered(call: str, tmp_path: Path) -> None:
    fuzz(call, 5000, tmp_path)


def test_every_function_of_the_kernel_is_fuzzed() -> None:
    kernel = needs.kernel()
    text = FUZZING.read_text("utf-8")
    functions = {name for name in vars(kernel) if callable(getattr(kernel, name)) and not name.startswith("_")}
    methods = {
        f".{method}"
        for name in functions
        if isinstance(getattr(kernel, name), type)
        for method in vars(getattr(kernel, name))
        if not method.startswith("_")
    }
    assert {name for name in functions | methods if name.strip(".") not in text} == set()


def test_a_crash_is_noticed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    broken = tmp_path / "broken.py"
    broken.write_text("import ctypes\nctypes.string_at(0)\n", "utf-8")
    monkeypatch.setattr(sys.modules[__name__], "FUZZING", broken)
    with pytest.raises(AssertionError, match="option_stability: "):
        fuzz("option_stability", 1, tmp_path)
