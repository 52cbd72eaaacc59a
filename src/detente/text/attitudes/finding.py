"""An attitude in the words of its unit, before it has places in the text."""

from __future__ import annotations

from dataclasses import dataclass

from detente.text.attitudes.scene import Subject
from detente.text.ledger import Stance


@dataclass(frozen=True, slots=True)
class Finding:
    """An attitude as words of a unit.

    Attributes
    ----------
    subject : Subject
        Whose it is.
    stance : str
        Which it is.
    cue : (int, int)
        The words that make it.
    thing : int
        The first word of what it is about.
    negated, hedged : bool
        As the ledger has them.
    needs_condition : bool
        Whether it counts only where a condition stands with it, and only in the actor's own words.
    own_words : bool
        Whether it counts only in what the actor itself says.
    otherwise : str or None
        The stance where it needs a condition and there is none.
    until : int
        The word that the thing ends before, where that is known already; -1 where it is not.
    """

    subject: Subject
    stance: Stance
    cue: tuple[int, int]
    thing: int
    negated: bool = False
    hedged: bool = False
    needs_condition: bool = False
    own_words: bool = False
    until: int = -1
    otherwise: Stance | None = None
