"""Read an article: from its source to the ledger of who said what, who wants what, and what is in doubt."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from itertools import pairwise

from detente.text.attitudes import attitudes
from detente.text.attribution import statements
from detente.text.dates import date_mentions
from detente.text.evened import evened
from detente.text.hedging import guessed, hedged
from detente.text.language import language_doubt
from detente.text.ledger import READ, DateMention, Doubt, Ledger, Source, Statement
from detente.text.mentions import mentions
from detente.text.overrides import Overrides, doubts_of, with_overrides
from detente.text.page import Page, page
from detente.text.paragraphs import paragraphs, unclear
from detente.text.saying import dated
from detente.text.speakers import registry


def read(source: Source, overrides: Overrides | None = None) -> Ledger:
    """Return what an article says: paragraphs, statements, attitudes, mentions, dates, and what is in doubt.

    Parameters
    ----------
    source : Source
        As `detente.text.source.read_source` gives it.
    overrides : Overrides, optional
        The user's corrections, replayed before anything else is read.

    Returns
    -------
    Ledger
        Statements in the order of the text; the cost is linear in its length, and equal input gives an equal ledger.

    Examples
    --------
    >>> from detente.text.source import read_source
    >>> ledger = read(read_source("-", "“We will not sign,” said Ana Belo, the Portuguese foreign minister.".encode()))
    >>> [(each.speaker.name, each.kind) for each in ledger.statements]
    [('Ana Belo', 'direct')]
    """
    parted = paragraphs(source.text)
    parted, missed = with_overrides(source.text, parted, overrides) if overrides else (parted, ())
    even = evened(source.text, parted)
    seen = page(even.text, even.paragraphs)
    people = registry(seen)
    dates = date_mentions(
        seen.text, [each.span for each in seen.paragraphs if each.label in READ], source.document_date
    )
    named = mentions(seen, people.people, dates)
    said = dated(seen, statements(seen, people, named), dates)
    found = attitudes(seen, said, named)
    everything = hedged(seen, _in_order([*said, *found.nested, *found.inferences]))
    wills = guessed(seen, found.inferences, found.attitudes)
    doubts = (
        *language_doubt(source.text),
        *unclear(parted),
        *even.back(tuple(_unclosed(seen, even.place))),
        *_undated(source, dates),
        *even.back(tuple(_unresolved(everything))),
        *doubts_of(missed),
    )
    back = even.back
    return Ledger(source, parted, back(everything), back(wills), back(named), back(dates), doubts)


def _in_order(found: Sequence[Statement]) -> tuple[Statement, ...]:
    return tuple(sorted(found, key=lambda each: (each.content[0].start, each.level != "statement", each.id)))


def _unclosed(seen: Page, place: Callable[[int], int]) -> Iterator[Doubt]:
    """Doubt each quote that is not closed, where no quote of the next paragraph goes on from it."""
    opened = {number: quote for number, quote in seen.quotes if not quote.closed}
    starts = {number for number, quote in seen.quotes if quote.span.start == seen.paragraphs[number].span.start}
    read = sorted({sentence.paragraph for sentence in seen.sentences})
    following = dict(pairwise(read))
    for number, quote in opened.items():
        if following.get(number) not in starts:
            message = (
                f"the quote that opens at character {place(quote.span.start)} is not closed; its paragraph ends first"
            )
            yield Doubt("unclosed-quote", message, quote.span)


def _undated(source: Source, dates: Sequence[DateMention]) -> Iterator[Doubt]:
    open_ones = sum(each.basis == "unresolved" for each in dates)
    if source.document_date is None and open_ones:
        times = "time expression is" if open_ones == 1 else "time expressions are"
        yield Doubt("no-document-date", f"there is no document date, so {open_ones} {times} unresolved; --date sets it")


def _unresolved(found: Sequence[Statement]) -> Iterator[Doubt]:
    for each in found:
        if each.level == "statement" and each.speaker.name is None:
            named = [" ".join(words.split()[:8]) for words in each.speaker.candidates[:3]]
            told = f"; it may be {' or '.join(named)}" if named else ""
            yield Doubt("unresolved-speaker", f"nobody could be found who says {each.id}{told}", each.content[0])
