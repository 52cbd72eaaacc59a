"""Somebody whom an article names, and what it says of them."""

from __future__ import annotations

from dataclasses import dataclass, field

from detente.text.ledger import Basis, Speaker, Standing
from detente.text.span import Span


@dataclass(slots=True)
class Person:
    """Somebody whom the article names.

    Attributes
    ----------
    name, surname : str
        The fullest name, and its last part.
    roles : list of str
        What the article calls them, the most telling first.
    organisation : str or None
        Where they work, as the article has it.
    entity : str or None
        The state or organisation that they speak for: its code.
    standing : str
        ``party``, ``third party``, ``outlet`` or ``unknown``.
    gender : str
        ``he`` or ``she`` where a title or a pronoun says so; else empty.
    first_name : str
        ``he`` or ``she`` where the first name is a man's or a woman's; it counts only where nothing else is known.
    spans : list of Span
        Where the full name stands.
    """

    name: str
    surname: str
    roles: list[str] = field(default_factory=list)
    organisation: str | None = None
    entity: str | None = None
    standing: Standing = "unknown"
    gender: str = ""
    first_name: str = ""
    spans: list[Span] = field(default_factory=list)


def as_speaker(person: Person, span: Span | None, basis: Basis) -> Speaker:
    """Return a person as the speaker of a statement."""
    role = person.roles[0] if person.roles else None
    return Speaker(person.name, role, person.organisation, person.standing, span, person.entity, basis)
