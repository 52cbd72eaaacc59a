"""Whether somebody is only supposed to have said it: "reportedly offered", "may have threatened", "it is rumoured"."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import replace

from detente.text.ledger import Attitude, Statement
from detente.text.page import Page
from detente.text.span import Span

FARTHEST, NEAR = 48, 20
_ADVERB = r"(?:reportedly|allegedly|apparently|supposedly|purportedly|seemingly|possibly|perhaps|probably)"
_BEFORE = re.compile(
    rf"\b(?:{_ADVERB},?(?: \w+)?|(?:may|might|could)(?: well)? have|"
    r"(?:said|thought|believed|understood|reported|rumou?red|alleged) to have) $",
    re.IGNORECASE,
)
_READ = re.compile(
    r"\b(?:speculation|rumou?rs?|suspicions?|signs?|hints?) (?:that|of|about)\b|"
    r"\b(?:suggest(?:s|ed|ing)?|impl(?:y|ies|ied|ying)|indicat(?:e|es|ed|ing)|hint(?:s|ed|ing)?) (?:that|at)\b|"
    r"\bit (?:appears|seems|looks|would (?:appear|seem))\b|\b(?:amount(?:s|ed|ing)?|tantamount) to\b|"
    r"\b(?:in effect|effectively|presumably|evidently|in all likelihood)\b",
    re.IGNORECASE,
)
_VIEW = re.compile(
    r"\bin the (?:view|opinion|eyes) of\b|"
    r"\bin (?:his|her|their|its|my|our|[\w.-]{1,30}(?: [\w.-]{1,30}){0,3}(?:['’]s|s['’])) (?:view|opinion|eyes)\b",
    re.IGNORECASE,
)
_SUPPOSED = re.compile(r"(?:^|[\s(])(?:if|unless|whether|had|should|as though) $", re.IGNORECASE)
_FIRST = re.compile(rf"{_ADVERB}\b", re.IGNORECASE)


def hedged(page: Page, statements: Sequence[Statement]) -> tuple[Statement, ...]:
    """Return the statements, each hedged where its cue is, or where it stands in a reading that nobody draws by name.

    The cost is linear in the number of statements, since a few words before each cue are looked at.
    """
    starts = [sentence.span.start for sentence in page.sentences]
    read_in = _Places([s.content for s in statements if s.level == "inference"])
    return tuple(_marked(page, s, starts, read_in) for s in statements)


def guessed(page: Page, statements: Sequence[Statement], attitudes: Sequence[Attitude]) -> tuple[Attitude, ...]:
    """Return the attitudes, each hedged where it is only read into something.

    That is where it stands in a reading that nobody draws by name, or, in no statement of anybody, where its sentence
    says so in other words: "there is speculation that", "this suggests that", "in her view".
    """
    read_in = _Places([s.content for s in statements if s.level == "inference"])
    views = _Places([[span for s in page.sentences if (span := _read_into(page, s.span)) is not None]])
    return tuple(
        replace(a, hedged=True)
        if not a.hedged and (read_in.hold(a.thing) or (a.within is None and views.hold(a.thing)))
        else a
        for a in attitudes
    )


def _read_into(page: Page, sentence: Span) -> Span | None:
    """Return the part of a sentence that is only somebody's view, or read into something; None where none is."""
    if _VIEW.search(page.masked, *sentence):
        return sentence
    found = _READ.search(page.masked, *sentence)
    return None if found is None else Span(found.end(), sentence.end)


def _marked(page: Page, statement: Statement, starts: Sequence[int], read_in: _Places) -> Statement:
    cue = statement.cue
    if cue is None or statement.hedged or statement.level == "inference":
        return statement
    number = bisect_right(starts, cue.start) - 1
    first = starts[number] if number >= 0 else 0
    before = page.masked[max(first, cue.start - FARTHEST) : cue.start]
    who = statement.speaker.span
    told = (
        page.masked[max(first, who.start - FARTHEST) : who.start]
        if who is not None and 0 <= cue.start - who.end < NEAR
        else ""
    )
    is_so = (
        _SUPPOSED.search(told)
        or _BEFORE.search(before)
        or _FIRST.match(page.masked, first, cue.start)
        or read_in.hold(cue)
    )
    if not is_so and statement.level == "statement":
        views = (Span(*found.span()) for found in _READ.finditer(page.masked, first, cue.start))
        is_so = any(not any(piece.overlap(view) for piece in statement.content) for view in views)
    return replace(statement, hedged=True) if is_so else statement


class _Places:
    """Stretches of a text, none of which begins before the one before it ends."""

    def __init__(self, contents: Sequence[Sequence[Span]]) -> None:
        self._spans = sorted(piece for content in contents for piece in content)
        self._starts = [span.start for span in self._spans]

    def hold(self, span: Span) -> bool:
        """Return whether a span lies within one of them."""
        at = bisect_right(self._starts, span.start) - 1
        return at >= 0 and self._spans[at].holds(span)
