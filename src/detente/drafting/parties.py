"""Who is drafted as a decision maker: states and organisations with a will of their own, and no analyst ever."""

from __future__ import annotations

from bisect import bisect_right
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from detente.drafting.hearsay import Words, spoken_for
from detente.drafting.naming import slug
from detente.drafting.quoting import brief
from detente.text import telling
from detente.text.ledger import Attitude, Ledger

MOST_PARTIES = 4
FALLBACK = "party"


@dataclass(frozen=True, slots=True)
class Party:
    """A decision maker: the code or name that the ledger has for it, its short name, and what it is called.

    ``called`` is its name in a sentence where that is another ("the United States").
    """

    entity: str
    slug: str
    name: str
    called: str | None = None

    @property
    def spoken(self) -> str:
        """What it is called in a sentence."""
        return self.called or self.name


@dataclass(frozen=True, slots=True)
class Cast:
    """Who acts, and who does not: states of the past, outsiders, and those for whom there is no room.

    Attributes
    ----------
    parties : tuple of Party
        In the order of the text.
    past : dict
        States that are gone, with the party that succeeds each; None where there was no room for it.
    left_out : tuple of str
        Actors beyond the first few, those that the article says least of.
    """

    parties: tuple[Party, ...]
    past: dict[str, Party | None]
    left_out: tuple[str, ...]

    def of(self, entity: str) -> Party | None:
        """Return the party of that code or name, if it is one."""
        return next((p for p in self.parties if p.entity == entity), None)


def usable(ledger: Ledger) -> list[Attitude]:
    """Return the attitudes that a case can be made of, in the order of the text.

    No reading that nobody draws by name, nothing that is said twice, no beliefs, and none of a third party's own.
    """
    words = Words(ledger)
    analysts = {s.speaker.name for s in ledger.statements if s.speaker.standing in {"third party", "outlet"}}
    codes = {m.entity for m in ledger.mentions if m.kind not in {"person", "role"}}
    persons = {m.entity for m in ledger.mentions if m.kind in {"person", "role"}} - codes
    outsiders = analysts | persons
    speaks_for = {s.speaker.name: code for s in ledger.statements if (code := spoken_for(s.speaker))}
    found = [
        a if a.actor in codes else replace(a, actor=speaks_for.get(a.actor, a.actor))
        for a in ledger.attitudes
        if a.stance != "believes"
        and (a.actor in codes or a.actor in speaks_for or a.actor not in outsiders)
        and words.of_attitude(a).level != "inference"
        and not words.is_repeated(a)
    ]
    found = _without_headlines(ledger, dict.fromkeys(found))
    return sorted(found, key=lambda a: (a.thing, a.actor, a.stance))


def _without_headlines(ledger: Ledger, attitudes: Iterable[Attitude]) -> list[Attitude]:
    """Leave out what headlines and summaries say of an actor where the body says something of the same kind."""
    starts = [p.span.start for p in ledger.paragraphs]
    short = {"headline", "summary"}

    def is_short(attitude: Attitude) -> bool:
        at = bisect_right(starts, attitude.thing.start) - 1
        return at >= 0 and ledger.paragraphs[at].label in short

    listed = list(attitudes)
    in_body = {(a.actor, a.stance) for a in listed if not is_short(a)}
    return [a for a in listed if not is_short(a) or (a.actor, a.stance) not in in_body]


def cast(ledger: Ledger, attitudes: Sequence[Attitude]) -> Cast:
    """Return who is drafted as a decision maker."""
    words = Words(ledger)
    count = Counter(a.actor for a in attitudes if a.actor.strip() and words.is_firm(a))
    place = {actor: k for k, actor in enumerate(count)}
    successors = {m.entity: m.successor for m in ledger.mentions if m.successor}
    past = tuple(a for a in count if successors.get(a) in count)
    first = list(dict.fromkeys(a.actor for a in attitudes if a.actor in count and a.actor not in past))
    kept = sorted(first, key=lambda a: (-count[a], place[a]))[:MOST_PARTIES]
    parties: list[Party] = []
    for entity in (a for a in first if a in kept):
        name = called(ledger, entity)
        plain, usual = name.removeprefix("the "), usual_name(entity)
        short = slug(plain, {p.slug for p in parties}, FALLBACK)
        parties.append(Party(entity, short, plain, f"the {plain}" if f"the {plain}" in {name, usual} else None))
    heirs = {p.entity: p for p in parties}
    gone = {a: heirs.get(successors[a] or "") for a in past}
    return Cast(tuple(parties), gone, tuple(a for a in first if a not in kept))


def called(ledger: Ledger, entity: str) -> str:
    """Return what a state or organisation is called: as the article names it, or by its usual name, or its code."""
    from detente.text.gazetteer import gazetteer

    text = ledger.source.text
    for mention in ledger.mentions:
        if mention.entity == entity and mention.kind == "state" and (words := brief(mention.span.of(text))):
            known = gazetteer().lookup(words)
            if known is not None and known.kind == "state" and not words.isupper():
                return words
    return usual_name(entity)


def usual_name(entity: str) -> str:
    """Return the English name of a state's code, or what was given.

    Examples
    --------
    >>> usual_name("the two envoys")
    'the two envoys'
    """
    return brief(telling.called(entity)) or FALLBACK
