"""People who speak by their role first and are named later: the envoy said no, Javad Tabrizian told the board."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from itertools import accumulate

from detente.text.attribution.draft import Draft
from detente.text.ledger import READ, Speaker
from detente.text.page import Page
from detente.text.speakers import Registry
from detente.text.speakers.roles import role_noun, roles

_ROLE_WITHIN = 2
_LEAD = 3
_SPEAKERS_BETWEEN = 3
_OPENING = 80
_DEFINITE = frozenset({"the", "his", "her", "its", "their", "minister", "president", "envoy"})


def learn_roles(page: Page, people: Registry, drafts: Sequence[Draft], found: Sequence[Speaker]) -> bool:
    """Take in the roles of people who are named after their role, and return whether there are any.

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
    places = [order[draft.paragraph] for draft in drafts]
    begins = next((places[n] for n, draft in enumerate(drafts) if page.paragraphs[draft.paragraph].label == "body"), 0)
    learned = _learn_narrated(page, order, people, drafts, found)
    for number, speaker in enumerate(found):
        person = people.named(speaker.name) if speaker.name and speaker.basis in ("explicit", "apposition") else None
        if person is None or person.roles or not person.spans or person.spans[0] != speaker.span:
            continue
        lead = places[number] - begins <= _LEAD
        if not (lead or drafts[number].quoted):
            continue
        role = _role_before(people, places, found, number, _ROLE_WITHIN if lead else 0)
        if role is not None:
            people.learn(person, role)
            learned = True
    return learned


def _learn_narrated(
    page: Page, order: Sequence[int], people: Registry, drafts: Sequence[Draft], found: Sequence[Speaker]
) -> bool:
    """Take in who is named without a role at the beginning of a sentence, right after somebody spoke by a role."""
    starts = [draft.sentence.start for draft in drafts]
    learned = False
    for person in people.people:
        if person.roles or not person.spans:
            continue
        place = person.spans[0].start
        sentence = page.sentences[max(0, bisect_right(page.sentences, place, key=lambda each: each.span.start) - 1)]
        number = _role_said_before(found, bisect_left(starts, sentence.span.start) - 1)
        if number < 0 or not _is_subject(page, place, sentence.span.start):
            continue
        name = found[number].name
        near = order[sentence.paragraph] - order[drafts[number].paragraph] <= _ROLE_WITHIN
        if near and name and found[number].basis == "role" and _is_definite(name) and people.named(name) is None:
            people.learn(person, name)
            learned = True
    return learned


def _role_said_before(found: Sequence[Speaker], number: int) -> int:
    """Return the last statement, of the few up to a number, that somebody makes by role; -1 where there is none."""
    few = range(number, max(-1, number - _SPEAKERS_BETWEEN), -1)
    return next((at for at in few if found[at].basis == "role" and _is_definite(found[at].name or "")), -1)


def _is_definite(role: str) -> bool:
    """Return whether words speak of one person whom the reader may expect to be named: its agriculture minister."""
    noun = role_noun(role)
    lead = role.partition(" ")[0].lower()
    return lead in _DEFINITE and noun is not None and noun not in roles().collective and _is_office(noun)


def _is_office(noun: str) -> bool:
    """Return whether a noun is what one person is: minister, negotiator; not: ministers, neighbour."""
    return not noun.endswith("s") and roles().standing[noun] != "unknown"


def _is_subject(page: Page, place: int, start: int) -> bool:
    """Return whether a name begins its sentence, or stands behind an opening clause: Asked about it, Belo smiled."""
    return place == start or (page.masked[:place][start:].endswith(", ") and place - start < _OPENING)


def _role_before(
    people: Registry, places: Sequence[int], found: Sequence[Speaker], number: int, within: int
) -> str | None:
    """Return by which role somebody who is then named spoke before: in the lead, or in the same paragraph."""
    for at in range(number - 1, max(-1, number - 1 - _SPEAKERS_BETWEEN), -1):
        name = found[at].name
        if places[number] - places[at] > within:
            return None
        if name and found[at].basis == "role" and not name.endswith("s") and people.named(name) is None:
            return name
    return None
