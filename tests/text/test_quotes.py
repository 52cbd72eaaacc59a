"""Where quotes open and close."""

from __future__ import annotations

import pytest

from detente.text.page import page
from detente.text.paragraphs import paragraphs
from detente.text.quotes import quotes
from detente.text.span import Span


@pytest.mark.parametrize(
    ("text", "inner"),
    [
        ("“Yes,” she said. “No.”", ["Yes,", "No."]),
        ('"Yes," she said. "No."', ["Yes,", "No."]),
        ("'Yes, we will,' she said.", ["Yes, we will,"]),
        ("‘It’s theirs,’ she said. ‘We won’t go.’", ["It’s theirs,", "We won’t go."]),
        ("«Yes», she said.", ["Yes"]),
        ("„Yes“, she said.", ["Yes"]),
        ("``Yes,'' she said.", ["Yes,"]),
        ("“He said ‘stop’ twice,” she said.", ["He said ‘stop’ twice,"]),
        ("‘He said “stop” twice,’ she said.", ["He said “stop” twice,"]),
        ("The farmers’ lake and the ’90s and Belo’s boat.", []),
        ("It is 5' long.", []),
        ("“The road is long", ["The road is long"]),
    ],
)
def test_the_outermost_quotes_are_found(text: str, inner: list[str]) -> None:
    assert [each.inner.of(text) for each in quotes(text, Span(0, len(text)))] == inner


def test_a_quote_that_is_not_closed_runs_to_the_end_of_its_paragraph() -> None:
    (found,) = quotes("“The road. And the lake", Span(0, 10))
    assert (found.span, found.closed) == (Span(0, 10), False)


@pytest.mark.parametrize(
    ("text", "scare"), [("a “last chance” for", True), ("“We go.”", False), ("“a b c d e”", False)]
)
def test_a_word_or_few_inside_a_clause_are_a_scare_quote(text: str, *, scare: bool) -> None:
    (found,) = quotes(text, Span(0, len(text)))
    assert found.scare is scare


@pytest.mark.parametrize(("first", "mark"), [("‘", "’"), ("'", "'")])
def test_a_single_quote_goes_on_where_the_next_paragraph_opens_again(first: str, mark: str) -> None:
    text = (
        f"{first}We came by boat,{mark} said Ana Belo. {first}The ministers{mark} house was shut.\n\n"
        f"{first}It{mark}s open now.{mark}"
    )
    seen = page(text, paragraphs(text))
    assert [(quote.inner.of(text), quote.closed) for _, quote in seen.quotes] == [
        ("We came by boat,", True),
        (f"The ministers{mark} house was shut.", False),
        (f"It{mark}s open now.", True),
    ]


def test_a_clipped_word_opens_no_quote_that_goes_on() -> None:
    text = "They came in the ‘90s and told ‘em so, said Ana Belo.\n\n‘It is open now,’ she added.\n"
    seen = page(text, paragraphs(text))
    assert [quote.inner.of(text) for _, quote in seen.quotes] == ["It is open now,"]
