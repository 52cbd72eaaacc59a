"""What is known while an article is read on: who was named where, who said what, and who was spoken of last."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from functools import cached_property

from detente.text.attitudes.grammar import word_class
from detente.text.attitudes.people import People, spoken_for, titled
from detente.text.attitudes.units import Unit
from detente.text.attitudes.words import Words
from detente.text.ledger import Mention, Speaker, Statement
from detente.text.span import Span

NEARBY = 300
"""How many characters back an office may belong to a state."""

_STATE = re.compile("[A-Z]{3}")


@dataclass(frozen=True, slots=True)
class Subject:
    """A noun phrase that may act: for whom, where, and what it says about the clause.

    Attributes
    ----------
    actors : tuple of str
        The entities; empty for somebody who acts for none.
    first, after : int
        The words of the noun phrase in its unit.
    person : bool
        Whether "he" or "she" may mean it.
    negated : bool
        "neither X nor Y", "no side".
    plural : bool or None
        Of a plain noun: whether "they" may mean it, not "it"; None of anybody else.
    thing : bool
        Whether it is a plain noun that wants nothing: a dam, not a crew.
    minded : tuple of str
        The entities that a pronoun means where only somebody with a will can be meant.
    guess : bool
        Whether the entity is what is left of the two states in dispute.
    """

    actors: tuple[str, ...]
    first: int
    after: int
    person: bool = False
    negated: bool = False
    plural: bool | None = None
    thing: bool = False
    minded: tuple[str, ...] = ()
    guess: bool = False


def is_state(entity: str) -> bool:
    """Return whether a code is that of a state, not of an organisation."""
    return _STATE.fullmatch(entity) is not None


class Pieces:
    """The stretches of text that statements say, to ask which one holds a place."""

    def __init__(self, statements: Iterable[Statement]) -> None:
        pieces = sorted(((piece, s) for s in statements for piece in s.content), key=lambda item: item[0])
        self._pieces = pieces
        self._starts = [piece.start for piece, _ in pieces]

    def holding(self, place: int) -> tuple[Span, Statement] | None:
        """Return the shortest of the nearest pieces that hold a place, with its statement."""
        last = bisect_right(self._starts, place)
        near = [p for p in self._pieces[max(0, last - 4) : last] if p[0].start <= place < p[0].end]
        return min(near, key=lambda p: p[0].length, default=None)


@dataclass
class Scene:
    """The article while it is read.

    Attributes
    ----------
    mentions : list of Mention
        In order.
    people : dict
        Whom each surname acts for.
    said, outer : Pieces
        What all statements say, and those that the article itself attributes.
    recent : list of (int, Subject)
        The subjects so far with the number of their unit, newest last.
    number : int
        The unit that is read now.
    guesses : set
        The surnames in ``people`` that are guessed.
    guessed : dict
        By the id of a statement: the state its speaker probably acts for, where the article does not say so outright.
    speakers : dict
        By the surname: who speaks.
    """

    mentions: list[Mention]
    people: People
    said: Pieces
    outer: Pieces
    recent: list[tuple[int, Subject]] = field(default_factory=list)
    number: int = 0
    guesses: set[str] = field(default_factory=set)
    guessed: dict[str, str] = field(default_factory=dict)
    speakers: dict[str, Speaker] = field(default_factory=dict)
    _starts: list[int] = field(default_factory=list)

    def __post_init__(self) -> None:
        self._starts = [mention.span.start for mention in self.mentions]

    def marks(self, words: Words) -> list[Mention | None]:
        """Return the mention that each word belongs to."""
        found: list[Mention | None] = [None] * len(words)
        i = bisect_right(self._starts, words.starts[0] - 1) if len(words) else 0
        for number in range(len(words)):
            while i < len(self.mentions) and self.mentions[i].span.end <= words.starts[number]:
                i += 1
            if i < len(self.mentions) and self.mentions[i].span.start < words.ends[number]:
                found[number] = self.mentions[i]
        return found

    def names(self, span: Span, entity: str) -> bool:
        """Return whether a state, an organisation or a person known to act for it is named in a stretch of text."""
        return any(each.entity == entity or self._acts_for(each, entity) for each in self.named(span))

    def named(self, span: Span) -> Sequence[Mention]:
        """Return the mentions in a stretch of text."""
        return self.mentions[bisect_left(self._starts, span.start) : bisect_left(self._starts, span.end)]

    def _acts_for(self, mention: Mention, entity: str) -> bool:
        name = _surname(mention)
        return mention.kind == "person" and name not in self.guesses and self.people.get(name) == entity

    def own_speaker(self, place: int) -> str | None:
        """Return the entity that "we" is at a place: what is told indirectly is in the words of who tells it."""
        held = self.said.holding(place)
        if held is not None and held[1].level == "nested" and held[1].kind != "direct":
            return self._entity(self.outer.holding(place))
        return self._entity(held)

    def speaker(self, place: int) -> str | None:
        """Return the entity that the words at a place are said for; None for anybody else's words."""
        return self._entity(self.said.holding(place))

    def is_direct(self, place: int) -> bool:
        """Return whether the words at a place are somebody's own, as in a transcript."""
        held = self.said.holding(place)
        return held is not None and held[1].kind == "direct"

    def _entity(self, held: tuple[Span, Statement] | None) -> str | None:
        if held is None:
            return None
        who = held[1].speaker
        if who.standing != "party":
            return self.guessed.get(held[1].id)
        known = self.people.get(who.name.split()[-1].lower()) if who.name else None
        return who.entity or known or self.guessed.get(held[1].id)

    def nearest(self, place: int, near: int = NEARBY) -> str | None:
        """Return the state that was named last before a place, not too far away."""
        last = bisect_right(self._starts, place - 1)
        for mention in reversed(self.mentions[max(0, last - 3) : last]):
            if mention.kind != "person" and is_state(mention.entity) and place - mention.span.start <= near:
                return mention.entity
        return None

    def nearest_body(self, place: int) -> str | None:
        """Return the international organisation that was named last before a place: "the bloc"."""
        last = bisect_left(self._bodies, place, key=lambda mention: mention.span.start) - 1
        return self._bodies[last].entity if last >= 0 else None

    @cached_property
    def _bodies(self) -> list[Mention]:
        return [mention for mention in self.mentions if mention.kind == "organisation"]

    @cached_property
    def first_named(self) -> dict[str, int]:
        """Where each person is named first, by the full name."""
        first: dict[str, int] = {}
        for mention in self.mentions:
            if mention.kind == "person":
                first.setdefault(mention.entity, mention.span.start)
        return first

    @cached_property
    def pair(self) -> tuple[str, ...]:
        """The two states that the article names most, which "both sides" are."""
        named = Counter(m.entity for m in self.mentions if is_state(m.entity) and m.kind != "person")
        return tuple(sorted(entity for entity, _ in named.most_common(2)))


def scene(found: Sequence[Unit], statements: Sequence[Statement], mentions: Iterable[Mention]) -> Scene:
    """Return the scene at the start of an article."""
    made = Scene(sorted(mentions, key=lambda m: m.span), spoken_for(statements), Pieces(statements), Pieces(statements))
    made.speakers = {s.speaker.name.split()[-1].lower(): s.speaker for s in statements if s.speaker.name}
    titles: People = {}
    for unit in found:
        if word_class("titles").isdisjoint(unit.words.low):
            continue
        for name, entity in titled(unit.words, made.marks(unit.words)):
            titles.setdefault(name, entity)
    for name, titled_entity in titles.items():
        made.people[name] = made.people.get(name) or titled_entity
    for mention in made.mentions:
        if mention.kind == "person" and len(mention.entity) == 3 and mention.entity.isupper():
            made.people.setdefault(_surname(mention), mention.entity)
    return made


def _surname(mention: Mention) -> str:
    return mention.entity.split()[-1].lower()
