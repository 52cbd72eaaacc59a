"""Finding the causal claims of an article, in what is said there and in its own voice."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator
from dataclasses import dataclass, replace

from detente.text.attitudes.units import Unit, units
from detente.text.causes.claim import CausalClaim, Polarity
from detente.text.causes.forms import Site, Stretch, agent, is_passive, parted
from detente.text.causes.holders import Holders
from detente.text.causes.patterns import Pattern, listed, patterns
from detente.text.causes.row import Row
from detente.text.evened import spaced
from detente.text.ledger import Ledger, Speaker, Statement
from detente.text.page import page
from detente.text.span import Span
from detente.text.syntax.words import PRONOUNS

_ONLY = re.compile(
    r"(?:^| )(?:not|n't) (?:(?:the|an?|our|their|its) )?(?:only|sole|single|just|simply|merely)(?![\w-])"
)
_MERELY = frozenset({"only", "just", "merely", "simply", "solely"})
_PASSIVE = re.compile(r"(?:^| )(?:is|are|was|were|be|been|being|get|gets|got)(?: not| n't| also| still| long| again)*$")
_NEAR, _BEFORE, _REACH = 15, 30, 120


@dataclass(frozen=True, slots=True)
class _Voice:
    """Who says the words of a site."""

    statement: Statement | None
    links: tuple[Statement, ...]


def causal_claims(ledger: Ledger) -> tuple[CausalClaim, ...]:
    """Return what the article, and everybody in it, names as the cause of something, in the order of the text.

    Statements that say another one again, questions, headlines and inferences that nobody draws are left out. The cost
    is linear in the length of the article.

    Examples
    --------
    >>> from detente.text.reading import read
    >>> from detente.text.source import read_source
    >>> text = "Talks ended. The minister, Ana Belo, said that the tariff was the main obstacle to a deal."
    >>> (claim,) = causal_claims(read(read_source("-", text.encode())))
    >>> claim.speaker.name, claim.cause.of(text), claim.effect.of(text), claim.quantifiers
    ('Ana Belo', 'the tariff', 'a deal', ('main',))
    """
    finder = _Finder(ledger)
    found = [claim for unit in finder.units for claim in finder.of_unit(unit)]
    return tuple(sorted(_apart(found), key=lambda claim: (claim.cue, claim.pattern)))


def _apart(found: list[CausalClaim]) -> Iterator[CausalClaim]:
    """Keep one of two claims that name the same words by cues that overlap: the first pattern of the file."""
    kept: dict[tuple[Span | None, str | None], list[CausalClaim]] = {}
    for claim in found:
        others = kept.setdefault((claim.cause, claim.within), [])
        if not any(claim.cue.overlap(other.cue) for other in others[-4:]):
            others.append(claim)
            yield claim


class _Finder:
    def __init__(self, ledger: Ledger) -> None:
        self._text = ledger.source.text
        seen = page(spaced(self._text, ledger.paragraphs), ledger.paragraphs)
        labels = [each.label for each in ledger.paragraphs]
        self.units = [unit for unit in units(seen) if not unit.question and labels[unit.paragraph] != "headline"]
        self._holders = Holders(ledger)
        self._last: dict[bool, Unit] = {}
        self._known = patterns()

    def of_unit(self, unit: Unit) -> Iterator[CausalClaim]:
        row = Row(unit.words)
        done = bytearray(len(row.line))
        for pattern in self._known.patterns:
            if pattern.may_stand_in(row.line):
                yield from self._of_pattern(unit, row, pattern, done)
        self._last[unit.quoted] = unit

    def _of_pattern(self, unit: Unit, row: Row, pattern: Pattern, done: bytearray) -> Iterator[CausalClaim]:
        for match in pattern.cue.finditer(row.line):
            if any(done[match.start() : match.end()]):
                continue
            site = self._site(row, pattern, match)
            made = list(self._claims(unit, site)) if site is not None else []
            if made:
                done[match.start() : match.end()] = b"\1" * (match.end() - match.start())
            yield from made

    def _site(self, row: Row, pattern: Pattern, match: re.Match[str]) -> Site | None:
        first, after = row.number(match.start()), row.after(match.end())
        needed = pattern.needs.search(row.line) if pattern.needs and not pattern.denies else True
        if not needed or (pattern.denies and pattern.needs and not pattern.needs.search(match.group())):
            return None
        if pattern.active and (
            _PASSIVE.search(row.part(max(0, first - 4), first))
            or _is_name(row, first)
            or row.words.at(first - 1) == "to"
        ):
            return None
        if self._known.ignore.search(row.part(max(0, first - _NEAR), after + _NEAR)):
            return None
        return Site(row, pattern, match, first, after, 0, len(row.words))

    def _claims(self, unit: Unit, site: Site) -> Iterator[CausalClaim]:
        cue = site.row.words.span(site.first, site.after)
        held = self._held(site, cue)
        if held is None and unit.quoted:
            return
        links = () if held is None else self._holders.links(held[0])
        if held is not None and (held[0].repeats or held[0].negated or any(s.level == "inference" for s in links)):
            return
        voice = _Voice(None if held is None else held[0], links)
        site = self._limited(site, held)
        cause, effect = parted(site)
        if site.pattern.form != "none" and (cause[0] >= cause[1] or site.row.part(*cause) in listed("empty")):
            return
        if site.pattern.active and effect[0] >= effect[1]:
            return
        if self._stands_behind(self._known.unsaid, site, cause, effect):
            return
        if site.pattern.needs_effect and not site.pattern.needs_effect.search(site.row.part(*effect)):
            return
        yield from self._made(unit, site, voice, cause, effect)

    def _held(self, site: Site, cue: Span) -> tuple[Statement, Span] | None:
        """Return the statement that says it: the one that a verb of naming attributes, else the innermost there."""
        cued = self._holders.cued(cue)
        inside = self._holders.of(cue) or cued or self._holders.of(Span(cue.end - 1, cue.end))
        return cued or inside if site.pattern.agent else inside

    def _limited(self, site: Site, held: tuple[Statement, Span] | None) -> Site:
        """Return the site with the words that its holder says."""
        row = site.row
        if held is not None:
            first, most = (bisect_left(row.words.starts, at) for at in held[1])
            return site._replace(least=first, most=most) if first < most else site
        least, most = site.first, site.after
        while least > max(0, site.first - _REACH) and not self._is_said(row, least - 1):
            least -= 1
        while most < min(len(row.words), site.after + _REACH) and not self._is_said(row, most):
            most += 1
        return site._replace(least=least, most=most)

    def _is_said(self, row: Row, at: int) -> bool:
        return self._holders.of(Span(row.words.starts[at], row.words.ends[at])) is not None

    def _made(self, unit: Unit, site: Site, voice: _Voice, cause: Stretch, effect: Stretch) -> Iterator[CausalClaim]:
        claim = self._claim(unit, site, voice, cause, effect)
        yield from _contrasted(site, claim, cause)

    def _claim(self, unit: Unit, site: Site, voice: _Voice, cause: Stretch, effect: Stretch) -> CausalClaim:
        row, known = site.row, self._known
        around = " ".join(
            row.words.low[at] for at in range(site.least, site.most) if not _in(at, cause) and not _in(at, effect)
        )
        statement = voice.statement
        by = self._by(site, statement)
        chain = tuple(name for link in voice.links if (name := link.speaker.name))
        return CausalClaim(
            polarity=self._polarity(site, voice, cause, effect),
            kind=site.pattern.kind,
            cause=row.span(*cause),
            effect=row.span(*effect),
            cue=row.words.span(site.first, site.after),
            sentence=unit.span,
            within=None if statement is None else statement.id,
            speaker=by or self._speaker(site, statement, cause),
            chain=(*chain, by.name) if by is not None and by.name else chain,
            nested=len(voice.links) > 1 or (by is not None and statement is not None),
            direct=unit.quoted or (statement is not None and statement.kind == "direct"),
            quantifiers=tuple(name for name, words in known.quantifiers if words.search(_ONLY.sub(" one of", around))),
            hedged=self._hedged(site, voice, around),
            said=next((link.said for link in reversed(voice.links) if link.said), None),
            pattern=site.pattern.id,
            referred=self._referred(unit, site, cause),
        )

    def _by(self, site: Site, statement: Statement | None) -> Speaker | None:
        """Return who is told to name the cause, where that is another than who says so."""
        said_by = None if statement is None else statement.cue
        cue = site.row.words.span(site.first, site.after)
        if not site.pattern.agent or (said_by is not None and cue.overlap(said_by)):
            return None
        words = site.row.span(*agent(site))
        if words is None or site.row.part(*agent(site)) in PRONOUNS:
            return None
        return self._holders.named(words)

    def _hedged(self, site: Site, voice: _Voice, around: str) -> bool:
        is_said_so = any(link.hedged for link in voice.links)
        is_said_so = is_said_so or is_passive(site)
        return is_said_so or bool(self._known.modals.search(site.match.group()) or self._known.hedges.search(around))

    def _polarity(self, site: Site, voice: _Voice, cause: Stretch, effect: Stretch) -> Polarity:
        if site.pattern.form == "none":
            return "none"
        row = site.row
        words = _ONLY.sub("", site.match.group())
        inside = site.match.group("effect") if "effect" in site.match.re.groupindex else None
        words = words.replace(inside, "") if inside else words
        denied = site.pattern.denies or (not site.pattern.affirms and self._known.negation.search(words) is not None)
        is_before = not site.first <= cause[0] - 1 < site.after and row.words.at(cause[0] - 1) == "not"
        is_before = is_before and row.words.at(cause[0]) not in _MERELY
        denied = denied or is_before or row.words.at(cause[0]) in {"neither", "not"}
        denied ^= self._is_flipped(site, cause, effect) or _denies(voice.statement)
        return "denied" if denied else "named"

    def _is_flipped(self, site: Site, cause: Stretch, effect: Stretch) -> bool:
        """Return whether the words before the claim reject it: rejected the idea that ..."""
        return self._stands_behind(self._known.flips, site, cause, effect)

    @staticmethod
    def _stands_behind(wanted: re.Pattern[str], site: Site, cause: Stretch, effect: Stretch) -> bool:
        start = min(at for at, end in ((site.first, site.after), cause, effect) if at < end)
        return wanted.search(site.row.part(max(0, start - _BEFORE), start) + " ") is not None

    def _speaker(self, site: Site, statement: Statement | None, cause: Stretch) -> Speaker:
        """Return who says it; nobody known where somebody rejects it whom no statement names."""
        if statement is not None:
            return statement.speaker
        return Speaker(None, standing="unknown" if self._is_flipped(site, cause, cause) else "outlet")

    def _referred(self, unit: Unit, site: Site, cause: Stretch) -> Span | None:
        """Return what a cause of one word that points back refers to: the clause before it, or the sentence before."""
        if cause[1] - cause[0] != 1 or site.row.words.at(cause[0]) not in listed("back"):
            return None
        clause = site.row.clause_before(site.least, cause[0] - (site.row.words.at(cause[0] - 1) in {"and", "but"}))
        if clause[0] < clause[1]:
            return site.row.span(*clause)
        last = self._last.get(unit.quoted)
        return last.span if last is not None and last.paragraph == unit.paragraph else None


def _denies(statement: Statement | None) -> bool:
    return statement is not None and statement.cue_class == "deny"


def _is_name(row: Row, at: int) -> bool:
    """Return whether a word is part of a name: drilled in Block 7."""
    return at > 0 and row.words.capital[at] and not row.is_mark(at - 1)


def _in(at: int, stretch: Stretch) -> bool:
    return stretch[0] <= at < stretch[1]


def _contrasted(site: Site, claim: CausalClaim, cause: Stretch) -> Iterator[CausalClaim]:
    """Part "not the law but the troops" into what is denied and what is named."""
    row, (start, end) = site.row, cause
    but = next((at for at in range(start, min(end + 1, site.most)) if row.words.at(at) == "but"), None)
    if but is None or claim.polarity != "denied" or site.pattern.form == "none":
        yield claim
        return
    yield replace(claim, cause=row.span(start + (row.words.at(start) == "not"), but))
    first = but + 1 + (row.words.at(but + 1) in {"rather", "because"})
    named = row.span(first, row.rest(first, site.most))
    if named is not None and row.words.at(but + 1) != "because":
        yield replace(claim, polarity="named", cause=named)
