"""Small case files for the tests of the analyses: written out by hand, or drawn at random."""

from __future__ import annotations

import json
from textwrap import dedent
from typing import Any

from hypothesis import strategies as st

from detente import catalog
from detente.case.build import Case
from detente.case.read import examine
from detente.model.conflict import Structure
from detente.model.formula import Constant, text
from tests.build import by_rank, formulas, ranks, structures

Data = dict[str, Any]


def case_of(written: str | Data) -> Case:
    """Return the case of a file's text, or of its data; every error of the file is a failure."""
    told = written if isinstance(written, str) else json.dumps(written)
    read = examine(dedent(told).encode(), "small.yaml")
    assert read.case is not None, [str(p) for p in read.problems if p.severity == "error"]
    return read.case


def patched(slug: str, **new: tuple[str, str]) -> Case:
    """Return a case of the catalogue with pieces of its text replaced; each piece must be there once."""
    written = catalog.case_bytes(slug).decode()
    for old, replacement in new.values():
        assert written.count(old) == 1, old
        written = written.replace(old, replacement)
    return case_of(written)


@st.composite
def _reading(draw: st.DrawFn, structure: Structure, kinds: tuple[str, ...]) -> Data:
    names, labels = structure.option_names, structure.states.patterns
    match draw(st.sampled_from(kinds)):
        case "ranking":
            return {"ranking": [list(c) for c in by_rank(labels, draw(ranks(len(labels)))).classes]}
        case "weights":
            return {"weights": {o: draw(st.integers(-2, 2)) for o in names}}
    wanted = st.lists(formulas(names, 3).map(text), min_size=1, max_size=3, unique=True)
    return {"statements": draw(wanted)}


@st.composite
def _worlds(draw: st.DrawFn, structure: Structure) -> Data:
    sets = st.fixed_dictionaries({"do": _one(structure.option_names, st.sampled_from("YN"))})
    kinds = [sets]
    if structure.constraints:
        kinds.append(st.sampled_from(range(len(structure.constraints))).map(lambda k: {"lift": [f"c{k}"]}))
    if structure.directions:
        kinds.append(st.sampled_from(sorted(structure.directions)).map(lambda o: {"open": [o]}))
    drawn = draw(st.lists(st.one_of(*kinds), max_size=2))
    return {f"w{k}": world for k, world in enumerate(drawn)}


def _one(keys: tuple[str, ...], value: st.SearchStrategy[Any]) -> st.SearchStrategy[Data]:
    return st.builds(lambda key, chosen: {key: chosen}, st.sampled_from(keys), value)


@st.composite
def _test(draw: st.DrawFn, structure: Structure, worlds: tuple[str, ...]) -> Data:
    names = structure.option_names
    about = formulas(names, 3).map(text)
    where = draw(st.sampled_from(("actual", *worlds)))
    match draw(st.sampled_from(["attainable", "but_for", "unattainable", "ranks", "stable", "reachable"])):
        case "attainable":
            return {"attainable": draw(about), "in": where}
        case "but_for":
            return {"attainable": draw(about), "in": where, "not_in": draw(st.sampled_from(("actual", *worlds)))}
        case "unattainable":
            return {"unattainable": draw(about), "in": where}
        case "stable":
            return {"stable": "status_quo", "concept": draw(st.sampled_from(["Nash", "SEQ"])), "in": where}
        case "reachable":
            moves = draw(st.sampled_from(["any", "improving"]))
            return {"reachable": draw(about), "moves": moves, "in": where}
    who = draw(st.sampled_from(structure.slugs))
    return {"ranks": who, "every": draw(about), "above": draw(about), "in": where}


@st.composite
def case_files(
    draw: st.DrawFn, *, most: int = 4, kinds: tuple[str, ...] = ("statements", "ranking", "weights")
) -> Data:
    """Draw the data of a small case with an outcome, one or two readings for each party, worlds and claims."""
    structure = draw(structures(most=most))
    people = {}
    for dm in structure.decision_makers:
        readings = draw(st.lists(_reading(structure, kinds), min_size=1, max_size=2))
        options = {o.name.split(".")[1]: o.meaning for o in dm.options}
        people[dm.slug] = {
            "name": dm.name,
            "options": options,
            "readings": {f"r{k}": reading for k, reading in enumerate(readings)},
        }
    start = draw(st.sampled_from(structure.states.patterns))
    worlds = draw(_worlds(structure))
    goal = formulas(structure.option_names, 3).filter(lambda f: not isinstance(f, Constant))
    tests = draw(st.lists(_test(structure, tuple(worlds)), min_size=1, max_size=2))
    return {
        "detente": 1,
        "title": "A small case",
        "outcome": {"when": text(draw(goal)), "label": "the goal"},
        "decision_makers": people,
        "constraints": [{"name": f"c{k}", "when": text(c.forbids)} for k, c in enumerate(structure.constraints)],
        "directions": dict(structure.directions),
        "freezes": [{"while": text(f.holds_while), "options": list(f.options)} for f in structure.freezes],
        "status_quo": dict(zip(structure.option_names, start, strict=True)),
        "worlds": worlds,
        "claims": {f"k{k}": {"test": test} for k, test in enumerate(tests)},
    }


def cases(*, most: int = 4, kinds: tuple[str, ...] = ("statements", "ranking", "weights")) -> st.SearchStrategy[Case]:
    """Return small cases."""
    return case_files(most=most, kinds=kinds).map(case_of)
