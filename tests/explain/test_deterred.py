"""What deters from each improvement, in sentences that are whole, clean and without fault or chance."""

from __future__ import annotations

from dataclasses import replace

import pytest

import detente
from detente import catalog
from detente.analysis.causes.layered import NAMES
from detente.analysis.causes.sanctions import deterred_by
from detente.concepts import concept
from detente.explain.deterred import deterred
from tests.explain.said import faults_of_form, words_it_must_not_use

SLUGS = tuple(s for s in catalog.slugs() if s != "peace-treaty-large")


def said(slug: str, name: str, dm: str, state: str, **limits: int) -> list[str]:
    """Return what is said of one question about the catalogue."""
    case = detente.load(slug)
    conflict = case.conflict()
    player = conflict.structure.player(dm)
    return deterred(case, deterred_by(conflict, concept(name), player, conflict.states.index(state), **limits))  # type: ignore[arg-type]


def test_several_answers_are_told_with_their_share_their_order_and_their_owners() -> None:
    first, told, *answers, order, whose = said("elmira", "GMR", "lg", "s1")
    assert first == "General metarationality (GMR): s1 (status quo) is stable for the local government."
    assert told.endswith(
        "Three answers deter it, any one of which would do alone; so each bears one third of the deterrence."
    )
    assert [a[:3] for a in answers] == ["1. ", "2. ", "3. "]
    assert answers[0] == (
        "1. The Ministry of the Environment would modify the control order, to s6; against the start the local "
        "government is worse off (the new state ranks sixth with it, the old one fourth)."
    )
    assert answers[1].startswith("2. Uniroyal would move, to s9 (Uniroyal abandons); against the start")
    assert order == (
        "If the shortest answers come first, the two answers of one move each deter it, and the longer one is only "
        "held in reserve."
    )
    assert whose == "It would go undeterred only if both the Ministry of the Environment and Uniroyal kept still."


def test_one_answer_is_told_as_the_one_on_which_all_hangs() -> None:
    _, told, answer = said("prisoners-dilemma", "GMR", "p1", "YY")
    assert told.startswith("It could improve: Prisoner 1 would no longer keep silent, to NY (only prisoner 1 defects).")
    assert told.endswith("One answer deters it, and without that one nothing would.")
    assert answer == (
        "Prisoner 2 would no longer keep silent, to NN (both defect); against the start Prisoner 1 is worse off "
        "(the new state ranks third with it, the old one second)."
    )


def test_either_of_two_answers_would_do() -> None:
    lines = said("korea-2017", "SEQ", "nk", "NYNN")
    assert "Two answers deter it, either of which would do alone; so each bears one half of the deterrence." in lines[1]


def test_who_is_not_needed_is_not_named() -> None:
    lines = said("peace-treaty", "SEQ", "russia", "NNNNYYNN")
    assert "It would go undeterred only if the United States kept still." in lines
    assert not [line for line in lines if "Japan kept still" in line]


def test_where_nothing_deters_or_nothing_tempts_that_is_said() -> None:
    assert said("elmira", "Nash", "lg", "s1")[1].endswith("No answer counts here, so nothing deters it.")
    assert said("elmira", "SEQ", "moe", "s9")[1] == (
        "The Ministry of the Environment has no improvement from it, so nothing has to deter it."
    )
    assert any(line.endswith("No answer deters it.") for line in said("chicken", "SEQ", "a", "NN"))


def test_limits_are_said() -> None:
    whole = said("elmira", "GMR", "lg", "s1", most_told=2)
    assert "One more answer would do the same." in whole
    partly = said("elmira", "GMR", "lg", "s1", most_replies=2)
    assert partly[1].endswith("At least one answer deters it.")
    assert partly[-1] == "Only the first 2 answers to each improvement were looked at; there may be more that deter."
    assert not [line for line in partly if "would go undeterred" in line or "only held in reserve" in line]


def test_what_was_not_settled_is_said() -> None:
    case = detente.load("elmira")
    found = deterred_by(case.conflict(), concept("GMR"), 2, 0, most_replies=1)
    (one,) = found.improvements
    missed = replace(found, stable=None, improvements=(replace(one, sanctions=(), number=0, nearest=0),))
    lines = deterred(case, missed)
    assert lines[0].endswith("it was not settled whether s1 (status quo) is stable for the local government.")
    assert lines[1].endswith("No answer was found that deters it.")


@pytest.mark.parametrize("slug", SLUGS)
def test_every_sentence_about_the_catalogue_is_whole_and_clean(slug: str) -> None:
    case = detente.load(slug)
    conflict = case.conflict()
    size = len(conflict.states)
    states = range(0, size, max(1, size // 8))
    for name in NAMES:
        for player in range(len(conflict.decision_makers)):
            for state in states:
                for line in deterred(case, deterred_by(conflict, concept(name), player, state)):
                    assert not faults_of_form(line), line
                    assert not words_it_must_not_use(line), line
