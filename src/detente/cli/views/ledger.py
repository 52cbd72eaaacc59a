"""A series of articles on a terminal: a timeline for each side, and what does not fit together."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from rich.text import Text

from detente.cli.views.layout import bullets, columns, heading, joined, paragraph
from detente.text.series import Change, Series, changes
from detente.text.series.entry import Entry, Line
from detente.text.series.telling import change_words, claim_words, line_words, source, told_by, voice, why_incomplete
from detente.text.telling import capital

MOST_ENTRIES = 60


def parts(found: Series, width: int) -> list[Text]:
    """Return the articles, a timeline for each voice, the changes, and what is missing."""
    made = [heading("What each side named as the cause", width), *_articles(found, width)]
    if not found.lines:
        made.append(paragraph(_nothing(found), width))
    for line in found.lines:
        made += _line(line, found, width)
    made += _changes(changes(found), found, width)
    if (missing := why_incomplete(found)) is not None:
        made.append(paragraph(f"Incomplete: {missing}.", width))
    return made


def _nothing(found: Series) -> str:
    if found.left_out:
        return "No claim is left: none of them is what was asked for."
    return "No causal claim was found: nobody names a cause by words that are known here."


def _articles(found: Series, width: int) -> Iterator[Text]:
    copies = sum(len(article.copies) for article in found.articles)
    again = f"; {_counted(copies, 'file')} with the same bytes as another, counted once" if copies else ""
    asked = f" Only claims with one of the words “{found.asked}”." if found.asked else ""
    asked += f" Only what {found.speaker} says." if found.speaker else ""
    asked += f" {_counted(found.left_out, 'claim')} left out." if asked else ""
    yield paragraph(f"{_counted(len(found.articles), 'article')}{_days(found)}{again}.{asked}", width)


def _days(found: Series) -> str:
    days = [article.day for article in found.articles if article.day is not None]
    if not days:
        return ""
    return f" of {days[0]}" if days[0] == days[-1] else f" from {days[0]} to {days[-1]}"


def _counted(number: int, noun: str) -> str:
    return f"{number:,} {noun}{'' if number == 1 else 's'}"


def _line(line: Line, found: Series, width: int) -> Iterator[Text]:
    yield heading(line_words(line), width)
    shown = line.entries[:MOST_ENTRIES]
    if shown:
        yield _timeline(line, shown, found, width)
    if len(line.entries) > len(shown):
        yield paragraph(f"{len(line.entries) - len(shown):,} more are not shown; --csv lists all of them.", width)
    if line.undated:
        yield paragraph("Without a date:", width, indent=2)
        told = [_entry(line, entry, found, width) for entry in line.undated[:MOST_ENTRIES]]
        yield joined(bullets(told, width, indent=2))


def _timeline(line: Line, entries: Sequence[Entry], found: Series, width: int) -> Text:
    rows = []
    before: Entry | None = None
    for entry in entries:
        again = before is not None and before.day == entry.day
        named = again and before is not None and voice(before) == voice(entry)
        rows.append(["" if again else entry.day or "", _entry(line, entry, found, width, named=named)])
        before = entry
    return columns(rows, width)


def _entry(line: Line, entry: Entry, found: Series, width: int, *, named: bool = False) -> str:
    who = "" if named or line.kind in {"person", "articles"} else f"{capital(voice(entry))}: "
    by = told_by(entry)
    told = f", {by}" if by else ""
    said = claim_words(entry, 2 * width)
    return f"{who}{said if who else capital(said)}{told} [{source(entry, file=len(found.articles) > 1)}]"


def _changes(found: Sequence[Change], series: Series, width: int) -> Iterator[Text]:
    if len(series.articles) < 2:
        return
    yield heading("What does not fit together", width)
    if not any(line.entries for line in series.lines):
        yield paragraph("Nothing was compared: no claim has a day.", width)
        return
    if not found:
        yield paragraph("Nothing: no voice names another cause, denies one or names none at another time.", width)
        return
    for name in dict.fromkeys(line_words(change.line) for change in found):
        told = [capital(change_words(change, width)) for change in found if line_words(change.line) == name]
        yield joined([paragraph(f"{name}:", width), *bullets(told[:MOST_ENTRIES], width)])
    yield paragraph("This is what was said. A cause may have changed in fact between two days.", width)
