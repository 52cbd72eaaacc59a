"""Changes of a model: one thing made otherwise, and the models that sets of changes make of a case (theory E2).

A change is of the structure (an option fixed or started elsewhere, a constraint, direction or freeze taken away) or of
what one decision maker wants (read otherwise, a statement dropped, negated or moved, two states ranked the other way).
A set of changes that cannot all be made at once makes no model, and neither does one whose status quo is infeasible.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Literal

import numpy as np

from detente.analysis.attain import Rules
from detente.analysis.judging import Judge
from detente.analysis.many import Outcome, Preferences
from detente.case.build import ACTUAL, Case, Readings
from detente.engines import Progress
from detente.errors import DetenteError, ModelError, UnknownName
from detente.model.conflict import Structure
from detente.model.formula import Not
from detente.model.preferences import Preference, Prioritised, Statement, WeakOrder, dense
from detente.model.states import States

Kind = Literal["do", "start", "lift", "open", "thaw", "read", "drop", "negate", "place", "above", "below"]
STRUCTURAL = ("do", "start", "lift", "open", "thaw")
MOST_CELLS_KEPT = 1 << 22


@dataclass(frozen=True, slots=True, order=True)
class Change:
    """One thing of a model made otherwise.

    Attributes
    ----------
    kind : str
        ``do`` (an option fixed), ``start`` (an option standing otherwise at first), ``lift`` (a constraint), ``open``
        (a direction), ``thaw`` (a freeze); ``read``, ``drop``, ``negate``, ``place`` (of a statement), ``above`` and
        ``below`` (a state moved just above or below another).
    target : str
        The option, the constraint's name, the freeze's place, or the decision maker.
    value : str
        ``Y`` or ``N``; the reading; or the state that is moved.
    place : int
        The statement, counted from 1.
    to : str
        The statement's new place, or the state that another one passes.
    """

    kind: Kind
    target: str
    value: str = ""
    place: int = 0
    to: str = ""

    @property
    def is_structural(self) -> bool:
        """Whether it is about what can be done, and not about what somebody wants."""
        return self.kind in STRUCTURAL


Ask = Callable[[Judge, str, Sequence[Preferences], Progress | None], list[Outcome]]


@dataclass(eq=False)
class Models:
    """The models that changes make of one case, under one reading of each decision maker and in one world.

    Parameters
    ----------
    case : Case
    readings : mapping
        A reading for each decision maker.
    world : str
    rules : Rules, optional
    judges : Judges, optional
        What is known already of the structures that changes make.

    Notes
    -----
    Sets of changes that make the same structure are asked together, by the batch engine. Structures are kept as long as
    they are not too many.
    """

    case: Case
    readings: Readings
    world: str = ACTUAL
    rules: Rules = field(default_factory=Rules)
    judges: Judges = field(default_factory=lambda: Judges(), repr=False)  # noqa: PLW0108 - it is defined below
    _wants: dict[tuple[str, tuple[Change, ...]], Preference | None] = field(
        default_factory=dict, init=False, repr=False
    )

    def each(self, ask: Ask, given: Sequence[Iterable[Change]], progress: Progress | None = None) -> list[bool | None]:
        """Return for each set of changes what a question answers in the model that it makes; None if it makes none.

        Parameters
        ----------
        ask : callable
            Called with a judge, the world, profiles and a progress; returns an outcome for each profile.
        given : sequence of sets of Change
        progress : callable, optional
            Called with the sets done and in all; an exception that it raises ends the work.
        """
        found: list[bool | None] = [None] * len(given)
        groups: dict[frozenset[Change], list[int]] = {}
        wanted: list[Preferences | None] = []
        for k, changes in enumerate(given):
            made = tuple(changes)
            wanted.append(self.preferences(made))
            groups.setdefault(frozenset(c for c in made if c.is_structural), []).append(k)
        done = 0
        for key, members in groups.items():
            places = [k for k in members if wanted[k] is not None]
            profiles = [p for k in places if (p := wanted[k]) is not None]
            for k, outcome in zip(places, self._asked(ask, key, profiles), strict=True):
                found[k] = _settled(outcome)
            done += len(members)
            if progress is not None:
                progress(done, len(given))
        return found

    def _asked(self, ask: Ask, key: frozenset[Change], profiles: list[Preferences]) -> list[Outcome]:
        if not profiles:
            return []
        try:
            return ask(self.judge(key), self.world, profiles, None)
        except (ModelError, UnknownName) as error:
            return [error] * len(profiles)

    def read(self, readings: Readings) -> Models:
        """Return the models under other readings; what is known of their structures is shared."""
        return replace(self, readings=readings)

    def judge(self, changes: frozenset[Change]) -> Judge:
        """Return what judges the model with these changes of structure; kept."""
        known = self.judges.get(changes)
        if known is None:
            structure, start = rebuilt(self.case, self.world, changes)
            known = Judge(self.case, self.rules, {self.world: structure}, start)
            self.judges.add(changes, known, structure)
        return known

    def preferences(self, changes: Sequence[Change]) -> Preferences | None:
        """Return what each decision maker wants after some changes; None if they cannot all be made."""
        made = []
        for slug in self.readings:
            own = tuple(sorted(c for c in changes if not c.is_structural and c.target == slug))
            if (slug, own) not in self._wants:
                self._wants[slug, own] = changed_preference(self.case, slug, self.readings[slug], own)
            if (preference := self._wants[slug, own]) is None:
                return None
            made.append(preference)
        return tuple(made)


def _settled(outcome: Outcome) -> bool | None:
    """Return an outcome, None where the model cannot be evaluated; what ends the work is raised."""
    if isinstance(outcome, ModelError | UnknownName):
        return None
    if isinstance(outcome, DetenteError):
        raise outcome
    return outcome


class Judges(dict[frozenset[Change], Judge]):
    """Judges by the changes of structure that they judge; all are let go when their states have become too many."""

    def __init__(self) -> None:
        super().__init__()
        self._cells = 0
        self._last: Structure | None = None

    def add(self, changes: frozenset[Change], judge: Judge, structure: Structure) -> None:
        """Keep one more; the states of a structure count once the next one comes, since they are not listed before."""
        self._cells += 1 if self._last is None else _size(self._last)
        if self._cells > MOST_CELLS_KEPT:
            self.clear()
            self._cells = 0
        self[changes], self._last = judge, structure


def _size(structure: Structure) -> int:
    return len(structure.states) if "states" in structure.__dict__ else 1


def rebuilt(case: Case, world: str, changes: Iterable[Change]) -> tuple[Structure, str | None]:
    """Return the structure of a world with some changes, and the status quo if a change moves it.

    Raises
    ------
    ModelError
        If two of the changes give one option different values.
    """
    structure = case.structure_in(world)
    fixed: dict[str, bool] = {}
    moved: dict[str, bool] = {}
    thawed = []
    for change in sorted(changes):
        if change.kind == "lift":
            structure = structure.lift(change.target)
        elif change.kind == "open":
            structure = structure.open(change.target)
        elif change.kind == "thaw":
            thawed.append(int(change.target))
        else:
            _note(fixed if change.kind == "do" else moved, change)
    if thawed:
        structure = structure.thaw(*thawed)
    if fixed:
        structure = structure.do(**fixed)
    return structure, _start(case, moved)


def _note(values: dict[str, bool], change: Change) -> None:
    if values.setdefault(change.target, change.value == "Y") != (change.value == "Y"):
        raise ModelError(f"{change.target} cannot be Y and N at once")


def _start(case: Case, moved: Mapping[str, bool]) -> str | None:
    """Return the status quo with some options standing otherwise; None if none does."""
    if not moved or case.start is None:
        return None
    conflict = case.conflict()
    letters = list(conflict.states.pattern(conflict.status_quo))
    for option, value in moved.items():
        letters[case.structure.option_names.index(option)] = "Y" if value else "N"
    return "".join(letters)


def changed_preference(case: Case, dm: str, reading: str, changes: Sequence[Change]) -> Preference | None:
    """Return what a decision maker wants after some changes of it; None if they cannot all be made."""
    usual = case.preferences[dm][reading]
    if not changes:
        return usual
    read = {c.value for c in changes if c.kind == "read"}
    if read:  # a statement of a reading that is no longer there cannot be changed, and need not be
        return case.preferences[dm][read.pop()] if len(read) == 1 else None
    of_statements = [c for c in changes if c.kind in {"drop", "negate", "place"}]
    of_pairs = tuple(c for c in changes if c.kind in {"above", "below"})
    made: Preference | None = restated(usual, of_statements) if of_statements else usual
    return Repaired(made, of_pairs) if of_pairs and made is not None else made


def restated(preference: Preference, changes: Sequence[Change]) -> Preference | None:
    """Return prioritised statements with some dropped, negated or moved; None if there is no such statement."""
    if not isinstance(preference, Prioritised) or any(c.place > len(preference.statements) for c in changes):
        return None
    by_place = {c.place: c for c in changes}
    if len(by_place) < len(changes):
        return None
    kept: list[Statement] = []
    for place, statement in enumerate(preference.statements, 1):
        change = by_place.get(place)
        if change is None:
            kept.append(statement)
        elif change.kind == "negate":
            kept.append(Statement(Not(statement.formula), f"!({statement.wording})"))
    for change in sorted((c for c in changes if c.kind == "place"), key=lambda c: int(c.to)):
        kept.insert(int(change.to) - 1, preference.statements[change.place - 1])
    return Prioritised(tuple(kept))


@dataclass(frozen=True, eq=False, slots=True)
class Repaired:
    """A preference in which some states stand just above or just below others, in their old order among themselves."""

    usual: Preference
    changes: tuple[Change, ...]

    def order(self, states: States) -> WeakOrder:
        """Rank the states; those that a change names and that are not feasible are left as they are."""
        ranks = self.usual.order(states).ranks.astype(np.int64)
        keys = np.stack([ranks, np.zeros_like(ranks), np.zeros_like(ranks)], axis=1)
        known = {name: k for k, name in enumerate(states.slugs or states.patterns)}
        known |= {pattern: k for k, pattern in enumerate(states.patterns)}
        for change in self.changes:
            moved, passed = known.get(change.value), known.get(change.to)
            if moved is not None and passed is not None:
                keys[moved] = ranks[passed], 1 if change.kind == "above" else -1, ranks[moved]
        _, places = np.unique(keys, axis=0, return_inverse=True)
        return WeakOrder(dense(places.reshape(-1)))
