"""Counts over all completions against brute force: every permutation tried, every profile solved by itself."""

from __future__ import annotations

import re
from math import log2

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from detente.analysis.judging import Judge
from detente.analysis.robust.verdicts import Robust, robust
from detente.case.build import Case
from detente.case.schema import NotTestable
from detente.errors import DetenteError, ModelError
from tests.analysis.robust.drawn import Profile, all_profiles, partial_cases

SOME = settings(max_examples=30, suppress_health_check=[HealthCheck.too_slow, HealthCheck.filter_too_much])
MANY = settings(max_examples=1_500, suppress_health_check=[HealthCheck.too_slow, HealthCheck.filter_too_much])
MOST = 600


def answered(case: Case, *, orders: bool) -> tuple[Robust, list[Profile]] | None:
    """Return the answer and all profiles; None if nothing is open or there are too many for brute force."""
    try:
        found = robust(case, orders=orders, citations=True)
    except ModelError as error:
        said = str(error)
    else:
        return (found, all_profiles(case, orders=orders)) if found.total <= MOST else None
    assert "is open here" in said or "nobody is read by statements" in said
    return None


def check_counts(case: Case, *, orders: bool) -> None:
    both = answered(case, orders=orders)
    if both is None:
        return
    found, profiles = both
    assert found.total == len(profiles)
    goal = case.file.outcome.when if case.file.outcome else ""
    held: dict[str, list[bool]] = {}
    for world, tally in found.worlds.items():
        judge = Judge(case)
        if tally.why_not:
            with pytest.raises(DetenteError, match=re.escape(tally.why_not)):
                judge.attainable(goal, world, profiles[0])
            continue
        held[world] = [judge.attainable(goal, world, p) for p in profiles]
        assert (tally.yes, tally.of) == (sum(held[world]), len(profiles))
        word = {0: "never", len(profiles): "always"}.get(sum(held[world]), "some")
        assert tally.verdict == word
    for pair in found.but_for:
        if pair.world in held and pair.not_in in held:
            both_held = zip(held[pair.world], held[pair.not_in], strict=True)
            assert pair.tally.yes == sum(here and not there for here, there in both_held)
    check_claims(case, found, profiles)


def check_claims(case: Case, found: Robust, profiles: list[Profile]) -> None:
    for slug, claim in case.file.claims.items():
        if isinstance(claim.test, NotTestable) or found.claims[slug].why_not:
            continue
        judge = Judge(case)
        assert found.claims[slug].yes == sum(judge.holds(claim.test, p) for p in profiles)


@SOME
@given(case=partial_cases(), orders=st.booleans())
def test_counts_are_those_of_every_completion_solved_alone(case: Case, *, orders: bool) -> None:
    check_counts(case, orders=orders)


@pytest.mark.long
@MANY
@given(case=partial_cases(), orders=st.booleans())
def test_thousands_of_counts_are_those_of_every_completion_solved_alone(case: Case, *, orders: bool) -> None:
    check_counts(case, orders=orders)


def check_hinges(case: Case) -> None:
    """Each hinge is found again by going through the orders of the statements."""
    both = answered(case, orders=True)
    if both is None:
        return
    found, profiles = both
    goal = case.file.outcome.when if case.file.outcome else ""
    slugs = list(case.file.decision_makers)
    for hinge in found.hinges:
        kind, _, name = hinge.verdict.partition(":")
        player = slugs.index(hinge.dm)
        spread = found.spread(hinge.dm)
        if kind != "world" or spread.kind != "statements" or len({*spread.items}) < len(spread.items):
            continue
        judge = Judge(case)
        cells = {(side, holds): 0 for side in (True, False) for holds in (True, False)}
        for profile in profiles:
            wordings = [s.wording for s in profile[player].statements]  # type: ignore[attr-defined]
            side = wordings.index(hinge.better) < wordings.index(hinge.than)
            cells[side, judge.attainable(goal, name, profile)] += 1
        assert (hinge.yes_if, hinge.of_if) == (cells[True, True], cells[True, True] + cells[True, False])
        assert (hinge.yes_else, hinge.of_else) == (cells[False, True], cells[False, True] + cells[False, False])
        assert hinge.yes_if * hinge.of_else > hinge.yes_else * hinge.of_if
        assert hinge.bits == pytest.approx(mutual_information(cells), abs=1e-9)


def mutual_information(cells: dict[tuple[bool, bool], int]) -> float:
    """Return H(verdict) + H(side) - H(both), in bits."""
    total = sum(cells.values())

    def entropy(counts: list[int]) -> float:
        return -sum(c / total * log2(c / total) for c in counts if c)

    sides = [cells[s, True] + cells[s, False] for s in (True, False)]
    verdicts = [cells[True, h] + cells[False, h] for h in (True, False)]
    return entropy(sides) + entropy(verdicts) - entropy(list(cells.values()))


@SOME
@given(partial_cases(most=3))
def test_a_hinge_is_what_both_sides_of_its_pair_give(case: Case) -> None:
    check_hinges(case)


@pytest.mark.long
@MANY
@given(partial_cases())
def test_thousands_of_hinges_are_what_both_sides_of_their_pair_give(case: Case) -> None:
    check_hinges(case)


@SOME
@given(case=partial_cases(most=3), orders=st.booleans())
def test_whoever_is_idle_can_be_left_out(case: Case, *, orders: bool) -> None:
    both = answered(case, orders=orders)
    if both is None or not both[0].idle:
        return
    found, profiles = both
    goal = case.file.outcome.when if case.file.outcome else ""
    player = list(case.file.decision_makers).index(found.idle[0])  # type: ignore[index]
    for world in (w for w, t in found.worlds.items() if not t.why_not):
        judge = Judge(case)
        by_rest: dict[object, set[bool]] = {}
        for profile in profiles:
            rest = tuple(id(p) for k, p in enumerate(profile) if k != player)
            by_rest.setdefault(rest, set()).add(judge.attainable(goal, world, profile))
        assert all(len(answers) == 1 for answers in by_rest.values())


@SOME
@given(partial_cases(most=3))
def test_without_a_citation_is_the_case_with_that_entry_deleted(case: Case) -> None:
    both = answered(case, orders=False)
    if both is None:
        return
    for told in both[0].citations or ():
        party = case.file.decision_makers[told.dm]
        if party.comparisons is None:
            continue
        kept = tuple(c for k, c in enumerate(party.comparisons) if k != told.entry)
        parties = {**case.file.decision_makers, told.dm: party.model_copy(update={"comparisons": kept})}
        file = case.file.model_copy(update={"decision_makers": parties})
        again = robust(Case(file, case.root, case.name, case.text, case.sha256))
        assert again.total == told.total
        assert told.worlds == again.worlds


@SOME
@given(partial_cases(most=3), st.integers(0, 1_000))
def test_a_sample_as_large_as_all_profiles_is_all_of_them(case: Case, seed: int) -> None:
    both = answered(case, orders=False)
    if both is None:
        return
    again = robust(case, most=both[0].total, seed=seed)
    assert not again.sampled
    assert (again.worlds, again.but_for, again.claims) == (both[0].worlds, both[0].but_for, both[0].claims)


@SOME
@given(partial_cases(), st.integers(0, 1_000))
def test_what_is_drawn_says_so_and_is_drawn_again_by_its_seed(case: Case, seed: int) -> None:
    both = answered(case, orders=False)
    if both is None or both[0].total < 2:
        return
    found = robust(case, most=1, seed=seed)
    if found.sampled:
        assert (found.of, found.seed, found.complete) == (1, seed, False)
        assert all(t.verdict in {"unsettled", "not answered"} for t in found.worlds.values())
        assert found.worlds == robust(case, most=1, seed=seed).worlds
    exact = both[0].worlds
    for world, tally in found.worlds.items():
        if tally.interval is not None and exact[world].verdict in {"always", "never"}:
            low, high = tally.interval
            assert low <= exact[world].yes / exact[world].of <= high
