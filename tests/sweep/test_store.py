"""A folder of results: parts are whole or not there, and nothing that is not ours is touched."""

from __future__ import annotations

import errno
import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest

import detente
from detente.case.build import Case
from detente.errors import Cancelled
from detente.sweep import open_sweep, run, store
from detente.sweep.asked import asked
from detente.sweep.manifest import Manifest, WrongFolder, begun, copied, from_text, job_of
from detente.sweep.running import finish
from detente.sweep.store import FullDisk, Store, begin, opened
from tests.sweep.conftest import digests

Question = tuple[Manifest, str]


def stopping_after(blocks: int) -> Any:
    def progress(done: int, _of: int) -> None:
        if done >= blocks * 200:
            raise Cancelled("enough")

    return progress


def test_all_blocks_are_there_and_each_variant_once(whole: Path, question: Question) -> None:
    sweep = open_sweep(whole)
    assert sweep.complete
    assert sweep.blocks == question[0].blocks == 36
    (found,) = sweep.query("select count(*) n, count(distinct variant) v, min(variant) a, max(variant) b from sweep")
    assert found == {"n": 7_200, "v": 7_200, "a": 0, "b": 7_199}


def test_a_run_that_was_stopped_goes_on_to_the_same_bytes(whole: Path, question: Question, tmp_path: Path) -> None:
    made = begin(tmp_path / "s", *question)
    for blocks in (1, 5, 20):
        with pytest.raises(Cancelled):
            finish(made, progress=stopping_after(blocks))
        assert len(made.present()) >= blocks
        assert not open_sweep(tmp_path / "s").complete
    ran = finish(begin(tmp_path / "s", *question))
    assert (ran.before, ran.made) == (20, 16)
    assert digests(tmp_path / "s") == digests(whole)
    assert finish(begin(tmp_path / "s", *question)).made == 0


@pytest.mark.parametrize("damage", ["cut", "empty", "noise", "of another block", "of another sweep", "missing"])
def test_a_damaged_part_is_made_again(damage: str, whole: Path, treaty: Case, tmp_path: Path) -> None:
    made = opened(Path(shutil.copytree(whole, tmp_path / "s")))
    part = made.part(3)
    data = part.read_bytes()
    other, text = begun(treaty, asked(treaty, ["rankings:us=1200", "worlds"], seed=12, states=True), 200)
    changed = {
        "cut": lambda: part.write_bytes(data[: len(data) // 2]),
        "empty": lambda: part.write_bytes(b""),
        "noise": lambda: part.write_bytes(bytes(range(256)) * 9),
        "of another block": lambda: part.write_bytes(made.part(4).read_bytes()),
        "of another sweep": lambda: part.write_bytes(_part(other, text, 3)),
        "missing": part.unlink,
    }
    changed[damage]()
    assert 3 not in made.present()
    assert open_sweep(tmp_path / "s").query("select count(*) n from sweep") == [{"n": 7_000}]
    assert finish(made).made == 1
    assert digests(tmp_path / "s") == digests(whole)


def _part(manifest: Manifest, text: str, block: int) -> bytes:
    from detente.sweep.executors.block import made

    return made(manifest.as_text(), text, block)


def test_what_a_killed_process_left_half_written_is_cleared_away(question: Question, tmp_path: Path) -> None:
    made = begin(tmp_path / "s", *question)
    (tmp_path / "s" / "parts").mkdir()
    left = tmp_path / "s" / "parts" / ".part-000003.parquet.0123abcd.tmp"
    left.write_bytes(b"half")
    theirs = tmp_path / "s" / "parts" / "notes.txt"
    theirs.write_text("mine", "utf-8")
    assert made.present() == []
    finish(made)
    assert not left.exists()
    assert theirs.read_text("utf-8") == "mine"


# -------------------------------------------------------------------------------------------------- a full disk


@pytest.mark.parametrize("code", [errno.ENOSPC, errno.EDQUOT])
def test_a_full_disk_is_told_and_nothing_half_written_counts(
    code: int, whole: Path, question: Question, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    made = begin(tmp_path / "s", *question)
    left = [7]

    def sync(_handle: int) -> None:
        left[0] -= 1
        if left[0] < 0:
            raise OSError(code, os.strerror(code))

    with monkeypatch.context() as patch:
        patch.setattr(store.os, "fsync", sync)
        with pytest.raises(FullDisk, match="what is stored is whole"):
            finish(made)
    present = made.present()
    assert 0 < len(present) < 36
    assert not list((tmp_path / "s" / "parts").glob(".*"))
    finish(made)
    assert digests(tmp_path / "s") == digests(whole)


def test_a_disk_that_is_full_from_the_start_is_told_too(
    question: Question, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def sync(_handle: int) -> None:
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    with monkeypatch.context() as patch:
        patch.setattr(store.os, "fsync", sync)
        with pytest.raises(FullDisk, match="nothing was begun"):
            begin(tmp_path / "s", *question)
    assert begin(tmp_path / "s", *question).present() == []


@pytest.mark.skipif(os.name == "nt", reason="needs the limits of POSIX")
def test_a_file_that_the_system_refuses_to_let_grow_is_a_full_disk(tmp_path: Path) -> None:
    """The system itself refuses here: no file of the process may be larger than 9,000 bytes."""
    import resource

    def limited() -> None:
        resource.setrlimit(resource.RLIMIT_FSIZE, (9_000, 9_000))

    command = [sys.executable, "-m", "detente", "sweep", "chicken", "--vary", "rankings=60000", "--seed", "1"]
    command += ["--out", str(tmp_path / "s"), "--columns", "equilibria,outcome"]
    done = subprocess.run(command, capture_output=True, preexec_fn=limited, timeout=120, check=False, text=True)
    assert done.returncode == 3
    assert "no room left" in done.stderr
    assert "0 of 1 blocks are stored" in done.stderr
    assert not list((tmp_path / "s" / "parts").iterdir())
    done = subprocess.run([*command, "--json"], capture_output=True, timeout=120, check=False, text=True)
    assert done.returncode == 0


# --------------------------------------------------------------------------------------------- other folders


def test_a_folder_of_another_question_says_what_differs(whole: Path, treaty: Case) -> None:
    before = digests(whole)
    wrong: list[tuple[dict[str, Any], str]] = [
        ({"seed": 12}, r"seed \(11 there, 12 here\)"),
        ({"vary": ["worlds"]}, "vary"),
        ({"concepts": ["Nash"]}, r"concepts \(Nash, SEQ there, Nash here\)"),
        ({"columns": ["stays"]}, "columns"),
        ({"readings": {"japan": "four_only"}}, r"readings \(none there, japan=four_only here\)"),
        ({"states": False}, r"states \(yes there, no here\)"),
        ({"block": 400}, "how many variants a block holds"),
    ]
    for change, said in wrong:
        kept: dict[str, Any] = {"vary": ["rankings:us=1200", "worlds"], "seed": 11, "states": True, "block": 200}
        kept |= change
        with pytest.raises(WrongFolder, match=said):
            run(treaty, kept.pop("vary"), whole, **kept)
    with pytest.raises(WrongFolder, match=r"the case \(peace-treaty.* there, peace-treaty-2024.* here\)"):
        run(detente.load("peace-treaty-2024"), ["rankings:us=1200", "worlds"], whole, seed=11, states=True, block=200)
    assert digests(whole) == before


def test_a_seed_that_is_not_given_is_that_of_the_folder_and_else_drawn_once(treaty: Case, tmp_path: Path) -> None:
    question: dict[str, Any] = {"columns": ["equilibria"]}
    first = run(treaty, ["rankings=10"], tmp_path / "a", **question).manifest.asked.seed
    assert run(treaty, ["rankings=10"], tmp_path / "a", **question).manifest.asked.seed == first
    assert run(treaty, ["rankings=10"], tmp_path / "b", **question).manifest.asked.seed != first


def test_nothing_is_put_among_things_that_are_not_ours(question: Question, tmp_path: Path) -> None:
    (tmp_path / "case.yaml").write_text("mine", "utf-8")
    with pytest.raises(WrongFolder, match=r"holds other things \(case.yaml\)"):
        begin(tmp_path, *question)
    with pytest.raises(WrongFolder, match="is a file"):
        begin(tmp_path / "case.yaml", *question)
    assert [p.name for p in tmp_path.iterdir()] == ["case.yaml"]
    with pytest.raises(WrongFolder, match="holds no sweep"):
        opened(tmp_path)
    with pytest.raises(WrongFolder, match="there is no folder"):
        opened(tmp_path / "nowhere")


def test_a_start_that_was_broken_off_before_the_manifest_is_begun_again(question: Question, tmp_path: Path) -> None:
    folder = tmp_path / "s"
    folder.mkdir()
    (folder / store.LOCK).write_text("123\n", "ascii")
    (folder / "case.yaml").write_text("half", "utf-8")
    (folder / ".manifest.json.0123abcd.tmp").write_text("{", "utf-8")
    made = begin(folder, *question)
    assert made.text == question[1]
    with made.writing():
        assert sorted(p.name for p in folder.iterdir()) == ["case.yaml", store.LOCK, "manifest.json", "parts"]


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("{", "cannot be read"),
        ("[]", "cannot be read"),
        ("{}", "cannot be read"),
        ('{"detente_sweep": 2}', "format 2 and this program reads format 1"),
        ('{"detente_sweep": 1, "asked": 3}', "cannot be read"),
        ("\0", "cannot be read"),
    ],
)
def test_a_manifest_that_is_none_is_told(text: str, said: str, tmp_path: Path) -> None:
    (tmp_path / "manifest.json").write_text(text, "utf-8")
    (tmp_path / "case.yaml").write_text("x", "utf-8")
    with pytest.raises(WrongFolder, match=said):
        opened(tmp_path)


def test_a_changed_case_or_another_version_is_not_mixed_in(question: Question, tmp_path: Path) -> None:
    made = begin(tmp_path / "s", *question)
    copy = tmp_path / "s" / "case.yaml"
    copy.write_text(made.text + "# changed\n", "utf-8")
    with pytest.raises(WrongFolder, match="was changed since"):
        finish(opened(tmp_path / "s"))
    copy.write_text(made.text, "utf-8", newline="\n")
    manifest = tmp_path / "s" / "manifest.json"
    told = manifest.read_text("utf-8")
    manifest.write_text(told.replace('"detente": "0.1.0"', '"detente": "9.9.9"'), "utf-8")
    with pytest.raises(WrongFolder, match=r"begun by Détente 9\.9\.9"):
        finish(opened(tmp_path / "s"))


def test_the_manifest_tells_everything_that_the_rows_follow_from(question: Question) -> None:
    manifest, text = question
    again = from_text(manifest.as_text())
    assert again == manifest
    assert again.mark == manifest.mark
    assert job_of(again, text).design.variants == manifest.variants


def test_the_copy_of_a_case_is_the_same_model_without_its_base_and_variants() -> None:
    for slug in ("peace-treaty-1956", "peace-treaty-2024", "elmira", "syria-iraq-1975"):
        case = detente.load(slug)
        for variant in (None, *case.file.variants):
            chosen = detente.load(slug, variant=variant)
            again = from_case_text(copied(chosen))
            assert again.file.variants == {}
            assert again.structure.states.patterns == chosen.structure.states.patterns
            for dm, readings in chosen.preferences.items():
                for name, preference in readings.items():
                    order = preference.order(chosen.structure.states).ranks
                    assert again.preferences[dm][name].order(again.structure.states).ranks.tolist() == order.tolist()


def from_case_text(text: str) -> Case:
    from detente.case.read import read

    return read(text.encode(), "copy.yaml")


# --------------------------------------------------------------------------------------------------- the lock


@contextmanager
def held(made: Store) -> Iterator[None]:
    with made.writing():
        yield


@pytest.mark.skipif(os.name == "nt", reason="the lock of one process does not keep itself out there")
def test_one_process_writes_at_a_time(question: Question, tmp_path: Path) -> None:
    made = begin(tmp_path / "s", *question)
    with held(made), pytest.raises(WrongFolder, match=rf"another process \({os.getpid()}\) is writing"):
        finish(made)
    with pytest.raises(Cancelled):
        finish(made, progress=stopping_after(1))
    finish(made)
