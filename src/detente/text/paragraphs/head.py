"""The head of a page: the headline, its summary, who wrote it and when, and the furniture in front of the article."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from detente.text.ledger import ParagraphClass
from detente.text.paragraphs.draft import Draft
from detente.text.paragraphs.furniture import furniture
from detente.text.paragraphs.line import Line, has_letter
from detente.text.paragraphs.links import below_headings
from detente.text.paragraphs.stamps import CLOCK, is_office, is_people

LONGEST_HEADLINE = 30
LONGEST_SUMMARY = 60
LONGEST_SECTION = 4
LONGEST_BEFORE = 12
LONGEST_SENTENCE = 14
NEARLY = 0.5
FITS_WELL = 3.0
LOOK_AHEAD = 10
MOST_SENTENCES = 2
PROSE_READ = 40
PROSE_TRIED = 3
OPENING_QUOTES = "“‘\"'«"
_WORD = re.compile(r"[^\W\d_]{4,}")


def head(draft: Draft) -> None:
    """Find where the article begins, and sort what stands before."""
    prose, found = _beginning(draft)
    if found is not None:
        _give_headline(draft, found, prose)
        below_headings(draft, found + 1)
    draft.first = prose if found is None else _end_of_summary(draft, found, prose)
    _sections(draft, found)
    if found is not None:
        _summary(draft, found)
        _bylines(draft, found)
        _before(draft, found)


def _beginning(draft: Draft) -> tuple[int, int | None]:
    """Return the first line that reads like a paragraph of an article, and the headline before it.

    A stand-first or a sentence of the page itself may read like one; so a few are tried, until a title fits well.
    """
    prose = [number for number, line in draft.open() if line.is_prose][:PROSE_TRIED]
    if not prose:
        prose = [number for number, line in draft.open() if line.is_ended and line.size > LONGEST_SECTION][:1]
    best: tuple[float, int, int | None] = (0.0, prose[0] if prose else len(draft.lines), None)
    for first in prose:
        value, found = _headline(draft, first, prose[0])
        if value > best[0]:
            best = (value, first, found)
        if best[0] >= FITS_WELL:
            break
    return best[1:]


def _headline(draft: Draft, prose: int, start: int) -> tuple[float, int | None]:
    """Return how like a headline the best title before the article is, and the first one that is nearly as like."""
    words = _vocabulary(draft.lines[prose : prose + PROSE_READ])
    values = {number: _likeness(draft, number, words) for number in _titles(draft, prose, start)}
    most = max(values.values(), default=0.0)
    return most, next((number for number, value in values.items() if value >= NEARLY * most), None)


def _titles(draft: Draft, prose: int, start: int) -> Iterator[int]:
    """Yield the lines before the article that may be its headline.

    A whole sentence is one only before anything that reads like prose, and if furniture follows it; behind prose any
    title is one only with a byline or a date below it.
    """
    for number, line in draft.open(0, prose):
        asks = line.text.rstrip("\"'”’").endswith(("?", "!"))
        apart = number < start and line.size <= LONGEST_SENTENCE and any(draft.verdicts[number + 1 : prose])
        early = number <= start or _is_dated(draft, number)
        fits = early and 3 <= line.size <= LONGEST_HEADLINE and not line.is_bullet
        fits = fits and (asks or apart or not line.is_ended)
        if fits and not line.text.endswith(":") and line.key not in furniture().sections:
            yield number


def _vocabulary(lines: Sequence[Line]) -> set[str]:
    return {word for line in lines for word in _WORD.findall(line.text.casefold()[:2000])}


def _likeness(draft: Draft, number: int, words: set[str]) -> float:
    """Return how much a line is like the headline: words of the article, the length of a title, and its place."""
    line = draft.lines[number]
    shared = len(words.intersection(_WORD.findall(line.text.casefold())))
    length = 1.0 if 5 <= line.size <= 20 else 0.5
    is_quoted = shared > 0 and line.text[0] in OPENING_QUOTES
    is_first = number == 0 and line.size > LONGEST_SECTION
    return min(shared, 3) + length + is_quoted + 1.5 * is_first + _is_dated(draft, number)


def _is_dated(draft: Draft, number: int) -> bool:
    """Return whether a byline or a date stands right below."""
    return any(draft.is_a(each, "byline", "dateline") for each in (number + 1, number + 2))


def _give_headline(draft: Draft, found: int, prose: int) -> None:
    key = draft.lines[found].key
    for number, line in draft.open(0, prose):
        if number == found or (key and line.key == key):
            draft.give(number, "headline", "the title in front of the article", 0.9)


def _end_of_summary(draft: Draft, found: int, prose: int) -> int:
    """Return where the article begins: behind the byline or date that follows a stand-first of whole sentences."""
    stop, sentences = prose, 0
    for number in range(prose, min(found + LOOK_AHEAD, len(draft.lines))):
        verdict = draft.verdicts[number]
        if verdict is not None and verdict.label in {"byline", "dateline"} and verdict.reason != CLOCK:
            stop = number + 1
        elif verdict is None:
            sentences += draft.lines[number].size > LONGEST_SECTION
            if sentences > MOST_SENTENCES or draft.lines[number].size > LONGEST_SUMMARY:
                break
    return stop


def _sections(draft: Draft, found: int | None) -> None:
    """A word or two in the head of a page that are no title are the name of a section."""
    names = furniture().sections
    for number, line in draft.open(0, draft.first):
        leads = _leads(draft, number)
        short = line.size <= LONGEST_SECTION and line.is_title_like and not (line.is_bullet or leads)
        if short and line.key in names:
            draft.give(number, "boilerplate", "the name of a section", 0.9)
        elif short and found is not None and not _signs(line, is_below=number > found):
            draft.give(number, "boilerplate", "a word or two beside the headline: the name of a section", 0.7)


def _leads(draft: Draft, number: int) -> bool:
    """Return whether a short line is the heading of what follows: of a list, or of an entry that has its time above."""
    below = number + 1
    is_entry = draft.lines[number].size > 2 and below == draft.first and draft.is_a(number - 1, "dateline")
    following = next((line for _, line in draft.open(below)), None)
    return is_entry or (following is not None and following.is_bullet)


def _signs(line: Line, *, is_below: bool) -> bool:
    """Return whether a short line is an office, or below the headline a name: it signs the article."""
    return is_office(line) or (is_below and is_people(line) and not line.text.isupper())


def _bylines(draft: Draft, found: int) -> None:
    for number, line in draft.open(found + 1, draft.first):
        if _signs(line, is_below=True):
            draft.give(number, "byline", "a name or an office below the headline", 0.7)


def _summary(draft: Draft, found: int) -> None:
    """What stands between the headline and the byline or the article, and is no furniture, is its summary.

    So are points right below the headline; below a stand-first or a heading ("Key points") they are a list.
    """
    is_signed = is_opened = False
    for number in range(found + 1, draft.first):
        line = draft.lines[number]
        is_signed = is_signed or draft.is_a(number, "byline") or _signs(line, is_below=True)
        if draft.verdicts[number] is not None or not has_letter(line.text):
            continue
        if line.is_bullet:
            label: ParagraphClass = "list" if is_opened else "summary"
            draft.give(number, label, "an item of a list between the headline and the article", 0.8)
        elif line.size <= LONGEST_SUMMARY and not (is_signed or line.leads_on):
            is_opened = True
            draft.give(number, "summary", "a line between the headline and the article", 0.85)


def _before(draft: Draft, found: int) -> None:
    """What stands before the headline and is no sentence is the page's, not the article's."""
    for number, line in draft.open(0, found):
        if line.is_title_like and line.size <= LONGEST_BEFORE and not line.speaks:
            draft.give(number, "boilerplate", "a line before the headline", 0.6)
