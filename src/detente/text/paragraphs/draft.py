"""The paragraphs while they are being sorted: the lines, and what has been found of each so far."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

from detente.text.ledger import ParagraphClass
from detente.text.paragraphs.line import Line, Verdict


@dataclass(slots=True)
class Draft:
    """The lines of a text with their verdicts; a step of the sorting fills in what it knows.

    Attributes
    ----------
    lines : tuple of Line
        All of them.
    verdicts : list of Verdict or None
        One for each line; None where nothing has been found yet.
    repeats : list of int or None
        The line that this one says again.
    links, topics : set of int
        The lines that are headings of lists of links, and of subjects.
    first : int
        The first line of the article proper, behind its head; the number of lines where there is none.
    """

    lines: tuple[Line, ...]
    verdicts: list[Verdict | None]
    repeats: list[int | None]
    links: set[int] = field(default_factory=set)
    topics: set[int] = field(default_factory=set)
    first: int = 0

    def open(self, start: int = 0, stop: int | None = None) -> Iterator[tuple[int, Line]]:
        """Yield the lines without a verdict, with their numbers."""
        for number in range(start, len(self.lines) if stop is None else min(stop, len(self.lines))):
            if self.verdicts[number] is None:
                yield number, self.lines[number]

    def give(self, number: int, label: ParagraphClass, reason: str, score: float) -> None:
        """Set the verdict of a line."""
        self.verdicts[number] = Verdict(label, reason, score)

    def is_a(self, number: int, *labels: str) -> bool:
        """Return whether there is such a line and it has one of the classes."""
        if not 0 <= number < len(self.lines):
            return False
        verdict = self.verdicts[number]
        return verdict is not None and verdict.label in labels
