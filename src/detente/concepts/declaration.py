"""What a solution concept is made of, so that engines can interpret it (theory C).

A state is stable for a decision maker if every improvement of its own that tempts it is *sanctioned*.
Concepts differ in which replies of the others count, and in whether the sanction must survive a counter-move.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum


class Replies(Enum):
    """Which replies of the other decision makers can sanction an improvement."""

    NONE = "none"
    ANY = "any legal sequence of the others' moves"
    CREDIBLE = "any legal sequence of the others' own improvements"
    JOINT = "improvements that the others make from the same start at the same time"


@dataclass(frozen=True, slots=True)
class Concept:
    """A solution concept as a declaration over the predicates of theory B11.

    Attributes
    ----------
    name : str
        The short name of the literature; the key in tables and JSON.
    title : str
        The name in full.
    replies : Replies
        Which replies count as sanctions.
    survives_countermove : bool
        Whether the sanction must hold against every further move of the decision maker that was sanctioned.
    implies : tuple of str
        Concepts under which a state that is stable here is always stable too.
    definition : str
        One sentence: when a state is stable for a decision maker.
    number : str
        The definition's number in the theory pages.
    also_called : tuple of str
        Names that other texts use, with the text.
    sources : tuple of str
        Where it was defined.
    foresight : str
        What a decision maker who reasons like this looks at, in words.
    """

    name: str
    title: str
    replies: Replies
    definition: str
    number: str
    survives_countermove: bool = False
    implies: tuple[str, ...] = ()
    also_called: tuple[str, ...] = ()
    sources: tuple[str, ...] = ()
    foresight: str = ""
