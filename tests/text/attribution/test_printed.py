"""Documents that are printed in an article without quote marks are said by who issued them, a paragraph at a time."""

from __future__ import annotations

import pytest

from detente.text.ledger import Statement
from detente.text.reading import read
from detente.text.source import read_source

REPORT = "Delegations from Peru and Chile met in Tacna on Friday and parted at dusk."
PARTIES = "The Parties met in the town of Tacna in an atmosphere of respect."
EITHER = "Either Party may inspect the sluices at any time."
VILLAGE = "Villagers were cool. “In 2022 they also signed something,” said Rosa Quispe, a teacher."


def top(*paragraphs: str) -> list[tuple[str, str | None, str]]:
    """Return kind, name and words of the statements that an article of these paragraphs attributes itself."""
    ledger = read(read_source("a.txt", "\n\n".join([REPORT, *paragraphs]).encode()))

    def shown(each: Statement) -> tuple[str, str | None, str]:
        return each.kind, each.speaker.name, " ".join(piece.of(ledger.source.text) for piece in each.content)

    return [shown(each) for each in ledger.statements if each.level == "statement"]


@pytest.mark.parametrize(
    "announced",
    ["The communiqué reads in full:", "The text of the communiqué follows.", "Below is the text of the communiqué."],
)
def test_the_paragraphs_behind_an_announcement_are_the_document_until_a_report_goes_on(announced: str) -> None:
    found = top(announced, PARTIES, EITHER, VILLAGE)
    printed = [("direct", "The communiqué", PARTIES.rstrip(".")), ("direct", "The communiqué", EITHER.rstrip("."))]
    assert [(kind, (name or "").capitalize(), words) for kind, name, words in found[:-1]] == [
        (kind, name.capitalize(), words) for kind, name, words in printed
    ]
    assert found[-1] == ("direct", "Rosa Quispe", "In 2022 they also signed something")


def test_the_numbers_of_its_points_are_left_out_and_the_points_end_with_them() -> None:
    found = top("The ministers agreed as follows:", f"1. {PARTIES}", f"2. {EITHER}", "The sun set on the river at six.")
    assert found == [("direct", "The ministers", PARTIES[:-1]), ("direct", "The ministers", EITHER[:-1])]


def test_a_state_that_issues_a_statement_says_it() -> None:
    found = top("Chile issued the statement below at noon:", "Our country has never sought a grain of sand.", VILLAGE)
    assert found[0] == ("direct", "CHL", "Our country has never sought a grain of sand")


@pytest.mark.parametrize(
    "announced", ["The ministers agreed on a statement.", "The communiqué is long.", "“The text:”"]
)
def test_without_an_announcement_nothing_is_printed(announced: str) -> None:
    assert ("direct", "Rosa Quispe", "In 2022 they also signed something") in top(announced, PARTIES, VILLAGE)
    assert not any(PARTIES[:20] in words for _, _, words in top(announced, PARTIES, VILLAGE))


def test_a_transcript_that_follows_is_no_document() -> None:
    found = top("An edited text of the interview follows.", "BELO: We will not sign.", "Q: Why?", "BELO: It is ours.")
    assert [name for _, name, _ in found][:1] == ["BELO"]


@pytest.mark.parametrize(
    ("title", "name"),
    [
        ("Statement of the Ministry of Mines on the wells at Zarat", "the Ministry of Mines"),
        ("Joint statement of the Ministers of Chile and Peru on the river", "Joint statement"),
        ("To our neighbours\n\nAn open letter from the Government of Chile, printed in four newspapers", "CHL"),
    ],
)
def test_an_article_that_is_a_document_is_said_by_who_issued_it_in_every_paragraph(title: str, name: str) -> None:
    body = ["We object to the wells.", "Peru said in May that it would wait.", "We remain ready to talk."]
    ledger = read(read_source("a.txt", "\n\n".join([title, *body]).encode()))
    found = [each for each in ledger.statements if each.level == "statement"]
    assert [(each.kind, each.speaker.name, each.rule) for each in found] == [("direct", name, "printed")] * len(body)
    nested = [each for each in ledger.statements if each.level == "nested"]
    assert [(each.speaker.name, each.within) for each in nested] == [("PER", found[1].id)]
