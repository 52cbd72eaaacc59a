"""Which speakers a pronoun may mean."""

from __future__ import annotations

import re

from detente.text.ledger import Speaker
from detente.text.speakers.person import Person
from detente.text.speakers.roles import is_plural, role_noun, roles
from detente.text.speakers.words import GENDERS, NO_NAMES

ONE = {"he": "he", "she": "she", "him": "he", "her": "she", "his": "he", "hers": "she"}
GROUP = frozenset({"they", "their", "them", "both"})
THING = frozenset({"it", "its", "which", "that"})
NARRATOR = frozenset({"i", "we", "my", "our", "me", "us"})


_FULL_NAME = re.compile(r"[A-Z][\w’'.-]*(?:[ \xa0](?:[a-z]{1,3}|[A-Z][\w’'.-]*)){0,4}[ \xa0][A-Z][\w’'-]+")


def is_pronoun(word: str) -> bool:
    """Return whether a word in lower case means somebody named elsewhere."""
    return word in ONE or word in GROUP or word in THING


def may_mean(word: str, speaker: Speaker, person: Person | None) -> bool:
    """Return whether a pronoun may mean a speaker; ``person`` is who that is, if the article names them."""
    if person is not None:
        return word in ONE and (person.gender or person.first_name) in ("", ONE[word])
    name = speaker.name or ""
    noun = role_noun(name)
    state = speaker.entity is not None and noun is None
    collective = noun in roles().collective
    group = (name.rstrip().lower().endswith("s") or (noun is not None and is_plural(noun))) and not collective
    if word in GROUP:
        return group or state or collective
    if word in THING:
        return state or (not group and collective)
    named = noun is not None or _is_name(name) or name.startswith("One of ")
    one = named and not (state or group or collective)
    return one and GENDERS.get(noun or "", ONE.get(word)) == ONE.get(word)


def _is_name(words: str) -> bool:
    """Return whether words look like the full name of one person: Ana Belo; not: The last part, Article 5."""
    return _FULL_NAME.fullmatch(words) is not None and words.split(maxsplit=1)[0].lower() not in NO_NAMES
