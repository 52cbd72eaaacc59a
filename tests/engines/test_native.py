"""The compiled kernel is there or is said to be absent, and the environment decides who does without it."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path
from types import ModuleType

import pytest

from detente import __version__
from detente.engines import native
from detente.errors import MissingExtra, UnknownName


@pytest.fixture
def missing(monkeypatch: pytest.MonkeyPatch) -> str:
    """Have no kernel, whatever was installed; return the reason given."""
    reason = "no C++ compiler when installed (Debian: apt install g++)"
    monkeypatch.delenv("DETENTE_KERNEL", raising=False)
    monkeypatch.setattr(native, "_loaded", lambda: (None, reason))
    monkeypatch.setattr(native, "_said", [])
    return reason


def fresh(code: str, **environment: str) -> str:
    """Run code in a process of its own and return what it prints."""
    settings = {name: value for name, value in os.environ.items() if name != "DETENTE_KERNEL"} | environment
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, check=True, env=settings)
    return done.stdout.decode().strip()


def test_either_the_module_is_there_or_a_reason(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("DETENTE_KERNEL", raising=False)
    assert (native.module() is None) == bool(native.absent())
    assert "\n" not in native.absent()


@pytest.mark.skipif("DETENTE_CI" not in os.environ, reason="only where DETENTE_CI forbids to run without the kernel")
def test_the_kernel_is_there_where_nothing_may_be_skipped() -> None:
    assert native.absent() == ""


def test_off_does_without_it(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DETENTE_KERNEL", "off")
    assert native.module() is None
    assert "DETENTE_KERNEL=off" in native.absent()


def test_require_makes_its_absence_an_error(missing: str, monkeypatch: pytest.MonkeyPatch) -> None:
    assert native.module() is None
    monkeypatch.setenv("DETENTE_KERNEL", "require")
    with pytest.raises(MissingExtra, match="DETENTE_KERNEL=require") as raised:
        native.module()
    assert missing in str(raised.value)


def test_another_wish_is_an_error(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DETENTE_KERNEL", "on")
    with pytest.raises(UnknownName, match="off, require or empty, not on"):
        native.module()


def test_its_absence_is_said_once(missing: str) -> None:
    said: list[str] = []
    native.say_once(said.append)
    native.say_once(said.append)
    assert len(said) == 1
    assert missing in said[0]


def test_nothing_is_said_to_somebody_who_asked_for_numpy(missing: str, monkeypatch: pytest.MonkeyPatch) -> None:
    assert missing
    monkeypatch.setenv("DETENTE_KERNEL", "off")
    said: list[str] = []
    native.say_once(said.append)
    assert said == []


@pytest.mark.parametrize("reason", ["", "no C++ compiler when installed (Debian: apt install g++)", "x " * 90])
def test_its_description_is_one_short_line(reason: str, monkeypatch: pytest.MonkeyPatch) -> None:
    kernel = ModuleType("_kernel")
    vars(kernel).update(version="0.1.0", built=("baseline", "avx2", "avx512"), chosen="avx2")
    monkeypatch.delenv("DETENTE_KERNEL", raising=False)
    monkeypatch.setattr(native, "_loaded", lambda: (None if reason else kernel, reason))
    line = native.described()
    assert len(line) <= 80
    assert "\n" not in line
    if reason:
        assert line.startswith(f"no kernel: {reason[:40]}")
    else:
        assert line == "kernel 0.1.0: built for baseline, avx2, avx512; avx2 runs here"


@pytest.mark.parametrize("broken", [ImportError("undefined symbol:\n f"), ModuleNotFoundError("x", name=native._NAME)])
def test_a_kernel_that_cannot_be_loaded_is_absent(broken: ImportError, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(_: str) -> ModuleType:
        raise broken

    monkeypatch.setattr(native, "import_module", fail)
    found, reason = native._loaded.__wrapped__()
    assert found is None
    assert reason
    assert "\n" not in reason


def test_a_kernel_of_another_version_is_not_used(monkeypatch: pytest.MonkeyPatch) -> None:
    kernel = ModuleType("_kernel")
    vars(kernel)["version"] = "0.0.9"
    monkeypatch.setattr(native, "import_module", lambda _: kernel)
    assert native._loaded.__wrapped__() == (None, f"it is of version 0.0.9, not {__version__}: install again")


def test_what_the_installation_wrote_down_is_the_reason(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("importlib.resources.files", lambda _: tmp_path)
    assert "install again" in native._written_down()
    (tmp_path / "_kernel.absent").write_text("no C++ compiler\n", "utf-8")
    assert native._written_down() == "no C++ compiler"


def test_importing_the_package_does_not_load_it() -> None:
    code = "import sys, detente, detente.engines.native as n; print('detente.engines._kernel' in sys.modules)"
    assert fresh(code) == "False"


def test_the_program_names_it() -> None:
    line = fresh("from detente.cli import main; main(['--version'])").splitlines()[-1]
    assert line.startswith(("kernel ", "no kernel: "))
    assert fresh("from detente.cli import main; main(['--version'])", DETENTE_KERNEL="off").endswith("asks for numpy")


@pytest.mark.skipif(native._loaded()[0] is None, reason=f"there is no compiled kernel: {native._loaded()[1]}")
@pytest.mark.parametrize("most", ["baseline", "avx2", "avx512"])
def test_a_better_instruction_set_can_be_forbidden(most: str) -> None:
    kernel = native._loaded()[0]
    assert kernel is not None
    order = ("baseline", "avx2", "avx512")
    code = "from detente.engines import native; print(native._loaded()[0].chosen)"
    chosen = fresh(code, DETENTE_TARGET=most)
    assert order.index(chosen) == min(order.index(most), order.index(fresh(code)), len(kernel.built) - 1)
