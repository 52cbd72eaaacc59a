"""Scores as plain data, in the order that scripts may rely on."""

from __future__ import annotations

from typing import Any

from detente.text.scoring.measure_names import MEASURES
from detente.text.scoring.score import DocumentScore, Error, Measure, Scores

DIGITS = 4


def plain(folder: str, kind: str, scores: Scores, *, errors: bool = False) -> dict[str, Any]:
    """Return the measures of a set of articles by their names, and every error where that is asked for."""
    made: dict[str, Any] = {
        "set": kind,
        "folder": folder,
        "documents": len(scores.documents),
        "measures": {name: _measure(measure) for name, measure in scores.measures.items()},
    }
    if errors:
        made["errors"] = [_error(document, error) for document in scores.documents for error in document.errors]
    return made


def _measure(measure: Measure) -> dict[str, float | int]:
    tally, interval = measure.tally, {"low": round(measure.low, DIGITS), "high": round(measure.high, DIGITS)}
    if MEASURES[measure.name].is_share:
        return {"share": round(tally.recall, DIGITS), **interval, "right": tally.gold_right, "of": tally.gold}
    return {
        "precision": round(tally.precision, DIGITS),
        "recall": round(tally.recall, DIGITS),
        "f1": round(tally.f1, DIGITS),
        **interval,
        "found": tally.found,
        "found_right": tally.found_right,
        "gold": tally.gold,
        "gold_right": tally.gold_right,
    }


def _error(document: DocumentScore, error: Error) -> dict[str, Any]:
    return {
        "document": document.name,
        "line": error.line,
        "start": error.span.start,
        "end": error.span.end,
        "fault": error.fault,
        "item": error.measure,
        "words": error.words,
        "note": error.note,
    }
