"""Which statements a thing stands in: each has at most one around it."""

from __future__ import annotations

from collections.abc import Iterable

from detente.text.ledger import Statement


class Nesting:
    """Finds the statements of a ledger by their ids, and those around them.

    Examples
    --------
    >>> from detente.text.ledger import Speaker
    >>> from detente.text.span import Span
    >>> outer = Statement("s1", "statement", "direct", None, Speaker("Ana Belo"), None, (Span(0, 9),))
    >>> inner = Statement("n1", "nested", "indirect", "s1", Speaker("NOR"), None, (Span(2, 9),))
    >>> [s.id for s in Nesting([outer, inner]).chain("n1")]
    ['s1', 'n1']
    """

    def __init__(self, statements: Iterable[Statement]) -> None:
        self._by_id = {s.id: s for s in statements}

    def get(self, statement_id: str | None) -> Statement | None:
        """Return the statement of an id; None for what the article says itself."""
        return self._by_id.get(statement_id or "")

    def chain(self, statement_id: str | None) -> tuple[Statement, ...]:
        """Return a statement behind those that it stands in, the outermost first; empty for the article itself."""
        found: dict[str, Statement] = {}
        at = self.get(statement_id)
        while at is not None and at.id not in found:
            found[at.id] = at
            at = self.get(at.within)
        return tuple(reversed(found.values()))
