"""Whom "it", "they", "she" and "we" mean in a unit: its own subjects so far, then those of the units before."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import replace

from detente.text.attitudes.scene import Scene, Subject
from detente.text.attitudes.units import Unit

NEAR = 4
"""How many units back a pronoun may reach."""

_STATE_PRONOUNS = frozenset({"it", "its", "itself"})
_MANY = frozenset({"they", "their", "them", "themselves"})
_PERSONS = frozenset({"he", "she", "his", "her"})
_OWN = frozenset({"we", "our", "us", "i", "my"})
PRONOUNS = _STATE_PRONOUNS | _MANY | _PERSONS | _OWN

Wanted = tuple[bool | None, bool | None]
"""What a pronoun looks for: a person or not, many or one; None where either will do."""


class Antecedents:
    """The subjects that a pronoun of a unit may mean.

    Parameters
    ----------
    unit : Unit
        The unit.
    scene : Scene
        Who is named, and who spoke, before it.
    subjects : sequence of Subject
        Those of the unit itself, in order; it grows while the unit is read.
    """

    def __init__(self, unit: Unit, scene: Scene, subjects: Sequence[Subject]) -> None:
        self.words, self.scene, self.subjects = unit.words, scene, subjects
        self._number, self._earlier = scene.number, tuple(scene.recent)
        self._own = scene.speaker(unit.span.start) if unit.quoted else None
        self._we = self._own or (scene.speaker(unit.span.start) if scene.is_direct(unit.span.start) else None)

    def meant(self, last: int) -> Subject | None:
        """Return who or what the pronoun at a word means; None where nobody fits."""
        low = self.words.low[last]
        if low in _OWN:
            entity = self.scene.own_speaker(self.words.starts[last])
            return Subject((entity,), last, last + 1) if entity else None
        person = True if low in _PERSONS else None if low in _MANY else False
        wanted = (person, low in _MANY)
        found = self._parallel(last, wanted) or self._before(last, wanted) or self.latest(wanted)
        speaker = self.scene.speaker(self.words.starts[last]) if person and not (found and found.actors) else None
        if speaker is not None:
            return Subject((speaker,), last, last + 1, person=True)
        other = self.the_other() if low in _MANY and not (found and found.actors) else None
        if other is not None:
            return Subject((other,), last, last + 1, guess=True)
        if found is None:
            return None
        plural = False if low in _STATE_PRONOUNS else found.plural
        minded = self._minded(last, wanted) if found.thing else ()
        return replace(found, first=last, after=last + 1, negated=False, plural=plural, minded=minded)

    def the_other(self) -> str | None:
        """Return the other one of the two states in dispute for whom one of them speaks: "they" in a quote."""
        pair = self.scene.pair
        return next((entity for entity in pair if entity != self._we), None) if self._we in pair else None

    def _minded(self, last: int, wanted: Wanted) -> tuple[str, ...]:
        """Return whom a pronoun means if no dam or treaty can be meant: the last subject with a will."""
        found = self._before(last, wanted, minded=True) or self.latest(wanted, minded=True)
        return found.actors or found.minded if found else ()

    def _parallel(self, last: int, wanted: Wanted) -> Subject | None:
        """Return the first subject of the sentence for a pronoun that begins a second clause: ", and it fears"."""
        joined = self.words.at(last - 1) in ("and", "but") and self.words.at(last - 2) == ","
        first = self.subjects[0] if joined and self.subjects else None
        return first if first and first.after <= last and first.actors and self._fits(first, *wanted) else None

    def near(self, place: int, most: int = 8) -> Sequence[Subject]:
        """Return the last subjects before a word, in order."""
        after = bisect_right(self.subjects, place, key=lambda subject: subject.after)
        return self.subjects[max(0, after - most) : after]

    def _before(self, place: int, wanted: Wanted = (None, None), *, minded: bool = False) -> Subject | None:
        for subject in reversed(self.near(place)):
            if self._fits(subject, *wanted) and not (minded and subject.thing):
                return subject
        return None

    def latest(self, wanted: Wanted = (None, None), *, minded: bool = False) -> Subject | None:
        """Return the first fitting subject of the last earlier unit that has one, not too far back."""
        found: tuple[int, Subject] | None = None
        for number, subject in reversed(self._earlier):
            if number < self._number - NEAR or (found and number != found[0]):
                break
            if self._fits(subject, *wanted) and not (minded and subject.thing):
                found = number, subject
        return found[1] if found else None

    def _fits(self, subject: Subject, person: bool | None, many: bool | None) -> bool:  # noqa: FBT001
        """Return whether a pronoun may mean it: a person or not, one or many, never who speaks in a quote."""
        if many is not None and subject.plural is not None and subject.plural != many:
            return False
        if many is False and len(subject.actors) > 1:
            return False
        own = self._we if many else self._own
        return (person is None or subject.person == person) and (own is None or own not in subject.actors)
