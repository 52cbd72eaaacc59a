"""What an installation does where a tool is missing, and where something is wrong with what is there."""

from __future__ import annotations

import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from detente import __version__
from tests import needs
from tests.kernel import building

pytestmark = pytest.mark.tree
MISSING = "no C++ compiler when installed (Debian: apt install g++)"


@pytest.fixture
def tree(tmp_path: Path) -> Path:
    return building.copied_tree(tmp_path / "tree")


def said_by(installation: Path) -> list[str]:
    """Return the lines of ``detente --version`` of an installation."""
    code = "import sys; sys.path.insert(0, sys.argv[1]); from detente.cli import main; main(['--version'])"
    command = [sys.executable, "-E", "-c", code, str(installation)]
    return subprocess.run(command, capture_output=True, check=True).stdout.decode().splitlines()


@pytest.mark.skipif(sys.platform == "win32", reason="links to programs need rights on Windows")
def test_without_a_compiler_it_is_installed_and_says_why(tree: Path, tmp_path: Path) -> None:
    path = building.path_without_a_compiler(tmp_path / "bin")
    done = building.installed(tree, tmp_path / "site", PATH=path)
    assert done.returncode == 0, done.stderr.decode()
    assert said_by(tmp_path / "site")[-1] == f"no kernel: {MISSING}"
    assert not list((tmp_path / "site/detente/engines").glob("_kernel.*.so"))


@pytest.mark.skipif(sys.platform == "win32", reason="links to programs need rights on Windows")
def test_where_it_is_required_a_missing_compiler_is_an_error(tree: Path, tmp_path: Path) -> None:
    path = building.path_without_a_compiler(tmp_path / "bin")
    done = building.installed(tree, tmp_path / "site", PATH=path, DETENTE_KERNEL="require")
    assert done.returncode != 0
    assert "DETENTE_KERNEL=require" in done.stdout.decode() + done.stderr.decode()


def test_a_compiler_that_does_not_work_is_an_error(tree: Path, tmp_path: Path) -> None:
    broken = shutil.which("false") or needs.without("there is no program that fails here")
    done = building.installed(tree, tmp_path / "site", CXX=broken)
    assert done.returncode != 0
    assert "is not able to compile a simple test program" in done.stdout.decode() + done.stderr.decode()


@pytest.mark.slow
def test_a_source_that_does_not_compile_is_an_error(tree: Path, tmp_path: Path) -> None:
    needs.compiler()
    needs.headers()
    for source in (tree / "kernel").glob("*.cpp"):  # each of them, so that it does not take long
        source.write_text('#error "broken on purpose"\n', "utf-8")
    done = building.installed(tree, tmp_path / "site")
    assert done.returncode != 0
    assert "broken on purpose" in done.stdout.decode() + done.stderr.decode()


@pytest.mark.long
def test_an_installation_from_the_tree_has_the_kernel(tree: Path, tmp_path: Path) -> None:
    needs.compiler()
    needs.headers()
    done = building.installed(tree, tmp_path / "site")
    assert done.returncode == 0, done.stderr.decode()
    assert said_by(tmp_path / "site")[-1].startswith(f"kernel {__version__}: built for baseline")


def shared_functions(path: Path) -> set[str]:
    """Return what an object defines that the linker takes from one object only, though several may hold it."""
    nm = shutil.which("nm") or needs.without("nm, which lists what objects hold, is not here")
    listed = subprocess.run([nm, "--defined-only", str(path)], capture_output=True, check=True).stdout.decode()
    lines = [line.split() for line in listed.splitlines()]
    return {line[-1] for line in lines if len(line) == 3 and line[1] in {"W", "V", "u"}}


def test_no_code_for_one_processor_stands_in_for_another() -> None:
    """A function that several objects hold is linked once: that of AVX-512 must not be taken for the baseline's."""
    built = building.ROOT / "build" / "kernel"
    if len(needs.kernel().built) == 1:
        needs.without("this kernel was built for one instruction set")
    held: dict[tuple[str, str], set[str]] = {}  # by build and instruction set
    for path in built.glob("cp*/CMakeFiles/*.dir/**/*.o"):
        parts = path.relative_to(built).parts
        target = parts[2].removesuffix(".dir") if parts[2].startswith("hot_") else ""
        held.setdefault((parts[0], target), set()).update(shared_functions(path))
    if not held:
        needs.without("the kernel was not built from this tree")
    assert any(target for _, target in held)
    for (build, target), shared in held.items():
        if target in {"hot_avx2", "hot_avx512"}:
            others = set().union(*(names for (b, t), names in held.items() if b == build and t != target))
            assert not shared & others, f"{target} and other objects hold the same functions"
