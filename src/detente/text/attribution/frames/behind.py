"""The content behind a cue: what each frame of the lexicon takes there, tried in one order."""

from __future__ import annotations

from detente.text.attribution.frames.clauses import bare_clause, is_quantity, question, quoted, that_clause, told
from detente.text.attribution.frames.content import content_stop
from detente.text.attribution.frames.cues import Cue
from detente.text.attribution.frames.found import Piece
from detente.text.attribution.frames.objects import (
    Rule,
    asked_of,
    behind_particle,
    charge,
    taken_as,
    thing,
    to_do,
)
from detente.text.attribution.frames.row import content_end, word_at
from detente.text.syntax.phrases import Row, has_clause, is_stop, starts_noun_phrase
from detente.text.syntax.words import PREPOSITIONS, TIMES, is_adverb

BEHIND: tuple[tuple[str, Rule], ...] = (
    ("that", that_clause),
    ("quote", quoted),
    ("whether", question),
    ("charged", charge),
    ("asked", asked_of),
    ("told", told),
    ("bare", bare_clause),
    ("to", to_do),
    ("called", thing),
    ("as", taken_as),
    ("object", thing),
    ("for", behind_particle("for")),
    ("about", behind_particle("about")),
    ("against", behind_particle("against")),
    ("of", behind_particle("of")),
    ("on", behind_particle("on")),
    ("towards", behind_particle("to")),
)
"""The frames of ``cues.yaml`` that take content behind the verb, and the rule of each."""

_SPLIT_TIMES = frozenset({"this", "last", "next"})


def content_behind(row: Row, cue: Cue) -> Piece | None:
    """Return the content behind a cue; None where nothing that the verb takes follows."""
    end = content_end(row)
    at = _behind_time(row, cue.at + 1)
    for frame, rule in BEHIND:
        if frame in cue.verb.frames and (start := rule(row, at, end)) is not None:
            stop = content_stop(row, start, end)
            if start < stop:
                return (start, stop)
    return None


def _behind_time(row: Row, at: int) -> int:
    while at < len(row) and row[at].kind == "word" and (is_adverb(row[at].lower) or _is_time(row, at)):
        at += 1
    return at


def _is_time(row: Row, at: int) -> bool:
    """Return whether a word is of a time; "this" and "last" are only before another one: this week."""
    word = row[at].lower
    return word in TIMES and (word not in _SPLIT_TIMES or word_at(row, at + 1) in TIMES)


def clause_follows(row: Row, at: int) -> bool:
    """Return whether a clause follows directly: said it would."""
    while is_adverb(word_at(row, at)) or word_at(row, at) in TIMES:
        at += 1
    if at >= len(row) or is_stop(row[at]):
        return False
    stop = next((place for place in range(at, len(row)) if is_stop(row[place])), len(row))
    words = row[at:stop]
    if words[0].lower in PREPOSITIONS and not is_quantity(row, at):
        that = next((place for place, token in enumerate(words) if token.lower == "that"), None)
        return that is not None and has_clause(words[that + 1 :])
    return has_clause(words) and (starts_noun_phrase(row, at) or is_quantity(row, at))
