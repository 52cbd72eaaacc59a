"""``detente read``: who says what in an article, with the place of every word."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Literal

import typer

from detente.cli import articles

if TYPE_CHECKING:
    from detente.text.ledger import Ledger

Form = Literal["json", "csv", "annotations", "html"]
Shown = Literal["statements", "attitudes", "mentions", "dates", "paragraphs", "doubts"]
MOST_DOUBTS = 5
SUFFIXES: dict[str, Form] = {
    ".json": "json",
    ".csv": "csv",
    ".jsonld": "annotations",
    ".html": "html",
    ".htm": "html",
}
Csv = Annotated[bool, typer.Option("--csv", help="Answer as a CSV table: the statements, or what --show names.")]
Annotations = Annotated[
    bool, typer.Option("--annotations", help="Answer as W3C Web Annotations, an annotation page in JSON-LD.")
]
Out = Annotated[
    str | None,
    typer.Option(
        "-o",
        "--out",
        metavar="FILE",
        help="Write a file; its name ends in .html (the article with its statements marked), .json, .csv or .jsonld.",
    ),
]
NoText = Annotated[
    bool,
    typer.Option("--no-text", help="Leave out the article's words, for sharing: places and hashes only."),
]
Show = Annotated[Shown | None, typer.Option("--show", help="Show only this, in full.")]
Json = Annotated[bool, typer.Option("--json", help="Answer as JSON.")]
Force = Annotated[bool, typer.Option("--force", help="Overwrite the file if it is there.")]


def command(  # noqa: PLR0913
    article: articles.Article,
    *,
    date: articles.Date = None,
    html: articles.Html = False,
    text: articles.Text = False,
    encoding: articles.Encoding = None,
    corrections: articles.Corrections = None,
    show: Show = None,
    out: Out = None,
    no_text: NoText = False,
    json: Json = False,
    csv: Csv = False,
    annotations: Annotations = False,
    force: Force = False,
) -> int:
    """Read an article: who says what, by which word, and what the actors want, each with its exact place."""
    from detente.cli.streams import write_text
    from detente.cli.writing import refuse

    asked: dict[Form, bool] = {"json": json, "csv": csv, "annotations": annotations}
    form = _form([name for name, is_asked in asked.items() if is_asked], out)
    _possible(form, show, no_text=no_text)
    if out is not None and not force:
        refuse(out, "choose another name, or add --force")
    ledger = articles.ledger_of(article, articles.Taking(date, html, text, encoding, corrections))
    if form is None:
        _on_screen(ledger, show)
    elif out is None:
        write_text(_written(ledger, form, show, text=not no_text))
    else:
        _to_file(ledger, out, _written(ledger, form, show, text=not no_text), force=force)
    return 0


def _form(asked: list[Form], out: str | None) -> Form | None:
    """Return the format of the answer; None for the terminal."""
    from detente.cli.ending import WrongUsage

    if len(asked) > 1:
        raise WrongUsage(f"--{asked[0]} and --{asked[1]} are two formats; leave one of them out")
    if asked or out is None:
        return asked[0] if asked else None
    suffix = Path(out).suffix.lower()
    if suffix not in SUFFIXES:
        raise WrongUsage(f"the name of the file to write ends in {', '.join(SUFFIXES)}, and {out} does not")
    return SUFFIXES[suffix]


def _possible(form: Form | None, show: Shown | None, *, no_text: bool) -> None:
    """Refuse options that the format has no use for."""
    from detente.cli.ending import WrongUsage

    if no_text and form in {None, "html"}:
        what = "the HTML file is the article's text" if form else "the table shows the article's words"
        raise WrongUsage(f"--no-text goes with --json, --csv or --annotations: {what}")
    if show is not None and form not in {None, "csv"}:
        raise WrongUsage("--show goes with the table and with --csv; the other formats hold everything")


def _on_screen(ledger: Ledger, part: Shown | None) -> None:
    from detente.cli.streams import show
    from detente.cli.views.read import parts

    show(lambda width: parts(ledger, part, width))


def _written(ledger: Ledger, form: Form, show: Shown | None, *, text: bool) -> str:
    """Return the ledger in a format."""
    import json

    if form == "html":
        from detente.report.ledgers import ledger_html

        return ledger_html(ledger)
    if form == "csv":
        from detente.formats.ledgers.tables import csv_table

        return csv_table(ledger, show or "statements", text=text)
    if form == "annotations":
        from detente.formats.ledgers.annotations import annotation_page

        return json.dumps(annotation_page(ledger, text=text), indent=2) + "\n"
    from detente.formats.ledgers.plain import ledger_data

    return json.dumps(ledger_data(ledger, text=text), indent=2) + "\n"


def _to_file(ledger: Ledger, out: str, written: str, *, force: bool) -> None:
    from detente.cli.streams import say
    from detente.cli.writing import write

    write(out, written, overwrite=force)
    for doubt in ledger.doubts[:MOST_DOUBTS]:
        say(f"in doubt: {doubt.message}")
    if len(ledger.doubts) > MOST_DOUBTS:
        say(f"in doubt: {len(ledger.doubts) - MOST_DOUBTS:,} more; --show doubts shows all of them")
    say(f"written: {out}")
