"""Scores on a terminal: a table of rates with intervals, a table of shares, and every error on demand."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from rich.text import Text

from detente.cli.views.layout import columns, heading, joined, paragraph
from detente.text.scoring.measure_names import MEASURES
from detente.text.scoring.score import DocumentScore, Error, Measure, Scores

LONGEST = 160


def parts(sets: Sequence[tuple[str, Scores]], iou: float, width: int, *, errors: bool) -> list[Text]:
    """Return the tables of each set of articles."""
    made = [part for folder, scores in sets for part in _set(folder, scores, width, errors=errors)]
    rule = (
        f"A pair shares {iou:g} of its letters and digits or more. The intervals hold 95 % of F1, or of the share, "
        "over draws of articles."
    )
    return [*made, paragraph(rule, width)]


def _set(folder: str, scores: Scores, width: int, *, errors: bool) -> Iterator[Text]:
    n = len(scores.documents)
    yield heading(f"{folder}: {n} {'article' if n == 1 else 'articles'}", width)
    rates = [_rates(m) for name, m in scores.measures.items() if not MEASURES[name].is_share]
    yield columns([["", "P", "R", "F1", "95 %", "found", "there"], *rates], width, right=range(1, 7))
    shares = [_share(m) for name, m in scores.measures.items() if MEASURES[name].is_share]
    if shares:
        head = paragraph("Of what was found and matched, and of paragraphs, this share is right:", width)
        yield joined([head, columns([["", "share", "95 %", "right", "of"], *shares], width, right=range(1, 5))])
    if errors:
        yield from _errors(scores, width)


def _rates(measure: Measure) -> list[str]:
    t = measure.tally
    rates = [_rate(t.precision), _rate(t.recall), _rate(t.f1), _interval(measure)]
    return [MEASURES[measure.name].words, *rates, str(t.found), str(t.gold)]


def _share(measure: Measure) -> list[str]:
    t = measure.tally
    share = _rate(t.recall) if t.gold else "-"
    return [MEASURES[measure.name].words, share, _interval(measure), str(t.gold_right), str(t.gold)]


def _rate(rate: float) -> str:
    """Return a rate with three digits; only what is wholly right is 1."""
    return "1" if rate == 1 else f"{min(rate, 0.9994):.3f}".removeprefix("0")


def _interval(measure: Measure) -> str:
    return f"{_rate(measure.low)}-{_rate(measure.high)}" if measure.tally.gold or measure.tally.found else "-"


def _errors(scores: Scores, width: int) -> Iterator[Text]:
    listed = [
        paragraph(_told(document, error), width, indent=2, hanging=2)
        for document in scores.documents
        for error in document.errors
    ]
    yield heading(f"Errors: {len(listed)}", width)
    if listed:
        yield joined(listed)


def _told(document: DocumentScore, error: Error) -> str:
    words = error.words if len(error.words) <= LONGEST else f"{error.words[:LONGEST].rstrip()} ..."
    note = f" [{error.note}]" if error.note else ""
    return f"{document.name}:{error.line} {error.fault} {error.measure}: {words}{note}"
