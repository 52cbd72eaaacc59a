"""Lines that were broken at a width, as e-mails and plain-text wire copy have them, put together again.

A text counts as broken only on positive evidence: lines go on with a small letter where the line before did not end,
and hardly a line that goes on could have taken the next word. Then two lines belong together where that holds too.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import pairwise

from detente.text.paragraphs.line import INVISIBLE, Line, key_of
from detente.text.span import Span

NARROWEST, WIDEST = 40, 120
FEWEST = 2
RAGGED, FULL = 0.85, 0.95
MOST_UNFIT = 0.2
TURN = re.compile(r"(?:[—–-] )?[A-Z][\w.'’ -]{0,40}:(?: |$)")
"""How somebody's turn begins: NAME, and a colon."""


def unwrapped(text: str, lines: tuple[Line, ...]) -> tuple[Line, ...]:
    """Return the lines, those that a width broke in two joined; the same lines where no width broke them."""
    width = _width(lines)
    if width is None:
        return lines
    is_dense = not any(line.gap for line in lines[1:])
    found: list[list[Line]] = []
    for line in lines:
        if found and _goes_on(text, found[-1][-1], line, width, is_dense=is_dense):
            found[-1].append(line)
        else:
            found.append([line])
    return tuple(_joined(parts) for parts in found)


def _width(lines: Sequence[Line]) -> int | None:
    """Return how wide the lines are, None where they were not broken at a width."""
    longest = max((line.span.length for line in lines if line.size > 1), default=0)
    if not NARROWEST <= longest <= WIDEST:
        return None
    broken = [(line, after) for line, after in pairwise(lines) if _runs_over(line, after)]
    unfit = sum(not _is_full(line, after, RAGGED * longest) for line, after in broken)
    return longest if len(broken) >= FEWEST and unfit <= MOST_UNFIT * len(broken) else None


def _runs_over(line: Line, after: Line) -> bool:
    """Whether a line goes on in the next one, as its words show."""
    return not after.gap and not line.is_ended and after.text[0].islower()


def _is_full(line: Line, after: Line, width: float) -> bool:
    """Whether the next word had no room on a line."""
    return line.span.length + 1 + len(after.text.split(None, 1)[0]) > width


def _goes_on(text: str, line: Line, after: Line, width: int, *, is_dense: bool) -> bool:
    """Whether a line goes on in the next one; in a text without blank lines its last sentence tells less."""
    if after.gap or after.is_bullet or _indent(text, after) > _indent(text, line):
        return False
    if is_dense and TURN.match(after.text):
        return False
    roughly = FULL if is_dense and line.is_ended else RAGGED  # not every program fills its lines
    return _is_full(line, after, roughly * width) or _runs_over(line, after)


def _indent(text: str, line: Line) -> int:
    """Return how much white space stands before a line, so that the first line of a paragraph is told from others."""
    start = line.span.start
    while start > 0 and (text[start - 1] in " \t\xa0" or text[start - 1] in INVISIBLE):
        start -= 1
    return line.span.start - start


def _joined(parts: Sequence[Line]) -> Line:
    if len(parts) == 1:
        return parts[0]
    words = " ".join(part.text for part in parts)
    span = Span(parts[0].span.start, parts[-1].span.end)
    return Line(span, words, sum(part.size for part in parts), key_of(words), parts[0].gap)
