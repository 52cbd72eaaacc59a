"""Causal claims: a table of sentences, and what holds for every text."""

from __future__ import annotations

from datetime import date
from functools import cache
from pathlib import Path
from time import process_time
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from ruamel.yaml import YAML

from detente.text.causes import CausalClaim, causal_claims
from detente.text.ledger import Ledger, Paragraph, Source
from detente.text.reading import read
from detente.text.source import read_source
from detente.text.span import Span

TABLE: list[dict[str, Any]] = YAML(typ="safe").load(Path(__file__).with_name("sentences.yaml").read_text("utf-8"))
FLAGSHIP = sorted((Path(__file__).parents[4] / "shared" / "flagship").glob("*.txt"))


def ledger(text: str, day: date | None = None) -> Ledger:
    return read(read_source("article.txt", text.encode("utf-8", "replace"), document_date=day))


def shown(text: str, claim: CausalClaim) -> list[Any]:
    def words(span: Span | None) -> str | None:
        return None if span is None else span.of(text)

    return [claim.polarity, words(claim.cause), words(claim.effect), list(claim.quantifiers)]


@pytest.mark.parametrize("row", TABLE, ids=[row["text"] for row in TABLE])
def test_a_sentence_names_what_its_words_name(row: dict[str, Any]) -> None:
    found = causal_claims(ledger(row["text"]))
    expected = [claim if len(claim) == 4 else [*claim, []] for claim in row["claims"]]
    assert [shown(row["text"], claim) for claim in found] == expected
    assert {claim.speaker.name for claim in found} <= {row.get("by")}


def test_the_table_is_long_enough_and_every_sentence_is_another() -> None:
    assert len({row["text"] for row in TABLE}) == len(TABLE) >= 60


SAID = "Ana Belo, the Portuguese foreign minister, said that {}."
ANSWERS = [("was", False), ("might be", True), ("was perhaps", True), ("could be", True)]


@pytest.mark.parametrize(("verb", "hedged"), ANSWERS)
def test_a_hedge_is_marked(verb: str, hedged: bool) -> None:  # noqa: FBT001
    (claim,) = causal_claims(ledger(SAID.format(f"the toll {verb} an obstacle to a deal")))
    assert (claim.hedged, claim.polarity) == (hedged, "named")


def test_whoever_is_said_to_name_it_names_it_and_the_chain_tells_by_whom() -> None:
    text = SAID.format("Rabat had blamed the tariff for the delay")
    (claim,) = causal_claims(ledger(text))
    assert (claim.speaker.entity, claim.chain[0], claim.nested) == ("MAR", "Ana Belo", True)


def test_the_article_itself_is_the_outlet() -> None:
    (claim,) = causal_claims(ledger("As a result of the storm, the ferry was late."))
    assert (claim.speaker.standing, claim.within, claim.chain) == ("outlet", None, ())


def test_a_cause_that_is_only_this_refers_to_the_sentence_before() -> None:
    text = "“Foreign soldiers stand on our cape. This is an obstacle to peace,” said Ana Belo, the Portuguese minister."
    (claim,) = causal_claims(ledger(text))
    assert claim.cause is not None
    assert claim.referred is not None
    assert (claim.cause.of(text), claim.referred.of(text)) == ("This", "Foreign soldiers stand on our cape.")


def test_questions_and_headlines_name_nothing() -> None:
    text = "Is the toll to blame for the delay?\n\nThe ferry was late on Monday, and nobody knew when it would come.\n"
    assert causal_claims(ledger(text)) == ()


def test_an_empty_text_has_no_claims() -> None:
    assert causal_claims(ledger("")) == ()


PIECES = st.lists(
    st.sampled_from(
        [*(row["text"] for row in TABLE), "“", "”", "’s", "\n\n", " – ", "(", "🙂", "\u00a0", "because of", "not"]
    ),
    max_size=12,
)


@settings(max_examples=60, deadline=None)
@given(st.one_of(PIECES.map(" ".join), st.text(max_size=200)))
def test_places_lie_in_their_sentence_and_equal_text_gives_equal_claims(text: str) -> None:
    made = read(Source("article.txt", b"", "", text))
    found = causal_claims(made)
    assert found == causal_claims(made)
    for claim in found:
        places = [place for place in (claim.cause, claim.effect, claim.cue) if place is not None]
        assert all(place.of(made.source.text).strip() for place in places)
        assert all(claim.sentence.holds(place) for place in places)
        assert (claim.polarity == "none") == (claim.cause is None)


@cache
def flagship() -> tuple[Ledger, tuple[CausalClaim, ...]]:
    made = read(read_source("article.txt", FLAGSHIP[0].read_bytes(), document_date=date(2024, 4, 10)))
    return made, causal_claims(made)


@pytest.mark.skipif(not FLAGSHIP, reason="the article that the flagship case cites is not here")
@pytest.mark.parametrize(
    ("name", "cause", "kind"),
    [
        ("Dmitry Peskov", "US troops", "blame"),
        ("Dmitry Peskov", "American presence", "obstacle"),
        ("Yakov Zinberg", "create a split", "aim"),
        ("Yakov Zinberg", "dependent on China", "aim"),
        ("James Brown", "stall for time", "aim"),
        (None, "the impasse", "cause"),
        (None, "legislation", "obstacle"),
    ],
)
def test_the_flagship_article_names_these_causes(name: str | None, cause: str, kind: str) -> None:
    made, found = flagship()
    mine = [c for c in found if c.cause is not None and cause in c.cause.of(made.source.text) and c.kind == kind]
    assert name in {claim.speaker.name for claim in mine}
    if name is None:
        assert {claim.speaker.standing for claim in mine} == {"outlet"}


@pytest.mark.skipif(not FLAGSHIP, reason="the article that the flagship case cites is not here")
def test_the_flagship_spokesman_says_always_and_an_analyst_only_tells_it() -> None:
    _, found = flagship()
    assert [claim.speaker.name for claim in found if "always" in claim.quantifiers] == ["Dmitry Peskov"]
    assert [claim.chain for claim in found if claim.speaker.name == "RUS"] == [("James Brown", "RUS")]


@pytest.mark.long
@pytest.mark.parametrize(
    "unit", ["because of the law ", "the obstacle to ", "“no preconditions” and ", ", which blocks a deal"]
)
def test_one_giant_line_takes_time_in_proportion_to_its_length(unit: str) -> None:
    def seconds(times: int) -> float:
        text = unit * times
        made = Ledger(Source("a", b"", "", text), (Paragraph(Span(0, len(text)), "body", "", 1.0),))
        start = process_time()
        causal_claims(made)
        return process_time() - start

    seconds(10)
    assert seconds(8000) < 4 * seconds(4000) + 0.2
