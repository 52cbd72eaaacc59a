"""The rules of the house that no other tool holds."""

from __future__ import annotations

import ast
import os
import re
import subprocess
import tomllib
from collections.abc import Iterator
from importlib.metadata import version
from pathlib import Path

import pytest

import detente

ROOT = Path(__file__).parents[1]
SRC = ROOT / "src" / "detente"
ARTICLES = sorted((ROOT.parent / "shared" / "flagship").glob("*.txt"))
MOST_LINES = 500
MOST_FUNCTION_LINES = 50
LONGEST_QUOTE = 8

# Registries, the options that name one, and folders of one machine.
FOREIGN = re.compile(
    r"pypi\.org|pythonhosted\.org|registry\.npmjs|--(?:extra-)?index-url|--find-links[ =]"
    r"|(?<![\w.])/(?:work|root|home|Users)/\w"
)


def tracked() -> list[Path]:
    """Return the files that git tracks or would track."""
    git = ["git", "-c", "safe.directory=*", "ls-files", "-z", "--cached", "--others", "--exclude-standard"]
    listed = subprocess.run(git, cwd=ROOT, capture_output=True, check=True).stdout.decode()
    return sorted({path for name in listed.split("\0") if name and (path := ROOT / name).is_file()})


def texts() -> Iterator[tuple[str, str]]:
    """Yield the name and the text of every tracked text file."""
    for path in tracked():
        data = path.read_bytes()
        if b"\0" not in data:
            yield path.relative_to(ROOT).as_posix(), data.decode("utf-8", "replace")


def modules() -> Iterator[tuple[str, ast.Module, str]]:
    """Yield the name, the tree and the text of every module of the package."""
    for path in sorted(SRC.rglob("*.py")):
        text = path.read_text("utf-8")
        yield path.relative_to(ROOT).as_posix(), ast.parse(text), text


def length(function: ast.FunctionDef | ast.AsyncFunctionDef) -> int:
    """Return how many lines a function has without its docstring."""
    lines = (function.end_lineno or 0) - function.lineno + 1
    first = function.body[0]
    if ast.get_docstring(function, clean=False) is not None:
        lines -= (first.end_lineno or 0) - first.lineno + 1
    return lines


def words(text: str) -> list[str]:
    """Return the words of a text in small letters."""
    return re.findall(r"\w+", text.lower())


def runs(text: str, size: int) -> set[tuple[str, ...]]:
    """Return all runs of that many consecutive words."""
    found = words(text)
    return {tuple(found[n : n + size]) for n in range(len(found) - size + 1)}


@pytest.mark.tree
def test_no_file_names_a_registry_or_a_folder_of_one_machine() -> None:
    found = [
        f"{name}:{n}: {line.strip()[:80]}"
        for name, text in texts()
        for n, line in enumerate(text.splitlines(), 1)
        if FOREIGN.search(line)
    ]
    assert not found, "\n".join(found)


@pytest.mark.tree
def test_every_room_has_its_floor() -> None:
    """The contract names every folder and module right under the package, and nothing twice."""
    settings = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))
    (contract,) = (c for c in settings["tool"]["importlinter"]["contracts"] if c["type"] == "layers")
    named = [room.strip(" ()") for layer in contract["layers"] for room in layer.split("|")]
    rooms = {
        path.stem
        for path in SRC.iterdir()
        if (path.suffix == ".py" or any(path.glob("*.py"))) and path.stem not in {"__init__", "__main__"}
    }
    assert len(named) == len(set(named))
    assert rooms <= set(named), f"without a floor: {sorted(rooms - set(named))}"


@pytest.mark.tree
def test_modules_and_functions_are_short() -> None:
    found = []
    for name, tree, text in modules():
        if (lines := text.count("\n")) > MOST_LINES:
            found.append(f"{name}: {lines} lines")
        found += [
            f"{name}:{node.lineno}: {node.name} has {length(node)} lines"
            for node in ast.walk(tree)
            if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef) and length(node) > MOST_FUNCTION_LINES
        ]
    assert not found, "\n".join(found)


@pytest.mark.tree
def test_only_the_command_line_prints() -> None:
    found = [
        f"{name}:{node.lineno}"
        for name, tree, _ in modules()
        if not name.startswith("src/detente/cli/")
        for node in ast.walk(tree)
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "print"
    ]
    assert not found, "\n".join(found)


@pytest.mark.tree
@pytest.mark.skipif(not ARTICLES, reason="the article that the flagship case cites is not here")
def test_no_file_repeats_the_article() -> None:
    """Nine words of the article in a row appear nowhere."""
    article = set().union(*(runs(path.read_text("utf-8"), LONGEST_QUOTE + 1) for path in ARTICLES))
    found = {name: runs(text, LONGEST_QUOTE + 1) & article for name, text in texts()}
    assert not any(found.values()), "\n".join(f"{n}: {' '.join(min(r))}" for n, r in found.items() if r)


@pytest.mark.tree
def test_the_version_is_the_same_everywhere() -> None:
    citation = (ROOT / "CITATION.cff").read_text("utf-8")
    changes = (ROOT / "CHANGELOG.md").read_text("utf-8")
    assert detente.__version__ == version("detente")
    assert f"\nversion: {detente.__version__}\n" in citation
    assert f"\n## [{detente.__version__}]" in changes


@pytest.mark.skipif("DETENTE_TEST_WHEEL" not in os.environ, reason="only where the built wheel is tested")
def test_the_wheel_is_what_is_tested_and_holds_every_file() -> None:
    installed = Path(detente.__file__).parent
    assert not installed.is_relative_to(ROOT), "the package comes from the tree"
    ours = {path.relative_to(ROOT / "src" / "detente") for path in tracked() if path.is_relative_to(SRC)}
    missing = sorted(str(path) for path in ours if not (installed / path).is_file())
    assert ours
    assert not missing, f"not in the wheel: {missing}"
