"""Processes of this machine; one that dies is replaced, and what it was working on is done again."""

from __future__ import annotations

import multiprocessing
import os
import signal
import threading
from collections.abc import Iterable, Iterator
from concurrent.futures import FIRST_COMPLETED, Future, ProcessPoolExecutor, wait
from concurrent.futures.process import BrokenProcessPool
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import islice
from typing import Any

from detente.errors import Cancelled, NotAnswered
from detente.sweep.executors.block import made
from detente.sweep.executors.protocol import Finished, Tick
from detente.sweep.manifest import Manifest

AHEAD = 2
PATIENCE = 0.2
MOST_DEATHS = 3


@dataclass(frozen=True)
class Processes:
    """Computes blocks in several processes, each with one thread of the compiled kernel.

    Parameters
    ----------
    workers : int

    Notes
    -----
    Each process begins anew and imports the script that started it, so a script of yours needs the usual
    ``if __name__ == "__main__":`` around what it does.
    """

    workers: int

    @property
    def words(self) -> str:
        """What it is."""
        return f"{self.workers} process{'' if self.workers == 1 else 'es'} of this machine"

    def finished(self, manifest: Manifest, text: str, blocks: Iterable[int], tick: Tick) -> Finished:
        """Yield each block with the bytes of its part, as they are done.

        Raises
        ------
        NotAnswered
            If processes die again and again without getting anything done.
        """
        left, deaths = list(blocks), 0
        while left:
            done: set[int] = set()
            try:
                for block, data in self._pooled(manifest.as_text(), text, left, tick):
                    done.add(block)
                    deaths = 0
                    yield block, data
            except BrokenProcessPool:
                deaths += 1
                if deaths >= MOST_DEATHS:
                    raise NotAnswered(
                        f"the processes died {deaths} times in a row, perhaps for want of memory; what is stored is "
                        "whole, and --workers 1 or no --workers may get further"
                    ) from None
            left = [block for block in left if block not in done]

    def _pooled(self, told: str, text: str, blocks: Iterable[int], tick: Tick) -> Finished:
        context = multiprocessing.get_context("spawn")
        stop = context.Event()
        pool = ProcessPoolExecutor(self.workers, mp_context=context, initializer=_begin, initargs=(told, text, stop))
        try:
            yield from _in_turn(pool, iter(blocks), self.workers * AHEAD, tick)
        finally:
            stop.set()
            pool.shutdown(wait=True, cancel_futures=True)


def _in_turn(pool: ProcessPoolExecutor, blocks: Iterator[int], most: int, tick: Tick) -> Finished:
    with _deaf():
        under_way: dict[Future[bytes], int] = {pool.submit(_compute, block): block for block in islice(blocks, most)}
    while under_way:
        tick()
        for future in wait(under_way, timeout=PATIENCE, return_when=FIRST_COMPLETED).done:
            block = under_way.pop(future)
            data = future.result()
            under_way |= {pool.submit(_compute, more): more for more in islice(blocks, 1)}
            yield block, data


@contextmanager
def _deaf() -> Iterator[None]:
    """Start processes that do not hear Ctrl-C from their first moment on; it is the parent's business."""
    if threading.current_thread() is not threading.main_thread():
        yield
        return
    before = signal.signal(signal.SIGINT, signal.SIG_IGN)
    try:
        yield
    finally:
        signal.signal(signal.SIGINT, before)


_given: dict[str, Any] = {}


def _begin(told: str, text: str, stop: Any) -> None:
    """Make a process ready: Ctrl-C is the parent's business, and nobody outlives the parent."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    _given.update(told=told, text=text, stop=stop)
    threading.Thread(target=_end_with_the_parent, daemon=True).start()


def _end_with_the_parent() -> None:
    parent = multiprocessing.parent_process()
    if parent is not None:
        parent.join()
        os._exit(1)


def _compute(block: int) -> bytes:
    return made(_given["told"], _given["text"], block, threads=1, progress=_look)


def _look(_done: int, _of: int) -> None:
    if _given["stop"].is_set():
        raise Cancelled("stopped")
