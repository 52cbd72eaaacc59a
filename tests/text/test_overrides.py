from __future__ import annotations

from hashlib import sha256

import pytest

from detente.errors import CaseError
from detente.text.ledger import Paragraph
from detente.text.overrides import doubts_of, load_overrides, with_overrides
from detente.text.paragraphs import paragraphs

TEXT = (
    "Advertisement\nHarbour talks ‘stall’ again\nThe board met for eleven minutes on Wednesday and agreed on nothing.\n"
    "• No date for the next meeting\nStory so far\nAdvertisement\n"
)


def corrected(yaml: str) -> tuple[tuple[Paragraph, ...], list[str]]:
    """Return the paragraphs with corrections, and what is told of these."""
    result, problems = with_overrides(TEXT, paragraphs(TEXT), load_overrides("fixes.yaml", yaml))
    return result, [str(each) for each in problems]


@pytest.mark.parametrize(
    ("anchor", "number"),
    [
        ("starts: Story so", 4),
        ("text: Story so far", 4),
        ("starts: Harbour talks 'stall'", 1),
        ("text: No date for the next meeting", 3),
        (f"sha256: {sha256(b'Story so far').hexdigest()[:12]}", 4),
        (f"sha256: {sha256(b'Story so far').hexdigest()}", 4),
    ],
)
def test_a_paragraph_is_found_by_its_words_or_their_hash(anchor: str, number: int) -> None:
    result, told = corrected(f"paragraphs:\n- {anchor}\n  class: dateline\n  because: as I see it\n")
    assert told == []
    assert (result[number].label, result[number].score) == ("dateline", 1.0)
    assert result[number].reason == "fixes.yaml:2: as I see it"
    others = [each for n, each in enumerate(result) if n != number]
    assert others == [each for n, each in enumerate(paragraphs(TEXT)) if n != number]


def test_a_later_correction_wins() -> None:
    result, _ = corrected("paragraphs: [{starts: Story, class: related}, {starts: Story so, class: body}]")
    assert result[4].label == "body"


def test_a_correction_that_finds_nothing_is_told_with_its_place() -> None:
    result, told = corrected("# mine\nparagraphs:\n  - {starts: Not there, class: body}\n")
    assert result == paragraphs(TEXT)
    assert len(told) == 1
    assert told[0].startswith("fixes.yaml:3:5 N010 no paragraph is found by starts 'Not there'")


def test_a_correction_that_finds_several_is_told_unless_all_are_meant() -> None:
    _, told = corrected("paragraphs: [{text: Advertisement, class: body}]")
    assert "2 paragraphs (1, 6)" in told[0]
    result, told = corrected("paragraphs: [{text: Advertisement, class: body, every: true}]")
    assert told == []
    assert [result[0].label, result[5].label] == ["body", "body"]


def test_what_is_told_becomes_a_doubt() -> None:
    _, problems = with_overrides(
        "A.", paragraphs("A."), load_overrides("f.yaml", "paragraphs: [{text: B, class: body}]")
    )
    (doubt,) = doubts_of(problems)
    assert doubt.code == "correction"
    assert doubt.message.startswith("f.yaml:1:14 ")


def test_an_empty_file_corrects_nothing() -> None:
    assert load_overrides("f.yaml", "").paragraphs == ()
    assert load_overrides("f.yaml", "paragraphs:\n").paragraphs == ()


@pytest.mark.parametrize(
    ("yaml", "place", "words"),
    [
        ("[", "1:2", "not YAML"),
        ("paragraphs: 3", "1:13", "a list is wanted"),
        ("pargraphs: []", "1:1", "pargraphs is not known"),
        ("paragraphs:\n- {starts: x}", "2:3", "missing here: class"),
        ("paragraphs:\n- {starts: x, class: bdy}", "2:22", "bdy is none of body"),
        ("paragraphs:\n- {class: body}", "2:3", "one of starts, text and sha256"),
        ("paragraphs:\n- {starts: x, text: y, class: body}", "2:3", "one of starts, text and sha256"),
        ("paragraphs:\n- {sha256: abc, class: body}", "2:12", "hexadecimal"),
        ("paragraphs:\n- {starts: ' ', class: body}", "2:12", "words are wanted"),
        ("paragraphs: [1]", "1:14", "a mapping is wanted"),
        ("paragraphs:\n- {starts: x, class: body, class: body}", "2:28", "stands twice"),
        ("- " * 1200, "0:0", "too deeply"),
        ("\0", "0:0", "not YAML"),
        ("a" * 1_000_001, "0:0", "more than 1,000,000"),
    ],
)
def test_a_file_that_is_wrong_is_told_with_line_and_column(yaml: str, place: str, words: str) -> None:
    with pytest.raises(CaseError) as caught:
        load_overrides("f.yaml", yaml)
    told = "\n".join(map(str, caught.value.problems))
    assert f"f.yaml:{place} " in told
    assert words in told
