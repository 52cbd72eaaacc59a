"""A reading on a terminal: what was left out, who says what, what actors want, who is heard, what is in doubt."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from typing import Literal

from rich.text import Text

from detente.cli.views import readings
from detente.cli.views.layout import bullets, columns, heading, joined, paragraph
from detente.text.heard import Unheard, Voice, unheard, voices
from detente.text.ledger import READ, Ledger, Statement
from detente.text.telling import Telling, called, placed, shortened, times

Shown = Literal["statements", "attitudes", "mentions", "dates", "paragraphs", "doubts"]
MOST_REASONS = 2
MOST_SPOKEN_OF = 12
MOST_DOUBTS = 12


def parts(ledger: Ledger, show: Shown | None, width: int) -> list[Text]:
    """Return a summary of the whole reading, or one part of it in full."""
    if show is not None:
        return list(readings.part(ledger, show, width))
    made = [heading(f"{readings.named(ledger)}: who says what", width), *_paragraphs(ledger, width)]
    if not ledger.paragraphs:
        return [*made, *_doubts(ledger, width)]
    made += [*_statements(ledger, width), *_attitudes(ledger, width), *_inferences(ledger, width)]
    return [*made, *_heard(ledger, width), *_doubts(ledger, width)]


def _paragraphs(ledger: Ledger, width: int) -> Iterator[Text]:
    if not ledger.paragraphs:
        yield paragraph("There is nothing in it to read: no line has any words.", width)
        return
    left = [p for p in ledger.paragraphs if p.label not in READ]
    kept = Counter(p.label for p in ledger.paragraphs if p.label in READ)
    told = ", ".join(f"{number} {label}" for label, number in kept.items()) or "none"
    day = ledger.source.document_date
    dated = "" if day is None else f" Its date is {day} ({ledger.source.date_basis})."
    yield paragraph(
        f"{_counted(len(ledger.paragraphs), 'paragraph')}: {len(ledger.paragraphs) - len(left)} read ({told}), "
        f"{len(left)} left out.{dated}",
        width,
    )
    if left:
        rows = []
        for label, number in Counter(p.label for p in left).items():
            reasons = list(dict.fromkeys(p.reason for p in left if p.label == label))
            more = f"; {len(reasons) - MOST_REASONS} more reasons" if len(reasons) > MOST_REASONS else ""
            rows.append([str(number), label, "; ".join(reasons[:MOST_REASONS]) + more])
        yield joined([paragraph("Left out:", width), columns(rows, width, right=[0])])


def _counted(number: int, noun: str) -> str:
    return f"{number:,} {noun}{'' if number == 1 else 's'}"


def _statements(ledger: Ledger, width: int) -> Iterator[Text]:
    own = [s for s in ledger.statements if s.level != "inference"]
    if not own:
        yield paragraph("No statement was found: nobody is quoted, or cited by a word that is known here.", width)
        return
    nested = sum(s.level == "nested" for s in own)
    inside = f", {nested} of them inside another" if nested else ""
    yield heading(f"{_counted(len(own), 'statement')}{inside}", width)
    telling = Telling(ledger)
    room = max(len(s.id) for s in own)
    yield joined(line for s in own for line in _statement(telling, s, room, width))


def _statement(telling: Telling, statement: Statement, room: int, width: int) -> Iterator[Text]:
    deep = 2 * (len(telling.chain(statement.id)) - 1)
    yield readings.who(telling, statement, room, deep, width)
    left = room + 4 + deep
    pieces = " ... ".join(telling.words(span, width) for span in statement.content)
    yield paragraph(f"“{shortened(pieces, width - left - 2)}”", width, indent=left)


def _attitudes(ledger: Ledger, width: int) -> Iterator[Text]:
    if ledger.attitudes:
        telling = Telling(ledger)
        yield heading("What actors want, refuse and believe", width)
        yield joined(bullets([telling.attitude(a, width) for a in ledger.attitudes], width))


def _inferences(ledger: Ledger, width: int) -> Iterator[Text]:
    found = [s for s in ledger.statements if s.level == "inference"]
    if found:
        telling = Telling(ledger)
        yield heading("Read into it by nobody in particular, and no word of any actor", width)
        yield joined(bullets([f"{s.id}: {_inference(telling, s, width)}" for s in found], width))


def _inference(telling: Telling, statement: Statement, width: int) -> str:
    words = " ... ".join(telling.words(span, 2 * width) for span in statement.content)
    return f"“{words}”" if statement.cue is None else f"{telling.words(statement.cue)}: “{words}”"


def _heard(ledger: Ledger, width: int) -> Iterator[Text]:
    speaking, silent = [v for v in voices(ledger) if v.statements], unheard(ledger)
    if not speaking and not silent:
        return
    yield heading("Who is heard", width)
    told = [f"{_voice(v)}: {_counted(len(v.statements), 'statement')}" for v in speaking]
    if silent:
        more = f"; and {len(silent) - MOST_SPOKEN_OF} more" if len(silent) > MOST_SPOKEN_OF else ""
        told.append(f"only spoken of: {'; '.join(map(_unheard, silent[:MOST_SPOKEN_OF]))}{more}")
    yield joined(bullets(told, width))


def _voice(voice: Voice) -> str:
    behind = placed(voice.name, voice.role, voice.organisation, voice.entity)
    standing = "standing unknown" if voice.standing == "unknown" else voice.standing
    return f"{called(voice.name)} ({behind}{', ' if behind else ''}{standing})"


def _unheard(spoken: Unheard) -> str:
    facts = [f"named as an actor {times(spoken.acts)}"] if spoken.acts else []
    facts += [f"{_counted(spoken.attitudes, 'attitude')} told"] if spoken.attitudes else []
    facts += [f"cited by others {times(spoken.cited)}"] if spoken.cited else []
    return f"{called(spoken.entity)} ({', '.join(facts)})"


def _doubts(ledger: Ledger, width: int) -> Iterator[Text]:
    if ledger.doubts:
        yield heading("In doubt", width)
        told = [d.message for d in ledger.doubts[:MOST_DOUBTS]]
        if len(ledger.doubts) > MOST_DOUBTS:
            told.append(f"{len(ledger.doubts) - MOST_DOUBTS:,} more are not shown; --show doubts shows all of them")
        yield joined(bullets(told, width))
