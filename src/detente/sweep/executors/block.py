"""The one function that every executor runs: a manifest, the text of a case and a block's number to a part's bytes."""

from __future__ import annotations

from detente.engines import Progress
from detente.sweep.manifest import from_text, job_of
from detente.sweep.table import part


def made(told: str, text: str, block: int, threads: int = 1, progress: Progress | None = None) -> bytes:
    """Return the bytes of a block's part.

    Parameters
    ----------
    told : str
        The text of the manifest.
    text : str
        The text of the case.
    block : int
    threads : int
        How many threads of the compiled kernel work; 0 is one for each processor.
    progress : callable, optional
        Called now and then; an exception that it raises ends the work.
    """
    manifest = from_text(told)
    return part(job_of(manifest, text), block, manifest.mark, threads=threads, progress=progress)
