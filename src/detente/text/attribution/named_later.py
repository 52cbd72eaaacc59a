"""People who speak by their role first and are named later: the envoy said no, Javad Tabrizian told the board."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import accumulate

from detente.text.attribution.draft import Draft
from detente.text.ledger import READ, Speaker
from detente.text.page import Page
from detente.text.speakers import Registry

_ROLE_WITHIN = 2
_LEAD = 3
_SPEAKERS_BETWEEN = 3


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
    learned = False
    for number, speaker in enumerate(found):
        person = people.named(speaker.name) if speaker.name and speaker.basis in ("explicit", "apposition") else None
        if person is None or person.roles or not person.spans or person.spans[0] != speaker.span:
            continue
        lead = places[number] - places[0] <= _LEAD
        if not (lead or drafts[number].quoted):
            continue
        role = _role_before(people, places, found, number, _ROLE_WITHIN if lead else 0)
        if role is not None:
            people.learn(person, role)
            learned = True
    return learned


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
