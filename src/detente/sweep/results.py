"""A sweep's results in a folder: how far they are, questions about them, and going on with them."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

from detente.engines import Progress
from detente.model.conflict import Conflict
from detente.sweep.executors.protocol import Executor
from detente.sweep.manifest import Manifest, job_of
from detente.sweep.query import asked, plain
from detente.sweep.running import Ran, finish
from detente.sweep.store import Store, opened
from detente.sweep.summary import Summary, summary


@dataclass(eq=False)
class Sweep:
    """The results of a sweep, complete or not.

    Attributes
    ----------
    store : Store
        The folder.
    """

    store: Store

    @property
    def manifest(self) -> Manifest:
        """What was asked of which case."""
        return self.store.manifest

    @property
    def blocks(self) -> int:
        """How many blocks are stored."""
        return len(self.store.present())

    @property
    def complete(self) -> bool:
        """Whether every variant is stored."""
        return self.blocks == self.manifest.blocks

    def query(self, sql: str) -> list[dict[str, Any]]:
        """Return the answer to a question in SQL about the view ``sweep``, a mapping for each row.

        Raises
        ------
        WrongQuery
            If it cannot be answered; the message names the columns.

        Notes
        -----
        Everything is fetched; ``detente.sweep.query.asked`` reads long answers piece by piece.
        """
        with asked(self.store, sql) as found:
            return [dict(zip(found.columns, map(plain, row), strict=True)) for row in found.rows]

    @cached_property
    def summary(self) -> Summary:
        """How many variants have what."""
        return summary(self.store)

    def conflict(self, variant: int) -> Conflict:
        """Return one variant as a conflict, to be asked anything else.

        Parameters
        ----------
        variant : int
            Its number, as in the column ``variant``.
        """
        return job_of(self.manifest, self.store.text).conflict(variant)

    def resume(self, executor: Executor | None = None, progress: Progress | None = None) -> Ran:
        """Compute and store what is missing; see :func:`detente.sweep.run`."""
        self.__dict__.pop("summary", None)
        return finish(self.store, executor, progress)


def open_sweep(folder: str | Path) -> Sweep:
    """Return the results of a sweep in a folder, complete or not.

    Parameters
    ----------
    folder : str or Path

    Raises
    ------
    WrongFolder
        If it holds no sweep.

    Examples
    --------
    >>> open_sweep("nowhere")
    Traceback (most recent call last):
        ...
    detente.sweep.manifest.WrongFolder: there is no folder nowhere
    """
    return Sweep(opened(Path(folder)))
