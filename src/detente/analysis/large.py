"""Equilibria where the states cannot be listed: how many there are, a few of them, and what is the same in all.

The sets are kept as formulas by the engine ``symbolic``. Whatever a bound on memory or time leaves open is said by
concept; nothing that is part of an answer is given as the whole.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from detente.analysis.equilibria import EXACT
from detente.concepts import all_concepts, concept
from detente.errors import ModelError, NotAnswered, NotTaken, TooLarge
from detente.model.conflict import Conflict
from detente.model.formula import Formula

if TYPE_CHECKING:
    from detente.analysis.attain import Rules
    from detente.engines.symbolic import Attained, Session
    from detente.model.moves import Coalition

Stage = Callable[[str, int, int], None]
MEMORY = 2 << 30
SECONDS = 300.0
EXAMPLES = 10


@dataclass(frozen=True)
class Counted:
    """The equilibria under one concept.

    Attributes
    ----------
    count : int
        How many there are, exactly.
    examples : tuple of str
        The first of them as patterns, in the order of the states.
    settled : mapping
        From an option to its value in all of them; None if it differs. Empty if there is no equilibrium.
    by_dm : mapping
        From a decision maker to how many states are stable for it, exactly.
    """

    count: int
    examples: tuple[str, ...]
    settled: Mapping[str, bool | None]
    by_dm: Mapping[str, int]


@dataclass(frozen=True)
class LargeEquilibria:
    """What was found out about sets of equilibria that are not listed.

    Attributes
    ----------
    count : int
        How many states are feasible, exactly.
    concepts : mapping
        From a concept's name to its equilibria.
    left_out : mapping
        From a concept that does not exist in this kind of model to the reason.
    not_answered : mapping
        From a concept that was out of reach to the reason; nothing is said about it.
    engine, exactness : str
    """

    count: int
    concepts: Mapping[str, Counted]
    left_out: Mapping[str, str] = field(default_factory=dict)
    not_answered: Mapping[str, str] = field(default_factory=dict)
    engine: str = "symbolic"
    exactness: str = EXACT


@dataclass(frozen=True)
class Asked:
    """Answers by concept to a question about single states.

    Attributes
    ----------
    answers : mapping
        From a concept to a state, or None if surely none is; or to whether a state is stable, by decision maker.
    not_answered : mapping
        From a concept that was out of reach to the reason.
    """

    answers: Mapping[str, object]
    not_answered: Mapping[str, str]


@contextmanager
def session(conflict: Conflict, *, seconds: float | None = SECONDS, stage: Stage | None = None) -> Iterator[Session]:
    """Open a session of the symbolic engine within the memory at hand.

    Raises
    ------
    NotTaken
        If it does not take this kind of model.
    """
    from detente.engines.memory import at_hand
    from detente.engines.planner import why_not_symbolic

    if why_not := why_not_symbolic(conflict):
        raise NotTaken(why_not)
    from detente.engines.symbolic import Bounds, Session

    bounds = Bounds(memory=min(MEMORY, at_hand()), seconds=seconds)
    with Session(conflict, bounds=bounds, progress=stage) as opened:
        yield opened


def large_equilibria(
    opened: Session, conflict: Conflict, concepts: Iterable[str] | None = None, *, most: int = EXAMPLES
) -> LargeEquilibria:
    """Return the equilibria of a conflict as counts, examples, and what is the same in all of them.

    Parameters
    ----------
    opened : Session
    conflict : Conflict
    concepts : iterable of str, optional
        Names of concepts; all of them if not given.
    most : int
        How many examples to give of each.
    """
    from detente.engines.symbolic import Everywhere

    count = opened.count(Everywhere())
    found, why_not = {}, {}
    for name in [concept(c).name for c in concepts or all_concepts()]:
        try:
            found[name] = _counted(opened, conflict, name, most)
        except (NotAnswered, TooLarge) as error:
            why_not[name] = str(error)
    return LargeEquilibria(count, found, {}, why_not)


def _counted(opened: Session, conflict: Conflict, name: str, most: int) -> Counted:
    from detente.engines.symbolic import Equilibria, Stable

    which = Equilibria(name)
    count = opened.count(which)
    by_dm = {slug: opened.count(Stable(name, slug)) for slug in conflict.structure.slugs}
    examples = opened.first(which, most) if most and count else ()
    return Counted(count, tuple(examples), dict(opened.settled(which)) if count else {}, by_dm)


def some_equilibrium(opened: Session, concepts: Iterable[str], formula: Formula) -> Asked:
    """Return for each concept an equilibrium where a formula holds, or None if there surely is none."""
    return _asked(concepts, lambda name: opened.any_equilibrium(name, formula))


def stable_for(opened: Session, concepts: Iterable[str], pattern: str) -> Asked:
    """Return for each concept whether a state is stable, by decision maker."""
    return _asked(concepts, lambda name: dict(opened.stable_for(name, pattern)))


def attained(
    conflict: Conflict,
    goal: Formula,
    groups: tuple[Coalition, ...],
    rules: Rules,
    seconds: float = SECONDS,
    stage: Stage | None = None,
) -> Attained | None:
    """Return whether a formula can be attained; None if it holds in no feasible state.

    Raises
    ------
    NotAnswered
        If the time is over.
    ModelError
        If there is no feasible status quo.
    """
    from detente.engines.symbolic import Everywhere, Holds

    with session(conflict, seconds=seconds, stage=stage) as opened:
        try:
            if not opened.contains(Everywhere(), start_of(conflict)):
                raise ModelError("the status quo is not feasible here")
            if not opened.count(Holds(goal)):
                return None
            return opened.attain(goal, groups, joint=rules.joint, answers=rules.answers, improvement=rules.improvement)
        except NotTaken:
            raise
        except NotAnswered as error:
            over = f"whether it is attainable was not found out within {seconds:g} seconds"
            raise NotAnswered(f"{over}; allow more time (--seconds), or ask for less (--goal)") from error


def start_of(conflict: Conflict) -> str:
    """Return the status quo as a pattern, feasible or not."""
    if conflict.begins is None:
        raise ModelError("the case has no status_quo, and this question starts from one")
    return conflict.begins


def _asked(concepts: Iterable[str], ask: Callable[[str], object]) -> Asked:
    answers: dict[str, object] = {}
    why_not: dict[str, str] = {}
    for name in concepts:
        try:
            answers[name] = ask(name)
        except (NotAnswered, TooLarge) as error:
            why_not[name] = str(error)
    return Asked(answers, why_not)
