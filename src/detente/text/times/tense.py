"""Whether the words around a time expression look back or ahead."""

from __future__ import annotations

import re
from functools import cache
from typing import Literal

from detente.text.gazetteer.grammar import words
from detente.text.span import Span

Tense = Literal["past", "future", "none"]

_WORD = re.compile(r"[A-Za-z]+|[’']ll\b|[.!?;]")
_REACH = 90
_PREPOSITIONS: dict[str, Tense] = {"by": "future", "until": "future", "till": "future", "since": "past"}


def tense(text: str, span: Span, preposition: str) -> Tense:
    """Return whether the clause of a time expression is about what was or what will be.

    The preposition tells first ("by Friday", "since Friday"); then the nearest verb form or word such as "due" before
    it in the sentence, else the first one after it. Reads no further than 90 characters to either side.
    """
    if preposition in _PREPOSITIONS:
        return _PREPOSITIONS[preposition]
    before = _WORD.findall(text, max(0, span.start - _REACH), span.start)
    after = _WORD.findall(text, span.end, min(len(text), span.end + _REACH))
    behind = _first(before[::-1], backwards=True)
    if behind == "future" and "had" in before[-6:]:
        return "past"  # "had been expected on Monday"
    return behind if behind != "none" else _first(after)


def _first(near: list[str], *, backwards: bool = False) -> Tense:
    for at, word in enumerate(near):
        if word in {".", "!", "?", ";"}:
            break
        if backwards and at and word in {"is", "are", "was", "were"} and near[at - 1] == "to":
            return "future"  # "were to win"
        if backwards and near[at + 1 : at + 2] == ["be"]:
            return "future"  # "will be signed", "to be held"
        found = _told(word.lower().lstrip("’'"))
        if found != "none":
            return found
    return "none"


def _told(word: str) -> Tense:
    if word in words("ahead"):
        return "future"
    if word in words("behind") or (word.endswith("ed") and len(word) > 4) or word in _past_forms():
        return "past"
    return "none"


@cache
def _past_forms() -> frozenset[str]:
    return words("irregular") - words("behind_not") - words("ahead")
