"""What speaks for an element in the making: citations of the rules, or of a language model where they have none."""

from __future__ import annotations

from dataclasses import dataclass, field

from detente.case.grounds import Cite, Drafted


@dataclass(slots=True, kw_only=True)
class Supported:
    """An element with its citations; ``drafted`` where only a language model speaks for it."""

    cites: list[Cite] = field(default_factory=list)
    hints: list[str] = field(default_factory=list)
    drafted: Drafted | None = None

    def support(self, cite: Cite, drafted: Drafted | None) -> None:
        """Add a citation. What the rules found needs no model's word, unless a person vouches for it."""
        if drafted is None and self.drafted is not None:
            self.cites, self.drafted = [cite], None
        elif drafted is None or self.drafted is not None or drafted.accepted:
            self.drafted = self.drafted if self.cites else drafted
            self.cites.append(cite)
        elif not self.cites:
            self.cites, self.drafted = [cite], drafted
