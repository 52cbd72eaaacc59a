"""Witnesses on a terminal: for each decision maker what each concept says; those that say the same stand together."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from rich.text import Text

from detente.analysis.witness import Witness
from detente.cli.asking import Question
from detente.cli.views.layout import heading, joined, paragraph
from detente.cli.views.states import words
from detente.explain import witness
from detente.explain.words import capital, listed, readings


def parts(
    asked: Question, pattern: str, found: Iterable[Witness], left_out: Mapping[str, str], width: int
) -> list[Text]:
    """Return why a state is stable or not for every decision maker that was asked about."""
    case = asked.case
    made = [heading(f"{pattern}: {words(case, pattern)}", width)]
    if any(len(r) > 1 for r in case.preferences.values()):
        made.append(paragraph(f"{_where(asked)}, {readings(case, asked.readings, short=True)}.", width))
    by_dm: dict[str, list[Witness]] = {}
    for told in found:
        by_dm.setdefault(told.dm, []).append(told)
    made += [_party(asked, dm, told, width) for dm, told in by_dm.items()]
    made += [paragraph(f"{name}: left out, because {why}.", width, hanging=2) for name, why in left_out.items()]
    return made


def _where(asked: Question) -> str:
    return "As things are" if asked.world == "actual" else f"With {asked.case.world_label(asked.world)}"


def _party(asked: Question, dm: str, found: Iterable[Witness], width: int) -> Text:
    same: dict[tuple[bool, tuple[str, ...]], list[str]] = {}
    for told in found:
        same.setdefault((told.stable, tuple(witness(asked.case, told)[1:])), []).append(told.concept)
    lines = [heading(asked.case.dm_name(dm), width)]
    for (stable, told_lines), concepts in same.items():
        verdict = "stable" if stable else "not stable"
        lines.append(paragraph(f"{listed(concepts)}: {verdict}.", width, indent=2, hanging=2))
        lines += [paragraph(capital(line), width, indent=4, hanging=2) for line in told_lines]
    return joined(lines)
