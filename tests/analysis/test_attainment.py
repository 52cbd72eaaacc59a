"""The answer to "can it be attained?" with its evidence: chains, attempts, obstacles and halfway states."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given, settings

import detente
from detente import explain
from detente.analysis import large
from detente.analysis.attain import Rules, Search, Step
from detente.analysis.attainment import AttainAnswer, attainment, is_listed
from detente.analysis.told import told_move
from detente.case.build import Case
from detente.engines.symbolic import Session
from detente.errors import ModelError, NotAnswered, TooLarge
from detente.model.conflict import Conflict
from tests.analysis.literal import Literal, Variant
from tests.analysis.small import case_of, cases
from tests.analysis.test_judging import RULES

SEQUENCES = Rules(joint="sequences")


def signatures(**more: Any) -> Case:
    """Return two parties that can only sign together, and both want to."""
    parties = {slug: {"name": slug.upper(), "options": {"sign": "sign"}, "prefers": ["treaty"]} for slug in ("a", "b")}
    file = {
        "detente": 1,
        "title": "Two signatures",
        "let": {"treaty": "a.sign & b.sign"},
        "outcome": "treaty",
        "decision_makers": parties,
        "constraints": [{"when": "!(a.sign <-> b.sign)"}],
        "status_quo": {},
    }
    return case_of(file | more)


# ------------------------------------------------------------------------------------- two signatures


def test_two_signatures_are_put_at_once() -> None:
    """One step, by both, at once, and nobody is left to answer."""
    (step,) = attainment(signatures()).path or ()
    assert (step.move.by, step.move.manner) == (("a", "b"), "at once")
    assert step.move.changes == (("a.sign", "N->Y"), ("b.sign", "N->Y"))
    assert step.answers_in_all == 0


def test_by_sequences_alone_two_signatures_stop_halfway() -> None:
    """And the answer names the infeasible states in between."""
    told = attainment(signatures(), rules=SEQUENCES)
    assert not told.attainable
    assert set(told.halfway) == {"YN", "NY"}
    assert told.obstacle == "out_of_reach"
    assert told.attempts == ()


def test_halfway_states_are_named_only_where_joint_moves_are_sequences_alone() -> None:
    """Elsewhere they stop nobody."""
    indifferent = {slug: {"name": slug, "options": {"sign": "sign"}, "prefers": ["!treaty"]} for slug in ("a", "b")}
    told = attainment(signatures(decision_makers=indifferent))
    assert not told.attainable
    assert told.halfway == ()


def test_no_halfway_state_is_named_where_a_sequence_gets_there() -> None:
    """Japan signs first, then Russia signs and hands over: the veto stops it and not the way."""
    told = attainment(detente.load("peace-treaty"), world="ban_gone", rules=SEQUENCES)
    assert told.attempts
    assert told.halfway == ()


def test_where_joint_moves_are_sequences_alone_no_step_is_made_at_once() -> None:
    """What is told follows the rules that were asked for."""
    told = attainment(detente.load("peace-treaty"), world="both_gone", rules=SEQUENCES)
    assert [step.move.manner for step in told.path or ()] == ["in sequence"]


# ----------------------------------------------------------------------------------------- the flagship


def base(world: str = "actual", **readings: str) -> AttainAnswer:
    """Return the answer of the flagship."""
    return attainment(detente.load("peace-treaty"), readings, world)


def test_as_things_are_japan_vetoes_a_treaty_without_islands() -> None:
    """Both could sign, and Japan would not."""
    told = base()
    assert not told.attainable
    (attempt,) = told.attempts
    assert (attempt.move.by, attempt.vetoes, attempt.answer) == (("russia", "japan"), ("japan",), None)
    assert attempt.move.changes == (("russia.sign", "N->Y"), ("japan.sign", "N->Y"))
    (veto,) = [r for r in attempt.move.reasons if r.dm == "japan"]
    assert (veto.end_is, veto.statement, veto.now, veto.place) == ("worse", "treaty -> russia.cede", False, 2)


def test_with_the_ban_gone_either_of_the_two_vetoes() -> None:
    """Japan a treaty without islands, Russia one with them."""
    assert {a.vetoes for a in base("ban_gone").attempts} == {("japan",), ("russia",)}


def test_with_troops_and_ban_gone_one_step_is_enough_and_nobody_answers() -> None:
    """Russia and Japan sign, and Russia hands over."""
    told = base("both_gone")
    (step,) = told.path or ()
    assert step.move.by == ("russia", "japan")
    assert dict(step.move.changes)["russia.cede"] == "N->Y"
    assert step.answers == ()
    assert told.attempts == ()


def test_in_1956_the_threat_of_okinawa_is_the_answer_that_deters() -> None:
    """Nobody vetoes; the United States answers, and Japan is worse off than at the start."""
    case = detente.load("peace-treaty-1956")
    told = attainment(case, {"ussr": "y1956", "japan": "hatoyama", "us": "dulles"})
    assert not told.attainable
    attempt = told.attempts[0]
    assert attempt.vetoes == ()
    assert attempt.answer is not None
    assert attempt.answer.deters
    assert [m.by for m in attempt.answer.moves] == [("us",)]
    assert ("us.okinawa", "N->Y") in attempt.answer.moves[0].changes
    assert {r.dm: r.end_is for r in attempt.answer.then}["japan"] == "worse"


@pytest.mark.parametrize(("answers", "length"), [("none", 1), ("credible", None), ("any", None)])
def test_in_1956_the_answer_decides(answers: str, length: int | None) -> None:
    """The only place where the rule about answers matters."""
    case = detente.load("peace-treaty-1956")
    readings = {"ussr": "y1956", "japan": "hatoyama", "us": "dulles"}
    path = attainment(case, readings, rules=Rules(answers=answers)).path  # type: ignore[arg-type]
    assert (None if path is None else len(path)) == length


def test_every_world_of_the_flagship_tells_a_valid_chain_or_a_real_obstacle() -> None:
    """In all readings of Russia and Japan, by the definitions as loops."""
    case = detente.load("peace-treaty")
    for readings in case.combinations(us="benign", japan="islands_first"):
        for world in case.worlds:
            told = attainment(case, readings, world)
            check(case, told)


def check(case: Case, told: AttainAnswer) -> None:
    """Follow a chain, or look at every attempt, with the oracle."""
    conflict = case.conflict(told.readings, told.world)
    literal = Literal(conflict, Variant(), case.coalitions)
    players = {slug: i for i, slug in enumerate(conflict.structure.slugs)}
    here = told.status_quo
    for step in told.path or ():
        move = step.move
        assert move.start == here
        assert literal.unanswered(tuple(players[s] for s in move.by), move.start, move.end)
        here = move.end
    assert told.attainable or told.attempts or told.obstacle
    for attempt in told.attempts:
        members = tuple(players[s] for s in attempt.move.by)
        unwilling = [m for m in members if not literal.better(m, attempt.move.end, attempt.move.start)]
        assert [players[s] for s in attempt.vetoes] == unwilling
        assert bool(attempt.answer) == (not attempt.vetoes)


# ------------------------------------------------------------------------------------------- obstacles


def test_an_outcome_that_no_state_has_is_said_to_be_so() -> None:
    """The obstacle is not that nobody wants it."""
    told = attainment(signatures(outcome="a.sign & !b.sign"))
    assert (told.obstacle, told.attempts, told.visited) == ("no_state", (), 2)


def test_an_outcome_that_no_joint_move_reaches_is_out_of_reach() -> None:
    """The states are there, and no way leads to them."""
    told = attainment(signatures(directions={"a.sign": "Y->N"}))
    assert (told.attainable, told.obstacle, told.attempts) == (False, "out_of_reach", ())


def test_an_outcome_that_holds_already_has_an_empty_path() -> None:
    """And nothing that stops it."""
    told = attainment(signatures(status_quo={"a.sign": "Y", "b.sign": "Y"}))
    assert told.path == ()
    assert told.attainable
    assert told.attempts == ()


def test_parties_that_cannot_act_together_do_not_sign_together() -> None:
    """Who can act together is the case's to say."""
    told = attainment(signatures(coalitions=[["a"], ["b"]]))
    assert (told.attainable, told.obstacle) == (False, "out_of_reach")


def test_another_formula_can_be_asked_for() -> None:
    """Instead of the outcome."""
    case = detente.load("peace-treaty")
    assert attainment(case, goal="troops").path == ()
    assert not attainment(case, goal="!troops").attainable


def test_without_an_outcome_or_a_feasible_status_quo_there_is_no_answer() -> None:
    """An error says which."""
    with pytest.raises(NotAnswered):
        attainment(signatures(outcome=None))
    world = {"half": {"do": {"a.sign": "Y"}}}
    with pytest.raises(ModelError):
        attainment(signatures(worlds=world), world="half")


NEARER: dict[str, Any] = {
    "detente": 1,
    "title": "A nearer attempt",
    "let": {"goal": "a.x"},
    "outcome": "goal",
    "decision_makers": {
        "a": {"name": "A", "options": {"x": "do x"}, "prefers": ["a.x & b.y & !c.z", "!a.x"]},
        "b": {"name": "B", "options": {"y": "do y"}, "prefers": ["a.x & b.y"]},
        "c": {"name": "C", "options": {"z": "do z"}, "prefers": ["(a.x & b.y) -> c.z", "!c.z"]},
    },
    "status_quo": {},
}


def test_the_attempt_that_comes_nearest_is_not_passed_over_for_a_smaller_coalition() -> None:
    """A alone would lose by x; A and B together both gain, and only C's answer stops them."""
    told = attainment(case_of(NEARER))
    assert not told.attainable
    assert [(a.move.by, a.vetoes) for a in told.attempts] == [(("a", "b"), ())]
    assert told.attempts[0].answer is not None


# ------------------------------------------------------------------------------- where the states are not listed


@pytest.fixture
def unlisted(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let every case count as one whose states cannot be listed."""

    @contextmanager
    def here(conflict: Conflict, **_: object) -> Iterator[Session]:
        with Session(conflict, in_process=True) as opened:
            yield opened

    monkeypatch.setattr(large, "session", here)


@pytest.mark.slow
@pytest.mark.usefixtures("unlisted")
def test_without_a_list_the_chain_is_as_long_and_told_in_the_same_words() -> None:
    """By the same rules; only the answers of outsiders, and what stops an outcome, are left out."""

    @settings(max_examples=60)
    @given(cases(most=4, kinds=("statements",)), RULES)
    def agree(case: Case, rules: Rules) -> None:
        for world in case.worlds:
            try:
                listed = attainment(case, None, world, rules=rules)
            except ModelError:
                with pytest.raises(ModelError):
                    without_a_list(case, world, rules)
                continue
            found = without_a_list(case, world, rules)
            assert (found.attainable, found.status_quo, found.listed) == (listed.attainable, listed.status_quo, False)
            assert (found.obstacle == "no_state") == (listed.obstacle == "no_state")
            if listed.path is None or found.path is None:
                assert listed.obstacle == "no_state" or found.visited == listed.visited
                continue
            assert len(found.path) == len(listed.path)
            search = Search(case.conflict(case.reading(), world), case.coalitions, rules)
            for step in found.path:
                ends = [search.conflict.states.index(s) for s in (step.move.start, step.move.end)]
                by = tuple(map(search.conflict.structure.player, step.move.by))
                assert step.move == told_move(search.conflict, Step(by, *ends), rules.joint)
                assert (step.answers, step.answers_in_all) == ((), None)

    agree()


def without_a_list(case: Case, world: str, rules: Rules) -> AttainAnswer:
    """Return the answer that is given where the states cannot be listed."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("detente.analysis.attainment.is_listed", lambda _conflict: False)
        return attainment(case, None, world, rules=rules)


@pytest.mark.usefixtures("unlisted")
def test_without_a_list_what_stops_the_outcome_is_not_told_and_that_is_said() -> None:
    case = detente.load("peace-treaty")
    found = without_a_list(case, "actual", Rules())
    assert (found.attainable, found.attempts) == (False, ())
    assert "What stops it is not told: there are too many states" in explain.attainment(case, found)[1]
    some = without_a_list(case, "both_gone", Rules())
    assert "No answer of the others (the United States) deters it" in explain.attainment(case, some)[1]


def test_only_statements_can_be_told_without_a_list(monkeypatch: pytest.MonkeyPatch) -> None:
    """A place in a ranking is a number among all states."""

    def too_large(*_: object, **__: object) -> None:
        raise TooLarge("too many")

    spoken, ranked = (detente.load(slug).conflict() for slug in ("peace-treaty", "chicken"))
    monkeypatch.setattr("detente.model.conflict.feasible", too_large)
    assert not is_listed(replace(spoken, structure=replace(spoken.structure)))
    with pytest.raises(TooLarge, match="too many"):
        is_listed(replace(ranked, structure=replace(ranked.structure)))
