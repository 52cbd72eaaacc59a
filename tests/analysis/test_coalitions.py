"""The question about coalitions: universal, strong and weak stability, jumps, who is vulnerable."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import detente
from detente.analysis import coalitions as module
from detente.analysis import plain_coalitions
from detente.analysis.coalitions import Coalitions, Jump, coalitions
from detente.concepts.coalitional import coalition_concept
from detente.engines.reference import Coalitions as Words
from detente.engines.reference import is_coalition_stable
from detente.errors import ModelError, UnknownName
from detente.model.conflict import Conflict, Structure
from detente.model.formula import Mask
from detente.model.moves import coalitions as every_coalition
from tests.build import any_conflicts, equilibria, parties, wants, with_ranks
from tests.engines.vectors import ELMIRA, SQUARES

SENSES = st.sampled_from(["strict", "pareto"])


def labels(conflict: Conflict, mask: Mask) -> set[str]:
    """Return the names or patterns of states."""
    every = conflict.states.slugs or conflict.states.patterns
    return {every[s] for s in np.flatnonzero(mask)}


def told(conflict: Conflict, jumps: tuple[Jump, ...]) -> list[tuple[str, str, str, tuple[str, ...]]]:
    """Return jumps with the names of states."""
    every = conflict.states.slugs or conflict.states.patterns
    return [("+".join(j.by), every[j.start], every[j.end], j.concepts) for j in jumps]


# -------------------------------------------------------------------------------------- published answers


def test_the_ministry_and_uniroyal_jump_from_5_to_8() -> None:
    """Kilgour, Hipel, Fang and Peng (2001): 5 is an equilibrium, and they leave it together."""
    found = coalitions(ELMIRA.conflict, ["CNash"])
    assert told(ELMIRA.conflict, found.jumps) == [("M+U", "5", "8", ("Nash",))]
    assert [jump.needed for jump in found.jumps] == [True]
    assert labels(ELMIRA.conflict, found.concepts["CNash"].equilibria) == {"5", "8", "9"}
    assert labels(ELMIRA.conflict, found.concepts["CNash"].universal) == {"8", "9"}
    assert "5" in labels(ELMIRA.conflict, found.vulnerable["M", "U"])


def test_the_catalogue_has_the_same_jump() -> None:
    """By the names of the case."""
    case = detente.load("elmira")
    found = coalitions(case.conflict(), ["cnash"], family=case.coalitions)
    assert told(case.conflict(), found.jumps) == [("moe+ur", "s5", "s8", ("Nash",))]


@pytest.mark.parametrize("player", [0, 1])
def test_a_wedge_of_one_swap_keeps_elmira_at_5(player: int) -> None:
    """If either of the two does not prefer 8 to 5, nobody leaves 5 (vector ``elmira9_wedge``)."""
    conflict = ELMIRA.conflict
    ranks = conflict.orders[player].ranks.copy()
    five, eight = (conflict.states.index(s) for s in ("5", "8"))
    assert ranks[eight] - ranks[five] == 1
    ranks[[five, eight]] = ranks[[eight, five]]
    found = coalitions(with_ranks(conflict, player, ranks.tolist()), ["CNash"])
    assert labels(conflict, found.concepts["CNash"].universal) == {"5", "8", "9"}
    assert not found.jumps


@pytest.mark.parametrize(
    ("square", "universal"),
    [
        (SQUARES[0], {"CNash": [], "CGMR": [3], "CSMR": [3], "CSEQ": [3]}),
        (SQUARES[1], {"CNash": [1, 2], "CGMR": [1, 2, 3], "CSMR": [1, 2, 3], "CSEQ": [1, 2]}),
    ],
    ids=["prisoners", "chicken"],
)
def test_what_is_stable_for_every_coalition_of_two(square: object, universal: dict[str, list[int]]) -> None:
    """The prisoner's dilemma and chicken, recomputed by another program."""
    conflict, number = square.conflict, square.number  # type: ignore[attr-defined]
    found = coalitions(conflict)
    mine = {name: sorted(number[s] for s in labels(conflict, c.universal)) for name, c in found.concepts.items()}
    assert mine == universal


# ------------------------------------------------------------------------------------------- definitions


@settings(max_examples=50)
@given(any_conflicts(), SENSES)
def test_universal_strong_and_weak_are_what_they_are_called(conflict: Conflict, sense: str) -> None:
    """For every coalition, for a coalition and all within it, for it alone."""
    found = coalitions(conflict, ["CNash", "CSEQ"], improvement=sense)  # type: ignore[arg-type]
    assert found.covers_all
    slugs = conflict.structure.slugs
    groups = list(every_coalition(range(len(slugs))))
    assert found.coalitions == tuple(tuple(slugs[i] for i in g) for g in groups)
    for name, stable in found.concepts.items():
        asked = coalition_concept(name)
        for state in range(len(conflict.states)):
            holds = {g: is_coalition_stable(conflict, asked, g, state, sense) for g in groups}
            assert stable.universal[state] == all(holds.values())
            for group in groups:
                named = tuple(slugs[i] for i in group)
                assert stable.by_coalition[named][state] == holds[group]
                assert stable.strong(named)[state] == all(v for g, v in holds.items() if set(g) <= set(group))


@settings(max_examples=50)
@given(any_conflicts(), SENSES)
def test_jumps_are_coalition_improvements_from_equilibria_to_equilibria(conflict: Conflict, sense: str) -> None:
    """All of them, and no others; and it takes all of a coalition if no smaller one gets there."""
    found = coalitions(conflict, ["CNash", "CGMR"], improvement=sense)  # type: ignore[arg-type]
    words, slugs = Words(conflict, sense, None), conflict.structure.slugs
    every = conflict.states.slugs or conflict.states.patterns
    stable = {name: [every.index(s) for s in equilibria(conflict, name, "reference")] for name in ("Nash", "GMR")}
    expected = set()
    for group in every_coalition(range(len(slugs))):
        smaller = [g for g in every_coalition(group) if len(g) < len(group)]
        for start in set().union(*stable.values()) if len(group) > 1 else ():
            for end in words.improvements(group, start):
                both = tuple(name for name, states in stable.items() if start in states and end in states)
                alone = any(end in words.improvements(g, start) or _goes(conflict, g, start, end) for g in smaller)
                if both:
                    expected.add(Jump(tuple(slugs[i] for i in group), start, end, both, needed=not alone))
    assert set(found.jumps) == expected
    assert found.jumps_complete
    assert list(found.jumps) == sorted(found.jumps, key=lambda j: (j.start, len(j.by), j.by, j.end))


def _goes(conflict: Conflict, group: tuple[int, ...], start: int, end: int) -> bool:
    from detente.engines.reference import sequence_ends

    return end in sequence_ends(conflict, list(group), start, credible=False)


@settings(max_examples=40)
@given(any_conflicts())
def test_a_vulnerable_state_is_not_cnash(conflict: Conflict) -> None:
    """For coalitions of two or more."""
    found = coalitions(conflict, ["CNash"])
    for group, mask in found.vulnerable.items():
        assert len(group) > 1
        assert (mask == ~found.concepts["CNash"].by_coalition[group]).all()


# ------------------------------------------------------------------------------------------ what is asked


def test_a_coalition_is_asked_about_with_those_within_it() -> None:
    """By slugs in any order."""
    found = coalitions(ELMIRA.conflict, ["CNash"], [["U", "M"]])
    assert found.coalitions == (("M",), ("U",), ("M", "U"))
    assert not found.covers_all


def test_only_coalitions_that_can_act_are_asked_about() -> None:
    """And a coalition that cannot is asked about all the same if it is named."""
    conflict = ELMIRA.conflict
    found = coalitions(conflict, ["CNash"], family=[(0, 1)])
    assert found.coalitions == (("M",), ("U",), ("L",), ("M", "U"))
    named = coalitions(conflict, ["CNash"], [["M", "L"]], family=[(0, 1)])
    assert named.coalitions == (("M",), ("L",), ("M", "L"))


def test_a_wrong_name_gets_a_hint() -> None:
    """Of a concept or a decision maker."""
    with pytest.raises(UnknownName, match="for coalitions"):
        coalitions(ELMIRA.conflict, ["Nash"])
    with pytest.raises(UnknownName, match="there is no decision maker X"):
        coalitions(ELMIRA.conflict, ["CNash"], [["X"]])


def test_too_many_decision_makers_for_all_coalitions_are_told_so() -> None:
    """Thirty decision makers make a thousand million coalitions; those that can act may be listed."""
    owned = {f"d{i}": ["x"] if i < 3 else [] for i in range(30)}
    structure = Structure(parties(owned))
    conflict = Conflict(structure, (wants(),) * 30)
    with pytest.raises(ModelError, match=r"30 decision makers make 2\^30 coalitions; list those"):
        coalitions(conflict)
    assert len(coalitions(conflict, family=[(0, 1)]).coalitions) == 31


def test_where_there_are_too_many_jumps_the_answer_says_so(monkeypatch: pytest.MonkeyPatch) -> None:
    """A part is never returned as if it were the whole."""
    case = detente.load("peace-treaty")
    whole = coalitions(case.conflict(), family=case.coalitions)
    monkeypatch.setattr(module, "MOST_JUMPS", 3)
    part = coalitions(case.conflict(), family=case.coalitions)
    assert whole.jumps_complete
    assert not part.jumps_complete
    assert set(part.jumps) < set(whole.jumps)
    assert not plain_coalitions.coalitions(part, case.structure.states, 10_000)["complete"]


def test_plain_data_are_cut_at_the_limit_and_counts_are_exact() -> None:
    """And it says that something is left out."""
    case = detente.load("elmira")
    found: Coalitions = coalitions(case.conflict(), ["CNash"], family=case.coalitions)
    whole = plain_coalitions.coalitions(found, case.structure.states, 100)
    part = plain_coalitions.coalitions(found, case.structure.states, 1)
    assert (whole["complete"], part["complete"]) == (True, False)
    assert part["alone"]["CNash"] == {"count": 3, "states": ["---Y-"]}
    assert whole["alone"]["CNash"]["states"] == ["---Y-", "NYNNY", "YNYNY"]
    assert whole["strong"].keys() == {"CNash"}
    assert [j["coalition"] for j in whole["jumps"]] == ["moe+ur"]
