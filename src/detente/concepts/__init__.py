"""Solution concepts: one file each, and this folder is the registry.

A concept file holds one :class:`~detente.concepts.declaration.Concept` called ``CONCEPT``; to add
a concept, add a file.
"""

from __future__ import annotations

from functools import cache
from importlib import import_module
from pkgutil import iter_modules

from detente.concepts.declaration import Concept, Replies
from detente.errors import UnknownName, did_you_mean

__all__ = ["Concept", "Replies", "all_concepts", "concept"]


@cache
def all_concepts() -> dict[str, Concept]:
    """Return every concept by name, in the order of their numbers in the theory pages."""
    files = [m.name for m in iter_modules(__path__) if m.name != "declaration" and not m.ispkg]
    found = [import_module(f"{__name__}.{name}") for name in files]
    concepts: list[Concept] = [module.CONCEPT for module in found]
    return {c.name: c for c in sorted(concepts, key=lambda c: (len(c.number), c.number))}


def concept(name: str) -> Concept:
    """Return one concept by name, in any spelling of upper and lower case.

    Examples
    --------
    >>> concept("seq").title
    'Sequential stability'
    """
    by_fold = {n.casefold(): c for n, c in all_concepts().items()}
    if name.casefold() not in by_fold:
        raise UnknownName(f"there is no concept {name}; {did_you_mean(name, all_concepts())}")
    return by_fold[name.casefold()]
