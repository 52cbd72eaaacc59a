"""A statement in the making: places, but nobody yet who says it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from detente.text.attribution.frames import Found
from detente.text.ledger import CueClass
from detente.text.page import Sentence
from detente.text.span import Span
from detente.text.syntax.tokens import Token


@dataclass(slots=True, eq=False)
class Draft:
    """What one attribution found; two drafts are the same only if they are one.

    Attributes
    ----------
    rule : str
        The frame, or ``label``, ``led``, ``floating``, ``unmarked``.
    paragraph, sentence : int, Span
        Where it stands.
    cue, source : Span or None
        The word that attributes, and the words that name who says it.
    cue_class : str
        The act that the cue names.
    content : list of Span
        What is said, with its quote marks; a quote that goes on is added to it.
    negated, shared, quoted : bool
        Whether the attribution is negated, has the source of the one before, has a quote in its content.
    follows : Draft or None
        The attribution before it, whose speaker may go on.
    """

    rule: str
    paragraph: int
    sentence: Span
    cue: Span | None
    source: Span | None
    content: list[Span]
    cue_class: CueClass = "say"
    negated: bool = False
    shared: bool = False
    quoted: bool = False
    follows: Draft | None = None


def span_of(row: Sequence[Token], piece: tuple[int, int]) -> Span:
    """Return where a range of tokens stands."""
    return Span(row[piece[0]].start, row[piece[1] - 1].end)


def drafted(row: Sequence[Token], found: Found, sentence: Sentence) -> Draft:
    """Return what a frame found in a sentence as a draft."""
    return Draft(
        found.rule,
        sentence.paragraph,
        sentence.span,
        span_of(row, found.cue),
        span_of(row, found.source) if found.source else None,
        [span_of(row, piece) for piece in found.content],
        found.cue_class,
        found.negated,
        found.shared,
        any(row[at].kind == "quote" for piece in found.content for at in range(*piece)),
    )
