"""Words found again although white space, quote marks or dashes differ; every place is one of the untouched text."""

from __future__ import annotations

from bisect import bisect_left
from dataclasses import dataclass, field
from functools import cached_property

from detente.text.span import Span

SAME = {
    **dict.fromkeys("“”„‟«»″＂", '"'),
    **dict.fromkeys("‘’‚‛‹›′`´", "'"),
    **dict.fromkeys("‐‑‒–—―−", "-"),
}
_TABLE = str.maketrans(SAME)
NOTHING = frozenset("\u00ad\u200b\u200c\u200d\u2060\ufeff")
MOST_FOUND = 1000


def folded(words: str) -> str:
    """Return words with single spaces and plain quote marks and dashes.

    Examples
    --------
    >>> folded("“carrot\u2011and\u2011stick”  tactic ")
    '"carrot-and-stick" tactic'
    """
    return " ".join("".join(c for c in words.translate(_TABLE) if c not in NOTHING).split())


@dataclass(eq=False)
class Folded:
    """A text as it is searched: folded, with the place that every sign of it comes from. The cost is linear."""

    text: str
    _made: tuple[str, list[int]] = field(init=False)

    def __post_init__(self) -> None:
        signs: list[str] = []
        places: list[int] = []
        for at, sign in enumerate(self.text):
            if sign in NOTHING:
                continue
            if sign.isspace():
                if signs and signs[-1] != " ":
                    signs.append(" ")
                    places.append(at)
                continue
            signs.append(SAME.get(sign, sign))
            places.append(at)
        self._made = "".join(signs), places

    @cached_property
    def signs(self) -> str:
        """The folded text."""
        return self._made[0]

    def place(self, start: int, end: int) -> Span:
        """Return the place in the untouched text of a stretch of the folded one that is not empty."""
        places = self._made[1]
        return Span(places[start], places[end - 1] + 1)

    def position(self, at: int) -> int:
        """Return the first sign of the folded text that comes from a place or from behind it."""
        return bisect_left(self._made[1], at)

    def find(self, words: str, most: int = MOST_FOUND) -> list[Span]:
        r"""Return every place of words, from left to right, the first ``most`` of them; none for words without a sign.

        Examples
        --------
        >>> text = "He said: “Go\n home”. Then: go home."
        >>> [place.of(text) for place in Folded(text).find('"Go home"')]
        ['“Go\n home”']
        """
        wanted = folded(words)
        found: list[Span] = []
        at = self.signs.find(wanted) if wanted else -1
        while at >= 0 and len(found) < most:
            found.append(self.place(at, at + len(wanted)))
            at = self.signs.find(wanted, at + 1)
        return found
