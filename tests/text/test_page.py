"""The article as the rules see it."""

from __future__ import annotations

from detente.text.ledger import Paragraph
from detente.text.page import FILLER, page
from detente.text.span import Span

TEXT = "“Go, now. Stay,” he said. It rained.\nSubscribe."
BODY = Paragraph(Span(0, 36), "body", "", 1.0)


def test_the_mask_hides_what_is_inside_quotes_and_keeps_every_place() -> None:
    seen = page(TEXT, [BODY])
    assert seen.masked == "“" + FILLER * 13 + ",” he said. It rained.\nSubscribe."
    assert [each.span.of(TEXT) for each in seen.sentences] == ["“Go, now. Stay,” he said.", "It rained."]
    assert [(number, quote.inner.of(TEXT)) for number, quote in seen.quotes] == [(0, "Go, now. Stay,")]


def test_what_is_left_out_has_no_sentences() -> None:
    seen = page(TEXT, [BODY, Paragraph(Span(37, 47), "boilerplate", "", 1.0)])
    assert {each.paragraph for each in seen.sentences} == {0}
