"""The measures of attitudes: the same actor and stance towards the same thing."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from detente.text.ledger import Attitude, Ledger
from detente.text.scoring.attribution import given, touching
from detente.text.scoring.comparison import Check, Comparison, words
from detente.text.scoring.names import folded
from detente.text.scoring.score import Error
from detente.text.scoring.tally import Tally
from detente.text.span import Span


def compared(gold: Ledger, found: Ledger, iou: float) -> Comparison[Attitude]:
    """Return the attitudes side by side: a pair has the same actor, stance and polarity."""
    return Comparison(gold.source.text, gold.attitudes, found.attitudes, _thing, iou, allowed=_alike)


def tallies(wished: Comparison[Attitude], partners: Mapping[str, str]) -> Iterator[tuple[str, Tally]]:
    """Yield each measure; ``partners`` tells which found statement belongs to a gold one."""
    yield "attitudes", wished.tally()
    yield "condition", wished.share(_same_condition)
    yield "hedged", wished.share(_same_hedge)
    yield "within", wished.share(lambda g, f: _partner(g, partners) == f.within)


def errors(wished: Comparison[Attitude], text: str) -> Iterator[Error]:
    """Yield the errors of attitudes; ``text`` shows the words of conditions."""
    condition = Check("condition", _same_condition, lambda a: words(text, given(a.condition)))
    hedge = Check("hedged", _same_hedge, lambda a: "hedged" if a.hedged else "not hedged")
    return wished.errors(lambda _: "attitude", _told, (condition, hedge))


def signed(attitude: Attitude) -> tuple[str, bool]:
    """Return the stance and whether it is negated; not to want is to refuse.

    Examples
    --------
    >>> signed(Attitude("RUS", "wants", Span(0, 1), negated=True))
    ('refuses', False)
    """
    if attitude.stance == "wants" and attitude.negated:
        return "refuses", False
    return attitude.stance, attitude.negated


def _thing(attitude: Attitude) -> tuple[Span, ...]:
    return (attitude.thing,)


def _alike(gold: Attitude, found: Attitude) -> bool:
    return folded(gold.actor) == folded(found.actor) and signed(gold) == signed(found)


def _same_condition(gold: Attitude, found: Attitude) -> bool:
    return touching(given(gold.condition), given(found.condition))


def _same_hedge(gold: Attitude, found: Attitude) -> bool:
    return gold.hedged == found.hedged


def _partner(gold: Attitude, partners: Mapping[str, str]) -> str | None:
    return None if gold.within is None else partners.get(gold.within, "")


def _told(attitude: Attitude) -> str:
    return f"{attitude.actor} {attitude.stance}{', negated' if attitude.negated else ''}"
