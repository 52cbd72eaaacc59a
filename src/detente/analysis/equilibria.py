"""Which states are stable, for whom, under which concept; equilibria are stable for all."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from detente.concepts import all_concepts, concept
from detente.engines import engine
from detente.errors import NotAnswered
from detente.model.conflict import Conflict
from detente.model.formula import Mask, everywhere

DERIVED = "SEQ or SIM"


@dataclass(frozen=True, eq=False)
class Stability:
    """What is stable under one concept.

    Attributes
    ----------
    concept : str
    by_dm : mapping
        From a decision maker to ``(states,) bool``.
    """

    concept: str
    by_dm: Mapping[str, Mask]

    @property
    def equilibria(self) -> Mask:
        """Return ``(states,) bool``: the states that are stable for every decision maker."""
        return everywhere(self.by_dm.values())


@dataclass(frozen=True, eq=False)
class Equilibria:
    """Stability under several concepts.

    Attributes
    ----------
    concepts : mapping
        From a concept's name to its stability.
    derived : mapping
        ``SEQ or SIM``: every decision maker is stable under one or the other, as some older texts print it.
    left_out : mapping
        From a concept that does not exist in this kind of model to the reason.
    engine : str
    """

    concepts: Mapping[str, Stability]
    derived: Mapping[str, Stability]
    left_out: Mapping[str, str]
    engine: str

    def _repr_html_(self) -> str:
        """Show in a notebook."""
        from detente.analysis.notebook import equilibria_html

        return equilibria_html(self)


def equilibria(conflict: Conflict, concepts: Iterable[str] | None = None, *, engine_name: str = "edges") -> Equilibria:
    """Return what is stable in a conflict.

    Parameters
    ----------
    conflict : Conflict
    concepts : iterable of str, optional
        Names of concepts; all of them if not given.
    engine_name : str

    Examples
    --------
    >>> import detente
    >>> found = equilibria(detente.load("prisoners-dilemma").conflict(), ["Nash", "SEQ"])
    >>> [int(s.equilibria.sum()) for s in found.concepts.values()]
    [1, 2]
    """
    machine = engine(engine_name)
    slugs = conflict.structure.slugs
    found, left_out = {}, {}
    for name in concepts or all_concepts():
        asked = concept(name)
        try:
            by_dm = {slug: machine.stable(conflict, asked, i) for i, slug in enumerate(slugs)}
            found[asked.name] = Stability(asked.name, by_dm)
        except NotAnswered as error:
            left_out[asked.name] = str(error)
    derived = {}
    if {"SEQ", "SIM"} <= found.keys():
        either = {slug: found["SEQ"].by_dm[slug] | found["SIM"].by_dm[slug] for slug in slugs}
        derived[DERIVED] = Stability(DERIVED, either)
    return Equilibria(found, derived, left_out, machine.name)
