"""``detente ledger``: what each side named as the cause over several dated articles."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Literal

import typer

if TYPE_CHECKING:
    from detente.text.series import Series

Shown = Literal["claims", "changes"]
Files = Annotated[
    list[str],
    typer.Argument(metavar="FILE", help="Articles, plain text or HTML, and ledgers that detente read --json saved."),
]
Dates = Annotated[
    list[str] | None,
    typer.Option(
        "--date", metavar="FILE=YYYY-MM-DD", help="The day of an article; with one file the day alone. Repeatable."
    ),
]
About = Annotated[
    str | None,
    typer.Option(
        "--about", metavar="WORDS", help="Only claims with one of these words; they count as about one thing."
    ),
]
Speaker = Annotated[
    str | None, typer.Option("--speaker", metavar="NAME", help="Only what this person or side says; a part is enough.")
]
Same = Annotated[
    str | None, typer.Option("--same", metavar="FILE", help="A file of words that mean the same issue (YAML).")
]
Side = Annotated[
    list[str] | None,
    typer.Option(
        "--side", metavar="NAME=STATE", help="For whom a person speaks, where no article says it. Repeatable."
    ),
]
Json = Annotated[bool, typer.Option("--json", help="Answer as JSON.")]
Csv = Annotated[bool, typer.Option("--csv", help="Answer as a CSV table: the claims, or what --show names.")]
Show = Annotated[Shown, typer.Option("--show", help="Which table --csv gives.")]
Out = Annotated[
    str | None, typer.Option("-o", "--out", metavar="FILE", help="Write a file; its name ends in .json or .csv.")
]
Force = Annotated[bool, typer.Option("--force", help="Overwrite the file if it is there.")]


def command(  # noqa: PLR0913
    files: Files,
    *,
    date: Dates = None,
    about: About = None,
    speaker: Speaker = None,
    same: Same = None,
    side: Side = None,
    json: Json = False,
    csv: Csv = False,
    show: Show = "claims",
    out: Out = None,
    force: Force = False,
) -> int:
    """Compare articles of several days: what each side named as the cause, and where that does not fit together.

    It ends with 3 where an article has no date: what is said there stands apart and is compared with nothing.
    """
    from detente.cli.series import Asked, series_of
    from detente.cli.streams import say
    from detente.cli.writing import refuse
    from detente.text.series.telling import why_incomplete

    form = _form(out, json=json, csv=csv)
    if out is not None and not force:
        refuse(out, "choose another name, or add --force")
    found = series_of(files, date or [], same, side or [], Asked(about, speaker))
    _answer(found, form, show, out, force=force)
    missing = why_incomplete(found)
    if missing is not None and (form is not None or out is not None):
        say(f"incomplete: {missing}")
    return 0 if missing is None else 3


def _form(out: str | None, *, json: bool, csv: bool) -> str | None:
    from detente.cli.ending import WrongUsage

    if json and csv:
        raise WrongUsage("--json and --csv are two formats; leave one of them out")
    if json or csv or out is None:
        return "json" if json else ("csv" if csv else None)
    suffix = Path(out).suffix.lower()
    if suffix not in {".json", ".csv"}:
        raise WrongUsage(f"the name of the file to write ends in .json or .csv, and {out} does not")
    return suffix[1:]


def _answer(found: Series, form: str | None, table: Shown, out: str | None, *, force: bool) -> None:
    from detente.cli import streams
    from detente.cli.writing import write

    if form is None:
        from detente.cli.views.ledger import parts

        streams.show(lambda width: parts(found, width))
        return
    text = _written(found, form, table)
    if out is None:
        streams.write_text(text)
    else:
        write(out, text, overwrite=force)
        streams.say(f"written: {out}")


def _written(found: Series, form: str, table: Shown) -> str:
    import json

    from detente.formats.ledgers.series import series_data, series_table

    return series_table(found, table) if form == "csv" else json.dumps(series_data(found), indent=2) + "\n"
