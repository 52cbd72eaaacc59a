"""A series of articles: the expected ledger by hand, and single rules of what is compared with what."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from ruamel.yaml import YAML

from detente.errors import DetenteError
from detente.text.ledger import Ledger
from detente.text.reading import read
from detente.text.series import SameAs, Series, changes, load_same, series
from detente.text.series.telling import change_words, why_incomplete
from detente.text.source import read_source

FOLDER = Path(__file__).parents[1] / "causes" / "series"
EXPECTED: dict[str, Any] = YAML(typ="safe").load((FOLDER / "expected.yaml").read_text("utf-8"))
LEDGERS = [
    read(read_source(file.name, file.read_bytes(), document_date=EXPECTED["dates"].get(file.name)))
    for file in sorted(FOLDER.glob("*.txt"))
]
MINISTER = "Ana Belo, the Portuguese foreign minister, said that {}."


def article(text: str, day: str | None, name: str = "a.txt") -> Ledger:
    return read(read_source(name, text.encode(), document_date=None if day is None else date.fromisoformat(day)))


def said(*words: tuple[str, str | None]) -> Series:
    return series(article(MINISTER.format(text), day, f"{n}.txt") for n, (text, day) in enumerate(words))


def kinds(found: Series) -> list[str]:
    return [change.kind for change in changes(found)]


def as_expected(found: Series) -> dict[str, list[list[Any]]]:
    return {
        line.name: [
            [date.fromisoformat(e.day or ""), e.person, e.claim.polarity, e.claim.kind, e.cause, e.effect]
            for e in line.entries
        ]
        for line in found.lines
    }


def test_nine_articles_give_the_ledger_worked_out_by_hand() -> None:
    found = series(LEDGERS)
    assert as_expected(found) == EXPECTED["lines"]
    undated = {line.name: [e.cause for e in line.undated] for line in found.lines if line.undated}
    assert undated == EXPECTED["undated"]
    once = {e.day: [a.name for a in e.also] for line in found.lines for e in line.entries if e.also}
    assert once == {str(day): names for day, names in EXPECTED["once"].items()}


def test_nine_articles_give_the_changes_worked_out_by_hand() -> None:
    found = changes(series(LEDGERS))
    told = [[c.line.name, c.kind, [str(e.day) for e in c.entries], c.sureness] for c in found]
    expected = [[line, kind, list(map(str, days)), sure] for line, kind, days, sure in EXPECTED["changes"]]
    assert sorted(told, key=str) == sorted(expected, key=str)
    assert {c.effect for c in found} == {"same"}


@settings(max_examples=12, deadline=None)
@given(st.permutations(LEDGERS))
def test_the_order_of_the_articles_does_not_matter(ledgers: list[Ledger]) -> None:
    found = series(ledgers)
    assert found == series(LEDGERS)
    assert changes(found) == changes(series(LEDGERS))


def test_an_article_without_a_date_is_said_to_be_missing() -> None:
    assert not series(LEDGERS).complete
    assert "undated-note.txt: no date" in str(why_incomplete(series(LEDGERS)))
    assert why_incomplete(series(LEDGERS[:3])) is None


def test_the_same_bytes_count_once_whatever_the_name() -> None:
    text = MINISTER.format("the toll was an obstacle to a deal")
    found = series([article(text, "2020-01-01", "b.txt"), article(text, "2020-01-01", "a.txt")])
    assert [(each.name, each.copies) for each in found.articles] == [("a.txt", ("b.txt",))]
    assert sum(len(line.entries) for line in found.lines) == 1


def test_the_same_words_years_later_are_said_again() -> None:
    text = "the toll was an obstacle to a deal"
    found = series(
        [article(MINISTER.format(text) + end, day) for end, day in (("", "2020-01-01"), (" ", "2022-01-01"))]
    )
    assert sum(len(line.entries) for line in found.lines) == 2
    assert changes(found) == ()


def test_another_effect_is_no_change() -> None:
    assert (
        kinds(
            said(
                ("the toll was an obstacle to a deal", "2020-01-01"),
                ("rain was an obstacle to the harvest", "2021-01-01"),
            )
        )
        == []
    )


def test_with_words_asked_for_all_claims_count_as_about_one_thing() -> None:
    ledgers = [
        article(MINISTER.format("the toll was an obstacle to a deal about the strait"), "2020-01-01"),
        article(MINISTER.format("the reef was an obstacle to ships in the strait"), "2021-01-01"),
        article(MINISTER.format("rain was an obstacle to the harvest"), "2022-01-01"),
    ]
    assert kinds(series(ledgers)) == []
    found = series(ledgers, about="strait")
    assert (kinds(found), found.left_out) == (["shift"], 1)


def test_what_is_not_said_to_be_about_the_same_is_told_as_unclear() -> None:
    found = changes(
        said(("the toll was the main obstacle", "2020-01-01"), ("the law was an obstacle to a deal", "2021-01-01"))
    )
    assert [(c.kind, c.effect) for c in found] == [("shift", "unclear")]
    assert "not all of them say of what" in change_words(found[0])


def test_one_of_two_causes_that_is_named_again_is_no_shift() -> None:
    first = "the toll was an obstacle to a deal. She said that the law was an obstacle to a deal"
    assert kinds(said((first, "2020-01-01"), ("the law was an obstacle to a deal", "2021-01-01"))) == []


def test_always_is_held_against_none_and_against_a_denial() -> None:
    always = ("the toll had always been an obstacle to a deal", "2021-01-01")
    assert kinds(said(("the toll was no obstacle to a deal", "2020-01-01"), always)) == ["reversal", "always"]
    found = said(("Portugal was ready to sign a deal without any preconditions", "2020-01-01"), always)
    assert kinds(found) == ["always", "none"]


def test_a_claim_that_only_a_third_party_reports_is_marked() -> None:
    who = "Rui Lima, a professor of law at the University of Porto, said that"
    first = f"{who} Lisbon had blamed the tariff for the lack of a deal."
    then = MINISTER.format("the law was an obstacle to a deal")
    found = changes(series([article(first, "2020-01-01"), article(then, "2021-01-01")]))
    assert [(c.kind, c.sureness) for c in found] == [("shift", "reported by a third party")]
    assert "as told by Rui Lima" in change_words(found[0])


def test_the_day_on_which_it_was_said_goes_before_the_day_of_the_article() -> None:
    text = "On 5 March 2019, Ana Belo, the Portuguese foreign minister, said that the toll was an obstacle to a deal."
    (line,) = series([article(text, "2024-01-01")]).lines
    assert [(e.day, e.dated_by) for e in line.entries] == [("2019-03-05", "said")]


def test_words_of_one_side_stand_in_one_line_before_and_after_its_state_had_another_name() -> None:
    old = "The Soviet Union said that foreign bases were an obstacle to a treaty."
    new = "Russia said that sanctions were an obstacle to a treaty."
    (line,) = series([article(old, "1960-01-27"), article(new, "2022-03-21")]).lines
    assert (line.name, [e.then for e in line.entries]) == ("RUS", ["SUN", None])


def test_the_user_says_for_whom_somebody_speaks() -> None:
    text = "“The toll is an obstacle to a deal,” President Rosa Dias said."
    assert [line.kind for line in series([article(text, "2020-01-01")]).lines] == ["person"]
    (line,) = series([article(text, "2020-01-01")], sides={"Rosa Dias": "PRT"}).lines
    assert (line.kind, line.name, line.entries[0].person) == ("side", "PRT", "Rosa Dias")


def test_what_only_points_to_something_untold_is_compared_with_nothing() -> None:
    before = MINISTER.format("the law was an obstacle to a deal")
    after = "“This is an obstacle to a deal,” Ana Belo, the Portuguese foreign minister, said."
    found = series([article(before, "2020-01-01"), article(after, "2021-01-01")])
    assert [e.cause for line in found.lines for e in line.entries] == ["the law", "This"]
    assert changes(found) == ()


def test_only_one_speaker_or_side_on_request() -> None:
    assert {line.name for line in series(LEDGERS, speaker="norway").lines} == {"NOR"}
    found = series(LEDGERS, speaker="Einarsson")
    assert {e.person for line in found.lines for e in line.entries} == {"Pall Einarsson"}


def test_words_of_the_user_go_first() -> None:
    same = load_same("mine.yaml", "terms: [patrol ships, quota, embargo, constitution]")
    assert "shift" not in [c.kind for c in changes(series(LEDGERS, same)) if c.line.name == "ISL"]


@pytest.mark.parametrize("text", ["- a", "a: b", "a: []", "a: [", "1"])
def test_a_file_of_words_of_another_shape_is_refused(text: str) -> None:
    with pytest.raises(DetenteError, match=r"mine\.yaml"):
        load_same("mine.yaml", text)


PHRASES = (
    ("the presence of US troops", "American forces in Japan", "same"),
    ("US troops", "Russian troops", "other"),
    ("the constitution", "a law passed by parliament", "same"),
    ("the constitution", "sanctions", "other"),
    ("the catch quota", "a quota on the catch", "same"),
    ("the United States", "US troops in Japan", "unclear"),
    ("this", "the toll", "unclear"),
)


@pytest.mark.parametrize(("one", "two", "expected"), PHRASES)
def test_phrases_are_the_same_issue_another_or_unclear(one: str, two: str, expected: str) -> None:
    same = SameAs()
    features: Iterable[Any] = (same.features(one), same.features(two))
    first, second = features
    assert SameAs.relation(first, second) == SameAs.relation(second, first) == expected


def test_a_treaty_with_the_other_side_is_the_treaty_of_both() -> None:
    first = "Russia said that foreign bases were an obstacle to a peace treaty with Japan."
    then = "Russia said that sanctions were an obstacle to a peace treaty between Russia and Japan."
    (change,) = changes(series([article(first, "2020-01-01"), article(then, "2021-01-01")]))
    assert (change.kind, change.effect) == ("shift", "same")


def test_what_is_named_beside_others_is_no_other_cause() -> None:
    law, fee = "the law is the main obstacle to a treaty", "the fee is also an obstacle to a treaty"
    assert kinds(said((law, "2001-03-05"), (fee, "2005-03-05"))) == []
    assert kinds(said((fee, "2001-03-05"), (law, "2005-03-05"))) == []
    assert kinds(said((law, "2001-03-05"), (fee.replace("also ", ""), "2005-03-05"))) == ["shift"]


@pytest.mark.parametrize("words", ["we never said that {}", "nobody claimed that {}", "we did not say that {}"])
def test_what_somebody_says_was_never_said_is_neither_named_nor_denied(words: str) -> None:
    text = words.format("the law was an obstacle to a treaty")
    found = series([article(f"“{text.capitalize()},” Ana Belo, the Portuguese foreign minister, said.", "2001-03-05")])
    assert [e.cause for line in found.lines for e in line.entries] == []


def test_not_only_names_a_cause() -> None:
    found = said(("it is not only the law that is the obstacle to a treaty", "2001-03-05"))
    assert [e.claim.polarity for line in found.lines for e in line.entries] == ["named"]


@pytest.mark.parametrize(
    "later",
    [
        "the law is no longer an obstacle to a treaty",
        "the law is not the only obstacle to a treaty",
        "the fee would be an obstacle to a treaty",
        "there are no other obstacles to a treaty",
        "he doubts that the law is an obstacle to a treaty",
        "if the fee is an obstacle to a treaty, it will be dropped",
    ],
)
def test_what_does_not_contradict_is_no_change(later: str) -> None:
    law = "the law is the main obstacle to a treaty"
    assert kinds(said((law, "2001-03-05"), (later, "2005-03-05"))) == []


def test_a_denial_in_so_many_words_is_a_change() -> None:
    law = "the law is the main obstacle to a treaty"
    assert kinds(said((law, "2001-03-05"), (law.replace("the main", "not an"), "2005-03-05"))) == ["reversal"]
