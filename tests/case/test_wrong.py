"""Bad files: each has its own clear message, in a golden text beside it, and none does harm.

Set ``DETENTE_GOLDEN=write`` to write the golden texts anew; then read every one of them aloud.
"""

from __future__ import annotations

import os
import re
import subprocess
import sys
from functools import cache
from pathlib import Path

import pytest

import detente.case
from detente.case.read import Reading, examine
from detente.case.wording import _schema
from detente.errors import Problem, TooLarge

from .wrong_files import GENERATED, data, exclusive, options

FOLDER = Path(__file__).parent.parent / "wrong"
FILES = sorted(path.stem for path in FOLDER.glob("*.yaml"))
CODE = re.compile(r'"([YSFRMW]\d{3})"')


def data_of(name: str) -> bytes:
    return data(name) if name in GENERATED else (FOLDER / f"{name}.yaml").read_bytes()


def base_of(base: str) -> tuple[str, bytes]:
    from detente import catalog

    if base in catalog.slugs():
        return f"{base}.yaml", catalog.case_bytes(base)
    return base, (FOLDER / base).read_bytes()


@cache
def looked_at(name: str) -> Reading | TooLarge:
    try:
        return examine(data_of(name), f"{name}.yaml", bases=base_of)
    except TooLarge as error:
        return error


def problems_of(name: str) -> tuple[Problem, ...]:
    result = looked_at(name)
    return () if isinstance(result, TooLarge) else result.problems


def said_of(name: str) -> str:
    result = looked_at(name)
    if isinstance(result, TooLarge):
        return f"TooLarge, exit code {result.exit_code}: {result}\n"
    return "".join(f"{problem}\n" for problem in result.problems)


def test_the_corpus_is_not_small() -> None:
    assert len(FILES) + len(GENERATED) >= 100


@pytest.mark.parametrize("name", [*FILES, *GENERATED])
def test_a_bad_file_gives_exactly_the_lines_in_its_golden_text(name: str) -> None:
    golden = FOLDER / f"{name}.expected"
    said = said_of(name)
    if os.environ.get("DETENTE_GOLDEN") == "write":
        golden.write_text(said, encoding="utf-8", newline="\n")
    assert said == golden.read_text(encoding="utf-8")


@pytest.mark.parametrize("name", [*FILES, *GENERATED])
def test_a_bad_file_has_the_problem_that_it_is_named_after(name: str) -> None:
    code, result = name.partition("-")[0], looked_at(name)
    if isinstance(result, TooLarge):
        assert code == "TOO"
        return
    assert code in {problem.code for problem in result.problems}
    has_error = any(problem.severity == "error" for problem in result.problems)
    assert (result.case is None) == has_error == (code[0] != "W")


def test_no_golden_text_is_left_without_its_file() -> None:
    assert {path.stem for path in FOLDER.glob("*.expected")} == {*FILES, *GENERATED}


def test_every_problem_code_has_a_bad_file() -> None:
    source = Path(detente.case.__file__).parent
    codes = {code for path in source.glob("*.py") for code in CODE.findall(path.read_text(encoding="utf-8"))}
    assert codes == {name.partition("-")[0] for name in [*FILES, *GENERATED]} - {"TOO"}


@pytest.mark.parametrize("name", [*FILES, *GENERATED])
def test_a_message_names_nothing_of_our_own_machinery(name: str) -> None:
    said = said_of(name)
    assert not re.search(r"\b(dict|model_type|union|tuple|pydantic|Traceback|None|NoneType|ScalarEvent|loc)\b", said)
    assert "  " not in said.replace("\n    hint: ", "\n")
    for line in said.splitlines():
        assert line.isprintable()


@pytest.mark.parametrize("name", [*FILES, *GENERATED])
def test_a_problem_stands_where_the_file_has_a_character_or_ends(name: str) -> None:
    text = data_of(name)[:3_000_000].decode("utf-8-sig", "replace")
    lines = text.split("\n")
    for problem in problems_of(name):
        if problem.file == f"{name}.yaml" and problem.code != "Y001":
            assert 1 <= problem.line <= len(lines)
            assert 1 <= problem.column <= len(lines[problem.line - 1]) + 1


def test_ten_mistakes_of_different_kinds_are_all_told_at_once() -> None:
    codes = [problem.code for problem in problems_of("R001-ten-mistakes-at-once")]
    assert len(codes) >= 10
    assert {"S001", "S002", "S003", "S004", "R001", "R002", "R003", "R004", "R005", "R006", "F001"} <= set(codes)


@pytest.mark.slow
def test_seventy_exclusive_options_load() -> None:
    case = examine(exclusive(70), "exclusive.yaml").case
    assert case is not None
    assert len(case.structure.states) == 71


def test_seventy_free_options_are_counted_and_the_way_out_is_told() -> None:
    case = examine(options(70), "free.yaml").case
    assert case is not None
    with pytest.raises(TooLarge, match=r"about 2\^70 feasible states") as caught:
        len(case.structure.states)
    assert caught.value.exit_code == 3


SCRIPT = """
import resource, sys, time
from detente.case.read import examine
from detente.errors import Problem, TooLarge
examine(b"detente: 1\\nx: 1\\n", "warm.yaml")
try:
    examine(b"detente: 1\\ntitle: a\\ndecision_makers: {a: {name: A, options: {b: c}, prefers: [a.b]}}\\n", "warm.yaml")
    data, name = sys.stdin.buffer.read(), sys.argv[1]
    before = resource.getrusage(resource.RUSAGE_SELF)
    examine(data, name)
except TooLarge:
    pass
after = resource.getrusage(resource.RUSAGE_SELF)
print(after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime, (after.ru_maxrss - before.ru_maxrss) / 1024)
"""
NASTY = [
    *GENERATED,
    "F002-an-exponential-bomb",
    "F002-a-long-chain-of-names",
    "Y005-billion-laughs",
    "Y006-deep-nesting",
]


@pytest.mark.slow
@pytest.mark.skipif(sys.platform == "win32", reason="there is no resource module")
@pytest.mark.parametrize("name", NASTY)
def test_a_nasty_file_costs_little_time_and_memory(name: str) -> None:
    pytest.importorskip("resource")
    done = subprocess.run(
        [sys.executable, "-c", SCRIPT, name], input=data_of(name), capture_output=True, check=False, timeout=60
    )
    assert done.returncode == 0, done.stderr.decode()
    seconds, megabytes = map(float, done.stdout.split())
    assert seconds < 6  # under 2 on an idle machine
    assert megabytes < 200


def test_the_keys_of_the_schema_are_looked_up_once() -> None:
    assert _schema() is _schema()
