"""Asking a model about the paragraphs that the rules left empty or doubtful, and what came of it."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Callable, Iterable
from dataclasses import dataclass

from detente.case.grounds import Drafted
from detente.drafting.model.cache import Cache
from detente.drafting.model.endpoint import Endpoint
from detente.drafting.model.placing import Placing
from detente.drafting.model.posting import IN_ALL, NoAnswer, post
from detente.drafting.model.prompt import body_of, data_of, prompt_sha256
from detente.drafting.model.reply import Item, NoReply, content_of, items_of
from detente.drafting.skeleton import Provenance, headline
from detente.text.ledger import READ, Ledger, Paragraph
from detente.text.span import Span

SHORTEST, LONGEST = 40, 8000
MOST_PARAGRAPHS = 60
Progress = Callable[[int, int], None]


@dataclass(frozen=True, slots=True)
class Asked:
    """What came of asking a model.

    Attributes
    ----------
    ledger : Ledger
        What the rules found and, behind it, what the model proposed; the former alone where there was a failure.
    provenance : Provenance
    paragraphs : int
        How many were asked about.
    proposed, kept, refused, disputed : int
        How many proposals there were, were kept, had words that do not stand there, and contradict the rules.
    warnings : tuple of str
        Paragraphs whose answer was of no use.
    failure : str
        Why there is nothing from the model at all; empty if there is.
    """

    ledger: Ledger
    provenance: Provenance
    paragraphs: int
    proposed: int = 0
    kept: int = 0
    refused: int = 0
    disputed: int = 0
    warnings: tuple[str, ...] = ()
    failure: str = ""


def ask_all(
    ledger: Ledger,
    where: Endpoint,
    cache: Cache,
    *,
    accepted: bool = False,
    seconds: float = IN_ALL,
    progress: Progress | None = None,
) -> Asked:
    """Return what a model adds to a ledger; where the endpoint fails, the ledger as it is, and why.

    Answers are kept in the cache as they come, so that a run after a failure goes on from there.
    """
    drafted = Drafted(host=where.host, model=where.model[:200], prompt=prompt_sha256()[:12], accepted=accepted)
    placing = Placing(ledger, drafted)
    chosen = doubtful(ledger)
    warnings: list[str] = []
    proposed = 0
    for k, (number, paragraph) in enumerate(chosen):
        if progress is not None:
            progress(k, len(chosen))
        try:
            items = _items(ledger, paragraph, placing.names, where, cache, seconds)
        except NoAnswer as error:
            return Asked(ledger, Provenance(), len(chosen), failure=str(error))
        except NoReply as error:
            warnings.append(f"paragraph {number} stays as the rules have it: {error}")
            continue
        proposed += len(items)
        placing.take(items, paragraph)
    return _told(placing, len(chosen), proposed, warnings)


def _told(placing: Placing, paragraphs: int, proposed: int, warnings: list[str]) -> Asked:
    marks = [*placing.attitudes.values(), *(mark for _, mark in placing.marks())]
    return Asked(
        placing.whole(),
        Provenance(dict(placing.attitudes), dict(placing.marks())),
        paragraphs,
        proposed,
        proposed - placing.refused - placing.known,
        placing.refused,
        sum(1 for mark in marks if mark.status == "disputed"),
        tuple(warnings),
    )


def doubtful(ledger: Ledger) -> list[tuple[int, Paragraph]]:
    """Return the paragraphs, with their numbers from 1, that the rules left empty or in doubt.

    In doubt is who speaks, or what a state that acts there wants, if no attitude was found.
    """
    told = [s for s in ledger.statements if s.level != "inference"]
    said = _Places(s.content[0].start for s in ledger.statements)
    unclear = _Places(s.content[0].start for s in told if s.speaker.basis == "unresolved")
    willed = _Places(a.thing.start for a in ledger.attitudes)
    acting = _Places(m.span.start for m in ledger.mentions if m.use == "actor" and m.kind != "person")
    found = []
    for number, paragraph in enumerate(ledger.paragraphs, 1):
        is_read = paragraph.label in READ and paragraph.label != "headline" and paragraph.repeats is None
        if is_read and SHORTEST <= paragraph.span.length <= LONGEST:
            here = paragraph.span
            if unclear.any_in(here) or (not willed.any_in(here) and (acting.any_in(here) or not said.any_in(here))):
                found.append((number, paragraph))
    return found[:MOST_PARAGRAPHS]


class _Places:
    """Places of a text, to be asked whether one lies within a stretch of it."""

    def __init__(self, places: Iterable[int]) -> None:
        self._places = sorted(places)

    def any_in(self, span: Span) -> bool:
        at = bisect_left(self._places, span.start)
        return at < len(self._places) and self._places[at] < span.end


def _items(
    ledger: Ledger, paragraph: Paragraph, names: list[str], where: Endpoint, cache: Cache, seconds: float
) -> tuple[Item, ...]:
    data = data_of(paragraph.span.of(ledger.source.text), headline(ledger), names)
    kept = cache.get(where.model, data)
    if kept is not None:
        try:
            return items_of(kept)
        except NoReply:
            kept = None  # a file that was damaged, or is of an older version
    content = content_of(post(where, body_of(where.model, data), seconds=seconds))
    items = items_of(content)
    cache.put(where.model, data, content)
    return items
