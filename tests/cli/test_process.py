"""What only shows in a process of its own: pipes, encodings, colours, progress and Ctrl-C."""

from __future__ import annotations

import io
import os
import signal
import subprocess
import sys
import time

import pytest

from detente.cli.progress import Meter, working
from tests.cli.running import process


@pytest.mark.skipif(os.name == "nt", reason="needs a POSIX shell")
def test_a_closed_pipe_ends_quietly() -> None:
    for arguments in ("states peace-treaty-large --json", "states peace-treaty-large --limit 9999", "catalog list"):
        command = f'"{sys.executable}" -m detente {arguments} | head -1'
        done = subprocess.run(command, shell=True, capture_output=True, check=True)  # noqa: S602
        assert done.stdout.count(b"\n") == 1
        assert done.stderr == b""


def test_a_terminal_that_knows_only_ascii_gets_plainer_letters() -> None:
    for encoding in ("ascii", "latin-1", "cp437"):
        done = process("attain", "peace-treaty", PYTHONIOENCODING=encoding)
        assert done.returncode == 0
        assert b'"Peskov at his word"' in done.stdout
    said = process("tabel", PYTHONIOENCODING="ascii")
    assert (said.returncode, said.stderr.count(b"\n")) == (2, 1)


def test_the_locale_c_is_no_obstacle() -> None:
    for arguments in (("report", "--help"), ("equilibria", "elmira"), ("check", "peace-treaty")):
        done = process(*arguments, LC_ALL="C", PYTHONUTF8="0", PYTHONCOERCECLOCALE="0")
        assert done.returncode == 0
        assert done.stderr == b""


def test_colours_come_on_request_only_and_never_against_a_wish() -> None:
    plain = process("table", "peace-treaty").stdout
    assert b"\x1b" not in plain
    assert b"\x1b" in process("table", "peace-treaty", FORCE_COLOR="1", TERM="xterm").stdout
    wished = process("table", "peace-treaty", FORCE_COLOR="1", TERM="xterm", NO_COLOR="1").stdout
    assert b"\x1b[3" not in wished


def test_nothing_but_the_answer_is_said_where_nobody_watches() -> None:
    done = process("equilibria", "peace-treaty-large", "--json", "--limit", "1")
    assert done.returncode == 0
    assert done.stderr == b""


@pytest.mark.skipif(os.name == "nt", reason="signals are sent otherwise there")
def test_ctrl_c_ends_with_130_and_one_line() -> None:
    command = [sys.executable, "-m", "detente", "states", "-"]
    pipes = {"stdin": subprocess.PIPE, "stdout": subprocess.PIPE, "stderr": subprocess.PIPE}
    with subprocess.Popen(command, **pipes) as running:  # type: ignore[call-overload]
        time.sleep(3)
        running.send_signal(signal.SIGINT)
        out, err = running.communicate(timeout=60)
    assert (running.returncode, out) == (130, b"")
    assert err.decode().splitlines() == ["detente: stopped"]


class Terminal(io.StringIO):
    """A stream that takes itself for a terminal."""

    def isatty(self) -> bool:
        return True


def test_progress_is_shown_on_a_terminal_once_it_takes_long(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("detente.cli.progress.PATIENCE", 0.01)
    monkeypatch.setattr(sys, "stderr", Terminal())
    monkeypatch.setenv("TERM", "xterm")
    with working("counting") as meter:
        for done in range(40):
            meter.steps(done, 40)
            time.sleep(0.01)
        meter.stage("adding", 1, 2)
        time.sleep(0.2)
    assert "counting" in sys.stderr.getvalue()  # type: ignore[attr-defined]
    assert "adding" in sys.stderr.getvalue()  # type: ignore[attr-defined]


def test_quick_work_shows_no_progress(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "stderr", Terminal())
    with working("counting") as meter:
        assert isinstance(meter, Meter)
        meter.steps(1, 2)
    assert sys.stderr.getvalue() == ""  # type: ignore[attr-defined]


def complete(words: str) -> list[str]:
    settings = {"_DETENTE_COMPLETE": "complete_bash", "COMP_WORDS": words, "COMP_CWORD": str(words.count(" "))}
    return process(**settings).stdout.decode().split()


def test_the_shell_completes_commands_cases_readings_and_worlds() -> None:
    assert complete("detente tab") == ["table"]
    assert complete("detente table peace-treaty-20") == ["peace-treaty-2016", "peace-treaty-2024"]
    assert complete("detente table peace-treaty --reading russia=b") == ["russia=brown_stall"]
    assert complete("detente attain peace-treaty --world t") == ["troops_gone"]
    assert complete("detente table elmira --variant o") == ["other_tail"]
    assert complete("detente explain elmira s1 --dm m") == ["moe"]
    assert complete("detente equilibria elmira --concept SM") == ["SMR"]
    assert complete("detente catalog show el") == ["elmira"]
    assert complete("detente table no-such-case --world t") == []
