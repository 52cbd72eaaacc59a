"""The measures against a gold annotation: statements, attitudes, mentions, dates and classes of paragraphs."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from detente.text.ledger import DateMention, Ledger, Mention
from detente.text.scoring import attitude_measures, paragraph_measures
from detente.text.scoring.attribution import Attribution, pieces, same_source, statements, touching
from detente.text.scoring.comparison import Check, Comparison, words
from detente.text.scoring.names import folded, same
from detente.text.scoring.polnear_measures import tallies as attribution_tallies
from detente.text.scoring.score import DocumentScore, Error
from detente.text.scoring.tally import Tally
from detente.text.span import Span

PEOPLE = frozenset({"person", "role"})
"""Kinds of mentions that a gold annotation does not mark."""


def score(name: str, gold: Ledger, found: Ledger, iou: float = 0.5) -> DocumentScore:
    """Return the tallies and errors of the reading of one article; both ledgers are of the same text."""
    text = gold.source.text
    said = Comparison(text, statements(gold), statements(found), pieces, iou, allowed=lambda g, f: g.level == f.level)
    named = Comparison(text, gold.mentions, _states(found), _mention_place, iou)
    dated = Comparison(text, gold.dates, found.dates, _date_place, iou)
    wished = attitude_measures.compared(gold, found, iou)
    classed = paragraph_measures.pairs(gold, found)
    counted = dict(_statements(said, text))
    counted |= dict(attitude_measures.tallies(wished, _partners(said)))
    counted |= {"mentions": named.tally(), "entity": named.share(_same_entity), "use": named.share(_same_use)}
    counted |= {"dates": dated.tally(), "date_value": dated.share(_same_value)}
    counted |= dict(paragraph_measures.tallies(classed))
    errors = [
        *_statement_errors(said, text),
        *attitude_measures.errors(wished, text),
        *named.errors(lambda _: "mention", lambda m: f"{m.entity} {m.use}", (ENTITY, USE)),
        *dated.errors(lambda _: "date", lambda d: d.value or "", (VALUE,)),
        *paragraph_measures.errors(classed, text),
    ]
    return DocumentScore(name, counted, tuple(sorted(errors, key=lambda e: (e.span, e.measure, e.fault))))


def _statements(said: Comparison[Attribution], text: str) -> Iterator[tuple[str, Tally]]:
    yield from attribution_tallies(said, text, _at_top)
    yield "direct_and_name", said.tally(lambda a: _at_top(a) and a.kind == "direct", _same_name)
    yield "name", said.share(_same_name, _at_top)
    yield "kind", said.share(_same_kind, _at_top)
    yield "cue", said.share(_same_cue(text), _at_top)
    yield "nested", said.tally(lambda a: a.level == "nested")
    yield "nested_name", said.share(_same_name, lambda a: a.level == "nested")
    yield "inference", said.tally(lambda a: a.level == "inference")


def _statement_errors(said: Comparison[Attribution], text: str) -> Iterator[Error]:
    checks = (
        Check("name", _same_name, lambda a: a.name or ""),
        Check("speaker", same_source, lambda a: words(text, a.source)),
        Check("kind", _same_kind, lambda a: a.kind),
        Check("cue", _same_cue(text), lambda a: words(text, a.cue)),
    )
    return said.errors(
        lambda a: a.kind if _at_top(a) else a.level, lambda a: f"{a.name or ''} {words(text, a.cue)}".strip(), checks
    )


def _partners(said: Comparison[Attribution]) -> dict[str, str]:
    """Return the number of the found statement for that of each gold one that is matched."""
    return {gold.id: found.id for gold, found in said.pairs()}


def _states(ledger: Ledger) -> list[Mention]:
    return [mention for mention in ledger.mentions if mention.kind not in PEOPLE]


def _at_top(attribution: Attribution) -> bool:
    return attribution.level == "statement"


def _same_name(gold: Attribution, found: Attribution) -> bool:
    return same(gold.name, found.name)


def _same_cue(text: str) -> Callable[[Attribution, Attribution], bool]:
    """Return how cues are compared: they overlap, or there is no word on both sides; a colon is no word."""

    def worded(cue: tuple[Span, ...]) -> tuple[Span, ...]:
        return tuple(piece for piece in cue if any(map(str.isalnum, piece.of(text))))

    return lambda gold, found: touching(worded(gold.cue), worded(found.cue))


def _same_kind(gold: Attribution, found: Attribution) -> bool:
    return gold.kind == found.kind


def _mention_place(mention: Mention) -> tuple[Span, ...]:
    return (mention.span,)


def _date_place(mention: DateMention) -> tuple[Span, ...]:
    return (mention.span,)


def _same_entity(gold: Mention, found: Mention) -> bool:
    return folded(gold.entity) == folded(found.entity)


def _same_use(gold: Mention, found: Mention) -> bool:
    return gold.use == found.use


def _same_value(gold: DateMention, found: DateMention) -> bool:
    return gold.value == found.value


ENTITY: Check[Mention] = Check("entity", _same_entity, lambda m: m.entity)
USE: Check[Mention] = Check("use", _same_use, lambda m: m.use)
VALUE: Check[DateMention] = Check("value", _same_value, lambda d: d.value or "")
