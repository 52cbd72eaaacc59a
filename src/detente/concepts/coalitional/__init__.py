"""Solution concepts for coalitions (theory C15): one file each, and this folder is the registry.

They are kept apart from the concepts of single decision makers, since they are asked about a coalition. A concept file
holds one :class:`~detente.concepts.coalitional.declaration.CoalitionConcept` called ``CONCEPT``.
"""

from __future__ import annotations

from functools import cache
from importlib import import_module
from pkgutil import iter_modules

from detente.concepts.coalitional.declaration import CoalitionConcept, CoalitionReplies
from detente.errors import UnknownName, did_you_mean

__all__ = ["CoalitionConcept", "CoalitionReplies", "coalition_concept", "coalition_concepts"]


@cache
def coalition_concepts() -> dict[str, CoalitionConcept]:
    """Return every concept for coalitions by name, in the order of the theory page."""
    found = [import_module(f"{__name__}.{m.name}") for m in iter_modules(__path__) if m.name != "declaration"]
    concepts: list[CoalitionConcept] = [module.CONCEPT for module in found]
    return {c.name: c for c in sorted(concepts, key=lambda c: c.number)}


def coalition_concept(name: str) -> CoalitionConcept:
    """Return one concept for coalitions by name, in any spelling of upper and lower case.

    Parameters
    ----------
    name : str

    Raises
    ------
    UnknownName
        If there is none of that name.

    Examples
    --------
    >>> coalition_concept("cseq").title
    'Coalition sequential stability'
    """
    by_fold = {n.casefold(): c for n, c in coalition_concepts().items()}
    if name.casefold() not in by_fold:
        raise UnknownName(f"there is no concept {name} for coalitions; {did_you_mean(name, coalition_concepts())}")
    return by_fold[name.casefold()]
