"""Who a source is in the end: the words that name it, a person of the article, a state, or nobody known."""

from __future__ import annotations

import re
from dataclasses import replace

from detente.text.gazetteer import gazetteer
from detente.text.ledger import Basis, Speaker, Standing
from detente.text.span import Span
from detente.text.speakers.people import Person, Registry, apposition, name_runs, short_role, standing_of, state_of
from detente.text.speakers.roles import role_noun, roles

_PRONOUNS = {"he": "he", "she": "she", "him": "he", "her": "she", "his": "he", "hers": "she"}
_GROUP_PRONOUNS = frozenset({"they", "their", "them", "we", "both"})
_THINGS = frozenset({"it", "its", "which", "that"})
_ARTICLE = re.compile(r"^(?:the|an?|his|her|its|their|one|another|this|that|these|those|some|several|many|most|other|two|three)\s+", re.IGNORECASE)
_SENTENCE_WORDS = re.compile(r"^(?:But|And|So|Yet|While|As|Meanwhile|Still)\s+")


def as_speaker(person: Person, span: Span | None, basis: Basis) -> Speaker:
    """Return a person as the speaker of a statement."""
    role = person.roles[0] if person.roles else None
    return Speaker(person.name, role, person.organisation, person.standing, span, person.entity, basis)


class Resolver:
    """Resolves sources in the order of the text; it remembers who spoke last."""

    def __init__(self, text: str, people: Registry) -> None:
        self.text, self.people = text, people
        self.last: list[Speaker] = []

    def remember(self, speaker: Speaker) -> None:
        """Let a speaker be the one that the next pronoun or quote without a cue means."""
        if speaker.name is not None:
            self.last.append(speaker)

    def source(self, span: Span | None, floor: int) -> Speaker:
        """Return who the words of a source are; ``floor`` is where their paragraph ends."""
        if span is None:
            return Speaker(None)
        words = _SENTENCE_WORDS.sub("", span.of(self.text))
        span = Span(span.end - len(words), span.end)
        low = words.lower()
        if low in _PRONOUNS or low in _GROUP_PRONOUNS or low in _THINGS:
            return self._pronoun(low, span)
        return self._person(span, floor) or self._state(words, span) or self._role(words, span) or self._words(words, span, floor)

    def continued(self) -> Speaker:
        """Return who goes on speaking where nobody is named."""
        if not self.last:
            return Speaker(None)
        return replace(self.last[-1], span=None, basis="continuation")

    def _pronoun(self, word: str, span: Span) -> Speaker:
        others = tuple(dict.fromkeys(s.name for s in reversed(self.last[-6:]) if s.name))
        for speaker in reversed(self.last[-12:]):
            person = self.people.named(speaker.name) if speaker.name else None
            if self._fits(word, speaker, person):
                if person is not None and not person.gender and word in _PRONOUNS:
                    person.gender = _PRONOUNS[word]
                doubts = tuple(name for name in others if name != speaker.name)
                return replace(speaker, span=span, basis="pronoun", candidates=doubts)
        return Speaker(None, span=span, candidates=others)

    @staticmethod
    def _fits(word: str, speaker: Speaker, person: Person | None) -> bool:
        one = word in _PRONOUNS
        if person is not None:
            return one and person.gender in ("", _PRONOUNS[word])
        name = speaker.name or ""
        group = name.lower().split()[-1:] and (name.lower().split()[-1].endswith("s") or name.split()[-1].lower() in roles().groups)
        if word in _GROUP_PRONOUNS:
            return bool(group) or (name.isupper() and len(name) == 3)
        if word in _THINGS:
            return (name.isupper() and len(name) <= 5) or (not group and role_noun(name) in _COLLECTIVE)
        return not (name.isupper() and len(name) == 3) and not group and role_noun(name) not in _COLLECTIVE

    def _person(self, span: Span, floor: int) -> Speaker | None:
        for run in name_runs(self.text, span):
            person = self.people.named(run.name) if " " in run.name else self.people.surname(run.name)
            if person is None:
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
        bare = re.sub(r"\s(?:government|administration|cabinet|authorities|side)$", "", bare)
        name = gazetteer().lookup(bare)
        if name is None:
            return None
        return Speaker(name.actor, None, None, "party", span, name.actor, "explicit")

    def _role(self, words: str, span: Span) -> Speaker | None:
        noun = role_noun(words)
        if noun is None or noun in roles().groups:
            return None
        rest = {w.lower() for w in re.findall(r"[\w’'\-]+", _ARTICLE.sub("", words))} - {noun, "for", "of", "the", "a", "at"}
        fits = self.people.with_role(noun, rest)
        if not rest and len(fits) > 1:
            recent = [s.name for s in reversed(self.last)]
            fits = sorted(fits, key=lambda person: recent.index(person.name) if person.name in recent else 99)[:1]
        if len(fits) == 1 and (rest or not words.lower().startswith(("a ", "an ", "another", "one"))):
            return as_speaker(fits[0], span, "role")
        return None

    def _words(self, words: str, span: Span, floor: int) -> Speaker:
        noun = role_noun(words)
        bare = _ARTICLE.sub("", words) if not re.match(r"(?:two|three|several|many|some|most)\b", words, re.IGNORECASE) else words
        outlet = any(word in roles().outlets for word in (bare, words.removeprefix("the ").removeprefix("The ")))
        standing: Standing = "outlet" if outlet else standing_of(words) if noun else "unknown"
        if standing == "unknown" and _plural_people(bare):
            standing = "third party"
        entity = state_of(words) if standing == "party" else None
        role = short_role(bare) if noun and bare.lower() != noun else None
        del floor, role
        return Speaker(words if not outlet else bare, None, None, standing, span, entity, "role" if noun else "explicit")


_COLLECTIVE = frozenset("ministry government embassy cabinet administration parliament military army navy regime agency delegation newspaper broadcaster magazine paper website tabloid secretariat command side inspectorate politburo".split())


def _plural_people(words: str) -> bool:
    return words.split()[-1].lower() in roles().groups if words.split() else False
