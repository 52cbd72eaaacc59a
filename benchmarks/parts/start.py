"""Whole processes: what everybody waits for at every command, and where the time of the import goes."""

from __future__ import annotations

import os
import re
import subprocess
import sys
import tempfile
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import partial
from pathlib import Path

from benchmarks.trials import NotRun, Took, Trial, Work

PLACE = 1
TITLE = "Start and whole processes"
WORDS = (
    "Each round starts a process in an empty folder. The import is timed in turn with bare Python, and the kernel "
    "inside a process that has imported the rest already."
)
IMPORT = "import detente"
ENGINES = "import detente.engines; detente.engines.engine()"
DETENTE = "import sys; from detente.cli import main; sys.exit(main())"
KERNEL = """\
import time, numpy, detente, detente.model.conflict, detente.engines
from detente.engines import native
start = time.perf_counter()
native.module()
print(time.perf_counter() - start)
"""
COMMANDS: dict[str, tuple[str, ...]] = {
    "detente --version": ("--version",),
    "detente table peace-treaty": ("table", "peace-treaty"),
    "detente report peace-treaty": ("report", "peace-treaty"),
    "detente table peace-treaty-large": ("table", "peace-treaty-large"),
}
OUTCOME = "a.o0 & b.o0 & c.o0 & d.o0"
ATTAIN = {
    "16 options, attainable in one step": OUTCOME,
    "16 options, attainable in three steps": f"!({OUTCOME})",
    "16 options, not attainable": "!d.o0",
}
MOST_NAMED = 6


def trials() -> list[Trial]:
    """Return the rows of this part."""
    made = [
        Trial("start", IMPORT, "process", imported, quick=True, seconds=4, least=16),
        Trial("start", "the compiled kernel", "process", kernel_added, quick=True, seconds=4, least=16),
    ]
    for words, arguments in COMMANDS.items():
        made.append(Trial("start", words, "process", partial(command, *arguments), quick=True, least=4))
    whole = {f"detente attain, {model}": partial(attain, model) for model in ATTAIN}
    return made + [Trial("start", words, "process", make, quick=True, limit=60) for words, make in whole.items()]


@contextmanager
def folder() -> Iterator[Path]:
    """Open an empty folder for a process."""
    with tempfile.TemporaryDirectory() as made:
        yield Path(made)


def process(code: str, *arguments: str) -> Callable[[Path], str]:
    """Return a function that runs code in a process and returns what it prints."""
    return lambda here: _output(here, ["-c", code, *arguments])


def _output(here: Path, arguments: list[str]) -> str:
    command = [sys.executable, *arguments]
    kept = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}  # as installed
    done = subprocess.run(command, cwd=here, env=kept, capture_output=True, text=True, encoding="utf-8", check=False)
    if done.returncode:
        raise RuntimeError(f"exit code {done.returncode}: {done.stderr.strip()[-200:]}")
    return done.stdout


def imported() -> Work:
    """Return the import beside bare Python."""
    runs = {IMPORT: process(IMPORT), "with numpy and engines": process(ENGINES), "bare Python": process("")}
    return Work(runs, folder, facts={"imports": slowest_imports()}, elsewhere=True)


def slowest_imports() -> dict[str, float]:
    """Return the seconds that the import spends in each package, the slowest first, as Python's own profile tells."""
    with folder() as here:
        command = [sys.executable, "-X", "importtime", "-c", IMPORT]
        told = subprocess.run(command, cwd=here, capture_output=True, text=True, encoding="utf-8", check=True).stderr
    spent: Counter[str] = Counter()
    for own, name in re.findall(r"^import time:\s+(\d+) \|\s+\d+ \|\s+([\w.]+)$", told, re.MULTILINE):
        spent[name.split(".")[0]] += int(own)
    return {name: micro / 1e6 for name, micro in spent.most_common(MOST_NAMED)}


def kernel_added() -> Work:
    """Return the import of the compiled module where all that it needs is there."""
    from detente.engines import native

    if reason := native.absent():
        raise NotRun(reason)
    ask = process(KERNEL)
    return Work({"import": lambda here: Took(float(ask(here)))}, folder, elsewhere=True)


def command(*arguments: str) -> Work:
    """Return a command of the program as a process."""
    return Work({"process": process(DETENTE, *arguments)}, folder, elsewhere=True)


def attain(model: str) -> Work:
    """Return the command ``attain`` on a case of 16 options that is written for it."""
    ask = process(DETENTE, "attain", "large.yaml")

    @contextmanager
    def with_case() -> Iterator[Path]:
        with folder() as here:
            (here / "large.yaml").write_text(case_text(model), "utf-8")
            yield here

    return Work({"process": ask}, with_case, facts={"options": 16}, elsewhere=True)


def _party(slug: str, wants: str) -> str:
    options = ", ".join(f"o{k}: option {k}" for k in range(4))
    return f"  {slug}: {{name: {slug.upper()}, options: {{{options}}}, prefers: [{wants}]}}"


def case_text(model: str) -> str:
    """Return a case of four decision makers with four options each, in which the last one wants something first."""
    last = ATTAIN[model]
    wants = {
        "a": f'"{OUTCOME}", "!b.o1", a.o1, "!c.o2 | a.o3", d.o3, a.o2',
        "b": f'"{OUTCOME}", "!a.o1", b.o1, "!d.o2 | b.o3", a.o3, b.o2',
        "c": f'"{OUTCOME}", "!d.o1", c.o1, "!a.o2 | c.o3", b.o3, c.o2',
        "d": f'"{last}", "!c.o1", d.o1, "!b.o2 | d.o3", c.o3, d.o2',
    }
    parts = [
        "detente: 1",
        "title: A case of sixteen options",
        f"outcome: {OUTCOME}",
        "decision_makers:",
        *(_party(slug, statements) for slug, statements in wants.items()),
        "constraints:",
        "  - {when: a.o1 & b.o1 & c.o1, why: all three at once cannot be}",
        "status_quo: {}",
    ]
    return "\n".join([*parts, ""])
