"""Lists of words that lie beside a module: a block of YAML for each, which reads in milliseconds."""

from __future__ import annotations

from importlib.resources import files

from ruamel.yaml import YAML


def word_lists(package: str, name: str) -> dict[str, frozenset[str]]:
    """Return the lists of a file of a package by their names, as sets of words.

    Examples
    --------
    >>> sorted(word_lists("detente.text.syntax", "words.yaml")["articles"])[:3]
    ['a', 'an', 'each']
    """
    data: dict[str, str] = YAML(typ="safe").load((files(package) / name).read_text("utf-8"))
    return {key: frozenset(block.split()) for key, block in data.items()}
