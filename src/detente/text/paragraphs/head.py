"""The head of a page: the headline, its summary, who wrote it and when, and the furniture in front of the article."""

from __future__ import annotations

import re
from collections.abc import Sequence

from detente.text.paragraphs.draft import Draft
from detente.text.paragraphs.furniture import furniture
from detente.text.paragraphs.line import Line
from detente.text.paragraphs.stamps import is_office, is_people

LONGEST_HEADLINE = 30
LONGEST_SUMMARY = 60
LONGEST_SECTION = 4
LONGEST_BEFORE = 12
LOOK_AHEAD = 4
PROSE_READ = 40
FEWEST_PROSE = 12
_WORD = re.compile(r"[^\W\d_]{4,}")


def head(draft: Draft) -> None:
    """Find where the article begins, and sort what stands before."""
    prose = _first_prose(draft)
    found = _headline(draft, prose)
    if found is not None:
        _give_headline(draft, found, prose)
    draft.first = prose if found is None else _end_of_summary(draft, found, prose)
    _sections(draft, found)
    if found is not None:
        _bylines(draft, found)
        _summary(draft, found)
        _before(draft, found)


def _first_prose(draft: Draft) -> int:
    """Return the first open line that reads like a paragraph of an article; the number of lines if there is none."""
    long = next((number for number, line in draft.open() if line.is_prose), None)
    if long is not None:
        return long
    shorter = (
        number for number, line in draft.open() if line.size >= FEWEST_PROSE and line.is_ended and not line.is_bullet
    )
    return next(shorter, len(draft.lines))


def _headline(draft: Draft, prose: int) -> int | None:
    """Return the title in front of the article that shares most words with it."""
    if prose == len(draft.lines):
        return None
    words = _vocabulary(draft.lines[prose : prose + PROSE_READ])
    best, most = None, 0.0
    for number, line in draft.open(0, prose):
        value = _likeness(line, words) if _may_be_headline(line) else 0.0
        if value > most:
            best, most = number, value
    return best


def _may_be_headline(line: Line) -> bool:
    asks = line.text.rstrip("\"'”’").endswith(("?", "!"))
    fits = 3 <= line.size <= LONGEST_HEADLINE and not line.is_bullet and (asks or not line.is_ended)
    return fits and not line.text.endswith(":") and line.key not in furniture().sections


def _vocabulary(lines: Sequence[Line]) -> set[str]:
    return {word for line in lines for word in _WORD.findall(line.text.casefold()[:2000])}


def _likeness(line: Line, words: set[str]) -> float:
    """Return how much a line is like the headline: words of the article, and the length of a title."""
    own = set(_WORD.findall(line.text.casefold()))
    shared = len(own & words)
    share = shared / len(own) if own else 0.0
    return 2 * share + min(shared, 3) / 3 + (1.0 if 5 <= line.size <= 20 else 0.5)


def _give_headline(draft: Draft, found: int, prose: int) -> None:
    key = draft.lines[found].key
    for number, line in draft.open(0, prose):
        if number == found or (key and line.key == key):
            draft.give(number, "headline", "the title in front of the article", 0.9)


def _end_of_summary(draft: Draft, found: int, prose: int) -> int:
    """Return where the article begins: behind the byline or date that follows a stand-first of whole sentences."""
    stop = prose
    for number in range(prose, min(prose + LOOK_AHEAD, len(draft.lines))):
        line = draft.lines[number]
        if draft.is_a(number, "byline", "dateline") and number - found <= LOOK_AHEAD + 2:
            stop = number + 1
        elif draft.verdicts[number] is None and line.size > LONGEST_SUMMARY:
            break
    return stop


def _sections(draft: Draft, found: int | None) -> None:
    """A word or two in the head of a page that are no title are the name of a section."""
    names = furniture().sections
    for number, line in draft.open(0, draft.first):
        short = line.size <= LONGEST_SECTION and line.is_title_like and not line.is_bullet
        if short and line.key in names:
            draft.give(number, "boilerplate", "the name of a section", 0.9)
        elif short and found is not None and not _signs(draft, number):
            draft.give(number, "boilerplate", "a word or two beside the headline: the name of a section", 0.7)


def _signs(draft: Draft, number: int) -> bool:
    """Return whether a short line is a name that stands with a date or an office: it signs the article."""
    around = [each for each in (number - 1, number + 1) if 0 <= each < len(draft.lines)]
    beside = any(draft.is_a(each, "dateline", "byline") or is_office(draft.lines[each]) for each in around)
    return is_people(draft.lines[number]) and beside


def _bylines(draft: Draft, found: int) -> None:
    for number, line in draft.open(found + 1, draft.first):
        if _signs(draft, number) or is_office(line):
            draft.give(number, "byline", "a name or an office beside the date", 0.75)


def _summary(draft: Draft, found: int) -> None:
    """What stands between the headline and the article, and is no furniture, is its summary."""
    for number, line in draft.open(found + 1, draft.first):
        if line.size <= LONGEST_SUMMARY and (line.is_bullet or line.size > LONGEST_SECTION):
            reason = "an item of a list" if line.is_bullet else "a line"
            draft.give(number, "summary", f"{reason} between the headline and the article", 0.85)


def _before(draft: Draft, found: int) -> None:
    """What stands before the headline and is no sentence is the page's, not the article's."""
    for number, line in draft.open(0, found):
        if line.is_title_like and line.size <= LONGEST_BEFORE and not line.speaks:
            draft.give(number, "boilerplate", "a line before the headline", 0.6)
