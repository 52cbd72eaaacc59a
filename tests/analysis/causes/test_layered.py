"""Which sanction deters: the closed form against actual causes in the layered model, and both against the loops."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from fractions import Fraction

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import detente
from detente.analysis import plain_moves
from detente.analysis.causes.causal_model import CausalModel, actual_causes
from detente.analysis.causes.layered import NAMES, layered_model, name_of
from detente.analysis.causes.sanctions import Deterrence, deterred_by
from detente.analysis.witness import reply_paths
from detente.concepts import Concept, concept
from detente.engines.reference import improvements, is_sanction, is_stable, replies, sequence_ends
from detente.errors import Cancelled, ModelError, NotAnswered
from detente.model.conflict import Conflict
from tests.analysis.causes.by_force import subsets
from tests.build import any_conflicts, conflicts, graph, named_graphs, ranking

MOST_SOLVED = 3000
Asked = tuple[Conflict, Concept, int, int]


@st.composite
def questions(draw: st.DrawFn) -> Asked:
    """Draw a conflict, a concept, a decision maker and a state; one with a few sanctions if there is one."""
    conflict = draw(st.one_of(named_graphs(most_states=6), conflicts(most=3), any_conflicts()))
    found = concept(draw(st.sampled_from(NAMES[1:])))
    places = [(i, s) for i in range(len(conflict.decision_makers)) for s in range(len(conflict.states))]
    most = {
        (i, s): max((len(sanctions((conflict, found, i, s), q)) for q in improvements(conflict, i, s)), default=0)
        for i, s in places
    }
    several, one = ([p for p in places if low <= most[p] <= 5] for low in (2, 1))
    return conflict, found, *draw(st.sampled_from(several or one or places))


def sanctions(asked: Asked, move: int) -> dict[int, int]:
    """Return the ends that deter from a move, each with its fewest moves."""
    conflict, found, player, state = asked
    paths = list(reply_paths(conflict, found, player, state, move))
    lengths = {p[-1].end: len(p) for p in reversed(paths)}
    ends = set(replies(conflict, found, player, state, move))
    return {k: lengths[k] for k in ends if is_sanction(conflict, found, player, state, k)}


def causes(model: CausalModel, effect: str, among: Sequence[str]) -> dict[frozenset[str], int] | None:
    """Return the causes of a variable being true, with the sizes of their witnesses; None if that is too much."""
    found = actual_causes(model, lambda v: v[effect], among=among, most_solved=MOST_SOLVED)
    return {frozenset(n for n, _ in c.values): len(c.witness) for c in found.causes} if found.complete else None


# ------------------------------------------------------------------------------------ closed form


def agrees(asked: Asked) -> None:
    """Assert that what is told is what the definition of actual causes gives in the layered model."""
    conflict, _, _, _ = asked
    found = deterred_by(*asked, most_told=100)
    side_by_side, nearest_first = layered_model(*asked), layered_model(*asked, nearest_first=True)
    assert found.stable is side_by_side.solve()["Stable"] is nearest_first.solve()["Stable"] is is_stable(*asked)
    assert found.complete
    for move, told in zip(improvements(*without_concept(asked)), found.improvements, strict=True):
        lengths = sanctions(asked, move)
        assert {conflict.states.index(s.end) for s in told.sanctions} == set(lengths)
        assert told.number == len(lengths)
        among = [v.name for v in side_by_side.variables if v.name.startswith(f"Sanc({conflict.states.pattern(move)},")]
        if lengths and len(among) <= 9:
            caused(conflict, move, told, lengths, among, side_by_side, nearest_first)


def without_concept(asked: Asked) -> tuple[Conflict, int, int]:
    """Return the question without its concept."""
    return asked[0], asked[2], asked[3]


def caused(  # noqa: PLR0913, PLR0917
    conflict: Conflict,
    move: int,
    told: Deterrence,
    lengths: Mapping[int, int],
    among: Sequence[str],
    side_by_side: CausalModel,
    nearest_first: CausalModel,
) -> None:
    """Assert that the causes of one improvement's deterrence are as told."""
    deterred = name_of("Deterred", conflict, move)
    every = {k: name_of("Sanc", conflict, move, k) for k in lengths}
    near = frozenset(every[k] for k, n in lengths.items() if n == min(lengths.values()))
    together = causes(side_by_side, deterred, among)
    if together is not None:
        assert together == {frozenset(every.values()): 0}
        assert {s.responsibility for s in told.sanctions} == {Fraction(1, len(every))}
    in_turn = causes(nearest_first, deterred, among)
    if in_turn is not None:
        assert in_turn == {near: len(every) - len(near)}
    for s in told.sanctions:
        name = every[conflict.states.index(s.end)]
        assert s.nearest_first == (Fraction(1, len(every)) if name in near else 0)
        assert s.preempted is (name not in near)
        assert len(s.moves) == lengths[conflict.states.index(s.end)]
    assert told.nearest == len(near)
    assert told.preempting is (len(near) < len(every))


@settings(max_examples=120)
@given(questions())
def test_what_deters_is_the_actual_cause_in_the_layered_model(asked: Asked) -> None:
    agrees(asked)


@pytest.mark.long
@settings(max_examples=3000)
@given(questions())
def test_what_deters_is_the_actual_cause_in_thousands_of_layered_models(asked: Asked) -> None:
    agrees(asked)


@settings(max_examples=40)
@given(questions())
def test_a_stable_state_has_one_cause_among_sanctions_for_each_improvement(asked: Asked) -> None:
    """All sanctions of one improvement together; those of different improvements never share a cause."""
    conflict, _, _, _ = asked
    model = layered_model(*asked)
    among = [n for n, v in model.solve().items() if n.startswith("Sanc(") and v]
    moves = improvements(*without_concept(asked))
    if is_stable(*asked) and len(among) <= 9:
        sets = {frozenset(name_of("Sanc", conflict, q, k) for k in sanctions(asked, q)) for q in moves}
        found = causes(model, "Stable", among)
        assert found is None or found == dict.fromkeys(sets, 0)


@settings(max_examples=60)
@given(any_conflicts(), st.sampled_from(NAMES), st.booleans())
def test_the_layered_model_is_stable_where_the_definition_is(
    conflict: Conflict,
    name: str,
    nearest_first: bool,  # noqa: FBT001
) -> None:
    for player in range(len(conflict.decision_makers)):
        for state in range(min(4, len(conflict.states))):
            model = layered_model(conflict, concept(name), player, state, nearest_first=nearest_first)
            assert model.solve()["Stable"] is is_stable(conflict, concept(name), player, state)


@settings(max_examples=60)
@given(questions())
def test_opponents_are_responsible_as_far_as_their_silence_leaves_nothing_that_deters(asked: Asked) -> None:
    conflict, found, player, state = asked
    slugs = conflict.structure.slugs
    others = [j for j in range(len(slugs)) if j != player]

    def undeterred(move: int, silent: Sequence[object]) -> bool:
        movers = [j for j in others if j not in silent]
        ends = sequence_ends(conflict, movers, move, credible=found.replies.name == "CREDIBLE")
        return not any(is_sanction(conflict, found, player, state, k) for k in ends)

    told = deterred_by(*asked).improvements
    for move, deterrence in zip(improvements(conflict, player, state), told, strict=True):
        if not deterrence.deterred:
            assert (dict(deterrence.opponents), deterrence.without) == ({}, ())
            continue
        enough = [set(g) for g in subsets(others) if undeterred(move, g)]
        least = [g for g in enough if not any(h < g for h in enough)]
        assert {frozenset(g) for g in deterrence.without} == {frozenset(slugs[j] for j in g) for g in least}
        for j in others:
            sizes = [len(g) for g in enough if j in g and not undeterred(move, tuple(g - {j}))]
            assert deterrence.opponents[slugs[j]] == (Fraction(1, min(sizes)) if sizes else 0)


@settings(max_examples=60)
@given(questions(), st.integers(1, 5), st.integers(0, 3))
def test_within_a_budget_what_is_said_is_true(asked: Asked, budget: int, most_told: int) -> None:
    found, whole = deterred_by(*asked, most_replies=budget, most_told=most_told), deterred_by(*asked, most_told=100)
    assert found.stable is whole.stable or (found.stable is None and not found.complete)
    assert bool(found.why) is not found.complete
    for some, all_ in zip(found.improvements, whole.improvements, strict=True):
        assert some.number <= all_.number
        assert some.replies <= budget
        assert len(some.sanctions) == min(most_told, some.number)
        assert {s.end for s in some.sanctions} <= {s.end for s in all_.sanctions}
        if some.complete:
            assert (some.number, some.nearest, some.opponents) == (all_.number, all_.nearest, all_.opponents)


# ---------------------------------------------------------------------------------------- by hand


def answered(*arcs: tuple[str, str, str], worst: str) -> Deterrence:
    """Return what deters *a* from going from s to q, when b and c can answer with some arcs; all ends but q are bad."""
    by = {"a": [("s", "q")], "b": [], "c": []}
    for dm, start, end in arcs:
        by[dm].append((start, end))
    rank = {"a": ranking("q", "s", list(worst)), "b": ranking([*"qs", *worst]), "c": ranking([*"qs", *worst])}
    conflict = graph(by, rank, ["s", "q", *worst])
    (told,) = deterred_by(conflict, concept("GMR"), 0, 0).improvements
    return told


def test_two_sanctions_of_two_opponents_share_as_a_joint_cause_of_two() -> None:
    """Overdetermination."""
    told = answered(("b", "q", "x"), ("c", "q", "y"), worst="xy")
    assert [(s.end, s.responsibility, s.nearest_first) for s in told.sanctions] == [
        ("x", Fraction(1, 2), Fraction(1, 2)),
        ("y", Fraction(1, 2), Fraction(1, 2)),
    ]
    assert told.overdetermined
    assert not told.preempting
    assert (dict(told.opponents), told.without) == ({"b": Fraction(1, 2), "c": Fraction(1, 2)}, (("b", "c"),))


def test_a_longer_answer_is_only_held_in_reserve_if_the_shorter_comes_first() -> None:
    """Preemption: b answers at once, c would only go on from there; and b's move alone carries both."""
    told = answered(("b", "q", "x"), ("c", "x", "y"), worst="xy")
    assert [(s.end, s.responsibility, s.nearest_first, s.preempted) for s in told.sanctions] == [
        ("x", Fraction(1, 2), Fraction(1, 2), False),
        ("y", Fraction(1, 2), Fraction(0), True),
    ]
    assert told.preempting
    assert (dict(told.opponents), told.without) == ({"b": Fraction(1), "c": Fraction(0)}, (("b",),))


def test_an_answer_of_two_opponents_hangs_on_both() -> None:
    """B goes from q on to a state that is even better for a; only c's next move hurts."""
    by = {"a": [("s", "q")], "b": [("q", "p")], "c": [("p", "x")]}
    rank = {"a": ranking("p", "q", "s", "x"), "b": ranking([*"pqsx"]), "c": ranking([*"pqsx"])}
    (told,) = deterred_by(graph(by, rank, [*"sqpx"]), concept("GMR"), 0, 0).improvements
    assert [(s.end, len(s.moves), s.responsibility) for s in told.sanctions] == [("x", 2, Fraction(1))]
    assert (dict(told.opponents), told.without) == ({"b": Fraction(1), "c": Fraction(1)}, (("b",), ("c",)))


# ------------------------------------------------------------------------------------------ wrong


def test_simultaneous_answers_have_no_layers() -> None:
    conflict = detente.load("chicken").conflict()
    for asked in (deterred_by, layered_model):
        with pytest.raises(NotAnswered, match="at the same moment as the move; ask about Nash, GMR, SMR, SEQ, SSEQ"):
            asked(conflict, concept("SIM"), 0, 0)


def test_a_budget_of_no_answers_is_refused_and_work_can_be_cancelled() -> None:
    conflict = detente.load("elmira").conflict()
    with pytest.raises(ModelError, match="a budget of 0 answers"):
        deterred_by(conflict, concept("SEQ"), 0, 0, most_replies=0)

    def stop(done: int, total: int) -> None:
        assert (done, total) == (0, 1)
        raise Cancelled

    with pytest.raises(Cancelled):
        deterred_by(conflict, concept("GMR"), 2, 0, progress=stop)


def test_it_is_plain_data_for_scripts() -> None:
    conflict = detente.load("elmira").conflict()
    told = plain_moves.deterred(deterred_by(conflict, concept("GMR"), 2, 0))
    assert json.loads(json.dumps(told)) == told
    (one,) = told["improvements"]
    assert [(s["ends"], s["responsibility"], s["nearest_first"]) for s in one["sanctions"]] == [
        ("YYNNY", "1/3", "1/3"),
        ("---Y-", "1/3", "1/3"),
        ("YNYNY", "1/3", "0"),
    ]
    assert one["without"] == [["moe", "ur"]]
    assert one["opponents"] == [{"dm": "moe", "responsibility": "1/2"}, {"dm": "ur", "responsibility": "1/2"}]
