"""The ledger as plain data, in the shape that scripts may rely on, with the article's words or without them."""

from __future__ import annotations

import re
from base64 import b64encode
from dataclasses import dataclass
from pathlib import PurePath, PureWindowsPath
from typing import Any

from detente.errors import DetenteError
from detente.formats.ledgers.sharing import for_sharing
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

FORMAT = 1
AROUND = 32
_QUOTED = re.compile("“.*”|\".*\"|(?<!\\w)'.*'(?!\\w)", re.DOTALL)
Plain = dict[str, Any]


def ledger_data(ledger: Ledger, *, text: bool = True) -> Plain:
    """Return a ledger as mappings, lists, text and numbers; the keys of the JSON Schema, the same for equal ledgers.

    Parameters
    ----------
    ledger : Ledger
    text : bool
        False leaves out the article and every word that places point to: each place is its offsets and the first 12
        digits of the SHA-256 of its words. Names, roles and organisations of speakers stay, the first eight
        words of each.

    Raises
    ------
    DetenteError
        If the words are not there because the ledger was shared without them.

    Examples
    --------
    >>> from detente.text.ledger import DateMention, Ledger, Source
    >>> today = DateMention(Span(0, 5), None, "unresolved")
    >>> found = Ledger(Source("a.txt", b"Today", "0" * 64, "Today"), dates=(today,))
    >>> ledger_data(found)["dates"]
    [{'start': 0, 'end': 5, 'exact': 'Today', 'value': None, 'basis': 'unresolved'}]
    >>> ledger_data(found, text=False)["dates"]
    [{'start': 0, 'end': 5, 'sha256_12': '2b065c7c9ce4', 'value': None, 'basis': 'unresolved'}]
    """
    if ledger.paragraphs and not ledger.source.text:
        raise DetenteError("the article's text is not in this ledger; read the article again")
    ledger = ledger if text else for_sharing(ledger)
    places = Places(ledger.source.text, text)
    return {
        "format": FORMAT,
        "source": _source(ledger.source, text=text),
        "paragraphs": [_paragraph(places, p) for p in ledger.paragraphs],
        "statements": [_statement(places, s) for s in ledger.statements],
        "attitudes": [_attitude(places, a) for a in ledger.attitudes],
        "mentions": [_mention(places, m) for m in ledger.mentions],
        "dates": [_date(places, d) for d in ledger.dates],
        "doubts": [_doubt(d, told=text) for d in ledger.doubts],
    }


def short_name(name: str) -> str:
    """Return the name of a file without its folder, so that the same article gives the same bytes everywhere."""
    return PureWindowsPath(PurePath(name).name).name or name


def without_quotes(words: str) -> str:
    """Return a sentence of ours without what it quotes, which may be words of the article.

    Examples
    --------
    >>> without_quotes("no paragraph starts with 'Story so far'; it is left out")
    'no paragraph starts with ...; it is left out'
    """
    return _QUOTED.sub("...", words)


def encoded(text: str, encoding: str) -> bytes | None:
    """Return the bytes of a text in an encoding, or None where it cannot be written so."""
    try:
        return text.encode(encoding)
    except (LookupError, UnicodeError):
        return None


@dataclass(frozen=True, slots=True)
class Places:
    """How spans of one text are written."""

    text: str
    told: bool

    def place(self, span: Span) -> Plain:
        """Return where it stands, and its words or their hash."""
        words = span.of(self.text)
        return {**span._asdict(), **({"exact": words} if self.told else {"sha256_12": sha256(words)[:12]})}

    def optional(self, span: Span | None) -> Plain | None:
        """Return a place, or None where there is none."""
        return None if span is None else self.place(span)

    def quoted(self, span: Span) -> Plain:
        """Return a place with the words before and behind it, by which it is found again in a changed text."""
        if not self.told:
            return self.place(span)
        before = self.text[max(0, span.start - AROUND) : span.start]
        return {**self.place(span), "prefix": before, "suffix": self.text[span.end : span.end + AROUND]}


def _source(source: Source, *, text: bool) -> Plain:
    data: Plain = {
        "name": short_name(source.name),
        "sha256": source.sha256,
        "bytes": len(source.raw),
        "chars": len(source.text),
        "text_sha256": sha256(source.text),
        "encoding": source.encoding,
        "media_type": source.media_type,
        "tool": source.tool,
        "document_date": None if source.document_date is None else source.document_date.isoformat(),
        "date_basis": source.date_basis,
    }
    if text:
        data["text"] = source.text
        if encoded(source.text, source.encoding) != source.raw:
            data["raw"] = b64encode(source.raw).decode("ascii")
    return data


def _paragraph(places: Places, paragraph: Paragraph) -> Plain:
    words = {} if places.told else {"sha256_12": places.place(paragraph.span)["sha256_12"]}
    return {
        **paragraph.span._asdict(),
        **words,
        "class": paragraph.label,
        "reason": paragraph.reason if places.told else without_quotes(paragraph.reason),
        "score": paragraph.score,
        "repeats": paragraph.repeats,
    }


def _statement(places: Places, statement: Statement) -> Plain:
    return {
        "id": statement.id,
        "level": statement.level,
        "kind": statement.kind,
        "within": statement.within,
        "speaker": _speaker(places, statement.speaker),
        "cue": places.optional(statement.cue),
        "cue_class": statement.cue_class,
        "content": [places.quoted(span) for span in statement.content],
        "rule": statement.rule,
        "repeats": statement.repeats,
        "continues": statement.continues,
        "said": statement.said,
        "hedged": statement.hedged,
        "negated": statement.negated,
    }


def _speaker(places: Places, speaker: Speaker) -> Plain:
    nobody: Plain = {"start": None, "end": None}
    return {
        "name": speaker.name,
        "role": speaker.role,
        "organisation": speaker.organisation,
        "standing": speaker.standing,
        **(nobody if speaker.span is None else places.place(speaker.span)),
        "entity": speaker.entity,
        "basis": speaker.basis,
        "candidates": list(speaker.candidates),
    }


def _attitude(places: Places, attitude: Attitude) -> Plain:
    return {
        "actor": attitude.actor,
        "stance": attitude.stance,
        "thing": places.quoted(attitude.thing),
        "condition": places.optional(attitude.condition),
        "within": attitude.within,
        "negated": attitude.negated,
        "hedged": attitude.hedged,
        "guessed": attitude.guessed,
        "actor_words": places.optional(attitude.actor_span),
        "cue": places.optional(attitude.cue),
    }


def _mention(places: Places, mention: Mention) -> Plain:
    return {
        **places.place(mention.span),
        "entity": mention.entity,
        "use": mention.use,
        "kind": mention.kind,
        "successor": mention.successor,
    }


def _date(places: Places, found: DateMention) -> Plain:
    return {**places.place(found.span), "value": found.value, "basis": found.basis}


def _doubt(doubt: Doubt, *, told: bool) -> Plain:
    start, end = doubt.span or (None, None)
    message = doubt.message if told else without_quotes(doubt.message)
    return {"code": doubt.code, "message": message, "start": start, "end": end}
