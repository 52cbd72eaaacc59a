"""Score the reading of a folder of articles, in two processes at most."""

from __future__ import annotations

import multiprocessing
import signal
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from functools import partial
from hashlib import sha256
from pathlib import Path
from typing import TypeVar

from detente.text.ledger import Ledger, Source
from detente.text.scoring import gold_measures, polnear_measures
from detente.text.scoring.attribution import attributions
from detente.text.scoring.gold import Gold
from detente.text.scoring.polnear import Article, articles
from detente.text.scoring.score import DocumentScore, Scores

MOST_PROCESSES = 2
WORTH_A_POOL = 16
Reader = Callable[[Source], Ledger]
Steps = Callable[[int, int], None]
Item = TypeVar("Item")


def score_polnear(
    folder: Path,
    *,
    limit: int | None = None,
    processes: int | None = None,
    iou: float = 0.5,
    progress: Steps | None = None,
) -> Scores:
    """Read every article of a folder of PolNeAR and compare the statements with what its annotators marked.

    Parameters
    ----------
    folder : pathlib.Path
        Such as ``data/dev``, with the folders ``text`` and ``attributions``.
    limit : int, optional
        Only so many articles, the first by name.
    processes : int, optional
        1 or 2; two where there are many articles.
    iou : float
        How alike the content of two attributions has to be.
    progress : callable, optional
        Is told how many articles are done, of how many.

    Raises
    ------
    DetenteError
        If there is no annotated article, or an annotation does not belong to its text.
    """
    return Scores(tuple(each(partial(score_article, iou=iou), articles(folder)[:limit], processes, progress)))


def score_article(article: Article, *, iou: float = 0.5, read: Reader | None = None) -> DocumentScore:
    """Score the reading of one article of PolNeAR; another reader can be given."""
    raw, text = article.read()
    gold = article.gold(text)
    source = Source(article.text.name, raw, sha256(raw).hexdigest(), text)
    found = attributions((read or _read)(source))
    return polnear_measures.score(article.name, text, gold, found, iou)


def score_gold(
    annotated: Sequence[Gold], *, processes: int | None = None, iou: float = 0.5, progress: Steps | None = None
) -> Scores:
    """Read every annotated article and compare the ledgers; the arguments are those of `score_polnear`."""
    return Scores(tuple(each(partial(score_annotated, iou=iou), annotated, processes, progress)))


def score_annotated(gold: Gold, *, iou: float = 0.5, read: Reader | None = None) -> DocumentScore:
    """Score the reading of one annotated article; another reader can be given."""
    return gold_measures.score(gold.name, gold.ledger, (read or _read)(gold.ledger.source), iou)


def each(
    score: Callable[[Item], DocumentScore],
    items: Sequence[Item],
    processes: int | None = None,
    progress: Steps | None = None,
) -> Iterator[DocumentScore]:
    """Yield the score of each item in order; in two processes where that is worth their start."""
    most = min(processes or MOST_PROCESSES, MOST_PROCESSES)
    tell = progress or (lambda _done, _total: None)
    tell(0, len(items))
    if most == 1 or len(items) < WORTH_A_POOL:
        for done, item in enumerate(items, 1):
            yield score(item)
            tell(done, len(items))
        return
    spawn = multiprocessing.get_context("spawn")
    with ProcessPoolExecutor(most, mp_context=spawn, initializer=_leave_interrupts_to_the_parent) as pool:
        for done, scored in enumerate(pool.map(score, items, chunksize=4), 1):
            yield scored
            tell(done, len(items))


def _leave_interrupts_to_the_parent() -> None:
    signal.signal(signal.SIGINT, signal.SIG_IGN)


def _read(source: Source) -> Ledger:
    from detente.text.reading import read

    return read(source)
