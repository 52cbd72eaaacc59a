"""Who is named where in the narrative, so that "he", "it" and "they" find whom they mean."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass

from detente.text.ledger import Mention
from detente.text.page import FILLER, Page
from detente.text.span import Span
from detente.text.speakers.person import Person
from detente.text.speakers.registry import Registry
from detente.text.speakers.roles import role_noun
from detente.text.speakers.words import first_name_of
from detente.text.syntax.words import BE, COORDINATORS, DETERMINERS, PREPOSITIONS, PRONOUNS, SUBORDINATORS, is_verb

_CAPITALS = re.compile(r"[A-Z][\w’'-]+ [A-Z][\w’'-]+$")
_NAMED = re.compile(r",[ \xa0][A-Z]")
_ONE = re.compile(r"(?:But |And )?(?P<pronoun>He|She)\b(?![ \xa0](?:is|was)[ \xa0](?:called|named|[A-Z]))")
_ONE_LATER = re.compile(
    r"(?:As|In|On|At|When|After|Before|Since|Later|Then|Now|Asked|During|For|Last|Once)\b"
    r"[^.;:“”\n]{0,60}?[ \xa0](?P<pronoun>he|she)\b"
)
_BEGINS = re.compile(
    r"(?:\d{1,2}[.:h]\d\d(?:[ \xa0]?[ap]\.?m\.?)?[ \xa0](?:[–—-][ \xa0])?)?(?:But |And |Yet |Meanwhile, )?"
    r"(?:(?:On|Last|This)[ \xa0](?:\w+day(?:[ \xa0]\w+)?|week|month)[ \xa0](?=the |an? |its |his |her ))?"
    r"(?P<subject>(?:[Aa]n?|[Tt]he|One|Another|His|Her|Its|Their|Two|Three|Several|Some"
    r"|(?:[A-Z][\w-]+[ \xa0])?[A-Z][\w-]+[’']s?)[ \xa0])"
)
_OPENS = re.compile(
    r"(?:(?:Asked|After|When|As|While|Speaking|Before|Behind|At|In|On|From|Back|Across|Outside|Inside|Under|Later)\b"
    r"[^,.;:“”\n]{2,90},(?:[ \xa0](?:in|at|on|near)[ \xa0][^,.;:“”\n]{2,60},)?"
    r"|(?:\d{1,2}[.:h]\d\d[ \xa0])?(?:It fell to|The last word(?: today)? (?:goes|went) to|Then (?:came|it was)"
    r"|Next (?:came|was|up (?:is|was))|More from|Over to|First (?:came|up was)))"
    r"[ \xa0](?=(?:the|an?|one|his|her|its)[ \xa0])"
)
_LATER_SUBJECT = re.compile(r"(?P<subject>(?:the|an?|one|his|her|its)[ \xa0])")
_SUBJECT_WORD = re.compile(r"[\w’'-]+|[,.;:“(]")
_NAME = re.compile(r"(?<![\w’'-])(?P<word>\w[\w’'-]*+)(?=(?P<initials>(?:\.(?:[A-Z]\.){0,2})?))")
_WORD = re.compile(r"[\w’'-]+")
_GOES_ON = re.compile(r"[\w-]")
_OWN = re.compile(r"\b(?:his|himself|herself)\b")
_GENDER_OF = {"his": "he", "himself": "he", "herself": "she"}
_NEAR_START = 60
_EQUATES = BE | {"became", "become", "as", "like", "for", "remains", "remained"}
_SOMEBODY = re.compile(r"\b(?:an?|one)(?=(?P<words>(?:[ \xa0][\w’'-]+){1,4}))")
_ACTS = re.compile(r"[ \xa0](?:has[ \xa0]|had[ \xa0])?(?P<verb>\w+)")
_STANDS_ALONE = re.compile(r"[ \xa0](?:last|this|on|in|who|at)\b|[,.;]")
_LONGEST_SUBJECT = 90
_APOSTROPHES_WITHIN = 40
_LONGEST_NAME = 60
_LONGEST_CHAIN = 4


@dataclass(frozen=True, slots=True)
class Named:
    """A person, a state by its code, or the subject of a sentence by its role, with the number of the sentence."""

    start: int
    sentence: int
    person: Person | None = None
    entity: str | None = None
    subject: Span | None = None


class Narrative:
    """Everybody named outside of quotes, in the order of the text."""

    def __init__(self, page: Page, people: Registry, mentions: Sequence[Mention]) -> None:
        self._starts = [sentence.span.start for sentence in page.sentences]
        subjects = [Named(span.start, number, subject=span) for number, span in role_subjects(page)]
        within = {place for each in subjects if each.subject for place in range(*each.subject)}
        states = (each for each in self._states(page, mentions) if each.start not in within)
        found = [*self._people(page, people), *states, *subjects]
        self.named = sorted(found, key=lambda each: each.start)
        self._at = [each.start for each in self.named]
        self._about = dict(self._pronoun_first(page))
        self._unnamed = sorted({*(each.subject for each in found if each.subject), *_indefinite(page)})
        self.first_person = next((each for each in self.named if each.person), None)
        self._learn_genders(page)

    def sentence(self, place: int) -> int:
        """Return the number of the sentence at a place."""
        return max(0, bisect_left(self._starts, place + 1) - 1)

    def chain(self, word: str, place: int) -> int:
        """Return where the first of several sentences in a row begins that are all about "he" or "she"."""
        number = self.sentence(place)
        begins = self._about.get(number - 1)
        for _ in range(_LONGEST_CHAIN):
            if begins != word:
                break
            number -= 1
            begins = self._about.get(number - 1)
        return place if number == self.sentence(place) else self._starts[number]

    def _pronoun_first(self, page: Page) -> Iterator[tuple[int, str]]:
        """Yield the sentences whose subject is "he" or "she", by their number, unless somebody is named before it."""
        for number, sentence in enumerate(page.sentences):
            begins = _ONE.match(page.masked, *sentence.span) or _ONE_LATER.match(page.masked, *sentence.span)
            if begins is None:
                continue
            named = self.named[bisect_left(self._at, sentence.span.start) : bisect_left(self._at, begins.end())]
            if all(each.person is None and each.subject is None for each in named):
                yield number, begins["pronoun"].lower()

    def before(self, place: int, most: int = 40) -> list[Named]:
        """Return who is named before a place: the latest sentence first, in each from its beginning."""
        end = bisect_left(self._at, place)
        return sorted(self.named[max(0, end - most) : end], key=lambda each: (-each.sentence, each.start))

    def somebody(self, place: int, most: int = 12) -> list[Span]:
        """Return the roles without a name before a place, the latest first: A senior official, a Moroccan minister."""
        end = bisect_left(self._unnamed, place, key=lambda span: span.start)
        return list(reversed(self._unnamed[max(0, end - most) : end]))

    def _learn_genders(self, page: Page) -> None:
        """Take in whom a sentence that begins with He or She goes on about, where that can be one person only."""
        named: dict[int, list[Person]] = {}
        for each in self.named:
            if each.person is not None:
                named.setdefault(each.sentence, []).append(each.person)
        for number, sentence in enumerate(page.sentences[1:], 1):
            begins = _ONE.match(page.masked, *sentence.span)
            people = (
                named.get(number - 1, [])
                if begins and page.sentences[number - 1].paragraph == sentence.paragraph
                else []
            )
            self._learn_own(page, sentence.span, named.get(number, []))
            if begins and people and all(person is people[0] for person in people) and not people[0].gender:
                people[0].gender = begins["pronoun"].lower()

    def _learn_own(self, page: Page, sentence: Span, people: Sequence[Person]) -> None:
        """Take in that somebody is "he" where nobody else is named in a sentence with "his": Belo rubbed his eyes."""
        if not people or people[0].gender or any(person is not people[0] for person in people):
            return
        start = page.masked.find(people[0].surname, *sentence)
        if start - sentence.start > _NEAR_START or (own := _OWN.search(page.masked, start, sentence.end)) is None:
            return
        people[0].gender = _GENDER_OF[own.group().lower()]

    def _people(self, page: Page, people: Registry) -> Iterator[Named]:
        surnames = {person.surname for person in people.people if len(person.surname) > 1} | _first_names(people)
        latest: dict[str, Person] = {}
        for number, sentence in enumerate(page.sentences):
            for place, surname in _surnames(page.masked, sentence.span, surnames):
                before = page.masked[max(0, place - _LONGEST_NAME) : place + len(surname)]
                full = next((each for each in people.sharing(surname) if before.endswith(each.name)), None)
                person = full or latest.get(surname) or people.surname(surname)
                if person is not None:
                    latest[surname] = person
                yield Named(place, number, person)

    def _states(self, page: Page, mentions: Sequence[Mention]) -> Iterator[Named]:
        for each in mentions:
            if each.use == "actor" and each.kind != "person" and page.masked[each.span.start] != FILLER:
                yield Named(each.span.start, self.sentence(each.span.start), entity=each.entity)


def _first_names(people: Registry) -> set[str]:
    """Return the first names by which one person alone may be meant: Amparo, who is Amparo Roque."""
    first = (person.name.split()[0] for person in people.people if " " in person.name)
    return {name for name in first if len(name) > 2 and people.surname(name) is not None and first_name_of(name)}


def role_subjects(page: Page) -> Iterator[tuple[int, Span]]:
    """Yield the sentences that begin with somebody by role, by their number: A senior official at the ministry."""
    for number, sentence in enumerate(page.sentences):
        span = _subject(page, sentence.span)
        if span is None or _CAPITALS.search(span.of(page.text)) or _NAMED.match(page.text, span.end):
            continue
        if role_noun(span.of(page.text)):
            yield number, span


def _predicates(page: Page, place: int) -> bool:
    """Return whether a phrase only says what somebody is: who later became an ambassador."""
    before = page.masked[max(0, place - _LONGEST_NAME) : place].split()
    return bool(before) and before[-1].lower() in _EQUATES


def _indefinite(page: Page) -> Iterator[Span]:
    """Yield who is brought in by role within a sentence and does something there: ..., and a Moroccan minister left."""
    for sentence in page.sentences:
        for found in _SOMEBODY.finditer(page.masked, *sentence.span):
            for word in _WORD.finditer(page.masked, *found.span("words")):
                somebody = Span(found.start(), word.end())
                if role_noun(somebody.of(page.masked)) == word.group().lower() and _is_there(page, somebody):
                    yield somebody
                    break


def _is_there(page: Page, somebody: Span) -> bool:
    """Return whether somebody brought in by role does something or is more than what another one is called."""
    acts = _ACTS.match(page.masked, somebody.end)
    if acts is not None and is_verb(acts["verb"].lower(), "x"):
        return True
    alone = _STANDS_ALONE.match(page.masked, somebody.end)
    return alone is not None and not _predicates(page, somebody.start)


def _surnames(text: str, span: Span, surnames: AbstractSet[str]) -> Iterator[tuple[int, str]]:
    """Yield where surnames stand; of one that begins with another the shorter counts: Belo in Belo’s."""
    done = span.start
    for word in _NAME.finditer(text, *span):
        if word.start() < done:
            continue
        for end in _ends(word):
            name = text[word.start() : end]
            if name in surnames and not _GOES_ON.match(text, end, span.end):
                yield word.start(), name
                done = end
                break


def _ends(word: re.Match[str]) -> Iterator[int]:
    """Yield where a name may end that begins with a word: before an apostrophe, behind it, behind its full stops."""
    for at, sign in enumerate(word["word"][:_APOSTROPHES_WITHIN]):
        if sign in "’'":
            yield word.start() + at
    yield word.end()
    if word["initials"]:
        yield word.end() + 1
        yield word.end("initials")


def _subject(page: Page, sentence: Span) -> Span | None:
    begins = _BEGINS.match(page.masked, *sentence)
    if begins is None and (opens := _OPENS.match(page.masked, *sentence)) is not None:
        begins = _LATER_SUBJECT.match(page.masked, opens.end(), sentence.end)
    if begins is None:
        return None
    before, end, earlier = "the", begins.end(), begins.end()
    for word in _SUBJECT_WORD.finditer(page.masked[end : min(sentence.end, end + _LONGEST_SUBJECT)]):
        low = word.group().lower()
        if low in DETERMINERS and before not in PREPOSITIONS and before not in COORDINATORS:
            end = earlier
            break
        if not low[0].isalnum() or low in SUBORDINATORS or low in PRONOUNS or is_verb(low, before):
            break
        before, earlier, end = low, end, begins.end() + word.end()
    return Span(begins.start("subject"), end)
