"""The process that asks, alone, with all processors in the compiled kernel."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from detente.sweep.executors.block import made
from detente.sweep.executors.protocol import Finished, Tick
from detente.sweep.manifest import Manifest


@dataclass(frozen=True)
class Here:
    """Computes one block after the other."""

    words: str = "this process"
    workers: int = 1

    def finished(self, manifest: Manifest, text: str, blocks: Iterable[int], tick: Tick) -> Finished:
        """Yield each block with the bytes of its part, in order."""
        told = manifest.as_text()
        for block in blocks:
            tick()
            yield block, made(told, text, block, threads=0, progress=lambda _done, _of: tick())
