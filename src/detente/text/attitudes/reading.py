"""The reading of attitudes: nested statements first, then readings by nobody, then who wants what in whose words."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Container, Iterator, Sequence
from dataclasses import replace
from functools import cache
from itertools import pairwise

from detente.text.attitudes import inferences, nested
from detente.text.attitudes.clause import Clause
from detente.text.attitudes.conditions import Conditions
from detente.text.attitudes.constructions import construction, constructions
from detente.text.attitudes.extents import thing_end
from detente.text.attitudes.finding import Finding
from detente.text.attitudes.findings import Findings
from detente.text.attitudes.grammar import cue_starts, speech_cues, word_class
from detente.text.attitudes.homes import homes
from detente.text.attitudes.modal import modal
from detente.text.attitudes.naming import Names
from detente.text.attitudes.nominal import nominal
from detente.text.attitudes.offices import Offices
from detente.text.attitudes.scene import Pieces, scene
from detente.text.attitudes.units import runs_on, units
from detente.text.attitudes.verbal import verbal
from detente.text.ledger import Attitude, Mention, Stance, Statement
from detente.text.page import Page
from detente.text.span import Span


def attitudes(page: Page, statements: Sequence[Statement], mentions: Sequence[Mention]) -> Findings:
    """Return the nested statements, the readings by nobody and the attitudes of an article.

    Parameters
    ----------
    page : Page
        The article.
    statements : sequence of Statement
        What it attributes, of level ``statement``.
    mentions : sequence of Mention
        The states, organisations and persons that are named in it.

    Returns
    -------
    Findings
        Ids of nested statements are ``n1``, ``n2``, ..., those of readings by nobody ``i1``, ``i2``, ...; the cost is
        linear in the length of the text.
    """
    return _Reading(page, statements, mentions).findings()


class _Reading:
    def __init__(self, page: Page, statements: Sequence[Statement], mentions: Sequence[Mention]) -> None:
        found = units(page)
        self.page, self.statements = page, list(statements)
        self.scene = scene(found, statements, mentions)
        self.running = [quote.span for _, quote in page.quotes if quote.closed and runs_on(page.text, quote)]
        self.opening = [quote.start for quote in self.running]
        self.clauses: list[Clause] = []
        offices = Offices(statements, self.scene, page, homes(page, found, self.scene, statements))
        for unit in found:
            offices.until(unit)
            self.clauses.append(Clause(unit, self.scene, page.text))
            self.clauses[-1].done()
        self.outer = self.scene.outer

    def findings(self) -> Findings:
        told = self._nested()
        self.scene.said = Pieces([*self.statements, *told])
        read = self._inferences()
        silent = [statement for statement in read if not inferences.hearsay(statement, self.page.text)]
        return Findings(tuple(told), tuple(read), tuple(self._attitudes(Pieces(silent))))

    def _nested(self) -> list[Statement]:
        made: list[Statement] = []
        names = Names()
        cues = {statement.cue for statement in self.statements}
        for clause in self.clauses:
            for k in _starting(clause, speech_cues()):
                held = self.outer.holding(clause.words.starts[k])
                found = nested.told(clause, k) if held else None
                if held is None or found is None or clause.words.span(*found.place) in cues:
                    continue
                statement = nested.as_statement(clause, found, held, names)
                made += [replace(statement, id=f"n{len(made) + 1}")] if statement else []
        return made

    def _inferences(self) -> list[Statement]:
        made: list[Statement] = []
        for clause in self.clauses:
            for k, low in enumerate(clause.words.low):
                if low not in word_class("participles") or self.outer.holding(clause.words.starts[k]):
                    continue
                found = inferences.inference(clause, k)
                if found is not None:
                    made.append(inferences.as_statement(len(made) + 1, *found, hedged=_hedged(clause, k)))
        return made

    def _attitudes(self, read: Pieces) -> Iterator[Attitude]:
        for clause in self.clauses:
            if clause.unit.question:
                continue
            yield from self._of_clause(clause, read)

    def _of_clause(self, clause: Clause, read: Pieces) -> Iterator[Attitude]:
        limits: Conditions | None = None
        done = covered = 0
        over: tuple[str, ...] = ()
        seen: set[tuple[str, Stance, Span]] = set()
        for k in _starting(clause, _starts()):
            noun = nominal(clause, k)
            noun = noun if noun and (k >= covered or set(over).isdisjoint(noun.subject.actors)) else None
            found = None if k < done else construction(clause, k) or verbal(clause, k) or noun or modal(clause, k)
            if found is None:
                continue
            limits = limits or Conditions(clause)
            done = max(done, found.cue[1])
            if not limits.inside(k) and not read.holding(clause.words.starts[found.thing]):
                for made in self._made(clause, found, limits):
                    covered = max(covered, bisect_left(clause.words.starts, made.thing.end))
                    over = found.subject.actors
                    key = (made.actor, made.stance, made.thing)
                    if key not in seen:
                        seen.add(key)
                        yield made

    def _made(self, clause: Clause, found: Finding, limits: Conditions) -> Iterator[Attitude]:
        words = clause.words
        after = found.until if found.until >= 0 else thing_end(clause, found.thing, limits.starts)
        condition = limits.on(found.subject.first, found.cue[0], after)
        stance = _settled(found, condition, self.page.text, words.low[found.thing : after])
        if (
            stance is None
            or not words.at(found.thing)[:1].isalnum()
            or words.at(found.subject.first - 1) in word_class("conditionals")
        ):
            return
        thing = words.span(found.thing, max(after, found.thing + 1))
        held = self.scene.said.holding(thing.start)
        thing = self._closed(Span(thing.start, min(thing.end, held[0].end)) if held else thing)
        thing = self._of_one_quote(thing, words.starts[found.cue[0]])
        place = words.starts[found.cue[0]]
        speaker, inside = self.scene.speaker(place), self.scene.said.holding(place)
        for actor in found.subject.actors:
            if not found.own_words or actor == speaker or (condition and found.needs_condition):
                yield Attitude(
                    actor,
                    stance,
                    thing,
                    words.span(found.subject.first, found.subject.after),
                    words.span(*found.cue),
                    self._closed(condition) if condition else None,
                    inside[1].id if inside else None,
                    found.negated != _denied(inside, self.page.text),
                    found.hedged or _hedged(clause, found.subject.first),
                    found.subject.guess
                    or self._guessed(actor, words.span(found.subject.first, found.subject.after), inside),
                )

    def _guessed(self, actor: str, subject: Span, inside: tuple[Span, Statement] | None) -> bool:
        """Return whether neither the subject nor who speaks says for which state it is."""
        if self.scene.names(subject, actor) or (inside is not None and inside[1].speaker.entity == actor):
            return False
        return subject.of(self.page.text).lower() not in word_class("pointing")

    def _of_one_quote(self, thing: Span, cue: int) -> Span:
        """Return a thing that ends with the quote that it and its cue stand in: will not “discuss” its goats."""
        number = bisect_right(self.opening, thing.start) - 1
        quote = self.running[number] if number >= 0 else None
        inside = quote is not None and quote.start < cue and thing.start < quote.end < thing.end
        short = quote is not None and " " not in self.page.text[thing.start : quote.end - 1].strip()
        return Span(thing.start, quote.end - 1) if quote and inside and not short else thing

    def _closed(self, span: Span) -> Span:
        """Return the span with the whole of a quote that begins in it, and with the mark that closes it."""
        number = bisect_left(self.opening, span.end) - 1
        quote = self.running[number] if number >= 0 else None
        goes_on = quote is not None and span.start < quote.start and span.end <= quote.end
        return Span(span.start, quote.end) if quote and goes_on else span


@cache
def _starts() -> frozenset[str]:
    return cue_starts().union(constructions())


def _starting(clause: Clause, firsts: Container[str]) -> list[int]:
    return [k for k, low in enumerate(clause.words.low) if low in firsts]


def _settled(found: Finding, condition: Span | None, text: str, thing: list[str]) -> Stance | None:
    """Return the stance of what counts only with a condition; None where none stands.

    It is a threat where the condition is what one does not wish ("unless", "if it fires again"), or where what is to
    come is a way against another, as a court or a frigate.
    """
    if not found.needs_condition:
        return found.stance
    if condition is None:
        return found.otherwise
    words = condition.of(text).lower().replace("’", "'")
    if found.own_words and words.startswith(("until ", "as lon", "so lon", "for as")):
        return None
    unwished = (
        words.startswith("unless")
        or "goes on" in words
        or any(low.strip(",.") in word_class("unwished") for low in words.split())
    )
    against = words.startswith(("if", "should", "unless")) and not word_class("recourse").isdisjoint(thing)
    return "threatens" if found.stance == "offers" and (unwished or against) else found.stance


def _denied(inside: tuple[Span, Statement] | None, text: str) -> bool:
    """Return whether it stands in what somebody denies: "denied that India was seeking to reopen it"."""
    cue = inside[1].cue if inside is not None and inside[1].kind != "direct" else None
    return cue is not None and cue.of(text).lower() in word_class("denying")


def _hedged(clause: Clause, word: int) -> bool:
    """Return whether a reading by nobody stands before a word in its unit, or "reportedly" or "perhaps" begins it."""
    before = clause.words.low[max(0, word - 16) : word]
    opening = bool(before) and before[0] in ("reportedly", "perhaps", "apparently", "allegedly")
    read = word_class("verbs_of_reading")
    return opening or any(low in read and link in ("as", "to") for low, link in pairwise(before))
