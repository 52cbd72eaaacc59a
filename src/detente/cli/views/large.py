"""Equilibria that are counted and not listed, on a terminal."""

from __future__ import annotations

from collections.abc import Iterator

from rich.text import Text

from detente.analysis.large import Counted, LargeEquilibria
from detente.analysis.plain_large import made_by
from detente.cli.asking import Question
from detente.cli.views.equilibria import counts_table, made_line, situation
from detente.cli.views.layout import columns, heading, joined, paragraph
from detente.cli.views.single import described, letters
from detente.concepts import all_concepts

MOST_SHOWN = 3
ROUNDED = 10**9


def parts(asked: Question, found: LargeEquilibria, width: int) -> list[Text]:
    """Return how many equilibria there are by concept, a few of them, and what is the same in all."""
    shown = [heading(f"{asked.case.file.title}: equilibria", width), paragraph(situation(asked), width)]
    if found.concepts:
        shown.append(_counts(asked, found, width))
    shown += [paragraph(f"{name} is left out: {why}.", width, hanging=2) for name, why in found.left_out.items()]
    shown += [paragraph(f"{n} is not answered: {why}.", width, hanging=2) for n, why in found.not_answered.items()]
    shown += [_of_concept(asked, name, counted, width) for name, counted in found.concepts.items() if counted.count]
    if any(counted.examples for counted in found.concepts.values()):
        shown.append(letters(asked, width))
    made = made_by(found.engine, dict.fromkeys(found.concepts, found.engine), found.exactness)
    shown.append(paragraph(made_line(made), width))
    return shown


def _counts(asked: Question, found: LargeEquilibria, width: int) -> Text:
    slugs = asked.case.structure.slugs
    titles = all_concepts()
    rows = [
        [name, number(c.count), *(number(c.by_dm[slug]) for slug in slugs), titles[name].title]
        for name, c in found.concepts.items()
    ]
    size = f"Of {number(found.count)} states, this many are stable for all (equilibria), and for each party:"
    table = counts_table([["", "all", *slugs, ""], *rows], width)
    lines = [paragraph(size, width), table]
    if found.count >= ROUNDED:
        lines.append(paragraph("Counts of ten digits and more are rounded here; --json has every digit.", width))
    return joined(lines)


def number(count: int) -> str:
    """Write a count in full while it can be read, and then with three digits; JSON has all of them.

    Examples
    --------
    >>> number(12_345), number(2**100)
    ('12,345', '1.27e30')
    """
    return f"{count:,}" if count < ROUNDED else f"{count:.2e}".replace("e+", "e")


def _of_concept(asked: Question, name: str, counted: Counted, width: int) -> Text:
    return joined(_lines(asked, name, counted, width))


def _lines(asked: Question, name: str, counted: Counted, width: int) -> Iterator[Text]:
    same = [f"{option}={'Y' if value else 'N'}" for option, value in counted.settled.items() if value is not None]
    said = f"the same in all: {' '.join(same)}" if same else "no option is the same in all"
    yield paragraph(f"{name}: {said}.", width, hanging=2)
    few = counted.examples[:MOST_SHOWN]
    yield columns([described(asked, pattern, width) for pattern in few], width)
    if counted.count > len(few):
        yield paragraph(f"{number(counted.count - len(few))} more are not shown.", width, indent=2)
