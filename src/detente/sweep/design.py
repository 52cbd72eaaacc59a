"""Which variants a sweep has: the product of everything that varies, or so many drawn from it, each with its number."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from itertools import combinations
from math import prod
from typing import Literal

import numpy as np

from detente.case.build import Case
from detente.errors import TooLarge
from detente.model.conflict import Constraint, Structure
from detente.sweep.asked import Asked
from detente.sweep.choices import Choices, choices
from detente.sweep.drawing import below, stream
from detente.sweep.orders import How, Numbers
from detente.sweep.vary import Vary, WrongPlan, read_all

Dropped = tuple[str, ...]
MOST_VARIANTS = 10**12
MOST_NUMBERED = 1 << 63
MOST_DROPPED = 1 << 16
OF_WORLDS, OF_DROPPED, OF_CHOICES = 0, 1, 2


@dataclass(frozen=True, eq=False)
class Rows:
    """Some variants, each by the numbers of what it is made of; all arrays are ``(rows,) int64``.

    Attributes
    ----------
    variant : ndarray
        The variant's number, from 0: its place in the plan.
    draw : ndarray
        Which draw of rankings it has.
    world, dropped : ndarray
        Places in the design's ``worlds`` and ``dropped``.
    choice : tuple of ndarray
        For each decision maker the number of its choice; 0 where its rankings are drawn.
    """

    variant: Numbers
    draw: Numbers
    world: Numbers
    dropped: Numbers
    choice: tuple[Numbers, ...]


@dataclass(frozen=True, eq=False)
class Design:
    """Everything that varies, and how a variant's number tells what it is made of.

    Attributes
    ----------
    asked : Asked
    worlds : tuple of str
    dropped : tuple of tuple of str
        The sets of constraints that are dropped, the empty set first.
    choices : tuple of Choices or None
        For each decision maker what it may want; None where its rankings are drawn.
    draws : int
        How many draws of rankings; 0 where none are drawn.

    Notes
    -----
    Draws change slowest, then worlds, dropped constraints and decision makers in their order, the last one fastest. So
    all worlds see the same draws. Of a sample every variant is drawn by itself.
    """

    asked: Asked
    worlds: tuple[str, ...]
    dropped: tuple[Dropped, ...]
    choices: tuple[Choices | None, ...]
    draws: int

    @cached_property
    def sizes(self) -> tuple[int, ...]:
        """How many worlds, sets of dropped constraints, and choices of each decision maker."""
        return (len(self.worlds), len(self.dropped), *(1 if c is None else c.size for c in self.choices))

    @cached_property
    def inner(self) -> int:
        """How many variants share a draw."""
        return 1 if self.asked.sample is not None else prod(self.sizes)

    @property
    def possible(self) -> int:
        """How many variants there are to choose from; of rankings that are drawn, those of one draw."""
        return prod(self.sizes)

    @cached_property
    def variants(self) -> int:
        """How many variants the sweep has."""
        return self.asked.sample if self.asked.sample is not None else max(1, self.draws) * self.inner

    @property
    def drawn(self) -> tuple[int, ...]:
        """The decision makers whose rankings are drawn."""
        return tuple(k for k, c in enumerate(self.choices) if c is None)

    def rows(self, first: int, last: int, chunk: int) -> Rows:
        """Return the variants from ``first`` to below ``last``; ``chunk`` is how many draws share a random stream."""
        variant = np.arange(first, last, dtype=np.int64)
        if self.asked.sample is not None:
            parts = [self._sampled(place, variant, chunk) for place in range(len(self.sizes))]
            draw = variant
        else:
            draw = variant // self.inner
            parts, left = [], variant % self.inner
            for size in reversed(self.sizes):
                parts.append(left % size)
                left = left // size
            parts.reverse()
        return Rows(variant, draw, parts[OF_WORLDS], parts[OF_DROPPED], tuple(parts[OF_CHOICES:]))

    def _sampled(self, place: int, variant: Numbers, chunk: int) -> Numbers:
        if self.sizes[place] == 1:
            return np.zeros_like(variant)
        first, last = int(variant[0]) // chunk, int(variant[-1]) // chunk
        made = [below(stream(self.asked.seed, c, place), self.sizes[place], chunk) for c in range(first, last + 1)]
        return np.concatenate(made)[variant - first * chunk]


def design(case: Case, asked: Asked) -> Design:
    """Return the variants that a question asks about.

    Raises
    ------
    WrongPlan
        If two things that exclude each other vary, or it is not said how many rankings are drawn.
    TooLarge
        If there are more variants than can be numbered, or than is sensible without a sample.
    """
    varied = read_all(asked.vary, tuple(case.preferences))
    made = Design(asked, _worlds(case, asked, varied), _dropped(case, varied), _choices(case, asked, varied), 0)
    if len(made.drawn) == len(made.choices) and any(v.kind == "readings" for v in varied):
        raise WrongPlan("everybody's rankings are drawn, so there are no readings to vary; leave readings out")
    made = replace(made, draws=_draws(varied, asked) if made.drawn else 0)
    if asked.sample is None and made.variants > MOST_VARIANTS:
        raise TooLarge(f"that makes {_about(made.variants)} variants; sample some of them: --sample 1000000")
    if max(made.sizes) >= MOST_NUMBERED:
        raise TooLarge(f"one decision maker has {_about(max(made.sizes))} choices, too many to number; vary less")
    return made


def _about(number: int) -> str:
    return f"{number:,}" if number < 10**15 else f"{number:.1e}".replace("e+", " x 10^")


def _worlds(case: Case, asked: Asked, varied: Sequence[Vary]) -> tuple[str, ...]:
    if not any(v.kind == "worlds" for v in varied):
        return (asked.world,)
    if len(case.worlds) == 1:
        raise WrongPlan("--vary worlds: the case has no worlds but the actual one")
    return case.worlds


def constraint_names(case: Case) -> tuple[str, ...]:
    """Return how to call each constraint: by its name, or by its place from 1 as ``constraint_3``."""
    return tuple(c.name or f"constraint_{k}" for k, c in enumerate(case.structure.constraints, 1))


def _dropped(case: Case, varied: Sequence[Vary]) -> tuple[Dropped, ...]:
    number = next((v.number or 1 for v in varied if v.kind == "constraints"), 0)
    if not number:
        return ((),)
    names = tuple(dict.fromkeys(constraint_names(case)))
    if not names:
        raise WrongPlan("--vary constraints: the case has no constraints")
    found: list[Dropped] = []
    for size in range(min(number, len(names)) + 1):
        found += combinations(names, size)
        if len(found) > MOST_DROPPED:
            raise TooLarge(f"--vary constraints:{number} makes more than {MOST_DROPPED:,} sets; drop fewer at once")
    return tuple(found)


def _choices(case: Case, asked: Asked, varied: Sequence[Vary]) -> tuple[Choices | None, ...]:
    return tuple(_choices_of(case, asked, varied, slug) for slug in case.preferences)


def _choices_of(case: Case, asked: Asked, varied: Sequence[Vary], slug: str) -> Choices | None:
    how = _how(varied, slug)
    named = any(v.kind == "readings" and v.decision_maker == slug for v in varied)
    if how == "rankings":
        if named or slug in asked.readings:
            raise WrongPlan(f"the rankings of {slug} are drawn, so it has no reading; leave that out")
        return None
    every = case.preferences[slug]
    if named and slug in asked.readings:
        raise WrongPlan(f"the readings of {slug} vary, so none can be fixed: leave out {asked.readings[slug]}")
    vary = named or any(v.kind == "readings" and v.decision_maker is None for v in varied)
    chosen = asked.readings.get(slug)
    names = [chosen] if chosen else list(every) if vary else [next(iter(every))]
    return choices(slug, [(name, every[name]) for name in names], how)


def _how(varied: Sequence[Vary], slug: str) -> How | Literal["rankings"]:
    """Return what varies in a decision maker's preferences: what names it counts before what is meant for all."""
    for whose in (slug, None):
        kinds = [kind for v in varied if v.decision_maker == whose and (kind := _ARRANGED.get(v.kind))]
        if len(kinds) > 1:
            raise WrongPlan(f"--vary {kinds[0]} and {kinds[1]} of the same decision maker exclude each other")
        if kinds:
            return kinds[0]
    return "written"


_ARRANGED: dict[str, How | Literal["rankings"]] = {"orders": "orders", "swaps": "swaps", "rankings": "rankings"}


def _draws(varied: Sequence[Vary], asked: Asked) -> int:
    numbers = {v.number for v in varied if v.kind == "rankings"}
    if asked.sample is not None:
        return asked.sample
    if len(numbers) > 1 or None in numbers:
        wanted = "how many are drawn" if None in numbers else "the same number for all, who are drawn together"
        raise WrongPlan(f"--vary rankings wants {wanted}: rankings=1000, or --sample 1000")
    return int(next(iter(numbers)) or 0)


def without(case: Case, world: str, dropped: Dropped) -> Structure:
    """Return what can be done in a world without some constraints."""
    structure = case.structure_in(world)
    if not dropped:
        return structure
    gone = {
        id(c) for c, name in zip(case.structure.constraints, constraint_names(case), strict=True) if name in dropped
    }
    kept: list[Constraint] = [c for c in structure.constraints if id(c) not in gone]
    return replace(structure, constraints=tuple(kept))
