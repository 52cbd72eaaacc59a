"""Causal models and actual causes by the modified definition of Halpern and Pearl (theory E1).

A model has variables with finitely many values, each with an equation that tells its value from those of its parents,
and a context that gives what nothing in the model decides. Equations must not run in a circle.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from fractions import Fraction
from functools import cached_property
from graphlib import CycleError, TopologicalSorter
from itertools import chain, combinations, product
from typing import Any

from detente.engines import Progress
from detente.errors import ModelError, UnknownName, did_you_mean

Value = Hashable
Values = Mapping[str, Value]
Equation = Callable[[Mapping[str, Any]], Value]
Holds = Callable[[Mapping[str, Any]], bool]
Setting = tuple[tuple[str, Value], ...]
MOST_SOLVED = 1 << 20


@dataclass(frozen=True)
class Variable:
    """A variable and its equation.

    Attributes
    ----------
    name : str
    equation : callable
        From the values of the parents, by name, to a value of the range.
    parents : tuple of str
        Other variables, or names of the context.
    range : tuple
        The values that it can have, two at least.
    """

    name: str
    equation: Equation
    parents: tuple[str, ...] = ()
    range: tuple[Value, ...] = (False, True)


@dataclass(frozen=True)
class CausalModel:
    """A causal model in its context.

    Attributes
    ----------
    variables : tuple of Variable
    context : mapping
        The values of what no equation decides.

    Raises
    ------
    ModelError
        If two variables share a name, a parent is missing, a range is too small, or the equations run in a circle.

    Examples
    --------
    Suzy and Billy throw stones at a bottle, and Suzy's arrives first (Halpern and Pearl):

    >>> rocks = CausalModel((
    ...     Variable("ST", lambda v: True),
    ...     Variable("BT", lambda v: True),
    ...     Variable("SH", lambda v: v["ST"], ("ST",)),
    ...     Variable("BH", lambda v: v["BT"] and not v["SH"], ("BT", "SH")),
    ...     Variable("BS", lambda v: v["SH"] or v["BH"], ("SH", "BH")),
    ... ))
    >>> rocks.solve()["BH"], rocks.solve({"ST": False})["BS"], rocks.solve({"ST": False, "BH": False})["BS"]
    (False, True, False)
    """

    variables: tuple[Variable, ...]
    context: Values = field(default_factory=dict)

    def __post_init__(self) -> None:
        names = [*self.context, *(v.name for v in self.variables)]
        twice = next((n for n in names if names.count(n) > 1), None)
        if twice is not None:
            raise ModelError(f"there are two variables called {twice}; every name stands once")
        for variable in self.variables:
            for parent in variable.parents:
                if parent not in names:
                    hint = did_you_mean(parent, names)
                    raise ModelError(f"{variable.name} depends on {parent}, which is not there; {hint}")
            if len(set(variable.range)) < 2:
                raise ModelError(f"{variable.name} can have one value only; give it two, or put it into the context")
        _ = self.order

    @cached_property
    def by_name(self) -> Mapping[str, Variable]:
        """The variables by their names."""
        return {v.name: v for v in self.variables}

    @cached_property
    def order(self) -> tuple[str, ...]:
        """The names of the variables, parents before those that depend on them."""
        graph = {v.name: [p for p in v.parents if p not in self.context] for v in self.variables}
        try:
            return tuple(TopologicalSorter(graph).static_order())
        except CycleError as error:
            circle = " on ".join(reversed(error.args[1]))
            raise ModelError(f"the equations run in a circle: {circle}; cut it at one of them") from None

    def solve(self, interventions: Values | None = None) -> dict[str, Value]:
        """Return the value of every variable, some of them set from outside.

        Raises
        ------
        ModelError
            If an equation gives, or an intervention sets, a value out of the range.
        UnknownName
            If an intervention sets what is not a variable.
        """
        fixed = dict(interventions or {})
        for name in fixed:
            if name not in self.by_name:
                raise UnknownName(f"there is no variable {name}; {did_you_mean(name, self.by_name)}")
        values = dict(self.context)
        for name in self.order:
            variable = self.by_name[name]
            value = fixed[name] if name in fixed else variable.equation({p: values[p] for p in variable.parents})
            if value not in variable.range:
                raise ModelError(f"{name} cannot be {value!r}; its values are {', '.join(map(repr, variable.range))}")
            values[name] = value
        return {name: values[name] for name in self.by_name}

    def below(self, names: Iterable[str]) -> frozenset[str]:
        """Return the variables that depend on some others, directly or not."""
        found = set(names)
        for name in self.order:
            if found.intersection(self.by_name[name].parents):
                found.add(name)
        return frozenset(found.difference(names))


@dataclass(frozen=True)
class Cause:
    """An actual cause by the modified definition.

    Attributes
    ----------
    values : tuple of (str, value)
        What is the cause: variables and their actual values. No part of it is a cause.
    instead : tuple of (str, value)
        The other values under which the effect would not have been.
    witness : tuple of (str, value)
        Variables that are held at their actual values meanwhile; as few as possible, none if no holding is needed.
    """

    values: Setting
    instead: Setting
    witness: Setting = ()

    @property
    def size(self) -> int:
        """How many variables are changed or held."""
        return len(self.values) + len(self.witness)


@dataclass(frozen=True)
class Causes:
    """The actual causes of an effect.

    Attributes
    ----------
    causes : tuple of Cause
        The smallest first, each with a smallest witness.
    searched : int
        All causes of up to so many variables are there.
    complete : bool
        Whether all causes are there.
    solved : int
        How often the equations were solved.
    why : str
        Why the causes are not complete; empty if they are.
    """

    causes: tuple[Cause, ...]
    searched: int
    complete: bool
    solved: int
    why: str = ""

    def responsibility(self, name: str) -> Fraction:
        """Return 1 over the least number of changed and held variables in a cause with this variable, 0 in none.

        The degree of responsibility for the modified definition (Halpern 2016). A lower bound if the causes are not
        complete.
        """
        sizes = [c.size for c in self.causes if name in dict(c.values)]
        return Fraction(1, min(sizes)) if sizes else Fraction(0)


def actual_causes(
    model: CausalModel,
    effect: Holds,
    *,
    among: Sequence[str] | None = None,
    most_size: int | None = None,
    most_solved: int = MOST_SOLVED,
    progress: Progress | None = None,
) -> Causes:
    """Return every actual cause of an effect.

    A set of variables with their actual values is a cause of an effect that is there (AC1) if some other values of
    them undo it while some other variables are held at their actual values (AC2), and no part of the set is one
    (AC3).

    Parameters
    ----------
    model : CausalModel
    effect : callable
        From the values of all variables to whether the effect is there.
    among : sequence of str, optional
        The variables of which causes may consist; all if not given. Others may still be held.
    most_size : int, optional
        Look for causes of up to so many variables.
    most_solved : int
        How often the equations may be solved.
    progress : callable, optional
        Called now and then with how often the equations were solved and may be; an exception that it raises ends the
        work.

    Raises
    ------
    ModelError
        If the effect is not there, or a limit is less than 1.
    UnknownName
        If ``among`` names what is not a variable.

    Notes
    -----
    Only variables that depend on the changed ones are held: holding any other changes nothing. The work grows
    exponentially with the number of variables.

    Examples
    --------
    >>> either = CausalModel((Variable("fire", lambda v: v["match"] or v["lightning"], ("match", "lightning")),
    ...                       Variable("match", lambda v: True), Variable("lightning", lambda v: True)))
    >>> found = actual_causes(either, lambda v: v["fire"], among=["match", "lightning"])
    >>> [dict(cause.values) for cause in found.causes], found.responsibility("match")
    ([{'match': True, 'lightning': True}], Fraction(1, 2))
    """
    search = _Search(model, effect, most_solved, progress)
    names = tuple(model.by_name) if among is None else _named(model, among)
    if most_size is not None and most_size < 1:
        raise ModelError(f"causes of at most {most_size} variables are none; allow one variable at least")
    top = min(len(names), len(names) if most_size is None else most_size)
    found: list[Cause] = []
    for size in range(1, top + 1):
        try:
            search.add(names, size, found)
        except _SolvedError:
            why = f"the equations were solved {most_solved:,} times, as often as allowed"
            return Causes(tuple(found), size - 1, complete=False, solved=search.solved, why=why)
    whole = top == len(names)
    why = "" if whole else f"causes of more than {top} variables were not looked for"
    return Causes(tuple(found), top, complete=whole, solved=search.solved, why=why)


def is_cause(
    model: CausalModel, names: Sequence[str], effect: Holds, *, most_solved: int = MOST_SOLVED
) -> Cause | None:
    """Return how some variables together are an actual cause of an effect; None if they are not.

    Raises
    ------
    ModelError
        If the effect is not there, no variable is named, or telling takes more solutions than allowed.

    Examples
    --------
    >>> chain = CausalModel((Variable("push", lambda v: True), Variable("fall", lambda v: v["push"], ("push",))))
    >>> is_cause(chain, ["push"], lambda v: v["fall"]).instead, is_cause(chain, ["push", "fall"], lambda v: v["fall"])
    ((('push', False),), None)
    """
    wanted = _named(model, names)
    if not wanted:
        raise ModelError("name the variables that may be the cause, one at least")
    found = actual_causes(model, effect, among=wanted, most_solved=most_solved)
    if not found.complete:
        raise ModelError(f"whether {', '.join(wanted)} is a cause cannot be told: {found.why}")
    return next((c for c in found.causes if {n for n, _ in c.values} == set(wanted)), None)


def _named(model: CausalModel, names: Sequence[str]) -> tuple[str, ...]:
    for name in names:
        if name not in model.by_name:
            raise UnknownName(f"there is no variable {name}; {did_you_mean(name, model.by_name)}")
    return tuple(dict.fromkeys(names))


class _SolvedError(Exception):
    """The equations were solved as often as allowed."""


class _Search:
    """The search for causes of one effect, the smallest first."""

    def __init__(self, model: CausalModel, effect: Holds, most: int, progress: Progress | None) -> None:
        if most < 1:
            raise ModelError(f"a budget of {most} solutions cannot look at anything; allow one at least")
        self.model, self.effect, self.most, self.progress = model, effect, most, progress
        self.solved = 1
        self.actual = model.solve()
        if not effect(self.actual):
            raise ModelError("the effect is not there, so nothing causes it")

    def add(self, names: Sequence[str], size: int, found: list[Cause]) -> None:
        """Add the causes of one size: sets that contain no smaller one and have a witness."""
        smaller = [{n for n, _ in c.values} for c in found]
        for some in combinations(names, size):
            if not any(s <= set(some) for s in smaller) and (cause := self._cause(some)) is not None:
                found.append(cause)  # noqa: PERF401 - what was found stays when the budget ends

    def _cause(self, names: tuple[str, ...]) -> Cause | None:
        """Return how some variables meet AC2, with a smallest witness; where no part of them does, all must change."""
        below = self.model.below(names)
        held = [n for n in self.model.by_name if n in below]
        ways = [self._instead(n) for n in names]
        for witness in chain.from_iterable(combinations(held, k) for k in range(len(held) + 1)):
            kept = {n: self.actual[n] for n in witness}
            for way in product(*ways):
                instead = tuple(zip(names, way, strict=True))
                if not self._holds({**kept, **dict(instead)}):
                    return Cause(tuple((n, self.actual[n]) for n in names), instead, tuple(kept.items()))
        return None

    def _instead(self, name: str) -> list[Value]:
        return [v for v in self.model.by_name[name].range if v != self.actual[name]]

    def _holds(self, interventions: Values) -> bool:
        if self.solved >= self.most:
            raise _SolvedError
        if self.progress is not None and self.solved % 256 == 1:
            self.progress(self.solved, self.most)
        self.solved += 1
        return self.effect(self.model.solve(interventions))
