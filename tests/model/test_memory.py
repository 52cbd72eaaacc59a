"""Memory at hand: the least of what the machine, the control group and the address space leave."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path
from types import SimpleNamespace

import pytest

from detente.engines import memory as of_engines
from detente.errors import TooLarge
from detente.model import memory

GIB = 1 << 30


@pytest.fixture
def system(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Return the root of a system of our own, with 100 GiB free and no limit anywhere."""
    monkeypatch.delenv("DETENTE_MEMORY", raising=False)
    monkeypatch.setattr(memory, "_SYSTEM", tmp_path)
    monkeypatch.setattr(memory, "_of_the_machine", lambda: 100 * GIB)
    monkeypatch.setattr(memory, "_of_the_address_space", lambda: None)
    return tmp_path


def written(root: Path, files: dict[str, str]) -> None:
    """Write files below the root."""
    for name, text in files.items():
        path = root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text + "\n", "utf-8")


def test_without_limits_it_is_nine_tenths_of_what_is_free(system: Path) -> None:
    assert system.is_dir()
    assert memory.at_hand() == int(0.9 * 100 * GIB)


def test_version_2_of_control_groups_leaves_the_least_of_the_ancestors(system: Path) -> None:
    """Pages of files count as free, since the system gives them back."""
    written(
        system,
        {
            "proc/self/cgroup": "0::/jobs/one",
            "sys/fs/cgroup/jobs/memory.max": str(8 * GIB),
            "sys/fs/cgroup/jobs/memory.current": str(3 * GIB),
            "sys/fs/cgroup/jobs/memory.stat": f"anon 5\ninactive_file {GIB}",
            "sys/fs/cgroup/jobs/one/memory.max": "max",
            "sys/fs/cgroup/jobs/one/memory.current": str(2 * GIB),
        },
    )
    assert memory.at_hand() == int(0.9 * 6 * GIB)


def test_in_a_container_the_limit_stands_at_the_root(system: Path) -> None:
    """The path of the group is that of the host, and is not there inside."""
    written(
        system,
        {
            "proc/self/cgroup": "0::/docker/abc",
            "sys/fs/cgroup/memory.max": str(4 * GIB),
            "sys/fs/cgroup/memory.current": str(GIB),
        },
    )
    assert memory.at_hand() == int(0.9 * 3 * GIB)


def test_version_1_of_control_groups_is_read_as_well(system: Path) -> None:
    written(
        system,
        {
            "proc/self/cgroup": "12:cpu,cpuacct:/\n9:memory:/batch",
            "sys/fs/cgroup/memory/batch/memory.limit_in_bytes": str(2 * GIB),
            "sys/fs/cgroup/memory/batch/memory.usage_in_bytes": str(GIB),
            "sys/fs/cgroup/memory/batch/memory.stat": f"cache 1\ntotal_inactive_file {GIB // 2}",
            "sys/fs/cgroup/memory/memory.limit_in_bytes": str(2**63 - 4096),
            "sys/fs/cgroup/memory/memory.usage_in_bytes": str(50 * GIB),
        },
    )
    assert memory.at_hand() == int(0.9 * 1.5 * GIB)


def test_a_group_that_is_over_its_limit_leaves_nothing(system: Path) -> None:
    written(
        system,
        {
            "proc/self/cgroup": "0::/",
            "sys/fs/cgroup/memory.max": str(GIB),
            "sys/fs/cgroup/memory.current": str(2 * GIB),
        },
    )
    assert memory.at_hand() == 0


@pytest.mark.parametrize("text", ["", "nonsense", "1:name=systemd:/x\n"])
def test_what_cannot_be_read_is_no_limit(system: Path, text: str) -> None:
    written(system, {"proc/self/cgroup": text, "sys/fs/cgroup/memory.max": "much"})
    assert memory.at_hand() == int(0.9 * 100 * GIB)


def test_the_address_space_counts_where_it_is_limited(system: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    assert system.is_dir()
    monkeypatch.setattr(memory, "_of_the_address_space", lambda: 2 * GIB)
    assert memory.at_hand() == int(0.9 * 2 * GIB)


@pytest.mark.skipif(os.name == "nt", reason="address spaces are not limited there")
def test_a_limit_on_the_address_space_is_seen_by_the_process_that_has_it() -> None:
    code = (
        "import resource; from detente.model import memory\n"
        f"resource.setrlimit(resource.RLIMIT_AS, ({4 * GIB}, {4 * GIB}))\n"
        "print(memory._of_the_address_space(), memory.at_hand())"
    )
    env = {k: v for k, v in os.environ.items() if k != "DETENTE_MEMORY"}
    left, hand = map(int, subprocess.check_output([sys.executable, "-c", code], text=True, env=env).split())
    assert 0 < hand <= left < 4 * GIB


def test_the_override_is_taken_as_it_is(system: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    assert system.is_dir()
    monkeypatch.setenv("DETENTE_MEMORY", " 1.5 GiB ")
    assert memory.at_hand() == of_engines.at_hand() == 3 * GIB // 2
    monkeypatch.setenv("DETENTE_MEMORY", "plenty")
    with pytest.raises(TooLarge, match="DETENTE_MEMORY wants a size such as 8GiB or 500MiB, and not 'plenty'"):
        memory.at_hand()


@pytest.mark.parametrize(
    ("text", "number"),
    [("1", 1), ("1k", 1024), ("2 KB", 2048), ("3MiB", 3 << 20), ("4g", 4 << 30), ("0.5TiB", 1 << 39), ("7B", 7)],
)
def test_sizes_are_read_in_the_usual_spellings(text: str, number: int) -> None:
    assert memory.size(text) == number


@pytest.mark.parametrize(
    ("number", "text"),
    [
        (0, "1 KiB"),
        (1500, "1.5 KiB"),
        (999 << 10, "999 KiB"),
        (1 << 20, "1 MiB"),
        (int(2.5 * GIB), "2.5 GiB"),
        (13 * GIB, "13 GiB"),
        (1 << 40, "1.0 TiB"),
        (1 << 60, "1,048,576 TiB"),
        (1 << 20_000, "about 2^20,000 bytes"),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_sizes_are_written_so_that_people_can_read_them(number: int, text: str) -> None:
    assert memory.written(number) == text


def test_too_much_is_refused_before_it_is_taken(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DETENTE_MEMORY", "1GiB")
    memory.require(GIB, "x", "y")
    with pytest.raises(TooLarge) as caught:
        memory.require(2 * GIB, "the table has many cells", "ask for fewer")
    said = "the table has many cells; that takes 2 GiB of memory and 1 GiB are at hand; ask for fewer"
    assert str(caught.value) == said


def test_little_is_never_asked_for(monkeypatch: pytest.MonkeyPatch) -> None:
    """So that small models do not wait for the system."""
    monkeypatch.delenv("DETENTE_MEMORY", raising=False)
    monkeypatch.setattr(memory, "at_hand", SimpleNamespace)
    memory.require(1 << 20, "x", "y")
