"""A reading is measured against gold in each part of it."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest
from tests.text.scoring.samples import gold_ledger, source, span

from detente.text.ledger import Attitude, DateMention, Ledger, Mention, Paragraph, Statement
from detente.text.scoring import gold_measures
from detente.text.scoring.attitude_measures import signed
from detente.text.scoring.measure_names import MEASURES
from detente.text.scoring.names import folded
from detente.text.scoring.tally import Tally


def scored(**changed: Any) -> dict[str, Tally]:
    """Return the tallies of a reading that is the gold, but for what is changed."""
    gold = gold_ledger()
    return dict(gold_measures.score("ferry", gold, replace(gold, **changed)).tallies)


def statements(**changed: Any) -> tuple[Statement, ...]:
    """Return the gold statements, the first of them changed."""
    first, *others = gold_ledger().statements
    return (replace(first, **changed), *others)


def test_the_gold_itself_is_wholly_right() -> None:
    gold = gold_ledger()
    score = gold_measures.score("ferry", gold, gold)
    assert score.errors == ()
    assert set(score.tallies) == set(MEASURES)
    assert all(tally.f1 == 1 for tally in score.tallies.values())


def test_an_empty_reading_finds_nothing_and_every_item_is_missed() -> None:
    gold = gold_ledger()
    score = gold_measures.score("ferry", gold, Ledger(source()))
    assert score.tallies["all"] == (0, 0, 3, 0)
    assert score.tallies["nested"] == score.tallies["inference"] == (0, 0, 1, 0)
    assert score.tallies["body_kept"] == (2, 0, 2, 0)
    assert [e.fault for e in score.errors].count("missed") == 5 + 2 + 1 + 1
    assert next(e.note for e in score.errors if e.measure == "paragraph") == "class: none, not headline"


def test_the_resolved_name_counts_and_not_its_article_or_case() -> None:
    speaker = gold_ledger().statements[0].speaker
    assert scored(statements=statements(speaker=replace(speaker, name="ana belo")))["direct_and_name"].f1 == 1
    other = scored(statements=statements(speaker=replace(speaker, name="Ida Quist")))
    assert (other["direct_and_name"], other["name"], other["direct"].f1) == ((1, 0, 1, 0), (3, 2, 3, 2), 1)


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("the Ministry", "Ministry", True),
        ("José Ramos", "Jose  Ramos", True),
        ("U.N.", "UN", True),
        ("One of the sailors", "sailors", True),
        ("Sir Nigel Ash", "Nigel Ash", True),
        ("Sir Nigel", "Nigel Ash", False),
        ("the African Union", "AU", True),
        ("Ana Belo", "Belo", False),
        (None, "", True),
        (None, "Belo", False),
    ],
)
def test_names_are_compared_folded(one: str | None, other: str | None, same: bool) -> None:  # noqa: FBT001
    assert (folded(one) == folded(other)) is same


def test_a_statement_of_another_level_is_another_statement() -> None:
    tallies = scored(statements=statements(level="nested", within="a2"))
    assert tallies["direct"] == (0, 0, 1, 0)
    assert tallies["nested"] == (2, 1, 1, 1)


def test_kind_and_cue_are_measured_of_what_is_matched() -> None:
    tallies = scored(statements=statements(kind="mixed", cue=None))
    assert (tallies["kind"], tallies["cue"], tallies["all"].f1) == ((3, 2, 3, 2), (3, 2, 3, 2), 1)
    assert tallies["direct"] == (0, 0, 1, 1)


def test_a_colon_is_no_cue() -> None:
    gold = gold_ledger()
    uncued = replace(gold, statements=statements(cue=None))
    comma = span(",")
    for cue, right in ((comma, 3), (span("Minister"), 2), (None, 3)):
        found = replace(gold, statements=statements(cue=cue))
        assert gold_measures.score("ferry", uncued, found).tallies["cue"].gold_right == right


def test_not_to_want_is_to_refuse_and_another_sign_is_another_attitude() -> None:
    wants, refuses = gold_ledger().attitudes
    assert signed(replace(refuses, stance="wants", negated=True)) == signed(refuses)
    assert scored(attitudes=(wants, replace(refuses, stance="wants", negated=True)))["attitudes"].f1 == 1
    assert scored(attitudes=(wants, replace(refuses, negated=True)))["attitudes"] == (2, 1, 2, 1)
    assert scored(attitudes=(replace(wants, actor="ESP"), refuses))["attitudes"] == (2, 1, 2, 1)
    assert scored(attitudes=(replace(wants, thing=span("back")), refuses))["attitudes"] == (2, 1, 2, 1)


def test_conditions_hedges_and_the_statement_around_an_attitude_are_measured() -> None:
    wants, refuses = gold_ledger().attitudes
    changed = replace(wants, hedged=True, condition=span("Ferry"), within=None)
    tallies = scored(attitudes=(changed, refuses))
    assert tallies["hedged"] == tallies["condition"] == tallies["within"] == (2, 1, 2, 1)


def test_mentions_of_people_are_passed_over_and_uses_are_counted() -> None:
    person = Mention(span("Ana Belo"), "Ana Belo", "actor", "person")
    place = Mention(span("Portugal"), "PRT", "place")
    tallies = scored(mentions=(person, place))
    assert (tallies["mentions"], tallies["use"], tallies["entity"]) == ((1, 1, 1, 1), (1, 0, 1, 0), (1, 1, 1, 1))


def test_a_date_is_found_with_or_without_its_little_word() -> None:
    tallies = scored(dates=(DateMention(span("Monday"), None, "unresolved"),))
    assert (tallies["dates"].f1, tallies["date_value"]) == (1, (1, 0, 1, 0))


def test_paragraphs_are_kept_or_left_out() -> None:
    gold = gold_ledger().paragraphs
    read = tuple(Paragraph(p.span, "unknown", "", 0) for p in gold)
    tallies = scored(paragraphs=read)
    assert (tallies["body_kept"], tallies["others_excluded"]) == ((2, 2, 2, 2), (1, 0, 1, 0))
    assert tallies["class"] == (4, 0, 4, 0)


def test_an_attitude_without_a_partner_is_an_error_that_says_what_it_is() -> None:
    gold = gold_ledger()
    false = Attitude("ESP", "threatens", span("a threat"), negated=True)
    score = gold_measures.score("ferry", gold, replace(gold, attitudes=(*gold.attitudes, false)))
    (error,) = score.errors
    assert (error.fault, error.measure, error.words, error.note) == (
        "false", "attitude", "a threat", "ESP threatens, negated"
    )  # fmt: skip
