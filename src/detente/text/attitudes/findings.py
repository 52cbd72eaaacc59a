"""What the reading of attitudes gives."""

from __future__ import annotations

from dataclasses import dataclass

from detente.text.ledger import Attitude, Statement


@dataclass(frozen=True, slots=True)
class Findings:
    """Nested statements, readings that nobody draws by name, and attitudes, each in the order of the text."""

    nested: tuple[Statement, ...] = ()
    inferences: tuple[Statement, ...] = ()
    attitudes: tuple[Attitude, ...] = ()
