"""Whether two phrases name the same issue: by their words, the states in them, and groups of words of one meaning."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Literal

from detente.errors import DetenteError
from detente.text.folding import folded
from detente.text.wordlists import word_lists

Relation = Literal["same", "other", "unclear"]

_WORD = re.compile(r"[^\W\d_]+(?:[-'][^\W\d_]+)*|\d{4}")
_ENOUGH = 0.5
Groups = Mapping[str, tuple[str, ...]]


@dataclass(frozen=True, slots=True)
class Features:
    """What a phrase is compared by: its stems, the groups its words belong to, and the states it names."""

    stems: frozenset[str]
    groups: frozenset[str]
    states: frozenset[str]

    @property
    def size(self) -> int:
        """How many words and groups tell what it is about."""
        return len(self.stems) + len(self.groups)

    @property
    def is_bare(self) -> bool:
        """Whether no word in it says what it is about."""
        return not self.stems and not self.groups


class SameAs:
    """Groups of words that mean the same issue: those of the package, and those that somebody gives first.

    Examples
    --------
    >>> same = SameAs()
    >>> same.relation(same.features("the presence of US troops"), same.features("American forces in Japan"))
    'same'
    >>> same.relation(same.features("the constitution"), same.features("American forces in Japan"))
    'other'
    >>> same.relation(same.features("the United States"), same.features("American forces in Japan"))
    'unclear'
    """

    def __init__(self, given: Groups | None = None) -> None:
        self._groups: dict[str, str] = {}
        for groups in (given or {}, _own()):
            for name, phrases in groups.items():
                for phrase in phrases:
                    self._groups.setdefault(" ".join(map(stem, _words(phrase))), name)
        self._longest = max(phrase.count(" ") + 1 for phrase in self._groups)

    def features(self, words: str) -> Features:
        """Return what a phrase is compared by; the cost is linear in its length."""
        from detente.text.gazetteer import gazetteer

        found = list(gazetteer().find(words))
        states = {_today(each.name.actor) for each in found}
        left = "".join(_without(words, [each.span for each in found]))
        stems = [stem(word) for word in _words(left)]
        taken, groups = self._grouped([stem(word) for word in _words(words)])
        kept = frozenset(each for each in stems if each not in _small() and each not in taken and len(each) > 1)
        return Features(kept, groups, frozenset(states))

    def _grouped(self, stems: list[str]) -> tuple[set[str], frozenset[str]]:
        taken: set[str] = set()
        groups: set[str] = set()
        at = 0
        while at < len(stems):
            size = next((n for n in range(self._longest, 0, -1) if " ".join(stems[at : at + n]) in self._groups), 0)
            if size:
                groups.add(self._groups[" ".join(stems[at : at + size])])
                taken.update(stems[at : at + size])
            at += size or 1
        return taken, frozenset(groups)

    @staticmethod
    def relation(one: Features, two: Features) -> Relation:
        """Return whether two phrases name the same issue, another one, or whether their words do not tell."""
        apart = bool(one.states and two.states and not one.states & two.states)
        if one.is_bare or two.is_bare:
            return "other" if apart and one.is_bare and two.is_bare else "unclear"
        if one.groups & two.groups:
            return "other" if apart else "same"
        shared = len(one.stems & two.stems)
        if not shared:
            return "other"
        return "same" if not apart and shared > _ENOUGH * min(one.size, two.size) else "unclear"


def stem(word: str) -> str:
    """Return a word without the endings of its plural and possessive.

    Examples
    --------
    >>> [stem(word) for word in ("Bases", "treaties", "Japan's", "press")]
    ['base', 'treaty', 'japan', 'press']
    """
    low = word.lower().removesuffix("'s").rstrip("'")
    if low.endswith("ies") and len(low) > 4:
        return f"{low[:-3]}y"
    if low.endswith(("sses", "xes", "ches", "shes")):
        return low[:-2]
    return low[:-1] if low.endswith("s") and not low.endswith(("ss", "us", "is")) and len(low) > 3 else low


def _words(phrase: str) -> list[str]:
    return _WORD.findall(folded(phrase))


def _without(words: str, spans: Iterable[tuple[int, int]]) -> Iterator[str]:
    done = 0
    for start, end in spans:
        yield words[done:start]
        yield " "
        done = end
    yield words[done:]


def _today(entity: str) -> str:
    from detente.text.gazetteer import gazetteer

    former = gazetteer().former(entity)
    return entity if former is None else former.successor


@cache
def _small() -> frozenset[str]:
    return word_lists("detente.text.series", "small.yaml")["small"]


@cache
def _own() -> Groups:
    return _parsed(files("detente.text.series").joinpath("same.yaml").read_text("utf-8"), "same.yaml")


def load_same(name: str, text: str) -> SameAs:
    """Return the groups of a file of the user, which go before those of the package.

    Raises
    ------
    DetenteError
        If it is no YAML, or no mapping from names to lists of words.

    Examples
    --------
    >>> same = load_same("mine.yaml", "the pipeline: [pipeline, gas line, Blue Stream]")
    >>> same.features("the gas line").groups
    frozenset({'the pipeline'})
    """
    return SameAs(_parsed(text, name))


def _parsed(text: str, name: str) -> Groups:
    from ruamel.yaml import YAML
    from ruamel.yaml.error import YAMLError

    wanted = "a mapping from the name of an issue to a list of words, such as\n  foreign troops: [troops, soldiers]"
    try:
        found = YAML(typ="safe", pure=False).load(text)
    except YAMLError as error:
        raise DetenteError(f"{name} is not YAML: {str(error).splitlines()[0]}; expected {wanted}") from None
    if not isinstance(found, dict) or not all(isinstance(words, list) and words for words in found.values()):
        raise DetenteError(f"{name} has another shape; expected {wanted}")
    return {str(issue): tuple(map(str, words)) for issue, words in found.items()}
