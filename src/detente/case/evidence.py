"""What a case rests on: who is cited for what, what is assumed, and who has not been heard."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TypeVar

from pydantic import BaseModel

from detente.case.schema import CaseFile, Cite, DecisionMaker, Drafted, Evidence, Factor, Outcome, Reading

Path = tuple[str | int, ...]
T = TypeVar("T")


def reading_cites(reading: Reading) -> Iterator[Cite]:
    """Yield the citations of a reading and of its statements."""
    yield from reading.cite
    for statement in reading.statements or ():
        yield from statement.cite


def reading_is_assumed(reading: Reading) -> bool:
    """Whether the reading as a whole, or all that it states, is marked as assumed."""
    stated = reading.statements or ()
    return reading.assumed is not None or (bool(stated) and all(s.assumed is not None for s in stated))


def is_sourced(reading: Reading) -> bool:
    """Whether somebody is cited for the reading: it is not marked as assumed, and it or a statement of it has a cite.

    A reading that is assumed as a whole is nobody's, even where single statements of it are cited.
    """
    return reading.assumed is None and any(True for _ in reading_cites(reading))


def hearsay_only(file: CaseFile, slug: str, reading: Reading) -> bool:
    """Whether the reading is cited, and no cited voice speaks for the decision maker whose reading it is."""
    voices = [c.voice for c in reading_cites(reading)]
    return bool(voices) and not any(v is not None and speaks_for(file, v) == slug for v in voices)


def speaks_for(file: CaseFile, voice: str) -> str | None:
    """Return the decision maker for whom a voice speaks, if any."""
    return file.voices[voice].speaks_for if voice in file.voices else None


def all_cites(file: CaseFile) -> Iterator[tuple[Path, Cite]]:
    """Yield every citation of a file with its path."""
    return _all(Cite, file, ())


def unaccepted(file: CaseFile) -> Iterator[tuple[Path, Drafted]]:
    """Yield what a language model drafted and nobody has accepted, with the path of the element."""
    return ((path[:-1], said) for path, said in _all(Drafted, file, ()) if not said.accepted)


def _all(kind: type[T], value: object, path: Path) -> Iterator[tuple[Path, T]]:
    if isinstance(value, kind):
        yield path, value
    elif isinstance(value, BaseModel):
        for name, info in type(value).model_fields.items():
            yield from _all(kind, getattr(value, name), (*path, info.alias or name))
    elif isinstance(value, dict):
        for key, item in value.items():
            yield from _all(kind, item, (*path, key))
    elif isinstance(value, tuple):
        for place, item in enumerate(value):
            yield from _all(kind, item, (*path, place))


@dataclass(frozen=True, slots=True)
class Hearing:
    """Whether a decision maker has been heard: the sources in which a voice for it speaks.

    Attributes
    ----------
    slug : str
    sources : tuple of str
        The sources, in the order of the file; empty if nobody speaks for it anywhere.
    in_question : bool or None
        Whether one of them is the source in which the question was asked; None if the case names no such source.
    """

    slug: str
    sources: tuple[str, ...]
    in_question: bool | None

    @property
    def is_heard(self) -> bool:
        """Whether anybody speaks for it."""
        return bool(self.sources)


def hearings(file: CaseFile) -> tuple[Hearing, ...]:
    """Return for each decision maker where it has been heard; claims count as well as citations."""
    spoken: dict[str, set[str]] = {slug: set() for slug in file.decision_makers}
    said: list[tuple[str | None, str | None]] = [(c.voice, c.source) for _, c in all_cites(file)]
    said += [(claim.voice, claim.source or file.asked_in) for claim in file.claims.values()]
    for voice, source in said:
        party = speaks_for(file, voice) if voice else None
        if party in spoken and source:
            spoken[party].add(source)
    return tuple(
        Hearing(
            slug,
            tuple(s for s in file.sources if s in found),
            file.asked_in in found if file.asked_in else None,
        )
        for slug, found in spoken.items()
    )


@dataclass(frozen=True, slots=True)
class Footing:
    """How many elements of a case rest on what."""

    cited: int
    assumed: int
    silent: int


def footing(file: CaseFile) -> Footing:
    """Count the elements that carry evidence: cited, marked as assumed, or neither.

    A statement without evidence of its own rests on that of its reading and is not counted apart; a reading
    without evidence of its own rests on that of its statements.
    """
    elements = list(_elements(file))
    cited = sum(1 for e in elements if e.cite)
    assumed = sum(1 for e in elements if not e.cite and e.assumed is not None)
    return Footing(cited, assumed, len(elements) - cited - assumed)


def _elements(value: object) -> Iterator[Evidence]:
    if isinstance(value, Reading):
        yield from _of_reading(value)
        return
    if isinstance(value, Factor):
        return  # what is asked about the model, and no element of it
    if isinstance(value, Evidence) and not _says_nothing(value):
        yield value
    if isinstance(value, BaseModel):
        for name in type(value).model_fields:
            yield from _elements(getattr(value, name))
    elif isinstance(value, dict | tuple):
        for item in value.values() if isinstance(value, dict) else value:
            yield from _elements(item)


def _says_nothing(value: Evidence) -> bool:
    """Whether it is a party or what is asked about, which count only where the file says what they rest on."""
    return isinstance(value, Outcome | DecisionMaker) and not value.cite and value.assumed is None


def _of_reading(reading: Reading) -> Iterator[Evidence]:
    stated = reading.statements or ()
    has_own = bool(reading.cite) or reading.assumed is not None
    if has_own or not stated:
        yield reading
    yield from (s for s in stated if not has_own or s.cite or s.assumed is not None)
