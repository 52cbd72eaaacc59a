"""Who says what stands at a place: the innermost statement there, or the article itself."""

from __future__ import annotations

from bisect import bisect_left, bisect_right

from detente.text.gazetteer import gazetteer
from detente.text.ledger import Ledger, Speaker, Statement
from detente.text.nesting import Nesting
from detente.text.span import Span, hull

_DEEPEST = 24


def _is_deed(statement: Statement) -> bool:
    # What is threatened, ordered or refused inside somebody's words is no claim by whoever threatens.
    return statement.level == "nested" and statement.cue_class in {"threaten", "order", "refuse"}


class Holders:
    """Finds the statement that a place stands in, and the statements around that."""

    def __init__(self, ledger: Ledger) -> None:
        self._nesting = Nesting(ledger.statements)
        pieces = [(piece, s) for s in ledger.statements if not _is_deed(s) for piece in s.content]
        self._pieces = sorted(pieces, key=lambda found: (found[0].start, -found[0].end))
        self._starts = [piece.start for piece, _ in self._pieces]
        people = sorted((m.span, m.entity) for m in ledger.mentions if m.kind == "person")
        self._people = [span for span, _ in people]
        self._names = [name for _, name in people]
        self._text = ledger.source.text
        self._cues = {s.cue.start: s for s in ledger.statements if s.cue is not None}

    def of(self, place: Span) -> tuple[Statement, Span] | None:
        """Return the innermost statement whose content holds a place, and the piece of it; None for the article."""
        at = bisect_right(self._starts, place.start)
        for piece, statement in reversed(self._pieces[max(0, at - _DEEPEST) : at]):
            if piece.start <= place.start < piece.end:
                return statement, piece
        return None

    def cued(self, cue: Span) -> tuple[Statement, Span] | None:
        """Return the statement that is attributed by a word in a place, and all of its content."""
        found = next((self._cues[at] for at in range(cue.start, cue.end) if at in self._cues), None)
        return None if found is None else (found, hull(found.content))

    def named(self, words: Span) -> Speaker:
        """Return a speaker for a noun phrase: a person of the article, a state, or the words as they stand."""
        at = bisect_left(self._people, (words.start, words.start))
        if at < len(self._people) and words.holds(self._people[at]):
            return Speaker(self._names[at], span=words)
        phrase = words.of(self._text)
        known = next((found.name for found in gazetteer().find(phrase[:300])), None)
        if known is None:
            return Speaker(phrase, span=words)
        is_state = gazetteer().lookup(phrase) is not None
        return Speaker(known.actor if is_state else phrase, None, None, "party", words, known.actor)

    def links(self, statement: Statement) -> tuple[Statement, ...]:
        """Return a statement and those around it, the outermost first."""
        return self._nesting.chain(statement.id)
