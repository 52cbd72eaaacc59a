"""Classes of grammatical words and the lexicon of attitudes, loaded once from the data beside this module."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from typing import Any

from detente.text.ledger import CueClass, Stance
from detente.text.lexicon import inflected
from detente.text.wordlists import data_of


@dataclass(frozen=True, slots=True)
class Cue:
    """A word or phrase that makes an attitude or a nested statement.

    Attributes
    ----------
    stance, cue_class : str
        Which attitude it makes, or which act of speech it is; the other is empty.
    is_ : str
        ``verb``, ``adjective`` or ``noun``.
    frames : frozenset of str
        What may follow it.
    form : str
        Of a verb: ``base``, ``finite``, ``past`` or ``ing``.
    negates, only_negated : bool
        Whether it says the opposite, and counts only where negated.
    needs : str
        ``should`` where its clause must say what ought to be, ``period`` where a time must stand in it.
    """

    stance: Stance | None
    cue_class: CueClass | None
    is_: str
    frames: frozenset[str]
    form: str = "base"
    negates: bool = False
    only_negated: bool = False
    needs: str = ""


Lexicon = dict[str, list[tuple[tuple[str, ...], Cue]]]
"""By the first word: the phrases that start with it, longest first, each with what it makes."""


@cache
def word_class(name: str) -> frozenset[str]:
    """Return a class of grammatical words (``auxiliaries``, ``prepositions``, ...) by its name."""
    return frozenset(_grammar()[name].split())


@cache
def stops() -> frozenset[str]:
    """Return the words that cannot stand inside a noun phrase."""
    small = ("prepositions", "auxiliaries", "subordinators", "conjunctions", "pronouns")
    nouns_too = {"force", "set", "call", "report", "state", "put", "claim", "demand", "offer", "plan"}
    return verbs().union(*map(word_class, small)) - nouns_too


@cache
def stops_but_verbs() -> frozenset[str]:
    """Return the words that neither stand inside a noun phrase nor are verbs."""
    return stops() - verbs()


@cache
def after_nouns() -> frozenset[str]:
    """Return the verbs that show the word before them to be the noun that acts."""
    return word_class("auxiliaries") | word_class("speech")


@cache
def office_holders() -> frozenset[str]:
    """Return the titles and offices that a person has."""
    return word_class("titles") | word_class("office_people")


@cache
def _grammar() -> dict[str, str]:
    return {
        **data_of(__package__, "grammar.yaml"),
        **data_of(__package__, "readings.yaml"),
        **data_of(__package__, "conditions.yaml"),
    }


@cache
def condition_markers() -> tuple[str, ...]:
    """Return the words and phrases that begin a condition."""
    return tuple(phrase.strip() for phrase in _grammar()["markers"].split(","))


@cache
def listed(name: str) -> frozenset[str]:
    """Return a list of words that stands beside the cues: ``harm``, ``concessions``, ``unwilled``, ..."""
    return frozenset(word.strip() for word in _attitudes()[name].split(","))


@cache
def _attitudes() -> dict[str, Any]:
    return dict(data_of(__package__, "lexicon.yaml"))


@cache
def attitude_cues() -> Lexicon:
    """Return the lexicon of attitudes."""
    return _lexicon(_attitudes()["cues"])


@cache
def speech_cues() -> Lexicon:
    """Return the lexicon of speech and thought inside what somebody says."""
    return _lexicon(data_of(__package__, "speech.yaml")["cues"])


def _lexicon(entries: list[dict[str, Any]]) -> Lexicon:
    made: Lexicon = {}
    for entry in entries:
        for phrase in entry["words"].split(","):
            for form, forms in _phrases(entry.get("is", "verb"), tuple(phrase.split())):
                for owned in _owned(forms):
                    made.setdefault(owned[0], []).append((owned, _cue(entry, form)))
    for phrases in made.values():
        phrases.sort(key=lambda item: -len(item[0]))
    return made


def _cue(entry: dict[str, Any], form: str) -> Cue:
    return Cue(
        entry.get("stance"),
        entry.get("cue_class"),
        entry.get("is", "verb"),
        frozenset(entry["frames"].split()),
        form,
        entry.get("negates", False),
        entry.get("only") == "negated",
        entry.get("needs", ""),
    )


def _phrases(kind: str, phrase: tuple[str, ...]) -> Iterator[tuple[str, tuple[str, ...]]]:
    """Yield each inflected form of a phrase whose first word is a verb, with the name of the form."""
    yield "base", phrase
    if kind == "verb":
        for word in _inflected(phrase[0]):
            yield _form(word), (word, *phrase[1:])


def _owned(phrase: tuple[str, ...]) -> Iterator[tuple[str, ...]]:
    """Yield a phrase with every owner that "its" stands for: set its sights on, set his sights on."""
    owners = ("its", "his", "her", "their", "our") if "its" in phrase else ("its",)
    for owner in owners:
        yield tuple(owner if word == "its" else word for word in phrase)


def _form(word: str) -> str:
    if word.endswith("ing"):
        return "ing"
    return "finite" if word.endswith("s") else "past"


def _inflected(verb: str) -> list[str]:
    irregular: dict[str, list[str]] = _attitudes()["irregular"]
    if verb in irregular:
        return irregular[verb]
    regular = inflected(verb)
    return [form for name in ("third", "past", "ing") for form in regular[name]]


@cache
def verbs() -> frozenset[str]:
    """Return the words that are likely the verb of the noun before them."""
    found = word_class("auxiliaries") | word_class("speech") | word_class("common")
    for lexicon in (attitude_cues(), speech_cues()):
        found |= {w for w, phrases in lexicon.items() for _, cue in phrases if cue.is_ == "verb"}
    return found


@cache
def cue_starts() -> frozenset[str]:
    """Return the first words of all cues of attitudes, modal verbs included."""
    return word_class("modals").union(attitude_cues())
