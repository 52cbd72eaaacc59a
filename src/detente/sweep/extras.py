"""The libraries that only sweeps need, imported where they are used; a clear word where they are missing."""

from __future__ import annotations

from importlib import import_module
from typing import Any

from detente.errors import MissingExtra

EXTRA_OF = {"distributed": "cluster"}


def library(name: str) -> Any:
    """Return a library of the extras ``sweep`` and ``cluster``.

    Raises
    ------
    MissingExtra
        If it is not installed, with the command that installs it.
    """
    try:
        return import_module(name)
    except ModuleNotFoundError as error:
        package = name.partition(".")[0]
        if error.name is None or error.name.partition(".")[0] != package:
            raise
        extra = EXTRA_OF.get(package, "sweep")
        raise MissingExtra(f"this needs {package}: pip install 'detente[{extra}]'") from None
