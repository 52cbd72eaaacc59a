"""The cases that ship with the package, each with its source and its known answers; the slug is the file's name."""

from __future__ import annotations

from importlib.resources import files
from importlib.resources.abc import Traversable

from detente.errors import UnknownName, did_you_mean


def slugs() -> tuple[str, ...]:
    """Return the slugs of all cases, sorted.

    Examples
    --------
    >>> "peace-treaty" in slugs()
    True
    """
    return tuple(sorted(f.name.removesuffix(".yaml") for f in _folder().iterdir() if f.name.endswith(".yaml")))


def case_bytes(slug: str) -> bytes:
    """Return the bytes of a case's file.

    Raises
    ------
    UnknownName
        If there is no case of that slug; the message names the nearest one.
    """
    if slug not in slugs():
        raise UnknownName(f"the catalogue has no case {slug}; {did_you_mean(slug, slugs())}")
    return _folder().joinpath(f"{slug}.yaml").read_bytes()


def _folder() -> Traversable:
    return files(__name__)
