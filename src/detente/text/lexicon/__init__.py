"""The cue lexicon: which words attribute, by the act they name and the frames they stand in."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from typing import get_args

from detente.text.ledger import CueClass
from detente.text.wordlists import data_of

Forms = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class CueVerb:
    """A verb form that attributes.

    Attributes
    ----------
    lemma : str
        The verb.
    cue_class : str
        The act it names.
    frames : frozenset of str
        The frames it stands in; the file ``cues.yaml`` says what they are.
    form : str
        ``base``, ``third`` (says), ``past`` (said) or ``ing`` (saying).
    """

    lemma: str
    cue_class: CueClass
    frames: frozenset[str]
    form: str


@dataclass(frozen=True, slots=True)
class Lexicon:
    """Cue verbs by their form in lower case, and cue nouns with the act they name."""

    verbs: dict[str, CueVerb]
    nouns: dict[str, CueClass]


def inflected(verb: str) -> dict[str, Forms]:
    """Return the regular forms of a verb.

    Examples
    --------
    >>> inflected("deny")
    {'base': ('deny',), 'third': ('denies',), 'past': ('denied',), 'ing': ('denying',)}
    """
    stem = verb.removesuffix("e")
    if verb.endswith("y") and verb[-2] not in "aeou":
        return {"base": (verb,), "third": (f"{verb[:-1]}ies",), "past": (f"{verb[:-1]}ied",), "ing": (f"{verb}ing",)}
    third = f"{verb}es" if verb.endswith(("s", "sh", "ch", "x", "z")) else f"{verb}s"
    return {"base": (verb,), "third": (third,), "past": (f"{stem}ed",), "ing": (f"{stem}ing",)}


def _forms(verb: str, irregular: dict[str, list[str]]) -> dict[str, Forms]:
    if verb not in irregular:
        return inflected(verb)
    third, past, ing, done = (tuple(form.split()) for form in irregular[verb])
    return {"base": (verb,), "third": third, "past": (*past, *done), "ing": ing}


@cache
def lexicon() -> Lexicon:
    """Return the lexicon of the package; it is read once."""
    data = data_of(__name__, "cues.yaml")
    verbs: dict[str, CueVerb] = {}
    for cue_class in get_args(CueClass):
        for verb, frames in data["verbs"].get(cue_class, {}).items():
            for form, words in _forms(verb, data["irregular"]).items():
                for word in words:
                    verbs.setdefault(word, CueVerb(verb, cue_class, frozenset(frames.split()), form))
    nouns = {noun: cue_class for cue_class, words in data["nouns"].items() for noun in words}
    return Lexicon(verbs, nouns)
