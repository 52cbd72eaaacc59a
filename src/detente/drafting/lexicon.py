"""The word lists of this room, read once."""

from __future__ import annotations

from functools import cache
from importlib.resources import files


@cache
def listed(name: str) -> frozenset[str]:
    """Return a list of ``words.yaml``.

    Examples
    --------
    >>> "treaty" in listed("settlement")
    True
    """
    return frozenset(_lists()[name].split())


@cache
def _lists() -> dict[str, str]:
    from ruamel.yaml import YAML

    found: dict[str, str] = YAML(typ="safe", pure=False).load(
        files("detente.drafting").joinpath("words.yaml").read_text("utf-8")
    )
    return found
