"""Readings that nobody draws by name: "could be interpreted as", "is widely seen as", "is believed to"."""

from __future__ import annotations

from detente.text.attitudes.clause import Clause, is_adverb
from detente.text.attitudes.extents import thing_end
from detente.text.attitudes.grammar import word_class
from detente.text.attitudes.words import BOUNDARIES
from detente.text.ledger import Speaker, Statement
from detente.text.span import Span

_TO = frozenset({"understood", "believed", "thought", "considered", "assumed", "reported", "rumoured", "rumored"})
_MEANING = frozenset({"mean", "imply", "suggest", "signal", "signify"})


def inference(clause: Clause, k: int) -> tuple[Span, Span] | None:
    """Return the cue and the content of the reading whose participle stands at a word; None where there is none."""
    words = clause.words
    if words.low[k] not in word_class("participles"):
        return None
    noun = words.low[k] in word_class("nouns_of_reading")
    if not noun and not _agentless(clause, k):
        return None
    first = _spelt_out(clause, k + 1) if noun else _content(clause, k + 1)
    if first is None or first >= len(words):
        return None
    after = _last(clause, first)
    return words.span(k, k + 1), words.span(first, after)


def _agentless(clause: Clause, k: int) -> bool:
    """Return whether a form of "be" goes before the participle, or an adverb such as "widely", and nobody is named."""
    if clause.words.low[0] == "in" and len(clause.marks) > 1 and clause.marks[1] is not None:
        return False
    before = k - 1
    while before > max(0, k - 4) and is_adverb(clause.words.low[before]):
        before -= 1
    low = clause.words.at(before)
    return low in word_class("be") or clause.words.at(k - 1) in (
        "widely",
        "generally",
        "commonly",
        "be",
        "been",
        "being",
    )


def _spelt_out(clause: Clause, k: int) -> int | None:
    """Return the first word of the reading in "one reading is that"."""
    return k + 2 if clause.words.low[k : k + 2] == ["is", "that"] else None


def _content(clause: Clause, k: int) -> int | None:
    """Return the first word of what is read: behind "as", "that", "to" or "to mean that"."""
    words, low, participle = clause.words, clause.words.at(k), clause.words.at(k - 1)
    if low == "for" and participle == "taken":
        return k + 1
    if low == "as" and participle not in ("believed", "thought"):
        return k + 1
    if low == "that" and participle in _TO | {"reported"}:
        return k + 1
    if low != "to":
        return None
    if words.at(k + 1) in _MEANING:
        return k + 3 if words.at(k + 2) == "that" else k + 2
    return k + 1 if participle in _TO else None


def _last(clause: Clause, first: int) -> int:
    """Return the word after the reading: the end of its sentence, but for what a second clause adds."""
    after = thing_end(clause, first)
    words = clause.words
    while after < len(words) and words.low[after] == "," and words.at(after + 1) in ("on", "if", "provided", "unless"):
        after = thing_end(clause, after + 1)
    while after > first + 1 and words.low[after - 1] in BOUNDARIES | {","}:
        after -= 1
    return after


def as_statement(number: int, cue: Span, content: Span, *, hedged: bool) -> Statement:
    """Return the reading as a statement of no one's."""
    nobody = Speaker(None, standing="unknown")
    return Statement(
        f"i{number}",
        "inference",
        "indirect",
        None,
        nobody,
        cue,
        (content,),
        "believe",
        "agentless reading",
        hedged=hedged,
    )


def hearsay(statement: Statement, text: str) -> bool:
    """Return whether it tells what somebody is reported to do, not what a reader makes of it: that is a mere hedge."""
    return statement.cue is not None and statement.cue.of(text).lower() in ("reported", "rumoured", "rumored")
