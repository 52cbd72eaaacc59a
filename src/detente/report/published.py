"""Answers that somebody published about the case, beside ours."""

from __future__ import annotations

from dataclasses import dataclass

from detente.analysis.answer import Answer
from detente.case.schema import Published
from detente.errors import DetenteError
from detente.model.conflict import Conflict
from detente.report.notes import Mark, Notes
from detente.report.stability import concepts_shown


@dataclass(frozen=True, slots=True)
class PublishedView:
    """One published answer.

    Attributes
    ----------
    concept : str
    published, ours : tuple of str
        States as the file names them.
    agrees : bool or None
        Whether both are the same set; None if the concept was not computed here.
    differs, note : str
    marks : tuple of Mark
    """

    concept: str
    published: tuple[str, ...]
    ours: tuple[str, ...]
    agrees: bool | None
    differs: str
    note: str
    marks: tuple[Mark, ...]


def published(answer: Answer, notes: Notes) -> tuple[PublishedView, ...]:
    """Return the published answers about the variant that was asked, beside ours."""
    conflict = answer.case.conflict(answer.case.reading(**dict(answer.fixed)))
    here = [p for p in answer.case.file.published if p.variant == answer.case.variant]
    return tuple(_beside(answer, conflict, p, notes) for p in here)


def elsewhere(answer: Answer) -> tuple[str, ...]:
    """Return the variants for which the case has published answers that are not shown here."""
    case = answer.case
    names = dict.fromkeys(p.variant or "the base case" for p in case.file.published if p.variant != case.variant)
    return tuple(names)


def _beside(answer: Answer, conflict: Conflict, said: Published, notes: Notes) -> PublishedView:
    stability = concepts_shown(answer).get(said.concept)
    theirs = [_index(conflict, s) for s in said.equilibria]
    ours = [int(s) for s in stability.equilibria.nonzero()[0]] if stability is not None else []
    names = {index: given for index, given in zip(theirs, said.equilibria, strict=True) if index is not None}
    return PublishedView(
        concept=said.concept,
        published=said.equilibria,
        ours=tuple(sorted(names.get(s, _name(conflict, s)) for s in ours)),
        agrees=None if stability is None else set(theirs) == set(ours),
        differs=said.differs or "",
        note=said.note or "",
        marks=notes.marks(said.cite),
    )


def _index(conflict: Conflict, state: str) -> int | None:
    try:
        return conflict.states.index(state)
    except DetenteError:
        return None


def _name(conflict: Conflict, state: int) -> str:
    return conflict.states.slugs[state] if conflict.states.slugs else conflict.states.pattern(state)
