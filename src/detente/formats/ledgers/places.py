"""Every place of a ledger's JSON as it was taken down, to be found again in an article."""

from __future__ import annotations

from collections.abc import Iterator

from pydantic import BaseModel

from detente.formats.ledgers.shape import LedgerFile, SourcePart
from detente.text.again import Wanted
from detente.text.span import Span


def places(file: LedgerFile) -> Iterator[tuple[str, Wanted]]:
    """Yield every place of a ledger with a name such as ``statements.3.cue``; lists count from 1."""
    for name in LedgerFile.model_fields:
        if name not in {"source", "doubts"}:
            yield from _within(name, getattr(file, name), file.source)


def _within(name: str, value: object, source: SourcePart) -> Iterator[tuple[str, Wanted]]:
    if isinstance(value, tuple):
        for number, item in enumerate(value, 1):
            yield from _within(f"{name}.{number}", item, source)
    elif isinstance(value, BaseModel):
        wanted = _wanted(value, source)
        if wanted is not None:
            yield name, wanted
        for inner in type(value).model_fields:
            yield from _within(f"{name}.{inner}", getattr(value, inner), source)


def _wanted(part: BaseModel, source: SourcePart) -> Wanted | None:
    start, end = getattr(part, "start", None), getattr(part, "end", None)
    if start is None or end is None:
        return None
    span = Span(start, end)
    words = getattr(part, "exact", None)
    if words is None and source.text is not None:
        words = span.of(source.text)
    return Wanted(
        span,
        getattr(part, "sha256_12", None) or "",
        words or "",
        is_whole=words is not None,
        prefix=getattr(part, "prefix", None) or "",
        suffix=getattr(part, "suffix", None) or "",
    )
