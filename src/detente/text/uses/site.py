"""A name with the words around it: what the rules of its use look at."""

from __future__ import annotations

from dataclasses import dataclass

from detente.text.gazetteer.grammar import words
from detente.text.gazetteer.names import Name
from detente.text.gazetteer.tokens import Tokens

_WINDOW = 12


@dataclass(frozen=True, slots=True)
class Site:
    """A name at the tokens ``first`` up to ``last``, within the sentence ``start`` up to ``end``."""

    tokens: Tokens
    first: int
    last: int
    name: Name
    start: int
    end: int

    def before(self, steps: int = 1) -> str:
        """Return the word that many steps before the name, or an empty string before the sentence."""
        at = self.first - steps
        return self.tokens.keys[at] if at >= self.start else ""

    def after(self, steps: int = 1) -> str:
        """Return the word that many steps behind the name and its 's, or an empty string behind the sentence."""
        at = self.follow + steps - 1
        return self.tokens.keys[at] if at < self.end else ""

    @property
    def possessive(self) -> bool:
        """Whether 's follows, or the apostrophe alone after a name in s."""
        return self.follow > self.last

    @property
    def follow(self) -> int:
        """The first token behind the name and its 's."""
        tokens, at = self.tokens, self.last
        if tokens.key(at) != "'" or not tokens.touches(at):
            return at
        if tokens.key(at + 1) in {"s", "S"} and tokens.touches(at + 1):
            return at + 2
        ends_in_s = tokens.keys[at - 1][-1] in "sS" and tokens.key(at + 1)[:1].islower()
        return at + 1 if ends_in_s and not tokens.touches(at + 1) else at

    @property
    def spelt(self) -> str:
        """The name as it stands, without accents."""
        return " ".join(self.tokens.keys[self.first : self.last])

    @property
    def describes(self) -> bool:
        """Whether the name by itself may stand before any noun: US, EU, Kremlin, New Zealand."""
        short = self.spelt.isupper() and len(self.tokens.keys[self.first]) <= 5
        return self.name.adjective or short or self.name.kind in {"government", "organisation"}

    @property
    def titled(self) -> bool:
        """Whether the words around are capitalised as in a headline, so that a capital letter tells nothing."""
        low, high = max(self.start, self.first - _WINDOW), min(self.end, self.last + _WINDOW)
        near = [word for word in self.tokens.keys[low:high] if word.isalpha() and len(word) > 3]
        return len(near) > 3 and sum(word[0].isupper() for word in near) >= 0.9 * len(near)

    def governed(self) -> tuple[str, int, bool]:
        """Return the word that governs the name, its place, and whether a direction ("southern") stands between."""
        at, turned = self.first - 1, False
        for _ in range(3):
            word = self.tokens.keys[at].lower() if at >= self.start else ""
            if word not in {"the", "both"} and word not in words("directions"):
                break
            turned = turned or word in words("directions")
            at -= 1
        return (self.tokens.keys[at].lower() if at >= self.start else ""), at, turned

    def near(self, at: int, size: int) -> frozenset[str]:
        """Return the words, in small letters, of so many tokens before a place in the same clause."""
        found: list[str] = []
        for place in range(at - 1, max(self.start, at - size) - 1, -1):
            if self.tokens.keys[place] in {",", ";", ":", ".", "(", ")"}:
                break
            found.append(self.tokens.keys[place].lower())
        return frozenset(found)
