"""All people of an article, looked up by full name, surname or role at a cost that does not grow with their number."""

from __future__ import annotations

import re
from bisect import insort
from collections.abc import Iterable, Iterator, Sequence
from itertools import islice

from detente.text.gazetteer import gazetteer
from detente.text.span import Span
from detente.text.speakers.names import NameRun
from detente.text.speakers.person import Person
from detente.text.speakers.role_phrases import employer, short_role, standing_of, state_of
from detente.text.speakers.roles import role_noun
from detente.text.speakers.words import GENDERS, HE, SHE, first_name_of

SAME_ROLE = (
    frozenset({"envoy", "ambassador", "representative"}),
    frozenset({"spokesman", "spokeswoman", "spokesperson"}),
    frozenset({"chairman", "chairwoman", "chair"}),
    frozenset({"adviser", "advisor", "aide"}),
    frozenset({"professor", "lecturer", "academic"}),
    frozenset({"chief", "minister", "secretary"}),
)
MOST_ROLES = 50
MOST_COMPARED = 1000
MOST_SHARING = 8
_WORD = re.compile(r"[\w’'\-]+")
_GENITIVE = re.compile(r"[’']s$")


class Registry:
    """The people, in the order in which they are entered."""

    def __init__(self) -> None:
        self.people: list[Person] = []
        self._by_name: dict[str, Person] = {}
        self._by_surname: dict[str, Person] = {}
        self._sharing: dict[str, list[Person]] = {}
        self._by_part: dict[str, list[Person]] = {}
        self._by_label_part: dict[str, list[Person]] = {}
        self._by_label: dict[str, Person] = {}
        self._by_entity: dict[str, list[Person]] = {}
        self._numbers: dict[str, int] = {}
        self._roles: list[list[tuple[str, frozenset[str]]]] = []
        self._by_role_word: dict[str, list[int]] = {}

    def add(self, run: NameRun, role: str) -> Person:
        """Enter a name with a role; a name of one word only where somebody has that surname."""
        known = self._by_name.get(run.name) or (None if run.is_full else self._with_title(run.surname, role))
        if known is None:
            known = self._enter(run)
        known.spans.append(run.span)
        if role:
            self.learn(known, role)
        return known

    def _enter(self, run: NameRun) -> Person:
        person = Person(run.name, run.surname, first_name=first_name_of(run.name))
        self._numbers[person.name] = len(self.people)
        self.people.append(person)
        self._roles.append([])
        self._by_name[person.name] = person
        for part in person.name.split()[:-1]:
            self._by_part.setdefault(part, []).append(person)
            self._by_label_part.setdefault(part.casefold(), []).append(person)
        if not person.name.isupper():
            self._by_label.setdefault(person.name.casefold(), person)
            self._by_label.setdefault(f" {person.surname.casefold()}", person)
        if len(sharing := self._sharing.setdefault(person.surname, [])) < MOST_SHARING:
            sharing.append(person)
        self._rank(person)
        return person

    def _rank(self, person: Person) -> None:
        """Let a person stand for a surname whose name is the fullest of all who share it."""
        best = self._by_surname.get(person.surname)
        if best is None or self._fullness(person) > self._fullness(best):
            self._by_surname[person.surname] = person

    def _fullness(self, person: Person) -> tuple[bool, int, int]:
        return bool(person.roles), len(person.name.split()), -self._numbers[person.name]

    def learn(self, person: Person, role: str) -> None:
        """Take in what the article calls somebody."""
        person.gender = person.gender or _gender_of(role)
        said = short_role(role)
        person.gender = person.gender or GENDERS.get(role_noun(said) or "", "")
        if role_noun(said) is None:
            return
        if said not in person.roles and len(person.roles) < MOST_ROLES:
            person.roles.append(said)
            self._index(person, said)
            self._rank(person)
        person.organisation = person.organisation or employer(role)
        if person.standing == "unknown":
            person.standing = standing_of(role)
            person.entity = state_of(role) if person.standing == "party" else None
            if person.entity is not None:
                self._by_entity.setdefault(person.entity, []).append(person)

    def _index(self, person: Person, role: str) -> None:
        number = self._numbers[person.name]
        words = frozenset(map(normal, _WORD.findall(role)))
        earlier = frozenset[str]().union(*(words for _, words in self._roles[number]))
        self._roles[number].append((role_noun(role) or "", words))
        for word in words - earlier:
            insort(self._by_role_word.setdefault(word, []), number)

    def _with_title(self, surname: str, role: str) -> Person | None:
        """Return whom a surname with a title means: Mrs Belo is no brother of hers."""
        gender = _gender_of(role)
        fits = (each for each in self.sharing(surname) if gender and gender == (each.gender or each.first_name))
        return next(fits, None) or self.surname(surname)

    def named(self, name: str) -> Person | None:
        """Return the person of that full name or surname."""
        return self._by_name.get(name) or self.surname(name.rsplit(maxsplit=1)[-1])

    def surname(self, surname: str) -> Person | None:
        """Return the person with that surname; the one with the fullest name where several share it."""
        found = self._by_surname.get(surname)
        if found is None and len(others := self._by_part.get(surname, [])) == 1:
            return others[0]
        return found

    def sharing(self, surname: str) -> Sequence[Person]:
        """Return everybody with that surname, in the order of the article; the first few where there are many."""
        return self._sharing.get(surname, [])

    def labelled(self, label: str) -> Person | None:
        """Return the person whom a transcript calls so, in capitals or not."""
        folded = label.casefold()
        last = folded.rsplit(maxsplit=1)[-1]
        partly = self._by_label_part.get(last, [])
        return self._by_label.get(folded) or self._by_label.get(f" {last}") or (partly[0] if len(partly) == 1 else None)

    def called(self, name: str, span: Span) -> Person:
        """Return the person of a full name, entered where need be; whoever had only the surname gets the whole name."""
        surname = name.rsplit(maxsplit=1)[-1]
        partly = self._by_surname.get(surname)
        if partly is not None and partly.name == surname:
            partly.name = name
            self._by_name[name] = partly
            self._numbers[name] = self._numbers.pop(surname)
            self._by_label[name.casefold()] = partly
            return partly
        return self._by_name.get(name) or self._enter(NameRun("", name, span, span.start))

    def with_role(self, noun: str, words: Iterable[str]) -> Iterator[Person]:
        """Yield the people whose role has that noun, or one that means the same, and all of these words.

        They come in the order in which they were entered; of many who share a word only the first thousand are looked
        at, so that the cost does not grow with the people of the article.
        """
        wanted = frozenset(words)
        lists = [self._by_role_word.get(word, []) for word in wanted] or [self._with_nouns(noun)]
        _, fewest = min((len(numbers), numbers) for numbers in lists)
        for number in islice(fewest, MOST_COMPARED):
            if any(self._is(role, noun, wanted) for role in self._roles[number]):
                yield self.people[number]

    def has_role(self, name: str, noun: str) -> bool:
        """Return whether the person of exactly that name has a role with that noun, or one that means the same."""
        number = self._numbers.get(name)
        return number is not None and any(self._is(role, noun, frozenset()) for role in self._roles[number])

    def speaking_for(self, entity: str) -> list[Person]:
        """Return the people who speak for a state or organisation."""
        return self._by_entity.get(entity, [])

    def _with_nouns(self, noun: str) -> list[int]:
        lists = [self._by_role_word.get(each, [])[:MOST_COMPARED] for each in sorted(_alike(noun))]
        return sorted({number for numbers in lists for number in numbers})

    @staticmethod
    def _is(role: tuple[str, frozenset[str]], noun: str, wanted: frozenset[str]) -> bool:
        head, words = role
        return head in _alike(noun) and wanted <= words


def _gender_of(role: str) -> str:
    words = {part.lower().rstrip(".") for part in role.split()}
    return "she" if words & SHE else "he" if words & HE else ""


def normal(word: str) -> str:
    """Return a word of a role so that "Ethiopian" and "Ethiopia’s" are the same.

    Examples
    --------
    >>> normal("Ethiopian"), normal("Ethiopia’s"), normal("Water")
    ('ETH', 'ETH', 'water')
    """
    bare = _GENITIVE.sub("", word)
    known = gazetteer().lookup(bare) if bare[:1].isupper() else None
    return known.actor if known is not None else bare.lower()


def _alike(noun: str) -> frozenset[str]:
    return next((group for group in SAME_ROLE if noun in group), frozenset({noun}))
