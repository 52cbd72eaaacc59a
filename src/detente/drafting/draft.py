"""From the ledger of an article to the text of a case file."""

from __future__ import annotations

from dataclasses import dataclass

from detente.case.read import read
from detente.drafting.parties import cast, usable
from detente.drafting.quoting import brief, place
from detente.drafting.skeleton import Provenance, skeleton
from detente.drafting.writing import text_of
from detente.errors import NotAnswered
from detente.text import telling
from detente.text.ledger import Ledger
from detente.text.span import hull

SOURCE = "article"


class NothingToDraft(NotAnswered):
    """An article in which no state or organisation wants, offers, refuses, demands or threatens anything."""


@dataclass(frozen=True, slots=True)
class Draft:
    """A drafted case.

    Attributes
    ----------
    text : str
        Of the case file.
    parties, options, statements, constraints, claims : int
        How many of each it has; options and statements that are only assumed are not counted.
    doubts : tuple of str
        What the user ought to know before anything else.
    """

    text: str
    parties: int
    options: int
    statements: int
    constraints: int
    claims: int
    doubts: tuple[str, ...]


def draft(ledger: Ledger, *, source: str = SOURCE, provenance: Provenance | None = None) -> Draft:
    """Return a case skeleton: what the article says with its exact place, and the rest marked as assumed.

    Parameters
    ----------
    ledger : Ledger
    source : str
        The short name of the article under ``sources``.
    provenance : Provenance, optional
        What of the ledger a language model proposed.

    Raises
    ------
    NothingToDraft
        If no state or organisation has any will of its own in it, so that there is no decision maker.

    Notes
    -----
    The text is checked before it is returned, and equal ledgers give equal texts.
    """
    attitudes = usable(ledger)
    who = cast(ledger, attitudes)
    if not who.parties:
        raise NothingToDraft(_nobody(ledger))
    made = skeleton(ledger, source, who, attitudes, provenance or Provenance())
    text = text_of(made, _inferences(ledger))
    read(text.encode(), "the draft")
    file = made.file
    readings = [r for dm in file.decision_makers.values() for r in dm.all_readings.values()]
    return Draft(
        text,
        len(file.decision_makers),
        sum(1 for dm in file.decision_makers.values() for o in dm.options.values() if o.cite),
        sum(1 for r in readings for s in r.statements or () if s.cite),
        len(file.constraints),
        len(file.claims),
        _doubts(ledger, len(who.parties)),
    )


def _doubts(ledger: Ledger, parties: int) -> tuple[str, ...]:
    found = [d.message for d in ledger.doubts]
    if parties == 1:
        found.append("only one party wants or does anything here; a dispute takes two, so add the other side")
    return tuple(found)


def _nobody(ledger: Ledger) -> str:
    named = dict.fromkeys(telling.called(m.entity) for m in ledger.mentions if m.use == "actor" and m.kind != "person")
    known = f" It names {', '.join(list(named)[:5])}." if named else ""
    return (
        "there is nobody to draft: no state or organisation wants, offers, refuses, demands or threatens anything "
        f"here, so there is no decision maker.{known} detente new FILE writes a case to start from by hand"
    )


def _inferences(ledger: Ledger) -> list[tuple[str, str]]:
    text = ledger.source.text
    found = [(hull(s.content), s) for s in ledger.statements if s.level == "inference" and s.repeats is None]
    return [(place(span), brief(span.of(text))) for span, _ in found]
