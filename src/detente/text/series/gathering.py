"""From the ledgers of several articles to the lines of a series: who named what, in the order of time."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import get_args

from detente.text.causes import CausalClaim, causal_claims
from detente.text.folding import folded
from detente.text.ledger import Ledger
from detente.text.series.entry import Article, DatedBy, Entry, Line, LineKind
from detente.text.series.people import one_name, side_of
from detente.text.series.same import SameAs, stem
from detente.text.span import Span
from detente.text.telling import called

_NEAR_DAYS = 3
_ALIKE = 90
_LOOK_BACK = 40
_LONGEST = 2000


@dataclass(frozen=True, slots=True)
class Series:
    """What each voice names over several articles.

    ``asked`` are the words that all claims are about, where somebody asked so; ``left_out`` how many claims are not.
    """

    articles: tuple[Article, ...]
    lines: tuple[Line, ...]
    asked: str | None = None
    speaker: str | None = None
    left_out: int = 0

    @property
    def complete(self) -> bool:
        """Whether every article has a date."""
        return all(article.day is not None for article in self.articles)


def series(
    ledgers: Iterable[Ledger],
    same: SameAs | None = None,
    *,
    about: str | None = None,
    speaker: str | None = None,
    sides: Mapping[str, str] | None = None,
) -> Series:
    """Return who names what as the cause, by side and in the order of time; the order of the articles does not matter.

    Parameters
    ----------
    ledgers : iterable of Ledger
        Two with the same bytes count once.
    same : SameAs, optional
        Which words mean the same issue.
    about : str, optional
        Only claims with one of these words in their sentence, or in the one that it refers to.
    speaker : str, optional
        Only claims of a person or side of that name; part of the name is enough.
    sides : mapping, optional
        For whom persons speak, by their names as the articles have them.
    """
    same = same or SameAs()
    by_article = _articles(ledgers)
    entries = [entry for article, ledger in by_article for entry in _entries(article, ledger, same)]
    entries = _one_name_each(entries, sides or {})
    kept = [entry for entry in entries if _is_about(entry, about) and _is_by(entry, speaker)]
    kept.sort(key=_place_in_time)
    once = _once(kept)
    articles = tuple(article for article, _ in by_article)
    return Series(articles, _lines(once), about, speaker, len(entries) - len(kept))


def _articles(ledgers: Iterable[Ledger]) -> list[tuple[Article, Ledger]]:
    """Return each article once, in the order of time."""
    found: dict[str, list[Ledger]] = {}
    for ledger in ledgers:
        found.setdefault(ledger.source.sha256, []).append(ledger)
    made = []
    for sha256, copies in found.items():
        copies.sort(
            key=lambda each: (each.source.document_date is None, str(each.source.document_date), each.source.name)
        )
        source = copies[0].source
        names = tuple(each.source.name for each in copies[1:])
        made.append((Article(source.name, sha256, source.document_date, source.date_basis, names), copies[0]))
    return sorted(made, key=lambda each: (str(each[0].day or "9999"), each[0].sha256))


def _entries(article: Article, ledger: Ledger, same: SameAs) -> list[Entry]:
    text = ledger.source.text
    return [_entry(article, claim, text, same) for claim in causal_claims(ledger)]


def _entry(article: Article, claim: CausalClaim, text: str, same: SameAs) -> Entry:
    cause, effect = _words(text, claim.cause), _words(text, claim.effect)
    referred = _words(text, claim.referred)
    side, then = side_of(claim.speaker)
    name = claim.speaker.name
    day, dated_by = _dated(article, claim)
    return Entry(
        article=article,
        claim=claim,
        person=None if name in {side, then} else name,
        entity=side,
        then=then,
        day=day,
        dated_by=dated_by,
        cause=cause,
        effect=effect,
        cue=_words(text, claim.cue),
        sentence=_words(text, claim.sentence),
        referred=referred,
        issue=same.features(referred or cause),
        about=same.features(effect),
    )


def _words(text: str, span: Span | None) -> str:
    return "" if span is None else span.of(text)[:_LONGEST]


def _dated(article: Article, claim: CausalClaim) -> tuple[str | None, DatedBy]:
    if claim.said is not None:
        return claim.said, "said"
    if article.day is None:
        return None, "none"
    return article.day.isoformat(), "report" if claim.nested else "document"


def _one_name_each(entries: Sequence[Entry], given: Mapping[str, str]) -> list[Entry]:
    sides: dict[str, set[str]] = {name: {side} for name, side in given.items()}
    for e in entries:
        if e.person is not None and e.entity is not None and " " in e.person and e.person not in given:
            sides.setdefault(e.person, set()).add(e.entity)
    entries = [_with_side(e, sides) for e in entries]
    names = one_name((e.person, e.entity) for e in entries if e.person is not None)
    return [e if e.person is None else replace(e, person=names[e.person, e.entity]) for e in entries]


def _with_side(entry: Entry, sides: Mapping[str, set[str]]) -> Entry:
    """Return a claim with the side that the same full name has in another article, where it has none here."""
    found = sides.get(entry.person or "", set())
    is_known = entry.entity is None and len(found) == 1
    return replace(entry, entity=next(iter(found))) if is_known else entry


def _is_about(entry: Entry, about: str | None) -> bool:
    if about is None:
        return True
    wanted = {stem(word) for word in folded(about).split()}
    words = f"{entry.sentence} {entry.cause} {entry.effect}"
    return bool(wanted & {stem(word.strip(".,;:!?\"'()")) for word in folded(words).split()})


def _is_by(entry: Entry, speaker: str | None) -> bool:
    if speaker is None:
        return True
    names = [entry.person, entry.entity, entry.then, *map(called, filter(None, (entry.entity, entry.then)))]
    return any(speaker.casefold() in name.casefold() for name in names if name)


def _place_in_time(entry: Entry) -> tuple[str, str, int, str]:
    return entry.day or "9999", entry.article.sha256, entry.claim.cue.start, entry.claim.pattern


def _once(entries: Sequence[Entry]) -> list[Entry]:
    """Count nearly the same words of the same voice within a few days once."""
    made: list[Entry] = []
    by_voice: dict[tuple[object, ...], list[int]] = {}
    for entry in entries:
        key = (entry.entity, entry.person, entry.claim.speaker.standing, entry.claim.polarity, entry.claim.kind)
        known = by_voice.setdefault(key, [])
        again = next((at for at in known[-_LOOK_BACK:] if _repeats(made[at], entry)), None)
        if again is None:
            known.append(len(made))
            made.append(entry)
        elif entry.article != made[again].article and entry.article not in made[again].also:
            made[again] = replace(made[again], also=(*made[again].also, entry.article))
    return made


def _repeats(first: Entry, entry: Entry) -> bool:
    from rapidfuzz.fuzz import ratio

    if not _near(first.day, entry.day):
        return False
    if first.article == entry.article and first.claim.cue == entry.claim.cue:
        return False
    is_alike = ratio(folded(first.sentence), folded(entry.sentence)) >= _ALIKE
    same_words = (
        folded(first.cause).lower() == folded(entry.cause).lower() and ratio(first.effect, entry.effect) >= _ALIKE
    )
    if first.article == entry.article:
        return same_words
    return (is_alike and ratio(first.cause, entry.cause) >= _ALIKE) or same_words


def _near(one: str | None, two: str | None) -> bool:
    if one == two:
        return True
    try:
        return abs((date.fromisoformat(one or "") - date.fromisoformat(two or "")).days) <= _NEAR_DAYS
    except ValueError:
        return False


def _lines(entries: Sequence[Entry]) -> tuple[Line, ...]:
    """Return sides first, then persons, the articles' own voice, and who is not named; each in the order of time."""
    found: dict[tuple[int, str], list[Entry]] = {}
    for entry in entries:
        found.setdefault(_line_of(entry), []).append(entry)
    kinds = get_args(LineKind)
    made = []
    for (number, name), members in sorted(found.items(), key=lambda each: (each[0][0], -len(each[1]), each[0][1])):
        dated = tuple(entry for entry in members if entry.day is not None)
        made.append(Line(kinds[number], name, dated, tuple(entry for entry in members if entry.day is None)))
    return tuple(made)


def _line_of(entry: Entry) -> tuple[int, str]:
    if entry.entity is not None:
        return 0, entry.entity
    if entry.person is not None:
        return 1, entry.person
    return (2, "") if entry.claim.speaker.standing == "outlet" else (3, "")
