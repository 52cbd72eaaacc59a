"""One-to-one matching of pieces of text by how much of them is the same.

Only letters and digits count, so it makes no difference whether quote marks, a full stop or white space belong to a
piece. A "that" or "to" at the very start is not counted either: one annotator keeps it, the other leaves it out. Pairs
are taken greedily, the most alike first; equal ones in the order of the text.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Callable, Iterator, Sequence
from itertools import accumulate

from detente.text.span import Span, hull

Pieces = Sequence[Span]

Allowed = Callable[[int, int], bool]

LEADING = re.compile(r"\W{0,8}(?:that|to)\b(?=\W{1,8}\w)", re.IGNORECASE)


class Counted:
    """A text in which only letters and digits count."""

    def __init__(self, text: str) -> None:
        self.text = text
        self._before = [0, *accumulate(map(str.isalnum, text))]

    def size(self, pieces: Pieces) -> int:
        """Return how many characters of these pieces count; the pieces must be apart."""
        return sum(self._before[end] - self._before[start] for start, end in pieces)

    def normal(self, pieces: Pieces) -> tuple[Span, ...]:
        """Return the pieces in order, merged where they overlap, and without a leading "that" or "to"."""
        made: list[Span] = []
        for piece in sorted(pieces):
            if made and piece.start <= made[-1].end:
                made[-1] = Span(made[-1].start, max(made[-1].end, piece.end))
            else:
                made.append(piece)
        if made and (word := LEADING.match(self.text, *made[0])):
            made[0] = Span(word.end(), made[0].end)
        return tuple(made)

    def alike(self, one: Pieces, other: Pieces) -> float:
        """Return intersection over union of normal pieces, from 0 to 1."""
        both = self.size(common(one, other))
        return both / (self.size(one) + self.size(other) - both) if both else 0.0


def common(one: Pieces, other: Pieces) -> list[Span]:
    """Return what both cover; each has its pieces in order and apart.

    Examples
    --------
    >>> common([Span(0, 5), Span(8, 9)], [Span(3, 9)])
    [Span(start=3, end=5), Span(start=8, end=9)]
    """
    found, i, j = [], 0, 0
    while i < len(one) and j < len(other):
        start, end = max(one[i].start, other[j].start), min(one[i].end, other[j].end)
        if start < end:
            found.append(Span(start, end))
        if one[i].end < other[j].end:
            i += 1
        else:
            j += 1
    return found


def matched(
    text: str,
    gold: Sequence[Pieces],
    found: Sequence[Pieces],
    least: float = 0.5,
    allowed: Allowed = lambda _gold, _found: True,
) -> dict[int, int]:
    """Return the number of the found item for each number of a gold item that is matched.

    Parameters
    ----------
    text : str
        What all places count in.
    gold, found : sequence of sequence of Span
        The pieces of each item.
    least : float
        The intersection over union that a pair needs.
    allowed : callable, optional
        Whether a gold and a found item, by their numbers, may be a pair at all.

    Examples
    --------
    >>> matched("He said that it works.", [[Span(8, 21)]], [[Span(0, 2)], [Span(13, 22)]])
    {0: 1}
    """
    counted = Counted(text)
    ours, theirs = [list(map(counted.normal, side)) for side in (gold, found)]
    pairs = sorted((-counted.alike(ours[i], theirs[j]), i, j) for i, j in _near(ours, theirs) if allowed(i, j))
    made: dict[int, int] = {}
    taken: set[int] = set()
    for unlike, i, j in pairs:
        if -unlike >= least and i not in made and j not in taken:
            made[i] = j
            taken.add(j)
    return dict(sorted(made.items()))


def _near(ours: Sequence[Pieces], theirs: Sequence[Pieces]) -> Iterator[tuple[int, int]]:
    """Yield the pairs whose stretches of text overlap."""
    hulls = sorted((hull(pieces), j) for j, pieces in enumerate(theirs) if pieces)
    starts = [span.start for span, _ in hulls]
    ends = list(accumulate((span.end for span, _ in hulls), max))
    for i, pieces in enumerate(ours):
        if pieces:
            around = hull(pieces)
            first, last = bisect_right(ends, around.start), bisect_left(starts, around.end)
            yield from ((i, j) for span, j in hulls[first:last] if around.overlap(span))
