"""The symbolic engine: exact answers about sets of states that cannot be listed, as binary decision diagrams.

The sets live in a child process with bounded memory; :class:`Session` asks it. ``ENGINE`` is the protocol that all
engines share, with masks over listed states.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from detente.engines.symbolic.asked import (
        Attained,
        Both,
        Either,
        Equilibria,
        Everywhere,
        Holds,
        Move,
        Reached,
        Stable,
        StateSet,
        Without,
    )
    from detente.engines.symbolic.bounds import Bounds
    from detente.engines.symbolic.masks import ENGINE
    from detente.engines.symbolic.session import Figures, Session
    from detente.engines.symbolic.translate import takes

__all__ = [
    "ENGINE",
    "Attained",
    "Both",
    "Bounds",
    "Either",
    "Equilibria",
    "Everywhere",
    "Figures",
    "Holds",
    "Move",
    "Reached",
    "Session",
    "Stable",
    "StateSet",
    "Without",
    "takes",
]

_HOMES = {"ENGINE": "masks", "Bounds": "bounds", "Figures": "session", "Session": "session", "takes": "translate"}


def __getattr__(name: str) -> Any:
    """Import a public name when it is first asked for."""
    if name not in __all__:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    from importlib import import_module

    return getattr(import_module(f"{__name__}.{_HOMES.get(name, 'asked')}"), name)
