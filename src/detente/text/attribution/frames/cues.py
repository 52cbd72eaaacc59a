"""The words of a sentence that may be cues: forms of the lexicon's verbs that stand as verbs."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from detente.text.attribution.frames.found import Piece
from detente.text.attribution.frames.row import quote_at, sign_at, word_at
from detente.text.attribution.frames.words import (
    BEHIND_PASSIVE_ASKED,
    CROWDS,
    FLOATING,
    GOING_ON,
    MODALS,
    PLURAL,
    SINGULAR,
)
from detente.text.lexicon import CueVerb, lexicon
from detente.text.syntax.phrases import Row, is_stop, left_subject, starts_noun_phrase, verb_start
from detente.text.syntax.words import (
    AUXILIARIES,
    BE,
    DETERMINERS,
    NEGATIONS,
    PREPOSITIONS,
    PRONOUNS,
    SUBORDINATORS,
)

_POSSESSIVE = ("’s", "'s")
_NO_SUBJECTS = DETERMINERS | PREPOSITIONS | SUBORDINATORS | {"and", "or"}


@dataclass(frozen=True, slots=True)
class Cue:
    """A verb that may attribute.

    Attributes
    ----------
    at, start : int
        Where the verb stands, and where its group begins: has also said.
    verb : CueVerb
        What the lexicon knows of it.
    negated : bool
        Whether the group holds "not" or "never".
    """

    at: int
    start: int
    verb: CueVerb
    negated: bool

    @property
    def piece(self) -> Piece:
        """The verb alone."""
        return (self.at, self.at + 1)


def cues(row: Row) -> Iterator[Cue]:
    """Yield the cues that a sentence may have, in order."""
    verbs = lexicon().verbs
    for at, token in enumerate(row):
        if token.kind != "word" or (token.capital and at > 0 and not token.text.isupper()):
            continue
        if (verb := verbs.get(token.lower)) is not None and (cue := _cue(row, at, verb)) is not None:
            yield cue


def plain_cue(row: Row, at: int) -> CueVerb | None:
    """Return the verb at a place if its form alone says that it is one: said, says."""
    verb = lexicon().verbs.get(word_at(row, at))
    if verb is None or not (verb.form == "past" or (verb.form == "third" and "noun" not in verb.frames)):
        return None
    return verb


def _cue(row: Row, at: int, verb: CueVerb) -> Cue | None:
    going_on = at - (3 if word_at(row, at - 2) == "on" else 2)
    if word_at(row, at - 1) == "to" and verb.form == "base" and word_at(row, going_on) in GOING_ON:
        return Cue(at, verb_start(row, going_on), verb, negated=False)
    start = verb_start(row, at)
    group = {row[place].lower for place in range(start, at)}
    negated = any(word in NEGATIONS or word.endswith(("n’t", "n't")) for word in group)
    cue = Cue(at, start, verb, negated)
    return None if _is_noun(row, cue) or not _is_active(row, cue, group) else cue


def _is_noun(row: Row, cue: Cue) -> bool:
    before = word_at(row, cue.at - 1)
    return (
        (before in DETERMINERS and before not in FLOATING)
        or before.endswith(_POSSESSIVE)
        or (before in PREPOSITIONS and cue.verb.form != "ing")
    )


def _is_active(row: Row, cue: Cue, group: set[str]) -> bool:
    """Return whether a form says, and is neither said (was announced) nor a noun."""
    verb = cue.verb
    if verb.form == "past" and group & BE and "being" not in group:
        return verb.lemma in {"quote", "ask"}
    if _is_asked(row, cue, group) or (group & MODALS and "final" not in verb.frames):
        return False
    if verb.form in ("base", "third") and "noun" in verb.frames and not group and not _surely_verb(row, cue):
        return False
    return verb.form != "base" or verb.lemma == "read" or _is_finite(row, cue, group)


def _is_asked(row: Row, cue: Cue, group: set[str]) -> bool:
    """Return whether somebody is asked: Asked about the dam, she left."""
    begins = cue.start == 0 or row[cue.start - 1].text == ","
    return cue.verb.lemma == "ask" and not group and begins and word_at(row, cue.at + 1) in BEHIND_PASSIVE_ASKED


def _surely_verb(row: Row, cue: Cue) -> bool:
    """Return whether a form that is often a noun stands where only a verb can."""
    if cue.start == 0:
        return False
    before, follows = row[cue.start - 1], word_at(row, cue.at + 1)
    if before.kind == "quote" and cue.verb.form == "third":
        return starts_noun_phrase(row, cue.at + 1) and follows not in PREPOSITIONS
    if before.kind != "word" or before.lower in _NO_SUBJECTS:
        return before.text == "," and follows == "that"
    return (
        before.lower in PRONOUNS
        or _stands_behind_quote(row, cue)
        or follows in ("that", "to")
        or quote_at(row, cue.at + 1)
        or follows in PRONOUNS
        or follows in DETERMINERS
    )


def _stands_behind_quote(row: Row, cue: Cue) -> bool:
    """Return whether a form ends a sentence that a quote begins: “...,” one official in Tashkent jokes."""
    ends = cue.at + 1 >= len(row) or is_stop(row[cue.at + 1])
    subject = left_subject(row, cue.start) if ends and cue.verb.form == "third" else None
    return subject is not None and quote_at(row, subject[0] - 1) and starts_noun_phrase(row, subject[0])


def _is_finite(row: Row, cue: Cue, group: set[str]) -> bool:
    """Return whether a base form has a subject in the plural or a helper: ministers say, did say."""
    before = word_at(row, cue.at - 1)
    if before == "to":
        return False
    if group & AUXILIARIES or before == "who":
        return True
    if cue.verb.lemma == "say":
        return cue.start > 0 and (row[cue.start - 1].kind == "word" or sign_at(row, cue.start - 1) in (",", "–"))
    subject = left_subject(row, cue.start)
    return subject is not None and _is_plural(row, subject)


def _is_plural(row: Row, subject: Piece) -> bool:
    """Return whether a subject takes a verb in its base form: analysts, many of them, they."""
    words = [row[at].lower for at in range(*subject)]
    if words[0] in PLURAL or "and" in words or words[-1] == "who":
        return True
    behind = (at for at, word in enumerate(words) if at and (word in PREPOSITIONS or word in ("who", "whose")))
    last = words[next(behind, len(words)) - 1]
    if last in SINGULAR or last.endswith(("’s", "'s", "ss", "us")):
        return False
    return last.endswith("s") or last in PRONOUNS or last in CROWDS
