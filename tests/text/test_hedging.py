"""Who is only supposed to have said something is marked as hedged, and whoever said it is not."""

from __future__ import annotations

from datetime import date

import pytest

import detente
from detente.text.ledger import Ledger


def reading(text: str) -> Ledger:
    return detente.read(detente.read_source("notice.txt", text.encode(), document_date=date(2024, 5, 7)))


@pytest.mark.parametrize(
    "text",
    [
        "Norway reportedly offered to share the pilots.",
        "Reportedly, Norway offered to share the pilots.",
        "Norway has allegedly threatened to close the strait.",
        "Norway may have offered to share the pilots.",
        "It is rumoured that Norway offered to share the pilots.",
    ],
)
def test_what_somebody_is_only_supposed_to_have_said_is_hedged(text: str) -> None:
    found = reading(text)
    assert all(each.hedged for each in found.statements if each.level == "statement")
    assert found.attitudes
    assert all(each.hedged for each in found.attitudes)


def test_what_is_only_supposed_for_the_sake_of_argument_is_hedged() -> None:
    found = reading("If Norway threatened to close the strait, Iceland would send ships.").statements
    assert [each.hedged for each in found] == [True]


@pytest.mark.parametrize(
    "text",
    [
        "There is speculation that Norway wants to close the strait.",
        "This suggests that Norway wants to close the strait.",
        "It appears that Norway wants to close the strait.",
        "The speech hinted at Norway’s readiness to close the strait.",
        "In her view Norway must close the strait.",
        "Norway must close the strait, in the view of two ministers.",
    ],
)
def test_what_is_only_read_into_something_is_hedged(text: str) -> None:
    found = reading(text).attitudes
    assert found
    assert all(each.hedged for each in found)


def test_what_stands_before_a_hint_is_not_hedged() -> None:
    found = reading("Serbia hopes to join the union; Croatia has hinted that it would wait.").attitudes
    assert (found[0].actor, found[0].hedged) == ("SRB", False)


@pytest.mark.parametrize(
    "text",
    [
        "Norway offered to share the pilots.",
        "Norway, which is reportedly short of boats, offered to share the pilots.",
        "Norway said that Iceland may have closed the strait.",
    ],
)
def test_a_hedge_elsewhere_is_none_of_the_statement(text: str) -> None:
    assert [each.hedged for each in reading(text).statements if each.level == "statement"] == [False]


def test_who_points_something_out_in_passing_says_it() -> None:
    found = reading(
        "Kari Moen, the Norwegian minister, spoke. Under the treaty, she pointed out, Iceland must share it."
    )
    assert [(each.speaker.name, each.kind) for each in found.statements] == [("Kari Moen", "indirect")]
    assert [(each.actor, each.within) for each in found.attitudes] == [("ISL", "s1")]


def test_an_opposition_leader_speaks_for_no_state() -> None:
    found = reading("Norwegian opposition leader Kari Moen said that Norway will close the strait.").statements
    assert [(each.speaker.standing, each.speaker.entity) for each in found] == [("third party", None)]


def test_the_condition_of_one_clause_is_not_that_of_the_next() -> None:
    text = "An envoy said that nobody knew once it was dark, and added that Norway was ready to talk if Iceland left."
    conditions = [each.condition for each in reading(text).attitudes if each.actor == "NOR"]
    assert [place and place.of(text) for place in conditions] == ["if Iceland left"]
