"""One unit with who is named in it: noun phrases, and who acts in them."""

from __future__ import annotations

from dataclasses import replace

from detente.text.attitudes.antecedents import PRONOUNS, Antecedents
from detente.text.attitudes.grammar import after_nouns, office_holders, stops, stops_but_verbs, verbs, word_class
from detente.text.attitudes.scene import Scene, Subject, is_state
from detente.text.attitudes.units import Unit
from detente.text.ledger import Mention
from detente.text.speakers.roles import roles

MOST = 6
"""How many names one noun phrase may join."""

LONGEST = 9
"""How many words a noun phrase may have."""

_SUBJECTS = frozenset({"it", "they", "he", "she", "we"})
POSSESSIVE = frozenset({"its", "their", "his", "her", "our", "my"})
_SIDES = frozenset(
    {"sides", "countries", "governments", "capitals", "states", "neighbours", "neighbors", "nations", "parties"}
)
_QUANTIFIERS = frozenset({"both", "two", "neither", "either", "each"})
_STARTS = frozenset({"", ",", "and", "but", "that", "or", "both", "neither", "whether", "(", "while", "as", "because"})


class Clause:
    """The words of a unit, the mention at each, and its subjects so far, in order."""

    def __init__(self, unit: Unit, scene: Scene, text: str) -> None:
        self.unit, self.words, self.scene, self.text = unit, unit.words, scene, text
        self.number = scene.number
        self.marks: list[Mention | None] = scene.marks(unit.words)
        self.subjects: list[Subject] = []
        self._antecedents = Antecedents(unit, scene, self.subjects)
        self._stops, self._no_verbs, self._after_noun = stops(), stops_but_verbs(), after_nouns()
        self._find_subjects()

    def ending_at(self, last: int) -> Subject | None:
        """Return who acts in the noun phrase that ends with this word; None where it is none."""
        words = self.words
        if not 0 <= last < len(words):
            return None
        pair = self._pair(last)
        if pair is not None:
            return self._outside_preposition(pair)
        if words.low[last] in PRONOUNS and self.marks[last] is None:
            return self._antecedents.meant(last)
        found = self._joined(self._headed(last))
        return replace(found, negated=True) if found and words.low[found.first] == "no" else found

    def phrase_start(self, last: int) -> int:
        """Return the first word of the noun phrase that ends with this word."""
        words, first = self.words, last
        while first > max(0, last - LONGEST) and self.inner(first - 1):
            first -= 1
            if words.low[first] in word_class("determiners"):
                break
        return first

    def inner(self, k: int) -> bool:
        """Return whether a word may stand inside a noun phrase."""
        low = self.words.low[k]
        if low == "'s" or self.marks[k] is not None or low in word_class("determiners"):
            return True
        return low not in self._stops and (low[0].isalnum())

    def _headed(self, last: int) -> Subject | None:
        low, first = self.words.low[last], self.phrase_start(last)
        mention = self.marks[last]
        people = self._people(last)
        if people:
            return self._outside_preposition(Subject((people,), first, last + 1))
        person = low in office_holders() or (mention is None and self.words.capital[last])
        if mention is not None and mention.kind != "person":
            return self._outside_preposition(Subject((mention.entity,), first, last + 1))
        if low in word_class("bodies") and self.words.low[first] == "the" and last - first <= 1:
            body = self.scene.nearest_body(self.words.starts[first])
            if body:
                return self._outside_preposition(Subject((body,), first, last + 1))
        if low in word_class("offices") or (not self.words.capital[last] and _acts_for_state(low)):
            return self._of_office(first, last, person=person or low not in word_class("offices"))
        if self.words.capital[last]:
            entity = self._person(first, last)
            return self._outside_preposition(Subject((entity,) if entity else (), first, last + 1, person=True))
        return self._outside_preposition(None, first, last)

    def _people(self, last: int) -> str:
        """Return the name of a people that two demonyms make ("Turkish Cypriots"), which no state stands for."""
        mention, before = self.marks[last], self.marks[last - 1] if last else None
        if mention is None or before is None or mention is before or not self.words.low[last].endswith("s"):
            return ""
        if mention.kind != "demonym" or before.kind != "demonym":
            return ""
        return self.words.span(last - 1, last + 1).of(self.text)

    def _of_office(self, first: int, last: int, *, person: bool) -> Subject | None:
        """Return for whom an office acts: "the Greek ministry", "its government", "the ministry" named before."""
        low = self.words.low[last]
        marks = (self.marks[k] for k in range(last - 1, first - 1, -1))
        named = next((m for m in marks if m is not None and m.kind != "person"), None)
        if named is not None:
            named_subject = Subject((named.entity,), first, last + 1, person=person, plural=_many(low))
            return self._outside_preposition(named_subject)
        if self.words.low[first] in PRONOUNS and last > first:
            owner = self._antecedents.meant(first)
            return replace(owner, first=first, after=last + 1, person=person) if owner else None
        actors: tuple[str, ...] = ()
        if self.words.low[first : last + 1] == ["the", "other", low] and (across := self._antecedents.the_other()):
            return self._outside_preposition(Subject((across,), first, last + 1, person=person, guess=True))
        if first == last and low.endswith("s"):
            own = self.scene.speaker(self.words.starts[first]) or self._where(first)
            actors = (own,) if own and is_state(own) else ()
        other = self.words.at(first + 1) in word_class("another") or (
            last > first + 1 and self.words.capital[first + 1]
        )
        unknown = self.words.low[last] in word_class("no_one_office") or other
        if self.words.low[first] == "the" and last - first <= 2 and not unknown:
            actors = self._spoken_of(first)
        return self._outside_preposition(Subject(actors, first, last + 1, person=person, plural=_many(low)))

    def _where(self, first: int) -> str | None:
        """Return the state of officials somewhere: "welcomed in London, where officials hope"."""
        mention = self.marks[first - 3] if self.words.at(first - 1) == "where" and first > len("in") else None
        return mention.entity if mention is not None and mention.kind != "person" else None

    def _spoken_of(self, first: int) -> tuple[str, ...]:
        """Return whose office is meant where the article does not say it again."""
        own = self.scene.speaker(self.words.starts[first])
        if own is not None and is_state(own):
            return (own,)
        before = next((s for s in reversed(self._antecedents.near(first)) if s.actors), None)
        named = self.scene.nearest(self.words.starts[first])
        latest = None if named or before else self._antecedents.latest()
        actors = before.actors if before else (named,) if named else latest.actors if latest else ()
        return actors if len(actors) == 1 and is_state(actors[0]) else ()

    def _outside_preposition(self, found: Subject | None, first: int = 0, last: int = 0) -> Subject | None:
        """Return the subject, or what it belongs to where it follows a preposition: "the government in Kyiv"."""
        first = found.first if found else first
        if self.words.at(first - 1) not in word_class("prepositions"):
            return found
        opens = first >= 1 and self.words.at(first - 2) in ("", ",", ";", "and", "but")
        if opens and found and self.marks[found.after - 1] and self._plain_noun(found.after - 1):
            return replace(found, first=self._mention_start(found.after - 1))
        head = first - 2
        if found and self.words.at(head) == "we" and self.marks[found.after - 1] is not None:
            return replace(found, first=head)
        if found and self.words.at(head) == "nobody" and self.marks[found.after - 1] is None:
            return replace(found, first=head, negated=True)
        if head < 0 or self.words.low[head] not in word_class("offices"):
            return None
        start = self.phrase_start(head)
        after = found.after if found else last + 1
        actors = found.actors if found else ()
        inside = (*range(start, head), *range(first, last))
        own = next((m.entity for k in inside if (m := self.marks[k]) is not None), None)
        actors = (own,) if own else actors
        return Subject(actors, start, after, person=self.words.low[head] in word_class("titles"))

    def _mention_start(self, last: int) -> int:
        first = last
        while first > 0 and self.marks[first - 1] is self.marks[last]:
            first -= 1
        return first

    def _plain_noun(self, last: int) -> bool:
        """Return whether a plain noun stands right before a name: "under the truce Yemen"."""
        before = self._mention_start(last) - 1
        return before >= 1 and self.words.low[before] not in word_class("determiners") | {"'s"}

    def owner(self, last: int) -> Subject | None:
        """Return who owns or does something, by the noun phrase that ends with a word, also behind a preposition."""
        mention = self.marks[last] if last >= 0 else None
        if mention is not None and mention.kind != "person":
            return Subject((mention.entity,), self._mention_start(last), last + 1)
        return self.ending_at(last)

    def _person(self, first: int, last: int) -> str | None:
        """Return whom a named person acts for, by a title before the name or by what the article says elsewhere."""
        known = self.scene.people.get(self.words.low[last])
        if known or self.words.low[last] in self.scene.people:
            return known
        titled = any(self.words.low[k] in word_class("titles") for k in range(first, last))
        marks = (self.marks[k] for k in range(first, last))
        named = next((m.entity for m in marks if m is not None and m.kind != "person"), None)
        guessed = next(iter(self._spoken_of(first)), None) if self.words.low[first] in word_class("heads") else None
        return named or guessed if titled else None

    def _joined(self, found: Subject | None) -> Subject | None:
        """Return both of "Russia and China", where the first of them starts its clause."""
        if found is None or not found.actors:
            return found
        names, first = found.actors, found.first
        while self.words.at(first - 1) in ("and", "or", "nor", ",") and first > 1 and len(names) < MOST:
            other = self._headed(first - 2)
            if (
                other is None
                and self.words.at(first - 1) != ","
                and self.marks[first - 2]
                and self._governed(first - 2)
            ):
                return None
            if other is None or not other.actors or (self.words.at(first - 1) == "," and names == found.actors):
                break
            names, first = other.actors + names, other.first
        if names == found.actors or not self._starts(first):
            return found
        return replace(
            found, actors=names, first=first, negated="neither" in (self.words.at(first), self.words.at(first - 1))
        )

    def _governed(self, last: int) -> bool:
        """Return whether the noun phrase that ends with a word follows a preposition: "between Chad and Sudan"."""
        return self.words.at(self.phrase_start(last) - 1) in word_class("prepositions")

    def _starts(self, first: int) -> bool:
        before = self.words.at(first - 1)
        return (
            before in _STARTS
            or before in word_class("speech") | word_class("subordinators")
            or not before[:1].isalnum()
        )

    def _pair(self, last: int) -> Subject | None:
        """Return the two sides that "both of them", "neither government", "the two countries" mean."""
        words = self.words
        first = last
        while first > max(0, last - 3) and words.low[first - 1] in ("the", "of", "two", *_QUANTIFIERS):
            first -= 1
        if first == last and words.at(last - 2) in _QUANTIFIERS and self.inner(last - 1):
            first = last - 2
        phrase = words.low[first : last + 1]
        alone = phrase[-1] in ("both", "neither", "each") and last == first and self._acts(last)
        plural = phrase[-1] in _SIDES or phrase[-1] in ("them", "us")
        singular = phrase[0] in ("neither", "either", "each") and phrase[-1] in word_class("offices") | {
            "country",
            "side",
        }
        named = phrase in (["the", "sides"], ["the", "parties"])
        if not (named or alone or ((plural or singular) and _QUANTIFIERS.intersection(phrase))):
            return None
        actors = self.scene.pair
        return Subject(actors, first, last + 1, negated=phrase[0] == "neither") if len(actors) == 2 else None

    def last_subject(self, place: int) -> Subject | None:
        """Return the subject that a verb shares: the nearest one, behind ", and" that of the whole sentence."""
        if self.words.at(place) in ("and", "but") and self.words.at(place - 1) == ",":
            part = max((k for k in range(max(0, place - 60), place) if self.words.low[k] == ";"), default=-1)
            return next((s for s in self._antecedents.near(place, 40) if part < s.first), None)
        willing = [s for s in self._antecedents.near(place) if s.actors or s.person]
        return willing[-1] if willing else None

    def _find_subjects(self) -> None:
        for last in range(len(self.words) - 1):
            low = self.words.low[last]
            name = self.words.capital[last] and low not in self._stops and low not in word_class("times")
            named = name or self.marks[last] is not None or low in word_class("offices")
            plain = not named and self.words.low[last + 1] in self._after_noun
            if not (named or low in PRONOUNS or low in _SIDES or (plain and self._noun(last))) or not self._acts(last):
                continue
            found = self.ending_at(last)
            if found is not None:
                if self.subjects and self.subjects[-1].first == found.first:
                    self.subjects.pop()
                self.subjects.append(found)
                self._introduce(found)
            elif self.marks[last] is not None and self._governed(last):
                self.subjects.append(Subject((), self.phrase_start(last), last + 1))
            elif plain and low not in PRONOUNS and not self._possessed(last):
                thing = roles().standing.get(low) is None and low not in word_class("crowds")
                found = Subject((), self.phrase_start(last), last + 1, plural=low.endswith("s"), thing=thing)
                self.subjects.append(found)

    def _possessed(self, last: int) -> bool:
        """Return whether the noun is something of a state's, of which one speaks on: "Hanoi's mistake"."""
        first = self.phrase_start(last)
        return any(self.words.low[k] == "'s" and self.marks[k - 1] is not None for k in range(first + 1, last))

    def _introduce(self, subject: Subject) -> None:
        """Remember the name behind an office: "their envoy, Curtis Hale, said"."""
        comma = subject.after
        if len(subject.actors) != 1 or not subject.person or self.words.at(comma) != ",":
            return
        last = comma + 1
        while last < min(len(self.words), comma + 4) and self.words.capital[last] and self.marks[last] is None:
            last += 1
        name = self.words.low[last - 1]
        if (
            comma + 1 < last
            and self.words.at(last) == ","
            and (name in self.scene.guesses or not self.scene.people.get(name))
        ):
            self.scene.people[name] = subject.actors[0]

    def _noun(self, last: int) -> bool:
        """Return whether a word is a plain noun, which "it" may mean instead of a state."""
        low = self.words.low[last]
        outside = self.words.at(self.phrase_start(last) - 1) not in word_class("prepositions")
        return (
            low.isalpha()
            and low not in self._stops
            and not is_adverb(low)
            and outside
            and low not in word_class("determiners")
        )

    def _acts(self, last: int) -> bool:
        """Return whether a verb follows the noun phrase that ends with this word."""
        k = last + 1
        if self.words.at(k) in (",", "(", "–", "—", "-"):
            k = self.closing(k) + 1
        while k < len(self.words) and is_adverb(self.words.low[k]):
            k += 1
        return self._verbal(k, last)

    def _verbal(self, k: int, last: int) -> bool:
        low = self.words.at(k)
        if low in verbs() or low in ("who", "which"):
            return low != "'s"
        if self.words.low[last] in _SUBJECTS:
            return low[:1].isalpha() and low not in self._no_verbs
        if low in ("on", "in", "this", "last") and k + 3 < len(self.words):
            return any(w in verbs() or w.endswith("ed") for w in self.words.low[k + 1 : k + 4])
        mention = self.marks[last]
        state = mention is not None and mention.kind != "demonym" and mention.use != "modifier"
        return low.endswith("ed") or (state and low.endswith("s") and low.isalpha() and not self.words.capital[k])

    def closing(self, opening: int) -> int:
        """Return the mark that ends what a comma, dash or bracket puts in; the opening one itself where none does."""
        mark = {"(": ")"}.get(self.words.low[opening], self.words.low[opening])
        for k in range(opening + 1, min(opening + 30, len(self.words))):
            if self.words.low[k] == mark:
                return k
        return opening

    def opening(self, closing: int) -> int:
        """Return the mark that begins what ends with this one; -1 where none does."""
        mark = {")": "("}.get(self.words.low[closing], self.words.low[closing])
        for k in range(closing - 1, max(-1, closing - 30), -1):
            if self.words.low[k] == mark:
                return k
        return -1

    def done(self) -> None:
        """Hand the subjects of this unit on to the units after it."""
        self.scene.recent.extend((self.scene.number, subject) for subject in self.subjects)
        del self.scene.recent[:-12]
        self.scene.number += 1


def _many(low: str) -> bool | None:
    """Return whether an office is held by several, as officials; None for one, which "they" may mean, too."""
    return True if low.endswith("s") and low in office_holders() else None


def _acts_for_state(low: str) -> bool:
    """Return whether a role is one of a state's own: an envoy, not a judge or a sailor."""
    return roles().standing.get(low) == "party" and low not in word_class("small_offices")


def is_adverb(low: str) -> bool:
    """Return whether a word may stand between a subject and its verb."""
    return low in word_class("adverbs") or low == "only" or (low.endswith("ly") and low not in word_class("no_adverbs"))
