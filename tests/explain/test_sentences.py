"""Explanations are sentences: whole, clean, without fault and without chances that nobody gave."""

from __future__ import annotations

from functools import cache
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import detente
from detente import catalog
from detente.analysis.answer import Answer, answer
from detente.analysis.attain import Rules
from detente.analysis.attainment import attainment
from detente.case.build import Case
from detente.errors import ModelError
from detente.explain import attainment as say_attainment
from detente.explain import change, headline, readings, state, verdict, what_changes
from tests.analysis.literal import EVERY_VARIANT, Literal, Variant
from tests.analysis.small import case_of, cases
from tests.explain.said import faults_of_form, phrases, sentences, witnesses, words_it_must_not_use

SLUGS = tuple(s for s in catalog.slugs() if s != "peace-treaty-large")


@cache
def made(slug: str) -> Answer:
    """Return the answer of a case of the catalogue."""
    return answer(detente.load(slug))


@pytest.mark.parametrize("slug", SLUGS)
def test_every_sentence_about_the_catalogue_is_whole_and_clean(slug: str) -> None:
    """Headline, chains and attempts, findings, tests, hinges and remarks."""
    said = list(sentences(made(slug)))
    assert said
    assert [(where, line, w) for where, line in said if (w := faults_of_form(line))] == []


@pytest.mark.parametrize("slug", SLUGS)
def test_every_phrase_about_the_catalogue_is_clean(slug: str) -> None:
    """Who said what, in how many readings, and when."""
    said = list(phrases(made(slug)))
    assert [(where, line, w) for where, line in said if (w := faults_of_form(line, whole=False))] == []


@pytest.mark.parametrize("slug", SLUGS)
def test_nothing_speaks_of_fault_or_of_chances(slug: str) -> None:
    """Cause is not fault, and nobody gave a probability."""
    said = [*sentences(made(slug)), *phrases(made(slug))]
    assert [(where, line, w) for where, line in said if (w := words_it_must_not_use(line))] == []


@pytest.mark.parametrize("slug", SLUGS)
def test_why_states_are_stable_is_said_in_clean_sentences(slug: str) -> None:
    """For every party and concept, in the status quo and a few other states."""
    found = made(slug)
    conflict = found.case.conflict()
    few = sorted({conflict.status_quo, *range(0, len(conflict.states), max(1, len(conflict.states) // 6))})
    said = list(witnesses(found, conflict, few))
    assert said
    assert [(w, line, f) for w, line in said if (f := faults_of_form(line) + words_it_must_not_use(line))] == []


@pytest.mark.parametrize("slug", SLUGS)
def test_the_headline_has_three_sentences_at_most(slug: str) -> None:
    """And at least one."""
    assert 1 <= len(headline(made(slug))) <= 3


def rules(variant: Variant) -> Rules:
    """Return a variant as rules."""
    return Rules(variant.joint, variant.answers, variant.improvement)  # type: ignore[arg-type]


@pytest.mark.slow
@settings(max_examples=80)
@given(cases(most=4), st.sampled_from(EVERY_VARIANT))
def test_every_sentence_about_a_random_case_is_whole_and_clean(case: Case, variant: Variant) -> None:
    """Under any rules; the labels of random cases are dull, the grammar is the same."""
    try:
        found = answer(case, rules=rules(variant))
    except ModelError:
        return
    wrong = [(where, line, w) for where, line in sentences(found) if (w := faults_of_form(line))]
    wrong += [(where, line, w) for where, line in phrases(found) if (w := faults_of_form(line, whole=False))]
    assert wrong == []


# ------------------------------------------------------------------------------- what the sentences say


def test_the_flagship_is_answered_in_three_sentences() -> None:
    """Not alone, who stops it and what helps, and the hinge."""
    first, second, third = headline(made("peace-treaty"))
    assert first.startswith("Not alone: with US troops gone and nothing else changed")
    assert "0 of 24 sourced readings" in first
    assert "Japan would not take part" in second
    assert "`treaty -> russia.cede`" in second
    assert "6 of 24 sourced readings" in second
    assert third.startswith("Hinge: no single change of preference flips this in 20 of 24 sourced readings")
    assert "“no treaty under troops”" in third


@pytest.mark.parametrize("slug", SLUGS)
def test_what_is_said_of_a_chain_names_its_steps_and_its_movers(slug: str) -> None:
    """One paragraph for each step, and every mover by name."""
    found = made(slug)
    for told in (*found.attainments.values(), *found.examples.values()):
        lines = say_attainment(found.case, told)
        assert ("not attainable" in lines[0]) == (not told.attainable)
        for number, step in enumerate(told.path or (), start=1):
            assert lines[number].startswith(f"Step {number}. ")
            for slug_ in step.move.by:
                assert found.case.dm_called(slug_).casefold() in lines[number].casefold()
        for attempt in told.attempts:
            names = [found.case.dm_called(s) for s in (attempt.vetoes or attempt.move.by)]
            assert any(all(name.casefold() in line.casefold() for name in names) for line in lines[1:])


@pytest.mark.parametrize("slug", SLUGS)
def test_the_count_of_a_verdict_is_the_verdicts_count(slug: str) -> None:
    """Yes in so many of so many readings; why not, where it was not tested."""
    found = made(slug)
    for each in found.verdicts:
        words = verdict(found.case, each)
        if not each.testable:
            assert each.why_not in words.count
        elif each.total() > 1:
            assert words.count.startswith(f"yes in {each.count(True)} of {each.total()} readings")
        assert bool(words.yes_if) == bool(words.no_if) == (0 < each.count(True) < each.total())


def test_a_verdict_says_what_it_hinges_on_and_which_levels_were_searched() -> None:
    """Never a bare "robust"."""
    found = made("peace-treaty")
    (claim,) = [v for v in found.verdicts if v.slug == "C1"]
    first, *_ = verdict(found.case, claim).hinges
    assert "no single change flips it (searched: one swap of neighbouring statements; " in first
    for v in found.verdicts:
        assert not any("robust" in line for line in verdict(found.case, v).hinges)


def test_changes_readings_and_states_have_words() -> None:
    """The small sentences that screens put together."""
    case = detente.load("peace-treaty")
    hinge = next(v for v in made("peace-treaty").verdicts if v.slug == "C5").hinges[0]
    assert change(case, hinge.flips[0][0]) == "Japan puts `treaty -> russia.cede` above `troops`"
    assert readings(case, {"russia": "brown_stall"}) == "Russia read as “only stalling”"
    assert what_changes(case, [("us.station", "Y->N")]) == "the United States would no longer keep troops in Japan"
    assert state(case, "N" * 8) == "nobody does anything"
    assert state(detente.load("elmira"), "---Y-").startswith("s9 (Uniroyal abandons): ")


@settings(max_examples=100)
@given(cases(most=3), st.sampled_from(EVERY_VARIANT))
def test_nobody_is_said_to_have_no_answer_who_has_one(case: Case, variant: Variant) -> None:
    """Under any rules: that outsiders have no improvement, or no move, is said only where it is so."""
    for world in case.worlds:
        try:
            told = attainment(case, world=world, rules=rules(variant))
            literal = Literal(case.conflict(world=world))
        except ModelError:
            continue
        for step, line in zip(told.path or (), say_attainment(case, told)[1:], strict=False):
            outside = [i for i, slug in enumerate(case.structure.slugs) if slug not in step.move.by]
            if "an improvement to answer with" in line:
                assert not any(literal.improvements((i,), step.move.end) for i in outside)
            if "a move to answer with" in line:
                assert not any(literal.moves(i, step.move.end) for i in outside)
            if "nobody is left to answer" in line:
                assert outside == []


# ------------------------------------------------------------------------------ sentences that were false


def deal(**more: Any) -> Case:
    """Return two parties, of whom B never wants the deal."""
    file = {
        "detente": 1,
        "title": "t",
        "outcome": {"when": "a.x & b.y", "label": "a deal"},
        "decision_makers": {
            "a": {"name": "A", "options": {"x": "do x"}, "prefers": ["a.x"]},
            "b": {"name": "B", "options": {"y": "do y"}, "prefers": ["!b.y"]},
        },
        "status_quo": {},
        "worlds": {"w": {"label": "the wall gone", "do": {"b.y": "N"}}},
    }
    return case_of(file | more)


def test_the_headline_is_about_what_the_first_claim_is_about() -> None:
    """A deal is attainable nowhere; that A does x is."""
    found = answer(deal(claims={"k": {"test": {"attainable": "a.x", "in": "w"}}}))
    assert not any("a deal becomes attainable in 1 of 1" in line for line in headline(found))


def test_the_headline_says_that_something_becomes_attainable_only_of_a_but_for() -> None:
    """A can do x as things are as well."""
    found = answer(
        deal(outcome={"when": "a.x", "label": "x"}, claims={"k": {"test": {"attainable": "a.x", "in": "w"}}})
    )
    assert not any("becomes attainable in 1 of 1" in line for line in headline(found))


def threat(answers: str) -> list[str]:
    """Return what is said of the chain of 1956 under another rule about answers."""
    case = detente.load("peace-treaty-1956")
    told = attainment(
        case,
        {"ussr": "y1956", "japan": "hatoyama", "us": "dulles"},
        rules=Rules(answers=answers),  # type: ignore[arg-type]
    )
    return say_attainment(case, told)


def test_where_answers_are_left_out_nobody_is_said_to_have_none() -> None:
    """Dulles has one, and it is not asked for."""
    assert "attainable in one step" in threat("none")[0]
    assert not any("has an improvement to answer with" in line for line in threat("none"))


def test_other_rules_are_named_where_there_is_a_chain_too() -> None:
    """An attainable outcome under other rules is not simply attainable."""
    assert "answers left out" in threat("none")[0]
    assert "any answer deters" in threat("any")[0]


def test_a_swap_of_tie_classes_is_not_called_a_swap_of_statements() -> None:
    """Elmira ranks states directly."""
    (claim,) = made("elmira").verdicts
    assert not any("statements" in line for line in verdict(made("elmira").case, claim).hinges)


def test_the_headline_does_not_count_readings_that_were_not_searched(monkeypatch: pytest.MonkeyPatch) -> None:
    """Where the case is large, only the first readings are searched."""
    from detente.analysis import claims

    monkeypatch.setattr(claims, "MOST_HINGE_WORK", 0)
    found = answer(detente.load("peace-treaty"))
    assert not any("1 of 1 sourced readings" in line for line in headline(found))


def test_yes_in_the_sourced_readings_is_not_yes_in_every_reading() -> None:
    """B is read in a way that nobody is cited for, too."""
    wants = {"label": "willing", "cite": {"source": "s"}, "statements": ["b.y"]}
    refuses = {"label": "unwilling", "assumed": {"by": "m", "why": "w"}, "statements": ["!b.y"]}
    people = {
        "a": {"name": "A", "options": {"x": "x"}, "prefers": {"cite": {"source": "s"}, "statements": ["a.x"]}},
        "b": {"name": "B", "options": {"y": "y"}, "readings": {"wants": wants, "refuses": refuses}},
    }
    case = deal(
        sources={"s": {"title": "S"}},
        decision_makers=people,
        constraints=[{"name": "wall", "when": "a.x & b.y"}],
        worlds={"w": {"label": "the wall gone", "lift": ["wall"]}},
        claims={"k": {"test": {"attainable": "a.x & b.y", "in": "w", "not_in": "actual"}}},
    )
    found = answer(case)
    (claim,) = found.verdicts
    assert (claim.count(True, sourced_only=True), claim.count(True), claim.total()) == (1, 1, 2)
    assert not any("every reading" in line for line in headline(found))


def test_an_outcome_without_a_label_stands_in_a_sentence_as_a_formula() -> None:
    """In backquotes, as every formula."""
    found = answer(deal(outcome="!a.x & b.y"))
    for _, line in sentences(found):
        assert "!a.x" not in line or "`!a.x & b.y`" in line


def test_a_but_for_that_fails_because_the_outcome_is_attainable_anyway_says_so() -> None:
    """A dam that stops nothing is not to blame, and the reader should hear why."""
    wants = {"statements": ["a.x & b.y"]}
    people = {
        "a": {"name": "A", "options": {"x": "x"}, "prefers": wants},
        "b": {"name": "B", "options": {"y": "y", "z": "z"}, "prefers": wants},
    }
    worlds = {"w": {"label": "the wall gone", "do": {"b.z": "N"}}}
    test = {"attainable": "a.x & b.y", "in": "w", "not_in": "actual"}
    found = headline(answer(deal(decision_makers=people, worlds=worlds, claims={"k": {"test": test}})))
    assert found[0].startswith("No: with the wall gone and nothing else changed")
    assert found[1] == "It is attainable as things are in 1 of 1 readings already."
