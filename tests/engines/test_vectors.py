"""Known answers: our own collection, the one beside the project where it is there, and known traps."""

from __future__ import annotations

from collections.abc import Callable
from itertools import product
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from ruamel.yaml import YAML

from detente.model.conflict import Conflict, Structure
from detente.model.formula import And, Formula, Name, Not
from detente.model.moves import legal_reach
from tests.build import (
    CONCEPTS,
    FIRST,
    NOT_TAKEN,
    equilibria,
    parties,
    removing,
    stable_states,
    wants,
    with_each_engine,
)
from tests.engines.vectors import (
    ELMIRA,
    GRAPHS,
    KOREAS,
    SQUARES,
    TRAPS,
    Trap,
    Vector,
    by_payoff,
    of_graph,
    of_options,
    pattern,
)

SHARED = Path(__file__).parents[3] / "shared" / "design" / "vectors.yaml"
OURS = [ELMIRA, *KOREAS, *SQUARES, *GRAPHS]


def check(vector: Vector, by: str) -> None:
    """Compare everything that a vector knows with what an engine finds."""
    slugs = vector.conflict.structure.slugs
    taken = set(CONCEPTS) - set(NOT_TAKEN.get(by, ()))
    for name, states in ((n, s) for n, s in vector.equilibria.items() if n in taken):
        assert {vector.number[s] for s in equilibria(vector.conflict, name, by)} == set(states), name
    for name, by_player in ((n, b) for n, b in vector.stable.items() if n in taken):
        for slug, states in by_player.items():
            assert vector.found(name, slugs.index(slug), by) == set(states), (name, slug)
    if vector.seq_or_sim is not None and "SIM" in taken:
        either = [vector.found("SEQ", i, by) | vector.found("SIM", i, by) for i in range(len(slugs))]
        assert set.intersection(*either) == set(vector.seq_or_sim)


@with_each_engine
@pytest.mark.parametrize("vector", OURS, ids=lambda v: v.name)
def test_the_answers_are_the_known_ones(vector: Vector, by: str) -> None:
    """Published, or recomputed from the definitions by another program."""
    check(vector, by)


# -------------------------------------------------------------------------------------- Elmira's reach


def numbers(mask: Any) -> list[int]:
    """Return the states of a mask by their numbers in the source."""
    return [ELMIRA.number[ELMIRA.conflict.states.slugs[s]] for s in np.flatnonzero(mask)]


def test_from_the_status_quo_of_elmira_improvements_lead_to_5_only_and_moves_everywhere_else() -> None:
    """The two diagrams of the status quo analysis, as sets."""
    conflict, start = ELMIRA.conflict, ELMIRA.conflict.states.index("1")
    assert numbers(legal_reach(conflict.improvements, (0, 1, 2), start, 9)) == [5]
    assert numbers(legal_reach(conflict.moves.leaving, (0, 1, 2), start, 9)) == [2, 3, 4, 5, 6, 7, 8, 9]


def test_together_the_ministry_and_uniroyal_can_go_from_5_to_8_and_both_gain() -> None:
    """The published jump from one equilibrium to another."""
    conflict, start = ELMIRA.conflict, ELMIRA.conflict.states.index("5")
    reached = legal_reach(conflict.moves.leaving, (0, 1), start, 9)
    assert numbers(reached & _better_for_both(conflict, start)) == [8]


def _better_for_both(conflict: Conflict, start: int) -> Any:
    return conflict.orders[0].tempts(slice(None), start) & conflict.orders[1].tempts(slice(None), start)


def test_the_essay_has_its_seq_claims_backwards() -> None:
    """It says that state 2 turns SEQ-stable without the answer 1 -> 3; by definition it turns unstable."""
    toy, without = (v for v in GRAPHS if v.name.startswith("antivector"))
    assert toy.found("SEQ", 0, FIRST) == {1, 2, 3, 4}
    assert without.found("SEQ", 0, FIRST) == {1, 3, 4}


# ----------------------------------------------------------------------------------------------- traps


def at_most_once(conflict: Conflict, player: int, start: int, *, improving: bool) -> set[int]:
    """Return where the opponents' moves end if each moves at most once: the mistake of two traps."""
    step: Callable[[int, int], Any] = conflict.improvements if improving else conflict.moves.leaving
    ends: set[int] = set()
    todo = [(start, frozenset({player}))]
    while todo:
        here, gone = todo.pop()
        for mover in set(range(len(conflict.decision_makers))) - gone:
            for target in step(mover, here).tolist():
                ends.add(target)
                todo.append((target, gone | {mover}))
    return ends


@with_each_engine
@pytest.mark.parametrize("trap", TRAPS, ids=lambda t: t.name)
def test_a_state_that_another_program_gets_wrong_is_stable(trap: Trap, by: str) -> None:
    """Textbook definitions hold where GMCR+ departs from them."""
    for name in trap.concepts:
        assert trap.state in stable_states(trap.conflict, name, trap.player, by)
    assert trap.state not in stable_states(trap.conflict, "Nash", trap.player, by)


@pytest.mark.parametrize("trap", TRAPS[1:], ids=lambda t: t.name)
def test_the_traps_are_traps(trap: Trap) -> None:
    """With each opponent moving once at most, the improvement would go unanswered."""
    conflict, start = trap.conflict, trap.conflict.states.index(trap.state)
    order = conflict.orders[trap.player]
    for move in conflict.improvements(trap.player, start).tolist():
        ends = at_most_once(conflict, trap.player, move, improving="SEQ" in trap.concepts)
        assert all(order.tempts(end, start) for end in ends)


def test_the_first_trap_is_one_since_two_improvements_tempt() -> None:
    """An iterator over the joint replies would be used up by the first."""
    conflict = TRAPS[0].conflict
    tempting = conflict.improvements(0, conflict.states.index("NNN")).tolist()
    assert [conflict.states.pattern(s) for s in tempting] == ["YNN", "NYN"]


# ------------------------------------------------------------------- the collection beside the project


def shared() -> dict[str, dict[str, Any]]:
    """Return the vectors beside the project by name; none where the folder is not there."""
    if not SHARED.exists():
        return {}
    found: list[dict[str, Any]] = YAML(typ="safe").load(SHARED)
    return {v["id"]: v for v in found}


def shared_vector(name: str) -> dict[str, Any]:
    """Return one of them, or skip."""
    found = shared()
    if not found:
        pytest.skip("the folder with the design and its vectors is not beside the project")
    return found[name]


def read_graph(raw: dict[str, Any], *without: list[int]) -> Vector:
    """Return a raw graph of the collection, some arcs left out."""
    arcs = {slug: [tuple(a) for a in pairs if a not in without] for slug, pairs in raw["arcs"].items()}
    best_first = raw.get("ranking_best_first") or {slug: by_payoff(values) for slug, values in raw["payoffs"].items()}
    known = (
        {}
        if without
        else {"equilibria": raw.get("expected_equilibria", {}), "stable": raw.get("expected_individual", {})}
    )
    return of_graph(raw["id"], raw["source"], arcs, best_first, **known)


def read_square(raw: dict[str, Any]) -> Vector:
    """Return a two-by-two game of the collection."""
    structure = Structure(parties({slug: ["cooperate"] for slug in raw["payoffs"]}))
    best_first = {slug: sorted(range(4), key=lambda s: -values[s]) for slug, values in raw["payoffs"].items()}
    return of_options(raw["id"], raw["source"], structure, best_first, equilibria=raw["expected_equilibria"])


def read_options(raw: dict[str, Any]) -> Vector:
    """Return a conflict in option form of the collection, whose directions go N->Y or both ways."""
    owned = {dm["name"]: [f"o{bit}" for bit in dm["options"]] for dm in raw["dms"]}
    n = len(raw["options"])
    names = Structure(parties(owned)).option_names
    patterns = ["".join(p.get(bit, "-") for bit in range(n)) for p in raw["infeasible"]]
    directions = {o: "N->Y" for o, way in zip(names, raw["direction"], strict=True) if way == "fwd"}
    structure = Structure(parties(owned), removing(owned, patterns), directions)
    assert structure.states.patterns == tuple(pattern(s, n) for s in raw["states"])
    return of_options(
        raw["id"],
        raw["source"],
        structure,
        raw["ranking_best_first"],
        equilibria=raw["expected_equilibria"],
        seq_or_sim=raw["expected_SEQ_or_SIM_per_DM"],
    )


READERS = {
    "elmira9": read_graph,
    "korea2017_base": read_options,
    "korea2017_base_irrev": read_options,
    "korea2017_bloodthirsty": read_options,
    "2x2_pd": read_square,
    "2x2_chicken": read_square,
    "antivector_dvd_toy": read_graph,
}


@with_each_engine
@pytest.mark.parametrize("name", READERS)
def test_the_answers_are_those_of_the_collection_beside_the_project(name: str, by: str) -> None:
    """The same models read from the collection, not from our copy."""
    check(READERS[name](shared_vector(name)), by)


@pytest.mark.parametrize("name", READERS)
def test_our_own_vectors_are_those_of_the_collection(name: str) -> None:
    """Nothing was mistyped, and nothing that is known was left out."""
    theirs, ours = READERS[name](shared_vector(name)), next(v for v in OURS if v.name == name)
    assert {c: set(s) for c, s in theirs.equilibria.items()} == {c: set(s) for c, s in ours.equilibria.items()}
    assert [o.ranks.tolist() for o in theirs.conflict.orders] == [o.ranks.tolist() for o in ours.conflict.orders]
    for player in range(len(ours.conflict.decision_makers)):
        mine, other = ours.conflict.moves.arcs(player), theirs.conflict.moves.arcs(player)
        assert (mine.starts.tolist(), mine.targets.tolist()) == (
            other.starts.tolist(),
            other.targets.tolist(),
        )


@with_each_engine
def test_the_collections_single_flags_hold(by: str) -> None:
    """``no_consecutive_moves``, ``sanction_returns_to_start``, and the toy without the arc 1 -> 3."""
    raw = shared_vector("no_consecutive_moves")
    vector = read_graph(raw)
    assert numbers_of(vector, 1, 1) == raw["expected"]["R_{1}(1)"]
    assert (0 in vector.found("GMR", 0, by)) is raw["expected"]["GMR of DM0 at state 0"]
    raw = shared_vector("sanction_returns_to_start")
    for key, expected in raw["expected"].items():
        assert (0 in read_graph(raw).found(key.split()[0], 0, by)) is expected
    raw = shared_vector("antivector_dvd_toy")
    vector = read_graph(raw, [1, 3])
    for name, by_player in raw["expected_after_removing_arc_1_3"].items():
        assert {slug: vector.found(name, i, by) for i, slug in enumerate(("1", "2"))} == {
            slug: set(states) for slug, states in by_player.items()
        }


def numbers_of(vector: Vector, player: int, start: int) -> list[int]:
    """Return what one decision maker alone reaches."""
    conflict = vector.conflict
    reached = legal_reach(conflict.moves.leaving, (player,), conflict.states.index(str(start)), len(conflict.states))
    return [vector.number[conflict.states.slugs[s]] for s in np.flatnonzero(reached)]


def test_elmiras_reach_is_that_of_the_collection() -> None:
    """The expected sets of states that improvements, and moves, lead to."""
    raw = shared_vector("elmira9")
    conflict, start = ELMIRA.conflict, ELMIRA.conflict.states.index("1")
    assert numbers(legal_reach(conflict.improvements, (0, 1, 2), start, 9)) == raw["expected_UI_reachable_from_1"]
    assert numbers(legal_reach(conflict.moves.leaving, (0, 1, 2), start, 9)) == raw["expected_UM_reachable_from_1"]
    assert raw["expected_CI"] == {"{M,U} from 5": [8]}


def test_the_scores_of_prioritised_statements_are_those_of_the_collection() -> None:
    """Statements are written with signed numbers of options there."""
    raw = shared_vector("prioritizing_scores")
    owned = {"a": ["o1", "o2", "o3"]}
    structure = Structure(parties(owned), removing(owned, raw["infeasible"]))
    order = wants(*map(signed, raw["statements"])).order(structure.states).ranks
    scores = dict(zip(raw["states"], raw["expected_scores"], strict=True))
    assert set(scores) == set(structure.states.patterns)
    for a, b in product(structure.states.patterns, repeat=2):
        higher = order[structure.states.index(a)] > order[structure.states.index(b)]
        assert bool(higher) is (scores[a] > scores[b])


def signed(statement: str) -> Formula:
    """Read ``-1 & 2`` as a formula."""
    literal = [int(part) for part in statement.split("&")]
    return And(tuple(Name(f"a.o{k}") if k > 0 else Not(Name(f"a.o{-k}")) for k in literal))
