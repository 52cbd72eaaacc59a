"""One causal claim in a series of articles: who, when, in which article, in which words."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from pathlib import PurePath, PureWindowsPath
from typing import Literal

from detente.text.causes.claim import CausalClaim
from detente.text.series.same import Features

LineKind = Literal["side", "person", "articles", "unnamed"]
DatedBy = Literal["said", "document", "report", "none"]


@dataclass(frozen=True, slots=True)
class Article:
    """An article of the series; ``copies`` are other files with the same bytes, which count once."""

    name: str
    sha256: str
    day: date | None
    basis: str
    copies: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Entry:
    """A causal claim as an article of the series has it.

    Attributes
    ----------
    article : Article
    claim : CausalClaim
    person : str or None
        Who says it, by one name over all articles; None for a state as such, and for the articles' own voice.
    entity : str or None
        The state or organisation that the person speaks for, as it is called today.
    then : str or None
        The former state it was said for: ``SUN``.
    day : str or None
        When it was said, as an ISO date, month, year or interval.
    dated_by : str
        ``said`` the text tells when; ``document`` the article's date stands for it; ``report`` so it does, and the
        words are told by somebody else than the article; ``none``.
    cause, effect, cue, sentence, referred : str
        The words; empty where there are none. ``referred`` is the sentence that a cause "this" refers to.
    issue, about : Features
        What cause and effect are compared by.
    also : tuple of Article
        Other articles that have nearly the same words of the same voice within three days; they count once.
    """

    article: Article
    claim: CausalClaim
    person: str | None
    entity: str | None
    then: str | None
    day: str | None
    dated_by: DatedBy
    cause: str
    effect: str
    cue: str
    sentence: str
    referred: str
    issue: Features
    about: Features
    also: tuple[Article, ...] = ()

    @property
    def names(self) -> bool:
        """Whether it names a cause that others can be compared with; an aim is none."""
        return self.claim.polarity == "named" and self.claim.kind != "aim"


def short_name(name: str) -> str:
    """Return the name of a file without its folder.

    Examples
    --------
    >>> short_name("press/2024/april.txt")
    'april.txt'
    """
    return PureWindowsPath(PurePath(name).name).name or name


@dataclass(frozen=True, slots=True)
class Line:
    """The claims of one voice in the order of time: a state with all who speak for it, a person, or the articles.

    ``kind`` is ``side``, ``person``, ``articles`` or ``unnamed``; ``undated`` holds what has no date.
    """

    kind: LineKind
    name: str
    entries: tuple[Entry, ...]
    undated: tuple[Entry, ...] = ()
