"""Names of people in a text: runs of words with capital letters, parted into the role before the name and the name."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from detente.text.gazetteer import gazetteer
from detente.text.lexicon import lexicon
from detente.text.span import Span
from detente.text.speakers.roles import roles
from detente.text.speakers.words import LANDS, NO_NAMES, TITLES, as_title, without_possessive
from detente.text.syntax.words import is_verb

_PART = (
    r"(?:(?:Dr|Mr|Mrs|Ms|Prof|Gen|Lt|Col|Sen|Rep|Gov|Eng|Adm|Capt|Sgt|Rev|Amb|St|Maj|Hon)\."
    r"|(?:[A-Z]\.){2,3}|[A-ZÀ-ÞĀ-ŽА-Я][\w’'\-]*\w|[A-Z]\.?)"
)
_LINK = r"(?:(?:de|van|von|der|den|bin|ibn|al|el|da|di|la|le|dos|y|bint)[ \xa0]){1,2}"
_RUN = re.compile(rf"(?<![\w’'])(?:al-|el-)?{_PART}(?:[ \xa0](?:{_LINK})?(?:al-|el-)?{_PART}){{0,6}}")
_BORN = re.compile(r"\S+-(?:born|based)\s+")
_NEXT = re.compile(r"(?:,[ \xa0]who\b|(?:,[ \xa0]\d\d,)?[ \xa0](?P<word>[a-z’']+))")
_PLACED = re.compile(r"\b(?:in|at|near|off|outside|around|across)[ \xa0]$", re.IGNORECASE)
_PLACED_OR_THE = re.compile(r"\b(?:in|at|near|off|outside|around|across|the)[ \xa0]$", re.IGNORECASE)
_PLACED_WITHIN = 9
_NAMING = frozenset({"named", "called"})
_VERB_WITHIN = 16
_PLACES_DO = frozenset(
    {"lies", "stands", "runs", "flows", "borders", "rises", "ends", "begins", "its", "is", "was", "as"}
)
_DOES = re.compile(r"[ \xa0](?:the|an?|his|her|him|it|them|to|out|up|down|on|about|with|for|when|into|over|at)\b")
_LONGEST_NAME = 5
_EXPLANATION = 80
_EXPLAINED = re.compile(r"\b(?:the|an?|its|his|her|their)[ \xa0][^,.;:“”]{3,70},[ \xa0]$", re.IGNORECASE)
_LONGEST_ROLE = 3


@dataclass(frozen=True, slots=True)
class NameRun:
    """A run of words with capital letters.

    Attributes
    ----------
    role, name : str
        The role before the name, and the name.
    span : Span
        Where the name stands.
    start : int
        Where the role begins, or the name where there is no role.
    acts : bool
        Whether what stands next to it is said of people: a verb, "who", "named".
    placed : bool
        Whether it stands where places do: in Boca San Carlos, near Lamu Deep.
    """

    role: str
    name: str
    span: Span
    start: int
    acts: bool = False
    placed: bool = False

    @property
    def surname(self) -> str:
        """The last part of the name."""
        return self.name.rsplit(maxsplit=1)[-1]

    @property
    def is_full(self) -> bool:
        """Whether it is more than a surname."""
        return " " in self.name


def name_runs(text: str, span: Span) -> Iterator[NameRun]:
    """Yield the names of people that may stand in a stretch of text, each with the role right before it."""
    for found in _RUN.finditer(text, *span):
        words = [Span(found.start() + word.start(), found.start() + word.end()) for word in _words(found.group())]
        run = _parted(text, words)
        if run is not None:
            yield run


def _words(run: str) -> Iterator[re.Match[str]]:
    return re.finditer(r"\S+", run)


def _parted(text: str, spans: Sequence[Span]) -> NameRun | None:
    words = [span.of(text) for span in spans]
    first = next((at for at, word in enumerate(words) if _is_name_word(word) or _is_title(word)), len(words))
    at = _name_start(words, first)
    name = words[at:]
    said = " ".join(map(without_possessive, name))
    if not name or not all(map(_is_name_word, name)) or _is_no_person(said):
        return None
    start, end = spans[first].start, spans[-1].start + len(without_possessive(name[-1]))
    role = _BORN.sub("", text[start : spans[at].start]).strip()
    placed = (_PLACED if role else _PLACED_OR_THE).search(text, max(0, start - _PLACED_WITHIN), start) is not None
    return NameRun(role, said, Span(spans[at].start, end), start, not placed and _acts(text, start, end), placed)


def _is_name_word(word: str) -> bool:
    return as_title(word) not in NO_NAMES and not _is_title(word)


def _is_title(word: str) -> bool:
    bare = as_title(word)
    return bare in TITLES or _is_double_title(bare)


def _is_double_title(bare: str) -> bool:
    """Return whether a word in small letters is two ranks in one: colonel-major."""
    first, sign, rest = bare.partition("-")
    return bool(sign) and {first, rest} <= TITLES | roles().standing.keys()


def _name_start(words: Sequence[str], first: int) -> int:
    """Return where the name begins behind the words of a role; behind the last role noun in any case."""
    at = first
    while at < len(words) and (width := _role_width(words, at)):
        at += width
    nouns = (
        number + 1
        for number in range(at, len(words) - 1)
        if without_possessive(words[number]).lower() in roles().standing
    )
    return max(nouns, default=at)


def _role_width(words: Sequence[str], at: int) -> int:
    """Return how many words here belong to a role: Russian, Foreign Minister, Mr."""
    if at + 1 >= len(words):
        return 0
    bare = as_title(words[at])
    in_role = bare in roles().standing or bare in roles().modifiers
    if in_role or _is_title(words[at]) or bare.endswith(("-born", "-based")):
        return 1
    widths = range(min(_LONGEST_ROLE, len(words) - at - 1), 0, -1)
    known = (width for width in widths if gazetteer().lookup(" ".join(map(without_possessive, words[at : at + width]))))
    return next(known, 0)


def _is_no_person(name: str) -> bool:
    parts = name.split()
    lower = {part.lower() for part in parts}
    if len(parts) == 1 and name.lower() in roles().standing:
        return True
    if lower & roles().organisations or lower & LANDS or name in roles().outlets or len(parts) > _LONGEST_NAME:
        return True
    return gazetteer().lookup(name) is not None or any(gazetteer().lookup(part) for part in parts if part.isupper())


def _is_cue(word: str) -> bool:
    """Return whether a word is a verb that may stand before who says something: said, jokes."""
    verb = lexicon().verbs.get(word)
    return verb is not None and verb.form in ("past", "third") and "inverted" in verb.frames


def _acts(text: str, start: int, end: int) -> bool:
    before = text[max(0, start - _VERB_WITHIN) : start].split()
    if before and text[start - 1 : start] in " \xa0" and (before[-1] in _NAMING or _is_cue(before[-1])):
        return True
    if text[max(0, start - 2) : start].startswith(",") and text[end : end + 1] == ",":
        return _EXPLAINED.search(text, max(0, start - _EXPLANATION), start) is not None
    found = _NEXT.match(text, end)
    if found is None or found["word"] is None or is_verb(found["word"], "x"):
        return found is not None
    return found["word"] not in _PLACES_DO and _DOES.match(text, found.end()) is not None and found["word"][-1] == "s"
