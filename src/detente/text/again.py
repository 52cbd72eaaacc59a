"""Finding a place again: whether words that were taken down still stand where they did, elsewhere, or nowhere."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import Literal

from detente.text.digest import sha256
from detente.text.folding import Folded, folded
from detente.text.span import Span

Status = Literal["ok", "moved", "changed", "lost", "not checkable"]
STATUSES: tuple[Status, ...] = ("ok", "moved", "changed", "lost", "not checkable")
ALIKE = 95.0
AROUND = 2000
SHORTEST_FUZZY = 12
MOST_FUZZY = 2000
MOST_EVENED = 3
TURNED = "nearly the same words stand there, with another number or another not"
ONLY_A_HASH = "other words stand there, and a hash alone cannot be searched for"
ONLY_THE_FIRST = "the first words are there, what follows is not"
_TURNS = re.compile(r"\d+|\b(?:not|no|never|none|nobody|nothing|neither|nor|without|cannot)\b|n't\b", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Wanted:
    """A place as it was taken down.

    Attributes
    ----------
    span : Span or None
        Where it was.
    sha256 : str
        Of all words of the span, or its first digits; empty if unknown.
    words : str
        The words, or the first few of them; empty if unknown.
    is_whole : bool
        Whether ``words`` are all words of the span, letter by letter.
    prefix, suffix : str
        What stood before and behind, as far as it is known.
    """

    span: Span | None = None
    sha256: str = ""
    words: str = ""
    is_whole: bool = False
    prefix: str = ""
    suffix: str = ""


@dataclass(frozen=True, slots=True)
class Again:
    """What has become of a place: its status, where it is now, and what there is to say about it."""

    status: Status
    span: Span | None = None
    why: str = ""


@dataclass(eq=False)
class Finder:
    """Finds places in one text again; what has moved by as much as the place before it is found at once."""

    text: str
    _folded: Folded | None = field(default=None, init=False)
    _shift: int = field(default=0, init=False)

    def find(self, wanted: Wanted) -> Again:
        """Return what has become of a place.

        Examples
        --------
        >>> finder = Finder("Well: he refused to sign.")
        >>> finder.find(Wanted(Span(3, 10), words="refused", is_whole=True))
        Again(status='moved', span=Span(start=9, end=16), why='')
        """
        if wanted.span is not None and self._stands(wanted, wanted.span):
            return self._words_agree(wanted, wanted.span)
        if not wanted.words:
            if wanted.sha256:
                return Again("lost", None, ONLY_A_HASH)
            return Again("not checkable", None, "neither words nor a hash are given")
        found = self._moved(wanted) or self._by_words(wanted) or self._alike(wanted)
        if found is None:
            return Again("lost", None, "the words do not stand in the text")
        if wanted.span is not None and found.span is not None:
            self._shift = found.span.start - wanted.span.start
        return found

    @property
    def folded(self) -> Folded:
        """The text as it is searched."""
        if self._folded is None:
            self._folded = Folded(self.text)
        return self._folded

    def _stands(self, wanted: Wanted, span: Span) -> bool:
        """Return whether the words of a place stand at a span, by hash or letter by letter."""
        if not 0 <= span.start <= span.end <= len(self.text):
            return False
        words = span.of(self.text)
        if wanted.sha256:
            return sha256(words).startswith(wanted.sha256)
        if wanted.is_whole:
            return words == wanted.words
        return bool(wanted.words) and folded(wanted.words) in folded(words)

    def _words_agree(self, wanted: Wanted, span: Span) -> Again:
        if not wanted.words or wanted.is_whole or folded(wanted.words) in folded(span.of(self.text)):
            return Again("ok", span)
        return Again("changed", span, "the place is as it was, and the words that are given for it are others")

    def _moved(self, wanted: Wanted) -> Again | None:
        """Return the place at the distance by which the one before it has moved."""
        if wanted.span is None or not self._shift or not (wanted.sha256 or wanted.is_whole):
            return None
        span = Span(wanted.span.start + self._shift, wanted.span.end + self._shift)
        return Again("moved", span) if self._stands(wanted, span) else None

    def _by_words(self, wanted: Wanted) -> Again | None:
        """Return where the words stand; of several places the one with the same surroundings, then the nearest."""
        found = self.folded.find(wanted.words)
        if wanted.span is None:
            return Again("ok", found[0]) if found else None
        old = wanted.span
        found.sort(key=lambda s: (-self._surroundings(wanted, s), abs(s.start - old.start)))
        for span in found:
            whole = Span(span.start, span.start + old.length)
            if self._stands(wanted, whole):
                return Again("moved", whole)
        if not found:
            return None
        if not wanted.sha256 and not wanted.is_whole:
            return Again("moved", found[0])
        evened = next((e for at in found[:MOST_EVENED] if (e := self._evened(wanted, at.start)) is not None), None)
        if evened is not None:
            return Again("changed", evened, "only white space differs")
        if wanted.is_whole or len(wanted.words) >= old.length:
            return Again("changed", found[0], "only white space or quote marks differ")
        return Again("lost", None, ONLY_THE_FIRST)

    def _evened(self, wanted: Wanted, start: int) -> Span | None:
        """Return the span from a place on that has the same hash once its white space is single spaces, if one has."""
        if wanted.span is None or not wanted.sha256:
            return None
        most = wanted.span.length
        piece = self.text[start : start + 2 * most + 1]
        signs = [at for at, sign in enumerate(piece) if not sign.isspace() or (at > 0 and not piece[at - 1].isspace())]
        flat = "".join(" " if piece[at].isspace() else piece[at] for at in signs[:most])
        is_same = len(flat) == most and sha256(flat).startswith(wanted.sha256)
        return Span(start, start + signs[most - 1] + 1) if is_same and most else None

    def _surroundings(self, wanted: Wanted, span: Span) -> int:
        """Return how many signs before and behind a span are as they were."""
        before = self.text[max(0, span.start - len(wanted.prefix)) : span.start]
        behind = self.text[span.end : span.end + len(wanted.suffix)]
        pairs = (zip(reversed(before), reversed(wanted.prefix), strict=False), zip(behind, wanted.suffix, strict=False))
        return sum(_agreeing(pair) for pair in pairs)

    def _alike(self, wanted: Wanted) -> Again | None:
        """Return the words that are nearly the same, in the neighbourhood of the old place."""
        from rapidfuzz.fuzz import partial_ratio_alignment

        words = folded(wanted.words)[:MOST_FUZZY]
        if len(words) < SHORTEST_FUZZY:
            return None
        start, end = self._neighbourhood(wanted)
        best = partial_ratio_alignment(words, self.folded.signs[start:end], score_cutoff=ALIKE)
        if best is None or best.dest_end <= best.dest_start:
            return None
        if _turns(words, 0, len(words)) != _turns(self.folded.signs, start + best.dest_start, start + best.dest_end):
            return Again("lost", None, TURNED)
        span = self.folded.place(start + best.dest_start, start + best.dest_end)
        return Again("changed", span, f"{best.score:.0f} per cent alike")

    def _neighbourhood(self, wanted: Wanted) -> tuple[int, int]:
        """Return the stretch of the folded text to look through: around the old place, or a million signs."""
        size = len(self.folded.signs)
        if wanted.span is None:
            return 0, min(size, 1_000_000)
        middle = self.folded.position(wanted.span.start + self._shift)
        return max(0, middle - AROUND), min(size, middle + AROUND + len(wanted.words))


def _turns(words: str, start: int, end: int) -> list[str]:
    """Return the numbers and negations of a stretch of words, in which no word or number is cut at an end."""
    while start > 0 and words[start - 1].isalnum() and words[start].isalnum():
        start -= 1
    while end < len(words) and words[end].isalnum() and words[end - 1].isalnum():
        end += 1
    return sorted(found.lower() for found in _TURNS.findall(words[start:end]))


def _agreeing(pairs: zip[tuple[str, str]]) -> int:
    count = 0
    for a, b in pairs:
        if a != b:
            break
        count += 1
    return count
