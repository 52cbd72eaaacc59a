"""Everything that the page of a ledger shows, in its order, as plain data."""

from __future__ import annotations

from bisect import bisect_right
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass

from markupsafe import Markup

from detente.report.ledgers.colours import NOBODY, colours
from detente.report.ledgers.marking import Marking
from detente.report.ledgers.segments import by_paragraph, segments
from detente.report.text import file_name
from detente.text.heard import Unheard, Voice, unheard, voices
from detente.text.ledger import READ, Attitude, Ledger, Paragraph, Statement
from detente.text.telling import Telling, called, capital, office, placed, speaker_words, times


@dataclass(frozen=True, slots=True)
class AttitudeLine:
    """An attitude without its actor, and on whose word it rests."""

    actor: str
    stance: str
    guessed: bool
    thing: str
    condition: str
    holder: str
    statement: str


@dataclass(frozen=True, slots=True)
class Card:
    """What stands beside a paragraph about one statement in it."""

    id: str
    colour: int
    name: str
    office: str
    standing: str
    level: str
    cue: str
    manner: str
    act: str
    chain: tuple[str, ...]
    within: str
    repeats: str
    said: str
    attitudes: tuple[AttitudeLine, ...]


@dataclass(frozen=True, slots=True)
class Row:
    """A paragraph: its words as markup, its class, and its cards."""

    number: int
    label: str
    is_read: bool
    reason: str
    repeats: int | None
    words: Markup
    cards: tuple[Card, ...]
    own: tuple[AttitudeLine, ...]


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody who speaks, with a colour."""

    colour: int
    voice: Voice
    name: str
    office: str


@dataclass(frozen=True, slots=True)
class SpokenOf:
    """Somebody who has no word of their own: how often they act, and where others cite them."""

    colour: int
    name: str
    told: str
    nested: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class View:
    """What the template is filled with."""

    title: str
    name: str
    date: str
    counts: tuple[tuple[int, str], ...]
    rows: tuple[Row, ...]
    people: tuple[Person, ...]
    unnamed: tuple[str, ...]
    inferences: tuple[str, ...]
    spoken_of: tuple[SpokenOf, ...]
    attitudes: tuple[tuple[str, tuple[AttitudeLine, ...]], ...]
    doubts: tuple[tuple[str, int | None], ...]
    left_out: tuple[tuple[str, int], ...]
    provenance: tuple[tuple[str, str], ...]
    version: str


def view(ledger: Ledger) -> View:
    """Return what the page of a ledger shows."""
    from detente import __version__

    found = voices(ledger)
    coloured = colours(found)
    of_statement = {s.id: _colour(s, coloured) for s in ledger.statements}
    telling = Telling(ledger)
    lines = [_line(telling, a) for a in ledger.attitudes]
    left = Counter(p.label for p in ledger.paragraphs if p.label not in READ)
    return View(
        title=_title(ledger),
        name=file_name(ledger.source.name),
        date=_date(ledger),
        counts=_counts(ledger, found),
        rows=_rows(ledger, telling, of_statement, lines),
        people=tuple(_person(v, coloured[v.name]) for v in found if v.statements),
        unnamed=tuple(s.id for s in ledger.statements if s.speaker.name is None and s.level != "inference"),
        inferences=tuple(s.id for s in ledger.statements if s.level == "inference"),
        spoken_of=tuple(_spoken_of(u, found, coloured) for u in unheard(ledger)),
        attitudes=_by_actor(lines),
        doubts=tuple((d.message, _paragraph_at(ledger, d.span.start) if d.span else None) for d in ledger.doubts),
        left_out=tuple(left.items()),
        provenance=_provenance(ledger, __version__),
        version=__version__,
    )


def _title(ledger: Ledger) -> str:
    headline = next((p for p in ledger.paragraphs if p.label == "headline"), None)
    return headline.span.of(ledger.source.text) if headline else file_name(ledger.source.name)


def _date(ledger: Ledger) -> str:
    day = ledger.source.document_date
    return "" if day is None else day.isoformat()


def _counts(ledger: Ledger, found: tuple[Voice, ...]) -> tuple[tuple[int, str], ...]:
    levels = Counter(s.level for s in ledger.statements)
    read = sum(p.label in READ for p in ledger.paragraphs)
    counts = (
        (levels["statement"], "statement"),
        (sum(bool(v.statements) for v in found), "speaker"),
        (levels["nested"], "nested statement"),
        (levels["inference"], "inference by nobody"),
        (len(ledger.attitudes), "attitude"),
        (read, "paragraph read"),
        (len(ledger.paragraphs) - read, "left out"),
    )
    return tuple((n, _plural(n, noun)) for n, noun in counts)


def _plural(number: int, noun: str) -> str:
    if number == 1 or noun == "left out":
        return noun
    first, *rest = noun.split(" ", 1) if noun.startswith(("paragraph", "inference")) else (noun,)
    return " ".join([f"{first}s", *rest])


def _colour(statement: Statement, coloured: Mapping[str, int]) -> int:
    return NOBODY if statement.level == "inference" else coloured.get(statement.speaker.name or "", NOBODY)


def _person(voice: Voice, colour: int) -> Person:
    behind = placed(voice.name, voice.role, voice.organisation, voice.entity)
    return Person(colour, voice, capital(called(voice.name)), behind)


def _spoken_of(spoken: Unheard, found: tuple[Voice, ...], coloured: Mapping[str, int]) -> SpokenOf:
    told = [f"named as an actor {times(spoken.acts)}"] if spoken.acts else []
    told += [f"{spoken.attitudes} {_plural(spoken.attitudes, 'attitude')} told"] if spoken.attitudes else []
    nested = next((v.nested for v in found if v.name == spoken.entity), ())
    return SpokenOf(coloured.get(spoken.entity, NOBODY), capital(called(spoken.entity)), ", ".join(told), nested)


def _rows(
    ledger: Ledger, telling: Telling, of_statement: Mapping[str, int], lines: list[AttitudeLine]
) -> tuple[Row, ...]:
    names = {s.id: speaker_words(s.speaker) for s in ledger.statements}
    marking = Marking(ledger.statements, of_statement, names)
    cards, own = _cards(ledger, telling, of_statement, lines), _own(ledger, lines)
    return tuple(
        Row(
            number=n,
            label=p.label,
            is_read=p.label in READ,
            reason=p.reason,
            repeats=None if p.repeats is None else p.repeats + 1,
            words=marking.paragraph(segments(ledger.source.text, p.span, found)),
            cards=tuple(cards.get(n, ())),
            own=tuple(own.get(n, ())),
        )
        for n, (p, found) in enumerate(zip(ledger.paragraphs, by_paragraph(ledger), strict=True), 1)
    )


def _cards(
    ledger: Ledger, telling: Telling, of_statement: Mapping[str, int], lines: list[AttitudeLine]
) -> dict[int, list[Card]]:
    """Return the cards of every paragraph."""
    attitudes: dict[str, list[AttitudeLine]] = {}
    for line in lines:
        attitudes.setdefault(line.statement, []).append(line)
    numbers, made = _Numbers(ledger.paragraphs), dict[int, list[Card]]()
    for s in ledger.statements:
        card = _card(telling, s, of_statement[s.id], tuple(attitudes.get(s.id, ())))
        made.setdefault(numbers.at(min(span.start for span in s.content)), []).append(card)
    return made


def _card(telling: Telling, statement: Statement, colour: int, attitudes: tuple[AttitudeLine, ...]) -> Card:
    who = statement.speaker
    is_inference = statement.level == "inference"
    return Card(
        id=statement.id,
        colour=colour,
        name="Nobody by name" if is_inference else capital(speaker_words(who)),
        office=office(who),
        standing="" if who.standing == "unknown" else who.standing,
        level=statement.level,
        cue="" if statement.cue is None else telling.words(statement.cue, 60),
        manner=", ".join(telling.manner(statement)),
        act=statement.cue_class,
        chain=("the article", *(speaker_words(link.speaker) for link in telling.chain(statement.id))),
        within=statement.within or "",
        repeats=statement.repeats or "",
        said=statement.said or "",
        attitudes=attitudes,
    )


def _own(ledger: Ledger, lines: list[AttitudeLine]) -> dict[int, list[AttitudeLine]]:
    """Return what the article says in its own voice, by paragraph."""
    numbers, made = _Numbers(ledger.paragraphs), dict[int, list[AttitudeLine]]()
    for attitude, line in zip(ledger.attitudes, lines, strict=True):
        if attitude.within is None:
            made.setdefault(numbers.at(attitude.thing.start), []).append(line)
    return made


class _Numbers:
    """The number, from 1, of the paragraph that a place stands in."""

    def __init__(self, paragraphs: tuple[Paragraph, ...]) -> None:
        self._starts = [p.span.start for p in paragraphs]

    def at(self, start: int) -> int:
        return max(1, bisect_right(self._starts, start))


def _paragraph_at(ledger: Ledger, start: int) -> int | None:
    return _Numbers(ledger.paragraphs).at(start) if ledger.paragraphs else None


def _line(telling: Telling, attitude: Attitude) -> AttitudeLine:
    return AttitudeLine(
        actor=capital(called(attitude.actor)),
        stance=telling.stance(attitude),
        guessed=attitude.guessed,
        thing=telling.words(attitude.thing),
        condition="" if attitude.condition is None else telling.words(attitude.condition),
        holder=telling.holder(attitude.within),
        statement=attitude.within or "",
    )


def _by_actor(lines: list[AttitudeLine]) -> tuple[tuple[str, tuple[AttitudeLine, ...]], ...]:
    grouped: dict[str, list[AttitudeLine]] = {}
    for line in lines:
        grouped.setdefault(line.actor, []).append(line)
    return tuple((actor, tuple(found)) for actor, found in grouped.items())


def _provenance(ledger: Ledger, version: str) -> tuple[tuple[str, str], ...]:
    source = ledger.source
    tool = (("Text drawn by", source.tool),) if source.tool else ()
    return (
        ("Article", file_name(source.name)),
        ("SHA-256 of its bytes", source.sha256),
        ("Characters", f"{len(source.text):,}"),
        ("Encoding", source.encoding),
        ("Media type", source.media_type),
        *tool,
        ("Document date", f"{_date(ledger) or 'unknown'} ({source.date_basis})"),
        ("Détente", version),
    )
