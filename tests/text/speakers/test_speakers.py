"""Who speaks: names, roles, pronouns, labels, and quotes that go on."""

from __future__ import annotations

import pytest
from tests.text.attribution.article import paragraphs, read, said

from detente.text.ledger import Paragraph, Speaker
from detente.text.page import page
from detente.text.span import Span
from detente.text.speakers import registry

BELO = "Ana Belo, the Portuguese foreign minister, came to the lake.\n"


def speakers(text: str) -> list[Speaker]:
    """Return who says each statement of a text."""
    return [each.speaker for each in said(text)]


@pytest.mark.parametrize(
    ("text", "names"),
    [
        (BELO + "Belo said the dam was safe.", ["Ana Belo"]),
        (BELO + "She said the dam was safe.", ["Ana Belo"]),
        (BELO + "The minister said the dam was safe.", ["Ana Belo"]),
        ("The dam is safe, Ana Belo said. She said the lake was full.", ["Ana Belo", "Ana Belo"]),
        ("Rui Tavares, a pilot, said he left. Ana Belo, a judge, said she stayed. The pilot said it was late.",
         ["Rui Tavares", "Ana Belo", "Rui Tavares"]),
        ("“It was late,” said Prof Ola Rask. Rask said nobody came.", ["Ola Rask", "Ola Rask"]),
        ("Analysts said the talks were over. They said nobody came.", ["Analysts", "Analysts"]),
        ("I said the dam was safe.", [None]),
        ("Portugal said the dam was safe. It said the lake was full.", ["PRT", "PRT"]),
    ],
)  # fmt: skip
def test_a_source_is_found(text: str, names: list[str | None]) -> None:
    assert [each.name for each in speakers(text)] == names


def test_a_role_stands_anywhere_in_the_article() -> None:
    (speaker,) = speakers("“The dam is safe,” Belo said.\n" + BELO)
    assert (speaker.name, speaker.role, speaker.entity) == ("Ana Belo", "Portuguese foreign minister", "PRT")
    assert speaker.standing == "party"


def test_who_is_named_behind_a_name_speaks_for_nobody_when_that_was_once() -> None:
    (speaker,) = speakers("Rui Tavares, a former minister, said the dam was safe.")
    assert (speaker.standing, speaker.entity) == ("third party", None)


def test_where_somebody_was_born_is_not_whom_they_speak_for() -> None:
    (speaker,) = speakers("“The dam is safe,” said Russian-born Kari Vik, a professor at the University of Oslo.")
    assert (speaker.role, speaker.organisation, speaker.entity) == ("professor", "University of Oslo", None)


def test_a_quote_goes_on_across_what_is_left_out() -> None:
    text = BELO + "“The dam is safe,” Belo said.\nA boat on the lake\n“The lake is full and the boats are out.”"
    parted = list(paragraphs(text))
    parted[2] = Paragraph(parted[2].span, "caption", "", 1.0)
    first, then = read(page(text, parted))
    assert (then.speaker.name, then.speaker.basis, then.continues) == ("Ana Belo", "continuation", first.id)


def test_a_caption_may_give_a_name() -> None:
    text = "Ana Belo, the foreign minister, in May\nBelo said the dam was safe."
    caption, body = paragraphs(text)
    (found,) = read(page(text, [Paragraph(caption.span, "caption", "", 1.0), body]))
    assert found.speaker.name == "Ana Belo"


def test_questions_have_no_name_and_labels_have_theirs() -> None:
    text = BELO + "Q: Is the dam safe?\nBELO: It is as safe as it was.\nQ: And the lake?\nBELO: It is full."
    assert [each.name for each in speakers(text)] == [None, "Ana Belo", None, "Ana Belo"]


def test_other_readings_of_a_pronoun_are_told() -> None:
    text = "Rui Tavares, a pilot, said no. Jan Dekker, a judge, said yes. He said it was late."
    last = speakers(text)[-1]
    assert last.name == "Jan Dekker"
    assert "Rui Tavares" in last.candidates


def test_the_registry_knows_everybody_by_name_and_role() -> None:
    text = BELO + "Rui Tavares, a pilot, left. Tavares was tired."
    people = registry(page(text, [Paragraph(Span(0, len(text)), "body", "", 1.0)]))
    assert [each.name for each in people.people] == ["Ana Belo", "Rui Tavares"]
    assert [each.name for each in people.with_role("minister", ["foreign"])] == ["Ana Belo"]
    assert list(people.with_role("minister", ["interior"])) == []
    assert people.named("Tavares") is people.named("Rui Tavares") is people.labelled("TAVARES")
    assert people.named("Nobody") is None


def test_whose_minister_somebody_is_stands_in_no_role() -> None:
    (speaker,) = speakers("Peru wants a treaty, its foreign minister, Ana Belo, said.")
    assert (speaker.name, speaker.role) == ("Ana Belo", "foreign minister")
