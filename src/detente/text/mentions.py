"""Who is named in an article: states, capitals, governments, peoples, organisations and persons, and in what use."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import Protocol

from detente.text.eras import Eras
from detente.text.gazetteer import Place, Tokens, gazetteer
from detente.text.gazetteer.grammar import words
from detente.text.ledger import READ, DateMention, Mention, Use
from detente.text.page import Page
from detente.text.span import Span
from detente.text.uses import Site, american, is_other, use_of
from detente.text.uses.followers import verb_follows

_WORD = re.compile(r"\w+")


class Named(Protocol):
    """A person of the speaker registry, as far as mentions need one."""

    @property
    def name(self) -> str:
        """The full name."""

    @property
    def surname(self) -> str:
        """The name by which later sentences call the person; may be empty."""

    @property
    def spans(self) -> Sequence[Span]:
        """Where the full name stands."""


def mentions(page: Page, people: Sequence[Named] = (), dates: Sequence[DateMention] = ()) -> tuple[Mention, ...]:
    """Return who is named in the paragraphs that are read, in the order of the text, no two overlapping.

    A name inside a person's full name is that person's ("Michael Jordan"), and a surname of the registry is the person
    wherever it stands by itself. Moscow and the Kremlin mean the Soviet Union where their clause is dated before its
    end. The cost is linear in the length of the text.
    """
    names = _People(people)
    us_georgia = american(frozenset(page.text.split())) if "Georgia" in page.text else False
    eras = Eras(page.text, dates)
    months = {at for date in dates for at in _words_of(page.text, date.span)}
    found: list[Mention] = []
    for paragraph in page.paragraphs:
        if paragraph.label in READ:
            tokens = Tokens(page.text, paragraph.span)
            persons = [person for person in names.find(tokens) if tokens.starts[person[0]] not in months]
            taken = {at for first, last, _ in persons for at in range(first, last)}
            judged = _judged(tokens, taken, us_georgia=us_georgia)
            found += _persons(tokens, persons)
            found += [eras.dated(tokens, site, use) for site, use in judged]
    return tuple(sorted(found, key=lambda mention: mention.span))


def _words_of(text: str, span: Span) -> list[int]:
    # Where the words of a time expression begin: "in May" is no Theresa May.
    return [match.start() for match in _WORD.finditer(text, span.start, span.end)]


class _People:
    """Full names and surnames of persons: by their words, and by the first word how many words they have."""

    def __init__(self, people: Sequence[Named]) -> None:
        self._names: dict[tuple[str, ...], str] = {}
        self._widths: dict[str, list[int]] = {}
        for person in people:
            for phrase in (person.name, person.surname):
                if keys := tuple(Tokens(phrase, Span(0, len(phrase))).keys):
                    self._names.setdefault(keys, person.name)
                    widths = self._widths.setdefault(keys[0], [])
                    widths += [len(keys)] if len(keys) not in widths else []
        for widths in self._widths.values():
            widths.sort(reverse=True)

    def find(self, tokens: Tokens) -> Iterator[tuple[int, int, str]]:
        end = 0
        for at, key in enumerate(tokens.keys if self._names else ()):
            if at >= end and key in self._widths:
                keys, name = next(self._at(tokens, at), ((), ""))
                end = at + len(keys)
                if keys:
                    yield at, end, name

    def _at(self, tokens: Tokens, at: int) -> Iterator[tuple[tuple[str, ...], str]]:
        for width in self._widths[tokens.keys[at]]:
            keys = tuple(tokens.keys[at : at + width])
            if keys in self._names and not _is_a_place(tokens, at, keys):
                yield keys, self._names[keys]


def _is_a_place(tokens: Tokens, at: int, keys: tuple[str, ...]) -> bool:
    # "in Jordan" is the state even where somebody of that surname speaks.
    where = tokens.key(at - 1).lower() in words("place_before")
    return where and len(keys) == 1 and gazetteer().lookup(keys[0]) is not None


def _persons(tokens: Tokens, persons: list[tuple[int, int, str]]) -> Iterator[Mention]:
    for first, last, name in persons:
        yield Mention(Span(tokens.starts[first], tokens.ends[last - 1]), name, "actor", "person")


def _judged(tokens: Tokens, taken: set[int], *, us_georgia: bool) -> list[tuple[Site, Use]]:
    sites: list[Site] = []
    for place in gazetteer().places(tokens):
        site = _site(tokens, place)
        if place.first not in taken and not is_other(site, american_georgia=us_georgia):
            sites.append(site)
    uses = [use_of(site) for site in sites]
    kept = [(site, use, sure) for site, (use, sure) in zip(sites, uses, strict=True) if use is not None]
    return _coordinated(kept)


def _site(tokens: Tokens, place: Place) -> Site:
    start, end = tokens.sentence(place.first)
    return Site(tokens, place.first, place.last, place.name, start, max(end, place.last))


def _coordinated(judged: list[tuple[Site, Use, bool]]) -> list[tuple[Site, Use]]:
    uses: list[Use] = [use for _, use, _ in judged]
    for at in range(len(judged) - 2, -1, -1):
        site, _, sure = judged[at]
        describing = site.name.kind == "demonym" and site.name.adjective
        if uses[at + 1] == "modifier" and _joined(site, judged[at + 1][0]) and (describing or _shared(site, sure)):
            uses[at] = "modifier"
    for at in range(1, len(judged)):
        site, _, sure = judged[at]
        if not sure and uses[at - 1] == "place" and _carries_on(judged, at):
            uses[at] = "place"
    return [(site, use) for (site, _, _), use in zip(judged, uses, strict=True)]


def _shared(site: Site, sure: bool) -> bool:  # noqa: FBT001
    return site.describes and not sure and site.name.kind != "government"


def _joined(left: Site, right: Site) -> bool:
    """Return whether only "and", "or", a comma or a slash stands between two names."""
    between = left.tokens.keys[left.last : right.first]
    return 0 < len(between) <= 2 and all(word in {"and", "or", ",", "/", "&"} for word in between)


def _carries_on(judged: list[tuple[Site, Use, bool]], at: int) -> bool:
    # "in Brazil, Argentina and Chile", but "in Kyiv, Moscow said" and "in Kyiv and Moscow rejected it"
    left, right = judged[at - 1][0], judged[at][0]
    between = [word for word in left.tokens.keys[left.follow : right.first] if word.lower() != "the"]
    if not 0 < len(between) <= 2 or not set(between) <= {",", "and", "or", "&"}:
        return False
    if verb_follows(right) and left.governed()[0] != "between":
        return False
    if set(between) & {"and", "or", "&"}:
        return True
    after = right.after()
    return after in {"and", "or"} or (after == "," and right.after(2)[:1].isupper()) or after not in words("function")
