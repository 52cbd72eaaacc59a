"""Claims from statements that blame or predict: with a test where the words are clear, else with why there is none."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from detente.case.grounds import Cite, Drafted
from detente.drafting.actions import Actions, subject_of, words_of
from detente.drafting.citing import Citing
from detente.drafting.elements import Left
from detente.drafting.hearsay import Word, Words
from detente.drafting.named import Named
from detente.drafting.quoting import brief, place, shortened
from detente.text.ledger import Ledger, Statement
from detente.text.span import hull
from detente.text.telling import called

MOST_CLAIMS = 12
CLASSES = ("blame", "predict")
NEVER = re.compile(
    r"\b(?:will|would|shall) (?:not|never)\b|\bwon[’']t\b|\bnever\b|\bno (?:chance|likelihood)\b", re.IGNORECASE
)
ALWAYS = re.compile(r"\b(?:will|would|shall|is going to)\b", re.IGNORECASE)
NOT_TESTED = {
    "blame": "a draft; fix what is blamed under worlds and test attainable in that world, not_in actual",
    "predict": "a draft; no option stands for what is predicted. With one, test attainable or unattainable",
}
HEDGED = "the article says so with a hedge and names nobody who does; find whose word it is"


@dataclass(frozen=True, slots=True)
class Drawn:
    """A claim in the making."""

    label: str
    cite: Cite
    said: str | None
    note: str
    test: dict[str, Any]
    drafted: Drafted | None


def claims(ledger: Ledger, citing: Citing, actions: Actions, drafted: Mapping[str, Drafted]) -> list[Drawn]:
    """Return a claim for each statement that blames or predicts, said once and by somebody; the first few of many."""
    words, mentions = Words(ledger), Named(ledger.mentions)
    found = []
    for statement in ledger.statements:
        is_one = statement.cue_class in CLASSES and not statement.hedged and not words.is_denied(statement.id)
        word = words.of_statement(statement)
        if is_one and statement.repeats is None and word.level != "inference" and statement.speaker.name is not None:
            tested = _Test(ledger.source.text, mentions, actions)
            found.append(_claim(statement, word, citing, tested, drafted.get(statement.id)))
        if len(found) == MOST_CLAIMS:
            break
    return found


def unclaimed(ledger: Ledger) -> list[Left]:
    """Return who is only supposed to blame or predict something: no claim of theirs, since nobody vouches for it."""
    hedged = (s for s in ledger.statements if s.cue_class in CLASSES and s.hedged and s.repeats is None)
    return [Left(place(hull(s.content)), _supposedly(s, ledger.source.text), HEDGED) for s in hedged]


def _supposedly(statement: Statement, text: str) -> str:
    who = brief(called(statement.speaker.name)) if statement.speaker.name else "somebody"
    cue = statement.cue.of(text) if statement.cue else "said"
    return f"{who} supposedly {cue}: {brief(words_of(text, statement.content[0]), 6)}"


@dataclass(frozen=True, slots=True)
class _Test:
    """Finds the test of what a statement claims."""

    text: str
    mentions: Named
    actions: Actions

    def of(self, statement: Statement, said: str) -> dict[str, Any]:
        """Return the test of a prediction about one option of a party that it names; else why there is none."""
        if statement.cue_class == "predict":
            owner = subject_of(self.mentions, hull(statement.content), self.actions.cast)
            action = self.actions.like(brief(said, 30), [owner]) if owner is not None else None
            if action is not None and NEVER.search(said[:300]):
                return {"unattainable": action.formula}
            if action is not None and ALWAYS.search(said[:300]):
                return {"attainable": action.formula}
        return {"not_testable": NOT_TESTED[statement.cue_class]}


def _claim(statement: Statement, word: Word, citing: Citing, test: _Test, drafted: Drafted | None) -> Drawn:
    said = words_of(test.text, max(statement.content, key=lambda s: s.length))
    cite = citing.statement(statement, word)
    note = "" if word.level == "statement" else "told by somebody else, not by whoever is said to claim it"
    kind = "blamed" if statement.cue_class == "blame" else "predicted"
    label = f"{kind}: {shortened(said, 6)}"
    return Drawn(label, cite, statement.said, note, test.of(statement, said), drafted)
