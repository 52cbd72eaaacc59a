"""Comparisons of classes and priorities of statements: what they mean, and how contradictions are told."""

from __future__ import annotations

import re
from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st

import detente
from detente.analysis.difference import difference
from detente.case.build import Case
from detente.case.comparing import Classes, all_links, class_order
from detente.case.read import examine
from detente.case.write import write_file
from detente.errors import ModelError
from detente.model.extensions import PartialOrder
from detente.model.preferences import WeakOrder

FILE = """
detente: 1
title: Three options
sources: {{s: {{title: A source}}}}
decision_makers:
  a: {{name: A, options: {{x: x, y: y, z: z}}, comparisons: [{comparisons}]}}
classes: {{{classes}}}
"""
EIGHT = {
    "".join(p): " & ".join(f"{'' if v == 'Y' else '!'}a.{o}" for o, v in zip("xyz", p, strict=True))
    for p in product("YN", repeat=3)
}


def written(*comparisons: str) -> str:
    """Return a case in which every state is a class of its own."""
    classes = ", ".join(f'c{name}: "{text}"' for name, text in EIGHT.items())
    return FILE.format(comparisons=", ".join(comparisons), classes=classes)


def read(text: str) -> Case:
    """Return the case of a text."""
    result = examine(text.encode(), "three.yaml")
    assert result.case is not None, result.problems
    return result.case


def order_of(case: Case, slug: str = "a") -> tuple[tuple[str, ...], PartialOrder]:
    """Return the classes and what is known of their order."""
    classes = Classes.of(case)
    names = tuple(classes.partition.names[k] for k in classes.occurring)
    return names, class_order(classes, all_links(case, classes, slug))


@pytest.mark.parametrize("rest", [(), ("y",), ("y", "z")])
def test_with_all_else_equal_compares_those_that_agree_on_the_rest(rest: tuple[str, ...]) -> None:
    equal = f"all_else: [{', '.join(f'a.{o}' for o in rest)}]"
    names, order = order_of(read(written(f'{{prefer: a.x, over: "!a.x", {equal}}}')))
    for upper, lower in product(names, repeat=2):
        agree = all(upper[" xyz".index(o)] == lower[" xyz".index(o)] for o in rest)
        compared = upper[1] == "Y" and lower[1] == "N" and agree
        assert order.comes_before(names.index(upper), names.index(lower)) == compared


def test_lists_compare_each_with_each() -> None:
    names, order = order_of(read(written("{better: [cYYY, cYYN], than: [cNNN, cNNY]}")))
    before = {(names[a], names[b]) for a in range(8) for b in range(8) if order.comes_before(a, b)}
    assert before == {(u, v) for u in ("cYYY", "cYYN") for v in ("cNNN", "cNNY")}


def test_a_class_without_states_takes_no_part() -> None:
    text = written("{better: cYYY, than: cNNN}", "{better: cNNN, than: cYNN}") + 'constraints: [{when: "a.x & a.y"}]\n'
    names, order = order_of(read(text))
    assert "cYYY" not in names
    assert len(names) == 6
    assert len(order.open_pairs) == 14


def test_a_world_that_lifts_a_constraint_brings_its_classes_back() -> None:
    lifted = 'constraints: [{name: law, when: "a.x & a.y"}]\nworlds: {free: {lift: [law]}}\n'
    names, _ = order_of(read(written("{better: cYYY, than: cNNN}") + lifted))
    assert len(names) == 8


@given(st.integers(3, 6), st.data())
def test_the_shortest_chain_is_told_link_by_link(length: int, data: st.DataObject) -> None:
    """A circle of some classes and, beside it, a longer one with the same beginning."""
    names = data.draw(st.permutations([f"c{name}" for name in EIGHT]))
    ring = names[:length]
    links = [
        f"{{better: {a}, than: {b}, cite: {{source: s}}}}" for a, b in zip(ring, [*ring[1:], ring[0]], strict=True)
    ]
    detour = [f"{{better: {ring[0]}, than: {names[6]}}}", f"{{better: {names[6]}, than: {names[7]}}}"]
    longer = [*detour, f"{{better: {names[7]}, than: {ring[1]}}}"]
    problems = examine(written(*data.draw(st.permutations([*links, *longer]))).encode(), "three.yaml").problems
    (told,) = [p for p in problems if p.code == "M011"]
    chain = re.findall(r"(c[YN]{3}) above (c[YN]{3}) \(s; line \d+\)", told.message)
    assert len(chain) == length
    assert {upper for upper, _ in chain} == set(ring)
    assert all(lower == upper for (_, lower), (upper, _) in zip(chain, [*chain[1:], chain[0]], strict=True))


def test_a_class_order_ranks_every_state_of_the_flagship() -> None:
    case = detente.load("peace-treaty")
    names, order = order_of(case, "russia")
    from detente.model.classes import ByClass, Partition

    formulas = tuple(case.formula(case.file.classes[name]) for name in names)
    best = next(order.each())
    states = case.structure.states
    made: WeakOrder = ByClass(Partition(names, formulas), best).order(states)
    for place, k in enumerate(best):
        inside = states.truth(formulas[k])
        assert set(made.ranks[inside].tolist()) == {len(best) - 1 - place}


def test_states_outside_the_classes_are_an_error_where_they_are_ranked() -> None:
    from detente.model.classes import ByClass, Partition

    case = detente.load("chicken")
    swerve = case.formula("a.swerve")
    with pytest.raises(ModelError, match="leave out a state"):
        ByClass(Partition(("one",), (swerve,)), (0,)).order(case.structure.states)
    with pytest.raises(ModelError, match="overlap"):
        ByClass(Partition(("one", "two"), (swerve, swerve)), (0, 1)).order(case.structure.states)
    both = Partition(("one", "two"), (swerve, case.formula("!a.swerve")))
    with pytest.raises(ModelError, match="leaves out two"):
        ByClass(both, (0,)).order(case.structure.states)


def test_a_file_with_comparisons_is_written_as_it_is_read() -> None:
    case = read(written("{better: cYYY, than: [cNNN, cNNY], cite: {source: s}}", '{prefer: a.x, over: "!a.x"}'))
    text = write_file(case.file)
    assert "{better: cYYY, than: [cNNN, cNNY], cite: {source: s}}" in text
    assert read(text).file == case.file


def test_a_reading_with_priorities_is_written_as_it_is_read() -> None:
    case = read(
        "detente: 1\ntitle: Two\ndecision_makers:\n  a:\n    name: A\n    options: {x: x, y: y}\n"
        "    prefers: {statements: [a.x, a.y, a.x & a.y], priorities: [[1, 2], {order: [1, 3], note: why}]}\n"
    )
    assert read(write_file(case.file)).file == case.file
    assert "- [1, 2]\n        - {order: [1, 3], note: why}\n" in write_file(case.file)


def test_a_changed_comparison_is_a_difference() -> None:
    one, other = (read(written(f"{{better: cYYY, than: {than}}}")) for than in ("cNNN", "cNNY"))
    changes = [(c.kind, c.name, c.how) for c in difference(one, other).changes]
    assert changes == [
        ("comparison", "a: cYYY over cNNN", "dropped"),
        ("comparison", "a: cYYY over cNNY", "added"),
    ]


def test_a_case_with_comparisons_alone_says_what_it_cannot_answer() -> None:
    case = read(written("{better: cYYY, than: cNNN}"))
    with pytest.raises(ModelError, match="a has comparisons and no reading"):
        case.conflict()
    with pytest.raises(ModelError, match="a has comparisons and no reading"):
        list(case.combinations())
