"""The ledger as W3C Web Annotations in JSON-LD: a page of annotations that other tools can show beside the article."""

from __future__ import annotations

from base64 import urlsafe_b64encode
from collections.abc import Iterable
from typing import Any

from detente.formats.ledgers.plain import Places, short_name, without_quotes
from detente.formats.ledgers.sharing import for_sharing
from detente.text.digest import sha256
from detente.text.ledger import Attitude, DateMention, Ledger, Mention, Paragraph, Statement
from detente.text.span import Span
from detente.text.telling import Telling, speaker_words

CONTEXT = "http://www.w3.org/ns/anno.jsonld"
TERMS = "urn:detente:terms:"
Plain = dict[str, Any]


def annotation_page(ledger: Ledger, *, text: bool = True) -> Plain:
    """Return paragraphs, statements, attitudes, mentions and dates as one ``AnnotationPage``.

    Every target has a ``TextPositionSelector`` and, with the article's words, a ``TextQuoteSelector``. A statement in
    several pieces has several targets. The article is named by the hash of its text in UTF-8 (RFC 6920): whoever has
    the text can tell that it is the same.

    Parameters
    ----------
    ledger : Ledger
    text : bool
        False leaves out every word of the article; targets keep their positions and the hash of their words.
    """
    ledger = ledger if text else for_sharing(ledger)
    maker = _Maker(ledger, told=text)
    items = [
        *(maker.paragraph(p, n) for n, p in enumerate(ledger.paragraphs, 1)),
        *(maker.statement(s) for s in ledger.statements),
        *(maker.attitude(a, n) for n, a in enumerate(ledger.attitudes, 1)),
        *(maker.mention(m, n) for n, m in enumerate(ledger.mentions, 1)),
        *(maker.date(d, n) for n, d in enumerate(ledger.dates, 1)),
    ]
    label = f"What Détente found in {short_name(ledger.source.name)}"
    return {
        "@context": [CONTEXT, {"detente": TERMS}],
        "id": maker.address("page"),
        "type": "AnnotationPage",
        "partOf": {
            "id": maker.address("collection"),
            "type": "AnnotationCollection",
            "label": label,
            "total": len(items),
        },
        "startIndex": 0,
        "items": items,
    }


class _Maker:
    """Makes annotations of one ledger."""

    def __init__(self, ledger: Ledger, *, told: bool) -> None:
        self._telling, self._told = Telling(ledger), told
        self._places = Places(ledger.source.text, told)
        digest = sha256(ledger.source.text)
        self._base = f"urn:detente:ledger:{digest}:"
        name = urlsafe_b64encode(bytes.fromhex(digest)).rstrip(b"=").decode("ascii")
        self._source = {"id": f"ni:///sha-256;{name}", "type": "Text", "format": "text/plain"}

    def address(self, what: str) -> str:
        """Return the IRI of something in this ledger."""
        return self._base + what

    def paragraph(self, paragraph: Paragraph, number: int) -> Plain:
        """Return the class of a paragraph."""
        tag = {
            **_text(paragraph.label, "classifying"),
            "detente:reason": paragraph.reason if self._told else without_quotes(paragraph.reason),
        }
        return self._annotation(f"p{number}", "classifying", [tag], [paragraph.span])

    def statement(self, statement: Statement) -> Plain:
        """Return who says it, by which word, and what kind of statement it is."""
        who = statement.speaker
        said = {
            **_text(f"{speaker_words(who)}: {self._telling.cue(statement, told=self._told)}", "identifying"),
            **_own(
                speaker=who.name,
                role=who.role,
                organisation=who.organisation,
                entity=who.entity,
                standing=who.standing,
                level=statement.level,
                kind=statement.kind,
                within=None if statement.within is None else self.address(statement.within),
                cue=self._place(statement.cue),
                speaker_words=self._place(who.span),
            ),
        }
        tags = (statement.level, statement.kind, statement.cue_class, who.standing)
        return self._annotation(statement.id, "identifying", [said, *map(_tag, tags)], statement.content)

    def attitude(self, attitude: Attitude, number: int) -> Plain:
        """Return an attitude in a sentence."""
        words = self._telling.attitude(attitude) if self._told else f"{attitude.actor}: {attitude.stance}"
        told = {
            **_text(words, "describing"),
            **_own(
                actor=attitude.actor,
                stance=attitude.stance,
                negated=attitude.negated,
                hedged=attitude.hedged,
                condition=self._place(attitude.condition),
                within=None if attitude.within is None else self.address(attitude.within),
            ),
        }
        return self._annotation(f"attitude-{number}", "describing", [told, _tag(attitude.stance)], [attitude.thing])

    def mention(self, mention: Mention, number: int) -> Plain:
        """Return who or what is named."""
        named = {**_text(mention.entity, "identifying"), **_own(use=mention.use, successor=mention.successor)}
        return self._annotation(f"mention-{number}", "identifying", [named, _tag(mention.use)], [mention.span])

    def date(self, found: DateMention, number: int) -> Plain:
        """Return a time expression with its value."""
        named = {**_text(found.value or "unresolved", "identifying"), **_own(basis=found.basis)}
        return self._annotation(f"date-{number}", "identifying", [named], [found.span])

    def _annotation(self, name: str, why: str, body: list[Plain], spans: Iterable[Span]) -> Plain:
        targets = [self._target(span) for span in spans]
        return {
            "id": self.address(name),
            "type": "Annotation",
            "motivation": why,
            "body": body[0] if len(body) == 1 else body,
            "target": targets[0] if len(targets) == 1 else targets,
        }

    def _target(self, span: Span) -> Plain:
        place = self._places.quoted(span)
        position = {"type": "TextPositionSelector", "start": span.start, "end": span.end}
        made: Plain = {"type": "SpecificResource", "source": self._source, "selector": position}
        if not self._told:
            return {**made, "detente:sha256_12": place["sha256_12"]}
        quote = {key: place[key] for key in ("exact", "prefix", "suffix")}
        return {**made, "selector": [position, {"type": "TextQuoteSelector", **quote}]}

    def _place(self, span: Span | None) -> Plain | None:
        if span is None:
            return None
        return {f"detente:{key}": value for key, value in self._places.place(span).items()}


def _text(value: str, purpose: str) -> Plain:
    return {"type": "TextualBody", "purpose": purpose, "value": value, "format": "text/plain", "language": "en"}


def _tag(value: str) -> Plain:
    return {"type": "TextualBody", "purpose": "tagging", "value": value}


def _own(**values: Any) -> Plain:
    return {f"detente:{key}": value for key, value in values.items() if value is not None}
