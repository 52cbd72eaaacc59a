"""Who speaks in an article, and who is only spoken of."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass

from detente.text.ledger import Ledger, Speaker, Standing, Statement


@dataclass(frozen=True, slots=True)
class Voice:
    """Somebody who speaks, with what the article tells about them anywhere.

    ``statements`` are the ids of what the article attributes to them, ``nested`` of what somebody else says that they
    said; a voice without statements is cited by others only.
    """

    name: str
    role: str | None
    organisation: str | None
    standing: Standing
    entity: str | None
    statements: tuple[str, ...]
    nested: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Unheard:
    """A state, organisation or person that acts in the article and says nothing in it.

    ``acts`` is how often it is named as an actor, ``attitudes`` how many are told of it, ``cited`` how many statements
    others report of it.
    """

    entity: str
    acts: int
    attitudes: int
    cited: int


def voices(ledger: Ledger) -> tuple[Voice, ...]:
    """Return everybody who says something, or is said to, in the order of their first words.

    Examples
    --------
    >>> from detente.text.ledger import Source
    >>> from detente.text.span import Span
    >>> who = Speaker("Ana Belo", "minister", None, "party", Span(10, 18), "PRT")
    >>> said = Statement("s1", "statement", "direct", None, who, None, (Span(0, 8),))
    >>> (found,) = voices(Ledger(Source("a", b"", "", ""), statements=(said,)))
    >>> found.name, found.entity, found.statements
    ('Ana Belo', 'PRT', ('s1',))
    """
    spoken: dict[str, list[Statement]] = {}
    for statement in ledger.statements:
        if statement.speaker.name is not None and statement.level != "inference":
            spoken.setdefault(statement.speaker.name, []).append(statement)
    return tuple(_voice(name, found) for name, found in spoken.items())


def _voice(name: str, found: list[Statement]) -> Voice:
    speakers = [s.speaker for s in found]
    known: Iterator[Standing] = (s.standing for s in speakers if s.standing != "unknown")
    return Voice(
        name=name,
        role=_first(speakers, "role"),
        organisation=_first(speakers, "organisation"),
        standing=next(known, "unknown"),
        entity=_first(speakers, "entity"),
        statements=tuple(s.id for s in found if s.level == "statement"),
        nested=tuple(s.id for s in found if s.level == "nested"),
    )


def _first(speakers: list[Speaker], key: str) -> str | None:
    return next((value for s in speakers if (value := getattr(s, key))), None)


def unheard(ledger: Ledger) -> tuple[Unheard, ...]:
    """Return who acts in the article, or has attitudes there, and has no word in it; those named most come first.

    A state or organisation is heard where somebody who speaks for it as a party has a statement. A name in capitals,
    as transcripts write them, is the same name.
    """
    speaking = [v for v in voices(ledger) if v.statements]
    heard = {v.name.casefold() for v in speaking}
    heard |= {v.entity.casefold() for v in speaking if v.entity is not None and v.standing == "party"}
    acts = Counter(m.entity for m in ledger.mentions if m.use == "actor" and m.kind != "role")
    attitudes = Counter(a.actor for a in ledger.attitudes)
    cited = Counter(s.speaker.name for s in ledger.statements if s.level == "nested" and s.speaker.name is not None)
    found = [
        Unheard(entity, acts[entity], attitudes[entity], cited[entity])
        for entity in dict.fromkeys([*acts, *attitudes, *cited])
        if entity.casefold() not in heard
    ]
    return tuple(sorted(found, key=lambda u: -(u.acts + u.attitudes + u.cited)))
