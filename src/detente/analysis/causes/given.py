"""The menu that a case gives by itself, where its file names no factors, and what that menu leaves out."""

from __future__ import annotations

from collections.abc import Iterator

from detente.analysis.causes.effects import Effect
from detente.case.build import Case, Readings
from detente.case.menu import Factor as Written
from detente.case.menu import Pair
from detente.model.conflict import Conflict
from detente.model.formula import names
from detente.model.preferences import Prioritised


def given(case: Case, conflict: Conflict, readings: Readings, effect: Effect | None) -> Iterator[Written]:
    """Yield a factor for everything of a case that could be otherwise; options that the goal names are part of it.

    Parameters
    ----------
    case : Case
    conflict : Conflict
        In the world that is asked about.
    readings : mapping
    effect : Effect, optional
    """
    structure = conflict.structure
    if structure.explicit is None:
        goal = _in_goal(case, effect)
        yield from (Written(option=option) for option in structure.option_names if option not in goal)
    yield from (Written(constraint=c.name) for c in structure.constraints if c.name)
    yield from (Written(direction=option) for option in structure.directions)
    yield from (Written(freeze=f.name) for f in case.file.freezes if f.name)
    for slug, reading in readings.items():
        stated = case.preferences[slug][reading]
        if isinstance(stated, Prioritised):
            yield from (Written(preference=slug, statement=k) for k in range(1, len(stated.statements) + 1))
        else:
            yield from _pairs(conflict, slug, effect)
    yield from (Written(reading=slug) for slug in readings if len(case.preferences[slug]) > 1)


def _pairs(conflict: Conflict, slug: str, effect: Effect | None) -> Iterator[Written]:
    """Yield how a decision maker ranks what it can move to against the state that it would leave (theory E2)."""
    about = "status_quo" if effect is None or not effect.state else effect.state
    here = conflict.status_quo if about == "status_quo" else conflict.states.index(about)
    label = conflict.states.slugs or conflict.states.patterns
    for state in conflict.moves.leaving(conflict.structure.player(slug), here).tolist():
        yield Written(pair=Pair(dm=slug, state=label[state], to=label[here]))


def passed_over(case: Case, conflict: Conflict, effect: Effect | None) -> Iterator[tuple[str, str]]:
    """Yield what could be otherwise and is no factor of that menu, with the reason."""
    structure = conflict.structure
    if structure.explicit is None:
        about = _in_goal(case, effect)
        yield from ((f"option:{o}", "it is what the outcome is about") for o in structure.option_names if o in about)
    unnamed = "it has no name by which it could be asked about"
    yield from ((f"constraint {c.when}", unnamed) for c in case.file.constraints if not c.name)
    yield from ((f"freeze of {', '.join(f.options)}", unnamed) for f in case.file.freezes if not f.name)


def _in_goal(case: Case, effect: Effect | None) -> frozenset[str]:
    """Return the options that the goal of an effect names."""
    return frozenset(names(case.formula(effect.goal))) if effect is not None and effect.goal else frozenset()
