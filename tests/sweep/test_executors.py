"""Processes give the same bytes as this one, and whatever ends a run, the next one goes on exactly where it was."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from hashlib import sha256
from pathlib import Path

import psutil
import pytest

from detente.errors import Cancelled, NotAnswered
from detente.sweep import open_sweep
from detente.sweep.executors import processes
from detente.sweep.executors.block import made as block_made
from detente.sweep.executors.processes import Processes
from detente.sweep.manifest import Manifest
from detente.sweep.running import finish
from detente.sweep.store import begin
from tests.sweep.conftest import digests, rows
from tests.sweep.processes import command, parts, wait_for

Question = tuple[Manifest, str]
posix = pytest.mark.skipif(os.name == "nt", reason="signals are sent otherwise there")


def test_processes_give_the_same_bytes_and_one_that_is_killed_is_replaced(
    question: Question, whole: Path, tmp_path: Path
) -> None:
    made = begin(tmp_path / "s", *question)
    killed: list[int] = []

    def progress(done: int, _of: int) -> None:
        if done >= 1000 and not killed:
            killed.extend(p.pid for p in psutil.Process().children() if "resource_tracker" not in " ".join(p.cmdline()))
            os.kill(killed[0], signal.SIGKILL if os.name != "nt" else signal.SIGTERM)

    ran = finish(made, Processes(2), progress)
    assert killed
    assert (ran.made, ran.executor) == (36, "2 processes of this machine")
    assert digests(tmp_path / "s") == digests(whole)


def test_numpy_gives_the_bytes_of_the_compiled_kernel(
    question: Question, whole: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("DETENTE_KERNEL", "off")
    data = block_made(question[0].as_text(), question[1], 4)
    assert sha256(data).hexdigest() == digests(whole)["part-000004.parquet"]


def test_processes_that_die_at_every_block_are_given_up(
    question: Question, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(processes, "_compute", os._exit)
    made = begin(tmp_path / "s", *question)
    with pytest.raises(NotAnswered, match="died 3 times"):
        finish(made, Processes(1))
    assert made.present() == []


def test_processes_stop_when_they_are_told_to(question: Question, tmp_path: Path) -> None:
    made = begin(tmp_path / "s", *question)

    def progress(done: int, _of: int) -> None:
        if done >= 400:
            raise Cancelled("enough")

    with pytest.raises(Cancelled):
        finish(made, Processes(2), progress)
    assert 2 <= len(made.present()) < 36


# ------------------------------------------------------------------------------------------ a process of its own


@posix
@pytest.mark.parametrize("workers", [pytest.param((), marks=pytest.mark.long), ("--workers", "2")])
def test_a_killed_process_loses_nothing_and_leaves_no_child(
    workers: tuple[str, ...], whole: Path, tmp_path: Path
) -> None:
    folder = tmp_path / "s"
    with subprocess.Popen(
        command(folder, *workers), stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
    ) as running:
        wait_for(lambda: parts(folder) >= 4, running)
        children = psutil.Process(running.pid).children(recursive=True)
        running.kill()
        running.communicate(timeout=60)
    sweep = open_sweep(folder)
    stored = sweep.blocks
    assert 4 <= stored < 36, "killed under way"
    assert sweep.query("select count(*) n, count(distinct variant) v from sweep") == [
        {"n": stored * 200, "v": stored * 200}
    ]
    _, alive = psutil.wait_procs(children, timeout=30)
    assert not alive
    done = subprocess.run(command(folder, "--json"), capture_output=True, timeout=120, check=False, text=True)
    assert (done.returncode, done.stderr) == (0, "")
    assert digests(folder) == digests(whole)
    assert rows(folder) == rows(whole)


@posix
@pytest.mark.parametrize("workers", [(), pytest.param(("--workers", "2"), marks=pytest.mark.long)])
def test_ctrl_c_leaves_what_is_stored_and_says_how_to_go_on(
    workers: tuple[str, ...], whole: Path, tmp_path: Path
) -> None:
    folder = tmp_path / "s"
    pipes = {"stdout": subprocess.PIPE, "stderr": subprocess.PIPE, "text": True, "start_new_session": True}
    with subprocess.Popen(command(folder, *workers), **pipes) as running:  # type: ignore[call-overload]
        wait_for(lambda: parts(folder) >= 3, running)
        os.killpg(running.pid, signal.SIGINT)  # as a terminal does: everybody in the group hears it
        _, err = running.communicate(timeout=60)
    assert running.returncode == 130
    first, last = err.splitlines()
    assert "blocks are stored and whole" in first
    assert f"detente sweep --resume {folder}" in first
    assert last == "detente: stopped"
    again = [sys.executable, "-m", "detente", "sweep", "--resume", str(folder)]
    done = subprocess.run(again, capture_output=True, timeout=120, check=False, text=True)
    assert (done.returncode, done.stderr) == (0, "")
    assert "are stored already" in done.stdout or "of them is stored already" in done.stdout
    assert digests(folder) == digests(whole)


@posix
@pytest.mark.long
def test_two_commands_do_not_write_to_one_folder(tmp_path: Path) -> None:
    folder = tmp_path / "s"
    with subprocess.Popen(command(folder), stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True) as running:
        wait_for(lambda: parts(folder) >= 1, running)
        running.send_signal(signal.SIGSTOP)
        try:
            second = subprocess.run(command(folder), capture_output=True, timeout=60, check=False, text=True)
        finally:
            running.kill()
            running.communicate(timeout=60)
    assert second.returncode == 2
    assert f"another process ({running.pid}) is writing" in second.stderr
