"""Carrots and sticks: what each party would have to be given, or threatened with, for a state to hold (theory F2)."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction

import numpy as np

from detente.analysis.incentives.amounts import Amounts, numbers, places
from detente.analysis.incentives.demotions import Demotions, demotions
from detente.analysis.incentives.k_implementation import KImplementation, k_implementation
from detente.analysis.incentives.sticks import Threatened, sticks
from detente.analysis.incentives.transfers import Transfers, transfers
from detente.concepts import Concept, Replies, concept
from detente.engines import Progress, engine
from detente.errors import NotAnswered
from detente.model.conflict import Conflict
from detente.model.formula import Mask

PRICED = ("Nash", "GMR", "SMR", "SEQ", "SSEQ")
ORDER_ONLY = "the case gives an order only, and a price needs numbers (payoffs or weights)"


@dataclass(frozen=True, eq=False)
class ConceptCarrots:
    """What it takes under one concept.

    Attributes
    ----------
    concept : str
    stable : mapping
        From a decision maker's slug to whether the state is stable for it as things are.
    coupled : bool
        Whether what one party is given changes what the others need (SEQ, SSEQ).
    demotions : Demotions
        The fewest states that parties would have to stop preferring; any preference has an answer.
    rises : Transfers
        The fewest places that the state would have to rise in the parties' orders.
    transfers : Transfers or None
        The least payments; None if no reading gives numbers.
    """

    concept: str
    stable: Mapping[str, bool]
    coupled: bool
    demotions: Demotions
    rises: Transfers
    transfers: Transfers | None

    @property
    def exact(self) -> bool:
        """Whether every least number is proved."""
        return self.demotions.exact and self.rises.exact and (self.transfers is None or self.transfers.exact)

    @property
    def holds(self) -> bool:
        """Whether the state is an equilibrium already, so that there is nothing to pay."""
        return all(self.stable.values())


@dataclass(frozen=True, eq=False)
class Carrots:
    """What it takes for a state to hold.

    Attributes
    ----------
    conflict : Conflict
    target : int
    concepts : mapping
        From a concept's name to what it takes.
    upper : mapping
        From a decision maker's slug to ``(states,) bool``: the states that it prefers to the target.
    sticks : mapping
        From a decision maker's slug to its improvements from the target, and what others could hold against them.
    vary : tuple of str
        The decision makers who may be given something.
    priced : tuple of str
        The decision makers whose readings give numbers.
    strict : bool
        Whether ties count against the target in the payments.
    k_implementation : KImplementation or None
    why_not : mapping
        From what is missing to the reason.
    """

    conflict: Conflict
    target: int
    concepts: Mapping[str, ConceptCarrots]
    upper: Mapping[str, Mask]
    sticks: Mapping[str, tuple[Threatened, ...]]
    vary: tuple[str, ...]
    priced: tuple[str, ...]
    strict: bool
    k_implementation: KImplementation | None
    why_not: Mapping[str, str]

    @property
    def exact(self) -> bool:
        """Whether every least number is proved."""
        return all(c.exact for c in self.concepts.values())

    @property
    def complete(self) -> bool:
        """Whether every least number is proved and every list is whole."""
        listed = self.k_implementation is None or self.k_implementation.complete
        return listed and self.exact and all(c.demotions.complete for c in self.concepts.values())


def carrots(
    conflict: Conflict,
    state: int,
    concepts: Iterable[str] | None = None,
    *,
    vary: Iterable[str] | None = None,
    strict: bool = False,
    progress: Progress | None = None,
) -> Carrots:
    """Return what each party would have to be given, or threatened with, for a state to be an equilibrium.

    Parameters
    ----------
    conflict : Conflict
    state : int
        The state that is to hold.
    concepts : iterable of str, optional
        Names of concepts; Nash, GMR, SMR, SEQ and SSEQ if not given.
    vary : iterable of str, optional
        The decision makers who may be given something; all of them if not given.
    strict : bool
        Whether a payment has to make the state better than what would tempt otherwise; a tie is enough if not.
    progress : callable, optional
        Called now and then with how much of how much is done; an exception that it raises ends the work.

    Raises
    ------
    UnknownName
        If there is no such concept or decision maker.
    NotAnswered
        For SIM, which no price of this kind is known for.

    Notes
    -----
    Demotions and payments are exact and proved least; where a search has to be given up the answer says so.

    Examples
    --------
    >>> import detente
    >>> conflict = detente.load("chicken").conflict()
    >>> found = carrots(conflict, conflict.states.index("YY"))
    >>> {name: c.demotions.total for name, c in found.concepts.items()}
    {'Nash': 2, 'GMR': 0, 'SMR': 0, 'SEQ': 2, 'SSEQ': 2}
    >>> found.concepts["Nash"].transfers is None, found.why_not["transfers"]
    (True, 'the case gives an order only, and a price needs numbers (payoffs or weights): a, b')
    """
    asked = [_priced(name) for name in concepts or PRICED]
    slugs = conflict.structure.slugs
    free = [conflict.structure.player(slug) for slug in vary] if vary is not None else list(range(len(slugs)))
    given = numbers(conflict)
    made = {}
    for k, by in enumerate(asked):
        parts = [_part(progress, 3 * k + j, 3 * len(asked)) for j in range(3)]
        made[by.name] = _one(conflict, by, state, given, free, strict=strict, progress=parts)
    made = {name: _bounded(one, made) for name, one in made.items()}
    implemented, why_not = _implemented(conflict, state, given)
    upper = [np.asarray(order.ranks > order.ranks[state]) for order in conflict.orders]
    return Carrots(
        conflict,
        state,
        made,
        dict(zip(slugs, upper, strict=True)),
        {slug: sticks(conflict, i, state, given) for i, slug in enumerate(slugs)},
        tuple(slugs[i] for i in free),
        tuple(slug for slug, values in zip(slugs, given.values, strict=True) if values is not None),
        strict,
        implemented,
        why_not,
    )


def _priced(name: str) -> Concept:
    found = concept(name)
    if found.name not in PRICED:
        raise NotAnswered(f"carrots are found for {', '.join(PRICED)}, and not for {found.name}")
    return found


def _one(  # noqa: PLR0913 - the question has as many parts
    conflict: Conflict,
    by: Concept,
    state: int,
    given: Amounts,
    free: Sequence[int],
    *,
    strict: bool,
    progress: Sequence[Progress | None],
) -> ConceptCarrots:
    slugs = conflict.structure.slugs
    stable = {slug: bool(engine().stable(conflict, by, i)[state]) for i, slug in enumerate(slugs)}
    has_numbers = any(values is not None for values in given.values)
    paid = None
    if has_numbers:
        paid = transfers(conflict, by, state, given, vary=free, strict=strict, progress=progress[2])
    return ConceptCarrots(
        by.name,
        stable,
        by.replies is Replies.CREDIBLE,
        demotions(conflict, by, state, vary=free, progress=progress[0]),
        transfers(conflict, by, state, places(conflict), vary=free, progress=progress[1]),
        paid,
    )


def _bounded(given: ConceptCarrots, made: Mapping[str, ConceptCarrots]) -> ConceptCarrots:
    """Return the same with what weaker concepts tell: to be stable in more ways never takes fewer demotions."""
    if given.demotions.exact:
        return given
    weaker = [made[name].demotions.at_least for name in concept(given.concept).implies if name in made]
    at_least = max(given.demotions.at_least, *weaker, 0)
    return replace(given, demotions=replace(given.demotions, at_least=at_least))


def _implemented(conflict: Conflict, state: int, given: Amounts) -> tuple[KImplementation | None, dict[str, str]]:
    why_not: dict[str, str] = {}
    missing = [s for s, values in zip(conflict.structure.slugs, given.values, strict=True) if values is None]
    if missing:
        why_not["transfers"] = f"{ORDER_ONLY}: {', '.join(missing)}"
    try:
        return k_implementation(conflict, state, given), why_not
    except NotAnswered as error:
        why_not["k_implementation"] = str(error)
        return None, why_not


def _part(progress: Progress | None, part: int, parts: int) -> Progress | None:
    """Return the progress of one of some equal parts of the work."""
    if progress is None:
        return None
    return lambda done, total: progress(1000 * part + 1000 * done // max(1, total), 1000 * parts)


def within(budget: Fraction, found: ConceptCarrots) -> bool | None:
    """Return whether the payments of a concept are within a budget; None if they have no price."""
    total = found.transfers.total if found.transfers is not None else None
    if total is None:
        return None
    return total.amount < budget if total.more else total.amount <= budget
