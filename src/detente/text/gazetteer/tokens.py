"""The words and marks of a stretch of text, each with its place: what names are looked up in and judged by."""

from __future__ import annotations

import re
import unicodedata

from detente.text.span import Span

_TOKEN = re.compile(r"[\w\u0300-\u036f]+|[^\w\s]")
_CLOSING = frozenset("\"'”’»)]")
_MARKS = {"’": "'", "ʼ": "'", "‘": "'", "ʻ": "'", "‐": "-", "‑": "-", "–": "–", "—": "—"}
_SHORT = frozenset(
    [
        "Mr",
        "Mrs",
        "Ms",
        "Dr",
        "Prof",
        "Gen",
        "Lt",
        "Col",
        "Sgt",
        "Capt",
        "Maj",
        "Adm",
        "Sen",
        "Rep",
        "Gov",
        "St",
        "Jnr",
        "Jr",
        "Sr",
        "No",
        "vs",
        "Jan",
        "Feb",
        "Mar",
        "Apr",
        "Jun",
        "Jul",
        "Aug",
        "Sep",
        "Sept",
        "Oct",
        "Nov",
        "Dec",
        "Inc",
        "Ltd",
        "Co",
    ]
)


def folded(word: str) -> str:
    """Return the word with plain apostrophes and hyphens and without accents, as names are looked up.

    Examples
    --------
    >>> folded("Élysée")
    'Elysee'
    """
    if word.isascii():
        return word
    plain = unicodedata.normalize("NFD", _MARKS.get(word, word))
    return "".join(sign for sign in plain if not unicodedata.combining(sign))


class Tokens:
    """Words and single marks of ``text[span.start:span.end]``, in order.

    Attributes
    ----------
    words, keys : list of str
        As they stand, and `folded`.
    starts, ends : list of int
        Where each stands in the whole text.
    """

    __slots__ = ("_bounds", "ends", "keys", "starts", "text", "words")

    def __init__(self, text: str, span: Span) -> None:
        found = [(match[0], match.start(), match.end()) for match in _TOKEN.finditer(text, span.start, span.end)]
        self.text = text
        self.words = [word for word, _, _ in found]
        self.keys = [folded(word) or word for word in self.words]  # a mark without a letter folds to nothing
        self.starts = [start for _, start, _ in found]
        self.ends = [end for _, _, end in found]
        self._bounds: list[tuple[int, int]] | None = None

    def __len__(self) -> int:
        return len(self.words)

    def touches(self, at: int) -> bool:
        """Return whether nothing stands between the token and the one before it."""
        return 0 < at < len(self.starts) and self.starts[at] == self.ends[at - 1]

    def key(self, at: int) -> str:
        """Return the folded token there, or an empty string beyond either end."""
        return self.keys[at] if 0 <= at < len(self.keys) else ""

    def sentence(self, at: int) -> tuple[int, int]:
        """Return the first token of the sentence that the token stands in, and the one after its last.

        The table is made once, so that asking for every token stays linear.
        """
        if self._bounds is None:
            self._bounds = self._sentences()
        return self._bounds[at]

    def _sentences(self) -> list[tuple[int, int]]:
        bounds: list[tuple[int, int]] = []
        for at in range(len(self)):
            if at + 1 == len(self) or self._closes(at):
                bounds += [(len(bounds), at + 1)] * (at + 1 - len(bounds))
        return bounds

    def _closes(self, at: int) -> bool:
        # A full stop, with what closes behind it, before a word with a capital letter; not that of an abbreviation.
        mark = at
        while mark > 0 and self.words[mark] in _CLOSING and self.touches(mark):
            mark -= 1
            if at - mark > 3:
                return False
        if self.words[mark] not in {".", "!", "?", "…"} or (at + 1 < len(self) and self.touches(at + 1)):
            return False
        before = self.words[mark - 1] if mark else ""
        if self.words[mark] == "." and ((len(before) == 1 and before.isalpha()) or before in _SHORT):
            return False
        follows = self.words[at + 1]
        return not follows[0].islower()
