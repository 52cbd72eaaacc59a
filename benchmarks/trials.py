"""What a row of the table is before it is measured, and what a part prepares for it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from contextlib import AbstractContextManager, nullcontext
from dataclasses import dataclass, field
from functools import cache
from importlib import import_module
from pkgutil import iter_modules
from typing import Any

MIB = 1 << 20
GIB = 1 << 30


class NotRun(Exception):
    """A row cannot be measured here; the message says why."""


class Took(float):
    """Seconds that a run measured itself, for instance inside another process; they stand for its time."""


@dataclass(frozen=True)
class Work:
    """What is timed in one row.

    Attributes
    ----------
    runs : mapping
        From what is asked to the function that answers, the main question first. Each is given what ``fresh`` opened.
    fresh : callable
        Opens something new for each run, outside the time taken, so that no answer is remembered.
    digest : callable
        From the answer of the main question to a few letters; rows of one model must have the same.
    facts : mapping
        What the table says beside the times: ``options``, ``states``, ``players``, ``bytes`` that must be touched,
        ``items`` that one run answers, and whatever the part wants to keep.
    elsewhere : bool
        Whether the work is done by processes of its own, so that theirs is the memory that counts.
    """

    runs: Mapping[str, Callable[[Any], Any]]
    fresh: Callable[[], AbstractContextManager[Any]] = nullcontext
    digest: Callable[[Any], str] | None = None
    facts: Mapping[str, Any] = field(default_factory=dict)
    elsewhere: bool = False


@dataclass(frozen=True)
class Trial:
    """A row: a model and a way to answer.

    Attributes
    ----------
    part, model, way : str
        The file in ``parts``, the model in words, and the engine with its setting; together they are the row's key.
    make : callable
        Builds the model in the row's own process; raises ``NotRun`` if it cannot be measured here.
    quick, large : bool
        Whether ``--quick`` measures it, and whether only ``--large`` does.
    seconds : float
        How long it may take about, for the time left and before the first record exists.
    limit : float
        After how many seconds it is given up.
    least : int
        How many rounds at least.
    need : int
        Bytes of memory it needs; where they are not free it is not run.
    environment : mapping
        Variables set for the process.
    """

    part: str
    model: str
    way: str
    make: Callable[[], Work]
    quick: bool = False
    large: bool = False
    seconds: float = 5.0
    limit: float = 600.0
    least: int = 3
    need: int = 0
    environment: Mapping[str, str] = field(default_factory=dict)

    @property
    def key(self) -> str:
        """The name of the row, for ``--only`` and for comparisons."""
        return f"{self.part}: {self.model} [{self.way}]"


@cache
def all_trials() -> dict[str, Trial]:
    """Return every row by its key, in the order of the table: a file in ``parts`` for each part."""
    from benchmarks import parts

    modules = [import_module(f"{parts.__name__}.{m.name}") for m in iter_modules(parts.__path__)]
    ordered = sorted((m for m in modules if hasattr(m, "trials")), key=lambda m: m.PLACE)
    return {trial.key: trial for module in ordered for trial in module.trials()}


def chosen(*, quick: bool, large: bool) -> list[Trial]:
    """Return the rows of a quick run, of the full one, or of the full one with the largest models."""
    return [t for t in all_trials().values() if (t.quick if quick else large or not t.large)]
