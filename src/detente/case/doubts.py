"""Warnings: a file can be used with them, but its reader should know."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import chain

from detente.case.evidence import hearsay_only, reading_cites, reading_is_assumed, speaks_for, unaccepted
from detente.case.finding import Finding, View, comparisons, reading_words, readings, warning
from detente.case.references import parties_in_test
from detente.model.formula import Formula, names


def inert_options(view: View) -> Iterator[Finding]:
    """W001: an option that no statement, constraint, outcome, world or claim mentions."""
    if any(reading.ranking is not None or reading.payoffs is not None for _, reading in readings(view.file)):
        return
    used = set(chain.from_iterable(names(f) for f in _used_formulas(view)))
    used.update(*({*w.do, *w.open} for w in view.file.worlds.values()))
    used.update(*(reading.weights or () for _, reading in readings(view.file)))
    for slug, dm in view.file.decision_makers.items():
        for option in dm.options:
            if f"{slug}.{option}" not in used:
                message = f"no statement, constraint, outcome, world or claim mentions {slug}.{option}"
                hint = "leave it out: it doubles the states and cannot change any answer"
                yield warning("W001", ("decision_makers", slug, "options", option), message, hint)


def _used_formulas(view: View) -> Iterator[Formula]:
    """Yield the formulas that matter, with ``let`` names followed."""
    todo = [view.tree(text) for path, text in view.formulas if path[0] not in {"let", "classes"}]
    seen: set[str] = set()
    while todo:
        formula = todo.pop()
        yield formula
        fresh = (names(formula) & view.file.let.keys()) - seen
        seen |= fresh
        todo.extend(view.tree(view.file.let[name]) for name in fresh)


def uncited_preferences(view: View) -> Iterator[Finding]:
    """W002: a reading that nobody is cited for and that is not marked as assumed."""
    if not view.file.sources:
        return
    for path, reading in readings(view.file):
        if not any(reading_cites(reading)) and not reading_is_assumed(reading):
            hint = "add cite: {source: ..., at: ..., voice: ...}, or own up to it: assumed: {by: ..., why: ...}"
            yield warning("W002", path, f"nobody is cited for {reading_words(path)}", hint)
    for path, said in comparisons(view.file):
        if not said.cite and said.assumed is None:
            message = f"nobody is cited for this comparison of {path[1]}"
            hint = "add cite: {source: ..., at: ..., voice: ...}, or own up to it: assumed: {by: ..., why: ...}"
            yield warning("W002", path, message, hint)


def third_party_preferences(view: View) -> Iterator[Finding]:
    """W003: what a party wants, on the word of third parties only."""
    for path, reading in readings(view.file):
        if hearsay_only(view.file, str(path[1]), reading):
            message = f"{reading_words(path)} rests on what others say; no voice for {path[1]} is cited"
            hint = f"cite a voice for {path[1]}, or keep in mind that this is hearsay"
            yield warning("W003", path, message, hint)
    for slug, party in view.file.decision_makers.items():
        voices = [cite.voice for said in party.comparisons or () for cite in said.cite]
        if voices and not any(voice is not None and speaks_for(view.file, voice) == slug for voice in voices):
            message = f"the comparisons of {slug} rest on what others say; no voice for {slug} is cited"
            hint = f"cite a voice for {slug}, or keep in mind that this is hearsay"
            yield warning("W003", ("decision_makers", slug, "comparisons"), message, hint)


def third_party_claims(view: View) -> Iterator[Finding]:
    """W004: a claim about what a party wants or does, by a voice that does not speak for it."""
    for name, claim in view.file.claims.items():
        if claim.voice is None and claim.source is None:
            continue
        speaker = speaks_for(view.file, claim.voice) if claim.voice is not None else None
        others = [who for _, who in parties_in_test(claim.test) if who != speaker]
        for who in dict.fromkeys(others):
            said_by = f"{claim.voice} does not speak for {who}" if claim.voice else "no voice is named"
            hint = "name a voice that speaks for it, or keep in mind that this is hearsay"
            yield warning("W004", ("claims", name), f"the claim {name} is about {who}, and {said_by}", hint)


def unaccepted_drafts(view: View) -> Iterator[Finding]:
    """W010: an element that a language model drafted and no person has accepted."""
    for path, said in unaccepted(view.file):
        what = ".".join(str(part + 1) if isinstance(part, int) else part for part in path)
        message = f"{what} was drafted by {said.model}, and nobody has accepted it"
        hint = "compare it with the words that it cites, then write accepted: true under drafted, or delete it"
        yield warning("W010", path, message, hint)


DOUBTS = (inert_options, uncited_preferences, third_party_preferences, third_party_claims, unaccepted_drafts)
