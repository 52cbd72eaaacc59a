"""What is left when no furniture is found: body, lists, and what is of no clear class."""

from __future__ import annotations

from detente.text.paragraphs.draft import Draft
from detente.text.paragraphs.line import CLOSING_QUOTE, Line, Verdict, has_letter

LONG = 20
SHORT = 12
LONGEST_HEADING = 8
HEADING = Verdict("headline", "a heading above a paragraph of the article", 0.6)


def rest(draft: Draft) -> None:
    """Give every line that is still open a class that is read."""
    for number, line in list(draft.open()):
        draft.verdicts[number] = HEADING if _is_heading(draft, number) else _verdict(line)


def _is_heading(draft: Draft, number: int) -> bool:
    """Return whether a few words without a full stop stand right above a paragraph of the article."""
    line, below = draft.lines[number], number + 1
    fits = draft.first < number < len(draft.lines) - 1 and line.size <= LONGEST_HEADING and line.is_title_like
    if not fits or line.is_bullet or not line.text.lstrip("\"'“‘").strip()[:1].isupper():
        return False
    return draft.verdicts[below] is None and (draft.lines[below].is_ended or draft.lines[below].is_bullet)


def _verdict(line: Line) -> Verdict:
    if not has_letter(line.text):
        return Verdict("unknown", "there is no word in it", 0.5)
    if line.is_bullet:
        return Verdict("list", "an item of a list", 0.8)
    if line.is_ended or line.text[-1] in CLOSING_QUOTE:
        return Verdict("body", "it ends like a sentence", 0.95 if line.size >= SHORT else 0.8)
    if line.leads_on:
        return Verdict("body", "it leads to what follows", 0.7)
    if line.size >= LONG:
        return Verdict("body", "it is as long as a sentence", 0.7)
    return Verdict("unknown", "a short line that ends like no sentence, and nothing shows what it is", 0.5)
