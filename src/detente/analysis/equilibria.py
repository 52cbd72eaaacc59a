"""Which states are stable, for whom, under which concept; equilibria are stable for all."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property

import numpy as np

from detente.concepts import Concept, all_concepts, concept
from detente.engines import Progress, engine
from detente.engines.auto import Share, answered
from detente.errors import NotAnswered, NotTaken
from detente.model.conflict import Conflict
from detente.model.formula import Formula, Mask, everywhere
from detente.model.options import WORD
from detente.model.states import States

DERIVED = "SEQ or SIM"
EXACT = "exact"


@dataclass(frozen=True, eq=False)
class ByDm(Mapping[str, Mask]):
    """The masks of one concept by decision maker; an engine may make each only when it is asked for.

    Attributes
    ----------
    slugs : tuple of str
    masks : sequence of ndarray
    """

    slugs: tuple[str, ...]
    masks: Sequence[Mask]

    def __getitem__(self, slug: str) -> Mask:
        """Return ``(states,) bool``: what is stable for a decision maker."""
        if slug not in self.slugs:
            raise KeyError(slug)
        return self.masks[self.slugs.index(slug)]

    def __iter__(self) -> Iterator[str]:
        """Go through the decision makers."""
        return iter(self.slugs)

    def __len__(self) -> int:
        """Return the number of decision makers."""
        return len(self.slugs)


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

    @cached_property
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
        The engine that answered for most of them.
    not_answered : mapping
        From a concept that exists, and that the engine did not answer, to the reason.
    engines : mapping
        From a concept to the engine that answered.
    exactness : str
        ``exact``: every state was looked at, and every count is the number.
    """

    concepts: Mapping[str, Stability]
    derived: Mapping[str, Stability]
    left_out: Mapping[str, str]
    engine: str
    not_answered: Mapping[str, str] = field(default_factory=dict)
    engines: Mapping[str, str] = field(default_factory=dict)
    exactness: str = EXACT

    def _repr_html_(self) -> str:
        """Show in a notebook."""
        from detente.analysis.notebook import equilibria_html

        return equilibria_html(self)


def equilibria(
    conflict: Conflict,
    concepts: Iterable[str] | None = None,
    *,
    engine_name: str = "auto",
    progress: Progress | None = None,
) -> Equilibria:
    """Return what is stable in a conflict whose states can be listed.

    Parameters
    ----------
    conflict : Conflict
    concepts : iterable of str, optional
        Names of concepts; all of them if not given.
    engine_name : str
        ``auto`` for the best engine of each concept.
    progress : callable, optional
        Called now and then with how much of how much is done; an exception that it raises ends the work.

    Raises
    ------
    NotTaken
        If the engine that was asked for answers none of the concepts, though they exist.
    TooLarge
        If the states cannot be listed; ``detente.analysis.large.large_equilibria`` may answer all the same.

    Examples
    --------
    >>> import detente
    >>> found = equilibria(detente.load("prisoners-dilemma").conflict(), ["Nash", "SEQ"])
    >>> [int(s.equilibria.sum()) for s in found.concepts.values()]
    [1, 2]
    """
    asked = [concept(name) for name in concepts or all_concepts()]
    slugs = conflict.structure.slugs
    found: dict[str, Stability] = {}
    engines: dict[str, str] = {}
    left_out: dict[str, str] = {}
    not_answered: dict[str, NotTaken] = {}
    share = Share(progress, len(asked))
    for together in _together(asked):
        try:
            for one, masks, by in _answers(conflict, together, engine_name, share):
                found[one.name] = Stability(one.name, ByDm(slugs, masks))
                engines[one.name] = by
        except NotTaken as error:
            not_answered |= {one.name: error for one in together}
        except NotAnswered as error:
            left_out |= {one.name: str(error) for one in together}
        share.done += len(together)
    if not_answered and not found:
        raise next(iter(not_answered.values()))
    found = {one.name: found[one.name] for one in asked if one.name in found}
    why_not = {name: str(error) for name, error in not_answered.items()}
    return Equilibria(found, _derived(found, slugs), left_out, _most(engines, engine_name), why_not, engines)


def _together(asked: Sequence[Concept]) -> list[list[Concept]]:
    """Return the concepts that one call answers best, and each of those that may not exist on its own."""
    from detente.concepts import Replies

    plain = [one for one in asked if one.replies is not Replies.JOINT]
    return [*([plain] if plain else []), *([one] for one in asked if one.replies is Replies.JOINT)]


def _answers(
    conflict: Conflict, together: Sequence[Concept], engine_name: str, share: Share
) -> list[tuple[Concept, tuple[Mask, ...], str]]:
    progress = share.of(len(together))
    if engine_name == "auto":
        return list(answered(conflict, together, progress))
    machine = engine(engine_name)
    masks = machine.stabilities(conflict, together, progress)
    return [(one, masks[one.name], machine.name) for one in together]


def _derived(found: Mapping[str, Stability], slugs: Sequence[str]) -> dict[str, Stability]:
    if not {"SEQ", "SIM"} <= found.keys():
        return {}
    either = {slug: found["SEQ"].by_dm[slug] | found["SIM"].by_dm[slug] for slug in slugs}
    return {DERIVED: Stability(DERIVED, either)}


def _most(engines: Mapping[str, str], asked: str) -> str:
    names = list(engines.values())
    return max(names, key=names.count) if names else asked


def settled(states: States, where: Mask) -> dict[str, bool | None]:
    """Return which options have the same value in all of some states, and which; None where they differ.

    Examples
    --------
    >>> import detente
    >>> states = detente.load("chicken").conflict().states
    >>> settled(states, states.words[:, 0] > 1)
    {'a.swerve': None, 'b.swerve': True}
    """
    words, open_bits = states.words[where], states.open_bits[where]
    if not len(words):
        return {}
    always = np.bitwise_and.reduce(words & ~open_bits, axis=0)
    ever = np.bitwise_or.reduce(words | open_bits, axis=0)
    found: dict[str, bool | None] = {}
    for option, bit in states.bits.items():
        word, mask = bit // WORD, np.uint64(1 << (bit % WORD))
        found[option] = True if always[word] & mask else None if ever[word] & mask else False
    return found


def some_equilibrium(conflict: Conflict, found: Equilibria, formula: Formula) -> dict[str, int | None]:
    """Return for each concept an equilibrium where a formula holds, the first one, or None if there is none."""
    holds = conflict.states.truth(formula)
    among = {name: np.flatnonzero(s.equilibria & holds) for name, s in found.concepts.items()}
    return {name: int(states[0]) if states.size else None for name, states in among.items()}


def stable_for(found: Equilibria, state: int) -> dict[str, dict[str, bool]]:
    """Return for each concept whether a state is stable, by decision maker."""
    return {name: {slug: bool(mask[state]) for slug, mask in s.by_dm.items()} for name, s in found.concepts.items()}
