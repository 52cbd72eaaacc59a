"""For which state or organisation the people of an article act: from the speakers found, and from their titles."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from detente.text.attitudes.grammar import word_class
from detente.text.attitudes.words import Words
from detente.text.ledger import Mention, Statement

_CODE = re.compile(r"[A-Z]{2,5}")

People = dict[str, str | None]
"""By the surname in lower case: the entity a person acts for; None for somebody who acts for nobody."""


def spoken_for(statements: Iterable[Statement]) -> People:
    """Return whom the speakers of the statements act for."""
    made: People = {}
    for statement in statements:
        speaker = statement.speaker
        name = (speaker.name or "").split()
        if not name or not name[-1][:1].isupper() or _CODE.fullmatch(name[-1]):
            continue
        entity = speaker.entity if speaker.standing == "party" else None
        key = name[-1].lower()
        made[key] = made.get(key) or entity
        if len(name) in (2, 3) and all(part[:1].isupper() for part in name):
            for other in name[:-1]:
                made.setdefault(other.lower(), entity)
    return made


def titled(words: Words, marks: Sequence[Mention | None]) -> Iterable[tuple[str, str]]:
    """Yield surnames with the entity of their title: "Russian Foreign Minister Ivan Petrov", "X, the Russian envoy"."""
    titles = word_class("titles")
    for i, low in enumerate(words.low):
        if low not in titles or words.at(i + 1) in titles:
            continue
        mention = next((marks[k] for k in range(i - 1, max(-1, i - 6), -1) if _near(words, k, i, marks)), None)
        if mention is None:
            continue
        name = _name_after(words, i + 1, marks) or _name_before(words, i, marks)
        if name:
            yield name, mention.entity


def _near(words: Words, k: int, title: int, marks: Sequence[Mention | None]) -> bool:
    return marks[k] is not None and all(w.isalpha() or w == "'s" or "-" in w for w in words.low[k + 1 : title])


def _name_after(words: Words, first: int, marks: Sequence[Mention | None]) -> str:
    last = first
    while last < min(len(words), first + 4) and words.capital[last] and _personal(marks[last]):
        last += 1
    return words.low[last - 1] if last > first else ""


def _personal(mention: Mention | None) -> bool:
    return mention is None or mention.kind == "person"


def _name_before(words: Words, title: int, marks: Sequence[Mention | None]) -> str:
    k = title
    while k > max(0, title - 7) and words.low[k] != ",":
        k -= 1
    named = k > 0 and words.low[k] == "," and words.capital[k - 1] and _personal(marks[k - 1])
    return words.low[k - 1] if named and words.at(k + 1) in ("the", "a") else ""
