"""Where cause and effect stand around a cue, by the form of its pattern."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from typing import NamedTuple

from detente.text.causes.patterns import Pattern, listed
from detente.text.causes.row import Row
from detente.text.syntax.words import AUXILIARIES, is_adverb, is_verb

Stretch = tuple[int, int]
_NOWHERE = (0, 0)
_FAR = 30


class Site(NamedTuple):
    """A cue in a row: its words, and the first and last word that its holder says."""

    row: Row
    pattern: Pattern
    match: re.Match[str]
    first: int
    after: int
    least: int
    most: int

    def effect_inside(self) -> Stretch:
        """Return the words of the group ``effect``; empty where there is none."""
        if "effect" not in self.match.re.groupindex or self.match.group("effect") is None:
            return _NOWHERE
        start, end = self.match.span("effect")
        return self.row.number(start), self.row.after(end)

    def leads_on(self) -> bool:
        """Return whether the words behind the cue are the effect ("an obstacle to ...")."""
        groups = self.match.re.groupindex
        return "to" not in groups or self.match.group("to") is not None


def parted(site: Site) -> tuple[Stretch, Stretch]:
    """Return the words of cause and effect; empty stretches where the sentence has none."""
    cause, effect = _FORMS[site.pattern.form](site)
    inside = site.effect_inside()
    return cause, inside if inside[0] < inside[1] else effect


def _subject(site: Site) -> tuple[Stretch, Stretch]:
    cause = site.row.subject(site.least, site.first)
    effect = (site.after, site.row.rest(site.after, site.most)) if site.leads_on() else _NOWHERE
    return cause, effect


def _object(site: Site) -> tuple[Stretch, Stretch]:
    row = site.row
    end = row.rest(site.after, site.most)
    before = _strong(row, row.clause_before(site.least, site.first))
    if before[0] < before[1] or row.words.at(end) != ",":
        return (site.after, end), before
    return (site.after, end), (end + 1, row.rest(end + 1, site.most))


def _clause(site: Site) -> tuple[Stretch, Stretch]:
    cause = _strong(site.row, site.row.clause_before(site.least, site.first))
    return cause, (site.after, site.row.rest(site.after, site.most))


def _named(site: Site) -> tuple[Stretch, Stretch]:
    first = site.after + (site.row.words.at(site.after) == "that")
    return (first, site.row.rest(first, site.most)), _NOWHERE


def _for(site: Site) -> tuple[Stretch, Stretch]:
    end = site.row.rest(site.after, site.most)
    cut, after = _cut(site, end)
    return (site.after, cut), (after, end)


def _to(site: Site) -> tuple[Stretch, Stretch]:
    effect, cause = _for(site)
    return cause, effect


def _of(site: Site) -> tuple[Stretch, Stretch]:
    (start, cut), (after, end) = _for(site)
    return ((start, cut), (after + 1, end)) if after + 1 < end else ((start, end), _NOWHERE)


def _cut(site: Site, end: int) -> Stretch:
    """Return where the parting words begin and end."""
    found = site.pattern.splits.search(site.row.part(site.after, end)) if site.pattern.splits else None
    if found is None:
        return end, end
    before = found.string[: found.start()].count(" ")
    return site.after + before, site.after + before + found.group().count(" ") + 1


def _as(site: Site) -> tuple[Stretch, Stretch]:
    row = site.row
    end = site.first
    start, _ = row.subject(site.least, end)
    if row.words.at(end - 1) in listed("seen"):
        while end > site.least and (
            row.words.at(end - 1) in listed("seen") or row.words.at(end - 1) in listed("helping")
        ):
            end -= 1
        start, end = row.subject(site.least, end)
    start = next((at + 1 for at in range(end - 1, start - 1, -1) if row.words.at(at) in listed("seeing")), start)
    effect = (site.after, row.rest(site.after, site.most)) if site.leads_on() else _NOWHERE
    return (start, end), effect


def _aim(site: Site) -> tuple[Stretch, Stretch]:
    before = site.row.clause_before(site.least, site.first)
    return (site.after, site.row.rest(site.after, site.most)), _strong(site.row, before)


def _motive(site: Site) -> tuple[Stretch, Stretch]:
    start, end = site.row.subject(site.least, site.first)
    if start >= end:
        return _NOWHERE, _NOWHERE
    return (start, site.row.rest(site.after, site.most)), _NOWHERE


def _none(site: Site) -> tuple[Stretch, Stretch]:
    row = site.row
    before = _strong(row, row.clause_before(site.least, site.first))
    if row.words.at(site.after) in {"to", "for"}:
        return _NOWHERE, (site.after + 1, row.rest(site.after + 1, site.most))
    return _NOWHERE, before if before[0] < before[1] else (site.after, row.rest(site.after, site.most))


def agent(site: Site) -> Stretch:
    """Return the words for who names the cause, where the verb of naming has a subject; else an empty stretch."""
    row, at = site.row, site.first
    if site.pattern.form == "as":
        least = max(site.least, at - _FAR)
        naming = listed("seeing") | listed("seen")
        at = next((n for n in range(at - 2, least - 1, -1) if row.words.at(n) in naming), -1)
    while at > site.least and (row.words.at(at - 1) in AUXILIARIES or is_adverb(row.words.at(at - 1))):
        at -= 1
    if at <= site.least or row.words.at(at - 1) == "to" or is_verb(row.words.at(at - 1)):
        return _NOWHERE
    return row.subject(site.least, at)


def is_passive(site: Site) -> bool:
    """Return whether the words say that it is seen so, and not by whom."""
    row = site.row
    return site.pattern.form == "as" and row.words.at(site.first - 1) in listed("seen") and agent(site) == _NOWHERE


def _strong(row: Row, stretch: Stretch) -> Stretch:
    """Return a stretch without a verb that breaks off at its end; an empty one where the words left say nothing."""
    start, end = stretch
    while end > start and row.words.at(end - 1) in AUXILIARIES:
        end -= 1
    tells = any(row.words.at(at) not in listed("weak") and not row.is_mark(at) for at in range(start, end))
    return (start, end) if tells else _NOWHERE


_FORMS: Mapping[str, Callable[[Site], tuple[Stretch, Stretch]]] = {
    "subject": _subject,
    "object": _object,
    "clause": _clause,
    "named": _named,
    "for": _for,
    "of": _of,
    "to": _to,
    "as": _as,
    "aim": _aim,
    "motive": _motive,
    "none": _none,
}
