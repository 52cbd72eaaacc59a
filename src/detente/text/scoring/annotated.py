"""The parts of an annotation, with the words of each turned into places of the text."""

from __future__ import annotations

from typing import Any, cast

from detente.text.ledger import (
    PARAGRAPH_CLASSES,
    STANCES,
    Attitude,
    DateMention,
    Kind,
    Level,
    Mention,
    Paragraph,
    ParagraphClass,
    Speaker,
    Stance,
    Standing,
    Statement,
    Use,
)
from detente.text.scoring.marked_yaml import MarkedFile
from detente.text.scoring.places import paragraph_spans, places
from detente.text.span import Span

LEVELS = ("statement", "nested", "inference")
KINDS = ("direct", "indirect", "mixed")
STANDINGS = ("party", "third party", "outlet", "unknown")
USES = ("actor", "place", "modifier")
STATEMENT = ("id", "paragraph", "level", "kind", "within", "speaker", "cue", "content")
SPEAKER = ("mention", "name", "role", "organisation", "standing")
ATTITUDE = ("paragraph", "actor", "stance", "thing")
ATTITUDE_MORE = ("condition", "within", "negated", "hedged")


class Annotated:
    """Reads the parts of one annotation; what is wrong is noted in the file."""

    def __init__(self, file: MarkedFile, text: str) -> None:
        self._file, self._text = file, text
        self._spans = paragraph_spans(text)
        self._ids: set[str] = set()

    def paragraphs(self, node: Any) -> tuple[Paragraph, ...]:
        """Return the paragraphs with their classes."""
        nodes = list(self._file.items(node))
        if len(nodes) != len(self._spans):
            self._file.note(
                node, "N002", f"{len(nodes)} classes stand here, but the article has {len(self._spans)} paragraphs"
            )
        labels = [self._file.one_of(n, PARAGRAPH_CLASSES) or "unknown" for n in nodes]
        return tuple(
            Paragraph(span, cast("ParagraphClass", label), "annotated", 1.0)
            for span, label in zip(self._spans, labels, strict=False)
        )

    def statements(self, node: Any) -> tuple[Statement, ...]:
        """Return the statements; what one stands within has to be there."""
        nodes = list(self._file.items(node))
        made = [self._statement(n) for n in nodes]
        self._ids = {statement.id for statement in made}
        for n, statement in zip(nodes, made, strict=True):
            if statement.within is not None and statement.within not in self._ids:
                self._file.note(n, "N004", f"there is no statement {statement.within} that this one could stand in")
            if (statement.level == "nested") != (statement.within is not None):
                self._file.note(n, "N004", "a nested statement, and no other, says which one it stands within")
        return tuple(made)

    def attitudes(self, node: Any) -> tuple[Attitude, ...]:
        """Return the attitudes."""
        return tuple(made for n in self._file.items(node) if (made := self._attitude(n)))

    def mentions(self, node: Any) -> tuple[Mention, ...]:
        """Return the mentions of states and organisations."""
        made = []
        for n in self._file.items(node):
            given = self._file.fields(n, ("paragraph", "text", "entity", "use"), ("nth",))
            use = self._file.one_of(given.get("use"), USES)
            entity = self._file.word(given.get("entity"))
            span = self._flat(given)
            if span and entity and use:
                made.append(Mention(span, entity, cast("Use", use)))
        return tuple(made)

    def dates(self, node: Any) -> tuple[DateMention, ...]:
        """Return the time expressions."""
        made = []
        for n in self._file.items(node):
            given = self._file.fields(n, ("paragraph", "text", "value"), ("nth",))
            value = self._file.word(given.get("value"))
            if span := self._flat(given):
                made.append(DateMention(span, value, "unresolved" if value is None else "absolute"))
        return tuple(made)

    def _statement(self, node: Any) -> Statement:
        file = self._file
        given = file.fields(node, STATEMENT)
        name = file.word(given.get("id")) or ""
        if name in self._ids:
            file.note(given["id"], "N004", f"there is another statement {name}")
        self._ids.add(name)
        paragraph = file.number(given.get("paragraph"))
        content = [span for n in self._listed(given.get("content")) if (span := self._words(n, paragraph))]
        return Statement(
            name,
            cast("Level", file.one_of(given.get("level"), LEVELS) or "statement"),
            cast("Kind", file.one_of(given.get("kind"), KINDS) or "indirect"),
            file.word(given.get("within")),
            self._speaker(given.get("speaker"), paragraph),
            self._words(given.get("cue"), paragraph),
            tuple(sorted(content)),
        )

    def _speaker(self, node: Any, paragraph: int | None) -> Speaker:
        file = self._file
        given = file.fields(node, SPEAKER)
        return Speaker(
            file.word(given.get("name")),
            file.word(given.get("role")),
            file.word(given.get("organisation")),
            cast("Standing", file.one_of(given.get("standing"), STANDINGS) or "unknown"),
            self._words(given.get("mention"), paragraph),
        )

    def _attitude(self, node: Any) -> Attitude | None:
        file = self._file
        given = file.fields(node, ATTITUDE, ATTITUDE_MORE)
        paragraph = file.number(given.get("paragraph"))
        actor = file.word(given.get("actor"))
        stance = file.one_of(given.get("stance"), STANCES)
        thing = self._words(given.get("thing"), paragraph)
        within = file.word(given.get("within"))
        if within is not None and within not in self._ids:
            file.note(given["within"], "N004", f"there is no statement {within} that this attitude could stand in")
        if actor is None or stance is None or thing is None:
            return None
        return Attitude(
            actor,
            cast("Stance", stance),
            thing,
            condition=self._words(given.get("condition"), paragraph),
            within=within,
            negated=file.truth(given.get("negated")),
            hedged=file.truth(given.get("hedged")),
        )

    def _listed(self, node: Any) -> list[Any]:
        """Return the pieces of a content; a single text is one piece."""
        if node is not None and node.id == "sequence":
            return list(node.value)
        return [] if node is None else [node]

    def _words(self, node: Any, paragraph: int | None) -> Span | None:
        """Return the place of a piece of text, given as a text or with what tells it from others."""
        if node is None or self._file.is_null(node):
            return None
        if node.id == "scalar":
            return self._found(node, str(node.value), paragraph, None)
        given = self._file.fields(node, ("text",), ("nth", "paragraph"))
        if not given:
            return None
        elsewhere = self._file.number(given["paragraph"]) if "paragraph" in given else paragraph
        return self._flat({"paragraph": None, **given}, elsewhere)

    def _flat(self, given: dict[str, Any], paragraph: int | None = None) -> Span | None:
        """Return the place of the text of an item that has its paragraph beside it."""
        node = given.get("text")
        number = paragraph or self._file.number(given.get("paragraph"))
        if node is not None and node.id == "mapping":
            return self._words(node, number)
        words = self._file.word(node)
        nth = self._file.number(given["nth"]) if "nth" in given else None
        return None if words is None else self._found(node, words, number, nth)

    def _found(self, node: Any, words: str, paragraph: int | None, nth: int | None) -> Span | None:
        """Return the place of words in a paragraph, or note why there is none."""
        if paragraph is None:
            return None
        found: list[Span] = []
        if paragraph > len(self._spans):
            self._lost(node, f"there is no paragraph {paragraph}; the article has {len(self._spans)}")
        elif not (found := list(places(self._text, self._spans[paragraph - 1], words))):
            hint = "copy the words from the article, with its quote marks and dashes"
            self._lost(node, f"paragraph {paragraph} does not say: {words}", hint)
        elif nth is None and len(found) > 1:
            hint = f"say which one is meant: {{text: {words}, nth: 2}}"
            self._lost(node, f"paragraph {paragraph} says {len(found)} times: {words}", hint)
        elif (nth or 1) > len(found):
            hint = "whole words are counted: he does not stand in the"
            self._lost(node, f"paragraph {paragraph} does not say {nth} times: {words}", hint)
        at = (nth or 1) - 1
        return found[at] if at < len(found) else None

    def _lost(self, node: Any, message: str, hint: str = "") -> None:
        self._file.note(node, "N003", message, hint)
