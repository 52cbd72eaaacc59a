"""``detente report``: the answer to the question of a case, on the terminal and as one HTML file."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from detente.cli import arguments

if TYPE_CHECKING:
    from detente.analysis.answer import Answer
    from detente.cli.asking import Question

MARK = "Made by Détente"
Out = Annotated[
    str | None,
    typer.Option(
        "--out",
        metavar="FILE",
        help="The HTML file to write, - for the standard output; named after the case if not given.",
    ),
]
Force = Annotated[bool, typer.Option("--force", help="Overwrite the file even if it is not a report of ours.")]


def command(  # noqa: PLR0913
    source: arguments.Source,
    *,
    out: Out = None,
    variant: arguments.Variant = None,
    reading: arguments.Reading = None,
    joint: arguments.Joint = "both",
    answers: arguments.Answers = "credible",
    improvement: arguments.Improvement = "strict",
    deep: arguments.Deep = False,
    force: Force = False,
    json: arguments.Json = False,
) -> int:
    """Answer the question of a case: in three sentences, with the cross table, and in full as one HTML file."""
    from detente.analysis.attain import Rules
    from detente.cli.asking import question
    from detente.cli.ending import WrongUsage

    asked = question(source, variant, reading=reading, rules=Rules(joint, answers, improvement))
    if json and out == "-":
        raise WrongUsage("--json and --out - both go to the standard output; leave one of them out")
    file = out or (None if json else _file_name(asked))
    if file is not None:
        _refuse_strangers(file, force=force)
    found = _answer(asked, deep=deep)
    if file is not None:
        _as_html(found, file)
    if json:
        _as_json(asked, found)
    elif file != "-":
        _on_screen(found, file)
    return 0 if _is_complete(found) else 3


def _is_complete(found: Answer) -> bool:
    """Return whether everything was answered that can be asked of the case; without options nothing can be idle."""
    from detente.analysis.plain import is_unanswered

    unanswered = set(found.why_not) - (set() if found.case.structure.option_names else {"idle"})
    complete = found.table is None or found.table.complete
    return complete and not unanswered and not any(is_unanswered(found.case, v) for v in found.verdicts)


def _file_name(asked: Question) -> str:
    from detente.analysis.plain import short_name

    stem = Path(short_name(asked.case.name)).stem.strip("-.") or "report"
    return f"{stem}-{asked.case.variant}.html" if asked.case.variant else f"{stem}.html"


def _refuse_strangers(file: str, *, force: bool) -> None:
    """Refuse to overwrite what is not a report of ours."""
    from detente.cli.ending import WrongUsage

    path = Path(file)
    if file != "-" and path.exists() and not force and MARK not in path.read_text("utf-8", "replace"):
        raise WrongUsage(f"{file} is no report of Détente and is not overwritten; name another --out, or add --force")


def _answer(asked: Question, *, deep: bool) -> Answer:
    from detente.analysis.answer import answer
    from detente.cli.progress import working

    with working("reading the case") as meter:
        return answer(asked.case, readings=asked.fixed, rules=asked.rules, deep=deep, stage=meter.stage)


def _as_json(asked: Question, found: Answer) -> None:
    from detente.analysis import plain
    from detente.cli.asking import MOST_STATES
    from detente.cli.streams import write_json
    from detente.explain import headline

    told = {"headline": list(headline(found))}
    write_json({**asked.header(everything=True), **told, **plain.answer(found, MOST_STATES)})


def _on_screen(found: Answer, file: str | None) -> None:
    from detente.cli.streams import show
    from detente.cli.views.report import parts

    show(lambda width: parts(found, file, width))


def _as_html(found: Answer, file: str) -> None:
    from detente.cli.streams import write_text
    from detente.cli.writing import write
    from detente.report import html

    if file == "-":
        write_text(html(found))
    else:
        write(file, html(found), overwrite=True)
