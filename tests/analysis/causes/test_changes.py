"""Models after changes are those of the edited case file; what cannot be made is never a flip."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import detente
from detente.analysis.causes.changes import Change, Models
from detente.analysis.causes.effects import effect_of
from detente.analysis.causes.factors import Factor
from detente.analysis.causes.flips import minimal_changes
from detente.analysis.causes.menus import menu
from detente.analysis.causes.ways_out import asked
from detente.case.menu import Alternative, Pair
from detente.case.menu import Factor as Written
from detente.errors import ModelError
from tests.analysis.causes.rebuilding import edited, every_set, is_missing
from tests.analysis.small import Data, case_files, case_of


@st.composite
def menus(draw: st.DrawFn, data: Data, most: int) -> list[Written]:
    """Draw some factors of a case, of every kind that it has."""
    case = case_of(data)
    derived = menu(case).factors
    known = [_written(f) for f in derived]
    known += [Written(option=o, alternatives=(Alternative(start="Y"), Alternative(start="N"))) for o in _options(case)]
    for dm, reading in case.reading().items():
        stated = data["decision_makers"][dm]["readings"][reading]
        if len(stated.get("statements", ())) > 1:
            known.append(Written(preference=dm, statement=2, alternatives=(Alternative(place=1),)))
        elif "statements" not in stated:
            states = case.structure.states.patterns
            pair = Pair(dm=dm, state=draw(st.sampled_from(states)), to=draw(st.sampled_from(states)))
            known += [Written(pair=pair)] if pair.state != pair.to else []
    chosen = draw(st.lists(st.sampled_from(known), min_size=1, max_size=most))
    by_kind: dict[str, Written] = {}
    for w in chosen:
        by_kind[str((w.option, w.constraint, w.direction, w.freeze, w.preference, w.statement, w.pair, w.reading))] = w
    return list(by_kind.values())


def _options(case: detente.Case) -> tuple[str, ...]:
    return case.structure.option_names


def _written(factor: Factor) -> Written:
    kind, _, rest = factor.slug.partition(":")
    if kind == "preference":
        dm, _, place = rest.partition(":")
        return Written(preference=dm, statement=int(place))
    if kind == "pair":
        dm, state, other = rest.split(":")
        return Written(pair=Pair(dm=dm, state=state, to=other))
    return Written.model_validate({kind: rest})


def check(data: Data, drawn: list[Written]) -> None:
    """Compare every model of a menu with that of the edited file, and the minimal sets with a search by force."""
    case = case_of(data)
    effect = effect_of(case)
    try:
        factors = menu(case, given=drawn).factors
        outcomes = asked(Models(case, case.reading()), effect, factors, 1 << 12)
        actual = outcomes.actual
    except ModelError:
        return
    sets = every_set(factors)
    changes = [[factors[k].choices[c].change for k, c in chosen] for chosen in sets]
    table = {
        s: is_missing(edited(data, case.reading(), c), case, effect.goal) for s, c in zip(sets, changes, strict=True)
    }
    assert outcomes.values(sets) == [table[s] for s in sets]
    flips = {s for s, value in table.items() if value is not None and value != actual}
    minimal = {s for s in flips if not any(set(t) < set(s) for t in flips)}
    assert set(minimal_changes(outcomes).sets) == minimal


@pytest.mark.slow
@given(st.data())
@settings(deadline=None, max_examples=40)
def test_models_after_changes_are_those_of_the_edited_file(data: st.DataObject) -> None:
    written = data.draw(case_files(most=4))
    check(written, data.draw(menus(written, 4)))


@pytest.mark.long
@given(st.data())
@settings(deadline=None, max_examples=1000)
def test_many_models_after_changes_are_those_of_the_edited_file(data: st.DataObject) -> None:
    written = data.draw(case_files(most=5))
    check(written, data.draw(menus(written, 5)))


def test_contradictory_changes_make_no_model() -> None:
    case = detente.load("peace-treaty")
    models, effect = Models(case, case.reading()), effect_of(case)
    both = [Change("do", "us.station", "Y"), Change("do", "us.station", "N")]
    twice = [Change("read", "japan", "peace_first"), Change("read", "japan", "four_only")]
    infeasible = [Change("start", "russia.cede", "Y")]
    nowhere = [Change("drop", "japan", "", 9)]
    assert models.each(effect.outcomes, [both, twice, infeasible, nowhere]) == [None] * 4


def test_a_change_of_a_reading_that_is_no_longer_there_changes_nothing() -> None:
    case = detente.load("peace-treaty")
    models, effect = Models(case, case.reading()), effect_of(case)
    read = Change("read", "japan", "peace_first")
    assert models.each(effect.outcomes, [[read], [read, Change("drop", "japan", "", 3)]]) == [False, False]


def test_a_start_that_is_moved_can_change_back() -> None:
    """Without its troops at the start the United States may bring them back; fixed, it may not."""
    case = detente.load("peace-treaty")
    models = Models(case, case.reading())
    back = effect_of(case, "attainable", goal="us.station & !treaty")
    moved, fixed = Change("start", "us.station", "N"), Change("do", "us.station", "N")
    assert models.each(back.outcomes, [[moved], [fixed]]) == [True, False]


def test_structures_that_are_let_go_are_made_again(monkeypatch: pytest.MonkeyPatch) -> None:
    case = detente.load("peace-treaty")
    effect, factors = effect_of(case), menu(case).factors
    sets = [s for s in every_set(factors) if len(s) < 3]
    changes = [[factors[k].choices[c].change for k, c in chosen] for chosen in sets]
    models = Models(case, case.reading())
    kept = models.each(effect.outcomes, changes)
    monkeypatch.setattr("detente.analysis.causes.changes.MOST_CELLS_KEPT", 100)
    little = Models(case, case.reading())
    assert little.each(effect.outcomes, changes) == kept
    assert len(little.judges) < len(models.judges)
