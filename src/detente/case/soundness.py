"""Checks of the model (M): first what can be told from the listed states alone, then what follows from the formulas.

The second kind needs a file without other errors. States are looked up by the formulas and never in a list of all
patterns, so that the checks stay quick where there are many states.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace
from itertools import chain, islice

import numpy as np

from detente.case.build import Case, arc_pairs
from detente.case.factor_checks import factors
from detente.case.finding import Finding, Path, View, formulas, listed_states, readings, warning
from detente.case.lookup import Lookup, packed
from detente.case.schema import CaseFile, Stable, World
from detente.case.syntax import shown
from detente.errors import ModelError, TooLarge
from detente.model.formula import Formula, kleene
from detente.model.states import States, listed

MOST_TRIED = 40
MOST_LOOKED_THROUGH = 1 << 22
MOST_COMPARED = 1_000_000
SHOWN = 6
ONE_STATE = "a pattern may belong to one state only"

# --------------------------------------------------------------------------------------- from the listed states alone


def malformed_patterns(view: View) -> Iterator[Finding]:
    """M001: a pattern that does not have one letter for each option, or states and options that do not go together."""
    n_options = len(view.options.names)
    states = view.file.states
    if view.options.is_open:
        return
    if isinstance(states, dict):
        for name, pattern in states.items():
            if len(pattern) != n_options or set(pattern) - set("YN-"):
                message = f"the pattern {shown(pattern)} of {name} needs one letter for each of the {n_options} options"
                yield Finding("M001", ("states", name), message, "write Y, N or - (either) for each, in their order")
    if isinstance(states, tuple) and n_options:
        message = "states are listed by name alone, but the decision makers have options"
        yield Finding("M001", ("states",), message, "give each state its pattern (s1: NYN), or leave out the options")
    if states is None and not n_options:
        message = "the case has neither options nor states, so nothing can happen in it"
        yield Finding("M001", ("decision_makers",), message, "give the decision makers options, or list the states")


def overlapping_states(view: View) -> Iterator[Finding]:
    """M009: two listed states that stand for the same pattern."""
    if not isinstance(view.file.states, dict) or view.options.is_open:
        return
    n_options = len(view.options.names)
    budget = MOST_COMPARED
    seen: dict[str, str] = {}
    merged: dict[str, str] = {}
    for name, pattern in view.file.states.items():
        if len(pattern) != n_options or set(pattern) - set("YN-"):
            continue
        others = {} if budget < 0 else seen if "-" in pattern else merged
        budget -= len(others)
        other = seen.get(pattern) or next((o for p, o in others.items() if _meet(p, pattern)), None)
        if other is not None:
            yield Finding("M009", ("states", name), f"{other} and {name} overlap: both stand for {pattern}", ONE_STATE)
            continue
        seen[pattern] = name
        if "-" in pattern:
            merged[pattern] = name


def _meet(a: str, b: str) -> bool:
    return all(x == y or "-" in (x, y) for x, y in zip(a, b, strict=True))


def malformed_arcs(view: View) -> Iterator[Finding]:
    """M010: an arc that is not ``a -> b`` or ``a <-> b``, or merged states that need arcs and have none."""
    for slug, arcs in (view.file.arcs or {}).items():
        for k, arc in enumerate(arcs):
            pairs = arc_pairs(arc)
            if any(a == b and a for a, b in pairs):
                message, hint = f"the arc {shown(arc)} leads back to where it starts", "leave it out"
                yield Finding("M010", ("arcs", slug, k), message, hint)
            elif not pairs or any(not a or not b or "->" in a + b for a, b in pairs):
                message = f"{shown(arc)} is not an arc between two states"
                yield Finding("M010", ("arcs", slug, k), message, "write s1 -> s2, or s1 <-> s2 for both ways")
    states = view.file.states
    if isinstance(states, dict) and view.file.arcs is None and any("-" in p for p in states.values()):
        message = "some states are merged (-), and nothing says who can move between them"
        yield Finding("M010", ("states",), message, "list the moves of each decision maker under arcs")


def repeated_states(view: View) -> Iterator[Finding]:
    """M005: a state that stands twice in a ranking or in the list of states."""
    if isinstance(view.file.states, tuple):
        for path, name in _repeated((("states", k), name) for k, name in enumerate(view.file.states)):
            yield Finding("M005", path, f"the state {name} is listed twice", "leave one out")
    for path, reading in readings(view.file):
        for place, state in _repeated(listed_states(reading)):
            message = f"the ranking names the state {state} twice"
            yield Finding("M005", (*path, *place), message, "name every feasible state once")


def _repeated(places: Iterable[tuple[Path, str]]) -> Iterator[tuple[Path, str]]:
    seen: set[str] = set()
    for place, name in places:
        if name in seen:
            yield place, name
        seen.add(name)


LISTING_CHECKS = (malformed_patterns, overlapping_states, malformed_arcs, repeated_states)


# ------------------------------------------------------------------------------------------------ from the formulas


def has_many_states(case: Case) -> bool:
    """Whether there are too many states to look through all of them while a file is checked; lists none of them."""
    return case.file.states is None and case.structure.count.value > MOST_LOOKED_THROUGH


def not_looked_through(case: Case) -> Iterator[Finding]:
    """W008: what was not checked, since it needs a look at every state and there are too many."""
    asked = [what for what, is_there in (("classes", case.file.classes), ("outcome", case.outcome)) if is_there]
    if asked and has_many_states(case):
        message = f"there are too many states to look through; not checked: {', '.join(asked)}"
        yield warning("W008", (asked[0],), message, "detente equilibria and detente plan answer all the same")


def open_constraints(case: Case) -> Iterator[Finding]:
    """M008: a constraint that a merged state leaves open."""
    if isinstance(case.file.states, dict):
        states = packed(case.structure.option_names, case.file.states)
        for i, constraint in enumerate(case.file.constraints):
            yield from _left_open(states, ("constraints", i, "when"), case.formula(constraint.when))


def open_formulas(case: Case) -> Iterator[Finding]:
    """M008: a formula that a merged state leaves open."""
    if not isinstance(case.file.states, dict) or not case.structure.states.is_merged:
        return
    for path, text in formulas(case.file):
        if path[0] != "constraints":
            yield from _left_open(case.structure.states, path, case.formula(text))


def _left_open(states: States, path: Path, formula: Formula) -> Iterator[Finding]:
    holds, fails = kleene(formula, states.column, len(states))
    open_states = np.flatnonzero(~(holds | fails))
    if open_states.size:
        state = int(open_states[0])
        message = f"the merged state {states.slugs[state]} ({states.pattern(state)}) leaves this formula open"
        hint = "add an option that decides it there, or split the state"
        yield Finding("M008", path, message, hint)


def open_weights(case: Case) -> Iterator[Finding]:
    """M008: a weight on an option that a merged state leaves open."""
    if not isinstance(case.file.states, dict) or not (states := case.structure.states).is_merged:
        return
    for path, reading in readings(case.file):
        for option in reading.weights or {}:
            holds, fails = states.column(option)
            if not (holds | fails).all():
                message = f"a merged state leaves {option} open, so its weight cannot be counted there"
                yield Finding("M008", (*path, "weights", option), message, "use a ranking", on_key=True)


def no_feasible_state(case: Case) -> Iterator[Finding]:
    """M002: constraints that exclude every state; the place is the first one after which none is left."""
    if has_many_states(case):
        return
    try:
        len(case.structure.states)
    except ModelError:
        yield _overlap(case) or _no_state(case)


def _overlap(case: Case) -> Finding | None:
    """M009: two states overlap, where there were too many to compare them one by one."""
    try:
        if isinstance(case.file.states, dict):
            listed(case.structure.option_names, case.file.states)
    except ModelError as error:
        return Finding("M009", ("states",), str(error), ONE_STATE)
    return None


def _no_state(case: Case) -> Finding:
    n_constraints = len(case.structure.constraints)
    if not n_constraints:
        return Finding("M002", ("states",), "the list of states is empty", "name the states, or leave out states")
    last = next((k for k in range(min(n_constraints, MOST_TRIED)) if _is_empty(case, k + 1)), None)
    hint = "loosen it, or leave it out"
    if last is None:
        return Finding("M002", ("constraints",), "no state is feasible: the constraints exclude every one", hint)
    before = "" if last == 0 else "together with those above it "
    message = f"no state is feasible: {before}this constraint excludes every one"
    return Finding("M002", ("constraints", last), message, hint)


def _is_empty(case: Case, n_constraints: int) -> bool:
    first = case.structure.constraints[:n_constraints]
    try:
        return not len(replace(case.structure, constraints=first).states)
    except ModelError:
        return True
    except TooLarge:
        return False


def unfit_rankings(case: Case) -> Iterator[Finding]:
    """M004, M005, M006: a ranking or payoffs that leave out a feasible state, name it twice, or name another.

    States that are feasible only where a world lifts constraints may be ranked, and need not be.
    """
    lookup = Lookup(case)
    lifted = tuple({name: None for world in case.file.worlds.values() for name in world.lift})
    widest = World(lift=lifted) if lifted else None
    for path, reading in readings(case.file):
        if reading.ranking is None and reading.payoffs is None:
            continue
        key = "ranking" if reading.ranking is not None else "payoffs"
        places = list(listed_states(reading))
        somewhere = lookup.feasible((state for _, state in places), widest)
        for place, state in places:
            if state not in somewhere:
                yield Finding("M006", (*path, *place), *lookup.why_not(state, widest), on_key=key == "payoffs")
        yield from _named_twice((*path, key), somewhere)
        yield from _left_out(case, (*path, key), lookup.feasible(somewhere))


def _named_twice(path: Path, found: dict[str, str]) -> Iterator[Finding]:
    first: dict[str, str] = {}
    for said, state in found.items():
        if first.setdefault(state, said) != said:
            message = f"{first[state]} and {said} are the same state"
            yield Finding("M005", path, message, "name every feasible state once")


def _left_out(case: Case, path: Path, found: dict[str, str]) -> Iterator[Finding]:
    verb = "leaves out" if path[-1] == "ranking" else "leave out"
    if has_many_states(case):
        message = f"the {path[-1]} {verb} nearly all of the feasible states: it names {len(found):,}"
        yield Finding("M004", path, message, "write statements or weights; there are too many states to name each")
        return
    states, named = case.structure.states, set(found.values())
    n_missing = len(states) - len(named)
    if n_missing <= 0:
        return
    labels = (_label(states, s) for s in range(len(states)))
    first = list(islice((label for label in labels if label not in named), SHOWN))
    more = f" and {n_missing - len(first):,} more" if n_missing > len(first) else ""
    message = f"the {path[-1]} {verb} {', '.join(first)}{more}"
    yield Finding("M004", path, message, f"name each of the {len(states):,} feasible states once")


def unknown_states(case: Case) -> Iterator[Finding]:
    """M006: a state in labels, arcs, claims or published answers that is not feasible."""
    lookup = Lookup(case)
    mentioned = list(_states_mentioned(case.file, case.variant))
    found = lookup.feasible(state for _, state, _ in mentioned)
    for path, state, on_key in mentioned:
        if state not in found:
            yield Finding("M006", path, *lookup.why_not(state), on_key=on_key)


def _states_mentioned(file: CaseFile, variant: str | None) -> Iterator[tuple[Path, str, bool]]:
    yield from ((("labels", s), s, True) for s in file.labels)
    for slug, arcs in (file.arcs or {}).items():
        for k, arc in enumerate(arcs):
            yield from ((("arcs", slug, k), s, False) for s in dict.fromkeys(chain(*arc_pairs(arc))))
    for name, claim in file.claims.items():
        if isinstance(claim.test, Stable) and claim.test.stable != "status_quo":
            yield ("claims", name, "test", "stable"), claim.test.stable, False
    for path, factor in factors(file):
        if factor.pair is not None:
            yield (*path, "pair", "state"), factor.pair.state, False
            yield (*path, "pair", "to"), factor.pair.to, False
    yield from _states_published(file, variant)


def _states_published(file: CaseFile, variant: str | None) -> Iterator[tuple[Path, str, bool]]:
    for i, answer in enumerate(file.published):
        if answer.variant == variant:
            yield from ((("published", i, "equilibria", k), s, False) for k, s in enumerate(answer.equilibria))
            yield from ((("published", i, "ours", k), s, False) for k, s in enumerate(answer.ours or ()))
    for i, count in enumerate(file.published_counts):
        if count.variant == variant:
            yield ("published_counts", i, "state"), count.state, False


def infeasible_status_quo(case: Case) -> Iterator[Finding]:
    """M003: a status quo that is not a feasible state; W005: one that a world rules out."""
    if case.start is None:
        return
    lookup = Lookup(case)
    if not lookup.feasible([case.start]):
        message, hint = lookup.why_not(case.start)
        yield Finding("M003", ("status_quo",), f"the status quo {message}", hint)
        return
    for name, world in case.file.worlds.items():
        start = _settled(case, case.start, world)
        if not lookup.feasible([start], world):
            message, _ = lookup.why_not(start, world)
            hint = "its cells cannot be evaluated; lift what it breaks in this world too, or fix another option"
            yield warning("W005", ("worlds", name), f"in the world {name} the status quo {message}", hint)


def _settled(case: Case, start: str, world: World) -> str:
    """Return the status quo with the values that a world fixes; a state given by its name stays what it is."""
    options = case.structure.option_names
    if len(start) != len(options) or start in (case.file.states or ()):
        return start
    return "".join(world.do.get(option, letter) for option, letter in zip(options, start, strict=True))


def unfit_classes(case: Case) -> Iterator[Finding]:
    """M007: classes that overlap or leave out a state."""
    if not case.file.classes or has_many_states(case):
        return
    states, first = case.structure.states, np.full(len(case.structure.states), -1, dtype=np.int64)
    names = list(case.file.classes)
    for k, text in enumerate(case.file.classes.values()):
        holds = states.truth(case.formula(text))
        if (both := holds & (first >= 0)).any():
            state = int(np.flatnonzero(both)[0])
            message = f"the state {_label(states, state)} is in {names[first[state]]} and in {names[k]}"
            yield Finding("M007", ("classes", names[k]), message, "every state belongs to one class only")
        first[holds & (first < 0)] = k
    if names and (first < 0).any():
        state = int(np.flatnonzero(first < 0)[0])
        message = f"the state {_label(states, state)} is in no class"
        yield Finding("M007", ("classes",), message, "add a class for what the others leave out", on_key=True)


def empty_outcome(case: Case) -> Iterator[Finding]:
    """W006: an outcome that holds nowhere, or everywhere."""
    if case.outcome is None or has_many_states(case):
        return
    holds = case.structure.states.truth(case.outcome)
    if holds.all():
        message = "the outcome holds in every feasible state, so it is attained whatever anybody does"
        yield warning("W006", ("outcome",), message, "name what sets it apart")
    elif not holds.any():
        message = "the outcome holds in no feasible state, so nothing attains it"
        yield warning("W006", ("outcome",), message, "see which constraint excludes it")


def _label(states: States, state: int) -> str:
    return states.slugs[state] if states.slugs else states.pattern(state)


MODEL_CHECKS = (
    open_weights,
    unfit_rankings,
    infeasible_status_quo,
    unknown_states,
    unfit_classes,
    not_looked_through,
    empty_outcome,
)
