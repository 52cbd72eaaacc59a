"""The collection of published conflicts beside the project, where it is there: every answer that our concepts give."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from itertools import permutations
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from ruamel.yaml import YAML

import detente
from detente.analysis.attain import Rules, Search
from detente.analysis.equilibria import DERIVED
from detente.case.build import Case
from detente.model.preferences import Ranking
from tests.analysis.small import case_of
from tests.catalog.test_published import computed

SHARED = Path(__file__).parents[3] / "shared" / "cases"
pytestmark = pytest.mark.skipif(not SHARED.is_dir(), reason="the shared collection is not beside the project")

OURS = {
    "assurance_game": "assurance",
    "chicken": "chicken",
    "cuban_missile_crisis_1962": "cuban-missile-crisis",
    "elmira_1991_nine_states": "elmira",
    "north_korea_us_2017": "korea-2017",
    "prisoners_dilemma": "prisoners-dilemma",
    "syria_iraq_1975": "syria-iraq-1975",
}
CONCEPTS = {"Nash": "Nash", "GMR": "GMR", "SMR": "SMR", "SEQ": "SEQ", "SIM": "SIM", "SEQorSIM": DERIVED}
# States that belong to an answer by definition and that its source leaves out; the collection says why.
LEFT_OUT = {
    ("north_korea_us_2017", "invasion_irreversible", "SEQorSIM"): {"12"},
    ("north_korea_us_2017", "pacifist", "SEQorSIM"): {"2", "10"},
}


@cache
def shared(slug: str) -> dict[str, Any]:
    """Return a file of the collection as data."""
    made: dict[str, Any] = YAML(typ="safe").load((SHARED / f"{slug}.yaml").read_text(encoding="utf-8"))
    return made


def slugs() -> list[str]:
    """Return the names of the collection's files; none where it is missing."""
    return sorted(f.stem for f in SHARED.glob("*.yaml")) if SHARED.is_dir() else []


# --------------------------------------------------------------------- from their spelling to a case file


def statement(said: dict[str, Any], names: dict[str, str]) -> str:
    """Return a statement as a formula: a mapping is a conjunction, ``any`` a disjunction."""
    if "any" in said:
        return " | ".join(f"({statement(part, names)})" for part in said["any"])
    return " & ".join(names[o] if value in ("Y", True) else f"!{names[o]}" for o, value in said.items())


def reading(said: dict[str, Any], names: dict[str, str]) -> dict[str, Any]:
    """Return preferences in our spelling; degrees of strength are left out."""
    match said["kind"]:
        case "ranking":
            classes = [c for c in said["order"] if c != ">>"]
            return {"ranking": [[str(s) for s in (c if isinstance(c, list) else [c])] for c in classes]}
        case "payoff":
            return {"payoffs": {str(s): v for s, v in said["value"].items()}}
        case "prioritised":
            return {"statements": [statement(s, names) for s in said["statements"]]}
    raise AssertionError(said)


def arcs(moves: dict[str, Any]) -> dict[str, list[str]]:
    """Return explicit arcs in our spelling."""
    made: dict[str, list[str]] = {}
    for sign, key in (("->", "arcs"), ("<->", "both_ways")):
        for slug, pairs in moves.get(key, {}).items():
            made.setdefault(slug, []).extend(f"{a} {sign} {b}" for a, b in pairs)
    return made


def translated(slug: str, change: dict[str, Any]) -> Case:
    """Return a file of the collection, with parts of its model overridden, as a case."""
    data = shared(slug)
    names = {o["id"]: f"{o['dm']}.{o['id']}" for o in data["options"]}
    ways = {o["id"]: o.get("reversible", "both") for o in data["options"]} | change.get("reversible", {})
    tastes = data["preferences"] | change.get("preferences", {})
    people = {
        dm["id"]: {
            "name": dm.get("name", dm["id"]),
            "options": {o["id"]: o["id"] for o in data["options"] if o["dm"] == dm["id"]},
            "prefers": reading(tastes[dm["id"]], names),
        }
        for dm in data["dms"]
    }
    file: dict[str, Any] = {
        "detente": 1,
        "title": data.get("title", slug),
        "decision_makers": people,
        "states": {str(s["id"]): s["pattern"] for s in data["states"]["feasible"]},
    }
    if data["moves"]["rule"] == "explicit":
        file["arcs"] = arcs(data["moves"])
    else:
        turns = {"fwd": "N->Y", "back": "Y->N"}
        file["directions"] = {names[o]: turns[way] for o, way in ways.items() if way in turns}
    if data["status_quo"] is not None:
        file["status_quo"] = str(data["status_quo"])
    return case_of(file)


# ---------------------------------------------------------------------------------------------- answers


def results(kind: str | None) -> Iterator[tuple[str, dict[str, Any]]]:
    """Yield the results of one kind, published and derived, of all files that our concepts can answer."""
    for slug in slugs():
        data = shared(slug)
        for result in [*data.get("expected", ()), *data.get("derived", ())]:
            if result.get("kind") == kind:
                yield slug, result


def named(result: tuple[str, dict[str, Any]]) -> str:
    """Return a test's name."""
    return f"{result[0]}-{result[1]['id']}"


def model(slug: str, result: dict[str, Any]) -> dict[str, Any]:
    """Return what a result changes in the model; Lake Gisborne and Garrison spell it in their own way."""
    variants = shared(slug).get("provincial_variants", {})
    if result["id"] in variants:
        return {"preferences": {"Provincial": {"kind": "ranking", "order": variants[result["id"]]}}}
    return dict(result.get("model", {}))


EQUILIBRIA = [
    (slug, r)
    for slug, r in results(None)
    if CONCEPTS.keys() & r["equilibria"].keys() and r["id"] != "legal_action_reversible"
]


@pytest.mark.parametrize(("slug", "result"), EQUILIBRIA, ids=map(named, EQUILIBRIA))
def test_the_equilibria_are_those_of_the_collection(slug: str, result: dict[str, Any]) -> None:
    """Those under concepts that we have; where a source forgot a state, exactly that one is added."""
    conflict = translated(slug, model(slug, result)).conflict()
    for theirs, ours in CONCEPTS.items():
        if theirs in result["equilibria"]:
            expected = {str(s) for s in result["equilibria"][theirs]}
            assert computed(conflict, ours) == expected | LEFT_OUT.get((slug, result["id"], theirs), set()), theirs


def test_garrison_with_legal_action_that_can_be_taken_back_has_one_nash_state() -> None:
    """The variant that the collection describes in words."""
    (result,) = [r for s, r in results(None) if r["id"] == "legal_action_reversible"]
    data = shared("garrison_strength_9states")
    moves = data["moves"]
    both = {**moves["both_ways"], "CDO": moves["arcs"]["CDO"]}
    one = {slug: pairs for slug, pairs in moves["arcs"].items() if slug != "CDO"}
    file = translated("garrison_strength_9states", {}).file.model_dump(by_alias=True, exclude_none=True, mode="json")
    file["arcs"] = arcs({"arcs": one, "both_ways": both})
    conflict = case_of(file).conflict()
    for theirs, ours in CONCEPTS.items():
        if theirs in result["equilibria"]:
            assert computed(conflict, ours) == set(result["equilibria"][theirs]), theirs


RANKINGS = list(results("ranking"))


@pytest.mark.parametrize(("slug", "result"), RANKINGS, ids=map(named, RANKINGS))
def test_prioritised_statements_give_the_ranking_of_the_collection(slug: str, result: dict[str, Any]) -> None:
    """State by state, for each party."""
    conflict = translated(slug, model(slug, result)).conflict()
    for player, dm in enumerate(conflict.decision_makers):
        expected = [str(s) for s in result["ranking"][dm.slug]]
        ranks = conflict.orders[player].ranks
        assert [conflict.states.slugs[s] for s in np.argsort(-ranks, kind="stable")] == expected
        assert len(set(ranks.tolist())) == len(expected)


PATHS = list(results("path"))


@pytest.mark.parametrize(("slug", "result"), PATHS, ids=map(named, PATHS))
def test_outcomes_are_as_many_improvements_away_as_in_the_collection(slug: str, result: dict[str, Any]) -> None:
    """By single parties, or by the coalitions that a result names; no answer deters either."""
    conflict = translated(slug, {}).conflict()
    teams = result.get("model", {}).get("coalitions", [[s] for s in conflict.structure.slugs])
    groups = tuple(tuple(conflict.structure.player(s) for s in team) for team in teams)
    for path in result["paths"]:
        goal = np.arange(len(conflict.states)) == conflict.states.index(str(path["to"]))
        for answers in ("none", "credible"):
            search = Search(conflict, groups, Rules(answers=answers))  # type: ignore[arg-type]
            chain = search.attain(goal, conflict.states.index(str(path["from"]))).path
            assert (None if chain is None else len(chain)) == path["moves"]


# The guide prints 420 for GMR and SEQ; by definition both improvements must be sanctioned, which gives 384.
BY_DEFINITION = {"Nash": 240, "SMR": 300, "GMR": 384, "SEQ": 384}


def test_so_many_of_720_rankings_make_a_state_of_lake_assad_an_equilibrium() -> None:
    """Syria's are varied; the collection says where the guide's own numbers come from."""
    ((slug, result),) = results("inverse_counts")
    conflict = translated(slug, {}).conflict()
    states, desired = conflict.states.slugs, str(result["desired"])
    player = conflict.structure.player(result["vary"])
    counts = dict.fromkeys(BY_DEFINITION, 0)
    for order in permutations(states):
        varied = conflict.with_preference(player, Ranking(tuple((s,) for s in order)))
        for concept in counts:
            counts[concept] += desired in computed(varied, concept)
    assert counts == BY_DEFINITION
    assert {c: n for c, n in result["counts"].items() if c in {"Nash", "SMR"}} == {"Nash": 240, "SMR": 300}


def test_a_very_large_model_has_its_number_of_states() -> None:
    """Twenty options, 138,240 feasible patterns of a million."""
    from detente.model.states import feasible
    from tests.build import literals

    data = shared("uruguay_round_services_trade")
    options = [o["id"] for o in data["options"]]
    forbidden = [
        literals(options, "".join("Y" if p.get(o) in ("Y", True) else "N" if o in p else "-" for o in options))
        for p in data["states"]["infeasible"]
    ]
    assert len(feasible(options, forbidden)) == data["states"]["count_feasible"]


# ------------------------------------------------------------------------------- ours against theirs


@pytest.mark.parametrize("slug", OURS)
def test_the_catalogue_has_the_model_of_the_collection(slug: str) -> None:
    """The same states, moves and orders, under our names; the parties stand in the same order."""
    theirs, ours = translated(slug, {}).conflict(), detente.load(OURS[slug]).conflict()
    at = {pattern: s for s, pattern in enumerate(ours.states.patterns)}
    assert set(at) == set(theirs.states.patterns)
    place = [at[p] for p in theirs.states.patterns]
    for player in range(len(theirs.decision_makers)):
        for state in range(len(theirs.states)):
            moved = {place[t] for t in theirs.moves.leaving(player, state).tolist()}
            assert moved == set(ours.moves.leaving(player, place[state]).tolist())
        assert ours.orders[player].ranks[place].tolist() == theirs.orders[player].ranks.tolist()


@pytest.mark.parametrize("slug", OURS)
def test_the_status_quo_is_that_of_the_collection_where_it_has_one(slug: str) -> None:
    """Where it has none, ours is marked as assumed."""
    theirs, ours = shared(slug)["status_quo"], detente.load(OURS[slug])
    conflict = ours.conflict()
    here = conflict.states.pattern(conflict.status_quo)
    if theirs is None:
        positions = ours.file.status_quo
        assert isinstance(positions, dict)
        assert all(p.assumed for p in positions.values())
    else:
        (pattern,) = [s["pattern"] for s in shared(slug)["states"]["feasible"] if s["id"] == theirs]
        assert here == pattern
