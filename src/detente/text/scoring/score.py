"""What a scoring gives: the tallies of each document, their sums with intervals, and every single error."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import Literal

from detente.text.scoring.bootstrap import interval
from detente.text.scoring.measure_names import MEASURES
from detente.text.scoring.tally import Tally
from detente.text.span import Span

Fault = Literal["missed", "false", "wrong"]


@dataclass(frozen=True, slots=True)
class Error:
    """One thing that was missed, is false, or was found and is wrong in some part, with its place in the text."""

    measure: str
    fault: Fault
    span: Span
    line: int
    words: str
    note: str = ""


@dataclass(frozen=True, slots=True)
class DocumentScore:
    """The tallies of one document by the names of the measures, and its errors in the order of the text."""

    name: str
    tallies: Mapping[str, Tally]
    errors: tuple[Error, ...] = ()


@dataclass(frozen=True, slots=True)
class Measure:
    """A measure over all documents, with the 95 % interval of its F1 over draws of documents."""

    name: str
    tally: Tally
    low: float
    high: float


@dataclass(frozen=True)
class Scores:
    """The scores of all documents; measures stand in the order of ``measure_names``."""

    documents: Sequence[DocumentScore] = field(default=())

    @cached_property
    def measures(self) -> dict[str, Measure]:
        """Each measure by its name."""
        counted = {name for document in self.documents for name in document.tallies}
        return {name: self._measure(name) for name in MEASURES if name in counted}

    def _measure(self, name: str) -> Measure:
        counts = [document.tallies.get(name, Tally()) for document in self.documents]
        total = Tally()
        for tally in counts:
            total = total.plus(tally)
        return Measure(name, total, *interval(counts))

    def __str__(self) -> str:
        """Return a plain table, for a quick look."""
        lines = [f"{'':34}{'P':>7}{'R':>7}{'F1':>7}   95 %          found   gold"]
        for name, m in self.measures.items():
            t = m.tally
            rates = f"{t.precision:7.3f}{t.recall:7.3f}{t.f1:7.3f}"
            lines.append(f"{name:34}{rates}   {m.low:.3f}-{m.high:.3f}  {t.found:6} {t.gold:6}")
        return "\n".join(lines)
