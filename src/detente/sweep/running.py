"""Running a sweep: whatever blocks are missing are computed and stored, in any order, until all are there."""

from __future__ import annotations

from contextlib import closing
from dataclasses import dataclass

from detente.engines import Progress
from detente.errors import NotAnswered
from detente.sweep.executors.here import Here
from detente.sweep.executors.protocol import Executor
from detente.sweep.store import Store


@dataclass(frozen=True)
class Ran:
    """What a run did.

    Attributes
    ----------
    before : int
        How many blocks were there already.
    made : int
        How many it made.
    executor : str
        What computed them, in words.
    """

    before: int
    made: int
    executor: str


def finish(store: Store, executor: Executor | None = None, progress: Progress | None = None) -> Ran:
    """Compute and store what is missing in a folder.

    Parameters
    ----------
    store : Store
    executor : Executor, optional
        Who computes; this process if not given.
    progress : callable, optional
        Called with the variants that are stored and all of them; an exception that it raises ends the work, and what is
        stored by then stays.

    Raises
    ------
    WrongFolder
        If another process writes to the folder, or its case was changed.
    FullDisk
        If there is no room.
    NotAnswered
        If the executor cannot go on, or something made after all is missing.
    """
    by = executor or Here()
    with store.writing():
        present = set(store.present())
        missing = [block for block in range(store.manifest.blocks) if block not in present]
        counted = _Counted(store, present, progress)
        counted.tick()
        if missing:
            with closing(by.finished(store.manifest, store.text, missing, counted.tick)) as finished:
                for block, data in finished:
                    store.put(block, data)
                    counted.add(block)
        if len(counted.stored) != store.manifest.blocks:
            raise NotAnswered(f"{store.manifest.blocks - len(counted.stored)} blocks are missing; begin again")
    return Ran(len(present), len(missing), by.words)


class _Counted:
    """Counts the variants that are stored, and passes that on."""

    def __init__(self, store: Store, present: set[int], progress: Progress | None) -> None:
        self.manifest, self.stored, self.progress = store.manifest, set(present), progress

    def add(self, block: int) -> None:
        self.stored.add(block)
        self.tick()

    def tick(self) -> None:
        if self.progress is not None:
            done = len(self.stored) * self.manifest.block
            self.progress(min(done, self.manifest.variants), self.manifest.variants)
