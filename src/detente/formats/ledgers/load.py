"""A ledger read back from its own JSON: the equal ledger, and what is lost where the article's words were left out."""

from __future__ import annotations

import json
from base64 import b64decode
from collections.abc import Iterator
from dataclasses import replace
from typing import Any

from pydantic import ValidationError

from detente.errors import DetenteError
from detente.formats.ledgers import shape
from detente.formats.ledgers.plain import encoded
from detente.text.digest import sha256
from detente.text.ledger import (
    Attitude,
    DateMention,
    Doubt,
    Ledger,
    Mention,
    Paragraph,
    Source,
    Speaker,
    Statement,
)
from detente.text.span import Span

WITHOUT_TEXT = "no-text"
MOST_TOLD = 3


class NoLedger(DetenteError):
    """A file is no ledger, or does not agree with itself; the message says where."""


def load_ledger(data: bytes | str, name: str = "the ledger", article: Source | None = None) -> Ledger:
    """Return the ledger of a JSON text that `detente read --json` gave.

    Parameters
    ----------
    data : bytes or str
    name : str
        What the text is called in messages.
    article : Source, optional
        Gives the words back to a ledger that was shared without them.

    Returns
    -------
    Ledger
        The equal one. Without the article's words its text is empty, its places hold, and a doubt with the code
        ``no-text`` says so.

    Raises
    ------
    NoLedger
        If it is not JSON, has another shape, points outside its text, or is not about ``article``.

    Examples
    --------
    >>> load_ledger("[]", "a.json")
    Traceback (most recent call last):
    ...
    detente.formats.ledgers.load.NoLedger: a.json is no ledger: it should be one JSON object
    """
    found = _file(data, name)
    _agrees(found, name)
    source = _source(found.source, name)
    made = Ledger(
        source=source,
        paragraphs=tuple(map(_paragraph, found.paragraphs)),
        statements=tuple(map(_statement, found.statements)),
        attitudes=tuple(map(_attitude, found.attitudes)),
        mentions=tuple(Mention(_span(m), m.entity, m.use, m.kind, m.successor) for m in found.mentions),
        dates=tuple(DateMention(_span(d), d.value, d.basis) for d in found.dates),
        doubts=tuple(map(_doubt, found.doubts)),
    )
    return made if found.source.text is not None else _without_text(made, found.source, name, article)


def _file(data: bytes | str, name: str) -> shape.LedgerFile:
    try:
        read = json.loads(data)
    except (ValueError, RecursionError) as error:
        raise NoLedger(f"{name} is no ledger: it is not JSON ({str(error).splitlines()[0]})") from None
    if not isinstance(read, dict):
        raise NoLedger(f"{name} is no ledger: it should be one JSON object")
    if isinstance(read.get("format"), int) and read["format"] > 1:
        raise NoLedger(f"{name} is a ledger of format {read['format']}; this version reads format 1")
    try:
        return shape.LedgerFile.model_validate(read)
    except ValidationError as error:
        raise NoLedger(f"{name} is no ledger: {_told(error)}") from None


def _told(error: ValidationError) -> str:
    found = error.errors(include_url=False, include_context=False, include_input=False)
    shown = [f"{'.'.join(map(str, e['loc']))}: {e['msg'][:1].lower()}{e['msg'][1:]}" for e in found[:MOST_TOLD]]
    return "; ".join(shown) + (f"; and {len(found) - MOST_TOLD} more" if len(found) > MOST_TOLD else "")


def _agrees(found: shape.LedgerFile, name: str) -> None:
    """Refuse places outside the text and statements that are not there."""
    for what, place in _places(found):
        start, end = place.start, place.end
        if (start is None) != (end is None) or (start is not None and not start <= end <= found.source.chars):
            raise NoLedger(f"{name}: {what} points to {start} to {end} of {found.source.chars} characters")
    ids = {s.id for s in found.statements}
    if len(ids) < len(found.statements):
        raise NoLedger(f"{name}: an id of a statement stands twice")
    named = [r for s in found.statements for r in (s.within, s.repeats, s.continues)]
    named += [a.within for a in found.attitudes]
    missing = next((r for r in named if r is not None and r not in ids), None)
    if missing is not None:
        raise NoLedger(f"{name}: there is no statement {missing}")
    beyond = next((p.repeats for p in found.paragraphs if (p.repeats or 0) >= len(found.paragraphs)), None)
    if beyond is not None:
        raise NoLedger(f"{name}: there is no paragraph {beyond}")


def _places(found: shape.LedgerFile) -> Iterator[tuple[str, Any]]:
    for kind in ("paragraphs", "mentions", "dates", "doubts"):
        yield from ((kind, item) for item in getattr(found, kind))
    for s in found.statements:
        yield from ((f"statement {s.id}", p) for p in (s.speaker, s.cue, *s.content) if p is not None)
    for a in found.attitudes:
        yield from (("an attitude", p) for p in (a.thing, a.condition, a.actor_words, a.cue) if p is not None)


def _source(part: shape.SourcePart, name: str) -> Source:
    text = part.text or ""
    if part.text is not None and (len(text) != part.chars or part.text_sha256 not in {None, sha256(text)}):
        raise NoLedger(f"{name}: its text is not the one that it was made of; read the article again")
    return Source(
        name=part.name,
        raw=_raw(part, name),
        sha256=part.sha256,
        text=text,
        encoding=part.encoding,
        media_type=part.media_type,
        tool=part.tool,
        document_date=part.document_date,
        date_basis=part.date_basis,
    )


def _raw(part: shape.SourcePart, name: str) -> bytes:
    if part.raw is None:
        return (encoded(part.text, part.encoding) or b"") if part.text is not None else b""
    try:
        return b64decode(part.raw, validate=True)
    except ValueError:
        raise NoLedger(f"{name}: its raw bytes are not in Base64") from None


def _without_text(made: Ledger, part: shape.SourcePart, name: str, article: Source | None) -> Ledger:
    """Return the ledger with the words of the article, or with a doubt that says that they are not there."""
    if article is not None:
        if part.text_sha256 not in {None, sha256(article.text)} or article.sha256 != part.sha256:
            raise NoLedger(f"{name} is about another text than {article.name}: their SHA-256 differ")
        return replace(made, source=replace(made.source, raw=article.raw, text=article.text))
    message = "this ledger was shared without the article's text: its places hold, and the words are not here"
    kept = tuple(d for d in made.doubts if d.code != WITHOUT_TEXT)
    return replace(made, doubts=(*kept, Doubt(WITHOUT_TEXT, message)))


def _span(place: Any) -> Span:
    return Span(place.start, place.end)


def _optional(place: Any) -> Span | None:
    return None if place is None or place.start is None else _span(place)


def _paragraph(part: shape.ParagraphPart) -> Paragraph:
    return Paragraph(_span(part), part.class_, part.reason, part.score, part.repeats)


def _statement(part: shape.StatementPart) -> Statement:
    who = part.speaker
    return Statement(
        id=part.id,
        level=part.level,
        kind=part.kind,
        within=part.within,
        speaker=Speaker(
            name=who.name,
            role=who.role,
            organisation=who.organisation,
            standing=who.standing,
            span=_optional(who),
            entity=who.entity,
            basis=who.basis,
            candidates=who.candidates,
        ),
        cue=_optional(part.cue),
        content=tuple(map(_span, part.content)),
        cue_class=part.cue_class,
        rule=part.rule,
        repeats=part.repeats,
        continues=part.continues,
        said=part.said,
        hedged=part.hedged,
        negated=part.negated,
    )


def _attitude(part: shape.AttitudePart) -> Attitude:
    return Attitude(
        actor=part.actor,
        stance=part.stance,
        thing=_span(part.thing),
        actor_span=_optional(part.actor_words),
        cue=_optional(part.cue),
        condition=_optional(part.condition),
        within=part.within,
        negated=part.negated,
        hedged=part.hedged,
        guessed=part.guessed,
    )


def _doubt(part: shape.DoubtPart) -> Doubt:
    return Doubt(
        part.code, part.message, None if part.start is None or part.end is None else Span(part.start, part.end)
    )
