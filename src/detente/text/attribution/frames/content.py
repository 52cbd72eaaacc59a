"""Content before an attribution, and where content ends that something else follows."""

from __future__ import annotations

from detente.text.attribution.frames.cues import plain_cue
from detente.text.attribution.frames.row import word_at
from detente.text.attribution.frames.words import ADVERBIALS, ASIDES, ENDS_BEFORE_CUE, GLOSSES, SPANS_OF_TIME
from detente.text.syntax.phrases import Row, has_clause, is_stop, starts_noun_phrase
from detente.text.syntax.words import AUXILIARIES, SUBORDINATORS, TIMES, is_adverb, is_verb

_LONGEST_SCARE = 8
_CUE_WITHIN = 12
_NEW_SPEAKER_WITHIN = 8
_PARALLEL_WITHIN = 5
_NEW_SPEAKER_FRAMES = frozenset({"that", "told", "called", "charged", "asked"})
_NEW_SPEAKER_ACTS = frozenset({"blame", "deny", "threaten", "refuse"})


def is_clauselike(row: Row) -> bool:
    """Return whether words can be what somebody said: a quote or a main clause stands in them."""
    if any(token.kind == "quote" and token.end - token.start > _LONGEST_SCARE for token in row):
        return True
    first = next((token.lower for token in row if token.kind == "word"), None)
    if first is None:
        return False
    if first in ADVERBIALS or first in TIMES:
        comma = next((at for at, token in enumerate(row) if token.text == ","), None)
        return comma is not None and has_clause(row[comma + 1 :])
    return has_clause(row)


def goes_on(row: Row, at: int) -> bool:
    """Return whether content goes on here behind an attribution; a gloss or an aside does not."""
    word = word_at(row, at)
    return word not in GLOSSES and word not in ASIDES


def content_stop(row: Row, start: int, end: int) -> int:
    """Return where content ends that something else follows: ", after X said", ", adding that", ", but refused"."""
    return next((at for at in range(start + 1, end) if _leaves(row, at, end)), end)


def _leaves(row: Row, at: int, end: int) -> bool:
    word = word_at(row, at)
    if row[at].text == ";" or _according(row, at):
        return True
    if word in ("and", "but") and _new_speaker(row, at + 1, end):
        return True
    if word == "but" and word_at(row, at + 1) in AUXILIARIES:
        return True
    return row[at].text in (",", "–") and _leaves_behind_mark(row, at, end)


def _leaves_behind_mark(row: Row, at: int, end: int) -> bool:
    following = word_at(row, at + 2) if is_adverb(word_at(row, at + 1)) else word_at(row, at + 1)
    behind = word_at(row, at + 2)
    if following == "but":
        return behind not in ("that", "only")
    if following in GLOSSES or (following == "according" and behind == "to"):
        return True
    if following in ("which", "who") and plain_cue(row, at + 2) is not None:
        return True
    if following in ENDS_BEFORE_CUE and _cue_within(row, at + 2, min(end, at + 2 + _CUE_WITHIN)):
        return True
    if following in SPANS_OF_TIME and behind in ("after", "before"):
        return True
    if following == "and":
        return _goes_back(row, at + 2) or _new_speaker(row, at + 2, end)
    return row[at].text == "," and (plain_cue(row, at + 1) is not None or _parallel(row, at + 1, end))


def _according(row: Row, at: int) -> bool:
    return word_at(row, at) == "according" and word_at(row, at + 1) == "to"


def _goes_back(row: Row, at: int) -> bool:
    """Return whether a verb follows at once, so that the outer subject goes on: , and offered no proof."""
    while is_adverb(word_at(row, at)):
        at += 1
    return is_verb(word_at(row, at), "x")


def _parallel(row: Row, at: int, end: int) -> bool:
    """Return whether another attribution follows without a link: Iran blames the dam, Kabul blames the sky."""
    if not starts_noun_phrase(row, at):
        return False
    for place in range(at + 1, min(at + _PARALLEL_WITHIN, end - 1)):
        if (verb := plain_cue(row, place)) is not None:
            return bool(verb.frames & {"that", "object"}) and not is_stop(row[place + 1])
        if row[place].kind != "word":
            return False
    return False


def _cue_within(row: Row, start: int, end: int) -> bool:
    return any(plain_cue(row, at) is not None for at in range(start, end))


def _new_speaker(row: Row, at: int, end: int) -> bool:
    """Return whether "and" starts another attribution: and she said, and warned against."""
    while at < end and (is_adverb(word_at(row, at)) or word_at(row, at) in ("has", "have", "had")):
        at += 1
    if (verb := plain_cue(row, at)) is not None:
        acts = bool(verb.frames & _NEW_SPEAKER_FRAMES) or verb.cue_class in _NEW_SPEAKER_ACTS
        return acts and verb.cue_class not in ("believe", "want")
    if not starts_noun_phrase(row, at):
        return False
    for place in range(at + 1, min(at + _NEW_SPEAKER_WITHIN, end)):
        if (verb := plain_cue(row, place)) is not None:
            return "final" in verb.frames
        if row[place].kind != "word" or row[place].lower in SUBORDINATORS:
            return False
    return False
