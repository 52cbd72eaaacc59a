"""Witnesses on a terminal: for each decision maker what each concept says; those that say the same stand together."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence

from rich.text import Text

from detente.analysis.causes.sanctions import DeterredBy
from detente.analysis.witness import Witness
from detente.cli.asking import Question
from detente.cli.views.layout import heading, joined, paragraph
from detente.cli.views.states import words
from detente.explain import witness
from detente.explain.deterred import deterred
from detente.explain.words import capital, listed, readings

Said = tuple[str, str, bool | None, list[str]]
VERDICTS = {True: "stable", False: "not stable", None: "not settled"}
NUMBERED = re.compile(r"\d+\. ")


def parts(
    asked: Question, pattern: str, found: Iterable[Witness], left_out: Mapping[str, str], width: int
) -> list[Text]:
    """Return why a state is stable or not for every decision maker that was asked about."""
    said = [(w.dm, w.concept, w.stable, witness(asked.case, w)[1:]) for w in found]
    return _parts(asked, pattern, said, left_out, width)


def deterrence_parts(
    asked: Question, pattern: str, found: Iterable[DeterredBy], left_out: Mapping[str, str], width: int
) -> list[Text]:
    """Return what deters every decision maker that was asked about from leaving a state."""
    said = [(d.dm, d.concept, d.stable, deterred(asked.case, d)[1:]) for d in found]
    return _parts(asked, pattern, said, left_out, width)


def _parts(asked: Question, pattern: str, said: Sequence[Said], left_out: Mapping[str, str], width: int) -> list[Text]:
    case = asked.case
    made = [heading(f"{pattern}: {words(case, pattern)}", width)]
    if any(len(r) > 1 for r in case.preferences.values()):
        made.append(paragraph(f"{_where(asked)}, {readings(case, asked.readings, short=True)}.", width))
    by_dm: dict[str, list[Said]] = {}
    for told in said:
        by_dm.setdefault(told[0], []).append(told)
    made += [_party(asked, dm, told, width) for dm, told in by_dm.items()]
    made += [paragraph(f"{name}: left out, because {why}.", width, hanging=2) for name, why in left_out.items()]
    return made


def _where(asked: Question) -> str:
    return "As things are" if asked.world == "actual" else f"With {asked.case.world_label(asked.world)}"


def _party(asked: Question, dm: str, said: Iterable[Said], width: int) -> Text:
    same: dict[tuple[bool | None, tuple[str, ...]], list[str]] = {}
    for _, concept, stable, lines in said:
        same.setdefault((stable, tuple(lines)), []).append(concept)
    made = [heading(asked.case.dm_name(dm), width)]
    for (stable, alike), concepts in same.items():
        made.append(paragraph(f"{listed(concepts)}: {VERDICTS[stable]}.", width, indent=2, hanging=2))
        made += [paragraph(capital(line), width, indent=6 if NUMBERED.match(line) else 4, hanging=2) for line in alike]
    return joined(made)
