"""People who speak by their role at one place and are named at another: the envoy said no; Javad Tabrizian is named."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import accumulate

from detente.text.attribution.draft import Draft
from detente.text.gazetteer import gazetteer
from detente.text.ledger import READ, Speaker
from detente.text.page import Page
from detente.text.speakers import Person, Registry
from detente.text.speakers.narrative import role_subjects
from detente.text.speakers.roles import role_noun, roles
from detente.text.speakers.words import without_possessive

_ROLE_WITHIN = 2
_LEAD = 3
_SPEAKERS_BETWEEN = 3
_OPENING = 80
_SENTENCES_BEFORE = 2
_DEFINITE = frozenset({"the", "his", "her", "its", "their", "minister", "president", "envoy"})
_INTRODUCED = re.compile(r"\b[Tt]he[ \xa0](?P<role>(?:[\w-]+[ \xa0]){0,3}[\w-]+),[ \xa0]$")
_INTRODUCED_WITHIN = 60


@dataclass(frozen=True)
class _Story:
    """An article with what is said in it, and who says it so far; ``order`` numbers the paragraphs that are read."""

    page: Page
    people: Registry
    drafts: Sequence[Draft]
    found: Sequence[Speaker]
    order: Sequence[int]

    def sentence(self, place: int) -> int:
        """Return the number of the sentence at a place."""
        return max(0, bisect_right(self.page.sentences, place, key=lambda each: each.span.start) - 1)

    def unnamed(self, number: int) -> str:
        """Return by which role a statement is made, if nobody is named for it; else nothing."""
        speaker = self.found[number]
        name = speaker.name or ""
        return name if speaker.basis == "role" and self.people.named(name or "-") is None else ""


def learn_roles(page: Page, people: Registry, drafts: Sequence[Draft], found: Sequence[Speaker]) -> bool:
    """Take in the roles of people whose role and name stand apart, and return whether there are any.

    Parameters
    ----------
    page : Page
        The article; paragraphs of it that are not read do not count as a distance.
    people : Registry
        Whom the article names; the roles are entered there.
    drafts, found : sequence of Draft, sequence of Speaker
        What is said, and who says it so far.
    """
    order = list(accumulate(paragraph.label in READ for paragraph in page.paragraphs))
    story = _Story(page, people, drafts, found, order)
    learned = [
        _named_in_sentences(story),
        _named_before(story),
        _headlined(story),
        _introduced_again(story),
        _named_as_speakers(story),
    ]
    return any(learned)


def _named_as_speakers(story: _Story) -> bool:
    """The envoy said no. Javad Tabrizian told the board ...: who is named as a speaker, without a role."""
    places = [story.order[draft.paragraph] for draft in story.drafts]
    body = (places[n] for n, draft in enumerate(story.drafts) if story.page.paragraphs[draft.paragraph].label == "body")
    begins = next(body, 0)
    learned = False
    for number, speaker in enumerate(story.found):
        named = speaker.name if speaker.basis in ("explicit", "apposition") else None
        person = story.people.named(named) if named else None
        if person is None or person.roles or not person.spans or person.spans[0] != speaker.span:
            continue
        lead = places[number] - begins <= _LEAD
        if not (lead or story.drafts[number].quoted):
            continue
        role = _role_before(story, places, number, _ROLE_WITHIN if lead else 0)
        if role:
            story.people.learn(person, role)
            learned = True
    return learned


def _role_before(story: _Story, places: Sequence[int], number: int, within: int) -> str:
    """Return by which role somebody who is then named spoke before: in the lead, or in the same paragraph."""
    for at in range(number - 1, max(-1, number - 1 - _SPEAKERS_BETWEEN), -1):
        if places[number] - places[at] > within:
            return ""
        role = story.unnamed(at)
        if role and not role.endswith("s"):
            return role
    return ""


def _named_in_sentences(story: _Story) -> bool:
    """The minister said no. Asked again, Ana Belo smiled: who is named without a role right after a role spoke."""
    starts = [draft.sentence.start for draft in story.drafts]
    learned = False
    for person in _without_role(story):
        place = person.spans[0].start
        sentence = story.page.sentences[story.sentence(place)]
        number = _role_said_before(story, bisect_left(starts, sentence.span.start) - 1)
        if number < 0 or not _is_subject(story.page, place, sentence.span.start):
            continue
        if story.order[sentence.paragraph] - story.order[story.drafts[number].paragraph] <= _ROLE_WITHIN:
            story.people.learn(person, story.unnamed(number))
            learned = True
    return learned


def _named_before(story: _Story) -> bool:
    """Ana Belo looked tired. Portugal’s minister said no: who is named without a role right before a role speaks."""
    subjects: dict[int, Person] = {}
    for person in _without_role(story):
        number = story.sentence(person.spans[0].start)
        if _is_subject(story.page, person.spans[0].start, story.page.sentences[number].span.start):
            subjects.setdefault(number, person)
    learned = False
    for at, draft in enumerate(story.drafts):
        role = story.unnamed(at)
        if not role or not _is_definite(role):
            continue
        here = story.sentence(draft.sentence.start)
        near = (subjects.get(number) for number in range(here - 1, max(-1, here - 1 - _SENTENCES_BEFORE), -1))
        named = next(filter(None, near), None)
        if named is not None and not named.roles:
            story.people.learn(named, role)
            learned = True
    return learned


def _headlined(story: _Story) -> bool:
    """Bolivia’s envoy on a lost coast. Elena Quispe ...: whom headline or summary call by role, the body by name."""
    first = next((person for person in _without_role(story) if _begins_body(story, person)), None)
    if first is None or any(_is_before(story, person, first) for person in story.people.people):
        return False
    for number, draft in enumerate(story.drafts):
        role = story.unnamed(number)
        above = story.page.paragraphs[draft.paragraph].label in ("headline", "summary")
        if above and role and (_is_definite(role) or _is_titled(role)):
            story.people.learn(first, role)
            return True
    for number, span in role_subjects(story.page):
        role = span.of(story.page.text)
        above = story.page.paragraphs[story.page.sentences[number].paragraph].label in ("headline", "summary")
        if above and span.start < first.spans[0].start and _is_definite(role):
            story.people.learn(first, role)
            return True
    return False


def _is_before(story: _Story, person: Person, first: Person) -> bool:
    """Return whether somebody is named before another one, and not only as the author."""
    if not person.spans or person.spans[0] >= first.spans[0]:
        return False
    place = person.spans[0].start
    sentence = story.page.sentences[story.sentence(place)]
    return story.page.paragraphs[sentence.paragraph].label in READ and place < sentence.span.end


def _is_titled(role: str) -> bool:
    """Return whether a headline calls somebody so without an article: Armenian defence chief."""
    lead = role.partition(" ")[0]
    noun = role_noun(role)
    return lead[0].isupper() and gazetteer().lookup(lead) is not None and noun is not None and _is_office(noun)


def _begins_body(story: _Story, person: Person) -> bool:
    sentence = story.page.sentences[story.sentence(person.spans[0].start)]
    body = story.page.paragraphs[sentence.paragraph].label == "body"
    return body and _is_subject(story.page, person.spans[0].start, sentence.span.start)


def _introduced_again(story: _Story) -> bool:
    """A spokesman in Lisbon said no. The spokesman, Rui Melo, laughed: the one unnamed speaker of that role before."""
    learned = False
    by_noun = _unnamed_by_noun(story)
    for person in story.people.people:
        for span in person.spans[:1]:
            before = story.page.text[max(0, span.start - _INTRODUCED_WITHIN) : span.start]
            found = _INTRODUCED.search(before)
            noun = role_noun(found["role"]) if found else None
            if noun is None:
                continue
            fits = [role for start, role in by_noun.get(noun, []) if start < span.start]
            if len(fits) == 1:
                story.people.learn(person, fits[0])
                learned = True
    return learned


def _unnamed_by_noun(story: _Story) -> dict[str, list[tuple[int, str]]]:
    """Return the first two roles of each noun in which somebody unnamed speaks, with where: two are not one."""
    found: dict[str, list[tuple[int, str]]] = {}
    for number, draft in enumerate(story.drafts):
        role = story.unnamed(number)
        of_noun = found.setdefault(role_noun(role) or "", [])
        if role and len(of_noun) < len("AB") and role not in (other for _, other in of_noun):
            of_noun.append((draft.sentence.start, role))
    return found


def _without_role(story: _Story) -> list[Person]:
    return [person for person in story.people.people if person.spans and not person.roles]


def _role_said_before(story: _Story, number: int) -> int:
    """Return the last statement, of the few up to a number, that somebody makes by role; -1 where there is none."""
    few = range(number, max(-1, number - _SPEAKERS_BETWEEN), -1)
    return next((at for at in few if _is_definite(story.unnamed(at))), -1)


def _is_definite(role: str) -> bool:
    """Return whether words speak of one person whom the reader may expect to be named: its agriculture minister."""
    noun = role_noun(role) if role else None
    if noun is None or noun in roles().collective or not _is_office(noun):
        return False
    lead = role.partition(" ")[0]
    state = lead[0].isupper() and gazetteer().lookup(without_possessive(lead)) is not None
    return state or lead.lower() in _DEFINITE


def _is_office(noun: str) -> bool:
    """Return whether a noun is what one person is: minister, negotiator; not: ministers, neighbour."""
    return not noun.endswith("s") and roles().standing[noun] != "unknown"


def _is_subject(page: Page, place: int, start: int) -> bool:
    """Return whether a name begins its sentence, or stands behind an opening clause: Asked about it, Belo smiled."""
    return place == start or (page.masked[start:place].endswith(", ") and place - start < _OPENING)
