"""Who a source is in the end: a person of the article, a state, somebody by role, or nobody known."""

from __future__ import annotations

import re
from collections.abc import Set as AbstractSet
from dataclasses import replace
from functools import cached_property
from itertools import islice

from detente.text.ledger import Speaker
from detente.text.span import Span
from detente.text.speakers.interviewed import answering, interviewed
from detente.text.speakers.names import name_runs
from detente.text.speakers.narrative import Named, Narrative
from detente.text.speakers.papers import OWN_PAPER, PAPER, PAPER_OF, who_issued
from detente.text.speakers.person import Person, as_speaker
from detente.text.speakers.pronouns import NARRATOR, ONE, THING, is_pronoun, may_mean
from detente.text.speakers.registry import Registry, normal
from detente.text.speakers.role_phrases import apposition, role_before, state_of
from detente.text.speakers.roles import is_kind, is_plural, role_noun, roles
from detente.text.speakers.transcripts import ANSWER, CHAIR, QUESTION, in_the_chair, reporter
from detente.text.speakers.wording import ARTICLE, by_words, state_or_body
from detente.text.speakers.words import GENDERS, without_possessive

_DESCRIPTION = re.compile(r"[Tt]he(?:[ \xa0](?!(?:of|for|at|in)\b)[\w-]+){1,3}")
_ANYBODY = re.compile(r"(?:every|no|some|any)(?:body|one)\b|no one\b", re.IGNORECASE)
_GAVE_NAME = re.compile(
    r"[^.!?\n“”\"]{0,60}?\b(?:gave|giving)[ \xa0](?:his|her|their)[ \xa0]name[ \xa0](?:only[ \xa0]|simply[ \xa0])?"
    r"as[ \xa0](?:only[ \xa0])?(?P<name>[A-Z]\w+)"
)
_GIVEN_WITHIN = 140
FARTHEST = 6
_READ = 2000
FAR = 4
_OF_SOMEBODY = re.compile(r"(?:His|Her|Its|Their)\b")
MOST_DOUBTS = 4
REMEMBERED = 12
LATELY = 99

_SENTENCE_WORDS = re.compile(
    r"^(?:But|And|So|Yet|While|As|Meanwhile|Still)\s+|^(?:\d{1,2}\s+)?(?:January|February|March|April|May|June|July|August"
    r"|September|October|November|December|(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day)\s+(?:\d{4}\s+)?(?=[A-Z]|the\b)"
)
_OF_ANOTHER = re.compile(r"\b(?:for|of|to|by|from|with|in|at|near|outside)[ \xa0](?:\w+[ \xa0]){0,3}$")
_OF_TWO = {"the former": 0, "the latter": 1}
_LAST_NAMED = 8
_TWO_WITHIN = 3
_CABINET = re.compile(r"the (?:government|cabinet)", re.IGNORECASE)
_OF_ANOTHER_ONE = re.compile(
    r"[“\"‘«„\s]*(?:\w+(?: \w+){0,2}[.?!] )?"
    r"(?:(?P<he>He|She)(?P<told> (?:told|asked|warned|assured|begged) (?:me|us)\b)?"
    r"|(?:I|We|Let) (?:(?:told|asked|showed|met|knew|liked|warned|saw|thanked) )?(?P<him>him|her))\b"
)
_AGE = re.compile(r"the[ \xa0](?:\d\d|[a-z]+(?:ty)(?:-[a-z]+)?)-year-old\b", re.IGNORECASE)
_WORD = re.compile(r"[\w’'\-]+")
_EMPTY_WORDS = frozenset({"for", "of", "the", "a", "at", "senior", "top"})
_INDEFINITE = ("a ", "an ", "another", "one", "his ", "her ", "its ", "their ")


class Resolver:
    """Resolves sources in the order of the text; it remembers who spoke last, and knows who is named where.

    The cost of one source does not grow with the article.
    """

    def __init__(self, text: str, people: Registry, narrative: Narrative) -> None:
        self.text, self.people, self.narrative = text, people, narrative
        self.last: list[tuple[int, Speaker]] = []
        self.quoted: Speaker | None = None
        self.heard: Speaker | None = None
        self._answers: tuple[Speaker | None] | None = None

    def remember(self, speaker: Speaker, sentence: int, *, quoted: bool) -> None:
        """Let a speaker be the one that the next pronoun or quote without a cue means."""
        if speaker.name is not None and not _ANYBODY.match(speaker.name):
            self.last.append((sentence, speaker))
            if quoted:
                self.heard = speaker
            if quoted and self.people.named(speaker.name) is not None:
                self.quoted = speaker

    def source(self, span: Span, floor: int) -> Speaker:
        """Return who the words of a source are; ``floor`` is where their paragraph ends."""
        words = _SENTENCE_WORDS.sub("", span.of(self.text))
        span = Span(span.end - len(words), span.end)
        low = words.lower()
        if low in NARRATOR:
            return Speaker(None, standing="outlet", span=span)
        if low == "you" and (asked := self._interviewed(span.start)) is not None:
            return replace(asked, span=span, basis="pronoun")
        if low in _OF_TWO and (one := self._of_two(_OF_TWO[low], span.start)) is not None:
            return replace(one, span=span, basis="pronoun")
        if is_pronoun(low):
            return self._pronoun(low, span)
        if (paper := PAPER_OF.match(words)) is not None:
            return self.source(Span(span.start + paper.end(), span.end), floor)
        if (issuer := self._owner(words, span) or self._issuer(words, span)) is not None:
            return replace(issuer, span=span, basis="role")
        if (given := _GAVE_NAME.match(self.text, span.end, min(floor, span.end + _GIVEN_WITHIN))) is not None:
            return Speaker(given["name"], words, None, "unknown", span, None, "apposition")
        if _AGE.match(words) and (someone := self._latest_person(span.start)) is not None:
            return replace(someone, span=span, basis="role")
        return (
            self._person(span, floor) or state_or_body(words, span) or self._role(words, span) or by_words(words, span)
        )

    def _of_two(self, which: int, place: int) -> Speaker | None:
        """Return the first or the last of the two people who were named last: the former, the latter."""
        named = sorted(self.narrative.before(place, _LAST_NAMED), key=lambda each: each.start)
        here = self.narrative.sentence(place)
        people = [each.person for each in named if each.person is not None and here - each.sentence <= _TWO_WITHIN]
        two = list(dict.fromkeys(person.name for person in reversed(people)))[:2]
        last = {person.name: person for person in people}
        return as_speaker(last[two[1 - which]], None, "pronoun") if len(two) == 2 else None

    def _owner(self, words: str, span: Span) -> Speaker | None:
        """Return whose paper speaks: the Kenyan note, Nairobi's statement, its reply of 14 May."""
        own = OWN_PAPER.fullmatch(words)
        if own is None:
            return None
        its = own["owner"].lower() in THING
        issuer = self._pronoun("it", span) if its else state_or_body(own["owner"], span)
        known = issuer is not None and issuer.name is not None and self.people.named(issuer.name) is None
        return issuer if known else None

    def _issuer(self, words: str, span: Span) -> Speaker | None:
        """Return the state, ministry or government that spoke last, whose paper or cabinet it is."""
        if _CABINET.fullmatch(words):
            return self._state_before(span.start)
        if not PAPER.fullmatch(words):
            return None
        if (issuer := who_issued(self.text, self.narrative, span.start)) is not None:
            return self._known(issuer)
        for _, speaker in self.last[-1:]:
            named = set((speaker.name or "").lower().split())
            if speaker.entity == speaker.name or (roles().organisations | {"ministry", "government"}) & named:
                return speaker
        return None

    def _state_before(self, place: int) -> Speaker | None:
        """Return the state that spoke or was named last: "the government"."""
        options = self._options(place, again=False)
        return next((each for each in options if each.name and each.name == each.entity), None)

    def label(self, span: Span) -> Speaker:
        """Return whom the label of a transcript names; a question has no name."""
        words = span.of(self.text)
        if ANSWER.fullmatch(words) and (asked := self._answering(span.start)) is not None:
            return replace(asked, span=span, basis="role")
        if QUESTION.fullmatch(words):
            return Speaker(reporter(self.text, span), standing="outlet", span=span)
        person = self.people.labelled(words) or self._with_label(words)
        if words.isupper() and " " in words and (person is None or " " not in person.name) and not role_noun(words):
            person = self.people.called(words.title(), span)
        if person is None or person.name.isupper() or (" " in words and " " not in person.name):
            return by_words(words, span)
        return as_speaker(person, span, "explicit")

    @cached_property
    def _chair(self) -> tuple[str, Span] | None:
        return in_the_chair(self.text)

    def _with_label(self, words: str) -> Person | None:
        """Return the one person whose role a label is: the spokesman, where the article names one."""
        if CHAIR.fullmatch(words) and self._chair is not None:
            return self.people.called(*self._chair)
        noun = role_noun(words.lower())
        found = list(islice(self.people.with_role(noun, ()), 2)) if noun and " " not in words else []
        return found[0] if len(found) == 1 else None

    def continued(self, place: int, *, asked: bool) -> Speaker:
        """Return who goes on speaking where nobody is named; after a question it is who is interviewed."""
        latest = self.last[-1][1] if self.last else None
        if asked:
            latest = self._interviewed(place)
        elif latest is None or (self.quoted is not None and not self._goes_on(latest)):
            latest = self.quoted
        return replace(latest, span=None, basis="continuation") if latest else Speaker(None)

    def _goes_on(self, speaker: Speaker) -> bool:
        """Return whether a speaker is one person, by name or by a role in which they were quoted; not a state."""
        noun = role_noun(speaker.name or "")
        alone = noun is not None and noun not in roles().collective and not is_plural(noun)
        return (alone and speaker is self.heard) or self.people.named(speaker.name or "") is not None

    def not_of_oneself(self, speaker: Speaker, said: Span) -> Speaker:
        """Return who speaks, which is not whom the words are about: "He laughed so much" is said by somebody else."""
        begins = _OF_ANOTHER_ONE.match(self.text, *said)
        person = self.people.named(speaker.name) if speaker.name else None
        if not (_names(person, said.of(self.text)) if person else begins is not None and begins["told"]):
            if begins is None or person is None:
                return speaker
            if (person.gender or person.first_name) != ONE[(begins["he"] or begins["him"]).lower()]:
                return speaker
        others = (each for each in self._options(said.start, again=False) if each.name != speaker.name)
        known = [each for each in others if each.name and self.people.named(each.name) is not None]
        spoke = [each for each in known if any(each.name == last.name for _, last in self.last[-REMEMBERED:])]
        return replace((spoke or known)[0], span=None, basis="continuation") if known else speaker

    def led(self, place: int, floor: int) -> Speaker:
        """Return who begins to speak without a cue: the first that the sentences right before name, if anybody."""
        named = [each for each in self.narrative.before(place) if each.start >= floor]
        speakers = [self._known(each) for each in named if each.sentence == named[0].sentence]
        if not speakers:
            return Speaker(None)
        doubts = tuple(dict.fromkeys(each.name for each in speakers[1:] if each.name and each.name != speakers[0].name))
        return replace(speakers[0], span=None, basis="continuation", candidates=doubts[:MOST_DOUBTS])

    def _answering(self, place: int) -> Speaker | None:
        """Return whom the answers of a printed interview are by; the first answer tells for all of them."""
        if self._answers is None:
            office = answering(self.text, place)
            person = interviewed(self.text, self.people, place) if office is None else None
            named = as_speaker(person, None, "role") if person is not None else self._interviewed(place)
            self._answers = (self.source(office, office.end) if office is not None else named,)
        return self._answers[0] or self._interviewed(place)

    def _interviewed(self, place: int) -> Speaker | None:
        """Return who answers questions: who was quoted last, at first whoever the article named first."""
        first = self.narrative.first_person
        if self.quoted is None and first is not None and first.person is not None and first.start < place:
            self.quoted = as_speaker(first.person, None, "continuation")
        return self.quoted

    def _pronoun(self, word: str, span: Span) -> Speaker:
        begins = self.narrative.chain(word, span.start)
        options = self._options(begins, word=word, earlier=begins != span.start)
        names = tuple(dict.fromkeys(speaker.name for speaker in options if speaker.name))
        for speaker in options:
            person = self.people.named(speaker.name) if speaker.name else None
            if may_mean(word, speaker, person):
                if person is not None and not person.gender and word in ONE:
                    person.gender = ONE[word]
                doubts = tuple(name for name in names if name != speaker.name)[:MOST_DOUBTS]
                return replace(speaker, span=span, basis="pronoun", candidates=doubts)
        return Speaker(None, span=span, candidates=names[:MOST_DOUBTS])

    def _options(self, place: int, *, again: bool = True, word: str = "", earlier: bool = False) -> list[Speaker]:
        """Return who spoke or is named before a place: the latest sentence first, in each who spoke first of all.

        Whom a description among them means is asked only ``again`` when this is no such question itself; ``earlier``
        leaves out who spoke in the sentence of the place itself.
        """
        here = self.narrative.sentence(place)
        spoken = [
            (-sentence, 0, speaker)
            for sentence, speaker in reversed(self.last[-REMEMBERED:])
            if sentence < here + (not earlier)
        ]
        named = [
            (_behind(each, self.text, word) - each.sentence, 1, self._known(each, again=again))
            for each in self.narrative.before(place)
            if here - each.sentence <= FARTHEST
        ]
        return [speaker for *_, speaker in sorted([*spoken, *named], key=lambda option: option[:2])]

    def _known(self, named: Named, *, again: bool = True) -> Speaker:
        if named.person is not None:
            return as_speaker(named.person, None, "pronoun")
        if named.subject is not None:
            words = named.subject.of(self.text)
            known = state_or_body(words, named.subject) or self._role(words, named.subject, again=again)
            return known or by_words(words, named.subject)
        return Speaker(named.entity, standing="party", entity=named.entity)

    def _person(self, span: Span, floor: int) -> Speaker | None:
        for run in name_runs(self.text, span):
            person = self.people.named(run.name) if run.is_full else self._surnamed(run.name)
            if person is None and run.is_full and (run.span.end == span.end or run.start == span.start):
                person = self.people.add(run, run.role or role_before(self.text, run.start, span.start))
            if person is None or _OF_ANOTHER.search(self.text, span.start, run.start):
                continue
            after = self.text[run.span.end : run.span.end + 2]
            if after in ("’s", "'s") and span.end > run.span.end + 2:
                continue
            explained = not person.roles and apposition(self.text, run.span.end, floor)
            return as_speaker(person, span, "apposition" if explained else "explicit")
        return None

    def _surnamed(self, surname: str) -> Person | None:
        """Return the person of a surname; of several who share it the one who spoke last."""
        sharing = self.people.sharing(surname)
        if len(sharing) < 2:
            return self.people.surname(surname)
        names = {person.name: person for person in sharing}
        latest = next((s.name for _, s in reversed(self.last[-LATELY:]) if s.name in names), None)
        return names[latest] if latest else self.people.surname(surname)

    def _role(self, words: str, span: Span, *, again: bool = True) -> Speaker | None:
        noun = role_noun(words)
        if noun is None or is_plural(noun):
            return None
        if noun == "counterpart" and (entity := state_of(words)) is not None:
            fits = self.people.speaking_for(entity)
            return as_speaker(fits[0], span, "role") if len(fits) == 1 else None
        rest = {normal(word) for word in _WORD.findall(ARTICLE.sub("", words))} - _EMPTY_WORDS - {noun}
        if words.lower().startswith(_INDEFINITE):
            person = self._only(noun, rest)
            return as_speaker(person, span, "role") if person and _comes_later(person, span) else None
        person, found = self._with_role(noun, rest)
        if person is None and not found:
            named_only = all(map(str.isupper, rest))
            person = self._bare_role(noun, state_of(words), named_only=named_only)
        later = self._latest_of(noun) if again and not rest and person is not None else None
        if later is not None and self.people.named(later.name or "") is None:
            return replace(later, span=span, basis="role")
        if person is not None:
            return as_speaker(person, span, "role")
        if not again or found or not words.lower().startswith("the "):
            return None
        if _DESCRIPTION.fullmatch(words):
            return self._said_again(noun, span)
        earlier = self._unnamed(noun, span.start, rest) if rest else None
        return replace(earlier, span=span, basis="role") if earlier is not None else None

    def _said_again(self, noun: str, span: Span) -> Speaker | None:
        """Return whom "the official" or "the former diplomat" means: somebody unnamed, else who was named last."""
        earlier = self._unnamed(noun, span.start)
        if earlier is None and noun not in roles().collective and not noun.endswith("s"):
            earlier = self._latest_person(span.start)
            if earlier is not None and roles().standing[noun] == "party" and earlier.role is not None:
                return replace(earlier, span=span, basis="role") if is_kind(earlier.role, noun) else None
        return replace(earlier, span=span, basis="role") if earlier else None

    def _bare_role(self, noun: str, entity: str | None, *, named_only: bool) -> Person | None:
        """Return the one person who is called by that noun and nothing more: the commander of the eastern coast."""
        fits = list(islice(self.people.with_role(noun, ()), 2))
        if len(fits) != 1 or fits[0].entity not in (None, entity):
            return None
        own = [role for role in fits[0].roles if role_noun(role) == noun]
        bare = any(len(role.split()) == 1 for role in own)
        return fits[0] if bare or (own and named_only and entity is not None) else None

    def _latest_of(self, noun: str) -> Speaker | None:
        """Return who of that role spoke last, with a name or without."""
        for _, speaker in reversed(self.last[-REMEMBERED:]):
            name = speaker.name or ""
            if self.people.has_role(name, noun) or (self.people.named(name) is None and role_noun(name) == noun):
                return speaker
        return None

    def _latest_person(self, place: int) -> Speaker | None:
        """Return who with a name spoke or was named last."""
        options = self._options(place, again=False)
        return next((each for each in options if self.people.named(each.name or "")), None)

    def _only(self, noun: str, rest: set[str]) -> Person | None:
        fits = list(islice(self.people.with_role(noun, rest), 2))
        return fits[0] if len(fits) == 1 else None

    def _with_role(self, noun: str, rest: set[str]) -> tuple[Person | None, bool]:
        """Return the one person of a role, and whether there is anybody; of several who share it the latest speaker."""
        fits = list(islice(self.people.with_role(noun, rest), 2))
        if rest or len(fits) < 2:
            return (fits[0] if len(fits) == 1 else None), bool(fits)
        recent = (speaker.name or "" for _, speaker in reversed(self.last[-LATELY:]))
        latest = next((name for name in recent if self.people.has_role(name, noun)), None)
        return (self.people.named(latest) if latest else fits[0]), True

    def _unnamed(self, noun: str, place: int, rest: AbstractSet[str] = frozenset()) -> Speaker | None:
        """Return the latest speaker who has no name but that role: a senior official ... the official."""
        spoken = [speaker for _, speaker in reversed(self.last[-REMEMBERED:])]
        told = [Speaker(each.of(self.text)) for each in self.narrative.somebody(place)]
        for speaker in [*spoken, *told]:
            name = speaker.name or ""
            fits = role_noun(name) == noun or is_kind(name, noun)
            fits = fits and rest <= {normal(word) for word in _WORD.findall(name)}
            if self.people.named(name) is None and fits and not name.lower().startswith("the "):
                return speaker if speaker.standing != "unknown" else by_words(name, Span(place, place))
        return None


def _names(person: Person, said: str) -> bool:
    """Return whether words name a person, who is then not likely to have said them."""
    names = {name for name in (person.surname, person.name.split()[0]) if len(name) > 2}
    return not names.isdisjoint(map(without_possessive, _WORD.findall(said[:_READ])))


def _behind(named: Named, text: str, word: str) -> int:
    """Return by how many sentences others go before: a pronoun rarely means "his minister", whoever he is."""
    if named.subject is None:
        return 0
    words = named.subject.of(text)
    if words[1:].islower() and GENDERS.get(role_noun(words) or "") == ONE.get(word, "-"):
        return 0
    return FAR if _OF_SOMEBODY.match(text, named.subject.start) else 0


def _comes_later(person: Person, span: Span) -> bool:
    """Return whether somebody is named only behind a place: "a senior envoy" is nobody who was named before."""
    return bool(person.spans) and person.spans[0].start >= span.start
