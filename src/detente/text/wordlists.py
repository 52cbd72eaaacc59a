"""What lies beside a module as YAML: data of any shape, and lists of words, a block for each, read in milliseconds."""

from __future__ import annotations

from importlib.resources import files
from typing import Any

from ruamel.yaml import YAML


def data_of(package: str, name: str) -> Any:
    """Return what a YAML file of a package holds.

    Examples
    --------
    >>> sorted(data_of("detente.text.scoring", "speech.yaml"))
    ['irregular', 'passed_over', 'regular']
    """
    return YAML(typ="safe").load((files(package) / name).read_text("utf-8"))


def word_lists(package: str, name: str) -> dict[str, frozenset[str]]:
    """Return the lists of a file of a package by their names, as sets of words.

    Examples
    --------
    >>> sorted(word_lists("detente.text.syntax", "words.yaml")["articles"])[:3]
    ['a', 'an', 'each']
    """
    data: dict[str, str] = data_of(package, name)
    return {key: frozenset(block.split()) for key, block in data.items()}
