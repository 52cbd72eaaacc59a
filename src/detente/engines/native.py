"""Is the compiled kernel there? It is imported when an engine first asks for it, never by ``import detente``.

``DETENTE_KERNEL=off`` in the environment does without it, ``DETENTE_KERNEL=require`` makes its absence an error.
"""

from __future__ import annotations

import os
from collections.abc import Callable
from functools import cache
from importlib import import_module
from types import ModuleType

from detente import __version__
from detente.errors import MissingExtra, UnknownName

_NAME = "detente.engines._kernel"
_WITHOUT = "this installation has none: install again with a C++ compiler"


def module() -> ModuleType | None:
    """Return the compiled module, or None where numpy stands in for it.

    Raises
    ------
    MissingExtra
        If ``DETENTE_KERNEL=require`` and there is none.
    UnknownName
        If ``DETENTE_KERNEL`` is neither ``off`` nor ``require`` nor empty.
    """
    wish = _wish()
    if wish == "off":
        return None
    found, reason = _loaded()
    if found is None and wish == "require":
        raise MissingExtra(f"DETENTE_KERNEL=require asks for the compiled kernel, but {reason}")
    return found


def absent() -> str:
    """Return why there is no compiled kernel, in half a sentence; an empty text if there is one."""
    return "DETENTE_KERNEL=off asks for numpy" if _wish() == "off" else _loaded()[1]


def described() -> str:
    """Return one line of at most 80 letters: the version of the kernel and what it was built for, or why it is absent.

    Examples
    --------
    >>> described().startswith(("kernel ", "no kernel: "))
    True
    """
    if reason := absent():
        line = f"no kernel: {reason}"
        return line if len(line) <= 80 else line[:77] + "..."
    kernel = _loaded()[0]
    return f"kernel {kernel.version}: built for {', '.join(kernel.built)}; {kernel.chosen} runs here" if kernel else ""


def say_once(say: Callable[[str], object]) -> None:
    """Call ``say`` with one sentence if the kernel is absent, unless that was said or the user asked for numpy.

    The program calls it where numpy is about to do the kernel's work; a process hears it once.
    """
    if _wish() != "off" and (reason := absent()) and not _said:
        _said.append(reason)
        say(f"Détente runs without its compiled kernel, so large models take longer: {reason}.")


_said: list[str] = []


def _wish() -> str:
    wish = os.environ.get("DETENTE_KERNEL", "")
    if wish not in {"", "off", "require"}:
        raise UnknownName(f"DETENTE_KERNEL is off, require or empty, not {wish}")
    return wish


@cache
def _loaded() -> tuple[ModuleType | None, str]:
    """Return the module and why it is absent: one of the two is empty."""
    try:
        found = import_module(_NAME)
    except ModuleNotFoundError as error:
        if error.name != _NAME:
            raise
        return None, _written_down()
    except ImportError as error:
        return None, f"it cannot be loaded: {' '.join(str(error).split())}"
    if found.version != __version__:
        return None, f"it is of version {found.version}, not {__version__}: install again"
    return found, ""


def _written_down() -> str:
    """Return what the installation wrote beside this file when it found no compiler."""
    from importlib.resources import files

    note = files("detente.engines") / "_kernel.absent"
    return note.read_text("utf-8").strip() if note.is_file() else _WITHOUT
