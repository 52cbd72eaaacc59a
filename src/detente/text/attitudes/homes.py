"""For which state people speak whom the article introduces by what they do, or did: Bolivia’s negotiator."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections import Counter
from collections.abc import Iterator, Sequence

from detente.text.attitudes.grammar import word_class
from detente.text.attitudes.scene import Scene, is_state
from detente.text.attitudes.units import Unit
from detente.text.attitudes.words import Words
from detente.text.ledger import Mention, Statement
from detente.text.page import Page
from detente.text.span import Span
from detente.text.speakers.roles import roles

_GAP = 4
"""How many words stand between a state and the office that is its own, at most."""

_AFTER = 3
"""How many sentences after a name may still introduce it."""

_ALSO = frozenset({"he", "she", "his", "her"})
_OF = frozenset({"in", "of", "for", "from"})
_FEW, _ENOUGH = 2, 3
_MOST_OF = 0.4
"""The share of all statements that somebody makes whom an article is an interview with."""

_WE = re.compile(r"\b(?:[Ww]e|[Uu]s|[Oo]urs?)\b")
_SENTENCE = re.compile(r"[^.?!]+")
_WITHIN = frozenset({"'s", "former", "then", "the", "new", "chief", "own", "senior", "deputy", "late"})


def homes(page: Page, found: Sequence[Unit], scene: Scene, statements: Sequence[Statement]) -> dict[str, str]:
    """Return the states by the full names of the speakers whose introduction tells both an office and its state.

    Parameters
    ----------
    page : Page
        The article.
    found : sequence of Unit
        Its units, in order.
    scene : Scene
        Who is named where.
    statements : sequence of Statement
        What the article attributes.

    Examples
    --------
    >>> from detente.text.reading import read
    >>> from detente.text.source import read_source
    >>> said = "Ana Belo drafted letters at Chile’s foreign ministry. “We want peace,” Belo said of Peru."
    >>> [(each.actor, each.guessed) for each in read(read_source("a.txt", said.encode())).attitudes]
    [('CHL', True)]
    """
    said_by: dict[str, list[Statement]] = {}
    for statement in statements:
        said_by.setdefault(statement.speaker.name or "", []).append(statement)
    asked = [name for name, said in said_by.items() if _full(name) and any(map(_unknown, said))]
    found = [unit for unit in found if not unit.quoted]
    made: dict[str, str] = {}
    for name in asked:
        introducing = _introducing(found, scene.first_named.get(name, -1))[:_AFTER]
        states = (_state(found[number], scene, name) for number in introducing)
        main = len(said_by[name]) > _MOST_OF * len(statements)
        state = next(filter(None, states), None) or _left_over(scene, said_by[name], page, main=main)
        if state:
            made[name] = state
    return made


def _left_over(scene: Scene, said: Sequence[Statement], page: Page, *, main: bool) -> str | None:
    """Return the one of the two states in dispute that somebody who says "we" speaks of less than of the other."""
    if len(scene.pair) < len("AB") or all(statement.speaker.standing == "third party" for statement in said):
        return None
    told = [Span(*sentence.span()) for s in said if s.kind == "direct" for sentence in _sentences(page, s)]
    ours = [span for span in told if _WE.search(span.of(page.text))]
    sure = main or any(map(_is_party, said))
    if len(ours) < (_FEW if sure else _ENOUGH):
        return None
    return _rarer(scene, ours, _FEW) or (_rarer(scene, told, _ENOUGH) if sure else None)


def _sentences(page: Page, statement: Statement) -> Iterator[re.Match[str]]:
    for piece in statement.content:
        yield from _SENTENCE.finditer(page.text, *piece)


def _rarer(scene: Scene, spans: Sequence[Span], least: int) -> str | None:
    """Return the one of the two states that is named less than half as often as the other, which is named enough."""
    named = Counter(mention.entity for span in spans for mention in scene.named(span))
    own, other = sorted(scene.pair, key=lambda entity: named[entity])
    return own if named[other] >= least and named[other] > 2 * named[own] else None


def _is_party(statement: Statement) -> bool:
    speaker = statement.speaker
    return speaker.standing == "party" or any(map(_official, (speaker.role or "").lower().split()))


def _unknown(statement: Statement) -> bool:
    speaker = statement.speaker
    words = (speaker.role or "").lower().split()
    outsider = not word_class("outsiders").isdisjoint(words) and not any(map(_official, words))
    return speaker.entity is None and speaker.standing != "outlet" and not outsider


def _full(name: str) -> bool:
    words = name.split()
    return len(words) > 1 and words[0][:1].isupper() and words[-1][:1].isupper()


def _introducing(found: Sequence[Unit], first: int) -> list[int]:
    """Return the units that name somebody first, or go on about him or her."""
    number = bisect_right(found, first, key=lambda unit: unit.span.start) - 1
    if number < 0 or first >= found[number].span.end:
        return []
    return [number, *_going_on(found, number)]


def _going_on(found: Sequence[Unit], number: int) -> Iterator[int]:
    for n in range(number + 1, min(number + _AFTER, len(found))):
        if found[n].words.low[0] in _ALSO:
            yield n


def _state(unit: Unit, scene: Scene, name: str) -> str | None:
    """Return the state whose office a unit names, or which owns the person that it names."""
    words, marks = unit.words, scene.marks(unit.words)
    surname = name.rpartition(" ")[2].lower()
    for k, mark in enumerate(marks):
        if mark is None or mark.kind == "person" or not is_state(mark.entity):
            continue
        last = k
        while last + 1 < len(words) and marks[last + 1] is mark:
            last += 1
        if (
            _owns(words, marks, last, surname)
            or _worked_for(words, k, last, surname)
            or _of_an_office(words.low, k)
            or _of_person(words.low, last, surname)
        ):
            return mark.entity
    return None


def _owns(words: Words, marks: Sequence[Mention | None], k: int, surname: str) -> bool:
    """Return whether an office of a state follows its name ("Bolivia's negotiating team"), held by nobody else."""
    low = words.low
    for n in range(k + 1, min(k + 1 + _GAP, len(low))):
        if _official(low[n]):
            while _official(words.at(n + 1)):
                n += 1  # noqa: PLW2901
            held = n + 1 < len(low) and words.capital[n + 1] and surname not in low[n + 1 : n + 5]
            return not held and (low[k - 1] not in ("with", "against", "to") or low[k + 1] == "'s")
        if marks[n] is not None or not (low[n].isalpha() or low[n] in _WITHIN) or low[n] in word_class("prepositions"):
            return False
    return False


def _worked_for(words: Words, first: int, last: int, surname: str) -> bool:
    """Return whether somebody is said to have worked for a state: "Mahgoub drafted Sudan's letters"."""
    owned = words.at(last + 1) == "'s"
    verb = next((k for k in range(first - 1, max(-1, first - 4), -1) if words.low[k] in word_class("serving")), -1)
    return verb > 0 and (owned or words.at(first - 1) == "for") and surname in words.low[max(0, verb - 3) : verb]


def _of_an_office(low: list[str], k: int) -> bool:
    """Return whether an office stands before the name of its state: "foreign ministry in Khartoum"."""
    if k < 2 or low[k - 1] not in _OF:
        return False
    posted = low[k - 1] == "in" and roles().standing.get(low[k - 2]) == "party"
    return _official(low[k - 2]) and not posted


def _of_person(low: list[str], k: int, surname: str) -> bool:
    return low[k + 1 : k + 2] == ["'s"] and surname in low[k + 2 : k + 5]


def _official(low: str) -> bool:
    return low in word_class("offices") or roles().standing.get(low) == "party"
