"""What a name of the gazetteer says: for whom it stands, and what sort of word it is."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import NamedTuple

from detente.text.ledger import MentionKind
from detente.text.span import Span


@dataclass(frozen=True, slots=True)
class Name:
    """A name of a state, its people, its capital, a seat of government, or an international organisation.

    Attributes
    ----------
    entity : str
        ISO 3166 alpha-3 of the state, or the short name of the organisation.
    kind : str
        ``state``, ``capital``, ``government``, ``demonym`` or ``organisation``.
    adjective, people : bool
        Of a demonym: it describes a noun (Russian), it means persons (the Russians); "Japanese" does both.
    acting : str
        Whom it stands for when it acts, where that is another than its place: Brussels lies in BEL and acts as EU.
    """

    entity: str
    kind: MentionKind
    adjective: bool = False
    people: bool = False
    acting: str = ""

    @property
    def actor(self) -> str:
        """Whom it stands for when it acts."""
        return self.acting or self.entity


@dataclass(frozen=True, slots=True)
class Former:
    """A state that is gone: its code, its days, and the state of today that comes after it."""

    entity: str
    first: date
    last: date
    successor: str


class Found(NamedTuple):
    """A name in a text."""

    span: Span
    name: Name


class Place(NamedTuple):
    """A name in a sequence of tokens: from ``first`` up to, not including, ``last``."""

    first: int
    last: int
    name: Name
