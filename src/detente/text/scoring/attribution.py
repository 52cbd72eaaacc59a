"""An attribution in the form in which two annotations can be compared: pieces of text and a kind."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from detente.text.ledger import Attitude, Kind, Ledger, Statement
from detente.text.span import Span

ATTRIBUTING = frozenset({"wants", "refuses", "offers", "demands", "threatens", "believes"})
"""The stances that PolNeAR takes for attributions; what somebody can or must do is none."""


@dataclass(frozen=True, slots=True)
class Attribution:
    """Content with the words for its source and its cue; either may be missing."""

    kind: Kind
    content: tuple[Span, ...]
    source: tuple[Span, ...] = ()
    cue: tuple[Span, ...] = ()

    def same_source(self, other: Attribution) -> bool:
        """Return whether the words for the source overlap; nobody named on both sides is the same, too."""
        if not self.source or not other.source:
            return not self.source and not other.source
        return any(a.overlap(b) for a in self.source for b in other.source)


def attributions(ledger: Ledger) -> list[Attribution]:
    """Return what of a ledger PolNeAR would call an attribution, in the order of the text.

    These are the statements of the article and the inferences, and the attitudes that the article reports in its own
    voice. PolNeAR gives every word to one attribution at most, so what is nested in a statement is left out.
    """
    made = [_of_statement(s) for s in ledger.statements if s.level != "nested"]
    cues = {s.cue for s in ledger.statements}
    made += [_of_attitude(a) for a in _own(ledger) if a.cue not in cues]
    return sorted((a for a in made if a.content), key=lambda a: a.content)


def _own(ledger: Ledger) -> Iterator[Attitude]:
    """Yield the attitudes that stand in no statement."""
    for attitude in ledger.attitudes:
        if attitude.within is None and attitude.stance in ATTRIBUTING:
            yield attitude


def _of_statement(statement: Statement) -> Attribution:
    return Attribution(
        statement.kind, statement.content, _given(statement.speaker.span), _given(statement.cue)
    )


def _of_attitude(attitude: Attitude) -> Attribution:
    return Attribution("indirect", (attitude.thing,), _given(attitude.actor_span), _given(attitude.cue))


def _given(span: Span | None) -> tuple[Span, ...]:
    return () if span is None else (span,)
