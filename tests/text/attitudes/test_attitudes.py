"""Nested statements, readings by nobody, and what holds for every text."""

from __future__ import annotations

import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from detente.text.attitudes import Findings, attitudes
from detente.text.ledger import Mention, Paragraph, Speaker, Statement
from detente.text.mentions import mentions
from detente.text.page import page
from detente.text.span import Span

RULES = """
Russia Moscow Japan's it the they we I wants refused to that not will would if unless , . ; : “ ” ' ‘ ’ – ( ) and or
who is be said by for of in return on condition offer demand right can must may no never neither US Iran \x00 \x1a İ é
"""
WORDS = RULES.split()


def found(text: str, said: list[Statement] | None = None) -> Findings:
    article = page(text, [Paragraph(Span(0, len(text)), "body", "given", 1.0)])
    return attitudes(article, said or [], mentions(article, [], []))


def statement(text: str, words: str, *, entity: str | None = None, name: str = "Ida Holm") -> Statement:
    start = text.index(words)
    speaker = Speaker(name, standing="party" if entity else "third party", entity=entity)
    return Statement("s1", "statement", "indirect", None, speaker, None, (Span(start, start + len(words)),))


def test_a_statement_inside_a_statement_names_its_speaker_and_its_words() -> None:
    text = "Ida Holm said that Tokyo had proposed a swap of islands."
    nested = found(text, [statement(text, "Tokyo had proposed a swap of islands")]).nested
    assert [(n.speaker.name, n.speaker.entity, n.within, n.cue and n.cue.of(text)) for n in nested] == [
        ("JPN", "JPN", "s1", "proposed")
    ]
    assert nested[0].content[0].of(text) == "a swap of islands"


def test_an_attitude_stands_within_the_innermost_statement() -> None:
    text = "Ida Holm said that the envoy told her recently that Lima would be willing to wait."
    read = found(text, [statement(text, "the envoy told her recently that Lima would be willing to wait")])
    assert [(a.actor, a.stance, a.within) for a in read.attitudes] == [("PER", "wants", read.nested[0].id)]


@pytest.mark.parametrize(
    ("text", "content"),
    [
        ("The visit could even be seen as a sign that Oslo is willing to sell.", "a sign that Oslo is willing to sell"),
        ("Oslo is believed to want a sale.", "want a sale"),
        ("The visit was widely understood to mean that Oslo offered a sale.", "Oslo offered a sale"),
    ],
)
def test_a_reading_by_nobody_is_an_inference_and_no_attitude(text: str, content: str) -> None:
    read = found(text)
    assert [(i.level, i.speaker.name, i.content[0].of(text)) for i in read.inferences] == [("inference", None, content)]
    assert read.attitudes == ()


def test_a_reading_inside_a_statement_is_a_hedge() -> None:
    text = "“The visit can be understood to mean that Oslo is willing to sell,” said Ida Holm."
    read = found(text, [statement(text, "The visit can be understood to mean that Oslo is willing to sell")])
    assert read.inferences == ()
    assert [(a.actor, a.stance, a.hedged) for a in read.attitudes] == [("NOR", "wants", True)]


def test_an_agent_makes_it_no_reading_by_nobody() -> None:
    assert found("The visit is seen in front of the hall.").inferences == ()


def test_an_official_without_a_state_speaks_for_the_one_of_the_story_before() -> None:
    text = "Vilnius called it theft. “We will not pay,” the foreign minister said."
    said = statement(text, "We will not pay", name="the foreign minister")
    party = Speaker("the foreign minister", role="foreign minister", standing="party", span=Span(45, 65))
    said = Statement("s1", "statement", "direct", None, party, Span(66, 70), said.content)
    assert [(a.actor, a.stance) for a in found(text, [said]).attitudes] == [("LTU", "refuses")]


def test_a_moscow_of_the_past_is_the_state_of_that_time() -> None:
    text = "In the past, Moscow proposed a treaty."
    article = page(text, [Paragraph(Span(0, len(text)), "body", "given", 1.0)])
    named = [Mention(Span(13, 19), "SUN", "actor", "capital", "RUS")]
    assert [a.actor for a in attitudes(article, [], named).attitudes] == ["SUN"]


def test_nothing_is_found_in_nothing() -> None:
    assert found("") == Findings()


def _whole(read: Findings, text: str) -> bool:
    spans = [a.thing for a in read.attitudes] + [s for n in (*read.nested, *read.inferences) for s in n.content]
    spans += [s for a in read.attitudes for s in (a.actor_span, a.cue, a.condition) if s]
    return all(0 <= span.start < span.end <= len(text) for span in spans)


@settings(max_examples=150, deadline=None)
@given(st.lists(st.sampled_from(WORDS), max_size=60).map(" ".join))
def test_words_of_the_rules_in_any_order_give_places_in_the_text_and_always_the_same(text: str) -> None:
    half = Span(0, max(1, len(text) // 2))
    said = [Statement("s1", "statement", "mixed", None, Speaker("RUS", standing="party", entity="RUS"), None, (half,))]
    first = found(text, said)
    assert _whole(first, text)
    assert first == found(text, said)


@settings(max_examples=100, deadline=None)
@given(st.text(max_size=200))
def test_any_text_gives_places_in_the_text(text: str) -> None:
    assert _whole(found(text), text)


@pytest.mark.parametrize(
    "piece",
    [
        "Iran wants ",
        "if ",
        "and Iran ",
        "“Iran ",
        "Iran, ",
        "said that ",
        "Iran will not sign. ",
        "( ",
        "x",
        "Iran said if ",
    ],
)
def test_the_time_grows_with_the_length_and_not_faster(piece: str) -> None:
    def seconds(copies: int) -> float:
        text = piece * copies
        start = time.process_time()
        found(text)
        return time.process_time() - start

    seconds(10)
    assert seconds(1600) < 10 * seconds(400) + 0.1
