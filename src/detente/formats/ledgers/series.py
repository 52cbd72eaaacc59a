"""A series of articles as plain data for JSON, and as tables for CSV."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Mapping
from typing import Literal

from detente.formats.ledgers.plain import Plain
from detente.formats.ledgers.tables import Row, safe_cell
from detente.text.series import Series, changes
from detente.text.series.entry import Article, Entry, short_name
from detente.text.series.telling import change_words, claim_words, line_words, why_incomplete
from detente.text.span import Span

Table = Literal["claims", "changes"]
Ids = Mapping[int, str]


def series_data(found: Series) -> Plain:
    """Return a series as mappings, lists, text and numbers; the same for equal series, in whatever order they came."""
    ids = _ids(found)
    return {
        "format": 1,
        "articles": [_article(article) for article in found.articles],
        "about": found.asked,
        "speaker": found.speaker,
        "left_out": found.left_out,
        "lines": [
            {
                "kind": line.kind,
                "name": line.name,
                "called": line_words(line),
                "claims": [_claim(entry, ids) for entry in line.entries],
                "undated": [_claim(entry, ids) for entry in line.undated],
            }
            for line in found.lines
        ],
        "changes": [
            {
                "kind": change.kind,
                "line": change.line.name,
                "claims": [ids[id(entry)] for entry in change.entries],
                "sureness": change.sureness,
                "effect": change.effect,
                "words": change_words(change),
            }
            for change in changes(found)
        ],
        "complete": found.complete,
        "why_not": why_incomplete(found),
    }


def series_table(found: Series, table: Table = "claims") -> str:
    """Return the claims of a series, or what does not fit together, as CSV; see `detente.formats.ledgers.tables`."""
    made = io.StringIO()
    writer = csv.writer(made)
    rows = list(_claim_rows(found) if table == "claims" else _change_rows(found))
    head = _CLAIMS if table == "claims" else _CHANGES
    writer.writerow(head)
    for row in rows:
        writer.writerow(safe_cell(row[column]) for column in head)
    return made.getvalue()


def _ids(found: Series) -> Ids:
    entries = (entry for line in found.lines for entry in (*line.entries, *line.undated))
    return {id(entry): f"c{number}" for number, entry in enumerate(entries, 1)}


def _article(article: Article) -> Plain:
    return {
        "name": short_name(article.name),
        "sha256": article.sha256,
        "document_date": None if article.day is None else article.day.isoformat(),
        "date_basis": article.basis,
        "copies": [short_name(name) for name in article.copies],
    }


def _claim(entry: Entry, ids: Ids) -> Plain:
    claim = entry.claim
    return {
        "id": ids[id(entry)],
        "article": short_name(entry.article.name),
        "sha256": entry.article.sha256,
        "date": entry.day,
        "dated_by": entry.dated_by,
        "person": entry.person,
        "role": claim.speaker.role,
        "organisation": claim.speaker.organisation,
        "entity": entry.entity,
        "former_entity": entry.then,
        "standing": claim.speaker.standing,
        "chain": list(claim.chain),
        "nested": claim.nested,
        "direct": claim.direct,
        "polarity": claim.polarity,
        "kind": claim.kind,
        "cause": _place(claim.cause, entry.cause),
        "effect": _place(claim.effect, entry.effect),
        "cue": _place(claim.cue, entry.cue),
        "sentence": _place(claim.sentence, entry.sentence),
        "referred": _place(claim.referred, entry.referred),
        "quantifiers": list(claim.quantifiers),
        "hedged": claim.hedged,
        "within": claim.within,
        "pattern": claim.pattern,
        "also": [short_name(article.name) for article in entry.also],
        "words": claim_words(entry),
    }


def _place(span: Span | None, words: str) -> Plain | None:
    return None if span is None else {"start": span.start, "end": span.end, "exact": words}


_CLAIMS = (
    *("line", "date", "dated_by", "person", "entity", "standing", "polarity", "kind", "cause", "effect", "quantifiers"),
    *("hedged", "chain", "article", "within", "sentence", "cause_start", "cause_end", "effect_start", "effect_end"),
    *("cue", "cue_start", "cue_end", "also", "id"),
)
_CHANGES = ("line", "kind", "sureness", "effect", "claims", "dates", "words")


def _claim_rows(found: Series) -> Iterable[Row]:
    ids = _ids(found)
    for line in found.lines:
        for entry in (*line.entries, *line.undated):
            claim = entry.claim
            cause, effect = claim.cause or (None, None), claim.effect or (None, None)
            yield {
                "line": line_words(line),
                "date": entry.day,
                "dated_by": entry.dated_by,
                "person": entry.person,
                "entity": entry.entity,
                "standing": claim.speaker.standing,
                "polarity": claim.polarity,
                "kind": claim.kind,
                "cause": entry.cause,
                "effect": entry.effect,
                "quantifiers": "; ".join(claim.quantifiers),
                "hedged": claim.hedged,
                "chain": " -> ".join(claim.chain),
                "article": short_name(entry.article.name),
                "within": claim.within,
                "sentence": entry.sentence,
                "cause_start": cause[0],
                "cause_end": cause[1],
                "effect_start": effect[0],
                "effect_end": effect[1],
                "cue": entry.cue,
                "cue_start": claim.cue.start,
                "cue_end": claim.cue.end,
                "also": "; ".join(short_name(article.name) for article in entry.also),
                "id": ids[id(entry)],
            }


def _change_rows(found: Series) -> Iterable[Row]:
    ids = _ids(found)
    for change in changes(found):
        yield {
            "line": line_words(change.line),
            "kind": change.kind,
            "sureness": change.sureness,
            "effect": change.effect,
            "claims": "; ".join(ids[id(entry)] for entry in change.entries),
            "dates": "; ".join(entry.day or "" for entry in change.entries),
            "words": change_words(change),
        }
