"""What people are called by what they do, and the standing that this gives their words."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache

from detente.text.ledger import Standing
from detente.text.speakers.words import COUNTS, LINKS
from detente.text.wordlists import data_of

WORD = re.compile(r"[^\W_]+(?:[-’'][^\W_]+)*")


@dataclass(frozen=True, slots=True)
class Roles:
    """Role nouns by standing, the words that go before them, names of news outlets, words of organisations, kinds."""

    standing: dict[str, Standing]
    modifiers: frozenset[str]
    groups: frozenset[str]
    outlets: frozenset[str]
    organisations: frozenset[str]
    collective: frozenset[str]
    kinds: dict[str, frozenset[str]]


def _words(block: str) -> list[str]:
    return [word.strip() for line in block.splitlines() for word in line.split(",") if word.strip()]


@cache
def roles() -> Roles:
    """Return the roles of the package; the file is read once."""
    data = data_of(__package__, "roles.yaml")
    standings: tuple[Standing, ...] = ("unknown", "outlet", "third party", "party")
    by_noun = {noun: standing for standing in standings for noun in _words(data[standing])}
    of = {key: frozenset(_words(block)) for key, block in data.items() if isinstance(block, str)}
    kinds = {kind: frozenset(_words(nouns)) for kind, nouns in data["kinds"].items()}
    return Roles(by_noun, of["modifiers"], of["groups"], of["outlets"], of["organisations"], of["collective"], kinds)


def role_noun(words: str) -> str | None:
    """Return the noun of a phrase that says what somebody is: the last role noun before a preposition.

    Examples
    --------
    >>> role_noun("a senior Kremlin spokesman"), role_noun("professor of law at the ministry")
    ('spokesman', 'professor')
    >>> role_noun("one of the ministers"), role_noun("a ship of the navy")
    ('ministers', None)
    """
    found = None
    before = 0
    for word in WORD.findall(words.lower()):
        if word in LINKS:
            if found or before > 0:
                break
            continue
        if word in roles().standing:
            found = word
        elif word not in COUNTS:
            before += word not in roles().modifiers
    return found


def is_plural(noun: str) -> bool:
    """Return whether a role noun means several people.

    Examples
    --------
    >>> is_plural("exporters"), is_plural("fishermen"), is_plural("boss")
    (True, True, False)
    """
    known = roles()
    regular = noun.endswith("s") and noun[:-1] in known.standing
    return regular or noun in known.groups or noun.endswith(("men", "people"))


def is_kind(role: str, noun: str) -> bool:
    """Return whether a role is one of a kind.

    Examples
    --------
    >>> is_kind("a senior envoy", "diplomat"), is_kind("a fisherman", "diplomat")
    (True, False)
    """
    return role_noun(role) in roles().kinds.get(noun, ())
