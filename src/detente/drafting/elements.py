"""The elements of a case in the making: what a party wants, what cannot be, and what found no place."""

from __future__ import annotations

from collections.abc import Container
from dataclasses import dataclass
from typing import Literal

from detente.drafting.parties import Party
from detente.drafting.support import Supported

SETTLEMENT = "settlement"
Group = Literal["own_words", "article", "others"]


@dataclass(slots=True)
class Wish(Supported):
    """A statement of preference in the making: whose, the formula, on whose word, and what speaks for it."""

    party: Party
    want: str
    group: Group
    assumed: str = ""


@dataclass(slots=True)
class Limit(Supported):
    """A constraint in the making: a formula that cannot hold, and what speaks for it."""

    party: Party
    when: str
    why: str

    def holds(self, done: Container[str]) -> bool:
        """Whether it rules out the state in which these options are Y and all others N."""
        return all((part[0] == "!") != (part.lstrip("!") in done) for part in self.when.split(" & "))


@dataclass(frozen=True, slots=True)
class Left:
    """What was said and has no place in the case: where, in a few words, and why not."""

    at: str
    said: str
    why: str
