"""Which paragraphs say again what another says, word for word or nearly: by runs of three words, in linear time."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence

from detente.text.paragraphs.line import Line

RUN = 3
FEWEST_WORDS = 6
MOST_WORDS = 80
LIKE = 0.6
SEEN_TOO_OFTEN = 8
_WORD = re.compile(r"\w+")
_BITS = 21


def repeats(lines: Sequence[Line]) -> list[int | None]:
    r"""Return for each line an earlier or later line that holds nearly all of its words in the same order, or None.

    Parameters
    ----------
    lines : sequence of Line
        The paragraphs of a text.

    Notes
    -----
    A line of 6 to 80 words repeats another when at least 0.6 of its runs of three words stand there. Of two lines that
    repeat each other the later one is told. A run that stands in more than 8 lines says nothing. Each line asks only
    the lines that its runs stand in, so that the cost is linear in the length of the text.

    Examples
    --------
    >>> from detente.text.paragraphs.line import lines_of
    >>> text = "The ferry left the old harbour at noon.\nA word.\nThe ferry left the old harbour at noon today."
    >>> repeats(lines_of(text))
    [None, None, 0]
    """
    ids: dict[str, int] = {}
    runs = [_runs(line, ids) for line in lines]
    where: dict[int, list[int]] = {}
    for number, own in enumerate(runs):
        for run in own:
            held = where.setdefault(run, [])
            if len(held) <= SEEN_TOO_OFTEN:
                held.append(number)
    return [_repeated(number, line, runs, where) for number, line in enumerate(lines)]


def _runs(line: Line, ids: dict[str, int]) -> set[int]:
    """Return the runs of three words as whole numbers, exact as long as there are fewer than two million words."""
    words = [ids.setdefault(word, len(ids)) for word in _WORD.findall(line.text.casefold())]
    return {(a << 2 * _BITS) | (b << _BITS) | c for a, b, c in zip(words, words[1:], words[2:], strict=False)}


def _repeated(number: int, line: Line, runs: Sequence[set[int]], where: dict[int, list[int]]) -> int | None:
    own = runs[number]
    if not FEWEST_WORDS <= line.size <= MOST_WORDS or not own:
        return None
    shared = Counter(_others(number, (where[run] for run in own)))
    best = min(shared.items(), key=lambda item: (-item[1], item[0]), default=None)
    if best is None or best[1] < LIKE * len(own):
        return None
    other, both = best
    is_first_of_two = other > number and both >= LIKE * len(runs[other])
    return None if is_first_of_two else other


def _others(number: int, held: Iterable[list[int]]) -> Iterable[int]:
    return (other for each in held if len(each) <= SEEN_TOO_OFTEN for other in each if other != number)
