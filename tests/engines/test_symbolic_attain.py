"""Attainability and reachability by diagrams are what the explicit search finds, under every set of rules."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from detente.analysis.attain import Rules, Search
from detente.engines.symbolic import Attained, Bounds, Reached, Session
from detente.engines.symbolic.translate import listable
from detente.errors import ModelError
from detente.model.conflict import Conflict, Freeze, Structure
from detente.model.formula import And, Formula, Name, Not
from detente.model.moves import Coalition, coalitions, legal_reach
from tests.build import conflicts, formulas, parties, wants

HERE = Bounds(memory=16 << 20)
RULES = st.builds(
    Rules,
    st.sampled_from(["both", "sequences", "at_once"]),
    st.sampled_from(["credible", "any", "none", "joint"]),
    st.sampled_from(["strict", "pareto"]),
)


def asked(conflict: Conflict) -> Session:
    """Return a session without a child process."""
    return Session(listable(conflict), HERE, in_process=True)


def check(conflict: Conflict, goal: Formula, groups: tuple[Coalition, ...], rules: Rules) -> Attained:
    """Compare with the explicit search: whether, how many states, how long; and walk the chain step by step."""
    search = Search(conflict, groups, rules)
    expected = search.attain(goal)
    found = asked(conflict).attain(
        goal, groups, joint=rules.joint, answers=rules.answers, improvement=rules.improvement
    )
    assert found.attainable == expected.attainable
    if expected.path is None or found.path is None:
        assert found.visited == len(expected.visited)
        return found
    assert len(found.path) == len(expected.path)
    states, here = conflict.states, conflict.status_quo
    for move in found.path:
        by = tuple(conflict.structure.player(slug) for slug in move.by)
        assert states.pattern(here) == move.start
        here = states.index(move.end)
        assert any(s.by == by and s.end == here for s in search.steps_from(states.index(move.start)))
    assert states.truth(goal)[here]
    return found


@st.composite
def questions(draw: st.DrawFn, most: int) -> tuple[Conflict, Formula, tuple[Coalition, ...], Rules]:
    """Draw a conflict, a goal, who can act (often nobody but single decision makers), and the rules."""
    conflict = draw(conflicts(most=most))
    everybody = tuple(coalitions(range(len(conflict.decision_makers))))
    alone = tuple(g for g in everybody if len(g) == 1)
    groups = draw(st.sampled_from([everybody, alone, alone, tuple(g for g in everybody if len(g) <= 2)]))
    return conflict, draw(formulas(conflict.structure.option_names, 4)), groups, draw(RULES)


@settings(max_examples=150)
@given(questions(5))
def test_what_is_attained_is_what_the_search_finds(
    question: tuple[Conflict, Formula, tuple[Coalition, ...], Rules],
) -> None:
    """Every rule, coalitions of every size, freezes and infeasible states."""
    check(*question)


@pytest.mark.long
@settings(max_examples=3000, suppress_health_check=list(HealthCheck))
@given(questions(6))
def test_what_is_attained_is_what_the_search_finds_thousands_of_times(
    question: tuple[Conflict, Formula, tuple[Coalition, ...], Rules],
) -> None:
    """The same, for as long as one is willing to wait."""
    check(*question)


def ladder(n: int) -> Conflict:
    """Return a conflict in which n decision makers can only go one after the other."""
    people = parties({f"d{k}": "x" for k in range(n)})
    names = [o.name for dm in people for o in dm.options]
    first = wants(Name(names[0]))
    rest = [wants(Not(And((Not(Name(a)), Name(b)))), Name(b)) for a, b in pairwise(names)]
    return Conflict(Structure(people), (first, *rest), "N" * n)


def test_a_chain_can_be_long() -> None:
    """Ten single steps, in the only order that is possible."""
    conflict, alone = ladder(10), tuple((i,) for i in range(10))
    found = asked(conflict).attain(Name("d9.x"), alone)
    assert found.path is not None
    assert [move.by for move in found.path] == [(f"d{k}",) for k in range(10)]
    small = ladder(6)
    assert len(check(small, Name("d5.x"), tuple((i,) for i in range(6)), Rules()).path or ()) == 6


def test_a_goal_that_holds_already_needs_no_step() -> None:
    """An empty chain, which is not the same as none."""
    found = asked(ladder(3)).attain(Not(Name("d0.x")))
    assert found == Attained((), 1)
    assert found.attainable


def test_chains_are_found_where_states_cannot_be_listed() -> None:
    """Sixty parties, so 2^60 states; pairs may act together."""
    conflict = ladder(60)
    with Session(conflict, HERE, in_process=True) as session:
        pairs = tuple((i, i + 1) for i in range(59))
        alone = session.attain(Name("d20.x"), tuple((i,) for i in range(60)), answers="none")
        both = session.attain(Name("d20.x"), ((0,), *pairs), answers="none", joint="at_once")
    assert alone.path is not None
    assert both.path is not None
    assert (len(alone.path), len(both.path)) == (21, 11)


@settings(max_examples=100)
@given(conflicts(most=5), st.booleans())
def test_what_is_reached_is_what_legal_sequences_reach(conflict: Conflict, improving: bool) -> None:  # noqa: FBT001
    """By everybody, and by the first two; the start only if a sequence returns to it."""
    step = conflict.improvements if improving else conflict.moves.leaving
    slugs, session = conflict.structure.slugs, asked(conflict)
    for players in (slugs, slugs[:2], slugs[1:2]):
        movers = tuple(conflict.structure.player(p) for p in players)
        mask = legal_reach(step, movers, conflict.status_quo, len(conflict.states)).tolist()
        expected = [p for p, here in zip(conflict.states.patterns, mask, strict=True) if here]
        assert list(session.each(Reached(players, improvements=improving))) == expected


def test_freezes_make_last_movers_matter() -> None:
    """B can do y only after x, and not twice in a row; a third party that moves in between lets it go on."""
    structure = Structure(parties({"a": "x", "b": "xy"}), freezes=(Freeze(Not(Name("b.x")), ("b.y",)),))
    session = asked(Conflict(structure, (wants(), wants()), "NNN"))
    assert session.first(Reached(("b",))) == ("NYN",)
    assert "NYY" in session.first(Reached())


def test_a_question_needs_a_feasible_start() -> None:
    """The status quo if nothing else is said."""
    conflict = Conflict(Structure(parties({"a": "x"}), fixed={"a.x": True}), (wants(),))
    with pytest.raises(ModelError, match="has no status_quo"):
        asked(conflict).attain(Name("a.x"))
    with pytest.raises(ModelError, match="the state N is not feasible here"):
        asked(conflict).attain(Name("a.x"), start="N")
    started = Conflict(conflict.structure, conflict.preferences, "N")
    assert asked(started).attain(Name("a.x")) == Attained((), 1)
