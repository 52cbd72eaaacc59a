"""Conflicts for tests: plain builders for small known ones, and hypothesis strategies for random ones.

Strategies draw no more than they need and never reject: one state is chosen first and kept feasible whatever
is drawn, so that every draw is a conflict. Everything shrinks to few decision makers, no constraint and ties.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from fractions import Fraction
from functools import cache
from itertools import count, product
from typing import NoReturn, TypeVar

import numpy as np
import pytest
from hypothesis import currently_in_test_context, reject
from hypothesis import strategies as st

from detente.concepts import Concept, concept
from detente.engines import Engine, Progress, engine
from detente.engines.native import absent
from detente.errors import NotTaken
from detente.model.conflict import Conflict, Constraint, Freeze, Structure
from detente.model.formula import And, Constant, Formula, Iff, Implies, Mask, Name, Not, Or
from detente.model.options import DecisionMaker, Option
from detente.model.preferences import (
    Payoffs,
    Preference,
    Prioritised,
    Ranking,
    Statement,
    WeakOrder,
    Weighted,
    dense,
)
from detente.model.states import States

CONCEPTS = ("Nash", "GMR", "SMR", "SEQ", "SSEQ", "SIM")
WITHOUT_SIM = CONCEPTS[:-1]
FORCED = os.environ.get("DETENTE_TEST_ENGINE")
FIRST = FORCED or "edges"
MOST_REFERENCE_STATES = 256
T = TypeVar("T")
ENGINES = (FORCED,) if FORCED else ("edges", "kernel", "reference")
WITHOUT_KERNEL = pytest.mark.skipif(
    bool(absent()) and "DETENTE_CI" not in os.environ, reason=f"no compiled kernel: {absent()}"
)
with_each_engine = pytest.mark.parametrize(
    "by", [pytest.param(name, marks=WITHOUT_KERNEL if name == "kernel" else ()) for name in ENGINES]
)
NOT_TAKEN = {"kernel": ("SIM",)}
refusals: list[str] = []
SLUGS = "abcde"
LETTERS = "xyz"
WEIGHTS = [Fraction(n, d) for d in (1, 3, 10) for n in (0, 1, 2, 3, -1, -2)]

# -------------------------------------------------------------------------------------- plain builders


def parties(owned: Mapping[str, Iterable[str]]) -> tuple[DecisionMaker, ...]:
    """Return decision makers; ``{"a": "xy", "b": ["go"]}`` has ``a.x``, ``a.y``, ``b.go``."""
    bit = count()
    return tuple(
        DecisionMaker(slug, slug.upper(), tuple(Option(f"{slug}.{o}", o, next(bit)) for o in options))
        for slug, options in owned.items()
    )


def literals(options: Sequence[str], pattern: str) -> Formula:
    """Return the formula that holds exactly in the states that match a pattern of ``Y``, ``N`` and ``-``."""
    parts = [
        Name(o) if letter == "Y" else Not(Name(o)) for o, letter in zip(options, pattern, strict=True) if letter != "-"
    ]
    return And(tuple(parts)) if parts else Constant(True)


def removing(owned: Mapping[str, Iterable[str]], patterns: Iterable[str]) -> tuple[Constraint, ...]:
    """Return one constraint for each pattern that is infeasible, named by it."""
    options = [o.name for dm in parties(owned) for o in dm.options]
    return tuple(Constraint(p, literals(options, p)) for p in patterns)


@dataclass(frozen=True)
class Given:
    """A preference that simply has these ranks, in the order of the states; higher is better."""

    values: tuple[int, ...]

    def order(self, states: States) -> WeakOrder:  # noqa: ARG002 - the protocol's signature
        """Return the order with these ranks."""
        return WeakOrder(dense(np.array(self.values, dtype=np.int64)))


def ranking(*best_first: object) -> Ranking:
    """Return a ranking, the best first; a list, tuple or set is a class of ties."""
    tied = [c if isinstance(c, list | tuple | set | frozenset) else [c] for c in best_first]
    return Ranking(tuple(tuple(str(s) for s in c) for c in tied))


def wants(*formulas: Formula) -> Prioritised:
    """Return prioritised statements, the most important first."""
    return Prioritised(tuple(Statement(f, "") for f in formulas))


def graph(
    arcs: Mapping[str, Iterable[tuple[object, object]]],
    preferences: Mapping[str, Preference],
    states: Iterable[object],
) -> Conflict:
    """Return a conflict whose states only have names, with explicit arcs."""
    explicit = {slug: tuple((str(a), str(b)) for a, b in pairs) for slug, pairs in arcs.items()}
    structure = Structure(parties(dict.fromkeys(arcs, "")), listing=tuple(map(str, states)), explicit=explicit)
    return Conflict(structure, tuple(preferences[slug] for slug in arcs))


def with_ranks(conflict: Conflict, player: int, values: Iterable[int]) -> Conflict:
    """Return the conflict in which one decision maker has these ranks."""
    return conflict.with_preference(player, Given(tuple(int(v) for v in values)))


# --------------------------------------------------------------------------------------------- answers


def stable(conflict: Conflict, name: str, player: int, by: str = FIRST) -> list[bool]:
    """Return for each state whether it is stable, by the engine of that name; leave out what it does not take."""
    try:
        answer: list[bool] = engine(by).stable(conflict, concept(name), player).tolist()
    except NotTaken as refusal:
        leave_out(f"{by}: {refusal}")
    return answer


def leave_out(reason: str) -> NoReturn:
    """Leave out this example, or this test where there is only one; ``conftest`` says why if no example is left."""
    refusals.append(reason)
    if currently_in_test_context():
        reject()
    pytest.skip(reason)


def stable_states(conflict: Conflict, name: str, player: int, by: str = FIRST) -> set[str]:
    """Return the names or patterns of the states that are stable for one decision maker."""
    labels = conflict.states.slugs or conflict.states.patterns
    return {labels[s] for s, here in enumerate(stable(conflict, name, player, by)) if here}


def equilibria(conflict: Conflict, name: str, by: str = FIRST) -> set[str]:
    """Return the names or patterns of the states that are stable for everybody."""
    players = range(len(conflict.decision_makers))
    return set.intersection(*(stable_states(conflict, name, i, by) for i in players))


class InPlaceOf:
    """Answers with the forced engine where another one is asked, and with the other one what that does not take."""

    def __init__(self, name: str) -> None:
        self.name = name

    def stable(self, conflict: Conflict, concept: Concept, player: int) -> Mask:
        """Return the states that are stable for one decision maker."""
        return self._asked(conflict, lambda machine: machine.stable(conflict, concept, player))

    def stabilities(
        self, conflict: Conflict, concepts: Sequence[Concept], progress: Progress | None = None
    ) -> dict[str, tuple[Mask, ...]]:
        """Return the masks of several concepts."""
        return self._asked(conflict, lambda machine: machine.stabilities(conflict, concepts, progress))

    def _asked(self, conflict: Conflict, ask: Callable[[Engine], T]) -> T:
        if FORCED and (FORCED != "reference" or len(conflict.states) <= MOST_REFERENCE_STATES):
            with suppress(NotTaken):
                return ask(engine(FORCED))
        return ask(engine(self.name))


def concepts_of(conflict: Conflict, by: str = FIRST) -> tuple[str, ...]:
    """Return the concepts that exist in this kind of model and that the engine takes."""
    names = CONCEPTS if conflict.structure.has_joint_moves else WITHOUT_SIM
    return tuple(name for name in names if name not in NOT_TAKEN.get(by, ()))


# --------------------------------------------------------------------------- the definitions, as loops


def holds(formula: Formula, values: Mapping[str, bool]) -> bool:
    """Evaluate a formula where every name has a value, by the truth tables."""
    match formula:
        case Constant(value):
            return value
        case Name(name):
            return values[name]
        case Not(operand):
            return not holds(operand, values)
        case And(operands):
            return all(holds(p, values) for p in operands)
        case Or(operands):
            return any(holds(p, values) for p in operands)
        case Implies(a, b):
            return holds(b, values) if holds(a, values) else True
        case Iff(a, b):
            return holds(a, values) == holds(b, values)


def assignments(options: Sequence[str]) -> Iterator[dict[str, bool]]:
    """Yield every assignment of values to options, the first option changing fastest."""
    for reversed_values in product([False, True], repeat=len(options)):
        yield dict(zip(options, reversed(reversed_values), strict=True))


def pattern_of(values: Mapping[str, bool]) -> str:
    """Return an assignment as letters."""
    return "".join("Y" if v else "N" for v in values.values())


def is_move(structure: Structure, coalition: Iterable[int], start: str, end: str) -> bool:
    """Is going from one pattern to another a move of the option rule (theory A2), for the members at once?"""
    if start == end:
        return False
    here = {o: letter == "Y" for o, letter in zip(structure.option_names, start, strict=True)}
    changed = {o for o, a, b in zip(structure.option_names, start, end, strict=True) if a != b}
    own = {o.name for i in coalition for o in structure.decision_makers[i].options}
    stopped = {o for f in structure.freezes if holds(f.holds_while, here) for o in f.options}
    against = {o for o in changed if structure.directions.get(o) == ("Y->N" if not here[o] else "N->Y")}
    return changed <= own and not (changed & stopped) and not against


def is_legal_path(conflict: Conflict, steps: Sequence[tuple[int, int]], start: int, *, improving: bool) -> bool:
    """Is a list of (decision maker, state) a legal sequence from ``start`` (theory A4)?"""
    here, last = start, -1
    for mover, state in steps:
        targets = conflict.improvements(mover, here) if improving else conflict.moves.leaving(mover, here)
        if mover == last or state not in targets.tolist():
            return False
        here, last = state, mover
    return bool(steps)


# ------------------------------------------------------------------------------------------ strategies


@cache
def formulas(names: tuple[str, ...], most: int = 5) -> st.SearchStrategy[Formula]:
    """Return formulas over names, with at most so many leaves; they shrink to a bare name."""
    leaves: st.SearchStrategy[Formula] = st.sampled_from([*map(Name, names), Constant(False), Constant(True)])

    def larger(parts: st.SearchStrategy[Formula]) -> st.SearchStrategy[Formula]:
        several = st.lists(parts, min_size=1, max_size=3).map(tuple)
        return st.one_of(
            st.builds(Not, parts),
            st.builds(And, several),
            st.builds(Or, several),
            st.builds(Implies, parts, parts),
            st.builds(Iff, parts, parts),
        )

    return st.recursive(leaves, larger, max_leaves=most)


@st.composite
def option_owners(draw: st.DrawFn, most: int) -> dict[str, str]:
    """Draw two to five decision makers with one to three options each, ``most`` options together at most."""
    n = draw(st.integers(2, min(5, most)))
    owned: dict[str, str] = {}
    for place, slug in enumerate(SLUGS[:n]):
        spare = most - sum(map(len, owned.values())) - (n - place - 1)
        owned[slug] = LETTERS[: draw(st.integers(1, min(3, spare)))]
    return owned


@st.composite
def _by_patterns(draw: st.DrawFn, options: tuple[str, ...], share: int) -> tuple[Constraint, ...]:
    patterns = [pattern_of(v) for v in assignments(options)]
    kept = draw(st.sampled_from(patterns))
    chance = draw(st.binary(min_size=len(patterns), max_size=len(patterns)))
    out = [p for p, byte in zip(patterns, chance, strict=True) if byte >= 256 * (100 - share) // 100 and p != kept]
    return tuple(Constraint(p, literals(options, p)) for p in out)


@st.composite
def _by_formulas(draw: st.DrawFn, options: tuple[str, ...], share: int) -> tuple[Constraint, ...]:
    """Draw formulas that exclude about ``share`` per cent; each is turned so that one chosen state stays."""
    kept = draw(st.fixed_dictionaries({o: st.booleans() for o in options}))
    constraints: list[Constraint] = []
    left = list(assignments(options))
    wanted = len(left) * (100 - share) / 100
    for formula in draw(st.lists(formulas(options), min_size=1, max_size=4)):
        forbids = Not(formula) if holds(formula, kept) else formula
        if len(left) > wanted:
            constraints.append(Constraint(f"c{len(constraints)}", forbids))
            left = [v for v in left if not holds(forbids, v)]
    return tuple(constraints)


@cache
def constraints(options: tuple[str, ...]) -> st.SearchStrategy[tuple[Constraint, ...]]:
    """Return constraints that make about 0, 30 or 60 per cent of the patterns infeasible, never all."""
    some = [_by_formulas(options, 30), _by_formulas(options, 60)]
    if len(options) <= 6:
        some += [_by_patterns(options, 30), _by_patterns(options, 60)]
    return st.one_of(st.just(()), *some)


@cache
def directions(options: tuple[str, ...]) -> st.SearchStrategy[dict[str, str]]:
    """Return the options that go one way only, about two in five."""
    ways = st.sampled_from([None, None, None, "N->Y", "Y->N"])
    return st.fixed_dictionaries(dict.fromkeys(options, ways)).map(lambda d: {o: w for o, w in d.items() if w})


@cache
def freezes(options: tuple[str, ...]) -> st.SearchStrategy[tuple[Freeze, ...]]:
    """Return up to two freezes."""
    stopped = st.sets(st.sampled_from(options), min_size=1).map(lambda s: tuple(sorted(s)))
    return st.lists(st.builds(Freeze, formulas(options, 3), stopped), max_size=2).map(tuple)


@st.composite
def structures(draw: st.DrawFn, *, most: int = 5, one_way: bool = True, frozen: bool = True) -> Structure:
    """Draw what can be done, by the option rule, with at most ``most`` options."""
    people = parties(draw(option_owners(most)))
    options = tuple(o.name for dm in people for o in dm.options)
    return Structure(
        people,
        draw(constraints(options)),
        draw(directions(options)) if one_way else {},
        draw(freezes(options)) if frozen else (),
    )


@cache
def ranks(n_states: int) -> st.SearchStrategy[tuple[int, ...]]:
    """Return ranks with many, some or few ties."""
    levels, chances = st.sampled_from([2, 3, 5, 256]), st.binary(min_size=n_states, max_size=n_states)
    return st.builds(lambda top, bytes_: tuple(byte % top for byte in bytes_), levels, chances)


@cache
def _statements(names: tuple[str, ...]) -> st.SearchStrategy[Preference]:
    several = st.lists(st.builds(Statement, formulas(names, 4), st.just("")), max_size=5)
    return st.builds(Prioritised, several.map(tuple))


@cache
def _weights(options: tuple[str, ...]) -> st.SearchStrategy[Preference]:
    weights = st.fixed_dictionaries({o: st.sampled_from(WEIGHTS) for o in options})
    return weights.map(lambda w: Weighted(tuple(w.items())))


@cache
def _rankings(labels: tuple[str, ...]) -> st.SearchStrategy[Preference]:
    return ranks(len(labels)).map(lambda values: by_rank(labels, values))


@cache
def _payoffs(labels: tuple[str, ...]) -> st.SearchStrategy[Preference]:
    values = ranks(len(labels)).map(lambda drawn: [Fraction(v, 3) for v in drawn])
    return values.map(lambda numbers: Payoffs(tuple(zip(labels, numbers, strict=True))))


def by_rank(labels: Sequence[str], values: Sequence[int]) -> Ranking:
    """Return the ranking in which each label has its rank, higher being better."""
    levels = sorted(set(values), reverse=True)
    return Ranking(tuple(tuple(s for s, v in zip(labels, values, strict=True) if v == level) for level in levels))


@cache
def preferences(labels: tuple[str, ...], names: tuple[str, ...], *, weighed: bool) -> st.SearchStrategy[Preference]:
    """Return preferences of each kind; statements are about ``names``, which every state must decide."""
    kinds = [_statements(names)] if names else []
    kinds += [_weights(names)] if names and weighed else []
    kinds += [_rankings(labels), _payoffs(labels)] if len(labels) <= 64 else []
    return st.one_of(*kinds)


@st.composite
def completed(draw: st.DrawFn, structure: Structure, names: tuple[str, ...] | None = None) -> Conflict:
    """Draw the preferences and the status quo of a structure."""
    labels = structure.states.slugs or structure.states.patterns
    about = structure.option_names if names is None else names
    wanted = preferences(labels, about, weighed=bool(structure.option_names))
    drawn = tuple(draw(wanted) for _ in structure.decision_makers)
    start = draw(st.sampled_from(labels))
    return Conflict(structure, drawn, start)


@st.composite
def conflicts(draw: st.DrawFn, *, most: int = 5, one_way: bool = True, frozen: bool = True) -> Conflict:
    """Draw a conflict in option form; 64 states at ``most=6``, larger with more options."""
    return draw(completed(draw(structures(most=most, one_way=one_way, frozen=frozen))))


def large_conflicts() -> st.SearchStrategy[Conflict]:
    """Return conflicts in option form with up to ten options, for engines that can."""
    return conflicts(most=10)


@cache
def _arcs(labels: tuple[str, ...]) -> st.SearchStrategy[tuple[tuple[str, str], ...]]:
    pairs = [(a, b) for a in labels for b in labels if a != b]
    least = st.sampled_from([224, 192, 128])
    chances = st.binary(min_size=len(pairs), max_size=len(pairs))
    return st.builds(
        lambda low, bytes_: tuple(p for p, byte in zip(pairs, bytes_, strict=True) if byte >= low),
        least,
        chances,
    )


@st.composite
def named_graphs(draw: st.DrawFn, *, most_states: int = 7) -> Conflict:
    """Draw a conflict whose states only have names, with any arcs: intransitive ones, common moves."""
    labels = tuple(f"s{k}" for k in range(draw(st.integers(1, most_states))))
    people = parties(dict.fromkeys(SLUGS[: draw(st.integers(2, 4))], ""))
    explicit = {dm.slug: draw(_arcs(labels)) for dm in people}
    return draw(completed(Structure(people, listing=labels, explicit=explicit), labels))


@st.composite
def merged_listings(draw: st.DrawFn, n_options: int) -> dict[str, str]:
    """Draw a partition of all patterns by splitting one class after the other."""
    classes = ["-" * n_options]
    for place, option in draw(
        st.lists(st.tuples(st.integers(0, 9), st.integers(0, n_options - 1)), min_size=2, max_size=7)
    ):
        split = classes[place % len(classes)]
        if split[option] == "-":
            classes.remove(split)
            classes += [split[:option] + letter + split[option + 1 :] for letter in "NY"]
    return {f"s{k}": pattern for k, pattern in enumerate(classes)}


@st.composite
def merged_graphs(draw: st.DrawFn) -> Conflict:
    """Draw a conflict whose states are listed, most of them merged, with any arcs."""
    people = parties(draw(option_owners(4)))
    options = [o.name for dm in people for o in dm.options]
    listing = draw(merged_listings(len(options)))
    explicit = {dm.slug: draw(_arcs(tuple(listing))) for dm in people}
    decided = tuple(o for bit, o in enumerate(options) if all(p[bit] != "-" for p in listing.values()))
    return draw(completed(Structure(people, listing=listing, explicit=explicit), decided))


@st.composite
def option_graphs(draw: st.DrawFn) -> Conflict:
    """Draw a conflict with options whose arcs are some of the option rule's, so hardly ever transitive."""
    structure = draw(structures(most=4, frozen=False))
    labels = structure.states.patterns
    explicit = {}
    for player, dm in enumerate(structure.decision_makers):
        arcs = structure.moves.arcs(player)
        chance = draw(st.binary(min_size=len(arcs.targets), max_size=len(arcs.targets)))
        pairs = zip(arcs.sources.tolist(), arcs.targets.tolist(), chance, strict=True)
        explicit[dm.slug] = tuple((labels[a], labels[b]) for a, b, byte in pairs if byte >= 90)
    return draw(completed(replace(structure, explicit=explicit)))


@st.composite
def listed_conflicts(draw: st.DrawFn) -> Conflict:
    """Draw a conflict by the option rule whose feasible states are listed by name, in any order."""
    structure = draw(structures(most=4))
    shuffled = draw(st.permutations(structure.states.patterns))
    listing = {f"s{k}": pattern for k, pattern in enumerate(shuffled)}
    return draw(completed(replace(structure, listing=listing, constraints=())))


def explicit_conflicts() -> st.SearchStrategy[Conflict]:
    """Return conflicts with explicit arcs, of every kind."""
    return st.one_of(named_graphs(), merged_graphs(), option_graphs())


def any_conflicts() -> st.SearchStrategy[Conflict]:
    """Return small conflicts of every kind, about half of them in option form."""
    return st.one_of(
        conflicts(most=4),
        conflicts(most=5),
        listed_conflicts(),
        named_graphs(),
        merged_graphs(),
        option_graphs(),
    )
