"""What a claim may test, each kind against the definition as loops."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import detente
from detente.analysis import many
from detente.analysis.attain import Rules
from detente.analysis.hinge import changed_preferences
from detente.analysis.judging import Judge, concerned
from detente.analysis.many import Many
from detente.case.build import Case
from detente.case.schema import (
    Attainable,
    InEveryEquilibrium,
    InSomeEquilibrium,
    NotTestable,
    Ranks,
    Reachable,
    Stable,
    Unattainable,
)
from detente.errors import DetenteError, ModelError, NotAnswered
from detente.model.conflict import Conflict
from detente.model.formula import Formula
from tests.analysis.literal import Literal, Variant
from tests.analysis.small import case_of, cases
from tests.build import equilibria, holds, stable_states


def values(names: tuple[str, ...], pattern: str) -> dict[str, bool]:
    """Return the options of a state with their values."""
    return dict(zip(names, (letter == "Y" for letter in pattern), strict=True))


def where(literal: Literal, formula: Formula, names: tuple[str, ...]) -> set[str]:
    """Return the states in which a formula holds, one by one."""
    return {s for s in literal.states if holds(formula, values(names, s))}


def attainable(case: Case, conflict: Conflict, goal: str, answers: str) -> bool:
    """Return whether a formula can be attained, by the oracle."""
    literal = Literal(conflict, Variant(answers=answers), case.coalitions)
    ends = where(literal, case.formula(goal), conflict.states.options)
    return literal.distance(conflict.states.pattern(conflict.status_quo), ends) is not None


def verdict(case: Case, test: Any, readings: dict[str, str], answers: str) -> bool:
    """Return whether a test holds, by the definitions as loops.

    Raises
    ------
    ModelError
        If a world that must be looked at rules out the status quo.
    """
    conflict = case.conflict(readings, test.world)
    names = conflict.states.options
    if isinstance(test, Ranks):
        return ranks_above(case, conflict, test)
    literal = Literal(conflict, allowed=case.coalitions)
    match test:
        case Attainable():
            here = attainable(case, conflict, test.attainable, answers)
            if test.not_in is None or not here:
                return here
            return not attainable(case, case.conflict(readings, test.not_in), test.attainable, answers)
        case Unattainable():
            return not attainable(case, conflict, test.unattainable, answers)
        case Stable():
            here = conflict.states.pattern(conflict.status_quo)
            return here in equilibria(conflict, test.concept, "reference")
        case Reachable():
            here = conflict.states.pattern(conflict.status_quo)
            movers = tuple(conflict.structure.player(s) for s in test.by) or literal.players
            ends = literal.sequences(movers, here, improving=test.moves == "improving") | {here}
            return bool(ends & where(literal, case.formula(test.reachable), names))
    raise AssertionError(test)


def ranks_above(case: Case, conflict: Conflict, test: Ranks) -> bool:
    """Return whether every state of one kind stands above every state of another; others' tastes do not matter."""
    states, player = conflict.states, conflict.structure.player(test.ranks)
    ranks = conflict.structure.order(conflict.preferences[player]).ranks
    upper, lower = (
        [s for s in range(len(states)) if holds(case.formula(f), values(states.options, states.pattern(s)))]
        for f in (test.every, test.above)
    )
    return all(ranks[a] > ranks[b] for a in upper for b in lower)


@pytest.mark.slow
@settings(max_examples=150)
@given(cases(most=3), st.sampled_from(["credible", "any"]))
def test_every_claim_of_a_random_case_gets_the_verdict_of_the_definitions(case: Case, answers: str) -> None:
    """In every combination of readings; both fail where a world rules out the status quo."""
    judge = Judge(case, Rules(answers=answers))  # type: ignore[arg-type]
    for readings in case.combinations():
        for claim in case.file.claims.values():
            expected = told(verdict, case, claim.test, readings, answers)
            found = told(judge.holds, claim.test, judge.preferences(readings))
            left_out = "left out" in (found, expected) and leaves_out(case, claim.test, readings)
            assert found == expected or left_out


def told(answer: Callable[..., bool], *asked: object) -> bool | str:
    """Return an answer, or how it fails: not every verdict asks for a ranking that leaves out states of its world."""
    try:
        return answer(*asked)
    except ModelError as error:
        return "left out" if "leaves out" in str(error) else "no status quo"


def leaves_out(case: Case, test: Any, readings: dict[str, str]) -> bool:
    """Return whether a ranking leaves out states of a world of the test: only then may one of the two not answer."""

    def asks_for_all(world: str) -> bool:
        return all(order.ranks is not None for order in case.conflict(readings, world).orders)

    worlds = {test.world, getattr(test, "not_in", None) or test.world}
    return any(told(asks_for_all, world) == "left out" for world in worlds)


@settings(max_examples=60)
@given(cases(most=4))
def test_what_is_kept_does_not_depend_on_the_order_of_the_questions(case: Case) -> None:
    """A judge that has answered everything once gives the same answers backwards."""
    judge, fresh = Judge(case), Judge(case)
    asked = [(c.test, r) for r in case.combinations() for c in case.file.claims.values()]

    def answer(by: Judge, test: Any, readings: dict[str, str]) -> bool | None:
        try:
            return by.holds(test, by.preferences(readings))
        except ModelError:
            return None

    forwards = [answer(judge, t, r) for t, r in asked]
    assert [answer(judge, t, r) for t, r in reversed(asked)] == forwards[::-1]
    assert [answer(fresh, t, r) for t, r in reversed(asked)] == forwards[::-1]


# --------------------------------------------------------------------------------------- known answers

KOREA = detente.load("korea-2017")


def holds_in_korea(test: Any) -> bool:
    """Return whether a test holds in the base case of Korea 2017."""
    judge = Judge(KOREA)
    return judge.holds(test, judge.preferences(KOREA.reading()))


def test_stability_is_asked_of_a_state_and_of_one_party_or_all() -> None:
    """The settlement is not Nash for North Korea alone."""
    at = "NYNY"
    parties = {dm: holds_in_korea(Stable(stable=at, decision_maker=dm)) for dm in ("us", "nk")}
    assert parties == {dm: at in stable_states(KOREA.conflict(), "Nash", i) for i, dm in enumerate(parties)}
    assert holds_in_korea(Stable(stable=at)) == all(parties.values())
    assert holds_in_korea(Stable(stable=at, concept="SMR"))
    assert holds_in_korea(Stable(stable="status_quo"))


def test_a_formula_can_hold_in_every_or_in_some_equilibrium() -> None:
    """Nash: the status quo, and the invasion that is met by a strike."""
    assert equilibria(KOREA.conflict(), "Nash") == {"NNNN", "YNYN"}
    assert holds_in_korea(InEveryEquilibrium(in_every_equilibrium="us.strike <-> nk.invade"))
    assert not holds_in_korea(InEveryEquilibrium(in_every_equilibrium="!nk.invade"))
    assert holds_in_korea(InSomeEquilibrium(in_some_equilibrium="nk.invade"))
    assert not holds_in_korea(InSomeEquilibrium(in_some_equilibrium="nk.abandon"))


def test_a_path_may_be_restricted_to_movers_and_to_improvements() -> None:
    """From the status quo of Elmira only s5 is reached by improvements."""
    case = detente.load("elmira")
    judge = Judge(case)
    preferences = judge.preferences(case.reading())

    def reached(formula: str, **more: Any) -> bool:
        return judge.holds(Reachable(reachable=formula, **more), preferences)

    settled = "moe.modify & ur.accept & !ur.abandon"
    assert reached(settled)
    assert not reached(settled, moves="improving")
    assert not reached(settled, by=("lg", "moe"))
    assert reached(settled, by=("ur", "moe"))


def test_what_cannot_be_tested_says_why() -> None:
    """And is no verdict."""
    with pytest.raises(NotAnswered, match="an aim cannot be seen"):
        holds_in_korea(NotTestable(not_testable="an aim cannot be seen"))


def test_a_ranking_concerns_one_party_and_everything_else_all() -> None:
    """Whose preferences a hinge has to look at."""
    assert concerned(Ranks(ranks="b", every="x", above="y"), ("a", "b")) == (1,)
    assert concerned(Unattainable(unattainable="x"), ("a", "b")) == (0, 1)


def test_a_ranking_of_states_that_do_not_exist_is_vacuous() -> None:
    """Every state of none is above every other; that it is so by structure is for the finding to say."""
    file = {
        "detente": 1,
        "title": "t",
        "decision_makers": {"a": {"name": "A", "options": {"x": "x"}, "prefers": ["a.x"]}},
        "status_quo": {},
    }
    case = case_of(file)
    judge = Judge(case)
    assert judge.holds(Ranks(ranks="a", every="a.x & !a.x", above="a.x"), judge.preferences(case.reading()))


# ------------------------------------------------------------------------------------- many profiles at once


def one_after_the_other(judge: Judge, test: Any, profiles: list[Any]) -> list[bool | str]:
    """Return what each profile gives on its own; the words of an error if there is one."""
    found: list[bool | str] = []
    for preferences in profiles:
        try:
            found.append(judge.holds(test, preferences))
        except DetenteError as error:
            found.append(str(error))
    return found


def worded(outcomes: list[Any]) -> list[bool | str]:
    """Return outcomes with errors in their words."""
    return [str(o) if isinstance(o, DetenteError) else o for o in outcomes]


def every_profile(case: Case) -> list[Any]:
    """Return the preferences of every combination of readings, and some that a hinge search would try."""
    made = []
    for readings in case.combinations():
        preferences = Judge(case).preferences(readings)
        made.append(preferences)
        for i, (dm, preference) in enumerate(zip(readings, preferences, strict=True)):
            changed = changed_preferences(dm, preference)[:4]
            made += [(*preferences[:i], p, *preferences[i + 1 :]) for _, _, p in changed]
    return made


RULES = st.builds(
    Rules,
    st.sampled_from(["both", "sequences", "at_once"]),
    st.sampled_from(["credible", "any", "none", "joint"]),
    st.sampled_from(["strict", "pareto"]),
)


@pytest.mark.slow
@pytest.mark.parametrize("machine", ["as it is", "one by one", "batch", "very large"])
def test_many_profiles_at_once_get_the_outcomes_of_one_after_the_other(
    machine: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Every kind of test, under every rule; errors are the same errors."""
    if machine == "very large":
        monkeypatch.setattr(many, "LISTED_STATES", 0)
        monkeypatch.setattr(many, "WALKED_STATES", 0)
    elif machine != "as it is":
        monkeypatch.setattr(Many, "_is_batched", lambda _self, _rows: machine == "batch")

    @settings(max_examples=100)
    @given(cases(most=3), RULES, st.integers(1, 5))
    def agree(case: Case, rules: Rules, block: int) -> None:
        judge, plain, profiles = Judge(case, rules), Judge(case, rules), every_profile(case)
        names = case.structure.option_names
        about = {"concept": "SEQ", "world": "actual"}
        tests = [
            *(claim.test for claim in case.file.claims.values()),
            InEveryEquilibrium(in_every_equilibrium=names[0], **about),
            InSomeEquilibrium(in_some_equilibrium=names[-1], **about),
            Stable(stable="status_quo", concept="SIM", decision_maker=case.structure.slugs[0]),
            NotTestable(not_testable="why"),
        ]
        with pytest.MonkeyPatch.context() as patch:
            patch.setattr(many, "MOST_ROWS", block)
            for test in tests:
                assert worded(judge.each(test, profiles)) == one_after_the_other(plain, test, profiles)

    agree()


def test_orders_are_let_go_of_block_by_block(monkeypatch: pytest.MonkeyPatch) -> None:
    """So that memory stays bounded, and the answers stay the same."""
    case = detente.load("peace-treaty")
    test, profiles = case.file.claims["C1"].test, every_profile(case)
    expected = Judge(case).each(test, profiles)
    monkeypatch.setattr(many, "MOST_CELLS", 64 * 136)
    judge = Judge(case)
    assert judge.each(test, profiles) == expected
    assert all(len(judge.many(w)._ranks) <= 128 for w in ("actual", "troops_gone"))
    assert len({id(p) for profile in profiles for p in profile}) > 128


def test_of_a_very_large_structure_fewer_orders_are_kept(monkeypatch: pytest.MonkeyPatch) -> None:
    """Down to two for each party, however many states there are."""
    judge = Judge(detente.load("peace-treaty"))
    for most, expected in ((1 << 28, 64), (20 * 136, 20), (1, 6)):
        monkeypatch.setattr(many, "MOST_RANKS", most)
        monkeypatch.setattr(many, "MOST_CELLS", 1)
        assert judge.many("actual")._most() == expected


def test_what_is_known_of_attainability_is_let_go_of(monkeypatch: pytest.MonkeyPatch) -> None:
    """Whichever formulas were asked about."""
    case = detente.load("peace-treaty")
    judge, profiles = Judge(case), every_profile(case)
    expected = {goal: Judge(case).attainable_each(goal, "actual", profiles) for goal in ("treaty", "!troops")}
    monkeypatch.setattr(many, "MOST_KNOWN", 10)
    for _ in range(2):
        for goal, outcomes in expected.items():
            assert judge.attainable_each(goal, "actual", profiles) == outcomes
            assert len(judge.many("actual")._known) <= 1


def test_a_long_question_can_be_watched_and_cancelled() -> None:
    """The last call says that all is done, and an exception ends the work."""
    case = detente.load("peace-treaty")
    test, profiles = case.file.claims["C1"].test, every_profile(case)
    seen: list[tuple[int, int]] = []
    Judge(case).each(test, profiles, lambda done, of: seen.append((done, of)))
    shares = [done / of for done, of in seen]
    assert shares[-1] == 1
    assert 0 <= min(shares) < 1

    def cancel(_done: int, _of: int) -> None:
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        Judge(case).each(test, profiles, cancel)
