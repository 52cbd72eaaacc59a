"""Statements inside what somebody says: "Zinberg says Moscow proposed ...", "accused X of ..."."""

from __future__ import annotations

from dataclasses import dataclass

from detente.text.attitudes.antecedents import PRONOUNS
from detente.text.attitudes.clause import Clause
from detente.text.attitudes.extents import complement, said_end
from detente.text.attitudes.grammar import Cue, speech_cues, word_class
from detente.text.attitudes.naming import Names
from detente.text.attitudes.scene import Subject
from detente.text.attitudes.verbal import matches
from detente.text.attitudes.verbgroup import VerbGroup, for_whom, subject_of, verb_group
from detente.text.ledger import Kind, Statement
from detente.text.span import Span, trimmed

_OUGHT = frozenset({"should", "must", "can", "could", "ca", "might", "may"})
_MANY = frozenset({"they", "we", "i", "you", "people", "police", "who", "all", "both", "some", "many", "others"})
_OF = frozenset({"of", "in", "for", "from", "at"})
_LONGEST = 14
_MARKS = "“”\"„«»‘’'"


@dataclass(frozen=True, slots=True)
class Told:
    """A nested statement as words of its unit: the cue, who speaks, and the first word of what is said."""

    cue: Cue
    place: tuple[int, int]
    speaker: Subject
    content: int


def told(clause: Clause, first: int) -> Told | None:
    """Return the nested statement whose cue starts at a word; None where there is none."""
    for after, cue in matches(clause.words, first, speech_cues()):
        group = verb_group(clause.words, first)
        if (
            (group.negated and cue.cue_class in ("say", "believe"))
            or _unsaid(cue, group)
            or _noun(clause, first, cue, group)
        ):
            continue
        content = _content(clause, first, after, cue)
        speaker = _speaker(clause, group, cue) if content is not None else None
        own = speaker is not None and clause.words.low[speaker.after - 1] in ("i", "we")
        if content is not None and speaker is not None and (cue.form == "past" or not own):
            return Told(cue, (first, after), speaker, content)
    return None


def _unsaid(cue: Cue, group: VerbGroup) -> bool:
    """Return whether a form says what was said to somebody, or what ought to be said."""
    return (cue.form == "past" and group.passive) or not _OUGHT.isdisjoint(group.words)


def _noun(clause: Clause, first: int, cue: Cue, group: VerbGroup) -> bool:
    """Return whether the word is a noun here: "the three States", "a bad answer", "their claim"."""
    words, before = clause.words, clause.words.at(group.first - 1)
    if words.capital[first] and first > 0:
        return True
    bare = cue.form == "base" and not group.words and not group.infinitive
    mention = clause.marks[group.first - 1] if group.first else None
    many = before.endswith("s") or before in _MANY or mention is not None
    return bare and not many


def _quoted(clause: Clause, content: int) -> bool:
    """Return whether a quote begins with that word."""
    start = clause.words.starts[content]
    return clause.text[max(0, start - 1) : start] in tuple(_MARKS)


def _content(clause: Clause, first: int, after: int, cue: Cue) -> int | None:
    words = clause.words
    if "of" in cue.frames:
        k = words.find(frozenset({"of"}), after, after + 8)
        return k + 1 if k > after and k + 1 < len(words) else None
    quote = _quote(clause, after) if "that" in cue.frames else None
    if quote is not None:
        return quote
    if words.low[first] in word_class("telling"):
        after = _behind_object(clause, after)
    return complement(clause, after, cue.frames)


def _quote(clause: Clause, after: int) -> int | None:
    """Return the first word of a quote behind a colon or comma: "told me: ..."."""
    for k in range(after, min(after + 5, len(clause.words) - 1)):
        if clause.words.low[k] in (":", ","):
            return k + 1 if clause.words.low[k] == ":" or _quoted(clause, k + 1) else None
    return None


def _behind_object(clause: Clause, after: int) -> int:
    if clause.words.at(after) in word_class("told_to"):
        return after + 1
    that = clause.words.find(frozenset({"that"}), after, after + 7)
    return that if that > 0 else after


def _speaker(clause: Clause, group: VerbGroup, cue: Cue) -> Subject | None:
    if group.infinitive:
        return for_whom(clause, group.first - 1)
    found = subject_of(clause, group, participle=cue.form == "ing" and not group.passive)
    last = group.first - 1
    if last < 0 or not clause.words.low[last][0].isalpha():
        return found
    if found is None:
        return _own(clause, last, cue) or _plain(clause, last)
    goes_on = found.after < last + 1 and clause.words.at(found.after) in _OF and not found.actors
    return Subject((), found.first, last + 1, person=True) if goes_on else found


def _own(clause: Clause, last: int, cue: Cue) -> Subject | None:
    """Return who speaks of what "I" or "we" said."""
    said = clause.words.low[last] in ("i", "we") and cue.form == "past"
    return Subject((), last, last + 1, person=True) if said else None


def _plain(clause: Clause, last: int) -> Subject | None:
    """Return the noun phrase before a verb, whoever it is."""
    words = clause.words
    if words.low[last] in ("he", "she", "they"):
        return Subject((), last, last + 1, person=True)
    if words.low[last] in PRONOUNS | word_class("pronouns") | word_class("conjunctions") | word_class(
        "subordinators"
    ) | word_class("prepositions"):
        return None
    first = clause.phrase_start(last)
    while words.at(first - 1) in word_class("prepositions") and first > max(1, last - _LONGEST):
        if words.low[first - 2] in word_class("conjunctions") or not clause.inner(first - 2):
            return None
        first = clause.phrase_start(first - 2)
    if words.low[first] in word_class("nobody"):
        return None
    return Subject((), first, last + 1, person=True)


def as_statement(clause: Clause, found: Told, held: tuple[Span, Statement], names: Names) -> Statement | None:
    """Return the nested statement; None where its speaker or content does not lie in the piece of the outer one."""
    piece, outer = held
    words = clause.words
    after = len(words) if _quoted(clause, found.content) else said_end(clause, found.content)
    content = words.span(found.content, after)
    content = trimmed(clause.text, Span(content.start, min(content.end, piece.end)), ",")
    named = words.span(found.speaker.first, found.speaker.after)
    cue = words.span(*found.place)
    if not piece.holds(named) or not piece.holds(cue) or content.length <= 0:
        return None
    speaker = names.of(clause, found.speaker, named, outer)
    kind = _kind(clause.text, content)
    return Statement("", "nested", kind, outer.id, speaker, cue, (content,), found.cue.cue_class or "say", "nested")


def _kind(text: str, content: Span) -> Kind:
    inner = content.of(text)
    before = text[max(0, content.start - 1) : content.start]
    if before and before in _MARKS and text[content.end : content.end + 2].strip(".,")[:1] in _MARKS:
        return "direct"
    return "mixed" if any(mark in inner for mark in '“"«') else "indirect"
