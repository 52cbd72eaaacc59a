"""Ways out: the smallest sets of changes that make the outcome attainable, and who would have to move (theory F1, F3).

A *way out* is a set of changes after which the aim holds, and of which no part is enough. Every one is solved again on
its own, with the chain of moves that then leads there.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from detente.analysis.attain import Rules, Search, Step
from detente.analysis.causes.changes import Change, Models
from detente.analysis.causes.duality import dual_changes
from detente.analysis.causes.effects import Effect, effect_of
from detente.analysis.causes.factors import Choice, Factor
from detente.analysis.causes.flips import Flips, minimal_changes
from detente.analysis.causes.menus import Listed, menu
from detente.analysis.causes.outcomes import MOST_EVALUATIONS, Outcomes
from detente.case.build import ACTUAL, Case, Readings
from detente.case.menu import Factor as Written
from detente.concepts import concept as named
from detente.engines import Progress, engine
from detente.errors import DetenteError, ModelError, NotAnswered
from detente.model.building import counted
from detente.model.formula import Not, everywhere

EXHAUSTIVE = 1 << 15
USUAL_SIZE = 3
MOST_TOLD = 200


@dataclass(frozen=True, slots=True)
class WayOut:
    """One smallest set of changes.

    Attributes
    ----------
    changes : tuple of (Factor, Choice)
    cost : int
    is_attainable : bool
        Whether the goal can then be attained from the status quo.
    is_stable : bool
        Whether some state with the goal is then an equilibrium; where it is not attainable, it is merely stable.
    path : tuple of Step
        A shortest chain to the goal; empty where there is none.
    movers : tuple of str
        Who moves along the chain.
    """

    changes: tuple[tuple[Factor, Choice], ...]
    cost: int
    is_attainable: bool
    is_stable: bool
    path: tuple[Step, ...]
    movers: tuple[str, ...]

    @property
    def owners(self) -> tuple[str, ...]:
        """Whose changes these are: who would have to do, allow or want something else."""
        return tuple(dict.fromkeys(slug for factor, _ in self.changes for slug in factor.owners))

    @property
    def slugs(self) -> tuple[str, ...]:
        """The changes as identifiers, such as ``option:us.station=N``."""
        return tuple(f"{factor.slug}={choice.name}" for factor, choice in self.changes)


@dataclass(frozen=True, eq=False)
class WaysOut:
    """The ways out, the fewest changes first, then the lowest cost.

    Attributes
    ----------
    readings : mapping
    world : str
    aim : Effect
        What holds after each of them.
    concept : str
        By which solution concept ``is_stable`` was judged.
    listed : Listed
        What could be changed.
    ways : tuple of WayOut
    searched : int
        Every way out of up to so many changes is there.
    complete : bool
        Whether all of any size are there.
    why : str
        Why not, if so.
    evaluated : int
        How many models were solved.
    is_monotone : bool
        Whether it was taken that further changes never undo what some changes turned over.
    not_evaluated : int
        How many sets of changes make no model, and so are no way out.
    """

    readings: Readings
    world: str
    aim: Effect
    concept: str
    listed: Listed
    ways: tuple[WayOut, ...]
    searched: int
    complete: bool
    why: str
    evaluated: int
    is_monotone: bool = False
    not_evaluated: int = 0

    def by_cost(self) -> tuple[WayOut, ...]:
        """Return the ways out, the cheapest first."""
        return tuple(sorted(self.ways, key=lambda way: (way.cost, len(way.changes))))


def ways_out(  # noqa: PLR0913 - the question has as many parts
    case: Case,
    *,
    readings: Readings | None = None,
    world: str = ACTUAL,
    aim: str = "attainable",
    goal: str | None = None,
    concept: str = "Nash",
    levers: Sequence[Written] | None = None,
    most_size: int | None = None,
    most_evaluations: int = MOST_EVALUATIONS,
    monotone: bool = False,
    rules: Rules | None = None,
    progress: Progress | None = None,
) -> WaysOut:
    """Return all smallest sets of changes after which the outcome can be attained.

    Parameters
    ----------
    case : Case
    readings : mapping, optional
        The reading of each decision maker as things are; the first where none is given.
    world : str
    aim : str
        ``attainable``, or ``equilibrium``: some state with the goal is an equilibrium.
    goal : str, optional
        A formula to aim at instead of the outcome.
    concept : str
    levers : sequence of case.menu.Factor, optional
        What can be changed, instead of the levers of the case.
    most_size : int, optional
        How many changes at once are tried; all where there are few models, otherwise 3.
    most_evaluations : int
    monotone : bool
        Take it that further changes never undo what some changes brought about: far fewer models are then solved.
    rules : Rules, optional
    progress : callable, optional
        Called with the models solved and those to solve.

    Raises
    ------
    NotAnswered
        If there is no goal, or what was solved shows that it is not monotone.
    ModelError
        If the aim holds already, no change is possible, the goal holds in no state, or a budget is zero.

    Notes
    -----
    Cost: a model for each set of changes that contains no smaller way out; those of one structure are solved together.

    Examples
    --------
    >>> import detente
    >>> found = ways_out(detente.load("peace-treaty"))
    >>> len(found.ways), found.ways[0].slugs, found.complete
    (5, ('reading:japan=peace_first',), True)
    """
    effect = effect_of(case, "missing" if aim == "attainable" else "unsettled", goal=goal, concept=concept)
    full = case.reading(**dict(readings or {}))
    listed = menu(case, full, world, which="levers", given=levers, effect=effect)
    models = Models(case, full, world, rules or Rules())
    outcomes = asked(models, effect, listed.factors, most_evaluations, progress)
    if not outcomes.actual:
        raise ModelError(f"nothing needs to change: {_already(case, effect)} {place(case, world)}")
    found = smallest(outcomes, most_size, monotone=monotone)
    told = _told(models, effect, concept, listed, found)
    return replace(told, is_monotone=monotone, not_evaluated=outcomes.not_evaluated)


def place(case: Case, world: str) -> str:
    """Say where something holds, at the end of a sentence: "as things are", or "with the ban gone"."""
    return "as things are" if world == ACTUAL else f"with {case.world_label(world)}"


def _already(case: Case, effect: Effect) -> str:
    goal = case.outcome_label if case.file.outcome and effect.goal == case.file.outcome.when else f"`{effect.goal}`"
    if effect.kind == "missing":
        return f"{goal} can be attained"
    return f"{goal} holds in some equilibrium by {effect.concept}"


def smallest(outcomes: Outcomes, most_size: int | None, *, monotone: bool) -> Flips:
    """Return the minimal sets of changes that turn an outcome over; by duality where it is said to be monotone.

    Raises
    ------
    NotAnswered
        If what was evaluated shows that it is not.
    """
    if not monotone:
        return minimal_changes(outcomes, most_size=usual_size(outcomes, most_size))
    found = dual_changes(outcomes, most_size=most_size)
    undone = outcomes.undone(found.sets)
    if undone is not None:
        raise NotAnswered(
            f"this is not monotone: {len(undone)} changes undo what some of them bring about; ask without --monotone"
        )
    return found


def usual_size(outcomes: Outcomes, most_size: int | None) -> int | None:
    """Return how many changes at once are tried: as many as asked for, all where they are few, three otherwise."""
    if most_size is not None or outcomes.size <= EXHAUSTIVE:
        return most_size
    return min(USUAL_SIZE, len(outcomes.alternatives))


def asked(
    models: Models, effect: Effect, factors: Sequence[Factor], most_evaluations: int, progress: Progress | None = None
) -> Outcomes:
    """Return an effect as a function of factors, as the searches want it.

    Raises
    ------
    ModelError
        If the goal holds in no feasible state at all, so that nothing can bring it about.
    DetenteError
        That says why the model cannot be solved as things are.
    """
    require_possible(models, effect)
    require_solvable(models, effect)

    def evaluate(assignments: list[Mapping[int, int]]) -> list[bool | None]:
        return models.each(effect.outcomes, [changes_of(factors, a) for a in assignments])

    return Outcomes(evaluate, [len(f.choices) for f in factors], most_evaluations=most_evaluations, progress=progress)


def require_possible(models: Models, effect: Effect) -> None:
    """Refuse a goal that no combination of options fulfils, feasible or not, and one that always holds."""
    if not effect.goal:
        return
    structure = models.case.structure_in(models.world)
    goal = models.case.formula(effect.goal)
    if structure.states.truth(goal).all():
        raise ModelError(f"`{effect.goal}` holds in every feasible state, so nothing can cause or prevent it")
    if structure.listing is None and not counted(structure.option_names, (Not(goal),), {}).value:
        raise ModelError(f"`{effect.goal}` is a contradiction; no change can bring it about")


def require_solvable(models: Models, effect: Effect) -> None:
    """Raise the error that says why the model as things are cannot be asked about an effect."""
    preferences = models.preferences(())
    if preferences is not None:
        (outcome,) = effect.outcomes(models.judge(frozenset()), models.world, [preferences])
        if isinstance(outcome, DetenteError):
            raise outcome


def changes_of(factors: Sequence[Factor], assignment: Mapping[int, int]) -> list[Change]:
    """Return the changes that an assignment of alternatives to factors stands for."""
    return [factors[k].choices[choice].change for k, choice in assignment.items()]


def _told(models: Models, effect: Effect, concept: str, listed: Listed, found: Flips) -> WaysOut:
    ways = []
    for switches in found.sets[:MOST_TOLD]:
        pairs = tuple((listed.factors[k], listed.factors[k].choices[c]) for k, c in switches)
        ways.append(_way(models, effect, concept, pairs))
    ways.sort(key=lambda way: (len(way.changes), way.cost))
    left_out = len(found.sets) - len(ways)
    why = f"{left_out} more were found and are not told one by one" if left_out else found.why
    complete = found.complete and not left_out
    return WaysOut(
        models.readings,
        models.world,
        effect,
        concept,
        listed,
        tuple(ways),
        found.searched,
        complete,
        why,
        found.evaluated,
    )


def _way(models: Models, effect: Effect, concept: str, pairs: tuple[tuple[Factor, Choice], ...]) -> WayOut:
    """Return one way out, solved again on its own."""
    changes = [choice.change for _, choice in pairs]
    preferences = models.preferences(changes)
    judge = models.judge(frozenset(c for c in changes if c.is_structural))
    if preferences is None:
        raise NotAnswered("these changes cannot be made together")
    conflict = judge.conflict(preferences, models.world)
    wanted = conflict.states.truth(models.case.formula(effect.goal))
    path = Search(conflict, models.case.coalitions, models.rules).attain(wanted).path
    players = range(len(preferences))
    stable = everywhere(engine().stable(conflict, named(concept), i) for i in players)
    slugs = models.case.structure.slugs
    movers = tuple(slugs[i] for i in sorted({i for step in path or () for i in step.by}))
    cost = sum(factor.cost for factor, _ in pairs)
    return WayOut(pairs, cost, path is not None, bool((stable & wanted).any()), path or (), movers)
