"""Equilibria by concept: how many there are, and the states that are in one, with what holds in each."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from detente.analysis.answer import Answer
from detente.analysis.equilibria import DERIVED, Stability
from detente.case.build import Case
from detente.errors import DetenteError
from detente.model.conflict import Conflict
from detente.model.formula import Mask
from detente.report.text import capital

MOST_STATES = 48


@dataclass(frozen=True, slots=True)
class ConceptView:
    """One solution concept and how many states it calls stable."""

    name: str
    title: str
    definition: str
    equilibria: int
    by_party: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class StateView:
    """One state, what holds in it, and under which concepts it is an equilibrium."""

    name: str
    words: str
    marks: tuple[bool, ...]
    is_status_quo: bool
    has_outcome: bool


@dataclass(frozen=True, slots=True)
class EquilibriaView:
    """The counts, and the first states of the list."""

    concepts: tuple[ConceptView, ...]
    parties: tuple[str, ...]
    states: tuple[StateView, ...]
    in_some: int
    in_all: int
    left_out: tuple[tuple[str, str], ...]
    outcome: str


def equilibria(answer: Answer) -> EquilibriaView:
    """Return the equilibria of an answer; at most a page of states, those in most concepts first."""
    case = answer.case
    conflict = case.conflict(case.reading(**dict(answer.fixed)))
    shown = concepts_shown(answer)
    masks = {name: s.equilibria for name, s in shown.items()}
    held = np.add.reduce([m.astype(np.int64) for m in masks.values()])
    wanted = _outcome(case, conflict)
    return EquilibriaView(
        concepts=tuple(_concept(name, s, masks[name]) for name, s in shown.items()),
        parties=tuple(case.dm_name(s) for s in conflict.structure.slugs),
        states=tuple(_state(case, conflict, s, masks, wanted) for s in _first_states(conflict, held)),
        in_some=int((held > 0).sum()),
        in_all=len(conflict.states),
        left_out=tuple(answer.equilibria.left_out.items()),
        outcome=case.outcome_label if wanted is not None else "",
    )


def concepts_shown(answer: Answer) -> Mapping[str, Stability]:
    """Return the concepts of an answer; the derived row only where a published answer is given in its terms."""
    derived = answer.equilibria.derived if _is_published(answer.case, DERIVED) else {}
    return {**answer.equilibria.concepts, **derived}


def _is_published(case: Case, concept: str) -> bool:
    return any(p.concept == concept for p in case.file.published)


def _concept(name: str, found: Stability, mask: Mask) -> ConceptView:
    title, definition = _words(name)
    by_party = tuple(int(stable.sum()) for stable in found.by_dm.values())
    return ConceptView(name, title, definition, int(mask.sum()), by_party)


def _words(name: str) -> tuple[str, str]:
    from detente.concepts import concept

    if name == DERIVED:
        return "either of the two", "every party is stable under SEQ or under SIM, as some older texts print it"
    known = concept(name)
    return known.title, known.definition


def _outcome(case: Case, conflict: Conflict) -> Mask | None:
    try:
        return conflict.states.truth(case.outcome) if case.outcome is not None else None
    except DetenteError:
        return None


def _first_states(conflict: Conflict, held: np.ndarray[tuple[int], np.dtype[np.int64]]) -> list[int]:
    """Return the status quo if it is an equilibrium, then the states that most concepts hold; ties by pattern."""
    found = np.flatnonzero(held)
    if found.size > 50 * MOST_STATES:
        found = found[np.argsort(-held[found], kind="stable")][: 50 * MOST_STATES]
    here = status_quo(conflict)
    order = sorted(found.tolist(), key=lambda s: (s != here, -held[s], conflict.states.pattern(s)))
    return order[:MOST_STATES]


def status_quo(conflict: Conflict) -> int:
    """Return the status quo, or -1 if there is none."""
    try:
        return conflict.status_quo
    except DetenteError:
        return -1


def _state(case: Case, conflict: Conflict, state: int, masks: Mapping[str, Mask], wanted: Mask | None) -> StateView:
    from detente import explain

    pattern = conflict.states.pattern(state)
    name = conflict.states.slugs[state] if conflict.states.slugs else pattern
    return StateView(
        name=name,
        words=_told(explain.state(case, pattern), name),
        marks=tuple(bool(m[state]) for m in masks.values()),
        is_status_quo=state == status_quo(conflict),
        has_outcome=bool(wanted is not None and wanted[state]),
    )


def _told(words: str, name: str) -> str:
    """Return what an explanation says of a state, without its name, which stands in a column of its own."""
    rest = words.removeprefix(name).lstrip(": ")
    if rest.startswith("(") and ")" in rest:
        label, _, held = rest[1:].partition(")")
        rest = f"{label}{held}"
    return capital(rest or name)
