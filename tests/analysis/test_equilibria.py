"""Equilibria: what the engines find, by concept, with the derived row and what does not exist here."""

from __future__ import annotations

import pytest
from hypothesis import given, settings

import detente
from detente.analysis.attain import Search
from detente.analysis.equilibria import DERIVED, equilibria
from detente.model.conflict import Conflict
from tests.build import CONCEPTS, any_conflicts, concepts_of, stable


@settings(max_examples=100)
@given(any_conflicts())
def test_an_equilibrium_is_stable_for_everybody(conflict: Conflict) -> None:
    """Party by party as the reference engine has it; concepts that do not exist here are left out with a reason."""
    found = equilibria(conflict)
    assert set(found.concepts) == set(concepts_of(conflict, "auto"))
    assert set(found.left_out) == set(CONCEPTS) - set(concepts_of(conflict, "auto"))
    assert all(found.left_out.values())
    for name, stability in found.concepts.items():
        expected = [stable(conflict, name, i, "reference") for i in range(len(conflict.decision_makers))]
        assert [mask.tolist() for mask in stability.by_dm.values()] == expected
        assert stability.equilibria.tolist() == [all(row) for row in zip(*expected, strict=True)]
        assert tuple(stability.by_dm) == conflict.structure.slugs


@settings(max_examples=60)
@given(any_conflicts())
def test_the_derived_row_is_stable_under_one_or_the_other_for_each_party(conflict: Conflict) -> None:
    """SEQ or SIM per decision maker, and only where both exist."""
    found = equilibria(conflict)
    assert (DERIVED in found.derived) == ("SIM" in found.concepts)
    for slug, mask in found.derived[DERIVED].by_dm.items() if found.derived else ():
        either = found.concepts["SEQ"].by_dm[slug] | found.concepts["SIM"].by_dm[slug]
        assert mask.tolist() == either.tolist()


def test_concepts_can_be_named_and_engines_chosen() -> None:
    """In any spelling that the registry knows."""
    conflict = detente.load("chicken").conflict()
    found = equilibria(conflict, ["nash"], engine_name="reference")
    assert (list(found.concepts), found.derived, found.engine) == (["Nash"], {}, "reference")


def test_merged_states_have_no_simultaneous_stability() -> None:
    """Elmira merges four states into one."""
    found = equilibria(detente.load("elmira").conflict())
    assert set(found.left_out) == {"SIM"}
    assert "merges states" in found.left_out["SIM"]
    assert found.derived == {}


# ---------------------------------------------------------------------------------------- the flagship


def nash(**readings: str) -> tuple[Conflict, list[int]]:
    """Return the flagship under some readings, and its Nash equilibria."""
    conflict = detente.load("peace-treaty").conflict(readings)
    return conflict, equilibria(conflict, ["Nash"]).concepts["Nash"].equilibria.nonzero()[0].tolist()


def test_the_flagship_has_26_nash_states_10_with_a_treaty_5_of_them_coalition_proof() -> None:
    """As the parties are read first; the status quo is one of the 26, and no coalition improves on it."""
    case = detente.load("peace-treaty")
    conflict, states = nash()
    search = Search(conflict, case.coalitions)
    assert case.outcome is not None
    treaty = conflict.states.truth(case.outcome)
    with_treaty = [s for s in states if treaty[s]]
    proof = [s for s in with_treaty if not any(search.improving(c, s).any() for c in case.coalitions)]
    assert (len(states), len(with_treaty), len(proof)) == (26, 10, 5)
    assert conflict.status_quo in states
    assert not any(search.improving(c, conflict.status_quo).any() for c in case.coalitions)


def test_a_russia_that_only_stalls_gives_22_nash_states() -> None:
    """Indistinguishable at the status quo, and not elsewhere."""
    conflict, states = nash(russia="brown_stall")
    assert len(states) == 22
    assert conflict.status_quo in states


@pytest.mark.parametrize("concept", ["Nash", "GMR", "SMR", "SEQ"])
def test_the_status_quo_of_the_flagship_is_stable_under_every_concept(concept: str) -> None:
    """Nash, and so all the others."""
    conflict = detente.load("peace-treaty").conflict()
    assert equilibria(conflict, [concept]).concepts[concept].equilibria[conflict.status_quo]
