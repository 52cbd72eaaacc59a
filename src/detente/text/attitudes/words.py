"""A sentence as its words: lower-cased, with their places; quote marks are none of them."""

from __future__ import annotations

import re
from bisect import bisect_left
from dataclasses import dataclass

from detente.text.page import FILLER
from detente.text.span import Span

_WORD = re.compile(
    r"(?:Mr|Mrs|Ms|Dr|Gen|Lt|Col|St|Sen|Rep|Prof|Capt|Adm|Gov|Jr|Sr|Jnr|Snr)\.|(?:[A-Z]\.){2,}|"
    r"\d[\d.,]*\d|[^\W_]+(?:[-’'‑][^\W_]+)*|(?<=[sS])[’'](?=\s)|" + FILLER + r"+|[.,;:!?()\[\]{}…]|[-–—―]+"
)
_APOSTROPHES = str.maketrans({"’": "'", "‑": "-"})
_ENDINGS = ("n't", "'s", "'ll", "'ve", "'re", "'d", "'m")
BOUNDARIES = frozenset(".!?;:…")


@dataclass(frozen=True, slots=True)
class Words:
    """The words and marks of one unit, in order: each in lower case, its start and its end in the text.

    Attributes
    ----------
    low : list of str
        Lower case; an apostrophe is always straight, and "n't", "'s", "'ll" are words of their own.
    starts, ends : list of int
        Where each stands in the text.
    capital : list of bool
        Whether it starts with a capital letter.
    """

    low: list[str]
    starts: list[int]
    ends: list[int]
    capital: list[bool]

    def __len__(self) -> int:
        """How many there are."""
        return len(self.low)

    def at(self, number: int) -> str:
        """Return the word of that number; the empty word outside."""
        return self.low[number] if 0 <= number < len(self.low) else ""

    def span(self, first: int, after: int) -> Span:
        """Return the stretch of text from one word up to, not including, another."""
        return Span(self.starts[first], self.ends[after - 1])

    def word_at(self, place: int) -> str:
        """Return the word that begins at a place of the text; the empty word where none does."""
        number = bisect_left(self.starts, place)
        return self.low[number] if number < len(self.starts) and self.starts[number] == place else ""

    def find(self, wanted: frozenset[str], first: int, after: int) -> int:
        """Return the number of the first of these words in the stretch; -1 when there is none."""
        return next((i for i in range(first, min(after, len(self.low))) if self.low[i] in wanted), -1)


def words(text: str, span: Span) -> Words:
    """Return the words of a stretch of text; the cost is linear in its length.

    Examples
    --------
    >>> words("Moscow won't say.", Span(0, 17)).low
    ['moscow', 'wo', "n't", 'say', '.']
    """
    made = Words([], [], [], [])
    for found in _WORD.finditer(text, span.start, span.end):
        _add(made, found.group(), found.start())
    return made


def _add(made: Words, word: str, start: int) -> None:
    low = word.translate(_APOSTROPHES).lower()
    low = low if len(low) == len(word) else word
    if low == "'":
        return _push(made, "'s", start, start + 1)
    width = 0 if "'" not in low else next((len(e) for e in _ENDINGS if low.endswith(e) and len(low) > len(e)), 0)
    cut = len(word) - width
    _push(made, low[:cut], start, start + cut)
    made.capital[-1] = word[0].isupper()
    return _push(made, low[cut:], start + cut, start + len(word)) if width else None


def _push(made: Words, low: str, start: int, end: int) -> None:
    made.low.append(low)
    made.starts.append(start)
    made.ends.append(end)
    made.capital.append(False)
