"""Who a source is in the end: the words that name it, a person of the article, a state, or nobody known."""

from __future__ import annotations

import re
from dataclasses import replace

from detente.text.gazetteer import gazetteer
from detente.text.ledger import Basis, Speaker
from detente.text.span import Span
from detente.text.speakers.named import Named, Narrative
from detente.text.speakers.people import (
    GENDERS,
    Person,
    Registry,
    apposition,
    name_runs,
    role_before,
    standing_of,
    state_of,
)
from detente.text.speakers.roles import role_noun, roles

_PRONOUNS = {"he": "he", "she": "she", "him": "he", "her": "she", "his": "he", "hers": "she"}
_GROUP_PRONOUNS = frozenset({"they", "their", "them", "both"})
_THINGS = frozenset({"it", "its", "which", "that"})
_NARRATOR = frozenset({"i", "we", "my", "our", "me", "us"})
_OF_ANOTHER = re.compile(r"\b(?:for|of|to|by|from|with)[ \xa0](?:\w+[ \xa0]){0,3}$")
_NO_SOURCE = re.compile(r"(?:about|in|on|at|of|to|with|from|by|for|and|or|that|which|than|not)\b")
FARTHEST = 6
MOST_DOUBTS = 4
_ARTICLE = re.compile(
    r"^(?:the|an?|his|her|its|their|one|another|this|that|these|those|some|several|many|most|other|two|three)\s+",
    re.IGNORECASE,
)
_SENTENCE_WORDS = re.compile(r"^(?:But|And|So|Yet|While|As|Meanwhile|Still)\s+")


def as_speaker(person: Person, span: Span | None, basis: Basis) -> Speaker:
    """Return a person as the speaker of a statement."""
    role = person.roles[0] if person.roles else None
    return Speaker(person.name, role, person.organisation, person.standing, span, person.entity, basis)


class Resolver:
    """Resolves sources in the order of the text; it remembers who spoke last, and knows who is named where."""

    def __init__(self, text: str, people: Registry, narrative: Narrative) -> None:
        self.text, self.people, self.narrative = text, people, narrative
        self.last: list[tuple[int, Speaker]] = []
        self.quoted: Speaker | None = None

    def remember(self, speaker: Speaker, sentence: int, *, quoted: bool) -> None:
        """Let a speaker be the one that the next pronoun or quote without a cue means."""
        if speaker.name is not None:
            self.last.append((sentence, speaker))
            if quoted and self.people.named(speaker.name) is not None:
                self.quoted = speaker

    def source(self, span: Span | None, floor: int) -> Speaker:
        """Return who the words of a source are; ``floor`` is where their paragraph ends."""
        if span is None:
            return Speaker(None)
        words = _SENTENCE_WORDS.sub("", span.of(self.text))
        span = Span(span.end - len(words), span.end)
        low = words.lower()
        if low in _NARRATOR:
            return Speaker(None, standing="outlet", span=span)
        if low == "you" and (asked := self._interviewed(span.start)) is not None:
            return replace(asked, span=span, basis="pronoun")
        if low in _PRONOUNS or low in _GROUP_PRONOUNS or low in _THINGS:
            return self._pronoun(low, span)
        return (
            self._person(span, floor) or self._state(words, span) or self._role(words, span) or self._words(words, span)
        )

    def label(self, span: Span) -> Speaker:
        """Return whom the label of a transcript names; a question has no name."""
        words = span.of(self.text)
        if re.fullmatch(r"A\.?|ANSWER|Answer", words) and (asked := self._interviewed(span.start)) is not None:
            return replace(asked, span=span, basis="role")
        if re.fullmatch(r"Q\.?|QUESTIONS?|Questions?|REPORTERS?|Reporters?|MODERATOR|INTERVIEWER", words):
            return Speaker(None, standing="outlet", span=span)
        person = self.people.labelled(words)
        return as_speaker(person, span, "explicit") if person else self.source(span, span.end)

    def continued(self, place: int, *, asked: bool) -> Speaker:
        """Return who goes on speaking where nobody is named; after a question it is who is interviewed."""
        latest = self.last[-1][1] if self.last else None
        if asked or latest is None or (self.quoted is not None and self.people.named(latest.name or "") is None):
            latest = self._interviewed(place) if asked else self.quoted
        return replace(latest, span=None, basis="continuation") if latest else Speaker(None)

    def _interviewed(self, place: int) -> Speaker | None:
        """Return who answers questions: who was quoted last, at first whoever the article named first."""
        if self.quoted is None:
            first = next((each.person for each in self.narrative.named if each.person and each.start < place), None)
            self.quoted = as_speaker(first, None, "continuation") if first else None
        return self.quoted

    def _pronoun(self, word: str, span: Span) -> Speaker:
        here = self.narrative.sentence(span.start)
        options: list[tuple[int, int, Speaker]] = [(-number, 0, speaker) for number, speaker in self.last[-12:][::-1]]
        for each in self.narrative.before(span.start):
            if here - each.sentence <= FARTHEST:
                options.append((-each.sentence, 1, self._known(each)))
        options.sort(key=lambda option: option[:2])
        names = tuple(dict.fromkeys(speaker.name for _, _, speaker in options if speaker.name))
        for _, _, speaker in options:
            person = self.people.named(speaker.name) if speaker.name else None
            if self._fits(word, speaker, person):
                if person is not None and not person.gender and word in _PRONOUNS:
                    person.gender = _PRONOUNS[word]
                doubts = tuple(name for name in names if name != speaker.name)[:MOST_DOUBTS]
                return replace(speaker, span=span, basis="pronoun", candidates=doubts)
        return Speaker(None, span=span, candidates=names[:MOST_DOUBTS])

    def _known(self, named: Named) -> Speaker:
        if named.person is not None:
            return as_speaker(named.person, None, "pronoun")
        if named.subject is not None:
            words = named.subject.of(self.text)
            return self._role(words, named.subject) or self._words(words, named.subject)
        return Speaker(named.entity, standing="party", entity=named.entity)

    @staticmethod
    def _fits(word: str, speaker: Speaker, person: Person | None) -> bool:
        if person is not None:
            return word in _PRONOUNS and person.gender in ("", _PRONOUNS[word])
        name = speaker.name or ""
        noun = role_noun(name)
        last = name.lower().split()[-1] if name.split() else ""
        state = speaker.entity is not None and noun is None
        group = last.endswith("s") and noun not in roles().collective
        if word in _GROUP_PRONOUNS:
            return group or state or noun in roles().collective
        if word in _THINGS:
            return state or (not group and noun in roles().collective)
        if noun is None and not state and " " not in name:
            return False
        if word in _PRONOUNS and GENDERS.get(noun or "", _PRONOUNS[word]) != _PRONOUNS[word]:
            return False
        return not state and not group and noun not in roles().collective

    def _person(self, span: Span, floor: int) -> Speaker | None:
        for run in name_runs(self.text, span):
            person = self.people.named(run.name) if " " in run.name else self.people.surname(run.name)
            if person is None and " " in run.name and run.span.end == span.end:
                person = self.people.add(run, run.role or role_before(self.text, run.start, span.start))
            if person is None or _OF_ANOTHER.search(self.text, span.start, run.start):
                continue
            after = self.text[run.span.end : run.span.end + 2]
            if after in ("’s", "'s") and span.end > run.span.end + 2:
                return None
            basis: Basis = "explicit"
            if not person.roles and apposition(self.text, run.span.end, floor):
                basis = "apposition"
            return as_speaker(person, span, basis)
        return None

    def _state(self, words: str, span: Span) -> Speaker | None:
        bare = re.sub(r"[’']s?$", "", _ARTICLE.sub("", words))
        bare = re.sub(r"\s(?:government|administration)$", "", bare)
        name = gazetteer().lookup(bare)
        if name is None:
            return None
        if name.kind == "organisation":
            return Speaker(words, None, None, "party", span, name.actor, "explicit")
        return Speaker(name.actor, None, None, "party", span, name.actor, "explicit")

    def _role(self, words: str, span: Span) -> Speaker | None:
        noun = role_noun(words)
        if noun is None or noun in roles().groups:
            return None
        if noun == "counterpart" and (entity := state_of(words)) is not None:
            fits = self.people.speaking_for(entity)
            return as_speaker(fits[0], span, "role") if len(fits) == 1 else None
        rest = {w.lower() for w in re.findall(r"[\w’'\-]+", _ARTICLE.sub("", words))} - {
            noun,
            "for",
            "of",
            "the",
            "a",
            "at",
            "senior",
            "top",
        }
        fits = self.people.with_role(noun, rest)
        if not rest and len(fits) > 1:
            recent = [speaker.name for _, speaker in reversed(self.last)]
            fits = sorted(fits, key=lambda person: recent.index(person.name) if person.name in recent else 99)[:1]
        if not fits and words.lower().startswith("the ") and (earlier := self._unnamed(noun, span.start)) is not None:
            return replace(earlier, span=span, basis="role")
        if len(fits) == 1 and (rest or not words.lower().startswith(("a ", "an ", "another", "one"))):
            return as_speaker(fits[0], span, "role")
        return None

    def _unnamed(self, noun: str, place: int) -> Speaker | None:
        """Return the latest speaker who has no name but that role: a senior official ... the official."""
        spoken = [speaker for _, speaker in reversed(self.last[-12:])]
        told = [Speaker(each.subject.of(self.text)) for each in self.narrative.before(place) if each.subject]
        for speaker in [*spoken, *told]:
            name = speaker.name or ""
            if self.people.named(name) is None and role_noun(name) == noun and not name.lower().startswith("the "):
                return speaker if speaker.standing != "unknown" else self._words(name, Span(place, place))
        return None

    def _words(self, words: str, span: Span) -> Speaker:
        if _NO_SOURCE.match(words):
            return Speaker(None, span=span)
        noun = role_noun(words)
        bare = _ARTICLE.sub("", words)
        if bare in roles().outlets:
            return Speaker(bare, standing="outlet", span=span, basis="explicit")
        standing = standing_of(words) if noun else "unknown"
        entity = state_of(words) if standing == "party" else None
        return Speaker(words, None, None, standing, span, entity, "role" if noun else "explicit")
