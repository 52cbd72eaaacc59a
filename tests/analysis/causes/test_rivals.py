"""Blame over rival readings says which combinations count, and what of it was not looked for."""

from __future__ import annotations

from fractions import Fraction

import pytest

import detente
from detente.analysis.causes import plain
from detente.analysis.causes.blame import blame
from detente.analysis.causes.rivals import Rivals, over_rivals
from detente.errors import ModelError
from detente.explain import blame as say
from tests.analysis.small import case_of

DEAL = case_of(
    """
    detente: 1
    title: A deal
    outcome: {when: a.x & b.y, label: the deal}
    decision_makers:
      a:
        name: Anna
        options: {x: do x, z: do z}
        readings:
          hard: {statements: ["!a.x", b.y]}
          soft: {statements: [b.y, a.x]}
      b:
        name: Bert
        options: {y: do y}
        prefers: {weights: {a.x: 2, b.y: -1}}
    status_quo: {}
    factors:
      - {preference: a, statement: 1, alternatives: [drop]}
      - {reading: a, alternatives: [{reading: soft}]}
    """
)


def rivals(case: detente.Case, **asked: object) -> Rivals:
    found = over_rivals(case, **asked)  # type: ignore[arg-type]
    assert found is not None
    return found


def test_combinations_that_nobody_is_cited_for_are_not_said_to_be_cited() -> None:
    found = rivals(DEAL)
    assert (found.of, found.sourced_only) == (2, False)
    assert "cited" not in next(say.rivals(DEAL, blame(DEAL), found))


def test_combinations_that_weights_choose_are_not_said_to_be_cited() -> None:
    case = detente.load("peace-treaty")
    weights = {"japan": {"brown_two": Fraction(1), "peace_first": Fraction(1)}}
    assert not rivals(case, weights=weights).sourced_only
    assert rivals(case).sourced_only


def test_weights_of_one_party_do_not_let_in_what_nobody_says_of_another() -> None:
    case = detente.load("peace-treaty")
    weights = {"russia": {"peskov_wide": Fraction(3), "brown_stall": Fraction(1)}}
    found = rivals(case, weights=weights)
    assert (found.of, found.sourced_only) == (8, True)  # two cited readings of Japan, two of the United States
    assert rivals(case, weights=weights, every=True).of == 16


def test_weights_that_leave_one_combination_are_refused() -> None:
    case = detente.load("peace-treaty")
    with pytest.raises(ModelError, match="0 combinations of readings count"):
        over_rivals(case, weights={"japan": {"brown_two": Fraction(1)}}, fixed={"japan": "four_only"})


def test_what_takes_too_many_models_is_said_and_not_left_out_in_silence(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("detente.analysis.causes.rivals.MOST_WORK", 10)
    case = detente.load("peace-treaty")
    found = rivals(case)
    assert found.shares == ()
    (line,) = say.rivals(case, blame(case), found)
    assert "Over the 24 combinations" in line
    assert "192 models, and more than 10" in line
    told = plain.blame(blame(case), found)
    assert told["blame"] is None
    assert "192 models" in told["blame_why_not"]
    assert rivals(case, every=True).shares


def test_where_a_factor_has_no_alternative_its_nought_is_told_apart() -> None:
    found = rivals(DEAL)
    assert found.explained == 1
    flagship = rivals(detente.load("peace-treaty"), every=True)
    stance = flagship.share("preference:japan:2")
    assert stance.off_menu == 4
    assert flagship.share("option:us.station").off_menu == 0
    assert sum(stance.counts.values()) == flagship.of


def test_a_combination_without_any_factor_and_without_the_effect_is_not_explained() -> None:
    only = [f for f in DEAL.file.factors or () if f.reading]  # type: ignore[union-attr]
    found = rivals(DEAL, factors=only)
    assert (found.of, found.explained) == (2, 1)
