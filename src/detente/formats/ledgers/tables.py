"""The ledger as tables: one CSV for statements, attitudes, mentions, dates, paragraphs or doubts, a row for each."""

from __future__ import annotations

import csv
import io
import re
from bisect import bisect_right
from collections.abc import Callable, Iterable
from typing import Literal

from detente.formats.ledgers.plain import short_name, without_quotes
from detente.formats.ledgers.sharing import for_sharing
from detente.text.digest import sha256
from detente.text.ledger import Ledger
from detente.text.span import Span, hull

Table = Literal["statements", "attitudes", "mentions", "dates", "paragraphs", "doubts"]
Cell = str | int | float | bool | None
Row = dict[str, Cell]
PIECES = " ... "
_COMMANDS = re.compile(r"[=+\-@\t\r]")
_SINGLE = re.compile("[\x00\ud800-\udfff]")


def csv_table(ledger: Ledger, table: Table = "statements", *, text: bool = True) -> str:
    r"""Return one table as CSV after RFC 4180: a head, a row for each entry, lines that end with CR LF.

    Pieces of one statement are joined by ``" ... "``; their places stand beside them. A cell that a spreadsheet would
    take for a formula begins with an apostrophe, and NUL characters become U+FFFD; the JSON has the exact words.

    Parameters
    ----------
    ledger : Ledger
    table : str
        ``statements``, ``attitudes``, ``mentions``, ``dates``, ``paragraphs`` or ``doubts``.
    text : bool
        False puts hashes in place of the article's words.

    Examples
    --------
    >>> from detente.text.ledger import Doubt, Source
    >>> found = Ledger(Source("a.txt", b"", "0" * 64, ""), doubts=(Doubt("language", "not English"),))
    >>> csv_table(found, "doubts").splitlines()
    ['source,code,message,start,end', 'a.txt,language,not English,,']
    """
    ledger = ledger if text else for_sharing(ledger)
    made = io.StringIO()
    writer = csv.writer(made)
    source = short_name(ledger.source.name)
    head, rows = _TABLES[table]
    writer.writerow(["source", *head])
    for row in rows(ledger, _Words(ledger, told=text)):
        writer.writerow(safe_cell(cell) for cell in (source, *(row[column] for column in head)))
    return made.getvalue()


def safe_cell(cell: Cell) -> Cell:
    """Return a cell as no spreadsheet takes it for a formula, and without signs that no file of text holds."""
    if isinstance(cell, bool):
        return "true" if cell else "false"
    if not isinstance(cell, str):
        return cell
    shown = _SINGLE.sub("\ufffd", cell)
    return f"'{shown}" if _COMMANDS.match(shown) else shown


class _Words:
    """The words of spans, or their hashes; and the paragraph that a span stands in."""

    def __init__(self, ledger: Ledger, *, told: bool) -> None:
        self._text, self._told = ledger.source.text, told
        self._starts = [p.span.start for p in ledger.paragraphs]

    def of(self, spans: Iterable[Span | None]) -> str:
        """Return the words of spans, or the first 12 digits of the SHA-256 of each."""
        words = [span.of(self._text) for span in spans if span is not None]
        return PIECES.join(words) if self._told else " ".join(sha256(w)[:12] for w in words)

    def ours(self, sentence: str) -> str:
        """Return a sentence of ours, without what it quotes where words are left out."""
        return sentence if self._told else without_quotes(sentence)

    def paragraph(self, span: Span) -> int | None:
        """Return the number, from 1, of the paragraph."""
        return bisect_right(self._starts, span.start) or None


def _pieces(spans: Iterable[Span]) -> str:
    return " ".join(f"{span.start}-{span.end}" for span in spans)


def _span(span: Span | None, name: str = "") -> Row:
    start, end = span or (None, None)
    return {f"{name}start": start, f"{name}end": end}


def _statements(ledger: Ledger, words: _Words) -> Iterable[Row]:
    for s in ledger.statements:
        who, whole = s.speaker, hull(s.content)
        yield {
            "id": s.id,
            "paragraph": words.paragraph(whole),
            "level": s.level,
            "kind": s.kind,
            "within": s.within,
            "speaker": who.name,
            "role": who.role,
            "organisation": who.organisation,
            "entity": who.entity,
            "standing": who.standing,
            "basis": who.basis,
            "candidates": "; ".join(who.candidates),
            "speaker_words": words.of([who.span]),
            **_span(who.span, "speaker_"),
            "cue": words.of([s.cue]),
            **_span(s.cue, "cue_"),
            "cue_class": s.cue_class,
            "content": words.of(s.content),
            **_span(whole),
            "pieces": _pieces(s.content),
            "said": s.said,
            "hedged": s.hedged,
            "negated": s.negated,
            "repeats": s.repeats,
            "rule": s.rule,
        }


def _attitudes(ledger: Ledger, words: _Words) -> Iterable[Row]:
    by_id = {s.id: s for s in ledger.statements}
    for a in ledger.attitudes:
        holder = by_id[a.within].speaker if a.within in by_id else None
        yield {
            "paragraph": words.paragraph(a.thing),
            "actor": a.actor,
            "stance": a.stance,
            "negated": a.negated,
            "hedged": a.hedged,
            "guessed": a.guessed,
            "thing": words.of([a.thing]),
            **_span(a.thing),
            "condition": words.of([a.condition]),
            **_span(a.condition, "condition_"),
            "within": a.within,
            "said_by": None if holder is None else holder.name,
            "standing": "outlet" if a.within is None else (holder.standing if holder else "unknown"),
            "cue": words.of([a.cue]),
            **_span(a.cue, "cue_"),
        }


def _mentions(ledger: Ledger, words: _Words) -> Iterable[Row]:
    for m in ledger.mentions:
        yield {
            "paragraph": words.paragraph(m.span),
            "words": words.of([m.span]),
            **_span(m.span),
            "entity": m.entity,
            "use": m.use,
            "kind": m.kind,
            "successor": m.successor,
        }


def _dates(ledger: Ledger, words: _Words) -> Iterable[Row]:
    for d in ledger.dates:
        place = {"paragraph": words.paragraph(d.span), "words": words.of([d.span]), **_span(d.span)}
        yield {**place, "value": d.value, "basis": d.basis}


def _paragraphs(ledger: Ledger, words: _Words) -> Iterable[Row]:
    for number, p in enumerate(ledger.paragraphs, 1):
        again = None if p.repeats is None else p.repeats + 1
        yield {
            "paragraph": number,
            "class": p.label,
            "reason": words.ours(p.reason),
            "score": p.score,
            "repeats": again,
            **_span(p.span),
            "words": words.of([p.span]),
        }


def _doubts(ledger: Ledger, words: _Words) -> Iterable[Row]:
    for d in ledger.doubts:
        yield {"code": d.code, "message": words.ours(d.message), **_span(d.span)}


_TABLES: dict[Table, tuple[tuple[str, ...], Callable[[Ledger, _Words], Iterable[Row]]]] = {
    "statements": (
        (
            *("id", "paragraph", "level", "kind", "within", "speaker", "role", "organisation", "entity", "standing"),
            *("cue", "content", "start", "end", "pieces", "said", "hedged", "negated", "repeats", "basis"),
            *("candidates", "speaker_words", "speaker_start", "speaker_end", "cue_start", "cue_end", "cue_class"),
            "rule",
        ),
        _statements,
    ),
    "attitudes": (
        (
            *("paragraph", "actor", "stance", "negated", "hedged", "guessed", "thing", "start", "end", "condition"),
            *("condition_start", "condition_end", "within", "said_by", "standing", "cue", "cue_start", "cue_end"),
        ),
        _attitudes,
    ),
    "mentions": (("paragraph", "words", "start", "end", "entity", "use", "kind", "successor"), _mentions),
    "dates": (("paragraph", "words", "start", "end", "value", "basis"), _dates),
    "paragraphs": (("paragraph", "class", "reason", "score", "repeats", "start", "end", "words"), _paragraphs),
    "doubts": (("code", "message", "start", "end"), _doubts),
}
