"""The claims with their verdicts, ready to be shown."""

from __future__ import annotations

from dataclasses import dataclass

from detente.analysis.answer import Answer
from detente.analysis.claims import Verdict
from detente.case.build import Case
from detente.case.schema import Cite, Claim, NotTestable
from detente.report.grid import Count
from detente.report.model import drafted_words
from detente.report.notes import Mark, Notes
from detente.report.text import capital

MOST_CONDITIONS = 8


@dataclass(frozen=True, slots=True)
class ClaimView:
    """One claim: who said it, what was tested, and what came out.

    Attributes
    ----------
    slug, label, words, voice, speaks_for, date, note : str
        What the file says of it; empty where it says nothing.
    marks : tuple of Mark
    test, count : str
        In words.
    verdict : str
        ``yes``, ``no`` or ``depends``; empty where it was not evaluated.
    every, sourced : Count or None
    yes_if, no_if, hinges, remarks : tuple of str
    tags : tuple of str
        Short words beside the title.
    cut : int
        How many conditions are not shown.
    """

    slug: str
    label: str
    words: str
    voice: str
    speaks_for: str
    date: str
    note: str
    marks: tuple[Mark, ...]
    test: str
    count: str
    verdict: str
    every: Count | None
    sourced: Count | None
    yes_if: tuple[str, ...]
    no_if: tuple[str, ...]
    hinges: tuple[str, ...]
    remarks: tuple[str, ...]
    tags: tuple[str, ...]
    cut: int


def claims(answer: Answer, notes: Notes) -> tuple[ClaimView, ...]:
    """Return every claim of a case with its verdict."""
    return tuple(_claim(answer.case, v, notes) for v in answer.verdicts)


def _claim(case: Case, found: Verdict, notes: Notes) -> ClaimView:
    from detente import explain

    said = explain.verdict(case, found)
    claim = case.file.claims[found.slug]
    voice = case.file.voices.get(claim.voice or "")
    party = case.file.decision_makers.get((voice.speaks_for if voice else None) or "")
    return ClaimView(
        slug=found.slug,
        label=capital(claim.label or ""),
        words=claim.words or "",
        voice=voice.name if voice else "",
        speaks_for=party.name if party else "",
        date=str(claim.date or ""),
        note=claim.note or "",
        marks=notes.marks(_cite(claim)),
        test=said.test if not isinstance(claim.test, NotTestable) else "",
        count=said.count,
        verdict=_verdict(found),
        every=Count(found.count(True), found.total()) if found.testable else None,
        sourced=_sourced(found),
        yes_if=said.yes_if[:MOST_CONDITIONS],
        no_if=said.no_if[:MOST_CONDITIONS],
        hinges=tuple(said.hinges),
        remarks=tuple(said.remarks),
        tags=_tags(claim, found),
        cut=max(0, len(said.yes_if) - MOST_CONDITIONS) + max(0, len(said.no_if) - MOST_CONDITIONS),
    )


def _cite(claim: Claim) -> tuple[Cite, ...]:
    if claim.source is None:
        return ()
    said = claim.model_dump(include={"source", "at", "words", "voice", "sha256", "level", "chain", "standing"})
    return (Cite(**said),)


def _verdict(found: Verdict) -> str:
    if not found.testable:
        return ""
    yes, total = found.count(True), found.total()
    return "yes" if yes == total else "depends" if yes else "no"


def _sourced(found: Verdict) -> Count | None:
    total = found.total(sourced_only=True) if found.testable else 0
    return Count(found.count(True, sourced_only=True), total) if total else None


def _tags(claim: Claim, found: Verdict) -> tuple[str, ...]:
    drafted = filter(None, [drafted_words(claim.drafted)])
    if isinstance(claim.test, NotTestable):
        return ("not testable", *drafted)
    if not found.testable:
        return ("not evaluated", *drafted)
    tags = [f"trivially so, {found.trivial}"] if found.trivial else []
    return (*tags, *(["put in"] if found.put_in else []), *drafted)
