"""The conflict as a whole, and its four kinds of change."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress
from dataclasses import FrozenInstanceError, replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from detente.errors import ModelError, TooLarge, UnknownName
from detente.model.conflict import Conflict, Constraint, Freeze, Structure
from detente.model.formula import And, Constant, Name, Not
from tests.build import (
    Given,
    assignments,
    conflicts,
    explicit_conflicts,
    graph,
    holds,
    listed_conflicts,
    parties,
    pattern_of,
    ranking,
    structures,
    wants,
)

PEOPLE = parties({"up": ["dam", "sign"], "down": ["sign"]})
DAM, UP, DOWN = Name("up.dam"), Name("up.sign"), Name("down.sign")
RULE = Constraint("draft", And((UP, DOWN, DAM)))
RIVER = Structure(PEOPLE, (RULE,), {"up.dam": "N->Y"}, (Freeze(And((UP, DOWN)), ("up.sign", "down.sign")),))
DISPUTE = Conflict(RIVER, (wants(DAM, UP), wants(Not(DAM), DOWN)), "NNN")


def facts(conflict: Conflict) -> tuple[object, ...]:
    """Return everything that can be asked of a conflict's states, moves and orders, as plain data."""
    players = range(len(conflict.decision_makers))
    arcs = [conflict.moves.arcs(i) for i in players]
    return (
        conflict.states.patterns,
        [(a.sources.tolist(), a.targets.tolist()) for a in arcs],
        [o.ranks.tolist() for o in conflict.orders],
        conflict.start,
    )


def test_the_conflict_knows_its_parties_options_and_status_quo() -> None:
    """Names in the order of the file."""
    assert RIVER.option_names == ("up.dam", "up.sign", "down.sign")
    assert RIVER.slugs == ("up", "down")
    assert RIVER.player("down") == 1
    assert [o.owner for o in PEOPLE[0].options] == ["up", "up"]
    assert DISPUTE.states.patterns == ("NNN", "YNN", "NYN", "YYN", "NNY", "YNY", "NYY")
    assert DISPUTE.states.pattern(DISPUTE.status_quo) == "NNN"
    assert DISPUTE.decision_makers is PEOPLE


def test_an_unknown_decision_maker_gets_a_hint() -> None:
    """The message names what was asked and what is near."""
    with pytest.raises(UnknownName, match=r"there is no decision maker donw; did you mean down\?"):
        RIVER.player("donw")


def test_do_removes_the_other_states_and_moves_the_status_quo() -> None:
    """With the dam filled, the states without it are gone, and things stand at YNN."""
    done = DISPUTE.do(**{"up.dam": True})
    assert done.states.patterns == ("YNN", "YYN", "YNY")
    assert done.states.pattern(done.status_quo) == "YNN"
    assert DISPUTE.do(**{"up.dam": False}).states.patterns == ("NNN", "NYN", "NNY", "NYY")


def test_do_twice_keeps_both_and_the_later_value_holds() -> None:
    """``do`` adds up; doing an option again overrules it."""
    done = DISPUTE.do(**{"up.dam": True}).do(**{"up.sign": True})
    assert done.states.patterns == ("YYN",)
    assert DISPUTE.do(**{"up.dam": True}).do(**{"up.dam": False}).states.patterns == (
        "NNN",
        "NYN",
        "NNY",
        "NYY",
    )


def test_do_can_make_the_status_quo_infeasible_and_then_says_so() -> None:
    """NYY with the dam filled would be YYY, which the draft forbids."""
    with pytest.raises(ModelError, match="the status quo YYY is not feasible here"):
        _ = replace(DISPUTE, start="NYY").do(**{"up.dam": True}).status_quo


def test_a_question_from_the_status_quo_needs_one() -> None:
    """None is allowed until somebody asks."""
    with pytest.raises(ModelError, match="the case has no status_quo"):
        _ = replace(DISPUTE, start=None).status_quo


def test_lifting_a_constraint_brings_its_states_back() -> None:
    """Without the draft's rule all eight patterns are feasible."""
    lifted = DISPUTE.lift("draft")
    assert len(lifted.states) == 8
    assert lifted.structure.constraints == ()


def test_lifting_a_name_drops_every_constraint_of_that_name_and_no_other() -> None:
    """One rule may be written as several formulas."""
    rules = (RULE, Constraint("draft", DOWN), Constraint("other", UP))
    assert replace(RIVER, constraints=rules).lift("draft").constraints == (rules[2],)


def test_opening_a_direction_lets_the_option_go_both_ways() -> None:
    """The dam can be emptied again, and nothing else changes."""
    closed, opened = DISPUTE.moves.arcs(0), DISPUTE.open("up.dam").moves.arcs(0)
    before = set(zip(closed.sources.tolist(), closed.targets.tolist(), strict=True))
    after = set(zip(opened.sources.tolist(), opened.targets.tolist(), strict=True))
    new = {(DISPUTE.states.pattern(a), DISPUTE.states.pattern(b)) for a, b in after - before}
    assert before < after
    assert new == {
        ("YNN", "NNN"),
        ("YNN", "NYN"),
        ("YYN", "NNN"),
        ("YYN", "NYN"),
        ("YNY", "NNY"),
        ("YNY", "NYY"),
    }


@pytest.mark.parametrize(
    ("change", "message"),
    [
        (lambda c: c.do(**{"up.dma": True}), r"there is no option up\.dma; did you mean up\.dam\?"),
        (lambda c: c.lift("darft"), r"there is no constraint darft; did you mean draft\?"),
        (lambda c: c.open("up.sign"), r"up\.sign has no direction; known here: up\.dam"),
    ],
)
def test_a_change_of_something_that_is_not_there_is_refused(
    change: Callable[[Conflict], Conflict], message: str
) -> None:
    """Each kind of change checks its name at once."""
    with pytest.raises(UnknownName, match=message):
        change(DISPUTE)


def test_another_preference_is_another_conflict_with_the_same_structure() -> None:
    """A reading changes one order and nothing else; what was built of the structure is shared."""
    read = DISPUTE.with_preference(1, wants(DAM))
    assert read.structure is DISPUTE.structure
    assert read.preferences[0] is DISPUTE.preferences[0]
    assert read.orders[1].ranks.tolist() == [0, 1, 0, 1, 0, 1, 0]


@settings(max_examples=60)
@given(conflicts(most=4), st.data())
def test_no_change_touches_the_original(conflict: Conflict, data: st.DataObject) -> None:
    """Whatever is done, lifted, opened or read otherwise, the first conflict answers as before."""
    before, structure = facts(conflict), conflict.structure
    fields = (dict(structure.fixed), dict(structure.directions), structure.constraints)
    option = data.draw(st.sampled_from(structure.option_names))
    changed = [
        conflict.do(**{option: data.draw(st.booleans())}),
        conflict.with_preference(0, wants(Name(option))),
    ]
    changed += [conflict.lift(c.name) for c in structure.constraints[:1]]
    changed += [conflict.open(o) for o in list(structure.directions)[:1]]
    for other in changed:
        assert other is not conflict
        with suppress(ModelError):
            facts(other)
    assert facts(conflict) == before
    assert fields == (dict(structure.fixed), dict(structure.directions), structure.constraints)


@pytest.mark.parametrize(
    ("thing", "field"), [(DISPUTE, "start"), (RIVER, "limit"), (RULE, "name"), (PEOPLE[0], "slug")]
)
def test_everything_is_frozen(thing: object, field: str) -> None:
    """Nothing can be changed in place."""
    with pytest.raises(FrozenInstanceError):
        setattr(thing, field, None)


@settings(max_examples=60)
@given(structures(most=5), st.data())
def test_do_keeps_exactly_the_states_with_that_value(structure: Structure, data: st.DataObject) -> None:
    """``do`` is a filter on the states of the structure."""
    option = data.draw(st.sampled_from(structure.option_names))
    value = data.draw(st.booleans())
    place = structure.option_names.index(option)
    kept = tuple(p for p in structure.states.patterns if (p[place] == "Y") == value)
    if kept:
        assert structure.do(**{option: value}).states.patterns == kept
    else:
        with pytest.raises(ModelError, match="no state is feasible"):
            _ = structure.do(**{option: value}).states


@settings(max_examples=60)
@given(structures(most=5))
def test_the_states_of_a_structure_break_none_of_its_constraints(structure: Structure) -> None:
    """And every pattern that breaks none is a state."""
    rows = assignments(structure.option_names)
    kept = [pattern_of(row) for row in rows if not any(holds(c.forbids, row) for c in structure.constraints)]
    assert structure.states.patterns == tuple(kept)


@given(listed_conflicts(), st.data())
def test_constraints_and_do_filter_listed_states_too(conflict: Conflict, data: st.DataObject) -> None:
    """States that the case lists are filtered by truth, and keep their names and order."""
    structure = conflict.structure
    option = data.draw(st.sampled_from(structure.option_names))
    place = structure.option_names.index(option)
    forbidding = replace(structure, constraints=(Constraint("one", Name(option)),))
    kept = tuple(s for s, p in zip(structure.states.slugs, structure.states.patterns, strict=True) if p[place] == "N")
    for same in (forbidding, structure.do(**{option: False})):
        if kept:
            assert same.states.slugs == kept
        else:
            with pytest.raises(ModelError, match="no state is feasible"):
                _ = same.states


def test_constraints_may_name_states_where_states_only_have_names() -> None:
    """``war`` forbidden leaves the rest, and the arcs that touched it go with it."""
    flat = ranking(["war", "truce", "peace"])
    arcs = {"a": [("war", "truce"), ("truce", "peace")], "b": [("peace", "war")]}
    conflict = graph(arcs, {"a": flat, "b": flat}, ["war", "truce", "peace"])
    without = replace(conflict, structure=replace(conflict.structure, constraints=(Constraint("no", Name("war")),)))
    assert without.states.slugs == ("truce", "peace")
    assert without.moves.arcs(0).targets.tolist() == [1]
    assert without.moves.arcs(1).targets.size == 0


@given(explicit_conflicts())
def test_explicit_arcs_are_taken_as_they_are(conflict: Conflict) -> None:
    """Between states that are feasible, no arc is lost and none is added."""
    labels = conflict.states.slugs or conflict.states.patterns
    for player, dm in enumerate(conflict.decision_makers):
        arcs = conflict.moves.arcs(player)
        found = {(labels[a], labels[b]) for a, b in zip(arcs.sources.tolist(), arcs.targets.tolist(), strict=True)}
        assert found == set((conflict.structure.explicit or {})[dm.slug])


@given(conflicts(most=4))
def test_the_status_quo_is_found_by_its_pattern(conflict: Conflict) -> None:
    """Where things stand is a state."""
    assert conflict.states.pattern(conflict.status_quo) == conflict.start


@settings(max_examples=60)
@given(conflicts(most=4), st.data())
def test_the_status_quo_takes_the_value_that_do_gives(conflict: Conflict, data: st.DataObject) -> None:
    """It is the old one with one letter changed, if that is feasible, or an error."""
    option = data.draw(st.sampled_from(conflict.structure.option_names))
    value = data.draw(st.booleans())
    place = conflict.structure.option_names.index(option)
    moved = f"{conflict.start[:place]}{'Y' if value else 'N'}{conflict.start[place + 1 :]}"  # type: ignore[index]
    done = conflict.do(**{option: value})
    if moved in conflict.states.patterns:
        assert done.states.pattern(done.status_quo) == moved
    else:
        with pytest.raises(ModelError):
            _ = done.status_quo


@pytest.mark.parametrize("start", ["quiet", "N"])
def test_the_status_quo_moves_with_do_also_where_states_are_listed_by_name(start: str) -> None:
    """``quiet`` is N; once the option is done, things stand at Y, whose name is ``loud``."""
    structure = Structure(parties({"a": "x", "b": ""}), listing={"quiet": "N", "loud": "Y"})
    done = Conflict(structure, (wants(), wants()), start).do(**{"a.x": True})
    assert done.states.slugs[done.status_quo] == "loud"


def test_the_status_quo_may_be_a_name() -> None:
    """And stays it where ``do`` leaves that state alone."""
    structure = Structure(parties({"a": "xy"}), listing={"quiet": "NN", "loud": "YN", "louder": "YY"})
    conflict = Conflict(structure, (wants(),), "loud")
    assert conflict.status_quo == 1
    assert conflict.do(**{"a.x": True}).status_quo == 0


@given(conflicts(most=4))
def test_an_improvement_is_a_move_to_a_strictly_better_state(conflict: Conflict) -> None:
    """``improvements`` is the part of ``leaving`` that tempts."""
    for player, order in enumerate(conflict.orders):
        for state in range(len(conflict.states)):
            better = [q for q in conflict.moves.leaving(player, state).tolist() if order.ranks[q] > order.ranks[state]]
            assert conflict.improvements(player, state).tolist() == better


@pytest.mark.parametrize(
    ("structure", "defined"),
    [
        (RIVER, True),
        (Structure(parties({"a": "x"}), listing={"quiet": "N", "loud": "Y"}), True),
        (Structure(parties({"a": "xy"}), listing={"quiet": "N-", "loud": "Y-"}, explicit={}), False),
        (Structure(parties({"a": ""}), listing=("war", "peace"), explicit={}), False),
        (Structure(parties({"a": "x", "b": "y"}), explicit={"a": (("NN", "YN"),), "b": ()}), True),
        (Structure(parties({"a": "x", "b": "y"}), explicit={"a": (("NN", "YY"),), "b": ()}), False),
    ],
)
def test_moves_at_the_same_time_need_options_of_ones_own(structure: Structure, defined: bool) -> None:  # noqa: FBT001
    """They are undefined for names only, merged states, and arcs that change others' options."""
    assert structure.has_joint_moves is defined


def test_the_limit_on_states_belongs_to_the_structure() -> None:
    """A case that is too large says so when its states are asked for, and not before."""
    structure = Structure(parties({"a": "xyz"}), limit=7)
    with pytest.raises(TooLarge, match="8 feasible states and 7 is the most"):
        _ = structure.states


def test_a_structure_is_built_once() -> None:
    """States, moves and orders are kept."""
    conflict = Conflict(RIVER, (Given((0,) * 7), Given((1,) * 7)), "NNN")
    assert conflict.states is conflict.states
    assert conflict.moves is conflict.moves
    assert conflict.orders is conflict.orders


def test_a_constraint_that_always_holds_leaves_no_conflict() -> None:
    """Whoever asks for the states of an impossible case gets one clear sentence."""
    with pytest.raises(ModelError, match="the constraints exclude every combination"):
        _ = replace(RIVER, constraints=(Constraint("never", Constant(True)),)).states


def test_a_structure_replaced_in_part_keeps_nothing_that_was_built_of_the_old_one() -> None:
    """``dataclasses.replace`` is a sound way to make another structure, as for everything frozen."""
    wish = ranking(*DISPUTE.states.patterns)
    old = replace(DISPUTE, preferences=(wish, wish))
    assert len(old.orders[0].ranks) == 7
    new = replace(old, structure=replace(RIVER, constraints=(Constraint("other", UP),)))
    assert len(new.states) == 4
    assert len(new.orders[0].ranks) == 4


@settings(max_examples=40)
@given(conflicts(most=4), st.data())
def test_what_was_asked_before_never_changes_an_answer(conflict: Conflict, data: st.DataObject) -> None:
    """A changed conflict answers the same whether or not the original was asked first."""
    option = data.draw(st.sampled_from(conflict.structure.option_names))
    fresh = Conflict(replace(conflict.structure), conflict.preferences, conflict.start)
    with suppress(ModelError):
        first = facts(fresh.do(**{option: True}))
        facts(conflict)
        assert facts(conflict.do(**{option: True})) == first
