"""What a solution concept for coalitions is made of, so that engines can interpret it (theory C15).

A state is stable for a coalition if every *coalition improvement* from it is sanctioned: every state that a legal
sequence of the members' moves leads to and that is better for all of them meets a reply of the others after which the
coalition as a whole is not better off.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum


class CoalitionReplies(Enum):
    """Which replies of the others can sanction a coalition improvement."""

    NONE = "none"
    ANY = "any legal sequence of the others' moves"
    IMPROVEMENTS = "any legal sequence of improvements of coalitions of the others"


@dataclass(frozen=True, slots=True)
class CoalitionConcept:
    """A solution concept for coalitions as a declaration over the predicates of theory B11.

    Attributes
    ----------
    name : str
        The short name of the literature; the key in tables and JSON.
    title : str
        The name in full.
    replies : CoalitionReplies
        Which replies count as sanctions.
    survives_countermove : bool
        Whether the sanction must hold against every further legal sequence of the coalition's moves.
    individual : str
        The concept of single decision makers that it extends.
    implies : tuple of str
        Concepts for coalitions under which a state that is stable here is always stable too.
    definition : str
        One sentence: when a state is stable for a coalition.
    number : str
        The definition's number in the theory page.
    sources : tuple of str
        Where it was defined.
    foresight : str
        What a coalition that reasons like this looks at, in words.
    """

    name: str
    title: str
    replies: CoalitionReplies
    individual: str
    definition: str
    number: str
    survives_countermove: bool = False
    implies: tuple[str, ...] = ()
    sources: tuple[str, ...] = ()
    foresight: str = ""
