"""``detente table``: the cross table of readings and worlds."""

from __future__ import annotations

from typing import TYPE_CHECKING

from detente.cli import arguments

if TYPE_CHECKING:
    from detente.analysis.crosstable import CrossTable
    from detente.cli.asking import Question
    from detente.cli.progress import Meter

MOST_IDLE_WORK = 200_000


def command(  # noqa: PLR0913
    source: arguments.Source,
    *,
    variant: arguments.Variant = None,
    reading: arguments.Reading = None,
    joint: arguments.Joint = "both",
    answers: arguments.Answers = "credible",
    improvement: arguments.Improvement = "strict",
    json: arguments.Json = False,
) -> int:
    """Show in which readings, and in which worlds, the outcome can be attained."""
    from detente.analysis.attain import Rules
    from detente.analysis.crosstable import cross_table
    from detente.cli.asking import question
    from detente.cli.progress import working

    rules = Rules(joint, answers, improvement)
    asked = question(source, variant, reading=reading, rules=rules)
    with working("cross table") as meter:
        table = cross_table(asked.case, readings=asked.fixed, rules=rules, progress=meter.steps)
        if json:
            _as_json(asked, table, meter)
    if not json:
        _on_screen(asked, table)
    return 0 if table.complete else 3


def _as_json(asked: Question, table: CrossTable, meter: Meter) -> None:
    from detente.analysis import plain
    from detente.analysis.claims import sourced
    from detente.cli.streams import write_json

    rows = [sourced(asked.case, row.readings) for row in table.rows]
    data = plain.cross_table(table, rows)
    write_json({**asked.header(everything=True), **data, "idle": _idle(asked, table, meter)})


def _idle(asked: Question, table: CrossTable, meter: Meter) -> dict[str, object] | None:
    """Return what is idle, or why that was not looked for."""
    from detente.analysis import plain
    from detente.analysis.idle import idle
    from detente.errors import DetenteError

    if len(table.rows) * len(asked.case.structure.states) > MOST_IDLE_WORK:
        return plain.idle(None, "left out of the table for so large a case; detente report, or --reading, answers it")
    try:
        found = idle(
            asked.case,
            readings=asked.fixed,
            rules=asked.rules,
            progress=lambda done, of: meter.stage("idle options", done, of),
        )
    except DetenteError as error:
        return plain.idle(None, str(error))
    return plain.idle(found)


def _on_screen(asked: Question, table: CrossTable) -> None:
    from detente.cli.streams import show
    from detente.cli.views import crosstable
    from detente.cli.views.layout import heading

    title = f"{asked.case.file.title}: is {asked.case.outcome_label} attainable?"
    show(lambda width: [heading(title, width), *crosstable.parts(asked.case, table, width, full=True)])
