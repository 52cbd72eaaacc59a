"""``detente draft``: from an article to the skeleton of a case."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from detente.cli import articles

if TYPE_CHECKING:
    from detente.drafting.draft import Draft

Out = Annotated[
    str | None,
    typer.Option("-o", "--out", metavar="FILE", help="The case file to write; the standard output if not given."),
]
Id = Annotated[str, typer.Option("--id", metavar="NAME", help="The short name of the article under sources.")]
Force = Annotated[bool, typer.Option("--force", help="Overwrite the file if it is there.")]
Endpoint = Annotated[
    str | None,
    typer.Option(
        "--endpoint",
        metavar="URL",
        help="Ask a language model too, at any address that is compatible with OpenAI's chat completions.",
    ),
]
Model = Annotated[str | None, typer.Option("--model", metavar="NAME", help="The model to ask at --endpoint.")]
Accept = Annotated[
    bool, typer.Option("--accept-drafted", help="Take what the model proposes as accepted: you vouch for it.")
]
Insecure = Annotated[
    bool, typer.Option("--insecure", help="Let --endpoint be http on another machine: words and key go unencrypted.")
]
Cache = Annotated[
    str | None, typer.Option("--cache", metavar="DIR", help="Where the model's answers are kept, to be used again.")
]


def command(  # noqa: PLR0913
    article: articles.Article,
    *,
    out: Out = None,
    date: articles.Date = None,
    html: articles.Html = False,
    text: articles.Text = False,
    encoding: articles.Encoding = None,
    corrections: articles.Corrections = None,
    id: Id = "article",  # noqa: A002 - the option's name
    force: Force = False,
    endpoint: Endpoint = None,
    model: Model = None,
    accept_drafted: Accept = False,
    insecure: Insecure = False,
    cache: Cache = None,
) -> int:
    """Draft a case from an article: what is said there with its exact place, the rest marked as assumed.

    The key for --endpoint is read from the environment variable DETENTE_API_KEY.
    """
    from detente.cli.drafting import asked_model, checked_id, endpoint_of, told_of
    from detente.cli.streams import say, write_text
    from detente.cli.writing import refuse, write
    from detente.drafting.draft import draft

    checked_id(id)
    where = endpoint_of(endpoint, model, insecure=insecure)
    if out is not None and not force:
        refuse(out, "choose another name, or add --force")
    ledger = articles.ledger_of(article, articles.Taking(date, html, text, encoding, corrections))
    asked = None if where is None else asked_model(ledger, where, cache, accepted=accept_drafted)
    for line in [] if asked is None else told_of(asked):
        say(line)
    made = draft(ledger, source=id) if asked is None else draft(asked.ledger, source=id, provenance=asked.provenance)
    if out is None:
        write_text(made.text)
    else:
        write(out, made.text, overwrite=force)
    _tell(made, article, out)
    return 0


def _tell(made: Draft, article: str, out: str | None) -> None:
    from detente.cli.streams import say

    for doubt in made.doubts:
        say(f"in doubt: {doubt}")
    say(
        f"drafted: {_counted(made.parties, 'decision maker')}; from the article's words "
        f"{_counted(made.options, 'option')}, {_counted(made.statements, 'statement')} of preference, "
        f"{_counted(made.constraints, 'constraint')}, {_counted(made.claims, 'claim')}"
    )
    if out is not None:
        say(f"written: {out}; next: detente check {out}, then detente verify {out} {article}")


def _counted(n: int, word: str) -> str:
    return f"{n} {word}{'' if n == 1 else 's'}"
