"""Citations of a ledger: the exact place, its hash, a few words, whose they are, and through whom they came."""

from __future__ import annotations

from dataclasses import dataclass, field

from detente.case.grounds import Cite
from detente.drafting.hearsay import Word, spoken_for
from detente.drafting.naming import slug
from detente.drafting.parties import Cast
from detente.drafting.quoting import brief, digest, place
from detente.text import telling
from detente.text.ledger import Attitude, Ledger, Speaker, Statement
from detente.text.span import Span, hull

REPORTER = "reporter"
FARTHEST = 240
STANDINGS = {
    "party": "speaks for a side, which one is not told",
    "third party": "third party",
    "outlet": "a news organisation",
    "unknown": "in what standing is not told",
}


@dataclass(frozen=True, slots=True)
class Voice:
    """Somebody who speaks: a name with its role, for which party, and in what standing."""

    slug: str
    name: str
    party: str | None
    note: str


@dataclass(slots=True)
class Citing:
    """Makes citations, and a voice for everybody who is cited; ``proposed`` are speakers whom only a model names."""

    ledger: Ledger
    source: str
    cast: Cast
    proposed: frozenset[str | None] = frozenset()
    voices: dict[tuple[str, str | None], Voice] = field(default_factory=dict)
    _taken: set[str] = field(default_factory=set)

    def attitude(self, attitude: Attitude, word: Word) -> Cite:
        """Return the citation of an attitude: from its actor to its condition, where they stand close together."""
        parts = [attitude.thing, attitude.cue, attitude.actor_span, attitude.condition]
        near = [s for s in parts if s is not None and abs(s.start - attitude.thing.start) <= FARTHEST]
        return self.place(hull(near), word)

    def statement(self, statement: Statement, word: Word) -> Cite:
        """Return the citation of what a statement says: its longest piece."""
        return self.place(max(statement.content, key=lambda s: s.length), word)

    def place(self, span: Span, word: Word) -> Cite:
        """Return the citation of a place."""
        words = span.of(self.ledger.source.text)
        return Cite(
            source=self.source,
            at=place(span),
            words=brief(words) or None,
            voice=self.voice(word.speaker).slug,
            sha256=digest(words),
            level=word.level,
            chain=tuple(filter(None, (brief(telling.called(name)) for name in word.chain))),
            standing=word.standing,
        )

    def voice(self, speaker: Speaker | None) -> Voice:
        """Return the voice of a speaker, a new one at the first meeting; None is the article itself."""
        name, entity = (None, None) if speaker is None else (speaker.name or "", spoken_for(speaker) or speaker.name)
        key = (REPORTER if name is None else f"s:{name}", entity)
        if key not in self.voices:
            self.voices[key] = self._voice(speaker)
            self._taken.add(self.voices[key].slug)
        return self.voices[key]

    def _voice(self, speaker: Speaker | None) -> Voice:
        taken = self._taken
        if speaker is None:
            return Voice(
                slug(REPORTER, taken, REPORTER), "The reporter", None, "what the article says in its own voice"
            )
        party = self.cast.of(spoken_for(speaker) or "") or self.cast.of(speaker.name or "")
        speaks_for = party.slug if party is not None and speaker.standing == "party" else None
        name = brief(telling.called(speaker.name or "")) or "Somebody who is not named"
        role = ", ".join(p for p in (brief(speaker.role or ""), brief(speaker.organisation or "")) if p)
        note: str = STANDINGS.get(speaker.standing, "") if speaks_for is None else ""
        if speaker.name in self.proposed:
            note = "; ".join(filter(None, [note, "named by a language model only"]))
        if speaker.candidates and speaker.name is None:
            note += f"; perhaps {' or '.join(filter(None, map(brief, speaker.candidates[:3])))}"
        return Voice(slug(name, taken, "voice"), f"{name}, {role}" if role else name, speaks_for, note)
