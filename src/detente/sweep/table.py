"""A block of variants as an Arrow table and as the bytes of a Parquet file; the same bytes wherever it is made."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
import numpy.typing as npt

from detente.engines import Progress
from detente.sweep.answers import Answers
from detente.sweep.design import Rows
from detente.sweep.extras import library
from detente.sweep.job import Job

SEPARATOR = "+"
VARIANT, DRAW, WORLD, DROPPED, WHY_NOT = "variant", "draw", "world", "dropped", "why_not"


def columns(job: Job) -> dict[str, str]:
    """Return the columns in their order, each with its type in the words of SQL; nothing is computed.

    Examples
    --------
    >>> import detente
    >>> from detente.sweep.asked import asked
    >>> case = detente.load("elmira")
    >>> list(columns(Job(case, asked(case, ["orders:moe"], concepts=["Nash"], columns=["equilibria"]))))
    ['variant', 'order_moe', 'Nash_equilibria', 'why_not']
    """
    return {name: _WORDS.get(str(kind), str(kind)) for name, kind in zip(*_named(job), strict=True)}


_WORDS = {
    "int64": "BIGINT",
    "int32": "INTEGER",
    "bool": "BOOLEAN",
    "string": "VARCHAR",
    "dictionary<values=string, indices=int32, ordered=0>": "VARCHAR",
}


def _named(job: Job) -> tuple[list[str], list[str]]:
    schema = arrow_schema(job)
    kinds = ["BLOB" if str(t).startswith("fixed_size_binary") else str(t) for t in schema.types]
    return list(schema.names), kinds


def varied(job: Job) -> list[str]:
    """Return the columns that say what a variant is made of, in their order, without its number."""
    design, found = job.design, []
    if design.drawn and design.inner > 1:
        found.append(DRAW)
    if len(design.worlds) > 1:
        found.append(WORLD)
    if len(design.dropped) > 1:
        found.append(DROPPED)
    for choices in design.choices:
        if choices is not None and len(choices.arrangements) > 1:
            found.append(f"reading_{choices.slug}")
        if choices is not None and choices.how != "written":
            found.append(f"order_{choices.slug}")
    return found


def arrow_schema(job: Job) -> Any:
    """Return the Arrow schema of every part."""
    arrow = library("pyarrow")
    text = arrow.dictionary(arrow.int32(), arrow.string())
    kinds = [(VARIANT, arrow.int64()), *((name, arrow.int64() if name == DRAW else text) for name in varied(job))]
    of = {np.bool_: arrow.bool_(), np.int32: arrow.int32(), np.uint8: arrow.binary(job.octets or 1)}
    kinds += [(name, of[kind]) for name, (kind, _) in job.kinds.items()]
    return arrow.schema([*kinds, (WHY_NOT, text)])


def table(job: Job, first: int, last: int, *, threads: int = 0, progress: Progress | None = None) -> Any:
    """Return the Arrow table of the variants from ``first`` to below ``last``.

    Parameters
    ----------
    job : Job
    first, last : int
    threads : int
        How many threads of the compiled kernel work; 0 is one for each processor.
    progress : callable, optional
        Called now and then; an exception that it raises ends the work.
    """
    arrow = library("pyarrow")
    rows = job.design.rows(first, last, job.chunk)
    answers = job.answers(rows, progress, threads)
    made = [rows.variant, *_of_the_design(job, rows), *(_values(answers, name) for name in job.kinds)]
    return arrow.table([*made, _texts(*_why_not(answers))], schema=arrow_schema(job))


def part(job: Job, block: int, mark: str, *, threads: int = 0, progress: Progress | None = None) -> bytes:
    """Return the bytes of a block's Parquet file; ``mark`` says which sweep it belongs to."""
    made = table(job, *job.range(block), threads=threads, progress=progress)
    return part_bytes(made.replace_schema_metadata({"detente_sweep": mark, "block": str(block)}))


def part_bytes(made: Any) -> bytes:
    """Return a table as the bytes of a Parquet file."""
    sink = library("pyarrow").BufferOutputStream()
    plain = [name for name in made.schema.names if name != VARIANT]
    library("pyarrow.parquet").write_table(
        made,
        sink,
        compression="zstd",
        compression_level=1,
        use_dictionary=plain,
        column_encoding={VARIANT: "DELTA_BINARY_PACKED"},
        write_page_checksum=True,
    )
    return bytes(sink.getvalue().to_pybytes())


def _of_the_design(job: Job, rows: Rows) -> list[Any]:
    design, made = job.design, {}
    made[DRAW] = rows.draw
    made[WORLD] = _texts(rows.world, design.worlds)
    made[DROPPED] = _texts(rows.dropped, [SEPARATOR.join(names) for names in design.dropped])
    for choices, numbers in zip(design.choices, rows.choice, strict=True):
        if choices is not None and len(choices.arrangements) > 1:
            names = [each.reading for each in choices.arrangements]
            made[f"reading_{choices.slug}"] = _texts(choices.reading(numbers), names)
        if choices is not None and choices.how != "written":
            made[f"order_{choices.slug}"] = _texts(*choices.written(numbers))
    return [made[name] for name in varied(job)]


def _texts(places: npt.NDArray[Any], words: Sequence[str | None] | npt.NDArray[np.object_]) -> Any:
    """Return texts that repeat: places in a list of words; an empty word behind a mask is null."""
    arrow = library("pyarrow")
    kept, of = np.unique(places, return_inverse=True)
    some = [None if words[k] is None else str(words[k]) for k in kept.tolist()]
    known = np.array([word is None for word in some], dtype=bool)[of.reshape(-1)]
    indices = arrow.array(of.reshape(-1).astype(np.int32), mask=known if known.any() else None)
    return arrow.DictionaryArray.from_arrays(indices, arrow.array([w or "" for w in some], arrow.string()))


def _why_not(answers: Answers) -> tuple[npt.NDArray[np.int64], list[Any]]:
    words, of = np.unique(answers.why_not.astype(np.str_), return_inverse=True)
    return of.reshape(-1), [word or None for word in words.tolist()]


def _values(answers: Answers, name: str) -> Any:
    arrow = library("pyarrow")
    values, known = answers.columns[name], answers.known[name]
    hidden = None if known.all() else ~known
    if values.ndim == 1:
        return arrow.array(values, mask=hidden)
    octets = np.ascontiguousarray(values)
    bits = arrow.FixedSizeBinaryArray.from_buffers(
        arrow.binary(values.shape[1]), len(values), [None, arrow.py_buffer(octets)]
    )
    return bits if hidden is None else library("pyarrow.compute").if_else(arrow.array(known), bits, None)
