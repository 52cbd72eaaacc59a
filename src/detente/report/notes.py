"""Footnotes: every citation gets a number the first time it is met, and knows every place that points to it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field

from detente.case.schema import CaseFile, Cite
from detente.report.text import web_address

LEVELS = {"nested": "said of somebody else's words", "inference": "a reading that nobody draws by name"}


@dataclass(frozen=True, slots=True)
class Mark:
    """One place where a footnote is pointed to.

    Attributes
    ----------
    number : int
        Of the footnote.
    place : int
        Which of the places that point to it this is, counted from 1.
    note : Note
    """

    number: int
    place: int
    note: Note

    @property
    def anchor(self) -> str:
        """The id of this place."""
        return f"ref-{self.number}-{self.place}"


@dataclass(slots=True)
class Note:
    """A footnote: who said what, in which source, and where in it."""

    number: int
    words: str
    voice: str
    speaks_for: str
    source: str
    title: str
    publisher: str
    at: str
    chain: str
    level: str
    standing: str
    places: int = 0

    @property
    def refs(self) -> list[str]:
        """The ids of the places that point here."""
        return [f"ref-{self.number}-{place}" for place in range(1, self.places + 1)]


@dataclass(frozen=True, slots=True)
class SourceItem:
    """A source with the numbers of the footnotes that rest on it."""

    slug: str
    title: str
    author: str
    publisher: str
    date: str
    url: str
    url_text: str
    sha256: str
    note: str
    notes: tuple[int, ...]
    asked_here: bool


@dataclass(eq=False)
class Notes:
    """The footnotes of one report, in the order in which they are met."""

    file: CaseFile
    _kept: dict[Cite, Note] = field(default_factory=dict)

    def mark(self, cite: Cite) -> Mark:
        """Return the next place that points to a citation's footnote."""
        note = self._kept.get(cite)
        if note is None:
            note = self._kept[cite] = self._note(cite)
        note.places += 1
        return Mark(note.number, note.places, note)

    def marks(self, cites: Iterable[Cite]) -> tuple[Mark, ...]:
        """Return the places for several citations."""
        return tuple(self.mark(c) for c in cites)

    def all(self) -> tuple[Note, ...]:
        """Return every footnote, by number."""
        return tuple(self._kept.values())

    def sources(self) -> tuple[SourceItem, ...]:
        """Return every source of the case, with its footnotes."""
        return tuple(self._source(slug) for slug in self.file.sources)

    def _note(self, cite: Cite) -> Note:
        source = self.file.sources.get(cite.source)
        voice = self.file.voices.get(cite.voice or "")
        speaks_for = self.file.decision_makers.get((voice.speaks_for if voice else None) or "")
        return Note(
            number=len(self._kept) + 1,
            words=cite.words or "",
            voice=voice.name if voice else "",
            speaks_for=speaks_for.name if speaks_for else "",
            source=cite.source,
            title=source.title if source else cite.source,
            publisher=(source.publisher if source else "") or "",
            at=cite.at or "",
            chain=" → ".join(cite.chain) if len(cite.chain) > 1 else "",
            level=LEVELS.get(cite.level or "", ""),
            standing=cite.standing or "",
        )

    def _source(self, slug: str) -> SourceItem:
        said = self.file.sources[slug]
        return SourceItem(
            slug=slug,
            title=said.title,
            author=said.author or "",
            publisher=said.publisher or "",
            date=str(said.date or ""),
            url=web_address(said.url),
            url_text=said.url or "",
            sha256=said.sha256 or "",
            note=said.note or "",
            notes=tuple(n.number for n in self._kept.values() if n.source == slug),
            asked_here=slug == self.file.asked_in,
        )
