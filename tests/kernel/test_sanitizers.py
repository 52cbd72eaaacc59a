"""The cores of the kernel under the sanitizers, without Python: definitions, bad input, threads, cancelling.

``kernel/tests`` holds the program: it makes random models from seeds, asks every core with several numbers of threads
and instruction sets, and compares with the definitions written as loops.
"""

from __future__ import annotations

import os
import shutil
import subprocess
from pathlib import Path

import pytest

from tests import needs
from tests.kernel import building

pytestmark = [pytest.mark.tree, pytest.mark.sanitized]
CORES = ("explicit", "batch", "walk", "answers", "coalitions")
QUICK = 60
MANY = 3000
OPTIONS = {
    "ASAN_OPTIONS": "detect_stack_use_after_return=1",
    "UBSAN_OPTIONS": "print_stacktrace=1",
    "TSAN_OPTIONS": "second_deadlock_stack=1",
}


def run(command: list[str]) -> subprocess.CompletedProcess[bytes]:
    return subprocess.run(command, capture_output=True, check=False, env=os.environ | OPTIONS)


def starter(sanitizer: str, folder: Path) -> list[str]:
    """Return what a sanitized program is started with; some kernels place memory where a sanitizer wants its own."""
    source, program = folder / "empty.cpp", folder / "empty"
    source.write_text("int main() { return 0; }\n", "utf-8")
    made = run([needs.compiler(), f"-fsanitize={sanitizer}", str(source), "-o", str(program)])
    if made.returncode:
        needs.without(f"this compiler has no -fsanitize={sanitizer}: {made.stderr.decode().strip()}")
    fixed = [["setarch", "-R"]] if shutil.which("setarch") else []
    for before in ([], *fixed):
        if run([*before, str(program)]).returncode == 0:
            return before
    return needs.without(f"an empty program with -fsanitize={sanitizer} does not run here")


def driven(sanitizer: str, models: int, folder: Path) -> None:
    """Build the driver with a sanitizer and run every core on so many models."""
    before = starter(sanitizer, folder)
    flags = "-O1 -g -Werror"
    settings = ("-DDETENTE_KERNEL_TESTS=ON", f"-DDETENTE_SANITIZE={sanitizer}", "-DCMAKE_BUILD_TYPE=None")
    kept = building.built(
        Path(f"sanitized-{sanitizer.replace(',', '-')}"), "drive", *settings, f"-DCMAKE_CXX_FLAGS={flags}"
    )
    for core in CORES:
        done = run([*before, str(kept / "kernel" / "tests" / "drive"), core, "1", str(models)])
        assert done.returncode == 0, f"{core}: {done.returncode}\n{done.stderr.decode()}"


@pytest.mark.parametrize("sanitizer", ["address,undefined", "thread"])
def test_the_cores_are_right_and_the_sanitizer_is_silent(sanitizer: str, tmp_path: Path) -> None:
    driven(sanitizer, QUICK, tmp_path)


@pytest.mark.long
@pytest.mark.parametrize("sanitizer", ["address,undefined", "thread"])
def test_the_sanitizer_is_silent_on_many_models(sanitizer: str, tmp_path: Path) -> None:
    driven(sanitizer, MANY, tmp_path)
