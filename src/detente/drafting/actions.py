"""What a party could do, from what it offers, threatens, refuses, can or wants to do, or what another asks of it."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from detente.case.grounds import characters
from detente.drafting.lexicon import listed
from detente.drafting.named import Named
from detente.drafting.naming import content_words, slug, stems
from detente.drafting.parties import Cast, Party
from detente.drafting.quoting import shortened
from detente.drafting.support import Supported
from detente.text.ledger import Attitude
from detente.text.span import Span

MOST_OPTIONS = 13
MOST_OF_A_PARTY = 5
AGREE = "agree"
ENOUGH = 0.6
_ASKED_WITHIN = 120
QUOTES = "\"'“”‘’«»`"
BEFORE = re.compile(r"(?:\b(?:to|not|never|cannot|will|would|could|can|shall|must|should|may|might)|n[’']t|[’']ll)\s+$")
TO_DO = re.compile(r"\s+(?:not\s+)?to\s+(?=[a-z])")


@dataclass(slots=True)
class Action(Supported):
    """An option in the making: whose it is, its short name, and what speaks for it.

    ``said`` is what it is called in words.
    """

    owner: Party
    slug: str
    said: str
    stems: frozenset[str]

    @property
    def formula(self) -> str:
        """The option as formulas write it."""
        return f"{self.owner.slug}.{self.slug}"


@dataclass(slots=True)
class Actions:
    """The options that were found so far, few enough for every question to be answered."""

    cast: Cast
    found: list[Action] = field(default_factory=list)

    def in_order(self) -> None:
        """Put the options in the order in which the article speaks of them."""
        self.found.sort(key=lambda a: min((characters(c.at) or (0, 0) for c in a.cites), default=(0, 0)))

    def of(self, party: Party) -> list[Action]:
        """Return the options of a party."""
        return [a for a in self.found if a.owner is party]

    def like(self, words: str, owners: Iterable[Party]) -> Action | None:
        """Return the option that words speak of, if there is one: the nearest, the first of equals."""
        wanted, among = stems(words), list(owners)
        scored = [(_alike(wanted, a.stems), -k, a) for k, a in enumerate(self.found) if a.owner in among]
        best = max(scored, key=lambda s: s[:2], default=None)
        return best[2] if best is not None and best[0] >= ENOUGH else None

    def add(self, owner: Party, words: str, verb: str = "") -> Action | None:
        """Return the option of these words, a new one where there is none like it; None if there is no room."""
        said = f"{verb}: {words}" if verb else words
        same = self.like(words, [owner])
        if same is not None:
            return same
        room = MOST_OPTIONS - len(self.cast.parties) - len(self.found)
        if room <= 0 or len(self.of(owner)) >= MOST_OF_A_PARTY:
            return None
        name = "_".join([*([verb] if verb else []), *content_words(words)[:4]])
        taken = {AGREE, *(a.slug for a in self.of(owner))}
        made = Action(owner, slug(name, taken, "act"), shortened(said), stems(words))
        self.found.append(made)
        return made


def are_alike(a: frozenset[str], b: frozenset[str]) -> bool:
    """Whether two texts, by the stems of their words, speak of the same thing."""
    return _alike(a, b) >= ENOUGH


def _alike(a: frozenset[str], b: frozenset[str]) -> float:
    """Return how much of the shorter of two texts the other one shares, 0 to 1."""
    smaller = min(len(a), len(b))
    shared = len(a & b)
    return 0.0 if not smaller or (shared < 2 and max(len(a), len(b)) > 1) else shared / smaller


def words_of(text: str, span: Span) -> str:
    """Return the words of a place on one line, without quote marks around them."""
    return " ".join(span.of(text)[:2000].split()).strip(QUOTES + " ,.;:")


def is_deed(text: str, attitude: Attitude) -> bool:
    """Whether the thing is something to do, and not something to have or that others do: it stands behind a modal."""
    thing = words_of(text, attitude.thing)
    words = thing.lower().split()
    if not words or words[0] in listed("nominal") or not words[0].isalpha() or thing[0].isupper():
        return False
    before = text[max(0, attitude.thing.start - 12) : attitude.thing.start]
    first = words[:3] if attitude.stance in {"wants", "demands"} else words[:1]
    return BEFORE.search(before) is not None and not listed("no_deeds") & set(first)


def is_no_deed(text: str, attitude: Attitude) -> bool:
    """Whether the thing begins with a verb of which nobody says that somebody did it: "happen at the cost of"."""
    first = words_of(text, attitude.thing).lower().split()[:1]
    return attitude.stance == "can" and first[:1] != [] and first[0] in listed("no_deeds")


def plain_verb(words: str) -> str:
    """Return words that begin with a verb as a short name has them.

    Examples
    --------
    >>> plain_verb("withdraws its boats"), plain_verb("watches"), plain_verb("denies it"), plain_verb("withdrew")
    ('withdraw its boats', 'watch', 'deny it', 'withdrew')
    """
    verb, space, rest = words.partition(" ")
    if verb.endswith("ies") and len(verb) > 4:
        verb = f"{verb[:-3]}y"
    elif verb.endswith(("ches", "shes", "sses", "xes", "zes", "oes")):
        verb = verb[:-2]
    elif verb.endswith("s") and not verb.endswith(("ss", "us", "is")):
        verb = verb[:-1]
    return f"{verb}{space}{rest}"


def is_settlement(words: str) -> bool:
    """Whether words speak of a settlement as such: "a negotiated solution".

    Examples
    --------
    >>> is_settlement("a negotiated solution"), is_settlement("the islands back")
    (True, False)
    """
    return bool(listed("settlement") & set(content_words(words)[:3]))


def with_asked(text: str, attitude: Attitude) -> Span:
    """Return what is demanded together with the words before it that say of whom: both sides to show restraint."""
    cue, thing = attitude.cue, attitude.thing
    if attitude.stance != "demands" or cue is None or not 0 < thing.start - cue.end < _ASKED_WITHIN:
        return thing
    start = cue.end + len(text[cue.end : thing.start]) - len(text[cue.end : thing.start].lstrip())
    return Span(start, thing.end)


def asked_of(words: str, span: Span, actor: Party, cast: Cast, mentions: Named) -> tuple[tuple[Party, ...], str, bool]:
    """Return whom somebody wants to do something, what, and whether the text names them.

    "both to pull back" asks it of all others, "Russia to leave" of Russia; a bare "lift the ban" of the one other party
    that there is, which is then assumed.
    """
    others = tuple(p for p in cast.parties if p is not actor)
    parted = TO_DO.search(words[:160])
    subject = words[: parted.start()] if parted else ""
    named = _named(mentions, span, subject, others)
    if parted and named:
        return named, words[parted.end() :], True
    if parted and subject.lower().split()[:1] in (["both"], ["all"], ["each"]):
        return others, words[parted.end() :], True
    return (others, words, False) if len(others) == 1 else ((), words, False)


def _named(mentions: Named, span: Span, subject: str, others: Sequence[Party]) -> tuple[Party, ...]:
    """Return the parties that are named within the subject of a thing."""
    here = {m.entity for m in mentions.within(Span(span.start, span.start + len(subject) + 1))}
    return tuple(p for p in others if p.entity in here)


def subject_of(mentions: Named, span: Span, cast: Cast) -> Party | None:
    """Return the party that a clause such as "if Britain withdrew its boats" is about: the first named in it."""
    first = next((m for m in mentions.within(span) if m.use == "actor"), None)
    return cast.of(first.entity) if first is not None else None
