"""Articles on the command line: where they come from, how they are taken, and the ledger that is read."""

from __future__ import annotations

import sys
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

if TYPE_CHECKING:
    from detente.text.ledger import Ledger, Source

LARGEST = 64 << 20

Article = Annotated[
    str,
    typer.Argument(metavar="ARTICLE", help="A file of plain text or HTML, or - for the standard input."),
]
Date = Annotated[
    str | None,
    typer.Option("--date", metavar="YYYY-MM-DD", help="The day of the article, which *today* is counted from."),
]
Html = Annotated[bool, typer.Option("--html", help="Take it for HTML, whatever its name is.")]
Text = Annotated[bool, typer.Option("--text", help="Take it for plain text, whatever it looks like.")]
Encoding = Annotated[
    str | None, typer.Option("--encoding", metavar="NAME", help="The encoding of the file; found out if not given.")
]
Corrections = Annotated[
    str | None,
    typer.Option("--corrections", metavar="FILE", help="A file of corrections that is applied to what is found."),
]


@dataclass(frozen=True, slots=True)
class Taking:
    """How an article is to be taken, as the options say."""

    date: str | None = None
    html: bool = False
    text: bool = False
    encoding: str | None = None
    corrections: str | None = None


def source_of(article: str, taking: Taking) -> Source:
    """Return the source of a file or of the standard input.

    Raises
    ------
    WrongUsage
        If the options contradict each other, or the date is none.
    UnknownName
        If there is no such file or encoding.
    SourceError
        If it is no text.
    TooLarge
        If it is larger than any article.
    """
    from detente.cli.ending import WrongUsage
    from detente.text.source import read_source

    if taking.html and taking.text:
        raise WrongUsage("--html and --text contradict each other; leave one of them out")
    raw = bytes_of(article)
    if is_ledger(raw):
        raise WrongUsage(f"{article} is a ledger already; detente read takes the article that it was made of")
    html = True if taking.html else (False if taking.text else None)
    day = day_of(taking.date)
    return read_source(article, raw, document_date=day, html=html, encoding=taking.encoding)


def ledger_of(article: str, taking: Taking) -> Ledger:
    """Return what a reading of an article finds; see `source_of` for what can go wrong."""
    from detente.text.reading import read

    source = source_of(article, taking)
    if taking.corrections is None:
        return read(source)
    from detente.formats.ledgers.plain import short_name
    from detente.text.overrides import load_overrides

    given = load_overrides(taking.corrections, text_of(taking.corrections))
    return read(source, replace(given, name=short_name(given.name)))


def is_ledger(raw: bytes) -> bool:
    """Return whether bytes are a ledger that was saved as JSON."""
    return raw.lstrip()[:1] == b"{" and b'"text_sha256"' in raw[:4096]


def day_of(given: str | None) -> date | None:
    """Return the day that an option names; None where it is not given."""
    from detente.cli.ending import WrongUsage

    if given is None:
        return None
    try:
        return date.fromisoformat(given)
    except ValueError:
        raise WrongUsage(f"--date wants a day such as 2024-04-09, and not {given}") from None


def bytes_of(name: str) -> bytes:
    """Return the bytes of a file or of the standard input; none is larger than `LARGEST`."""
    from detente.errors import TooLarge, UnknownName

    if name == "-":
        data = sys.stdin.buffer.read(LARGEST + 1)
    else:
        path = Path(name)
        if path.is_dir() or not path.exists():  # what a shell hands over as <(...) is no plain file
            raise UnknownName(_missing(name, is_folder=path.is_dir()))
        with path.open("rb") as file:
            data = file.read(LARGEST + 1)
    if len(data) > LARGEST:
        raise TooLarge(f"{name} has more than {LARGEST >> 20} MB, more than any article; split it")
    return data


def _missing(name: str, *, is_folder: bool) -> str:
    if is_folder:
        return f"{name} is a folder, not an article"
    is_address = name.lower().startswith(("http://", "https://"))
    return f"there is no file {name}" + ("; save the page first, nothing is fetched here" if is_address else "")


def text_of(name: str) -> str:
    """Return the text of a small file in UTF-8."""
    from detente.errors import DetenteError

    try:
        return bytes_of(name).decode("utf-8-sig")
    except UnicodeDecodeError:
        raise DetenteError(f"{name} is not UTF-8; save the file in UTF-8") from None
