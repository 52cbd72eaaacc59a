"""A folder of results: a manifest, a copy of the case, and parts that are whole or not there at all.

One process writes at a time; the lock goes with the process that holds it, however that ends. Nothing is ever deleted
or overwritten that a sweep has not written itself.
"""

from __future__ import annotations

import errno
import os
import re
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from secrets import token_hex
from typing import IO

from detente.errors import NotAnswered
from detente.sweep.extras import library
from detente.sweep.manifest import COPY, Manifest, WrongFolder, differences, from_text

MANIFEST, LOCK, PARTS = "manifest.json", "detente-sweep.lock", "parts"
NAME = "part-{:06d}.parquet"
TEMPORARY = re.compile(r"\.(?:part-\d{6,}\.parquet|manifest\.json|case\.yaml)\.[0-9a-f]{8}\.tmp")
FULL = {errno.ENOSPC, errno.EDQUOT, errno.EFBIG}


class FullDisk(NotAnswered):
    """There is no room for the next part; those that are there are whole."""


@dataclass(frozen=True)
class Store:
    """A folder of results.

    Attributes
    ----------
    path : Path
    manifest : Manifest
    text : str
        The text of the case.
    """

    path: Path
    manifest: Manifest
    text: str

    def part(self, block: int) -> Path:
        """Return where a block's part is, or will be."""
        return self.path / PARTS / NAME.format(block)

    def present(self) -> list[int]:
        """Return the blocks whose parts are there and look whole: a readable end, the right rows, of this sweep."""
        return [block for block in range(self.manifest.blocks) if self._is_whole(block)]

    def stored(self) -> list[Path]:
        """Return the parts that are there and look whole."""
        return [self.part(block) for block in self.present()]

    def _is_whole(self, block: int) -> bool:
        path = self.part(block)
        if not path.is_file():
            return False
        arrow = library("pyarrow")
        try:
            with library("pyarrow.parquet").ParquetFile(path) as file:
                told = file.schema_arrow.metadata or {}
                rows, names = file.metadata.num_rows, file.schema_arrow.names
        except (arrow.ArrowException, OSError, ValueError):
            return False
        size = min(self.manifest.block, self.manifest.variants - block * self.manifest.block)
        mark = (told.get(b"detente_sweep"), told.get(b"block"))
        is_ours = mark == (self.manifest.mark.encode(), str(block).encode())
        return is_ours and rows == size and names == list(self.manifest.columns)

    def put(self, block: int, data: bytes) -> None:
        """Store a part, so that it is there in full or not at all, also after a loss of power.

        Raises
        ------
        FullDisk
            If there is no room for it.
        """
        try:
            _write(self.part(block), data)
        except OSError as error:
            _raise_if_full(error, self.path, "what is stored is whole, and the same command goes on from there")
            raise

    @contextmanager
    def writing(self) -> Iterator[None]:
        """Hold the folder for writing; leftovers of a process that was killed are cleared away.

        Raises
        ------
        WrongFolder
            If another process writes to it.
        """
        with _locked(self.path):
            (self.path / PARTS).mkdir(exist_ok=True)
            for folder in (self.path, self.path / PARTS):
                for left in folder.iterdir():
                    if TEMPORARY.fullmatch(left.name):
                        left.unlink()
            yield


def opened(path: Path) -> Store:
    """Return the results in a folder, complete or not.

    Raises
    ------
    WrongFolder
        If it holds none.
    """
    if not path.is_dir():
        raise WrongFolder(f"there is no folder {path}")
    if not (path / MANIFEST).is_file():
        raise WrongFolder(f"{path} holds no sweep: there is no {MANIFEST} in it; detente sweep CASE --out makes one")
    try:
        manifest = from_text((path / MANIFEST).read_text("utf-8"))
        return Store(path, manifest, (path / COPY).read_bytes().decode("utf-8"))
    except (OSError, UnicodeDecodeError) as error:
        raise WrongFolder(f"{path}: its {MANIFEST} or {COPY} cannot be read: {error}") from None
    except WrongFolder as error:
        raise WrongFolder(f"{path}: {error}") from None


def begin(path: Path, manifest: Manifest, text: str) -> Store:
    """Return the results in a folder that was begun with the same question, or begin it.

    Raises
    ------
    WrongFolder
        If the folder holds something else, or answers another question; the message says what differs.
    FullDisk
        If there is no room even to begin.
    """
    if (path / MANIFEST).is_file():
        return same(opened(path), manifest)
    _refuse_what_is_not_ours(path)
    try:
        path.mkdir(parents=True, exist_ok=True)
        with _locked(path):
            if not (path / MANIFEST).is_file():
                _write(path / COPY, text.encode())
                _write(path / MANIFEST, manifest.as_text().encode())
    except OSError as error:
        _raise_if_full(error, path, "nothing was begun")
        raise
    return same(opened(path), manifest)


def _refuse_what_is_not_ours(path: Path) -> None:
    if path.exists() and not path.is_dir():
        raise WrongFolder(f"{path} is a file; --out wants a folder that is new, empty, or of the same sweep")
    others = [entry.name for entry in path.iterdir()] if path.is_dir() else []
    if others and LOCK not in others:
        raise WrongFolder(
            f"{path} holds other things ({min(others)}) and nothing is put among them; choose another folder"
        )


def same(found: Store, wanted: Manifest) -> Store:
    """Return a folder of results if it answers a question.

    Raises
    ------
    WrongFolder
        If it answers another one, with what differs.
    """
    if other := differences(found.manifest, wanted):
        raise WrongFolder(
            f"{found.path} holds another sweep; these differ: {'; '.join(other)}. Choose another folder for a new one, "
            f"or finish that one with detente sweep --resume {found.path}"
        )
    return found


def _write(path: Path, data: bytes) -> None:
    """Write a file under another name, wait until the disk has it, and give it its name."""
    temporary = path.with_name(f".{path.name}.{token_hex(4)}.tmp")
    try:
        with temporary.open("xb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        temporary.replace(path)
    except BaseException:
        with suppress(OSError):
            temporary.unlink()
        raise
    _settle(path.parent)


def _settle(folder: Path) -> None:
    """Wait until the disk knows the names in a folder, where the system can tell."""
    if os.name == "nt":
        return
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def _raise_if_full(error: OSError, path: Path, state: str) -> None:
    if error.errno in FULL:
        raise FullDisk(f"there is no room left for {path} ({error.strerror}); {state}") from None


@contextmanager
def _locked(path: Path) -> Iterator[None]:
    """Hold the lock of a folder; the system lets go of it when the process ends, whichever way."""
    with (path / LOCK).open("a+", encoding="ascii") as file:
        if not _take(file):
            file.seek(0)
            who = file.read(40).strip() or "unknown"
            raise WrongFolder(f"another process ({who}) is writing to {path}; wait for it")
        with suppress(OSError):  # a full disk cannot even take a number
            file.truncate(0)
            file.write(f"{os.getpid()}\n")
            file.flush()
        yield


def _take(file: IO[str]) -> bool:
    try:
        if os.name == "nt":
            import msvcrt

            file.seek(0)
            msvcrt.locking(file.fileno(), msvcrt.LK_NBLCK, 1)  # type: ignore[attr-defined,unused-ignore]
        else:
            import fcntl

            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:
        return False
    return True
