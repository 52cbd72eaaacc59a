"""``detente verify``: whether everything that a case or a ledger cites is still there, letter by letter."""

from __future__ import annotations

from typing import Annotated

import typer

from detente.cli import arguments, articles

Articles = Annotated[
    list[str] | None,
    typer.Argument(metavar="ARTICLE", help="The articles that are cited, told apart by the hash of their bytes."),
]
Named = Annotated[
    list[str] | None,
    typer.Option(
        "--source",
        metavar="NAME=FILE",
        help="The article of one source of the case, whatever its hash; can be repeated.",
    ),
]
What = Annotated[
    str,
    typer.Argument(
        metavar="CASE",
        help="A case file, a case of the catalogue, or a ledger (.json) that detente read --json gave.",
        autocompletion=arguments.slugs,
    ),
]
All = Annotated[bool, typer.Option("--all", help="List what is still there too.")]


def command(  # noqa: PLR0913
    what: What,
    article: Articles = None,
    *,
    source: Named = None,
    variant: arguments.Variant = None,
    html: articles.Html = False,
    text: articles.Text = False,
    encoding: articles.Encoding = None,
    all: All = False,  # noqa: A002 - the option's name
    json: arguments.Json = False,
) -> int:
    """Say of every cited place whether its words still stand in the article; exit code 3 if some are lost."""
    from detente.cli.streams import show, write_json
    from detente.cli.verifying import verified_case, verified_ledger
    from detente.cli.views.verify import case_data, case_parts, ledger_data, ledger_parts

    taking = articles.Taking(html=html, text=text, encoding=encoding)
    if what.lower().endswith(".json"):
        places = verified_ledger(what, article or [], source or [], taking)
        if json:
            write_json(ledger_data(places, everything=all))
        else:
            show(lambda width: ledger_parts(places, width, everything=all))
        return 0 if places.is_true else 3
    found = verified_case(what, variant, article or [], source or [], taking)
    if json:
        write_json(case_data(found))
    else:
        show(lambda width: case_parts(found, width, everything=all))
    return 0 if found.verified.is_true else 3
