"""The patterns of ``cues.yaml``: by which words a text says what causes or blocks what."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from typing import Any

from detente.text.causes.claim import CauseKind
from detente.text.wordlists import data_of

_PIECE = re.compile(r"\{([a-z]+)\}")
_START = "(?:(?<= )|^)"


@dataclass(frozen=True, slots=True)
class Pattern:
    """One way to say it.

    Attributes
    ----------
    id, kind, form : str
        As the file ``cues.yaml`` tells.
    cue : re.Pattern
        Over the words of a sentence; a group ``effect`` holds the effect where it stands inside.
    when : tuple of str
        Pieces of which one stands in every sentence that the cue fits; none given, none is asked for.
    denies : bool
        Whether the words deny the cause that they name.
    active : bool
        Whether a form of "to be" right before it makes it a passive, which it does not read.
    affirms : bool
        Whether a "no" in the words denies nothing ("leaves no room for").
    agent : bool
        Whether the subject of the cue is who names the cause.
    needs, needs_effect : re.Pattern or None
        What has to stand in the sentence, and in the effect.
    splits : re.Pattern or None
        Where cause and effect are parted.
    """

    id: str
    kind: CauseKind
    form: str
    cue: re.Pattern[str]
    when: tuple[str, ...] = ()
    denies: bool = False
    active: bool = False
    affirms: bool = False
    agent: bool = False
    needs: re.Pattern[str] | None = None
    needs_effect: re.Pattern[str] | None = None
    splits: re.Pattern[str] | None = None

    def may_stand_in(self, line: str) -> bool:
        """Return whether it is worth to look for the cue."""
        return not self.when or any(piece in line for piece in self.when)


@dataclass(frozen=True, slots=True)
class Patterns:
    """All of them, and the words that flip, quantify and hedge."""

    patterns: tuple[Pattern, ...]
    negation: re.Pattern[str]
    flips: re.Pattern[str]
    unsaid: re.Pattern[str]
    quantifiers: tuple[tuple[str, re.Pattern[str]], ...]
    ignore: re.Pattern[str]
    modals: re.Pattern[str]
    hedges: re.Pattern[str]


@cache
def listed(name: str) -> frozenset[str]:
    """Return a class of words of ``cues.yaml``.

    Examples
    --------
    >>> "because" in listed("parts")
    True
    """
    return frozenset(_data()["words"][name].split())


@cache
def _data() -> dict[str, Any]:
    return dict(data_of("detente.text.causes", "cues.yaml"))


@cache
def is_clause(pattern: str) -> bool:
    """Return whether the effect of a pattern, by its id, is a clause: no treaty was signed, because of the law."""
    found = next((each for each in patterns().patterns if each.id == pattern), None)
    return found is not None and found.form in {"object", "aim", "clause"}


@cache
def patterns() -> Patterns:
    """Return the patterns of the package; they are read once."""
    data = _data()
    pieces: dict[str, str] = data["pieces"]
    return Patterns(
        patterns=tuple(_pattern(entry, pieces) for entry in data["patterns"]),
        negation=re.compile(_START + r"(?:not|n't|never|no longer|hardly|scarcely|no|neither)(?![\w-])"),
        flips=re.compile(_filled(data["flips"], pieces)),
        unsaid=re.compile(_START + _filled(data["unsaid"], pieces)),
        quantifiers=tuple((name, _words(words)) for name, words in data["quantifiers"].items()),
        ignore=re.compile(data["ignore"]),
        modals=_words(data["modals"]),
        hedges=_words(data["hedges"]),
    )


def _pattern(entry: dict[str, Any], pieces: dict[str, str]) -> Pattern:
    def compiled(name: str, before: str = "") -> re.Pattern[str] | None:
        return re.compile(before + _filled(entry[name], pieces)) if name in entry else None

    return Pattern(
        id=entry["id"],
        kind=entry["kind"],
        form=entry["form"],
        cue=re.compile(_START + f"(?:{_filled(entry['cue'], pieces)})(?= |$)"),
        when=tuple(entry.get("when", "").split()),
        denies=entry.get("denies", False),
        active=entry.get("active", False),
        agent=entry.get("agent", False),
        affirms=entry.get("affirms", False),
        needs=compiled("needs"),
        needs_effect=compiled("needs_effect"),
        splits=compiled("splits", _START),
    )


def _filled(pattern: str, pieces: dict[str, str]) -> str:
    """Put the pieces in, which may hold pieces themselves."""
    while (made := _PIECE.sub(lambda found: pieces[found.group(1)], pattern)) != pattern:
        pattern = made
    return pattern


def _words(pattern: str) -> re.Pattern[str]:
    return re.compile(_START + pattern + r"(?![\w-])")
