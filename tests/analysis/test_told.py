"""Moves told in full: who, what changes, why it is better, who could answer, and what that brings."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st

import detente
from detente.analysis.attain import Rules, Search, Step
from detente.analysis.told import MOST_ANSWERS, Reason, changes, reason, told_move, told_step
from detente.model.conflict import Conflict
from detente.model.preferences import Prioritised
from tests.analysis.literal import Literal, Variant
from tests.analysis.test_attain import VARIANTS, labels, rules
from tests.build import any_conflicts, conflicts, graph, holds, merged_graphs, ranking


def values(conflict: Conflict, state: int) -> dict[str, bool]:
    """Return the options of a state that is not merged, with their values."""
    return dict(zip(conflict.states.options, (c == "Y" for c in conflict.states.pattern(state)), strict=True))


@settings(max_examples=150)
@given(conflicts(most=4), st.data())
def test_a_reason_names_the_first_statement_that_differs(conflict: Conflict, data: st.DataObject) -> None:
    """Its place counts from one, and it says whether the statement holds at the end."""
    states = st.sampled_from(range(len(conflict.states)))
    start, end = data.draw(states), data.draw(states)
    for player, preference in enumerate(conflict.preferences):
        told = reason(conflict, player, start, end)
        ranks = conflict.orders[player].ranks
        assert told.dm == conflict.structure.slugs[player]
        assert told.end_is == (
            "better" if ranks[end] > ranks[start] else "worse" if ranks[end] < ranks[start] else "equal"
        )
        if isinstance(preference, Prioritised):
            before, after = values(conflict, start), values(conflict, end)
            truth = [(holds(s.formula, before), holds(s.formula, after)) for s in preference.statements]
            first = next((k for k, (a, b) in enumerate(truth) if a != b), None)
            if first is None:
                assert told.end_is == "equal"
            else:
                assert (told.place, told.now) == (first + 1, truth[first][1])
                assert told.end_is == ("better" if told.now else "worse")
        elif told.end_is != "equal":
            better = {r for r in ranks.tolist() if r > ranks[end]}
            assert told.place == len(better) + 1
            assert (told.place < told.was) == (told.end_is == "better")
            assert told.statement == ""


@settings(max_examples=150)
@given(any_conflicts(), VARIANTS)
def test_every_told_answer_is_real_and_does_not_deter_an_unanswered_step(conflict: Conflict, variant: Variant) -> None:
    """At most six are told, the shortest of every end, and the number of ends is exact."""
    literal, names = Literal(conflict, variant), labels(conflict)
    search = Search(conflict, rules=rules(variant))
    players = {slug: i for i, slug in enumerate(conflict.structure.slugs)}
    name = dict(zip(conflict.states.patterns, names, strict=True))
    for step in list(search.steps_from(conflict.status_quo))[:3]:
        told = told_step(search, step)
        assert told.move.by == tuple(conflict.structure.slugs[i] for i in step.by)
        assert told.answers_in_all == len(literal.answers(step.by, names[step.end]))
        assert len(told.answers) == min(told.answers_in_all, MOST_ANSWERS)
        assert len({a.moves[-1].end for a in told.answers}) == len(told.answers)
        for answer in told.answers:
            assert not answer.deters
            assert answer.moves[0].start == told.move.end
            assert literal.gains(step.by, name[answer.moves[-1].end], names[step.start])
            for move in answer.moves:
                movers = tuple(players[s] for s in move.by)
                reached = literal.together(movers, name[move.start])
                assert name[move.end] in reached


@settings(max_examples=100)
@given(any_conflicts(), VARIANTS)
def test_what_changes_is_the_difference_of_the_patterns(conflict: Conflict, variant: Variant) -> None:
    """Option by option, and only of the movers where moves follow the option rule."""
    search = Search(conflict, rules=rules(variant))
    for step in list(search.steps_from(conflict.status_quo))[:4]:
        told = told_move(conflict, step)
        before, after = conflict.states.pattern(step.start), conflict.states.pattern(step.end)
        assert (told.start, told.end) == (before, after)
        if conflict.states.options:
            expected = [
                (o, f"{a}->{b}") for o, a, b in zip(conflict.states.options, before, after, strict=True) if a != b
            ]
            assert list(told.changes) == expected
        if conflict.structure.explicit is None:
            assert {o.split(".")[0] for o, _ in told.changes} <= set(told.by)
        assert told.manner == "alone" or len(told.by) > 1


@settings(max_examples=50)
@given(merged_graphs())
def test_changes_between_merged_states_say_what_is_left_open(conflict: Conflict) -> None:
    """A dash on one side of the arrow."""
    for end in range(len(conflict.states)):
        for option, how in changes(conflict, 0, end):
            bit = conflict.states.bits[option]
            assert how == f"{conflict.states.pattern(0)[bit]}->{conflict.states.pattern(end)[bit]}"


def test_states_that_only_have_names_tell_no_changes() -> None:
    """There are no options to name."""
    conflict = graph({"a": [("p", "q")]}, {"a": ranking("q", "p")}, "pq")
    told = told_move(conflict, Step((0,), 0, 1))
    assert (told.start, told.end, told.changes, told.manner) == ("p", "q", (), "alone")
    assert told.reasons == (Reason("a", "better", place=1, was=2),)


def test_answers_of_single_outsiders_are_told_move_by_move() -> None:
    """B's second improvement follows C's, and A stays better off."""
    arcs = {"a": [(1, 2)], "b": [(2, 3), (4, 5)], "c": [(3, 4)]}
    tastes = {"a": ranking([2, 3, 4, 5], 1), "b": ranking(5, [3, 4], [1, 2]), "c": ranking(4, [1, 2, 3, 5])}
    from dataclasses import replace

    search = Search(replace(graph(arcs, tastes, range(1, 6)), start="1"))
    (step,) = [s for s in search.steps_from(0) if s.by == (0,)]
    told = told_step(search, step)
    assert [[m.by[0] for m in a.moves] for a in told.answers] == [["b"], ["b", "c"], ["b", "c", "b"]]
    assert [a.moves[-1].end for a in told.answers] == ["3", "4", "5"]


def test_the_second_step_of_elmira_is_told_with_its_reasons() -> None:
    """Both movers rank s8 above s5, and the local government has no better answer."""
    case = detente.load("elmira")
    search = Search(case.conflict(), case.coalitions, Rules())
    found = search.attain(case.outcome)  # type: ignore[arg-type]
    told = [told_step(search, step) for step in found.path or ()]
    assert [t.move.by for t in told] == [("lg",), ("moe", "ur")]
    assert [t.move.manner for t in told] == ["alone", "in sequence"]
    assert told[1].move.changes == (("moe.modify", "N->Y"), ("ur.delay", "Y->N"), ("ur.accept", "N->Y"))
    assert told[1].move.reasons == (Reason("moe", "better", place=4, was=5), Reason("ur", "better", place=3, was=4))
