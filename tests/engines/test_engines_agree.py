"""Every engine gives the answer of the definitions, flag by flag, on conflicts of every kind."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from detente.concepts import concept
from detente.engines import edges, engine
from detente.errors import NotAnswered, UnknownName
from detente.model.conflict import Conflict, Freeze, Structure
from detente.model.formula import Name, Not
from detente.model.preferences import Ranking
from tests.build import (
    CONCEPTS,
    FORCED,
    WITHOUT_KERNEL,
    WITHOUT_SIM,
    any_conflicts,
    by_rank,
    concepts_of,
    conflicts,
    explicit_conflicts,
    graph,
    large_conflicts,
    listed_conflicts,
    literals,
    merged_graphs,
    named_graphs,
    option_graphs,
    parties,
    ranking,
    stable,
    stable_states,
    wants,
)
from tests.engines.plans import drawn

FAST = FORCED or "edges"
KINDS = {
    "options": conflicts(most=4),
    "more options": conflicts(most=5),
    "directions only": conflicts(most=5, frozen=False),
    "listed states": listed_conflicts(),
    "some of the moves": option_graphs(),
    "named states": named_graphs(),
    "merged states": merged_graphs(),
}


def check_that_it_agrees(conflict: Conflict) -> None:
    """Compare the engine with the reference, flag by flag."""
    for name in concepts_of(conflict, FAST):
        for player in range(len(conflict.decision_makers)):
            fast, slow = (stable(conflict, name, player, by) for by in (FAST, "reference"))
            assert fast == slow, f"{name} for {conflict.decision_makers[player].slug}"


@pytest.mark.parametrize("kind", KINDS)
def test_the_engine_gives_the_answer_of_the_definitions(kind: str) -> None:
    """For all concepts and decision makers, on a hundred and twenty random conflicts of each kind."""

    @settings(max_examples=120)
    @given(KINDS[kind])
    def agree(conflict: Conflict) -> None:
        check_that_it_agrees(conflict)

    agree()


@settings(max_examples=40)
@given(conflicts(most=6))
def test_the_engine_gives_the_answer_of_the_definitions_on_up_to_64_states(conflict: Conflict) -> None:
    """A few larger ones, since the definitions are slow there."""
    check_that_it_agrees(conflict)


def test_the_engine_gives_the_same_answer_piece_by_piece(monkeypatch: pytest.MonkeyPatch) -> None:
    """SIM does not depend on how many combinations are held at once, nor on how states are found by their bits."""
    monkeypatch.setattr(edges, "MOST_ROWS", 3)
    monkeypatch.setattr(edges, "DENSE_OPTIONS", 0)

    @settings(max_examples=80)
    @given(conflicts(most=5))
    def agree(conflict: Conflict) -> None:
        for player in range(len(conflict.decision_makers)):
            assert stable(conflict, "SIM", player, "edges") == stable(conflict, "SIM", player, "reference")

    agree()


@pytest.mark.long
@settings(max_examples=10_000, suppress_health_check=list(HealthCheck))
@given(st.one_of(any_conflicts(), explicit_conflicts()))
def test_the_engine_gives_the_answer_of_the_definitions_ten_thousand_times(conflict: Conflict) -> None:
    """The same, for as long as one is willing to wait."""
    check_that_it_agrees(conflict)


@pytest.mark.long
@settings(max_examples=100, suppress_health_check=list(HealthCheck))
@given(large_conflicts())
def test_the_engine_gives_the_answer_of_the_definitions_on_hundreds_of_states(conflict: Conflict) -> None:
    """All concepts up to 128 states; beyond, the two that are cheap to define."""
    for name in CONCEPTS if len(conflict.states) <= 128 else ("Nash", "SIM"):
        for player in range(len(conflict.decision_makers)):
            assert stable(conflict, name, player, FAST) == stable(conflict, name, player, "reference")


@pytest.mark.long
@pytest.mark.parametrize("by", [pytest.param("kernel", marks=WITHOUT_KERNEL), "batch", "symbolic"])
@pytest.mark.parametrize(("options", "players", "bound"), [(16, 4, True), (20, 5, False), (20, 4, True)])
def test_the_engines_agree_on_up_to_a_million_states(options: int, players: int, bound: bool, by: str) -> None:  # noqa: FBT001
    """One-way options and freezes, or neither."""
    conflict = drawn(options, options, players, 4, bound=bound)
    for asked in [concept(name) for name in WITHOUT_SIM]:
        for player in range(players):
            expected = edges.ENGINE.stable(conflict, asked, player)
            assert np.array_equal(engine(by).stable(conflict, asked, player), expected), (asked.name, player)


# ------------------------------------------------------------- who moved last matters, frozen examples


def without_last_movers(conflict: Conflict, player: int) -> set[str]:
    """Return the GMR-stable states as an engine would find them that lets anybody move at any time."""
    rank = conflict.orders[player].ranks
    worst = rank.copy()
    others = [j for j in range(len(conflict.decision_makers)) if j != player]
    for _ in range(len(rank)):
        for j in others:
            arcs = conflict.moves.arcs(j)
            np.minimum.at(worst, arcs.sources, worst[arcs.targets])
    arcs = conflict.moves.arcs(player)
    unanswered = (rank[arcs.targets] > rank[arcs.sources]) & (worst[arcs.targets] > rank[arcs.sources])
    return set(conflict.states.slugs or conflict.states.patterns) - {
        (conflict.states.slugs or conflict.states.patterns)[s] for s in arcs.sources[unanswered].tolist()
    }


INTRANSITIVE = graph(
    {"a": [(0, 1)], "b": [(1, 2), (2, 3)], "c": []},
    {"a": ranking([1, 2], 0, 3), "b": ranking(3, 2, 1, 0), "c": ranking([0, 1, 2, 3])},
    range(4),
)
RELAYED = graph(
    {"a": [(0, 1)], "b": [(1, 2), (2, 3)], "c": [(2, 4), (4, 2)]},
    {"a": ranking([1, 2, 4], 0, 3), "b": ranking(3, 2, 1, [0, 4]), "c": ranking([0, 1, 2, 3, 4])},
    range(5),
)


@pytest.mark.parametrize("by", [FAST, "reference"])
def test_two_moves_of_one_opponent_in_a_row_are_no_sanction(by: str) -> None:
    """B could ruin a by 1 -> 2 -> 3, and would like to, but may not move twice in a row."""
    for name in ("GMR", "SMR", "SEQ", "SSEQ"):
        assert "0" not in stable_states(INTRANSITIVE, name, 0, by)


def test_an_engine_that_forgets_who_moved_last_would_be_wrong() -> None:
    """The shortcut calls state 0 stable in the example before, and no definition does."""
    assert "0" in without_last_movers(INTRANSITIVE, 0)
    assert "0" not in stable_states(INTRANSITIVE, "GMR", 0, "reference")


@pytest.mark.parametrize("by", [FAST, "reference"])
def test_a_detour_that_would_need_two_moves_of_a_third_party_in_a_row_does_not_let_an_opponent_go_on(
    by: str,
) -> None:
    """After b's 1 -> 2, c can go to 4 but not back at once, so that b never comes to 3."""
    assert "0" not in stable_states(RELAYED, "GMR", 0, by)
    assert "0" in without_last_movers(RELAYED, 0)


@pytest.mark.parametrize("by", [FAST, "reference"])
def test_an_opponent_may_move_again_after_another_has_moved(by: str) -> None:
    """b, c, b: the way from 1 to ruin is longer than one move for each."""
    conflict = graph(
        {"a": [(0, 1)], "b": [(1, 2), (3, 4)], "c": [(2, 3)]},
        {"a": ranking([1, 2, 3], 0, 4), "b": ranking(4, 3, 2, 1, 0), "c": ranking(3, 2, [0, 1, 4])},
        range(5),
    )
    for name in ("GMR", "SMR", "SEQ", "SSEQ"):
        assert "0" in stable_states(conflict, name, 0, by)
    assert "0" not in stable_states(conflict, "Nash", 0, by)


@pytest.mark.parametrize("by", [FAST, "reference"])
def test_a_common_move_counts_as_the_move_of_either(by: str) -> None:
    """1 -> 2 is open to b and c, so that b can go on to 3 after c has made it."""
    arcs = {"a": [(0, 1)], "b": [(1, 2), (2, 3)], "c": [(1, 2)]}
    wishes = {"a": ranking([1, 2], 0, 3), "b": ranking(3, 2, 1, 0), "c": ranking(2, [0, 1, 3])}
    assert "0" in stable_states(graph(arcs, wishes, range(4)), "SEQ", 0, by)


@pytest.mark.parametrize("by", [FAST, "reference"])
def test_freezes_make_last_movers_matter_in_option_form_too(by: str) -> None:
    """B could ruin a by x and then y, but y is frozen until x is done, so these are two moves in a row."""
    structure = Structure(parties({"a": ["go"], "b": "xy"}), freezes=(Freeze(Not(Name("b.x")), ("b.y",)),))
    ruin = literals(structure.option_names, "YYY")
    conflict = Conflict(structure, (wants(Not(ruin), Name("a.go")), wants(ruin, Name("b.x"))))
    assert "NNN" in without_last_movers(conflict, 0)
    for name in ("GMR", "SMR", "SEQ", "SSEQ"):
        assert "NNN" not in stable_states(conflict, name, 0, by)


# -------------------------------------------------------------------------------- what cannot be asked


@pytest.mark.parametrize("by", [FAST, "reference"])
@pytest.mark.parametrize(
    ("structure", "reason"),
    [
        (
            Structure(parties({"a": "", "b": ""}), listing=("war", "peace"), explicit={}),
            "lists its states by name",
        ),
        (
            Structure(parties({"a": "xy"}), listing={"quiet": "N-", "loud": "Y-"}, explicit={}),
            "merges states",
        ),
        (
            Structure(parties({"a": "x", "b": "y"}), explicit={"a": (("NN", "YY"),)}),
            "mover's own options only",
        ),
    ],
)
def test_sim_is_refused_with_the_reason_where_it_does_not_exist(structure: Structure, reason: str, by: str) -> None:
    """A wrong answer is never given instead."""
    conflict = Conflict(structure, (wants(),) * len(structure.decision_makers))
    with pytest.raises(NotAnswered, match=reason):
        stable(conflict, "SIM", 0, by)


def test_an_unknown_engine_gets_a_hint() -> None:
    """And a known one says its own name."""
    assert engine().name == "auto"
    assert engine("reference").name == "reference"
    with pytest.raises(UnknownName, match=r"there is no engine edge; did you mean edges\?"):
        engine("edge")


@pytest.mark.parametrize("n_options", [63, 64, 65, 70])
def test_the_engine_gives_the_answer_of_the_definitions_past_64_options(n_options: int) -> None:
    """Two decision makers with exclusive options each, so that a state takes one word or two."""
    half = n_options // 2
    owned = {"a": [f"o{k}" for k in range(half)], "b": [f"o{k}" for k in range(n_options - half)]}
    structure = Structure(parties(owned))
    options = structure.option_names
    first, last = set(options[1:half]), set(options[half : n_options - 2])
    fixed = dict.fromkeys(first | last, False)
    structure = Structure(parties(owned), fixed=fixed)
    assert len(structure.states) == 8
    wish = [
        with_number(structure, (3, 1, 4, 1, 5, 9, 2, 6)),
        with_number(structure, (2, 7, 1, 8, 2, 8, 1, 8)),
    ]
    check_that_it_agrees(Conflict(structure, tuple(wish)))


def with_number(structure: Structure, values: tuple[int, ...]) -> Ranking:
    """Return the ranking of a structure's states by these values."""
    return by_rank(structure.states.patterns, values)
