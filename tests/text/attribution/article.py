"""Small articles for the tests of attribution: every line is a paragraph of the body."""

from __future__ import annotations

from detente.text.attribution import statements
from detente.text.ledger import Paragraph, ParagraphClass, Statement
from detente.text.page import Page, page
from detente.text.span import Span, trimmed
from detente.text.speakers import registry


def paragraphs(text: str, label: ParagraphClass = "body") -> tuple[Paragraph, ...]:
    """Return the lines of a text that are not blank."""
    found = []
    at = 0
    for line in text.splitlines(keepends=True):
        span = trimmed(text, Span(at, at + len(line)))
        at += len(line)
        if span.length:
            found.append(Paragraph(span, label, "line", 1.0))
    return tuple(found)


def read(seen: Page) -> tuple[Statement, ...]:
    """Return what a page attributes."""
    return statements(seen, registry(seen))


def said(text: str) -> tuple[Statement, ...]:
    """Return what a text attributes."""
    return read(page(text, paragraphs(text)))


def shown(text: str, statement: Statement) -> str:
    """Return a statement as the table of sentences writes it."""
    kind = f"{statement.rule} {statement.kind}{' not' if statement.negated else ''}"
    cue = statement.cue.of(text) if statement.cue else "-"
    content = " // ".join(piece.of(text) for piece in statement.content)
    return f"{kind} | {statement.speaker.name or '-'} | {cue} | {content}"
