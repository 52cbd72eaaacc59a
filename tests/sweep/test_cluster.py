"""A Dask cluster gives the same rows, byte for byte, whoever of it dies; what is wrong with one is told at once."""

from __future__ import annotations

import os
import subprocess
from pathlib import Path

import pytest

from detente.sweep.executors import cluster as module
from detente.sweep.executors.cluster import Cluster, NoCluster
from detente.sweep.manifest import Manifest
from detente.sweep.running import finish
from detente.sweep.store import begin, opened
from detente.sweep.vary import WrongPlan
from tests.sweep.cluster import dask, free_port, kill
from tests.sweep.conftest import digests, rows
from tests.sweep.processes import command, parts, wait_for

pytestmark = [
    pytest.mark.skipif(os.name == "nt", reason="processes are ended otherwise there"),
    pytest.mark.filterwarnings("ignore"),
]
pytest.importorskip("distributed")
Question = tuple[Manifest, str]


@pytest.mark.slow
def test_a_killed_worker_loses_nothing_and_nothing_is_counted_twice(
    question: Question, whole: Path, tmp_path: Path
) -> None:
    """One of two workers is killed while blocks are under way, a third one joins later."""
    made = begin(tmp_path / "s", *question)
    with dask(tmp_path, 2) as started:
        by = Cluster(started.address)
        stored: list[int] = []
        try:
            assert by.workers >= 1

            def progress(done: int, _of: int) -> None:
                if done >= 1000 and not stored:
                    stored.append(done)
                    kill(started.workers[0])
                    started.add_worker()

            ran = finish(made, by, progress)
        finally:
            by.close()
    assert stored, "a worker was killed under way"
    assert ran.made == 36
    assert digests(tmp_path / "s") == digests(whole)
    assert rows(tmp_path / "s") == rows(whole)


@pytest.mark.slow
def test_a_scheduler_that_goes_away_is_told_in_one_line_and_what_is_stored_stays(whole: Path, tmp_path: Path) -> None:
    folder = tmp_path / "s"
    with dask(tmp_path, 1) as started:
        call = command(folder, "--cluster", started.address)
        with subprocess.Popen(call, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True) as running:
            wait_for(lambda: parts(folder) >= 3, running)
            assert started.scheduler is not None
            kill(started.scheduler)
            _, err = running.communicate(timeout=60)
    assert running.returncode == 3
    first, last = err.splitlines()
    assert "blocks are stored and whole" in first
    assert "went away; what is stored is whole" in last
    store = opened(folder)
    assert 3 <= len(store.present()) < 36
    finish(store)
    assert digests(folder) == digests(whole)


def test_a_cluster_that_is_not_there_is_told_at_once() -> None:
    with pytest.raises(NoCluster, match=r"no scheduler .* answers .* dask scheduler starts one"):
        _ = Cluster(f"tcp://127.0.0.1:{free_port()}").workers
    for wrong in ("127.0.0.1", "nonsense", "http://x:1", "tcp://x", ""):
        with pytest.raises(WrongPlan, match="scheduler's address"):
            _ = Cluster(wrong).workers


def test_a_cluster_without_workers_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "JOINING", 0.5)
    with dask(tmp_path, 0) as started, pytest.raises(NoCluster, match=r"has no workers; dask worker tcp"):
        _ = Cluster(started.address).workers


def test_a_worker_with_another_version_or_none_is_named(tmp_path: Path) -> None:
    (tmp_path / "other" / "detente").mkdir(parents=True)
    other = tmp_path / "other" / "detente" / "__init__.py"
    with dask(tmp_path, 0) as started:
        started.add_worker(PYTHONPATH=str(tmp_path / "other"))
        other.write_text("raise ImportError('not for this machine')\n", "utf-8")
        with pytest.raises(NoCluster, match="cannot import Détente"):
            _ = Cluster(started.address).workers


def test_the_command_says_that_there_is_no_cluster_and_begins_nothing(tmp_path: Path) -> None:
    import sys

    command = [sys.executable, "-m", "detente", "sweep", "chicken", "--vary", "readings", "--out", str(tmp_path / "s")]
    command += ["--cluster", f"tcp://127.0.0.1:{free_port()}"]
    done = subprocess.run(command, capture_output=True, timeout=60, check=False, text=True)
    assert done.returncode == 3
    assert done.stderr.count("\n") == 1
    assert "no scheduler of a cluster answers" in done.stderr
    assert not (tmp_path / "s").exists()
