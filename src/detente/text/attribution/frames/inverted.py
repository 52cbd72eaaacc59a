"""The frame "CONTENT, said SOURCE"."""

from __future__ import annotations

from detente.text.attribution.frames.content import is_clauselike
from detente.text.attribution.frames.cues import Cue
from detente.text.attribution.frames.found import Found, Piece
from detente.text.attribution.frames.row import (
    before_gap,
    content_end,
    content_start,
    ends_content,
    has_quote,
    is_full,
    sign_at,
    word_at,
)
from detente.text.attribution.frames.subjects import is_name
from detente.text.attribution.frames.words import OPENERS
from detente.text.lexicon import CueVerb
from detente.text.syntax.phrases import Row, has_clause, is_stop, right_phrase, starts_noun_phrase
from detente.text.syntax.words import PREPOSITIONS, TIMES, is_adverb, is_verb

_INVERTED_BASES = frozenset({"say", "argue", "write", "warn"})
_LONGEST_APPOSITION = 24
_AT_PLACE = frozenset({"in", "at", "to", "for"})
_LONGEST_PLACE = 5
_FIRST_AND_LAST = 2
_MAY_FOLLOW = TIMES | PREPOSITIONS | {"who", "as", "while", "when"}


def inverted(row: Row, cue: Cue) -> Found | None:
    """Return what stands before "said SOURCE", and a quote or the main clause behind it."""
    if not _may_invert(row, cue) or not ends_content(row, cue.start - 1):
        return None
    end = _source_end(row, cue.at + 1)
    if end is None:
        return None
    left = before_gap(row, content_start(row), cue.start - 1)
    plain = not has_quote(row, left)
    if left[0] >= left[1] or (plain and _source_goes_on(row, cue, end)):
        return None
    clause = is_clauselike(row[left[0] : left[1]])
    rest = _predicate(row, end) or (_main_clause(row, end) if _opens(word_at(row, left[0])) else 0)
    if not (clause or rest or _is_said(row, cue, left, end)):
        return None
    pieces = [left]
    if plain and not clause and rest:
        return Found(
            "inverted", cue.piece, cue.verb.cue_class, (cue.at + 1, end), (left, (rest, content_end(row))), cue.negated
        )
    return Found(
        "inverted", cue.piece, cue.verb.cue_class, (cue.at + 1, end), (*pieces, *_quote(row, end)), cue.negated
    )


def _may_invert(row: Row, cue: Cue) -> bool:
    return (
        "inverted" in cue.verb.frames
        and _inverts(cue.verb)
        and all(is_adverb(row[at].lower) for at in range(cue.start, cue.at))
        and starts_noun_phrase(row, cue.at + 1)
        and word_at(row, cue.at + 1) != "that"
        and not _is_answer(row, cue.at + 1)
    )


def _is_answer(row: Row, at: int) -> bool:
    """Return whether nothing but a yes or no follows: The minister, a lawyer, said no."""
    return word_at(row, at) in ("yes", "no") and (at + 1 >= len(row) or is_stop(row[at + 1]))


def _inverts(verb: CueVerb) -> bool:
    return verb.form in ("past", "third") or (verb.form == "base" and verb.lemma in _INVERTED_BASES)


def _source_end(row: Row, start: int) -> int | None:
    """Return where the source ends, with its state or party: , Belo, Portugal; None where it is a subject."""
    end = _over_place(row, right_phrase(row, start))
    if end < len(row) and row[end].kind == "word" and is_verb(row[end].lower, row[end - 1].lower):
        return None
    if sign_at(row, end) != ",":
        return end
    stop = next((at for at in range(end + 1, len(row)) if is_stop(row[at]) or not row[at].capital), len(row))
    return stop if is_name(row[end + 1 : stop]) else end


def _over_place(row: Row, end: int) -> int:
    """Return where a source ends that is named only behind its place: the consul in Barentsburg, Arkady Velmin."""
    if word_at(row, end) not in _AT_PLACE:
        return end
    comma = next((at for at in range(end + 1, min(len(row), end + _LONGEST_PLACE)) if not row[at].capital), len(row))
    stop = next((at for at in range(comma + 1, len(row)) if is_stop(row[at]) or not row[at].capital), len(row))
    named = comma > end + 1 and sign_at(row, comma) == "," and stop - comma > _FIRST_AND_LAST
    return comma if named and is_name(row[comma + 1 : stop]) else end


def _source_goes_on(row: Row, cue: Cue, end: int) -> bool:
    """Return whether the words behind the cue are more than a source, so that no attribution stands here."""
    if end < len(row) and not is_stop(row[end]) and row[end].lower not in _MAY_FOLLOW:
        return True
    stop = next((at for at in range(end, len(row)) if is_stop(row[at])), len(row))
    return word_at(row, end) != "who" and has_clause(row[cue.at + 1 : stop])


def _opens(word: str) -> bool:
    return word in PREPOSITIONS or word in OPENERS


def _predicate(row: Row, end: int) -> int:
    """Return where the verb or quote of an interrupted clause stands: Beijing, said Belo, a lawyer, “wants”; or 0."""
    commas = [at for at in range(end, min(len(row) - 1, end + _LONGEST_APPOSITION)) if row[at].text == ","]
    comma = next(
        (at for at in reversed(commas) if row[at + 1].kind == "quote" or is_verb(row[at + 1].lower, "x")), None
    )
    return 0 if comma is None else comma + 1


def _main_clause(row: Row, end: int) -> int:
    """Return where the main clause goes on behind a source and its apposition; 0 where it does not."""
    commas = (at for at in range(len(row) - 1, end - 1, -1) if row[at].text == "," and has_clause(row[at + 1 :]))
    comma = next(commas, None)
    return comma + 1 if comma is not None and starts_noun_phrase(row, comma + 1) else 0


def _is_said(row: Row, cue: Cue, left: Piece, end: int) -> bool:
    """Return whether a short clause is said by somebody, whatever its verb is: They fear a precedent, says Belo."""
    ends = end >= len(row) or is_stop(row[end])
    return cue.verb.lemma == "say" and left[1] - left[0] > 2 and ends and starts_noun_phrase(row, left[0])


def _quote(row: Row, end: int) -> tuple[Piece, ...]:
    """Return the quote that goes on behind the source."""
    quote = next((at for at in range(end, len(row)) if row[at].kind == "quote"), None)
    if quote is None or row[quote - 1].text not in (",", ":", ".") or not is_full(row[quote]):
        return ()
    return ((quote, quote + 1),)
