"""Blame over all completions equals blame in each of them, one by one."""

from __future__ import annotations

from collections import Counter
from fractions import Fraction

import numpy as np
import pytest

import detente
from detente.analysis.causes.changes import Models
from detente.analysis.causes.completed import over_completions
from detente.analysis.causes.effects import effect_of
from detente.analysis.causes.menus import menu
from detente.analysis.causes.outcomes import Outcomes
from detente.analysis.causes.responsibility import responsibilities
from detente.analysis.causes.ways_out import changes_of
from detente.analysis.robust.completions import completions
from detente.analysis.robust.spread import spreads
from detente.case.menu import Factor
from detente.errors import ModelError, TooLarge

TROOPS, BAN = Factor(option="us.station"), Factor(option="russia.ban")


def test_over_every_allowed_order_the_ban_is_a_but_for_cause_twice_as_often_as_not() -> None:
    found = over_completions(detente.load("peace-treaty"))
    assert (found.of, found.explained, found.complete) == (1728, 1728, True)
    assert found.share("option:russia.ban").counts == {Fraction(1): 864, Fraction(1, 2): 324, Fraction(0): 540}
    assert found.share("option:us.station").counts == {Fraction(1, 2): 324, Fraction(0): 1404}
    assert found.share("option:us.station").mean == Fraction(3, 32)
    assert "preference:japan:2" in found.left_out


def test_it_is_what_every_completion_gives_by_itself() -> None:
    case = detente.load("peace-treaty")
    factors, effect = menu(case, given=[TROOPS, BAN]).factors, effect_of(case)
    structures = [case.structure]
    every = completions(spreads(case, readings={"us": "benign"}), structures)
    counts: dict[str, Counter[Fraction]] = {f.slug: Counter() for f in factors}
    models = Models(case, case.reading())

    for profile in every.profiles:

        def evaluate(asked: list, profile: tuple = profile) -> list[bool | None]:  # type: ignore[type-arg]
            told = []
            for assignment in asked:
                judge = models.judge(frozenset(changes_of(factors, assignment)))
                told += effect.outcomes(judge, "actual", [profile])
            return [bool(o) for o in told]

        weight = every.count(np.array([p is profile for p in every.profiles]))
        for degree in responsibilities(Outcomes(evaluate, [len(f.choices) for f in factors])):
            counts[factors[degree.factor].slug][degree.degree] += weight
    found = over_completions(case, fixed={"us": "benign"}, factors=[TROOPS, BAN])
    assert {s.factor: s.counts for s in found.shares} == counts


def test_a_sample_covers_the_exact_mean_and_says_that_it_is_one() -> None:
    exact = over_completions(detente.load("peace-treaty"))
    drawn = over_completions(detente.load("peace-treaty"), most=50, seed=5)
    assert (drawn.of, drawn.complete) == (50, False)
    for share in drawn.shares:
        assert share.interval is not None
        assert share.interval[0] <= exact.share(share.factor).mean <= share.interval[1]


def test_menus_that_cannot_be_asked_about_are_refused() -> None:
    case = detente.load("peace-treaty")
    with pytest.raises(ModelError, match="every factor of the menu is about preferences"):
        over_completions(case, factors=[Factor(reading="japan")])
    with pytest.raises(TooLarge, match="sets of changes"):
        over_completions(case, factors=[Factor(option=o) for o in case.structure.option_names])
    with pytest.raises(ModelError):
        over_completions(detente.load("peace-treaty-2024"))
