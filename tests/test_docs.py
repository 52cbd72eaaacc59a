"""The documentation is true: every code block of README.md and docs/ runs and gives the output it shows.

What runs on a page, in its order and in one empty folder of its own:

- ``python`` blocks, in one namespace; where they have ``>>>`` prompts, the answers must be as shown;
- ``console`` and ``sh`` blocks: lines ``$ command``; output lines below a command must be what it prints,
  and a command without output lines must succeed. In ``sh`` blocks without prompts every line is a command;
- ``{code-block}`` blocks with a ``:caption:`` that is a file name are written into that folder first.

``...`` stands for anything. Our own commands run in this process, for speed, unless the shell has something to do
in them. Commands that set up or open something else (``make``, ``git``) do not run here.
A block right below ``<!-- not run: the reason -->`` does not run either.
"""

from __future__ import annotations

import contextlib
import doctest
import importlib
import io
import os
import pkgutil
import re
import shlex
import subprocess
import sys
import sysconfig
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from markdown_it import MarkdownIt

import detente

ROOT = Path(__file__).parents[1]
PAGES = [page for page in (ROOT / "README.md", *sorted((ROOT / "docs").rglob("*.md"))) if page.exists()]
MODULES = [m.name for m in pkgutil.walk_packages(detente.__path__, "detente.") if "__main__" not in m.name]
ELSEWHERE = {"make", "git", "cd", "sudo", "apt", "apt-get", "pip", "pipx", "uv", "xdg-open", "open", "source"}
OURS = re.compile(r"detente [^|<>;&$`*]*")
SETTINGS = {"COLUMNS": "100", "NO_COLOR": "1", "PYTHONUTF8": "1", "TERM": "dumb"}
SAME = doctest.ELLIPSIS | doctest.NORMALIZE_WHITESPACE
DIRECTIVE = re.compile(r"\{code(?:-block)?\}\s*(\w*)")
OPTION = re.compile(r":(\w+):\s*(.*)")
NOT_RUN = re.compile(r"<!--\s*not run: \S|^% not run: \S", re.MULTILINE)


@dataclass(frozen=True)
class Block:
    """A code block: its language, text, caption, and the line where its text starts."""

    language: str
    text: str
    caption: str
    line: int


def blocks(markdown: str, first: int = 0) -> Iterator[Block]:
    """Yield the code blocks of a page, those inside notes and other directives too."""
    above = ""
    for token in MarkdownIt().parse(markdown):
        if token.type == "fence" and token.map:
            info, line = token.info.strip(), first + token.map[0] + 2
            if directive := DIRECTIVE.match(info):
                lines = token.content.splitlines(keepends=True)
                options = dict(m.groups() for m in map(OPTION.match, lines[: leading_options(lines)]) if m)
                text = "".join(lines[len(options) :])
                yield Block(directive[1], text, options.get("caption", "").strip(), line + len(options))
            elif info.startswith("{"):
                yield from blocks(token.content, line - 1)
            elif not NOT_RUN.search(above):
                yield Block(info.split()[0] if info else "", token.content, "", line)
        if token.content:
            above = token.content


def leading_options(lines: list[str]) -> int:
    """Return how many lines at the start of a directive are options."""
    return next((n for n, line in enumerate(lines) if not OPTION.match(line)), len(lines))


def commands(block: Block) -> Iterator[tuple[str, str, int]]:
    """Yield each command of a block with the output shown below it and its line."""
    text = block.text.replace("\\\n", " \0")  # the mark keeps the count of lines
    prompted = any(line.startswith("$ ") for line in text.splitlines())
    command, shown, at, n = "", "", 0, block.line
    for line in text.splitlines(keepends=True):
        if line.startswith("$ ") or (not prompted and line.strip() and not line.startswith("#")):
            if command:
                yield command, shown, at
            command, shown, at = line.removeprefix("$ ").split("  # ")[0].replace("\0", ""), "", n
        elif prompted:
            shown += line
        n += 1 + line.count("\0")
    if command:
        yield command, shown, at


def run(command: str, shown: str, where: str, folder: Path) -> None:
    """Run one command of a page as its reader would, and compare what it prints with what the page shows."""
    command = re.sub(r"(?<![\w/])\.venv/bin/", "", command.strip())
    if command.split()[0] in ELSEWHERE:
        return
    code, printed = within(command) if OURS.fullmatch(command) else in_shell(command, folder)
    assert "Traceback" not in printed, f"{where}: $ {command}\n{printed}"
    if shown.strip():
        same = doctest.OutputChecker().check_output(shown.strip() + "\n", printed.strip() + "\n", SAME)
        assert same, f"{where}: $ {command}\nshown:\n{shown}\nprinted:\n{printed}"
    else:
        assert code == 0, f"{where}: $ {command}\nexit code {code}\n{printed}"


def within(command: str) -> tuple[int, str]:
    """Run one of our commands in this process; return its exit code and what it prints."""
    from detente.cli import main

    with pytest.MonkeyPatch.context() as patch, io.TextIOWrapper(io.BytesIO(), "utf-8") as printed:
        for name, value in SETTINGS.items():
            patch.setenv(name, value)
        for stream in ("stdout", "stderr"):
            patch.setattr(sys, stream, printed)
        patch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(), "utf-8"))
        code = main(shlex.split(command, comments=True)[1:])
        printed.flush()
        return code, printed.buffer.getvalue().decode()  # type: ignore[attr-defined]


def in_shell(command: str, folder: Path) -> tuple[int, str]:
    """Run a command as its reader would; return its exit code and what it prints."""
    path = os.pathsep.join([sysconfig.get_path("scripts"), os.environ.get("PATH", "")])
    done = subprocess.run(  # noqa: S602
        command,  # the page is ours
        shell=True,
        cwd=folder,
        env={**os.environ, **SETTINGS, "PATH": path},
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        encoding="utf-8",
        timeout=120,
        check=False,
    )
    return done.returncode, done.stdout


def execute(block: Block, where: str, namespace: dict[str, Any]) -> None:
    """Run a block of Python; answers below ``>>>`` prompts must be as shown."""
    if ">>>" not in block.text:
        with contextlib.redirect_stdout(None):
            exec(compile(block.text, where, "exec"), namespace)  # noqa: S102 - the page is ours
        return
    said: list[str] = []
    test = doctest.DocTestParser().get_doctest(block.text, namespace, where, where, block.line - 1)
    doctest.DocTestRunner(optionflags=SAME, verbose=False).run(test, out=said.append, clear_globs=False)
    namespace.update(test.globs)
    assert not said, "".join(said)


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.relative_to(ROOT).as_posix())
def test_every_code_block_of_the_page_runs(page: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    namespace: dict[str, Any] = {"__name__": "__main__"}
    for block in blocks(page.read_text("utf-8")):
        where = f"{page.relative_to(ROOT)}:{block.line}"
        if re.fullmatch(r"[\w.-]+\.\w+", block.caption):
            (tmp_path / block.caption).write_text(block.text.lstrip("\n"), "utf-8")
        elif block.language in {"console", "sh", "shell", "bash"}:
            for command, shown, line in commands(block):
                run(command, shown, f"{page.relative_to(ROOT)}:{line}", tmp_path)
        elif block.language in {"python", "pycon"}:
            execute(block, where, namespace)


@pytest.mark.parametrize("name", ["detente", *MODULES])
def test_the_examples_in_docstrings_are_true(name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    module = importlib.import_module(name)
    failed, _ = doctest.testmod(module, optionflags=SAME)
    assert failed == 0, "see the captured output"


def test_a_wrong_output_and_a_failing_command_are_noticed(tmp_path: Path) -> None:
    """The checks above can fail."""
    python = f'"{sys.executable}"'
    page = f"```console\n$ {python} -c 'print(1 + 1)'\n3\n```\n"
    (block,) = blocks(page)
    ((command, shown, line),) = commands(block)
    assert line == 2
    with pytest.raises(AssertionError, match=r"(?s)page:2: .*shown:\s+3\s+printed:\s+2\s"):
        run(command, shown, f"page:{line}", tmp_path)
    with pytest.raises(AssertionError, match="exit code 4"):
        run(f"{python} -c 'raise SystemExit(4)'", "", "page:1", tmp_path)
    with pytest.raises(AssertionError, match=r"Expected:\s+3\s"):
        execute(Block("python", ">>> 1 + 1\n3\n", "", 1), "page:1", {})


def test_blocks_are_found_in_notes_and_left_out_when_the_page_says_so() -> None:
    page = (
        "```{code-block} yaml\n:caption: dam.yaml\n\ntitle: A dam\n```\n"
        "````{note}\n```sh\none\ntwo \\\n  more\nthree  # as said\n```\n"
        "````\n<!-- not run: it never ends -->\n\n```python\nwhile True: ...\n```\n"
    )
    first, second = blocks(page)
    assert (first.language, first.caption, first.text.strip()) == ("yaml", "dam.yaml", "title: A dam")
    assert [(c.split(), line) for c, _, line in commands(second)] == [
        (["one"], 8),
        (["two", "more"], 9),
        (["three"], 11),
    ]
