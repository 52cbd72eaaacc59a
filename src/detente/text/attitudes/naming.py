"""Who speaks in a nested statement, by the name the article has for them."""

from __future__ import annotations

from dataclasses import replace

from detente.text.attitudes.antecedents import PRONOUNS
from detente.text.attitudes.clause import Clause
from detente.text.attitudes.scene import Subject
from detente.text.ledger import Basis, Speaker, Statement
from detente.text.span import Span

_PERSONS = frozenset({"he", "she", "they"})
_OWN = frozenset({"i", "we"})


class Names:
    """Names speakers in the order of the text; "he" is who spoke last."""

    def __init__(self) -> None:
        self._last: tuple[int, Speaker] | None = None

    def of(self, clause: Clause, subject: Subject, span: Span, outer: Statement) -> Speaker:
        """Return the speaker that the words at a span name."""
        made = self._made(clause, subject, span, outer)
        if clause.words.low[subject.after - 1] not in _OWN:
            self._last = clause.number, made
        return made

    def _made(self, clause: Clause, subject: Subject, span: Span, outer: Statement) -> Speaker:
        last = clause.words.low[subject.after - 1]
        if last in _OWN:
            return replace(outer.speaker, span=span, basis="pronoun")
        known = clause.scene.speakers.get(last)
        if known is not None and known.name:
            return replace(known, span=span, basis="explicit")
        if len(subject.actors) == 1 and not subject.person:
            basis: Basis = "pronoun" if last in PRONOUNS else "explicit"
            return Speaker(subject.actors[0], standing="party", span=span, entity=subject.actors[0], basis=basis)
        if last in _PERSONS and self._last and clause.number - self._last[0] <= 2:
            return replace(self._last[1], span=span, basis="pronoun")
        return self._worded(clause, subject, span)

    def _worded(self, clause: Clause, subject: Subject, span: Span) -> Speaker:
        """Return a speaker by the words themselves, or by the name behind an office: "their envoy, Curtis Hale"."""
        entity = subject.actors[0] if len(subject.actors) == 1 else None
        name = _apposed(clause, subject.after)
        words = span.of(clause.text)
        return Speaker(
            name or words,
            role=words if name else None,
            standing="party" if entity else "unknown",
            span=span,
            entity=entity,
            basis="apposition" if name else "role" if entity else "explicit",
        )


def _apposed(clause: Clause, comma: int) -> str | None:
    words = clause.words
    last = comma + 1
    while last < min(len(words), comma + 5) and words.capital[last] and clause.marks[last] is None:
        last += 1
    if words.at(comma) != "," or last == comma + 1 or words.at(last) != ",":
        return None
    return words.span(comma + 1, last).of(clause.text)
