"""An attribution in the form in which two annotations can be compared: pieces of text and what is said of them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

from detente.text.ledger import Attitude, Kind, Ledger, Level, Statement
from detente.text.span import Span

ATTRIBUTING = frozenset({"wants", "refuses", "offers", "demands", "threatens", "believes"})
"""The stances that PolNeAR takes for attributions; what somebody can or must do is none."""


@dataclass(frozen=True, slots=True)
class Attribution:
    """Content with the words for its source and its cue, either of which may be missing; ``name`` is the speaker's."""

    kind: Kind
    content: tuple[Span, ...]
    source: tuple[Span, ...] = ()
    cue: tuple[Span, ...] = ()
    level: Level = "statement"
    name: str | None = None
    id: str = ""


def pieces(attribution: Attribution) -> tuple[Span, ...]:
    """Return the content, by which attributions are matched."""
    return attribution.content


def same_source(one: Attribution, other: Attribution) -> bool:
    """Return whether the words for the source overlap; nobody named on both sides is the same, too."""
    return touching(one.source, other.source)


def touching(ones: tuple[Span, ...], others: tuple[Span, ...]) -> bool:
    """Return whether pieces of both sides overlap, or neither side has any.

    Examples
    --------
    >>> touching((Span(0, 3),), (Span(2, 5),)), touching((), ()), touching((), (Span(0, 1),))
    (True, True, False)
    """
    if not ones or not others:
        return not ones and not others
    return any(a.overlap(b) for a in ones for b in others)


def statements(ledger: Ledger) -> list[Attribution]:
    """Return the statements of all levels that have content, in the order of the text."""
    return _in_order([_of_statement(s) for s in ledger.statements])


def attributions(ledger: Ledger) -> list[Attribution]:
    """Return what of a ledger PolNeAR would call an attribution, in the order of the text.

    These are the statements of the article and the inferences, and the attitudes that the article reports in its own
    voice. A quote that goes on in the next paragraph without a cue is one attribution with what it goes on from.
    PolNeAR gives every word to one attribution at most, so what is nested in a statement is left out, and so is an
    attitude whose cue is already the cue of a statement.
    """
    made = [_of_statement(s) for s in _joined(ledger)]
    cues = {s.cue for s in ledger.statements if s.cue is not None}
    return _in_order([*made, *(_of_attitude(a) for a in _own(ledger) if a.cue not in cues)])


def _joined(ledger: Ledger) -> list[Statement]:
    """Return the statements that are not nested, each with the paragraphs in which its quote goes on."""
    made: dict[str, Statement] = {}
    first: dict[str, str] = {}
    for each in ledger.statements:
        root = first.get(each.continues or "", each.id)
        first[each.id] = root
        if root != each.id:
            made[root] = replace(made[root], content=(*made[root].content, *each.content))
        elif each.level != "nested":
            made[each.id] = each
    return list(made.values())


def _in_order(made: list[Attribution]) -> list[Attribution]:
    return sorted((a for a in made if a.content), key=pieces)


def _own(ledger: Ledger) -> Iterator[Attitude]:
    """Yield the attitudes that stand in no statement."""
    for attitude in ledger.attitudes:
        if attitude.within is None and attitude.stance in ATTRIBUTING:
            yield attitude


def _of_statement(statement: Statement) -> Attribution:
    speaker = statement.speaker
    return Attribution(
        statement.kind,
        statement.content,
        given(speaker.span),
        given(statement.cue),
        statement.level,
        speaker.name,
        statement.id,
    )


def _of_attitude(attitude: Attitude) -> Attribution:
    return Attribution("indirect", (attitude.thing,), given(attitude.actor_span), given(attitude.cue))


def given(span: Span | None) -> tuple[Span, ...]:
    """Return the span as pieces: one or none."""
    return () if span is None else (span,)
