"""What a frame finds: a cue with its source and its content, as ranges of tokens of one sentence."""

from __future__ import annotations

from dataclasses import dataclass

from detente.text.ledger import CueClass

Piece = tuple[int, int]
"""A range of tokens: from, up to but not including."""


@dataclass(frozen=True, slots=True)
class Found:
    """An attribution of one sentence.

    Attributes
    ----------
    rule : str
        The frame.
    cue : (int, int)
        The words that attribute.
    cue_class : str
        The act that they name.
    source : (int, int) or None
        Who says it, where the sentence names anybody.
    content : tuple of (int, int)
        What is said, in one or more pieces.
    negated : bool
        Whether the attribution is negated: did not say.
    shared : bool
        Whether the source is that of the attribution before: ", adding that ...".
    """

    rule: str
    cue: Piece
    cue_class: CueClass
    source: Piece | None
    content: tuple[Piece, ...]
    negated: bool = False
    shared: bool = False
