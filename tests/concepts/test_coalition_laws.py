"""The laws of coalition stability (P10 to P13 of the theory pages), on random conflicts and with each engine."""

from __future__ import annotations

from importlib import import_module
from itertools import pairwise
from pkgutil import iter_modules

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from detente.concepts import all_concepts, coalitional, concept
from detente.concepts.coalitional import CoalitionConcept, coalition_concept, coalition_concepts
from detente.engines import engine
from detente.engines.coalitions import stabilities
from detente.errors import UnknownName
from detente.model.conflict import Conflict
from detente.model.formula import Mask
from detente.model.moves import Coalition, coalitions
from tests.build import WITHOUT_KERNEL, any_conflicts, explicit_conflicts, named_graphs

NAMES = ("CNash", "CGMR", "CSMR", "CSEQ")
FILES = sorted(m.name for m in iter_modules(coalitional.__path__) if m.name != "declaration")
ENGINES = [pytest.param("edges"), pytest.param("reference"), pytest.param("kernel", marks=WITHOUT_KERNEL)]
with_each_engine = pytest.mark.parametrize("by", ENGINES)
some_models = settings(max_examples=60)
kinds = st.one_of(any_conflicts(), explicit_conflicts())
senses = st.sampled_from(["strict", "pareto"])
Flags = dict[str, dict[Coalition, Mask]]


def solved(conflict: Conflict, by: str, sense: str = "strict", *groups: Coalition) -> Flags:
    """Return every mask, by concept and coalition."""
    concepts = [coalition_concept(name) for name in NAMES]
    found = stabilities(conflict, concepts, groups or None, improvement=sense, engine=by)  # type: ignore[arg-type]
    return {name: dict(masks) for name, masks in found.masks.items()}


def within(smaller: Mask, larger: Mask) -> bool:
    """Is whatever is in the first also in the second?"""
    return bool((~smaller | larger).all())


def players(conflict: Conflict) -> range:
    """Return the decision makers' indices."""
    return range(len(conflict.decision_makers))


def alone(conflict: Conflict, name: str) -> list[Mask]:
    """Return what is stable for each decision maker under a concept for one, by the definitions."""
    return [engine("reference").stable(conflict, concept(name), i) for i in players(conflict)]


def is_transitive(conflict: Conflict) -> bool:
    """Do two moves of anybody in a row never lead further than one?"""
    for i in players(conflict):
        for state in range(len(conflict.states)):
            here = set(conflict.moves.leaving(i, state).tolist())
            after = {t for s in here for t in conflict.moves.leaving(i, s).tolist()}
            if not after - {state} <= here:
                return False
    return True


# ------------------------------------------------------------------------------------------------- P10


@with_each_engine
@some_models
@given(conflict=kinds, sense=senses)
def test_p10_for_one_decision_maker_a_coalition_concept_is_the_concept_for_one(
    conflict: Conflict, sense: str, by: str
) -> None:
    """CNash is Nash, CGMR is GMR, CSMR is SMR, in either sense of improvement."""
    found = solved(conflict, by, sense, *((i,) for i in players(conflict)))
    for name, individual in (("CNash", "Nash"), ("CGMR", "GMR"), ("CSMR", "SMR")):
        for i, mask in enumerate(alone(conflict, individual)):
            assert found[name][i,].tolist() == mask.tolist()


@with_each_engine
@some_models
@given(conflict=kinds)
def test_p10_seq_is_within_cseq_for_one_and_the_same_for_two_decision_makers(conflict: Conflict, by: str) -> None:
    """Outsiders may also answer together; a single outsider cannot."""
    found = solved(conflict, by, "strict", *((i,) for i in players(conflict)))
    for i, mask in enumerate(alone(conflict, "SEQ")):
        assert within(mask, found["CSEQ"][i,])
        if len(conflict.decision_makers) == 2:
            assert found["CSEQ"][i,].tolist() == mask.tolist()


@with_each_engine
@some_models
@given(conflict=kinds, sense=senses)
def test_if_outsiders_only_answer_alone_cseq_for_one_is_seq(conflict: Conflict, sense: str, by: str) -> None:
    """The difference is the coalitions of outsiders, and nothing else."""
    everybody = [(i,) for i in players(conflict)]
    found = stabilities(
        conflict,
        [coalition_concept("CSEQ")],
        everybody,
        improvement=sense,  # type: ignore[arg-type]
        family=everybody,
        engine=by,
    )
    for i, mask in enumerate(alone(conflict, "SEQ")):
        assert found.masks["CSEQ"][i,].tolist() == mask.tolist()


# ------------------------------------------------------------------------------------------- P11 to P13


@with_each_engine
@some_models
@given(conflict=kinds, sense=senses)
def test_p11_what_a_concept_implies_holds_for_every_coalition(conflict: Conflict, sense: str, by: str) -> None:
    """CNash within CSMR within CGMR, and CNash within CSEQ; in either sense of improvement."""
    found = solved(conflict, by, sense)
    for name in NAMES:
        for other in coalition_concept(name).implies:
            assert all(within(found[name][group], found[other][group]) for group in found[name])
    for chain in (("CNash", "CSMR", "CGMR"), ("CNash", "CSEQ")):
        assert all(b in coalition_concept(a).implies for a, b in pairwise(chain))


@with_each_engine
@some_models
@given(conflict=kinds, sense=senses)
def test_p11_cseq_is_within_cgmr_where_moves_are_transitive(conflict: Conflict, sense: str, by: str) -> None:
    """Then whatever coalitions of outsiders do after each other, their members can do after each other."""
    if is_transitive(conflict):
        found = solved(conflict, by, sense)
        assert all(within(found["CSEQ"][group], found["CGMR"][group]) for group in found["CSEQ"])


@with_each_engine
@some_models
@given(conflict=kinds, sense=senses)
def test_p12_if_nobody_is_outside_all_four_are_the_same(conflict: Conflict, sense: str, by: str) -> None:
    """Nobody can answer."""
    everybody = tuple(players(conflict))
    found = solved(conflict, by, sense, everybody)
    assert len({found[name][everybody].tobytes() for name in NAMES}) == 1


@with_each_engine
@some_models
@given(conflict=kinds, sense=senses)
def test_p13_what_is_stable_for_every_coalition_is_an_equilibrium(conflict: Conflict, sense: str, by: str) -> None:
    """Every single decision maker is a coalition."""
    found = solved(conflict, by, sense)
    for name, individual in (("CNash", "Nash"), ("CGMR", "GMR"), ("CSMR", "SMR")):
        universal = np.logical_and.reduce(list(found[name].values()))
        assert within(universal, np.logical_and.reduce(alone(conflict, individual)))


@pytest.mark.slow
def test_no_other_inclusion_holds() -> None:
    """Random conflicts refute every implication that is not declared, CSEQ within CGMR among them."""
    seen: set[tuple[str, str]] = set()

    @settings(max_examples=400)
    @given(st.one_of(kinds, named_graphs(most_states=5)))
    def look(conflict: Conflict) -> None:
        found = solved(conflict, "edges")
        for a in NAMES:
            for b in NAMES:
                if any(not within(found[a][group], found[b][group]) for group in found[a]):
                    seen.add((a, b))

    look()
    undeclared = {(a, b) for a in NAMES for b in NAMES if a != b and b not in coalition_concept(a).implies}
    assert undeclared - seen - {("CSEQ", "CGMR")} == set()


@with_each_engine
@some_models
@given(conflict=kinds)
def test_there_is_no_inclusion_between_the_senses_but_for_cnash(conflict: Conflict, by: str) -> None:
    """Whoever has no Pareto improvement has no strict one."""
    strict, pareto = (solved(conflict, by, sense)["CNash"] for sense in ("strict", "pareto"))
    assert all(within(pareto[group], strict[group]) for group in strict)


# -------------------------------------------------------------------------------------------- registry


@pytest.mark.parametrize("file", FILES)
def test_a_concept_file_declares_exactly_one_concept(file: str) -> None:
    """It is called ``CONCEPT``, and the file is called as the concept is."""
    module = import_module(f"detente.concepts.coalitional.{file}")
    declared = [name for name, thing in vars(module).items() if isinstance(thing, CoalitionConcept)]
    assert declared == ["CONCEPT"]
    assert module.CONCEPT.name.casefold() == file


def test_the_concepts_are_those_of_the_files_in_the_order_of_the_theory_page() -> None:
    """Each extends a concept for one decision maker, and says what it means and where it comes from."""
    assert tuple(coalition_concepts()) == NAMES
    assert sorted(name.casefold() for name in NAMES) == FILES
    for name, made in coalition_concepts().items():
        assert made.name == name
        assert name == f"C{made.individual}"
        assert made.individual in all_concepts()
        assert made.title
        assert made.foresight
        assert all(made.sources)
        assert not made.definition.endswith(".")
        assert set(made.implies) <= set(NAMES) - {name}


def test_a_concept_is_found_in_any_spelling_of_upper_and_lower_case() -> None:
    """And a wrong name gets a hint."""
    assert coalition_concept("cgmr") is coalition_concepts()["CGMR"]
    with pytest.raises(UnknownName, match=r"no concept CSEK for coalitions; did you mean CSEQ\?"):
        coalition_concept("CSEK")


@some_models
@given(kinds)
def test_every_coalition_is_asked_about_unless_some_are_named(conflict: Conflict) -> None:
    """The smaller ones first."""
    everybody = list(coalitions(players(conflict)))
    assert list(solved(conflict, "edges")["CNash"]) == everybody
