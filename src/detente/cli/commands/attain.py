"""``detente attain``: whether, and how, the outcome can be attained."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from detente.cli import arguments

if TYPE_CHECKING:
    from detente.analysis.attainment import AttainAnswer
    from detente.cli.asking import Question

Goal = Annotated[
    str | None, typer.Option("--goal", metavar="FORMULA", help="Ask for this formula instead of the case's outcome.")
]


def command(  # noqa: PLR0913
    source: arguments.Source,
    *,
    variant: arguments.Variant = None,
    reading: arguments.Reading = None,
    world: arguments.World = "actual",
    joint: arguments.Joint = "both",
    answers: arguments.Answers = "credible",
    improvement: arguments.Improvement = "strict",
    goal: Goal = None,
    seconds: arguments.Seconds = None,
    json: arguments.Json = False,
) -> int:
    """Tell, step by step, how the outcome can be attained from the status quo, or what stops it."""
    from detente.analysis.attain import Rules
    from detente.cli.asking import checked_seconds, formula, question

    asked = question(source, variant, reading=reading, world=world, rules=Rules(joint, answers, improvement))
    if goal is not None:
        formula(asked.case, "--goal", goal)
    wish = (asked, goal, checked_seconds(seconds))
    return _as_json(*wish) if json else _on_screen(*wish)


def _answer(asked: Question, goal: str | None, seconds: float | None) -> AttainAnswer:
    from detente.analysis.attainment import attainment
    from detente.cli.progress import working

    with working("looking for a chain") as meter:
        return attainment(
            asked.case, asked.fixed, asked.world, rules=asked.rules, goal=goal, seconds=seconds, stage=meter.stage
        )


def _as_json(asked: Question, goal: str | None, seconds: float | None) -> int:
    from detente.analysis import plain
    from detente.cli.streams import write_json
    from detente.errors import ModelError, NotAnswered

    outcome = asked.case.file.outcome
    header = {**asked.header(), "outcome": goal if goal is not None else outcome.when if outcome else None}
    try:
        write_json({**header, **plain.attainment(_answer(asked, goal, seconds)), "why_not": None})
    except (ModelError, NotAnswered) as error:
        write_json({**header, "attainable": None, "path": None, "complete": False, "why_not": str(error)})
        return 3
    return 0


def _on_screen(asked: Question, goal: str | None, seconds: float | None) -> int:
    from detente.cli.streams import show
    from detente.cli.views.layout import paragraph
    from detente.explain import attainment

    told = _answer(asked, goal, seconds)
    lines = attainment(asked.case, told)
    show(lambda width: [paragraph(line, width) for line in lines])
    return 0
