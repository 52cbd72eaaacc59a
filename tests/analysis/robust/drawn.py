"""Small cases with comparisons and priorities, drawn at random; and their completions by brute force."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import permutations, product

from hypothesis import strategies as st

from detente.case.build import Case
from detente.model.conflict import Structure
from detente.model.formula import Formula
from detente.model.preferences import Preference, Prioritised, Ranking
from tests.analysis.small import Data, case_files, case_of

Profile = tuple[Preference, ...]


@st.composite
def _classes(draw: st.DrawFn, options: list[str]) -> Data:
    """Draw a partition by the values of one or two options."""
    chosen = draw(st.lists(st.sampled_from(options), min_size=1, max_size=2, unique=True))
    made = {}
    for letters in product("YN", repeat=len(chosen)):
        literals = [o if v == "Y" else f"!{o}" for o, v in zip(chosen, letters, strict=True)]
        made["c" + "".join(letters)] = " & ".join(literals)
    return {"chosen": chosen, "classes": made}


@st.composite
def _comparisons(draw: st.DrawFn, names: list[str], chosen: list[str]) -> list[Data]:
    """Draw comparisons that agree with one order of the classes or of the values, so that they cannot contradict."""
    order = draw(st.permutations(names))
    places = st.lists(st.integers(0, len(names) - 1), min_size=2, max_size=2, unique=True).map(sorted)
    named = [{"better": order[a], "than": [order[b]]} for a, b in draw(st.lists(places, max_size=3))]
    if draw(st.booleans()):
        return named
    first = chosen[0]
    return [{"prefer": first, "over": f"!{first}", "all_else": draw(st.sampled_from([chosen[1:], []]))}]


@st.composite
def _lively(draw: st.DrawFn) -> Case:
    """Draw a case of two or three parties about two options that they own, in which most verdicts are open."""
    chosen = ["a.x", "b.y"]
    names = {"cYY": "a.x & b.y", "cYN": "a.x & !b.y", "cNY": "!a.x & b.y", "cNN": "!a.x & !b.y"}
    people: Data = {"a": {"name": "A", "options": {"x": "do x"}}, "b": {"name": "B", "options": {"y": "do y"}}}
    wishes = st.permutations(["a.x & b.y", "a.x", "b.y", "a.x <-> b.y"])
    for party in people.values():
        statements = draw(wishes)[: draw(st.integers(1, 3))]
        party["prefers"] = {"statements": statements, "priorities": draw(st.sampled_from([[], [[1, len(statements)]]]))}
        if len(statements) == 1:
            party["prefers"]["priorities"] = []
        if draw(st.integers(0, 3)):
            party["comparisons"] = draw(_comparisons(list(names), chosen))
            if draw(st.booleans()):
                del party["prefers"]
    fixed = {"do": {draw(st.sampled_from(chosen)): draw(st.sampled_from("YN"))}}
    opened = {"open": ["b.y"]} if (is_one_way := draw(st.booleans())) else {"do": {"a.x": "Y"}}
    return case_of(
        {
            "detente": 1,
            "title": "A lively case",
            "outcome": {"when": draw(st.sampled_from(["a.x & b.y", "a.x <-> !b.y", "!a.x & !b.y"])), "label": "it"},
            "decision_makers": people,
            "directions": {"b.y": draw(st.sampled_from(["N->Y", "Y->N"]))} if is_one_way else {},
            "classes": names,
            "status_quo": {o: draw(st.sampled_from("YN")) for o in chosen},
            "worlds": {"w0": fixed, "w1": opened},
            "claims": {
                "k0": {"test": {"attainable": "b.y", "in": "w0", "not_in": "actual"}},
                "k1": {"test": {"ranks": "a", "every": "a.x & b.y", "above": "a.x & !b.y"}},
            },
        }
    )


def partial_cases(*, most: int = 4) -> st.SearchStrategy[Case]:
    """Return cases in which some preferences are open; in about half of them most verdicts are."""
    return st.one_of(_lively(), _random(most=most))


@st.composite
def _random(draw: st.DrawFn, *, most: int) -> Case:
    """Draw a case in which some preferences are open: orders of classes, priorities of statements, or a reading."""
    data = draw(case_files(most=most, kinds=("statements", "ranking")))
    options = [f"{dm}.{o}" for dm, party in data["decision_makers"].items() for o in party["options"]]
    drawn = draw(_classes(options))
    data["classes"] = drawn["classes"]
    for party in data["decision_makers"].values():
        if draw(st.integers(0, 2)):
            party["comparisons"] = draw(_comparisons(list(drawn["classes"]), drawn["chosen"]))
        for reading in party["readings"].values():
            if "statements" in reading and draw(st.booleans()):
                size = len(reading["statements"])
                reading["priorities"] = [[1, size]] if size > 1 and draw(st.booleans()) else []
    return case_of(data)


def all_profiles(case: Case, *, orders: bool = False) -> list[Profile]:
    """Return the preferences of every completion, found by trying every permutation."""
    return list(product(*(list(_of_one(case, slug, orders=orders)) for slug in case.file.decision_makers)))


def _of_one(case: Case, slug: str, *, orders: bool) -> Iterator[Preference]:
    party = case.file.decision_makers[slug]
    if party.comparisons is not None and not (orders and party.all_readings):
        yield from _class_orders(case, slug)
        return
    name = next(iter(party.all_readings))
    stated, reading = case.preferences[slug][name], party.all_readings[name]
    if not isinstance(stated, Prioritised) or (reading.priorities is None and not orders):
        yield stated
        return
    said = stated.statements
    known = [pair for p in reading.priorities or () for pair in zip(p.order, p.order[1:], strict=False)]
    for order in permutations(range(len(said))):
        if all(order.index(a - 1) < order.index(b - 1) for a, b in known):
            yield Prioritised(tuple(said[k] for k in order))


def _class_orders(case: Case, slug: str) -> Iterator[Preference]:
    """Yield rankings of the states; two states are compared as every comparison says of their patterns."""
    structure = _widest(case)
    members: dict[str, list[int]] = {}
    for name, text in case.file.classes.items():
        inside = structure.states.truth(case.formula(text)).nonzero()[0].tolist()
        if inside:
            members[name] = inside
    names = list(members)
    above = {(a, b) for a, b in product(names, repeat=2) if _is_above(case, structure, slug, members, a, b)}
    for order in permutations(names):
        if all(order.index(a) < order.index(b) for a, b in above):
            yield Ranking(tuple(tuple(structure.states.pattern(s) for s in members[n]) for n in order))


def _is_above(case: Case, structure: Structure, slug: str, members: dict[str, list[int]], a: str, b: str) -> bool:
    def true_of(formula: Formula, name: str) -> bool:
        return bool(structure.states.truth(formula)[members[name]].all())

    for said in case.file.decision_makers[slug].comparisons or ():
        if said.better is not None:
            if a in said.better and b in (said.than or ()):
                return True
            continue
        upper, lower = case.formula(said.prefer or ""), case.formula(said.over or "")
        rest = [case.formula(text) for text in said.all_else]
        if true_of(upper, a) and true_of(lower, b) and all(true_of(f, a) == true_of(f, b) for f in rest):
            return True
    return False


def _widest(case: Case) -> Structure:
    structure = case.structure
    for name in {name for world in case.file.worlds.values() for name in world.lift}:
        structure = structure.lift(name)
    return structure
