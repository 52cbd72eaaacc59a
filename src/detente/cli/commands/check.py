"""``detente check``: everything that is wrong or doubtful in a file."""

from __future__ import annotations

from typing import TYPE_CHECKING

from detente.cli import arguments

if TYPE_CHECKING:
    from rich.text import Text

    from detente.errors import Problem


def command(source: arguments.Source, *, variant: arguments.Variant = None, json: arguments.Json = False) -> int:
    """List every problem of a case file at once, with its place and what to do about it."""
    from detente.cli.streams import show
    from detente.errors import CaseError
    from detente.formats import examine_source

    if json:
        return _as_json(source, variant)
    try:
        problems = examine_source(source, variant=variant).problems
    except CaseError as error:
        problems = error.problems
    show(lambda _: [_lines(problems)])
    return _code(problems)


def _code(problems: tuple[Problem, ...]) -> int:
    return 1 if any(p.severity == "error" for p in problems) else 0


def _as_json(source: str, variant: str | None) -> int:
    from detente.analysis.plain import short_name
    from detente.cli.streams import write_json
    from detente.errors import CaseError, TooLarge
    from detente.formats import examine_source

    code, why_not = 0, None
    problems: tuple[Problem, ...] = ()
    try:
        problems = examine_source(source, variant=variant).problems
    except CaseError as error:
        problems = error.problems
    except TooLarge as error:
        code, why_not = error.exit_code, str(error)
    write_json(
        {
            "case": short_name(source),
            "variant": variant,
            "problems": [p.as_dict() for p in problems],
            "complete": why_not is None,
            "why_not": why_not,
        }
    )
    return code or _code(problems)


def _lines(problems: tuple[Problem, ...]) -> Text:
    from rich.text import Text

    from detente.cli.streams import clean

    made = Text()
    for problem in problems:
        made.append(f"{clean(problem.file)}:{problem.line}:{problem.column} ", "bold")
        made.append(problem.code, "bold red" if problem.severity == "error" else "bold yellow")
        made.append(f" {clean(problem.message)}\n")
        if problem.hint:
            made.append(f"    hint: {clean(problem.hint)}\n", "dim")
    return made.append(_count(problems))


def _count(problems: tuple[Problem, ...]) -> str:
    errors = sum(1 for p in problems if p.severity == "error")
    warnings = len(problems) - errors
    counted = [f"{n} {word}{'s' if n != 1 else ''}" for n, word in ((errors, "error"), (warnings, "warning")) if n]
    return ", ".join(counted) if counted else "no problems"
