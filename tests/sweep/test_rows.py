"""Every value of every row is what the model says of that variant by itself, by the definitions."""

from __future__ import annotations

import json
from dataclasses import replace
from itertools import product
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import detente
from detente import catalog
from detente.analysis.attain import Rules, Search
from detente.analysis.judging import Judge
from detente.case.build import Case
from detente.case.schema import Attainable
from detente.concepts import concept
from detente.engines import engine
from detente.errors import DetenteError
from detente.model.conflict import Conflict
from detente.model.preferences import Preference, Prioritised, Ranking
from detente.sweep.asked import asked
from detente.sweep.design import constraint_names
from detente.sweep.job import Job
from detente.sweep.table import table
from tests.sweep.cases import OPTIONS, cases, loaded

CONCEPTS = ("Nash", "GMR", "SMR", "SEQ", "SSEQ", "SIM")


def rows_of(case: Case, vary: list[str], **question: Any) -> tuple[Job, list[dict[str, Any]]]:
    job = Job(case, asked(case, vary, **question))
    return job, table(job, 0, job.design.variants).to_pylist()


def variant(case: Case, row: dict[str, Any], world: str = "actual") -> Conflict:
    """Build the conflict of a row from what the row says, with the plain means of the model."""
    structure = case.structure_in(row.get("world", world))
    gone = set(filter(None, row.get("dropped", "").split("+")))
    names = constraint_names(case)
    dropped = {id(c) for c, name in zip(case.structure.constraints, names, strict=True) if name in gone}
    if gone:
        structure = replace(structure, constraints=tuple(c for c in structure.constraints if id(c) not in dropped))
    chosen = []
    for slug, readings in case.preferences.items():
        written = readings[row.get(f"reading_{slug}", next(iter(readings)))]
        chosen.append(reordered(written, row.get(f"order_{slug}")))
    return Conflict(structure, tuple(chosen), case.start)


def reordered(preference: Preference, order: str | None) -> Preference:
    if order is None:
        return preference
    places = [int(k) - 1 for k in order.split()]
    if isinstance(preference, Prioritised):
        return Prioritised(tuple(preference.statements[k] for k in places))
    assert isinstance(preference, Ranking)
    return Ranking(tuple(preference.classes[k] for k in places))


def answer(ask: Any) -> Any:
    try:
        return ask()
    except DetenteError:
        return None


def expected(case: Case, conflict: Conflict, rules: Rules) -> dict[str, Any]:
    """Answer everything about one conflict by the definitions; None where there is no answer."""
    if answer(lambda: conflict.orders) is None:
        names = [f"{name}_{what}" for name in CONCEPTS for what in ("equilibria", "outcome", "status_quo")]
        return dict.fromkeys(["attainable", "stays", *names])
    found = {
        "attainable": answer(lambda: Search(conflict, case.coalitions, rules).attain(case.outcome).attainable),
        "stays": answer(
            lambda: next(Search(conflict, case.coalitions, rules).steps_from(conflict.status_quo), None) is None
        ),
    }
    for name in CONCEPTS:
        stable = answer(lambda name=name: engine("reference").stabilities(conflict, [concept(name)])[name])
        mask = None if stable is None else np.logical_and.reduce(stable)
        found[f"{name}_equilibria"] = None if mask is None else int(mask.sum())
        wanted = None if mask is None else conflict.states.truth(case.outcome)
        found[f"{name}_outcome"] = None if mask is None else int((mask & wanted).sum())
        here = answer(lambda: conflict.status_quo)
        found[f"{name}_status_quo"] = None if mask is None or here is None else bool(mask[here])
    return found


RULES = [Rules(j, a, i) for j, a, i in product(("both", "at_once"), ("credible", "joint"), ("strict", "pareto"))]


def check_every_row(text: str, vary: list[str], rules: Rules) -> None:
    case = loaded(text)
    job, rows = rows_of(case, vary, rules=rules, concepts=CONCEPTS, states=True)
    labels = job.settings.labels
    for number, row in enumerate(rows):
        assert row["variant"] == number
        conflict = variant(case, row)
        wanted = expected(case, conflict, rules)
        assert {name: row[name] for name in wanted} == wanted, row
        assert (row["why_not"] is None) == (None not in wanted.values())
        assert row["SEQ_states"] is None or bits(row["SEQ_states"], labels) == equilibria(conflict)


def bits(octets: bytes, labels: tuple[str, ...]) -> set[str]:
    return {label for k, label in enumerate(labels) if octets[k // 8] >> k % 8 & 1}


def equilibria(conflict: Conflict, name: str = "SEQ") -> set[str]:
    mask = np.logical_and.reduce(engine("reference").stabilities(conflict, [concept(name)])[name])
    return {conflict.states.pattern(s) for s in np.flatnonzero(mask)}


VARIED = [
    ["readings"],
    ["readings", "worlds"],
    ["orders"],
    ["swaps", "readings"],
    ["orders:a", "swaps:b", "worlds"],
    ["readings:a", "orders:b"],
]


@given(cases(), st.sampled_from(VARIED), st.sampled_from(RULES))
@settings(max_examples=15, deadline=None)
def test_every_value_is_what_the_definitions_say_of_that_variant(text: str, vary: list[str], rules: Rules) -> None:
    check_every_row(text, vary, rules)


@given(cases(), st.sampled_from([["constraints"], ["constraints:2", "worlds"], ["constraints:3", "readings:a"]]))
@settings(max_examples=15, deadline=None)
def test_dropped_constraints_are_gone_and_nothing_else_is(text: str, vary: list[str]) -> None:
    if loaded(text).structure.constraints:
        check_every_row(text, vary, Rules())


@pytest.mark.long
@given(cases(), st.sampled_from([*VARIED, ["constraints", "readings", "worlds"]]), st.sampled_from(RULES))
@settings(max_examples=1500, deadline=None)
def test_every_value_is_right_on_thousands_of_cases(text: str, vary: list[str], rules: Rules) -> None:
    if loaded(text).structure.constraints or "constraints" not in vary:
        check_every_row(text, vary, rules)


@given(cases(), st.integers(0, 2**63 - 1), st.sampled_from([["rankings=7"], ["rankings:b=5", "worlds", "readings"]]))
@settings(max_examples=15, deadline=None)
def test_what_is_drawn_is_answered_like_everything_else(text: str, seed: int, vary: list[str]) -> None:
    case = loaded(text)
    job, rows = rows_of(case, vary, seed=seed, concepts=CONCEPTS)
    for row in rows:
        conflict = answer(lambda row=row: job.conflict(row["variant"]))
        if conflict is not None:
            wanted = expected(case, conflict, Rules())
            assert {name: row[name] for name in wanted} == wanted


@given(cases(), st.integers(0, 2**63 - 1))
@settings(max_examples=15, deadline=None)
def test_a_draw_ranks_the_states_alike_in_every_world(text: str, seed: int) -> None:
    job, rows = rows_of(loaded(text), ["rankings=3", "worlds"], seed=seed, columns=["equilibria"])
    orders: dict[int, dict[str, int]] = {}
    for row in rows:
        conflict = answer(lambda row=row: job.conflict(row["variant"]))
        if conflict is None:
            continue
        best_last = [conflict.states.pattern(int(s)) for s in np.argsort(conflict.orders[0].ranks)]
        assert len(set(conflict.orders[0].ranks.tolist())) == len(best_last), "a drawn ranking is strict"
        known = orders.setdefault(row["draw"], {})
        shared = [s for s in best_last if s in known]
        assert sorted(shared, key=known.__getitem__) == shared
        known |= {s: k for k, s in enumerate(best_last) if s not in known} if not known else {}


def test_the_flagship_counts_are_those_of_the_cross_table() -> None:
    case = detente.load("peace-treaty")
    _, rows = rows_of(case, ["readings", "worlds"])
    judge = Judge(case)
    test = Attainable(attainable=case.file.outcome.when)
    for world in case.worlds:
        mine = [r for r in rows if r["world"] == world]
        profiles = [judge.preferences({s: r[f"reading_{s}"] for s in case.preferences}) for r in mine]
        inside = test.model_copy(update={"world": world})
        assert [r["attainable"] for r in mine] == judge.each(inside, profiles)
    assert sum(r["attainable"] for r in rows if r["world"] == "actual") == 8


ORDERED = [s for s in catalog.slugs() if s != "assurance"]  # whose payoffs have no order to swap
SLUGS = [pytest.param(s, marks=[pytest.mark.long] if s == "peace-treaty-large" else []) for s in catalog.slugs()]


@pytest.mark.parametrize("slug", SLUGS)
def test_every_case_of_the_catalogue_can_be_swept(slug: str) -> None:
    case = detente.load(slug)
    for vary in (["swaps"], ["rankings=3"])[slug not in ORDERED :]:
        job = Job(case, asked(case, vary, seed=1, concepts=["Nash", "SEQ"]))
        for row in table(job, 0, min(3, job.design.variants)).to_pylist():
            conflict = job.conflict(row["variant"])
            for name in ("Nash", "SEQ"):
                mask = np.logical_and.reduce(engine().stabilities(conflict, [concept(name)])[name])
                assert row[f"{name}_equilibria"] == mask.sum()
                assert row.get(f"{name}_status_quo", True) == (case.start is None or mask[conflict.status_quo])
            assert row["why_not"] is None


def test_the_status_quo_is_the_best_of_what_each_party_can_reach_as_often_as_chance_has_it() -> None:
    """Of strict random rankings it is Nash where it is the best of 4, 2 and 2 states: one time in 16."""
    parties = {s: {"name": s, "options": {o: o for o in found}, "prefers": [f"{s}.x"]} for s, found in OPTIONS.items()}
    text = json.dumps({"detente": 1, "title": "T", "status_quo": {}, "decision_makers": parties})
    job = Job(loaded(text), asked(loaded(text), ["rankings=60000"], seed=8, concepts=["Nash"], columns=["status_quo"]))
    held = sum(table(job, *job.range(0)).column("Nash_status_quo").to_pylist())
    assert abs(held - 3750) < 5 * (60_000 * 1 / 16 * 15 / 16) ** 0.5


def test_a_sample_has_variants_of_the_product_and_all_of_them_in_the_long_run() -> None:
    case = detente.load("peace-treaty")
    job, rows = rows_of(case, ["readings", "swaps:us"], sample=3000, seed=4)
    _, every = rows_of(case, ["readings", "swaps:us"])
    names = [name for name in every[0] if name != "variant"]
    known = {tuple(row[n] for n in names if n.startswith(("reading", "order"))): row for row in every}
    seen = set()
    for row in rows:
        key = tuple(row[n] for n in names if n.startswith(("reading", "order")))
        assert [row[n] for n in names] == [known[key][n] for n in names]
        seen.add(key)
    assert seen == set(known)
    assert job.design.possible == len(every)


ODD = """
detente: 1
title: Nothing is left
outcome: a.x
decision_makers:
  a: {name: A, options: {x: x}, prefers: [a.x]}
  b: {name: B, options: {x: x}, prefers: [b.x]}
constraints: [{when: a.x & !b.x}]
status_quo: {}
worlds:
  impossible: {do: {a.x: Y, b.x: N}}
  elsewhere: {do: {a.x: Y}}
"""


def test_what_cannot_be_answered_says_why_and_leaves_the_rest() -> None:
    _, (actual, impossible, elsewhere) = rows_of(loaded(ODD), ["worlds"])
    assert actual["why_not"] is None
    assert None not in {actual[name] for name in actual if name != "why_not"}
    assert "no state is feasible" in impossible["why_not"]
    assert {impossible[n] for n in impossible if n not in {"variant", "world", "why_not"}} == {None}
    assert "the status quo YN is not feasible" in elsewhere["why_not"]
    assert (elsewhere["attainable"], elsewhere["Nash_status_quo"], elsewhere["Nash_equilibria"]) == (None, None, 1)


@given(cases(), st.data())
@settings(max_examples=15, deadline=None)
def test_any_cut_of_the_variants_gives_the_same_rows(text: str, data: st.DataObject) -> None:
    case = loaded(text)
    vary, question = data.draw(st.sampled_from([(["readings", "swaps"], {}), (["rankings=40"], {"seed": 3})]))
    job, rows = rows_of(case, vary, **question)
    first = data.draw(st.integers(0, len(rows) - 1))
    last = data.draw(st.integers(first + 1, len(rows)))
    assert table(job, first, last).to_pylist() == rows[first:last]
    sampled, drawn = rows_of(case, ["readings", "swaps"], sample=50, seed=9)
    middle = len(drawn) // 3
    assert table(sampled, middle, 50).to_pylist() == drawn[middle:]
