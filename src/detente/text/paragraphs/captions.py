"""Captions and titles of recordings, by what stands around them: a credit, a running time, the same words again."""

from __future__ import annotations

from detente.text.paragraphs.draft import Draft
from detente.text.paragraphs.stamps import AGENCY

PLAYER = "a player of video or sound"
LONGEST_CAPTION = 60
LONGEST_TITLE = 30
SHORTEST_TITLE = 5


def captions(draft: Draft) -> None:
    """Find the captions and titles that only their neighbours tell."""
    _agencies(draft)
    _credited_below(draft)
    _doubled_alone(draft)
    _titles_of_recordings(draft)
    _said_again(draft)


def _agencies(draft: Draft) -> None:
    """An agency alone is who wrote the article, in its head or at its end; elsewhere it is the credit of a picture."""
    last = max((number for number, line in draft.open() if line.size > 1), default=0)
    for number, verdict in enumerate(draft.verdicts):
        if verdict is not None and verdict.reason == AGENCY and not draft.first <= number <= last:
            draft.give(number, "byline", "a news agency alone, before or behind the article", 0.7)


def _credited_below(draft: Draft) -> None:
    """A line right above a credit, where other paragraphs stand apart, is what the credit is for."""
    spaced = sum(line.gap > 0 for line in draft.lines) > len(draft.lines) / 2
    for number, line in draft.open(0, len(draft.lines) - 1):
        below = draft.lines[number + 1]
        is_credit = draft.is_a(number + 1, "caption") and below.size <= 12 and below.gap == 0
        if spaced and is_credit and line.gap > 0 and line.size <= LONGEST_CAPTION:
            draft.give(number, "caption", "the credit of a picture stands right under it", 0.7)


def doubled(draft: Draft) -> None:
    """A title that stands twice in a row beside a running time is the title of a recording, wherever it stands."""
    for number, _ in draft.open(1):
        around = (number - 2, number + 1)
        if _is_double(draft, number) and any(draft.is_a(each, "media") and _is_player(draft, each) for each in around):
            for each in (number - 1, number):
                draft.give(each, "media", "a title that stands twice beside a running time", 0.9)


def _doubled_alone(draft: Draft) -> None:
    """A title that stands twice in a row within the article belongs to a player or a picture, not to the article."""
    for number, _ in draft.open(max(1, draft.first + 1)):
        if _is_double(draft, number) and draft.first:
            for each in (number - 1, number):
                draft.give(each, "media", "a title that stands twice in a row", 0.85)


def _is_double(draft: Draft, number: int) -> bool:
    line, before = draft.lines[number], draft.lines[number - 1]
    return bool(line.key) and line.key == before.key and line.is_title_like and line.size >= 3


def _titles_of_recordings(draft: Draft) -> None:
    """A title next to a running time or to the words of a player is the title of the recording."""
    for number, line in draft.open(draft.first):
        is_above = line.size >= SHORTEST_TITLE and not draft.is_a(number + 2, "media")
        around = (number - 1, number + 1) if is_above else (number - 1,)
        runs = any(draft.is_a(each, "media") and _is_player(draft, each) for each in around)
        fits = line.is_title_like and 3 <= line.size <= LONGEST_TITLE and not line.text.startswith(("“", '"'))
        if runs and fits and not line.is_bullet:
            draft.give(number, "media", "a title beside a running time or a player", 0.75)


def _is_player(draft: Draft, number: int) -> bool:
    verdict = draft.verdicts[number]
    return draft.lines[number].size <= 4 or (verdict is not None and verdict.reason == PLAYER)


def _said_again(draft: Draft) -> None:
    """An unfinished line that says again what another paragraph says is a caption, when it stands in the article."""
    for number, line in draft.open(draft.first):
        again = draft.repeats[number]
        if again is not None and line.is_title_like and line.size >= 8 and not line.is_bullet:
            draft.give(number, "caption", "no sentence, and it says again what another paragraph says", 0.65)
