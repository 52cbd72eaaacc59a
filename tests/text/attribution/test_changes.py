"""Changes to an article that change nothing of what it says."""

from __future__ import annotations

from pathlib import Path

import pytest
from tests.text.attribution.article import read, shown

from detente.text.ledger import READ, Paragraph
from detente.text.page import Page, page
from detente.text.paragraphs import paragraphs
from detente.text.span import Span


def _closed(text: str) -> bool:
    """Return whether an article has double quote marks that all close in their line, and no single ones."""
    return "“" in text and "‘" not in text and all(line.count("“") == line.count("”") for line in text.splitlines())


GOLD = sorted((Path(__file__).parents[2] / "gold" / "seen").glob("[adflortw]*-*.txt"))
DOUBLE = [path for path in GOLD if not {*"\"«'"} & {*(text := path.read_text("utf-8"))} and _closed(text)]
ADVERT = "Subscribe to our newsletter: 40% off!"


def lines(seen: Page) -> list[str]:
    """Return what a page attributes, as words."""
    return [shown(seen.text, each) for each in read(seen)]


def with_adverts(text: str, parted: tuple[Paragraph, ...]) -> Page:
    """Return a page with an advertisement behind every paragraph."""
    made: list[Paragraph] = []
    words = ""
    for each in parted:
        for piece, like in ((each.span.of(text), each), (ADVERT, None)):
            span = Span(len(words), len(words) + len(piece))
            label = like.label if like else "boilerplate"
            made.append(Paragraph(span, label, "", 1.0))
            words += piece + "\n"
    return page(words, made)


@pytest.mark.parametrize("path", GOLD, ids=lambda path: path.stem)
def test_advertisements_between_paragraphs_change_nothing(path: Path) -> None:
    text = path.read_text("utf-8")
    parted = paragraphs(text)
    assert lines(with_adverts(text, parted)) == lines(page(text, parted))


@pytest.mark.parametrize("path", DOUBLE, ids=lambda path: path.stem)
@pytest.mark.parametrize("marks", ['""', "«»"])
def test_other_quote_marks_change_nothing(path: Path, marks: str) -> None:
    text = path.read_text("utf-8")
    parted = paragraphs(text)
    seen = page(text, parted)
    other = str.maketrans("“”", marks)
    assert lines(page(text.translate(other), parted)) == [line.translate(other) for line in lines(seen)]


@pytest.mark.parametrize("path", GOLD, ids=lambda path: path.stem)
def test_what_is_left_out_attributes_nothing(path: Path) -> None:
    text = path.read_text("utf-8")
    parted = paragraphs(text)
    left_out = [each.span for each in parted if each.label not in READ]
    assert not [
        piece for each in read(page(text, parted)) for piece in each.content for out in left_out if out.overlap(piece)
    ]
