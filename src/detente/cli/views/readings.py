"""One part of a reading in full, on a terminal: statements, attitudes, mentions, dates, paragraphs or doubts."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Callable, Iterator

from rich.text import Text

from detente.cli.views.layout import bullets, columns, heading, joined, paragraph
from detente.report.text import file_name
from detente.text.ledger import Ledger, Statement
from detente.text.span import Span
from detente.text.telling import Telling, called, capital, office, speaker_words

LONG = 1_000_000


def part(ledger: Ledger, show: str, width: int) -> Iterator[Text]:
    """Return the heading of a part and all that is in it."""
    title, empty, make = _PARTS[show]
    found = list(make(ledger, width))
    yield heading(f"{named(ledger)}: {title}", width)
    yield joined(found) if found else paragraph(empty, width)


def named(ledger: Ledger) -> str:
    """Return what the article is called: its file without the folder."""
    return capital(file_name(ledger.source.name)) if ledger.source.name == "-" else file_name(ledger.source.name)


def who(telling: Telling, statement: Statement, room: int, deep: int, width: int) -> Text:
    """Return the line that says who makes a statement, and by which word."""
    speaker = statement.speaker
    behind = office(speaker)
    standing = "" if speaker.standing == "unknown" else f" ({speaker.standing})"
    name = f"{speaker_words(speaker)}{', ' if behind else ''}{behind}{standing}"
    start = f"{statement.id:<{room}}  {' ' * deep}"
    again = f"; says {statement.repeats} again" if statement.repeats else ""
    line = paragraph(f"{name}: {telling.cue(statement)}{again}", width, indent=len(start) + 2)
    line.plain = f"  {start}{line.plain.lstrip()}"
    return line


def _statements(ledger: Ledger, width: int) -> Iterator[Text]:
    telling = Telling(ledger)
    room = max((len(s.id) for s in ledger.statements), default=0)
    for s in ledger.statements:
        left = room + 4
        yield who(telling, s, room, 0, width)
        for span in s.content:
            yield paragraph(f"“{telling.words(span, LONG)}”", width, indent=left)
        yield paragraph(_facts(telling, s), width, indent=left)


def _facts(telling: Telling, statement: Statement) -> str:
    places = ", ".join(f"{span.start}-{span.end}" for span in statement.content)
    facts = [f"characters {places}"]
    facts += [f"inside {statement.within}"] if statement.within else []
    facts += [f"on {statement.said}"] if statement.said else []
    facts += [f"speaker {statement.speaker.basis}", *([f"rule {statement.rule}"] if statement.rule else [])]
    facts += ["attributed to " + telling.words(statement.speaker.span, 60)] if statement.speaker.span else []
    return "; ".join(facts)


def _attitudes(ledger: Ledger, width: int) -> Iterator[Text]:
    telling = Telling(ledger)
    yield from bullets([telling.attitude(a, LONG) for a in ledger.attitudes], width)


def _mentions(ledger: Ledger, width: int) -> Iterator[Text]:
    number, telling = _Paragraphs(ledger), Telling(ledger)
    rows = []
    for m in ledger.mentions:
        name = called(m.entity)
        is_told = name != m.entity
        rows.append([number.of(m.span), telling.words(m.span, 40), m.entity, m.use, m.kind, name if is_told else ""])
    if rows:
        yield columns([["", "words", "entity", "use", "kind", ""], *rows], width, right=[0])


def _dates(ledger: Ledger, width: int) -> Iterator[Text]:
    number, telling = _Paragraphs(ledger), Telling(ledger)
    rows = [[number.of(d.span), telling.words(d.span, 40), d.value or "-", d.basis] for d in ledger.dates]
    if rows:
        yield columns([["", "words", "value", "counted from"], *rows], width, right=[0])


def _paragraphs(ledger: Ledger, width: int) -> Iterator[Text]:
    telling = Telling(ledger)
    for n, p in enumerate(ledger.paragraphs, 1):
        again = "" if p.repeats is None else f"; says paragraph {p.repeats + 1} again"
        yield paragraph(f"{n:>4}  {p.label}: {p.reason} ({p.score:.2f}){again}", width, hanging=6)
        yield paragraph(telling.words(p.span, width - 6), width, indent=6)


def _doubts(ledger: Ledger, width: int) -> Iterator[Text]:
    for d in ledger.doubts:
        where = "" if d.span is None else f" (characters {d.span.start}-{d.span.end})"
        yield from bullets([f"{d.code}: {d.message}{where}"], width)


class _Paragraphs:
    """The number of the paragraph that a place stands in."""

    def __init__(self, ledger: Ledger) -> None:
        self._starts = [p.span.start for p in ledger.paragraphs]

    def of(self, span: Span) -> str:
        return str(bisect_right(self._starts, span.start) or "")


_PARTS: dict[str, tuple[str, str, Callable[[Ledger, int], Iterator[Text]]]] = {
    "statements": ("statements", "No statement was found.", _statements),
    "attitudes": ("what actors want, refuse and believe", "No attitude was found.", _attitudes),
    "mentions": (
        "states, organisations and people, with the paragraph they stand in",
        "Nobody is named that is known here.",
        _mentions,
    ),
    "dates": ("time expressions, with the paragraph they stand in", "No time expression was found.", _dates),
    "paragraphs": ("paragraphs", "There is nothing in it to read.", _paragraphs),
    "doubts": ("what is in doubt", "Nothing is in doubt.", _doubts),
}
