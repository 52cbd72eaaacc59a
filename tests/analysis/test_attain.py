"""Attainability: the search agrees with the definitions as loops, and with what is known of small conflicts."""

from __future__ import annotations

from itertools import product

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

import detente
from detente.analysis import attain as searching
from detente.analysis import deterrence, together
from detente.analysis.attain import (
    Rules,
    Search,
    Step,
    answer_paths,
    attain,
    attempts,
    deterring_answer,
    is_legal_sequence,
    vetoers,
)
from detente.engines import answers as kernel_answers
from detente.model.conflict import Conflict, Freeze, Structure
from detente.model.formula import And, Constant, Formula, Name, Or
from tests.analysis import one_by_one
from tests.analysis.literal import EVERY_VARIANT, Literal, Variant, every_coalition
from tests.build import (
    any_conflicts,
    conflicts,
    graph,
    large_conflicts,
    listed_conflicts,
    literals,
    merged_graphs,
    named_graphs,
    option_graphs,
    parties,
    ranking,
    removing,
    wants,
)

KINDS = {
    "options": conflicts(most=4),
    "more options": conflicts(most=5),
    "listed states": listed_conflicts(),
    "some of the moves": option_graphs(),
    "named states": named_graphs(),
    "merged states": merged_graphs(),
}
VARIANTS = st.sampled_from(EVERY_VARIANT)


def rules(variant: Variant) -> Rules:
    """Return a variant of the oracle as the search's rules."""
    return Rules(variant.joint, variant.answers, variant.improvement)  # type: ignore[arg-type]


def labels(conflict: Conflict) -> tuple[str, ...]:
    """Return the states as the oracle calls them."""
    return conflict.states.slugs or conflict.states.patterns


@st.composite
def goals(draw: st.DrawFn, conflict: Conflict) -> np.ndarray:
    """Draw a set of wanted states, about a fifth of them."""
    size = len(conflict.states)
    return np.array([byte >= 204 for byte in draw(st.binary(min_size=size, max_size=size))], dtype=bool)


@st.composite
def listed_coalitions(draw: st.DrawFn, conflict: Conflict) -> tuple[tuple[int, ...], ...]:
    """Draw who can act together; everybody can act alone."""
    everyone = every_coalition(len(conflict.decision_makers))
    together = draw(st.sets(st.sampled_from(everyone)))
    return tuple(c for c in everyone if len(c) == 1 or c in together)


def check_that_it_agrees(conflict: Conflict, variant: Variant, wanted: np.ndarray, groups: tuple) -> None:
    """Compare the length of a shortest chain, and follow the chain that was found step by step."""
    literal, names = Literal(conflict, variant, groups), labels(conflict)
    search = Search(conflict, groups, rules(variant))
    assert set(names) == set(literal.states)
    found = search.attain(wanted)
    ends = {names[s] for s in np.flatnonzero(wanted)}
    length = literal.distance(names[conflict.status_quo], ends)
    assert (None if found.path is None else len(found.path)) == length
    here = conflict.status_quo
    for step in found.path or ():
        assert step.start == here
        assert step.by in groups
        assert literal.unanswered(step.by, names[step.start], names[step.end])
        here = step.end
    assert found.path is None or names[here] in ends


def check_every_step(conflict: Conflict, variant: Variant, groups: tuple) -> None:
    """Compare the unanswered improvements from every state."""
    literal, names = Literal(conflict, variant, groups), labels(conflict)
    search = Search(conflict, groups, rules(variant))
    for state, name in enumerate(names):
        found = [(step.by, names[step.end]) for step in search.steps_from(state)]
        assert sorted(found) == sorted(literal.steps(name))


@pytest.mark.parametrize("kind", KINDS)
def test_the_search_gives_the_answer_of_the_definitions(kind: str) -> None:
    """For every variant of the rules, on two hundred random conflicts of each kind."""

    @settings(max_examples=200)
    @given(st.data(), VARIANTS)
    def agree(data: st.DataObject, variant: Variant) -> None:
        conflict = data.draw(KINDS[kind])
        check_that_it_agrees(conflict, variant, data.draw(goals(conflict)), data.draw(listed_coalitions(conflict)))

    agree()


@settings(max_examples=100)
@given(any_conflicts(), VARIANTS)
def test_the_unanswered_improvements_from_every_state_are_those_of_the_definitions(
    conflict: Conflict, variant: Variant
) -> None:
    """Not only those on the way from the status quo."""
    check_every_step(conflict, variant, every_coalition(len(conflict.decision_makers)))


@pytest.mark.long
@settings(max_examples=5_000, suppress_health_check=list(HealthCheck))
@given(st.data(), st.one_of(*KINDS.values()), VARIANTS)
def test_the_search_gives_the_answer_of_the_definitions_five_thousand_times(
    data: st.DataObject, conflict: Conflict, variant: Variant
) -> None:
    """The same, for as long as one is willing to wait, and from every state."""
    groups = every_coalition(len(conflict.decision_makers))
    check_that_it_agrees(conflict, variant, data.draw(goals(conflict)), groups)
    check_every_step(conflict, variant, groups)


def check_the_order(conflict: Conflict, variant: Variant, wanted: np.ndarray, groups: tuple) -> None:
    """Compare chain, visited states, attempts and answers with the search that goes one state after the other."""
    search, slow = Search(conflict, groups, rules(variant)), one_by_one.OneByOne(conflict, groups, rules(variant))
    found, expected = search.attain(wanted), slow.attain(wanted)
    assert found == expected
    here = conflict.status_quo
    assert list(search.steps_from(here, {here})) == list(slow.steps_from(here, {here}))
    tried = attempts(search, wanted, found)
    assert tried == one_by_one.attempts(slow, wanted, expected)
    for step in [*(found.path or ()), *(a.step for a in tried)][:3]:
        assert list(answer_paths(search, step)) == list(one_by_one.answer_paths(slow, step))


@pytest.mark.parametrize("kind", KINDS)
def test_chains_attempts_and_answers_come_in_the_order_of_one_after_the_other(kind: str) -> None:
    """Everything that a reader sees depends on it."""

    @settings(max_examples=100)
    @given(st.data(), VARIANTS)
    def agree(data: st.DataObject, variant: Variant) -> None:
        conflict = data.draw(KINDS[kind])
        check_the_order(conflict, variant, data.draw(goals(conflict)), data.draw(listed_coalitions(conflict)))

    agree()


LIMITS = {
    "moves looked up state by state": (deterrence, "FEW", 0),
    "little memory for what answers lead to": (searching, "MOST_BYTES", 1),
    "one state at a time": (together, "MOST_CELLS", 1),
    "no look at all coalitions at once": (together, "MOST_COMPARED", -1),
    "no memory of where sequences lead": (together, "MOST_CLOSED", 1),
    "lists of moves too long for the kernel": (kernel_answers, "MOST_LISTED", -1),
}


@pytest.mark.parametrize("kernel", ["", "off"], ids=["kernel", "numpy"])
@pytest.mark.parametrize("limit", LIMITS)
def test_the_order_does_not_depend_on_what_is_kept(limit: str, kernel: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """Limits of memory and work, and the compiled kernel, change the time and nothing else."""
    monkeypatch.setattr(*LIMITS[limit])
    monkeypatch.setenv("DETENTE_KERNEL", kernel)

    @settings(max_examples=40)
    @given(st.data(), any_conflicts(), VARIANTS)
    def agree(data: st.DataObject, conflict: Conflict, variant: Variant) -> None:
        check_the_order(conflict, variant, data.draw(goals(conflict)), data.draw(listed_coalitions(conflict)))

    agree()


@settings(max_examples=10, suppress_health_check=list(HealthCheck))
@given(st.data(), large_conflicts(), VARIANTS)
def test_the_order_is_the_same_in_larger_conflicts(data: st.DataObject, conflict: Conflict, variant: Variant) -> None:
    """Where a state has many moves, and answers are long."""
    groups = every_coalition(len(conflict.decision_makers))
    check_the_order(conflict, variant, data.draw(goals(conflict)), groups)


# ------------------------------------------------------------------------- what stops it, and who answers


@settings(max_examples=150)
@given(st.data(), any_conflicts(), VARIANTS)
def test_every_attempt_is_a_joint_move_to_the_outcome_and_what_stops_it_is_real(
    data: st.DataObject, conflict: Conflict, variant: Variant
) -> None:
    """Vetoes are the members that do not gain; an answer is legal and leaves some member no better off."""
    literal, names = Literal(conflict, variant), labels(conflict)
    search, wanted = Search(conflict, rules=rules(variant)), data.draw(goals(conflict))
    reached = search.attain(wanted)
    if reached.attainable:
        return
    for attempt in attempts(search, formula_of(conflict, wanted), reached):
        step, start, end = attempt.step, names[attempt.step.start], names[attempt.step.end]
        assert step.start in reached.visited
        assert wanted[step.end]
        assert end in literal.together(step.by, start)
        assert bool(attempt.vetoes) != literal.gains(step.by, end, start)
        assert bool(attempt.vetoes) != bool(attempt.answer)
        if attempt.answer:
            check_answer(literal, names, step, attempt.answer)
            assert names[attempt.answer[-1].end] in literal.deterring(step.by, start, end)
        elif variant.improvement == "strict":
            assert attempt.vetoes == tuple(i for i in step.by if not literal.better(i, end, start))


def formula_of(conflict: Conflict, wanted: np.ndarray) -> Formula:
    """Return a formula that holds exactly in some states."""
    options, names = conflict.states.options, labels(conflict)
    here = np.flatnonzero(wanted)
    if not options:
        return Or(tuple(Name(names[s]) for s in here)) if here.size else Constant(False)
    each = tuple(literals(options, conflict.states.pattern(int(s))) for s in here)
    return Or(each) if each else Constant(False)


def check_answer(literal: Literal, names: tuple[str, ...], step: Step, answer: tuple[Step, ...]) -> None:
    """Check that an answer is a legal sequence of the outsiders' moves, by the rule about answers."""
    assert answer[0].start == step.end
    assert is_legal_sequence(answer)
    for move in answer:
        assert not set(move.by) & set(step.by)
        start, end = names[move.start], names[move.end]
        if literal.variant.answers == "any":
            assert end in literal.moves(move.by[0], start)
        else:
            assert end in literal.improvements(move.by, start)
        assert literal.variant.answers == "joint" or len(move.by) == 1


@settings(max_examples=150)
@given(any_conflicts(), VARIANTS)
def test_the_answers_that_are_told_are_all_the_answers_there_are_and_each_is_legal(
    conflict: Conflict, variant: Variant
) -> None:
    """After every unanswered improvement from the status quo."""
    literal, names = Literal(conflict, variant), labels(conflict)
    search = Search(conflict, rules=rules(variant))
    for step in list(search.steps_from(conflict.status_quo))[:4]:
        paths = list(answer_paths(search, step))
        for path in paths:
            check_answer(literal, names, step, path)
        ends = {names[path[-1].end] for path in paths}
        assert ends == literal.answers(step.by, names[step.end])
        assert [len(p) for p in paths] == sorted(len(p) for p in paths)
        assert deterring_answer(search, step) == ()


def test_a_member_that_does_not_gain_vetoes_and_under_pareto_one_that_loses() -> None:
    """An indifferent member blocks a strict improvement only."""
    ranks = {"a": ranking(2, 1), "b": ranking([1, 2])}
    conflict = graph({"a": [(1, 2)], "b": [(2, 1)]}, ranks, [1, 2])
    step = Step((0, 1), 0, 1)
    assert vetoers(conflict, step, Rules()) == (1,)
    assert vetoers(conflict, step, Rules(improvement="pareto")) == ()
    assert vetoers(conflict, Step((0, 1), 1, 0), Rules(improvement="pareto")) == (0,)
    assert vetoers(conflict, Step((1,), 0, 1), Rules(improvement="pareto")) == (1,)


# ------------------------------------------------------------------------------------- known conflicts


def two_signatures() -> Conflict:
    """Two decision makers with one option each; only NN and YY are feasible and both prefer YY."""
    structure = Structure(parties({"a": "x", "b": "x"}), removing({"a": "x", "b": "x"}, ["YN", "NY"]))
    both = wants(And((Name("a.x"), Name("b.x"))))
    return Conflict(structure, (both, both), "NN")


@pytest.mark.parametrize(("joint", "length"), [("both", 1), ("at_once", 1), ("sequences", None)])
def test_two_signatures_are_put_at_once_and_not_one_after_the_other(joint: str, length: int | None) -> None:
    """The halfway states are infeasible, so sequences alone do not get there."""
    conflict = two_signatures()
    path = attain(conflict, And((Name("a.x"), Name("b.x"))), Rules(joint=joint)).path  # type: ignore[arg-type]
    assert (None if path is None else len(path)) == length
    assert path is None or path[0].by == (0, 1)


@pytest.mark.parametrize("joint", ["both", "sequences"])
def test_elmira_takes_two_steps_the_second_by_the_ministry_and_uniroyal_together(joint: str) -> None:
    """The chain of the literature: 1 by the local government to 5, 5 by the two together to 8."""
    case = detente.load("elmira")
    assert case.outcome is not None
    conflict = case.conflict()
    path = attain(conflict, case.outcome, Rules(joint=joint)).path  # type: ignore[arg-type]
    assert path is not None
    slugs = [(step.by, conflict.states.slugs[step.end]) for step in path]
    assert slugs == [((2,), "s5"), ((0, 1), "s8")]


def test_an_outcome_that_holds_already_takes_no_step() -> None:
    """The path is empty and not missing."""
    case = detente.load("elmira")
    assert attain(case.conflict(), case.formula("ur.delay & !ur.abandon")).path == ()


def test_the_grand_coalition_meets_no_answer() -> None:
    """Nobody is left outside, whatever the rule."""
    conflict = two_signatures()
    for answers, improvement in product(("credible", "any", "joint"), ("strict", "pareto")):
        search = Search(conflict, rules=Rules("both", answers, improvement))  # type: ignore[arg-type]
        assert search.answer_ends((0, 1), 1).size == 0


def test_only_a_sequence_gets_around_a_freeze() -> None:
    """Where the start freezes an option, one member thaws it and the other moves it; at once it stays frozen."""
    structure = Structure(parties({"a": "x", "b": "y"}), freezes=(Freeze(Name("a.x"), ("b.y",)),))
    goal = Name("b.y")
    conflict = Conflict(structure, (wants(goal), wants(goal)), "YN")
    path = attain(conflict, goal, Rules(joint="sequences")).path
    assert path is not None
    assert [step.by for step in path] == [(0, 1)]
    assert attain(conflict, goal).path == path
    assert attain(conflict, goal, Rules(joint="at_once")).path is None
