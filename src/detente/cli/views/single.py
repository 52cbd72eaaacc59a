"""Answers about single states on a terminal: is there an equilibrium where a formula holds, is a state stable."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from rich.text import Text

from detente.cli.asking import Question
from detente.cli.views.equilibria import made_line, situation
from detente.cli.views.layout import columns, heading, joined, paragraph
from detente.cli.views.states import order, words


@dataclass(frozen=True, slots=True)
class Asked:
    """What was asked: a formula, or a state."""

    text: str
    is_formula: bool


Reasons = tuple[Mapping[str, str], Mapping[str, str]]


def parts(
    asked: Question,
    question: Asked,
    answers: Mapping[str, Any],
    without: Reasons,
    made: Mapping[str, Any],
    width: int,
) -> list[Text]:
    """Return the answer by concept, what was not answered and why, and what computed it."""
    what = "is there such an equilibrium?" if question.is_formula else "is this state stable?"
    shown = [heading(f"{asked.case.file.title}: {what}", width), paragraph(situation(asked), width)]
    show = _where if question.is_formula else _state
    shown += show(asked, question.text, answers, width)
    left_out, not_answered = without
    shown += [paragraph(f"{name} is left out: {why}.", width, hanging=2) for name, why in left_out.items()]
    shown += [paragraph(f"{name} is not answered: {why}.", width, hanging=2) for name, why in not_answered.items()]
    shown.append(paragraph(made_line(made), width))
    return shown


def _where(asked: Question, formula: str, answers: Mapping[str, Any], width: int) -> Iterator[Text]:
    lead = paragraph(f"An equilibrium where `{formula}` holds, by concept:", width)
    rows = [
        [name, "no", *("" for _ in described(asked, "", width))]
        if found is None
        else [name, "yes", *described(asked, found, width)]
        for name, found in answers.items()
    ]
    if rows:
        yield joined([lead, columns(rows, width)])
    if any(found is not None for found in answers.values()):
        yield letters(asked, width)


def _state(asked: Question, pattern: str, answers: Mapping[str, Any], width: int) -> Iterator[Text]:
    yield paragraph(": ".join(described(asked, pattern, width)), width, hanging=2)
    slugs = next((tuple(by_dm) for by_dm in answers.values()), ())
    said = {True: "yes", False: "no"}
    rows = [
        [name, *(said[by_dm[slug]] for slug in slugs), "an equilibrium" if all(by_dm.values()) else "no equilibrium"]
        for name, by_dm in answers.items()
    ]
    if rows:
        lead = paragraph("Whether it is stable for each party, and so an equilibrium:", width)
        yield joined([lead, columns([["", *slugs, ""], *rows], width)])
    yield letters(asked, width)


def described(asked: Question, pattern: str, width: int) -> list[str]:
    """Return a state as its pattern and what holds in it; without the pattern where that takes half of the line."""
    said = words(asked.case, pattern) if pattern else ""
    return [said] if _is_wide(asked, width) else [pattern, said]


def letters(asked: Question, width: int) -> Text:
    """Say which letter of a pattern stands for which option, or where the patterns are."""
    if not asked.case.structure.option_names:
        return paragraph("States are given by their names.", width)
    if _is_wide(asked, width):
        return paragraph("The patterns of the states are too long to show here; --json has them.", width)
    return order(asked.case, width)


def _is_wide(asked: Question, width: int) -> bool:
    return 2 * len(asked.case.structure.option_names) > width
