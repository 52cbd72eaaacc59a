"""The measures of paragraphs: what is read is kept, the rest is left out, and the classes are right."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from detente.text.ledger import READ, Ledger, Paragraph
from detente.text.scoring.comparison import line_of, words
from detente.text.scoring.score import Error
from detente.text.scoring.tally import Tally, share

Pair = tuple[Paragraph, Paragraph | None]


def pairs(gold: Ledger, found: Ledger) -> list[Pair]:
    """Return each gold paragraph with the found one that begins where it begins."""
    begins = {paragraph.span.start: paragraph for paragraph in found.paragraphs}
    return [(paragraph, begins.get(paragraph.span.start)) for paragraph in gold.paragraphs]


def tallies(classed: Sequence[Pair]) -> Iterator[tuple[str, Tally]]:
    """Yield how many body paragraphs are read, how many others are left out, and how many classes are right."""
    body = [is_read(found) for gold, found in classed if gold.label == "body"]
    others = [not is_read(found) for gold, found in classed if gold.label not in READ]
    yield "body_kept", share(sum(body), len(body))
    yield "others_excluded", share(sum(others), len(others))
    yield "class", share(sum(_same(gold, found) for gold, found in classed), len(classed))


def errors(classed: Sequence[Pair], text: str) -> Iterator[Error]:
    """Yield the paragraphs of a wrong class."""
    for gold, found in classed:
        if not _same(gold, found):
            note = f"class: {found.label if found else 'none'}, not {gold.label}"
            shown = words(text, (gold.span,))
            yield Error("paragraph", "wrong", gold.span, line_of(text, gold.span.start), shown, note)


def is_read(paragraph: Paragraph | None) -> bool:
    """Return whether statements are looked for in it."""
    return paragraph is not None and paragraph.label in READ


def _same(gold: Paragraph, found: Paragraph | None) -> bool:
    return found is not None and gold.label == found.label
