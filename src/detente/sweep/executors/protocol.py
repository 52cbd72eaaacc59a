"""What an executor is: it is given blocks and yields each with the bytes of its part."""

from __future__ import annotations

from collections.abc import Callable, Generator, Iterable
from typing import Protocol

from detente.sweep.manifest import Manifest

Finished = Generator[tuple[int, bytes], None, None]
Tick = Callable[[], None]


class Executor(Protocol):
    """Computes blocks."""

    @property
    def words(self) -> str:
        """What it is, in a few words."""

    @property
    def workers(self) -> int:
        """How many blocks it computes at the same time."""

    def finished(self, manifest: Manifest, text: str, blocks: Iterable[int], tick: Tick) -> Finished:
        """Yield each block with the bytes of its part; ``tick`` is called now and then and may raise."""
