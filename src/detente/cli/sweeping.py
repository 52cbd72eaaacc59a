"""A sweep from the command line: planned, announced, run or resumed, and shown."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from detente.cli.ending import WrongUsage
from detente.cli.progress import working
from detente.cli.streams import say, show, write_json

if TYPE_CHECKING:
    from detente.cli.asking import Question
    from detente.sweep.executors.protocol import Executor
    from detente.sweep.manifest import Manifest
    from detente.sweep.planning import Plan
    from detente.sweep.results import Sweep
    from detente.sweep.store import Store


@dataclass(frozen=True)
class Wish:
    """How a sweep is run and shown.

    Attributes
    ----------
    out : str or None
        The folder; None only where nothing but the plan is asked for.
    only_plan, as_json : bool
    workers : int or None
        How many processes; None works in this one.
    cluster : str or None
        The address of a cluster's scheduler.
    figure : str or None
        The file of a picture.
    """

    out: str | None
    only_plan: bool
    as_json: bool
    workers: int | None
    cluster: str | None
    figure: str | None

    def check(self) -> None:
        """Refuse what cannot work.

        Raises
        ------
        WrongUsage
            With what would work.
        """
        from detente.cli.writing import refuse

        if self.out is None and not self.only_plan:
            raise WrongUsage("sweep needs --out DIR, where the rows go; --plan only tells what it takes")
        if self.workers is not None and self.workers < 1:
            raise WrongUsage(f"--workers wants a number of processes, 1 or more, and not {self.workers}")
        if self.workers is not None and self.cluster is not None:
            raise WrongUsage("--workers and --cluster exclude each other: a cluster has workers of its own")
        if self.figure is not None and self.only_plan:
            raise WrongUsage("--figure draws results, and --plan has none")
        if self.figure is not None:
            refuse(self.figure)


def asked_anew(asked: Question, wish: Wish, vary: Sequence[str] | None, question: dict[str, Any]) -> int:
    """Begin a sweep, or go on with one of the same question; return the exit code."""
    from detente.sweep.asked import asked as checked
    from detente.sweep.asking import seed_for
    from detente.sweep.manifest import begun
    from detente.sweep.store import begin

    wish.check()
    path = Path(wish.out or "")
    seed = seed_for(path, question.pop("seed")) if wish.out is not None else question.pop("seed") or 0
    block = question.pop("block")
    question |= {"readings": asked.fixed, "world": asked.world, "rules": asked.rules, "seed": seed}
    made = begun(asked.case, checked(asked.case, vary or (), **question), block)
    with _executor(wish) as by:
        if wish.only_plan:
            return _planned(wish, *made, by, _stored(path, made[0]) if wish.out is not None else 0)
        return _run(wish, begin(path, *made), by)


def _stored(path: Path, manifest: Manifest) -> int:
    """Return how many blocks of a sweep are in its folder already."""
    from detente.sweep.store import MANIFEST, opened, same

    return len(same(opened(path), manifest).present()) if (path / MANIFEST).is_file() else 0


def resumed(wish: Wish) -> int:
    """Go on with a sweep; return the exit code."""
    from detente.sweep.store import opened

    wish.check()
    store = opened(Path(wish.out or ""))
    with _executor(wish) as by:
        if wish.only_plan:
            return _planned(wish, store.manifest, store.text, by, len(store.present()))
        return _run(wish, store, by)


@contextmanager
def _executor(wish: Wish) -> Iterator[Executor]:
    """Yield who computes; a cluster is asked at once whether it is there, and so is what counts in the end."""
    from detente.sweep.extras import library

    library("pyarrow" if wish.only_plan else "duckdb")
    if wish.cluster is not None:
        from detente.sweep.executors.cluster import Cluster

        cluster = Cluster(wish.cluster)
        _quieten()
        try:
            _ = cluster.workers
            yield cluster
        finally:
            cluster.close()
    elif wish.workers is not None:
        from detente.sweep.executors.processes import Processes

        yield Processes(wish.workers)
    else:
        from detente.sweep.executors.here import Here

        yield Here()


def _quieten() -> None:
    """Let the client of the cluster say nothing by itself: what is wrong ends as one line of ours."""
    import logging

    for name in ("", ".client", ".comm", ".core", ".utils", ".batched", ".worker"):
        logging.getLogger(f"distributed{name}").disabled = True


def _planned(wish: Wish, manifest: Manifest, text: str, by: Executor, stored: int = 0) -> int:
    from detente.sweep import plain
    from detente.sweep.planning import planned

    made = planned(manifest, text, by.words, by.workers, stored)
    if wish.as_json:
        write_json(plain.plan(made))
    else:
        _show_plan(made, text)
    return 0


def _show_plan(made: Plan, text: str) -> None:
    from detente.cli.views.sweep import plan_parts
    from detente.sweep.manifest import job_of

    job = job_of(made.manifest, text)
    show(lambda width: plan_parts(job, made, width))


def _run(wish: Wish, store: Store, by: Executor) -> int:
    from detente.sweep import plain
    from detente.sweep.planning import planned
    from detente.sweep.results import Sweep

    done = Sweep(store)
    stored = done.blocks
    if not wish.as_json:
        _show_plan(planned(store.manifest, store.text, by.words, by.workers, stored), store.text)
    _worked(done, by, wish)
    with working("counting"):
        found = done.summary
    if wish.figure is not None:
        _draw(done, wish.figure)
    if wish.as_json:
        write_json(plain.sweep(done))
    else:
        from detente.cli.views.sweep import parts

        print()
        show(lambda width: parts(done, found, wish.out or "", width))
    return 0


def _worked(done: Sweep, by: Executor, wish: Wish) -> None:
    """Compute what is missing; whatever ends it early, say how far it is."""
    from detente.sweep.manifest import WrongFolder

    try:
        with working(f"variants ({by.words})") as meter:
            done.resume(by, meter.steps)
    except WrongFolder:
        raise
    except BaseException:
        say(
            f"detente: {done.blocks:,} of {done.manifest.blocks:,} blocks are stored and whole; the same command, or "
            f"detente sweep --resume {wish.out}, goes on from there"
        )
        raise


def _draw(done: Sweep, name: str) -> None:
    from detente.cli.views.sweep import picture
    from detente.cli.writing import write
    from detente.figures.svg import svg

    write(name, svg(picture(done)))
