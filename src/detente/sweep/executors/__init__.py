"""Who computes the blocks of a sweep: this process, processes of this machine, or the workers of a cluster.

An executor is given the blocks that are wanted and yields each with the bytes of its part, in any order. It computes
nothing but :func:`detente.sweep.executors.block.made`, so what it yields does not depend on which executor it is. At
most a few blocks are under way at a time, so memory does not grow with their number. The one process that asks also
writes.
"""

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


__all__ = ["Executor", "Finished", "Tick"]
