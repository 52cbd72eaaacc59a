"""Links to other articles: below their headings, between paragraphs, and in runs of titles."""

from __future__ import annotations

import re

from detente.text.ledger import ParagraphClass
from detente.text.paragraphs.draft import Draft
from detente.text.paragraphs.furniture import LONGEST_HEADING, furniture
from detente.text.paragraphs.line import Line, has_letter

LONGEST_TITLE = 25
SHORTEST_TITLE = 5
LONGEST_SUBJECT = 4
FEWEST_IN_A_RUN = 3
ENOUGH = 3
MOST_DIGITS = 6
BESIDE: tuple[ParagraphClass, ...] = ("boilerplate", "byline", "dateline", "comment-count")
_ARTICLES = frozenset({"the", "a", "an"})
_PERSONAL = frozenset({"i", "we", "you", "my", "our", "your", "me", "us", "i'm", "we're", "you're", "i've", "we've"})
_SINGLE = re.compile(r"(?:^|\s)[‘'][^‘’']{2,60}[’'](?=\s|$|[,;:])")


def links(draft: Draft) -> None:
    """Find what leads to other articles."""
    below_headings(draft)
    _runs_of_titles(draft)
    _between_paragraphs(draft)
    _counts(draft)


def is_heading_of_links(line: Line) -> bool:
    """Return whether a line announces links ("Most read")."""
    tables = furniture()
    return line.key in tables.links or (line.size <= LONGEST_HEADING and tables.heading.match(line.key) is not None)


def _is_link(line: Line) -> bool:
    """Return whether a line may be a title in a list of links; also a number, as such lists have them."""
    return line.size <= LONGEST_TITLE and (line.is_title_like or line.key in {"", "~"} or _asks(line))


def _asks(line: Line) -> bool:
    return line.text.endswith(("?", "?’", "?”")) and not line.speaks


def below_headings(draft: Draft, start: int = 0) -> None:
    """Titles below a heading of links are links, up to the next paragraph that reads like prose."""
    under = ""
    for number in range(start, len(draft.lines)):
        line = draft.lines[number]
        if draft.is_a(number, "boilerplate") and (line.key in furniture().topics or is_heading_of_links(line)):
            under = "subjects" if line.key in furniture().topics else "links"
        elif draft.verdicts[number] is None and under:
            is_subject = line.size <= LONGEST_SUBJECT and (line.is_title_like or not line.key)
            if (is_subject or (under == "links" and _is_link(line))) and not _is_above_prose(draft, number):
                short = line.size <= 2 and line.key != "~"
                label: ParagraphClass = "boilerplate" if under == "subjects" or short else "related"
                draft.give(number, label, f"it stands below a heading of {under}", 0.85)
            else:
                under = ""


def _is_above_prose(draft: Draft, number: int) -> bool:
    """Return whether a question or a few words stand right above a paragraph: they may be a heading of the article."""
    line, below = draft.lines[number], number + 1
    is_numbered = number > 0 and draft.lines[number - 1].key == "~"
    may_head = has_letter(line.text) and (line.is_ended or 2 <= line.size <= LONGEST_SUBJECT)
    stands = below < len(draft.lines) and draft.verdicts[below] is None and draft.lines[below].is_ended
    return may_head and stands and not is_numbered


def _runs_of_titles(draft: Draft) -> None:
    """Three and more titles in a row at the end, behind paragraphs of prose, are links or menus of the page."""
    run: list[int] = []
    for number, line in reversed(list(draft.open(draft.first + 1))):
        if line.is_bullet or not _is_link(line):
            break
        run.append(number)
    if sum(draft.lines[number].size >= SHORTEST_TITLE for number in run) >= FEWEST_IN_A_RUN:
        for number in run:
            draft.give(number, "related", "one of several titles behind the article", 0.65)


def _between_paragraphs(draft: Draft) -> None:
    """A title between two paragraphs of prose is a link, when enough speaks for a title of another article."""
    for number, line in draft.open(draft.first + 1, len(draft.lines)):
        if _is_link(line) and line.size >= SHORTEST_TITLE and not line.is_bullet and _likeness(draft, number) >= ENOUGH:
            draft.give(number, "related", "a title between paragraphs, as links to other articles are", 0.7)


def _counts(draft: Draft) -> None:
    """A number alone, behind the last paragraph or beside a button, is a count of comments."""
    last = max((number for number, line in draft.open(draft.first) if line.size > 1), default=len(draft.lines))
    for number, line in draft.open():
        is_number = line.text.isdecimal() and len(line.text) <= MOST_DIGITS
        is_beside = number < draft.first and any(draft.is_a(each, *BESIDE) for each in (number - 1, number + 1))
        if is_number and (number > last or is_beside):
            draft.give(number, "comment-count", "a number alone behind the article or beside a button", 0.65)


def _likeness(draft: Draft, number: int) -> int:
    """Return how many signs there are that a line is the title of another article."""
    line, tables = draft.lines[number], furniture()
    words = line.text.casefold().replace("’", "'").split()
    signs = 2 * bool(tables.title_source.search(line.text)) + 2 * bool(tables.kicker.match(line.text))
    signs += not _ARTICLES.intersection(words)
    signs += bool(_SINGLE.search(line.text))
    signs += _in_prose(draft, number)
    signs += _is_title_case(line)
    return signs - 2 * bool(_PERSONAL.intersection(words)) - 2 * line.text[0].islower()


def _in_prose(draft: Draft, number: int) -> bool:
    """Return whether whole paragraphs stand on either side."""
    around = [each for each in (number - 1, number + 1) if each < len(draft.lines)]
    return all(draft.lines[each].is_ended and draft.lines[each].size >= 8 for each in around)


def _is_title_case(line: Line) -> bool:
    """Return whether nearly all long words begin with a capital, as in American titles."""
    long = [word for word in line.text.split() if len(word) > 3 and word[0].isalpha()]
    if line.text.isupper():
        return False
    return len(long) >= 4 and sum(word[0].isupper() for word in long) >= 0.85 * len(long)
