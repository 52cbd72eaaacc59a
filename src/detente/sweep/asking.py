"""``plan`` and ``run``: a sweep of a case from its question to its folder."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from secrets import randbits
from typing import Any

from detente.case.build import Case
from detente.engines import Progress
from detente.sweep.asked import asked
from detente.sweep.executors.protocol import Executor
from detente.sweep.manifest import WrongFolder, begun
from detente.sweep.planning import Plan, planned
from detente.sweep.results import Sweep
from detente.sweep.running import finish
from detente.sweep.store import MANIFEST, begin, opened

SEED_BITS = 48


def plan(case: Case, vary: Iterable[str], *, workers: int = 1, **question: Any) -> Plan:
    """Return what a sweep will take: variants, blocks, about how long, how much disk.

    Parameters
    ----------
    case : Case
    vary : iterable of str
        What varies: ``readings``, ``worlds``, ``constraints`` (each dropped alone; ``constraints:2`` up to two at
        once), ``orders`` (of the statements of a reading), ``swaps`` (of neighbouring statements), ``rankings=N`` (N
        uniform random strict rankings of the states). All but worlds and constraints take a decision maker, as
        ``orders:russia``. Several make every combination.
    workers : int
        How many blocks will be computed at the same time.
    **question
        As :func:`run` takes it.

    Examples
    --------
    >>> import detente
    >>> made = plan(detente.load("peace-treaty"), ["readings", "worlds"])
    >>> made.manifest.variants, dict(made.varies)
    (288, {'worlds': 6, 'readings of russia': 6, 'readings of japan': 4, 'readings of us': 2})
    """
    question.setdefault("seed", 0)
    return planned(*begun(case, asked(case, vary, **question)), workers=workers)


def run(
    case: Case,
    vary: Iterable[str],
    folder: str | Path,
    *,
    executor: Executor | None = None,
    progress: Progress | None = None,
    block: int | None = None,
    **question: Any,
) -> Sweep:
    """Sweep a case, or go on with a sweep of the same question that was stopped; the rows are in the folder.

    Parameters
    ----------
    case : Case
    vary : iterable of str
        As in :func:`plan`.
    folder : str or Path
        New, empty, or of the same sweep.
    executor : Executor, optional
        Who computes: ``Here()``, ``Processes(workers)`` or ``Cluster(address)`` of ``detente.sweep.executors``.
    progress : callable, optional
        Called with the variants that are stored and all of them; an exception that it raises ends the work, and what is
        stored by then stays.
    block : int, optional
        How many variants a part holds; memory decides if not given.
    **question
        ``readings`` and ``world`` that are fixed, ``concepts`` (Nash and SEQ if not given), ``columns`` (some of
        ``attainable``, ``stays``, ``equilibria``, ``status_quo``, ``outcome``; all if not given), ``states`` (keep the
        equilibria as bits), ``rules`` of attainability, ``sample`` (how many variants are drawn from all), ``seed``.

    Raises
    ------
    UnknownName, WrongPlan, TooLarge
        If the question names what is not there, excludes itself, or has too many variants.
    WrongFolder
        If the folder holds something else.
    FullDisk
        If there is no room; what is stored is whole.

    Notes
    -----
    The same question, seed and version give the same rows on every machine and from every executor. Memory does not
    grow with the number of variants.

    Examples
    --------
    >>> import detente
    >>> from tempfile import TemporaryDirectory
    >>> with TemporaryDirectory() as folder:
    ...     sweep = run(detente.load("peace-treaty"), ["readings"], folder)
    ...     sweep.query("select count(*) as n from sweep where attainable")
    [{'n': 8}]
    """
    path = Path(folder)
    made = asked(case, vary, **{**question, "seed": seed_for(path, question.get("seed"))})
    store = begin(path, *begun(case, made, block))
    finish(store, executor, progress)
    return Sweep(store)


def seed_for(folder: Path, wanted: int | None) -> int:
    """Return the seed of a sweep: the one that is wanted, else the one of the sweep in the folder, else a new one."""
    if wanted is not None:
        return wanted
    if (folder / MANIFEST).is_file():
        try:
            return opened(folder).manifest.asked.seed
        except WrongFolder:
            return 0
    return randbits(SEED_BITS)
